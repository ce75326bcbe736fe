//! What whoever opens a case must know of the person's way before anything else.

use super::dose_day;
use crate::access::Action;
use crate::domain::case::Appointed;
use crate::domain::passage::Barred;
use crate::domain::plan::too_late;
use crate::domain::rules::{Continuity, RestrictionShape};
use crate::domain::supervision::Against;
use crate::domain::time::civil_date;
use crate::store::file::CaseFile;
use crate::store::passage::answer_by;
use crate::text::Words;
use crate::web::pages::case_head::organisation;
use crate::web::views::parts::{Banner, Link, Tone};
use crate::web::visit::Visit;
use chrono::NaiveDate;

/// What whoever opens the case must know before anything else.
pub(in crate::web::pages) fn notable(visit: &Visit<'_>, file: &CaseFile) -> Vec<Banner> {
    let today = file.now.today();
    let passage = &file.case.passage;
    let mut banners = Vec::new();
    banners.extend(as_left_banner(file));
    if !file.facts.open {
        return banners;
    }
    let banner = |tone, title, words: Option<&'static str>| Banner {
        tone,
        title,
        words: words.map(Words::key),
        link: None,
    };
    let here = visit.actor().organisation();
    let former = here.is_some_and(|id| file.facts.former.contains(&id));
    banners.extend(transferred_banner(visit, file).filter(|_| former));
    if let Some((_, offer)) = passage.open_offer() {
        let title = Words::key("banner-offered")
            .words("to", organisation(file, offer.content.to))
            .date("on", answer_by(&offer.content, visit.desk.rules()));
        banners.push(Banner {
            words: Some(
                Words::key("banner-offered-words").words("from", organisation(file, offer.content.from)),
            ),
            ..banner(Tone::Info, title, None)
        });
    }
    if file.case.released_without(file.facts.responsible, today) {
        let title = Words::key("banner-released-without");
        banners.push(banner(Tone::Bad, title, Some("banner-released-without-words")));
    } else if file.held()
        && let Some(release_on) = file.case.release_on()
    {
        let days = (release_on - today).num_days();
        let alone = passage.accepted_offer().is_none();
        if days < 0 {
            let title = Words::key("banner-day-passed").date("on", release_on);
            let words = if alone {
                "banner-day-passed-alone"
            } else {
                "banner-day-passed-words"
            };
            banners.push(banner(Tone::Bad, title, Some(words)));
        } else if alone && !former && days <= SOON_DAYS {
            banners.push(no_receiver_banner(visit, file, days));
        }
    }
    let moved = late_banner(visit, file).or_else(|| barred_banner(visit, file));
    banners.extend(moved.filter(|_| !former));
    // When he is to come, and where he goes, is no matter of whoever keeps the papers.
    let treats = !former && visit.may(Action::ReadClinicalFile, &file.facts.clone().into());
    banners.extend(visit_banner(visit, file).filter(|_| treats));
    if let Some((entry, until_on)) = passage.unavailable_on(today) {
        let rules = visit.desk.rules().continuity_for(today);
        let because = rules.and_then(|rules| rules.unavailability(&entry.content.because));
        let title = Words::key("banner-unavailable")
            .words(
                "because",
                because.map_or_else(|| Words::plain(""), |known| known.name.clone().into()),
            )
            .date("until", until_on);
        banners.push(banner(Tone::Warn, title, Some("banner-unavailable-words")));
    }
    banners.extend(away_banner(visit, file).filter(|_| treats));
    banners.extend(turned_up_banner(visit, file).filter(|_| !former));
    if let Some((_, lost)) = passage.missing() {
        let title = Words::key("banner-lost").date("on", lost.content.since_on);
        banners.push(banner(Tone::Bad, title, None));
    }
    banners
}

/// Of which day the page is, for whoever reads the file as he left it.
fn as_left_banner(file: &CaseFile) -> Option<Banner> {
    file.as_left.then(|| Banner {
        tone: Tone::Warn,
        title: Words::key("banner-as-left").date("on", file.now.today()),
        words: Some(Words::key("banner-as-left-words")),
        link: None,
    })
}

