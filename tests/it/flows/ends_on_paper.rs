//! Letters about the end of the measure, on paper: to whom, since when and by what, and anew once the end is another one.

use super::letters_on_paper::{changes, draw, is, on, says, says_not, signed, strike_out};
use crate::support::world::{NewCase, World, refusals, story};
use merzim::access::Action;
use merzim::domain::ids::CaseId;
use merzim::domain::letter::{About, Addressee, Content, EndGround, EndedTo, Letter, LetterState};
use merzim::domain::refusal::Refusal;
use merzim::domain::ruling::{RulingState, RulingStep};
use merzim::store::desk::Failure;
use merzim::store::letters;
use merzim::text::Language;

/// What a letter about the end says: since when and by what.
fn end(letter: &Letter) -> (String, EndGround) {
    let Content::MeasureEnded(ended) = &letter.signed_sheet().unwrap().content else {
        panic!("the end of a measure: {letter:?}")
    };
    (ended.since_on.to_string(), ended.ground)
}

#[test]
fn that_a_court_ended_the_measure_is_told_to_the_supervising_body_and_to_the_person() {
    for (opened, first, ended, corrected, ended_again) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-04-01",
            "2026-04-03 10:00",
            "2026-04-02",
        ),
        (
            "2026-12-01 09:00",
            "2026-12-14",
            "2026-12-31",
            "2027-01-05 10:00",
            "2027-01-04",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            let nothing = [Refusal::NotUnderstood { field: "about" }];
            let told = [EndedTo::Supervising, EndedTo::Person];
            let [supervising, person] = told.map(|to| About::Ended { to });
            for about in [&supervising, &person] {
                assert_eq!(
                    refusals(draw(world, "clerk", case, about).await),
                    nothing,
                    "it goes on"
                );
            }
            world.pass_until(&format!("{ended} 11:00")).await;
            world.court(case, RulingStep::EndedByCourt, ended).await.unwrap();
            for who in ["po", "ps", "cop", "ph", "auditor", "clerk2", "n3"] {
                let drawn = draw(world, who, case, &supervising).await;
                assert!(matches!(drawn, Err(Failure::Forbidden(_))), "{who} draws up");
            }
            let by = |language| match language {
                Language::Kk => "сот тоқтатты",
                Language::Ru => "прекращена судом",
                Language::En => "a court ended it",
            };
            for (about, drawer) in [(&supervising, "clerk"), (&person, "n1")] {
                let letter = signed(world, (drawer, "fp"), case, about).await;
                assert_eq!(end(&letter), (ended.to_owned(), EndGround::Court));
                says(world, &letter, |language| {
                    let facts = [by(language), "қаулы № 1", "Алматы қ. соты", "probation", "p1"];
                    let facts = facts.map(str::to_owned).into_iter();
                    facts.chain([on(ended, language)]).collect()
                })
                .await;
                let data = serde_json::to_string(letter.signed_sheet().unwrap()).unwrap();
                for clinical in ["triptorelin", "gluteal", "dose", "lot"] {
                    assert!(!data.contains(clinical), "{clinical} in {data}");
                }
            }
            told_to(world, case).await;

            // The day was wrong: the same number, another issue.
            world.pass_until(corrected).await;
            strike_out(world, case).await;
            for about in [&supervising, &person] {
                assert_eq!(
                    refusals(draw(world, "clerk", case, about).await),
                    nothing,
                    "it goes on"
                );
            }
            world
                .court(case, RulingStep::EndedByCourt, ended_again)
                .await
                .unwrap();
            let letter = signed(world, ("clerk", "fp"), case, &supervising).await;
            let told = changes(&letter);
            let since = is(
                "Ended since",
                &on(ended, Language::En),
                &on(ended_again, Language::En),
            );
            assert!(told.contains(&since), "{told:?}");
            says(world, &letter, |language| vec![on(ended_again, language)]).await;
        });
    }
}

/// Who was written to, and who reads what: the body that supervised its own letter, though it has lost the case.
async fn told_to(world: &World, case: CaseId) {
    let mail = world.mail(case).await.into_iter();
    let mut told: Vec<_> = mail
        .filter(|mail| mail.template == "message-letter")
        .filter_map(|mail| Some(world.country.name_of_account(mail.recipient?)))
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        ["n1", "n2", "po", "ps"],
        "those who hand it over, those who supervised"
    );
    let known = letters::of_case(world.desk.store(), case).await.unwrap();
    for letter in &known {
        assert_eq!(letter.state(), LetterState::Signed);
        let to_person = matches!(letter.signed_sheet().unwrap().addressee, Addressee::PersonAt(_));
        for (who, may) in [
            ("po", !to_person),
            ("ps", !to_person),
            ("po2", false),
            ("cop", false),
            ("clerk", true),
            ("n1", true),
        ] {
            let (actor, paper) = (world.actor(who), serde_json::Map::new());
            let about = (letter.addressee, letter.kind());
            let look = world
                .desk
                .look_at_paper(&actor, Action::ReadNoticeLetter, case, about, paper)
                .await;
            assert_eq!(look.is_ok(), may, "{who}: {:?}", letter.about);
        }
    }
}

#[test]
fn a_term_that_passed_and_a_ruling_that_was_quashed_are_told_as_such() {
    story("2026-06-15 09:00", async |world| {
        let new = NewCase {
            until_on: Some("2026-09-10"),
            ..NewCase::default()
        };
        let (case, other) = (world.open(new).await, world.open(NewCase::default()).await);
        let about = About::Ended {
            to: EndedTo::Supervising,
        };
        world.pass_until("2026-09-10 23:59").await;
        assert!(
            draw(world, "clerk", case, &about).await.is_err(),
            "through its last day"
        );
        world.pass_until("2026-09-11 09:00").await;
        let letter = signed(world, ("clerk", "fp"), case, &about).await;
        assert_eq!(end(&letter), ("2026-09-11".to_owned(), EndGround::Term));
        let by = |language| match language {
            Language::Kk => "сот белгілеген мерзім өтті",
            Language::Ru => "истёк срок, установленный судом",
            Language::En => "the term set by the court has passed",
        };
        // The ruling stands there once, and its last day where its term does.
        let (over, again) = (
            |language| match language {
                Language::Kk => format!("{} күні өтті", on("2026-09-10", language)),
                Language::Ru => format!("истёк {}", on("2026-09-10", language)),
                Language::En => format!("ended on {}", on("2026-09-10", language)),
            },
            |language| match language {
                Language::Kk => "мерзімі аяқталды",
                Language::Ru => "срок истёк",
                Language::En => "ended by its term",
            },
        );
        says_not(
            world,
            &letter,
            |language| {
                vec![
                    by(language).to_owned(),
                    on("2026-09-11", language),
                    over(language),
                ]
            },
            |language| vec![again(language).to_owned()],
        )
        .await;
        world
            .court(other, RulingStep::Quashed, "2026-09-11")
            .await
            .unwrap();
        let letter = signed(world, ("n1", "fp"), other, &about).await;
        assert_eq!(end(&letter), ("2026-09-11".to_owned(), EndGround::Quashed));
        let Content::MeasureEnded(ended) = &letter.signed_sheet().unwrap().content else {
            panic!("the end of a measure: {letter:?}")
        };
        let states: Vec<_> = ended.rulings.iter().map(|ruling| ruling.state).collect();
        assert_eq!(states, [Some(RulingState::Quashed)]);
        let stands = |language| match language {
            Language::Kk => "күші жойылды",
            Language::Ru => "отменено",
            Language::En => "quashed",
        };
        says(world, &letter, |language| vec![stands(language).to_owned()]).await;
    });
}
