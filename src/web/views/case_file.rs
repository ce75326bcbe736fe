//! The case page: who, what is next, when, how sure, whose move, why.

mod samples;

pub(super) use samples::ruling_step_sample;

use super::{
    alerts::Hop,
    parts::{Banner, CaseHead, CoverBar, Link, Moment, Row, Status, Tone, Window},
};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

/// `/cases/<id>` for those who may read the clinical file, and its registry part for those who keep the register.
#[derive(Clone, Debug, Serialize)]
pub struct CaseFile {
    /// Whose case it is.
    pub head: CaseHead,
    /// What stops or colours the case now.
    pub banners: Vec<Banner>,
    /// The next thing to happen; absent when nothing is planned.
    pub next: Option<Next>,
    /// Why nothing is planned, when nothing is.
    pub no_next: Option<Words>,
    /// Where the drug for the next dose is; absent for those who may not know.
    pub drug: Option<Drug>,
    /// Everything else that is open.
    pub also: Vec<Open>,
    /// How long the last dose works; absent for those who may not know.
    pub cover: Option<CoverBar>,
    /// What the reader may do.
    pub actions: Vec<Link>,
    /// Alerts of the case, the newest first.
    pub alerts: Vec<AlertLine>,
    /// Who is told, in order, of what is late, or would be if the next dose were missed.
    pub ladders: Vec<Ladder>,
    /// The reviews, the latest first.
    pub reviews: Vec<ReviewLine>,
    /// What happened last, the newest first.
    pub timeline: Vec<Entry>,
    /// What happened before that, folded away.
    pub earlier: Vec<Entry>,
    /// Everything that happened, where this is not all.
    pub whole: Option<Link>,
    /// The alerts and notices, which stand apart: they must not bury what was done and found.
    pub notices: Option<Link>,
    /// Rules in use that are not published yet.
    pub drafts: Vec<Link>,
    /// The rulings, the newest first.
    pub rulings: Vec<RulingLine>,
    /// The regimen in short.
    pub regimen: Vec<Row>,
    /// The organisations and the end of the term.
    pub facts: Vec<Row>,
    /// The way out: release, hand-overs, whereabouts.
    pub passage: Option<Link>,
    /// The person's own page in each language, where the reader may print it.
    pub own_record: Vec<Link>,
}

/// Where the drug for the next dose is.
#[derive(Clone, Debug, Serialize)]
pub struct Drug {
    /// Where, and whether it will be there in time.
    pub status: Status,
    /// Where to look.
    pub link: Option<Link>,
    /// The nearest pack that could be given, where its own is not in place.
    pub nearest: Option<Words>,
}

impl Drug {
    /// Is it to be said which pack is the nearest?
    #[must_use]
    pub fn lacks(&self) -> bool {
        matches!(self.status.tone, Tone::Bad | Tone::Warn)
    }
}

/// The next obligation.
#[derive(Clone, Debug, Serialize)]
pub struct Next {
    /// What.
    pub kind: Words,
    /// Its days.
    pub window: Window,
    /// When it opens or closes.
    pub timing: Status,
    /// What must be done before it.
    pub before: Option<Words>,
    /// Whose move it is: of what comes before, where something does.
    pub mover: Words,
    /// Why: the rule with its version, the facts used, the days skipped.
    pub why: Vec<Words>,
    /// The rule itself, with its sources.
    pub rule: Option<Link>,
    /// What to do now.
    pub action: Option<Link>,
    /// Why there is nothing to do now for the reader.
    pub no_action: Option<Words>,
}

/// Another open obligation.
#[derive(Clone, Debug, Serialize)]
pub struct Open {
    /// What.
    pub kind: Words,
    /// The day due.
    pub due_on: NaiveDate,
    /// How it stands.
    pub status: Status,
    /// Whose move it is.
    pub mover: Words,
    /// Why: the rule, the facts used, the days skipped.
    pub why: Vec<Words>,
    /// The rule itself, with its sources.
    pub rule: Option<Link>,
}

/// One review of the case.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewLine {
    /// The review's page.
    pub href: String,
    /// Which one.
    pub words: Words,
    /// How it stands.
    pub status: Status,
}

