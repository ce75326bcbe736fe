//! An alert in the words of its reader.
//!
//! To a supervising body every row is made from [`crate::domain::supervision`]: attendance, dates, place. It learns
//! the names of its own people, of other institutions only which they are, and of their answers only the kind:
//! what a nurse writes in her own words may be medical.

use crate::access::{Action, Lens, Resource};
use crate::domain::alert::{Acknowledged, Acted, Alert, AlertState};
use crate::domain::escalation::{asks_others, recipient, track_of};
use crate::domain::ids::{AccountId, OrganisationId};
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::plan::Plan;
use crate::domain::rules::{Cause, Channel, Rules};
use crate::domain::settle::{rests_at, step_due_at};
use crate::domain::supervision::{self, Attendance, Days, Next};
use crate::jobs::{messages, sms};
use crate::store::file::CaseFile;
use crate::store::reading::alerts::{AlertRow, Stage};
use crate::store::reading::deliveries::{Attempt, Delivery, Sent};
use crate::text::Words;
use crate::web::pages::case_head::{at, organisation};
use crate::web::views::alerts::{DeskRow, Hop, HopAttempt, NextHop, Rest, SentText, deadline};
use crate::web::views::parts::{Moment, Row, Status, Tone};
use crate::web::views::supervision::{Visit as NextVisit, attendance_status};
use crate::web::visit::Visit;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// A step that fired this much later than it should have is worth a word.
const LATE: TimeDelta = TimeDelta::minutes(5);

/// A row of the list. `asked` is whoever was asked last at the reader's organisation.
#[must_use]
pub fn listed(
    visit: &Visit<'_>,
    (row, asked): (AlertRow, Option<&String>),
    supervision: bool,
    today: NaiveDate,
) -> DeskRow {
    let kind = Kind::from_code(&row.kind).filter(|_| !supervision);
    let known = plainly(visit, supervision) && row.stage != Stage::Resolved;
    let next = Next::seen_from(today, &row.expected);
    // Whoever is expected at the first appointment comes there, and not to where he is treated today.
    let to_appointment = next.is_some() && next == row.expected.appointment_on.map(Next::On);
    let elsewhere = row.appointed.filter(|_| to_appointment);
    let (place, phone) = elsewhere.unwrap_or((row.place, row.phone));
    let place = Words::Localised(place);
    let own = visit.actor().as_account().map(|account| account.region.as_str());
    let nothing_asked = (supervision && row.stage != Stage::Resolved)
        .then(|| unasked(row.attendance, row.asks_others))
        .flatten();
    let asks = nothing_asked.is_none();
    DeskRow {
        href: format!("/alerts/{}", row.id),
        name: if by_reference(visit, || own != Some(row.region.as_str())) {
            row.reference.clone()
        } else {
            row.name
        },
        reference: row.reference,
        attendance: about(kind, row.attendance, known),
        on: row.about_on,
        next: next.map(|next| next_visit(next, place)),
        contact: contact(&phone),
        state: nothing_asked.unwrap_or_else(|| {
            let late = row.acknowledge_by.is_some_and(|by| by <= visit.desk.instant());
            state(row.stage, late)
        }),
        acknowledge_by: row
            .acknowledge_by
            .filter(|_| row.stage == Stage::Climbing && asks)
            .map(|by| deadline(by, visit.who.zone)),
        asked: asked
            .filter(|_| matches!(row.stage, Stage::Climbing | Stage::Resting) && asks)
            .map(Words::plain),
    }
}

/// Does the reader know the person by the reference alone? Whoever supplies the drug does, and whoever is asked of a parcel for
/// somebody with whom he has nothing else to do.
fn by_reference(visit: &Visit<'_>, far: impl FnOnce() -> bool) -> bool {
    match visit.actor().role().map(|role| role.lens()) {
        Some(Lens::Supply) => true,
        Some(Lens::Clinical | Lens::Coordination) => far(),
        _ => false,
    }
}

