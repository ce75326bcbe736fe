//! Somebody draws a letter up, or draws it up again from the facts as they stand.

use super::letter_facts::{drawn_up, office, subject};
use crate::access::{Action, Actor, Context, Permit};
use crate::domain::ids::{AccountId, CaseId, LetterId, OrganisationId};
use crate::domain::letter::{
    About, Addressee, Circle, Content, EndedTo, Letter, LetterKind, OwnRecord, Sheet, told_of_release,
};
use crate::domain::refusal::{LINE, Refusal, text};
use crate::domain::rules::Party;
use crate::store::StoreError;
use crate::store::desk::{Desk, Failure, Submission, Work, Written};
use crate::store::file::CaseFile;
use crate::store::letters::{self, NewLetter};
use serde_json::{Map, json};

/// What a letter is to be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftLetter {
    /// What it is about.
    pub about: About,
    /// The person's own record as it was shown; for that kind of letter alone.
    pub own_record: Option<OwnRecord>,
}

impl DraftLetter {
    /// A letter whose content follows from the case.
    #[must_use]
    pub fn about(about: About) -> Self {
        Self {
            about,
            own_record: None,
        }
    }
}

/// Draws a letter up. About one thing there is one letter that was not withdrawn: drawn up again, it gets another
/// draft.
///
/// # Errors
/// [`Failure::Refused`]: the case holds nothing of the kind, a field is missing, nothing has changed since it was
/// signed; [`Failure::Forbidden`].
pub async fn draft_letter(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &DraftLetter,
) -> Result<LetterId, Failure> {
    desk.perform(actor, submission, Action::DraftLetter, async |work| {
        let file = work.case(case).await?;
        let context = Context {
            letter: Some(form.about.kind().code()),
            ..Context::default()
        };
        let permit = work.authorise(Action::DraftLetter, &file.facts.clone().into(), &context)?;
        asked(&form.about)?;
        let account = work.recorder().account().ok_or(Refusal::NothingToDo)?;
        draw(work, permit, &file, form, (account, actor)).await
    })
    .await
}

/// Draws up what a letter says of a case as it stands, as another draft of the one letter about that; in the name of an account.
///
/// # Errors
/// As [`draft_letter`].
pub(super) async fn draw(
    work: &Work<'_>,
    permit: Permit,
    file: &CaseFile,
    form: &DraftLetter,
    (account, actor): (AccountId, &Actor),
) -> Result<(Written, LetterId), Failure> {
    let known = letters::of_case_in(work.tx(), file.case.id).await?;
    let mut known = known.into_iter();
    let known = known.find(|letter| letter.about == form.about && letter.withdrawn.is_none());
    let (sender, addressee) = match &known {
        Some(letter) => (letter.sender, letter.addressee),
        None => between(&form.about, file, actor)?,
    };
    let before = known.as_ref().and_then(Letter::signed_sheet);
    let sheet = match &form.own_record {
        Some(record) => own_record(work, file, sender, record).await?,
        None => drawn_up(work, file, &form.about, sender, addressee, before).await?,
    };
    let new = NewLetter {
        id: LetterId::fresh(),
        about: form.about.clone(),
        case: Some(file.case.id),
        sender,
        addressee,
        at: work.instant(),
    };
    let (id, number, sha256) = keep(work, known.as_ref(), &new, &sheet, account).await?;
    let detail = Map::from_iter([
        ("kind".to_owned(), json!(form.about.kind().code())),
        ("draft".to_owned(), json!(number)),
        ("data".to_owned(), json!(sha256)),
    ]);
    let written = work.seal(permit, &format!("letter:{id}"), detail).await?;
    Ok((written, id))
}

