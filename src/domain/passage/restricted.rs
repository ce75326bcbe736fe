//! What stands against an appointment: hours at home, and restrictions of other kinds.

use super::{Passage, standing};
use crate::domain::case::Entry;
use crate::domain::event::{Bars, Curfew, Restriction};
use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta};

/// Hours of reception are tried at this distance.
const STEP: TimeDelta = TimeDelta::minutes(30);

/// What stands against being somewhere at an hour of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred<'a> {
    /// He must be at home.
    Home(&'a Entry<Curfew>),
    /// Another restriction.
    Other(&'a Entry<Restriction>),
}

impl Barred<'_> {
    /// Is it a region that may not be left?
    #[must_use]
    pub fn of_region(self) -> bool {
        matches!(self, Self::Other(entry) if matches!(entry.content.bars, Bars::Outside { .. }))
    }
}

impl Passage {
    /// Everything that stands against an appointment in a region at an hour of a day. A permission lifts what the rules
    /// say that it lifts. Of a place whose region nobody knows no region is asked.
    #[must_use]
    pub fn barred(
        &self,
        (on, at): (NaiveDate, NaiveTime),
        region: Option<&str>,
        with_leave: bool,
    ) -> Vec<Barred<'_>> {
        let counting = self.restrictions_on(on);
        let others = counting.into_iter().filter(|entry| {
            let lifted = with_leave && entry.content.lifted_by_leave;
            !lifted && entry.content.bars_at(on, at, region)
        });
        let home = self.curfew_at(on, at).map(Barred::Home);
        home.into_iter().chain(others.map(Barred::Other)).collect()
    }

    /// What stands against being in a region at any hour of a day between two hours: a region that may not be left, else what
    /// stands against the first hour where something stands against each. With the permissions that were written down for that
    /// day, and `with_leave` with one that will be.
    #[must_use]
    pub fn barred_all_day(
        &self,
        on: NaiveDate,
        region: Option<&str>,
        (from, until): (NaiveTime, NaiveTime),
        with_leave: bool,
    ) -> Option<Barred<'_>> {
        let barred_at = |at| {
            let mut barred = self.barred((on, at), region, with_leave);
            barred.retain(|known| !self.permitted_on(on, *known));
            barred
        };
        let at_first = barred_at(from);
        if let Some(found) = at_first.iter().find(|barred| barred.of_region()) {
            return Some(*found);
        }
        let mut at = from;
        while at < until {
            if barred_at(at).is_empty() {
                return None;
            }
            let (later, next_day) = at.overflowing_add_signed(STEP);
            if next_day != 0 {
                break;
            }
            at = later;
        }
        at_first.first().copied()
    }

    /// Does a permission for the dose of that day lift it? None says anything of a restriction that was written down after it, and
    /// none is good once another day was agreed instead.
    fn permitted_on(&self, on: NaiveDate, barred: Barred<'_>) -> bool {
        let Barred::Other(entry) = barred else {
            return false;
        };
        let mut days = standing(&self.dose_days).filter(|day| day.content.on == on);
        let permitted = days.any(|day| {
            let last = self.dose_day(day.content.cycle);
            let stands = last.is_some_and(|last| last.seq == day.seq);
            stands && day.content.leave.is_some() && entry.seq < day.seq
        });
        entry.content.lifted_by_leave && permitted
    }

    /// The restrictions that may count on a day, also by the night before it. Each counts beside the others; of the
    /// regions that may not be left only the one of the newest paper: whoever moves gets another.
    #[must_use]
    pub fn restrictions_on(&self, day: NaiveDate) -> Vec<&Entry<Restriction>> {
        let counts = |entry: &&Entry<Restriction>| {
            entry.content.runs_on(day) || day.pred_opt().is_some_and(|before| entry.content.runs_on(before))
        };
        let outside = |entry: &&Entry<Restriction>| matches!(entry.content.bars, Bars::Outside { .. });
        let mut regions = standing(&self.restrictions).filter(outside);
        let last = regions.rfind(|entry| entry.content.runs_on(day));
        let last = last.map(|entry| entry.content.id);
        standing(&self.restrictions)
            .filter(counts)
            .filter(|entry| !outside(entry) || last == Some(entry.content.id))
            .collect()
    }

    /// Does anything written down of where he may be, and when, still hold on a day or later?
    #[must_use]
    pub fn may_be_barred_from(&self, day: NaiveDate) -> bool {
        let home = standing(&self.curfews).any(|entry| entry.content.until_on.is_none_or(|last| last >= day));
        home || !self.restrictions_from(day).is_empty()
    }

    /// The restrictions that count on a day, then those to come.
    #[must_use]
    pub fn restrictions_from(&self, day: NaiveDate) -> Vec<&Entry<Restriction>> {
        let mut known = self.restrictions_on(day);
        known.extend(standing(&self.restrictions).filter(|entry| entry.content.from_on > day));
        known
    }
}

