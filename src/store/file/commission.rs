//! Who may sit on a reviewing commission, and who treated the person and may not.

use super::{CaseFile, Member};
use crate::domain::event::Reviewer;
use crate::domain::ids::AccountId;
use crate::domain::person_names::one_person;
use crate::domain::rules::{Places, Post};

impl CaseFile {
    /// Everybody in the region who may sit on a reviewing commission: the holders of a post, wherever they work.
    #[must_use]
    pub fn reviewers(&self, post: Post, places: &Places) -> Vec<Reviewer> {
        let holds = |member: &&Member| {
            let place = self.institution(member.organisation);
            let place = place.filter(|place| place.region == self.facts.region);
            member.there
                && place.is_some_and(|place| places.role(&place.kind, post) == Some(member.role.as_str()))
        };
        let members = self.members.iter().filter(holds);
        members
            .map(|member| Reviewer {
                account: member.id,
                name: member.name.clone(),
            })
            .collect()
    }

    /// Accounts that treated the person, those among them that were only named when it was written down.
    #[must_use]
    pub fn treated_by(&self) -> Vec<AccountId> {
        let names = self.case.treated_by_name();
        let named = |member: &&Member| names.iter().any(|name| one_person(name, &member.name));
        let named = self.members.iter().filter(named).map(|member| member.id);
        let mut accounts = self.case.treated_by();
        accounts.extend(named);
        accounts.sort_unstable();
        accounts.dedup();
        accounts
    }
}
