//! Deciding what became of a parcel that did not arrive whole, pack by pack.

use super::{Decision, PackAnswer, fact, parcel_of, said};
use crate::domain::case::Case;
use crate::domain::event::{Accounted, Became, SupplyFact};
use crate::domain::ids::{ParcelId, RecordId};
use crate::domain::refusal::{Refusal, WORDS};
use crate::domain::supply::Pack;

/// Says what became of a parcel that did not arrive whole: in words, and of each pack that is missing still, or lies set
/// aside. `held` are its packs as they lie now; one that went elsewhere meanwhile is not asked about.
///
/// # Errors
/// Refused where nothing is open about it, nothing is said, a pack was not answered for, or one that lies set aside is said
/// to be lost.
pub fn reconcile_parcel(
    case: &Case,
    (id, parcel): (RecordId, ParcelId),
    answers: &[PackAnswer],
    held: &[Pack],
    words: &str,
) -> Decision {
    let known = parcel_of(case, parcel)?;
    if !known.unreconciled() {
        return Err(vec![Refusal::NothingToDo]);
    }
    let mut wrong = Vec::new();
    let words = said("words", words, WORDS, &mut wrong);
    let mut packs = Vec::new();
    for named in known.short() {
        let mut held = held.iter();
        let asked = |pack: &&Pack| pack.id == named.pack && !known.answers(pack.place).is_empty();
        let Some(pack) = held.find(asked) else {
            continue;
        };
        let mut answers = answers.iter().filter(|answer| answer.pack == pack.id);
        match answers
            .next()
            .and_then(|answer| Became::from_code(&answer.answer))
        {
            Some(became) if !known.answers(pack.place).contains(&became) => {
                wrong.push(Refusal::PackLiesAside {
                    pack: pack.id,
                    name: pack.name(),
                    lot: pack.number.clone(),
                });
            }
            Some(became) => packs.push(Accounted {
                pack: pack.id,
                became,
                at: known.lies_with(became),
            }),
            None => wrong.push(Refusal::PackUnaccounted {
                pack: pack.id,
                name: pack.name(),
                lot: pack.number.clone(),
            }),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    fact(SupplyFact::DiscrepancyReconciled {
        id,
        parcel,
        words,
        packs,
    })
}
