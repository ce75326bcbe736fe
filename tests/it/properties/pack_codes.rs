//! Codes of packs by the million: no panic, nothing lost, no wrong reading; and a file of them for another parser.
//! How to run the long ones: `docs/gs1.md`.

use chrono::NaiveDate;
use merzim::domain::pack_code::{Field, Gtin, PackCode, SEPARATOR, Unread};
use merzim::simulate::chance::Chance;
use std::{collections::BTreeMap, fs::File, io::BufWriter, io::Write as _};

/// Every sign that a field may hold.
const SIGNS: &[u8] = b"!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
const DIGITS: &[u8] = b"0123456789";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
const LOT: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ0123456789-/";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 28).unwrap()
}

/// A code with what truly stands in it.
struct Written {
    fields: Vec<(Field, String)>,
}

fn signs(chance: &mut Chance, from: &[u8], count: u32) -> String {
    (0..count)
        .map(|_| char::from(*chance.pick(from).unwrap()))
        .collect()
}

fn up_to(chance: &mut Chance, from: &[u8], most: u32) -> String {
    let count = 1 + chance.below(most);
    signs(chance, from, count)
}

impl Written {
    /// A valid code: half of them Kazakh with fixed lengths, half of any lengths that the standard allows.
    fn new(chance: &mut Chance) -> Self {
        let national = chance.below(2) == 0;
        let gtin = Gtin::completed(&signs(chance, DIGITS, 13)).unwrap();
        let mut rest = Vec::new();
        if national {
            rest.push((Field::Serial, signs(chance, SIGNS, 13)));
            rest.push((Field::Key, signs(chance, BASE64, 4)));
            rest.push((Field::Code, signs(chance, BASE64, 44)));
        } else {
            if chance.below(3) > 0 {
                let from = if chance.below(2) == 0 { DIGITS } else { SIGNS };
                rest.push((Field::Serial, up_to(chance, from, 20)));
            }
            if chance.below(4) == 0 {
                rest.push((Field::Key, up_to(chance, SIGNS, 90)));
            }
        }
        if chance.below(2) == 0 {
            let day = if chance.below(5) == 0 {
                0
            } else {
                1 + chance.below(28)
            };
            let (year, month) = (chance.below(100), 1 + chance.below(12));
            rest.push((Field::Expiry, format!("{year:02}{month:02}{day:02}")));
        }
        if chance.below(2) == 0 {
            let from = if chance.below(2) == 0 { LOT } else { DIGITS };
            rest.push((Field::Lot, up_to(chance, from, 20)));
        }
        // The fields after the product's number come in any order.
        let mut fields = vec![(Field::Gtin, gtin.as_str().to_owned())];
        while !rest.is_empty() {
            let at = chance.below(u32::try_from(rest.len()).unwrap());
            fields.push(rest.swap_remove(usize::try_from(at).unwrap()));
        }
        Self { fields }
    }

    fn bears(&self, field: Field) -> bool {
        self.fields.iter().any(|(known, _)| *known == field)
    }

    /// Has it all that a pack abroad bears, and no more? Nothing could hide in it where its separators came.
    fn is_whole_abroad(&self) -> bool {
        let marked = [Field::Key, Field::Code]
            .into_iter()
            .any(|field| self.bears(field));
        let all = [Field::Gtin, Field::Serial, Field::Expiry, Field::Lot];
        !marked && all.into_iter().all(|field| self.bears(field))
    }

    /// Was its key taken for the end of the value before it? A pack abroad bears none, so that alone is not asked back where
    /// other separators of the code came.
    fn lost_its_key(&self, text: &str, code: &PackCode) -> bool {
        text.contains(SEPARATOR) && self.bears(Field::Key) && !self.bears(Field::Code) && code.key.is_none()
    }