/// May the reader know more than attendance?
pub(super) fn plainly(visit: &Visit<'_>, supervision: bool) -> bool {
    let lens = visit.actor().role().map(|role| role.lens());
    !supervision
        && matches!(
            lens,
            Some(Lens::Clinical | Lens::Supply | Lens::Coordination | Lens::Audit)
        )
}

/// What was missed: attendance, or to the treating side the name of another obligation. A person who came and refused
/// did attend: whoever may know more is not told the opposite.
fn about(kind: Option<Kind>, attendance: Attendance, plainly: bool) -> Status {
    match kind {
        Some(kind) if kind != Kind::Dose => {
            Status::new(Tone::Warn, Words::key(format!("kind-{}", kind.code())))
        }
        Some(_) if plainly && attendance == Attendance::NotAttended => {
            Status::new(Tone::Bad, Words::key("alert-about-person"))
        }
        Some(_) if plainly && attendance == Attendance::Justified => {
            Status::new(Tone::Warn, Words::key("alert-about-service"))
        }
        Some(_) if plainly && attendance == Attendance::NoRecord => {
            Status::new(Tone::Warn, Words::key("alert-about-unexplained"))
        }
        _ => attendance_status(attendance),
    }
}

/// When and where the next visit is.
#[must_use]
pub fn next_visit(next: Next, place: Words) -> NextVisit {
    let when = match next {
        Next::On(on) => Words::key("visit-on").date("on", on),
        Next::After(until) => Words::key("visit-after").date("on", until),
        Next::AtOnce => Words::key("visit-at-once"),
        Next::Named => Words::key("visit-named"),
    };
    NextVisit { when, place }
}

/// Whom to call.
#[must_use]
pub fn contact(phone: &str) -> Words {
    if phone.is_empty() {
        Words::key("none")
    } else {
        Words::plain(phone)
    }
}

fn state(stage: Stage, late: bool) -> Status {
    let (tone, key) = match stage {
        Stage::Climbing if late => (Tone::Bad, "alert-state-late"),
        Stage::Climbing => (Tone::Bad, "alert-state-climbing"),
        Stage::Resting => (Tone::Bad, "alert-state-resting"),
        Stage::Acknowledged => (Tone::Good, "alert-state-acknowledged"),
        Stage::Resolved => (Tone::Quiet, "alert-state-resolved"),
    };
    Status::new(tone, Words::key(key))
}

/// Where the body that supervises the person is asked nothing: because it lies with an institution that he did not come, or
/// because others are asked now.
fn unasked(attendance: Attendance, asks_others: bool) -> Option<Status> {
    let key = match attendance {
        Attendance::Justified => "alert-state-nothing-asked",
        _ if asks_others => "alert-state-asks-others",
        _ => return None,
    };
    Some(Status::new(Tone::Quiet, Words::key(key)))
}

/// Says the alerts of one loaded case.
pub struct Filler<'a> {
    visit: &'a Visit<'a>,
    file: &'a CaseFile,
    plan: Plan,
    days: Days<'a>,
    supervision: bool,
    /// Where the links of messages lead, for whoever reads what was sent word for word.
    public_url: Option<&'a str>,
}

impl<'a> Filler<'a> {
    /// For a case and a reader.
    #[must_use]
    pub fn new(visit: &'a Visit<'a>, file: &'a CaseFile, supervision: bool) -> Self {
        Self {
            visit,
            file,
            plan: file.plan(visit.desk.rules()),
            days: Days::of(&file.case, visit.desk.rules(), &file.now),
            supervision,
            public_url: None,
        }
    }

    /// The same, with the text of each message.
    #[must_use]
    pub fn word_for_word(self, public_url: &'a str) -> Self {
        Self {
            public_url: Some(public_url),
            ..self
        }
    }

    /// May the reader know whose case it is?
    fn knows_person(&self) -> bool {
        let case = Resource::Case(self.file.facts.clone());
        let looks = [Action::ReadClinicalFile, Action::ReadNotices];
        looks.into_iter().any(|action| self.visit.may(action, &case))
    }

