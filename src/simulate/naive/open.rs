//! What stays open until somebody says how it ended: a reaction, a complaint, the time after the measure. Written down as it
//! comes, and what is owed of it.

use chrono::{DateTime, NaiveDate, Utc};

use super::days::count;
use super::owed::{Owed, by_clock, whose};
use super::papers::runs;
use super::told::Told;
use crate::domain::event::{Complaint, Event, Recorded};
use crate::domain::ids::RecordId;
use crate::domain::obligation::Kind;
use crate::domain::rules::{Anchor, ClockKind, Direction, Rules};
use crate::domain::time::{Now, civil_date};

/// An adverse reaction; those struck out keep their number.
struct Reaction {
    id: RecordId,
    reported_at: DateTime<Utc>,
    struck_out: bool,
}

/// The drawers. Records that were struck out are not in them, but for reactions.
#[derive(Default)]
pub(super) struct Open<'h> {
    reactions: Vec<Reaction>,
    /// How reactions ended: the record, and which reaction.
    outcomes: Vec<(RecordId, RecordId)>,
    complaints: Vec<&'h Complaint>,
    /// The complaints that were answered.
    answered: Vec<RecordId>,
    /// The plans for the time after the measure, each with the day on which it was made, and that of the look it agreed on.
    pub(super) aftercare: Vec<(RecordId, NaiveDate, Option<NaiveDate>)>,
}

impl<'h> Open<'h> {
    pub(super) fn read(&mut self, recorded: &'h Recorded) {
        match &recorded.event {
            Event::ReactionReported(reaction) => self.reactions.push(Reaction {
                id: reaction.id,
                reported_at: recorded.recorded_at,
                struck_out: false,
            }),
            Event::ReactionEnded(outcome) => self.outcomes.push((outcome.id, outcome.reaction)),
            Event::ComplaintLodged(complaint) => self.complaints.push(complaint),
            Event::ComplaintAnswered(answer) => self.answered.push(answer.complaint),
            Event::AftercarePlanned(planned) => {
                self.aftercare
                    .push((planned.id, planned.planned_on, planned.next_look_on));
            }
            _ => {}
        }
    }

    pub(super) fn strike_out(&mut self, record: RecordId) {
        for reaction in &mut self.reactions {
            reaction.struck_out = reaction.struck_out || reaction.id == record;
        }
        self.outcomes.retain(|(id, _)| *id != record);
        self.aftercare.retain(|(id, _, _)| *id != record);
    }
}

/// Each reaction whose outcome nobody has told, while the measure is not over: counted from the day on which it was written
/// down, whenever it began. An outcome that was struck out told nothing.
pub(super) fn reactions(told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<Owed> {
    let today = now.today();
    let mut owed = Vec::new();
    if !runs(told, today) {
        return owed;
    }
    for (number, reaction) in (1..).zip(&told.open.reactions) {
        let mut outcomes = told.open.outcomes.iter();
        let ended = outcomes.any(|(_, of)| *of == reaction.id);
        if reaction.struck_out || ended {
            continue;
        }
        let clock = (ClockKind::ReactionOutcome, Anchor::ReactionReported);
        let reported_on = civil_date(reaction.reported_at, now.zone);
        let key = (Kind::ReactionOutcome, number);
        owed.extend(by_clock((told, rules, today), key, clock, reported_on));
    }
    owed
}

/// Each complaint that nobody has answered, also when the measure is over: by the term of the body to which it went, as the
/// course said whose list was used, counted from its receipt.
pub(super) fn complaints(told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<Owed> {
    let mut owed = Vec::new();
    for (number, complaint) in (1..).zip(&told.open.complaints) {
        if !told.open.answered.contains(&complaint.id) {
            owed.extend(to_answer(number, complaint, told, rules, now.today()));
        }
    }
    owed
}

fn to_answer(
    number: u32,
    complaint: &Complaint,
    told: &Told<'_>,
    rules: &Rules,
    today: NaiveDate,
) -> Option<Owed> {
    let received_on = complaint.received_on;
    let law = rules.law_for(received_on)?;
    let course = rules.course_by_rule(&complaint.course)?;
    let mut bodies = course.complaint.addressees.iter();
    let body = bodies.find(|body| body.id == complaint.addressee)?;
    let due_on = count(received_on, body.within, Direction::After, law.calendar);
    Some(Owed {
        kind: Kind::AnswerComplaint,
        cycle: number,
        by: whose(body.owner, told, rules, today),
        opens_on: received_on,
        due_on,
        closes_on: due_on,
    })
}
