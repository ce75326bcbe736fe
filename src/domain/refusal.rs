//! Refusals: what the rules say no to, with the facts a person needs to do it right.

mod answer;
mod faults;
mod words;

use super::dosing::NoDose;
use super::event::Recorder;
use super::ids::{PackId, RecordId};
use super::localised::Localised;
use super::pack_code::Unread;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use thiserror::Error;

pub use faults::{MergeFirst, PackFault, ParcelFault, ScanFault};
pub use words::{LINE, WORDS, blank, invisible, text};

/// One reason why an intention was refused. Expected, explained on the screen, never logged as a fault.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refusal {
    /// No dose is open.
    #[error("no dose is open: {}", .0.code())]
    NoDose(NoDose),
    /// The doses were stopped after the time at which this one is said to have been given, and it is not said that it was
    /// given before that.
    #[error("stopped since: {}", .reason.code())]
    StoppedSince {
        /// What stops them.
        reason: NoDose,
    },
    /// Somebody recorded this dose first, or that it was not given on this visit.
    #[error("already recorded")]
    AlreadyRecorded {
        /// The record that stands.
        dose: RecordId,
        /// By whom.
        by: Recorder,
        /// When it was written down.
        recorded_at: DateTime<Utc>,
    },
    /// Before the window, or nearer to the last injection than the protocol allows.
    #[error("too early, opens on {opens_on}")]
    TooEarly {
        /// First day.
        opens_on: NaiveDate,
    },
    /// Said to have happened before the last recorded dose.
    #[error("before the last dose")]
    BeforeLastDose {
        /// Day of that dose.
        given_on: NaiveDate,
    },
    /// A first dose, said to have been given before the commission looked at the person.
    #[error("before the clearance")]
    BeforeClearance {
        /// Day of the examination.
        examined_on: NaiveDate,
    },
    /// A first dose of a drug, said to have been given before the person was told about it.
    #[error("before the information")]
    BeforeInformation {
        /// The day on which he was told.
        told_on: NaiveDate,
    },
    /// On that day, but before something without which it cannot have been.
    #[error("not before {earliest}")]
    NotBeforeTime {
        /// The field.
        field: &'static str,
        /// The earliest moment, by the clock of the place.
        earliest: NaiveDateTime,
    },
    /// Said to have been given before its pack was where it was given.
    #[error("before its pack came")]
    BeforePack {
        /// When the pack came, by the clock of the place.
        came: NaiveDateTime,
        /// When it is said to have been given.
        given: NaiveDateTime,
    },
    /// Said to have happened after it was written down.
    #[error("written down before it happened")]
    WrittenBefore {
        /// When it was written down, by the clock of the place.
        written: NaiveDateTime,
    },
    /// An answer that speaks against the dose waits for a physician.
    #[error("an answer waits for a physician")]
    AlarmUndecided {
        /// The record that it stands in.
        record: RecordId,
        /// The day of the answer.
        on: NaiveDate,
    },
    /// Whoever gives the dose names himself as the one who stood by.
    #[error("the name of whoever gives it")]
    OwnName,
    /// Whoever is named as the one who stood by is known to hold another post than the one that must be present.
    #[error("the name of somebody in another post")]
    OtherPost,
    /// Said to happen in the future.
    #[error("in the future")]
    InFuture {
        /// Field.
        field: &'static str,
    },
    /// The lateness band asks for a reason.
    #[error("late reason needed")]
    LateReasonNeeded {
        /// Days after the target.
        days: i64,
    },
    /// The lateness band asks for a physician's decision first.
    #[error("physician's decision needed")]
    DecisionNeeded {
        /// Days after the target.
        days: i64,
    },
    /// A physician allowed so late a dose too long ago: he decides again.
    #[error("the physician's leave has lapsed")]
    DecisionLapsed {
        /// The day of the decision.
        decided_on: NaiveDate,
        /// For how many days it counted.
        valid_days: u16,
    },
    /// A physician decided that the dose is not to be given.
    #[error("withheld by a physician")]
    Withheld {
        /// The day of the decision.
        decided_on: NaiveDate,
    },
    /// The time of observation after the injection is not over: nobody can say yet that nothing was seen.
    #[error("observed for less than {minutes} minutes")]
    ObservedTooSoon {
        /// Minutes from the injection.
        minutes: u16,
    },
    /// So long after the last dose a physician decides with a recent result, or says why without it.
    #[error("{} must be measured first", .name.en)]
    MeasureFirst {
        /// Name of what is measured.
        name: Localised,
        /// For how many days a result counts.
        valid_days: u16,
    },
    /// The pack is past its last day of use on the day of the dose.
    #[error("expired")]
    Expired {
        /// Its last day.
        expiry_on: NaiveDate,
    },
    /// A pre-dose check was not answered.
    #[error("check {check} unanswered")]
    CheckMissing {
        /// Its id.
        check: String,
    },
    /// A pre-dose check says no dose.
    #[error("check {check} failed")]
    CheckFailed {
        /// Its id.
        check: String,
    },
    /// A number that can hardly be: a slip of the pen, or another unit.
    #[error("check {check} impossible")]
    CheckImpossible {
        /// Its id.
        check: String,
    },
    /// The result is too old or undated.
    #[error("check {check} expired")]
    CheckExpired {
        /// Its id.
        check: String,
        /// For how many days a result counts.
        valid_days: u16,
    },
    /// More than the protocol allows.
    #[error("volume above {max_ml} ml")]
    VolumeTooLarge {
        /// What one dose usually is.
        usual_ml: f64,
        /// Greatest volume.
        max_ml: f64,
    },
    /// Two different identifiers are needed.
    #[error("two identifiers needed")]
    TwoIdentifiers,
    /// Required and empty.
    #[error("{field} is required")]
    Required {
        /// Field.
        field: &'static str,
    },
    /// Not one of the choices, or not readable.
    #[error("{field} is not understood")]
    NotUnderstood {
        /// Field.
        field: &'static str,
    },
    /// A date that must not lie before another.
    #[error("{field} must not be before {earliest_on}")]
    NotBefore {
        /// Field.
        field: &'static str,
        /// Earliest day.
        earliest_on: NaiveDate,
    },
    /// A date that must not lie after another.
    #[error("{field} must not be after {latest_on}")]
    NotAfter {
        /// Field.
        field: &'static str,
        /// Latest day.
        latest_on: NaiveDate,
    },
    /// A day after whoever handed the person over had ceased to answer for him.
    #[error("{field} lies after the hand-over: {latest_on}")]
    AfterHandover {
        /// Field.
        field: &'static str,
        /// The day of the hand-over, or on which it became known.
        latest_on: NaiveDate,
    },
    /// Not everything that a person must be told was told.
    #[error("{} topics were not explained", .topics.len())]
    TopicsMissing {
        /// Their names.
        topics: Vec<Localised>,
    },
    /// A commission's speciality has no named member.
    #[error("no {speciality} named")]
    MemberMissing {
        /// Its identity in the course.
        speciality: String,
    },
    /// One person is named under two specialities of a commission.
    #[error("{speciality} is another one as well")]
    MemberTwice {
        /// The second of them.
        speciality: String,
    },
    /// A contraindication was not answered.
    #[error("{contraindication} not answered")]
    FindingMissing {
        /// Its identity in the course.
        contraindication: String,
    },
    /// An item that must be answered was not.
    #[error("{item} not answered")]
    ResultMissing {
        /// Its identity in the course.
        item: String,
    },
    /// A value that is neither a number nor an answer.
    #[error("{item} is not understood")]
    ResultUnread {
        /// Its identity in the course.
        item: String,
    },
    /// A unit that the item is not measured in.
    #[error("{item} has no such unit")]
    UnitUnknown {
        /// Its identity in the course.
        item: String,
    },
    /// A value that can hardly be: a slip of the pen, or another unit.
    #[error("{item} lies between {low} and {high}")]
    ResultImpossible {
        /// Its identity in the course.
        item: String,
        /// Least value that can be, in the unit typed.
        low: f64,
        /// Greatest value that can be.
        high: f64,
        /// The unit.
        unit: Localised,
    },
    /// A value that is not above another one of the same slip, as it always is.
    #[error("{item} is not above the other value")]
    ResultNotAbove {
        /// Its identity in the course.
        item: String,
        /// Name of the other.
        other: Localised,
    },
    /// Said to have happened so long ago that the day is asked about once more.
    #[error("{field} lies more than {days} days back")]
    LongAgo {
        /// Field.
        field: &'static str,
        /// Days after which it is asked about.
        days: u16,
    },
    /// A slip without a value.
    #[error("nothing was measured")]
    NothingMeasured,
    /// No commission cleared the person.
    #[error("not cleared")]
    NotCleared,
    /// The person was not told about the drug.
    #[error("not informed")]
    NotInformed,
    /// The commission found what excludes this drug.
    #[error("excluded by {contraindication}")]
    Contraindicated {
        /// Its identity in the course.
        contraindication: String,
    },
    /// What was found excludes the substance that is to cover the first rise of testosterone.
    #[error("{item} is excluded by {contraindication}")]
    CoverExcluded {
        /// The substance, by its identity in the course.
        item: String,
        /// What was found.
        contraindication: String,
    },
    /// The drug is not given before an age that the person has not reached on the day.
    #[error("younger than {years} years")]
    TooYoung {
        /// Completed years.
        years: u16,
    },
    /// Something permanent speaks against the present drug: it is not taken up again.
    #[error("barred for good by {contraindication}")]
    BarredForGood {
        /// Its identity in the course.
        contraindication: String,
    },
    /// Something that may pass, and is not named as over, speaks against the present drug: the hold stays.
    #[error("something bars the present drug")]
    StillBarred,
    /// Somebody has looked at the hold already, and nothing has come due since.
    #[error("confirmed already")]
    ConfirmedAlready {
        /// By whom.
        by: Recorder,
        /// When it was written down.
        at: DateTime<Utc>,
    },
    /// What was recorded since the form was opened leaves no room for what it says.
    #[error("the records changed")]
    RecordsChanged,
    /// A step in law about a person who cannot come because of us.
    #[error("the case waits for us")]
    WaitsForUs,
    /// Treatment has begun: another drug is a change of regimen, with the decision it rests on.
    #[error("change the regimen instead")]
    ChangeInstead,
    /// The first dose was given: clearance comes before it.
    #[error("treatment has begun")]
    TreatmentBegun,
    /// Recorded by the same person whose act it confirms.
    #[error("another person must confirm")]
    SamePerson,
    /// Whoever brought something and whoever took it are said to be one person.
    #[error("a hand-over has two sides")]
    OneHand,
    /// It is said that there was no logger, and what it showed.
    #[error("no logger, and a reading")]
    ReadWithoutLogger,
    /// A commission needs more members.
    #[error("at least {least} members")]
    TooFewMembers {
        /// Fewest.
        least: usize,
    },
    /// Who decided about the treatment may not review it.
    #[error("took part in the treatment")]
    TookPart {
        /// Where it was chosen, or none where it is the signer.
        field: Option<&'static str>,
    },
    /// Not a member of this commission.
    #[error("not a member")]
    NotAMember,
    /// The text changed since it was shown.
    #[error("the text changed")]
    TextChanged,
    /// A letter does not say what the facts say now.
    #[error("the facts changed")]
    FactsChanged,
    /// The one complained about does not answer the complaint.
    #[error("the one complained about must not answer")]
    ComplainedAbout,
    /// A pack that should not be given.
    #[error("the pack should not be given: {}", .0.code())]
    PackUnsound(PackFault),
    /// The lot is on record with another last day of use.
    #[error("the lot is on record until {known_on}")]
    ExpiryDiffers {
        /// The last day on record.
        known_on: NaiveDate,
    },
    /// It was not said what became of a pack that did not arrive, or was not accepted.
    #[error("what became of pack {name} is not said")]
    PackUnaccounted {
        /// Which.
        pack: PackId,
        /// What it is called.
        name: String,
        /// Number of its lot.
        lot: String,
    },
    /// A pack that lies set aside is not lost.
    #[error("pack {name} lies set aside")]
    PackLiesAside {
        /// Which.
        pack: PackId,
        /// What it is called.
        name: String,
        /// Number of its lot.
        lot: String,
    },
    /// It takes two people to say that a pack was destroyed.
    #[error("pack {name} is not destroyed by one person")]
    PackDestroyedAlone {
        /// Which.
        pack: PackId,
        /// What it is called.
        name: String,
        /// Number of its lot.
        lot: String,
    },
    /// The trade item number of a code belongs to another product.
    #[error("the trade item number belongs to another product")]
    OtherTradeItem,
    /// Packs of a lot were given to somebody, are kept for him or on their way: what they are is not said anew.
    #[error("{packs} packs of the lot are somebody's")]
    LotBound {
        /// So many.
        packs: usize,
    },
    /// The last day of a lot and what the lot is are put right one after the other.
    #[error("one correction at a time")]
    OneAtATime,
    /// Another lot has this product and this number, and another last day of use.
    #[error("another lot has this product and number, and another last day")]
    LotKnown,
    /// A pack of a parcel was neither accepted nor rejected: accepted and rejected must equal what was sent.
    #[error("a pack is neither accepted nor rejected")]
    PackUnanswered {
        /// Which.
        pack: PackId,
    },
    /// What the logger showed and the hours outside the limits contradict each other.
    #[error(
        "the readings and the hours outside {min_celsius} to {max_celsius} degrees contradict each other"
    )]
    ReadingsContradict {
        /// Never colder.
        min_celsius: i16,
        /// Never warmer.
        max_celsius: i16,
    },
    /// The readings lie outside the limits, and it was said neither for how long nor that it is not known; or both were said.
    #[error("outside {min_celsius} to {max_celsius} degrees, and nobody says for how long")]
    HoursUnsaid {
        /// Never colder.
        min_celsius: i16,
        /// Never warmer.
        max_celsius: i16,
    },
    /// The lowest temperature is above the highest.
    #[error("the lowest temperature is above the highest")]
    LowestAboveHighest,
    /// Said to have been mixed after it was given.
    #[error("mixed after it was given")]
    MixedAfter,
    /// The lot typed by hand is another than that of the pack that was chosen or scanned.
    #[error("the lot typed is not {known}")]
    LotDiffers {
        /// The lot of the pack.
        known: String,
    },
    /// Longer mixed than the product stands.
    #[error("mixed more than {minutes} minutes before")]
    MixedTooLong {
        /// Minutes allowed.
        minutes: u16,
    },
    /// The person has an open case.
    #[error("the person has an open case")]
    PersonHasCase,
    /// Whoever is registered under this number was born on another day.
    #[error("the number belongs to somebody born on another day")]
    NumberOfAnother,
    /// One account has heard of too many persons of other regions in a time.
    #[error("too many persons of other regions")]
    TooManyElsewhere,
    /// Two rows of a roster are about one person.
    #[error("two rows about one person")]
    TwiceInFile,
    /// A row of a roster has text where there is no column: a cell of it was taken apart.
    #[error("text beyond the columns")]
    BeyondColumns,
    /// A dose of the time before, past the last day of its pack.
    #[error("past dose on {given_on} from an expired pack")]
    PastDoseExpired {
        /// Its day.
        given_on: NaiveDate,
    },
    /// A dose of the time before, on a day on which the ruling allows none.
    #[error("past dose on {given_on} outside the ruling")]
    PastDoseOutside {
        /// Its day.
        given_on: NaiveDate,
    },
    /// A dose of the time before, nearer to the one before it than the protocol allows.
    #[error("past dose on {given_on} too near")]
    PastDoseTooNear {
        /// Its day.
        given_on: NaiveDate,
    },
    /// Another case goes on for the same person: what is to be written belongs there.
    #[error("the case rests in {reference}")]
    RestsIn {
        /// Reference of the case that leads.
        reference: String,
    },
    /// Two numbers are two persons.
    #[error("the persons have different numbers")]
    DifferentNumbers,
    /// Something must be carried over, or ended, before a case can rest.
    #[error("first: {}", .0.code())]
    MergeFirst(MergeFirst),
    /// Something was recorded in a case since it was taken over.
    #[error("case {reference} was worked on")]
    ImportTouched {
        /// Its reference.
        reference: String,
    },
    /// No dose is due on that day.
    #[error("nothing is due")]
    NothingDue,
    /// This row of a sheet was typed already.
    #[error("the row was typed already")]
    RowReturned,
    /// Already done, or no longer there to be done.
    #[error("nothing to do")]
    NothingToDo,
    /// The step does not follow from where the ruling stands.
    #[error("the ruling does not allow this step")]
    StepNotPossible,
    /// A parcel does not go this way.
    #[error("{}", .0.code())]
    ParcelStep(ParcelFault),
    /// Another offer waits for an answer, or was accepted.
    #[error("an offer is open")]
    OfferOpen,
    /// Nobody has accepted to take over.
    #[error("no receiver")]
    NoReceiver,
    /// Somebody has accepted: no exception is needed.
    #[error("a receiver has accepted")]
    ReceiverAccepted,
    /// No day of release is known.
    #[error("the release is not known")]
    ReleaseUnknown,
    /// Nobody holds the person: there is nothing to be released from.
    #[error("not in custody")]
    NotHeld,
    /// The organisation has been closed.
    #[error("{field} is closed")]
    PlaceClosed {
        /// Field.
        field: &'static str,
    },
    /// The reason does not fit where the person is and where he is to go.
    #[error("the reason does not fit")]
    ReasonUnfit,
    /// The clinician does not work there, or not any more.
    #[error("{field} does not work there")]
    ClinicianGone {
        /// Field.
        field: &'static str,
    },
    /// Nobody works on that day.
    #[error("{field} is no working day")]
    NotWorking {
        /// Field.
        field: &'static str,
    },
    /// Outside the hours of appointments.
    #[error("{field} is outside the hours")]
    OutsideHours {
        /// Field.
        field: &'static str,
        /// Earliest hour.
        from: NaiveTime,
        /// Hour before which it must begin.
        until: NaiveTime,
    },
    /// Hours that end when they begin.
    #[error("{field} is the hour at which it begins")]
    NoHours {
        /// Field.
        field: &'static str,
    },
    /// The person must be at home at that hour.
    #[error("{field} is inside a curfew")]
    InCurfew {
        /// Field.
        field: &'static str,
        /// Its first hour.
        from: NaiveTime,
        /// Its last.
        until: NaiveTime,
    },
    /// The person must be somewhere else at that hour, by a restriction.
    #[error("{field} is inside the hours of a restriction")]
    InRestriction {
        /// Field.
        field: &'static str,
        /// Which restriction.
        name: Localised,
        /// Its first hour.
        from: NaiveTime,
        /// Its last.
        until: NaiveTime,
    },
    /// The person may not leave a region, and the place of the appointment lies in another.
    #[error("{field} is outside the region of a restriction")]
    OutsideRegion {
        /// Field.
        field: &'static str,
        /// Which restriction.
        name: Localised,
    },
    /// A permission that was given for another appointment.
    #[error("{field} was given for another appointment")]
    LeaveUsed {
        /// Field.
        field: &'static str,
    },
    /// Not one of the days that were proposed.
    #[error("{field} was not proposed")]
    DayNotOffered {
        /// Field.
        field: &'static str,
    },
    /// An organisation that still treats, supervises, or was asked to take over somebody.
    #[error("still needed by {cases} cases")]
    StillNeeded {
        /// How many cases.
        cases: u64,
    },
    /// An organisation for whose obligations nobody else answers.
    #[error("nobody else answers in {}", .references.join(", "))]
    NobodyElse {
        /// The cases.
        references: Vec<String>,
    },
    /// The code of a pack was not read.
    #[error("the code of the pack was not read: {0}")]
    CodeUnread(Unread),
    /// One of several codes that were scanned, one a line.
    #[error("code {number}, {code}: {refusal}")]
    OneCode {
        /// Which of them, from 1; empty lines do not count.
        number: usize,
        /// How it begins.
        code: String,
        /// What is wrong with it.
        refusal: Box<Refusal>,
    },
    /// A scan that names no pack alone, or another one than the list beside it: neither wins in silence.
    #[error("{}", .0.code())]
    Scan(ScanFault),
    /// The form came without the key by which a second sending of it would be known.
    #[error("the form has no key")]
    FormUnkeyed,
    /// Too long for what it is.
    #[error("{field} is too long")]
    TooLong {
        /// Field.
        field: &'static str,
        /// Most characters.
        most: usize,
    },
}
