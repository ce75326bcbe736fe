//! Refusals in the reader's words, at the field they belong to.

mod fields;

use super::typed::Typed;
use super::views::{Form, Problem};
use crate::commands::Heed;
use crate::domain::localised::Localised;
use crate::domain::pack_code::Unread;
use crate::domain::refusal::Refusal;
use crate::domain::supply::Pack;
use crate::text::Words;
use fields::of_field;

/// Adds refusals to a form as problems of their fields.
#[must_use]
pub fn with_refusals(mut form: Form, refusals: &[Refusal]) -> Form {
    let typed = Typed::from_fields(form.values.clone());
    form.problems
        .extend(refusals.iter().map(|refusal| problem(refusal, &typed)));
    form
}

fn problem(refusal: &Refusal, typed: &Typed) -> Problem {
    if let Refusal::NotUnderstood { field } | Refusal::Required { field } = refusal
        && let Some(problem) = unread(field, typed)
    {
        return problem;
    }
    if let Refusal::NotUnderstood { field } = refusal
        && let Some(problem) = incomplete(field, typed)
    {
        return problem;
    }
    if let Some(problem) = wrong_answer(refusal, typed) {
        return problem;
    }
    // What is printed on the shelf beside a pack without a code is no code, and no slip of the scanner.
    if matches!(refusal, Refusal::CodeUnread(_)) && Pack::is_short_name(typed.text("code")) {
        return Problem {
            field: "code".to_owned(),
            words: Words::key("pack-code-short-name"),
        };
    }
    // A reason is chosen on some pages and written on others: what is written is sent, though it be empty.
    if matches!(refusal, Refusal::Required { field: "reason" }) && typed.fields().contains_key("reason") {
        return Problem {
            field: "reason".to_owned(),
            words: Words::key("reason-needed"),
        };
    }
    Problem {
        field: refusal.field().unwrap_or_default(),
        words: words(refusal),
    }
}

/// A question before the dose has a value and, where its result has a day, a date: what is wrong is said at the one it
/// is wrong with.
fn wrong_answer(refusal: &Refusal, typed: &Typed) -> Option<Problem> {
    let field = refusal.field()?;
    match refusal {
        // Something was typed, and it is no number.
        Refusal::CheckMissing { .. } if !typed.text(&field).is_empty() => Some(Problem {
            field,
            words: Words::key("number-impossible"),
        }),
        Refusal::CheckExpired { valid_days, .. } => {
            let field = format!("{field}_on");
            let words = match typed.date(&field) {
                None => {
                    return Some(Problem {
                        field,
                        words: words(refusal),
                    });
                }
                Some(Err(())) => return unread(&field, typed),
                Some(Ok(on)) => Words::key("check-too-old")
                    .date("on", on)
                    .number("n", i64::from(*valid_days)),
            };
            Some(Problem { field, words })
        }
        _ => None,
    }
}

/// What was typed into a field of a date, a time or a number and is none: said with what was typed and what is expected,
/// never as if nothing stood there.
fn unread(field: &str, typed: &Typed) -> Option<Problem> {
    let time = MOMENTS
        .iter()
        .find(|(day, _)| *day == field)
        .map(|(_, time)| *time);
    if let Some(problem) = not_a_moment(field, time, typed) {
        return Some(problem);
    }
    let words = match typed.time(field) {
        Some(Err(())) if TIMES.contains(&field) => not_a_time(field, typed),
        Some(_) if NUMBERS.contains(&field) => not_a_number(field),
        _ => return None,
    };
    Some(Problem {
        field: field.to_owned(),
        words,
    })
}

/// What is wrong with a day, or with a moment that was typed into two fields: the day, or, where that is one, the time.
#[must_use]
pub fn not_a_moment(day: &str, time: Option<&str>, typed: &Typed) -> Option<Problem> {
    let (field, words) = match typed.date(day)? {
        Ok(_) => {
            let time = time.filter(|time| !matches!(typed.time(time), Some(Ok(_))))?;
            (time, not_a_time(time, typed))
        }
        Err(()) => {
            let parts = ["day", "month", "year"].map(|part| typed.text(&format!("{day}_{part}")));
            let words = if parts.contains(&"") {
                Words::key("date-incomplete")
            } else {
                Words::key("date-impossible").words("typed", said_back(&parts.join(" ")))
            };
            (day, words)
        }
    };
    Some(Problem {
        field: field.to_owned(),
        words,
    })
}

