//! A parcel comes without notice: for somebody known, for nobody known, after the measure has ended, out of a shelf that still
//! counts it.

use crate::support::world::{AlertRow, NewCase, RULES, World, at, day, refusals, story};
use merzim::commands::{self, ReceiveArrival, TakeInPacks};
use merzim::domain::{
    decide::{EndCase, ReceiveParcel, Verdict},
    event::Departure,
    ids::{CaseId, ParcelId},
    obligation::Kind,
    plan::provision,
    refusal::{PackFault, ParcelFault, Refusal},
    supply::{ParcelState, Place, Provision},
};
use merzim::store::{desk::Failure, outbox, shelf_duties, stock};

/// Opened, the target, the arrival, the day by which it is to be explained, the two days after that, the packs' last day.
const DAYS: [[&str; 7]; 2] = [
    [
        "2026-05-04 09:00",
        "2026-07-10",
        "2026-06-04 10:00",
        "2026-06-08 18:00",
        "2026-06-09 00:30",
        "2026-06-10 00:30",
        "2027-08-31",
    ],
    // Over a leap day.
    [
        "2028-01-17 09:00",
        "2028-03-31",
        "2028-02-25 16:00",
        "2028-02-29 18:00",
        "2028-03-01 00:30",
        "2028-03-02 00:30",
        "2029-04-30",
    ],
];

const GTIN: &str = "04600000000015";

pub(super) fn come(world: &World, from: &str, packs: TakeInPacks) -> ReceiveArrival {
    ReceiveArrival {
        from: Some(world.country.place(from).id),
        receipt: ReceiveParcel {
            at: Some(world.desk.instant()),
            deliverer: "Курьер Болат".to_owned(),
            receiver: "Мейіргер Айгүл".to_owned(),
            lowest: "4".to_owned(),
            highest: "20".to_owned(),
            words: "жолдама қағазы жоқ".to_owned(),
            ..ReceiveParcel::default()
        },
        packs,
        no_label: false,
        none_of_these: false,
    }
}

pub(super) async fn arrives(
    world: &World,
    who: &str,
    case: Option<CaseId>,
    form: &ReceiveArrival,
) -> Result<commands::Received, Failure> {
    commands::receive_arrival(&world.desk, &world.actor(who), None, case, form).await
}

async fn owes(world: &World, case: CaseId, kind: Kind) -> bool {
    let plan = world.plan(case).await;
    plan.obligations.iter().any(|owed| owed.kind == kind)
}

/// Who was written to with a template, by name.
async fn told(world: &World, template: &str) -> Vec<&'static str> {
    let all = outbox::recent(&world.fresh.store, 1_000).await.unwrap();
    let told = all.into_iter().filter(|message| message.template == template);
    let mut names: Vec<_> = told
        .filter_map(|message| message.recipient)
        .map(|id| world.country.name_of_account(id))
        .collect();
    names.sort_unstable();
    names
}

async fn arrived_for(world: &World, case: CaseId, form: &ReceiveArrival) -> ParcelId {
    arrives(world, "n1", Some(case), form)
        .await
        .unwrap()
        .parcel
        .unwrap()
}

