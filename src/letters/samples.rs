//! Invented letters of every kind, for tests and for looking at: full, empty, corrected, with long and hostile words.
//! No living person has these birth years.

mod long;
mod moves;

pub use long::long;

use self::moves::{ended, facility, handover, recalled, recalled_at, release};
use crate::domain::letter::{
    Absence, Addressee, Asked, Breach, Certificate, CertifiedVisit, Circle, Conclusion, Content, EndGround,
    EndedTo, Fact, LetterKind, MeasureEnded, MemberSigned, NextVisit, Office, OwnEntry, OwnLook, OwnRecord,
    OwnSection, Paper, PaperBefore, Pause, PauseGround, ReleaseNotice, RulingOnPaper, Seal, Sheet, Subject,
    Submission, Touched, VersionOnPaper,
};
use crate::domain::localised::Localised;
use crate::domain::supervision::Attendance;
use chrono::{NaiveDate, NaiveTime};

/// A name that is markup in other hands: it must stay a name.
pub const HOSTILE: &str = "#import \"x\" *Һашим Жақсыбекұлы* $a_b$ \\ <u> @c [d]";

/// Letters of every kind, signed and as drafts, as short as they can be and longer than a page.
#[must_use]
pub fn samples() -> Vec<Paper> {
    let draft = |sheet| Paper {
        seal: None,
        ..signed(sheet)
    };
    let mut samples = Vec::new();
    for kind in LetterKind::ALL {
        samples.push(signed(sheet(kind)));
        samples.push(draft(long(sheet(kind), 40)));
        samples.push(signed(long(sheet(kind), 0)));
    }
    let corrected = Sheet {
        content: Content::MissedNotice(Absence {
            attendance: Attendance::Withdrawn,
            said_before: Some(Attendance::NotAttended),
            answer_by: None,
            ..absence(Attendance::NotAttended)
        }),
        ..sheet(LetterKind::MissedNotice)
    };
    let mut second = signed(corrected);
    if let Some(seal) = &mut second.seal {
        seal.issue = 2;
        seal.replaces = Some((1, day(2026, 7, 2)));
    }
    samples.push(second);
    let empty = Certificate {
        visits: Vec::new(),
        pauses: Vec::new(),
        rulings: Vec::new(),
        ..certificate()
    };
    let nobody = ReleaseNotice {
        residence: None,
        residence_region: None,
        takes_over: None,
        first_visit: None,
        ..release()
    };
    samples.push(signed(Sheet {
        content: Content::ReleaseNotice(nobody),
        ..sheet(LetterKind::ReleaseNotice)
    }));
    samples.push(signed(Sheet {
        addressee: Addressee::PersonAt(clinic()),
        content: Content::MeasureEnded(MeasureEnded {
            ground: EndGround::Term,
            document: None,
            ..ended(EndedTo::Person)
        }),
        ..sheet(LetterKind::MeasureEnded)
    }));
    let dead = MeasureEnded {
        ground: EndGround::Death,
        document: Some("Актовая запись о смерти № 12 от 1 июля 2026 г.".to_owned()),
        ..ended(EndedTo::Supplier)
    };
    samples.push(signed(Sheet {
        addressee: Addressee::Office(clinic()),
        content: Content::MeasureEnded(dead),
        ..sheet(LetterKind::MeasureEnded)
    }));
    samples.push(signed(Sheet {
        content: Content::Recall(recalled(true)),
        ..sheet(LetterKind::Recall)
    }));
    samples.push(signed(Sheet {
        content: Content::RecallNotice(recalled_at(true)),
        ..sheet(LetterKind::RecallNotice)
    }));
    samples.push(signed(Sheet {
        content: Content::TreatmentCertificate(empty),
        ..sheet(LetterKind::TreatmentCertificate)
    }));
    samples
}

