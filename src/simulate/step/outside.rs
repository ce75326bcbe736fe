//! Outside: restrictions come and go, an appointment is named in spite of them, and the person comes where nobody treats him.

use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta};

use super::passage::{rules, there};
use super::pick;
use crate::domain::decide::passage::{self, AcceptHandover, SetCurfew, SetReleaseDate, set_curfew};
use crate::domain::decide::{self, Decision};
use crate::domain::ids::OrganisationId;
use crate::domain::passage::standing;
use crate::domain::refusal::Refusal;
use crate::domain::rules::RestrictionShape;
use crate::simulate::life::{CLINIC, DOCTOR, FAR_CLINIC, HOME, HOSPITAL, Life, PRISON, elsewhere};

/// Where somebody may ask for help who is treated elsewhere.
const DOORS: [OrganisationId; 4] = [CLINIC, FAR_CLINIC, HOSPITAL, PRISON];

/// Something that happens to somebody who lives outside, or is to.
#[derive(Clone, Copy, Debug)]
pub enum Outside {
    /// A restriction is written down.
    Restrict {
        /// Which of the list.
        kind: usize,
        /// From when.
        in_days: i64,
        /// For how long; with no end where none.
        for_days: Option<i64>,
        /// From which hour, where it has hours; on which day of the week, and in which region.
        hour: u32,
    },
    /// Two papers about one thing come on one day, and the newer is written down first.
    LatePaper {
        /// About what: the day of release, hours at home, a region.
        about: usize,
        /// From when the newer speaks, or the day that it names; the older of some days later.
        in_days: i64,
        /// So many days lie between their dates.
        older_by: i64,
    },
    /// The last one that stands is struck out.
    Unrestrict,
    /// The first appointment is named anew by somebody who does not look at what stands against it.
    AppointBlindly {
        /// So many days after the one that stands.
        days: i64,
        /// At this hour.
        hour: u32,
        /// By a permission, always the same one.
        with_leave: bool,
    },
    /// The person comes where nobody treats him.
    TurnUp {
        /// Where.
        at: usize,
    },
}

impl Outside {
    /// Its name in a summary.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Restrict { .. } => "restrict",
            Self::LatePaper { .. } => "late-paper",
            Self::Unrestrict => "unrestrict",
            Self::AppointBlindly { .. } => "appoint-blindly",
            Self::TurnUp { .. } => "turn-up",
        }
    }
}

/// Takes a step outside.
pub(super) fn take(life: &mut Life<'_>, step: Outside) -> Result<(), Vec<Refusal>> {
    life.perform(|life| match step {
        Outside::Restrict {
            kind,
            in_days,
            for_days,
            hour,
        } => restrict(life, (kind, hour), in_days, for_days),
        Outside::LatePaper {
            about,
            in_days,
            older_by,
        } => late_paper(life, about, in_days, older_by),
        Outside::Unrestrict => unrestrict(life),
        Outside::AppointBlindly {
            days,
            hour,
            with_leave,
        } => appoint(life, days, hour, with_leave),
        Outside::TurnUp { at } => turn_up(life, at),
    })
}

/// Three hours of the day, at home from the evening until late in the morning, a region, or places that no program knows.
fn restrict(life: &Life<'_>, (kind, hour): (usize, u32), in_days: i64, for_days: Option<i64>) -> Decision {
    let (rules, _) = rules(life)?;
    let kind = pick(&rules.restrictions, kind).ok_or_else(Vec::new)?;
    let from_on = life.now.today() + TimeDelta::days(in_days);
    let (begins, ends) = match kind.bars {
        RestrictionShape::Home => (20, 11 + hour % 3),
        _ => (8 + hour % 8, 11 + hour % 8),
    };
    let weekly = kind.bars == RestrictionShape::Hours && hour.is_multiple_of(3);
    let here = hour.is_multiple_of(2);
    let form = SetCurfew {
        kind: kind.id.clone(),
        from_on: Some(from_on),
        until_on: for_days.map(|days| Ok(from_on + TimeDelta::days(days))),
        begins: NaiveTime::from_hms_opt(begins, 0, 0),
        ends: NaiveTime::from_hms_opt(ends, 0, 0),
        weekday: weekly.then(|| Ok(from_on.weekday())),
        region: if here { HOME } else { elsewhere(life.rules) }.to_owned(),
        places: "school".to_owned(),
        paper: "paper".to_owned(),
        dated_on: Some(life.now.today()),
    };
    set_curfew(life.fresh(), &form, (rules, &life.rules.places), &life.now)
}

