//! A lot is recalled: each organisation that has, had or awaits some of it is written to, and a physician signs.

use crate::support::world::{World, day, refusals, story};
use merzim::access::Actor;
use merzim::commands::{self, SignLetter};
use merzim::domain::event::Onward;
use merzim::domain::ids::{CaseId, LotId, ParcelId, RecordId};
use merzim::domain::letter::{Addressee, Content, Letter, LetterState, RecalledAt};
use merzim::domain::refusal::Refusal;
use merzim::letters::{Press, said};
use merzim::store::{desk::Failure, letters, outbox, reading, stock};
use merzim::text::Language;

/// Opened; the doses are due; given; recalled.
const DAYS: [(&str, &str, &str, &str); 2] = [
    (
        "2026-03-02 09:00",
        "2026-03-14",
        "2026-03-14 10:00",
        "2026-03-20 09:00",
    ),
    (
        "2026-12-20 09:00",
        "2026-12-31",
        "2027-01-05 10:00",
        "2027-01-12 09:00",
    ),
];

/// A lot, and the parcel that is on its way with some of it.
struct Spread {
    lot: LotId,
    under_way: (CaseId, ParcelId),
}

/// At the prison three packs, of which one is given, and one given that nobody took in; at the clinic two, of which one is
/// on its way to the prison; at the hospital one.
async fn spread(world: &World, (opened, target, given, recalled): (&str, &str, &str, &str)) -> Spread {
    let until = (day(&opened[..10]) + chrono::Days::new(700)).to_string();
    let case = world.planned_for(target).await;
    let by_hand = world.planned_for(target).await;
    let later = (day(&recalled[..10]) + chrono::Days::new(60)).to_string();
    let waiting = world.planned_for(&later).await;
    let lot = world.take_in("p1", "L7", &until, 3).await;
    world.take_in("oc1", "L7", &until, 2).await;
    world.take_in("hospital", "L7", &until, 1).await;
    world.pass_until(given).await;
    let pack = world.packs_at("p1", lot).await[0].id;
    let form = world.injection_from(case, pack).await;
    world.log("n1", case, &form).await.unwrap();
    let mut form = world.injection(by_hand).await;
    form.lot = "L7".to_owned();
    form.pack_words = "қаптама тіркелмеген".to_owned();
    world.log("n1", by_hand, &form).await.unwrap();
    world.pass_until(recalled).await;
    let parcel = world.sent(waiting, lot, 1).await;
    Spread {
        lot,
        under_way: (waiting, parcel),
    }
}

async fn recall(world: &World, lot: LotId) -> RecordId {
    commands::recall_lot(&world.desk, &world.actor("ph"), None, lot, "№ 12 хат")
        .await
        .unwrap()
}

async fn written(world: &World, lot: LotId, recall: RecordId) -> Vec<Letter> {
    letters::of_lot(&world.fresh.store, lot, recall).await.unwrap()
}

/// The letter to an organisation.
async fn to(world: &World, lot: LotId, recall: RecordId, place: &str) -> Letter {
    let place = world.country.place(place).id;
    let all = written(world, lot, recall).await.into_iter();
    let mut to = all.filter(|letter| letter.addressee == Some(place));
    let letter = to.next().unwrap();
    assert!(to.next().is_none(), "one letter to each");
    letter
}

fn says(letter: &Letter) -> &RecalledAt {
    let Content::RecallNotice(recalled) = &letter.last_draft().unwrap().sheet.content else {
        panic!("a letter about a lot")
    };
    recalled
}

async fn sign(world: &World, who: &str, letter: &Letter) -> Result<u32, Failure> {
    let form = SignLetter {
        letter: letter.id,
        draft: letter.last_draft().unwrap().number,
    };
    let press = Press::new("https://merzim.example");
    commands::sign_letter(&world.desk, &world.actor(who), None, form, &press).await
}

