//! How a case ends without a court, and the time afterwards.

use super::{Form, NO_CHOICE, begun, hold, nothing_at, too_long};
use crate::support::{
    database::on_each,
    site::{Site, day},
};
use merzim::commands;
use merzim::domain::event::Departure;
use merzim::domain::ids::CaseId;
use merzim::domain::ruling::{RulingChange, RulingStep, Standing};

#[test]
fn a_case_ends_with_a_death_or_a_transfer_at_its_minute() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let long = too_long();
        let doctor = site.sign_in("psychiatrist").await;
        for (departure, code) in [
            (Departure::Death, "death"),
            (Departure::TransferAbroad, "transfer-abroad"),
        ] {
            let case = begun(&site).await;
            hold(&site, "nurse.prison", case).await;
            let stopped = "To supervision this is shown as justified.";
            let path = format!("/cases/{case}?lang=en");
            assert!(site.get(&doctor, &path).await.says(stopped));
            site.a_minute_later();
            let form = Form {
                path: format!("/cases/{case}/end"),
                who: "clerk",
                good: &[
                    ("document", "Свидетельство 3"),
                    ("departure", code),
                    ("ended_on_day", "3"),
                    ("ended_on_month", "7"),
                    ("ended_on_year", "2026"),
                    ("ended_time", "09:40"),
                    ("confirmed", "yes"),
                ],
                needed: &[
                    ("departure", "departure"),
                    ("ended_on", "ended_on"),
                    ("ended_time", "ended_time"),
                    ("document", "document"),
                ],
                verb: "end-case",
            };
            let clerk = form
                .proves_itself_against(
                    &site,
                    case,
                    &[
                        (&[("ended_on_day", "31"), ("ended_on_month", "2")], &["ended_on"]),
                        (&[("ended_on_month", "шілде")], &["ended_on"]),
                        (&[("ended_time", "24:10")], &["ended_time"]),
                        (&[("ended_time", "таңертең")], &["ended_time"]),
                        (&[("ended_time", "23:50")], &["ended_on"]),
                        (&[("ended_on_day", "2")], &["ended_on"]),
                        (&[("departure", NO_CHOICE)], &["departure"]),
                        (&[("document", &long)], &["document"]),
                    ],
                )
                .await;
            let page = site.get(&clerk, &form.path).await;
            nothing_at(&site, &clerk, &page, &[format!("/cases/{}/end", CaseId::fresh())]).await;
            let again = site.send(&clerk, &form.path, &page, form.good).await;
            assert_eq!((again.status, again.problems()), (422, vec![String::new()]));
            assert!(!site.get(&doctor, &path).await.says(stopped), "nothing to stop");
            let ended = site.file(case).await.case;
            let ended = ended.departure().unwrap();
            assert_eq!(ended.departure, departure);
            assert_eq!(
                ended.ended_at,
                "2026-07-03T04:40:00Z"
                    .parse::<chrono::DateTime<chrono::Utc>>()
                    .unwrap()
            );
        }
        site.end()
    });
}

#[test]
fn the_time_afterwards_is_planned() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let change = RulingChange {
            ruling: site.file(case).await.case.rulings[0].ruling.id,
            step: RulingStep::EndedByCourt,
            effective_on: day(2026, 7, 3),
            document: "Постановление 12".into(),
            terms: None,
            answers: None,
        };
        commands::change_ruling(&site.desk, site.actor("clerk"), None, case, &change)
            .await
            .unwrap();
        let standing = site.file(case).await.case.standing_on(day(2026, 7, 3));
        assert!(
            matches!(standing, Some(Standing::EndedByCourt { .. })),
            "{standing:?}"
        );
        let long = too_long();
        let form = Form {
            path: format!("/cases/{case}/aftercare"),
            who: "psychiatrist",
            good: &[
                ("words", "наблюдение"),
                ("carer", "аудандық психиатр"),
                ("next_look_on_day", "3"),
                ("next_look_on_month", "8"),
                ("next_look_on_year", "2026"),
            ],
            needed: &[("carer", "carer"), ("words", "words")],
            verb: "plan-aftercare",
        };
        let who = form
            .proves_itself_against(
                &site,
                case,
                &[
                    (
                        &[("next_look_on_day", "31"), ("next_look_on_month", "2")],
                        &["next_look_on"],
                    ),
                    (&[("next_look_on_day", "үш")], &["next_look_on"]),
                    (&[("next_look_on_day", "")], &["next_look_on"]),
                    (&[("next_look_on_month", "6")], &["next_look_on"]),
                    (&[("carer", &long)], &["carer"]),
                    (&[("words", &long)], &["words"]),
                ],
            )
            .await;
        let page = site.get(&who, &form.path).await;
        nothing_at(
            &site,
            &who,
            &page,
            &[format!("/cases/{}/aftercare", CaseId::fresh())],
        )
        .await;
        site.end()
    });
}
