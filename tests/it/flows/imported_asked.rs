//! Neither a roster nor a form of the register tells who is treated in other regions: whoever asks for many is told nothing.

use super::imported::{OPENED, iin, import, row, with_dose};
use crate::support::world::{World, day, refusals, story};
use chrono::TimeDelta;
use merzim::commands::{self, Heed, Judged, PersonDetails, Verdict};
use merzim::domain::{import::RosterRow, refusal::Refusal};
use merzim::store::desk::{Desk, Failure};

/// A name of his own for everybody, in both scripts: letters stand for the digits, which no name has.
fn names(name: u32) -> [String; 2] {
    let spelled = |letters: &str| -> String {
        let digits = name.to_string();
        let spell = |digit: char| letters.chars().nth(digit.to_digit(10).unwrap() as usize).unwrap();
        digits.chars().map(spell).collect()
    };
    [
        format!("Аты {}", spelled("абвгдежзик")),
        format!("Aty {}", spelled("abcdefghij")),
    ]
}

/// The same person as a form has it.
fn typed(name: u32, number: u32) -> PersonDetails {
    let [name_cyrillic, name_latin] = names(name);
    PersonDetails {
        name_cyrillic,
        name_latin,
        iin: iin(number),
        born_on: Some(day("1898-05-17")),
        ..PersonDetails::default()
    }
}

/// A row of somebody with a name of his own, under some number.
fn named(name: u32, number: u32, place: &str) -> RosterRow {
    let mut row = row(usize::try_from(name).unwrap() + 1, &iin(number), "");
    let [cyrillic, latin] = names(name);
    for (column, value) in [
        ("name_cyrillic", cyrillic),
        ("name_latin", latin),
        ("place", place.to_owned()),
    ] {
        row.cells.insert(column, value);
    }
    row
}

/// The same names as are known in one region, asked for in another under other numbers.
fn asked_for(names: std::ops::RangeInclusive<u32>) -> Vec<RosterRow> {
    names.map(|name| named(name, name + 100, "p2")).collect()
}

async fn look(desk: &Desk, world: &World, who: &str, rows: &[RosterRow]) -> Result<Vec<Judged>, Failure> {
    commands::look_at_roster(desk, &world.actor(who), rows).await
}

#[test]
fn a_roster_of_names_does_not_tell_who_is_treated_in_other_regions() {
    story(OPENED, async |world| {
        let known: Vec<_> = (1..=40).map(|name| named(name, name, "p1")).collect();
        import(world, &world.desk, &known).await.unwrap();
        let clerk = async |rows: &[RosterRow]| look(&world.desk, world, "clerk", rows).await;
        let told = clerk(&asked_for(1..=18)).await.unwrap();
        assert!(
            told.iter()
                .all(|row| row.heed == [Heed::HeldWithoutEnd, Heed::NamesakeElsewhere]),
            "{told:?}"
        );
        // Looked at again, the same file tells nobody new.
        for _ in 0..3 {
            clerk(&asked_for(1..=18)).await.unwrap();
        }
        // Whose number is known there counts, too; who has a case in the own region does not.
        let mut numbered = named(19, 19, "p2");
        numbered.cells.insert("ruling_number", "K-1".to_owned());
        let verdicts = clerk(&[numbered]).await.unwrap();
        assert_eq!(verdicts[0].verdict, Verdict::Wrong(vec![Refusal::PersonHasCase]));
        clerk(&known).await.unwrap();
        assert_eq!(world.times_sealed("look-at-roster").await, 6);
        let register = async |name, number| {
            let (desk, actor, person) = (&world.desk, world.actor("clerk"), typed(name, number));
            commands::look_at_namesakes(desk, &actor, &person, "karaganda").await
        };
        let twentieth = register(20, 120).await.unwrap();
        assert!(twentieth.elsewhere && twentieth.here.is_empty(), "{twentieth:?}");
        assert!(!register(90, 190).await.unwrap().elsewhere, "nobody of that name");

        // One more, and nothing is told any more: a refusal of those alone that find somebody would say whom.
        let many = [Refusal::TooManyElsewhere];
        assert_eq!(refusals(clerk(&asked_for(21..=40)).await), many);
        assert_eq!(refusals(clerk(&asked_for(91..=92)).await), many);
        assert_eq!(refusals(clerk(&asked_for(1..=1)).await), many);
        assert_eq!(refusals(register(21, 121).await), many);
        assert_eq!(refusals(register(90, 190).await), many);
        assert_eq!(world.times_sealed("too-many-elsewhere").await, 5);
        // Somebody else goes on, and so does the clerk when the time is over, whatever he tried meanwhile.
        look(&world.desk, world, "cn1", &asked_for(21..=22))
            .await
            .unwrap();
        world.at_instant(world.clock.now() + TimeDelta::hours(23));
        assert_eq!(refusals(register(90, 190).await), many);
        world.at_instant(world.clock.now() + TimeDelta::minutes(61));
        clerk(&asked_for(21..=22)).await.unwrap();
    });
}