#[test]
fn each_organisation_that_has_had_or_awaits_some_of_it_is_written_to() {
    for days in DAYS {
        story(days.0, async |world| {
            let Spread { lot, .. } = spread(world, days).await;
            let recall = recall(world, lot).await;
            let mut named: Vec<_> = written(world, lot, recall)
                .await
                .iter()
                .map(|letter| {
                    assert_eq!((letter.case, letter.state()), (None, LetterState::Draft));
                    let sheet = &letter.last_draft().unwrap().sheet;
                    assert_eq!((&sheet.person, sheet.sender.name.en.as_str()), (&None, "oc1"));
                    let Addressee::Office(office) = &sheet.addressee else {
                        panic!("{:?}", sheet.addressee)
                    };
                    let packs = says(letter);
                    assert_eq!(
                        (packs.lot.as_str(), packs.notice.as_str(), packs.lifted),
                        ("L7", "№ 12 хат", false)
                    );
                    assert_eq!(packs.recalled_on, day(&days.3[..10]));
                    (office.name.en.clone(), packs.here, packs.coming, packs.gone)
                })
                .collect();
            named.sort_unstable();
            // The clinic speaks it, and is not written to.
            assert_eq!(
                named,
                [("hospital".to_owned(), 1, 0, 0), ("p1".to_owned(), 2, 1, 2)]
            );
        });
    }
}

#[test]
fn a_physician_of_the_region_signs_it_and_those_who_keep_the_drug_there_are_told() {
    for days in DAYS {
        story(days.0, async |world| {
            let Spread { lot, .. } = spread(world, days).await;
            let recall = recall(world, lot).await;
            let letter = to(world, lot, recall, "p1").await;
            let waiting = reading::letters::unsigned_of_houses(&world.fresh.store, "almaty")
                .await
                .unwrap();
            assert_eq!(waiting.len(), 2);
            for who in ["n1", "cn1", "ph", "fp2", "co", "clerk", "auditor", "po"] {
                let refused = sign(world, who, &letter).await;
                assert!(
                    matches!(refused, Err(Failure::Forbidden(_))),
                    "{who}: {refused:?}"
                );
            }
            assert_eq!(sign(world, "fp", &letter).await.unwrap(), 1);
            let waiting = reading::letters::unsigned_of_houses(&world.fresh.store, "almaty")
                .await
                .unwrap();
            assert_eq!(waiting.len(), 1, "the other one waits still");
            let letter = to(world, lot, recall, "p1").await;
            assert_eq!(letter.state(), LetterState::Signed);
            let issue = letter.last_issue().unwrap();
            assert!(issue.letter_number.ends_with("/00001"), "{}", issue.letter_number);
            let checked = letters::check(&world.fresh.store, &issue.code)
                .await
                .unwrap()
                .unwrap();
            assert_eq!((checked.issue, checked.withdrawn), (1, false));
            for language in Language::ALL {
                let paper = letters::file(&world.fresh.store, letter.id, 1, language.code()).await;
                assert!(paper.unwrap().starts_with(b"%PDF"));
                let said = said(&letter.paper(issue).unwrap(), language, "https://merzim.example");
                let said = serde_json::to_string(&said.unwrap()).unwrap();
                assert!(
                    said.contains("L7") && said.contains(&issue.letter_number),
                    "{said}"
                );
            }
            let mail = outbox::recent(&world.fresh.store, 1_000).await.unwrap();
            let told = mail
                .into_iter()
                .filter(|message| message.template == "message-recall-letter");
            let told = told.filter_map(|message| message.recipient);
            let mut names: Vec<_> = told.map(|id| world.country.name_of_account(id)).collect();
            names.sort_unstable();
            assert_eq!(names, ["n1", "n2"]);
        });
    }
}

