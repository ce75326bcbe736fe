//! An auditor draws up who saw which records: what the authority for personal data must be told after a breach.

use super::draft_letter::keep;
use super::letter_facts::of_organisation;
use crate::access::{Action, Actor, Context, Resource};
use crate::domain::ids::LetterId;
use crate::domain::letter::{About, Addressee, Breach, Content, LetterKind, Sheet};
use crate::domain::localised::Localised;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::time::{civil_date, start_of_day};
use crate::store::StoreError;
use crate::store::accounts::{self, Account};
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::letters::{self, NewLetter};
use crate::store::organisations;
use crate::store::reading::breach::deeds;
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use serde_json::{Map, json};

/// What a breach dossier is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftBreach {
    /// What the holder of the account types to sign in.
    pub sign_in_name: String,
    /// First day looked at.
    pub from_on: Option<NaiveDate>,
    /// Last day looked at.
    pub until_on: Option<NaiveDate>,
    /// The day on which the breach became known.
    pub found_on: Option<NaiveDate>,
    /// What happened.
    pub words: String,
}

/// Draws up the dossier on a breach, from the ledger.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn draft_breach_dossier(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    form: &DraftBreach,
) -> Result<LetterId, Failure> {
    let own = actor.account_id().ok_or(Refusal::NothingToDo)?;
    let own = accounts::find(desk.store(), own)
        .await?
        .ok_or(StoreError::Missing("account"))?;
    let holder = accounts::find_by_sign_in_name(desk.store(), form.sign_in_name.trim()).await?;
    desk.perform(actor, submission, Action::DraftLetter, async |work| {
        let context = Context {
            letter: Some(LetterKind::BreachDossier.code()),
            ..Context::default()
        };
        let permit = work.authorise(Action::DraftLetter, &Resource::System, &context)?;
        let zone = zone(&own)?;
        let (about, holder) = about(form, holder.as_ref(), civil_date(work.instant(), zone))?;
        let sheet = sheet(work, &about, holder, &own, zone).await?;
        let new = NewLetter {
            id: LetterId::fresh(),
            about,
            case: None,
            sender: own.organisation,
            addressee: None,
            at: work.instant(),
        };
        let known = letters::of_kind(desk.store(), LetterKind::BreachDossier).await?;
        let mut known = known.into_iter();
        let known = known.find(|letter| letter.about == new.about && letter.withdrawn.is_none());
        let (id, number, sha256) = keep(work, known.as_ref(), &new, &sheet, own.id).await?;
        let detail = Map::from_iter([
            ("kind".to_owned(), json!(LetterKind::BreachDossier.code())),
            ("draft".to_owned(), json!(number)),
            ("data".to_owned(), json!(sha256)),
        ]);
        let written = work.seal(permit, &format!("letter:{id}"), detail).await?;
        Ok((written, id))
    })
    .await
}

fn zone(account: &Account) -> Result<Tz, StoreError> {
    account.zone.parse().map_err(|_| StoreError::Corrupt {
        table: "organisation",
        row: account.organisation.to_string(),
        column: "zone",
    })
}

/// What is asked, or everything that is wrong with it.
fn about<'a>(
    form: &DraftBreach,
    holder: Option<&'a Account>,
    today: NaiveDate,
) -> Result<(About, &'a Account), Vec<Refusal>> {
    let mut wrong = Vec::new();
    if form.sign_in_name.trim().is_empty() {
        wrong.push(Refusal::Required {
            field: "sign_in_name",
        });
    } else if holder.is_none() {
        wrong.push(Refusal::NotUnderstood {
            field: "sign_in_name",
        });
    }
    let days = [
        ("from_on", form.from_on),
        ("until_on", form.until_on),
        ("found_on", form.found_on),
    ];
    for (field, day) in days {
        match day {
            None => wrong.push(Refusal::Required { field }),
            Some(day) if day > today => wrong.push(Refusal::NotAfter {
                field,
                latest_on: today,
            }),
            Some(_) => {}
        }
    }
    if let (Some(from_on), Some(until_on)) = (form.from_on, form.until_on)
        && until_on < from_on
    {
        wrong.push(Refusal::NotBefore {
            field: "until_on",
            earliest_on: from_on,
        });
    }
    wrong.extend(text("words", &form.words, true, WORDS).err());
    match (holder, form.from_on, form.until_on, form.found_on) {
        (Some(holder), Some(from_on), Some(until_on), Some(found_on)) if wrong.is_empty() => {
            let about = About::Account {
                account: holder.id,
                from_on,
                until_on,
                found_on,
                words: form.words.trim().to_owned(),
            };
            Ok((about, holder))
        }
        _ => Err(wrong),
    }
}

/// What the ledger says of an account.
async fn sheet(
    work: &Work<'_>,
    about: &About,
    holder: &Account,
    own: &Account,
    zone: Tz,
) -> Result<Sheet, Failure> {
    let About::Account {
        from_on,
        until_on,
        found_on,
        words,
        ..
    } = about
    else {
        return Err(Refusal::NotUnderstood { field: "about" }.into());
    };
    let from_at = start_of_day(*from_on, zone);
    // The last instant of the day, or now.
    let next_day = start_of_day(until_on.succ_opt().unwrap_or(*until_on), zone);
    let until_at = (next_day - TimeDelta::microseconds(1)).min(work.instant());
    let deeds = deeds(work.desk().store(), holder.id, from_at, until_at).await?;
    if deeds.more {
        return Err(Refusal::NotAfter {
            field: "until_on",
            latest_on: *from_on,
        }
        .into());
    }
    let law = work.rules().law_for(*found_on).ok_or(Refusal::NothingToDo)?;
    let today = work.rules().law_for(civil_date(work.instant(), zone));
    // The duty is younger than the oldest procedure: of an old breach the authority is told as the law says now.
    let rule = law
        .procedure
        .breach
        .as_ref()
        .or_else(|| today?.procedure.breach.as_ref());
    let within = rule.ok_or(Refusal::NothingToDo)?.tell_within_working_days;
    let office = organisations::find_in(work.tx(), own.organisation).await?;
    let office = office.ok_or(StoreError::Missing("organisation"))?;
    let role = work.rules().places.role_name(&holder.role).cloned();
    Ok(Sheet {
        sender: of_organisation(office),
        addressee: Addressee::DataAuthority,
        person: None,
        asked: None,
        content: Content::BreachDossier(Breach {
            found_on: *found_on,
            tell_by: law.calendar.add_working_days(*found_on, i64::from(within)).date,
            words: words.clone(),
            holder: holder.display_name.clone(),
            role: role.unwrap_or_else(|| Localised {
                kk: holder.role.clone(),
                ru: holder.role.clone(),
                en: holder.role.clone(),
            }),
            office: holder.organisation_name.clone(),
            from_at,
            until_at,
            cases: deeds.cases,
            refused: deeds.refused,
            lists: deeds.lists,
            last_entry: deeds.last_entry,
            last_hash: deeds.last_hash,
        }),
    })
}
