//! Papers of which one takes the place of another: the one with the newest date counts, whenever it was written down.

use crate::domain::case::Entry;
use crate::domain::event::{Curfew, ReleaseDate, Restriction};
use chrono::NaiveDate;

/// What a paper says, with the date on it.
pub trait Dated {
    /// The date on the paper, where it was asked.
    fn date_on_paper(&self) -> Option<NaiveDate>;
}

macro_rules! dated {
    ($($record:ty),+ $(,)?) => {
        $(impl Dated for $record {
            fn date_on_paper(&self) -> Option<NaiveDate> {
                self.dated_on
            }
        })+
    };
}

dated!(Curfew, ReleaseDate, Restriction);

impl<T: Dated> Entry<T> {
    /// The date by which the paper counts among those of its kind: its own. For one that was written down before the date
    /// was asked it is the day of the recording, in universal time: no record says in which zone that was, and in the hours
    /// in which a registry works the two days are one.
    #[must_use]
    pub fn dated_on(&self) -> NaiveDate {
        let recorded_on = self.recorded_at.date_naive();
        self.content.date_on_paper().unwrap_or(recorded_on)
    }
}

/// Puts a paper among those of its kind: in the order of their dates, those of one day as they were written down.
pub(super) fn put_by_date<T: Dated>(papers: &mut Vec<Entry<T>>, paper: Entry<T>) {
    let dated_on = paper.dated_on();
    let after = papers.partition_point(|known| known.dated_on() <= dated_on);
    papers.insert(after, paper);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Recorder;
    use crate::domain::ids::{AccountId, RecordId};
    use chrono::{DateTime, Utc};

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 12, day).unwrap()
    }

    /// A paper that names a day, written down at noon of another.
    fn named(seq: u32, on: u32, recorded: u32, dated: Option<u32>) -> Entry<ReleaseDate> {
        let recorded_at: DateTime<Utc> = day(recorded).and_hms_opt(12, 0, 0).unwrap().and_utc();
        Entry {
            content: ReleaseDate {
                id: RecordId::fresh(),
                on: day(on),
                because: "amnesty".to_owned(),
                paper: "1".to_owned(),
                dated_on: dated.map(day),
            },
            seq,
            by: Recorder::Account(AccountId::fresh()),
            recorded_at,
            earlier: Vec::new(),
            voided: None,
        }
    }

    fn in_order(papers: Vec<Entry<ReleaseDate>>) -> Vec<u32> {
        let mut filed = Vec::new();
        for paper in papers {
            put_by_date(&mut filed, paper);
        }
        filed.iter().map(|entry| entry.seq).collect()
    }

    #[test]
    fn papers_stand_in_the_order_of_their_dates_and_those_of_one_day_as_they_were_written_down() {
        let late = vec![
            named(1, 27, 22, Some(20)),
            named(2, 30, 23, Some(1)),
            named(3, 29, 23, Some(20)),
            named(4, 28, 24, Some(21)),
        ];
        assert_eq!(in_order(late), [2, 1, 3, 4]);
        let none = vec![
            named(1, 27, 22, None),
            named(2, 30, 23, Some(21)),
            named(3, 29, 23, Some(22)),
        ];
        assert_eq!(
            in_order(none),
            [2, 1, 3],
            "without a date, the day it was written down"
        );
    }

    #[test]
    fn a_paper_that_was_stored_before_its_date_was_asked_is_read() {
        let stored = r#"{"id":"00000000-0000-0000-0000-000000000001","on":"2027-12-27","because":"amnesty","paper":"1"}"#;
        let read: ReleaseDate = serde_json::from_str(stored).unwrap();
        assert_eq!((read.on, read.dated_on), (day(27), None));
        let stored = r#"{"id":"00000000-0000-0000-0000-000000000001","from_on":"2027-12-01","until_on":null,"begins":"22:00:00","ends":"06:00:00","paper":"1"}"#;
        assert_eq!(serde_json::from_str::<Curfew>(stored).unwrap().dated_on, None);
    }
}