/// Moments: the field of the day, and that of the time.
const MOMENTS: [(&str, &str); 5] = [
    ("occurred_on", "occurred_time"),
    ("ended_on", "ended_time"),
    ("released_on", "released_time"),
    ("came_on", "came_time"),
    ("prepared_on", "prepared_time"),
];
/// Times of day that stand alone, or that a refusal names by themselves.
const TIMES: [&str; 4] = ["visit_time", "mixed_time", "begins", "ends"];
/// Fields of numbers.
const NUMBERS: [&str; 4] = ["volume_ml", "counted", "hours_outside", "lowest"];

fn not_a_number(field: &str) -> Words {
    match field {
        // An hour and a half is a number, too.
        "hours_outside" => Words::key("hours-whole"),
        _ => Words::key("number-impossible"),
    }
}

fn not_a_time(field: &str, typed: &Typed) -> Words {
    match typed.text(field) {
        "" => Words::key("time-needed"),
        typed => Words::key("time-impossible").words("typed", said_back(typed)),
    }
}

/// The beginning of what was typed: enough to see the slip.
fn said_back(typed: &str) -> Words {
    Words::plain(typed.chars().take(20).collect::<String>())
}

/// What was left empty where a day, a time or a number was to be read.
fn incomplete(field: &str, typed: &Typed) -> Option<Problem> {
    let words = match field {
        _ if TIMES.contains(&field) => not_a_time(field, typed),
        _ if NUMBERS.contains(&field) => not_a_number(field),
        _ if field.ends_with("_on") => Words::key("date-incomplete"),
        _ => return None,
    };
    Some(Problem {
        field: field.to_owned(),
        words,
    })
}

/// A bound as a person reads it: three digits say enough.
fn rounded(bound: f64) -> String {
    let places = if bound.abs() >= 100.0 || bound == 0.0 {
        0
    } else {
        1
    };
    format!("{bound:.places$}")
}

/// A refusal in words.
#[must_use]
pub fn words(refusal: &Refusal) -> Words {
    of_field(refusal).unwrap_or_else(|| with_facts(refusal))
}

