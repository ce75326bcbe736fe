//! Letters about the installation itself.

use super::{Block, Table, day, key, moment, number};
use crate::domain::letter::Breach;
use crate::text::{Words, deed};

pub(super) fn breach(breach: &Breach) -> Vec<Block> {
    let persons = u32::try_from(breach.cases.len()).unwrap_or(u32::MAX);
    let touched = breach.cases.iter().map(|case| {
        vec![
            Words::plain(case.reference.clone()),
            moment(case.first_at),
            moment(case.last_at),
            number(case.reads),
            number(case.changes),
        ]
    });
    let lists = breach.lists.iter().map(|(verb, times)| {
        let words = key("letter-breach-list").words("what", deed(verb));
        words.number("n", i64::from(*times))
    });
    let mut blocks = vec![
        Block::Text(Words::plain(breach.words.clone())),
        Block::Rows(vec![
            (key("letter-breach-found"), day(breach.found_on)),
            (key("letter-breach-tell-by"), day(breach.tell_by)),
            (key("letter-breach-holder"), Words::plain(breach.holder.clone())),
            (
                key("letter-breach-role"),
                key("letter-role-at")
                    .words("role", Words::Localised(breach.role.clone()))
                    .words("office", Words::Localised(breach.office.clone())),
            ),
            (
                key("letter-breach-period"),
                key("letter-breach-between")
                    .words("from", moment(breach.from_at))
                    .words("until", moment(breach.until_at)),
            ),
            (key("letter-breach-persons"), number(persons)),
        ]),
        Block::Table(Table {
            title: key("letter-breach-cases"),
            head: vec![
                (key("letter-reference"), 4),
                (key("letter-breach-first"), 6),
                (key("letter-breach-last"), 6),
                (key("letter-breach-reads"), 3),
                (key("letter-breach-changes"), 3),
            ],
            rows: touched.collect(),
            empty: key("letter-breach-no-cases"),
        }),
    ];
    if !breach.refused.is_empty() {
        let refused = breach.refused.iter().map(|(reference, times)| {
            let words = key("letter-breach-list").words("what", reference.clone());
            words.number("n", i64::from(*times))
        });
        blocks.push(Block::Heading(key("letter-breach-refused")));
        blocks.push(Block::List(refused.collect()));
    }
    blocks.push(Block::Text(key("letter-breach-seen-in-lists")));
    if !breach.lists.is_empty() {
        blocks.push(Block::Heading(key("letter-breach-lists")));
        blocks.push(Block::List(lists.collect()));
    }
    blocks.push(Block::Text(
        key("letter-breach-evidence")
            .words("number", breach.last_entry.to_string())
            .words("hash", breach.last_hash.clone()),
    ));
    blocks
}
