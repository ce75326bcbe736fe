//! `/today`: what this role owes, the first to leave its window first.

use super::{alerts, letters, parcels, reviews};
use crate::access::{Action, CaseFacts, Context, Lens, Role};
use crate::commands::own_site;
use crate::domain::ids::CaseId;
use crate::domain::localised::Localised;
use crate::domain::obligation::{Kind, Why};
use crate::domain::rules::Rules;
use crate::domain::time::civil_date;
use crate::store::reading::PART;
use crate::store::reading::run_sheets;
use crate::store::reading::worklist::{self, MOST_COUNTED, Narrowed, Urgency, Whose, WorkRow};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::obligations::kind_words;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::parts::{Choice, CoverBar, Link, Moment, Status, Tone, Window};
use crate::web::views::today::{Count, Filter, Today, TodayRow};
use crate::web::visit::{Html, Visit};
use chrono::NaiveDate;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};
use uuid::Uuid;

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![today, find_today]
}

/// Kinds that can stand on the list of those who supervise: nothing of the treatment, not even by its name.
const OF_SUPERVISION: [Kind; 1] = [Kind::ReviewPaper];
/// Kinds that can stand on a registry's list.
const OF_REGISTRY: [Kind; 9] = [
    Kind::MaterialsToCourt,
    Kind::BringRuling,
    Kind::ForwardRuling,
    Kind::ReleaseNotice,
    Kind::Extension,
    Kind::ReviewPaper,
    Kind::SubmitToCourt,
    Kind::AskCourt,
    Kind::AnswerComplaint,
];
#[get("/today?<kind>&<urgency>&<after>")]
async fn today(
    visit: Visit<'_>,
    kind: Option<&str>,
    urgency: Option<&str>,
    after: Option<&str>,
) -> Result<Html, Fault> {
    let narrowed = Narrowed {
        kind: kind.and_then(Kind::from_code),
        urgency: urgency.and_then(Urgency::from_code),
        q: None,
        after: after.and_then(place_in_list),
    };
    show(&visit, &narrowed).await
}

/// Narrows the list. What somebody searches for may be a name: it never stands in an address.
#[post("/today", data = "<typed>")]
async fn find_today(visit: Visit<'_>, typed: Checked<Typed>) -> Result<Result<Html, Redirect>, Fault> {
    let Checked(typed) = typed;
    visit.desk.list(visit.actor(), Action::ReadWorklist).await?;
    let (kind, urgency) = (
        Kind::from_code(typed.text("kind")),
        Urgency::from_code(typed.text("urgency")),
    );
    let q = super::cases::within(typed.text("q"));
    if q.is_empty() {
        return Ok(Err(Redirect::to(href(kind, urgency, None))));
    }
    show(
        &visit,
        &Narrowed {
            kind,
            urgency,
            q: Some(q),
            after: None,
        },
    )
    .await
    .map(Ok)
}