/// The words of a refusal, with the facts that a person needs to do it right.
fn with_facts(refusal: &Refusal) -> Words {
    let key = Words::key(format!("refusal-{}", refusal.code()));
    match refusal {
        Refusal::CodeUnread(unread) => code_unread(unread),
        Refusal::OneCode {
            number,
            code,
            refusal,
        } => key
            .number("n", i64::try_from(*number).unwrap_or(i64::MAX))
            .words("code", code.clone())
            .words("why", of_one_code(refusal)),
        Refusal::LotBound { packs } => key.number("n", i64::try_from(*packs).unwrap_or(i64::MAX)),
        Refusal::NoDose(reason) => Words::key(format!("no-dose-{}", reason.code())),
        Refusal::StoppedSince { reason } => {
            key.words("why", Words::key(format!("no-dose-{}", reason.code())))
        }
        Refusal::PastDoseExpired { given_on }
        | Refusal::PastDoseOutside { given_on }
        | Refusal::PastDoseTooNear { given_on } => key.date("on", *given_on),
        Refusal::ImportTouched { reference } | Refusal::RestsIn { reference } => {
            key.words("reference", reference.clone())
        }
        Refusal::TooEarly { opens_on } => key.date("on", *opens_on),
        Refusal::BeforeLastDose { given_on } => key.date("on", *given_on),
        Refusal::BeforeClearance { examined_on: on }
        | Refusal::BeforeInformation { told_on: on }
        | Refusal::AlarmUndecided { on, .. } => key.date("on", *on),
        Refusal::BeforePack { came, given } => key
            .date("came_on", came.date())
            .words("came", came.format("%H:%M").to_string())
            .date("given_on", given.date())
            .words("given", given.format("%H:%M").to_string()),
        Refusal::WrittenBefore { written } => key
            .date("on", written.date())
            .words("time", written.format("%H:%M").to_string()),
        Refusal::LateReasonNeeded { days } | Refusal::DecisionNeeded { days } => key.number("n", *days),
        Refusal::DecisionLapsed {
            decided_on,
            valid_days,
        } => key.date("on", *decided_on).number("n", i64::from(*valid_days)),
        Refusal::Withheld { decided_on } => key.date("on", *decided_on),
        Refusal::TopicsMissing { topics } => untold(key, topics),
        Refusal::MeasureFirst { name, valid_days } => key
            .words("item", name.clone())
            .number("n", i64::from(*valid_days)),
        Refusal::Expired { expiry_on } => key.day("on", *expiry_on),
        Refusal::LotDiffers { known } => key.words("lot", known.clone()),
        Refusal::ExpiryDiffers { known_on } => key.day("on", *known_on),
        Refusal::ReadingsContradict {
            min_celsius,
            max_celsius,
        }
        | Refusal::HoursUnsaid {
            min_celsius,
            max_celsius,
        } => key
            .words("min", Words::decimal(min_celsius.to_string()))
            .words("max", Words::decimal(max_celsius.to_string())),
        Refusal::PackUnaccounted { name, lot, .. }
        | Refusal::PackLiesAside { name, lot, .. }
        | Refusal::PackDestroyedAlone { name, lot, .. } => {
            key.words("pack", name.clone()).words("lot", lot.clone())
        }
        Refusal::MixedTooLong { minutes } | Refusal::ObservedTooSoon { minutes } => {
            key.number("n", i64::from(*minutes))
        }
        Refusal::TooYoung { years } => key.number("n", i64::from(*years)),
        Refusal::CheckExpired { valid_days, .. } => key.number("n", i64::from(*valid_days)),
        Refusal::VolumeTooLarge { usual_ml, max_ml } => key
            .words("usual", Words::decimal(usual_ml.to_string()))
            .words("max", Words::decimal(max_ml.to_string())),
        Refusal::NotBefore { earliest_on, .. } => key.date("on", *earliest_on),
        Refusal::NotBeforeTime { earliest, .. } => key
            .date("on", earliest.date())
            .words("time", earliest.format("%H:%M").to_string()),
        Refusal::NotAfter { latest_on, .. } | Refusal::AfterHandover { latest_on, .. } => {
            key.date("on", *latest_on)
        }
        Refusal::ResultNotAbove { other, .. } => key.words("other", other.clone()),
        Refusal::LongAgo { days, .. } => key.number("n", i64::from(*days)),
        Refusal::ResultImpossible { low, high, unit, .. } => key
            .words("low", Words::decimal(rounded(*low)))
            .words("high", Words::decimal(rounded(*high)))
            .words("unit", unit.clone()),
        Refusal::OutsideHours { from, until, .. } | Refusal::InCurfew { from, until, .. } => key
            .words("from", from.format("%H:%M").to_string())
            .words("until", until.format("%H:%M").to_string()),
        Refusal::InRestriction {
            name, from, until, ..
        } => key
            .words("name", name.clone())
            .words("from", from.format("%H:%M").to_string())
            .words("until", until.format("%H:%M").to_string()),
        // Where the day stands alone no permission is asked beside it.
        Refusal::OutsideRegion {
            field: "next_attempt_on" | "again_on" | "first_on",
            name,
        } => Words::key("day-outside-region").words("name", name.clone()),
        Refusal::OutsideRegion { name, .. } => key.words("name", name.clone()),
        Refusal::DayNotOffered {
            field: "next_attempt_on",
        } => Words::key("attempt-while-away"),
        Refusal::NobodyElse { references } => key.words("cases", references.join(", ")),
        Refusal::StillNeeded { cases } => key.number("n", i64::try_from(*cases).unwrap_or(i64::MAX)),
        Refusal::TooLong { most, .. } => key.number("n", i64::try_from(*most).unwrap_or(i64::MAX)),
        Refusal::TooFewMembers { least } => key.number("n", i64::try_from(*least).unwrap_or(i64::MAX)),
        Refusal::AlreadyRecorded { .. }
        | Refusal::InFuture { .. }
        | Refusal::OwnName
        | Refusal::OtherPost
        | Refusal::CheckMissing { .. }
        | Refusal::CheckFailed { .. }
        | Refusal::CheckImpossible { .. }
        | Refusal::TwoIdentifiers
        | Refusal::Required { .. }
        | Refusal::NotUnderstood { .. }
        | Refusal::MemberMissing { .. }
        | Refusal::MemberTwice { .. }
        | Refusal::FindingMissing { .. }
        | Refusal::ResultMissing { .. }
        | Refusal::ResultUnread { .. }
        | Refusal::UnitUnknown { .. }
        | Refusal::NothingMeasured
        | Refusal::Contraindicated { .. }
        | Refusal::CoverExcluded { .. }
        | Refusal::NotCleared
        | Refusal::NotInformed
        | Refusal::BarredForGood { .. }
        | Refusal::StillBarred
        | Refusal::ConfirmedAlready { .. }
        | Refusal::WaitsForUs
        | Refusal::ChangeInstead
        | Refusal::TreatmentBegun
        | Refusal::SamePerson
        | Refusal::OneHand
        | Refusal::ReadWithoutLogger
        | Refusal::TookPart { .. }
        | Refusal::NotAMember
        | Refusal::TextChanged
        | Refusal::FactsChanged
        | Refusal::RecordsChanged
        | Refusal::ComplainedAbout
        | Refusal::PackUnsound(_)
        | Refusal::Scan(_)
        | Refusal::OtherTradeItem
        | Refusal::LotKnown
        | Refusal::OneAtATime
        | Refusal::PackUnanswered { .. }
        | Refusal::LowestAboveHighest
        | Refusal::MixedAfter
        | Refusal::PersonHasCase
        | Refusal::NumberOfAnother
        | Refusal::TooManyElsewhere
        | Refusal::TwiceInFile
        | Refusal::BeyondColumns
        | Refusal::NothingDue
        | Refusal::RowReturned
        | Refusal::NothingToDo
        | Refusal::OfferOpen
        | Refusal::NoReceiver
        | Refusal::ReceiverAccepted
        | Refusal::ReleaseUnknown
        | Refusal::NotHeld
        | Refusal::PlaceClosed { .. }
        | Refusal::ReasonUnfit
        | Refusal::ClinicianGone { .. }
        | Refusal::NotWorking { .. }
        | Refusal::NoHours { .. }
        | Refusal::LeaveUsed { .. }
        | Refusal::DayNotOffered { .. }
        | Refusal::DifferentNumbers
        | Refusal::MergeFirst(_)
        | Refusal::ParcelStep(_)
        | Refusal::FormUnkeyed
        | Refusal::StepNotPossible => key,
    }
}