    /// Is the reader a body that supervises the person, to which others' work is no matter of its own?
    fn nothing_asked(&self, alert: &Alert) -> Option<Status> {
        if !self.supervision || !alert.live() {
            return None;
        }
        let others = asks_others(alert, self.file.facts.supervising);
        unasked(self.attendance(alert), others)
    }

    /// The alert as a row.
    #[must_use]
    pub fn row(&self, alert: &Alert) -> DeskRow {
        let file = self.file;
        let stage = match alert.state {
            AlertState::Climbing { .. } => Stage::Climbing,
            AlertState::Resting { .. } => Stage::Resting,
            AlertState::Acknowledged { .. } => Stage::Acknowledged,
            AlertState::Resolved { .. } => Stage::Resolved,
        };
        let next = supervision::next(&file.case, &self.plan, file.now.today());
        let at = next.and_then(|next| supervision::next_at(&file.case, &self.plan, next));
        let place = at.unwrap_or(file.facts.responsible);
        let phone = file.institution(place).map_or("", |known| known.phone.as_str());
        let by = alert.answer_by(file.facts.supervising);
        DeskRow {
            href: format!("/alerts/{}", alert.id),
            reference: file.case.reference.clone(),
            name: if by_reference(self.visit, || !self.knows_person()) {
                file.case.reference.clone()
            } else {
                file.person.name_cyrillic.clone()
            },
            attendance: about(
                Some(alert.kind).filter(|_| !self.supervision),
                self.attendance(alert),
                plainly(self.visit, self.supervision) && alert.live(),
            ),
            on: self.about_on(alert),
            next: next.map(|next| next_visit(next, organisation(file, place))),
            contact: contact(phone),
            state: if let Some(unasked) = self.nothing_asked(alert) {
                unasked
            } else if alert.closed_by_hand() {
                Status::new(Tone::Good, Words::key("alert-state-closed"))
            } else {
                state(stage, by.is_some_and(|by| by <= file.now.instant))
            },
            acknowledge_by: by
                .filter(|_| stage == Stage::Climbing && self.nothing_asked(alert).is_none())
                .map(|by| deadline(by, self.visit.who.zone)),
            asked: None,
        }
    }

    /// What is the matter, in a sentence.
    #[must_use]
    pub fn what(&self, alert: &Alert) -> Words {
        let on = self.about_on(alert);
        let attendance = self.attendance(alert);
        // What others owe says nothing of whether the person came.
        let owed = alert.kind != Kind::Dose && !self.supervision;
        let kind = || Words::key(format!("kind-{}", alert.kind.code()));
        if let AlertState::Resolved { because, .. } = alert.state
            && owed
        {
            return Words::key("notice-over")
                .words("kind", kind())
                .words("how", Words::key(format!("resolved-{}", because.code())))
                .date("on", on);
        }
        if !owed && (!plainly(self.visit, self.supervision) || !alert.live()) {
            let missed = self.days.missed_on(alert, &self.plan);
            // That he came later does not wipe out which day was missed.
            return if attendance == Attendance::Attended && alert.kind == Kind::Dose && missed < on {
                Words::key("notice-attended-after")
                    .date("on", on)
                    .date("missed", missed)
            } else {
                let said = Words::key(format!("notice-{}", attendance.code())).date("on", on);
                match supervision::over_since(alert, attendance, &self.file.now) {
                    // That nothing is asked any more does not wipe out what was missed.
                    Some(since) => Words::key("notice-over-since")
                        .words("said", said)
                        .date("since", since),
                    None => said,
                }
            };
        }
        let named = alert
            .cause
            .cause
            .as_deref()
            .and_then(|cause| self.visit.desk.rules().causes.reason(cause));
        let cause = match named {
            Some(reason) => Words::Localised(reason.name.clone()),
            None if alert.cause.family == Cause::Unexplained => Words::key("cause-not-recorded"),
            None if alert.kind == Kind::Dose && alert.cause.family == Cause::Clinical => {
                Words::key("cause-waits")
            }
            None if self.lost_by_a_move(alert) => Words::key("cause-date-moved"),
            None => Words::key("cause-overdue"),
        };
        Words::key("notice-service-cause")
            .words("kind", kind())
            .words("cause", cause)
            .date("on", on)
    }