/// The letter of a kind with everything in it.
#[must_use]
pub fn sheet(kind: LetterKind) -> Sheet {
    let (addressee, asked, content) = match kind {
        LetterKind::MissedNotice => (
            Addressee::Office(probation()),
            None,
            Content::MissedNotice(Absence {
                answer_by: Some(day(2026, 7, 8)),
                ..absence(Attendance::NotAttended)
            }),
        ),
        LetterKind::JustifiedAbsence => (
            Addressee::Office(probation()),
            None,
            Content::JustifiedAbsence(absence(Attendance::Justified)),
        ),
        LetterKind::ReleaseNotice => (
            Addressee::Office(probation()),
            None,
            Content::ReleaseNotice(release()),
        ),
        LetterKind::MeasureEnded => (
            Addressee::Office(probation()),
            None,
            Content::MeasureEnded(ended(EndedTo::Supervising)),
        ),
        LetterKind::HandoverAct => (
            Addressee::Office(clinic()),
            None,
            Content::HandoverAct(handover()),
        ),
        LetterKind::Recall => (
            Addressee::PersonAt(clinic()),
            None,
            Content::Recall(recalled(false)),
        ),
        LetterKind::RecallNotice => (
            Addressee::Office(facility()),
            None,
            Content::RecallNotice(recalled_at(false)),
        ),
        LetterKind::TreatmentCertificate => (
            Addressee::Named("Қостанай қалалық соты".to_owned()),
            Some(Asked {
                by: "Қостанай қалалық соты".to_owned(),
                ground: "Сот сұрауы № 3-417, 2026-07-01".to_owned(),
                on: day(2026, 7, 1),
            }),
            Content::TreatmentCertificate(certificate()),
        ),
        LetterKind::CourtSubmission => (
            Addressee::Named("Қостанай қалалық соты".to_owned()),
            None,
            Content::CourtSubmission(submission()),
        ),
        LetterKind::ReviewConclusion => (
            Addressee::Named("Қостанай қалалық соты".to_owned()),
            None,
            Content::ReviewConclusion(conclusion()),
        ),
        LetterKind::OwnRecord => (Addressee::Person, None, Content::OwnRecord(own_record())),
        LetterKind::BreachDossier => (Addressee::DataAuthority, None, Content::BreachDossier(breach())),
    };
    Sheet {
        sender: clinic(),
        addressee,
        person: (!matches!(kind.circle(), Circle::House | Circle::Supply)).then(person),
        asked,
        content,
    }
}

fn signed(sheet: Sheet) -> Paper {
    Paper {
        sheet,
        dated_on: day(2026, 7, 3),
        seal: Some(Seal {
            number: "KZ/2026/00017".to_owned(),
            issue: 1,
            replaces: None,
            code: "7K3QH0MZ9XVB2RT4WNPC".to_owned(),
            signer: "Әлия Һашимқызы Өтеғұлова".to_owned(),
            role: localised("Психиатр", "Психиатр", "Psychiatrist"),
        }),
    }
}

fn person() -> Subject {
    Subject {
        reference: "2026-00417".to_owned(),
        name: HOSTILE.to_owned(),
        born_on: day(1899, 12, 31),
    }
}

fn clinic() -> Office {
    Office {
        name: localised(
            "Қостанай облыстық психикалық денсаулық орталығы",
            "Костанайский областной центр психического здоровья",
            "Kostanay regional mental health centre",
        ),
        address: "Қостанай қ., Гоголь к-сі, 89".to_owned(),
        phone: "+7 714 200 00 00".to_owned(),
    }
}

fn probation() -> Office {
    Office {
        name: localised(
            "Қостанай қаласының пробация қызметі",
            "Служба пробации города Костаная",
            "Kostanay city probation service",
        ),
        address: "Қостанай қ., Баймағамбетов к-сі, 195".to_owned(),
        phone: "+7 714 211 11 11".to_owned(),
    }
}

fn absence(attendance: Attendance) -> Absence {
    Absence {
        on: day(2026, 7, 2),
        attendance,
        said_before: None,
        place: clinic(),
        next: Some(NextVisit::AtOnce),
        answer_by: None,
        over_since: None,
        asks_others: false,
    }
}

fn ruling() -> RulingOnPaper {
    RulingOnPaper {
        court: "Қостанай қалалық соты".to_owned(),
        number: "1-204/25".to_owned(),
        ruled_on: day(2025, 11, 20),
        versions: vec![
            VersionOnPaper {
                number: 1,
                from_on: Some(day(2025, 12, 5)),
                until_on: Some(day(2026, 6, 4)),
                document: None,
            },
            VersionOnPaper {
                number: 2,
                from_on: Some(day(2026, 6, 5)),
                until_on: Some(day(2027, 6, 4)),
                document: Some("Постановление № 1-88/26".to_owned()),
            },
        ],
        ended_on: None,
        state: None,
    }
}

fn certificate() -> Certificate {
    let visit = |month, on, attendance, in_time| CertifiedVisit {
        on: day(2026, month, on),
        attendance,
        in_time,
        place: clinic().name,
    };
    Certificate {
        from_on: day(2026, 1, 1),
        until_on: day(2026, 6, 30),
        visits: vec![
            visit(1, 12, Attendance::Attended, Some(true)),
            visit(2, 9, Attendance::Justified, None),
            visit(2, 16, Attendance::Attended, Some(false)),
            visit(3, 23, Attendance::NotAttended, None),
            visit(4, 6, Attendance::NoRecord, None),
            visit(6, 29, Attendance::Attended, Some(true)),
        ],
        pauses: vec![
            Pause {
                from_on: day(2026, 4, 20),
                until_on: day(2026, 5, 3),
                ground: PauseGround::Justified,
            },
            Pause {
                from_on: day(2026, 5, 18),
                until_on: day(2026, 5, 29),
                ground: PauseGround::Court,
            },
        ],
        rulings: vec![ruling()],
    }
}