#[test]
fn for_somebody_known_it_is_a_parcel_of_his_that_its_sender_must_explain() {
    for [opened, target, came, due, head, _, good] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.take_in("oc1", "L1", good, 1).await;
            world.pass_until(came).await;
            let form = come(world, "oc1", world.packs_of("L2", good, 2));
            let parcel = arrived_for(world, case, &form).await;
            let file = world.file(case).await;
            let known = file.case.supply.parcel(parcel).unwrap();
            let (oc1, p1) = (world.country.place("oc1").id, world.country.place("p1").id);
            let (received, ..) = known.received.as_ref().unwrap();
            assert_eq!(
                (known.prepared.from, received.place, known.state),
                (oc1, p1, ParcelState::Received)
            );
            assert_eq!(
                (
                    received.deliverer.as_str(),
                    received.receiver.as_str(),
                    received.at
                ),
                ("Курьер Болат", "Мейіргер Айгүл", at(came)),
                "both hands by name"
            );
            assert!(!owes(world, case, Kind::CustodyGap).await, "nothing is made up");
            let lot = world.pack(known.prepared.packs[0].pack).await.lot;
            let waits = Place::Quarantine {
                at: p1,
                reserved: Some(case),
            };
            for pack in world.packs_at("p1", lot).await {
                assert_eq!(pack.place, waits, "whatever the logger shows");
            }
            let plan = world.plan(case).await;
            for kind in [Kind::ReconcileDiscrepancy, Kind::QuarantineVerdict] {
                let owed = plan.obligation((kind, known.number)).unwrap();
                assert_eq!(
                    (owed.owner.organisation, owed.owner.role.as_str()),
                    (oc1, "pharmacist")
                );
                assert_eq!(owed.opens_on, day(&came[..10]), "at once");
            }
            let [first, ..] = &known.prepared.packs[..] else {
                panic!("two packs")
            };
            let ph = world.actor("ph");
            commands::give_verdict(&world.desk, &ph, None, first.pack, Some(true), "біздікі, суық")
                .await
                .unwrap();
            let (file, window) = (world.file(case).await, world.dose(case).await.unwrap());
            assert_eq!(
                provision(&file.case, &RULES, &window, p1, file.now.today()),
                Some(Provision::Ready(first.pack)),
                "released, it is his"
            );
            // Unexplained, it climbs to the head of who sent it, and never to whoever supervises.
            world.pass_until(due).await;
            assert!(alerts(world, case).await.is_empty());
            world.pass_until(head).await;
            let [alert] = &alerts(world, case).await[..] else {
                panic!("one alert")
            };
            assert!(!alert.seen_by_supervision);
            commands::reconcile_parcel(&world.desk, &ph, None, (case, parcel), &[], "жүйеге жазылмаған")
                .await
                .unwrap();
            assert!(!owes(world, case, Kind::ReconcileDiscrepancy).await);
        });
    }
}

/// The alerts about a parcel that nobody explains.
async fn alerts(world: &World, case: CaseId) -> Vec<AlertRow> {
    let mut all = world.alerts(case).await;
    all.retain(|alert| alert.kind == "reconcile-discrepancy");
    all
}

/// What the logger of a parcel for nobody known showed counts for its packs as that of a parcel of somebody does.
#[test]
fn a_warm_pack_that_is_nobodys_is_not_released_on_a_word() {
    for [opened, target, came, .., good] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(came).await;
            let ph = world.actor("ph");
            for (lot, whose) in [("L2", None), ("L3", Some(case))] {
                let mut form = come(world, "oc1", world.packs_of(lot, good, 1));
                form.receipt.highest = "31".to_owned();
                form.receipt.hours_unknown = true;
                let lot = arrives(world, "n1", whose, &form).await.unwrap().lot;
                let pack = world.packs_at("p1", lot).await[0].id;
                let give = async |said: Verdict| {
                    commands::give_verdict(&world.desk, &ph, None, pack, said, "бүтін, бірақ жылы").await
                };
                let asked = refusals(give(Some(true).into()).await);
                assert_eq!(
                    asked[0],
                    Refusal::Required {
                        field: "stability_by"
                    }
                );
                let said = Verdict {
                    usable: Some(true),
                    by: "өндіруші".to_owned(),
                    number: "17/2026".to_owned(),
                    on: Some(day(&came[..10])),
                    covered: true,
                    ..Verdict::default()
                };
                give(said).await.unwrap();
                assert!(matches!(world.pack(pack).await.place, Place::Stock { .. }));
            }
        });
    }
}