    /// Did the day of release become known only when what it is about was out of reach?
    fn lost_by_a_move(&self, alert: &Alert) -> bool {
        let owed = self.plan.obligation(alert.key());
        owed.is_some_and(Obligation::lost_by_a_move)
    }

    /// A step that was taken: a line for each of its messages, or one for the desk itself.
    #[must_use]
    pub fn hops(&self, step: &Delivery) -> Vec<Hop> {
        let gap = step.gap.as_deref();
        let said = || match (step.correction, step.entrusted) {
            (true, _) => Some(Words::key("hop-correction")),
            (false, true) => Some(Words::key("hop-entrusted")),
            (false, false) => None,
        };
        let hop = |channel, state, attempts, text| Hop {
            at: self.moment(step.fired_at),
            due_at: (step.fired_at - step.due_at > LATE).then(|| self.moment(step.due_at)),
            who: self.who(step.organisation, &step.role, step.account),
            channel: Words::key(format!("channel-{channel}")),
            state,
            gap: gap.map(|gap| Words::key(format!("gap-{gap}"))).or_else(said),
            attempts,
            text,
        };
        if step.messages.is_empty() {
            return vec![hop("desk", at_the_desk(gap), Vec::new(), None)];
        }
        let messages = step.messages.iter();
        messages
            .map(|sent| {
                hop(
                    sent.channel.code(),
                    delivery(sent),
                    self.attempts(step.fired_at, sent),
                    self.text(sent),
                )
            })
            .collect()
    }

    /// What a message said. What goes to a system of another house is no text that anybody reads.
    fn text(&self, sent: &Sent) -> Option<SentText> {
        let letter = messages::render(&sent.template, &sent.arguments, &sent.language, self.public_url?);
        let letter = letter.ok()?;
        let (subject, body) = match sent.channel {
            Channel::Email => (letter.subject, letter.body),
            Channel::Sms => (sms::text(&letter), String::new()),
            Channel::Webhook | Channel::Screen => return None,
        };
        Some(SentText {
            language: sent.language.clone(),
            subject,
            body,
        })
    }

    /// The attempts at a message. Where one was enough, and made at once, the line of the message says it all.
    fn attempts(&self, fired_at: DateTime<Utc>, sent: &Sent) -> Vec<HopAttempt> {
        if sent.state == "delivered" && at_once(fired_at, &sent.attempts) {
            return Vec::new();
        }
        attempts(sent, self.visit.who.zone)
    }

    /// When it comes to rest, where nobody else is asked before; or since when it rests.
    #[must_use]
    pub fn rest(&self, alert: &Alert) -> Option<Rest> {
        if self.nothing_asked(alert).is_some() {
            return None;
        }
        if let Some(since) = alert.resting_since() {
            let rules = self.visit.desk.rules();
            let task = &rules.resting_for(self.file.now.today())?.task.owner;
            let owner = self
                .file
                .roster
                .owner(task.organisation, task.post, &rules.places)?;
            return Some(Rest {
                at: self.moment(since),
                whose: Some(self.who(owner.organisation, &owner.role, None)),
            });
        }
        let (file, rules) = (self.file, self.visit.desk.rules());
        let at = rests_at(alert, &file.case, rules, &file.roster, &self.plan, &file.now)?;
        Some(Rest {
            at: self.moment(at),
            whose: None,
        })
    }

