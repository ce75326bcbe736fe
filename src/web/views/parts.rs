//! Parts that several pages share.

use crate::{domain::time::civil_date, text::Words};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;

/// A link with its words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link {
    /// The address.
    pub href: String,
    /// The words.
    pub words: Words,
}

impl Link {
    /// A link.
    pub fn new(href: impl Into<String>, words: impl Into<Words>) -> Self {
        Self {
            href: href.into(),
            words: words.into(),
        }
    }
}

/// Where a rule comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cited {
    /// In the reader's language where the policies have it, else as the rule file says it.
    pub words: Words,
    /// Is it the English of the rule file? Then it is marked so, for whoever listens to the page.
    pub english: bool,
}

/// How a status is coloured; the word and the icon say the same without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// In order.
    Good,
    /// Attention soon.
    Warn,
    /// Attention now.
    Bad,
    /// For information.
    Info,
    /// Nothing to do.
    Quiet,
}

/// A word with a tone and an icon.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Status {
    /// The words.
    pub words: Words,
    /// The tone.
    pub tone: Tone,
}

impl Status {
    /// A status.
    pub fn new(tone: Tone, words: impl Into<Words>) -> Self {
        Self {
            words: words.into(),
            tone,
        }
    }
}

/// What a product would add to the sum of a lifetime.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SumAhead {
    /// The sum so far, and what one dose adds.
    pub so_far: Words,
    /// After how many doses the caution is reached, or that it is.
    pub stands: Words,
    /// Where the caution comes from.
    pub source: Cited,
    /// Is it reached already?
    pub beyond: bool,
    /// Must the physician say why?
    #[serde(skip)]
    pub asks_why: bool,
}

/// One option of a list, of radio buttons or of check boxes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// The words.
    pub words: Words,
    /// What helps to choose.
    pub hint: Option<Words>,
}

impl Choice {
    /// An option without a hint.
    pub fn new(value: impl Into<String>, words: impl Into<Words>) -> Self {
        Self {
            value: value.into(),
            words: words.into(),
            hint: None,
        }
    }
}

/// Options under a heading.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChoiceGroup {
    /// The heading.
    pub words: Words,
    /// The options.
    pub choices: Vec<Choice>,
}

/// One row of a summary list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// What it is.
    pub label: Words,
    /// What was said.
    pub value: Words,
    /// Where to change it.
    pub change: Option<Link>,
}

impl Row {
    /// A row that cannot be changed.
    pub fn new(label: impl Into<Words>, value: impl Into<Words>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            change: None,
        }
    }
}

/// A message across the page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Banner {
    /// The tone.
    pub tone: Tone,
    /// What is the matter, in a few words.
    pub title: Words,
    /// What follows from it.
    pub words: Option<Words>,
    /// Where to act.
    pub link: Option<Link>,
}

/// A moment at a place: the local date and time there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Moment(pub NaiveDateTime);

impl Moment {
    /// The instant as the clocks show it in a zone.
    #[must_use]
    pub fn new(at: DateTime<Utc>, zone: Tz) -> Self {
        Self(at.with_timezone(&zone).naive_local())
    }

    /// The civil date of an instant in a zone.
    #[must_use]
    pub fn day(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
        civil_date(at, zone)
    }
}

/// Days in which something can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Window {
    /// The first day.
    pub opens_on: NaiveDate,
    /// The day meant.
    pub due_on: NaiveDate,
    /// The last day still in time.
    pub closes_on: NaiveDate,
}

impl Window {
    /// When it opens or closes, seen from a day: "opens in 3 days", "closes today", "closed 12 days ago". What is due on its
    /// last day has no window that closes: "3 days left", "overdue by 12 days".
    #[must_use]
    pub fn timing(&self, today: NaiveDate) -> Words {
        let days = |to: NaiveDate| (to - today).num_days();
        let [last, left, over] = if self.due_on == self.closes_on {
            ["due-today", "due-in", "overdue-by"]
        } else {
            ["window-closes-today", "window-closes-in", "window-closed-ago"]
        };
        if today < self.opens_on {
            Words::key("window-opens-in").number("n", days(self.opens_on))
        } else if today == self.closes_on {
            Words::key(last)
        } else if today < self.closes_on {
            Words::key(left).number("n", days(self.closes_on))
        } else {
            Words::key(over).number("n", -days(self.closes_on))
        }
    }
}

/// Whose case a page is about. Stands on every page of a case, so that nobody acts on the wrong person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseHead {
    /// The case's page.
    pub href: String,
    /// The reference.
    pub reference: String,
    /// The name in the first script.
    pub name: String,
    /// The name in the other script.
    pub name_other: Option<String>,
    /// The number of the identity document, masked.
    pub identifier: Words,
    /// The day of birth.
    pub born_on: NaiveDate,
    /// The place of treatment; it is responsible for the person.
    pub place: Words,
    /// The organisation that owes the next step.
    pub mover: Words,
    /// The state of the ruling.
    pub ruling: Status,
    /// The text of a review waits for signatures, and the reader is one of its members: once he treats, nobody signs it any more.
    pub reviews: bool,
}

