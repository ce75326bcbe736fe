//! The day of release, what is sent before it, and the release itself.

use super::handover::{clinical, kept_at};
use super::shown::{offer_rows, shift_table};
use super::{acted_on, begun, done, form_page, settled, way_out, with_shift};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::passage::{
    NOT_KNOWN, RecordRelease, ReleaseNoticeForm, RulingSent, SetReleaseDate, set_release_date,
};
use crate::domain::event::ReleaseDate;
use crate::domain::ids::RecordId;
use crate::domain::passage::standing;
use crate::domain::rules::PlaceKind;
use crate::domain::shift::would_move;
use crate::store::file::CaseFile;
use crate::store::organisations as stored;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::{on, on_or_none};
use crate::web::pages::organisations::{choice, of_kind};
use crate::web::pages::record::{Answer, fresh, known, open, refused};
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date};
use crate::web::views::parts::{Choice, Row};
use crate::web::views::passage::{Asked, Entry, Field};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![
        date,
        set_date,
        materials,
        send_materials,
        ruling,
        forward_ruling,
        notice,
        send_notice,
        release,
        record_release,
        without,
        release_without
    ]
}

fn href(file: &CaseFile) -> String {
    format!("/cases/{}/release", file.case.id)
}

fn asked(file: &CaseFile, action: Action, facts: Vec<Row>, fields: Vec<Field>) -> Asked {
    Asked {
        title: Words::key(format!("{action}-title")),
        words: Some(Words::key(format!("{action}-words"))),
        facts,
        fields,
        action: Words::key(format!("{action}-action")),
        cancel: href(file),
    }
}

fn date_asked(visit: &Visit<'_>, file: &CaseFile) -> Asked {
    let rules = visit.desk.rules().continuity_for(file.now.today());
    let reasons = rules.map_or(&[][..], |rules| &rules.release_reasons);
    let mut reasons: Vec<_> = reasons
        .iter()
        .map(|reason| Choice::new(&reason.id, reason.name.clone()))
        .collect();
    // Of whoever is held a day may not be known yet.
    if file.case.release_on().is_none() {
        reasons.push(Choice::new(NOT_KNOWN, Words::key("release-not-known")));
    }
    let known = Row::new(Words::key("release-day"), on_or_none(file.case.release_on()));
    asked(
        file,
        Action::SetReleaseDate,
        vec![known],
        vec![
            Field::new("release_on", "release-day-new", Entry::Date),
            Field::new("because", "release-because", Entry::Select).choices(reasons),
            Field::new("paper", "paper-of-it", Entry::Text),
            Field::new("dated_on", "paper-dated-on", Entry::Date).hint(Words::key("paper-dated-hint")),
        ],
    )
}

#[get("/cases/<id>/release/date")]
async fn date(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::SetReleaseDate, id).await?;
    visit.show(&form_page(&visit, &file, date_asked(&visit, &file), fresh()))
}

