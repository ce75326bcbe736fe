//! Letters in the words of their pages.

use crate::commands;
use crate::domain::ids::LetterId;
use crate::domain::letter::{Issue, Letter, LetterState, Outdated};
use crate::domain::time::civil_date;
use crate::letters::{Dated, addressee, difference};
use crate::store::file::CaseFile;
use crate::text::{Language, Words};
use crate::web::pages::case_head::at;
use crate::web::views::letters::{ChangeRow, IssueRow, LetterRow};
use crate::web::views::parts::{Banner, Link, Row, Status, Tone};
use crate::web::visit::Visit;
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// The kind of a letter in words.
pub(super) fn kind(letter: &Letter) -> Words {
    Words::key(format!("letter-kind-{}", letter.kind().code()))
}

/// Where a letter stands. Those outside learn nothing of a draft that waits; who holds an earlier issue, that there is a newer.
pub(in crate::web::pages) fn state(letter: &Letter, outside: bool) -> Status {
    let state = match letter.state() {
        LetterState::Redrawn if outside => LetterState::Signed,
        state => state,
    };
    let reissued = letter
        .last_issue()
        .filter(|issue| outside && issue.number > 1 && state == LetterState::Signed);
    if let Some(issue) = reissued {
        let words = Words::key("letter-state-reissued").number("n", issue.number.into());
        return Status::new(Tone::Good, words);
    }
    let tone = match state {
        LetterState::Draft | LetterState::Redrawn => Tone::Warn,
        LetterState::Signed => Tone::Good,
        LetterState::Withdrawn => Tone::Quiet,
    };
    Status::new(tone, Words::key(format!("letter-state-{}", state.code())))
}

/// That the records have left a signed letter behind, and what its reader does about it.
pub(super) fn left_behind(how: &Outdated, may_draw: bool) -> Banner {
    outdated(match (how, may_draw) {
        (Outdated::Nothing, _) => "letter-outdated-nothing",
        (Outdated::Says(_), true) => "letter-outdated-again",
        (Outdated::Says(_), false) => "letter-outdated-others",
    })
}

/// That the records have left a signed letter behind.
pub(super) fn outdated(words: &'static str) -> Banner {
    Banner {
        tone: Tone::Warn,
        title: Words::key("letter-outdated"),
        words: Some(Words::key(words)),
        link: None,
    }
}

/// A letter in a list.
pub(super) fn row(letter: &Letter, zone: Tz, outside: bool) -> LetterRow {
    let issue = letter.last_issue();
    let draft = letter.last_draft().map(|draft| &draft.sheet);
    let sheet = letter.signed_sheet().or(draft);
    LetterRow {
        href: format!("/letters/{}", letter.id),
        kind: kind(letter),
        to: sheet.map_or_else(|| Words::key("none"), addressee),
        number: issue.map_or_else(
            || Words::key("letter-no-number"),
            |issue| Words::plain(issue.letter_number.clone()),
        ),
        on: issue.map_or_else(|| civil_date(letter.created_at, zone), |issue| issue.signed_on),
        state: state(letter, outside),
    }
}

/// A letter in a list that knows which of them the records have left behind.
pub(super) fn row_among(behind: &BTreeSet<LetterId>, letter: &Letter, zone: Tz, outside: bool) -> LetterRow {
    let row = row(letter, zone, outside);
    // Those inside are told of the newer draft, which says what has changed.
    let says_so = behind.contains(&letter.id) && (outside || letter.state() == LetterState::Signed);
    if !says_so {
        return row;
    }
    let state = Status::new(Tone::Warn, Words::key("letter-state-behind"));
    LetterRow { state, ..row }
}

/// The letters of a case in a list, the newest first. One of which the records have moved on from what was signed says so.
pub(super) fn rows(visit: &Visit<'_>, file: &CaseFile, letters: &[&Letter], outside: bool) -> Vec<LetterRow> {
    let behind = commands::letters_outdated(file, visit.desk.rules(), letters.iter().copied());
    let newest = letters.iter().rev();
    newest
        .map(|letter| row_among(&behind, letter, file.now.zone, outside))
        .collect()
}

