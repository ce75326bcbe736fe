//! A procedure: the law's own clocks, effective-dated. Which one applies is a question of the day.

use super::{Confirm, Post};
use crate::domain::{
    calendar::{Calendar, Counted},
    event::Meanwhile,
    schedule::Interval,
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, de::Error};

/// The legal clocks between two amendments.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Identity; equals the file's name.
    pub id: String,
    /// First day in force.
    pub valid_from: NaiveDate,
    /// Last day in force; none while it is current.
    pub valid_until: Option<NaiveDate>,
    /// The act it comes from.
    pub source: String,
    /// Calendar whose working days count.
    pub calendar: String,
    /// Ladder that missed obligations climb.
    pub ladder: String,
    /// Clinical course it asks for.
    pub course: String,
    /// Zone of a place that names none.
    #[serde(deserialize_with = "zone")]
    pub zone_default: Tz,
    /// Who may come under the measure.
    pub eligibility: Eligibility,
    /// What is asked about the term of a ruling.
    pub ruling: Option<RulingQuestions>,
    /// What is asked about a medical hold.
    pub hold: HoldQuestions,
    /// What follows from a commission's review.
    pub review: AfterReview,
    /// Whom a breach of personal data must be told, and how soon; none in procedures older than that duty.
    #[serde(default)]
    pub breach: Option<BreachRule>,
    /// The clocks.
    #[serde(rename = "clock")]
    pub clocks: Vec<LegalClock>,
}

/// Who may come under the measure. These warn; only a court decides.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// Offences before this day warn.
    pub offence_not_before: NaiveDate,
    /// Years of age at the offence and at the ruling below which the form warns.
    pub minimum_age_years: u16,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// What is asked once more about a ruling before it is kept.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulingQuestions {
    /// A term that ends more days from now is asked about.
    pub ask_beyond_days: u16,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// What is asked about a medical hold before it is kept.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldQuestions {
    /// An intended end further away than this is asked about once more.
    pub ask_beyond_days: u16,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// What follows from a commission's review.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AfterReview {
    /// The doses between a proposal to stop and the court's decision.
    pub until_court_decides: Meanwhile,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// How soon the authority must be told of a breach of personal data.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreachRule {
    /// Working days from the day on which it became known.
    pub tell_within_working_days: u16,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// One legal clock: what starts it, how long it runs, who answers for it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalClock {
    /// The obligation it makes.
    pub kind: ClockKind,
    /// The fact it is counted from.
    pub anchor: Anchor,
    /// Towards the future or the past.
    pub direction: Direction,
    /// How far.
    pub offset: Offset,
    /// For a repeating clock: months between one due date and the next, counted from the first.
    pub repeat_months: Option<u16>,
    /// How long before the due date the work may begin; none means from the anchor on (`after`).
    pub opens_before: Option<Offset>,
    /// Days before the due date on which the owner is warned, descending.
    #[serde(default)]
    pub warn_days_before: Vec<u16>,
    /// Who must do it.
    pub owner: Owner,
    /// For the first dose: who sees to it that a ruling is in force by then, while none is. Nobody owes a dose before.
    pub before_force: Option<Owner>,
    /// Who is warned besides.
    #[serde(default)]
    pub warn_also: Vec<Owner>,
    /// Where it comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// The obligations that the law's clocks make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockKind {
    /// Send the ruling to the health organisation.
    ForwardRuling,
    /// A medical commission looks for contraindications.
    Clearance,
    /// Choose the product and prescribe the regimen.
    ChooseDrug,
    /// Send materials to the court before the end of the term.
    MaterialsToCourt,
    /// Give the first dose.
    FirstDose,
    /// Specialists examine the effect on the body.
    Exam,
    /// A commission reviews whether the measure is still needed.
    Review,
    /// Ask the court to extend, change or end the measure.
    Extension,
    /// Announce the release.
    ReleaseNotice,
    /// A second physician confirms a medical hold.
    ConfirmHold,
    /// A physician looks at a medical hold again.
    HoldReview,
    /// A physician looks at an incident.
    ReviewIncident,
    /// What a review proposes goes to the court.
    SubmitToCourt,
    /// The court is asked how a submission stands.
    AskCourt,
    /// Say how an adverse reaction ended.
    ReactionOutcome,
    /// Plan the time after the measure.
    Aftercare,
    /// Those who must know are told on paper that the measure is over.
    TellEnd,
    /// A physician decides about a result.
    JudgeResult,
}