/// Where he was treated before: who has him now, and the way to give a dose to somebody who comes by habit.
fn transferred_banner(visit: &Visit<'_>, file: &CaseFile) -> Option<Banner> {
    let today = file.now.today();
    let stay = file.case.stay_on(today)?;
    let title = Words::key("banner-transferred")
        .words("to", organisation(file, file.facts.responsible))
        .date("on", stay.from_on);
    let next = file.case.appointed(today);
    let next = next.filter(|known| known.offer.content.to == file.facts.responsible);
    let dose = file.dose(visit.desk.rules()).ok();
    // The file stands where he left; what was to come then may be over by now.
    let now_on = civil_date(visit.desk.instant(), file.now.zone);
    let to_come = |on: &NaiveDate| *on >= now_on;
    let next = next.map(|known| known.appointment.on).filter(to_come);
    let due_on = dose.as_ref().map(|window| window.due_on).filter(to_come);
    let next = next.or(due_on);
    // A dose whose days have passed since was given elsewhere, for all that is known here: nothing invites to give it twice.
    let over = file.as_left && dose.is_some_and(|window| window.closes_on < now_on);
    let may = !over && visit.may(Action::LogInjectionElsewhere, &file.facts.clone().into());
    let href = format!("/cases/{}/elsewhere", file.case.id);
    Some(Banner {
        tone: Tone::Warn,
        title,
        words: next.map(|on| Words::key("banner-transferred-next").date("on", on)),
        link: may.then(|| Link::new(href, Words::key("log-injection-elsewhere-action"))),
    })
}

/// What to do while nobody takes over. Whoever is asked has nobody to press for an answer; and while one is asked, nobody else
/// can be.
fn no_receiver_banner(visit: &Visit<'_>, file: &CaseFile, days: i64) -> Banner {
    let open = file.case.passage.open_offer().map(|(_, offer)| &offer.content);
    let here = visit.actor().organisation();
    let words = match open {
        Some(asked) if Some(asked.to) == here => "banner-no-receiver-asked",
        Some(_) => "banner-no-receiver-waits",
        None => "banner-no-receiver-words",
    };
    let ends = open.filter(|_| visit.may(Action::WithdrawHandover, &file.facts.clone().into()));
    let href = |id| format!("/cases/{}/handover/{id}/withdraw", file.case.id);
    Banner {
        tone: Tone::Bad,
        title: Words::key("banner-no-receiver").number("n", days),
        words: Some(Words::key(words)),
        link: ends.map(|asked| Link::new(href(asked.id), Words::key("withdraw-handover-action"))),
    }
}

/// Where he came though he is not treated there, and the way to ask that organisation to take over.
fn turned_up_banner(visit: &Visit<'_>, file: &CaseFile) -> Option<Banner> {
    let seen = &file.case.turned_up(file.now.today())?.content;
    let local = seen.came_at.with_timezone(&file.now.zone);
    let free = file.case.asked().is_none();
    let may = free && visit.may(Action::OfferHandover, &file.facts.clone().into());
    let href = format!("/cases/{}/handover", file.case.id);
    Some(Banner {
        tone: Tone::Bad,
        title: Words::key("banner-turned-up")
            .words("place", organisation(file, seen.at))
            .date("on", seen.came_on)
            .words("time", local.format("%H:%M").to_string()),
        words: Some(Words::key("banner-turned-up-words")),
        link: may.then(|| Link::new(href, Words::key("offer-handover-action"))),
    })
}

/// A journey that was granted, and into which the next dose falls without a day that is agreed for it.
fn away_banner(visit: &Visit<'_>, file: &CaseFile) -> Option<Banner> {
    let window = file.dose(visit.desk.rules()).ok()?;
    let (asked, _) = file.case.passage.day_to_agree(&window, file.now.today())?;
    let may = visit.may(Action::AnswerAbsence, &file.facts.clone().into());
    let href = format!("/cases/{}/absence/answer", file.case.id);
    Some(Banner {
        tone: Tone::Bad,
        title: Words::key("banner-dose-away")
            .date("from", asked.from_on)
            .date("until", asked.until_on),
        words: Some(Words::key("banner-dose-away-words").date("on", window.closes_on)),
        link: may.then(|| Link::new(href, Words::key("agree-dose-day-action"))),
    })
}

/// A first appointment that falls into hours at home or collides with another restriction, and who names another.
fn barred_banner(visit: &Visit<'_>, file: &CaseFile) -> Option<Banner> {
    let today = file.now.today();
    let found = file.case.barred_appointment(&file.roster, today)?;
    let known = found.appointed.appointment;
    let clock = |at: chrono::NaiveTime| at.format("%H:%M").to_string();
    let title = match found.barred {
        Barred::Home(entry) => Words::key("banner-curfew")
            .words("from", clock(entry.content.begins))
            .words("until", clock(entry.content.ends)),
        Barred::Other(entry) => {
            let rules = visit.desk.rules().continuity_for(today)?;
            Words::key("banner-restriction").words("name", rules.restriction_name(&entry.content.kind))
        }
    };
    Some(Banner {
        tone: Tone::Bad,
        title: title.date("on", known.on).words("time", clock(known.at)),
        words: Some(to_be_moved(file, &found.appointed)),
        link: link_to_move(visit, file, &found.appointed),
    })
}

