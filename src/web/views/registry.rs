//! The list of all pages, for checking that each can be printed.

use super::{Frame, Page, ViewFault, Views, frame, samples};
use super::{
    accounts, alerts, calendar, case_changes, case_file, caseload, cases, change_regimen, channels, closing,
    complaints, corrections, course, dose, ending, forecast, holds, import, ledger, letters, monitoring,
    not_given, notices, own_record, parcel_papers, passage, reactions, reports, reviews, rules, run_sheets,
    sign_in, supervision, supplies, supply, supply_desk, today, training, wrong_person,
};
use crate::text::{Language, Words};

/// One printed sample of a page.
#[derive(Debug)]
pub struct Sheet {
    /// The template.
    pub template: &'static str,
    /// Which sample.
    pub number: usize,
    /// The language.
    pub language: Language,
    /// The page, or why it could not be printed.
    pub html: Result<String, ViewFault>,
}

/// Prints every sample of every page in every language.
#[must_use]
pub fn sheets(views: &Views) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    macro_rules! pages {
        ($($page:ty),+ $(,)?) => { $( print::<$page>(views, &mut sheets); )+ };
    }
    pages!(
        sign_in::SignIn,
        today::Today,
        cases::Cases,
        cases::OpenCase,
        case_file::CaseFile,
        case_file::History,
        dose::DoseIdentity,
        dose::DoseChecks,
        dose::DoseProduct,
        dose::DoseInjection,
        dose::DosePresence,
        dose::DoseAnswers,
        dose::DoseConfirmed,
        dose::DoseTaken,
        dose::DoseBlocked,
        not_given::RecordNotGiven,
        wrong_person::ReportWrongPerson,
        wrong_person::CosignWrongPerson,
        run_sheets::RunSheets,
        run_sheets::RunSheet,
        run_sheets::RunSheetPaper,
        run_sheets::TranscribeEntry,
        run_sheets::VerifyEntry,
        holds::PlaceHold,
        holds::ConfirmHold,
        holds::LiftHold,
        holds::DecideLateDose,
        course::RecordClearance,
        course::RecordInformation,
        reviews::ReviewsDesk,
        reviews::ReviewPage,
        reviews::FileReviewPaper,
        reviews::DraftReview,
        reviews::SignReview,
        reviews::SubmitToCourt,
        reviews::CourtDeclined,
        monitoring::RecordExam,
        monitoring::RecordResults,
        monitoring::JudgeResult,
        monitoring::Results,
        case_changes::PrescribeRegimen,
        case_changes::RecordRuling,
        case_changes::ChangeRuling,
        case_changes::AmendRuling,
        case_changes::CorrectPerson,
        case_changes::ChangePlace,
        case_changes::ChangeSupervision,
        change_regimen::ChangeRegimen,
        change_regimen::ChangeRegimenAnswers,
        ending::EndCase,
        ending::PlanAftercare,
        reactions::ReportReaction,
        reactions::RecordReactionOutcome,
        reactions::RecordContraindication,
        reactions::EndContraindication,
        corrections::AmendRecord,
        corrections::VoidRecord,
        corrections::ReportIncident,
        corrections::ReviewIncident,
        complaints::LodgeComplaint,
        complaints::AnswerComplaint,
        own_record::OwnRecord,
        passage::PassageForm,
        passage::WhereaboutsForm,
        passage::TurnedUpForm,
        passage::Passage,
        passage::HandoversDesk,
        passage::ReleasesDesk,
        passage::TransferredDesk,
        passage::ReleaseSheet,
        passage::HandoverAct,
        rules::RuleBook,
        rules::RuleSheet,
        rules::RuleWords,
        notices::Notice,
        notices::ErrorPage,
        alerts::AlertsDesk,
        alerts::AlertPage,
        caseload::ActOnAlert,
        caseload::Caseload,
        caseload::HandOverCaseload,
        caseload::Gaps,
        supervision::SupervisionCase,
        supervision::AttendanceList,
        supply::SupplyCase,
        supplies::SupplyAct,
        supplies::StockPage,
        supplies::FindLotPage,
        supplies::LotPage,
        supplies::RecallCheck,
        supplies::PackPage,
        supplies::ParcelsPage,
        supplies::ParcelPage,
        parcel_papers::ParcelLabel,
        parcel_papers::Waybill,
        forecast::ForecastPage,
        supply_desk::SupplyDesk,
        training::Training,
        training::Outbox,
        reports::Reports,
        reports::LadderPreview,
        ledger::Ledger,
        letters::CaseLetters,
        letters::DraftCertificate,
        letters::HouseLetters,
        letters::DraftBreach,
        letters::LetterPage,
        letters::WithdrawLetter,
        letters::SupervisionLetter,
        letters::ReceivedLetters,
        letters::Verify,
        closing::Organisations,
        closing::CloseOrganisation,
        accounts::SetAddress,
        accounts::DisableAccount,
        import::ImportRoster,
        import::UndoImport,
        accounts::Accounts,
        accounts::NewAccount,
        accounts::Undelivered,
        channels::Channels,
        calendar::CalendarFeed,
        accounts::Enrol,
        accounts::NameDeputy,
        accounts::Deputies,
        accounts::Colleagues,
    );
    sheets
}

/// Whether every page can be printed: templates, texts and contexts fit each other in all languages.
///
/// # Errors
/// Every [`ViewFault`] found.
pub fn check() -> Result<(), Vec<ViewFault>> {
    let views = Views::load().map_err(|fault| vec![fault])?;
    let faults: Vec<_> = sheets(&views)
        .into_iter()
        .filter_map(|sheet| sheet.html.err())
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn print<P: Page>(views: &Views, sheets: &mut Vec<Sheet>) {
    for (number, page) in P::sample().into_iter().enumerate() {
        for language in Language::ALL {
            let html = views.render(&page, &sample_frame(language));
            sheets.push(Sheet {
                template: P::TEMPLATE,
                number,
                language,
                html,
            });
        }
    }
}

/// A frame with everything in it.
fn sample_frame(language: Language) -> Frame {
    let mut frame = Frame::new(language, "/today?q=x", "/assets/0", "sample-token");
    frame.user = Some(frame::User {
        name: "Гүлнар Оспанова".into(),
        organisation: samples::facility(),
        role: Words::key("role-prison-nurse"),
    });
    let item = |key, count| frame::NavigationItem {
        key,
        href: format!("/{key}"),
        current: key == "today",
        count,
    };
    frame.navigation = vec![
        item("today", Some(18)),
        item("cases", None),
        item("alerts", Some(2)),
        item("training", None),
    ];
    frame.training = Some(frame::Training {
        clock: samples::moment(2026, 7, 3, 8, 5).0,
    });
    frame
}
