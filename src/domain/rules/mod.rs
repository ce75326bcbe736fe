//! Rules as data: read from files, checked as a whole, looked up by the day on which they apply.
//!
//! Every clinical or legal number stands beside its source and, where a human has yet to sign it off, the
//! profession that must ([`Confirm`]). Nothing here reads a file: [`Rules::parse`] takes text.

mod causes;
mod check;
mod complaint;
mod continuity;
mod course;
mod keeping;
mod ladder;
mod monitoring;
mod night;
mod parse;
mod places;
mod procedure;
mod protocol;
mod reactions;
mod resting;
mod sheet;
mod supply;
#[cfg(test)]
mod tests;
mod validate;

pub use causes::{Cause, Causes, Reason};
pub use check::{Answer, Asked, DecisionAsked, IfFailed, PreDoseCheck, Recorded, Reply, Verdict};
pub use complaint::{Addressee, ComplaintRule, Named};
pub use continuity::{
    AbsenceRule, Continuity, CountingRule, ElsewhereRule, HandoverRule, ListedReason, LostRule,
    ReportingRule, ResidenceRule, RestrictionRule, RestrictionShape, TurnedUpRule, UnavailableRule,
    VisitRule,
};
pub use course::{
    ClearanceRule, Contraindication, Course, InformationRule, PaperRule, Proposal, ReviewRule, Speciality,
    ToldIn, Topic,
};
pub use keeping::{Keeping, Kept};
pub use ladder::{
    ActKind, Channel, Delay, Ladder, NotBefore, Person, Quiet, Recipient, Step, Track, TrackName,
    WorkingHours,
};
pub use monitoring::{Brings, Item, Load, Monitor, MonitoringRule, Range, ResultKind, Target, Unit};
pub use night::Night;
pub use places::{AnswerKind, PlaceKind, Places, Post, Presence, Region, RoleName};
pub use procedure::{
    AfterReview, Anchor, BreachRule, ClockKind, Direction, Eligibility, HoldQuestions, LegalClock, Offset,
    Owner, Party, Procedure, RulingQuestions,
};
pub use protocol::{
    Band, BeforeDecision, Cover, Demand, DoseInterval, Excludes, FirstDose, Flare, Keep, LateDecision,
    Minimum, MinimumAge, Mixing, ObservedFor, Protocol, Reanchor, Restart, Site, Storage, Volume, Window,
};

pub use reactions::{Outcome, Reactions, Severity};
pub use resting::{Backlog, Fit, Rest, Resting, RestingTask};
pub use sheet::{Entry, Said, Sheet};
pub use supply::{Choice, Excursion, Lead, Supply};

use crate::domain::calendar::Calendar;
use crate::domain::localised::Localised;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The profession that must still confirm a number before real use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confirm {
    /// A physician or pharmacist.
    Clinician,
    /// A pharmacist.
    Pharmacist,
    /// A lawyer.
    Lawyer,
}

/// Something wrong with a rule file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleFault {
    /// The file, relative to the folder of policies.
    pub file: String,
    /// What is wrong, in one line.
    pub what: String,
}

impl fmt::Display for RuleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.what)
    }
}

/// Every rule, all versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    protocols: Vec<Protocol>,
    procedures: Vec<Procedure>,
    calendars: Vec<Calendar>,
    ladders: Vec<Ladder>,
    courses: Vec<Course>,
    continuity: Vec<Continuity>,
    resting: Vec<Resting>,
    sources: BTreeMap<String, Localised>,
    sheets: Vec<Sheet>,
    /// Why a dose was not given.
    pub causes: Causes,
    /// Organisations, posts, roles, regions.
    pub places: Places,
    /// How long what is no record is kept.
    pub keeping: Keeping,
    /// Adverse reactions: how severe, and how they end.
    pub reactions: Reactions,
    /// The way of the drug.
    pub supply: Supply,
}

/// The sources of rules in the languages of the product: one file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// Each source; the English is what the rule files say.
    #[serde(rename = "source")]
    pub sources: Vec<Localised>,
}

/// The law on one day: the procedure in force, its calendar, its ladder, its course.
#[derive(Clone, Copy, Debug)]
pub struct Law<'r> {
    /// The procedure in force.
    pub procedure: &'r Procedure,
    /// The working days it counts in.
    pub calendar: &'r Calendar,
    /// The ladder it uses.
    pub ladder: &'r Ladder,
    /// The clinical course it asks for.
    pub course: &'r Course,
}