/// The days that the last dose still works, against the window of the next one; drawn as a bar.
///
/// Positions are in thousandths of the width, so that the template only prints numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CoverBar {
    /// The days drawn as covered.
    pub covered: Option<Span>,
    /// The days without cover up to today.
    pub uncovered: Option<Span>,
    /// The window of the next dose.
    pub window: Option<Span>,
    /// Today.
    pub today_x: i64,
    /// The day due.
    pub due_x: Option<i64>,
    /// The last covered day.
    pub covered_until: Option<NaiveDate>,
    /// Today's date.
    pub today: NaiveDate,
    /// The dates of the window.
    pub dates: Option<Window>,
    /// The same in words.
    pub words: Words,
}

/// A stretch of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The left end.
    pub x: i64,
    /// The width.
    pub width: i64,
}

impl CoverBar {
    /// Lays out the bar: `covered` is the first and the last day that the last dose works.
    #[must_use]
    pub fn new(covered: Option<(NaiveDate, NaiveDate)>, window: Option<Window>, today: NaiveDate) -> Self {
        let days = [
            covered.map(|c| c.0),
            covered.map(|c| c.1),
            window.map(|w| w.opens_on),
            window.map(|w| w.closes_on),
        ];
        let first = days.iter().flatten().min().copied().unwrap_or(today).min(today);
        let last = days.iter().flatten().max().copied().unwrap_or(today).max(today);
        // A little air at both ends, so that today's mark never lies on the edge.
        let whole = (last - first).num_days() + 8;
        let x = |on: NaiveDate| ((on - first).num_days() + 3) * 1000 / whole;
        let span = |from: NaiveDate, until: NaiveDate| {
            (until >= from).then(|| Span {
                x: x(from),
                width: (x(until) + 1000 / whole - x(from)).max(4),
            })
        };
        let gap = covered
            .filter(|c| c.1 < today)
            .and_then(|c| span(c.1.succ_opt().unwrap_or(c.1), today));
        Self {
            covered: covered.and_then(|c| span(c.0, c.1)),
            uncovered: gap,
            window: window.and_then(|w| span(w.opens_on, w.closes_on)),
            today_x: x(today),
            due_x: window.map(|w| x(w.due_on)),
            covered_until: covered.map(|c| c.1),
            today,
            dates: window,
            words: Self::in_words(covered.map(|c| c.1), today),
        }
    }

    /// "Covered until …, 12 days more", "No cover since …, 5 days", "Not covered yet".
    #[must_use]
    pub fn in_words(covered_until: Option<NaiveDate>, today: NaiveDate) -> Words {
        match covered_until {
            None => Words::key("cover-none"),
            Some(until) if until >= today => Words::key("cover-until")
                .date("until", until)
                .number("n", (until - today).num_days()),
            Some(until) => Words::key("cover-gone")
                .date("until", until)
                .number("n", (today - until).num_days()),
        }
    }

    /// The cover as a short status for a list.
    #[must_use]
    pub fn status(covered_until: Option<NaiveDate>, today: NaiveDate) -> Status {
        match covered_until {
            None => Status::new(Tone::Quiet, Words::key("cover-short-none")),
            Some(until) if until >= today => {
                let left = (until - today).num_days();
                let tone = if left <= 7 { Tone::Warn } else { Tone::Good };
                Status::new(tone, Words::key("cover-short-left").number("n", left))
            }
            Some(until) => Status::new(
                Tone::Bad,
                Words::key("cover-short-gone").number("n", (today - until).num_days()),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 7, d).unwrap()
    }

    /// "Closed" over a review that nobody has held would read as if it were done with.
    #[test]
    fn a_window_closes_and_a_term_is_overdue() {
        let of = |closes_on| Window {
            opens_on: day(5),
            due_on: day(10),
            closes_on,
        };
        for (closes_on, today, key) in [
            (day(15), day(12), "window-closes-in"),
            (day(15), day(15), "window-closes-today"),
            (day(15), day(18), "window-closed-ago"),
            (day(10), day(7), "due-in"),
            (day(10), day(10), "due-today"),
            (day(10), day(13), "overdue-by"),
        ] {
            let said = of(closes_on).timing(today);
            let counted = Words::key(key).number("n", 3);
            let expected = if today == closes_on {
                Words::key(key)
            } else {
                counted
            };
            assert_eq!(said, expected);
        }
    }

    #[test]
    fn the_bar_shows_a_gap_only_after_the_cover_ends() {
        let window = Window {
            opens_on: day(5),
            due_on: day(10),
            closes_on: day(15),
        };
        let before = CoverBar::new(Some((day(1), day(10))), Some(window), day(10));
        assert!(before.uncovered.is_none());
        let after = CoverBar::new(Some((day(1), day(10))), Some(window), day(12));
        assert!(after.uncovered.is_some());
        assert_eq!(
            after.words,
            Words::key("cover-gone").date("until", day(10)).number("n", 2)
        );
        for span in [after.covered, after.uncovered, after.window]
            .into_iter()
            .flatten()
        {
            assert!(span.x >= 0 && span.x + span.width <= 1000, "{span:?}");
        }
    }
}
