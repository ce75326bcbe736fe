//! The organisations of the invented country and the people who work in them.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde::Deserialize;

use super::chance::Chance;
use super::door::{self, Sign};
use super::{DemoFault, people};
use crate::access::{self, Actor, Role};
use crate::commands::sign_in::{one_time_code::CodeSecret, owner, password::Passwords};
use crate::domain::ids::{AccountId, OrganisationId};
use crate::domain::localised::Localised;
use crate::domain::rules::{Places, Post, Region};
use crate::secrets::{Keys, digest};
use crate::store::accounts::{self, NewAccount};
use crate::store::desk::Desk;
use crate::store::organisations::{self, Organisation};
use crate::store::{StoreError, Tx};

const PRISON: &str = "prison";
const TEXT: &str = include_str!("country.toml");

/// The country as written down.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Atlas {
    /// The region in which nearly everybody who can be tried works.
    pub home: String,
    /// A second region whose clinic keeps stock.
    pub stocked: String,
    passphrase: String,
    address: Localised,
    /// Region, and its plant in three languages.
    words: Vec<[String; 4]>,
    #[serde(rename = "organisation")]
    organisations: Vec<Draft>,
    #[serde(rename = "key")]
    keys: Vec<KeyDraft>,
    /// Names of people.
    pub names: people::Names,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    code: String,
    kind: String,
    name: Localised,
    staff: Vec<Post>,
    #[serde(default)]
    regions: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyDraft {
    sign_in_name: String,
    at: String,
    post: Option<Post>,
    lens: Option<String>,
    #[serde(default)]
    number: usize,
    /// The region; none for the home one.
    region: Option<String>,
}

/// An account that can be tried.
#[derive(Clone, Debug)]
pub struct Key {
    /// What to type to sign in.
    pub sign_in_name: String,
    /// Secret of the one-time codes.
    pub secret: CodeSecret,
    /// Role and place, in English.
    pub who: String,
}

/// Somebody who works in the country.
#[derive(Clone, Debug)]
pub struct Worker {
    /// Acts as.
    pub actor: Actor,
    /// Account.
    pub account: AccountId,
    /// Name shown to others.
    pub name: String,
}

/// Everybody, by organisation and post, and every organisation by region and code.
#[derive(Debug, Default)]
pub struct Cast {
    organisations: BTreeMap<(String, String), OrganisationId>,
    workers: BTreeMap<(OrganisationId, Post), Vec<Worker>>,
    /// Those who can be tried, in the order shown.
    pub keys: Vec<Key>,
    /// The passphrase of all of them.
    pub passphrase: String,
    /// How many accounts there are.
    pub accounts: usize,
}

impl Cast {
    /// The organisation of a code in a region.
    ///
    /// # Errors
    /// [`DemoFault::Nobody`].
    pub fn organisation(&self, region: &str, code: &str) -> Result<OrganisationId, DemoFault> {
        let found = self.organisations.get(&(region.to_owned(), code.to_owned()));
        found
            .copied()
            .ok_or_else(|| DemoFault::Nobody(format!("{code} in {region}")))
    }

    /// Who holds a post at an organisation; `turn` goes round among them.
    ///
    /// # Errors
    /// [`DemoFault::Nobody`].
    pub fn worker(&self, at: OrganisationId, post: Post, turn: usize) -> Result<&Worker, DemoFault> {
        let holders = self
            .workers
            .get(&(at, post))
            .filter(|holders| !holders.is_empty());
        let nobody = || DemoFault::Nobody(format!("{post:?} at {at}"));
        let holders = holders.ok_or_else(nobody)?;
        holders.get(turn % holders.len()).ok_or_else(nobody)
    }

    /// How many organisations there are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.organisations.len()
    }
}

impl Atlas {
    /// Reads the country.
    ///
    /// # Errors
    /// [`DemoFault::Atlas`].
    pub fn read() -> Result<Self, DemoFault> {
        toml::from_str(TEXT).map_err(|fault| DemoFault::Atlas(fault.message().to_owned()))
    }

