//! Releases, hand-overs and absences, as the people in the country would send them.

use super::{World, at, day};
use chrono::{NaiveDate, NaiveTime};
use merzim::commands;
use merzim::domain::{
    decide::passage::{
        AcceptHandover, AgreeDoseDay, AnswerAbsence, AskAbsence, OfferHandover, RecordRelease,
        RecordUnavailability, ReleaseNoticeForm, ReportAddress, RulingSent, SetReleaseDate,
    },
    event::HandoverReason,
    ids::{CaseId, RecordId},
};
use merzim::store::desk::Failure;

impl World {
    /// A clerk names the day of release, by a paper of today.
    pub async fn release_on(&self, case: CaseId, on: &str, because: &str) -> Result<RecordId, Failure> {
        let today = self.clock.at(super::ZONE).today();
        self.release_by_paper_of(case, today, on, because).await
    }

    /// A clerk names the day of release, by a paper of some day.
    pub async fn release_by_paper_of(
        &self,
        case: CaseId,
        dated_on: NaiveDate,
        on: &str,
        because: &str,
    ) -> Result<RecordId, Failure> {
        let form = SetReleaseDate {
            on: Some(day(on)),
            because: because.to_owned(),
            paper: "қаулы № 7".to_owned(),
            dated_on: Some(dated_on),
        };
        commands::set_release_date(&self.desk, &self.actor("clerk"), None, case, &form).await
    }

    /// A clerk records that the release was announced today.
    pub async fn announce(&self, case: CaseId, health: &str) -> Result<RecordId, Failure> {
        let form = ReleaseNoticeForm {
            health: Some(self.country.place(health).id),
            supervising: Some(self.country.place("police").id),
            sent_on: Some(self.clock.at(super::ZONE).today()),
            paper: "шығ. № 3".to_owned(),
        };
        commands::send_release_notice(&self.desk, &self.actor("clerk"), None, case, &form).await
    }

    /// A clerk records that the ruling was forwarded today.
    pub async fn forward(&self, case: CaseId, to: &str) -> Result<RecordId, Failure> {
        let form = RulingSent {
            ruling: Some(self.file(case).await.case.rulings[0].ruling.id),
            to: Some(self.country.place(to).id),
            sent_on: Some(self.clock.at(super::ZONE).today()),
            paper: "шығ. № 1".to_owned(),
        };
        commands::forward_ruling(&self.desk, &self.actor("clerk"), None, case, &form).await
    }

    /// A clerk records that materials went to the court today.
    pub async fn materials(&self, case: CaseId) -> Result<RecordId, Failure> {
        let today = Some(self.clock.at(super::ZONE).today());
        let (desk, clerk) = (&self.desk, self.actor("clerk"));
        commands::send_materials(desk, &clerk, None, case, today, "Алматы қ. соты", "шығ. № 2").await
    }

    /// Somebody offers a hand-over.
    pub async fn offer(
        &self,
        who: &str,
        case: CaseId,
        (reason, to): (HandoverReason, &str),
        days: (Option<&str>, Option<&str>),
    ) -> Result<RecordId, Failure> {
        let form = OfferHandover {
            reason: Some(reason),
            to: Some(self.country.place(to).id),
            from_on: days.0.map(day),
            back_on: days.1.map(|on| Ok(day(on))),
            words: "тілмаш керек".to_owned(),
        };
        commands::offer_handover(&self.desk, &self.actor(who), None, case, &form).await
    }

    /// The prison offers on release.
    pub async fn offer_release(&self, case: CaseId, to: &str) -> Result<RecordId, Failure> {
        self.offer("n1", case, (HandoverReason::Release, to), (None, None))
            .await
    }

    /// Somebody accepts an offer, with a first appointment for a clinician where one is asked for.
    pub async fn accept(
        &self,
        who: &str,
        case: CaseId,
        offer: RecordId,
        appointment: Option<(&str, &str, &str)>,
    ) -> Result<RecordId, Failure> {
        let form = self.appointment(appointment);
        commands::accept_handover(&self.desk, &self.actor(who), None, case, offer, &form).await
    }

    /// The form of a first appointment: clinician, day, hour.
    pub fn appointment(&self, appointment: Option<(&str, &str, &str)>) -> AcceptHandover {
        AcceptHandover {
            clinician: appointment.map(|(clinician, ..)| self.country.person(clinician).id),
            visit_on: appointment.map(|(_, on, _)| day(on)),
            visit_at: appointment.map(|(.., hour)| NaiveTime::parse_from_str(hour, "%H:%M").unwrap()),
            ..AcceptHandover::default()
        }
    }

