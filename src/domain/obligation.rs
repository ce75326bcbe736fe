//! Obligations: what somebody owes by a date, and why.

use super::event::Conclusion;
use super::ids::OrganisationId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Kinds of obligation. The code is stable: keys, addresses of texts and the ledger use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Send the ruling to the health organisation of the chosen residence.
    ForwardRuling,
    /// Look for contraindications before the first dose.
    Clearance,
    /// Choose the antiandrogen.
    ChooseDrug,
    /// Tell the person what is going to be done.
    InformPerson,
    /// Begin treatment by the legal date.
    FirstDose,
    /// See to it that a ruling is in force by the day on which treatment must have begun.
    BringRuling,
    /// Give the dose of a cycle.
    Dose,
    /// Write down what was seen in the time of observation after the dose of a cycle.
    CompleteObservation,
    /// Specialists' examination of the effect on the body.
    Exam,
    /// Review by the commission of psychiatrists.
    Review,
    /// Ask the court to extend, or let the measure end.
    Extension,
    /// Materials to the court before the end of the term.
    MaterialsToCourt,
    /// Notice of release to health organisation and supervising body.
    ReleaseNotice,
    /// Confirm or renew a medical hold.
    HoldReview,
    /// Decide whether a very late dose may be given.
    DecideLateDose,
    /// Measure what is watched under this drug. Its number is the day it is due, counted from the common era: what
    /// falls due on one day is one obligation, which shrinks as results come in.
    Monitoring,
    /// Decide about results that are not as they should be, or about what specialists concluded. Its number is the position of
    /// their record.
    JudgeResult,
    /// Look at an incident as a physician.
    ReviewIncident,
    /// Say how an adverse reaction ended.
    ReactionOutcome,
    /// Plan the time after the measure.
    Aftercare,
    /// Tell somebody on paper that the measure is over. Cycle: a hundred times how often he was told before, and once more;
    /// and who it is.
    TellEnd,
    /// Answer the person's complaint.
    AnswerComplaint,
    /// Name the missing person in a ladder.
    RepairLadder,
    /// Take up an alert that nobody answered. Its number is the alert's among those of the case.
    TakeUpAlert,
    /// File one paper for a review. Cycle: a hundred times the review's number, and the paper's own number.
    ReviewPaper,
    /// Send to the court what a review proposes.
    SubmitToCourt,
    /// Ask the court how a submission stands.
    AskCourt,
    /// Find an organisation that takes over.
    ArrangeHandover,
    /// Answer the offer of a hand-over.
    AcceptHandover,
    /// Say that the person went on the day of his release, or name another day.
    ConfirmRelease,
    /// Name another first appointment: the release moved past the one named, or it falls into hours at home.
    SetAppointment,
    /// See the person for the first time where he now belongs.
    FirstVisit,
    /// Answer a request to be away.
    AnswerAbsence,
    /// Agree on a day for the dose that falls into a granted absence, or against which a restriction stands. Its number is the
    /// dose's.
    AgreeDoseDay,
    /// Look again whether the good reason not to come still holds. Cycle: a hundred times its number, and the look's own.
    LookAtUnavailable,
    /// Look for a person who cannot be found. Cycle: a hundred times the report's number, and the look's own.
    LocatePerson,
    /// Name a supervising body of the region in which the person lives now. Its number is how many have supervised so far.
    MoveSupervision,
    /// See to it that a usable pack lies where the next dose is given; on the own shelf, that one is kept there for somebody
    /// who is handed over.
    SupplyDose,
    /// Receive a parcel that is on its way. Its number is the parcel's.
    ReceiveParcel,
    /// Say where a parcel goes whose person has gone elsewhere.
    DecideParcel,
    /// Say what became of a parcel that did not arrive whole.
    ReconcileDiscrepancy,
    /// Say what becomes of packs in quarantine.
    QuarantineVerdict,
    /// Say where a parcel was while nobody had signed for it.
    CustodyGap,
    /// Look at a person who received a recalled lot.
    RecallFollowUp,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 44] = [
        Self::ForwardRuling,
        Self::Clearance,
        Self::ChooseDrug,
        Self::InformPerson,
        Self::FirstDose,
        Self::BringRuling,
        Self::Dose,
        Self::CompleteObservation,
        Self::Exam,
        Self::Review,
        Self::Extension,
        Self::MaterialsToCourt,
        Self::ReleaseNotice,
        Self::HoldReview,
        Self::DecideLateDose,
        Self::Monitoring,
        Self::JudgeResult,
        Self::ReviewIncident,
        Self::ReactionOutcome,
        Self::Aftercare,
        Self::TellEnd,
        Self::AnswerComplaint,
        Self::RepairLadder,
        Self::TakeUpAlert,
        Self::ReviewPaper,
        Self::SubmitToCourt,
        Self::AskCourt,
        Self::ArrangeHandover,
        Self::AcceptHandover,
        Self::ConfirmRelease,
        Self::SetAppointment,
        Self::FirstVisit,
        Self::AnswerAbsence,
        Self::AgreeDoseDay,
        Self::LookAtUnavailable,
        Self::LocatePerson,
        Self::MoveSupervision,
        Self::SupplyDose,
        Self::ReceiveParcel,
        Self::DecideParcel,
        Self::ReconcileDiscrepancy,
        Self::QuarantineVerdict,
        Self::CustodyGap,
        Self::RecallFollowUp,
    ];

    /// Those about the way of the drug.
    pub const SUPPLY: [Self; 7] = [
        Self::SupplyDose,
        Self::ReceiveParcel,
        Self::DecideParcel,
        Self::ReconcileDiscrepancy,
        Self::QuarantineVerdict,
        Self::CustodyGap,
        Self::RecallFollowUp,
    ];

    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ForwardRuling => "forward-ruling",
            Self::Clearance => "clearance",
            Self::ChooseDrug => "choose-drug",
            Self::InformPerson => "inform-person",
            Self::FirstDose => "first-dose",
            Self::BringRuling => "bring-ruling",
            Self::Dose => "dose",
            Self::CompleteObservation => "complete-observation",
            Self::Exam => "exam",
            Self::Review => "review",
            Self::Extension => "extension",
            Self::MaterialsToCourt => "materials-to-court",
            Self::ReleaseNotice => "release-notice",
            Self::HoldReview => "hold-review",
            Self::DecideLateDose => "decide-late-dose",
            Self::Monitoring => "monitoring",
            Self::JudgeResult => "judge-result",
            Self::ReviewIncident => "review-incident",
            Self::ReactionOutcome => "reaction-outcome",
            Self::Aftercare => "aftercare",
            Self::TellEnd => "tell-end",
            Self::AnswerComplaint => "answer-complaint",
            Self::RepairLadder => "repair-ladder",
            Self::TakeUpAlert => "take-up-alert",
            Self::ReviewPaper => "review-paper",
            Self::SubmitToCourt => "submit-to-court",
            Self::AskCourt => "ask-court",
            Self::ArrangeHandover => "arrange-handover",
            Self::AcceptHandover => "accept-handover",
            Self::ConfirmRelease => "confirm-release",
            Self::SetAppointment => "set-appointment",
            Self::FirstVisit => "first-visit",
            Self::AnswerAbsence => "answer-absence",
            Self::AgreeDoseDay => "agree-dose-day",
            Self::LookAtUnavailable => "look-at-unavailable",
            Self::LocatePerson => "locate-person",
            Self::MoveSupervision => "move-supervision",
            Self::SupplyDose => "supply-dose",
            Self::ReceiveParcel => "receive-parcel",
            Self::DecideParcel => "decide-parcel",
            Self::ReconcileDiscrepancy => "reconcile-discrepancy",
            Self::QuarantineVerdict => "quarantine-verdict",
            Self::CustodyGap => "custody-gap",
            Self::RecallFollowUp => "recall-follow-up",
        }
    }

    /// Is it about the way of the drug? Then it climbs the track of the supply rules.
    #[must_use]
    pub fn of_supply(self) -> bool {
        Self::SUPPLY.contains(&self)
    }

    /// Does it climb the ladder of supply? A physician owes the look at a person; the rest is the chain's.
    #[must_use]
    pub fn of_supply_ladder(self) -> bool {
        self.of_supply() && self != Self::RecallFollowUp
    }

    /// Is it about one parcel? Its cycle is then the number of the parcel.
    #[must_use]
    pub fn of_parcel(self) -> bool {
        self.of_supply_ladder() && self != Self::SupplyDose
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Who owes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The role within it, as the policies name it.
    pub role: String,
}

