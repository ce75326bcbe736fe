//! What is done to many invented cases at once: each of them by the rules, many of them in one transaction.

use super::super::{chair, monitoring, papers, reviews};
use super::{HELD_DAYS, LEAD_DAYS, PRODUCT, Seeding, TERM_DAYS, Ward, finish};
use crate::access::{Action, Actor, Context, Permit, Resource};
use crate::commands;
use crate::domain::decide;
use crate::domain::event::{CaseOpened, Consent, Event};
use crate::domain::ids::{CaseId, RecordId, RulingId};
use crate::domain::refusal::Refusal;
use crate::domain::results::unjudged;
use crate::domain::rules::Course;
use crate::domain::ruling::Ruling;
use crate::domain::time::{Now, civil_date};
use crate::store::desk::{Failure, Work, Written};
use crate::store::file::{CaseFile, Person};
use crate::store::{organisations, people as persons};
use chrono::{DateTime, Days, TimeDelta, Utc};
use std::collections::BTreeSet;

impl Seeding<'_> {
    pub(super) async fn open(&self, ward: &Ward, people: Vec<Person>) -> Result<Vec<CaseId>, Failure> {
        self.desk
            .perform(&ward.clerk.actor, None, Action::OpenCase, async |work| {
                let place = organisations::find_in(work.tx(), ward.place).await?;
                let place = place.ok_or(crate::store::StoreError::Missing("organisation"))?;
                let zone = place.zone.parse().unwrap_or(chrono_tz::Tz::UTC);
                let resource = Resource::Organisation {
                    id: place.id,
                    kind: place.kind,
                    region: place.region,
                };
                let now = Now {
                    instant: work.instant(),
                    zone,
                };
                let (mut cases, mut last) = (Vec::new(), None);
                for person in people {
                    let permit = work.authorise(Action::OpenCase, &resource, &Context::default())?;
                    persons::create(work.tx(), &person, None, work.instant()).await?;
                    let case = CaseId::fresh();
                    let events = opening(work, ward, &person, &now).await?;
                    last = Some(work.record_new(permit, case, person, events).await?.0);
                    cases.push(case);
                }
                finish(last, cases)
            })
            .await
    }

    /// One act of one person in many cases, with the circumstances that the policies ask for.
    async fn in_each(
        &self,
        (actor, action): (&Actor, Action),
        cases: &[CaseId],
        circumstances: impl Fn(&CaseFile) -> Context,
        act: impl AsyncFn(&Work<'_>, &mut CaseFile, Permit) -> Result<Written, Failure>,
    ) -> Result<(), Failure> {
        self.desk
            .perform(actor, None, action, async |work| {
                let mut last = None;
                for case in cases {
                    let mut file = work.case(*case).await?;
                    let permit = work.authorise(action, &file.facts.clone().into(), &circumstances(&file))?;
                    last = Some(act(work, &mut file, permit).await?);
                }
                finish(last, ())
            })
            .await
    }

    pub(super) async fn prescribe(&self, ward: &Ward, cases: &[CaseId]) -> Result<(), Failure> {
        let who = (&ward.physician.actor, Action::PrescribeRegimen);
        self.in_each(who, cases, none_else, async |work, file, permit| {
            let _cleared = self.prepare(work, ward, file).await?;
            let first_on = file.now.today() + TimeDelta::days(LEAD_DAYS);
            let (id, rules, now) = (RecordId::fresh(), work.rules(), &file.now);
            let form = papers::prescription(PRODUCT, first_on, "seed");
            let events = decide::prescribe(&file.case, id, &form, rules, now)?;
            let _prescribed = work.record(permit, file, events).await?;
            self.inform(work, ward, file).await
        })
        .await
    }

    async fn prepare(&self, work: &Work<'_>, ward: &Ward, file: &mut CaseFile) -> Result<Written, Failure> {
        let action = Action::RecordClearance;
        let permit = work.authorise(action, &file.facts.clone().into(), &Context::default())?;
        let (course, id) = (course(work, file)?, RecordId::fresh());
        let account = ward.physician.actor.account_id().ok_or(Refusal::NothingToDo)?;
        let form = papers::clearance(course, file.now.today(), (&ward.physician.name, account));
        let around = (&file.roster, work.rules());
        let events = decide::record_clearance(&file.case, id, &form, course, around, &file.now)?;
        work.record(permit, file, events).await
    }

    async fn inform(&self, work: &Work<'_>, ward: &Ward, file: &mut CaseFile) -> Result<Written, Failure> {
        let action = Action::RecordInformation;
        let permit = work.authorise(action, &file.facts.clone().into(), &Context::default())?;
        let (course, id) = (course(work, file)?, RecordId::fresh());
        let answer = (Consent::Given, "-");
        let form = papers::information(course, file.now.today(), &ward.physician.name, answer);
        let events = decide::record_information(&file.case, id, &form, course, &file.now)?;
        work.record(permit, file, events).await
    }

    pub(super) async fn examine(&self, ward: &Ward, cases: &[CaseId]) -> Result<(), Failure> {
        let who = (&ward.physician.actor, Action::RecordExam);
        self.in_each(who, cases, none_else, async |work, file, permit| {
            let (rules, today) = (work.rules(), file.now.today());
            let physician = (ward.physician.name.as_str(), ward.physician.account);
            let mut form = papers::examination(&file.case, rules, today, physician);
            form.values
                .extend(papers::laboratory_usual(&file.case, rules, today));
            let mut fresh = RecordId::fresh;
            let events = decide::record_exam(&file.case, &mut fresh, &form, rules, &file.now)?;
            let examined = work.record(permit, file, events).await?;
            Ok(judge(work, file).await?.unwrap_or(examined))
        })
        .await
    }

    /// A commission writes down what it says, and each of its members signs.
    pub(super) async fn review(&self, ward: &Ward, cases: &[CaseId]) -> Result<(), Failure> {
        let chair = ward.commission.first().ok_or(Refusal::NothingToDo)?;
        let who = (&chair.actor, Action::DraftReview);
        self.in_each(who, cases, commands::drafting, async |work, file, permit| {
            let (rules, today) = (work.rules(), file.now.today());
            let law = rules.law_for(today).ok_or(Refusal::NothingToDo)?;
            let candidates = file.reviewers(law.course.review.post, &rules.places);
            let form = reviews::unchanged(file.case.next_review(), today, &ward.commission);
            let (id, kind) = (RecordId::fresh(), file.kind_of_place());
            let events = decide::draft_review(&file.case, id, &form, &candidates, &law, kind, &file.now)?;
            work.record(permit, file, events).await
        })
        .await?;
        for member in &ward.commission {
            let who = (&member.actor, Action::SignReview);
            let circumstances = |file: &CaseFile| commands::signing(file, file.case.next_review());
            self.in_each(who, cases, circumstances, async |work, file, permit| {
                let form = reviews::agreed(file.case.next_review());
                let events = decide::sign_review(&file.case, &form, member.account, &file.now)?;
                work.record(permit, file, events).await
            })
            .await?;
        }
        Ok(())
    }

    pub(super) async fn give(&self, ward: &Ward, cases: &[CaseId]) -> Result<(), Failure> {
        let who = (&ward.nurse.actor, Action::LogInjection);
        self.in_each(who, cases, none_else, async |work, file, permit| {
            let rules = work.rules();
            let form = chair::injection(file, rules, given_at(file), None, &ward.attendant);
            let form = form.ok_or(Refusal::NothingToDo)?;
            let (id, roster, now) = (RecordId::fresh(), &file.roster, &file.now);
            let events = decide::log_injection(&file.case, id, &form, rules, roster, now)?;
            work.record(permit, file, events).await
        })
        .await
    }
}

