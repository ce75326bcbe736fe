//! Places: kinds of organisations, the posts in them, the roles that fill the posts, and the regions.
//!
//! Rules speak of *posts* ("the one who gives the dose"); which *role* fills a post depends on the kind of
//! organisation. So no rule and no line of code names a role.

use super::{Confirm, procedure::zone};
use crate::domain::localised::Localised;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What somebody does in an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Post {
    /// Gives the dose.
    Giver,
    /// Decides medically.
    Physician,
    /// Keeps the drug.
    Pharmacist,
    /// Keeps the papers.
    Clerk,
    /// Is present at the injection in custody.
    Attendant,
    /// Supervises the person.
    Officer,
    /// Answers for the organisation.
    Head,
    /// Answers for the region.
    Coordinator,
}

/// The places of one country.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// Identity; equals the file's name up to its version.
    pub id: String,
    /// Version. The newest is what the program goes by; nothing that was recorded cites an older one.
    #[serde(default = "first")]
    pub version: u32,
    /// The roles, with their names on screens.
    #[serde(rename = "role")]
    pub roles: Vec<RoleName>,
    /// The kinds of organisations.
    #[serde(rename = "kind")]
    pub kinds: Vec<PlaceKind>,
    /// What can be answered to an alert, in the order in which screens offer it.
    #[serde(rename = "answer", default)]
    pub answers: Vec<AnswerKind>,
    /// The regions.
    #[serde(rename = "region")]
    pub regions: Vec<Region>,
}

fn first() -> u32 {
    1
}

/// A role and its name on screens.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleName {
    /// Identity, as the access policies know it.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
}

/// A kind of organisation.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceKind {
    /// Identity, such as `penal-facility`.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
    /// Whether it may be responsible for treatment.
    #[serde(default)]
    pub treats: bool,
    /// Whether whoever is brought there from custody stays held: a bed is no release.
    #[serde(default)]
    pub inpatient: bool,
    /// Whether it may supply a facility with the drug.
    #[serde(default)]
    pub supplies: bool,
    /// Whether it may be the supervising body.
    #[serde(default)]
    pub supervises: bool,
    /// The role that fills each post.
    #[serde(default)]
    pub posts: BTreeMap<Post, String>,
    /// Who must be present at the injection here.
    pub presence: Option<Presence>,
}

/// One thing that can be answered to an alert.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerKind {
    /// Identity, as it stands in the history of a case.
    pub id: String,
    /// Words on screens; supervision reads them, too.
    pub name: Localised,
    /// The kinds of organisations that can say it.
    pub given_by: Vec<String>,
}

/// Who must be present at an injection. Presence only: no clinical word is shown to them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presence {
    /// The post whose holder is present.
    pub post: Post,
    /// Words on the screen.
    pub name: Localised,
    /// Where the rule comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// A region.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Identity, such as `abai`.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
    /// Time zone of its civil dates.
    #[serde(deserialize_with = "zone")]
    pub zone: Tz,
}

impl Region {
    /// Its name inside of a sentence. Some names begin in Russian with the common noun, which is written small there.
    #[must_use]
    pub fn name_within(&self) -> Localised {
        let nouns = [("Область ", "область "), ("Город ", "город ")];
        let ru = nouns.iter().find_map(|(first, within)| {
            let rest = self.name.ru.strip_prefix(first)?;
            Some(format!("{within}{rest}"))
        });
        Localised {
            ru: ru.unwrap_or_else(|| self.name.ru.clone()),
            ..self.name.clone()
        }
    }
}

impl PlaceKind {
    /// Is the person held there? Where one is, somebody must be present at the injection who is no clinician.
    #[must_use]
    pub fn custody(&self) -> bool {
        self.posts.contains_key(&Post::Attendant)
    }

    /// Is a person who is held still held when he is brought there?
    #[must_use]
    pub fn keeps_held(&self) -> bool {
        self.custody() || self.inpatient
    }
}

impl Places {
    /// The kind of this identity.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&PlaceKind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }

    /// The region of this identity.
    #[must_use]
    pub fn region(&self, id: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.id == id)
    }

    /// The role that fills a post in this kind of organisation.
    #[must_use]
    pub fn role(&self, kind: &str, post: Post) -> Option<&str> {
        self.kind(kind)?.posts.get(&post).map(String::as_str)
    }

    /// The roles that must be present at the injection somewhere.
    pub fn roles_that_stand_by(&self) -> impl Iterator<Item = &str> {
        let ids = self.roles.iter().map(|role| role.id.as_str());
        ids.filter(move |role| self.stands_by(role))
    }

    /// Must somebody in this role be present at the injection somewhere?
    #[must_use]
    pub fn stands_by(&self, role: &str) -> bool {
        self.kinds.iter().any(|kind| {
            let post = kind.presence.as_ref().map(|presence| presence.post);
            post.and_then(|post| kind.posts.get(&post))
                .is_some_and(|known| known == role)
        })
    }

    /// The kinds of organisations that play a part for every case of their region, whether the case names them or not:
    /// suppliers, and those where a coordinator, a clerk or a physician works. Supervising bodies are only ever named.
    pub fn with_a_part_in_their_region(&self) -> impl Iterator<Item = &str> {
        let posts = [Post::Coordinator, Post::Clerk, Post::Physician];
        let plays =
            move |kind: &&PlaceKind| kind.supplies || posts.iter().any(|post| kind.posts.contains_key(post));
        self.kinds.iter().filter(plays).map(|kind| kind.id.as_str())
    }

    /// What an organisation of this kind can answer to an alert.
    pub fn answers_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a AnswerKind> {
        let of_kind = move |answer: &&AnswerKind| answer.given_by.iter().any(|known| known == kind);
        self.answers.iter().filter(of_kind)
    }

    /// The words of an answer, whoever gave it.
    #[must_use]
    pub fn answer_name(&self, id: &str) -> Option<&Localised> {
        let answer = self.answers.iter().find(|answer| answer.id == id)?;
        Some(&answer.name)
    }

    /// The name of a role on screens.
    #[must_use]
    pub fn role_name(&self, role: &str) -> Option<&Localised> {
        self.roles
            .iter()
            .find(|known| known.id == role)
            .map(|known| &known.name)
    }
}
