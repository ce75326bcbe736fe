//! Looks for words in everything that leaves, in whatever form text commonly travels: as it is, escaped, percent-encoded, in
//! base64 or two bytes a letter, inside the files of letters and tables, in the log.

use std::io::{self, Read as _, Write};
use std::process::Command;
use std::sync::{Arc, LazyLock, Mutex};
use tracing_subscriber::fmt::MakeWriter;

/// Words with all their forms, made once for many texts.
pub struct Scanner(Vec<Forms>);

struct Forms {
    word: String,
    folded: Vec<String>,
    exact: Vec<String>,
}

impl Scanner {
    /// Prepares to look for words.
    pub fn of(words: impl IntoIterator<Item = String>) -> Self {
        let forms = words.into_iter().map(|word| {
            let small = word.to_lowercase();
            let mut all = folded(&small);
            all.push(small.clone());
            let mut exactly: Vec<_> = exact(&word);
            exactly.extend(exact(&small));
            exactly.extend(exact(&word.to_uppercase()));
            Forms {
                word,
                folded: all,
                exact: exactly,
            }
        });
        Self(forms.collect())
    }

    /// Those of the words that stand in a text.
    pub fn found(&self, text: &str) -> Vec<&str> {
        let lower = text.to_lowercase();
        let stands = |forms: &&Forms| {
            forms.folded.iter().any(|form| lower.contains(form.as_str()))
                || forms.exact.iter().any(|form| text.contains(form.as_str()))
        };
        self.0
            .iter()
            .filter(stands)
            .map(|forms| forms.word.as_str())
            .collect()
    }
}

/// Forms in which upper and lower case do not matter: of an address, of a page, of a mail.
pub fn folded(word: &str) -> Vec<String> {
    let each = |form: &dyn Fn(char) -> String| word.chars().map(form).collect::<String>();
    let bytes = |sign: char| -> String { word.bytes().map(|byte| format!("{sign}{byte:02x}")).collect() };
    let mixed = |sign: char, kept: &dyn Fn(char) -> bool| -> String {
        let one = |c: char| -> String {
            if kept(c) {
                return c.to_string();
            }
            c.to_string()
                .bytes()
                .map(|byte| format!("{sign}{byte:02x}"))
                .collect()
        };
        word.chars().map(one).collect()
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
    let letters = |c: char| c.is_ascii_alphanumeric();
    vec![
        bytes('%'),
        mixed('%', &plain),
        mixed('%', &letters),
        bytes('='),
        mixed('=', &plain),
        each(&|c| format!("&#{};", u32::from(c))),
        each(&|c| format!("&#x{:x};", u32::from(c))),
        each(&|c| format!("\\u{:04x}", u32::from(c))),
        each(&|c| {
            if c.is_ascii() {
                c.to_string()
            } else {
                format!("\\u{:04x}", u32::from(c))
            }
        }),
        // Two bytes a letter, read one by one.
        each(&|c| format!("\0{c}")),
        merzim::secrets::hex(word.as_bytes()),
        // Two bytes a letter in digits, either end first: how a file of letters writes its title.
        word.encode_utf16().map(|unit| format!("{unit:04x}")).collect(),
        word.encode_utf16()
            .map(|unit| format!("{:04x}", unit.swap_bytes()))
            .collect(),
    ]
}

/// Base64: what of a word is the same wherever in a text it begins.
pub fn exact(word: &str) -> Vec<String> {
    let at = |before: usize| {
        let bytes = [&vec![0; before][..], word.as_bytes()].concat();
        let text = merzim::secrets::base64(&bytes);
        // A sign of four that also holds a neighbour's bits is left out.
        let first = (before * 8).div_ceil(6);
        let last = bytes.len() * 8 / 6;
        text[first..last].to_owned()
    };
    (0..3).map(at).collect()
}

/// Everything that a file of a letter holds: its bytes, its streams unpacked, its texts, its metadata, and what is
/// written in hexadecimal digits, two bytes a letter.
pub fn inside(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (file, plain) = (folder.path().join("letter.pdf"), folder.path().join("plain.pdf"));
    std::fs::write(&file, bytes).unwrap();
    let run = |name: &str, arguments: &[&str]| -> String {
        let output = Command::new(name).args(arguments).arg(&file).output();
        output.map_or_else(
            |_| String::new(),
            |output| String::from_utf8_lossy(&output.stdout).into_owned(),
        )
    };
    let mut all = vec![String::from_utf8_lossy(bytes).into_owned()];
    let unpacked = Command::new("qpdf")
        .args(["--qdf", "--object-streams=disable", "--stream-data=uncompress"])
        .args([&file, &plain])
        .status();
    if unpacked.is_ok() {
        let raw = std::fs::read(&plain).unwrap_or_default();
        all.push(String::from_utf8_lossy(&raw).into_owned());
        all.push(hexadecimal(&raw));
    }
    all.push(run("pdfinfo", &[]));
    all.push(run("pdfinfo", &["-meta"]));
    let text = Command::new("pdftotext").arg(&file).arg("-").output();
    all.extend(text.map(|text| String::from_utf8_lossy(&text.stdout).into_owned()));
    all.join("\n")
}

/// The texts that stand in a file as `<FEFF…>`.
pub fn hexadecimal(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw).to_lowercase();
    let parts = text.split("<feff").skip(1);
    let read = parts.map(|part| {
        let digits: Vec<_> = part.split('>').next().unwrap_or_default().chars().collect();
        let units = digits.chunks(4).map_while(|unit| {
            let unit: String = unit.iter().collect();
            u16::from_str_radix(&unit, 16).ok()
        });
        String::from_utf16_lossy(&units.collect::<Vec<_>>())
    });
    read.collect::<Vec<_>>().join("\n")
}

