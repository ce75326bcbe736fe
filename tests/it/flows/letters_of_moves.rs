//! Letters about a release, a hand-over and a recall: who is told what, and what a later issue says when the facts moved.

use crate::support::world::{NewCase, World, day, refusals, story};
use merzim::commands::{self, DraftLetter, SignLetter};
use merzim::domain::event::HandoverReason;
use merzim::domain::ids::{CaseId, LetterId};
use merzim::domain::letter::{About, Addressee, Content, LetterState, ReleaseDay, ReleaseTo, Sheet};
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;
use merzim::letters::{Press, said};
use merzim::store::letters;
use merzim::text::Language;
use std::collections::BTreeSet;

async fn drawn(world: &World, who: &str, case: CaseId, about: About) -> Result<LetterId, Vec<Refusal>> {
    let form = DraftLetter::about(about);
    let outcome = commands::draft_letter(&world.desk, &world.actor(who), None, case, &form).await;
    match outcome {
        Ok(letter) => Ok(letter),
        outcome => Err(refusals(outcome)),
    }
}

/// Draws a letter up and has the psychiatrist sign it; what the paper says.
async fn signed(world: &World, who: &str, case: CaseId, about: About) -> (LetterId, Sheet) {
    signed_by(world, (who, "fp"), case, about).await
}

async fn signed_by(
    world: &World,
    (who, physician): (&str, &str),
    case: CaseId,
    about: About,
) -> (LetterId, Sheet) {
    let id = drawn(world, who, case, about).await.unwrap();
    let letter = letters::find(world.desk.store(), id).await.unwrap();
    let draft = letter.last_draft().unwrap().number;
    let press = Press::new("https://merzim.example");
    let form = SignLetter { letter: id, draft };
    commands::sign_letter(&world.desk, &world.actor(physician), None, form, &press)
        .await
        .unwrap();
    let letter = letters::find(world.desk.store(), id).await.unwrap();
    (id, letter.signed_sheet().unwrap().clone())
}

/// The opening, the release as first named, the earliest working day after it, and the day to which it moves.
const RELEASES: [(&str, &str, &str, &str); 2] = [
    ("2028-12-20 09:00", "2028-12-30", "2029-01-03", "2028-12-27"),
    ("2026-03-02 09:00", "2026-03-26", "2026-03-27", "2026-03-25"),
];

#[test]
fn a_release_is_announced_to_each_side_and_again_when_its_day_moves() {
    for (opened, release_on, visit_on, moved_on) in RELEASES {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            let to = |to| About::Release { to };
            let nothing = [Refusal::NotUnderstood { field: "about" }];
            assert_eq!(
                drawn(world, "n1", case, to(ReleaseTo::Supervising))
                    .await
                    .unwrap_err(),
                nothing,
                "no release is known"
            );
            world.release_on(case, release_on, "term").await.unwrap();
            let (letter, sheet) = signed(world, "n1", case, to(ReleaseTo::Supervising)).await;
            let Content::ReleaseNotice(notice) = &sheet.content else {
                panic!("a notice of release")
            };
            assert_eq!((notice.release_on, &notice.takes_over), (day(release_on), &None));
            assert_eq!(
                drawn(world, "n1", case, to(ReleaseTo::Health)).await.unwrap_err(),
                nothing,
                "nobody has agreed, nobody was told"
            );

            let offer = world.offer_release(case, "oc1").await.unwrap();
            let visit = Some(("fp", visit_on, "10:30"));
            world.accept("cn1", case, offer, visit).await.unwrap();
            let (again, sheet) = signed(world, "n1", case, to(ReleaseTo::Supervising)).await;
            assert_eq!(again, letter, "about one thing there is one letter");
            let Content::ReleaseNotice(notice) = &sheet.content else {
                panic!("a notice of release")
            };
            assert_eq!(notice.takes_over.as_ref().unwrap().name.en, "oc1");
            assert_eq!(notice.first_visit.unwrap().0, day(visit_on));
            let (other, sheet) = signed(world, "n1", case, to(ReleaseTo::Health)).await;
            assert_ne!(other, letter);
            let Addressee::Office(office) = &sheet.addressee else {
                panic!("an office")
            };
            assert_eq!(office.name.en, "oc1");

            world.release_on(case, moved_on, "early-release").await.unwrap();
            let (_, sheet) = signed(world, "n1", case, to(ReleaseTo::Supervising)).await;
            let Content::ReleaseNotice(notice) = &sheet.content else {
                panic!("a notice of release")
            };
            assert_eq!(notice.release_on, day(moved_on));
            let known = letters::find(world.desk.store(), letter).await.unwrap();
            let numbers: Vec<_> = known.issues.iter().map(|issue| issue.number).collect();
            assert_eq!(numbers, [1, 2, 3], "each issue stays");
            assert_eq!(known.issues[0].letter_number, known.issues[2].letter_number);
            for clinical in ["triptorelin", "dose", "contraindication"] {
                let data = serde_json::to_string(&sheet).unwrap();
                assert!(!data.contains(clinical), "{clinical} in {data}");
            }

            // Nobody has written down that he went; that he is going to go is said no more.
            let after = day(moved_on).succ_opt().unwrap();
            world.pass_until(&format!("{after} 09:00")).await;
            for to in ReleaseTo::ALL {
                let late = drawn(world, "n1", case, About::Release { to }).await;
                assert_eq!(late.unwrap_err(), nothing, "its day is over");
            }
        });
    }
}

