//! What can be done, and how often it is tried.

use merzim::domain::event::Onward;
use proptest::{option, prelude::*, sample::select};

/// Something that somebody does. Numbers choose among what there is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    /// Packs come from the supplier, of a new lot or of one that is known.
    TakeIn {
        packs: usize,
        good_days: i64,
        known: Option<usize>,
    },
    /// The clinic packs a parcel for somebody.
    Pack { who: usize, which: usize, packs: usize },
    /// A parcel passes into other hands.
    HandOver { which: usize, gate: bool },
    /// It is said where it goes.
    SendOn { which: usize, onward: Onward },
    /// It is received: so many of its packs are not accepted.
    Receive {
        which: usize,
        short: usize,
        reason: usize,
        logger: usize,
    },
    /// Nobody can find it.
    LoseParcel { which: usize },
    /// It is said what became of what did not arrive.
    Reconcile { which: usize, answer: usize },
    /// It is said where it was.
    Explain { which: usize },
    /// One comes without notice, for somebody or for nobody known, with a pack that was known already.
    Come {
        who: Option<usize>,
        packs: usize,
        known: Option<usize>,
    },
    /// A pharmacist judges a pack in quarantine.
    Verdict { which: usize, usable: bool },
    /// A free pack is kept for somebody.
    Keep { who: usize, which: usize },
    /// It is kept no longer.
    Free { which: usize },
    /// A pack is set aside, or was not found when counted.
    WriteOff { which: usize, reason: usize },
    /// What was set aside is not there.
    Miss { which: usize },
    /// What nobody could find is there.
    Find { which: usize, at: usize },
    /// What was set aside leaves the house.
    LastWay {
        which: usize,
        destroyed: bool,
        nurse: bool,
    },
    /// The last day of a lot was read wrongly.
    CorrectExpiry { which: usize, days: i64 },
    /// A lot is recalled.
    Recall { which: usize },
    /// A recall is lifted.
    Lift { which: usize },
    /// A dose is given, also from a pack that should not be given.
    Give { who: usize, which: usize, unsound: bool },
    /// The last dose of somebody is struck out.
    StrikeOut { who: usize },
    /// Time passes.
    Wait { hours: i64 },
    /// Somebody is moved to a prison of another region.
    Move { who: usize },
    /// A court ends a measure.
    End { who: usize },
}

pub(super) fn act() -> impl Strategy<Value = Act> {
    let (who, which) = (0..3_usize, 0..12_usize);
    let lot = || (0..8_usize).boxed();
    prop_oneof![
        4 => (1..4_usize, 15..300_i64, option::weighted(0.3, lot()))
            .prop_map(|(packs, good_days, known)| Act::TakeIn { packs, good_days, known }),
        7 => (who.clone(), which.clone(), 1..3_usize)
            .prop_map(|(who, which, packs)| Act::Pack { who, which, packs }),
        5 => (which.clone(), any::<bool>()).prop_map(|(which, gate)| Act::HandOver { which, gate }),
        2 => (which.clone(), select(&Onward::ALL[..])).prop_map(|(which, onward)| Act::SendOn { which, onward }),
        7 => (which.clone(), 0..3_usize, 0..5_usize, 0..4_usize)
            .prop_map(|(which, short, reason, logger)| Act::Receive { which, short, reason, logger }),
        2 => which.clone().prop_map(|which| Act::LoseParcel { which }),
        4 => (which.clone(), 0..12_usize).prop_map(|(which, answer)| Act::Reconcile { which, answer }),
        1 => which.clone().prop_map(|which| Act::Explain { which }),
        3 => (option::of(who.clone()), 0..3_usize, option::of(which.clone()))
            .prop_map(|(who, packs, known)| Act::Come { who, packs, known }),
        5 => (which.clone(), any::<bool>()).prop_map(|(which, usable)| Act::Verdict { which, usable }),
        4 => (who.clone(), which.clone()).prop_map(|(who, which)| Act::Keep { who, which }),
        2 => which.clone().prop_map(|which| Act::Free { which }),
        3 => (which.clone(), 0..7_usize).prop_map(|(which, reason)| Act::WriteOff { which, reason }),
        2 => which.clone().prop_map(|which| Act::Miss { which }),
        4 => (which.clone(), 0..3_usize).prop_map(|(which, at)| Act::Find { which, at }),
        3 => (which.clone(), any::<bool>(), any::<bool>())
            .prop_map(|(which, destroyed, nurse)| Act::LastWay { which, destroyed, nurse }),
        2 => (lot(), -20..300_i64).prop_map(|(which, days)| Act::CorrectExpiry { which, days }),
        2 => lot().prop_map(|which| Act::Recall { which }),
        1 => lot().prop_map(|which| Act::Lift { which }),
        6 => (who.clone(), which, any::<bool>())
            .prop_map(|(who, which, unsound)| Act::Give { who, which, unsound }),
        2 => who.clone().prop_map(|who| Act::StrikeOut { who }),
        6 => (1..110_i64).prop_map(|hours| Act::Wait { hours }),
        1 => who.clone().prop_map(|who| Act::Move { who }),
        1 => who.prop_map(|who| Act::End { who }),
    ]
}
