//! First appointments, and the restrictions that stand against them: `docs/continuity.md` in the plainest words.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use super::asking::{Asking, Stands, giver};
use super::days::count;
use super::dose::{self, Next};
use super::leaving::Leaving;
use super::owed::{Owed, whose, whose_at};
use super::papers::runs;
use super::told::Told;
use crate::domain::event::{Appointment, Bars, Event, HandoverOffer, Leave, Recorded};
use crate::domain::ids::{OrganisationId, RecordId};
use crate::domain::obligation::Kind;
use crate::domain::rules::{Direction, Offset, Party, Post, Rules};
use crate::domain::time::{Now, civil_date};
use crate::simulate::life::region_of;

/// A paper under which the person lives.
struct Paper<'h> {
    id: RecordId,
    seq: u32,
    written_at: DateTime<Utc>,
    /// The date on it; the day it was written down, where nobody asked for that.
    dated_on: NaiveDate,
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
    /// Is it about hours at home?
    home: bool,
    /// The hours in which he must be somewhere else, on one day of the week or on all.
    hours: Option<(Option<Weekday>, NaiveTime, NaiveTime)>,
    /// The region that he may not leave.
    region: Option<&'h str>,
    by_leave: bool,
}

impl Paper<'_> {
    fn runs(&self, day: NaiveDate) -> bool {
        self.from_on <= day && self.until_on.is_none_or(|until_on| day <= until_on)
    }
}

/// A first appointment as it was named, with the offer under which it stands.
struct Named<'h> {
    offer: RecordId,
    seq: u32,
    at: DateTime<Utc>,
    appointment: Option<Appointment>,
    leave: Option<&'h Leave>,
}

/// What was named and written down, in the order of recording. What was struck out is not in it.
pub(super) struct Diary<'h> {
    zone: Tz,
    offers: Vec<(&'h HandoverOffer, DateTime<Utc>)>,
    /// The oldest paper in front; of those of one day the one written down first.
    papers: Vec<Paper<'h>>,
    named: Vec<Named<'h>>,
    visits: Vec<(RecordId, NaiveDate)>,
    leaving: Leaving,
    /// When the day of release last became another one, or the person went.
    moved_at: Option<DateTime<Utc>>,
    /// What the rules do not allow, with its moment.
    wrong: Vec<(DateTime<Utc>, String)>,
}

impl<'h> Diary<'h> {
    /// Reads a history from its beginning to its end.
    pub(super) fn of(history: &'h [Recorded], rules: &Rules, zone: Tz) -> Self {
        let mut diary = Self {
            zone,
            offers: Vec::new(),
            papers: Vec::new(),
            named: Vec::new(),
            visits: Vec::new(),
            leaving: Leaving::default(),
            moved_at: None,
            wrong: Vec::new(),
        };
        for recorded in history {
            diary.read(recorded, rules);
        }
        diary
    }

    fn read(&mut self, recorded: &'h Recorded, rules: &Rules) {
        self.leaving.read(recorded);
        self.moved_at = self.leaving.moved_at.or(self.moved_at);
        match &recorded.event {
            Event::HandoverOffered(offer) => self.offers.push((offer, recorded.recorded_at)),
            Event::HandoverAccepted(accepted) => {
                let said = (accepted.appointment, accepted.leave.as_ref());
                self.name(recorded, accepted.offer, said, rules);
            }
            Event::AppointmentSet(set) => {
                let said = (Some(set.appointment), set.leave.as_ref());
                self.name(recorded, set.offer, said, rules);
            }
            Event::PersonCame(came) => self.visits.push((came.id, came.came_on)),
            Event::Released(_) => self.moved_at = Some(recorded.recorded_at),
            Event::RecordVoided { record, .. } => {
                self.papers.retain(|paper| paper.id != *record);
                self.visits.retain(|(id, _)| id != record);
            }
            _ => {
                if let Some(paper) = paper(recorded) {
                    self.papers.push(paper);
                    self.papers.sort_by_key(|paper| paper.dated_on);
                }
            }
        }
    }

