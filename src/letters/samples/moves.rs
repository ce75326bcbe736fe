//! Whoever moves on, whose measure ended, whose medicine was recalled.

use super::{clinic, day, localised, probation, ruling};
use crate::domain::event::HandoverReason;
use crate::domain::letter::{
    EndGround, EndedTo, Gave, HandoverAct, MeasureEnded, NextVisit, Office, Owed, Recalled, RecalledAt,
    ReleaseDay, ReleaseNotice, RulingOnPaper,
};
use crate::domain::obligation::Kind;
use chrono::{NaiveDate, NaiveTime};

pub(super) fn facility() -> Office {
    Office {
        name: localised("№ 41 мекеме", "Учреждение № 41", "Facility No. 41"),
        address: "Қостанай қ., Жиһангер к-сі, 1, үшінші корпус".to_owned(),
        phone: "+7 714 222 22 22".to_owned(),
    }
}

fn first_visit() -> Option<(NaiveDate, NaiveTime)> {
    Some((day(2026, 9, 14), NaiveTime::from_hms_opt(10, 30, 0)?))
}

pub(super) fn release() -> ReleaseNotice {
    ReleaseNotice {
        release_on: day(2026, 9, 10),
        place: facility(),
        residence: Some("Қостанай қ., Әл-Фараби даңғылы, 12, 4-пәтер".to_owned()),
        residence_region: Some(localised(
            "Қостанай облысы",
            "Костанайская область",
            "Kostanay Region",
        )),
        takes_over: Some(clinic()),
        first_visit: first_visit(),
        supervising: probation(),
        rulings: vec![ruling()],
    }
}

pub(super) fn ended(to: EndedTo) -> MeasureEnded {
    MeasureEnded {
        to,
        since_on: day(2026, 7, 1),
        ground: EndGround::Court,
        document: Some("Постановление № 1-91/26 от 1 июля 2026 г.".to_owned()),
        place: clinic(),
        supervising: probation(),
        rulings: vec![RulingOnPaper {
            ended_on: Some(day(2026, 7, 1)),
            ..ruling()
        }],
    }
}

pub(super) fn handover() -> HandoverAct {
    let side = |office, name: &str, on| Gave {
        office,
        name: name.to_owned(),
        role: localised("Психиатр", "Психиатр", "Psychiatrist"),
        on,
    };
    HandoverAct {
        reason: HandoverReason::Release,
        gave: side(facility(), "Гүлнар Һәкімқызы Оспанова", day(2026, 7, 20)),
        took: side(clinic(), "Әлия Һашимқызы Өтеғұлова", day(2026, 7, 22)),
        expected_on: day(2026, 9, 10),
        release: Some(ReleaseDay::On(day(2026, 9, 10))),
        back_on: Some(day(2026, 10, 1)),
        first_visit: first_visit(),
        words: "Ине қорқынышы бар; қазақша сөйлескенді жөн көреді.".to_owned(),
        last_dose_on: Some(day(2026, 6, 29)),
        next: Some(NextVisit::On(day(2026, 9, 21))),
        owed: vec![
            Owed {
                kind: Kind::FirstVisit,
                paper: None,
                due_on: day(2026, 9, 14),
            },
            Owed {
                kind: Kind::ReviewPaper,
                paper: Some(localised("Мінездеме", "Характеристика", "Conduct report")),
                due_on: day(2026, 12, 1),
            },
            Owed {
                kind: Kind::Review,
                paper: None,
                due_on: day(2026, 12, 15),
            },
        ],
    }
}

pub(super) fn recalled(lifted: bool) -> Recalled {
    Recalled {
        product: localised(
            "Трипторелин, 12 апталық",
            "Трипторелин, на 12 недель",
            "Triptorelin, 12 weeks",
        ),
        lot: "L7-0042".to_owned(),
        notice: "№ 12-3/417, 2026-07-01".to_owned(),
        recalled_on: day(2026, 7, 2),
        given_on: if lifted {
            Vec::new()
        } else {
            vec![day(2026, 4, 6), day(2026, 6, 29)]
        },
        lifted,
        looked_at: false,
        place: clinic(),
    }
}

pub(super) fn recalled_at(lifted: bool) -> RecalledAt {
    let recalled = recalled(lifted);
    RecalledAt {
        product: recalled.product,
        lot: recalled.lot,
        expiry_on: day(2027, 9, 30),
        notice: recalled.notice,
        recalled_on: recalled.recalled_on,
        lifted,
        here: 3,
        coming: 2,
        gone: 4,
    }
}
