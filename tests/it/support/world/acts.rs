//! What people do, through the commands, with everything a form would carry filled in as it should be.

use super::{M3, RULES, World, day};
use chrono::{DateTime, Months, Utc};
use merzim::commands::{self, DoseRecorded, NameDeputy, OpenCase, PersonDetails};
use merzim::demo::papers;
use merzim::domain::identifier::Identifier;
use merzim::domain::{
    alert::Answer as Reply,
    decide::{
        ConfirmHold, Injection, LiftHold, NotGiven, PlaceHold, RecordClearance, RecordResults, TypedValue,
    },
    event::{CheckAnswer, Consent, Corrected},
    ids::{AlertId, CaseId, RecordId, RulingId, SubmissionKey},
    obligation::Kind,
    refusal::Refusal,
    rules::{Answer, Protocol},
    ruling::{Ruling, RulingChange, RulingStep},
};
use merzim::store::desk::{Failure, Submission};

/// A case about to be opened: in P1, under probation, the ruling in force from today, without end.
#[derive(Clone)]
pub struct NewCase<'a> {
    pub place: &'a str,
    pub supervising: &'a str,
    pub in_force_on: Option<&'a str>,
    pub until_on: Option<&'a str>,
    /// Taken down before the court announced it.
    pub draft: bool,
    /// Day of the first dose under M3; none leaves the choice of the drug open.
    pub first_on: Option<&'a str>,
}

impl Default for NewCase<'_> {
    fn default() -> Self {
        Self {
            place: "p1",
            supervising: "probation",
            in_force_on: None,
            until_on: None,
            draft: false,
            first_on: None,
        }
    }
}

impl World {
    /// A clerk opens the case, a psychiatrist prescribes.
    pub async fn open(&self, new: NewCase<'_>) -> CaseId {
        let today = self.clock.at(super::ZONE).today();
        let form = OpenCase {
            person: PersonDetails {
                name_cyrillic: "Қ. Қ.".to_owned(),
                name_latin: "K. K.".to_owned(),
                other_document: format!("{}", RecordId::fresh()),
                other_document_reason: "test".to_owned(),
                born_on: Some(day("1899-05-05")),
                ..PersonDetails::default()
            },
            ruling: self.ruling(&new),
            place: self.country.place(new.place).id,
            supervising: self.country.place(new.supervising).id,
            end_of_term_on: None,
            jurisdiction: "kz".to_owned(),
            under_age_reason: String::new(),
        };
        let opened = commands::open_case(&self.desk, &self.actor("clerk"), None, &form)
            .await
            .unwrap();
        if let Some(first_on) = new.first_on {
            assert!(day(first_on) >= today, "prescribe before the first dose");
            self.prescribe(opened.case, first_on).await.unwrap();
        }
        opened.case
    }

    /// A case in P1 under probation, the first dose planned for a day.
    pub async fn planned_for(&self, first_on: &str) -> CaseId {
        self.open(NewCase {
            first_on: Some(first_on),
            ..NewCase::default()
        })
        .await
    }

    /// The same under another product.
    pub async fn planned_with(&self, product: &str, first_on: &str) -> CaseId {
        let case = self.open(NewCase::default()).await;
        self.clear(case).await.unwrap();
        self.choose(case, product, first_on).await.unwrap();
        self.inform(case).await.unwrap();
        case
    }

    /// The ruling of such a case.
    pub fn ruling(&self, new: &NewCase<'_>) -> Ruling {
        let today = self.clock.at(super::ZONE).today();
        let in_force_on = new.in_force_on.map_or(today, day);
        Ruling {
            id: RulingId::fresh(),
            court: "Алматы қ. соты".to_owned(),
            number: format!("K-{}", RecordId::fresh()),
            ruled_on: in_force_on.min(today),
            in_force_on: Some(in_force_on).filter(|_| !new.draft),
            until_on: new.until_on.map(day),
            offence_on: None,
            scan_sha256: None,
            draft: new.draft,
            under_age_reason: None,
        }
    }