/// One alert of the case.
#[derive(Clone, Debug, Serialize)]
pub struct AlertLine {
    /// The alert's page.
    pub href: String,
    /// What happened.
    pub words: Words,
    /// The day it is about.
    pub on: NaiveDate,
    /// How it stands.
    pub status: Status,
}

/// The ladder as it will run.
#[derive(Clone, Debug, Serialize)]
pub struct Ladder {
    /// What has climbed or rests, or what would have to happen first.
    pub about: Words,
    /// Whether it climbs now, was answered, or would climb.
    pub hint: Words,
    /// The steps.
    pub steps: Vec<LadderStep>,
    /// How it ends if nobody answers.
    pub ends: Vec<Words>,
    /// The rule behind it.
    pub rule: Option<Link>,
    /// To what was sent, where that is not shown.
    pub sent: Option<Link>,
    /// Whether it stands open: a step lacks something, or what was sent is asked for.
    pub open: bool,
}

/// One step of the ladder.
#[derive(Clone, Debug, Serialize)]
pub struct LadderStep {
    /// Who: role, organisation and, where known, name.
    pub who: Words,
    /// When, while nobody answers.
    pub when: Words,
    /// By which channels.
    pub how: Vec<Words>,
    /// What is missing for this step to work: no deputy, no address.
    pub lacks: Option<Words>,
    /// Whether it has been taken.
    pub done: bool,
    /// What it sent, with every attempt.
    pub hops: Vec<Hop>,
}

/// One thing that happened.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// What, in a few words.
    pub title: Words,
    /// The details, one line each.
    pub lines: Vec<Words>,
    /// What a correction changed.
    pub changes: Vec<Change>,
    /// What is read only when it matters: how the person was recognised, what was answered before the injection.
    pub details: Vec<Row>,
    /// When it happened.
    pub occurred_at: Moment,
    /// When it was written down.
    pub recorded_at: Moment,
    /// Who wrote it down.
    pub who: Words,
    /// The ruling under which it happened.
    pub ruling: Option<Words>,
    /// Set when the record was struck out.
    pub voided: Option<Voided>,
    /// Where to amend or void it, or to see its history.
    pub links: Vec<Link>,
}

/// One value that a correction changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What it is.
    pub label: Words,
    /// As it was.
    pub old: Words,
    /// As it is.
    pub new: Words,
}

/// Why a record does not count any more.
#[derive(Clone, Debug, Serialize)]
pub struct Voided {
    /// The reason given.
    pub reason: Words,
    /// What stands in its place, when something does.
    pub link: Option<Link>,
}

/// One ruling.
#[derive(Clone, Debug, Serialize)]
pub struct RulingLine {
    /// The court.
    pub court: String,
    /// The number.
    pub number: String,
    /// The day of the ruling.
    pub ruled_on: NaiveDate,
    /// The day on which it entered into force.
    pub in_force_on: Option<NaiveDate>,
    /// The last day of its term.
    pub until: Option<NaiveDate>,
    /// How it stands.
    pub status: Status,
    /// The beginning of the scan's SHA-256.
    pub scan: Option<String>,
    /// Where to change it.
    pub change: Option<Link>,
    /// Its versions and steps.
    pub history: Vec<RulingStepLine>,
    /// In which case it stands, where that is another one of the same person, which rests.
    pub beside: Option<Words>,
}

/// One step in the life of a ruling.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RulingStepLine {
    /// What happened.
    pub words: Words,
    /// From which day.
    pub on: NaiveDate,
    /// The paper.
    pub document: String,
    /// The version it made, and what it did to the plan.
    pub lines: Vec<Words>,
    /// Why it was struck out, where it was recorded wrongly.
    pub voided: Option<Words>,
    /// Where to strike it out.
    pub link: Option<Link>,
}

/// `/cases/<id>/history`
#[derive(Clone, Debug, Serialize)]
pub struct History {
    /// Whose case it is.
    pub head: CaseHead,
    /// Everything, or one kind of thing.
    pub parts: Vec<HistoryPart>,
    /// A part of what happened, the newest first.
    pub timeline: Vec<Entry>,
    /// The next part, when there is more.
    pub next_href: Option<String>,
    /// The beginning, when this is not the first part.
    pub first_href: Option<String>,
}

/// One kind of things in a history.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryPart {
    /// Its name, with how many there are.
    pub link: Link,
    /// Whether it is what is shown.
    pub current: bool,
}
