//! Who treats the person: nobody reviews what he decided himself.

use super::{Case, Entry};
use crate::domain::event::{Member, Recorder, Reviewer};
use crate::domain::ids::AccountId;
use crate::domain::person_names::one_person;
use crate::domain::review::Review;

impl Case {
    /// Accounts that cleared or examined the person, chose the drug, allowed a late dose, decided about a result, said that
    /// something found against a drug is over, or confirmed or lifted a hold; here or in a case that rests in this one. They do
    /// not review what they did. Whoever only stopped a dose, or found something against a drug, is not among them: a stop must
    /// cost nobody anything.
    #[must_use]
    pub fn treated_by(&self) -> Vec<AccountId> {
        let sat = self.specialists().filter_map(|member| member.account);
        let elsewhere = self
            .leads()
            .flat_map(|known| known.merged.beside.treated_by.iter().copied());
        let mut accounts: Vec<_> = sat.chain(self.decided_by()).chain(elsewhere).collect();
        accounts.sort_unstable();
        accounts.dedup();
        accounts
    }

    /// Names under which somebody did so whose account was not named: typed ones are all that is known of him.
    #[must_use]
    pub fn treated_by_name(&self) -> Vec<&str> {
        let unnamed = self.specialists().filter(|member| member.account.is_none());
        let changed = self
            .regimens
            .iter()
            .filter_map(|entry| entry.content.change.as_ref());
        let elsewhere = self
            .leads()
            .flat_map(|known| &known.merged.beside.treated_by_name);
        unnamed
            .map(|member| member.name.as_str())
            .chain(changed.map(|change| change.decided_by.as_str()))
            .chain(elsewhere.map(String::as_str))
            .collect()
    }

    /// Did somebody who may review treat the person, under his account or by his name? A name that was typed short may mean him.
    #[must_use]
    pub fn took_part(&self, reviewer: &Reviewer) -> bool {
        let by_name = || {
            let mut names = self.treated_by_name().into_iter();
            names.any(|name| one_person(name, &reviewer.name))
        };
        self.treated_by().contains(&reviewer.account) || by_name()
    }

    /// Did a member of the text of a review treat the person, before or after it was signed? Nobody signs that text any more: it is
    /// written anew without him.
    #[must_use]
    pub fn to_write_anew(&self, review: &Review) -> bool {
        let mut members = review.text().into_iter().flat_map(|text| &text.members);
        members.any(|member| self.took_part(member))
    }

    /// Is an account among the members of a text that waits for signatures? Whoever treats from now on makes that text void.
    #[must_use]
    pub fn sits(&self, account: AccountId) -> bool {
        let open = self.reviews.iter();
        let mut open = open.filter(|review| review.concluded().is_none() && !self.to_write_anew(review));
        open.any(|review| {
            let mut members = review.text().into_iter().flat_map(|text| &text.members);
            members.any(|member| member.account == account)
        })
    }

    /// Who sat on the medical commission or examined.
    fn specialists(&self) -> impl Iterator<Item = &Member> {
        let cleared = standing(&self.clearances).flat_map(|entry| &entry.content.members);
        let examined = standing(&self.exams).flat_map(|entry| &entry.content.examiners);
        cleared.chain(examined)
    }

    /// Whose entries decide about the treatment.
    fn decided_by(&self) -> impl Iterator<Item = AccountId> + '_ {
        let cleared = standing(&self.clearances).map(|entry| &entry.by);
        let examined = standing(&self.exams).map(|entry| &entry.by);
        let prescribed = self.regimens.iter().map(|entry| &entry.by);
        let allowed = standing(&self.late_decisions).filter(|entry| entry.content.give);
        let late = allowed.map(|entry| &entry.by);
        let judged = standing(&self.judgements).map(|entry| &entry.by);
        let wrote = cleared.chain(examined).chain(prescribed);
        let wrote = wrote.chain(late).chain(judged);
        let about_holds = self.holds.iter().flat_map(|hold| hold.decided_by.iter());
        let freed = self.freed_by.iter();
        wrote
            .filter_map(Recorder::account)
            .chain(about_holds.chain(freed).copied())
    }
}

fn standing<T>(entries: &[Entry<T>]) -> impl Iterator<Item = &Entry<T>> {
    entries.iter().filter(|entry| entry.voided.is_none())
}
