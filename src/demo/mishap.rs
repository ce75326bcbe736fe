//! What went well and what went wrong with the doses of the past.

use chrono::{Days, NaiveDate};

use super::chance::Chance;
use super::story::{Deed, Story, answered, days, hours, not_brought, refused};
use crate::domain::rules::Post;
use crate::domain::ruling::RulingStep;
use crate::domain::schedule::{Interval, nth};

/// A dose of the past: when it was due, when it was given, and what went wrong in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The day it was due.
    pub target_on: NaiveDate,
    /// The day it was given.
    pub given_on: NaiveDate,
    /// What happened.
    pub mishap: Mishap,
}

/// What goes wrong in a life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// Nothing.
    None,
    /// Given some days early.
    Early(i64),
    /// Nobody recorded anything for some days.
    Forgotten(i64),
    /// The person refused, and came after all.
    Refused(i64),
    /// There was no drug.
    NoDrug(i64),
    /// Not brought for so long that a physician had to decide.
    NotBrought(i64),
    /// A hold came and went between two doses.
    Held,
    /// A court suspended execution for a while.
    Suspended,
    /// The record was put right.
    Amended,
    /// The record was struck out and made anew.
    Voided,
    /// Not given was recorded by mistake.
    Mistaken,
    /// Something irregular was reported.
    Irregular,
}

impl Mishap {
    /// Days from the target to the dose.
    fn delay(self) -> i64 {
        match self {
            Self::Early(days) => -days,
            Self::Forgotten(days) | Self::Refused(days) | Self::NoDrug(days) | Self::NotBrought(days) => days,
            _ => 0,
        }
    }

    /// Most doses go well.
    fn by(chance: &mut Chance) -> Self {
        let few = i64::from(chance.below(3));
        match chance.below(30) {
            0 | 1 => Self::Early(2 + few),
            2 => Self::Forgotten(1 + few),
            3 | 4 => Self::Refused(2 + few),
            5 => Self::NoDrug(3 + few),
            6 => Self::NotBrought(15 + few),
            7 => Self::Held,
            8 => Self::Suspended,
            9 => Self::Amended,
            10 => Self::Voided,
            11 => Self::Mistaken,
            12 => Self::Irregular,
            _ => Self::None,
        }
    }
}

/// The doses that lead to one being due on a day, oldest first; so many of them, at `every` distance.
#[must_use]
pub fn turns(every: Interval, due_on: NaiveDate, count: u32, chance: &mut Chance) -> Vec<Turn> {
    if let Interval::Months(months) = every {
        let back = u16::try_from(u32::from(months) * count).unwrap_or(u16::MAX);
        let first_on = Interval::Months(back).before(due_on);
        let series = (0..count).map(|step| nth(first_on, every, step));
        return series
            .map(|day| Turn {
                target_on: day,
                given_on: day,
                mishap: Mishap::None,
            })
            .collect();
    }
    // A short interval leaves no room for what takes weeks.
    let roomy = every.shortest_days() > 60;
    let mut turns = Vec::new();
    let mut next_on = due_on;
    for left in (0..count).rev() {
        let given_on = every.before(next_on);
        // The first dose is given on the day the physician set, and the last one well: today's state is told apart.
        let calm = left == 0 || left + 1 == count || !roomy;
        let mishap = if calm { Mishap::None } else { Mishap::by(chance) };
        let target_on = days(given_on, -mishap.delay());
        turns.push(Turn {
            target_on,
            given_on,
            mishap,
        });
        next_on = target_on;
    }
    turns.reverse();
    turns
}

