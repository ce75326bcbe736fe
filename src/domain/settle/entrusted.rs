//! Whoever takes over a case is told of the alerts that stand in it, also of those about which he is asked nothing yet.

use super::View;
use super::turn::correction;
use crate::domain::alert::{Alert, Hop, Notice, NoticeKind};
use crate::domain::escalation::track_of;
use crate::domain::event::Event;
use crate::domain::ids::OrganisationId;
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
        // What a body was told before another had the case is over: it was told that, too.
        let (since, before) = since_another(alert, track, body);
        let said = |to: &dyn Fn(&Hop) -> bool| {
            let mut said = since.iter();
            said.any(|notice| notice.kind != NoticeKind::Correction && to(&notice.hop))
        };
        let told = said(&|hop| hop.organisation == body);
        let knows = match self.roster.officer_in_office() {
            Some(officer) if told => said(&|hop| hop.account == Some(officer)),
            // Before the climb has come to it a new body is told only where it will not come: the way to it is long.
            _ => told || !late,
        };
        if knows {
            return Vec::new();
        }
        let Some(word) = self.entrust(alert, track) else {
            return Vec::new();
        };
        let former = alert.recipients().into_iter();
        let former = former.filter(|hop| Some(hop.organisation) == before && asked(hop) && !told);
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

/// What was said since another body than this one was last asked, or told that it has the case; and which that was.
pub(super) fn since_another<'a>(
    alert: &'a Alert,
    track: &Track,
    body: OrganisationId,
) -> (&'a [Notice], Option<OrganisationId>) {
    let to_another = |notice: &Notice| {
        let hop = &notice.hop;
        let supervises = step_leads(track, hop, Party::Supervising);
        notice.kind != NoticeKind::Correction && hop.organisation != body && supervises
    };
    let last = alert.notices.iter().rposition(to_another);
    let since = last.map_or(0, |at| at + 1);
    let before = last.and_then(|at| alert.notices.get(at));
    (
        alert.notices.get(since..).unwrap_or_default(),
        before.map(|notice| notice.hop.organisation),
    )
}

/// Did a step of a track that leads to a part tell somebody this?
fn step_leads(track: &Track, hop: &Hop, party: Party) -> bool {
    let number = usize::try_from(hop.step).ok();
    let step = number.and_then(|number| track.step(number));
    step.is_some_and(|step| step.to.organisation == party)
}
