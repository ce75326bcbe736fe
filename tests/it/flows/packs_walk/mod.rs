//! Packs walk at random through the commands, for three people, on a database. What is refused moves nothing. What is done moves
//! what it says, to where it says, and nothing else: so none appears, none vanishes, and none is in two places. At the end the
//! store is checked as after every story, and nobody was given what another was given.
//!
//! Where each pack goes is said here once more, by the plainest words, and is read from the rows alone.

mod acts;
mod drug;
mod people;
mod roads;

use crate::support::world::{Lies, World, ZONE, story_on_file};
use acts::{Act, act};
use chrono::NaiveDate;
use merzim::domain::event::Onward;
use merzim::domain::ids::{CaseId, LotId, OrganisationId, PackId, ParcelId};
use merzim::domain::refusal::Refusal;
use merzim::domain::supply::Parcel;
use merzim::store::desk::Failure;
use proptest::{collection::vec, prelude::*, test_runner::FileFailurePersistence};
use std::collections::{BTreeMap, BTreeSet};

const OPENED: &str = "2026-03-02 09:00";
/// The first dose of each person.
const FIRST_ON: [&str; 3] = ["2026-03-08", "2026-03-10", "2026-03-12"];

/// A lot as whoever typed and recalled it knows it.
struct LotKnown {
    id: LotId,
    number: String,
    expiry_on: NaiveDate,
    recalled: bool,
}

/// Three people, and what was done with the drug for them so far.
struct Walk<'w> {
    world: &'w World,
    people: Vec<CaseId>,
    lots: Vec<LotKnown>,
    /// The packs of each parcel that did not arrive, or were not accepted.
    short: BTreeMap<ParcelId, Vec<PackId>>,
    serials: usize,
}

type Packs = BTreeMap<PackId, Lies>;