impl Rules {
    /// The rule files as they are read on screen, by kind and name.
    #[must_use]
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// A source of a rule in the languages of the product, where the policies have it.
    #[must_use]
    pub fn source_words(&self, source: &str) -> Option<&Localised> {
        self.sources.get(source)
    }

    /// The file that a record cites by its rule.
    #[must_use]
    pub fn sheet_of(&self, rule: &str) -> Option<&Sheet> {
        let citing = [
            "protocols",
            "procedure",
            "course",
            "continuity",
            "ladders",
            "supply",
            "resting",
        ];
        let mut cited = self.sheets.iter().filter(|sheet| sheet.name == rule);
        cited
            .clone()
            // A course and a ladder may carry one name; dates come from the course.
            .find(|sheet| sheet.kind == "course")
            .or_else(|| cited.find(|sheet| citing.contains(&sheet.kind.as_str())))
    }

    /// Says which files are published, by path.
    #[must_use]
    pub fn published(mut self, files: &BTreeMap<String, String>) -> Self {
        for sheet in &mut self.sheets {
            sheet.published = files.contains_key(&sheet.file());
        }
        self
    }

    /// The protocol that a record cites by its rule.
    #[must_use]
    pub fn protocol_of(&self, rule: &str) -> Option<&Protocol> {
        self.protocols.iter().find(|protocol| protocol.rule() == rule)
    }

    /// The version of a product's protocol that applies on a day: the newest whose `valid_from` has come.
    #[must_use]
    pub fn protocol_on(&self, id: &str, date: NaiveDate) -> Option<&Protocol> {
        self.protocols
            .iter()
            .filter(|protocol| protocol.id == id && protocol.valid_from <= date)
            .max_by_key(|protocol| (protocol.valid_from, protocol.version))
    }

    /// A given version of a product's protocol.
    #[must_use]
    pub fn protocol(&self, id: &str, version: u32) -> Option<&Protocol> {
        self.protocols
            .iter()
            .find(|protocol| protocol.id == id && protocol.version == version)
    }

    /// Every version of every protocol.
    pub fn protocols(&self) -> impl Iterator<Item = &Protocol> {
        self.protocols.iter()
    }

    /// Every product that is the same medicine as one, itself first.
    #[must_use]
    pub fn products_of(&self, product: &str) -> Vec<String> {
        let known = self.protocols.iter().find(|known| known.id == product);
        known.map_or_else(|| vec![product.to_owned()], |known| known.products.clone())
    }

    /// The medicine of a product: what lies on a shelf is compared by it, and not by the protocol under which it was taken in.
    #[must_use]
    pub fn medicine_of<'a>(&'a self, product: &'a str) -> &'a str {
        let known = self.protocols.iter().find(|known| known.id == product);
        known.map_or(product, Protocol::medicine)
    }

    /// The protocols that may be prescribed on a day, one version of each product, by identity.
    #[must_use]
    pub fn protocols_on(&self, date: NaiveDate) -> Vec<&Protocol> {
        let mut ids: Vec<_> = self
            .protocols
            .iter()
            .map(|protocol| protocol.id.as_str())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter()
            .filter_map(|id| self.protocol_on(id, date))
            .collect()
    }

    /// The procedure in force on a day; none before the first one known.
    #[must_use]
    pub fn procedure_on(&self, date: NaiveDate) -> Option<&Procedure> {
        self.procedures.iter().find(|procedure| {
            procedure.valid_from <= date && procedure.valid_until.is_none_or(|until| date <= until)
        })
    }

    /// A procedure by its identity.
    #[must_use]
    pub fn procedure(&self, id: &str) -> Option<&Procedure> {
        self.procedures.iter().find(|procedure| procedure.id == id)
    }

    /// A calendar by its identity.
    #[must_use]
    pub fn calendar(&self, id: &str) -> Option<&Calendar> {
        self.calendars.iter().find(|calendar| calendar.id == id)
    }

    /// The version of a ladder that applies on a day.
    #[must_use]
    pub fn ladder_on(&self, id: &str, date: NaiveDate) -> Option<&Ladder> {
        self.ladders
            .iter()
            .filter(|ladder| ladder.id == id && ladder.valid_from <= date)
            .max_by_key(|ladder| (ladder.valid_from, ladder.version))
    }

    /// What is wrong with a ladder that is not among these rules yet; nothing where it could be.
    #[must_use]
    pub fn faults_of_ladder(&self, ladder: &Ladder) -> Vec<String> {
        validate::check_ladder(ladder, &self.places)
    }

