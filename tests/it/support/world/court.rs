//! The court's steps, reactions, changes of regimen and the end, as people in the country would record them.
#![allow(clippy::unwrap_used, dead_code)]

use super::{World, at, day};
use merzim::commands::{self, DraftLetter, SignLetter};
use merzim::domain::decide::{
    ChangeRegimen, EndCase, EndReaction, FindContraindication, FlareAnswer, PlanAftercare, ReportReaction,
};
use merzim::domain::event::{Departure, Follows};
use merzim::domain::ids::{CaseId, LetterId, OrganisationId, RecordId, RulingId};
use merzim::domain::letter::{About, EndedTo};
use merzim::domain::obligation::Kind;
use merzim::domain::plan::told_by;
use merzim::domain::refusal::Refusal;
use merzim::domain::ruling::{RulingChange, RulingStep, Terms};
use merzim::letters::Press;
use merzim::store::desk::Failure;
use merzim::store::letters;

/// No cover against flare, and why.
pub fn flare() -> FlareAnswer {
    FlareAnswer {
        given: Some(false),
        words: "тестостерон төмен".to_owned(),
        ..FlareAnswer::default()
    }
}

/// A new version of a ruling.
pub fn terms(until_on: Option<&str>, supervising: Option<OrganisationId>) -> Terms {
    Terms {
        until_on: until_on.map(day),
        supervising,
        words: "мерзімі өзгертілді".to_owned(),
    }
}

impl World {
    /// A clerk records a new version of the last ruling; what a commission sent is answered by it.
    pub async fn court_says(
        &self,
        case: CaseId,
        step: RulingStep,
        effective_on: &str,
        terms: Terms,
    ) -> Result<RulingId, Failure> {
        let change = RulingChange {
            ruling: self.file(case).await.case.rulings.last().unwrap().ruling.id,
            step,
            effective_on: day(effective_on),
            document: "қаулы № 2".to_owned(),
            terms: Some(terms),
            answers: Some(true),
        };
        commands::change_ruling(&self.desk, &self.actor("clerk"), None, case, &change).await
    }

    /// A psychiatrist changes the regimen in mid-course.
    pub async fn change(&self, case: CaseId, product: &str, first_on: &str) -> Result<RecordId, Failure> {
        let form = ChangeRegimen {
            protocol: product.to_owned(),
            first_on: Some(day(first_on)),
            reason: "әсері жеткіліксіз".to_owned(),
            decided_by: "комиссия".to_owned(),
            reference: "хаттама № 5".to_owned(),
            flare: flare(),
            despite_sum: "басқа препарат жарамайды".to_owned(),
            born_on: None,
        };
        self.change_as(case, &form).await
    }

    /// As the form says.
    pub async fn change_as(&self, case: CaseId, form: &ChangeRegimen) -> Result<RecordId, Failure> {
        let (doctor, _) = self.doctor(case).await;
        commands::change_regimen(&self.desk, &doctor, None, case, form).await
    }

    /// A clerk records a death or a transfer.
    pub async fn depart(
        &self,
        case: CaseId,
        departure: Departure,
        moment: &str,
    ) -> Result<RecordId, Failure> {
        let form = EndCase {
            departure: Some(departure),
            ended_at: Some(at(moment)),
            document: "анықтама № 3".to_owned(),
        };
        commands::end_case(&self.desk, &self.actor("clerk"), None, case, &form).await
    }

    /// A psychiatrist plans the time after the measure.
    pub async fn aftercare(&self, case: CaseId) -> Result<RecordId, Failure> {
        let form = PlanAftercare {
            carer: "аудандық психиатр".to_owned(),
            next_look_on: None,
            words: "ай сайын".to_owned(),
        };
        let (doctor, _) = self.doctor(case).await;
        commands::plan_aftercare(&self.desk, &doctor, None, case, &form).await
    }

    /// Who is still to be told on paper that the measure is over, in the order of the plan.
    pub async fn untold(&self, case: CaseId) -> Vec<EndedTo> {
        let owed = self.plan(case).await.obligations.into_iter();
        let owed = owed.filter(|owed| owed.kind == Kind::TellEnd);
        owed.map(|owed| told_by(owed.cycle).unwrap().1).collect()
    }

    /// A psychiatrist draws up and signs a letter that the measure is over.
    pub async fn tell_end(&self, case: CaseId, to: EndedTo) -> Result<LetterId, Failure> {
        let (doctor, _) = self.doctor(case).await;
        let about = About::Ended { to };
        let form = DraftLetter::about(about.clone());
        let letter = match commands::draft_letter(&self.desk, &doctor, None, case, &form).await {
            // The jobs drew it up.
            Err(Failure::Refused(why)) if why[..] == [Refusal::NothingToDo] => self.drawn(case, &about).await,
            drawn => drawn?,
        };
        let known = letters::find(self.desk.store(), letter).await.unwrap();
        let draft = known.last_draft().unwrap().number;
        let press = Press::new("https://merzim.example");
        let form = SignLetter { letter, draft };
        commands::sign_letter(&self.desk, &doctor, None, form, &press).await?;
        Ok(letter)
    }

    /// The letter about something in a case that was not withdrawn.
    pub async fn drawn(&self, case: CaseId, about: &About) -> LetterId {
        let known = letters::of_case(self.desk.store(), case).await.unwrap();
        let mut known = known.into_iter();
        let known = known.find(|letter| letter.about == *about && letter.withdrawn.is_none());
        known.unwrap().id
    }

    /// Everybody who does not know that the measure is over is told.
    pub async fn tell_all(&self, case: CaseId) {
        for to in self.untold(case).await {
            self.tell_end(case, to).await.unwrap();
        }
        assert_eq!(self.untold(case).await, []);
    }

    /// N1 takes down a reaction.
    pub async fn react(&self, case: CaseId, severity: &str) -> Result<RecordId, Failure> {
        let form = ReportReaction {
            occurred_at: Some(self.clock.now()),
            severity: severity.to_owned(),
            suspected: String::new(),
            words: "бөртпе".to_owned(),
            done: "антигистамин".to_owned(),
            hold: false,
            sure: false,
        };
        commands::report_reaction(&self.desk, &self.actor("n1"), None, case, &form).await
    }

    /// N1 takes down how it ended.
    pub async fn recovered(&self, case: CaseId, reaction: RecordId) -> Result<RecordId, Failure> {
        let form = EndReaction {
            outcome: "recovered".to_owned(),
            on: Some(self.file(case).await.now.today()),
            words: "өтті".to_owned(),
        };
        commands::record_reaction_outcome(&self.desk, &self.actor("n1"), None, case, reaction, &form).await
    }

    /// A psychiatrist takes down a contraindication.
    pub async fn found(&self, case: CaseId, what: &str, follows: Follows) -> Result<RecordId, Failure> {
        let form = FindContraindication {
            contraindication: what.to_owned(),
            found_on: Some(self.file(case).await.now.today()),
            follows: Some(follows),
            words: "МРТ".to_owned(),
        };
        let (doctor, _) = self.doctor(case).await;
        commands::record_contraindication(&self.desk, &doctor, None, case, &form).await
    }
}
