//! What somebody tries, or time that passes. Every choice is written in the step, so that a step tells all that is
//! needed to take it again.

mod course;
mod court;
mod doses;
mod name;
mod outside;
mod passage;
mod records;
mod registry;
mod reviewing;
mod supply;
mod taken;

use crate::domain::ids::OrganisationId;
use crate::domain::ruling::RulingStep;

pub use doses::faultless;
pub use outside::Outside;
pub use supply::Supplying;
pub use taken::take;

/// Something somebody tries, or time that passes. Numbers that choose from a list of the rules go round it.
#[derive(Clone, Debug)]
pub enum Step {
    /// Hours pass; the sweep comes by afterwards, or does not.
    Pass {
        /// How many.
        hours: u32,
        /// Does it come by?
        swept: bool,
    },
    /// The clock runs to about when the open dose is due, and it is given if that may be.
    PassToDose {
        /// Days after the day it is due.
        days_off: i64,
        /// Given, with this cause where it is late.
        give: Option<usize>,
    },
    /// The open dose is given, or said to have been. A negative number of hours is a clock that is wrong.
    Give {
        /// How long ago.
        hours_ago: i64,
        /// Why so late, where it is.
        cause: usize,
    },
    /// The last dose is entered a second time.
    GiveTwice,
    /// A form with one thing in it that cannot be.
    Nonsense {
        /// Which thing.
        what: usize,
    },
    /// The open dose was not given.
    NotGiven {
        /// How long ago that was seen.
        hours_ago: i64,
        /// Why.
        cause: usize,
    },
    /// A physician decides about a dose that is very late.
    Decide {
        /// To be given?
        give: bool,
    },
    /// A commission looks for what speaks against treatment.
    Clear {
        /// May it begin?
        cleared: bool,
        /// What it found.
        found: Option<usize>,
    },
    /// A drug is chosen, or another one in mid-course.
    Prescribe {
        /// First dose in so many days.
        in_days: i64,
        /// Which product.
        product: usize,
    },
    /// The person is told, and answers.
    Inform {
        /// What he answers.
        consent: usize,
    },
    /// A clinician stops the doses.
    Hold {
        /// Intended end.
        until_in: Option<i64>,
    },
    /// Another physician confirms that.
    Confirm {
        /// Intended end.
        until_in: Option<i64>,
    },
    /// A physician lifts it.
    Lift,
    /// An adverse reaction.
    React {
        /// How severe.
        severity: usize,
        /// Stopped at the reporter's wish?
        hold: bool,
    },
    /// How the oldest open reaction ended.
    Recover,
    /// Something that speaks against a drug is found.
    Contraindication {
        /// What.
        what: usize,
        /// What is to follow.
        follows: usize,
    },
    /// A physician says that all of it that may pass is over, apart from any hold.
    Over,
    /// Specialists examine.
    Exam {
        /// How long ago.
        days_ago: i64,
        /// All as it should be?
        well: bool,
        /// A reaction they find.
        severity: Option<usize>,
    },
    /// A laboratory's slip.
    Results {
        /// Taken so long ago.
        days_ago: i64,
        /// All as it should be?
        well: bool,
    },
    /// A physician decides about the oldest results that wait.
    Judge {
        /// What.
        decided: usize,
        /// Repeated in so many days.
        in_days: i64,
    },
    /// A court does something to a ruling.
    Court {
        /// What.
        step: RulingStep,
        /// With effect in so many days.
        in_days: i64,
        /// To which ruling, from the last one back.
        back: usize,
        /// A new term, so many days from then.
        for_days: Option<i64>,
        /// A new supervising body.
        police: Option<bool>,
    },
    /// A further ruling.
    Ruling {
        /// In force in so many days; not known where none.
        in_days: Option<i64>,
        /// For so many days.
        for_days: Option<i64>,
        /// Not announced yet?
        draft: bool,
    },
    /// One paper for the review is filed.
    Paper {
        /// Which.
        which: usize,
    },
    /// A commission examined some days ago and writes; so many of its members sign.
    Review {
        /// How long ago.
        days_ago: i64,
        /// What it proposes.
        proposal: usize,
        /// Signatures beyond the first.
        signatures: usize,
        /// The first one with an opinion of his own?
        dissents: bool,
    },
    /// Whoever cleared the person or chose his drug is put on the commission.
    ReviewOwn,
    /// What was proposed goes to the court.
    Submission,
    /// The court says no.
    Declined,
    /// Somebody who was told answers an alert.
    Answer {
        /// For which organisation.
        body: OrganisationId,
        /// What was done.
        action: usize,
    },
    /// Something irregular around an injection.
    Incident {
        /// How long ago.
        hours_ago: i64,
        /// Was something injected?
        injected: bool,
    },
    /// A physician looks at the oldest incident.
    LookAtIncident,
    /// The last dose happened at another time, or another volume of it was given.
    AmendDose {
        /// So much later; at none it is the volume.
        hours: i64,
    },
    /// What was seen is added to the oldest dose of which it is owed.
    Observe,
    /// The last dose not given had another cause.
    AmendCause {
        /// Which.
        cause: usize,
    },
    /// A record is struck out.
    Void {
        /// Which, from the last one back.
        which: usize,
    },
    /// The person is treated elsewhere.
    Place {
        /// Where.
        to: OrganisationId,
        /// From when.
        in_days: i64,
    },
    /// Another body supervises.
    Supervision {
        /// The police, or the probation of the region in which he lives?
        police: bool,
        /// From when.
        in_days: i64,
    },
    /// The person complains.
    Complain {
        /// About what.
        subject: usize,
        /// To whom.
        addressee: usize,
    },
    /// The oldest complaint is answered.
    AnswerComplaint,
    /// The person dies, or is handed over to another state.
    Leave {
        /// Which of the two.
        death: bool,
        /// How long ago.
        hours_ago: i64,
    },
    /// A physician plans the time after the measure.
    Aftercare,
    /// A letter that the measure is over is signed: to the next of those who do not know it.
    TellEnd,
    /// A paper names a day of release.
    ReleaseDate {
        /// In so many days.
        in_days: i64,
        /// Why.
        because: usize,
    },
    /// Of whoever is held no day of release is known yet, and somebody says so.
    ReleaseDayUnknown,
    /// What the law wants sent before a release is sent.
    Sent {
        /// Which paper.
        which: usize,
    },
    /// One organisation asks another to take over.
    Offer {
        /// Why.
        reason: usize,
        /// Whom.
        to: usize,
    },
    /// One organisation asks another to take over, some days ahead.
    OfferAhead {
        /// Why.
        reason: usize,
        /// Whom.
        to: usize,
        /// In how many days he is expected there.
        in_days: i64,
    },
    /// The other answers.
    AnswerOffer {
        /// Yes?
        accept: bool,
    },
    /// The offer is taken back.
    WithdrawOffer,
    /// Another first appointment is named.
    Appointment,
    /// The person is released.
    Release {
        /// Without a receiver, by the word of a supervisor?
        alone: bool,
    },
    /// The person comes, and no dose is due.
    Came,
    /// A new address.
    Address {
        /// In another region?
        away: bool,
        /// From when.
        from_in: i64,
    },
    /// The person asks to be away.
    AskToGo {
        /// From when.
        in_days: i64,
        /// For how long.
        for_days: i64,
    },
    /// He is answered.
    AnswerAbsence {
        /// May he?
        grant: bool,
    },
    /// The person cannot come, for a good reason.
    Unavailable {
        /// Since so many days.
        since: i64,
        /// For how long.
        for_days: i64,
        /// Why.
        because: usize,
    },
    /// Somebody looks at that again.
    LookAgain {
        /// Is it over?
        over: bool,
        /// So many days ago, or for so many more.
        days: i64,
    },
    /// Nobody knows where he is.
    Lost,
    /// Somebody looks for him.
    Search {
        /// Was he found?
        found: bool,
    },
    /// What a court was said to have done is struck out.
    VoidRulingStep {
        /// Which step, from the last one back.
        which: usize,
    },
    /// What was written down of the last ruling's paper is put right.
    AmendRuling {
        /// What of it.
        what: usize,
        /// By so many days.
        days: i64,
    },
    /// Who the person is is put right.
    CorrectPerson,
    /// The person must be at home at night.
    Curfew {
        /// From when.
        in_days: i64,
        /// For how long; with no end where none.
        for_days: Option<i64>,
    },
    /// An officer gets the case.
    Officer {
        /// One who leaves at once?
        gone: bool,
    },
    /// The case came from a roster.
    Import,
    /// It was taken over by mistake.
    UndoImport,
    /// Another case turns out to be about the same person, and rests from now on.
    Merge {
        /// An injection stands there, so many days old.
        days_ago: i64,
    },
    /// They are two persons after all.
    Part,
    /// Somebody who was told does something about an alert.
    Act {
        /// For which organisation.
        body: OrganisationId,
        /// What.
        action: usize,
    },
    /// Something is done with the drug.
    Supply(Supplying),
    /// Something happens to somebody who lives outside, or is to.
    Outside(Outside),
}

/// One of a list, going round it.
fn pick<T>(from: &[T], number: usize) -> Option<&T> {
    from.get(number % from.len().max(1))
}