/// What the older says differs in all that it can: other days, other hours, another region.
fn late_paper(life: &Life<'_>, about: usize, in_days: i64, older_by: i64) -> Decision {
    let today = life.now.today();
    let dates = [today, today - TimeDelta::days(older_by)];
    let mut events = Vec::new();
    for (number, dated_on) in (0_u8..).zip(dates) {
        let says = today + TimeDelta::days(in_days + 9 * i64::from(number));
        events.extend(paper(life, about, (number, says), dated_on)?);
    }
    Ok(events)
}

fn paper(life: &Life<'_>, about: usize, (number, says): (u8, NaiveDate), dated_on: NaiveDate) -> Decision {
    let (rules, _) = rules(life)?;
    let id = life.fresh_of(number);
    let shape = match about % 3 {
        0 => {
            let form = SetReleaseDate {
                on: Some(says),
                because: pick(&rules.release_reasons, about)
                    .map_or("", |reason| &reason.id)
                    .to_owned(),
                paper: "paper".to_owned(),
                dated_on: Some(dated_on),
            };
            return passage::set_release_date(&life.case, id, &form, (life.roster.held, rules), &life.now);
        }
        1 => RestrictionShape::Home,
        _ => RestrictionShape::Outside,
    };
    let mut kinds = rules.restrictions.iter();
    let kind = kinds.find(|known| known.bars == shape).ok_or_else(Vec::new)?;
    let region = if number == 0 { HOME } else { elsewhere(life.rules) };
    let form = SetCurfew {
        kind: kind.id.clone(),
        from_on: Some(says),
        begins: NaiveTime::from_hms_opt(20 + u32::from(number), 0, 0),
        ends: NaiveTime::from_hms_opt(10 + u32::from(number), 0, 0),
        region: region.to_owned(),
        paper: "paper".to_owned(),
        dated_on: Some(dated_on),
        ..SetCurfew::default()
    };
    set_curfew(id, &form, (rules, &life.rules.places), &life.now)
}

fn unrestrict(life: &Life<'_>) -> Decision {
    let passage = &life.case.passage;
    let home = standing(&passage.curfews).map(|entry| (entry.seq, entry.content.id));
    let others = standing(&passage.restrictions).map(|entry| (entry.seq, entry.content.id));
    let (_, last) = home.chain(others).max().ok_or_else(Vec::new)?;
    decide::void(&life.case, last, "reason", &life.now)
}

fn appoint(life: &Life<'_>, days: i64, hour: u32, with_leave: bool) -> Decision {
    let (rules, law) = rules(life)?;
    let today = life.now.today();
    let appointed = life.case.appointed(today).ok_or_else(Vec::new)?;
    let form = AcceptHandover {
        clinician: Some(DOCTOR),
        visit_on: Some(appointed.appointment.on + TimeDelta::days(days)),
        visit_at: NaiveTime::from_hms_opt(hour % 24, 0, 0),
        leave_number: if with_leave { "permission" } else { "" }.to_owned(),
        leave_on: with_leave.then_some(Ok(today)),
        arrived: false,
    };
    let dose = life.planned().dose.clone();
    let seen = (&dose, there(appointed.offer.content.to, life));
    passage::set_appointment(&life.case, life.fresh(), &form, seen, (rules, &law), &life.now)
}

/// As the command does: whoever treats him, or was told today, hears nothing more, and of a case that is over nobody does.
fn turn_up(life: &Life<'_>, at: usize) -> Decision {
    let today = life.now.today();
    let at = pick(&DOORS, at).copied().ok_or_else(Vec::new)?;
    let mut seen = standing(&life.case.passage.turned_up).map(|entry| &entry.content);
    let said = seen.any(|known| known.at == at && known.came_on == today);
    if said || life.case.place_on(today) == Some(at) || life.case.ended_on(today) {
        return Err(vec![Refusal::NothingToDo]);
    }
    let records = [life.fresh(), life.fresh_of(1)];
    Ok(passage::turned_up(records, at, &life.now))
}