/// One reason behind a date, ready to be shown and to be checked by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "kebab-case")]
pub enum Because {
    /// First dose of a regimen, on the day its doctor set.
    FirstDoseSet {
        /// That day.
        on: NaiveDate,
    },
    /// Counted from an anchor date: `steps` intervals later.
    CountedFrom {
        /// The anchor.
        anchor_on: NaiveDate,
        /// How many intervals.
        steps: u32,
        /// Length of one interval.
        every: super::schedule::Interval,
    },
    /// The last dose was inside its window, so the planned series stands.
    SeriesKept {
        /// Day of that dose.
        given_on: NaiveDate,
    },
    /// The last dose became the new anchor.
    ReAnchored {
        /// Day of that dose.
        given_on: NaiveDate,
        /// Days after its target (negative: before).
        days_off_target: i64,
    },
    /// Nothing could be given while treatment was frozen; due again soon after.
    Frozen {
        /// First frozen day.
        from_on: NaiveDate,
        /// First day free again.
        until_on: NaiveDate,
        /// Days allowed for restarting.
        restart_within_days: u32,
    },
    /// Not before the least interval since the last injection.
    LeastInterval {
        /// Day of that injection.
        given_on: NaiveDate,
        /// Least days between two.
        minimum_days: u32,
    },
    /// A legal or product clock counted from a fact.
    Clock {
        /// The fact, by its code in the procedure.
        fact: String,
        /// Its day.
        fact_on: NaiveDate,
        /// The distance in words of the rule, e.g. `3 working-days after`.
        distance: String,
    },
    /// A day that somebody set in a record.
    SetBy {
        /// The record, by its code.
        fact: String,
        /// Its day.
        fact_on: NaiveDate,
        /// The day set.
        on: NaiveDate,
    },
    /// Nobody could know of it earlier, and so it is not due earlier.
    KnownSince {
        /// The fact, by its code.
        fact: String,
        /// The day since which it is known.
        on: NaiveDate,
        /// The day by which it was needed before, where the fact only took away what was there: that day stays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        needed_on: Option<NaiveDate>,
    },
    /// The owner was warned, so many days before it is due.
    Warned {
        /// Days before.
        days: u16,
        /// The day of the warning.
        on: NaiveDate,
    },
    /// The items it is about.
    Items {
        /// By their identity in the course.
        items: Vec<String>,
    },
    /// What specialists concluded asks for a decision.
    Concluded {
        /// The conclusion.
        conclusion: Conclusion,
        /// The day of the examination.
        on: NaiveDate,
    },
    /// Days skipped because nobody works on them.
    Skipped {
        /// Those days.
        days: Vec<NaiveDate>,
    },
}

