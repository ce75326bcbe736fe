//! What an organisation lacks for the ladders that may lead to it, whatever case they will be about: known on the day on
//! which somebody leaves, not on the day on which somebody must be told.

use super::alert::Gap;
use super::ids::AccountId;
use super::roster::{Colleague, Roster, Site};
use super::rules::{Ladder, Party, Person, PlaceKind, Post, Recipient, Rules, Track};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A chair that a ladder leads to and that cannot do what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chair {
    /// The post.
    pub post: Post,
    /// The role that fills it there; empty where no role does.
    pub role: String,
    /// What is missing.
    pub gap: Gap,
    /// Whoever sits there, where somebody does.
    pub holder: Option<AccountId>,
    /// The officer who has left, and whose cases nobody was given.
    pub left: Option<AccountId>,
}

/// Whose task it is that a chair can do again what it is for: one person's, never two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The head of the organisation names somebody who stands in, or who has the cases of one who has left.
    Head,
    /// So does the coordinator of the region, where the organisation has no head who may.
    Region,
    /// An administrator enters an account or an address.
    Administrator,
}

impl Chair {
    /// Whose task this one is. `head` says whether somebody sits at the head of the organisation, is there today and may
    /// name deputies.
    #[must_use]
    pub fn whose(&self, head: bool) -> Whose {
        match self.gap {
            Gap::NoDeputy | Gap::Absent if self.holder.is_some() && head => Whose::Head,
            Gap::NoDeputy | Gap::Absent if self.holder.is_some() => Whose::Region,
            Gap::OfficerGone if head => Whose::Head,
            Gap::OfficerGone => Whose::Region,
            // Nobody sits there, or whoever does cannot be written to.
            _ => Whose::Administrator,
        }
    }
}

/// What an organisation lacks on a day, by the ladders of that day, each thing once. `officers` are those who have cases there,
/// none standing for the cases that nobody in particular has: a step to the officer leads to each of them, and to no other
/// one's deputy.
#[must_use]
pub fn lacking(
    site: &Site,
    people: &[Colleague],
    officers: &[Option<AccountId>],
    rules: &Rules,
    today: NaiveDate,
) -> Vec<Chair> {
    let Some(kind) = rules.places.kind(&site.kind) else {
        return Vec::new();
    };
    let Some(law) = rules.law_for(today) else {
        return Vec::new();
    };
    let mut roster = Roster {
        sites: Vec::new(),
        people: people.to_vec(),
        officer: None,
        held: false,
    };
    let mut seen = BTreeSet::new();
    let mut lacking = Vec::new();
    for to in recipients(law.ladder, rules, today) {
        if !plays(kind, to.organisation) || !kind.posts.contains_key(&to.post) {
            continue;
        }
        roster.sites = vec![(to.organisation, site.clone())];
        let asked: &[Option<AccountId>] = if Roster::is_officer(to) && !officers.is_empty() {
            officers
        } else {
            &[None]
        };
        for officer in asked {
            roster.officer = *officer;
            let chair = chair(&roster, to, rules);
            lacking.extend(chair.filter(|chair| {
                let lacks = (chair.role.clone(), chair.gap.code(), chair.holder, chair.left);
                seen.insert(lacks)
            }));
        }
    }
    lacking
}

/// What the chair lacks to which a step leads, for whoever has the case.
fn chair(roster: &Roster, to: Recipient, rules: &Rules) -> Option<Chair> {
    let holder = Recipient {
        person: Person::Holder,
        ..to
    };
    let holder = roster.recipient(holder, &rules.places)?.account;
    let found = roster.recipient(to, &rules.places)?;
    let covered = found.gap == Some(Gap::Absent) && found.account.is_some_and(|id| roster.has_deputy(id));
    // Where nobody sits, that nobody was named deputy is no second thing to repair.
    let second = found.gap == Some(Gap::NoDeputy) && holder.is_none();
    let gap = found.gap.filter(|_| !covered && !second)?;
    Some(Chair {
        post: to.post,
        role: found.role,
        gap,
        holder: found.account.or(holder),
        left: roster.officer.filter(|_| gap == Gap::OfficerGone),
    })
}

/// Everybody to whom a ladder of the day may lead.
fn recipients(ladder: &Ladder, rules: &Rules, today: NaiveDate) -> Vec<Recipient> {
    let continuity = rules.continuity_for(today);
    let continuity = continuity
        .into_iter()
        .flat_map(|known| [&known.silent, &known.registry]);
    let tracks = [
        &ladder.person,
        &ladder.unexplained,
        &ladder.service,
        &ladder.review,
        &rules.supply.track,
    ];
    let steps = tracks.into_iter().chain(continuity);
    let all = steps.flat_map(|track: &Track| track.steps.iter().map(|step| step.to));
    let mut once = Vec::new();
    for to in all {
        if !once.contains(&to) {
            once.push(to);
        }
    }
    once
}

