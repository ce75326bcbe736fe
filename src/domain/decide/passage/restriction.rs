//! What the person may not do where or when somebody else says so: hours at home, and restrictions of other kinds.

use super::past;
use crate::domain::decide::Decision;
use crate::domain::event::{Bars, Curfew, Event, Restriction};
use crate::domain::ids::RecordId;
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::rules::{Continuity, Places, RestrictionShape};
use crate::domain::time::Now;
use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};

/// What is said about a restriction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetCurfew {
    /// Which, by the closed list.
    pub kind: String,
    /// From this day.
    pub from_on: Option<NaiveDate>,
    /// Last day: nothing typed, or a date, or an error.
    pub until_on: Option<Result<NaiveDate, ()>>,
    /// The hour at which it begins, where it has hours.
    pub begins: Option<NaiveTime>,
    /// The hour at which it ends.
    pub ends: Option<NaiveTime>,
    /// The day of the week on which its hours begin: nothing chosen for every day, or a day, or an error.
    pub weekday: Option<Result<Weekday, ()>>,
    /// The region that may not be left, where it has one.
    pub region: String,
    /// The places to keep away from, in words.
    pub places: String,
    /// The paper.
    pub paper: String,
    /// The date on the paper, where its kind asks for it.
    pub dated_on: Option<NaiveDate>,
}

/// Writes down a restriction of the closed list. Hours at home replace those of older papers for their own days, and so does
/// a region; every other restriction counts beside those that are known.
///
/// # Errors
/// Refused for a kind that is not listed; without what its kind needs: hours, of which none is the other, a region of the
/// rules, places, the date on the paper, which is no day to come; for days that cannot be, or without a paper.
pub fn set_curfew(
    id: RecordId,
    form: &SetCurfew,
    (rules, places): (&Continuity, &Places),
    now: &Now,
) -> Decision {
    let mut wrong = Vec::new();
    let kind = rules.restriction(&form.kind);
    if kind.is_none() {
        wrong.push(Refusal::Required { field: "kind" });
    }
    if form.from_on.is_none() {
        wrong.push(Refusal::NotUnderstood { field: "from_on" });
    }
    let until_on = last_day(form, &mut wrong);
    let bars = kind.and_then(|kind| bars(kind.bars, form, places, &mut wrong));
    let paper = text("paper", &form.paper, true, LINE).map_err(|refusal| wrong.push(refusal));
    let replaces = kind.is_some_and(|kind| kind.bars.replaces());
    let dated_on = replaces.then(|| past("dated_on", form.dated_on, None, now, &mut wrong));
    let dated_on = dated_on.flatten();
    let (Some(kind), Some(from_on), Some(bars), Ok(paper), []) =
        (kind, form.from_on, bars, paper, wrong.as_slice())
    else {
        return Err(wrong);
    };
    let event = match (kind.bars, bars) {
        (RestrictionShape::Home, Bars::Hours { begins, ends, .. }) => Event::CurfewSet(Curfew {
            id,
            from_on,
            until_on,
            begins,
            ends,
            paper,
            dated_on,
        }),
        (_, bars) => Event::RestrictionSet(Restriction {
            id,
            kind: kind.id.clone(),
            from_on,
            until_on,
            bars,
            lifted_by_leave: kind.lifted_by_leave,
            paper,
            dated_on,
        }),
    };
    Ok(vec![event])
}

/// What deserves a second look in a restriction and bars nothing: codes of texts. The regions are those in which he lives and is
/// treated, or will be.
#[must_use]
pub fn restriction_doubts(form: &SetCurfew, rules: &Continuity, regions: &[&str]) -> Vec<&'static str> {
    let mut doubts = Vec::new();
    let shape = rules.restriction(&form.kind).map(|kind| kind.bars);
    let timed = matches!(shape, Some(RestrictionShape::Home | RestrictionShape::Hours));
    if let Some((begins, ends)) = form.begins.zip(form.ends).filter(|_| timed) {
        let daily = shape == Some(RestrictionShape::Home) || form.weekday.is_none();
        if daily && !leaves_reception((begins, ends), rules) {
            doubts.push("curfew-no-reception");
        }
        let most = TimeDelta::hours(i64::from(rules.reporting.ask_beyond_hours));
        if shape == Some(RestrictionShape::Hours) && length(begins, ends) > most {
            doubts.push("curfew-reports-long");
        }
    }
    if shape == Some(RestrictionShape::Outside) && !regions.contains(&form.region.as_str()) {
        doubts.push("curfew-region-elsewhere");
    }
    doubts
}

/// Do these hours, on every day, leave any in which somebody is received?
fn leaves_reception((begins, ends): (NaiveTime, NaiveTime), rules: &Continuity) -> bool {
    let (from, until) = (rules.visit.from, rules.visit.until);
    if begins <= ends {
        from < begins || ends < until
    } else {
        ends.max(from) < begins.min(until)
    }
}

/// How long hours last that may end the next morning.
fn length(begins: NaiveTime, ends: NaiveTime) -> TimeDelta {
    let length = ends.signed_duration_since(begins);
    if length < TimeDelta::zero() {
        length + TimeDelta::days(1)
    } else {
        length
    }
}

