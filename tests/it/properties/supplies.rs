//! Whatever happens to packs, parcels and recalls, in whatever order: no pack is in two places, none vanishes, none is
//! given twice, and nobody carries one too long without somebody asking.

use super::histories::take;
use super::lives::{begin, prescribe};
use chrono::TimeDelta;
use merzim::domain::event::{Event, SupplyFact};
use merzim::domain::ids::OrganisationId;
use merzim::domain::obligation::Kind;
use merzim::domain::ruling::RulingStep;
use merzim::domain::supply::BoundState;
use merzim::simulate::life::{CLINIC, HOSPITAL, Life, PRISON};
use merzim::simulate::step::{Step, Supplying, take as step};
use proptest::{collection::vec, prelude::*, sample::select, test_runner::FileFailurePersistence};

const PLACES: [OrganisationId; 3] = [PRISON, CLINIC, HOSPITAL];

/// What is done with the drug, well or badly.
fn supplying() -> impl Strategy<Value = Step> {
    let step = prop_oneof![
        6 => (1..4_u32, 20..700_i64).prop_map(|(packs, good_days)| Supplying::TakeIn { packs, good_days }),
        10 => (0..4_usize).prop_map(|packs| Supplying::Pack { packs }),
        10 => (0..90_i64, any::<bool>()).prop_map(|(hours_ago, gate)| Supplying::HandOver { hours_ago, gate }),
        10 => (0..90_i64, 0..3_usize, 0..6_u16).prop_map(|(hours_ago, short, warm_hours)| Supplying::Receive {
            hours_ago,
            short,
            warm_hours: warm_hours.saturating_sub(3),
        }),
        3 => (0..3_u32, 0..90_i64).prop_map(|(packs, hours_ago)| Supplying::Arrive { packs, hours_ago }),
        3 => (0..4_usize).prop_map(|onward| Supplying::SendOn { onward }),
        2 => Just(Supplying::Stray),
        2 => Just(Supplying::Lose),
        2 => Just(Supplying::Reconcile),
        2 => Just(Supplying::Explain),
        5 => any::<bool>().prop_map(|usable| Supplying::Verdict { usable }),
        4 => Just(Supplying::Reserve),
        2 => Just(Supplying::Release),
        5 => Just(Supplying::GiveUnsound),
        3 => Just(Supplying::Recall),
        2 => Just(Supplying::LiftRecall),
        2 => Just(Supplying::LookAtRecall),
        5 => any::<bool>().prop_map(|destroyed| Supplying::LastWay { destroyed }),
    ];
    step.prop_map(Step::Supply)
}