/// Can an organisation of a kind play a part?
#[must_use]
pub fn plays(kind: &PlaceKind, party: Party) -> bool {
    match party {
        Party::Responsible | Party::Receiver => kind.treats,
        Party::Supplier => kind.supplies,
        Party::Supervising => kind.supervises,
        _ => kind.posts.contains_key(&Post::Coordinator),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::OrganisationId;

    fn person(role: &str, at: OrganisationId) -> Colleague {
        Colleague {
            account: AccountId::fresh(),
            name: String::new(),
            organisation: at,
            role: role.to_owned(),
            deputy: None,
            absent: false,
            reachable: true,
        }
    }

    fn found(people: &[Colleague], at: OrganisationId) -> Vec<Chair> {
        found_for(people, &[], at)
    }

    fn found_for(people: &[Colleague], officers: &[Option<AccountId>], at: OrganisationId) -> Vec<Chair> {
        let rules = crate::policies::load(None).unwrap();
        let site = Site {
            organisation: at,
            kind: "probation-office".to_owned(),
            region: "almaty".to_owned(),
            stock_since_on: None,
        };
        let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        lacking(&site, people, officers, &rules, today)
    }

    fn gaps(people: &[Colleague], at: OrganisationId) -> Vec<(String, &'static str)> {
        let found = found(people, at).into_iter();
        found.map(|chair| (chair.role, chair.gap.code())).collect()
    }

    fn whose(people: &[Colleague], at: OrganisationId, head: bool) -> Vec<Whose> {
        let found = found(people, at);
        found.iter().map(|chair| chair.whose(head)).collect()
    }

    #[test]
    fn each_gap_is_the_task_of_one_who_can_fill_it() {
        let at = OrganisationId::fresh();
        let (officer, head) = ("probation-officer", "probation-head");
        // An account is made by nobody but an administrator.
        assert_eq!(whose(&[], at, true), [Whose::Administrator; 2]);
        let mut people = [person(officer, at), person(head, at)];
        assert_eq!(whose(&people, at, true), [Whose::Head], "no deputy");
        assert_eq!(whose(&people, at, false), [Whose::Region], "nobody at the head");
        people[0].deputy = Some(people[1].account);
        people[0].reachable = false;
        assert_eq!(whose(&people, at, true), [Whose::Administrator], "no address");
    }

    #[test]
    fn what_a_probation_office_lacks_is_known_before_anybody_is_told() {
        let at = OrganisationId::fresh();
        let named = |role: &str, gap| (role.to_owned(), gap);
        let (officer, head) = ("probation-officer", "probation-head");
        assert_eq!(
            gaps(&[], at),
            [named(officer, "nobody-in-role"), named(head, "nobody-in-role")]
        );
        let mut people = [person(officer, at), person(head, at)];
        assert_eq!(gaps(&people, at), [named(officer, "no-deputy")]);
        people[0].deputy = Some(people[1].account);
        assert_eq!(gaps(&people, at), []);
        people[0].absent = true;
        assert_eq!(gaps(&people, at), [], "somebody stands in");
        assert_eq!(whose(&people, at, true), []);
        people[1].reachable = false;
        // The deputy of the officer is the head, who has no address: one thing to repair.
        assert_eq!(gaps(&people, at), [named(head, "no-address")]);
    }

    #[test]
    fn the_deputy_of_one_officer_stands_in_for_no_other_one() {
        let at = OrganisationId::fresh();
        let (officer, head) = ("probation-officer", "probation-head");
        let mut people = [person(officer, at), person(officer, at), person(head, at)];
        let [first, second, head] = [0, 1, 2].map(|number: usize| people[number].account);
        people[0].deputy = Some(head);
        let lacking = |officers: &[Option<AccountId>]| {
            let found = found_for(&people, officers, at).into_iter();
            found
                .map(|chair| (chair.gap.code(), chair.holder, chair.left))
                .collect::<Vec<_>>()
        };
        assert_eq!(lacking(&[None]), [], "whoever is asked, somebody stands in");
        assert_eq!(lacking(&[Some(first)]), []);
        let missing = ("no-deputy", Some(second), None);
        assert_eq!(lacking(&[Some(first), Some(second)]), [missing]);
        let gone = AccountId::fresh();
        assert_eq!(
            lacking(&[Some(gone)]),
            [("officer-gone", Some(first), Some(gone))],
            "somebody else is asked, and the cases are a task"
        );
        let chair = &found_for(&people, &[Some(gone)], at)[0];
        assert_eq!(
            (chair.whose(true), chair.whose(false)),
            (Whose::Head, Whose::Region)
        );
    }
}
