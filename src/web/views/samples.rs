//! Invented people, places and dates for the pages' examples. No living person has these birth years.

use super::parts::{CaseHead, Choice, ChoiceGroup, Cited, Moment, Status, SumAhead, Tone, Window};
use crate::{
    domain::{ids::SubmissionKey, localised::Localised},
    text::Words,
    web::views::Form,
};
use chrono::NaiveDate;

/// A civil date; the first day of the calendar for an impossible one.
pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// A local date and time.
pub(super) fn moment(year: i32, month: u32, on: u32, hour: u32, minute: u32) -> Moment {
    Moment(
        day(year, month, on)
            .and_hms_opt(hour, minute, 0)
            .unwrap_or_default(),
    )
}

/// Words in three languages.
pub(super) fn words(kk: &str, ru: &str, en: &str) -> Words {
    Words::Localised(Localised {
        kk: kk.into(),
        ru: ru.into(),
        en: en.into(),
    })
}

/// A penal facility.
pub(super) fn facility() -> Words {
    words(
        "№ 41 мекеме, Жітіқара",
        "Учреждение № 41, Житикара",
        "Facility 41, Zhitikara",
    )
}

/// A clinic with a long name.
pub(super) fn clinic() -> Words {
    words(
        "Қостанай облыстық психикалық денсаулық орталығы",
        "Костанайский областной центр психического здоровья",
        "Kostanay regional mental health centre",
    )
}

/// A probation office.
pub(super) fn probation() -> Words {
    words(
        "Қостанай қаласының пробация қызметі",
        "Служба пробации города Костаная",
        "Kostanay city probation service",
    )
}

/// A product.
pub(super) fn product() -> Words {
    words(
        "Трипторелин 11,25 мг",
        "Трипторелин 11,25 мг",
        "Triptorelin 11.25 mg",
    )
}

/// The head of a case.
pub(super) fn head() -> CaseHead {
    CaseHead {
        href: "/cases/1".into(),
        reference: "KZ-0017".into(),
        name: "Ахметов Серік Болатұлы".into(),
        name_other: Some("Akhmetov Serik Bolatuly".into()),
        identifier: "••••••••0016".into(),
        born_on: day(1899, 12, 31),
        place: facility(),
        mover: facility(),
        ruling: Status::new(Tone::Good, Words::key("ruling-in-force")),
        reviews: false,
    }
}

/// An empty form.
pub(super) fn form() -> Form {
    Form::new(SubmissionKey::fresh())
}

/// The window around 15 June 2026.
pub(super) fn window() -> Window {
    Window {
        opens_on: day(2026, 6, 1),
        due_on: day(2026, 6, 15),
        closes_on: day(2026, 6, 15),
    }
}

/// Causes in two groups.
pub(super) fn causes() -> Vec<ChoiceGroup> {
    let choice = |value: &str, kk: &str, ru: &str, en: &str| Choice::new(value, words(kk, ru, en));
    vec![
        ChoiceGroup {
            words: words("Адам", "Человек", "The person"),
            choices: vec![
                choice("refused", "Бас тартты", "Отказ", "Refused"),
                choice(
                    "absent",
                    "Себепсіз келмеді",
                    "Не явился без причины",
                    "Did not come, no reason given",
                ),
            ],
        },
        ChoiceGroup {
            words: words("Жеткізу", "Поставка", "Supply"),
            choices: vec![choice(
                "no-drug",
                "Жарамды препарат жоқ",
                "Нет пригодного препарата",
                "No usable drug",
            )],
        },
    ]
}

/// A sum of a lifetime so far, below the caution or beyond it.
pub(super) fn sums(grams: f64) -> Vec<SumAhead> {
    let decimal = |grams: f64| Words::decimal(format!("{grams:.1}"));
    let beyond = grams >= 9.1;
    let stands = if beyond {
        Words::key("sum-ahead-beyond")
    } else {
        Words::key("sum-ahead-reached").number("n", 30)
    };
    vec![SumAhead {
        so_far: Words::key("sum-ahead")
            .words("product", product())
            .words("substance", words("ципротерон", "ципротерон", "cyproterone"))
            .words("grams", decimal(grams))
            .words("each", decimal(0.3)),
        stands: stands.words("caution", decimal(9.1)),
        source: Cited {
            words: Words::plain("Product decision"),
            english: true,
        },
        beyond,
        asks_why: beyond,
    }]
}

/// That a dose of another case may have been given to this person.
pub(super) fn doubt() -> Words {
    Words::key("banner-wrong-person-given").words("other", "2026-00031")
}