    /// The code of a further organisation of its kind in a region; that of the first is the code itself.
    #[must_use]
    pub fn nth(code: &str, number: usize) -> String {
        if number == 0 {
            code.to_owned()
        } else {
            format!("{code}-{}", number + 1)
        }
    }

    /// Founds the organisations and employs the people, all in one transaction. Everybody can sign in; those who
    /// can be tried have short names. There is a penal facility in every region, and more of them where more are
    /// wanted than there are regions.
    ///
    /// # Errors
    /// Where the rules lack what the country names, or the database does not answer.
    pub async fn found(
        &self,
        desk: &Desk,
        keys: &Keys,
        facilities: u32,
        chance: &mut Chance,
    ) -> Result<Cast, DemoFault> {
        // Hashed once: two hundred hashes of the same passphrase would take a minute and teach nothing.
        let hash = Passwords::default().hash(self.passphrase.clone()).await?;
        let tx = desk.store().begin_write().await?;
        let mut cast = Cast {
            passphrase: self.passphrase.clone(),
            ..Cast::default()
        };
        let mut office = Office {
            tx: &tx,
            desk,
            keys,
            hash: &hash,
            atlas: self,
            chance,
        };
        let regions = &desk.rules().places.regions;
        for region in regions {
            for draft in &self.organisations {
                if draft.regions.is_empty() || draft.regions.contains(&region.id) {
                    office.open(draft, region, &draft.code, &mut cast).await?;
                }
            }
        }
        let prison = self.organisations.iter().find(|draft| draft.code == PRISON);
        let prison = prison.ok_or_else(|| DemoFault::Atlas(format!("no {PRISON}")))?;
        for number in regions.len()..usize::try_from(facilities).unwrap_or(usize::MAX) {
            let (region, turn) = (&regions[number % regions.len()], number / regions.len());
            office
                .open(prison, region, &Self::nth(PRISON, turn), &mut cast)
                .await?;
        }
        cast.keys.sort_by_key(|key| {
            self.keys
                .iter()
                .position(|draft| draft.sign_in_name == key.sign_in_name)
        });
        let sign_in_names = cast.keys.iter().map(|key| key.sign_in_name.clone()).collect();
        door::put_up(
            &tx,
            &Sign {
                passphrase: self.passphrase.clone(),
                sign_in_names,
            },
        )
        .await?;
        tx.commit().await?;
        Ok(cast)
    }
}

/// Opens organisations and employs people.
struct Office<'a> {
    tx: &'a Tx,
    desk: &'a Desk,
    keys: &'a Keys,
    hash: &'a str,
    atlas: &'a Atlas,
    chance: &'a mut Chance,
}

