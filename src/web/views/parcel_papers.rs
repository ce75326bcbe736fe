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
    let sheet = ParcelSheet {
        code: code.to_owned(),
        symbol,
        from: Stop {
            name: clinic(),
            address: "Астана, Кенесары көшесі, 40".to_owned(),
            phone: "+7 7172 55 01 02".to_owned(),
        },
        to: Stop {
            name: facility(),
            address: "Ақмола облысы, Жаңа ауыл, 1".to_owned(),
            phone: "+7 7162 55 03 04".to_owned(),
        },
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
    let far = ParcelSheet {
        to: Stop {
            name: long,
            address: "Шығыс Қазақстан облысы, Өскемен қаласы, Бажов көшесі, 101, 2-корпус".repeat(2),
            phone: String::new(),
        },
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
    use super::Keep;

    #[test]
    fn what_must_not_freeze_says_so() {
        assert!(Keep::between(2, 8).no_frost && Keep::between(0, 25).no_frost);
        assert!(!Keep::between(-20, 25).no_frost);
    }
}