/// What would move is shown before it is kept: the second sending keeps it.
#[post("/cases/<id>/release/date", data = "<typed>")]
async fn set_date(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::SetReleaseDate, id).await?;
    let form = SetReleaseDate {
        on: typed.needed_date("release_on"),
        because: typed.text("because").to_owned(),
        paper: typed.text("paper").to_owned(),
        dated_on: typed.needed_date("dated_on"),
    };
    let rules = visit.desk.rules();
    let known = rules
        .continuity_for(file.now.today())
        .ok_or(Fault::Unprocessable)?;
    let again = |form| visit.refuse(&form_page(&visit, &file, date_asked(&visit, &file), form));
    let inside = (file.held(), known);
    if let Err(refusals) = set_release_date(&file.case, RecordId::fresh(), &form, inside, &file.now) {
        return Ok(Err(again(refused(&typed, &refusals))?));
    }
    if form.because != NOT_KNOWN && !typed.ticked("confirmed") {
        let named = ReleaseDate {
            id: RecordId::fresh(),
            on: form.on.unwrap_or_default(),
            because: form.because.clone(),
            paper: form.paper.clone(),
            dated_on: form.dated_on,
        };
        let shift = would_move(&file.case, named, rules, &file.roster, &file.now);
        let shift = shift.map(|shift| shift_table(&visit, &file, shift));
        let mut seen = typed.form();
        seen.carried.insert("confirmed".to_owned(), "yes".to_owned());
        let mut asked = date_asked(&visit, &file);
        let far = form.on.is_some_and(|on| commands::is_far(on, rules, &file.now));
        asked.words = Some(if far {
            Words::key("set-release-date-far")
        } else {
            to_confirm(&file, &form)
        });
        asked.action = Words::key("set-release-date-keep");
        return Ok(Err(visit.show(&with_shift(&visit, &file, asked, seen, shift))?));
    }
    let submission = Some(visit.submission(&typed));
    let outcome =
        commands::set_release_date(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    match settled(&file, Action::SetReleaseDate, &typed, outcome)? {
        Ok(done) => Ok(Ok(done)),
        Err(form) => Ok(Err(again(form)?)),
    }
}

/// What is said before a day is kept: that nothing has been kept yet, and of a paper that a newer one outdates that it moves
/// nothing.
fn to_confirm(file: &CaseFile, form: &SetReleaseDate) -> Words {
    let counting = file.case.passage.release_date().map(|entry| entry.dated_on());
    match counting.filter(|on| form.dated_on < Some(*on)) {
        Some(on) => Words::key("set-release-date-older").date("on", on),
        None => Words::key("set-release-date-confirm"),
    }
}

fn sent_fields() -> Vec<Field> {
    vec![
        Field::new("sent_on", "sent-on", Entry::Date),
        Field::new("paper", "paper-of-it", Entry::Text),
    ]
}

fn materials_asked(file: &CaseFile) -> Asked {
    let mut fields = vec![Field::new("court", "court", Entry::Text)];
    fields.extend(sent_fields());
    let known = Row::new(Words::key("release-day"), on_or_none(file.case.release_on()));
    asked(file, Action::SendMaterials, vec![known], fields)
}

#[get("/cases/<id>/release/materials")]
async fn materials(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::SendMaterials, id).await?;
    visit.show(&form_page(&visit, &file, materials_asked(&file), fresh()))
}

#[post("/cases/<id>/release/materials", data = "<typed>")]
async fn send_materials(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::SendMaterials, id).await?;
    let (sent_on, court, paper) = (
        typed.needed_date("sent_on"),
        typed.text("court"),
        typed.text("paper"),
    );
    let submission = Some(visit.submission(&typed));
    let (desk, actor, case) = (visit.desk, visit.actor(), file.case.id);
    let outcome = commands::send_materials(desk, actor, submission, case, sent_on, court, paper).await;
    match settled(&file, Action::SendMaterials, &typed, outcome)? {
        Ok(done) => Ok(Ok(done)),
        Err(form) => Ok(Err(visit.refuse(&form_page(
            &visit,
            &file,
            materials_asked(&file),
            form,
        ))?)),
    }
}

/// Organisations that play a part and work, those of the residence's region first.
pub(super) async fn working(
    visit: &Visit<'_>,
    file: &CaseFile,
    plays: impl Fn(&PlaceKind) -> bool,
) -> Result<Vec<Choice>, Fault> {
    let residence = file
        .case
        .passage
        .residence()
        .map(|entry| entry.content.region.clone());
    let region = residence.unwrap_or_else(|| file.facts.region.clone());
    let mut found = of_kind(visit, &region, plays).await?;
    let closed = stored::closed(visit.desk.store()).await?;
    found.retain(|known| !closed.contains(&known.id));
    let places = &visit.desk.rules().places;
    let choices = found
        .iter()
        .map(|known| choice(known, &file.facts.region, places));
    Ok(choices.collect())
}

