//! What goes with a parcel on paper: the label on it and the waybill beside it. Couriers and gates read them: these
//! types have no field for a person, a drug, a lot or a reason.

use super::{
    Page,
    parts::Link,
    samples::{clinic, day, facility, words},
    symbol::Symbol,
};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

/// What label and waybill say.
#[derive(Clone, Debug, Serialize)]
pub struct ParcelSheet {
    /// The parcel's code, as people read it out.
    pub code: String,
    /// The same for a scanner.
    pub symbol: Symbol,
    /// Who sends it.
    pub from: Stop,
    /// Who receives it.
    pub to: Stop,
    /// How large the label says where from and where to.
    pub lettering: Lettering,
    /// Packs inside.
    pub packs: usize,
    /// How it is kept, where that is known.
    pub keep: Option<Keep>,
    /// The day it was packed.
    pub prepared_on: NaiveDate,
    /// The day by which it should be there.
    pub needed_by: Option<NaiveDate>,
    /// The parcel's page; not printed.
    pub back: Link,
    /// This page in each language, by the language's own name; not printed.
    pub languages: Vec<Link>,
    /// The other paper; not printed.
    pub other: Link,
}

/// A place on the way.
#[derive(Clone, Debug, Serialize)]
pub struct Stop {
    /// The organisation.
    pub name: Words,
    /// Its postal address.
    pub address: String,
    /// Its duty desk.
    pub phone: String,
}

/// How large the words of a label are set, so that long official names stand on it whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lettering {
    /// For names as people say them.
    Large,
    /// For official names.
    Small,
    /// For official names with everybody who stands above.
    Fine,
}

impl Lettering {
    /// For how many signs there is room: the receiver's name and address, the sender's name. Measured with Russian words, which
    /// are the widest; the styles allow as many lines.
    const ROOM: [(Self, [usize; 3]); 2] = [(Self::Large, [60, 64, 60]), (Self::Small, [115, 80, 115])];

    /// The largest in which there is room for both places, in every language: a parcel looks alike in all of them.
    #[must_use]
    pub fn of(from: &Stop, to: &Stop) -> Self {
        let signs = [signs(&to.name), to.address.chars().count(), signs(&from.name)];
        let fits = |room: [usize; 3]| signs.into_iter().zip(room).all(|(signs, room)| signs <= room);
        let mut sizes = Self::ROOM.into_iter();
        sizes
            .find(|(_, room)| fits(*room))
            .map_or(Self::Fine, |(lettering, _)| lettering)
    }
}

/// Signs of a name in the language in which it is longest.
fn signs(name: &Words) -> usize {
    let longest = |names: [&str; 3]| names.map(|name| name.chars().count()).into_iter().max();
    match name {
        Words::Localised(name) => longest([&name.kk, &name.ru, &name.en]).unwrap_or_default(),
        Words::Plain(name) => name.chars().count(),
        Words::Key { .. } => 0,
    }
}

/// Degrees Celsius between which a parcel is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Keep {
    /// At least.
    pub min_celsius: i16,
    /// At most.
    pub max_celsius: i16,
    /// Would frost spoil it?
    pub no_frost: bool,
}

impl Keep {
    /// Between these degrees.
    #[must_use]
    pub fn between(min_celsius: i16, max_celsius: i16) -> Self {
        Self {
            min_celsius,
            max_celsius,
            no_frost: min_celsius >= 0,
        }
    }
}

/// The label on a parcel, 100 by 50 millimetres.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct ParcelLabel(pub ParcelSheet);

/// The waybill, on A4.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Waybill(pub ParcelSheet);

fn samples() -> Vec<ParcelSheet> {
    let code = "4F2A-91C0-7B3E";
    let Some(symbol) = Symbol::new(code) else {
        return Vec::new();
    };
    let from = Stop {
        name: clinic(),
        address: "Астана, Кенесары көшесі, 40".to_owned(),
        phone: "+7 7172 55 01 02".to_owned(),
    };
    let to = Stop {
        name: facility(),
        address: "Ақмола облысы, Жаңа ауыл, 1".to_owned(),
        phone: "+7 7162 55 03 04".to_owned(),
    };
    let sheet = ParcelSheet {
        code: code.to_owned(),
        symbol,
        lettering: Lettering::of(&from, &to),
        from,
        to,
        packs: 1,
        keep: Some(Keep::between(2, 8)),
        prepared_on: day(2026, 6, 8),
        needed_by: Some(day(2026, 6, 15)),
        back: Link::new("/parcels/1", Words::key("back")),
        languages: vec![Link::new("/parcels/1/label/kk", Words::plain("Қазақша"))],
        other: Link::new("/parcels/1/waybill/kk", Words::key("parcel-paper-waybill")),
    };
    let long = words(
        "Қылмыстық-атқару жүйесі департаментінің № 66 мекемесінде орналасқан медициналық ұйым",
        "Медицинская организация, расположенная в учреждении № 66 департамента уголовно-исполнительной системы",
        "Medical organisation in facility No. 66 of the department of the penal system",
    );
    let far = Stop {
        name: long,
        address: "Шығыс Қазақстан облысы, Өскемен қаласы, Бажов көшесі, 101, 2-корпус".repeat(2),
        phone: String::new(),
    };
    let far = ParcelSheet {
        lettering: Lettering::of(&sheet.from, &far),
        to: far,
        packs: 24,
        keep: Some(Keep::between(-20, 25)),
        needed_by: None,
        ..sheet.clone()
    };
    let unknown = ParcelSheet {
        keep: None,
        ..far.clone()
    };
    vec![sheet, far, unknown]
}

impl Page for ParcelLabel {
    const TEMPLATE: &'static str = "pages/parcels/label.html";
    fn sample() -> Vec<Self> {
        samples().into_iter().map(Self).collect()
    }
}

impl Page for Waybill {
    const TEMPLATE: &'static str = "pages/parcels/waybill.html";
    fn sample() -> Vec<Self> {
        samples().into_iter().map(Self).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Keep, Lettering, Stop};
    use crate::domain::localised::Localised;

    #[test]
    fn what_must_not_freeze_says_so() {
        assert!(Keep::between(2, 8).no_frost && Keep::between(0, 25).no_frost);
        assert!(!Keep::between(-20, 25).no_frost);
    }

    fn stop(name: &str, address: &str) -> Stop {
        let name = Localised {
            kk: String::new(),
            ru: name.to_owned(),
            en: String::new(),
        };
        Stop {
            name: name.into(),
            address: address.to_owned(),
            phone: String::new(),
        }
    }

    #[test]
    fn the_type_of_a_label_shrinks_with_the_longest_of_what_it_says() {
        let short = stop("Клиника", "Астана");
        let named = |signs: usize| stop(&"ж".repeat(signs), "");
        let living = |signs: usize| stop("", &"ж".repeat(signs));
        for (from, to, lettering) in [
            (&short, &short, Lettering::Large),
            (&short, &named(60), Lettering::Large),
            (&short, &named(61), Lettering::Small),
            (&named(61), &short, Lettering::Small),
            (&short, &living(65), Lettering::Small),
            (&short, &named(116), Lettering::Fine),
            (&named(116), &short, Lettering::Fine),
            (&short, &living(81), Lettering::Fine),
            (&living(200), &short, Lettering::Large),
        ] {
            assert_eq!(Lettering::of(from, to), lettering, "{from:?} to {to:?}");
        }
    }
}
