//! What the person may not do where or when somebody else says so: hours at home, and restrictions of other kinds.

use crate::domain::decide::Decision;
use crate::domain::event::{Bars, Curfew, Event, Restriction};
use crate::domain::ids::RecordId;
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::rules::{Continuity, Places, RestrictionShape};
use chrono::{NaiveDate, NaiveTime, Weekday};

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
}

/// Writes down a restriction of the closed list. Hours at home replace earlier ones for their own days, and so does a region;
/// every other restriction counts beside those that are known.
///
/// # Errors
/// Refused for a kind that is not listed; without what its kind needs: hours, of which none is the other, a region of the
/// rules, places; for days that cannot be, or without a paper.
pub fn set_curfew(id: RecordId, form: &SetCurfew, (rules, places): (&Continuity, &Places)) -> Decision {
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
        }),
        (_, bars) => Event::RestrictionSet(Restriction {
            id,
            kind: kind.id.clone(),
            from_on,
            until_on,
            bars,
            lifted_by_leave: kind.lifted_by_leave,
            paper,
        }),
    };
    Ok(vec![event])
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

/// What the kind asks for; what was typed for other kinds is left where it is.
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
        wrong.push(Refusal::NotUnderstood { field: "ends" });
    }
    let (begins, ends) = form.begins.zip(form.ends)?;
    Some(Bars::Hours {
        weekday,
        begins,
        ends,
    })
}
