//! Letters of the demo country: some signed, one replaced, one withdrawn, drafts that wait. Written on the last day, by
//! those whose letters they are, through the same commands that people use.

use super::DemoFault;
use super::country::{Cast, Worker};
use super::stage::{Played, Stage};
use crate::access::Action;
use crate::commands::{self, DraftLetter, SignLetter};
use crate::domain::ids::{CaseId, LetterId};
use crate::domain::letter::{
    About, Asked, Letter, ReleaseTo, measure_ended, to_tell_of_end, told_of_release,
};
use crate::domain::obligation::Kind;
use crate::domain::passage::OfferState;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Post;
use crate::letters::Press;
use crate::store::desk::{Desk, Failure};
use crate::store::file::CaseFile;
use crate::store::letters;
use crate::store::reading::cases;
use chrono::Months;

/// Letters of each kind: more tell nothing new.
const OF_EACH: usize = 3;

/// Who writes in the region where the demo accounts are at home.
struct Hands<'a> {
    desk: &'a Desk,
    doctor: &'a Worker,
    clerk: &'a Worker,
    press: &'a Press,
}

/// Writes the letters of a region.
///
/// # Errors
/// The first letter that failed.
pub(super) async fn write(desk: &Desk, cast: &Cast, region: &str, press: &Press) -> Result<(), DemoFault> {
    let clinic = cast.organisation(region, "clinic")?;
    let registry = cast.organisation(region, "registry")?;
    let hands = Hands {
        desk,
        doctor: cast.worker(clinic, Post::Physician, 0)?,
        clerk: cast.worker(registry, Post::Clerk, 0)?,
        press,
    };
    let failed = |why: Failure| DemoFault::Failed {
        doing: "writing letters".to_owned(),
        why: Box::new(why),
    };
    hands.write().await.map_err(failed)
}

impl Hands<'_> {
    async fn write(&self) -> Result<(), Failure> {
        let scope = self.desk.list(&self.doctor.actor, Action::ListCases).await?;
        let rows = cases::part(self.desk.store(), &scope, None, None, self.desk.instant()).await?;
        let (mut told, mut excused, mut certified, mut reviewed, mut moved) = (0, 0, 0, 0, 0);
        for row in rows {
            let look = self
                .desk
                .look(&self.doctor.actor, Action::ReadClinicalFile, row.case());
            let file = look.await?;
            if told < OF_EACH
                && let Some(about) = missed(&file)
            {
                let letter = self.draw(self.doctor, row.case(), about).await?;
                match told {
                    0 => self.sign(self.doctor, letter).await?,
                    1 => {
                        self.sign(self.doctor, letter).await?;
                        let reason = "Извещение отправлено по ошибке: ответ уже получен";
                        commands::withdraw_letter(self.desk, &self.doctor.actor, None, letter, reason)
                            .await?;
                    }
                    _ => {}
                }
                told += 1;
            } else if excused < OF_EACH
                && let Some(about) = justified(&file, self.desk)
            {
                let letter = self.draw(self.doctor, row.case(), about).await?;
                if excused == 0 {
                    self.sign(self.doctor, letter).await?;
                }
                excused += 1;
            } else if certified < OF_EACH && !file.case.doses.is_empty() {
                let letter = self.draw(self.clerk, row.case(), certificate(&file)).await?;
                if certified == 0 {
                    self.sign(self.clerk, letter).await?;
                }
                certified += 1;
            }
            if moved < 2 * OF_EACH {
                for about in moves(&file) {
                    let letter = self.draw(self.doctor, row.case(), about).await?;
                    if moved % 2 == 0 {
                        self.sign(self.doctor, letter).await?;
                    }
                    moved += 1;
                }
            }
            let concluded = file
                .case
                .reviews
                .iter()
                .find(|review| review.concluded().is_some());
            if reviewed < OF_EACH
                && let Some(review) = concluded
            {
                let about = About::Review {
                    review: review.number,
                };
                let letter = self.draw(self.doctor, row.case(), about).await?;
                if reviewed == 0 {
                    self.sign(self.doctor, letter).await?;
                }
                reviewed += 1;
            }
        }
        Ok(())
    }

    async fn draw(&self, hand: &Worker, case: CaseId, about: About) -> Result<LetterId, Failure> {
        draw(self.desk, hand, case, about).await
    }

    async fn sign(&self, hand: &Worker, letter: LetterId) -> Result<(), Failure> {
        sign(self.desk, hand, letter, self.press).await
    }
}