/// A certificate answers a request: who asked, and on which ground, is part of it.
fn asked(about: &About) -> Result<(), Vec<Refusal>> {
    let About::Period { asked, .. } = about else {
        return Ok(());
    };
    let fields = [("asked_by", &asked.by), ("asked_ground", &asked.ground)];
    let wrong = fields.map(|(field, words)| text(field, words, true, LINE).err());
    let wrong: Vec<_> = wrong.into_iter().flatten().collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// Who writes, and to which organisation. A certificate is written where it was asked for, a letter about a recall by the
/// supplier; everything else by the place of treatment.
fn between(
    about: &About,
    file: &CaseFile,
    actor: &Actor,
) -> Result<(OrganisationId, Option<OrganisationId>), Refusal> {
    let responsible = file.facts.responsible;
    let nothing = Refusal::NotUnderstood { field: "about" };
    match about {
        About::Release { to } => {
            let to = told_of_release(&file.case, *to, file.now.today()).ok_or(nothing)?;
            return Ok((responsible, Some(to)));
        }
        // The person's is handed to him where he was treated.
        About::Ended { to } => {
            let to = match to {
                EndedTo::Supervising => file.facts.supervising,
                EndedTo::Person => responsible,
                EndedTo::Supplier => {
                    let elsewhere = file.roster.sent_from_elsewhere();
                    let supplier = file.roster.site(Party::Supplier).filter(|_| elsewhere);
                    supplier.ok_or(nothing)?.organisation
                }
            };
            return Ok((responsible, Some(to)));
        }
        About::Handover { offer } => {
            let offer = file.case.passage.offer(*offer).ok_or(nothing)?;
            let giver = file.case.giver(offer, file.now.today());
            return Ok((giver, Some(offer.content.to)));
        }
        _ => {}
    }
    Ok(match about.kind() {
        LetterKind::MissedNotice | LetterKind::JustifiedAbsence => {
            (responsible, Some(file.facts.supervising))
        }
        LetterKind::TreatmentCertificate => (actor.organisation().unwrap_or(responsible), None),
        LetterKind::Recall => (of_recall(file), None),
        LetterKind::CourtSubmission
        | LetterKind::ReviewConclusion
        | LetterKind::OwnRecord
        | LetterKind::ReleaseNotice
        | LetterKind::MeasureEnded
        | LetterKind::HandoverAct
        | LetterKind::RecallNotice
        | LetterKind::BreachDossier => (responsible, None),
    })
}

/// Who writes about a recall: whoever supplies the place, whose physician looks at the person.
pub(super) fn of_recall(file: &CaseFile) -> OrganisationId {
    let supplier = file.roster.site(Party::Supplier);
    supplier.map_or(file.facts.responsible, |site| site.organisation)
}

/// The person's own record was said by the page that shows it; here it is only checked that it is still true.
async fn own_record(
    work: &Work<'_>,
    file: &CaseFile,
    sender: OrganisationId,
    record: &OwnRecord,
) -> Result<Sheet, Failure> {
    if record.case_version != file.case.version {
        return Err(Refusal::FactsChanged.into());
    }
    Ok(Sheet {
        sender: office(work, file, sender).await?,
        addressee: Addressee::Person,
        person: Some(subject(file)),
        asked: None,
        content: Content::OwnRecord(record.clone()),
    })
}

/// Keeps a draft: of a known letter, or of a new one.
pub(super) async fn keep(
    work: &Work<'_>,
    known: Option<&Letter>,
    new: &NewLetter,
    sheet: &Sheet,
    account: AccountId,
) -> Result<(LetterId, u32, String), Failure> {
    let id = match known {
        Some(letter) => {
            let last = letter.last_draft().ok_or(StoreError::Missing("letter_draft"))?;
            if last.sheet == *sheet {
                return Err(Refusal::NothingToDo.into());
            }
            letter.id
        }
        None => {
            letters::begin(work.tx(), new).await?;
            new.id
        }
    };
    let number = known.and_then(Letter::last_draft).map_or(0, |draft| draft.number) + 1;
    let at = work.instant();
    let sha256 = letters::add_draft(work.tx(), id, number, sheet, at, account).await?;
    let kind = new.about.kind();
    // Whoever draws up a letter about the installation signs it, too: it waits on nobody's desk.
    if kind.circle() != Circle::House {
        letters::wait(work.tx(), id, kind, new.case, at).await?;
    }
    Ok((id, number, sha256))
}