#[test]
fn for_nobody_known_its_sender_is_told_at_once_and_his_chain_after_him() {
    const MAIL: &str = "message-shelf-arrival";
    for [opened, _, came, due, head, region, good] in DAYS {
        story(opened, async |world| {
            world.pass_until(came).await;
            let form = come(world, "oc1", world.packs_of("L2", good, 1));
            let answer = arrives(world, "n1", None, &form).await.unwrap();
            assert_eq!(answer.parcel, None);
            let [pack] = &world.packs_at("p1", answer.lot).await[..] else {
                panic!("one pack")
            };
            let p1 = world.country.place("p1").id;
            let nobodys = Place::Quarantine {
                at: p1,
                reserved: None,
            };
            assert_eq!(pack.place, nobodys);
            assert_eq!(told(world, MAIL).await, ["ph"], "at once");
            // What it was is asked apart from what becomes of it.
            let judge = world.actor("ph");
            commands::give_verdict(&world.desk, &judge, None, pack.id, Some(true), "бүтін, суық")
                .await
                .unwrap();
            let waiting = shelf_duties::arrivals(&world.fresh.store, "almaty", None)
                .await
                .unwrap();
            let [waiting] = &waiting[..] else {
                panic!("one arrival")
            };
            assert_eq!(waiting.duty.due_on, day(&due[..10]));
            assert!(
                shelf_duties::arrivals(&world.fresh.store, "karaganda", None)
                    .await
                    .unwrap()
                    .is_empty()
            );
            world.at(due);
            world.sweep().await;
            assert_eq!(told(world, MAIL).await, ["ph"], "it is not late yet");
            for (moment, everybody) in [(head, &["fp", "ph"][..]), (region, &["co", "fp", "ph"][..])] {
                world.at(moment);
                assert_eq!(world.sweep().await, 1);
                assert_eq!(world.sweep().await, 0, "once");
                assert_eq!(told(world, MAIL).await, everybody);
            }
            let (ph, duty) = (world.actor("ph"), waiting.duty.id);
            let explain =
                async |words: &str| commands::explain_arrival(&world.desk, &ph, None, duty, words).await;
            assert_eq!(
                refusals(explain(" ").await),
                [Refusal::Required { field: "words" }]
            );
            let n1 = world.actor("n1");
            let stranger = commands::explain_arrival(&world.desk, &n1, None, duty, "біздікі").await;
            assert!(matches!(stranger, Err(Failure::Forbidden(_))));
            explain("қате жіберілген").await.unwrap();
            assert_eq!(refusals(explain("тағы").await), [Refusal::NothingToDo]);
            let left = shelf_duties::arrivals(&world.fresh.store, "almaty", None).await;
            assert!(left.unwrap().is_empty());
        });
    }
}

#[test]
fn what_still_counts_as_lying_with_the_sender_has_left_it() {
    for [opened, target, came, .., good] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let (ph, oc1) = (world.actor("ph"), world.country.place("oc1").id);
            let form = TakeInPacks {
                codes: vec![(GTIN.to_owned(), "SERIAL01".to_owned())],
                ..world.packs_of("L1", good, 0)
            };
            let lot = commands::take_in_packs(&world.desk, &ph, None, oc1, &form)
                .await
                .unwrap();
            world.pass_until(came).await;
            let parcel = arrived_for(world, case, &come(world, "oc1", form.clone())).await;
            assert!(world.packs_at("oc1", lot).await.is_empty(), "in one place only");
            let file = world.file(case).await;
            let pack = file.case.supply.parcel(parcel).unwrap().prepared.packs[0].pack;
            let moves = stock::movements(&world.fresh.store, pack).await.unwrap();
            let way: Vec<_> = moves.iter().map(|step| step.to.code()).collect();
            assert_eq!(
                way,
                ["stock", "lost", "quarantine", "quarantine"],
                "no step is skipped"
            );
            // The same pack does not come a second time.
            let again = arrives(world, "n1", Some(case), &come(world, "oc1", form)).await;
            assert_eq!(refusals(again), [Refusal::PackUnsound(PackFault::Known)]);
        });
    }
}

/// What left a prison's shelf without a word is said to come from there; whoever answers for that shelf is asked what it was.
#[test]
fn any_place_may_have_sent_it_and_whoever_answers_for_its_shelf_is_asked() {
    for [opened, target, came, _, head, _, good] in DAYS {
        story(opened, async |world| {
            let new = NewCase {
                place: "oc1",
                first_on: Some(target),
                ..NewCase::default()
            };
            let case = world.open(new).await;
            world.take_in("oc1", "L1", good, 1).await;
            world.pass_until(came).await;
            let [oc1, p1] = ["oc1", "p1"].map(|place| world.country.place(place).id);
            let form = come(world, "p1", world.packs_of("L2", good, 1));
            let came = arrives(world, "cn1", Some(case), &form).await.unwrap();
            let file = world.file(case).await;
            let known = file.case.supply.parcel(came.parcel.unwrap()).unwrap();
            assert_eq!((known.prepared.from, known.prepared.answers()), (p1, oc1));
            let plan = world.plan(case).await;
            let owed = plan
                .obligation((Kind::ReconcileDiscrepancy, known.number))
                .unwrap();
            assert_eq!(
                (owed.owner.organisation, owed.owner.role.as_str()),
                (oc1, "pharmacist")
            );
            let form = come(world, "p1", world.packs_of("L3", good, 1));
            arrives(world, "hn", None, &form).await.unwrap();
            let waiting = shelf_duties::arrivals(&world.fresh.store, "almaty", None).await;
            let [waiting] = &waiting.unwrap()[..] else {
                panic!("one arrival")
            };
            assert_eq!((waiting.duty.owner, waiting.duty.said_from()), (oc1, p1));
            let police = come(world, "police", world.packs_of("L4", good, 1));
            assert_eq!(
                refusals(arrives(world, "n1", None, &police).await),
                [Refusal::Required { field: "from" }]
            );
            world.pass_until(head).await;
            assert_eq!(alerts(world, case).await.len(), 1, "and it climbs");
        });
    }
}