async fn draw(desk: &Desk, hand: &Worker, case: CaseId, about: About) -> Result<LetterId, Failure> {
    let form = DraftLetter::about(about.clone());
    let drawn = commands::draft_letter(desk, &hand.actor, None, case, &form).await;
    // A recall and the end of a measure draw their letters up by themselves.
    if matches!(&drawn, Err(Failure::Refused(why)) if why[..] == [Refusal::NothingToDo]) {
        let known = letters::of_case(desk.store(), case).await?;
        let waiting = |letter: &Letter| letter.about == about && letter.withdrawn.is_none();
        if let Some(waiting) = known.into_iter().find(waiting) {
            return Ok(waiting.id);
        }
    }
    drawn
}

async fn sign(desk: &Desk, hand: &Worker, letter: LetterId, press: &Press) -> Result<(), Failure> {
    let known = letters::find(desk.store(), letter).await?;
    let draft = known.last_draft().map_or(1, |draft| draft.number);
    let form = SignLetter { letter, draft };
    commands::sign_letter(desk, &hand.actor, None, form, press).await?;
    Ok(())
}

impl Stage<'_> {
    /// The measure is over: everybody who must know is told on paper.
    pub(super) async fn tell_end(&self, played: &Played, doctor: &Worker) -> Result<(), Failure> {
        let file = self.look(doctor, Action::ReadClinicalFile, played.case).await?;
        let ended = measure_ended(&file.case, file.now.today());
        let (ground, _) = ended.ok_or(Refusal::NothingToDo)?;
        for to in to_tell_of_end(ground, file.roster.sent_from_elsewhere()) {
            let drawn = draw(self.desk, doctor, played.case, About::Ended { to }).await?;
            sign(self.desk, doctor, drawn, self.press).await?;
        }
        Ok(())
    }
}

/// An alert about a dose that the supervising body was told of.
fn missed(file: &CaseFile) -> Option<About> {
    let mut alerts = file.case.alerts.iter().rev();
    let told = alerts
        .find(|alert| alert.kind == Kind::Dose && alert.live() && alert.told(file.facts.supervising))?;
    Some(About::Alert { alert: told.id })
}

/// A release ahead, hand-overs that were agreed, recalls that reached the person.
fn moves(file: &CaseFile) -> Vec<About> {
    let told = ReleaseTo::ALL.into_iter();
    let today = file.now.today();
    let told = told.filter(|to| file.facts.open && told_of_release(&file.case, *to, today).is_some());
    let offers = file.case.passage.offers.iter();
    let agreed = offers.filter(|offer| offer.state() == OfferState::Accepted);
    let recalls = file.case.supply.recalls.iter();
    let recalls = recalls.filter(|recall| file.case.received(&recall.reached) > 0);
    told.map(|to| About::Release { to })
        .chain(agreed.map(|offer| About::Handover {
            offer: offer.content.id,
        }))
        .chain(recalls.map(|recall| About::Recall {
            recall: recall.reached.recall,
        }))
        .collect()
}

/// A dose that was not given for a reason that does not lie with the person.
fn justified(file: &CaseFile, desk: &Desk) -> Option<About> {
    use crate::domain::supervision::Attendance;
    let mut records = file.case.not_given.iter().rev();
    let record = records.find(|entry| {
        let reason = desk.rules().causes.reason(&entry.content.cause);
        let justified = |family| Attendance::of_family(family) == Attendance::Justified;
        entry.voided.is_none() && reason.is_some_and(|reason| justified(reason.family))
    })?;
    Some(About::NotGiven {
        record: record.content.id,
    })
}

/// The last six months, for a court that asked.
fn certificate(file: &CaseFile) -> About {
    let today = file.now.today();
    let court = file.case.rulings.first().map(|file| file.ruling.court.clone());
    About::Period {
        from_on: today.checked_sub_months(Months::new(6)).unwrap_or(today),
        until_on: today,
        asked: Asked {
            by: court.unwrap_or_default(),
            ground: "Запрос суда № 3-417".to_owned(),
            on: today,
        },
    }
}