    /// Nothing that is known stands against an appointment when it is named, but for what a permission lifts: one of its own,
    /// given when there was something to be permitted.
    fn name(
        &mut self,
        recorded: &'h Recorded,
        offer: RecordId,
        (appointment, leave): (Option<Appointment>, Option<&'h Leave>),
        rules: &Rules,
    ) {
        let mut wrong = Vec::new();
        if let (Some(appointment), Some(to)) = (appointment, self.receiver(offer)) {
            for paper in self.against(appointment, region_of(to, rules)) {
                let known_on = civil_date(paper.written_at, self.zone).min(paper.from_on);
                let permitted = leave.is_some_and(|leave| known_on <= leave.dated_on);
                if !(paper.by_leave && permitted) {
                    wrong.push(format!("{appointment:?} against the paper of {}", paper.from_on));
                }
            }
            for earlier in &self.named {
                let other = earlier.appointment.map(|known| (known.on, known.at));
                let same = leave.is_some() && earlier.leave == leave;
                if same && other != Some((appointment.on, appointment.at)) {
                    wrong.push(format!("{leave:?} for another appointment"));
                }
            }
        }
        let wrong = wrong.into_iter().map(|found| (recorded.recorded_at, found));
        self.wrong.extend(wrong);
        self.named.push(Named {
            offer,
            seq: recorded.seq,
            at: recorded.recorded_at,
            appointment,
            leave,
        });
    }

    fn receiver(&self, offer: RecordId) -> Option<OrganisationId> {
        let (offer, _) = self.offers.iter().find(|(known, _)| known.id == offer)?;
        Some(offer.to)
    }

    /// What stands against an appointment in a region: hours at home first, of the rest the oldest paper.
    fn against(&self, appointment: Appointment, region: &str) -> Vec<&Paper<'h>> {
        let mut found = Vec::new();
        for home in [true, false] {
            for paper in &self.papers {
                if paper.home == home && self.stands(paper, (appointment.on, appointment.at), region) {
                    found.push(paper);
                }
            }
        }
        found
    }

    /// When the paper was written down that stands against being received in a region on a whole day, between two hours: one about
    /// the region, else the first of those against the first hour where one stands against each. Some are `lifted` by a permission.
    pub(super) fn against_the_day(
        &self,
        on: NaiveDate,
        region: &str,
        (from, until): (NaiveTime, NaiveTime),
        lifted: impl Fn(u32) -> bool,
    ) -> Option<DateTime<Utc>> {
        let against = |hour: NaiveTime| {
            let mut found = Vec::new();
            for home in [true, false] {
                for paper in &self.papers {
                    let free = paper.by_leave && lifted(paper.seq);
                    if paper.home == home && !free && self.stands(paper, (on, hour), region) {
                        found.push(paper);
                    }
                }
            }
            found
        };
        let first = against(from);
        for paper in &first {
            if paper.region.is_some() {
                return Some(paper.written_at);
            }
        }
        let mut hour = from;
        while hour < until {
            if against(hour).is_empty() {
                return None;
            }
            let (later, next_day) = hour.overflowing_add_signed(TimeDelta::minutes(30));
            if next_day != 0 {
                break;
            }
            hour = later;
        }
        first.first().map(|paper| paper.written_at)
    }

    /// The day of the first appointment that he has still to keep where he is treated.
    pub(super) fn first_on(
        &self,
        told: &Told<'_>,
        asking: &Asking<'_>,
        today: NaiveDate,
    ) -> Option<NaiveDate> {
        let (_, offer) = self.awaited(told, asking, today)?;
        let named = self.last_named(offer.id)?;
        named.appointment.map(|known| known.on)
    }

    /// Does a paper stand against being in a region at an hour? Hours that end the next morning belong to the day on which
    /// they begin.
    fn stands(&self, paper: &Paper<'_>, (on, at): (NaiveDate, NaiveTime), region: &str) -> bool {
        if let Some((weekday, begins, ends)) = paper.hours {
            let counts = |day: NaiveDate| {
                let that_day = weekday.is_none_or(|known| known == day.weekday());
                let last = !paper.home || self.last_on(day, |other| other.home) == Some(paper.id);
                paper.runs(day) && that_day && last
            };
            if begins <= ends {
                return counts(on) && begins <= at && at < ends;
            }
            return (counts(on) && begins <= at) || (on.pred_opt().is_some_and(counts) && at < ends);
        }
        let Some(allowed) = paper.region else {
            return false;
        };
        allowed != region && self.last_on(on, |other| other.region.is_some()) == Some(paper.id)
    }

