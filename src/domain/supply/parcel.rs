//! A parcel: one custody line from whoever packed it to whoever received it.

use super::Place;
use crate::domain::event::{
    Accounted, Became, Onward, PackNamed, ParcelPrepared, ParcelReceived, ParcelSentOn, Recorder, Taker,
};
use crate::domain::ids::{OrganisationId, PackId};
use chrono::{DateTime, TimeDelta, Utc};

/// One hand on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand {
    /// Courier, or a gate.
    pub into: Taker,
    /// By name.
    pub name: String,
    /// By which telephone it is reached; empty where none was said.
    pub phone: String,
    /// When it took the parcel.
    pub at: DateTime<Utc>,
    /// Who wrote it down.
    pub by: Recorder,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
}

/// What somebody said about a parcel, beside its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// About what.
    pub about: Noted,
    /// In his words.
    pub words: String,
    /// Who.
    pub by: Recorder,
    /// When.
    pub at: DateTime<Utc>,
}

/// About what something was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// Where it goes.
    Onward(Onward),
    /// It cannot be found.
    Lost,
    /// What became of what did not arrive.
    Reconciled,
    /// Where it was while nobody had signed for it.
    Explained,
    /// What becomes of one of its packs in quarantine.
    Verdict {
        /// Which.
        pack: PackId,
        /// May it be given?
        usable: bool,
    },
    /// One of its packs is not where it lay for the person or waited for a verdict. The words are a reason of the supply rules,
    /// by its identity.
    Missing {
        /// Which.
        pack: PackId,
    },
}

impl Noted {
    /// The end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Onward(onward) => onward.code(),
            Self::Lost => "lost",
            Self::Reconciled => "reconciled",
            Self::Explained => "explained",
            Self::Verdict { usable: true, .. } => "usable",
            Self::Verdict { usable: false, .. } => "unusable",
            Self::Missing { .. } => "missing",
        }
    }
}

/// Where a parcel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParcelState {
    /// Packed, still with the sender.
    Prepared,
    /// In somebody's hands.
    UnderWay,
    /// Received.
    Received,
    /// Nobody knows where it is.
    Lost,
    /// It never left: its packs lie on the sender's shelf again.
    Unpacked,
}

impl ParcelState {
    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::UnderWay => "under-way",
            Self::Received => "received",
            Self::Lost => "lost",
            Self::Unpacked => "unpacked",
        }
    }
}

/// A parcel with its custody line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Which of the case, from 1.
    pub number: u32,
    /// As packed.
    pub prepared: ParcelPrepared,
    /// Who packed it.
    pub by: Recorder,
    /// When that was written down.
    pub recorded_at: DateTime<Utc>,
    /// Where it is to go now.
    pub to: OrganisationId,
    /// Every hand since.
    pub hands: Vec<Hand>,
    /// What was decided on its way.
    pub onward: Vec<ParcelSentOn>,
    /// What was said about it, oldest first.
    pub notes: Vec<Note>,
    /// Where it stands.
    pub state: ParcelState,
    /// The receipt, who wrote it down, and when.
    pub received: Option<(ParcelReceived, Recorder, DateTime<Utc>)>,
    /// It came without notice: who sent it is only said.
    pub unannounced: bool,
    /// The sender knows what became of what did not arrive, or what it was that came without notice.
    pub reconciled: bool,
    /// What became of each pack that did not arrive or was not accepted. Once it was said in words alone.
    pub accounted: Vec<Accounted>,
    /// What was said of stretches for which nobody had signed, oldest first.
    pub explained: Vec<Explained>,
}

/// It was said where a parcel was, up to a moment. What comes after that is not explained by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explained {
    /// In which hand, counted from 1; 0 is whoever packed it. None where it was said in words alone: then it is about the
    /// first stretch that was too long and not explained.
    pub hand: Option<u32>,
    /// Up to which moment.
    pub until_at: DateTime<Utc>,
}

