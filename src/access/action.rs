//! What can be done: literal intentions, never "update" on a table.

use std::{fmt, str::FromStr};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $kebab:literal),+ $(,)?) => {
        /// One intention that somebody may or may not carry out.
        ///
        /// The kebab-case form (`Display`, `FromStr`) is the verb of the ledger; the variant's own name is
        /// the action's id in `policies/access/merzim.cedarschema`. The two lists are compared at start.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Action {
            $($(#[$doc])* $name),+
        }

        impl Action {
            /// Every action, in the order of the schema's chapters.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The verb: `log-injection`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $kebab),+ }
            }

            /// The id in the policies: `LogInjection`.
            #[must_use]
            pub const fn policy_id(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }
        }

        impl FromStr for Action {
            type Err = UnknownAction;
            fn from_str(text: &str) -> Result<Self, UnknownAction> {
                match text {
                    $($kebab => Ok(Self::$name),)+
                    _ => Err(UnknownAction(text.to_owned())),
                }
            }
        }
    };
}

actions! {
    /// Find a case in the list of cases.
    ListCases = "list-cases",
    /// Find a case in the day's work.
    ReadWorklist = "read-worklist",
    /// Find and read the notices about missed doses.
    ReadNotices = "read-notices",
    /// See who must be brought where and when; nothing medical.
    ReadAttendanceList = "read-attendance-list",
    /// Find a hand-over that is under way.
    ReadHandovers = "read-handovers",
    /// Find an offer to take over.
    ReadOffers = "read-offers",
    /// Find the line that is left of somebody who was transferred.
    ReadTransferred = "read-transferred",
    /// Find a release ahead.
    ReadReleases = "read-releases",
    /// Read the medical part of a case.
    ReadClinicalFile = "read-clinical-file",
    /// Read what supply needs: product, planned dates, lots used.
    ReadSupplySummary = "read-supply-summary",
    /// Read the court's part of a case: person, rulings, places, supervision.
    ReadRegistryFile = "read-registry-file",
    /// Read what a supervising body may know: attended, not attended, justified.
    ReadSupervisionSummary = "read-supervision-summary",
    /// Read the way out of a case: release, hand-overs, addresses, absences.
    ReadPassage = "read-passage",
    /// Record a dose that was given.
    LogInjection = "log-injection",
    /// Record a dose given, by habit, where the person was treated before.
    LogInjectionElsewhere = "log-injection-elsewhere",
    /// Record that a dose was not given, and why.
    RecordNotGiven = "record-not-given",
    /// Stop the doses for a medical reason.
    PlaceHold = "place-hold",
    /// Confirm a hold that another account placed.
    ConfirmHold = "confirm-hold",
    /// End a hold.
    LiftHold = "lift-hold",
    /// Decide, as a physician, whether a dose that is long overdue is given.
    DecideLateDose = "decide-late-dose",
    /// Record what a medical commission found before the first dose.
    RecordClearance = "record-clearance",
    /// Record what the person was told about the drug, and what he answered.
    RecordInformation = "record-information",
    /// Find a case on the desk of reviews.
    ReadReviews = "read-reviews",
    /// File a paper for a review.
    FileReviewPaper = "file-review-paper",
    /// Write down what a reviewing commission says, or correct it.
    DraftReview = "draft-review",
    /// Sign, as a member, what the commission says.
    SignReview = "sign-review",
    /// Record what specialists found at an examination.
    RecordExam = "record-exam",
    /// Record results that came alone.
    RecordResults = "record-results",
    /// Decide, as a physician, about results that are not as they should be.
    JudgeResult = "judge-result",
    /// Choose the product, the interval and the first date.
    PrescribeRegimen = "prescribe-regimen",
    /// Change the regimen in mid-course, citing the decision.
    ChangeRegimen = "change-regimen",
    /// Report an adverse reaction.
    ReportReaction = "report-reaction",
    /// Record how a reaction ended.
    RecordReactionOutcome = "record-reaction-outcome",
    /// Record a contraindication found after treatment began.
    RecordContraindication = "record-contraindication",
    /// Say that a contraindication which may pass is over.
    EndContraindication = "end-contraindication",
    /// Plan the time after the measure.
    PlanAftercare = "plan-aftercare",
    /// Put a recorded fact right; the old value stays readable.
    AmendRecord = "amend-record",
    /// Strike a recorded fact out, with a reason.
    VoidRecord = "void-record",
    /// Report something irregular that happened.
    ReportIncident = "report-incident",
    /// Say, as a physician, what follows from an incident.
    ReviewIncident = "review-incident",
    /// Print the run sheet of a site for a day.
    PrintRunSheet = "print-run-sheet",
    /// Keep a scan of a sheet that came back.
    KeepScan = "keep-scan",
    /// Type what was written by hand on a printed sheet.
    TranscribeEntry = "transcribe-entry",
    /// Compare, as a second person, an entry with the paper it was typed from.
    VerifyEntry = "verify-entry",
    /// Report that a dose was given to another person than the one it is recorded for.
    ReportWrongPerson = "report-wrong-person",
    /// Sign, as a second person, that a dose belongs to another case, or decline.
    CosignWrongPerson = "cosign-wrong-person",
    /// Print the person's own page: what he may know of his treatment.
    ReadOwnRecord = "read-own-record",
    /// Read letters that a supervising body may hold.
    ReadNoticeLetter = "read-notice-letter",
    /// Read letters that a court may hold.
    ReadCourtLetter = "read-court-letter",
    /// Read letters with medical content.
    ReadClinicalLetter = "read-clinical-letter",
    /// Read letters about the installation.
    ReadHouseLetter = "read-house-letter",
    /// Draw up a letter, or draw it up again from the facts as they stand.
    DraftLetter = "draft-letter",
    /// Sign a letter: it gets its number and is frozen.
    SignLetter = "sign-letter",
    /// Withdraw a letter, with a reason.
    WithdrawLetter = "withdraw-letter",
    /// Record a complaint of the person.
    LodgeComplaint = "lodge-complaint",
    /// Record the answer to a complaint.
    AnswerComplaint = "answer-complaint",
    /// Register a person and the first ruling.
    OpenCase = "open-case",
    /// Take over a roster of existing cases.
    ImportRoster = "import-roster",
    /// Undo a whole import: its cases were entered by mistake.
    UndoImport = "undo-import",
    /// Add a ruling to a case.
    RecordRuling = "record-ruling",
    /// Suspend, resume, end or otherwise change a ruling.
    ChangeRuling = "change-ruling",
    /// Strike out a step of a ruling that was recorded wrongly.
    VoidRulingStep = "void-ruling-step",
    /// Put right what was written down of a ruling's paper.
    AmendRuling = "amend-ruling",
    /// Put right who the person is.
    CorrectPerson = "correct-person",
    /// Send to the court what a review proposes.
    SubmitToCourt = "submit-to-court",
    /// Record that the court left the measure as it is.
    RecordCourtDeclined = "record-court-declined",
    /// Record that the person died or left for another state.
    EndCase = "end-case",
    /// Name the day of release.
    SetReleaseDate = "set-release-date",
    /// Record that materials went to the court.
    SendMaterials = "send-materials",
    /// Record that a ruling was forwarded to the health organisation.
    ForwardRuling = "forward-ruling",
    /// Record that the release was announced.
    SendReleaseNotice = "send-release-notice",
    /// Change where the person is held or treated.
    ChangePlace = "change-place",
    /// Change which body supervises the person.
    ChangeSupervision = "change-supervision",
    /// Let one of two cases of the same person rest.
    MergeCases = "merge-cases",
    /// Tell two cases apart again.
    PartCases = "part-cases",
    /// Ask another organisation to take over.
    OfferHandover = "offer-handover",
    /// Take an offer back.
    WithdrawHandover = "withdraw-handover",
    /// Take over.
    AcceptHandover = "accept-handover",
    /// Say no to an offer.
    RejectHandover = "reject-handover",
    /// Name another first appointment.
    SetAppointment = "set-appointment",
    /// Record that the person was released to a receiver.
    RecordRelease = "record-release",
    /// Record that the person was released although nobody has accepted, and why.
    ReleaseWithoutReceiver = "release-without-receiver",
    /// Record that the person came.
    RecordVisit = "record-visit",
    /// Write down where the person lives.
    ReportAddress = "report-address",
    /// Write down that the person asks to be away.
    AskAbsence = "ask-absence",
    /// Answer a request to be away.
    AnswerAbsence = "answer-absence",
    /// Write down a good reason for which the person cannot come.
    RecordUnavailability = "record-unavailability",
    /// Look at such a reason again.
    LookAtUnavailable = "look-at-unavailable",
    /// Write down hours at home, or another restriction under which the person lives.
    SetCurfew = "set-curfew",
    /// Report that nobody knows where the person is.
    ReportLost = "report-lost",
    /// Report what came of looking for him.
    ReportSearch = "report-search",
    /// Say that a person whom one does not treat has come here.
    ReportTurnedUp = "report-turned-up",
    /// Answer a notice about a missed dose.
    AcknowledgeNotice = "acknowledge-notice",
    /// Record what was done about a missed dose.
    ActOnAlert = "act-on-alert",
    /// Give a case to an officer of the supervising body.
    AssignOfficer = "assign-officer",
    /// Say who stands in for an absent person.
    NameDeputy = "name-deputy",
    /// Close an organisation, or open it again.
    CloseOrganisation = "close-organisation",
    /// See what lies on the shelf of a place.
    ReadStock = "read-stock",
    /// Take packs in from a supplier.
    TakeInPacks = "take-in-packs",
    /// Count a lot on a shelf.
    CountStock = "count-stock",
    /// Say that a pack nobody could find is there again.
    FindPack = "find-pack",
    /// Say that a pack is not to be given any more.
    SetPackAside = "set-pack-aside",
    /// Destroy a pack that somebody else set aside.
    DestroyPacks = "destroy-packs",
    /// Return a pack to the supplier.
    ReturnPacks = "return-packs",
    /// Put the last day of use of a lot right.
    CorrectLot = "correct-lot",
    /// Put a lot on record of which no pack came to a shelf.
    RegisterLot = "register-lot",
    /// Recall a lot everywhere.
    RecallLot = "recall-lot",
    /// Lift a recall.
    LiftRecall = "lift-recall",
    /// See a parcel on its way.
    ReadParcel = "read-parcel",
    /// Pack a parcel for a person and a dose.
    PrepareParcel = "prepare-parcel",
    /// Give a parcel into named hands.
    HandOverParcel = "hand-over-parcel",
    /// Receive a parcel.
    ReceiveParcel = "receive-parcel",
    /// Receive a parcel that nobody had announced.
    ReceiveArrival = "receive-arrival",
    /// Say what a parcel was that came without notice for nobody known.
    ExplainArrival = "explain-arrival",
    /// Say where a parcel goes whose person has gone elsewhere.
    SendParcelOn = "send-parcel-on",
    /// Report that a parcel cannot be found.
    ReportParcelLost = "report-parcel-lost",
    /// Say what became of a parcel that did not arrive whole.
    ReconcileParcel = "reconcile-parcel",
    /// Say where a parcel was while nobody had signed for it.
    ExplainCustody = "explain-custody",
    /// Say what becomes of a pack in quarantine.
    GiveVerdict = "give-verdict",
    /// Keep a free pack for a person.
    ReservePack = "reserve-pack",
    /// Keep a pack for a person no longer.
    ReleasePack = "release-pack",
    /// Look, as a physician, at a person who received a recalled lot.
    FollowUpRecall = "follow-up-recall",
    /// Have the planned visits in a calendar of one's own.
    KeepCalendarFeed = "keep-calendar-feed",
    /// Open, disable and re-enrol accounts.
    ManageAccounts = "manage-accounts",
    /// Say, as a second person, that the holder of an account is known and works in its post.
    VouchForAccount = "vouch-for-account",
    /// See the messages that could not be delivered, and send them again.
    SendMessageAgain = "send-message-again",
    /// Say to which systems and telephones messages go, too.
    ManageChannels = "manage-channels",
    /// Read figures of a period that tell nothing about a person.
    ReadReports = "read-reports",
    /// Read the ledger and its verification.
    ReadLedger = "read-ledger",
    /// Read all rules: protocols, course, ladders, causes.
    ReadRules = "read-rules",
    /// Read what the law fixes: procedure and calendar.
    ReadLegalRules = "read-legal-rules",
    /// Set the training clock.
    MoveClock = "move-clock",
    /// Read the messages of a training installation.
    ReadTrainingOutbox = "read-training-outbox",
    /// Take the steps of a case that have fallen due.
    AdvanceCase = "advance-case",
    /// Take the steps that have fallen due about a shelf.
    AdvanceShelfDuty = "advance-shelf-duty",
    /// Write to an organisation that came to some of a recalled lot after the recall was spoken.
    WriteOfRecall = "write-of-recall",
    /// Send a waiting message.
    DeliverMessage = "deliver-message",
}

impl Action {
    /// The actions that mean "is a row of this list"; each can be asked of [`Access::scope`](super::Access::scope).
    pub const LISTS: &'static [Self] = &[
        Self::ListCases,
        Self::ReadWorklist,
        Self::ReadNotices,
        Self::ReadAttendanceList,
        Self::ReadReviews,
        Self::ReadHandovers,
        Self::ReadOffers,
        Self::ReadTransferred,
        Self::ReadReleases,
    ];

    /// The ways of opening one case; whoever has none of them is told that the case does not exist. Being a row of
    /// a list is none of them: it names no address.
    pub(super) const VIEWS: &'static [Self] = &[
        Self::ReadClinicalFile,
        Self::ReadSupplySummary,
        Self::ReadRegistryFile,
        Self::ReadSupervisionSummary,
        Self::ReadPassage,
    ];
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A verb that is no action.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an action")]
pub struct UnknownAction(String);