#[test]
fn what_moved_since_is_drawn_up_again_before_it_is_signed() {
    for days in DAYS {
        story(days.0, async |world| {
            let Spread { lot, under_way } = spread(world, days).await;
            let recall = recall(world, lot).await;
            let letter = to(world, lot, recall, "p1").await;
            let ph = world.actor("ph");
            let again = commands::draft_recall_notice(&world.desk, &ph, None, letter.id).await;
            assert_eq!(refusals(again), [Refusal::NothingToDo], "it says what it said");

            // The parcel arrives: nothing is under way any more.
            let form = world.arrival(under_way.0, under_way.1).await;
            world.receive("n1", under_way, &form).await.unwrap();
            assert_eq!(
                refusals(sign(world, "fp", &letter).await),
                [Refusal::FactsChanged]
            );
            for who in ["n1", "co", "fp2"] {
                let actor = world.actor(who);
                let refused = commands::draft_recall_notice(&world.desk, &actor, None, letter.id).await;
                assert!(
                    matches!(refused, Err(Failure::Forbidden(_))),
                    "{who}: {refused:?}"
                );
            }
            commands::draft_recall_notice(&world.desk, &ph, None, letter.id)
                .await
                .unwrap();
            let letter = to(world, lot, recall, "p1").await;
            let packs = says(&letter);
            assert_eq!((packs.here, packs.coming, packs.gone), (3, 0, 2));
            assert_eq!(sign(world, "fp", &letter).await.unwrap(), 1);

            // Lifted, the same letter says so under the same number.
            commands::lift_recall(&world.desk, &ph, None, lot, "қате хат")
                .await
                .unwrap();
            commands::draft_recall_notice(&world.desk, &world.actor("fp"), None, letter.id)
                .await
                .unwrap();
            let letter = to(world, lot, recall, "p1").await;
            assert_eq!(
                (letter.state(), says(&letter).lifted),
                (LetterState::Redrawn, true)
            );
            assert_eq!(sign(world, "fp", &letter).await.unwrap(), 2);
            let letter = to(world, lot, recall, "p1").await;
            assert_eq!(
                letter.issues[0].letter_number, letter.issues[1].letter_number,
                "one letter, one number"
            );
            let withdrawn =
                commands::withdraw_letter(&world.desk, &world.actor("fp"), None, letter.id, "қате").await;
            withdrawn.unwrap();
            let again = commands::draft_recall_notice(&world.desk, &ph, None, letter.id).await;
            assert_eq!(
                refusals(again),
                [Refusal::NothingToDo],
                "what is withdrawn stays so"
            );
            assert_eq!(
                stock::lot(&world.fresh.store, lot).await.unwrap().unwrap().recall,
                None
            );
        });
    }
}

/// Who was told by mail that a lot is recalled, by name.
async fn told(world: &World) -> Vec<&'static str> {
    told_by(world, "message-recall").await
}

/// Who was written to with a text, by name.
async fn told_by(world: &World, template: &str) -> Vec<&'static str> {
    let all = outbox::recent(&world.fresh.store, 1_000).await.unwrap();
    let about = all.into_iter().filter(|message| message.template == template);
    let names = about.filter_map(|message| message.recipient);
    let mut names: Vec<_> = names.map(|id| world.country.name_of_account(id)).collect();
    names.sort_unstable();
    names
}

/// A prison that only had some of the lot is told of the recall by its letter alone; of what becomes of that, and of the recall,
/// it is told as well.
#[test]
fn whoever_was_told_by_a_letter_is_told_what_became_of_it() {
    for (opened, target, given, recalled) in DAYS {
        for lifted in [true, false] {
            story(opened, async |world| {
                let until = (day(&opened[..10]) + chrono::Days::new(700)).to_string();
                let case = world.planned_for(target).await;
                let lot = world.take_in("p1", "L7", &until, 1).await;
                world.take_in("oc1", "L7", &until, 1).await;
                world.pass_until(given).await;
                let pack = world.packs_at("p1", lot).await[0].id;
                let form = world.injection_from(case, pack).await;
                world.log("n1", case, &form).await.unwrap();
                world.pass_until(recalled).await;
                let recall = recall(world, lot).await;
                assert_eq!(told(world).await, ["cn1"], "nothing lies at the prison any more");
                let letter = to(world, lot, recall, "p1").await;
                sign(world, "fp", &letter).await.unwrap();
                assert_eq!(told_by(world, "message-recall-letter").await, ["n1", "n2"]);

                let (desk, ph, fp) = (&world.desk, world.actor("ph"), world.actor("fp"));
                if lifted {
                    commands::lift_recall(desk, &ph, None, lot, "басқа серия")
                        .await
                        .unwrap();
                    let told = told_by(world, "message-recall-lifted").await;
                    assert_eq!(told, ["cn1", "n1", "n2"]);
                } else {
                    commands::withdraw_letter(desk, &fp, None, letter.id, "басқа серия")
                        .await
                        .unwrap();
                    let told = told_by(world, "message-recall-letter-withdrawn").await;
                    assert_eq!(told, ["n1", "n2"]);
                }
            });
        }
    }
}