    /// Of papers about the home, and of those about a region, the newest counts for a day.
    fn last_on(&self, day: NaiveDate, kind: impl Fn(&Paper<'h>) -> bool) -> Option<RecordId> {
        let mut papers = self.papers.iter().rev();
        let last = papers.find(|paper| kind(paper) && paper.runs(day));
        last.map(|paper| paper.id)
    }

    /// What the rules did not allow, with its moment.
    pub(super) fn out_of_rule(self) -> Vec<(DateTime<Utc>, String)> {
        self.wrong
    }

    /// Another appointment is owed: where the one that was named lies before the release, where it lies after its last day since
    /// the release has moved, and where something that was written down later, or that its permission does not lift, stands
    /// against it.
    pub(super) fn owed(
        &self,
        told: &Told<'_>,
        asking: &Asking<'_>,
        rules: &Rules,
        now: &Now,
    ) -> Option<Owed> {
        let today = now.today();
        let known = rules.continuity_for(today).zip(rules.law_for(today));
        let (continuity, law) = known.filter(|_| runs(told, today))?;
        let within = continuity.handover.answer_within;
        let after = |day| count(day, within, Direction::After, law.calendar);
        let owed = |(cycle, by), fact_on: NaiveDate, due_on: NaiveDate| Owed {
            kind: Kind::SetAppointment,
            cycle,
            by,
            opens_on: fact_on,
            due_on,
            closes_on: due_on,
        };
        let waiting = last_agreed(asking);
        if let Some((number, offer)) = waiting
            && let Some(known_at) = self.before_release(told, offer)
        {
            let fact_on = civil_date(known_at, self.zone);
            let by = Some(whose_at(offer.to, Post::Giver, rules));
            return Some(owed((number, by), fact_on, after(fact_on)));
        }
        // Whoever agreed, whatever he is asked for until the release; or whoever has him since.
        let (number, offer, by) = match waiting {
            Some((number, offer)) => (number, offer, Some(whose_at(offer.to, Post::Giver, rules))),
            None => {
                let (number, offer) = self.awaited(told, asking, today)?;
                (
                    number,
                    offer,
                    whose(giver(Party::Responsible), told, rules, today),
                )
            }
        };
        if let Some((latest_on, known_on)) = self.too_late((told, asking), offer, rules, now) {
            let due_on = after(known_on).min(latest_on.max(known_on));
            return Some(owed((number, by), known_on, due_on));
        }
        let named = self.last_named(offer.id)?;
        let appointment = named.appointment?;
        let against = self.against(appointment, region_of(offer.to, rules));
        let lifted = |paper: &Paper<'_>| named.leave.is_some() && paper.by_leave && paper.seq < named.seq;
        let paper = against.into_iter().find(|paper| !lifted(paper))?;
        let fact_on = civil_date(paper.written_at, self.zone);
        let due_on = after(fact_on).min(appointment.on.max(fact_on));
        Some(owed((number, by), fact_on, due_on))
    }

    /// The last day for an appointment that lies after it since the release moved, and the day on which that was written down. He
    /// is awaited within some days of the release, and while the open dose is in time; the first working day is never too late.
    fn too_late(
        &self,
        (told, asking): (&Told<'_>, &Asking<'_>),
        offer: &HandoverOffer,
        rules: &Rules,
        now: &Now,
    ) -> Option<(NaiveDate, NaiveDate)> {
        let today = now.today();
        let (continuity, law) = rules.continuity_for(today).zip(rules.law_for(today))?;
        let named = self.last_named(offer.id)?;
        let appointment = named.appointment?;
        let moved_at = self.moved_at.filter(|moved_at| *moved_at >= named.at)?;
        let asked = asking.asked.iter().find(|asked| asked.offer.id == offer.id)?;
        let goes_on = match asked.stands {
            Stands::Accepted => told.way.release_on()?,
            _ => asked.moved_on?,
        };
        let free_on = goes_on.max(civil_date(named.at, self.zone));
        let after = |by| count(free_on, by, Direction::After, law.calendar);
        let by_rule = after(continuity.visit.within);
        let mut latest_on = by_rule;
        if let Next::Due(window) = dose::planned(told, rules, now) {
            let open = window.opens_on <= by_rule && free_on <= window.closes_on;
            if open && window.closes_on < by_rule {
                latest_on = window.closes_on.max(after(Offset::WorkingDays(1)));
            }
        }
        let known_on = civil_date(moved_at, self.zone);
        (latest_on < appointment.on).then_some((latest_on, known_on))
    }

    fn last_named(&self, offer: RecordId) -> Option<&Named<'h>> {
        self.named.iter().rfind(|named| named.offer == offer)
    }

