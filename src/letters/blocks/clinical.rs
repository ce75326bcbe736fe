//! Letters for those who treat and for the person himself.

use super::{Block, Table, day, key, number};
use crate::domain::letter::{Conclusion, OwnEntry, OwnRecord};
use crate::text::Words;

pub(super) fn conclusion(conclusion: &Conclusion) -> Vec<Block> {
    let mut blocks = vec![
        Block::Rows(vec![
            (key("letter-review"), number(conclusion.review)),
            (key("letter-text-version"), number(conclusion.version)),
            (key("letter-held-on"), day(conclusion.held_on)),
            (key("letter-concluded-on"), day(conclusion.concluded_on)),
        ]),
        Block::Heading(key("letter-findings")),
        Block::Text(Words::plain(conclusion.findings.clone())),
        Block::Heading(key("letter-proposal")),
        Block::Text(Words::Localised(conclusion.proposal.clone())),
        Block::Text(Words::plain(conclusion.reasons.clone())),
        Block::Table(papers(conclusion)),
    ];
    if !conclusion.missing.is_empty() {
        blocks.push(Block::Heading(key("letter-papers-missing")));
        let missing = conclusion.missing.iter().cloned().map(Words::Localised);
        blocks.push(Block::List(missing.collect()));
        blocks.push(Block::Text(Words::plain(conclusion.without.clone())));
    }
    blocks.push(Block::Table(members(conclusion)));
    blocks
}

fn papers(conclusion: &Conclusion) -> Table {
    let rows = conclusion.papers.iter().map(|paper| {
        vec![
            Words::Localised(paper.name.clone()),
            Words::plain(paper.reference.clone()),
            day(paper.dated_on),
        ]
    });
    Table {
        title: key("letter-papers"),
        head: vec![
            (key("letter-paper"), 9),
            (key("letter-paper-number"), 6),
            (key("letter-paper-date"), 4),
        ],
        rows: rows.collect(),
        empty: key("letter-papers-none"),
    }
}

fn members(conclusion: &Conclusion) -> Table {
    let rows = conclusion.members.iter().map(|member| {
        let opinion = match &member.dissent {
            Some(dissent) => Words::plain(dissent.clone()),
            None => key("letter-agrees"),
        };
        vec![Words::plain(member.name.clone()), day(member.signed_on), opinion]
    });
    Table {
        title: key("letter-commission"),
        head: vec![
            (key("letter-member"), 6),
            (key("letter-signed-on"), 4),
            (key("letter-opinion"), 9),
        ],
        rows: rows.collect(),
        empty: key("letter-papers-none"),
    }
}

pub(super) fn own_record(record: &OwnRecord) -> Vec<Block> {
    let now = record.now.iter().map(|fact| {
        let (label, value) = (fact.label.clone(), fact.value.clone());
        (Words::Localised(label), Words::Localised(value))
    });
    let mut blocks = vec![
        Block::Text(key("letter-own-words")),
        Block::Heading(key("letter-own-now")),
        Block::Rows(now.collect()),
    ];
    for section in &record.sections {
        blocks.push(Block::Table(Table {
            title: Words::Localised(section.title.clone()),
            head: vec![
                (key("letter-own-when"), 5),
                (key("letter-own-what"), 10),
                (key("letter-own-who"), 5),
            ],
            rows: section.entries.iter().map(entry).collect(),
            empty: key("letter-own-none"),
        }));
    }
    let looks = record.looks.iter().map(|look| {
        vec![
            day(look.on),
            Words::Localised(look.who.clone()),
            number(look.times),
        ]
    });
    blocks.push(Block::Table(Table {
        title: key("letter-own-looks"),
        head: vec![
            (key("letter-own-when"), 5),
            (key("letter-own-who"), 12),
            (key("letter-own-times"), 3),
        ],
        rows: looks.collect(),
        empty: key("letter-own-none"),
    }));
    if record.more_looks {
        blocks.push(Block::Text(key("letter-own-more-looks")));
    }
    blocks
}

fn entry(entry: &OwnEntry) -> Vec<Words> {
    let mut lines = entry.lines.iter().cloned().map(Words::Localised);
    let first = Words::Localised(entry.title.clone());
    let said = lines.by_ref().fold(first, |said, line| {
        key("letter-lines").words("before", said).words("line", line)
    });
    let said = match &entry.struck {
        Some(why) => key("letter-struck")
            .words("what", said)
            .words("why", Words::Localised(why.clone())),
        None => said,
    };
    vec![
        Words::Localised(entry.at.clone()),
        said,
        Words::Localised(entry.who.clone()),
    ]
}
