//! A box without a logger: nobody knows how warm it was, so a pack of it is used on a named paper or not at all.

use super::{DAYS, on_its_way};
use crate::flows::arrived::{arrives, come};
use crate::support::world::{M3, RULES, World, refusals, story};
use merzim::commands;
use merzim::domain::decide::Verdict;
use merzim::domain::event::{Event, SupplyFact};
use merzim::domain::ids::{CaseId, PackId};
use merzim::domain::refusal::Refusal;
use merzim::domain::supply::Place;

const WORDS: &str = "қорап салқын болған";

async fn judge(world: &World, pack: PackId, said: impl Into<Verdict>) -> Result<(), Vec<Refusal>> {
    let ph = world.actor("ph");
    let given = commands::give_verdict(&world.desk, &ph, None, pack, said, WORDS).await;
    match given {
        Ok(_) => Ok(()),
        refused => Err(refusals(refused)),
    }
}

/// Neither words alone nor a paper with a gap releases a pack.
async fn only_on_a_paper(world: &World, pack: PackId) {
    let required = |field| Refusal::Required { field };
    let field = "stability_on";
    assert_eq!(
        judge(world, pack, Some(true)).await,
        Err(vec![
            required("stability_kind"),
            required("stability_by"),
            required("stability_number"),
            Refusal::NotUnderstood { field },
            required("stability_covers"),
        ])
    );
    let good = world.on_a_paper();
    let tomorrow = good.on.and_then(|on| on.succ_opt());
    for (paper, wrong) in [
        (
            Verdict {
                kind: "a-word".to_owned(),
                ..good.clone()
            },
            required("stability_kind"),
        ),
        (
            Verdict {
                by: " ".to_owned(),
                ..good.clone()
            },
            required("stability_by"),
        ),
        (
            Verdict {
                number: String::new(),
                ..good.clone()
            },
            required("stability_number"),
        ),
        (
            Verdict {
                on: tomorrow,
                ..good.clone()
            },
            Refusal::InFuture { field },
        ),
        (
            Verdict {
                covered: false,
                ..good.clone()
            },
            required("stability_covers"),
        ),
    ] {
        assert_eq!(judge(world, pack, paper).await, Err(vec![wrong]));
    }
    assert!(matches!(world.pack(pack).await.place, Place::Quarantine { .. }));
}

/// The kind of the paper on which a pack of a person was released, as his case keeps it.
async fn paper_of(world: &World, case: CaseId, pack: PackId) -> Option<String> {
    let history = world.file(case).await.history;
    let mut verdicts = history.into_iter().filter_map(|recorded| match recorded.event {
        Event::Supply(SupplyFact::VerdictGiven {
            pack: judged,
            stability,
            ..
        }) if judged == pack => Some(stability),
        _ => None,
    });
    verdicts.next()??.kind
}

#[test]
fn a_box_without_a_logger_is_released_on_a_named_paper_or_not_at_all() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (case, lot, parcel) = on_its_way(world, &days, (M3, 2)).await;
            world.pass_until(days.next_day).await;
            let mut form = world.arrival(case, parcel).await;
            form.no_logger = true;
            form.lowest.clear();
            form.highest.clear();
            world.receive("n1", (case, parcel), &form).await.unwrap();
            let packs = world.packs_at("p1", lot).await;
            let (used, spoilt) = (packs[0].id, packs[1].id);
            only_on_a_paper(world, used).await;
            judge(world, used, world.on_a_paper()).await.unwrap();
            let p1 = world.country.place("p1").id;
            let kept = Place::Stock {
                at: p1,
                reserved: Some(case),
            };
            assert_eq!(world.pack(used).await.place, kept);
            let kind = paper_of(world, case, used).await.unwrap();
            assert!(RULES.supply.paper(&kind).is_some(), "{kind}");
            // That it is not to be used needs no paper.
            judge(world, spoilt, Some(false)).await.unwrap();
            assert_eq!(world.pack(spoilt).await.place, Place::SetAside { at: p1 });
            assert_eq!(paper_of(world, case, spoilt).await, None);
        });
    }
}

#[test]
fn what_came_without_notice_and_without_a_logger_needs_a_paper_too() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            world.pass_until(days.sent).await;
            for (lot, whose) in [("L2", None), ("L3", Some(case))] {
                let packs = world.packs_of(lot, &super::longest(&days), 1);
                let mut form = come(world, "oc1", packs);
                form.receipt.no_logger = true;
                form.receipt.lowest.clear();
                form.receipt.highest.clear();
                let lot = arrives(world, "n1", whose, &form).await.unwrap().lot;
                let pack = world.packs_at("p1", lot).await[0].id;
                only_on_a_paper(world, pack).await;
                judge(world, pack, world.on_a_paper()).await.unwrap();
                assert!(matches!(world.pack(pack).await.place, Place::Stock { .. }));
            }
        });
    }
}
