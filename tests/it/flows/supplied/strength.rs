//! Two strengths of one substance are two products: not one of them in place of the other, nor two of the weaker one.

use super::{DAYS, faults, longest};
use crate::support::world::{M3, refusals, story};
use merzim::access::Access;
use merzim::commands::{self, TakeInPacks, log_injection};
use merzim::domain::{decide::Injection, refusal::PackFault, rules::Rules};
use merzim::policies::{
    self,
    published::{LOCK, Lock},
};
use merzim::store::desk::Desk;
use std::sync::Arc;

/// The other product of the substance of [`M3`].
const STRONGER: &str = "triptorelin-12w";

/// The same rules, but for that product, which is of twice the strength.
fn two_strengths() -> Rules {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("protocols")).unwrap();
    let mut lock = Lock::default();
    for (path, mut text) in policies::files("protocols") {
        if text.contains(&format!("id = \"{STRONGER}\"")) {
            // What the sources are called stays: they stand in three languages in a file of their own.
            let stronger = |line: &str| {
                if line.starts_with("source = ") {
                    return format!("{line}\n");
                }
                format!(
                    "{}\n",
                    line.replace("11,25 мг", "22,5 мг").replace("11.25 mg", "22.5 mg")
                )
            };
            text = text.lines().map(stronger).collect();
        }
        text = text.replace("medicine = \"triptorelin-12w\"\n", "");
        lock.publish(&path, Some(&text)).unwrap();
        std::fs::write(folder.path().join(path), text).unwrap();
    }
    std::fs::write(folder.path().join(LOCK), lock.print()).unwrap();
    policies::load(Some(folder.path())).unwrap()
}

#[test]
fn another_strength_of_the_same_substance_is_not_given() {
    let rules = Arc::new(two_strengths());
    let [weaker, stronger] = [M3, STRONGER].map(|id| rules.protocol(id, 1).unwrap());
    assert_eq!(weaker.substance, stronger.substance, "one substance");
    assert_ne!(weaker.strength, stronger.strength, "of two strengths");
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let own = world.take_in("p1", "L1", &longest(&days), 1).await;
            let access = Arc::new(Access::new().unwrap());
            let store = world.fresh.store.clone();
            let desk = Desk::new(store, access, rules.clone(), world.clock.clone(), false);
            let form = TakeInPacks {
                product: STRONGER.to_owned(),
                ..world.packs_of("L2", &longest(&days), 1)
            };
            let (ph, n1, p1) = (world.actor("ph"), world.actor("n1"), world.country.place("p1").id);
            let strong = commands::take_in_packs(&desk, &ph, None, p1, &form)
                .await
                .unwrap();
            world.pass_until(days.dose).await;
            let strong = world.packs_at("p1", strong).await[0].id;
            for despite in ["", "асығыс алынды"] {
                let form = Injection {
                    despite: despite.to_owned(),
                    ..world.injection_from(case, strong).await
                };
                let refused = refusals(log_injection(&desk, &n1, None, case, &form).await);
                assert_eq!(faults(&refused), [PackFault::OtherProduct], "{despite}");
            }
            assert!(world.file(case).await.case.doses.is_empty());
            let right = world.packs_at("p1", own).await[0].id;
            let form = world.injection_from(case, right).await;
            log_injection(&desk, &n1, None, case, &form).await.unwrap();
        });
    }
}