/// After the recall a prison of another region gets some: it is written to once, as those were who had some then.
#[test]
fn whoever_comes_to_it_after_the_recall_is_written_to_once() {
    for days in DAYS {
        story(days.0, async |world| {
            let Spread { lot, .. } = spread(world, days).await;
            let recall = recall(world, lot).await;
            assert_eq!(written(world, lot, recall).await.len(), 2);
            let before = told(world).await.len();
            world.sweep().await;
            assert_eq!(
                written(world, lot, recall).await.len(),
                2,
                "everybody was written to"
            );

            let until = (day(&days.0[..10]) + chrono::Days::new(700)).to_string();
            let form = world.packs_of("L7", &until, 1);
            let p2 = world.country.place("p2").id;
            let ph2 = world.pharmacist_at("oc2").await;
            commands::take_in_packs(&world.desk, &ph2, None, p2, &form)
                .await
                .unwrap();
            world.sweep().await;
            let letter = to(world, lot, recall, "p2").await;
            assert_eq!((letter.case, letter.state()), (None, LetterState::Draft));
            let packs = says(&letter);
            assert_eq!((packs.here, packs.coming, packs.gone), (1, 0, 0));
            assert_eq!(packs.recalled_on, day(&days.3[..10]), "the day of the recall");
            let sheet = &letter.last_draft().unwrap().sheet;
            assert_eq!(sheet.sender.name.en, "oc1", "from whoever spoke it");
            assert!(told(world).await.len() > before, "and told at once");

            // Once, whatever else comes there.
            let again = world.packs_of("L7", &until, 2);
            commands::take_in_packs(&world.desk, &ph2, None, p2, &again)
                .await
                .unwrap();
            let then = told(world).await.len();
            world.sweep().await;
            world.sweep().await;
            to(world, lot, recall, "p2").await;
            assert_eq!(written(world, lot, recall).await.len(), 3);
            assert_eq!(told(world).await.len(), then);
        });
    }
}

/// Some of the lot was given at a place that never had any of it on its list, and that is typed in after the recall. Lifted, a
/// recall is written about to nobody more.
#[test]
fn a_dose_that_is_typed_after_the_recall_brings_a_letter_while_it_stands() {
    for days in DAYS {
        for lifted in [false, true] {
            story(days.0, async |world| {
                let until = (day(&days.0[..10]) + chrono::Days::new(700)).to_string();
                let case = world.planned_for(days.1).await;
                let lot = world.take_in("oc1", "L7", &until, 1).await;
                world.pass_until(days.2).await;
                let recall = recall(world, lot).await;
                world.sweep().await;
                assert!(
                    written(world, lot, recall).await.is_empty(),
                    "only whoever speaks it has some"
                );
                let mut form = world.injection(case).await;
                form.lot = "L7".to_owned();
                form.despite = "біз білмедік".to_owned();
                world.log("n1", case, &form).await.unwrap();
                if lifted {
                    commands::lift_recall(&world.desk, &world.actor("ph"), None, lot, "қате хат")
                        .await
                        .unwrap();
                }
                world.sweep().await;
                world.sweep().await;
                let named = written(world, lot, recall).await;
                let p1 = world.country.place("p1").id;
                let expected = if lifted { Vec::new() } else { vec![Some(p1)] };
                let addressees: Vec<_> = named.iter().map(|letter| letter.addressee).collect();
                assert_eq!(addressees, expected);
            });
        }
    }
}