async fn show(visit: &Visit<'_>, narrowed: &Narrowed<'_>) -> Result<Html, Fault> {
    let desk = visit.desk;
    let scope = desk.list(visit.actor(), Action::ReadWorklist).await?;
    let role = visit.actor().role().ok_or(Fault::Forbidden)?;
    // Whoever answers for a region sees what everyone in it owes.
    let now = desk.instant();
    let whose = Whose {
        scope: &scope,
        now,
        role: Some(role.as_str()).filter(|_| role.lens() != Lens::Coordination),
    };
    let today = civil_date(now, visit.who.zone);
    let mut rows = worklist::part(desk.store(), &whose, narrowed, today).await?;
    let counts = worklist::counts(desk.store(), &whose, today).await?;
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = rows.len() > part;
    rows.truncate(part);
    let next_href = rows
        .last()
        .filter(|_| more && narrowed.q.is_none())
        .map(|row| href(narrowed.kind, narrowed.urgency, Some((row.closes_on, row.id))));
    let undecided = worklist::undecided(desk.store(), &late_doses(&rows, today)).await?;
    let doses = rows
        .iter()
        .filter(|row| row.kind() == Some(Kind::Dose) && row.due_on <= today);
    let printed: Vec<CaseId> = doses.map(WorkRow::case).collect();
    let missing = run_sheets::not_returned(desk.store(), &printed, today).await?;
    // Within one urgency the doses come first: a paper can wait for an hour, a person in the corridor does not.
    rows.sort_by_key(|row| {
        let urgency = Urgency::of(row.opens_on, row.closes_on, today);
        let place = Urgency::ALL.iter().position(|known| *known == urgency);
        (place, row.kind() != Some(Kind::Dose))
    });
    let (signatures, more_signatures) = reviews::to_sign(visit).await?;
    let (letters, more_letters) = letters::to_sign(visit).await?;
    let chairs = alerts::gaps::tasks(visit).await?;
    let filling = i64::try_from(chairs.len()).unwrap_or(i64::MAX);
    let filling = (filling > 0).then(|| Count {
        words: Words::key("today-chairs"),
        number: filling.to_string(),
        href: "#chairs".to_owned(),
        current: false,
    });
    let waiting = alerts::waiting(visit).await?.filter(|waiting| *waiting > 0);
    let waiting = waiting.map(|waiting| Count {
        words: Words::key("today-alerts"),
        number: waiting.to_string(),
        href: "/alerts".to_owned(),
        current: false,
    });
    let page = Today {
        organisation: Words::Localised(visit.who.organisation_name.clone()),
        today,
        counts: waiting
            .into_iter()
            .chain(filling)
            .chain(
                counts
                    .into_iter()
                    .map(|(urgency, number)| count(urgency, number, narrowed)),
            )
            .collect(),
        filter: filter(narrowed, role.lens()),
        chairs,
        signatures,
        more_signatures,
        letters,
        more_letters,
        narrow: narrowed.q.filter(|_| more).map(|_| super::cases::narrow(part)),
        rows: rows
            .iter()
            .map(|row| TodayRow {
                not_returned: not_returned(row, &missing),
                ..fill(visit, row, today, &undecided)
            })
            .collect(),
        next_href,
        first_href: narrowed
            .after
            .map(|_| href(narrowed.kind, narrowed.urgency, None)),
        made_at: Moment::new(now, visit.who.zone),
        sheets: own_site(visit.actor())
            .filter(|site| visit.may(Action::PrintRunSheet, site))
            .map(|_| Link::new("/sheets", Words::key("sheets-link"))),
    };
    visit.show(&page)
}

fn count(urgency: Urgency, number: i64, narrowed: &Narrowed<'_>) -> Count {
    let most = i64::try_from(MOST_COUNTED).unwrap_or(i64::MAX);
    Count {
        words: Words::key(format!("urgency-{}", urgency.code())),
        number: if number >= most {
            format!("{most}+")
        } else {
            number.to_string()
        },
        href: href(narrowed.kind, Some(urgency), None),
        current: narrowed.urgency == Some(urgency),
    }
}

fn filter(narrowed: &Narrowed<'_>, lens: Lens) -> Filter {
    let listed: &[Kind] = match lens {
        Lens::Supervision => &OF_SUPERVISION,
        Lens::Registry => &OF_REGISTRY,
        _ => &Kind::ALL,
    };
    let choice = |prefix: &str, code: &str| Choice::new(code, Words::key(format!("{prefix}-{code}")));
    Filter {
        q: narrowed.q.unwrap_or_default().to_owned(),
        kind: narrowed.kind.map_or("", Kind::code).to_owned(),
        urgency: narrowed.urgency.map_or("", Urgency::code).to_owned(),
        kinds: listed.iter().map(|kind| choice("kind", kind.code())).collect(),
        urgencies: Urgency::ALL
            .iter()
            .map(|urgency| choice("urgency", urgency.code()))
            .collect(),
    }
}

/// The cases whose dose is late: only they can wait for a physician.
fn late_doses(rows: &[WorkRow], today: NaiveDate) -> Vec<CaseId> {
    let late = rows
        .iter()
        .filter(|row| row.kind() == Some(Kind::Dose) && row.closes_on < today);
    late.map(WorkRow::case).collect()
}