    /// The text, with the separators that `keep` lets stand.
    fn text(&self, mut keep: impl FnMut() -> bool) -> String {
        let mut text = String::new();
        for (number, (field, value)) in self.fields.iter().enumerate() {
            text.push_str(field.id());
            text.push_str(value);
            let fixed = matches!(field, Field::Gtin | Field::Expiry);
            if !fixed && number + 1 < self.fields.len() && keep() {
                text.push(SEPARATOR);
            }
        }
        text
    }
}

/// What was read, by the number of the field.
fn fields(code: &PackCode) -> BTreeMap<&'static str, String> {
    let day = code.expiry_on.map(|day| day.to_string());
    let all = [
        (Field::Gtin, Some(code.gtin.to_string())),
        (Field::Lot, code.lot.clone()),
        (Field::Expiry, day),
        (Field::Serial, code.serial.clone()),
        (Field::Key, code.key.clone()),
        (Field::Code, code.code.clone()),
    ];
    let present = all
        .into_iter()
        .filter_map(|(field, value)| Some((field.id(), value?)));
    present.collect()
}

/// What should be read of a code that lost nothing.
fn truth(written: &Written) -> BTreeMap<&'static str, String> {
    let read = |(field, value): &(Field, String)| {
        let value = match field {
            Field::Expiry => day(value).to_string(),
            _ => value.clone(),
        };
        (field.id(), value)
    };
    written.fields.iter().map(read).collect()
}

/// The day of an expiry, counted another way than the parser does.
fn day(text: &str) -> NaiveDate {
    let year: i32 = text[..2].parse().unwrap();
    // From 1977 to 2076, seen from 2026.
    let year = if year > 76 { 1900 + year } else { 2000 + year };
    let month = text[2..4].parse().unwrap();
    match text[4..].parse().unwrap() {
        0 => (28..=31)
            .filter_map(|day| NaiveDate::from_ymd_opt(year, month, day))
            .next_back()
            .unwrap(),
        day => NaiveDate::from_ymd_opt(year, month, day).unwrap(),
    }
}

/// A text as nobody should send it: noise, or a valid code with some signs changed.
fn noise(chance: &mut Chance) -> String {
    const PIECES: [&str; 16] = [
        "01",
        "21",
        "91",
        "92",
        "10",
        "17",
        "\u{1d}",
        "|",
        "]d2",
        "]C1",
        "271231",
        "04870001234560",
        "240",
        "8005",
        "\u{444}",
        "\u{0}",
    ];
    let mut text: Vec<char> = match chance.below(3) {
        0 => Vec::new(),
        _ => {
            let written = Written::new(chance);
            written.text(|| chance.below(3) > 0).chars().collect()
        }
    };
    for _ in 0..=chance.below(12) {
        let at = usize::try_from(chance.below(u32::try_from(text.len() + 1).unwrap())).unwrap();
        match chance.below(4) {
            0 if at < text.len() => drop(text.remove(at)),
            1 if at < text.len() => text[at] = char::from(u8::try_from(chance.below(128)).unwrap()),
            2 => text.insert(at, char::from_u32(chance.below(0x500)).unwrap_or(' ')),
            _ => {
                let piece = chance.pick(&PIECES).unwrap();
                text.splice(at..at, piece.chars());
            }
        }
    }
    text.into_iter().collect()
}

#[derive(Debug, Default)]
struct Counts {
    read: u64,
    restored: u64,
    separator_missing: u64,
    refused: u64,
}

impl Counts {
    fn count(&mut self, outcome: &Result<PackCode, Unread>) {
        match outcome {
            Ok(code) if code.restored => self.restored += 1,
            Ok(_) => self.read += 1,
            Err(Unread::SeparatorMissing) => self.separator_missing += 1,
            Err(_) => self.refused += 1,
        }
    }
}

/// Of what is read, every sign stands in a field.
fn nothing_is_lost(text: &str, code: &PackCode) {
    let stands: usize = fields(code)
        .iter()
        .map(|(id, value)| if *id == "17" { 8 } else { 2 + value.len() })
        .sum();
    let raw = code
        .raw
        .strip_prefix(']')
        .map_or(code.raw.as_str(), |rest| &rest[2..]);
    let signs = raw
        .chars()
        .filter(|sign| !['\u{1d}', '\u{241d}', '|'].contains(sign));
    assert_eq!(stands, signs.count(), "{text:?} was read as {code:?}");
}