    /// The words of something done about an alert, by the newest ladder that names it.
    #[must_use]
    pub fn act_name(&self, id: &str) -> Option<&Localised> {
        let mut acts = self.ladders.iter().rev().flat_map(|ladder| &ladder.acts);
        acts.find(|act| act.id == id).map(|act| &act.name)
    }

    /// A given version of a ladder.
    #[must_use]
    pub fn ladder(&self, id: &str, version: u32) -> Option<&Ladder> {
        self.ladders
            .iter()
            .find(|ladder| ladder.id == id && ladder.version == version)
    }

    /// The version of a clinical course that applies on a day.
    #[must_use]
    pub fn course_on(&self, id: &str, date: NaiveDate) -> Option<&Course> {
        self.courses
            .iter()
            .filter(|course| course.id == id && course.valid_from <= date)
            .max_by_key(|course| (course.valid_from, course.version))
    }

    /// The version of a clinical course that a record cites.
    #[must_use]
    pub fn course_by_rule(&self, rule: &str) -> Option<&Course> {
        self.courses.iter().find(|course| course.rule() == rule)
    }

    /// The rules about hand-over and absence that apply on a day; the earliest ones for older facts. `None` only for a
    /// folder of policies without any, which does not load.
    #[must_use]
    pub fn continuity_for(&self, date: NaiveDate) -> Option<&Continuity> {
        let by_version = |rules: &&Continuity| (rules.valid_from, rules.version);
        let applies = self.continuity.iter().filter(|rules| rules.valid_from <= date);
        applies
            .max_by_key(by_version)
            .or_else(|| self.continuity.iter().min_by_key(by_version))
    }

    /// The rules about hand-over and absence that a record cites.
    #[must_use]
    pub fn continuity_by_rule(&self, rule: &str) -> Option<&Continuity> {
        self.continuity.iter().find(|rules| rules.rule() == rule)
    }

    /// The rules about climbs that nobody answers, as they apply on a day; the earliest ones for older days. `None` only
    /// for a folder of policies without any, which does not load.
    #[must_use]
    pub fn resting_for(&self, date: NaiveDate) -> Option<&Resting> {
        let by_version = |rules: &&Resting| (rules.valid_from, rules.version);
        let applies = self.resting.iter().filter(|rules| rules.valid_from <= date);
        applies
            .max_by_key(by_version)
            .or_else(|| self.resting.iter().min_by_key(by_version))
    }

    /// Procedure, calendar, ladder and course of a day together; none before the first procedure.
    #[must_use]
    pub fn law_on(&self, date: NaiveDate) -> Option<Law<'_>> {
        self.law(self.procedure_on(date)?, date)
    }

    /// The law that governs a fact of a day: the procedure then in force, or the earliest one known for facts
    /// that are older still. `None` only for a folder of policies without any procedure, which does not load.
    #[must_use]
    pub fn law_for(&self, date: NaiveDate) -> Option<Law<'_>> {
        let earliest = || {
            self.procedures
                .iter()
                .min_by_key(|procedure| procedure.valid_from)
        };
        self.law_on(date).or_else(|| {
            let procedure = earliest()?;
            self.law(procedure, procedure.valid_from.max(date))
        })
    }

    /// The first day after another on which a procedure, a ladder or a course takes effect that did not before.
    #[must_use]
    pub fn turns_after(&self, date: NaiveDate) -> Option<NaiveDate> {
        let procedures = self.procedures.iter().map(|procedure| procedure.valid_from);
        let ladders = self.ladders.iter().map(|ladder| ladder.valid_from);
        let courses = self.courses.iter().map(|course| course.valid_from);
        let continuity = self.continuity.iter().map(|rules| rules.valid_from);
        let resting = self.resting.iter().map(|rules| rules.valid_from);
        let days = procedures
            .chain(ladders)
            .chain(courses)
            .chain(continuity)
            .chain(resting);
        days.filter(|day| *day > date).min()
    }

    /// A chosen procedure with its calendar, and the ladder and course that apply on a day.
    #[must_use]
    pub fn law<'r>(&'r self, procedure: &'r Procedure, date: NaiveDate) -> Option<Law<'r>> {
        Some(Law {
            procedure,
            calendar: self.calendar(&procedure.calendar)?,
            ladder: self.ladder_on(&procedure.ladder, date)?,
            course: self.course_on(&procedure.course, date)?,
        })
    }
}
