//! How a case can stand today, and the story that leads there.

use chrono::{Months, NaiveDate};

use super::chance::Chance;
use super::mishap::{Mishap, tell, turns};
use super::monitoring;
use super::plots::Plot;
use super::story::{Deed, Story, answered, days, hours, not_brought, refused};
use crate::domain::event::{Consent, Departure};
use crate::domain::rules::{Post, Rules};
use crate::domain::ruling::RulingStep;
use crate::domain::schedule::Interval;

/// Days of history.
pub const HISTORY_DAYS: i64 = 730;
/// Days from the opening of a case to its first dose.
const LEAD_DAYS: i64 = 16;
/// More doses than this tell nothing new.
const MOST_DOSES: i64 = 13;

/// Days ahead within which no court has to decide again about a ruling without a last day.
const AHEAD: i64 = 3;
/// Days from today to the nearest last day that nobody needs to know of yet.
const TERM_AHEAD: i64 = 220;

/// Days from the end of the measure until those who must know are told.
const TOLD_AFTER: i64 = 2;

/// The usual product.
pub const TWELVE_WEEKS: &str = "triptorelin-12w";
const ILLNESSES: [&str; 3] = [
    "Пневмония, лечение в стационаре",
    "Подозрение на тромбоз",
    "Острый гепатит неясной причины",
];

/// What people say when they are told.
const ANSWERS: [(Consent, &str); 3] = [
    (Consent::Given, "«Понял, вопросов нет»"),
    (Consent::NotExpressed, "«Түсіндім. Ештеңе айтпаймын»"),
    (Consent::Refused, "«Не согласен, буду обжаловать»"),
];

/// How a case stands today. Days are counted from today; negative ones are past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The next dose is due then, and nothing is wrong; where that is past, nobody recorded anything.
    Due(i64),
    /// Refused on the first of the days; due on the second; answered on the third, by a post.
    Refused(i64, i64, Option<(i64, Post)>),
    /// Not given for a reason of the institution; due then.
    NoDrug(i64),
    /// So late that a physician must decide; perhaps decided yesterday.
    VeryLate(i64, Option<bool>),
    /// Held since then; confirmed since; until.
    Held(i64, Option<i64>, Option<i64>),
    /// A court suspended execution then.
    Suspended(i64),
    /// Suspended and resumed.
    Resumed(i64, i64),
    /// Announced and not in force; perhaps known to be from then.
    NotInForce(Option<i64>),
    /// In force since then, and no drug chosen.
    NoDrugChosen(i64),
    /// A higher court quashed the ruling then.
    Quashed(i64),
    /// A court ended the measure then.
    EndedByCourt(i64),
    /// The term ended then.
    EndedByTerm(i64),
    /// The term ends then, before the next dose.
    EndsBefore(i64),
    /// The term ends then, after further doses: somebody must ask for more.
    EndsSoon(i64),
    /// The measure was extended then, in time.
    Extended(i64),
    /// The court extended its ruling then, in a new version of it; the next dose is due then.
    Prolonged(i64, i64),
    /// The court changed what its ruling says then; due then.
    Varied(i64, i64),
    /// Appealed then, and not decided: the doses go on; due then.
    Appealed(i64, i64),
    /// The person died then.
    Died(i64),
    /// Handed over to another state then.
    Abroad(i64),
    /// Treated elsewhere until he was released then.
    Moved(i64, &'static str),
    /// To be released then, and taken over by a clinic.
    Leaving(i64),
    /// To be released on the first day, and offered on the second; the dose is due on the third.
    Offered(i64, i64, i64),
    /// Let go on the first day although nobody took over; due on the second.
    Alone(i64, i64),
    /// The release was moved from the first day to the second, two days ago; due on the third.
    Brought(i64, i64, i64),
    /// The dose of then was recorded, struck out and is open again.
    Reopened(i64),
}