    /// Before the first dose: the commission clears, a psychiatrist chooses M3 and tells the person.
    pub async fn prescribe(&self, case: CaseId, first_on: &str) -> Result<RecordId, Failure> {
        if self.file(case).await.case.clearance().is_none() {
            self.clear(case).await.unwrap();
        }
        let regimen = self.choose(case, M3, first_on).await?;
        self.inform(case).await.unwrap();
        Ok(regimen)
    }

    /// A psychiatrist chooses a product.
    pub async fn choose(&self, case: CaseId, product: &str, first_on: &str) -> Result<RecordId, Failure> {
        if !self.file(case).await.case.doses_in_effect().is_empty() {
            return self.change(case, product, first_on).await;
        }
        let (doctor, _) = self.doctor(case).await;
        let form = papers::prescription(product, day(first_on), "комиссия");
        commands::prescribe_regimen(&self.desk, &doctor, None, case, &form).await
    }

    /// The form of a clearance today in which nothing was found.
    pub async fn clearance(&self, case: CaseId) -> RecordClearance {
        let today = self.file(case).await.now.today();
        let (_, name) = self.doctor(case).await;
        let account = self.country.person(name).id;
        papers::clearance(RULES.law_for(today).unwrap().course, today, (name, account))
    }

    /// The commission finds nothing.
    pub async fn clear(&self, case: CaseId) -> Result<RecordId, Failure> {
        let form = self.clearance(case).await;
        self.record_clearance(case, &form).await
    }

    /// The commission says what the form says.
    pub async fn record_clearance(&self, case: CaseId, form: &RecordClearance) -> Result<RecordId, Failure> {
        let (doctor, _) = self.doctor(case).await;
        commands::record_clearance(&self.desk, &doctor, None, case, form).await
    }

    /// The person is told everything, and agrees.
    pub async fn inform(&self, case: CaseId) -> Result<RecordId, Failure> {
        let today = self.file(case).await.now.today();
        let course = RULES.law_for(today).unwrap().course;
        let (doctor, name) = self.doctor(case).await;
        let form = papers::information(course, today, name, (Consent::Given, "«Жақсы»"));
        commands::record_information(&self.desk, &doctor, None, case, &form).await
    }

    pub(super) async fn doctor(&self, case: CaseId) -> (merzim::access::Actor, &'static str) {
        let file = self.file(case).await;
        let name = if file.facts.region == "almaty" {
            "fp"
        } else {
            "fp2"
        };
        (self.actor(name), name)
    }

    /// The form of an injection that happens now, filled in as it should be.
    pub async fn injection(&self, case: CaseId) -> Injection {
        let file = self.file(case).await;
        let cycle = merzim::domain::dosing::open_cycle(&file.case);
        let protocol = merzim::domain::plan::protocol(&file.case, &RULES).unwrap();
        injection(protocol, cycle, self.desk.instant())
    }

    /// Somebody logs an injection.
    pub async fn log(&self, who: &str, case: CaseId, form: &Injection) -> Result<DoseRecorded, Failure> {
        commands::log_injection(&self.desk, &self.actor(who), None, case, form).await
    }

    /// N1 logs now an injection that happened at another moment.
    pub async fn give_as_of(&self, case: CaseId, happened: &str) -> Result<DoseRecorded, Failure> {
        let mut form = self.injection(case).await;
        form.occurred_at = Some(super::at(happened));
        for check in form.checks.iter_mut().filter(|check| check.taken_on.is_some()) {
            check.taken_on = Some(day(&happened[..10]));
        }
        self.log("n1", case, &form).await
    }

    /// N1 gives the open dose now.
    pub async fn give(&self, case: CaseId) -> Result<DoseRecorded, Failure> {
        let form = self.injection(case).await;
        self.log("n1", case, &form).await
    }

    /// N1 gives the open dose now, a physician having decided where that is needed.
    pub async fn give_decided(&self, case: CaseId) {
        let mut answer = self.give_late(case, "contraindication").await;
        if let Err(Failure::Refused(wrong)) = &answer
            && matches!(wrong[..], [Refusal::DecisionNeeded { .. }])
        {
            self.decide(case, true).await.unwrap();
            answer = self.give_late(case, "contraindication").await;
        }
        answer.unwrap();
    }