/// What was not explained, each topic on its line.
fn untold(key: Words, topics: &[Localised]) -> Words {
    let named = topics.iter().map(|topic| Words::from(topic.clone()));
    let said = named.reduce(|before, line| {
        Words::key("letter-lines")
            .words("before", before)
            .words("line", line)
    });
    said.map_or(Words::key("choices-required"), |topics| {
        key.words("topics", topics)
    })
}

/// What is wrong with one of several codes. What its lot or last day contradicts are the codes before it.
fn of_one_code(refusal: &Refusal) -> Words {
    match refusal {
        Refusal::NotUnderstood {
            field: "lot_again" | "expiry_again",
        } => Words::key("code-of-another-lot"),
        Refusal::NotUnderstood { field: "code" } => Words::key("code-without-serial"),
        refusal => words(refusal),
    }
}

/// Why a button did nothing, where its page has one reason of its own for that; or that its form was at fault.
#[must_use]
pub fn button_refused(refusals: &[Refusal], own: &'static str) -> Words {
    match refusals {
        [unkeyed @ Refusal::FormUnkeyed] => words(unkeyed),
        _ => Words::key(own),
    }
}

/// What deserves a second look in a row of a roster: the column, and the words.
#[must_use]
pub fn heeded(heed: &Heed) -> (&'static str, Words) {
    match heed {
        Heed::IinDiffersFromBirth => ("iin", Words::key("warn-iin-differs-from-birth")),
        Heed::Namesake { reference } => (
            "name_cyrillic",
            Words::key("warn-namesake").words("reference", reference.clone()),
        ),
        Heed::NamesakeElsewhere => ("name_cyrillic", Words::key("warn-namesake-elsewhere")),
        Heed::NamesakeInFile { row } => (
            "name_cyrillic",
            Words::key("warn-namesake-in-file").number("row", i64::try_from(*row).unwrap_or(i64::MAX)),
        ),
        Heed::HeldWithoutEnd => ("end_of_term_on", Words::key("warn-held-without-end")),
        Heed::EndOfTermPast { on } => (
            "end_of_term_on",
            Words::key("warn-end-of-term-past").date("on", *on),
        ),
        Heed::OrderPast { on } => ("until_on", Words::key("warn-order-past").date("on", *on)),
    }
}

