//! Letters to organisations about the drug that lies there.

use super::{Block, day, key, number};
use crate::domain::letter::RecalledAt;
use crate::text::Words;

/// Paragraphs of [`recalled`] that stand in the place of each other: what happened to the lot.
pub(super) const IN_PLACE: &[&[&str]] = &[&["letter-lot-lifted", "letter-lot-words"]];

pub(super) fn recalled(recalled: &RecalledAt) -> Vec<Block> {
    let begins = if recalled.lifted {
        "letter-lot-lifted"
    } else {
        "letter-lot-words"
    };
    let mut blocks = vec![
        Block::Text(key(begins)),
        Block::Rows(vec![
            (
                key("letter-recall-product"),
                Words::Localised(recalled.product.clone()),
            ),
            (key("letter-recall-lot"), Words::plain(recalled.lot.clone())),
            (key("letter-lot-expiry"), day(recalled.expiry_on)),
            (key("letter-recall-notice"), Words::plain(recalled.notice.clone())),
            (key("letter-recall-on"), day(recalled.recalled_on)),
        ]),
        Block::Heading(key("letter-lot-packs")),
        Block::Rows(vec![
            (key("letter-lot-here"), number(recalled.here)),
            (key("letter-lot-coming"), number(recalled.coming)),
            (key("letter-lot-gone"), number(recalled.gone)),
        ]),
    ];
    if !recalled.lifted {
        blocks.push(Block::Heading(key("letter-lot-do")));
        blocks.push(Block::List(to_do(recalled)));
    }
    blocks
}

/// What the organisation is asked to do, as far as the packs give cause.
fn to_do(recalled: &RecalledAt) -> Vec<Words> {
    let acts = [
        ("letter-lot-do-stop", true),
        ("letter-lot-do-apart", true),
        ("letter-lot-do-coming", recalled.coming > 0),
        ("letter-lot-do-gone", recalled.gone > 0),
        ("letter-lot-do-return", true),
    ];
    let asked = acts.into_iter().filter(|(_, asked)| *asked);
    asked.map(|(act, _)| key(act)).collect()
}
