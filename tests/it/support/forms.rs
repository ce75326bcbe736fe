//! Forms in which a word travels: as it stands, in an address, in a page, in a mail, in a file.

/// A text to be searched.
pub struct Text<'t> {
    whole: &'t str,
    lower: String,
}

impl<'t> Text<'t> {
    /// A text, read once for all the words that are looked for.
    pub fn new(whole: &'t str) -> Self {
        Self {
            whole,
            lower: whole.to_lowercase(),
        }
    }

    /// Does it carry a word, in any form?
    pub fn carries(&self, word: &str) -> bool {
        let small = word.to_lowercase();
        self.lower.contains(&small)
            || folded(&small).iter().any(|form| self.lower.contains(form))
            || exact(word)
                .iter()
                .chain(&exact(&small))
                .any(|form| self.whole.contains(form))
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