/// What happens around it: time, doses from the shelf, doses struck out, moves, the end of the measure.
fn around() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (1..120_u32, any::<bool>()).prop_map(|(hours, swept)| Step::Pass { hours, swept }),
        6 => (-9..20_i64).prop_map(|days_off| Step::PassToDose { days_off, give: Some(0) }),
        6 => (0..12_usize).prop_map(|cause| Step::Give { hours_ago: 0, cause }),
        3 => (0..4_usize).prop_map(|which| Step::Void { which }),
        2 => (select(&PLACES[..]), 0..5_i64).prop_map(|(to, in_days)| Step::Place { to, in_days }),
        1 => (-3..3_i64).prop_map(|in_days| Step::Court {
            step: RulingStep::Quashed,
            in_days,
            back: 0,
            for_days: None,
            police: None,
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    /// Every promise about packs holds after every single step, and nothing that was sent is unaccounted for at the end.
    #[test]
    fn every_pack_is_in_one_place_whatever_happens(
        first_in in 0..10_i64,
        steps in vec(prop_oneof![3 => supplying(), 1 => around()], 40..60),
    ) {
        let mut life = begin(None, false);
        prescribe(&mut life, first_in);
        for step in &steps {
            take(&mut life, step);
        }
        life.sweep();
        prop_assert_eq!(&life.broken, &[]);
    }

    /// Whatever else happened, what came without notice waits for a pharmacist, and its sender owes an explanation until he
    /// has given one.
    #[test]
    fn what_came_without_notice_is_explained_and_judged_before_it_is_given(
        first_in in 0..10_i64,
        before in vec(prop_oneof![3 => supplying(), 1 => around()], 0..20),
        packs in 1..4_u32,
    ) {
        let mut life = begin(None, false);
        prescribe(&mut life, first_in);
        for step in &before {
            take(&mut life, step);
        }
        let known = life.case.supply.parcels.len();
        let came = merzim::simulate::step::take(&mut life, &Step::Supply(Supplying::Arrive { packs, hours_ago: 0 }));
        prop_assume!(came.is_ok());
        let parcel = &life.case.supply.parcels[known];
        let inside = |bound: &&merzim::domain::supply::Bound| bound.parcel == Some(parcel.prepared.parcel);
        for bound in life.case.supply.packs.iter().filter(inside) {
            prop_assert!(matches!(bound.state, BoundState::Quarantined(_)), "{:?}", bound.state);
        }
        let owes = |life: &merzim::simulate::life::Life<'_>, number| {
            life.planned().obligation((Kind::ReconcileDiscrepancy, number)).is_some()
        };
        let number = parcel.number;
        prop_assert!(owes(&life, number));
        take(&mut life, &Step::Supply(Supplying::Reconcile));
        prop_assert!(!owes(&life, number), "explained, it is owed no more");
        prop_assert_eq!(&life.broken, &[]);
    }

    /// A hand that keeps a parcel too long is somebody's task from the first sweep after it, however the parcel came there.
    #[test]
    fn a_parcel_kept_too_long_is_always_somebodys_task(
        hands in 1..4_usize,
        hours in 1..400_i64,
    ) {
        let mut life = begin(None, true);
        prescribe(&mut life, 20);
        let mut supply = |step| merzim::simulate::step::take(&mut life, &Step::Supply(step));
        supply(Supplying::TakeIn { packs: 1, good_days: 400 }).unwrap();
        supply(Supplying::Pack { packs: 1 }).unwrap();
        for _ in 0..hands {
            supply(Supplying::HandOver { hours_ago: 0, gate: false }).unwrap();
        }
        life.now.instant += TimeDelta::hours(hours);
        life.sweep();
        let longest = i64::from(life.rules.supply.custody.longest_hours);
        let owed = life.planned().obligations.iter().any(|owed| owed.kind == Kind::CustodyGap);
        prop_assert_eq!(owed, hours > longest);
        prop_assert_eq!(&life.broken, &[]);
    }

    /// Whoever said where a parcel was said it of that hand, and up to then: it is asked again after the same hours, of the hand
    /// that has it or of one that was written down since.
    #[test]
    fn what_was_said_of_a_hand_holds_up_to_then(
        too_long in 1..300_i64,
        passed_on_ago in proptest::option::of(0..300_i64),
        waits in vec((1..150_i64, any::<bool>()), 1..6),
    ) {
        let mut life = begin(None, true);
        prescribe(&mut life, 90);
        let longest = i64::from(life.rules.supply.custody.longest_hours);
        carried(&mut life);
        let explain = Step::Supply(Supplying::Explain);
        // So many hours the hand that has it is silent.
        let mut silent = longest + too_long;
        life.now.instant += TimeDelta::hours(silent);
        life.sweep();
        step(&mut life, &explain).unwrap();
        silent = 0;
        if let Some(hours_ago) = passed_on_ago.filter(|ago| *ago <= longest + too_long) {
            step(&mut life, &Step::Supply(Supplying::HandOver { hours_ago, gate: true })).unwrap();
            silent = hours_ago;
        }
        for (hours, explained) in waits {
            prop_assert_eq!(gap_owed(&life), silent > longest);
            if explained && silent > longest {
                step(&mut life, &explain).unwrap();
                silent = 0;
                prop_assert!(!gap_owed(&life));
            }
            life.now.instant += TimeDelta::hours(hours);
            life.sweep();
            silent += hours;
        }
        prop_assert_eq!(gap_owed(&life), silent > longest);
        prop_assert_eq!(&life.broken, &[]);
    }
}

/// What was once written down in words alone holds up to when it was written down.
#[test]
fn words_alone_explain_up_to_when_they_were_written_down() {
    let mut life = begin(None, true);
    prescribe(&mut life, 90);
    carried(&mut life);
    let longest = TimeDelta::hours(life.rules.supply.custody.longest_hours.into());
    life.now.instant += longest + TimeDelta::hours(1);
    life.sweep();
    assert!(gap_owed(&life));
    let (id, parcel) = (life.fresh().0, life.case.supply.parcels[0].prepared.parcel.0);
    let stored = format!(r#"{{"fact":"custody-explained","id":"{id}","parcel":"{parcel}","words":"words"}}"#);
    let said: SupplyFact = serde_json::from_str(&stored).unwrap();
    assert_eq!(serde_json::to_string(&said).unwrap(), stored);
    life.perform(|_| Ok(vec![Event::Supply(said)])).unwrap();
    assert!(!gap_owed(&life));
    life.now.instant += longest + TimeDelta::hours(1);
    life.sweep();
    assert!(gap_owed(&life));
    assert_eq!(life.broken, []);
}

/// A parcel of one pack is in the hands of a courier.
fn carried(life: &mut Life<'_>) {
    let taken_in = Supplying::TakeIn {
        packs: 1,
        good_days: 400,
    };
    let handed = Supplying::HandOver {
        hours_ago: 0,
        gate: false,
    };
    for what in [taken_in, Supplying::Pack { packs: 1 }, handed] {
        step(life, &Step::Supply(what)).unwrap();
    }
}

/// Must somebody say where a parcel is?
fn gap_owed(life: &Life<'_>) -> bool {
    let mut owed = life.planned().obligations.iter();
    owed.any(|owed| owed.kind == Kind::CustodyGap)
}