/// A stretch for which nobody signed longer than is allowed, and of which nobody said where the parcel was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// In which hand, counted from 1; 0 is whoever packed it.
    pub hand: u32,
    /// Since when: it was taken then, or it was last said then where it is.
    pub since_at: DateTime<Utc>,
    /// Until when: another hand took it, or now.
    pub until_at: DateTime<Utc>,
    /// Was it said before where this hand had it, up to the moment since which it counts?
    pub explained: bool,
}

impl Parcel {
    /// On its way, or about to be?
    #[must_use]
    pub fn open(&self) -> bool {
        matches!(self.state, ParcelState::Prepared | ParcelState::UnderWay)
    }

    /// Is it kept for the place it was sent to, though the person has left?
    #[must_use]
    pub fn kept(&self) -> bool {
        self.onward.last().is_some_and(|last| last.onward == Onward::Keep)
    }

    /// The moments at which it passed into other hands, oldest first; the receipt is the last.
    #[must_use]
    pub fn passed_at(&self) -> Vec<DateTime<Utc>> {
        let received = self.received.iter().map(|(received, ..)| received.at);
        self.hands.iter().map(|hand| hand.at).chain(received).collect()
    }

    /// The earliest moment at which it can pass into other hands.
    #[must_use]
    pub fn last_at(&self) -> DateTime<Utc> {
        self.passed_at()
            .last()
            .copied()
            .unwrap_or(self.prepared.prepared_at)
    }

    /// When the present hand will have held it longer than is allowed.
    #[must_use]
    pub fn overdue_at(&self, longest: TimeDelta) -> Option<DateTime<Utc>> {
        (self.state == ParcelState::UnderWay).then(|| self.last_at() + longest)
    }

    /// The moments at which it will have been in the present hand longer than is allowed: since it came there, and since it
    /// was last said where it is.
    pub fn asked_at(&self, longest: TimeDelta) -> impl Iterator<Item = DateTime<Utc>> {
        let held = self.state == ParcelState::UnderWay;
        let said = self.explained.iter().map(|said| said.until_at);
        let since = said.chain([self.last_at()]).filter(move |_| held);
        since.map(move |since| since + longest)
    }

    /// The first stretch for which nobody signed longer than is allowed, and of which nobody said where it was. What was said
    /// holds for that hand and up to that moment: another hand, or the same one later, is asked again.
    #[must_use]
    pub fn gap(&self, longest: TimeDelta, now: DateTime<Utc>) -> Option<Gap> {
        let mut in_words = self.explained.iter().filter(|said| said.hand.is_none());
        let long = self.stretches(now).into_iter();
        let mut long = long.filter(|(_, from, until)| *until - *from > longest);
        long.find_map(|(hand, from, until_at)| {
            let of_hand = self.explained.iter().filter(|said| said.hand == Some(hand));
            let said = in_words.next().into_iter().chain(of_hand);
            let explained_at = said.map(|said| said.until_at).filter(|at| *at > from).max();
            let since_at = explained_at.unwrap_or(from);
            (until_at - since_at > longest).then_some(Gap {
                hand,
                since_at,
                until_at,
                explained: explained_at.is_some(),
            })
        })
    }

    /// Every hand with the moments between which it had the parcel; the present one has it until now.
    fn stretches(&self, now: DateTime<Utc>) -> Vec<(u32, DateTime<Utc>, DateTime<Utc>)> {
        let mut moments: Vec<_> = (1..).zip(self.passed_at()).collect();
        if self.received.is_some() && self.hands.is_empty() {
            // It arrived without anybody having said that it left.
            moments.insert(0, (0, self.prepared.prepared_at));
        }
        if self.state == ParcelState::UnderWay {
            moments.push((0, now));
        }
        let pairs = moments.iter().zip(moments.iter().skip(1));
        pairs
            .map(|((hand, from), (_, until))| (*hand, *from, *until))
            .collect()
    }