/// The fact a clock is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    /// The facility received the ruling.
    RulingReceived,
    /// The ruling entered into legal force.
    RulingInForce,
    /// The commission's recommendation was received: the person is cleared.
    RecommendationReceived,
    /// The first dose was given: treatment began.
    FirstDose,
    /// The term ends.
    EndOfTerm,
    /// The person is released.
    Release,
    /// A medical hold was placed.
    HoldPlaced,
    /// A medical hold is to end.
    HoldEnds,
    /// An incident was reported.
    IncidentReported,
    /// A commission examined the person.
    ReviewHeld,
    /// Every member of a commission signed.
    ReviewConcluded,
    /// A submission was sent to the court.
    SubmissionSent,
    /// An adverse reaction was reported.
    ReactionReported,
    /// A contraindication to the present drug was found.
    ContraindicationFound,
    /// The measure ended.
    MeasureEnded,
    /// A result that needs a decision was written down.
    ResultRecorded,
    /// A result that needs one on the same day was.
    AlarmRecorded,
    /// A physician decided about a result.
    ResultJudged,
}

/// Towards the future or the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// After the anchor.
    After,
    /// Before it.
    Before,
}

/// A legal length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offset {
    /// Working days of the procedure's calendar; the anchor's own day is not counted.
    WorkingDays(u16),
    /// Calendar days.
    Days(u16),
    /// Calendar months, clamped to the month's last day.
    Months(u16),
}

impl Offset {
    /// The date this far from `date`. Calendar days and months pass over nothing.
    #[must_use]
    pub fn from(self, date: NaiveDate, direction: Direction, calendar: &Calendar) -> Counted {
        let interval = match self {
            Self::WorkingDays(days) => {
                let days = i64::from(days);
                let signed = if direction == Direction::After {
                    days
                } else {
                    -days
                };
                return calendar.add_working_days(date, signed);
            }
            Self::Days(days) => Interval::Days(days),
            Self::Months(months) => Interval::Months(months),
        };
        let date = match direction {
            Direction::After => interval.after(date),
            Direction::Before => interval.before(date),
        };
        Counted {
            date,
            skipped: Vec::new(),
            certain: true,
        }
    }
}

/// Who must do something: a post in one of the organisations around a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// Which organisation.
    pub organisation: Party,
    /// Which post there; its kind of organisation says which role fills it.
    pub post: Post,
}

/// The organisations around a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// The one that treats the person now.
    Responsible,
    /// The outpatient psychiatric organisation that chooses and supplies the drug; the responsible one itself
    /// where that is such an organisation.
    Supplier,
    /// The supervising body.
    Supervising,
    /// The health department of the case's region.
    Region,
    /// The registry that keeps the court's papers in the case's region.
    Registry,
    /// The organisation to which the person is offered, while nobody has answered.
    Receiver,
    /// The health department of that organisation's region.
    ReceiverRegion,
}

impl LegalClock {
    /// When the obligation is due for an anchor date, at its `cycle`-th turn (1 is the first). A repeating clock
    /// counts months from the anchor, so that a clamped date never drifts.
    #[must_use]
    pub fn due(&self, anchor: NaiveDate, cycle: u32, calendar: &Calendar) -> Counted {
        let turns = cycle.saturating_sub(1);
        match (self.offset, self.repeat_months) {
            (_, None) => self.offset.from(anchor, self.direction, calendar),
            _ if turns == 0 => self.offset.from(anchor, self.direction, calendar),
            (Offset::Months(first), Some(every)) => {
                let months = u32::from(first).saturating_add(u32::from(every).saturating_mul(turns));
                let months = u16::try_from(months).unwrap_or(u16::MAX);
                Offset::Months(months).from(anchor, self.direction, calendar)
            }
            (_, Some(every)) => {
                let first = self.offset.from(anchor, self.direction, calendar);
                let months = u16::try_from(u32::from(every).saturating_mul(turns)).unwrap_or(u16::MAX);
                Offset::Months(months).from(first.date, self.direction, calendar)
            }
        }
    }

    /// First day on which the work may begin, for a due date reached from `anchor`.
    #[must_use]
    pub fn opens_on(&self, anchor: NaiveDate, due_on: NaiveDate, calendar: &Calendar) -> NaiveDate {
        match self.opens_before {
            Some(offset) => offset.from(due_on, Direction::Before, calendar).date,
            None => anchor.min(due_on),
        }
    }
}

/// Reads a zone by its IANA name.
pub(super) fn zone<'de, D: Deserializer<'de>>(text: D) -> Result<Tz, D::Error> {
    let name = String::deserialize(text)?;
    name.parse()
        .map_err(|_| D::Error::custom(format!("there is no time zone called {name}")))
}