/// A street without its region is no address for whoever has to find it.
#[test]
fn a_chosen_residence_is_named_with_its_region() {
    for (opened, release_on, ..) in RELEASES {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            world.release_on(case, release_on, "term").await.unwrap();
            world
                .moves_to("clerk", case, "karaganda", release_on)
                .await
                .unwrap();
            let about = About::Release {
                to: ReleaseTo::Supervising,
            };
            let id = drawn(world, "clerk", case, about).await.unwrap();
            let letter = letters::find(world.desk.store(), id).await.unwrap();
            let Content::ReleaseNotice(notice) = &letter.last_draft().unwrap().sheet.content else {
                panic!("a notice of release")
            };
            assert!(notice.residence.is_some());
            let region = notice.residence_region.as_ref().map(|name| name.ru.as_str());
            assert_eq!(region, Some("Карагандинская область"));
        });
    }
}

#[test]
fn an_act_of_hand_over_carries_both_names() {
    for (opened, release_on, visit_on, _) in RELEASES {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            world.release_on(case, release_on, "term").await.unwrap();
            let offer = world.offer_release(case, "oc1").await.unwrap();
            let about = About::Handover { offer };
            assert_eq!(
                drawn(world, "n1", case, about.clone()).await.unwrap_err(),
                [Refusal::NotUnderstood { field: "about" }],
                "what nobody has accepted is no hand-over"
            );
            let visit = Some(("fp", visit_on, "10:30"));
            world.accept("cn1", case, offer, visit).await.unwrap();
            let (id, sheet) = signed(world, "n1", case, about.clone()).await;
            let Content::HandoverAct(act) = &sheet.content else {
                panic!("an act of hand-over")
            };
            assert!(says(world, id, Language::En).await.contains("First appointment"));
            assert_eq!((act.gave.name.as_str(), act.took.name.as_str()), ("n1", "cn1"));
            assert_eq!(
                (act.gave.office.name.en.as_str(), act.took.office.name.en.as_str()),
                ("p1", "oc1")
            );
            assert_eq!(act.expected_on, day(release_on));
            assert_eq!(act.release, Some(ReleaseDay::On(day(release_on))));
            assert!(!act.gave.role.en.is_empty() && !act.owed.is_empty());

            // Drawn up after the release it says how things stood at that moment, and goes on saying so.
            world.pass_until(&format!("{release_on} 08:00")).await;
            world.release(case, &format!("{release_on} 08:00")).await.unwrap();
            let (_, released) = signed(world, "cn1", case, about.clone()).await;
            let Content::HandoverAct(after) = &released.content else {
                panic!("an act of hand-over")
            };
            assert_eq!(after.release, act.release, "the day on which he went");
            let visit = after.owed.iter().find(|owed| owed.kind == Kind::FirstVisit);
            assert_eq!(visit.map(|owed| owed.due_on), Some(day(visit_on)), "{after:?}");
            world.pass_until(&format!("{visit_on} 18:00")).await;
            assert_eq!(
                drawn(world, "cn1", case, about).await.unwrap_err(),
                [Refusal::NothingToDo],
                "nothing that happened since is a matter of the act"
            );
        });
    }
}