fn members() -> Vec<String> {
    [
        "Ғалым Ұлықбекұлы Һашимов",
        "Ольга Ивановна Ткаченко",
        "Іңкәр Ерланқызы",
    ]
    .map(str::to_owned)
    .into()
}

fn submission() -> Submission {
    Submission {
        review: 2,
        held_on: day(2026, 6, 15),
        concluded_on: day(2026, 6, 17),
        members: members(),
        proposal: localised("Шараны ұзарту", "Продлить меру", "Extend the measure"),
        ruling: Some(ruling()),
    }
}

fn conclusion() -> Conclusion {
    let signed = |(name, dissent): (String, Option<&str>)| MemberSigned {
        name,
        role: Some(localised("Дәрігер-психиатр", "Врач-психиатр", "Psychiatrist")),
        signed_on: day(2026, 6, 17),
        dissent: dissent.map(str::to_owned),
    };
    let dissents = [None, Some("Бақылау мерзімі қысқа деп санаймын."), None];
    Conclusion {
        review: 2,
        version: 1,
        held_on: day(2026, 6, 15),
        concluded_on: day(2026, 6, 17),
        findings: "Психикалық жағдайы тұрақты; байланысқа түседі, бағдары сақталған.".repeat(4),
        proposal: localised("Шараны ұзарту", "Продлить меру", "Extend the measure"),
        reasons: "Оң өзгерістер тұрақталған жоқ.".to_owned(),
        papers: vec![PaperBefore {
            name: localised("Мінездеме", "Характеристика", "Conduct report"),
            reference: "№ 17".to_owned(),
            dated_on: day(2026, 6, 10),
        }],
        missing: vec![localised(
            "Қаулы көшірмесі",
            "Копия постановления",
            "Copy of the ruling",
        )],
        without: "Күту мүмкін емес.".to_owned(),
        members: members().into_iter().zip(dissents).map(signed).collect(),
    }
}

fn own_record() -> OwnRecord {
    let entry = |struck: Option<&str>| OwnEntry {
        at: localised("12.01.2026, 10:02", "12.01.2026, 10:02", "12 Jan 2026, 10:02"),
        title: localised("Препарат енгізілді", "Препарат введён", "Dose given"),
        lines: vec![localised("3-доза", "Доза 3", "Dose 3"), clinic().name],
        who: localised("Гүлнар Оспанова", "Гүлнар Оспанова", "Гүлнар Оспанова"),
        struck: struck.map(|words| localised(words, words, words)),
    };
    let section = |title: Localised, entries| OwnSection { title, entries };
    OwnRecord {
        case_version: 12,
        now: vec![Fact {
            label: localised("Келесі енгізу", "Следующее введение", "Next dose"),
            value: localised("2026 жылғы 9 шілде", "9 июля 2026 г.", "9 July 2026"),
        }],
        sections: vec![
            section(
                localised("Не тағайындалды", "Что назначено", "What was ordered"),
                Vec::new(),
            ),
            section(
                localised("Не істелді", "Что сделано", "What was given"),
                vec![entry(None), entry(Some("Басқа адамға жазылған"))],
            ),
        ],
        looks: vec![OwnLook {
            on: day(2026, 3, 23),
            who: localised(
                "Мейіргер, № 41 мекеме",
                "Медсестра, учреждение № 41",
                "Nurse, facility 41",
            ),
            times: 2,
        }],
        more_looks: true,
    }
}

fn breach() -> Breach {
    let at = |month, on, hour| {
        day(2026, month, on)
            .and_time(NaiveTime::from_hms_opt(hour, 5, 0).unwrap_or_default())
            .and_utc()
    };
    let touched = |n: u32| Touched {
        reference: format!("2026-{n:05}"),
        first_at: at(6, 1, 4),
        last_at: at(6, 20, 13),
        reads: n,
        changes: n % 2,
    };
    Breach {
        found_on: day(2026, 7, 2),
        tell_by: day(2026, 7, 3),
        words: "Пароль учётной записи стал известен постороннему.".to_owned(),
        holder: "Гүлнар Һәкімқызы Оспанова".to_owned(),
        role: localised("Мейіргер", "Медицинская сестра", "Nurse"),
        office: clinic().name,
        from_at: at(6, 1, 0),
        until_at: at(7, 2, 0),
        cases: (1..=45).map(touched).collect(),
        refused: vec![("2026-00046".to_owned(), 3)],
        lists: vec![("list-cases".to_owned(), 14), ("sign-in".to_owned(), 9)],
        last_entry: 48_211,
        last_hash: "9f2c1a77".repeat(8),
    }
}

fn localised(kk: &str, ru: &str, en: &str) -> Localised {
    Localised {
        kk: kk.to_owned(),
        ru: ru.to_owned(),
        en: en.to_owned(),
    }
}

/// A civil date; the first day of the calendar for an impossible one.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}
