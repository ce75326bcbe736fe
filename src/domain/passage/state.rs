//! How an offer and a release stand, in one word each.

use super::standing;
use crate::domain::case::Case;
use crate::domain::ids::OrganisationId;
use crate::domain::roster::Roster;
use crate::domain::rules::Party;
use chrono::NaiveDate;

/// How an offer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OfferState {
    /// Nobody has answered.
    Open,
    /// Taken up; responsibility moves with the release.
    Accepted,
    /// Responsibility has moved.
    Completed,
    /// The receiver said no.
    Rejected,
    /// The giver took it back.
    Withdrawn,
    /// Nobody answered in time.
    Expired,
    /// Whoever made it does not answer for the person any more.
    Lapsed,
}

impl OfferState {
    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Completed => "completed",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Lapsed => "lapsed",
        }
    }
}

/// How the release of a person who is held stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReleaseState {
    /// Nobody was asked, or everybody declined.
    NoReceiver,
    /// Somebody was asked and has not answered.
    Offered,
    /// Somebody was asked, and the time to answer is over.
    Silent,
    /// Somebody has accepted.
    Accepted,
    /// Released without a receiver, by the word of a named supervisor.
    ReleasedWithout,
}

impl ReleaseState {
    /// Every state, the most worrying first.
    pub const ALL: [Self; 5] = [
        Self::ReleasedWithout,
        Self::NoReceiver,
        Self::Silent,
        Self::Offered,
        Self::Accepted,
    ];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoReceiver => "no-receiver",
            Self::Offered => "offered",
            Self::Silent => "silent",
            Self::Accepted => "accepted",
            Self::ReleasedWithout => "released-without",
        }
    }

    /// The state with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

impl Case {
    /// The day of release, as papers last named it; the end of the term while no other was named. None once released,
    /// until a new one is named.
    #[must_use]
    pub fn release_on(&self) -> Option<NaiveDate> {
        let named = self.passage.release_date().map(|entry| entry.content.on);
        let term = || {
            self.end_of_term_on
                .filter(|_| self.passage.last_release().is_none())
        };
        named.or_else(term)
    }

    /// Released without a receiver, and nobody has taken over since. No paper that names a day changes that, but for one that
    /// was written down before the date of a paper was asked: it was how somebody was taken back into custody where he was.
    #[must_use]
    pub fn released_without(&self, responsible: OrganisationId, today: NaiveDate) -> bool {
        let last = self.passage.last_release();
        last.is_some_and(|entry| {
            // Whoever came into custody again since is held by that, and must be released anew. A move to come holds nobody yet.
            let stayed = self.stay_on(today).is_some_and(|stay| {
                let before = (stay.from_on, stay.seq) < (entry.content.released_on, entry.seq);
                stay.organisation == responsible && before
            });
            let mut named = standing(&self.passage.release_dates);
            let back = named.any(|known| known.seq > entry.seq && known.content.dated_on.is_none());
            entry.content.offer.is_none() && stayed && !back
        })
    }
}

/// Since when somebody is held where he is while no day of his release is known: none was named, and his term has no end.
#[must_use]
pub fn day_unknown_since(case: &Case, roster: &Roster, today: NaiveDate) -> Option<NaiveDate> {
    let site = roster.site(Party::Responsible).filter(|_| roster.held)?;
    if case.release_on().is_some() || case.released_without(site.organisation, today) {
        return None;
    }
    case.stay_on(today).map(|stay| stay.from_on)
}

/// How a release stands; `None` where the person is not held, or no day is known. `late` says whether an open offer
/// on release should have been answered; one for another reason says nothing of it.
#[must_use]
pub fn release_state(case: &Case, roster: &Roster, late: bool, today: NaiveDate) -> Option<ReleaseState> {
    let site = roster.site(Party::Responsible).filter(|_| roster.held)?;
    if case.released_without(site.organisation, today) {
        return Some(ReleaseState::ReleasedWithout);
    }
    case.release_on()?;
    if case.passage.accepted_offer().is_some() {
        return Some(ReleaseState::Accepted);
    }
    Some(match case.passage.asked_on_release() {
        Some(_) if late => ReleaseState::Silent,
        Some(_) => ReleaseState::Offered,
        None => ReleaseState::NoReceiver,
    })
}
