//! Whoever takes over a case is told of the alerts that stand in it, also of those about which he is asked nothing yet.

use super::View;
use super::turn::correction;
use crate::domain::alert::{Alert, Hop, NoticeKind};
use crate::domain::escalation::track_of;
use crate::domain::event::Event;
use crate::domain::obligation::Kind;
use crate::domain::plan::Waits;
use crate::domain::roster::Roster;
use crate::domain::rules::{Party, Person, Track};

impl View<'_> {
    /// Another officer has the case, or another body supervises, and the climb does not lead there now: because a very late
    /// dose waits for a physician, or because it has passed on to others. The successor is told that the alert stands, and is
    /// asked nothing; a former body that nothing is asked of it any more. A climb that still leads there asks by itself
    /// ([`View::passed_on`]).
    pub(super) fn entrusted(&self, alert: &Alert) -> Vec<Event> {
        let Some(track) = track_of(alert, self.rules).filter(|_| alert.kind == Kind::Dose) else {
            return Vec::new();
        };
        let Some(body) = self.roster.site(Party::Supervising).map(|site| site.organisation) else {
            return Vec::new();
        };
        let asked = |hop: &Hop| step_leads(track, hop, Party::Supervising);
        if !alert.notices.iter().any(|notice| asked(&notice.hop)) {
            return Vec::new();
        }
        let late = matches!(self.plan.waits, Some(Waits::LateDecision { .. }));
        // A climb that has just begun anew asks in the same moment: nobody is told that nothing is asked of him, and asked.
        if !late && alert.climb().next().is_none() {
            return Vec::new();
        }
        let knows = match self.roster.officer_in_office() {
            Some(officer) if alert.told(body) => {
                let mut said = alert.notices.iter();
                said.any(|notice| {
                    notice.kind != NoticeKind::Correction && notice.hop.account == Some(officer)
                })
            }
            // Before the climb has come to it a new body is told only where it will not come: the way to it is long.
            _ => alert.told(body) || !late,
        };
        if knows {
            return Vec::new();
        }
        let Some(word) = self.entrust(alert, track) else {
            return Vec::new();
        };
        let former = alert.recipients().into_iter();
        let former = former.filter(|hop| hop.organisation != body && asked(hop) && !alert.told(body));
        let former = former.map(|hop| correction(alert, hop, self.at));
        former.chain([word]).collect()
    }

    /// What the officer is told, by the channels of the step that leads to him.
    fn entrust(&self, alert: &Alert, track: &Track) -> Option<Event> {
        let mut steps = track.steps.iter();
        let first = steps.position(|step| Roster::is_officer(step.to) && step.to.person == Person::Holder)?;
        let hop = self.hop(alert, (track, u32::try_from(first).ok()?), self.at)?;
        Some(Event::NoticeSent {
            alert: alert.id,
            notice: NoticeKind::Entrusted,
            hop: Hop {
                acknowledge_by: None,
                ..hop
            },
        })
    }
}

/// Did a step of a track that leads to a part tell somebody this?
fn step_leads(track: &Track, hop: &Hop, party: Party) -> bool {
    let number = usize::try_from(hop.step).ok();
    let step = number.and_then(|number| track.step(number));
    step.is_some_and(|step| step.to.organisation == party)
}