impl Office<'_> {
    async fn open(
        &mut self,
        draft: &Draft,
        region: &Region,
        code: &str,
        cast: &mut Cast,
    ) -> Result<(), DemoFault> {
        let new = self.organisation(draft, region, code, cast.size())?;
        organisations::create(self.tx, &new).await?;
        cast.organisations
            .insert((region.id.clone(), code.to_owned()), new.id);
        let home = &self.atlas.home;
        let keys: Vec<_> = self
            .atlas
            .keys
            .iter()
            .filter(|key| key.region.as_ref().unwrap_or(home) == &region.id && key.at == code)
            .collect();
        let mut numbers: BTreeMap<Post, usize> = BTreeMap::new();
        for post in &draft.staff {
            let number = numbers.entry(*post).or_default();
            let key = keys
                .iter()
                .find(|key| key.post == Some(*post) && key.number == *number);
            let fallback = format!("{}.{:?}.{}", new.code, post, *number + 1).to_lowercase();
            let name = key.map_or(fallback, |key| key.sign_in_name.clone());
            let role = role_of(&self.desk.rules().places, &draft.kind, *post)?;
            let worker = self.employ(&new, role, &name, key.is_some(), cast).await?;
            cast.workers.entry((new.id, *post)).or_default().push(worker);
            *number += 1;
        }
        for key in keys {
            if let Some(lens) = &key.lens {
                let role = Role::ALL.iter().find(|role| role.lens().as_str() == lens);
                let role = *role.ok_or_else(|| DemoFault::Nobody(lens.clone()))?;
                self.employ(&new, role, &key.sign_in_name, true, cast).await?;
            }
        }
        Ok(())
    }

    fn organisation(
        &self,
        draft: &Draft,
        region: &Region,
        code: &str,
        number: usize,
    ) -> Result<Organisation, DemoFault> {
        let word = self.atlas.words.iter().find(|word| word[0] == region.id);
        let word = word.ok_or_else(|| DemoFault::Nobody(format!("plant of {}", region.id)))?;
        let name = |pattern: &str, plant: &str, region: &str| {
            pattern.replace("{word}", plant).replace("{region}", region)
        };
        let within = region.name_within();
        let code = format!("{}-{code}", region.id);
        Ok(Organisation {
            id: OrganisationId::fresh(),
            kind: draft.kind.clone(),
            region: region.id.clone(),
            name: Localised {
                kk: name(&draft.name.kk, &word[1], &within.kk),
                ru: name(&draft.name.ru, &word[2], &within.ru),
                en: name(&draft.name.en, &word[3], &within.en),
            },
            address: format!("{}, {}", self.atlas.address.ru, number + 1),
            // No such code exists.
            phone: format!("+7 000 000 {:02} {:02}", number / 100, number % 100),
            email: Some(format!("{code}@merzim.example")),
            zone: region.zone.name().to_owned(),
            closed: false,
            code,
        })
    }

    async fn employ(
        &mut self,
        at: &Organisation,
        role: Role,
        sign_in_name: &str,
        shown: bool,
        cast: &mut Cast,
    ) -> Result<Worker, DemoFault> {
        let account = AccountId::fresh();
        let name = self.atlas.names.colleague(self.chance);
        let email = format!("{sign_in_name}@merzim.example");
        let new = NewAccount {
            id: account,
            sign_in_name,
            display_name: &name,
            organisation: at.id,
            role: role.as_str(),
            email: Some(&email),
            language: "ru",
            // One after the other: whoever was employed first is told first.
            at: self.desk.instant()
                + TimeDelta::milliseconds(i64::try_from(cast.accounts).unwrap_or_default()),
        };
        accounts::create(self.tx, &new).await?;
        let secret = secret_of(sign_in_name);
        let sealed = self.keys.seal(&owner(account), secret.as_bytes())?;
        accounts::set_credentials(self.tx, account, self.hash, &sealed).await?;
        cast.accounts += 1;
        if shown {
            let words = self.desk.rules().places.role_name(role.as_str());
            let role = words.map_or(role.as_str(), |words| &words.en);
            cast.keys.push(Key {
                sign_in_name: sign_in_name.to_owned(),
                secret,
                who: format!("{role}, {}", at.name.en),
            });
        }
        let actor = Actor::account(access::Account {
            id: account,
            role,
            organisation: at.id,
            organisation_kind: at.kind.clone(),
            region: at.region.clone(),
        });
        Ok(Worker { actor, account, name })
    }
}

fn role_of(places: &Places, kind: &str, post: Post) -> Result<Role, DemoFault> {
    let role = places
        .role(kind, post)
        .ok_or_else(|| DemoFault::Nobody(format!("{post:?} in {kind}")))?;
    Role::parse(role).map_err(|fault| DemoFault::Atlas(fault.to_string()))
}

/// The same secret each time, so that an authenticator set up once for the demo goes on working.
fn secret_of(sign_in_name: &str) -> CodeSecret {
    CodeSecret::derived(&digest(format!("merzim demo: {sign_in_name}").as_bytes()))
}

impl From<StoreError> for DemoFault {
    fn from(fault: StoreError) -> Self {
        Self::Failed {
            doing: "founding the country".to_owned(),
            why: Box::new(fault.into()),
        }
    }
}