#[test]
fn a_number_that_is_put_right_does_not_tell_who_is_treated_in_other_regions() {
    story(OPENED, async |world| {
        let known: Vec<_> = (1..=30).map(|name| named(name, name, "p1")).collect();
        import(world, &world.desk, &known).await.unwrap();
        let clerk = world.actor("clerk2");
        let mut own = named(50, 50, "p2");
        own.cells.insert("supervising", "probation2".to_owned());
        commands::import_roster(&world.desk, &clerk, None, &[own], [8; 32])
            .await
            .unwrap();
        let case = with_dose(world, 51).await;
        let correct = async |number: u32, reason: &str| {
            commands::correct_person(&world.desk, &clerk, None, case, &typed(50, number), reason).await
        };
        let right = "құжат бойынша";
        // What could not be recorded anyway says nothing of a number.
        for (reason, wrong) in [
            ("", Refusal::Required { field: "reason" }),
            (
                &*"ұ".repeat(4001),
                Refusal::TooLong {
                    field: "reason",
                    most: 4000,
                },
            ),
        ] {
            assert_eq!(refusals(correct(1, reason).await), [wrong]);
        }
        assert_eq!(world.times_sealed("look-at-namesakes").await, 0);
        for number in (1..=20).chain([20, 1]) {
            assert_eq!(
                refusals(correct(number, right).await),
                [Refusal::NumberOfAnother],
                "{number}"
            );
        }
        assert_eq!(world.times_sealed("look-at-namesakes").await, 22);

        // One more, and nothing is told: of no number, whether anybody has it or not.
        for number in [21, 1, 91] {
            let refused = refusals(correct(number, right).await);
            assert_eq!(refused, [Refusal::TooManyElsewhere], "{number}");
        }
        assert_eq!(world.times_sealed("too-many-elsewhere").await, 3);
        // A name is put right all the same: it tells of nobody.
        commands::correct_person(&world.desk, &clerk, None, case, &typed(51, 50), right)
            .await
            .unwrap();
        world.at_instant(world.clock.now() + TimeDelta::hours(25));
        correct(91, right).await.unwrap();
        let corrected = world.file(case).await.person.iin;
        assert_eq!(corrected.as_deref(), Some(&*iin(91)));
    });
}

#[test]
fn looks_at_once_are_counted_too() {
    story(OPENED, async |world| {
        let known: Vec<_> = (1..=24).map(|name| named(name, name, "p1")).collect();
        import(world, &world.desk, &known).await.unwrap();
        let other = world.another_desk().await;
        let (one, two) = (asked_for(1..=12), asked_for(13..=24));
        let (here, there) = tokio::join!(
            look(&world.desk, world, "clerk", &one),
            look(&other, world, "clerk", &two)
        );
        assert_ne!(here.is_ok(), there.is_ok(), "{}", world.fresh.kind);
        other.store().clone().close().await.unwrap();
    });
}