async fn ruling_asked(visit: &Visit<'_>, file: &CaseFile) -> Result<Asked, Fault> {
    let passage = &file.case.passage;
    let sent = |ruling| standing(&passage.forwarded).any(|entry| entry.content.ruling == ruling);
    let waiting = file.case.rulings.iter().filter(|known| !sent(known.ruling.id));
    let rulings = waiting
        .map(|known| {
            let ruling = &known.ruling;
            Choice::new(
                ruling.id.to_string(),
                Words::plain(format!("№ {}, {}", ruling.number, ruling.court)),
            )
        })
        .collect();
    let receivers = working(visit, file, |kind| kind.treats && !kind.custody()).await?;
    let mut fields = vec![
        Field::new("ruling", "ruling", Entry::Radios).choices(rulings),
        Field::new("to", "forward-to", Entry::Select).choices(receivers),
    ];
    fields.extend(sent_fields());
    Ok(asked(file, Action::ForwardRuling, Vec::new(), fields))
}

#[get("/cases/<id>/release/ruling")]
async fn ruling(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ForwardRuling, id).await?;
    let asked = ruling_asked(&visit, &file).await?;
    visit.show(&form_page(&visit, &file, asked, fresh()))
}

#[post("/cases/<id>/release/ruling", data = "<typed>")]
async fn forward_ruling(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::ForwardRuling, id).await?;
    let form = RulingSent {
        ruling: typed.id("ruling"),
        to: typed.id("to"),
        sent_on: typed.needed_date("sent_on"),
        paper: typed.text("paper").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::forward_ruling(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    match settled(&file, Action::ForwardRuling, &typed, outcome)? {
        Ok(done) => Ok(Ok(done)),
        Err(form) => {
            let asked = ruling_asked(&visit, &file).await?;
            Ok(Err(visit.refuse(&form_page(&visit, &file, asked, form))?))
        }
    }
}

async fn notice_asked(visit: &Visit<'_>, file: &CaseFile) -> Result<Asked, Fault> {
    let health = working(visit, file, |kind| kind.treats && !kind.custody()).await?;
    let bodies = working(visit, file, |kind| kind.supervises).await?;
    let mut fields = vec![
        Field::new("health", "notice-to-health", Entry::Select).choices(health),
        Field::new("supervising", "notice-to-body", Entry::Select).choices(bodies),
    ];
    fields.extend(sent_fields());
    let known = Row::new(Words::key("release-day"), on_or_none(file.case.release_on()));
    Ok(asked(file, Action::SendReleaseNotice, vec![known], fields))
}

#[get("/cases/<id>/release/notice")]
async fn notice(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::SendReleaseNotice, id).await?;
    let asked = notice_asked(&visit, &file).await?;
    let offer = file.case.passage.accepted_offer();
    let mut known = vec![("supervising", file.facts.supervising.to_string())];
    known.extend(offer.map(|(_, offer)| ("health", offer.content.to.to_string())));
    visit.show(&form_page(&visit, &file, asked, begun(&known)))
}

#[post("/cases/<id>/release/notice", data = "<typed>")]
async fn send_notice(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::SendReleaseNotice, id).await?;
    let form = ReleaseNoticeForm {
        health: typed.id("health"),
        supervising: typed.id("supervising"),
        sent_on: typed.needed_date("sent_on"),
        paper: typed.text("paper").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let (desk, actor, case) = (visit.desk, visit.actor(), file.case.id);
    let outcome = commands::send_release_notice(desk, actor, submission, case, &form).await;
    match settled(&file, Action::SendReleaseNotice, &typed, outcome)? {
        Ok(done) => Ok(Ok(done)),
        Err(form) => {
            let asked = notice_asked(&visit, &file).await?;
            Ok(Err(visit.refuse(&form_page(&visit, &file, asked, form))?))
        }
    }
}

