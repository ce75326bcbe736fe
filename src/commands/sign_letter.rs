//! Somebody signs a letter: it gets its number and code, is printed, and is frozen.

use super::letter_facts::{drawn_up, house};
use super::letter_told::{Became, tell_again};
use super::recall_lot::keepers;
use super::recall_notices::as_it_stands;
use crate::access::{Action, Actor, Context, Resource};
use crate::domain::decide;
use crate::domain::ids::{AccountId, LetterId, MessageId, OrganisationId};
use crate::domain::letter::{
    About, Content, Draft, EndedTo, Issue, Letter, Paper, Prints, verification_code,
};
use crate::domain::localised::Localised;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{Channel, Post};
use crate::domain::time::civil_date;
use crate::secrets;
use crate::store::accounts::{self, Account};
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::file::CaseFile;
use crate::store::outbox::{self, NewMessage};
use crate::store::{StoreError, letters, organisations, recalled};
use serde_json::{Map, json};
use std::collections::BTreeSet;
use std::future::Future;

/// What prints letters. It stands above this room, and is handed in.
pub trait Printer: Sync {
    /// Prints a letter in every language.
    ///
    /// # Errors
    /// Why it cannot be printed; nothing of what stands in it.
    fn print(&self, paper: &Paper) -> impl Future<Output = Result<Prints, String>> + Send;
}

/// Which draft is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignLetter {
    /// The letter.
    pub letter: LetterId,
    /// The draft that was read before signing.
    pub draft: u32,
}

/// Signs a letter, and answers with the number of the issue.
///
/// # Errors
/// [`Failure::Refused`]: another draft was made meanwhile, the records now say something else, the letter was withdrawn;
/// [`Failure::Forbidden`]; [`Failure::Unprinted`].
pub async fn sign_letter(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    form: SignLetter,
    printer: &impl Printer,
) -> Result<u32, Failure> {
    let signer = actor.account_id().ok_or(Refusal::NothingToDo)?;
    let signer = accounts::find(desk.store(), signer).await?;
    let signer = signer.ok_or(StoreError::Missing("account"))?;
    let known = letters::find(desk.store(), form.letter).await?;
    desk.perform(actor, submission, Action::SignLetter, async |work| {
        // The case first: whoever draws up or signs in a case waits for the one before.
        let mut file = match known.case {
            Some(case) => Some(work.case(case).await?),
            None => None,
        };
        let letter = letters::find_in(work.tx(), form.letter).await?;
        let resource: Resource = match &file {
            Some(file) => file.facts.clone().into(),
            None => house(work, &letter).await?,
        };
        let context = Context {
            letter: Some(letter.kind().code()),
            ..Context::default()
        };
        let permit = work.authorise(Action::SignLetter, &resource, &context)?;
        let draft = letter.pending().ok_or(Refusal::NothingToDo)?;
        if draft.number != form.draft {
            return Err(Refusal::TextChanged.into());
        }
        still_true(work, file.as_ref(), &letter, draft).await?;
        let issue = issue(work, file.as_ref(), &letter, draft, &signer).await?;
        let (sums, template) = print(work, &letter, draft, issue.clone(), printer).await?;
        if let Some(file) = &mut file {
            if let About::Ended { to } = letter.about {
                let told = decide::tell_end(&file.case, letter.id, to, &file.now)?;
                work.told_of_end(&permit, file, told).await?;
            }
            tell(work, file, &letter).await?;
        } else {
            tell_house(work, &letter, signer.id).await?;
        }
        let detail = Map::from_iter([
            ("kind".to_owned(), json!(letter.kind().code())),
            ("number".to_owned(), json!(issue.letter_number)),
            ("issue".to_owned(), json!(issue.number)),
            ("data".to_owned(), json!(draft.sha256)),
            ("template".to_owned(), json!(template)),
            (
                "files".to_owned(),
                json!(Map::from_iter(
                    sums.into_iter()
                        .map(|(language, sum)| (language.to_owned(), json!(sum)))
                )),
            ),
        ]);
        let written = work
            .seal(permit, &format!("letter:{}", letter.id), detail)
            .await?;
        Ok((written, issue.number))
    })
    .await
}

/// Nobody signs what the records no longer say.
async fn still_true(
    work: &Work<'_>,
    file: Option<&CaseFile>,
    letter: &Letter,
    draft: &Draft,
) -> Result<(), Failure> {
    let same = match (file, &draft.sheet.content) {
        (Some(file), Content::OwnRecord(record)) => record.case_version == file.case.version,
        (Some(file), _) => {
            let before = letter.signed_sheet();
            let now = drawn_up(work, file, &letter.about, letter.sender, letter.addressee, before).await?;
            now == draft.sheet
        }
        // A dossier tells of a stretch of time that is over.
        (None, _) => as_it_stands(work, letter)
            .await?
            .is_none_or(|now| now == draft.sheet),
    };
    if same {
        return Ok(());
    }
    Err(Refusal::FactsChanged.into())
}

