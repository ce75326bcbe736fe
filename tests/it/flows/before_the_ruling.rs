//! Nothing happens to a ruling before a court made it: what is dated earlier is a slip, and says so at the day.

use crate::support::world::{NewCase, day, refusals, story};
use merzim::domain::refusal::Refusal;
use merzim::domain::ruling::{RulingStep, Terms};

/// The day on which the case is opened and its ruling made, and the day before.
const DAYS: [(&str, &str, &str); 2] = [
    ("2026-03-02 09:00", "2026-03-02", "2026-03-01"),
    ("2026-10-19 09:00", "2026-10-19", "2026-10-18"),
];

#[test]
fn no_step_of_a_court_is_older_than_its_ruling() {
    for (opened, ruled, before) in DAYS {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            let early = [Refusal::NotBefore {
                field: "effective_on",
                earliest_on: day(ruled),
            }];
            for step in RulingStep::ALL {
                for on in [before, "1926-03-01", "1000-01-01"] {
                    let terms = Terms {
                        until_on: Some(day("2030-01-01")),
                        supervising: None,
                        words: "айына бір рет".to_owned(),
                    };
                    let said = world.court_says(case, step, on, terms).await;
                    assert_eq!(refusals(said), early, "{step:?} on {on}");
                }
            }
            let unchanged = world.file(case).await.case;
            assert_eq!(unchanged.rulings[0].steps().count(), 0);
            world.court(case, RulingStep::Appealed, ruled).await.unwrap();
        });
    }
}