/// A pack is in one place only, also where its parcel is brought to the wrong one: that parcel moves, by its label.
#[test]
fn what_is_in_a_parcel_that_came_to_the_wrong_place_is_moved_and_not_written_down_anew() {
    for [opened, target, came, .., good] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let (ph, oc1) = (world.actor("ph"), world.country.place("oc1").id);
            let scanned = TakeInPacks {
                codes: vec![(GTIN.to_owned(), "SERIAL01".to_owned())],
                ..world.packs_of("L1", good, 0)
            };
            let lot = commands::take_in_packs(&world.desk, &ph, None, oc1, &scanned)
                .await
                .unwrap();
            world.pass_until(came).await;
            let parcel = world.sent(case, lot, 1).await;
            let by_code = arrives(world, "n3", None, &come(world, "oc1", scanned)).await;
            assert_eq!(refusals(by_code), [Refusal::PackUnsound(PackFault::InParcel)]);
            let by_hand = come(world, "oc1", world.packs_of("L1", good, 1));
            let perhaps = Refusal::ParcelStep(ParcelFault::PerhapsThis);
            assert_eq!(refusals(arrives(world, "n3", None, &by_hand).await), [perhaps]);
            let labelled = async |who: &str| {
                let receipt = world.arrival(case, parcel).await;
                let which = (case, parcel);
                commands::receive_astray(&world.desk, &world.actor(who), None, which, &receipt).await
            };
            let here = Refusal::ParcelStep(ParcelFault::ComesHere);
            assert_eq!(refusals(labelled("n1").await), [here]);
            assert!(matches!(labelled("co").await, Err(Failure::Forbidden(_))));
            assert_eq!(labelled("n3").await.unwrap(), lot);

            let file = world.file(case).await;
            let known = file.case.supply.parcel(parcel).unwrap();
            let p2 = world.country.place("p2").id;
            assert_eq!((known.state, known.astray()), (ParcelState::Received, Some(p2)));
            let pack = known.prepared.packs[0].pack;
            let waits = Place::Quarantine {
                at: p2,
                reserved: Some(case),
            };
            assert_eq!(world.pack(pack).await.place, waits, "though it was cool");
            assert_eq!(world.all_packs().await.len(), 1, "no pack appears");
            for kind in [Kind::ReconcileDiscrepancy, Kind::QuarantineVerdict] {
                assert!(owes(world, case, kind).await, "{}", kind.code());
            }
            assert!(!owes(world, case, Kind::ReceiveParcel).await);
            let over = Refusal::ParcelStep(ParcelFault::Over);
            assert_eq!(refusals(labelled("n3").await), [over]);

            // Nobody gives it to him there: it is free for whoever is treated there.
            commands::give_verdict(&world.desk, &ph, None, pack, Some(true), "бүтін, суық")
                .await
                .unwrap();
            let free = Place::Stock {
                at: p2,
                reserved: None,
            };
            assert_eq!(world.pack(pack).await.place, free);
            commands::reconcile_parcel(&world.desk, &ph, None, (case, parcel), &[], "мекенжай шатасқан")
                .await
                .unwrap();
            assert!(!owes(world, case, Kind::ReconcileDiscrepancy).await);
        });
    }
}