/// The issue that a signature makes of a draft.
async fn issue(
    work: &Work<'_>,
    file: Option<&CaseFile>,
    letter: &Letter,
    draft: &Draft,
    signer: &Account,
) -> Result<Issue, Failure> {
    let zone = signer.zone.parse().map_err(|_| StoreError::Corrupt {
        table: "organisation",
        row: signer.organisation.to_string(),
        column: "zone",
    })?;
    let signed_on = civil_date(work.instant(), zone);
    let places = &work.rules().places;
    let role = places.role_name(&signer.role).cloned();
    let role = role.unwrap_or_else(|| alike(&signer.role));
    // Who signs for another organisation is known by his own.
    let role = if signer.organisation == letter.sender {
        role
    } else {
        at_office(&role, &of_signer(work, file, signer).await?)
    };
    let jurisdiction = file.map_or(places.id.as_str(), |file| file.case.jurisdiction.as_str());
    Ok(Issue {
        number: letter.last_issue().map_or(0, |issue| issue.number) + 1,
        draft: draft.number,
        letter_number: letters::number_of(work.tx(), letter, jurisdiction, signed_on).await?,
        code: code().map_err(|fault| Failure::Unprinted(fault.to_string()))?,
        template: String::new(),
        signed_at: work.instant(),
        signed_on,
        signed_by: signer.id,
        signer: signer.display_name.clone(),
        role,
    })
}

fn alike(words: &str) -> Localised {
    Localised {
        kk: words.to_owned(),
        ru: words.to_owned(),
        en: words.to_owned(),
    }
}

/// A role with the organisation that it is held at.
fn at_office(role: &Localised, office: &Localised) -> Localised {
    Localised {
        kk: format!("{}, {}", role.kk, office.kk),
        ru: format!("{}, {}", role.ru, office.ru),
        en: format!("{}, {}", role.en, office.en),
    }
}

/// The organisation of whoever signs.
async fn of_signer(work: &Work<'_>, file: Option<&CaseFile>, signer: &Account) -> Result<Localised, Failure> {
    if let Some(known) = file.and_then(|file| file.institution(signer.organisation)) {
        return Ok(known.name.clone());
    }
    let known = organisations::find_in(work.tx(), signer.organisation).await?;
    Ok(known.ok_or(StoreError::Missing("organisation"))?.name)
}

/// Prints the issue and keeps it with its files.
async fn print(
    work: &Work<'_>,
    letter: &Letter,
    draft: &Draft,
    mut issue: Issue,
    printer: &impl Printer,
) -> Result<(Vec<(&'static str, String)>, String), Failure> {
    let paper = Paper {
        sheet: draft.sheet.clone(),
        dated_on: issue.signed_on,
        seal: Some(letter.seal(&issue)),
    };
    let prints = printer.print(&paper).await.map_err(Failure::Unprinted)?;
    issue.template.clone_from(&prints.template);
    let sums = letters::add_issue(work.tx(), letter.id, &issue, &prints.files).await?;
    Ok((sums, prints.template))
}

/// Whom a letter concerns where it goes; every post where none is named. A letter to the person is handed to him by those
/// who treat him. That nothing is to be sent any more is for those who choose and send.
fn concerned(letter: &Letter, file: &CaseFile) -> (Option<OrganisationId>, &'static [Post]) {
    let responsible = Some(file.facts.responsible);
    match letter.about {
        About::Recall { .. } | About::Ended { to: EndedTo::Person } => {
            (letter.addressee.or(responsible), &[Post::Giver])
        }
        About::Ended {
            to: EndedTo::Supplier,
        } => (letter.addressee, &[Post::Physician, Post::Pharmacist]),
        _ => (letter.addressee, &[]),
    }
}

/// Tells everybody whom it concerns where the letter goes that it is there; whoever was told of an issue before, that it was
/// signed anew. The message holds the reference and the link.
async fn tell(work: &Work<'_>, file: &CaseFile, letter: &Letter) -> Result<(), Failure> {
    let told = match letter.last_issue() {
        Some(_) => tell_again(work, Some(file), letter, Became::Again).await?,
        None => BTreeSet::new(),
    };
    let (Some(addressee), posts) = concerned(letter, file) else {
        return Ok(());
    };
    let places = &work.rules().places;
    let owners = posts.iter();
    let owners = owners.filter_map(|post| file.roster.owner_at(addressee, *post, places));
    let roles: Vec<String> = owners.map(|owner| owner.role).collect();
    let here =
        file.roster.people.iter().filter(|known| {
            known.organisation == addressee && (posts.is_empty() || roles.contains(&known.role))
        });
    let here = here.filter(|known| !told.contains(&known.account));
    let members = here.filter_map(|known| file.member(known.account));
    for member in members {
        let Some(address) = &member.email else { continue };
        let arguments = Map::from_iter([
            ("reference".to_owned(), json!(file.case.reference)),
            ("letter".to_owned(), json!(letter.id.to_string())),
        ]);
        let new = NewMessage {
            id: MessageId::fresh(),
            at: work.instant(),
            run_at: work.instant(),
            recipient: Some(member.id),
            channel: Channel::Email,
            address,
            endpoint: None,
            template: "message-letter",
            arguments,
            language: &member.language,
            case: Some(file.case.id),
            alert: None,
            notice: None,
        };
        outbox::enqueue(work.tx(), &new).await?;
    }
    Ok(())
}

/// Tells those who give or keep the drug at an organisation that a letter about a recall came for it.
async fn tell_house(work: &Work<'_>, letter: &Letter, signer: AccountId) -> Result<(), Failure> {
    let (About::Lot { .. }, Some(addressee)) = (&letter.about, letter.addressee) else {
        return Ok(());
    };
    let posts: Vec<_> = keepers(work).into_iter().map(|role| (addressee, role)).collect();
    recalled::written(work.tx(), letter.id, &posts, signer, work.instant()).await?;
    Ok(())
}

fn code() -> Result<String, secrets::SecretFault> {
    secrets::random().map(verification_code)
}