/// Why the code of a pack was not read, and what helps.
fn code_unread(unread: &Unread) -> Words {
    let key = Words::key(format!("pack-code-{}", unread.code()));
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    match unread {
        Unread::TooLong { most } => key.number("n", count(*most)),
        Unread::NotGs1 { symbology } => key.words("symbology", Words::plain(symbology.clone())),
        Unread::Character { found, position } => key
            .words("sign", Words::plain(found.to_string()))
            .number("n", count(*position)),
        Unread::NotAField { position } => key.number("n", count(*position)),
        Unread::UnknownField { id } => key.words("field", Words::plain(id.clone())),
        Unread::Repeated { field }
        | Unread::Cut { field }
        | Unread::FieldTooLong { field }
        | Unread::NotDigits { field } => key.words("field", Words::plain(field.id())),
        Unread::DateImpossible { written } => key.words("written", Words::plain(written.clone())),
        Unread::Empty
        | Unread::Layout
        | Unread::CheckDigit
        | Unread::GtinMissing
        | Unread::SeparatorMissing => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;
    use std::collections::BTreeMap;

    fn said(refusal: &Refusal, fields: &[(&str, &str)]) -> (String, String) {
        let fields: BTreeMap<_, _> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let problem = problem(refusal, &Typed::from_fields(fields));
        (problem.field, problem.words.say(Language::En).unwrap())
    }

    /// A day and a time that cannot be read are said with what was typed and what is expected, whichever way the rules
    /// refuse them.
    #[test]
    fn what_is_no_date_and_no_time_is_not_said_to_be_empty() {
        let day = |day, month, year| {
            [
                ("occurred_on_day", day),
                ("occurred_on_month", month),
                ("occurred_on_year", year),
            ]
        };
        let with = |date: [(&'static str, &'static str); 3], time: &'static str| {
            [&date[..], &[("occurred_time", time)]].concat()
        };
        let field = "occurred_on";
        for refusal in [Refusal::NotUnderstood { field }, Refusal::Required { field }] {
            for (typed, at, words) in [
                (
                    with(day("", "", "2025"), "09:40"),
                    field,
                    "Enter day, month and year",
                ),
                (
                    with(day("31", "2", "2026"), "09:40"),
                    field,
                    "“31 2 2026” is no date",
                ),
                (with(day("1", "1", "26"), "09:40"), field, "“1 1 26” is no date"),
                (
                    with(day("1", "2", "2026"), "25:00"),
                    "occurred_time",
                    "“25:00” is no time of day",
                ),
                (
                    with(day("1", "2", "2026"), "noon"),
                    "occurred_time",
                    "“noon” is no time of day",
                ),
                (
                    with(day("1", "2", "2026"), ""),
                    "occurred_time",
                    "Enter the time in hours and minutes",
                ),
            ] {
                let (shown_at, shown) = said(&refusal, &typed);
                assert!(
                    shown_at == at && shown.starts_with(words),
                    "{typed:?}: {shown_at}: {shown}"
                );
            }
        }
        let mixed = Refusal::Required { field: "mixed_time" };
        let (_, shown) = said(&mixed, &[("mixed_time", "25:00")]);
        assert!(shown.starts_with("“25:00” is no time of day"), "{shown}");
        // What was really left empty is still said to be needed.
        assert_eq!(said(&mixed, &[("mixed_time", "")]).1, "This is needed");
        let until = Refusal::Required { field: "until_on" };
        assert_eq!(said(&until, &[]).1, "This is needed");
    }
}
