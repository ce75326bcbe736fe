//! The certificate of a period: who came and when, for whoever asks, and nothing of the treatment (S20).

use super::letters::{check, draw, half_year, letter, sign};
use crate::support::world::{NewCase, day, refusals, story};
use merzim::domain::letter::{About, Content, PauseGround, read_code};
use merzim::domain::refusal::Refusal;
use merzim::domain::ruling::{RulingState, RulingStep};
use merzim::domain::supervision::Attendance;
use merzim::secrets::{digest, hex};
use merzim::store::letters;

/// S20: the judge asks for January to June.
#[test]
fn a_certificate_says_who_came_when_and_nothing_of_the_treatment() {
    for (opened, first, late, held, lifted, suspended, resumed, until) in [
        (
            "2026-01-05",
            "2026-01-12",
            "2026-04-22",
            "2026-05-04",
            "2026-05-11",
            "2026-05-18",
            "2026-05-25",
            "2026-06-30",
        ),
        (
            "2027-01-04",
            "2027-01-11",
            "2027-04-21",
            "2027-05-03",
            "2027-05-10",
            "2027-05-17",
            "2027-05-24",
            "2027-06-30",
        ),
    ] {
        story(&format!("{opened} 09:00"), async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(&format!("{late} 10:00")).await;
            world.give_late(case, "contraindication").await.unwrap();
            world.pass_until(&format!("{held} 10:00")).await;
            let hold = world.hold(case, None).await;
            world.pass_until(&format!("{lifted} 10:00")).await;
            world.lift("fp", case, hold).await.unwrap();
            world.pass_until(&format!("{suspended} 10:00")).await;
            world.court(case, RulingStep::Suspended, suspended).await.unwrap();
            world.pass_until(&format!("{resumed} 10:00")).await;
            world.court(case, RulingStep::Resumed, resumed).await.unwrap();
            world.pass_until(&format!("{until} 12:00")).await;

            let about = half_year(opened, until);
            let id = draw(world, "clerk", case, &about).await.unwrap();
            assert_eq!(sign(world, "clerk", id).await.unwrap(), 1);
            let signed = letter(world, id).await;
            let Content::TreatmentCertificate(certificate) = &signed.signed_sheet().unwrap().content else {
                panic!("a certificate");
            };
            let visits: Vec<_> = certificate
                .visits
                .iter()
                .map(|visit| (visit.on, visit.attendance, visit.in_time))
                .collect();
            assert_eq!(
                visits,
                [
                    (day(first), Attendance::Attended, Some(true)),
                    (day(late), Attendance::Attended, Some(false)),
                ]
            );
            let pauses: Vec<_> = certificate
                .pauses
                .iter()
                .map(|pause| (pause.from_on, pause.until_on, pause.ground))
                .collect();
            let before = |on: &str| day(on).pred_opt().unwrap();
            assert_eq!(
                pauses,
                [
                    (day(held), before(lifted), PauseGround::Justified),
                    (day(suspended), before(resumed), PauseGround::Court),
                ]
            );
            assert_eq!(certificate.rulings.len(), 1);
            let data = serde_json::to_string(signed.signed_sheet().unwrap()).unwrap();
            for clinical in ["triptorelin", "gluteal", "биохимия", "contraindication", "lot"] {
                assert!(!data.contains(clinical), "{clinical} in {data}");
            }

            // Whoever holds the paper checks it.
            let issue = signed.last_issue().unwrap();
            assert_eq!(read_code(&issue.code).as_ref(), Some(&issue.code));
            let known = check(world, &issue.code).await.unwrap();
            assert_eq!(
                (known.letter_number.as_str(), known.issue, known.withdrawn),
                (issue.letter_number.as_str(), 1, false)
            );
            for language in ["kk", "ru", "en"] {
                let bytes = letters::file(world.desk.store(), id, 1, language).await.unwrap();
                assert!(known.files.contains(&hex(&digest(&bytes))), "{language}");
                assert!(bytes.starts_with(b"%PDF-"));
            }
        });
    }
}

/// A ruling that is appealed against is no ruling that simply speaks: the paper says of its last day what the case says.
#[test]
fn a_certificate_says_that_a_ruling_is_under_appeal() {
    for (opened, appealed, until) in [
        ("2026-03-02", "2026-03-10", "2026-03-20"),
        ("2026-12-01", "2026-12-28", "2027-01-04"),
    ] {
        story(&format!("{opened} 09:00"), async |world| {
            let case = world.open(NewCase::default()).await;
            world.pass_until(&format!("{appealed} 10:00")).await;
            let before = day(appealed).pred_opt().unwrap().to_string();
            world.court(case, RulingStep::Appealed, appealed).await.unwrap();
            world.pass_until(&format!("{until} 12:00")).await;
            for (last, state) in [(before.as_str(), None), (until, Some(RulingState::UnderAppeal))] {
                let id = draw(world, "clerk", case, &half_year(opened, last))
                    .await
                    .unwrap();
                let drawn = letter(world, id).await;
                let Content::TreatmentCertificate(certificate) = &drawn.last_draft().unwrap().sheet.content
                else {
                    panic!("a certificate");
                };
                let states: Vec<_> = certificate.rulings.iter().map(|ruling| ruling.state).collect();
                assert_eq!(states, [state], "{last}");
            }
        });
    }
}

#[test]
fn a_request_must_say_who_asks_and_why_and_a_period_must_have_been() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-14").await;
        let mut nobody = half_year("2026-03-01", "2026-03-02");
        if let About::Period { asked, .. } = &mut nobody {
            asked.by.clear();
            asked.ground = "  ".to_owned();
        }
        let refused = refusals(draw(world, "clerk", case, &nobody).await);
        assert_eq!(
            refused,
            [
                Refusal::Required { field: "asked_by" },
                Refusal::Required {
                    field: "asked_ground"
                }
            ]
        );
        let reversed = half_year("2026-03-02", "2026-03-01");
        assert!(matches!(
            refusals(draw(world, "clerk", case, &reversed).await)[..],
            [Refusal::NotBefore { .. }]
        ));
        let ahead = half_year("2026-03-02", "2026-03-03");
        assert!(matches!(
            refusals(draw(world, "clerk", case, &ahead).await)[..],
            [Refusal::NotAfter { .. }]
        ));
        let mut tomorrow = half_year("2026-03-01", "2026-03-02");
        if let About::Period { asked, .. } = &mut tomorrow {
            asked.on = day("2026-03-03");
        }
        assert_eq!(
            refusals(draw(world, "clerk", case, &tomorrow).await),
            [Refusal::NotAfter {
                field: "asked_on",
                latest_on: day("2026-03-02")
            }],
            "nobody has asked yet"
        );
        assert!(
            letters::of_case(world.desk.store(), case)
                .await
                .unwrap()
                .is_empty(),
            "nothing half-made"
        );
    });
}