impl Restriction {
    /// Does it count on a day?
    #[must_use]
    pub fn runs_on(&self, day: NaiveDate) -> bool {
        self.from_on <= day && self.until_on.is_none_or(|until| day <= until)
    }

    /// Does it stand against being in a region at an hour of a day? Hours that end the next morning belong to the day on
    /// which they begin. What is near a place no program knows.
    #[must_use]
    pub fn bars_at(&self, on: NaiveDate, at: NaiveTime, region: Option<&str>) -> bool {
        match &self.bars {
            Bars::Hours {
                weekday,
                begins,
                ends,
            } => {
                let runs =
                    |day: NaiveDate| self.runs_on(day) && weekday.is_none_or(|known| known == day.weekday());
                if begins <= ends {
                    runs(on) && *begins <= at && at < *ends
                } else {
                    (runs(on) && at >= *begins) || (on.pred_opt().is_some_and(runs) && at < *ends)
                }
            }
            Bars::Outside { region: allowed } => {
                self.runs_on(on) && region.is_some_and(|there| there != allowed)
            }
            Bars::Near { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::{DoseDayAgreed, Leave, Recorder};
    use crate::domain::ids::{AccountId, RecordId};
    use chrono::{DateTime, Weekday};

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn hour(text: &str) -> NaiveTime {
        NaiveTime::parse_from_str(text, "%H:%M").unwrap()
    }

    fn restriction(bars: Bars, days: (u32, Option<u32>)) -> Restriction {
        Restriction {
            id: RecordId::fresh(),
            kind: "test".to_owned(),
            from_on: day(days.0),
            until_on: days.1.map(day),
            lifted_by_leave: matches!(bars, Bars::Outside { .. }),
            bars,
            paper: "1".to_owned(),
            dated_on: None,
        }
    }

    fn hours(weekday: Option<Weekday>, begins: &str, ends: &str) -> Bars {
        Bars::Hours {
            weekday,
            begins: hour(begins),
            ends: hour(ends),
        }
    }

    fn outside(region: &str) -> Bars {
        Bars::Outside {
            region: region.to_owned(),
        }
    }

    fn known(restrictions: Vec<Restriction>) -> Passage {
        let entry = |(seq, content)| Entry {
            content,
            seq,
            by: Recorder::Account(AccountId::fresh()),
            recorded_at: DateTime::UNIX_EPOCH,
            earlier: Vec::new(),
            voided: None,
        };
        Passage {
            restrictions: (1..).zip(restrictions).map(entry).collect(),
            ..Passage::default()
        }
    }

    #[test]
    fn hours_of_a_weekday_bar_that_day_from_the_first_minute_to_before_the_last() {
        // The 2nd is a Monday.
        let weekly = restriction(hours(Some(Weekday::Mon), "10:00", "11:30"), (2, Some(16)));
        for (on, at, barred) in [
            (2, "09:59", false),
            (2, "10:00", true),
            (2, "11:29", true),
            (2, "11:30", false),
            (3, "10:00", false),
            (8, "10:00", false),
            (9, "10:30", true),
            (16, "10:30", true),
            (23, "10:30", false),
        ] {
            assert_eq!(weekly.bars_at(day(on), hour(at), None), barred, "{on} {at}");
        }
        let daily = restriction(hours(None, "10:00", "11:30"), (2, None));
        assert!(!daily.bars_at(day(1), hour("10:00"), None), "not begun");
        assert!((2..30).all(|on| daily.bars_at(day(on), hour("10:00"), None)));
    }

    #[test]
    fn hours_over_midnight_belong_to_the_day_on_which_they_begin() {
        let weekly = restriction(hours(Some(Weekday::Mon), "22:00", "06:00"), (2, Some(9)));
        for (on, at, barred) in [
            (2, "05:59", false),
            (2, "21:59", false),
            (2, "22:00", true),
            (2, "23:59", true),
            (3, "00:00", true),
            (3, "05:59", true),
            (3, "06:00", false),
            (3, "22:00", false),
            (4, "00:00", false),
            (10, "05:00", true),
            (16, "23:00", false),
            (17, "05:00", false),
        ] {
            assert_eq!(weekly.bars_at(day(on), hour(at), None), barred, "{on} {at}");
        }
        // Also where everything that counts is asked: the last night is over in the morning after the last day.
        let passage = known(vec![weekly]);
        assert_eq!(passage.barred((day(10), hour("05:00")), None, false).len(), 1);
        assert!(passage.barred((day(10), hour("06:00")), None, false).is_empty());
    }

    /// The first morning after a paper is free, and the last night is over in the morning after its last day.
    #[test]
    fn a_night_at_home_belongs_to_the_day_on_which_it_begins() {
        let entry = |seq, (from_on, until_on), (begins, ends)| Entry {
            content: Curfew {
                id: RecordId::fresh(),
                from_on: day(from_on),
                until_on: Some(day(until_on)),
                begins: hour(begins),
                ends: hour(ends),
                paper: "1".to_owned(),
                dated_on: None,
            },
            seq,
            by: Recorder::Account(AccountId::fresh()),
            recorded_at: DateTime::UNIX_EPOCH,
            earlier: Vec::new(),
            voided: None,
        };
        let mut passage = known(Vec::new());
        passage.curfews.push(entry(1, (2, 3), ("20:00", "10:00")));
        let barred = |passage: &Passage, on, at| !passage.barred((day(on), hour(at)), None, false).is_empty();
        for (on, at, expected) in [
            (2, "09:00", false),
            (2, "19:59", false),
            (2, "20:00", true),
            (3, "09:59", true),
            (3, "10:00", false),
            (3, "23:59", true),
            (4, "09:00", true),
            (4, "10:00", false),
            (4, "20:00", false),
            (5, "09:00", false),
        ] {
            assert_eq!(barred(&passage, on, at), expected, "{on} {at}");
        }
        // Another paper counts from the evening of its first day on.
        passage.curfews.push(entry(2, (3, 4), ("22:00", "08:00")));
        for (on, at, expected) in [
            (3, "09:00", true),
            (3, "21:00", false),
            (3, "22:00", true),
            (4, "09:00", false),
            (5, "07:00", true),
        ] {
            assert_eq!(barred(&passage, on, at), expected, "{on} {at}");
        }
    }

    #[test]
    fn a_region_bars_every_other_until_a_permission_or_another_paper() {
        let passage = known(vec![restriction(outside("almaty"), (2, None))]);
        let noon = (day(5), hour("12:00"));
        assert!(passage.barred(noon, Some("almaty"), false).is_empty());
        assert!(
            passage.barred(noon, None, false).is_empty(),
            "nobody knows where that is"
        );
        assert_eq!(passage.barred(noon, Some("karaganda"), false).len(), 1);
        assert!(
            passage.barred(noon, Some("karaganda"), true).is_empty(),
            "it is permitted"
        );
        let before = (day(1), hour("12:00"));
        assert!(
            passage.barred(before, Some("karaganda"), false).is_empty(),
            "not yet"
        );

        let moved = known(vec![
            restriction(outside("almaty"), (2, None)),
            restriction(outside("karaganda"), (4, Some(10))),
        ]);
        let barred = |on, region| {
            !moved
                .barred((day(on), hour("12:00")), Some(region), false)
                .is_empty()
        };
        assert!(!barred(3, "almaty") && barred(3, "karaganda"));
        assert!(barred(4, "almaty") && !barred(4, "karaganda"));
        assert!(barred(10, "almaty") && !barred(10, "karaganda"));
        assert!(!barred(11, "almaty"), "the second paper is over");
        let said = |on| {
            let known = moved.restrictions_from(day(on));
            known.iter().map(|entry| entry.seq).collect::<Vec<_>>()
        };
        assert_eq!((said(3), said(4), said(12)), (vec![1, 2], vec![2], vec![1]));
    }

    #[test]
    fn a_day_is_barred_by_a_region_or_where_no_hour_of_it_is_left() {
        let received = (hour("09:00"), hour("17:00"));
        let barred = |restrictions: Vec<Restriction>, on: u32, region: &str| {
            let passage = known(restrictions);
            passage
                .barred_all_day(day(on), Some(region), received, false)
                .is_some()
        };
        let within = || vec![restriction(outside("almaty"), (2, None))];
        assert!(barred(within(), 5, "karaganda"));
        assert!(!barred(within(), 5, "almaty"));
        assert!(!barred(within(), 1, "karaganda"), "not yet");
        let daily = |begins, ends| vec![restriction(hours(None, begins, ends), (2, None))];
        for (begins, ends, expected) in [
            ("09:00", "17:00", true),
            ("09:30", "17:00", false),
            ("09:00", "16:30", false),
            ("18:00", "17:00", true),
        ] {
            let found = barred(daily(begins, ends), 5, "almaty");
            assert_eq!(found, expected, "{begins} {ends}");
        }
        // Two papers that leave nothing between them.
        let both = vec![
            restriction(hours(None, "08:00", "12:00"), (2, None)),
            restriction(hours(Some(Weekday::Mon), "12:00", "18:00"), (2, None)),
        ];
        assert!(barred(both.clone(), 9, "almaty"));
        assert!(!barred(both, 10, "almaty"), "on a Tuesday there is the afternoon");
    }

    /// The permission of a day is gone once another was agreed instead.
    #[test]
    fn only_the_day_agreed_last_is_permitted() {
        let received = (hour("09:00"), hour("17:00"));
        let mut passage = known(vec![restriction(outside("almaty"), (2, None))]);
        let agreed = |seq: u32, on| Entry {
            content: DoseDayAgreed {
                id: RecordId::fresh(),
                cycle: 5,
                on: day(on),
                leave: Some(Leave {
                    number: seq.to_string(),
                    dated_on: day(3),
                }),
                words: "words".to_owned(),
                agreed_on: day(3),
            },
            seq,
            by: Recorder::Account(AccountId::fresh()),
            recorded_at: DateTime::UNIX_EPOCH,
            earlier: Vec::new(),
            voided: None,
        };
        let barred = |passage: &Passage, on| {
            let found = passage.barred_all_day(day(on), Some("karaganda"), received, false);
            found.is_some()
        };
        passage.dose_days.push(agreed(7, 9));
        assert_eq!((barred(&passage, 9), barred(&passage, 10)), (false, true));
        passage.dose_days.push(agreed(8, 10));
        assert_eq!((barred(&passage, 9), barred(&passage, 10)), (true, false));
    }

    #[test]
    fn each_restriction_counts_and_none_that_was_struck_out() {
        let near = Bars::Near {
            places: "schools".to_owned(),
        };
        let mut passage = known(vec![
            restriction(hours(Some(Weekday::Mon), "10:00", "11:00"), (2, None)),
            restriction(hours(Some(Weekday::Thu), "10:00", "11:00"), (2, None)),
            restriction(near, (2, None)),
            restriction(outside("almaty"), (2, None)),
        ]);
        let at = |on| (day(on), hour("10:30"));
        assert_eq!(passage.barred(at(2), Some("almaty"), false).len(), 1);
        assert_eq!(passage.barred(at(5), Some("almaty"), false).len(), 1);
        assert_eq!(passage.barred(at(5), Some("karaganda"), false).len(), 2);
        assert_eq!(
            passage.barred(at(5), Some("karaganda"), true).len(),
            1,
            "a permission to leave is none to stay away from where he must report"
        );
        assert!(
            passage.barred(at(4), Some("almaty"), false).is_empty(),
            "no program knows a school"
        );
        assert_eq!(passage.restrictions_from(day(30)).len(), 4);
        passage.restrictions[1].voided = Some("another person".to_owned());
        assert!(passage.barred(at(5), Some("almaty"), false).is_empty());
        assert_eq!(passage.restrictions_from(day(30)).len(), 3);
    }
}