    /// When it became known that an appointment lies before the release, if it does.
    fn before_release(&self, told: &Told<'_>, offer: &HandoverOffer) -> Option<DateTime<Utc>> {
        let release_on = told.way.release_on()?;
        let appointment = self.last_named(offer.id).and_then(|named| named.appointment);
        if appointment.is_some_and(|known| known.on >= release_on) {
            return None;
        }
        let (_, offered_at) = self.offers.iter().find(|(known, _)| known.id == offer.id)?;
        let mut known_at = *offered_at;
        if let Some(named_at) = told.way.named_at() {
            known_at = known_at.max(named_at);
        }
        Some(known_at)
    }

    /// The offer that brought the person to where he is treated, while he neither came there nor was given a dose.
    fn awaited<'a>(
        &self,
        told: &Told<'_>,
        asking: &'a Asking<'_>,
        today: NaiveDate,
    ) -> Option<(u32, &'a HandoverOffer)> {
        let (here, since_on) = asking.came_on(today)?;
        let mut came = self.visits.iter().any(|(_, came_on)| *came_on >= since_on);
        for dose in &told.doses {
            came = came || (dose.content.place == here && dose.content.given_on >= since_on);
        }
        let mut brought = None;
        for (number, asked) in (1..).zip(&asking.asked) {
            let then = asked.stands == Stands::Completed && asked.moved_on == Some(since_on);
            if then && asked.offer.to == here {
                brought = Some((number, asked.offer));
            }
        }
        brought.filter(|_| !came)
    }
}

/// The last offer that was accepted and waits for the release, with its number from 1.
fn last_agreed<'a>(asking: &'a Asking<'_>) -> Option<(u32, &'a HandoverOffer)> {
    let mut last = None;
    for (number, asked) in (1..).zip(&asking.asked) {
        if asked.stands == Stands::Accepted {
            last = Some((number, asked.offer));
        }
    }
    last
}

/// A restriction that is written down. What lies near a place no program knows.
fn paper(recorded: &Recorded) -> Option<Paper<'_>> {
    let (seq, written_at) = (recorded.seq, recorded.recorded_at);
    let dated = |dated_on: Option<NaiveDate>| dated_on.unwrap_or(written_at.date_naive());
    match &recorded.event {
        Event::CurfewSet(known) => Some(Paper {
            id: known.id,
            seq,
            written_at,
            dated_on: dated(known.dated_on),
            from_on: known.from_on,
            until_on: known.until_on,
            home: true,
            hours: Some((None, known.begins, known.ends)),
            region: None,
            by_leave: false,
        }),
        Event::RestrictionSet(known) => {
            let (hours, region) = match &known.bars {
                Bars::Hours {
                    weekday,
                    begins,
                    ends,
                } => (Some((*weekday, *begins, *ends)), None),
                Bars::Outside { region } => (None, Some(region.as_str())),
                Bars::Near { .. } => (None, None),
            };
            Some(Paper {
                id: known.id,
                seq,
                written_at,
                dated_on: dated(known.dated_on),
                from_on: known.from_on,
                until_on: known.until_on,
                home: false,
                hours,
                region,
                by_leave: known.lifted_by_leave,
            })
        }
        _ => None,
    }
}