fn release_asked(visit: &Visit<'_>, file: &CaseFile, action: Action) -> Asked {
    let mut facts = vec![Row::new(
        Words::key("release-day"),
        on_or_none(file.case.release_on()),
    )];
    if let Some((_, offer)) = file.case.passage.accepted_offer() {
        facts.extend(offer_rows(visit, file, offer, false));
        // Whoever lets him go is told what becomes free on the own shelf: only he can send it on instead.
        let left = kept_at(file, file.facts.responsible, "release-stock-left");
        facts.extend(left.filter(|_| action == Action::RecordRelease && clinical(visit)));
    }
    let mut fields = vec![
        Field::new("released_on", "released-on", Entry::Date),
        Field::new("released_time", "released-time", Entry::Time),
        Field::new("paper", "paper-of-it", Entry::Text),
    ];
    if action == Action::ReleaseWithoutReceiver {
        fields.push(Field::new("words", "release-without-why", Entry::Area));
    }
    let asked = asked(file, action, facts, fields);
    let accepted = file.case.passage.accepted_offer().is_some();
    if action == Action::ReleaseWithoutReceiver && accepted {
        return Asked {
            words: Some(Words::key("refusal-receiver-accepted")),
            ..asked
        };
    }
    asked
}

fn release_form(typed: &Typed, file: &CaseFile) -> RecordRelease {
    RecordRelease {
        released_at: typed.moment("released_on", "released_time", file.now.zone),
        paper: typed.text("paper").to_owned(),
    }
}

fn from_today(file: &CaseFile) -> crate::web::views::Form {
    let mut form = fresh();
    put_date(&mut form, "released_on", file.now.today());
    form
}

#[get("/cases/<id>/release/record")]
async fn release(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::RecordRelease, id).await?;
    let asked = release_asked(&visit, &file, Action::RecordRelease);
    visit.show(&form_page(&visit, &file, asked, from_today(&file)))
}

#[post("/cases/<id>/release/record", data = "<typed>")]
async fn record_release(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    if acted_on(&visit, Action::RecordRelease, &typed).await? {
        return Ok(Ok(way_out(known(id)?, Action::RecordRelease)));
    }
    let file = open(&visit, Action::RecordRelease, id).await?;
    let form = release_form(&typed, &file);
    let submission = Some(visit.submission(&typed));
    let outcome = commands::record_release(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(done(&file, Action::RecordRelease))),
        Err(refusals) => {
            let asked = release_asked(&visit, &file, Action::RecordRelease);
            let form = refused(&typed, &refusals);
            Ok(Err(visit.refuse(&form_page(&visit, &file, asked, form))?))
        }
    }
}

#[get("/cases/<id>/release/without-receiver")]
async fn without(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ReleaseWithoutReceiver, id).await?;
    let asked = release_asked(&visit, &file, Action::ReleaseWithoutReceiver);
    visit.show(&form_page(&visit, &file, asked, from_today(&file)))
}

#[post("/cases/<id>/release/without-receiver", data = "<typed>")]
async fn release_without(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::ReleaseWithoutReceiver, id).await?;
    let (form, words) = (release_form(&typed, &file), typed.text("words"));
    let submission = Some(visit.submission(&typed));
    let (desk, actor, case) = (visit.desk, visit.actor(), file.case.id);
    let outcome = commands::release_without_receiver(desk, actor, submission, case, &form, words).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(done(&file, Action::ReleaseWithoutReceiver))),
        Err(refusals) => {
            let asked = release_asked(&visit, &file, Action::ReleaseWithoutReceiver);
            let form = refused(&typed, &refusals);
            Ok(Err(visit.refuse(&form_page(&visit, &file, asked, form))?))
        }
    }
}

/// The first appointment's day in words, for the fields of a hand-over.
pub(super) fn day_hint(key: &'static str, day: chrono::NaiveDate) -> Words {
    Words::key(key).words("day", on(day))
}