fn fill(visit: &Visit<'_>, row: &WorkRow, today: NaiveDate, undecided: &[CaseId]) -> TodayRow {
    let window = Window {
        opens_on: row.opens_on,
        due_on: row.due_on,
        closes_on: row.closes_on,
    };
    let urgency = Urgency::of(row.opens_on, row.closes_on, today);
    let place = Localised {
        kk: row.place_kk.clone(),
        ru: row.place_ru.clone(),
        en: row.place_en.clone(),
    };
    let mover = visit.desk.rules().places.role_name(&row.owner_role).cloned();
    let kind = row.kind();
    let why = row.why();
    let waits = kind == Some(Kind::Dose) && undecided.contains(&row.case());
    TodayRow {
        person: row.name_cyrillic.clone(),
        reference: row.reference.clone(),
        case_href: format!("/cases/{}", row.case()),
        kind: match kind.zip(why.as_ref()) {
            Some((kind, why)) => kind_words(visit, kind, cycle(row), why, row.due_on),
            None => Words::key(format!("kind-{}", kind.map_or("dose", Kind::code))),
        },
        product: why
            .filter(|_| kind == Some(Kind::Dose))
            .and_then(|why| product(visit, &why)),
        urgency: Status::new(tone(urgency), Words::key(format!("urgency-{}", urgency.code()))),
        due_on: row.due_on,
        timing: window.timing(today),
        cover: (kind == Some(Kind::Dose)).then(|| CoverBar::status(row.covered_until, today)),
        place: Words::Localised(place),
        mover: mover.map_or_else(|| Words::plain(row.owner_role.clone()), Words::Localised),
        waits: waits.then(|| Words::key("banner-decision-needed")),
        not_returned: None,
        action: kind
            .filter(|_| row.opens_on <= today && !waits)
            .and_then(|kind| action(visit, row, kind)),
    }
}

/// On which sheet a dose was printed, where nothing came back of it.
fn not_returned(row: &WorkRow, missing: &[(CaseId, String, NaiveDate)]) -> Option<Words> {
    let dose = row.kind() == Some(Kind::Dose);
    let (_, sheet, day) = missing.iter().find(|(case, ..)| dose && *case == row.case())?;
    Some(
        Words::key("row-not-returned")
            .words("sheet", sheet.clone())
            .date("on", *day),
    )
}

/// What is to be drawn up, for those who treat.
fn product(visit: &Visit<'_>, why: &Why) -> Option<Words> {
    let lens = visit.actor().role()?.lens();
    let rules = visit.desk.rules();
    let protocol = rules.protocol_of(&why.rule).filter(|_| lens == Lens::Clinical)?;
    // Most names say the strength themselves.
    if protocol.name.en.contains(&protocol.strength.en) {
        return Some(protocol.name.clone().into());
    }
    Some(
        Words::key("product-strength")
            .words("product", protocol.name.clone())
            .words("strength", protocol.strength.clone()),
    )
}

/// How an urgency is coloured.
pub(super) fn tone(urgency: Urgency) -> Tone {
    match urgency {
        Urgency::Late => Tone::Bad,
        Urgency::Closing => Tone::Warn,
        Urgency::Open => Tone::Info,
        Urgency::Coming => Tone::Quiet,
    }
}

/// The one next thing to do about a row, where the reader may do it.
fn action(visit: &Visit<'_>, row: &WorkRow, kind: Kind) -> Option<Link> {
    let account = visit.actor().as_account()?;
    let facts = CaseFacts {
        id: row.case(),
        responsible: row.responsible(),
        former: Vec::new(),
        // What is owed by an organisation that does not treat the person is the answer to an offer.
        offered_to: vec![account.organisation],
        offered_regions: Vec::new(),
        former_supervising: Vec::new(),
        supervising: row.responsible(),
        region: account.region.clone(),
        open: true,
    };
    // Whether a paper is the reader's is known only from the row; the act asks again.
    let role = Role::parse(&row.owner_role).ok();
    let context = Context {
        owed_by: role.map(|role| (account.organisation, role)),
        packed_at: Some(account.organisation),
        training: visit.desk.training(),
        ..Context::default()
    };
    let resource = facts.into();
    let today = civil_date(visit.desk.instant(), visit.who.zone);
    let why = row.why();
    let owed = (kind, cycle(row), why.as_ref());
    let mut actions = next_actions(visit.desk.rules(), today, owed, row.case());
    let found = actions.find(|(action, _)| {
        let desk = visit.desk;
        desk.allows(visit.actor(), *action, &resource, &context)
    });
    found.map(|(_, link)| link)
}

