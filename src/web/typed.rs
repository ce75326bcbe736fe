//! What somebody typed into a form, by field name: read leniently, so that a wrong value becomes an error beside
//! its field with everything kept, and never a page that cannot be gone back from.

use super::security::TOKEN_FIELD;
use super::views::Form;
use crate::domain::ids::SubmissionKey;
use crate::domain::refusal::invisible;
use crate::store::desk::Submission;
use chrono::{DateTime, LocalResult, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Tz;
use rocket::form::{self, DataField, FromForm, Options, ValueField};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// The hidden field that holds the submission key.
pub const KEY_FIELD: &str = "key";
/// No form has more fields than this.
const MOST_FIELDS: usize = 200;

/// The fields of a form, the last value of each name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(BTreeMap<String, String>);

#[rocket::async_trait]
impl<'r> FromForm<'r> for Typed {
    type Context = Self;

    fn init(_: Options) -> Self {
        Self(BTreeMap::new())
    }

    fn push_value(typed: &mut Self, field: ValueField<'r>) {
        if typed.0.len() < MOST_FIELDS {
            let seen: String = field.value.chars().filter(|c| !invisible(*c)).collect();
            typed.0.insert(field.name.source().to_string(), seen);
        }
    }

    async fn push_data(_: &mut Self, _: DataField<'r, '_>) {}

    fn finalize(typed: Self) -> form::Result<'r, Self> {
        Ok(typed)
    }
}

impl Typed {
    /// The fields of a stored draft.
    #[must_use]
    pub fn from_fields(fields: BTreeMap<String, String>) -> Self {
        Self(fields)
    }

    /// The fields a person filled in: without the token and the key.
    #[must_use]
    pub fn fields(&self) -> BTreeMap<String, String> {
        let hidden = |name: &str| name == TOKEN_FIELD || name == KEY_FIELD;
        self.0
            .iter()
            .filter(|(name, _)| !hidden(name))
            .map(|(n, v)| (n.clone(), v.clone()))
            .collect()
    }

    /// Everything here, and what `other` says anew.
    #[must_use]
    pub fn merged(mut self, other: &Self) -> Self {
        self.0
            .extend(other.0.iter().map(|(name, value)| (name.clone(), value.clone())));
        self
    }

    /// A field as typed, trimmed; empty when it was left out.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |value| value.trim())
    }

    /// Was a box ticked?
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.text(name) == "yes"
    }

    /// What was ticked of a group of boxes, each a field of its own behind the same beginning.
    #[must_use]
    pub fn ticks(&self, beginning: &str) -> Vec<String> {
        let ticked = self.0.keys().filter(|name| self.ticked(name));
        let ticked = ticked.filter_map(|name| name.strip_prefix(beginning));
        ticked.map(str::to_owned).collect()
    }

    /// A date of three fields: `None` when all are empty, `Err` when it is not a date.
    #[must_use]
    pub fn date(&self, name: &str) -> Option<Result<NaiveDate, ()>> {
        let part = |suffix: &str| self.text(&format!("{name}_{suffix}")).to_owned();
        let (day, month, year) = (part("day"), part("month"), part("year"));
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return None;
        }
        let date = year.parse().ok().zip(month.parse().ok()).zip(day.parse().ok());
        // Two digits of a year would silently mean antiquity.
        let date = date.filter(|((year, _), _)| (1000..=9999).contains(year));
        Some(
            date.and_then(|((year, month), day)| NaiveDate::from_ymd_opt(year, month, day))
                .ok_or(()),
        )
    }

    /// A date that must be there; `None` also for what is not a date.
    #[must_use]
    pub fn needed_date(&self, name: &str) -> Option<NaiveDate> {
        self.date(name).and_then(Result::ok)
    }

    /// A time of day `HH:MM`: `None` when it is empty, `Err` when it is not one.
    #[must_use]
    pub fn time(&self, name: &str) -> Option<Result<NaiveTime, ()>> {
        let typed = self.text(name).replace('.', ":");
        (!typed.is_empty()).then(|| NaiveTime::parse_from_str(&typed, "%H:%M").map_err(|_| ()))
    }

    /// A moment of a date and a time of day `HH:MM` at a place. In the hour that happens twice the later
    /// reading is taken only if the earlier one is not known to have passed; both were the same civil time.
    #[must_use]
    pub fn moment(&self, date: &str, time: &str, zone: Tz) -> Option<DateTime<Utc>> {
        let day = self.needed_date(date)?;
        let time = self.time(time)?.ok()?;
        match zone.from_local_datetime(&day.and_time(time)) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.with_timezone(&Utc)),
            LocalResult::None => None,
        }
    }

    /// An identity of any kind in a field.
    #[must_use]
    pub fn id<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).parse().ok()
    }

    /// The key that came with the form, and everything typed into it, as one number; none without a readable key. At the
    /// door it says of a second sending that it is one.
    #[must_use]
    pub fn at_the_door(&self, page: &str) -> Option<[u8; 32]> {
        let Submission { key, digest } = self.submission(page);
        let both = [key?.0.as_bytes().as_slice(), &digest].concat();
        Some(Sha256::digest(both).into())
    }

    /// What was sent from one page under the key that came with it: the same words about another case are another
    /// sending.
    #[must_use]
    pub fn submission(&self, page: &str) -> Submission {
        self.submission_of(self.id(KEY_FIELD), page)
    }

    /// The same under a key that came another way.
    #[must_use]
    pub fn submission_of(&self, key: Option<SubmissionKey>, page: &str) -> Submission {
        Submission {
            key,
            digest: self.digest(page),
        }
    }

    fn digest(&self, page: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        for (name, value) in [(String::new(), page.to_owned())]
            .into_iter()
            .chain(self.fields())
        {
            for part in [name, value] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part.as_bytes());
            }
        }
        hash.finalize().into()
    }

    /// The form again, exactly as typed, under the same key; under a fresh one where none came.
    #[must_use]
    pub fn form(&self) -> Form {
        Form {
            values: self.fields(),
            ..Form::new(self.id(KEY_FIELD).unwrap_or_else(SubmissionKey::fresh))
        }
    }
}