/// From whom, to whom, what it was made of.
pub(super) fn facts(letter: &Letter, file: Option<&CaseFile>, zone: Tz, outside: bool) -> Vec<Row> {
    let draft = if outside { None } else { letter.last_draft() };
    let sheet = letter.signed_sheet().or(draft.map(|draft| &draft.sheet));
    let mut rows = Vec::new();
    // By its number a paper is asked for.
    rows.extend(
        letter
            .last_issue()
            .map(|issue| Row::new(Words::key("letter-number-column"), issue.letter_number.clone())),
    );
    if let Some(sheet) = sheet {
        let sender = Words::Localised(sheet.sender.name.clone());
        rows.push(Row::new(Words::key("letter-field-sender"), sender));
        rows.push(Row::new(Words::key("letter-addressee"), addressee(sheet)));
    }
    if let Some(asked) = sheet.and_then(|sheet| sheet.asked.as_ref()) {
        rows.push(Row::new(Words::key("letter-asked-by"), asked.by.clone()));
        rows.push(Row::new(Words::key("letter-asked-ground"), asked.ground.clone()));
    }
    if let Some(draft) = draft {
        let name = file.and_then(|file| file.member(draft.drawn_by));
        let words = match name {
            Some(member) => Words::key("letter-who-at")
                .words("name", member.name.clone())
                .words("at", at(draft.drawn_at, zone)),
            None => at(draft.drawn_at, zone),
        };
        rows.push(Row::new(Words::key("letter-drawn-by"), words));
    }
    rows
}

/// The issues of a letter, the newest first.
pub(super) fn issues(letter: &Letter) -> Vec<IssueRow> {
    let last = letter.last_issue().map(|issue| issue.number);
    let row = |issue: &Issue| {
        let (tone, state) = match letter.state() {
            LetterState::Withdrawn => (Tone::Quiet, "withdrawn"),
            _ if Some(issue.number) == last => (Tone::Good, "signed"),
            _ => (Tone::Quiet, "replaced"),
        };
        IssueRow {
            title: Words::key("letter-issue").number("n", issue.number.into()),
            signed: Words::key("letter-signed-by")
                .words("name", issue.signer.clone())
                .date("on", issue.signed_on),
            state: Status::new(tone, Words::key(format!("letter-state-{state}"))),
            files: files(letter, Some(issue.number)),
            check: Link::new(
                format!("/verify/{}", issue.code),
                Words::plain(grouped(&issue.code)),
            ),
        }
    };
    letter.issues.iter().rev().map(row).collect()
}

/// The paper in each language: of an issue, or of the draft that waits.
pub(super) fn files(letter: &Letter, issue: Option<u32>) -> Vec<Link> {
    let of = issue.map_or_else(String::new, |issue| format!("&issue={issue}"));
    let link = |language: Language| {
        let href = format!("/letters/{}.pdf?language={}{of}", letter.id, language.code());
        Link::new(href, Words::plain(language.own_name()))
    };
    Language::ALL.map(link).into()
}

fn grouped(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    let groups = signs.chunks(5).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

/// The issue before the last one, and the last one, where there are two.
pub(super) fn changed_last(letter: &Letter) -> Option<(Dated<'_>, Dated<'_>)> {
    let before = letter.issues.iter().rev().nth(1)?;
    Some((printed(letter, before)?, printed(letter, letter.last_issue()?)?))
}

/// An issue as it was printed.
fn printed<'a>(letter: &'a Letter, issue: &Issue) -> Option<Dated<'a>> {
    let on = issue.signed_on;
    letter.sheet_of(issue).map(|sheet| Dated { sheet, on })
}

/// What its house is shown to have changed in a letter, the older first, and the text that says which of these it is: the draft
/// that waits in what was signed, the records since it was signed (`now`), or the last issue in the one before.
pub(super) fn changed<'a>(
    letter: &'a Letter,
    now: Option<Dated<'a>>,
    zone: Tz,
) -> (&'static str, Option<(Dated<'a>, Dated<'a>)>) {
    let signed = || letter.last_issue().and_then(|issue| printed(letter, issue));
    let since_signed = |newer: Dated<'a>| signed().map(|signed| (signed, newer));
    match (letter.pending(), now) {
        (Some(draft), _) => {
            let on = civil_date(draft.drawn_at, zone);
            let sheet = &draft.sheet;
            ("letter-changes", since_signed(Dated { sheet, on }))
        }
        (None, Some(now)) => ("letter-changes-since", since_signed(now)),
        (None, None) => ("letter-changes-last", changed_last(letter)),
    }
}

/// What differs between two papers.
pub(super) fn changes(before: Dated<'_>, after: Dated<'_>) -> Vec<ChangeRow> {
    let none = || Words::plain("—");
    difference(before, after)
        .into_iter()
        .map(|change| ChangeRow {
            field: change.field,
            before: change.before.unwrap_or_else(none),
            after: change.after.unwrap_or_else(none),
        })
        .collect()
}