    /// The step to come while nobody answers, or the moment at which an answered alert re-opens.
    #[must_use]
    pub fn to_come(&self, alert: &Alert) -> (Option<NextHop>, Option<Moment>) {
        if self.nothing_asked(alert).is_some() {
            return (None, None);
        }
        let (file, rules) = (self.file, self.visit.desk.rules());
        let due_at = step_due_at(alert, &file.case, rules, &file.roster, &self.plan, &file.now);
        let Some(at) = due_at.map(|at| self.moment(at)) else {
            return (None, None);
        };
        let next = match alert.state {
            AlertState::Climbing { next } => next,
            AlertState::Acknowledged { .. } => return (None, Some(at)),
            AlertState::Resting { .. } | AlertState::Resolved { .. } => return (None, None),
        };
        if rests_at(alert, &file.case, rules, &file.roster, &self.plan, &file.now).is_some() {
            return (None, None);
        }
        let step = usize::try_from(next)
            .ok()
            .and_then(|number| track_of(alert, rules)?.step(number));
        let (owed, around) = (&self.plan.obligations, (&file.case, &file.roster));
        let found = step.and_then(|step| recipient(alert, step.to, owed, around, &rules.places));
        let hop = found.map(|found| NextHop {
            at,
            who: self.who(found.organisation, &found.role, found.account),
        });
        (hop, None)
    }

    /// An answer that was given.
    #[must_use]
    pub fn answer(&self, given: &Acknowledged) -> Row {
        let member = given.by.account().and_then(|id| self.file.member(id));
        let own = member.map(|member| member.organisation) == self.visit.actor().organisation();
        let who = match member {
            Some(member) => self.who(member.organisation, &member.role, Some(member.id)),
            None => Words::key("none"),
        };
        let action = answer_words(self.visit.desk.rules(), &given.answer.action);
        let said = if self.supervision && !own {
            action
        } else {
            Words::key("acknowledge-words")
                .words("action", action)
                .words("words", given.answer.words.as_str())
        };
        let when = at(given.at, self.visit.who.zone);
        Row::new(
            who,
            Words::key("acknowledge-date")
                .words("said", said)
                .words("on", when),
        )
    }

    /// What was done about the alert. A supervising body reads no words of others, as with answers; those who treat the person
    /// and who coordinate read its own: they must know what was done to get him to come.
    #[must_use]
    pub fn act(&self, acted: &Acted) -> Row {
        let member = acted.by.account().and_then(|id| self.file.member(id));
        let own = member.map(|member| member.organisation) == self.visit.actor().organisation();
        let who = match member {
            Some(member) => self.who(member.organisation, &member.role, Some(member.id)),
            None => Words::key("none"),
        };
        let act = &acted.act;
        let action = act_words(self.visit.desk.rules(), &act.action);
        let said = if self.supervision && !own {
            action
        } else {
            Words::key("acknowledge-words")
                .words("action", action)
                .words("words", act.words.as_str())
        };
        let key = if act.legal { "act-legal-on" } else { "act-done-on" };
        Row::new(who, Words::key(key).words("said", said).date("on", act.done_on))
    }

    fn who(&self, place: OrganisationId, role: &str, account: Option<AccountId>) -> Words {
        let name = organisation(self.file, place);
        if self.supervision && self.visit.actor().organisation() != Some(place) {
            return name;
        }
        if let Some(member) = account.and_then(|id| self.file.member(id)) {
            return Words::key("ladder-who")
                .words("name", member.name.as_str())
                .words("organisation", name);
        }
        match self.visit.desk.rules().places.role_name(role) {
            Some(role) => Words::key("ladder-role")
                .words("role", role.clone())
                .words("organisation", name),
            None => Words::key("hop-office").words("organisation", name),
        }
    }

    fn attendance(&self, alert: &Alert) -> Attendance {
        let causes = &self.visit.desk.rules().causes;
        Attendance::of_alert(alert, &self.file.case, causes, &self.file.now)
    }

    fn about_on(&self, alert: &Alert) -> NaiveDate {
        self.days.about_on(alert, &self.plan)
    }

    fn moment(&self, at: DateTime<Utc>) -> Moment {
        Moment::new(at, self.visit.who.zone)
    }
}