    /// The packs that did not arrive, or were not accepted.
    pub fn short(&self) -> impl Iterator<Item = &PackNamed> {
        let rejected = self.received.iter().flat_map(|(received, ..)| &received.rejected);
        let rejected: Vec<_> = rejected.map(|rejected| rejected.pack).collect();
        let lost = self.state == ParcelState::Lost;
        let packs = self.prepared.packs.iter();
        packs.filter(move |named| lost || rejected.contains(&named.pack))
    }

    /// What can be said of a pack that did not arrive, or was not accepted, and is there now. What lies set aside is not lost:
    /// whoever keeps that shelf returns or destroys it. Nothing is asked where its movements have said it since, also by
    /// whoever found it elsewhere and set it aside there.
    #[must_use]
    pub fn answers(&self, place: Place) -> &'static [Became] {
        let lies = |at: OrganisationId| {
            let mut with = [Became::Sender, Became::Receiver].into_iter();
            with.any(|with| self.lies_with(with) == Some(at))
        };
        match place {
            Place::Lost => &Became::ALL,
            Place::SetAside { at } if lies(at) => &[Became::Sender, Became::Receiver, Became::Destroyed],
            _ => &[],
        }
    }

    /// In whose rooms a pack is of which this is said.
    #[must_use]
    pub fn lies_with(&self, became: Became) -> Option<OrganisationId> {
        let received = self.received.as_ref().map(|(received, ..)| received.place);
        match became {
            Became::Sender => Some(self.prepared.from),
            Became::Receiver => Some(received.unwrap_or(self.to)),
            Became::Lost | Became::Destroyed => None,
        }
    }

    /// Did one person say alone that something of it is missing, and that nobody will find it? To say that it was destroyed takes
    /// two; what is lost is to be looked at by somebody else.
    #[must_use]
    pub fn lost_alone(&self) -> bool {
        let lost = self.accounted.iter().any(|said| said.became == Became::Lost);
        let said = |about: Noted| self.notes.iter().rfind(|note| note.about == about);
        let missing = said(Noted::Lost).map(|note| &note.by);
        let missing = missing.or(self.received.as_ref().map(|(_, by, _)| by));
        let missing = missing.and_then(Recorder::account);
        let settled = said(Noted::Reconciled).and_then(|note| note.by.account());
        lost && missing.is_some() && missing == settled
    }

    /// Was it reported lost, and came after all?
    #[must_use]
    pub fn turned_up(&self) -> bool {
        let lost = self.notes.iter().any(|note| note.about == Noted::Lost);
        lost && self.received.is_some()
    }

    /// Did its packs wait for a verdict until nobody could find them? Then none was given.
    #[must_use]
    pub fn unjudged(&self) -> bool {
        let ends = |about: Noted| matches!(about, Noted::Verdict { .. } | Noted::Missing { .. });
        let last = self.notes.iter().rfind(|note| ends(note.about));
        last.is_some_and(|note| matches!(note.about, Noted::Missing { .. }))
    }

    /// Where it came, where that is not where it was to go.
    #[must_use]
    pub fn astray(&self) -> Option<OrganisationId> {
        let (received, ..) = self.received.as_ref()?;
        (received.place != self.to).then_some(received.place)
    }

    /// Did it come to the wrong place, and is all of it there? Then nothing is missing, and it is asked how that came.
    #[must_use]
    pub fn only_astray(&self) -> bool {
        self.astray().is_some() && self.short().next().is_none()
    }

    /// Did something of it not arrive, or did it come without notice or to the wrong place, and is that still open?
    #[must_use]
    pub fn unreconciled(&self) -> bool {
        let short = self
            .received
            .as_ref()
            .is_some_and(|(received, ..)| !received.rejected.is_empty());
        let astray = self.astray().is_some();
        !self.reconciled && (short || astray || self.unannounced || self.state == ParcelState::Lost)
    }
}