/// A pack is given at a prison where it never lay by the record: it stands on the clinic's shelf still. The prison had it all the
/// same, and is written to once; the rounds of the sweep that follow find nothing to write down.
#[test]
fn a_pack_given_where_it_never_lay_makes_that_place_one_that_had_it() {
    for days in DAYS {
        for after in [false, true] {
            story(days.0, async |world| {
                let until = (day(&days.0[..10]) + chrono::Days::new(700)).to_string();
                let case = world.planned_for(days.1).await;
                let lot = world.take_in("oc1", "L7", &until, 1).await;
                world.pass_until(days.2).await;
                let pack = world.packs_at("oc1", lot).await[0].id;
                let give = async || {
                    let mut form = world.injection_from(case, pack).await;
                    form.despite = "курьер әкелді, қабылданбаған".to_owned();
                    world.log("n1", case, &form).await.unwrap();
                };
                let recalled = if after {
                    let recalled = recall(world, lot).await;
                    give().await;
                    recalled
                } else {
                    give().await;
                    recall(world, lot).await
                };
                for _ in 0..3 {
                    world.sweep().await;
                }
                let letter = to(world, lot, recalled, "p1").await;
                assert_eq!(written(world, lot, recalled).await.len(), 1);
                let packs = says(&letter);
                assert_eq!((packs.here, packs.coming, packs.gone), (0, 0, 1));
                let sealed = usize::from(after);
                assert_eq!(world.times_sealed("write-of-recall").await, sealed);

                // Whoever comes second writes nothing, and leaves no line that says so.
                let (sweep, p1) = (Actor::system("sweep"), world.country.place("p1").id);
                let again = commands::write_of_recall(&world.desk, &sweep, (lot, recalled), p1).await;
                assert_eq!(refusals(again), [Refusal::NothingToDo]);
                assert_eq!(world.times_sealed("write-of-recall").await, sealed);
            });
        }
    }
}

/// The jobs look at a recalled lot where some of it came somewhere since, and at nothing else: a recall that stands costs a round
/// nothing. A parcel that is sent elsewhere brings some of it there, though no pack moves.
#[test]
fn a_recalled_lot_is_looked_at_only_when_some_of_it_came_somewhere() {
    for days in DAYS {
        story(days.0, async |world| {
            let Spread { lot, under_way } = spread(world, days).await;
            let recall = recall(world, lot).await;
            world.sweep().await;
            let until = (day(&days.0[..10]) + chrono::Days::new(700)).to_string();
            world.take_in("p1", "L8", &until, 1).await;
            assert_eq!(
                world.recall_looks().await,
                0,
                "it was written about, and L8 is not recalled"
            );

            let (case, parcel) = under_way;
            let (clerk, ph) = (world.actor("clerk"), world.actor("ph"));
            let (p2, today) = (world.country.place("p2").id, day(&days.3[..10]));
            commands::change_place(&world.desk, &clerk, None, case, p2, today, "этап")
                .await
                .unwrap();
            let after = Some(Onward::Redirect);
            commands::send_parcel_on(&world.desk, &ph, None, case, parcel, after, "адам ауысты")
                .await
                .unwrap();
            assert_eq!(world.recall_looks().await, 1);
            world.sweep().await;
            assert_eq!(world.recall_looks().await, 0, "looked at, and done");
            let letter = to(world, lot, recall, "p2").await;
            let packs = says(&letter);
            assert_eq!((packs.here, packs.coming, packs.gone), (0, 1, 0));

            // It comes there: who has some is looked at again, and nobody is written to twice.
            let form = world.arrival(case, parcel).await;
            world.receive("n3", (case, parcel), &form).await.unwrap();
            assert_eq!(world.recall_looks().await, 1);
            world.sweep().await;
            assert_eq!(world.recall_looks().await, 0);
            to(world, lot, recall, "p2").await;
        });
    }
}