    /// N1 gives the open dose now, late, for a reason of the closed list.
    pub async fn give_late(&self, case: CaseId, cause: &str) -> Result<DoseRecorded, Failure> {
        let mut form = self.injection(case).await;
        form.late_cause = cause.to_owned();
        form.late_words = "сөзбен".to_owned();
        self.log("n1", case, &form).await
    }

    /// Somebody records that the open dose was not given now.
    pub async fn not_given(&self, who: &str, case: CaseId, cause: &str) -> Result<RecordId, Failure> {
        let file = self.file(case).await;
        let form = NotGiven {
            cycle: merzim::domain::dosing::open_cycle(&file.case),
            occurred_at: Some(self.desk.instant()),
            cause: cause.to_owned(),
            words: "сөзбен".to_owned(),
            tried: "қазақша түсіндірілді".to_owned(),
            own_words: "«Жоқ»".to_owned(),
            next_attempt_on: None,
            ..NotGiven::default()
        };
        commands::record_not_given(&self.desk, &self.actor(who), None, case, &form).await
    }

    /// The person refuses the open dose now.
    pub async fn refuse(&self, case: CaseId) -> RecordId {
        self.not_given("n1", case, "person-refused").await.unwrap()
    }

    /// Somebody voids a record.
    pub async fn void(&self, who: &str, case: CaseId, record: RecordId) -> Result<RecordId, Failure> {
        commands::void_record(&self.desk, &self.actor(who), None, case, record, "басқа адам").await
    }

    /// Somebody corrects a record.
    pub async fn amend(&self, who: &str, case: CaseId, corrected: &Corrected) -> Result<RecordId, Failure> {
        commands::amend_record(
            &self.desk,
            &self.actor(who),
            None,
            case,
            corrected,
            "қате жазылды",
        )
        .await
    }

    /// A clerk records what a court did.
    pub async fn court(
        &self,
        case: CaseId,
        step: RulingStep,
        effective_on: &str,
    ) -> Result<RulingId, Failure> {
        let ruling = self.file(case).await.case.rulings.last().unwrap().ruling.id;
        let (effective_on, document) = (day(effective_on), "қаулы № 1".to_owned());
        let change = RulingChange {
            ruling,
            step,
            effective_on,
            document,
            terms: None,
            answers: None,
        };
        commands::change_ruling(&self.desk, &self.actor("clerk"), None, case, &change).await
    }

    /// N1 stops the dose at once.
    pub async fn hold(&self, case: CaseId, until_on: Option<&str>) -> RecordId {
        let until_on = until_on.map(|text| Ok(day(text)));
        let form = PlaceHold {
            reason: "биохимия".to_owned(),
            until_on,
        };
        commands::place_hold(&self.desk, &self.actor("n1"), None, case, &form)
            .await
            .unwrap()
    }

    /// A physician confirms a hold.
    pub async fn confirm(&self, who: &str, case: CaseId, hold: RecordId) -> Result<RecordId, Failure> {
        let until_on = self
            .file(case)
            .await
            .case
            .holds
            .iter()
            .find(|known| known.placed.id == hold)
            .unwrap()
            .until_on;
        let form = ConfirmHold {
            words: "расталды".to_owned(),
            until_on: until_on.map(Ok),
        };
        commands::confirm_hold(&self.desk, &self.actor(who), None, case, hold, &form).await
    }

    /// A physician lifts a hold.
    pub async fn lift(&self, who: &str, case: CaseId, hold: RecordId) -> Result<RecordId, Failure> {
        self.lift_saying(who, case, hold, &[]).await
    }

    /// The same, naming what is over of what was found.
    pub async fn lift_saying(
        &self,
        who: &str,
        case: CaseId,
        hold: RecordId,
        over: &[&str],
    ) -> Result<RecordId, Failure> {
        let file = self.file(case).await;
        let passing = file.case.passing().map(|entry| &entry.content);
        let named = passing.filter(|found| over.contains(&found.contraindication.as_str()));
        let form = LiftHold {
            words: "қалыпты".to_owned(),
            over: named.map(|found| found.id).collect(),
        };
        commands::lift_hold(&self.desk, &self.actor(who), None, case, hold, &form).await
    }