/// Given on to another prison after his release was agreed, he is given by that one: the act names it, before and after he
/// went.
#[test]
fn an_act_of_hand_over_names_whoever_had_the_person_last() {
    for (opened, release_on, visit_on, _) in RELEASES {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            world.release_on(case, release_on, "term").await.unwrap();
            let offer = world.offer_release(case, "oc1").await.unwrap();
            let visit = Some(("fp", visit_on, "10:30"));
            world.accept("cn1", case, offer, visit).await.unwrap();
            let days = (Some(&opened[..10]), None);
            let transfer = (HandoverReason::Transfer, "p2");
            let transfer = world.offer("n1", case, transfer, days).await.unwrap();
            world.accept("n3", case, transfer, None).await.unwrap();

            let file = world.file(case).await;
            let agreed = file.case.passage.offer(offer).unwrap();
            let giver = file.case.giver(agreed, file.now.today());
            assert_eq!(world.country.name_of(giver), "p2");
            world.pass_until(&format!("{release_on} 08:00")).await;
            let when = format!("{release_on} 08:00");
            world.release_by("n3", case, &when).await.unwrap();
            let id = drawn(world, "cn1", case, About::Handover { offer })
                .await
                .unwrap();
            let letter = letters::find(world.desk.store(), id).await.unwrap();
            let Content::HandoverAct(act) = &letter.last_draft().unwrap().sheet.content else {
                panic!("an act of hand-over")
            };
            let gave = (act.gave.office.name.en.as_str(), act.gave.name.as_str());
            assert_eq!(gave, ("p2", "n3"));
        });
    }
}

/// An act says that nobody knows the day of release yet, and not nothing of it.
#[test]
fn an_act_of_hand_over_says_that_no_day_of_release_is_known() {
    for (opened, ..) in RELEASES {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            let days = (Some(&opened[..10]), None);
            let transfer = (HandoverReason::Transfer, "p2");
            let offer = world.offer("n1", case, transfer, days).await.unwrap();
            world.accept("n3", case, offer, None).await.unwrap();
            let about = About::Handover { offer };
            let (id, sheet) = signed_by(world, ("n3", "fp2"), case, about).await;
            let Content::HandoverAct(act) = &sheet.content else {
                panic!("an act of hand-over")
            };
            assert_eq!(act.release, Some(ReleaseDay::Unknown));
            let text = says(world, id, Language::En).await;
            assert!(!text.contains("First appointment"), "he is brought: {text}");
        });
    }
}

/// Whoever is free and moves house has no day of release before him, and his act says nothing of one.
#[test]
fn an_act_of_hand_over_of_somebody_who_moves_house_says_nothing_of_a_release() {
    story("2026-03-02 09:00", async |world| {
        let case = world
            .open(NewCase {
                place: "oc1",
                first_on: Some("2026-03-16"),
                ..NewCase::default()
            })
            .await;
        let moves = (HandoverReason::Residence, "oc2");
        let days = (Some("2026-03-02"), None);
        let offer = world.offer("cn1", case, moves, days).await.unwrap();
        let visit = Some(("fp2", "2026-03-03", "10:00"));
        world.accept("cn2", case, offer, visit).await.unwrap();
        let about = About::Handover { offer };
        let id = drawn(world, "cn2", case, about).await.unwrap();
        let letter = letters::find(world.desk.store(), id).await.unwrap();
        let Content::HandoverAct(act) = &letter.last_draft().unwrap().sheet.content else {
            panic!("an act of hand-over")
        };
        assert_eq!(act.release, None);
    });
}