/// A next visit against which a restriction stands, and what can be done about it where he is treated.
fn visit_banner(visit: &Visit<'_>, file: &CaseFile) -> Option<Banner> {
    let (known, title) = against_next(visit, file)?;
    let outside = known.barred.of_region();
    let key = if outside {
        "banner-visit-region-words"
    } else {
        "banner-visit-hours-words"
    };
    let free = outside && file.case.asked().is_none();
    let may = free && visit.may(Action::OfferHandover, &file.facts.clone().into());
    let asks = || {
        Link::new(
            format!("/cases/{}/handover", file.case.id),
            Words::key("offer-handover-action"),
        )
    };
    let agrees = dose_day::link(visit, file);
    let agrees = agrees.map(|href| Link::new(href, Words::key("agree-dose-day-action")));
    Some(Banner {
        tone: Tone::Bad,
        title,
        words: Some(Words::key(key).words("place", organisation(file, file.facts.supervising))),
        link: agrees.or_else(|| may.then(asks)),
    })
}

/// The same, as whoever supervises reads it: the paper is his own.
pub(in crate::web::pages) fn barred_visit(visit: &Visit<'_>, file: &CaseFile) -> Option<Banner> {
    let (known, title) = against_next(visit, file)?;
    Some(Banner {
        tone: Tone::Bad,
        title,
        words: Some(Words::key("banner-visit-supervised-words").words("place", organisation(file, known.at))),
        link: None,
    })
}

/// What stands against the next visit, and how that is said.
fn against_next<'f>(visit: &Visit<'_>, file: &'f CaseFile) -> Option<(Against<'f>, Words)> {
    let (rules, today) = (visit.desk.rules(), file.now.today());
    let continuity = rules.continuity_for(today)?;
    let known = Against::of(&file.case, &file.plan(rules), &file.roster, continuity, today)?;
    let title = Words::key("banner-visit-barred")
        .date("on", known.on)
        .words("name", name_of(known.barred, continuity));
    Some((known, title))
}

/// What a restriction is called.
pub(super) fn name_of(barred: Barred<'_>, rules: &Continuity) -> Words {
    let mut kinds = rules.restrictions.iter();
    match barred {
        Barred::Other(entry) => rules.restriction_name(&entry.content.kind).into(),
        Barred::Home(_) => kinds
            .find(|kind| kind.bars == RestrictionShape::Home)
            .map_or_else(|| Words::plain(""), |kind| kind.name.clone().into()),
    }
}

/// A first appointment that lies after the last day for it since the release has moved.
fn late_banner(visit: &Visit<'_>, file: &CaseFile) -> Option<Banner> {
    let (rules, today) = (visit.desk.rules(), file.now.today());
    let (known, law) = rules.continuity_for(today).zip(rules.law_for(today))?;
    let dose = file.dose(rules);
    let seen = (today, file.now.zone);
    let late = too_late(&file.case, dose.as_ref().ok(), (known, &law), seen)?;
    let title = Words::key("banner-appointment-late")
        .date("on", late.appointed.appointment.on)
        .date("latest", late.latest_on);
    Some(Banner {
        tone: Tone::Bad,
        title,
        words: Some(to_be_moved(file, &late.appointed)),
        link: link_to_move(visit, file, &late.appointed),
    })
}

/// The way to another appointment, for whoever may name one.
fn link_to_move(visit: &Visit<'_>, file: &CaseFile, appointed: &Appointed<'_>) -> Option<Link> {
    let ours = visit.actor().organisation() == Some(appointed.offer.content.to);
    let may = ours && visit.may(Action::SetAppointment, &file.facts.clone().into());
    let href = format!("/cases/{}/handover/appointment", file.case.id);
    may.then(|| Link::new(href, Words::key("set-appointment-action")))
}

fn to_be_moved(file: &CaseFile, appointed: &Appointed<'_>) -> Words {
    let place = organisation(file, appointed.offer.content.to);
    Words::key("banner-curfew-words").words("place", place)
}

/// What follows from what a supervising body has just written down: a restriction with which the first
/// appointment collides.
pub(in crate::web::pages) fn said_to_supervision(file: &CaseFile, said: Option<Banner>) -> Option<Banner> {
    let said = said?;
    let found = file.case.barred_appointment(&file.roster, file.now.today());
    Some(Banner {
        words: found.map(|found| to_be_moved(file, &found.appointed)),
        ..said
    })
}

/// From so many days before a release on, a missing receiver stands above everything.
const SOON_DAYS: i64 = 30;