    /// A physician writes down that testosterone is as low as it should be today.
    pub async fn measure(&self, case: CaseId) {
        let form = RecordResults {
            taken_on: Some(self.file(case).await.now.today()),
            laboratory: "Орталық зертхана".to_owned(),
            values: vec![TypedValue {
                item: "testosterone".to_owned(),
                value: "0,9".to_owned(),
                ..TypedValue::default()
            }],
            words: String::new(),
        };
        commands::record_results(&self.desk, &self.actor("fp"), None, case, &form)
            .await
            .unwrap();
    }

    /// A physician decides about a very late dose, once what the decision needs was measured.
    pub async fn decide(&self, case: CaseId, give: bool) -> Result<RecordId, Failure> {
        let known = self.file(case).await.case;
        let asked = merzim::domain::plan::protocol(&known, &RULES)
            .is_some_and(|protocol| protocol.before_decision.is_some());
        if give && asked && !known.doses_in_effect().is_empty() {
            self.measure(case).await;
        }
        let cycle = merzim::domain::dosing::open_cycle(&self.file(case).await.case);
        commands::decide_late_dose(
            &self.desk,
            &self.actor("fp"),
            None,
            case,
            cycle,
            Some(give),
            "қорытынды",
            &super::flare(),
        )
        .await
    }

    /// Somebody answers the alert about a dose.
    pub async fn acknowledge(
        &self,
        who: &str,
        case: CaseId,
        cycle: u32,
        action: &str,
    ) -> Result<AlertId, Failure> {
        let alert = AlertId::of(case, Kind::Dose.code(), cycle);
        let answer = Reply {
            action: action.to_owned(),
            words: "сөзбен".to_owned(),
        };
        commands::acknowledge_notice(&self.desk, &self.actor(who), None, case, alert, &answer).await
    }

    /// The head of probation says who is away and who stands in.
    pub async fn away(&self, who: &str, days: (&str, &str), deputy: Option<&str>) {
        let form = NameDeputy {
            deputy: deputy.map(|name| self.country.person(name).id),
            absent_from: Some(day(days.0)),
            absent_until: Some(day(days.1)),
        };
        let account = self.country.person(who).id;
        commands::name_deputy(&self.desk, &self.actor("ps"), None, account, &form)
            .await
            .unwrap();
    }
}

/// The form of an injection, filled in as it should be.
pub fn injection(protocol: &Protocol, cycle: u32, occurred_at: DateTime<Utc>) -> Injection {
    let today = merzim::domain::time::civil_date(occurred_at, super::ZONE);
    let checks = protocol.checks.iter().map(|check| CheckAnswer {
        check: check.id.clone(),
        answer: match &check.answer {
            Answer::YesNo { must_be: true } => "yes".to_owned(),
            Answer::YesNo { must_be: false } => "no".to_owned(),
            Answer::Number { min, max, .. } => max.or(*min).unwrap().to_string(),
        },
        taken_on: check.valid_days.map(|_| today),
    });
    Injection {
        cycle,
        occurred_at: Some(occurred_at),
        lot: "L7".to_owned(),
        expiry_on: today.checked_add_months(Months::new(12)),
        site: protocol.sites[0].id.clone(),
        volume_ml: protocol.volume.usual_ml.to_string(),
        identified_by: vec![Identifier::Name, Identifier::Born],
        checks: checks.collect(),
        present: "Бақылаушы Б.".to_owned(),
        late_cause: String::new(),
        late_words: String::new(),
        ..Injection::default()
    }
}

/// A form as it was sent: a key, and what it carried.
pub fn submission(key: SubmissionKey, content: &str) -> Submission {
    Submission {
        key: Some(key),
        digest: merzim::secrets::digest(content.as_bytes()),
    }
}

/// The refusals of an intention that the rules said no to.
pub fn refusals<T: std::fmt::Debug>(answer: Result<T, Failure>) -> Vec<Refusal> {
    match answer {
        Err(Failure::Refused(refusals)) => refusals,
        other => panic!("expected a refusal: {other:?}"),
    }
}