fn cycle(row: &WorkRow) -> u32 {
    u32::try_from(row.cycle).unwrap_or_default()
}

/// Everything that leads towards discharging an obligation, and where; of these the first that the reader may do is offered.
pub(super) fn next_actions(
    rules: &Rules,
    today: NaiveDate,
    (kind, cycle, why): (Kind, u32, Option<&Why>),
    case: CaseId,
) -> impl Iterator<Item = (Action, Link)> {
    let known = [
        next_action(kind, case),
        parcels::next_action((kind, cycle), why, case),
        reviews::next_action(rules, today, (kind, cycle), case),
    ];
    known.into_iter().flatten()
}

/// What discharges an obligation of a case, and where.
fn next_action(kind: Kind, case: CaseId) -> Option<(Action, Link)> {
    let (action, path, key) = match kind {
        Kind::Dose => (Action::LogInjection, "dose", "log-injection-action"),
        Kind::Clearance => (Action::RecordClearance, "clearance", "record-clearance-action"),
        Kind::InformPerson => (
            Action::RecordInformation,
            "information",
            "record-information-action",
        ),
        Kind::ChooseDrug => (Action::PrescribeRegimen, "regimen", "prescribe-regimen-action"),
        Kind::Extension => (Action::RecordRuling, "rulings/new", "record-ruling-action"),
        Kind::HoldReview => (Action::LiftHold, "holds/due", "hold-review-action"),
        Kind::DecideLateDose => (Action::DecideLateDose, "late-dose", "decide-late-dose-action"),
        Kind::Exam => (Action::RecordExam, "exam", "record-exam-action"),
        Kind::Monitoring => (Action::RecordResults, "results/new", "record-results-action"),
        Kind::JudgeResult => (Action::JudgeResult, "judge", "judge-result-action"),
        Kind::ReviewIncident => (
            Action::ReviewIncident,
            "incident/review",
            "review-incident-action",
        ),
        Kind::ReactionOutcome => (
            Action::RecordReactionOutcome,
            "reaction/outcome",
            "record-reaction-outcome-action",
        ),
        Kind::Aftercare => (Action::PlanAftercare, "aftercare", "plan-aftercare-action"),
        Kind::TellEnd => (Action::ReadClinicalLetter, "letters", "letter-ended-action"),
        Kind::AnswerComplaint => (
            Action::AnswerComplaint,
            "complaints/answer",
            "answer-complaint-action",
        ),
        Kind::MaterialsToCourt => (
            Action::SendMaterials,
            "release/materials",
            "send-materials-action",
        ),
        Kind::ForwardRuling => (Action::ForwardRuling, "release/ruling", "forward-ruling-action"),
        Kind::ReleaseNotice => (
            Action::SendReleaseNotice,
            "release/notice",
            "send-release-notice-action",
        ),
        Kind::FirstDose => (Action::ReadPassage, "release", "passage-title"),
        Kind::ArrangeHandover => (Action::OfferHandover, "handover", "offer-handover-action"),
        // Which offer it is stands on the way out of the case.
        Kind::AcceptHandover => (Action::ReadPassage, "release", "accept-handover-open"),
        Kind::SetAppointment => (Action::ReadPassage, "release", "set-appointment-action"),
        Kind::FirstVisit => (Action::RecordVisit, "visit", "record-visit-action"),
        Kind::AnswerAbsence => (Action::AnswerAbsence, "absence/answer", "answer-absence-action"),
        Kind::LookAtUnavailable => (
            Action::LookAtUnavailable,
            "unavailable/look",
            "look-at-unavailable-action",
        ),
        Kind::LocatePerson => (Action::ReportSearch, "lost/search", "report-search-action"),
        // Which ruling it is that is not in force stands in the case, where its steps are taken down.
        Kind::BringRuling => {
            let href = format!("/cases/{case}#rulings");
            let link = Link::new(href, Words::key("bring-ruling-action"));
            return Some((Action::ChangeRuling, link));
        }
        // Whoever reads the alerts of a region names its deputies on a page of their own.
        Kind::RepairLadder => {
            let link = Link::new("/alerts/deputies", Words::key("name-deputy-action"));
            return Some((Action::ReadNotices, link));
        }
        Kind::TakeUpAlert => {
            let link = Link::new("/alerts", Words::key("take-up-alert-action"));
            return Some((Action::ReadNotices, link));
        }
        _ => return None,
    };
    Some((
        action,
        Link::new(format!("/cases/{case}/{path}"), Words::key(key)),
    ))
}

