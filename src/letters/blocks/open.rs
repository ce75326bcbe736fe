//! Letters that a supervising body or a court reads. No word of treatment is chosen here.

use super::{Block, Table, day, day_or_dash, first_visit, key, next_visit, number, place};
use crate::domain::letter::{
    Absence, Certificate, EndGround, MeasureEnded, ReleaseNotice, RulingOnPaper, Submission,
};
use crate::domain::ruling::RulingState;
use crate::domain::supervision::Attendance;
use crate::text::Words;
use chrono::NaiveDate;

/// What became of a visit.
fn attendance(attendance: Attendance) -> Words {
    Words::key(format!("letter-attendance-{}", attendance.code()))
}

/// Paragraphs of [`missed`] that stand in the place of each other: what became of the visit, and what is asked.
pub(super) const IN_PLACE: &[&[&str]] = &[
    &[
        "letter-missed-words",
        "letter-missed-no-record-words",
        "letter-missed-over-words",
    ],
    &[
        "letter-missed-asks-others",
        "letter-missed-over-since",
        "letter-missed-answer-was",
        "letter-missed-answer-by",
        "letter-missed-answer",
    ],
];

pub(super) fn missed(absence: &Absence, dated_on: NaiveDate) -> Vec<Block> {
    let mut blocks = corrected(absence);
    blocks.push(Block::Text(key(match absence.attendance {
        Attendance::NotAttended => "letter-missed-words",
        Attendance::NoRecord => "letter-missed-no-record-words",
        _ => "letter-missed-over-words",
    })));
    blocks.push(visit(absence));
    if matches!(absence.attendance, Attendance::NotAttended | Attendance::NoRecord) {
        blocks.push(Block::Text(match (absence.over_since, absence.answer_by) {
            (None, _) if absence.asks_others => key("letter-missed-asks-others"),
            (Some(since), _) => key("letter-missed-over-since").words("on", day(since)),
            // A deadline that is over was named by the alert: the paper does not set another one.
            (None, Some(by)) if by < dated_on => key("letter-missed-answer-was").words("on", day(by)),
            (None, Some(by)) => key("letter-missed-answer-by").words("on", day(by)),
            (None, None) => key("letter-missed-answer"),
        }));
    }
    blocks
}

pub(super) fn justified(absence: &Absence) -> Vec<Block> {
    let mut blocks = corrected(absence);
    if absence.attendance == Attendance::Justified {
        blocks.push(Block::Text(key("letter-justified-words")));
    }
    blocks.push(visit(absence));
    blocks
}

/// What an earlier issue said and this one does not.
fn corrected(absence: &Absence) -> Vec<Block> {
    let corrected = absence.said_before.map(|before| {
        let words = key("letter-corrected-words").words("before", attendance(before));
        Block::Text(words.words("now", attendance(absence.attendance)))
    });
    corrected.into_iter().collect()
}

fn visit(absence: &Absence) -> Block {
    Block::Rows(vec![
        (key("letter-visit-on"), day(absence.on)),
        (key("letter-visit-state"), attendance(absence.attendance)),
        (key("letter-visit-place"), place(&absence.place)),
        (key("letter-visit-next"), next_visit(absence.next)),
    ])
}

pub(super) fn release(notice: &ReleaseNotice) -> Vec<Block> {
    let none = || key("letter-release-nobody");
    let mut blocks = vec![
        Block::Text(key("letter-release-words").words("on", day(notice.release_on))),
        Block::Rows(vec![
            (key("letter-release-on"), day(notice.release_on)),
            (key("letter-release-from"), place(&notice.place)),
            (key("letter-release-residence"), residence(notice)),
            (
                key("letter-release-takes-over"),
                notice.takes_over.as_ref().map_or_else(none, place),
            ),
            (key("letter-release-first-visit"), first_visit(notice.first_visit)),
            (key("letter-release-supervising"), place(&notice.supervising)),
        ]),
    ];
    blocks.extend(rulings(&notice.rulings));
    blocks.push(Block::Text(key("letter-release-moves")));
    blocks
}