impl Ending {
    /// The day on which the next dose is due, counted from today; none where there never was one.
    fn due_in(self) -> Option<i64> {
        Some(match self {
            Self::Due(due) | Self::Refused(_, due, _) | Self::NoDrug(due) | Self::VeryLate(due, _) => due,
            Self::Held(since, ..) => since + 9,
            Self::Suspended(since) => since + 25,
            Self::Resumed(since, _) => since + 12,
            Self::NotInForce(_) | Self::NoDrugChosen(_) => return None,
            Self::Quashed(on) | Self::EndedByCourt(on) | Self::Died(on) | Self::Abroad(on) => on + 40,
            Self::Offered(.., due) | Self::Alone(_, due) | Self::Brought(.., due) => due,
            Self::Prolonged(_, due) | Self::Varied(_, due) | Self::Appealed(_, due) => due,
            Self::EndedByTerm(on) | Self::EndsBefore(on) => on + 21,
            Self::EndsSoon(on) => on - 25,
            Self::Extended(_) => 37,
            Self::Moved(on, ..) => on + 24,
            Self::Leaving(on) => on + 15,
            Self::Reopened(due) => due,
        })
    }
}

/// The story that ends in this way today.
#[must_use]
pub fn story((number, plot): (usize, &Plot), rules: &Rules, today: NaiveDate, chance: &mut Chance) -> Story {
    let every = rules
        .protocol_on(plot.product, today)
        .map_or(Interval::Days(84), |known| known.interval.every);
    let Some(due_in) = plot.ending.due_in() else {
        return not_begun(plot, today);
    };
    let due_on = days(today, due_in);
    let fit = (HISTORY_DAYS - LEAD_DAYS - 25 + due_in.min(0)) / every.shortest_days().max(1);
    let spread = i64::from(chance.below(4));
    let count = u32::try_from((fit.min(MOST_DOSES) - spread).max(2)).unwrap_or(2);
    // Late doses push the beginning back: what would begin before the country did is left out.
    let earliest_on = days(today, LEAD_DAYS + 5 - HISTORY_DAYS);
    let mut doses = turns(every, due_on, count, chance);
    doses.retain(|turn| turn.target_on >= earliest_on);
    // What is now the first was perhaps late: the first is given on the day set for it.
    if let Some(first) = doses.first_mut() {
        (first.target_on, first.mishap) = (first.given_on, Mishap::None);
    }
    let first_on = doses.first().map_or(due_on, |turn| turn.target_on);
    let opened_on = days(first_on, -LEAD_DAYS);
    let mut story = Story {
        place: plot.place.clone(),
        supervision: plot.supervision.clone(),
        opened_on,
        in_force_on: Some(opened_on),
        until_on: last_on(number, first_on, today),
        end_of_term_on: (plot.place.code == "prison").then(|| days(today, 420)),
        has_iin: plot.has_iin,
        steps: Vec::new(),
    };
    story.then(opened_on, hours::COMMISSION, Deed::Clear);
    story.then(
        opened_on,
        hours::PHYSICIAN,
        Deed::Prescribe {
            product: plot.product,
            first_on,
        },
    );
    if let Some((consent, own_words)) = chance.pick(&ANSWERS) {
        let (consent, own_words) = (*consent, *own_words);
        story.then(opened_on, hours::TOLD, Deed::Inform { consent, own_words });
    }
    for turn in &doses {
        tell(
            &mut story,
            *turn,
            &ILLNESSES[usize::try_from(chance.below(3)).unwrap_or_default()..],
        );
    }
    super::reviews::tell(&mut story, plot, number, first_on, today);
    let escapes = matches!(plot.ending, Ending::Due(1 | 2) | Ending::Offered(.., 9));
    monitoring::tell(&mut story, first_on, today, escapes);
    end(&mut story, plot, (rules, today));
    story
}

/// The last day of the term. Without one a court decides again half a year after treatment began: whoever was treated that long
/// was given a term that goes on for a while.
fn last_on(number: usize, first_on: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    let decided_again_on = first_on.checked_add_months(Months::new(6))?;
    let more = i64::try_from(number * 37 % 160).unwrap_or_default();
    (decided_again_on <= days(today, AHEAD)).then(|| days(today, TERM_AHEAD + more))
}