fn href(kind: Option<Kind>, urgency: Option<Urgency>, after: Option<(NaiveDate, Uuid)>) -> String {
    let after = after.map(|(closes_on, id)| format!("{closes_on}_{}", id.as_simple()));
    let pairs = [
        kind.map(|kind| format!("kind={}", kind.code())),
        urgency.map(|urgency| format!("urgency={}", urgency.code())),
        after.map(|after| format!("after={after}")),
    ];
    let query: Vec<String> = pairs.into_iter().flatten().collect();
    if query.is_empty() {
        "/today".to_owned()
    } else {
        format!("/today?{}", query.join("&"))
    }
}

fn place_in_list(text: &str) -> Option<(NaiveDate, Uuid)> {
    let (day, id) = text.split_once('_')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Access, Account, Actor};
    use crate::domain::ids::{AccountId, OrganisationId};
    use crate::domain::plan::paper_cycle;
    use crate::domain::rules::{ClockKind, Owner, Party, Post};
    use crate::policies;

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 7, 3).unwrap();
    const REGION: &str = "almaty";

    /// Who owes an obligation of a kind, and its number: what a clock or another rule names is read there, the rest is what
    /// the plan says by itself. A new kind does not compile until it stands here, too.
    fn owners(kind: Kind, rules: &Rules) -> Vec<(Party, Post, u32)> {
        let law = rules.law_for(TODAY).unwrap();
        let of = |owner: &Owner| (owner.organisation, owner.post, 1);
        let clock = |kinds: &[ClockKind]| {
            let clocks = law.procedure.clocks.iter();
            let clocks = clocks.filter(|clock| kinds.contains(&clock.kind));
            clocks.map(|clock| of(&clock.owner)).collect()
        };
        match kind {
            Kind::ForwardRuling => clock(&[ClockKind::ForwardRuling]),
            Kind::Clearance => clock(&[ClockKind::Clearance]),
            Kind::ChooseDrug => clock(&[ClockKind::ChooseDrug]),
            Kind::FirstDose => clock(&[ClockKind::FirstDose]),
            Kind::BringRuling => {
                let owners = law.procedure.clocks.iter().filter_map(|clock| clock.before_force);
                owners.map(|owner| of(&owner)).collect()
            }
            Kind::Exam => clock(&[ClockKind::Exam]),
            Kind::Review => clock(&[ClockKind::Review]),
            Kind::Extension => clock(&[ClockKind::Extension]),
            Kind::MaterialsToCourt => clock(&[ClockKind::MaterialsToCourt]),
            Kind::ReleaseNotice => clock(&[ClockKind::ReleaseNotice]),
            Kind::HoldReview => clock(&[ClockKind::ConfirmHold, ClockKind::HoldReview]),
            Kind::JudgeResult => clock(&[ClockKind::JudgeResult]),
            Kind::ReviewIncident => clock(&[ClockKind::ReviewIncident]),
            Kind::ReactionOutcome => clock(&[ClockKind::ReactionOutcome]),
            Kind::Aftercare => clock(&[ClockKind::Aftercare]),
            Kind::TellEnd => clock(&[ClockKind::TellEnd]),
            Kind::SubmitToCourt => clock(&[ClockKind::SubmitToCourt]),
            Kind::AskCourt => clock(&[ClockKind::AskCourt]),
            Kind::Monitoring => vec![of(&law.course.monitoring.owner)],
            Kind::AnswerComplaint => {
                let addressees = law.course.complaint.addressees.iter();
                addressees.map(|known| of(&known.owner)).collect()
            }
            Kind::ReviewPaper => {
                let papers = law.course.review.papers.iter().filter(|paper| !paper.from_record);
                let numbered = papers.map(|paper| {
                    let cycle = paper_cycle(1, paper.number);
                    (paper.owner.organisation, paper.owner.post, cycle)
                });
                numbered.collect()
            }
            Kind::TakeUpAlert => vec![of(&rules.resting_for(NaiveDate::MAX).unwrap().task.owner)],
            Kind::RepairLadder => vec![(Party::Region, Post::Coordinator, 1)],
            Kind::InformPerson | Kind::DecideLateDose | Kind::AnswerAbsence | Kind::RecallFollowUp => {
                vec![(Party::Supplier, Post::Physician, 1)]
            }
            Kind::Dose
            | Kind::ArrangeHandover
            | Kind::FirstVisit
            | Kind::LookAtUnavailable
            | Kind::LocatePerson
            | Kind::ReceiveParcel => vec![(Party::Responsible, Post::Giver, 1)],
            Kind::AcceptHandover => vec![(Party::Receiver, Post::Giver, 1)],
            // Before the release whoever agreed to take over, after it whoever did.
            Kind::SetAppointment => vec![
                (Party::Receiver, Post::Giver, 1),
                (Party::Responsible, Post::Giver, 1),
            ],
            Kind::SupplyDose
            | Kind::DecideParcel
            | Kind::ReconcileDiscrepancy
            | Kind::QuarantineVerdict
            | Kind::CustodyGap => vec![(Party::Supplier, Post::Pharmacist, 1)],
        }
    }

    /// Where whoever plays a part works.
    fn houses(party: Party) -> &'static [&'static str] {
        match party {
            Party::Responsible | Party::Receiver => &["penal-facility", "outpatient-clinic"],
            Party::Supplier => &["outpatient-clinic"],
            Party::Supervising => &["probation-office"],
            Party::Region | Party::ReceiverRegion => &["health-department"],
            Party::Registry => &["court-registry"],
        }
    }

    #[test]
    fn whoever_owes_something_is_offered_what_discharges_it() {
        let (rules, access) = (policies::load(None).unwrap(), Access::new().unwrap());
        for kind in Kind::ALL {
            let owners = owners(kind, &rules);
            assert!(!owners.is_empty(), "{kind:?} has an owner");
            for (party, post, cycle) in owners {
                // A paper that is seen to where the person is treated is seen to in every such house that has the post.
                let houses = houses(party).iter();
                let houses = houses.filter_map(|house| Some((*house, rules.places.role(house, post)?)));
                let houses: Vec<_> = houses.collect();
                assert!(!houses.is_empty(), "{kind:?}: {party:?} has {post:?}");
                for (house, role) in houses {
                    let (own, other) = (OrganisationId::fresh(), OrganisationId::fresh());
                    let here = |part: &[Party]| if part.contains(&party) { own } else { other };
                    let role = Role::parse(role).unwrap();
                    let owner = Actor::account(Account {
                        id: AccountId::fresh(),
                        role,
                        organisation: own,
                        organisation_kind: house.to_owned(),
                        region: REGION.to_owned(),
                    });
                    let resource = CaseFacts {
                        id: CaseId::fresh(),
                        responsible: here(&[Party::Responsible]),
                        former: Vec::new(),
                        offered_to: vec![own],
                        offered_regions: Vec::new(),
                        former_supervising: Vec::new(),
                        supervising: here(&[Party::Supervising]),
                        region: REGION.to_owned(),
                        open: true,
                    }
                    .into();
                    let context = Context {
                        owed_by: Some((own, role)),
                        packed_at: Some(own),
                        ..Context::default()
                    };
                    let mut actions = next_actions(&rules, TODAY, (kind, cycle, None), CaseId::fresh());
                    assert!(
                        actions.any(|(action, _)| access.allows(&owner, action, &resource, &context)),
                        "{kind:?} {cycle} leads {role} nowhere"
                    );
                }
            }
        }
    }

    #[test]
    fn the_filter_holds_every_kind() {
        let narrowed = Narrowed::default();
        let shown = filter(&narrowed, Lens::Clinical);
        let shown: Vec<_> = shown.kinds.iter().map(|kind| kind.value.as_str()).collect();
        assert_eq!(shown, Kind::ALL.map(Kind::code));
    }
}