/// The fact that the day of release became known or moved, from which the law's days before it are counted.
pub const RELEASE_MOVED: &str = "release-date-moved";

/// Why a date is what it is: the rule, its version, the facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// Rule id and version, e.g. `triptorelin-12w.1` or `kz-2025-10-17`.
    pub rule: String,
    /// The reasons, in order.
    pub because: Vec<Because>,
}

impl Why {
    /// The day by which it was needed before what was there was taken away; none where nothing was.
    #[must_use]
    pub fn needed_on(&self) -> Option<NaiveDate> {
        self.because.iter().rev().find_map(|because| match because {
            Because::KnownSince { needed_on, .. } => *needed_on,
            _ => None,
        })
    }

    /// Does a day stand in this record?
    #[must_use]
    pub fn set_by(&self, wanted: &str) -> bool {
        let mut reasons = self.because.iter();
        reasons.any(|because| matches!(because, Because::SetBy { fact, .. } if fact == wanted))
    }

    /// Is a day counted from this fact?
    #[must_use]
    pub fn counts_from(&self, wanted: &str) -> bool {
        let mut reasons = self.because.iter();
        reasons.any(|because| matches!(because, Because::Clock { fact, .. } if fact == wanted))
    }
}

/// What somebody owes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obligation {
    /// What.
    pub kind: Kind,
    /// Which one of its kind.
    pub cycle: u32,
    /// Whose.
    pub owner: Owner,
    /// First day on which it can be discharged.
    pub opens_on: NaiveDate,
    /// The day it is due.
    pub due_on: NaiveDate,
    /// Last day on which it is still in time.
    pub closes_on: NaiveDate,
    /// Why these dates.
    pub why: Why,
}

impl Obligation {
    /// The key on which everything humans did about it hangs.
    #[must_use]
    pub fn key(&self) -> (Kind, u32) {
        (self.kind, self.cycle)
    }

    /// Had its last day passed when the day of release became known from which it is counted? Nobody is late with it.
    #[must_use]
    pub fn lost_by_a_move(&self) -> bool {
        self.why.because.iter().any(|because| {
            matches!(because, Because::KnownSince { fact, on, needed_on: None }
                if fact == RELEASE_MOVED && self.closes_on < *on)
        })
    }
}