#[test]
fn after_the_end_and_with_expired_packs_it_is_written_down_all_the_same() {
    for [opened, target, came, .., good] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.take_in("oc1", "L1", good, 1).await;
            world.pass_until(came).await;
            let died = EndCase {
                departure: Some(Departure::Death),
                ended_at: Some(at(came)),
                document: "№ 5 анықтама".to_owned(),
            };
            let clerk = world.actor("clerk");
            commands::end_case(&world.desk, &clerk, None, case, &died)
                .await
                .unwrap();
            let yesterday = (day(&came[..10]) - chrono::Days::new(1)).to_string();
            let form = come(world, "oc1", world.packs_of("OLD", &yesterday, 1));
            arrived_for(world, case, &form).await;
            assert!(owes(world, case, Kind::ReconcileDiscrepancy).await);
            let pack = world.file(case).await.case.supply.packs[0].named.pack;
            let ph = world.actor("ph");
            let used = commands::give_verdict(&world.desk, &ph, None, pack, Some(true), "болады").await;
            assert_eq!(refusals(used), [Refusal::PackUnsound(PackFault::TooOld)]);
        });
    }
}

#[test]
fn every_gap_is_named_and_no_stranger_learns_of_a_case() {
    let [opened, target, came, .., good] = DAYS[0];
    story(opened, async |world| {
        let case = world.planned_for(target).await;
        world.pass_until(came).await;
        let empty = ReceiveArrival {
            from: Some(world.country.place("p1").id),
            ..ReceiveArrival::default()
        };
        let named = refusals(arrives(world, "n1", Some(case), &empty).await);
        let fields: Vec<_> = named.iter().filter_map(Refusal::field).collect();
        for field in [
            "from",
            "product",
            "lot",
            "code",
            "deliverer",
            "receiver",
            "lowest",
            "words",
        ] {
            assert!(fields.iter().any(|known| known == field), "{field}: {named:?}");
        }
        let mut one_hand = come(world, "oc1", world.packs_of("L2", good, 1));
        one_hand.receipt.deliverer = "мейіргер айгүл".to_owned();
        let one_hand = arrives(world, "n1", Some(case), &one_hand).await;
        assert_eq!(refusals(one_hand), [Refusal::OneHand]);
        let form = come(world, "oc1", world.packs_of("L2", good, 1));
        for stranger in ["n3", "co", "po", "clerk", "ph"] {
            let answer = arrives(world, stranger, Some(case), &form).await;
            assert!(matches!(answer, Err(Failure::Forbidden(_))), "{stranger}");
        }
        assert!(world.all_packs().await.is_empty(), "nothing was half written");
    });
}

#[test]
fn a_count_that_is_not_settled_climbs_and_a_list_that_came_to_it_ends_it() {
    const MAIL: &str = "message-shelf-count";
    for [opened, _, came, due, head, region, good] in DAYS {
        for settled in [false, true] {
            story(opened, async |world| {
                let lot = world.take_in("p1", "L1", good, 2).await;
                world.at(came);
                let (n1, p1) = (world.actor("n1"), world.country.place("p1").id);
                let count = async |counted: &str| {
                    commands::count_stock(&world.desk, &n1, None, (p1, lot), counted, "біреуі жоқ").await
                };
                count("1").await.unwrap();
                count("1").await.unwrap();
                assert_eq!(
                    told(world, MAIL).await,
                    ["ph"],
                    "once, however often it is counted"
                );
                world.at(due);
                world.sweep().await;
                assert_eq!(told(world, MAIL).await, ["ph"]);
                if settled {
                    // What is missing is named: the list comes to the count, and nobody is told any more.
                    let pack = world.packs_at("p1", lot).await[0].id;
                    commands::set_pack_aside(&world.desk, &n1, None, pack, "not-found")
                        .await
                        .unwrap();
                }
                world.at(head);
                world.sweep().await;
                world.at(region);
                world.sweep().await;
                let all: &[&str] = if settled { &["ph"] } else { &["co", "fp", "ph"] };
                assert_eq!(told(world, MAIL).await, all);
                if !settled {
                    // Counted again, two were there: that ends it, and a new difference begins anew.
                    count("2").await.unwrap();
                    count("1").await.unwrap();
                    assert_eq!(told(world, MAIL).await, ["co", "fp", "ph", "ph"]);
                }
            });
        }
    }
}