fn last_day(form: &SetCurfew, wrong: &mut Vec<Refusal>) -> Option<NaiveDate> {
    let field = "until_on";
    match (form.until_on, form.from_on) {
        (Some(Err(())), _) => wrong.push(Refusal::NotUnderstood { field }),
        (Some(Ok(until)), Some(earliest_on)) if until < earliest_on => {
            wrong.push(Refusal::NotBefore { field, earliest_on });
        }
        (Some(Ok(until)), _) => return Some(until),
        (None, _) => {}
    }
    None
}

/// What the kind asks for. Its form asks for nothing else.
fn bars(
    shape: RestrictionShape,
    form: &SetCurfew,
    places: &Places,
    wrong: &mut Vec<Refusal>,
) -> Option<Bars> {
    match shape {
        RestrictionShape::Home => hours(form, None, wrong),
        RestrictionShape::Hours => {
            let weekday = match form.weekday {
                Some(Err(())) => {
                    wrong.push(Refusal::NotUnderstood { field: "weekday" });
                    None
                }
                Some(Ok(day)) => Some(day),
                None => None,
            };
            hours(form, weekday, wrong)
        }
        RestrictionShape::Outside => {
            let known = places.region(&form.region).is_some();
            if !known {
                wrong.push(Refusal::Required { field: "region" });
            }
            known.then(|| Bars::Outside {
                region: form.region.clone(),
            })
        }
        RestrictionShape::Near => {
            let places = text("places", &form.places, true, WORDS).map_err(|refusal| wrong.push(refusal));
            places.ok().map(|places| Bars::Near { places })
        }
    }
}

fn hours(form: &SetCurfew, weekday: Option<Weekday>, wrong: &mut Vec<Refusal>) -> Option<Bars> {
    for (field, hour) in [("begins", form.begins), ("ends", form.ends)] {
        if hour.is_none() {
            wrong.push(Refusal::NotUnderstood { field });
        }
    }
    if form.begins.is_some() && form.begins == form.ends {
        wrong.push(Refusal::NoHours { field: "ends" });
    }
    let (begins, ends) = form.begins.zip(form.ends)?;
    Some(Bars::Hours {
        weekday,
        begins,
        ends,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(text: &str) -> Option<NaiveTime> {
        NaiveTime::parse_from_str(text, "%H:%M").ok()
    }

    fn doubted(form: &SetCurfew) -> Vec<&'static str> {
        let rules = crate::policies::load(None).unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        restriction_doubts(form, rules.continuity_for(day).unwrap(), &["almaty", "astana"])
    }

    fn hours(kind: &str, begins: &str, ends: &str) -> SetCurfew {
        SetCurfew {
            kind: kind.to_owned(),
            begins: hour(begins),
            ends: hour(ends),
            ..SetCurfew::default()
        }
    }

    /// Appointments are from nine to five.
    #[test]
    fn hours_that_leave_no_time_to_come_are_asked_about() {
        let (no_reception, long) = ("curfew-no-reception", "curfew-reports-long");
        for (kind, begins, ends, expected) in [
            ("home-hours", "22:00", "06:00", vec![]),
            ("home-hours", "00:00", "23:59", vec![no_reception]),
            ("home-hours", "09:00", "17:00", vec![no_reception]),
            ("home-hours", "09:01", "17:00", vec![]),
            ("home-hours", "06:00", "16:59", vec![]),
            ("home-hours", "18:00", "17:30", vec![no_reception]),
            ("home-hours", "17:00", "16:59", vec![]),
            ("report-hours", "09:30", "11:00", vec![]),
            ("report-hours", "09:00", "17:00", vec![no_reception]),
            ("report-hours", "12:00", "00:00", vec![]),
            ("report-hours", "12:00", "00:01", vec![long]),
            ("report-hours", "08:00", "20:01", vec![no_reception, long]),
        ] {
            assert_eq!(
                doubted(&hours(kind, begins, ends)),
                expected,
                "{kind} {begins} {ends}"
            );
        }
        // On one day of the week, the others are left.
        let weekly = |begins, ends| SetCurfew {
            weekday: Some(Ok(Weekday::Mon)),
            ..hours("report-hours", begins, ends)
        };
        assert!(doubted(&weekly("09:00", "17:00")).is_empty());
        assert_eq!(doubted(&weekly("00:00", "23:59")), [long]);
        assert!(
            doubted(&hours("keep-away", "00:00", "23:59")).is_empty(),
            "it has no hours"
        );
    }

    #[test]
    fn a_region_in_which_he_neither_lives_nor_is_treated_is_asked_about() {
        let within = |region: &str| SetCurfew {
            kind: "within-region".to_owned(),
            region: region.to_owned(),
            ..SetCurfew::default()
        };
        assert!(doubted(&within("almaty")).is_empty());
        assert!(doubted(&within("astana")).is_empty());
        assert_eq!(doubted(&within("karaganda")), ["curfew-region-elsewhere"]);
    }
}
