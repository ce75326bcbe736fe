//! What a row of a roster says is taken over whole, or said: nothing of it is dropped, and what can hardly be is asked about.

use super::imported::{OPENED, iin, judged, row};
use crate::support::world::story;
use merzim::commands::Verdict;
use merzim::domain::refusal::Refusal;

#[test]
fn a_row_with_text_beyond_its_columns_is_not_taken_over() {
    story(OPENED, async |world| {
        let mut apart = row(2, &iin(1), "2026-04-13 L8 2027-03-31");
        apart.beyond = true;
        let judged = judged(world, &[apart]).await;
        assert_eq!(judged[0].verdict, Verdict::Wrong(vec![Refusal::BeyondColumns]));
    });
}