/// An act in words; its code where no ladder names it any more.
#[must_use]
pub fn act_words(rules: &Rules, action: &str) -> Words {
    rules
        .act_name(action)
        .map_or_else(|| Words::plain(action), |name| name.clone().into())
}

/// An answer in words; its code where the rules no longer name it.
#[must_use]
pub fn answer_words(rules: &Rules, action: &str) -> Words {
    rules
        .places
        .answer_name(action)
        .map_or_else(|| Words::plain(action), |name| name.clone().into())
}

/// Was one attempt enough, when the step was taken? A short message that waited for the morning went out at another time
/// than the one beside its name.
fn at_once(fired_at: DateTime<Utc>, attempts: &[Attempt]) -> bool {
    matches!(attempts, [attempt] if attempt.at - fired_at <= LATE)
}

/// Each attempt at a message, with its time and what came of it.
pub(in crate::web::pages) fn attempts(sent: &Sent, zone: Tz) -> Vec<HopAttempt> {
    let attempts = sent.attempts.iter();
    attempts
        .map(|attempt| HopAttempt {
            at: Moment::new(attempt.at, zone),
            outcome: Words::key(match attempt.outcome.as_str() {
                "delivered" => "attempt-delivered",
                "given-up" => "attempt-given-up",
                _ => "attempt-failed",
            }),
            reason: attempt.reason.clone(),
        })
        .collect()
}

/// What became of a message.
pub(in crate::web::pages) fn delivery(sent: &Sent) -> Status {
    let (tone, key) = match sent.state.as_str() {
        "delivered" => (Tone::Good, "delivery-delivered"),
        "given-up" => (Tone::Bad, "delivery-gave-up"),
        // One that is being sent for the first time has not failed yet.
        _ if !sent.attempts.is_empty() => (Tone::Warn, "delivery-retrying"),
        _ => (Tone::Info, "delivery-waiting"),
    };
    Status::new(tone, Words::key(key))
}

/// Without a message the desk itself is the message.
fn at_the_desk(gap: Option<&str>) -> Status {
    let nobody = matches!(gap, Some("nobody-in-role" | "no-deputy" | "no-organisation"));
    if nobody {
        Status::new(Tone::Bad, Words::key("delivery-nobody"))
    } else {
        Status::new(Tone::Good, Words::key("delivery-delivered"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(at: &str, outcome: &str) -> Attempt {
        Attempt {
            at: at.parse().unwrap(),
            outcome: outcome.to_owned(),
            reason: None,
        }
    }

    #[test]
    fn a_message_in_its_first_attempt_is_not_said_to_be_tried_again() {
        let sent = |attempts: Vec<Attempt>| Sent {
            channel: Channel::Email,
            template: "notice.climb".to_owned(),
            arguments: serde_json::Map::new(),
            language: "kk".to_owned(),
            state: "pending".to_owned(),
            begun: 1,
            attempts,
        };
        let said = |sent: &Sent| delivery(sent).words;
        assert_eq!(said(&sent(Vec::new())), Words::key("delivery-waiting"));
        let failed = vec![attempt("2026-07-03T18:30:02Z", "retried")];
        assert_eq!(said(&sent(failed)), Words::key("delivery-retrying"));
    }

    #[test]
    fn a_message_that_waited_for_the_morning_is_shown_with_its_own_time() {
        let fired_at = "2026-07-03T18:30:00Z".parse().unwrap();
        assert!(at_once(fired_at, &[attempt("2026-07-03T18:30:02Z", "delivered")]));
        assert!(!at_once(
            fired_at,
            &[attempt("2026-07-04T02:00:00Z", "delivered")]
        ));
        let twice = [
            attempt("2026-07-03T18:30:02Z", "retried"),
            attempt("2026-07-03T18:30:07Z", "delivered"),
        ];
        assert!(!at_once(fired_at, &twice));
        assert!(!at_once(fired_at, &[]));
    }
}