/// Neither does the act of somebody who is free and whom one clinic gives to another.
#[test]
fn an_act_of_hand_over_of_somebody_who_is_free_says_nothing_of_a_release() {
    story("2026-03-02 09:00", async |world| {
        let case = world
            .open(NewCase {
                place: "oc1",
                first_on: Some("2026-03-16"),
                ..NewCase::default()
            })
            .await;
        let transfer = (HandoverReason::Transfer, "oc2");
        let days = (Some("2026-03-02"), None);
        let offer = world.offer("cn1", case, transfer, days).await.unwrap();
        world.accept("cn2", case, offer, None).await.unwrap();
        let about = About::Handover { offer };
        let id = drawn(world, "cn2", case, about).await.unwrap();
        let letter = letters::find(world.desk.store(), id).await.unwrap();
        let Content::HandoverAct(act) = &letter.last_draft().unwrap().sheet.content else {
            panic!("an act of hand-over")
        };
        assert_eq!(act.release, None);
    });
}

#[test]
fn a_recall_is_told_to_the_person_it_reached() {
    for (opened, target, given, recalled_at) in [
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
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let last_day = day(&opened[..10]) + chrono::Days::new(700);
            let lot = world.take_in("p1", "L7", &last_day.to_string(), 2).await;
            world.pass_until(given).await;
            let pack = world.packs_at("p1", lot).await[0].id;
            let form = world.injection_from(case, pack).await;
            world.log("n1", case, &form).await.unwrap();
            world.pass_until(recalled_at).await;
            commands::recall_lot(&world.desk, &world.actor("ph"), None, lot, "№ 12 хат")
                .await
                .unwrap();
            let recall = world.file(case).await.case.supply.recalls[0].reached.recall;
            let about = About::Recall { recall };
            assert!(
                commands::draft_letter(
                    &world.desk,
                    &world.actor("n1"),
                    None,
                    case,
                    &DraftLetter::about(about.clone())
                )
                .await
                .is_err(),
                "a physician writes it"
            );
            // The recall drew it up; a physician reads and signs it.
            assert_eq!(
                drawn(world, "fp", case, about.clone()).await.unwrap_err(),
                [Refusal::NothingToDo],
                "it says what it said"
            );
            let waiting = letters::of_recall(world.desk.store(), recall, &[case])
                .await
                .unwrap();
            let [waiting] = &waiting[..] else {
                panic!("one letter to each person: {waiting:?}")
            };
            assert_eq!((&waiting.about, waiting.state()), (&about, LetterState::Draft));
            let press = Press::new("https://merzim.example");
            let form = SignLetter {
                letter: waiting.id,
                draft: 1,
            };
            commands::sign_letter(&world.desk, &world.actor("fp"), None, form, &press)
                .await
                .unwrap();
            let letter = letters::find(world.desk.store(), waiting.id).await.unwrap();
            let sheet = letter.signed_sheet().unwrap();
            let mail = world.mail(case).await.into_iter();
            let told: BTreeSet<_> = mail
                .filter(|message| message.template == "message-letter")
                .filter_map(|message| Some(world.country.name_of_account(message.recipient?)))
                .collect();
            assert_eq!(
                told,
                BTreeSet::from(["n1", "n2"]),
                "those who treat him are told to hand it over"
            );
            let Content::Recall(recalled) = &sheet.content else {
                panic!("a letter about a recall")
            };
            assert_eq!(recalled.given_on, [day(&given[..10])]);
            assert_eq!(
                (recalled.lot.as_str(), recalled.notice.as_str(), recalled.lifted),
                ("L7", "№ 12 хат", false)
            );
            let Addressee::PersonAt(place) = &sheet.addressee else {
                panic!("{:?}", sheet.addressee)
            };
            assert_eq!(
                (place.name.en.as_str(), sheet.sender.name.en.as_str()),
                ("p1", "oc1")
            );
        });
    }
}