fn fuzz(strings: u64, seed: u64) -> [Counts; 3] {
    let mut chance = Chance::new(seed);
    let mut counts = [Counts::default(), Counts::default(), Counts::default()];
    for number in 0..strings {
        match number % 3 {
            // Noise: no panic, nothing lost.
            0 => {
                let text = noise(&mut chance);
                let outcome = PackCode::read(&text, today());
                counts[0].count(&outcome);
                if let Ok(code) = outcome {
                    nothing_is_lost(&text, &code);
                }
            }
            // Valid, every separator sent: read, and rightly. A text that a code with a lost separator would look like as
            // well may be asked back.
            1 => {
                let written = Written::new(&mut chance);
                let text = written.text(|| true);
                let outcome = PackCode::read(&text, today());
                counts[1].count(&outcome);
                match outcome {
                    Ok(code) => assert_eq!(fields(&code), truth(&written), "{text:?}"),
                    Err(fault) => {
                        assert_eq!(fault, Unread::SeparatorMissing, "{text:?}");
                        assert!(!written.is_whole_abroad(), "{text:?} is whole and was asked back");
                    }
                }
            }
            // Valid, but separators lost, all of them or some: right or refused, never otherwise.
            _ => {
                let written = Written::new(&mut chance);
                let some = chance.below(2) == 0;
                let text = written.text(|| some && chance.below(2) == 0);
                let outcome = PackCode::read(&text, today());
                counts[2].count(&outcome);
                if let Ok(code) = outcome
                    && !written.lost_its_key(&text, &code)
                {
                    assert_eq!(fields(&code), truth(&written), "{text:?} was split in silence");
                }
            }
        }
    }
    counts
}

#[test]
fn codes_of_packs_are_never_split_in_silence() {
    let [noise, sent, lost] = fuzz(60_000, 7);
    // Each branch was met, so that the property says something.
    assert!(noise.refused > 10_000 && noise.read > 100, "{noise:?}");
    assert!(sent.read > 17_000, "{sent:?}");
    assert!(
        lost.restored > 1_000 && lost.separator_missing > 1_000,
        "{lost:?}"
    );
}

#[test]
#[ignore = "ten million strings: docs/gs1.md"]
fn fuzzes_codes_of_packs() {
    let strings = std::env::var("MERZIM_FUZZ").map_or(10_000_000, |count| count.parse().unwrap());
    let seed = std::env::var("MERZIM_SEED").map_or(1, |seed| seed.parse().unwrap());
    let [noise, sent, lost] = fuzz(strings, seed);
    println!(
        "{strings} strings, seed {seed}\nnoise: {noise:?}\nseparators sent: {sent:?}\nseparators lost: {lost:?}"
    );
}

#[test]
#[ignore = "writes a file for another parser: docs/gs1.md"]
fn writes_codes_of_packs() {
    let path = std::env::var("MERZIM_CODES").expect("MERZIM_CODES names the file to write");
    let codes: u64 = std::env::var("MERZIM_FUZZ").map_or(1_000_000, |count| count.parse().unwrap());
    let mut chance = Chance::new(2026);
    let mut file = BufWriter::new(File::create(path).unwrap());
    let mut read = 0;
    // What is asked back is no agreement: codes are drawn until so many were read.
    while read < codes {
        let written = Written::new(&mut chance);
        let text = written.text(|| true);
        let ours = match PackCode::read(&text, today()) {
            Ok(code) => {
                read += 1;
                serde_json::json!(fields(&code))
            }
            Err(fault) => serde_json::json!({ "refused": fault.code() }),
        };
        let line = serde_json::json!({ "text": text, "lost": written.text(|| false), "true": truth(&written), "ours": ours });
        writeln!(file, "{line}").unwrap();
    }
    file.flush().unwrap();
}