/// No circumstances but those of the case.
fn none_else(_: &CaseFile) -> Context {
    Context::default()
}

/// Whoever examines decides at once about what is not as it should be.
async fn judge(work: &Work<'_>, file: &mut CaseFile) -> Result<Option<Written>, Failure> {
    let action = Action::JudgeResult;
    let mut last = None;
    let waiting = unjudged(&file.case, work.rules());
    let records: BTreeSet<_> = waiting.into_iter().map(|waiting| waiting.record).collect();
    for record in records {
        let permit = work.authorise(action, &file.facts.clone().into(), &Context::default())?;
        let ids = [RecordId::fresh(), RecordId::fresh()];
        let form = monitoring::harmless(record);
        let events = decide::judge_result(&file.case, ids, &form, work.rules(), &file.now)?;
        last = Some(work.record(permit, file, events).await?);
    }
    Ok(last)
}

/// When a dose was given that is written down now: so long ago that what was seen after it is known, on the same day.
fn given_at(file: &CaseFile) -> DateTime<Utc> {
    let (now, zone) = (file.now.instant, file.now.zone);
    let seen_at = now - TimeDelta::minutes(chair::SEEN_MINUTES);
    let same_day = civil_date(seen_at, zone) == file.now.today();
    if same_day { seen_at } else { now }
}

async fn opening(work: &Work<'_>, ward: &Ward, person: &Person, now: &Now) -> Result<Vec<Event>, Failure> {
    let today = civil_date(now.instant, now.zone);
    let reference = persons::next_reference(work.tx(), today).await?;
    let ruling = Ruling {
        id: RulingId::fresh(),
        court: "Учебный районный суд".to_owned(),
        number: reference.clone(),
        ruled_on: today - Days::new(10),
        in_force_on: Some(today),
        until_on: Some(today + Days::new(TERM_DAYS)),
        offence_on: None,
        scan_sha256: None,
        draft: false,
        under_age_reason: None,
    };
    let wrong = decide::check_ruling(&ruling, now);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let opened = CaseOpened {
        person: person.id,
        reference,
        jurisdiction: "kz".to_owned(),
        opened_on: today,
        place: ward.place,
        supervising: ward.supervising,
        end_of_term_on: Some(today + Days::new(HELD_DAYS)),
        under_age_reason: None,
    };
    Ok(vec![Event::CaseOpened(opened), Event::RulingRecorded(ruling)])
}

fn course<'w>(work: &'w Work<'_>, file: &CaseFile) -> Result<&'w Course, Failure> {
    let law = work
        .rules()
        .law_for(file.now.today())
        .ok_or(Refusal::NothingToDo)?;
    Ok(law.course)
}
