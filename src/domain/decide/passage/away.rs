//! Where the person is: visits, addresses, absences, good reasons, and when nobody knows.

use super::past;
use crate::domain::case::Case;
use crate::domain::decide::Decision;
use crate::domain::dosing::DoseWindow;
use crate::domain::event::{
    AbsenceAnswered, AbsenceAsked, Address, Event, PersonCame, PersonLost, SearchReported, Unavailable,
    UnavailableReviewed,
};
use crate::domain::ids::RecordId;
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::roster::Roster;
use crate::domain::rules::{Continuity, Direction, Law, Places};
use crate::domain::time::{Now, civil_date};
use chrono::{DateTime, NaiveDate, Utc};

/// The person came, and no dose was due.
///
/// # Errors
/// Refused for a moment to come or before the case, or without words.
pub fn record_visit(
    case: &Case,
    id: RecordId,
    came_at: Option<DateTime<Utc>>,
    words: &str,
    now: &Now,
) -> Decision {
    let mut wrong = Vec::new();
    match came_at {
        None => wrong.push(Refusal::NotUnderstood { field: "came_on" }),
        Some(at) if at > now.instant => wrong.push(Refusal::InFuture { field: "came_on" }),
        Some(at) if civil_date(at, now.zone) < case.opened_on => wrong.push(Refusal::NotBefore {
            field: "came_on",
            earliest_on: case.opened_on,
        }),
        Some(_) => {}
    }
    let words = text("words", words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    match (came_at, words) {
        (Some(came_at), Ok(words)) if wrong.is_empty() => Ok(vec![Event::PersonCame(PersonCame {
            id,
            came_at,
            came_on: civil_date(came_at, now.zone),
            words,
        })]),
        _ => Err(wrong),
    }
}

/// What is said about an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportAddress {
    /// Region.
    pub region: String,
    /// Street and house.
    pub address: String,
    /// From this day; it may be one to come.
    pub from_on: Option<NaiveDate>,
}

/// Writes down where the person lives, or is going to. Earlier addresses stay.
///
/// # Errors
/// Refused without a region of the rules, an address, or a day.
pub fn report_address(case: &Case, id: RecordId, form: &ReportAddress, places: &Places) -> Decision {
    let mut wrong = Vec::new();
    if places.region(&form.region).is_none() {
        wrong.push(Refusal::Required { field: "region" });
    }
    let address = text("address", &form.address, true, LINE).map_err(|refusal| wrong.push(refusal));
    if form.from_on.is_none() {
        wrong.push(Refusal::NotUnderstood { field: "from_on" });
    }
    let (Some(from_on), Ok(address), []) = (form.from_on, address, wrong.as_slice()) else {
        return Err(wrong);
    };
    let same = case.passage.residence().is_some_and(|known| {
        known.content.region == form.region
            && known.content.address == address
            && known.content.from_on == from_on
    });
    if same {
        return Err(vec![Refusal::NothingToDo]);
    }
    Ok(vec![Event::AddressReported(Address {
        id,
        region: form.region.clone(),
        address,
        from_on,
    })])
}

/// What is said about an absence to come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskAbsence {
    /// First day away.
    pub from_on: Option<NaiveDate>,
    /// Last day away.
    pub until_on: Option<NaiveDate>,
    /// Why, and where to.
    pub words: String,
}

fn span(
    (from_on, until_on): (Option<NaiveDate>, Option<NaiveDate>),
    (earliest_on, longest): (Option<NaiveDate>, crate::domain::rules::Offset),
    law: &Law<'_>,
    wrong: &mut Vec<Refusal>,
) -> Option<(NaiveDate, NaiveDate)> {
    match (from_on, earliest_on) {
        (None, _) => wrong.push(Refusal::NotUnderstood { field: "from_on" }),
        (Some(on), Some(earliest_on)) if on < earliest_on => wrong.push(Refusal::NotBefore {
            field: "from_on",
            earliest_on,
        }),
        _ => {}
    }
    match (until_on, from_on) {
        (None, _) => wrong.push(Refusal::NotUnderstood { field: "until_on" }),
        (Some(until), Some(from)) if until < from => wrong.push(Refusal::NotBefore {
            field: "until_on",
            earliest_on: from,
        }),
        (Some(until), Some(from)) => {
            let latest_on = longest.from(from, Direction::After, law.calendar).date;
            if until > latest_on {
                wrong.push(Refusal::NotAfter {
                    field: "until_on",
                    latest_on,
                });
            }
        }
        _ => {}
    }
    from_on.zip(until_on)
}