fn not_begun(plot: &Plot, today: NaiveDate) -> Story {
    let (opened_on, in_force_on) = match plot.ending {
        Ending::NoDrugChosen(since) => (days(today, since), Some(days(today, since))),
        Ending::NotInForce(on) => (days(today, -6), on.map(|on| days(today, on))),
        _ => (days(today, -6), None),
    };
    Story {
        place: plot.place.clone(),
        supervision: plot.supervision.clone(),
        opened_on,
        in_force_on,
        until_on: None,
        end_of_term_on: Some(days(today, 400)),
        has_iin: plot.has_iin,
        steps: Vec::new(),
    }
}

/// Tells the last days.
fn end(story: &mut Story, plot: &Plot, (rules, today): (&Rules, NaiveDate)) {
    let on = |by| days(today, by);
    match plot.ending {
        Ending::Due(_) | Ending::NotInForce(_) | Ending::NoDrugChosen(_) => {}
        Ending::Refused(..)
        | Ending::NoDrug(_)
        | Ending::VeryLate(..)
        | Ending::Held(..)
        | Ending::Reopened(_) => at_site(story, plot.ending, on),
        Ending::Suspended(_)
        | Ending::Resumed(..)
        | Ending::Quashed(_)
        | Ending::EndedByCourt(_)
        | Ending::Prolonged(..)
        | Ending::Varied(..)
        | Ending::Appealed(..) => by_court(story, plot.ending, on),
        Ending::EndedByTerm(day) | Ending::EndsBefore(day) | Ending::EndsSoon(day) => {
            story.until_on = Some(on(day));
            story.then(on(day + 1 + TOLD_AFTER), hours::PHYSICIAN, Deed::TellEnd);
        }
        Ending::Extended(day) => {
            story.until_on = Some(on(day + 15));
            let deed = Deed::Extend {
                from_on: on(day),
                until_on: on(day + 380),
            };
            story.then(on(day), hours::REGISTRY, deed);
        }
        Ending::Died(day) => {
            let deed = Deed::Depart {
                departure: Departure::Death,
                document: "Свидетельство о смерти",
            };
            story.then(on(day), hours::REGISTRY, deed);
            story.then(on(day + TOLD_AFTER), hours::PHYSICIAN, Deed::TellEnd);
        }
        Ending::Abroad(day) => {
            let deed = Deed::Depart {
                departure: Departure::TransferAbroad,
                document: "Акт передачи лица иностранному государству",
            };
            story.then(on(day), hours::REGISTRY, deed);
            story.then(on(day + TOLD_AFTER), hours::PHYSICIAN, Deed::TellEnd);
        }
        Ending::Moved(day, from) => {
            story.place.code = from;
            story.supervision.code = "police";
            story.end_of_term_on = Some(on(day));
            let by = plot.supervision.clone();
            let reason = "Постановка на учёт по месту жительства";
            story.then(
                on(day),
                hours::REGISTRY,
                Deed::Supervise {
                    by,
                    from_on: on(day),
                    reason,
                },
            );
            super::passage::released(story, plot.place.clone(), on(day), rules);
        }
        Ending::Leaving(_) | Ending::Offered(..) | Ending::Alone(..) | Ending::Brought(..) => {
            super::passage::leave(story, plot.ending, today);
        }
    }
}

