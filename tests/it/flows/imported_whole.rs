//! What a row of a roster says is taken over whole, or said: nothing of it is dropped, and what can hardly be is asked about.

use super::imported::{OPENED, iin, judged, row};
use crate::support::world::{day, story};
use merzim::commands::{Heed, Verdict};
use merzim::domain::refusal::Refusal;
use merzim::text::Language;
use merzim::web::refused::words;

#[test]
fn a_row_with_text_beyond_its_columns_is_not_taken_over() {
    story(OPENED, async |world| {
        let mut apart = row(2, &iin(1), "2026-04-13 L8 2027-03-31");
        apart.beyond = true;
        let judged = judged(world, &[apart]).await;
        assert_eq!(judged[0].verdict, Verdict::Wrong(vec![Refusal::BeyondColumns]));
    });
}

#[test]
fn a_term_and_a_ruling_that_are_over_are_asked_about() {
    story(OPENED, async |world| {
        let with = |number: usize, place: &'static str, ends: [&'static str; 2]| {
            let mut row = row(number, &iin(u32::try_from(number).unwrap()), "");
            row.cells.insert("place", place.to_owned());
            row.cells.insert("end_of_term_on", ends[0].to_owned());
            row.cells.insert("until_on", ends[1].to_owned());
            row
        };
        let rows = [
            with(2, "p1", ["01.06.2026", "30.06.2026"]),
            with(3, "oc1", ["01.06.2026", "2027-06-30"]),
            with(4, "p1", ["2026-07-03", "2026-07-03"]),
        ];
        let judged = judged(world, &rows).await;
        assert!(judged.iter().all(|row| row.verdict == Verdict::New), "{judged:?}");
        let past = |row: usize| -> Vec<Heed> {
            let heed = judged[row].heed.iter().cloned();
            heed.filter(|heed| matches!(heed, Heed::EndOfTermPast { .. } | Heed::OrderPast { .. }))
                .collect()
        };
        let on = [day("2026-06-01"), day("2026-06-30")];
        let both = [Heed::EndOfTermPast { on: on[0] }, Heed::OrderPast { on: on[1] }];
        assert_eq!(past(0), both);
        assert_eq!(past(1), [], "he is free, as one is whose term has ended");
        assert_eq!(past(2), [], "the last day is not over");
    });
}

#[test]
fn a_drug_for_which_the_person_is_not_old_enough_is_not_taken_over() {
    story(OPENED, async |world| {
        let with = |born_on: &str| {
            let mut row = row(2, "", "2026-04-13 L8 2027-03-31");
            row.cells.insert("other_document", "AB 12-34".to_owned());
            row.cells.insert("other_document_reason", "ЖСН жоқ".to_owned());
            row.cells.insert("ruling_number", "K-17".to_owned());
            row.cells.insert("product", "triptorelin-12w".to_owned());
            row.cells.insert("born_on", born_on.to_owned());
            row.cells.insert("under_age_reason", "ҚК 93-бап".to_owned());
            row
        };
        let young = judged(world, &[with("2008-07-04")]).await;
        let years = 18;
        assert_eq!(
            young[0].verdict,
            Verdict::Wrong(vec![Refusal::TooYoung { years }])
        );
        let grown = judged(world, &[with("2008-07-03")]).await;
        assert_eq!(grown[0].verdict, Verdict::New);
    });
}

#[test]
fn a_product_without_doses_says_what_to_leave_empty() {
    story(OPENED, async |world| {
        let mut bare = row(2, &iin(1), "");
        bare.cells.insert("product", "triptorelin-12w".to_owned());
        let judged = judged(world, &[bare]).await;
        let missing = Refusal::Required { field: "doses" };
        assert_eq!(
            judged[0].verdict,
            Verdict::Wrong(vec![missing.clone()]),
            "nothing else is wrong"
        );
        let said = words(&missing).say(Language::En).unwrap();
        assert!(said.contains("leave the product empty"), "{said}");
    });
}
