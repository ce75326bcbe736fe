//! Each row of a roster is judged before it is taken over: whom it may be about already, and what is wrong with it.

use super::imported::{OPENED, iin, import, judged, row, rows};
use crate::support::world::story;
use merzim::commands::{Heed, Verdict};
use merzim::domain::{import::RosterRow, refusal::Refusal};

#[test]
fn a_document_is_the_same_however_its_number_is_typed() {
    story(OPENED, async |world| {
        let with = |number: usize, document: &str| {
            let mut row = row(number, "", "");
            row.cells.insert("other_document", document.to_owned());
            row.cells.insert("other_document_reason", "ЖСН жоқ".to_owned());
            row.cells.insert("ruling_number", "K-17".to_owned());
            row
        };
        let twice = [with(2, "AB 12-34"), with(3, "ав1234")];
        let verdicts = judged(world, &twice).await;
        assert!(
            matches!(&verdicts[1].verdict, Verdict::Wrong(why) if why[..] == [Refusal::TwiceInFile]),
            "{:?}",
            verdicts[1].verdict
        );
        import(world, &world.desk, &twice[..1]).await.unwrap();
        for typed in ["AB 12-34", "ab1234", "АВ № 12 34", "ＡＢ１２３４"] {
            let there = judged(world, &[with(2, typed)]).await;
            assert!(
                matches!(there[0].verdict, Verdict::There { .. }),
                "{typed}: {:?}",
                there[0].verdict
            );
        }
        let another = judged(world, &[with(2, "AB 12-35")]).await;
        assert_eq!(another[0].verdict, Verdict::New);
    });
}

#[test]
fn a_namesake_under_another_number_is_said_before_the_roster_is_taken_over() {
    story(OPENED, async |world| {
        let heed = async |rows: &[RosterRow]| {
            let judged = judged(world, rows).await;
            assert!(judged.iter().all(|row| row.verdict == Verdict::New), "{judged:?}");
            let named = |mut heed: Vec<Heed>| {
                heed.retain(|heed| *heed != Heed::HeldWithoutEnd);
                heed
            };
            judged.into_iter().map(|row| named(row.heed)).collect::<Vec<_>>()
        };
        let twin = Heed::NamesakeInFile { row: 2 };
        assert_eq!(
            heed(&rows()).await,
            [vec![], vec![twin.clone()], vec![twin]],
            "two rows of the file may be one person"
        );
        import(world, &world.desk, &rows()[..1]).await.unwrap();
        let reference = world.file(world.cases().await[0]).await.case.reference;
        let known = Heed::Namesake { reference };
        assert_eq!(heed(&[row(2, &iin(5), "")]).await, [vec![known.clone()]]);
        let mut latin_only = row(2, &iin(5), "");
        latin_only.cells.insert("name_cyrillic", "Басқа".to_owned());
        latin_only.cells.insert("name_latin", " k. K. ".to_owned());
        assert_eq!(heed(&[latin_only]).await, [vec![known]]);
        let mut far = row(2, &iin(5), "");
        far.cells.insert("place", "p2".to_owned());
        assert_eq!(
            heed(&[far]).await,
            [vec![Heed::NamesakeElsewhere]],
            "whose it is, is said within the region only"
        );
        let mut other = row(2, &iin(5), "");
        other.cells.insert("born_on", "18.05.1898".to_owned());
        assert_eq!(
            heed(&[other]).await,
            [vec![Heed::IinDiffersFromBirth]],
            "born on another day, it is another person"
        );
        let again = judged(world, &rows()[..1]).await;
        assert!(again[0].heed.is_empty(), "his own case is no namesake's");
    });
}

#[test]
fn of_whoever_is_held_without_an_end_of_term_it_is_said() {
    story(OPENED, async |world| {
        let without = row(2, &iin(1), "");
        let mut with = row(3, &iin(2), "");
        with.cells.insert("end_of_term_on", "2027-03-01".to_owned());
        let mut free = row(4, &iin(3), "");
        free.cells.insert("place", "oc1".to_owned());
        let judged = judged(world, &[without, with, free]).await;
        assert!(judged.iter().all(|row| row.verdict == Verdict::New), "{judged:?}");
        let said = judged.iter().map(|row| row.heed.contains(&Heed::HeldWithoutEnd));
        assert_eq!(said.collect::<Vec<_>>(), [true, false, false]);
    });
}

/// A formula is never evaluated: a cell that holds one is wrong, and not empty.
#[test]
fn a_cell_that_holds_a_formula_is_said_to_be_wrong() {
    story(OPENED, async |world| {
        let mut formulas = row(2, &iin(1), "");
        for column in ["end_of_term_on", "court"] {
            formulas.cells.insert(column, "=B2".to_owned());
        }
        let judged = judged(world, &[formulas]).await;
        let wrong = ["court", "end_of_term_on"].map(|field| Refusal::NotUnderstood { field });
        assert_eq!(judged[0].verdict, Verdict::Wrong(wrong.to_vec()));
    });
}
