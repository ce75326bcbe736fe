//! A ladder as it will run: every step with its instant and its name, as the roster stands today, while nobody answers.

use super::climb::Next;
use super::{View, day_after};
use crate::domain::alert::{Alert, AlertCause, AlertState, Hop, Notice, NoticeKind};
use crate::domain::case::Case;
use crate::domain::escalation::track_of;
use crate::domain::ids::AlertId;
use crate::domain::obligation::Kind;
use crate::domain::plan::Plan;
use crate::domain::roster::{Found, Roster};
use crate::domain::rules::{Cause, Channel, Rules};
use crate::domain::time::Now;
use chrono::{DateTime, NaiveDate, Utc};

/// More steps than any sound ladder has with all its reminders.
const MOST_STEPS: usize = 200;

/// A step of a ladder, taken or to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeseenStep {
    /// Who is told, and what is missing.
    pub found: Found,
    /// When it was due, or is.
    pub at: DateTime<Utc>,
    /// By which channels.
    pub channels: Vec<Channel>,
    /// Has it been taken?
    pub taken: bool,
    /// Is it the last step once more?
    pub reminder: bool,
}

/// A climb from its beginning to its rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    /// The ladder and its version.
    pub ladder: String,
    /// The alert that climbs; none where the next dose would have to be missed first.
    pub alert: Option<AlertId>,
    /// The last day of the good reason not to come behind which it waits, where a record stands that nothing excuses.
    pub after: Option<NaiveDate>,
    /// The steps, in order.
    pub steps: Vec<ForeseenStep>,
    /// When it comes to rest as somebody's task, if nobody answers.
    pub rests_at: Option<DateTime<Utc>>,
}

/// Every live alert of a case as it will go on, those about a dose first; and, where none is about a dose, what would
/// follow if nothing more were recorded about the open one. Empty where no dose is open and nothing is late.
#[must_use]
pub fn foresee(case: &Case, rules: &Rules, roster: &Roster, plan: &Plan, now: &Now) -> Vec<Foreseen> {
    let view = View::of(case, rules, roster, plan, now);
    let mut live: Vec<_> = case.alerts.iter().filter(|alert| alert.live()).collect();
    live.sort_by_key(|alert| alert.kind != Kind::Dose);
    let about_dose = live.first().is_some_and(|alert| alert.kind == Kind::Dose);
    let missed = if about_dose { None } else { view.if_missed() };
    let climbing = live
        .into_iter()
        .filter_map(|alert| view.foreseen(alert.clone(), Some(alert.id)));
    climbing
        .chain(missed.and_then(|(alert, after)| {
            let foreseen = view.foreseen(alert, None)?;
            Some(Foreseen { after, ..foreseen })
        }))
        .collect()
}

impl View<'_> {
    /// The alert that would climb if the open dose were passed over in silence. Where a record stands that nothing excuses, it is
    /// about that: it climbs at once when the good reason is over on which it waits, whose last day comes with it.
    fn if_missed(&self) -> Option<(Alert, Option<NaiveDate>)> {
        let window = self.plan.dose.as_ref().ok()?;
        let key = (Kind::Dose, window.cycle);
        let (cause, last_on, after) = if let Some((cause, _)) = self.recorded(window) {
            let today = self.now.today();
            let until_on = self.case.passage.free_from(today).pred_opt();
            let until_on = until_on.filter(|until_on| *until_on >= today)?;
            (cause, until_on, Some(until_on))
        } else {
            let unknown = AlertCause {
                family: Cause::Unexplained,
                cause: None,
            };
            let cause = self.ours_while_waiting(window.cycle, unknown);
            (cause, self.silent_through(key, window.closes_on), None)
        };
        let due_at = day_after(last_on, self.now);
        // One that is over climbs on by the ladder by which it began.
        let ladder = match self.case.alert_of(key) {
            Some(known) => known.ladder.clone(),
            None => self.rules.law_for(self.now.today())?.ladder.rule(),
        };
        let alert = Alert {
            id: AlertId::of(self.case.id, Kind::Dose.code(), window.cycle),
            kind: Kind::Dose,
            cycle: window.cycle,
            cause,
            ladder,
            climbs_from: due_at,
            due_at,
            raised_at: due_at,
            state: AlertState::Climbing { next: 0 },
            notices: Vec::new(),
            answers: Vec::new(),
            acts: Vec::new(),
            climb_begins: 0,
            track_begins: 0,
            stretches: Vec::new(),
        };
        Some((alert, after))
    }

    fn foreseen(&self, mut alert: Alert, known: Option<AlertId>) -> Option<Foreseen> {
        let track = track_of(&alert, self.rules)?;
        let step_of = |hop: &Hop, taken| {
            let number = usize::try_from(hop.step).ok()?;
            Some(ForeseenStep {
                found: Found {
                    organisation: hop.organisation,
                    role: hop.role.clone(),
                    account: hop.account,
                    gap: hop.gap,
                },
                at: hop.due_at,
                channels: track.step(number)?.channels.clone(),
                taken,
                reminder: track.repeats(number),
            })
        };
        let mut steps: Vec<_> = alert.climb().filter_map(|hop| step_of(hop, true)).collect();
        let mut rests_at = alert.resting_since();
        while let AlertState::Climbing { next } = alert.state {
            if steps.len() >= MOST_STEPS {
                break;
            }
            let (at, number) = match self.next(&alert, track, next)? {
                Next::Step { at, number } => (at, number),
                Next::Rest(at) => {
                    rests_at = Some(at);
                    break;
                }
            };
            let hop = self.hop(&alert, (track, number), at)?;
            steps.extend(step_of(&hop, false));
            let (kind, next) = (NoticeKind::Climb, number + 1);
            alert.notices.push(Notice { kind, hop });
            alert.state = AlertState::Climbing { next };
        }
        Some(Foreseen {
            ladder: alert.ladder,
            alert: known,
            after: None,
            steps,
            rests_at,
        })
    }
}