/// Tells the last days of a case in which something went on where the dose is given.
fn at_site(story: &mut Story, ending: Ending, on: impl Fn(i64) -> NaiveDate + Copy) {
    match ending {
        Ending::Refused(recorded, _, answer) => {
            story.then(on(recorded), hours::CHAIR, refused());
            if let Some((when, post)) = answer {
                story.then(on(when), hours::DESK, answered(post, "summoned"));
            }
        }
        Ending::NoDrug(due) => {
            let (cause, words, own_words) = ("no-usable-drug", "Поставка задержана", "");
            story.then(
                on(due),
                hours::CHAIR,
                Deed::NotGiven {
                    cause,
                    words,
                    own_words,
                },
            );
        }
        Ending::VeryLate(due, decided) => {
            story.then(on(due), hours::CHAIR, not_brought());
            story.then(
                on(due + 9),
                hours::DESK,
                answered(Post::Coordinator, "new-attempt"),
            );
            if let Some(give) = decided {
                let words = if give {
                    "Вводить после осмотра"
                } else {
                    "Не вводить до обследования"
                };
                story.then(on(-1), hours::PHYSICIAN, Deed::Decide { give, words });
            }
        }
        Ending::Held(since, confirmed, until) => {
            let until_on = until.map(on);
            story.then(
                on(since),
                hours::CHAIR,
                Deed::Hold {
                    reason: ILLNESSES[0],
                    until_on,
                },
            );
            let deed = Deed::Complain {
                subject: "treatment",
                addressee: "court",
                words: "«Прошу суд отменить эти уколы, я болею»",
            };
            story.then(on(since), hours::AFTERNOON, deed);
            if let Some(day) = confirmed {
                let words = "Подтверждаю";
                story.then(on(day), hours::PHYSICIAN, Deed::Confirm { until_on, words });
            }
        }
        Ending::Reopened(due) => {
            story.then(on(due), hours::CHAIR, Deed::Give { late: None });
            let reason = "Записано до введения; лицо ушло, не дождавшись";
            story.then(on(due), hours::AFTERNOON, Deed::VoidDose { reason });
        }
        _ => {}
    }
}

/// Tells the last days of a case in which a court spoke.
fn by_court(story: &mut Story, ending: Ending, on: impl Fn(i64) -> NaiveDate + Copy) {
    let court = |step, document| Deed::Court { step, document };
    match ending {
        Ending::Suspended(since) => {
            let deed = court(
                RulingStep::Suspended,
                "Постановление о приостановлении исполнения",
            );
            story.then(on(since), hours::REGISTRY, deed);
        }
        Ending::Resumed(since, again) => {
            let deed = court(
                RulingStep::Suspended,
                "Постановление о приостановлении исполнения",
            );
            story.then(on(since), hours::REGISTRY, deed);
            let deed = court(RulingStep::Resumed, "Постановление о возобновлении исполнения");
            story.then(on(again), hours::REGISTRY, deed);
        }
        Ending::Quashed(day) => {
            let deed = court(RulingStep::Appealed, "Апелляционная жалоба");
            story.then(on(day - 20), hours::REGISTRY, deed);
            let deed = court(RulingStep::Quashed, "Постановление апелляционной коллегии");
            story.then(on(day), hours::REGISTRY, deed);
            story.then(on(day + TOLD_AFTER), hours::PHYSICIAN, Deed::TellEnd);
        }
        Ending::EndedByCourt(day) => {
            let deed = court(RulingStep::EndedByCourt, "Постановление о прекращении меры");
            story.then(on(day), hours::REGISTRY, deed);
            story.then(on(day + TOLD_AFTER), hours::PHYSICIAN, Deed::TellEnd);
        }
        Ending::Prolonged(day, _) => {
            story.until_on = Some(on(day + 15));
            let deed = Deed::Version {
                step: RulingStep::Extended,
                document: "Постановление о продлении меры",
                until_on: Some(on(day + 380)),
                words: "Продлена на год",
            };
            story.then(on(day), hours::REGISTRY, deed);
        }
        Ending::Varied(day, _) => {
            let deed = Deed::Version {
                step: RulingStep::Varied,
                document: "Постановление об изменении меры",
                until_on: Some(on(300)),
                words: "Изменён срок меры; обязанность сообщать о смене места жительства",
            };
            story.then(on(day), hours::REGISTRY, deed);
        }
        Ending::Appealed(day, _) => {
            let deed = court(RulingStep::Appealed, "Апелляционная жалоба");
            story.then(on(day), hours::REGISTRY, deed);
        }
        _ => {}
    }
}