/// Tells what happened around a dose of the past.
pub fn tell(story: &mut Story, turn: Turn, ill: &[&'static str]) {
    let Turn {
        target_on,
        given_on,
        mishap,
    } = turn;
    let late = match mishap {
        Mishap::Forgotten(_) => Some(("no-staff", "")),
        Mishap::Refused(_) => Some(("person-refused", "Согласился после повторной беседы")),
        Mishap::NoDrug(_) => Some(("no-usable-drug", "")),
        Mishap::NotBrought(_) => Some(("person-not-brought", "Этапирование затянулось")),
        _ => None,
    };
    before(story, target_on, given_on, mishap, ill);
    story.then(given_on, hours::CHAIR, Deed::Give { late });
    match mishap {
        Mishap::Amended => {
            story.then(
                given_on,
                hours::AFTERNOON,
                Deed::Amend {
                    reason: "Опечатка в номере серии",
                },
            );
        }
        Mishap::Voided => {
            let reason = "Запись сделана не в том деле";
            story.then(given_on, hours::DESK, Deed::VoidDose { reason });
            story.then(given_on, hours::AFTERNOON, Deed::Give { late: None });
        }
        Mishap::Refused(_) => {
            let words = "«После прошлого укола болели суставы, никто не слушал»";
            let (subject, addressee) = ("side-effects", "facility");
            story.then(
                given_on,
                hours::AFTERNOON,
                Deed::Complain {
                    subject,
                    addressee,
                    words,
                },
            );
            let words = "Осмотрен, назначены анализы; последствия разъяснены";
            story.then(
                days(given_on, 8),
                hours::PHYSICIAN,
                Deed::AnswerComplaint { words },
            );
        }
        Mishap::Irregular => {
            let words = "Часть раствора вытекла из шприца; доза введена полностью из второго флакона";
            story.then(given_on, hours::AFTERNOON, Deed::Incident { words });
            let words = "Осмотрен, жалоб нет; доза полная, следующая по плану";
            story.then(
                days(given_on, 1),
                hours::PHYSICIAN,
                Deed::ReviewIncident { words },
            );
        }
        _ => {}
    }
}

fn before(
    story: &mut Story,
    target_on: NaiveDate,
    given_on: NaiveDate,
    mishap: Mishap,
    ill: &[&'static str],
) {
    let next_day = days(target_on, 1);
    match mishap {
        Mishap::Refused(_) => {
            story.then(target_on, hours::CHAIR, refused());
            story.then(next_day, hours::DESK, answered(Post::Officer, "called"));
        }
        Mishap::NoDrug(_) => {
            let (cause, words, own_words) = ("no-usable-drug", "На складе нет пригодной серии", "");
            story.then(
                target_on,
                hours::CHAIR,
                Deed::NotGiven {
                    cause,
                    words,
                    own_words,
                },
            );
            story.then(next_day, hours::DESK, answered(Post::Giver, "passed-on"));
        }
        Mishap::NotBrought(_) => {
            story.then(target_on, hours::CHAIR, not_brought());
            story.then(
                days(target_on, 9),
                hours::DESK,
                answered(Post::Coordinator, "new-attempt"),
            );
            let words = "Перерыв 15 дней и более: анализы в норме, вводить, наблюдать 14 дней";
            story.then(
                days(given_on, -1),
                hours::PHYSICIAN,
                Deed::Decide { give: true, words },
            );
        }
        Mishap::Held => {
            let reason = ill.first().copied().unwrap_or("Острое заболевание");
            let from_on = target_on - Days::new(40);
            let until_on = Some(days(from_on, 12));
            story.then(from_on, hours::CHAIR, Deed::Hold { reason, until_on });
            let words = "Подтверждаю, лечение основного заболевания";
            story.then(
                days(from_on, 1),
                hours::PHYSICIAN,
                Deed::Confirm { until_on, words },
            );
            story.then(
                days(from_on, 11),
                hours::PHYSICIAN,
                Deed::Lift {
                    words: "Противопоказаний больше нет",
                },
            );
        }
        Mishap::Suspended => {
            let from_on = target_on - Days::new(45);
            let document = "Постановление о приостановлении исполнения";
            story.then(
                from_on,
                hours::REGISTRY,
                Deed::Court {
                    step: RulingStep::Suspended,
                    document,
                },
            );
            let document = "Постановление о возобновлении исполнения";
            story.then(
                days(from_on, 20),
                hours::REGISTRY,
                Deed::Court {
                    step: RulingStep::Resumed,
                    document,
                },
            );
        }
        Mishap::Mistaken => {
            let (cause, words, own_words) = ("no-staff", "", "");
            let day = days(target_on, -2);
            story.then(
                day,
                hours::CHAIR,
                Deed::NotGiven {
                    cause,
                    words,
                    own_words,
                },
            );
            story.then(
                day,
                hours::AFTERNOON,
                Deed::VoidNotGiven {
                    reason: "Отмечено по ошибке другое лицо",
                },
            );
        }
        _ => {}
    }
}
