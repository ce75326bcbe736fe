//! Letters for those who treat and for the person himself.

use super::{Block, Table, day, day_or_dash, first_visit, key, next_visit, number, place};
use crate::domain::letter::{Conclusion, Gave, HandoverAct, Owed, OwnEntry, OwnRecord, Recalled, ReleaseDay};
use crate::domain::localised::Localised;
use crate::text::Words;

pub(super) fn handover(act: &HandoverAct) -> Vec<Block> {
    let mut rows = vec![
        (
            key("letter-handover-reason"),
            Words::key(format!("handover-reason-{}", act.reason.code())),
        ),
        (key("letter-handover-expected"), day(act.expected_on)),
    ];
    rows.extend(
        act.release
            .map(|release| (key("letter-release-on"), release_day(release))),
    );
    if act.back_on.is_some() {
        rows.push((key("letter-handover-back"), day_or_dash(act.back_on)));
    }
    // Whoever is brought has no appointment to keep.
    if act.first_visit.is_some() || act.reason.asks_for_appointment() {
        rows.push((key("letter-release-first-visit"), first_visit(act.first_visit)));
    }
    // What somebody typed says whose words they are.
    if !act.words.is_empty() {
        rows.push((key("letter-handover-note"), Words::plain(act.words.clone())));
    }
    let mut blocks = vec![Block::Text(key("letter-handover-words")), Block::Rows(rows)];
    if act.last_dose_on.is_some() || act.next.is_some() {
        blocks.push(Block::Heading(key("letter-handover-treatment")));
        blocks.push(Block::Rows(vec![
            (key("letter-handover-last-dose"), day_or_dash(act.last_dose_on)),
            (key("letter-handover-next-dose"), next_visit(act.next)),
        ]));
    }
    blocks.push(Block::Table(Table {
        title: key("letter-handover-owed"),
        head: vec![(key("letter-handover-what"), 10), (key("letter-handover-due"), 5)],
        rows: act
            .owed
            .iter()
            .map(|owed| vec![what(owed), day(owed.due_on)])
            .collect(),
        empty: key("letter-handover-nothing-owed"),
    }));
    blocks.push(Block::Table(Table {
        title: key("letter-handover-signatures"),
        head: vec![
            (key("letter-handover-side"), 4),
            (key("letter-handover-office"), 7),
            (key("letter-handover-name"), 5),
            (key("letter-signed-on"), 4),
        ],
        rows: vec![
            side("letter-handover-gave", &act.gave),
            side("letter-handover-took", &act.took),
        ],
        empty: Words::plain("—"),
    }));
    blocks
}

fn release_day(release: ReleaseDay) -> Words {
    match release {
        ReleaseDay::On(on) => day(on),
        ReleaseDay::Unknown => key("letter-release-unknown"),
    }
}

/// Of several papers for one review each is named.
fn what(owed: &Owed) -> Words {
    match &owed.paper {
        Some(paper) => key("kind-review-paper-named").words("paper", paper.clone()),
        None => Words::key(format!("kind-{}", owed.kind.code())),
    }
}

fn side(which: &'static str, gave: &Gave) -> Vec<Words> {
    vec![
        key(which),
        place(&gave.office),
        named(&gave.name, &gave.role),
        day(gave.on),
    ]
}

/// A name with the post beside it, where that is known.
fn named(name: &str, role: &Localised) -> Words {
    if role.ru.is_empty() {
        return Words::plain(name);
    }
    key("letter-handover-signer")
        .words("name", name)
        .words("role", Words::Localised(role.after_words()))
}

/// Paragraphs of [`recalled`] that stand in the place of each other: what happened to the lot, and what follows.
pub(super) const IN_PLACE: &[&[&str]] = &[
    &["letter-recall-lifted", "letter-recall-words"],
    &[
        "letter-recall-nothing-to-do",
        "letter-recall-looked-at",
        "letter-recall-come",
    ],
];

pub(super) fn recalled(recalled: &Recalled) -> Vec<Block> {
    let lead = if recalled.lifted {
        "letter-recall-lifted"
    } else {
        "letter-recall-words"
    };
    let mut blocks = vec![
        Block::Text(key(lead)),
        Block::Rows(vec![
            (
                key("letter-recall-product"),
                Words::Localised(recalled.product.clone()),
            ),
            (key("letter-recall-lot"), Words::plain(recalled.lot.clone())),
            (key("letter-recall-notice"), Words::plain(recalled.notice.clone())),
            (key("letter-recall-on"), day(recalled.recalled_on)),
            (key("letter-recall-place"), place(&recalled.place)),
        ]),
        Block::Heading(key("letter-recall-given")),
        Block::List(recalled.given_on.iter().copied().map(day).collect()),
    ];
    if recalled.given_on.is_empty() {
        blocks.pop();
        blocks.push(Block::Text(key("letter-recall-not-given")));
    }
    // A physician looks at those alone who received it.
    let what_follows = match (recalled.lifted, recalled.looked_at) {
        (true, _) => "letter-recall-nothing-to-do",
        (false, true) => "letter-recall-looked-at",
        (false, false) if recalled.given_on.is_empty() => "letter-recall-nothing-to-do",
        (false, false) => "letter-recall-come",
    };
    blocks.push(Block::Text(key(what_follows)));
    blocks
}

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
        let name = match &member.role {
            Some(role) => named(&member.name, role),
            None => Words::plain(member.name.clone()),
        };
        vec![name, day(member.signed_on), opinion]
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
