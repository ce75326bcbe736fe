use super::*;
use proptest::prelude::*;

const GTIN: &str = "04870001234560";
const SERIAL: &str = "2100000917abc";
const KEY: &str = "EE08";
const CODE: &str = "QkRBTTRINjE3VzIwMjYtMTEtMjgrMTAvMjEvOTIvPT09";

fn today() -> NaiveDate {
    day("2026-11-28")
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn read(text: &str) -> Result<PackCode, Unread> {
    PackCode::read(text, today())
}

fn national(separator: &str) -> String {
    format!("01{GTIN}21{SERIAL}{separator}91{KEY}{separator}92{CODE}")
}

#[test]
fn the_sample_has_the_national_lengths_and_hides_every_number_of_a_field() {
    assert_eq!((SERIAL.len(), KEY.len(), CODE.len()), (13, 4, 44));
    assert!(SERIAL.contains("21") && SERIAL.contains("91"));
}

#[test]
fn a_kazakh_pack_is_read_with_separators_and_without() {
    let with = read(&format!("]d2{}", national("\u{1d}"))).unwrap();
    assert_eq!(
        (with.gtin.as_str(), with.serial.as_deref(), with.restored),
        (GTIN, Some(SERIAL), false)
    );
    assert_eq!(
        (with.key.as_deref(), with.code.as_deref()),
        (Some(KEY), Some(CODE))
    );
    assert_eq!((with.lot.as_deref(), with.expiry_on), (None, None));
    for separator in ["\u{241d}", "|"] {
        let other = read(&national(separator)).unwrap();
        assert_eq!((other.serial, other.restored), (with.serial.clone(), false));
    }
    let without = read(&format!("{}\r\n", national(""))).unwrap();
    assert!(without.restored, "and it says so");
    assert_eq!(
        (without.serial, without.key, without.code),
        (with.serial, with.key, with.code)
    );
    assert_eq!(without.raw, national(""), "the text stays as it was scanned");
}

#[test]
fn lot_and_expiry_are_read_where_they_stand() {
    let code = read("010487000123456017271200\u{1d}10L7-0042").unwrap();
    assert_eq!(
        (code.expiry_on, code.lot.as_deref()),
        (Some(day("2027-12-31")), Some("L7-0042")),
        "day 00 is the last of the month"
    );
    let dropped = read(&format!("01{GTIN}17280229{}", &national("")[16..])).unwrap();
    assert_eq!(dropped.expiry_on, Some(day("2028-02-29")));
    let lot = read(&format!("01{GTIN}10L7-0042{}", &national("")[16..])).unwrap();
    assert_eq!(
        (lot.lot.as_deref(), lot.serial.as_deref(), lot.restored),
        (Some("L7-0042"), Some(SERIAL), true),
        "nine and more signs of a lot before a serial leave one reading"
    );
}

#[test]
fn more_than_one_reading_is_never_settled_by_a_guess() {
    let tail = &national("")[16..];
    let cases = [
        // Lot "AB" and an expiry, or one long lot?
        format!("01{GTIN}10AB17271231{tail}"),
        // The scanner sent one separator and lost another.
        format!("01{GTIN}21{SERIAL}91{KEY}\u{1d}92{CODE}"),
        format!("01{GTIN}21{SERIAL}\u{1d}91{KEY}92{CODE}"),
        format!("01{GTIN}21{SERIAL}\u{1d}91{KEY}\u{1d}92{CODE}10AB"),
        format!("01{GTIN}21{SERIAL}\u{1d}10AB91{KEY}\u{1d}92{CODE}"),
        // A foreign pack, and one separator of two: is 10 inside the serial a lot, and is there an expiry before a lot?
        format!("01{GTIN}21ABC10L7|17271231"),
        format!("01{GTIN}21ABC17271231|10L7"),
        format!("01{GTIN}21ABC1727123110L7|91X"),
        format!("01{GTIN}10L721ABC|17271231"),
        // A foreign pack: is 10 inside the serial a lot?
        format!("01{GTIN}21ABC10XY"),
        format!("01{GTIN}1727123110AB21XYZ"),
        // A field that is not read here could hide as well.
        format!("01{GTIN}10AB240XYZ"),
        // Thirteen signs alone prove nothing: without key and code it need not be a Kazakh pack.
        format!("01{GTIN}21{SERIAL}"),
    ];
    for text in cases {
        assert_eq!(read(&text), Err(Unread::SeparatorMissing), "{text}");
    }
    // What stands there already does not stand there once more, and six digits that are no day are no expiry.
    for (text, serial) in [
        (format!("01{GTIN}21ABC10L7|1727123110L8"), "ABC10L7"),
        (format!("01{GTIN}21ABC17279931|10L7"), "ABC17279931"),
        (format!("01{GTIN}21ABC17271231X|10L7"), "ABC17271231X"),
    ] {
        assert_eq!(read(&text).unwrap().serial.as_deref(), Some(serial), "{text}");
    }
    // A pack abroad with every field that one bears, and separators: the digits of its serial are no key and no code.
    for serial in ["10009123456", "9192919291", "100092", "17271291X"] {
        let text = format!("01{GTIN}21{serial}\u{1d}1727123110L7");
        let code = read(&text).unwrap();
        assert_eq!(
            (code.serial.as_deref(), code.lot.as_deref(), code.expiry_on),
            (Some(serial), Some("L7"), Some(day("2027-12-31"))),
            "{text}"
        );
    }
    let plain = read(&format!("01{GTIN}21ABCDE")).unwrap();
    assert_eq!(plain.serial.as_deref(), Some("ABCDE"), "nothing can hide here");
}

#[test]
fn each_fault_has_its_name() {
    let long = "x".repeat(LONGEST + 1);
    let faults = [
        ("", Unread::Empty),
        ("]d2\u{1d}", Unread::Empty),
        (&long, Unread::TooLong { most: LONGEST }),
        (
            "]d1ABC",
            Unread::NotGs1 {
                symbology: "d1".into(),
            },
        ),
        ("01048700012345602ФИ", Unread::Layout),
        (
            "01#",
            Unread::Character {
                found: '#',
                position: 3,
            },
        ),
        ("ABC", Unread::NotAField { position: 1 }),
        (
            "010487000123456011270131",
            Unread::UnknownField { id: "11".into() },
        ),
        (
            "01048700012345608005000365",
            Unread::UnknownField { id: "8005".into() },
        ),
        (
            "01048700012345600104870001234560",
            Unread::Repeated { field: Field::Gtin },
        ),
        ("010487", Unread::Cut { field: Field::Gtin }),
        ("010487000123456021", Unread::Cut { field: Field::Serial }),
        (
            "01048700012345601712\u{1d}31",
            Unread::Cut { field: Field::Expiry },
        ),
        ("01048700012345602X", Unread::NotAField { position: 17 }),
        ("0104870001234X68", Unread::NotDigits { field: Field::Gtin }),
        ("0104870001234567", Unread::CheckDigit),
        (
            "0104870001234560\u{1d}17271301",
            Unread::DateImpossible {
                written: "271301".into(),
            },
        ),
        (
            "0104870001234560\u{1d}17270230",
            Unread::DateImpossible {
                written: "270230".into(),
            },
        ),
        ("21ABC", Unread::GtinMissing),
        (
            "010487000123456021ABCDEFGHIJKLMNOPQRSTU",
            Unread::FieldTooLong { field: Field::Serial },
        ),
    ];
    for (text, fault) in faults {
        assert_eq!(read(text), Err(fault), "{text}");
    }
}

#[test]
fn two_digits_of_a_year_mean_the_nearest_century() {
    for (two, this, year) in [
        (76, 2026, 2076),
        (77, 2026, 1977),
        (26, 2026, 2026),
        (99, 2026, 1999),
        (0, 2026, 2000),
        (10, 2060, 2110),
        (11, 2060, 2011),
        (0, 2099, 2100),
    ] {
        assert_eq!(full_year(two, this), year, "{two} in {this}");
    }
}

#[test]
fn a_number_is_completed_with_the_digit_that_checks_it() {
    assert_eq!(Gtin::completed("0487000123456").unwrap().as_str(), GTIN);
    assert_eq!(
        Gtin::completed("048700012345"),
        Err(Unread::NotDigits { field: Field::Gtin })
    );
    assert!(serde_json::from_str::<Gtin>("\"04870001234567\"").is_err());
}

proptest! {
    /// Whatever is typed is read or refused, and what is read loses and invents no sign.
    #[test]
    fn nothing_is_lost(text in "(\\]d2)?(01[0-9]{14}|21[A-Z0-9]{1,21}|91[a-z]{4}|92[A-Za-z0-9+/=]{44}|17[0-9]{6}|10[0-9A-Z]{1,9}|\u{1d}|[ -~]){0,9}") {
        if let Ok(code) = read(&text) {
            let day = usize::from(code.expiry_on.is_some()) * 8;
            let own = |value: &Option<String>| value.as_ref().map_or(0, |value| value.len() + 2);
            let read = 16 + day + own(&code.serial) + own(&code.lot) + own(&code.key) + own(&code.code);
            let text = code.raw.strip_prefix("]d2").unwrap_or(&code.raw);
            prop_assert_eq!(read, text.chars().filter(|sign| !SEPARATORS.contains(sign)).count());
        }
    }

    /// A Kazakh code is read alike with all separators, without, and never otherwise with some.
    #[test]
    fn lost_separators_change_nothing(serial in "[!-\"%-?A-Z_a-z]{13}", key in "[A-Za-z0-9]{4}", code in "[A-Za-z0-9+/=]{44}", lot in prop::option::of("[A-Z0-9-]{1,20}"), kept in any::<[bool; 4]>()) {
        let lot_field = lot.as_ref().map(|lot| format!("10{lot}"));
        let fields = [Some(format!("21{serial}")), Some(format!("91{key}")), Some(format!("92{code}")), lot_field];
        let joined = |kept: [bool; 4]| {
            let fields = fields.iter().flatten().zip(kept);
            let text: String = fields.map(|(field, kept)| format!("{field}{}", if kept { "\u{1d}" } else { "" })).collect();
            format!("01{GTIN}{text}")
        };
        let true_one = read(&joined([true; 4])).unwrap();
        prop_assert_eq!(true_one.serial.as_deref(), Some(serial.as_str()));
        prop_assert_eq!(true_one.lot.as_ref(), lot.as_ref());
        match read(&joined(kept)) {
            Ok(code) => prop_assert_eq!(
                (code.serial, code.key, code.code, code.lot),
                (true_one.serial, true_one.key, true_one.code, true_one.lot)
            ),
            Err(fault) => prop_assert_eq!(fault, Unread::SeparatorMissing),
        }
        if lot.is_none() {
            prop_assert!(read(&joined([false; 4])).is_ok());
        }
    }
}