    /// Somebody says no.
    pub async fn reject(&self, who: &str, case: CaseId, offer: RecordId) -> Result<RecordId, Failure> {
        commands::reject_handover(&self.desk, &self.actor(who), None, case, offer, "басқа аудан").await
    }

    /// The nurse records the release at a moment.
    pub async fn release(&self, case: CaseId, when: &str) -> Result<RecordId, Failure> {
        self.release_by("n1", case, when).await
    }

    /// Somebody records the release at a moment.
    pub async fn release_by(&self, who: &str, case: CaseId, when: &str) -> Result<RecordId, Failure> {
        let form = released(when);
        commands::record_release(&self.desk, &self.actor(who), None, case, &form).await
    }

    /// The coordinator records a release without a receiver.
    pub async fn release_alone(
        &self,
        who: &str,
        case: CaseId,
        when: &str,
        why: &str,
    ) -> Result<RecordId, Failure> {
        let form = released(when);
        commands::release_without_receiver(&self.desk, &self.actor(who), None, case, &form, why).await
    }

    /// Somebody writes down an address in a region.
    pub async fn moves_to(
        &self,
        who: &str,
        case: CaseId,
        region: &str,
        from_on: &str,
    ) -> Result<RecordId, Failure> {
        let form = ReportAddress {
            region: region.to_owned(),
            address: "Абай к-сі, 1".to_owned(),
            from_on: Some(day(from_on)),
        };
        commands::report_address(&self.desk, &self.actor(who), None, case, &form).await
    }

    /// Somebody writes down a good reason not to come.
    pub async fn cannot_come(
        &self,
        who: &str,
        case: CaseId,
        because: &str,
        days: (&str, &str),
    ) -> Result<RecordId, Failure> {
        let form = RecordUnavailability {
            because: because.to_owned(),
            from_on: Some(day(days.0)),
            until_on: Some(day(days.1)),
            paper: "анықтама № 4".to_owned(),
            words: String::new(),
        };
        commands::record_unavailability(&self.desk, &self.actor(who), None, case, &form).await
    }

    /// The person asks to be away.
    pub async fn asks_to_go(&self, who: &str, case: CaseId, days: (&str, &str)) -> Result<RecordId, Failure> {
        let form = AskAbsence {
            from_on: Some(day(days.0)),
            until_on: Some(day(days.1)),
            words: "әкесіне барады".to_owned(),
        };
        commands::ask_absence(&self.desk, &self.actor(who), None, case, &form).await
    }

    /// A physician answers the request, or says when the dose is given that falls into a journey.
    pub async fn answers(
        &self,
        who: &str,
        case: CaseId,
        (granted, dose_on): (bool, Option<&str>),
    ) -> Result<RecordId, Failure> {
        let file = self.file(case).await;
        let window = self.dose(case).await.ok();
        let request = file.case.passage.to_answer(window.as_ref(), file.now.today());
        let form = AnswerAbsence {
            request: request.map(|asked| asked.id),
            granted: Some(granted),
            dose_on: dose_on.map(|on| Ok(day(on))),
            words: "келісілді".to_owned(),
        };
        commands::answer_absence(&self.desk, &self.actor(who), None, case, &form).await
    }

    /// A physician agrees on a day for the dose against which a restriction stands, with the number and the day of a permission.
    pub async fn agrees_day(
        &self,
        who: &str,
        case: CaseId,
        dose_on: NaiveDate,
        leave: Option<(&str, NaiveDate)>,
    ) -> Result<RecordId, Failure> {
        let form = AgreeDoseDay {
            dose_on: Some(Ok(dose_on)),
            leave_number: leave.map_or("", |(number, _)| number).to_owned(),
            leave_on: leave.map(|(_, dated_on)| Ok(dated_on)),
            words: "келісілді".to_owned(),
        };
        commands::agree_dose_day(&self.desk, &self.actor(who), None, case, &form).await
    }

    /// The name of the organisation that is responsible now.
    pub async fn responsible(&self, case: CaseId) -> &'static str {
        self.country.name_of(self.file(case).await.facts.responsible)
    }

    /// May somebody do something in a case now, and see it?
    pub async fn sees(&self, who: &str, action: merzim::access::Action, case: CaseId) -> bool {
        self.desk.look(&self.actor(who), action, case).await.is_ok()
    }
}

fn released(when: &str) -> RecordRelease {
    RecordRelease {
        released_at: Some(at(when)),
        paper: "анықтама № 9".to_owned(),
    }
}
