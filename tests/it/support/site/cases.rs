//! The cases of the server: opened, cleared, treated, and on their way to the clinic.

use super::{Site, day};
use chrono::{NaiveDate, NaiveTime};
use merzim::demo::papers;
use merzim::domain::decide::passage::{AcceptHandover, OfferHandover, RecordRelease, SetReleaseDate};
use merzim::domain::event::{Consent, HandoverReason};
use merzim::{
    commands::{self, OpenCase, PersonDetails},
    domain::{
        ids::{CaseId, RecordId, RulingId},
        iin::Iin,
        ruling::Ruling,
    },
    store::file::CaseFile,
};

impl Site {
    /// A case opened by the clerk at an organisation, under probation, without a regimen.
    pub async fn open_case(&self, place: &str) -> CaseId {
        self.case_under(ruling(), place).await
    }

    /// The same under a certain ruling.
    pub async fn case_under(&self, ruling: Ruling, place: &str) -> CaseId {
        self.case_registered("clerk", ruling, place).await
    }

    /// The same, registered by a certain clerk.
    pub async fn case_registered(&self, clerk: &str, ruling: Ruling, place: &str) -> CaseId {
        let form = OpenCase {
            person: PersonDetails {
                name_cyrillic: "Ахметов Серік Болатұлы".into(),
                name_latin: "Akhmetov Serik Bolatuly".into(),
                iin: some_iin(),
                born_on: Some(day(1898, 5, 17)),
                ..PersonDetails::default()
            },
            ruling,
            place: self.organisation(place),
            supervising: self.organisation("probation"),
            end_of_term_on: None,
            jurisdiction: "kz".into(),
            under_age_reason: String::new(),
        };
        let opened = commands::open_case(&self.desk, self.actor(clerk), None, &form).await;
        opened.unwrap().case
    }

    /// The same, cleared by the commission.
    pub async fn cleared_case(&self, place: &str) -> CaseId {
        let case = self.open_case(place).await;
        self.clear(case, ["canary-member", "canary-clearance"]).await;
        case
    }

    /// The commission clears a person: a member's name, and the commission's words.
    pub async fn clear(&self, case: CaseId, [member, words]: [&str; 2]) {
        let today = self.clock.at(chrono_tz::Asia::Almaty).today();
        let course = self.desk.rules().law_for(today).unwrap().course;
        let psychiatrist = self.actor("psychiatrist");
        let member = (member, psychiatrist.account_id().unwrap());
        let mut form = papers::clearance(course, today, member);
        form.words = words.into();
        commands::record_clearance(&self.desk, psychiatrist, None, case, &form)
            .await
            .unwrap();
    }

    /// The person is told about the regimen.
    pub async fn inform(&self, case: CaseId) {
        self.tell(case, ["canary-teller", "canary-answer"]).await;
    }

    /// The person is told about the regimen: by whom, and what he answers.
    pub async fn tell(&self, case: CaseId, [told_by, own_words]: [&str; 2]) {
        let today = self.clock.at(chrono_tz::Asia::Almaty).today();
        let course = self.desk.rules().law_for(today).unwrap().course;
        let form = papers::information(course, today, told_by, (Consent::Refused, own_words));
        commands::record_information(&self.desk, self.actor("psychiatrist"), None, case, &form)
            .await
            .unwrap();
    }

    /// The same with a regimen whose first dose is due today.
    pub async fn treated_case(&self, place: &str) -> CaseId {
        let case = self.cleared_case(place).await;
        let today = self.clock.at(chrono_tz::Asia::Almaty).today();
        self.prescribe(case, today, ["grounds of the test", "bicalutamide"])
            .await;
        self.inform(case).await;
        case
    }

    /// A paper lets the person go today, and the clinic of the region is asked to take over.
    pub async fn offered_on_release(&self, case: CaseId) -> RecordId {
        let desk = &self.desk;
        let paper = SetReleaseDate {
            on: Some(self.clock.at(chrono_tz::Asia::Almaty).today()),
            because: "early-release".into(),
            paper: "постановление 7".into(),
            dated_on: Some(self.clock.at(chrono_tz::Asia::Almaty).today()),
        };
        commands::set_release_date(desk, self.actor("clerk"), None, case, &paper)
            .await
            .unwrap();
        let offer = OfferHandover {
            reason: Some(HandoverReason::Release),
            to: Some(self.organisation("clinic")),
            words: "тілмаш керек".into(),
            ..OfferHandover::default()
        };
        commands::offer_handover(desk, self.actor("psychiatrist"), None, case, &offer)
            .await
            .unwrap()
    }

    /// The clinic takes over, with a first appointment at half past ten of the next working day.
    pub async fn taken_over(&self, case: CaseId, offer: RecordId) {
        let today = self.clock.at(chrono_tz::Asia::Almaty).today();
        let law = self.desk.rules().law_for(today).unwrap();
        let form = AcceptHandover {
            clinician: self.actor("psychiatrist").account_id(),
            visit_on: Some(law.calendar.add_working_days(today, 1).date),
            visit_at: NaiveTime::from_hms_opt(10, 30, 0),
            ..AcceptHandover::default()
        };
        commands::accept_handover(&self.desk, self.actor("nurse.clinic"), None, case, offer, &form)
            .await
            .unwrap();
    }

    /// The person is released today, and goes to the clinic that took him over.
    pub async fn released_to_clinic(&self, case: CaseId) {
        let offer = self.offered_on_release(case).await;
        self.taken_over(case, offer).await;
        let form = RecordRelease {
            released_at: Some(self.clock.now()),
            paper: "справка 9".into(),
        };
        commands::record_release(&self.desk, self.actor("clerk"), None, case, &form)
            .await
            .unwrap();
    }

    /// The default product is chosen: from when, why, and what covers the first weeks.
    pub async fn prescribe(&self, case: CaseId, first_on: NaiveDate, [reason, cover]: [&str; 2]) {
        let mut form = papers::prescription("triptorelin-12w", first_on, reason);
        form.flare.words = cover.to_owned();
        commands::prescribe_regimen(&self.desk, self.actor("psychiatrist"), None, case, &form)
            .await
            .unwrap();
    }

    /// The case as it stands, as the auditor sees it.
    pub async fn file(&self, case: CaseId) -> CaseFile {
        let action = merzim::access::Action::ReadClinicalFile;
        self.desk.look(self.actor("auditor"), action, case).await.unwrap()
    }
}

/// A ruling in force since the day after 1 June 2026, without end.
pub fn ruling() -> Ruling {
    Ruling {
        id: RulingId::fresh(),
        court: "Алмалинский районный суд".into(),
        number: "1-214/2026".into(),
        ruled_on: day(2026, 6, 1),
        in_force_on: Some(day(2026, 6, 17)),
        until_on: None,
        offence_on: Some(day(2025, 2, 3)),
        scan_sha256: None,
        draft: false,
        under_age_reason: None,
    }
}

/// A valid number that nobody else in this run has, of a person born on 17 May of some '98.
pub fn some_iin() -> String {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
    loop {
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let body = format!("9805171{number:04}");
        if let Some(valid) = (0..10)
            .map(|digit| format!("{body}{digit}"))
            .find(|iin| Iin::parse(iin).is_ok())
        {
            return valid;
        }
    }
}
