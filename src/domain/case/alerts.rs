//! Alerts as they are raised, told, answered, turned and closed.

use super::Case;
use crate::domain::alert::{Acknowledged, Acted, Alert, AlertState, Notice, NoticeKind};
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::AlertId;

impl Case {
    /// Takes in what happens to an alert; none where it is unknown.
    pub(super) fn apply_to_alert(&mut self, recorded: &Recorded) -> Option<()> {
        let at = recorded.recorded_at;
        match &recorded.event {
            Event::AlertRaised {
                alert,
                kind,
                cycle,
                cause,
                due_at,
                ladder,
            } => self.alerts.push(Alert {
                id: *alert,
                kind: *kind,
                cycle: *cycle,
                cause: cause.clone(),
                ladder: ladder.clone(),
                climbs_from: *due_at,
                due_at: *due_at,
                raised_at: at,
                state: AlertState::Climbing { next: 0 },
                notices: Vec::new(),
                answers: Vec::new(),
                acts: Vec::new(),
                climb_begins: 0,
                track_begins: 0,
                stretches: Vec::new(),
            }),
            Event::NoticeSent { alert, notice, hop } => {
                let alert = self.alert_mut(*alert)?;
                alert.notices.push(Notice {
                    kind: *notice,
                    hop: hop.clone(),
                });
                if *notice == NoticeKind::Climb {
                    alert.state = AlertState::Climbing { next: hop.step + 1 };
                }
            }
            Event::NoticeAcknowledged {
                alert,
                step,
                answer,
                rests,
                acknowledged_at,
            } => {
                let alert = self.alert_mut(*alert)?;
                alert.answers.push(Acknowledged {
                    step: *step,
                    by: recorded.by.clone(),
                    at: *acknowledged_at,
                    answer: answer.clone(),
                });
                if *rests {
                    alert.state = AlertState::Acknowledged {
                        at: *acknowledged_at,
                        step: *step,
                    };
                }
            }
            Event::AlertActed {
                alert,
                step,
                act,
                acted_at,
            } => {
                let alert = self.alert_mut(*alert)?;
                alert.acts.push(Acted {
                    act: act.clone(),
                    by: recorded.by.clone(),
                    at: *acted_at,
                });
                if act.closes && alert.live() {
                    alert.state = AlertState::Acknowledged {
                        at: *acted_at,
                        step: *step,
                    };
                }
            }
            Event::AlertRedirected {
                alert,
                cause,
                due_at,
                restart,
            } => {
                let alert = self.alert_mut(*alert)?;
                alert.turn_to(cause.clone(), 0);
                if *restart {
                    alert.climb_from(*due_at, 0);
                }
            }
            Event::AlertReopened {
                alert,
                cause,
                due_at,
                step,
            } => {
                let alert = self.alert_mut(*alert)?;
                alert.turn_to(cause.clone(), *step);
                alert.climb_from(*due_at, *step);
            }
            Event::AlertRested { alert, due_at, .. } => {
                self.alert_mut(*alert)?.state = AlertState::Resting { since: *due_at };
            }
            Event::AlertResolved {
                alert,
                because,
                resolved_at,
            } => {
                self.alert_mut(*alert)?.state = AlertState::Resolved {
                    at: *resolved_at,
                    because: *because,
                };
            }
            _ => return None,
        }
        Some(())
    }

    fn alert_mut(&mut self, id: AlertId) -> Option<&mut Alert> {
        self.alerts.iter_mut().find(|alert| alert.id == id)
    }
}