/// The person asks to be away.
///
/// # Errors
/// Refused for days that have passed or cannot be, or without words.
pub fn ask_absence(
    id: RecordId,
    form: &AskAbsence,
    (rules, law): (&Continuity, &Law<'_>),
    now: &Now,
) -> Decision {
    let mut wrong = Vec::new();
    let bounds = (Some(now.today()), rules.absence.longest);
    let days = span((form.from_on, form.until_on), bounds, law, &mut wrong);
    let words = text("words", &form.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    match (days, words) {
        (Some((from_on, until_on)), Ok(words)) if wrong.is_empty() => {
            Ok(vec![Event::AbsenceAsked(AbsenceAsked {
                id,
                from_on,
                until_on,
                words,
                asked_on: now.today(),
            })])
        }
        _ => Err(wrong),
    }
}

/// The days on which the open dose can be given because of an absence: inside its window, on working days, not while he
/// is away, the ones before the absence first. Where he is away on all of them, he comes back for it on one. A day that is
/// `barred` by a restriction is one of them only where all are.
#[must_use]
pub fn days_before_absence(
    window: &DoseWindow,
    asked: &AbsenceAsked,
    barred: impl Fn(NaiveDate) -> bool,
    law: &Law<'_>,
    today: NaiveDate,
) -> Vec<NaiveDate> {
    let first = window.opens_on.max(today);
    let days = first.iter_days().take_while(|day| *day <= window.closes_on);
    let working: Vec<_> = days.filter(|day| law.calendar.is_working(*day)).collect();
    let free = or_all(working, |day| !barred(day));
    let mut fit = or_all(free, |day| !(asked.from_on..=asked.until_on).contains(&day));
    fit.sort_by_key(|day| (*day > asked.from_on, (*day - window.target_on).num_days().abs()));
    fit
}

/// The days that are so; all of them where none is.
pub(super) fn or_all(days: Vec<NaiveDate>, so: impl Fn(NaiveDate) -> bool) -> Vec<NaiveDate> {
    let found: Vec<_> = days.iter().copied().filter(|day| so(*day)).collect();
    if found.is_empty() { days } else { found }
}

/// What a physician answers to a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerAbsence {
    /// The request.
    pub request: Option<RecordId>,
    /// May he go?
    pub granted: Option<bool>,
    /// The day agreed for the dose: nothing typed, or a date, or an error.
    pub dose_on: Option<Result<NaiveDate, ()>>,
    /// In words.
    pub words: String,
}

/// Answers a request to be away. Where the open dose would fall into the absence, a day for it is agreed first. A journey that
/// was granted is answered once more where a dose has come to fall into it since: with a day for it, or with no.
///
/// # Errors
/// Refused where nothing waits for an answer; where the dose would be missed and no day that fits is named; without words.
pub fn answer_absence(
    case: &Case,
    id: RecordId,
    form: &AnswerAbsence,
    (window, roster): (Option<&DoseWindow>, &Roster),
    (rules, law): (&Continuity, &Law<'_>),
    now: &Now,
) -> Decision {
    let mut waiting = case.passage.unanswered_absences();
    let first = waiting.find(|(_, entry)| Some(entry.content.id) == form.request);
    let again = window.and_then(|window| case.passage.day_to_agree(window, now.today()));
    let again = again
        .map(|(asked, _)| asked)
        .filter(|asked| Some(asked.id) == form.request);
    let asked = first.map(|(_, entry)| &entry.content).or(again);
    let asked = asked.ok_or_else(|| vec![Refusal::NothingToDo])?;
    let mut wrong = Vec::new();
    if form.granted.is_none() {
        wrong.push(Refusal::Required { field: "granted" });
    }
    let granted = form.granted == Some(true);
    let dose_on = match form.dose_on {
        Some(Err(())) => {
            wrong.push(Refusal::NotUnderstood { field: "dose_on" });
            None
        }
        Some(Ok(on)) if granted => Some(on),
        _ => None,
    };
    if let Some(window) = window.filter(|_| granted && wrong.is_empty()) {
        let barred = |day| case.kept_away_on(day, roster, rules).is_some();
        let days = days_before_absence(window, asked, barred, law, now.today());
        // Where the window is over, nothing can be agreed any more: a request is answered all the same, and what was granted
        // before can be taken back.
        let possible = !days.is_empty() || again.is_some();
        match dose_on {
            None if asked.covers(window) && possible => wrong.push(Refusal::Required { field: "dose_on" }),
            Some(on) if !days.contains(&on) => wrong.push(Refusal::DayNotOffered { field: "dose_on" }),
            _ => {}
        }
    }
    let words = text("words", &form.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    match (form.granted, words) {
        (Some(granted), Ok(words)) if wrong.is_empty() => Ok(vec![Event::AbsenceAnswered(AbsenceAnswered {
            id,
            request: asked.id,
            granted,
            dose_on,
            words,
        })]),
        _ => Err(wrong),
    }
}

/// What is said about a good reason not to come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordUnavailability {
    /// Why, by the closed list.
    pub because: String,
    /// First day.
    pub from_on: Option<NaiveDate>,
    /// Last day as far as is known.
    pub until_on: Option<NaiveDate>,
    /// The paper, or who said so.
    pub paper: String,
    /// In words.
    pub words: String,
}

/// Writes down a good reason for which the person cannot come. The ladder of the dose rests until its last day.
///
/// # Errors
/// Refused without a reason of the list, a last day, or a paper; from before he came to where he is until after; where one runs
/// already on its first day.
pub fn record_unavailability(
    case: &Case,
    id: RecordId,
    form: &RecordUnavailability,
    (rules, law): (&Continuity, &Law<'_>),
    now: &Now,
) -> Decision {
    let mut wrong = Vec::new();
    if rules.unavailability(&form.because).is_none() {
        wrong.push(Refusal::Required { field: "because" });
    }
    // What kept him away where he was before is over since he came here: it can be written down still, up to the day before, and
    // what keeps him away now begins here.
    let today = now.today();
    let here_on = case.stay_on(today).map_or(case.opened_on, |stay| stay.from_on);
    let before = form.until_on.is_some_and(|on| on < here_on);
    let earliest_on = if before { case.opened_on } else { here_on };
    let bounds = (Some(earliest_on), rules.unavailable.longest);
    let days = span((form.from_on, form.until_on), bounds, law, &mut wrong);
    if form.from_on.is_some_and(|on| on > today) {
        wrong.push(Refusal::InFuture { field: "from_on" });
    }
    let running = case.passage.open_unavailable(today).any(|(_, entry)| {
        let until_on = case.passage.unavailable_until(&entry.content);
        form.from_on.is_some_and(|on| on <= until_on)
            && form.until_on.is_none_or(|on| on >= entry.content.from_on)
    });
    if running {
        return Err(vec![Refusal::NothingToDo]);
    }
    let paper = text("paper", &form.paper, true, LINE).map_err(|refusal| wrong.push(refusal));
    let words = text("words", &form.words, false, WORDS).map_err(|refusal| wrong.push(refusal));
    match (days, paper, words) {
        (Some((from_on, until_on)), Ok(paper), Ok(words)) if wrong.is_empty() => {
            Ok(vec![Event::UnavailabilityRecorded(Unavailable {
                id,
                because: form.because.clone(),
                from_on,
                until_on,
                paper,
                words,
            })])
        }
        _ => Err(wrong),
    }
}

/// What somebody saw who looked again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookAtUnavailable {
    /// Which.
    pub unavailable: Option<RecordId>,
    /// Is it over?
    pub over: Option<bool>,
    /// Its last day, past or to come.
    pub until_on: Option<NaiveDate>,
    /// In words.
    pub words: String,
}

/// Looks again at a good reason: it is over since a day, or goes on until one.
///
/// # Errors
/// Refused where it is over already; for a last day that cannot be; without words.
pub fn look_at_unavailable(
    case: &Case,
    id: RecordId,
    form: &LookAtUnavailable,
    (rules, law): (&Continuity, &Law<'_>),
    now: &Now,
) -> Decision {
    let today = now.today();
    let mut open = case.passage.open_unavailable(today);
    let known = open.find(|(_, entry)| Some(entry.content.id) == form.unavailable);
    let known = &known.ok_or_else(|| vec![Refusal::NothingToDo])?.1.content;
    let mut wrong = Vec::new();
    if form.over.is_none() {
        wrong.push(Refusal::Required { field: "over" });
    }
    let over = form.over == Some(true);
    let (earliest_on, latest_on) = if over {
        (known.from_on, today)
    } else {
        let latest = rules.unavailable.longest;
        (today, latest.from(today, Direction::After, law.calendar).date)
    };
    let field = "until_on";
    match form.until_on {
        None => wrong.push(Refusal::NotUnderstood { field }),
        Some(on) if on < earliest_on => wrong.push(Refusal::NotBefore { field, earliest_on }),
        Some(on) if on > latest_on => wrong.push(Refusal::NotAfter { field, latest_on }),
        Some(_) => {}
    }
    let words = text("words", &form.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    match (form.until_on, words) {
        (Some(until_on), Ok(words)) if wrong.is_empty() => {
            Ok(vec![Event::UnavailabilityReviewed(UnavailableReviewed {
                id,
                unavailable: known.id,
                until_on,
                over,
                words,
                reviewed_on: today,
            })])
        }
        _ => Err(wrong),
    }
}

/// What is said when nobody knows where somebody is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportLost {
    /// Since when.
    pub since_on: Option<NaiveDate>,
    /// What was tried.
    pub tried: String,
}

/// Nobody knows where the person is.
///
/// # Errors
/// Refused where that is known already; for a day to come; without a word about what was tried.
pub fn report_lost(case: &Case, id: RecordId, form: &ReportLost, now: &Now) -> Decision {
    if case.passage.missing().is_some() {
        return Err(vec![Refusal::NothingToDo]);
    }
    let mut wrong = Vec::new();
    let since_on = past("since_on", form.since_on, Some(case.opened_on), now, &mut wrong);
    let tried = text("tried", &form.tried, true, WORDS).map_err(|refusal| wrong.push(refusal));
    match (since_on, tried) {
        (Some(since_on), Ok(tried)) if wrong.is_empty() => Ok(vec![Event::PersonLost(PersonLost {
            id,
            since_on,
            tried,
            noted_on: now.today(),
        })]),
        _ => Err(wrong),
    }
}

/// What came of looking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportSearch {
    /// Was he found?
    pub found: Option<bool>,
    /// In words.
    pub words: String,
}

/// Somebody looked for the person: he was found, or not yet.
///
/// # Errors
/// Refused where nobody is missing, or without words.
pub fn report_search(case: &Case, id: RecordId, form: &ReportSearch, now: &Now) -> Decision {
    let lost = case.passage.missing();
    let lost = lost.ok_or_else(|| vec![Refusal::NothingToDo])?.1.content.id;
    let mut wrong = Vec::new();
    if form.found.is_none() {
        wrong.push(Refusal::Required { field: "found" });
    }
    let words = text("words", &form.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    match (form.found, words) {
        (Some(found), Ok(words)) if wrong.is_empty() => Ok(vec![Event::SearchReported(SearchReported {
            id,
            lost,
            found,
            words,
            looked_on: now.today(),
        })]),
        _ => Err(wrong),
    }
}