/// Where packs must be after an act. Those of which it says nothing have not moved.
#[derive(Default)]
struct Moved {
    goes: BTreeMap<PackId, (&'static str, Option<OrganisationId>)>,
    /// So many new ones are there, all in this place.
    comes: Option<(usize, &'static str, OrganisationId)>,
    /// What was kept for somebody may be free.
    frees: bool,
}

impl Moved {
    fn one(pack: PackId, place: &'static str, at: Option<OrganisationId>) -> Self {
        Self {
            goes: BTreeMap::from([(pack, (place, at))]),
            ..Self::default()
        }
    }

    fn freeing() -> Self {
        Self {
            frees: true,
            ..Self::default()
        }
    }

    fn check(&self, act: Act, before: &Packs, after: &Packs) {
        let new = self.comes.map_or(0, |(new, ..)| new);
        assert_eq!(
            after.len(),
            before.len() + new,
            "{act:?}: none appears, none vanishes"
        );
        for (pack, lies) in after {
            let place = (lies.place.as_str(), lies.at);
            let Some(was) = before.get(pack) else {
                let comes = self.comes.map(|(_, place, at)| (place, Some(at)));
                assert_eq!(comes, Some(place), "{act:?}: {pack} is new");
                continue;
            };
            let freed = Lies {
                case: None,
                ..was.clone()
            };
            match self.goes.get(pack) {
                Some(goes) => assert_eq!(&place, goes, "{act:?}: {pack} was {was:?}"),
                None if self.frees && was.place == "stock" => {
                    assert!(
                        lies == was || *lies == freed,
                        "{act:?}: {pack} was {was:?}, is {lies:?}"
                    );
                }
                None => assert_eq!(lies, was, "{act:?}: {pack} is not moved by it"),
            }
        }
    }
}

/// There is nothing to which this could be done.
fn nothing<T>() -> Result<T, Failure> {
    Err(Refusal::NothingToDo.into())
}

/// One of several, by a number.
fn pick<T: Copy>(from: &[T], number: usize) -> Result<T, Failure> {
    let picked = from.get(number % from.len().max(1)).copied();
    picked.map_or_else(nothing, Ok)
}

impl<'w> Walk<'w> {
    async fn begin(world: &'w World) -> Self {
        let mut people = Vec::new();
        for first_on in FIRST_ON {
            people.push(world.planned_for(first_on).await);
        }
        Self {
            world,
            people,
            lots: Vec::new(),
            short: BTreeMap::new(),
            serials: 0,
        }
    }

    /// Takes an act, and looks at every pack after it. Was it done?
    async fn take(&mut self, act: Act) -> bool {
        let before = self.world.packs_lie().await;
        let outcome = self.perform(act, &before).await;
        let after = self.world.packs_lie().await;
        match outcome {
            Ok(moved) => {
                moved.check(act, &before, &after);
                true
            }
            Err(Failure::Refused(_) | Failure::Forbidden(_) | Failure::Absent(_)) => {
                assert_eq!(after, before, "{act:?} was refused");
                false
            }
            Err(failure) => panic!("{act:?}: {failure:?}"),
        }
    }

    async fn perform(&mut self, act: Act, packs: &Packs) -> Result<Moved, Failure> {
        match act {
            Act::TakeIn {
                packs,
                good_days,
                known,
            } => self.take_in(packs, good_days, known).await,
            Act::Pack {
                who,
                which,
                packs: count,
            } => self.pack(packs, who, (which, count)).await,
            Act::HandOver { which, gate } => self.hand_over(which, gate).await,
            Act::SendOn { which, onward } => self.send_on(packs, which, onward).await,
            Act::Receive {
                which,
                short,
                reason,
                logger,
            } => self.receive(packs, which, (short, reason), logger).await,
            Act::LoseParcel { which } => self.lose_parcel(packs, which).await,
            Act::Reconcile { which, answer } => self.reconcile(packs, which, answer).await,
            Act::Explain { which } => self.explain(which).await,
            Act::Come {
                who,
                packs: new,
                known,
            } => self.come(packs, who, (new, known)).await,
            Act::Verdict { which, usable } => self.verdict(packs, which, usable).await,
            Act::Keep { who, which } => self.keep(packs, who, which).await,
            Act::Free { which } => self.free(packs, which).await,
            Act::WriteOff { which, reason } => self.write_off(packs, which, reason).await,
            Act::Miss { which } => self.miss(packs, which).await,
            Act::Find { which, at } => self.find(packs, which, at).await,
            Act::LastWay {
                which,
                destroyed,
                nurse,
            } => self.last_way(packs, which, (destroyed, nurse)).await,
            Act::CorrectExpiry { which, days } => self.correct_expiry(which, days).await,
            Act::Recall { which } => self.recall(which).await,
            Act::Lift { which } => self.lift(which).await,
            Act::Give { who, which, unsound } => self.give(packs, who, (which, unsound)).await,
            Act::StrikeOut { who } => self.strike_out(who).await,
            Act::Wait { hours } => Ok(self.wait(hours).await),
            Act::Move { who } => self.move_away(who).await,
            Act::End { who } => self.end_measure(who).await,
        }
    }

    fn at(&self, place: &str) -> OrganisationId {
        self.world.country.place(place).id
    }

    /// Whoever keeps a shelf.
    fn keeper(&self, at: Option<OrganisationId>) -> &'static str {
        match at.map(|at| self.world.country.name_of(at)) {
            Some("p1") => "n1",
            Some("p2") => "n3",
            _ => "ph",
        }
    }

    fn today(&self) -> NaiveDate {
        self.world.clock.at(ZONE).today()
    }

    /// The parcels of everybody that are as is wanted.
    async fn parcels(&self, wanted: impl Fn(&Parcel) -> bool) -> Vec<(CaseId, Parcel)> {
        let mut parcels = Vec::new();
        for case in &self.people {
            let all = self.world.file(*case).await.case.supply.parcels;
            parcels.extend(all.into_iter().filter(&wanted).map(|parcel| (*case, parcel)));
        }
        parcels
    }

    async fn parcel(
        &self,
        which: usize,
        wanted: impl Fn(&Parcel) -> bool,
    ) -> Result<(CaseId, Parcel), Failure> {
        let mut parcels = self.parcels(wanted).await;
        let count = parcels.len();
        if count == 0 {
            return nothing();
        }
        Ok(parcels.swap_remove(which % count))
    }

    /// No pack was given to two people, and each that is used was given to somebody.
    async fn nobody_shares_a_pack(&self) {
        let mut given = BTreeSet::new();
        for case in &self.people {
            let file = self.world.file(*case).await;
            let doses = file.case.doses.iter().filter(|entry| entry.voided.is_none());
            for pack in doses.filter_map(|entry| entry.content.pack) {
                assert!(given.insert(pack), "{pack} was given twice");
            }
        }
        let used = self.world.packs_lie().await.into_iter();
        let used = used.filter(|(_, lies)| lies.place == "used");
        let used: BTreeSet<_> = used.map(|(pack, _)| pack).collect();
        assert_eq!(used, given);
    }
}

/// The packs that lie as is wanted.
fn lying(packs: &Packs, wanted: impl Fn(&Lies) -> bool) -> Vec<PackId> {
    let lying = packs.iter().filter(|(_, lies)| wanted(lies));
    lying.map(|(pack, _)| *pack).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 5, // each is a database and some forty commands
        max_shrink_iters: 40,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn each_act_moves_what_it_says_and_nothing_else(acts in vec(act(), 30..45)) {
        story_on_file(OPENED, async |world| {
            let mut walk = Walk::begin(world).await;
            let good_days = 200;
            walk.take(Act::TakeIn { packs: 4, good_days, known: None }).await;
            for act in &acts {
                walk.take(*act).await;
            }
            walk.nobody_shares_a_pack().await;
        });
    }
}

/// Every kind of act once, and each is done: the walk above is not one of refusals.
#[test]
fn each_act_of_the_walk_can_be_done() {
    let acts = [
        Act::TakeIn {
            packs: 4,
            good_days: 400,
            known: None,
        },
        Act::TakeIn {
            packs: 2,
            good_days: 300,
            known: None,
        },
        Act::TakeIn {
            packs: 1,
            good_days: 0,
            known: Some(0),
        },
        Act::Pack {
            who: 0,
            which: 0,
            packs: 2,
        },
        Act::HandOver {
            which: 0,
            gate: false,
        },
        Act::Wait { hours: 80 },
        Act::Explain { which: 0 },
        Act::SendOn {
            which: 0,
            onward: Onward::Keep,
        },
        Act::Receive {
            which: 0,
            short: 1,
            reason: 1,
            logger: 2,
        },
        Act::Reconcile { which: 0, answer: 1 },
        Act::LastWay {
            which: 0,
            destroyed: true,
            nurse: false,
        },
        Act::Keep { who: 0, which: 0 },
        Act::Free { which: 0 },
        Act::WriteOff { which: 0, reason: 0 },
        Act::Miss { which: 0 },
        Act::Find { which: 0, at: 0 },
        Act::Verdict {
            which: 0,
            usable: true,
        },
        Act::Recall { which: 0 },
        Act::Lift { which: 0 },
        Act::CorrectExpiry { which: 0, days: 200 },
        Act::Come {
            who: None,
            packs: 1,
            known: None,
        },
        Act::Come {
            who: Some(1),
            packs: 1,
            known: Some(0),
        },
        Act::Pack {
            who: 1,
            which: 0,
            packs: 1,
        },
        Act::LoseParcel { which: 0 },
        Act::Reconcile { which: 1, answer: 2 },
        Act::Wait { hours: 96 },
        Act::Give {
            who: 0,
            which: 0,
            unsound: false,
        },
        Act::StrikeOut { who: 0 },
        Act::Move { who: 2 },
        Act::End { who: 1 },
    ];
    story_on_file(OPENED, async |world| {
        let mut walk = Walk::begin(world).await;
        for act in acts {
            assert!(walk.take(act).await, "{act:?} was refused");
        }
        walk.nobody_shares_a_pack().await;
    });
}