/// What the last signed issue of a letter says in a language.
async fn says(world: &World, id: LetterId, language: Language) -> String {
    let letter = letters::find(world.desk.store(), id).await.unwrap();
    let paper = letter.paper(letter.last_issue().unwrap()).unwrap();
    let said = said(&paper, language, "https://merzim.example").unwrap();
    serde_json::to_string(&said).unwrap()
}

/// Somebody received the lot, and for somebody else a pack of it was kept. The second is told that no physician sees him because
/// of it, and once the recall is lifted, no letter begins by saying that the lot is recalled.
#[test]
fn a_letter_about_a_recall_frightens_nobody_without_need() {
    let recalled = |language| match language {
        Language::Kk => "Дәріңіздің сериясы қайтарып алынды",
        Language::Ru => "Серия вашего препарата отозвана",
        Language::En => "A lot of your medicine has been recalled",
    };
    let sees = |language| match language {
        Language::Kk => "сізді дәрігер қарайды",
        Language::Ru => "вас осмотрит врач",
        Language::En => "A physician will see you",
    };
    let lifted = |language| match language {
        Language::Kk => "Дәріңіздің сериясын қайтарып алудың күші жойылды",
        Language::Ru => "Отзыв серии вашего препарата отменён",
        Language::En => "The recall of a lot of your medicine has been lifted",
    };
    for (opened, target, given) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-14 10:00"),
        ("2026-12-20 09:00", "2026-12-31", "2027-01-05 10:00"),
    ] {
        story(opened, async |world| {
            let received = world.planned_for(target).await;
            let later = (day(&given[..10]) + chrono::Days::new(60)).to_string();
            let kept = world.planned_for(&later).await;
            let last_day = day(&opened[..10]) + chrono::Days::new(700);
            let lot = world.take_in("p1", "L7", &last_day.to_string(), 2).await;
            world.pass_until(given).await;
            let packs = world.packs_at("p1", lot).await;
            let form = world.injection_from(received, packs[0].id).await;
            world.log("n1", received, &form).await.unwrap();
            let (n1, ph) = (world.actor("n1"), world.actor("ph"));
            commands::reserve_pack(&world.desk, &n1, None, kept, packs[1].id)
                .await
                .unwrap();
            let recall = commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
                .await
                .unwrap();
            let about = About::Recall { recall };

            // The recall drew the letter to the one up; the other's is drawn up by hand.
            let waiting = letters::of_recall(world.desk.store(), recall, &[received])
                .await
                .unwrap();
            let press = Press::new("https://merzim.example");
            let form = SignLetter {
                letter: waiting[0].id,
                draft: 1,
            };
            commands::sign_letter(&world.desk, &world.actor("fp"), None, form, &press)
                .await
                .unwrap();
            let (to_kept, _) = signed(world, "fp", kept, about.clone()).await;
            for language in Language::ALL {
                let said = says(world, waiting[0].id, language).await;
                assert!(
                    said.contains(recalled(language)) && said.contains(sees(language)),
                    "{said}"
                );
                let said = says(world, to_kept, language).await;
                assert!(said.contains(recalled(language)), "{said}");
                assert!(!said.contains(sees(language)), "nobody owes him a look: {said}");
            }

            commands::lift_recall(&world.desk, &ph, None, lot, "қате хат")
                .await
                .unwrap();
            for case in [received, kept] {
                let (letter, _) = signed(world, "fp", case, about.clone()).await;
                for language in Language::ALL {
                    let said = says(world, letter, language).await;
                    assert!(said.contains(lifted(language)), "{said}");
                    assert!(!said.contains(recalled(language)), "{said}");
                    assert!(!said.contains(sees(language)), "{said}");
                }
            }
        });
    }
}
