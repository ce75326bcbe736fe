//! Counts of a shelf: what was said, and what is not settled yet.

use crate::domain::ids::LotId;
use crate::store::reading::stock::Heap;
use crate::store::stock::Count;
use crate::text::Words;
use crate::web::views::parts::{Banner, Tone};

/// So many packs of a lot are to be counted on this shelf: free, kept or in quarantine.
fn listed(heaps: &[Heap], lot: LotId) -> i64 {
    let of_lot = heaps.iter().filter(|heap| heap.lot() == lot);
    let counted = of_lot.filter(|heap| matches!(heap.place.as_str(), "stock" | "quarantine"));
    counted.map(|heap| heap.packs).sum()
}

/// The last count of a lot, where it found another number than the list, and the list has not come to it since: a pack
/// that is missing is set aside as lost, one too many is taken in or found, or it was counted wrongly.
fn open<'c>(heaps: &[Heap], counts: &'c [Count], lot: LotId) -> Option<(&'c Count, i64)> {
    let last = counts.iter().find(|count| count.lot == lot)?;
    let missing = listed(heaps, lot) - i64::from(last.counted);
    (last.counted != last.expected && missing != 0).then_some((last, missing))
}

/// What the page of a lot says of a count that is not settled.
pub(super) fn banner(heaps: &[Heap], counts: &[Count], lot: LotId) -> Option<Banner> {
    let (count, missing) = open(heaps, counts, lot)?;
    let key = if missing > 0 {
        "count-missing"
    } else {
        "count-more"
    };
    Some(Banner {
        tone: Tone::Bad,
        title: Words::key(key).number("n", missing.abs()),
        words: Some(Words::plain(count.words.clone())),
        link: None,
    })
}

/// What the page of a shelf says: so many lots whose last count is not settled.
pub(super) fn note(heaps: &[Heap], counts: &[Count]) -> Option<Banner> {
    let mut lots: Vec<LotId> = counts.iter().map(|count| count.lot).collect();
    lots.sort_unstable();
    lots.dedup();
    let unsettled: Vec<_> = lots
        .into_iter()
        .filter_map(|lot| open(heaps, counts, lot).map(|_| lot))
        .collect();
    let first = heaps.iter().find(|heap| unsettled.contains(&heap.lot()));
    let count = i64::try_from(unsettled.len()).unwrap_or(i64::MAX);
    (count > 0).then(|| Banner {
        tone: Tone::Bad,
        title: Words::key("counts-unsettled").number("n", count),
        words: first.map(|heap| Words::key("recall-of-lot").words("lot", heap.number.clone())),
        link: None,
    })
}

/// A count in words.
pub(super) fn said(count: &Count) -> Words {
    Words::key("count-said")
        .number("counted", count.counted.into())
        .number("expected", count.expected.into())
}