/// The chosen residence, as the case shows it.
fn residence(notice: &ReleaseNotice) -> Words {
    let Some(address) = notice.residence.clone() else {
        return key("letter-release-residence-unknown");
    };
    match notice.residence_region.clone() {
        Some(region) => key("address-line")
            .words("region", Words::Localised(region))
            .words("address", address),
        None => Words::plain(address),
    }
}

/// How the keys of the first paragraph of [`ended`] begin, one for each state: they stand in the place of each other.
pub(super) const ENDED: &str = "letter-ended-words-";

pub(super) fn ended(ended: &MeasureEnded) -> Vec<Block> {
    let words = Words::key(format!("{ENDED}{}", ended.to.code()));
    let ground = Words::key(format!("letter-ended-by-{}", ended.ground.code()));
    let mut rows = vec![
        (key("letter-ended-since"), day(ended.since_on)),
        (key("letter-ended-ground"), ground),
    ];
    let document = ended.document.clone().map(Words::plain);
    let paper = match ended.ground {
        EndGround::Death | EndGround::Abroad => "letter-ended-proof",
        EndGround::Term | EndGround::Court | EndGround::Quashed => "letter-ended-document",
    };
    rows.extend(document.map(|document| (key(paper), document)));
    rows.extend([
        (key("letter-ended-place"), place(&ended.place)),
        (key("letter-release-supervising"), place(&ended.supervising)),
    ]);
    let mut blocks = vec![
        Block::Text(words.words("on", day(ended.since_on))),
        Block::Rows(rows),
    ];
    blocks.extend(rulings(&ended.rulings));
    blocks.push(Block::Text(key("letter-ended-ask")));
    blocks
}

pub(super) fn certificate(certificate: &Certificate) -> Vec<Block> {
    let period = key("letter-period-words")
        .words("from", day(certificate.from_on))
        .words("until", day(certificate.until_on));
    let mut blocks = vec![
        Block::Text(period),
        Block::Rows(sums(certificate)),
        Block::Table(visits(certificate)),
        Block::Table(pauses(certificate)),
    ];
    blocks.extend(rulings(&certificate.rulings));
    blocks.push(Block::Text(key("letter-certificate-limits")));
    blocks
}

fn sums(certificate: &Certificate) -> Vec<(Words, Words)> {
    let count = |state: Attendance| {
        let visits = certificate.visits.iter();
        number_of(visits.filter(|visit| visit.attendance == state).count())
    };
    let in_time = certificate
        .visits
        .iter()
        .filter(|visit| visit.in_time == Some(true));
    let mut sums = vec![
        (key("letter-sum-attended"), count(Attendance::Attended)),
        (key("letter-sum-in-time"), number_of(in_time.count())),
    ];
    sums.extend([
        (key("letter-sum-justified"), count(Attendance::Justified)),
        (key("letter-sum-not-attended"), count(Attendance::NotAttended)),
        (key("letter-sum-no-record"), count(Attendance::NoRecord)),
    ]);
    sums
}

fn number_of(count: usize) -> Words {
    number(u32::try_from(count).unwrap_or(u32::MAX))
}

fn visits(certificate: &Certificate) -> Table {
    let rows = certificate.visits.iter().map(|visit| {
        let in_time = match visit.in_time {
            Some(true) => key("letter-yes"),
            Some(false) => key("letter-no"),
            None => Words::plain("—"),
        };
        vec![
            day(visit.on),
            attendance(visit.attendance),
            in_time,
            Words::Localised(visit.place.clone()),
        ]
    });
    Table {
        title: key("letter-visits"),
        head: vec![
            (key("letter-visit-on"), 4),
            (key("letter-visit-state"), 6),
            (key("letter-visit-in-time"), 3),
            (key("letter-visit-place"), 7),
        ],
        rows: rows.collect(),
        empty: key("letter-visits-none"),
    }
}

