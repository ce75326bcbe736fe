//! What is owed while treatment lasts: the specialists' examination, what is measured, what a physician decides.

use super::Clocks;
use crate::domain::dosing::{DoseWindow, NoDose};
use crate::domain::obligation::{Because, Kind, Obligation, Why};
use crate::domain::plan::protocol;
use crate::domain::results::{Reading, baseline_counts_from, readings, run_began_on, to_repeat, unjudged};
use crate::domain::rules::{Anchor, ClockKind, Law, Monitor};
use crate::domain::schedule::Interval;
use crate::domain::time::civil_date;
use crate::domain::turns::Grid;
use chrono::{Datelike as _, NaiveDate};

/// When an item is to be measured next, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemDue {
    /// The item of the catalogue.
    pub item: String,
    /// From this day a result counts for this turn.
    pub opens_on: NaiveDate,
    /// Due.
    pub due_on: NaiveDate,
    /// The last day.
    pub closes_on: NaiveDate,
    /// What set the day.
    pub because: Because,
}

impl Clocks<'_> {
    /// The next examination: counted from the first dose, never longer after an early one.
    pub(super) fn exam(&self) -> Option<Obligation> {
        let first_on = self.case.doses_in_effect().first()?.content.given_on;
        let law = self.rules.law_for(first_on)?;
        let (kind, anchor) = (ClockKind::Exam, Anchor::FirstDose);
        let mut clocks = law.procedure.clocks.iter();
        let clock = clocks.find(|known| known.kind == kind && known.anchor == anchor)?;
        let every = Interval::Months(clock.repeat_months?);
        let number = |turn: usize| u32::try_from(turn).unwrap_or(u32::MAX).saturating_add(1);
        let grid = Grid {
            due: |turn| clock.due(first_on, number(turn), law.calendar).date,
            gap: |_| every,
        };
        let exams = self.case.exams.iter().filter(|entry| entry.voided.is_none());
        let mut done: Vec<_> = exams.map(|entry| entry.content.examined_on).collect();
        done.sort_unstable();
        let opens = |due_on| clock.opens_on(first_on, due_on, law.calendar);
        let next = grid.next(done, |turn| opens(turn.due_on));
        let mut owed = self.clock(Kind::Exam, kind, anchor, number(next.number), first_on, 1)?;
        owed.opens_on = opens(next.due_on);
        owed.due_on = next.due_on;
        owed.closes_on = next.due_on;
        owed.why.because.extend(match next.early_on {
            Some(fact_on) => Some(Because::SetBy {
                fact: "examination".to_owned(),
                fact_on,
                on: next.due_on,
            }),
            None if next.number > 0 => Some(Because::CountedFrom {
                anchor_on: (grid.due)(0),
                steps: u32::try_from(next.number).unwrap_or(u32::MAX),
                every,
            }),
            None => None,
        });
        Some(owed)
    }

    /// What is to be measured next: one slip for the laboratory, however many items stand on it. To the item that is due
    /// first come those that already count by its day, or by today where nobody measured it. What opens later is owed
    /// later; from which day, is the second answer.
    pub(super) fn monitoring(
        &self,
        items: Vec<ItemDue>,
        today: NaiveDate,
    ) -> (Option<Obligation>, Option<NaiveDate>) {
        let Some(due_on) = items.iter().map(|item| item.due_on).min() else {
            return (None, None);
        };
        let slip_on = due_on.max(today);
        let (slip, later): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| item.opens_on <= slip_on);
        let grows_on = later.iter().map(|item| item.opens_on).min();
        let law = self.rules.law_for(today);
        let owner = law.map(|law| law.course.monitoring.owner).and_then(|owner| {
            self.roster
                .owner(owner.organisation, owner.post, &self.rules.places)
        });
        let owed = owner
            .zip(protocol(self.case, self.rules))
            .map(|(owner, protocol)| {
                let mut because = vec![Because::Items {
                    items: slip.iter().map(|item| item.item.clone()).collect(),
                }];
                for item in &slip {
                    if !because.contains(&item.because) {
                        because.push(item.because.clone());
                    }
                }
                Obligation {
                    kind: Kind::Monitoring,
                    cycle: u32::try_from(due_on.num_days_from_ce()).unwrap_or_default(),
                    owner,
                    opens_on: slip.iter().map(|item| item.opens_on).min().unwrap_or(due_on),
                    due_on,
                    closes_on: slip.iter().map(|item| item.closes_on).min().unwrap_or(due_on),
                    why: Why {
                        rule: protocol.rule(),
                        because,
                    },
                }
            });
        (owed, grows_on)
    }

    /// When each item is to be measured next, in the protocol's order.
    pub(super) fn items_due(&self, dose: &Result<DoseWindow, NoDose>, today: NaiveDate) -> Vec<ItemDue> {
        let Some((protocol, law)) = protocol(self.case, self.rules).zip(self.rules.law_for(today)) else {
            return Vec::new();
        };
        let repeat = to_repeat(self.case);
        // Read once: a case is planned again after every event.
        let all = readings(self.case);
        let began_on = run_began_on(self.case, &protocol.id, NaiveDate::MAX);
        let watched = protocol.monitors.iter().filter(|monitor| {
            // A physician's day takes the place of the protocol's.
            !repeat.iter().any(|(item, ..)| *item == monitor.item)
        });
        let watched = watched.filter_map(|monitor| {
            let (opens_on, due_on, because) = self.due((&all, began_on), monitor, &law, dose)?;
            Some(ItemDue {
                item: monitor.item.clone(),
                opens_on,
                due_on,
                closes_on: Interval::Days(law.course.monitoring.late_days).after(due_on),
                because,
            })
        });
        let mut items: Vec<_> = watched.collect();
        items.extend(repeat.into_iter().map(|(item, since_on, by)| ItemDue {
            item: item.to_owned(),
            opens_on: since_on.min(by),
            due_on: by,
            closes_on: by,
            because: Because::SetBy {
                fact: "judgement".to_owned(),
                fact_on: since_on,
                on: by,
            },
        }));
        items
    }

    /// From when, and until when, an item is due next, and why; `None` where nothing is asked of it now.
    fn due(
        &self,
        (all, began_on): (&[Reading<'_>], Option<NaiveDate>),
        monitor: &Monitor,
        law: &Law<'_>,
        dose: &Result<DoseWindow, NoDose>,
    ) -> Option<(NaiveDate, NaiveDate, Because)> {
        let taken = all.iter().filter(|reading| reading.measured.item == monitor.item);
        let mut taken = taken.map(|reading| reading.taken_on);
        let Some(began_on) = began_on else {
            // Before the first dose of the drug: the baseline, unless a result still counts as one.
            let window = dose.as_ref().ok().filter(|_| monitor.baseline)?;
            let first_on = self.case.regimen()?.first_on;
            let since_on = Interval::Days(monitor.valid_days).before(first_on);
            let fact = Because::Clock {
                fact: "first-dose-planned".to_owned(),
                fact_on: first_on,
                distance: "0 days before".to_owned(),
            };
            let counts = taken.any(|on| on >= since_on && on <= window.due_on.max(first_on));
            let opens_on = opens_before(law, Interval::Months(monitor.every_months)).before(first_on);
            return (!counts).then_some((opens_on, first_on, fact));
        };
        let counts_from = baseline_counts_from(self.case, began_on);
        if let Some(baseline) = missing_baseline(monitor, (began_on, counts_from), taken.clone(), law) {
            return Some(baseline);
        }
        let months = |turn: usize| u16::try_from(monitor.month(turn)).unwrap_or(u16::MAX);
        let grid = Grid {
            due: |turn| Interval::Months(months(turn)).after(began_on),
            gap: |turn: usize| {
                let before = turn.checked_sub(1).map_or(0, months);
                Interval::Months(months(turn).saturating_sub(before))
            },
        };
        let next = grid.next(taken.filter(|on| *on >= began_on), |turn| {
            opens_before(law, (grid.gap)(turn.number)).before(turn.due_on)
        });
        let opens_on = opens_before(law, (grid.gap)(next.number)).before(next.due_on);
        let why = match next.early_on {
            Some(fact_on) => Because::SetBy {
                fact: "result".to_owned(),
                fact_on,
                on: next.due_on,
            },
            None => Because::Clock {
                fact: "first-dose-of-drug".to_owned(),
                fact_on: began_on,
                distance: format!("{} months after", months(next.number)),
            },
        };
        Some((opens_on, next.due_on, why))
    }

    /// Results that are not as they should be, and conclusions that ask for a decision, wait for a physician, each record by
    /// itself.
    pub(super) fn judgements(&self) -> Vec<Obligation> {
        let waiting = unjudged(self.case, self.rules).into_iter();
        let owed = waiting.filter_map(|record| {
            let anchor = if record.same_day {
                Anchor::AlarmRecorded
            } else {
                Anchor::ResultRecorded
            };
            let recorded_on = civil_date(record.recorded_at, self.zone);
            let (kind, clock) = (Kind::JudgeResult, ClockKind::JudgeResult);
            let mut owed = self.clock(kind, clock, anchor, record.seq, recorded_on, 1)?;
            let items = record.readings.iter();
            let items: Vec<_> = items.map(|reading| reading.measured.item.clone()).collect();
            let named = (!items.is_empty()).then_some(Because::Items { items });
            let concluded = record.concluded.map(|exam| Because::Concluded {
                conclusion: exam.conclusion,
                on: exam.examined_on,
            });
            owed.why.because.splice(0..0, named.into_iter().chain(concluded));
            Some(owed)
        });
        owed.collect()
    }
}

/// The baseline that was not measured by the first dose of the drug: it stays due on that day until something is. Measured late it
/// is the baseline all the same, and the turns go on from the first dose.
fn missing_baseline(
    monitor: &Monitor,
    (began_on, counts_from): (NaiveDate, NaiveDate),
    mut taken: impl Iterator<Item = NaiveDate>,
    law: &Law<'_>,
) -> Option<(NaiveDate, NaiveDate, Because)> {
    let since_on = Interval::Days(monitor.valid_days).before(counts_from);
    if !monitor.baseline || taken.any(|on| on >= since_on) {
        return None;
    }
    let fact = Because::Clock {
        fact: "first-dose-of-drug".to_owned(),
        fact_on: began_on,
        distance: "0 days after".to_owned(),
    };
    let opens_on = opens_before(law, Interval::Months(monitor.every_months)).before(began_on);
    Some((opens_on, began_on, fact))
}

/// How long before a turn a result counts for it: what the rule says, and never more than half the way from the turn
/// before, which a result of its own would otherwise discharge, too.
fn opens_before(law: &Law<'_>, gap: Interval) -> Interval {
    let half = match gap {
        Interval::Days(days) => days / 2,
        Interval::Months(months) => months.saturating_mul(15),
    };
    Interval::Days(law.course.monitoring.opens_before_days.min(half))
}