/// A date as the three fields of a form.
pub fn put_date(form: &mut Form, name: &str, date: NaiveDate) {
    use chrono::Datelike as _;
    for (suffix, number) in [
        ("day", date.day()),
        ("month", date.month()),
        ("year", date.year().unsigned_abs()),
    ] {
        form.values.insert(format!("{name}_{suffix}"), number.to_string());
    }
}

/// A moment as the fields of a form: a date and a time of day at a place.
pub fn put_moment(form: &mut Form, date: &str, time: &str, at: DateTime<Utc>, zone: Tz) {
    let local = at.with_timezone(&zone);
    put_date(form, date, local.date_naive());
    form.values
        .insert(time.to_owned(), local.format("%H:%M").to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn dates_are_empty_right_or_wrong() {
        let date =
            |day, month, year| typed(&[("d_day", day), ("d_month", month), ("d_year", year)]).date("d");
        assert_eq!(date("", " ", ""), None);
        assert_eq!(
            date("29", "2", "2024"),
            Some(Ok(NaiveDate::from_ymd_opt(2024, 2, 29).unwrap()))
        );
        for wrong in [
            ("29", "2", "2025"),
            ("1", "", "2025"),
            ("1", "1", "25"),
            ("x", "1", "2025"),
        ] {
            assert_eq!(date(wrong.0, wrong.1, wrong.2), Some(Err(())), "{wrong:?}");
        }
    }

    #[test]
    fn marks_that_nobody_sees_are_left_out() {
        let kept: String = "L\u{202e}7\u{200b}-\u{2066}1\u{feff}"
            .chars()
            .filter(|c| !invisible(*c))
            .collect();
        assert_eq!(kept, "L7-1");
        assert!(
            "\u{ad}\u{34f}\u{115f}\u{3164}\u{ffa0}\u{e0041}"
                .chars()
                .all(invisible)
        );
        assert!(!"қазақ ә ғ қ ң ө ұ ү һ і \u{200d}".chars().any(invisible));
    }

    #[test]
    fn the_digest_ignores_the_token_and_sees_every_field() {
        let one = typed(&[("csrf", "a"), ("key", "k"), ("lot", "L7")]);
        let same = typed(&[("csrf", "b"), ("key", "k"), ("lot", "L7")]);
        let other = typed(&[("csrf", "a"), ("key", "k"), ("lot", "L8")]);
        assert_eq!(one.digest("/a"), same.digest("/a"));
        assert_ne!(one.digest("/a"), other.digest("/a"));
        assert_ne!(one.digest("/a"), one.digest("/b"));
    }

    #[test]
    fn a_moment_is_read_in_the_zone_of_the_place() {
        let form = typed(&[
            ("d_day", "14"),
            ("d_month", "3"),
            ("d_year", "2026"),
            ("t", "23:40"),
        ]);
        let at = form.moment("d", "t", chrono_tz::Asia::Almaty).unwrap();
        assert_eq!(at.to_rfc3339(), "2026-03-14T18:40:00+00:00");
    }
}