fn pauses(certificate: &Certificate) -> Table {
    let rows = certificate.pauses.iter().map(|pause| {
        vec![
            day(pause.from_on),
            day(pause.until_on),
            Words::key(format!("letter-pause-{}", pause.ground.code())),
        ]
    });
    Table {
        title: key("letter-pauses"),
        head: vec![
            (key("letter-from"), 4),
            (key("letter-until"), 4),
            (key("letter-pause-ground"), 10),
        ],
        rows: rows.collect(),
        empty: key("letter-pauses-none"),
    }
}

/// A number as it is printed behind the sign for it, which somebody may have typed as well.
fn bare(number: &str) -> &str {
    number.trim_start_matches(|sign: char| sign == '№' || sign.is_whitespace())
}

/// How a ruling stands that does not simply speak as its last version says.
fn stands(ruling: &RulingOnPaper) -> Option<Words> {
    let state = ruling
        .state
        .map(|state| Words::key(format!("ruling-state-{}", state.code())));
    let Some(on) = ruling.ended_on else {
        return state;
    };
    let state = state.unwrap_or_else(|| key("letter-ruling-ended"));
    Some(
        key("letter-ruling-ended-on")
            .words("state", state)
            .words("on", day(on)),
    )
}

/// Is its term over, and nothing else ended it?
fn expired(ruling: &RulingOnPaper) -> bool {
    ruling.ended_on.is_none() && ruling.state == Some(RulingState::EndedByTerm)
}

/// Rulings with their versions: one table, a row for each version. The last one says, too, how the ruling stands.
fn rulings(rulings: &[RulingOnPaper]) -> Vec<Block> {
    let rows = rulings.iter().flat_map(|ruling| {
        let paper = || {
            key("letter-ruling")
                .words("court", ruling.court.clone())
                .words("number", bare(&ruling.number))
                .words("on", day(ruling.ruled_on))
        };
        let last = ruling.versions.len().saturating_sub(1);
        ruling.versions.iter().enumerate().map(move |(at, version)| {
            let stands = stands(ruling).filter(|_| at == last);
            // That its term is over stands where the term does.
            let over = version.until_on.filter(|_| at == last && expired(ruling));
            let until = match over {
                Some(on) => key("letter-term-over").words("on", day(on)),
                None => day_or_dash(version.until_on),
            };
            let which = match &version.document {
                None => number(version.number),
                Some(document) => key("letter-version-by")
                    .words("number", version.number.to_string())
                    .words("document", document.clone()),
            };
            let which = match stands.filter(|_| over.is_none()) {
                Some(stands) => key("letter-lines").words("before", which).words("line", stands),
                None => which,
            };
            vec![paper(), which, day_or_dash(version.from_on), until]
        })
    });
    vec![Block::Table(Table {
        title: key("letter-rulings"),
        head: vec![
            (key("letter-ruling-paper"), 8),
            (key("letter-version"), 4),
            (key("letter-in-force"), 4),
            (key("letter-term-until"), 4),
        ],
        rows: rows.collect(),
        empty: key("letter-rulings-none"),
    })]
}

pub(super) fn submission(submission: &Submission) -> Vec<Block> {
    let proposal = key("letter-submission-words").words("proposal", submission.proposal.clone());
    let mut blocks = vec![
        Block::Text(proposal),
        Block::Rows(vec![
            (key("letter-review"), number(submission.review)),
            (key("letter-held-on"), day(submission.held_on)),
            (key("letter-concluded-on"), day(submission.concluded_on)),
            (
                key("letter-proposal"),
                Words::Localised(submission.proposal.clone()),
            ),
        ]),
        Block::Heading(key("letter-commission")),
        Block::List(submission.members.iter().cloned().map(Words::plain).collect()),
    ];
    blocks.extend(rulings(submission.ruling.as_slice()));
    blocks.push(Block::Heading(key("letter-enclosed")));
    blocks.push(Block::List(vec![
        key("letter-enclosed-conclusion").words("on", day(submission.concluded_on)),
    ]));
    blocks
}
