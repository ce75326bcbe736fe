//! Whoever was told of a signed letter is told what became of it: that it was signed anew, or withdrawn. Also whoever has left
//! the post or lost the case since: he may still go by what he was told.

use super::manage_accounts::home;
use super::vouch_for_account::holder;
use crate::access::{Action, Context, Resource};
use crate::domain::ids::{AccountId, MessageId};
use crate::domain::letter::{Circle, Letter, LetterKind};
use crate::domain::rules::Channel;
use crate::store::accounts::Account;
use crate::store::desk::{Failure, Work};
use crate::store::file::CaseFile;
use crate::store::letter_mail;
use crate::store::outbox::{self, NewMessage};
use serde_json::{Map, json};
use std::collections::BTreeSet;

/// What became of a letter of which somebody was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Became {
    /// It was signed anew.
    Again,
    /// It was withdrawn.
    Withdrawn,
}

/// The action by which letters of a kind are read.
#[must_use]
pub fn reading_of(kind: LetterKind) -> Action {
    match kind.circle() {
        Circle::Supervision => Action::ReadNoticeLetter,
        Circle::Court => Action::ReadCourtLetter,
        Circle::Clinical => Action::ReadClinicalLetter,
        Circle::Supply => Action::ReadStock,
        Circle::House => Action::ReadHouseLetter,
    }
}

/// Writes to everybody who was ever written to about a letter, once, by mail as before; and says who they are. The message
/// holds the reference and the link, and no link for whom it would lead nowhere.
pub(super) async fn tell_again(
    work: &Work<'_>,
    file: Option<&CaseFile>,
    letter: &Letter,
    became: Became,
) -> Result<BTreeSet<AccountId>, Failure> {
    let known = letter_mail::told(work.tx(), letter.id, letter.case).await?;
    for account in &known {
        let leads = opens(work, file, letter, account);
        let template = template(file.is_some(), became, leads);
        let (Some(address), Some(template)) = (account.email.as_deref(), template) else {
            continue;
        };
        // The page of a letter finds its mails by its identity, also those without a link.
        let named = if leads { "letter" } else { "of" };
        let mut arguments = Map::from_iter([(named.to_owned(), json!(letter.id.to_string()))]);
        if let Some(file) = file {
            arguments.insert("reference".to_owned(), json!(file.case.reference));
        }
        let new = NewMessage {
            id: MessageId::fresh(),
            at: work.instant(),
            run_at: work.instant(),
            recipient: Some(account.id),
            channel: Channel::Email,
            address,
            endpoint: None,
            template,
            arguments,
            language: &account.language,
            case: letter.case,
            alert: None,
            notice: None,
        };
        outbox::enqueue(work.tx(), &new).await?;
    }
    Ok(known.into_iter().map(|account| account.id).collect())
}

/// What is said. A letter about a lot is about nobody: whoever has left the house since is told nothing more of it, and that
/// it was signed anew is told to the posts it goes to.
fn template(of_case: bool, became: Became, leads: bool) -> Option<&'static str> {
    match (of_case, became, leads) {
        (true, _, false) => Some("message-letter-left"),
        (true, Became::Again, true) => Some("message-letter-again"),
        (true, Became::Withdrawn, true) => Some("message-letter-withdrawn"),
        (false, Became::Withdrawn, true) => Some("message-recall-letter-withdrawn"),
        (false, ..) => None,
    }
}

/// Does the link lead somebody who was told to the letter, as the policies say now?
fn opens(work: &Work<'_>, file: Option<&CaseFile>, letter: &Letter, known: &Account) -> bool {
    let Some(reader) = holder(known).filter(|_| known.is_there()) else {
        return false;
    };
    let of: Resource = match file {
        Some(file) => file.facts.clone().into(),
        None => home(known),
    };
    let context = Context {
        addressed_to: letter.addressee,
        letter: Some(letter.kind().code()),
        ..Context::default()
    };
    work.desk()
        .allows(&reader, reading_of(letter.kind()), &of, &context)
}