/// What was written into the log since the test began; every test is a process of its own.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

/// The log of this process.
pub static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    // As the program writes where nobody asks it for more.
    let writer = tracing_subscriber::fmt().with_max_level(tracing::Level::INFO);
    let started = writer.with_writer(log.clone()).try_init();
    assert!(started.is_ok(), "somebody else keeps the log");
    log
});

impl Log {
    /// What stands in it.
    pub fn text(&self) -> String {
        // The word stands in the pattern of a route, which names a page, and nobody.
        String::from_utf8_lossy(&self.0.lock().unwrap()).replace("contraindication", "")
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Everything that a table of numbers holds: each file inside it, unpacked, with its names and properties.
pub fn unpacked(bytes: &[u8]) -> String {
    const ENTRY: &[u8] = b"PK\x01\x02";
    let number = |at: usize, long: usize| -> usize {
        let bytes = &bytes[at..at + long];
        bytes
            .iter()
            .rev()
            .fold(0, |sum, byte| (sum << 8) + usize::from(*byte))
    };
    let mut all = Vec::new();
    let mut from = 0;
    while let Some(at) = bytes[from..].windows(4).position(|four| four == ENTRY) {
        let entry = from + at;
        let (packed, name, header) = (
            number(entry + 20, 4),
            number(entry + 28, 2),
            number(entry + 42, 4),
        );
        all.push(String::from_utf8_lossy(&bytes[entry + 46..entry + 46 + name]).into_owned());
        let begins = header + 30 + number(header + 26, 2) + number(header + 28, 2);
        let inside = &bytes[begins..begins + packed];
        let mut text = Vec::new();
        match number(entry + 10, 2) {
            0 => text.extend(inside),
            _ => drop(
                flate2::read::DeflateDecoder::new(inside)
                    .read_to_end(&mut text)
                    .unwrap(),
            ),
        }
        all.push(String::from_utf8_lossy(&text).into_owned());
        from = entry + 4;
    }
    assert!(!all.is_empty(), "an archive holds something");
    all.join("\n")
}
