//! What stops or colours a case now, said above everything else.

use super::{View, complaints, foremost};
use crate::access::{Action, Context, Resource};
use crate::domain::decide::{barred, meanwhile};
use crate::domain::event::Meanwhile;
use crate::domain::obligation::Kind;
use crate::domain::plan::Plan;
use crate::domain::ruling::Standing;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::letters;
use crate::web::pages::reviews::nothing_stops;
use crate::web::views::parts::{Banner, Link, Tone};
use crate::web::visit::Visit;

/// The acts after which one returns to this page.
pub(super) const DONE: [Action; 36] = [
    Action::MergeCases,
    Action::PartCases,
    Action::ChangeRegimen,
    Action::ReportReaction,
    Action::RecordReactionOutcome,
    Action::RecordContraindication,
    Action::EndContraindication,
    Action::PlanAftercare,
    Action::EndCase,
    Action::LogInjection,
    Action::RecordNotGiven,
    Action::PlaceHold,
    Action::ConfirmHold,
    Action::LiftHold,
    Action::DecideLateDose,
    Action::RecordClearance,
    Action::RecordInformation,
    Action::RecordExam,
    Action::RecordResults,
    Action::JudgeResult,
    Action::PrescribeRegimen,
    Action::AmendRecord,
    Action::VoidRecord,
    Action::ReportIncident,
    Action::ReviewIncident,
    Action::LodgeComplaint,
    Action::AnswerComplaint,
    Action::OpenCase,
    Action::RecordRuling,
    Action::ChangeRuling,
    Action::VoidRulingStep,
    Action::AmendRuling,
    Action::CorrectPerson,
    Action::ChangePlace,
    Action::ChangeSupervision,
    Action::AcknowledgeNotice,
];

pub(super) fn banners(
    visit: &Visit<'_>,
    file: &CaseFile,
    plan: &Plan,
    (view, done): (View, Option<Action>),
) -> Vec<Banner> {
    let banner = |tone, title| Banner {
        tone,
        title,
        words: None,
        link: None,
    };
    let today = file.now.today();
    let mut banners = Vec::new();
    if let Some(done) = done {
        banners.push(banner(Tone::Good, Words::key(format!("done-{done}"))));
    }
    if view == View::Clinical {
        banners.extend(foremost::banners(visit, file));
    }
    match file.case.standing_on(today) {
        Some(Standing::Suspended { since_on }) => banners.push(Banner {
            words: Some(Words::key("banner-suspended-words")),
            ..banner(Tone::Bad, Words::key("banner-suspended").date("on", since_on))
        }),
        Some(Standing::NotYetInForce { from_on: Some(on) }) => {
            banners.push(banner(
                Tone::Info,
                Words::key("banner-not-in-force").date("on", on),
            ));
        }
        Some(standing @ (Standing::Died { on } | Standing::Abroad { on })) => {
            let key = format!("banner-{}", standing.code());
            banners.push(Banner {
                words: Some(Words::key("banner-departed-words")),
                link: letters::end(visit, file),
                ..banner(Tone::Quiet, Words::key(key).date("on", on))
            });
        }
        Some(Standing::Rests { .. }) => {}
        Some(standing) if standing.ended() => {
            // Of a term its last day is known; a court names the first day without the measure.
            let key = match standing {
                Standing::EndedByTerm { .. } => "banner-expired",
                _ => "banner-ended",
            };
            banners.extend(standing.day().map(|on| Banner {
                link: letters::end(visit, file),
                ..banner(Tone::Info, Words::key(key).date("on", on))
            }));
        }
        _ => {}
    }
    // An appeal stops nothing by itself, so it must be seen. What does stop the doses is said beside it, and not the opposite.
    let goes_on = goes_on(file, view);
    let appealed = file
        .case
        .rulings
        .iter()
        .filter(|file| !file.standing_on(today).ended());
    banners.extend(
        appealed
            .filter_map(|file| file.appealed_on(today))
            .map(|on| Banner {
                words: goes_on.then(|| Words::key("banner-appealed-words")),
                ..banner(Tone::Warn, Words::key("banner-appealed").date("on", on))
            }),
    );
    banners.extend(crate::web::pages::merge::banners(
        visit,
        file,
        view == View::Clinical,
    ));
    banners.extend(crate::web::pages::passage::notable(visit, file));
    banners.extend(complaints::banners(visit, file, plan));
    if view == View::Clinical {
        banners.extend(
            file.case
                .holds
                .iter()
                // An ended case has no dose left that a hold could stop.
                .filter(|hold| hold.open() && file.facts.open)
                .map(|hold| hold_banner(visit, file, hold)),
        );
        banners.extend(decision_banner(plan));
        banners.extend(crate::web::pages::wrong_person::banners(visit, file));
        banners.extend(crate::web::pages::reviews::meanwhile_banner(file));
        banners.extend(barred_banner(visit, file));
    }
    banners
}

/// Does treatment go on, as far as the reader may know? What a court stopped everybody reads; what a physician or a commission
/// stopped only who reads the clinical file.
fn goes_on(file: &CaseFile, view: View) -> bool {
    match view {
        View::Clinical => nothing_stops(file) && meanwhile(&file.case) != Some(Meanwhile::Hold),
        View::Registry => {
            let standing = file.case.standing_on(file.now.today());
            standing.is_some_and(|standing| standing.in_force())
        }
    }
}

fn hold_banner(visit: &Visit<'_>, file: &CaseFile, hold: &crate::domain::case::Hold) -> Banner {
    let resource: Resource = file.facts.clone().into();
    let path = format!("/cases/{}/holds/{}", file.case.id, hold.placed.id);
    let context = Context {
        placed_by: hold.by.account(),
        ..Context::default()
    };
    let confirmable = visit
        .desk
        .allows(visit.actor(), Action::ConfirmHold, &resource, &context);
    let link = if hold.confirmed.is_empty() && confirmable {
        Some(Link::new(
            format!("{path}/confirm"),
            Words::key("confirm-hold-action"),
        ))
    } else {
        let liftable = visit.may(Action::LiftHold, &resource);
        liftable.then(|| Link::new(format!("{path}/lift"), Words::key("lift-hold-action")))
    };
    Banner {
        tone: Tone::Warn,
        title: crate::web::pages::holds::stands(hold, file.now.today()),
        words: Some(Words::key("banner-hold-words")),
        link,
    }
}

/// A dose in the last lateness band waits for a physician: say so where the dose is looked for. The way to the decision
/// stands below, with whose step it is.
fn decision_banner(plan: &Plan) -> Option<Banner> {
    let next = plan.next_step(|_| true)?;
    let waits = next
        .before
        .is_some_and(|first| first.kind == Kind::DecideLateDose);
    waits.then(|| Banner {
        tone: Tone::Warn,
        title: Words::key("banner-decision-needed"),
        words: None,
        link: None,
    })
}

/// Something speaks for good against the drug: whoever opens the case must not find out at the chair.
fn barred_banner(visit: &Visit<'_>, file: &CaseFile) -> Option<Banner> {
    let rules = visit.desk.rules();
    let found = barred(&file.case, rules, &file.now).filter(|_| file.facts.open)?;
    let law = rules.law_for(file.now.today())?;
    let name = law.course.contraindication(found)?.name.clone();
    let may = visit.may(Action::ChangeRegimen, &file.facts.clone().into());
    let href = format!("/cases/{}/regimen/change", file.case.id);
    Some(Banner {
        tone: Tone::Bad,
        title: Words::key("banner-barred").words("name", name),
        words: Some(Words::key("banner-barred-words")),
        link: may.then(|| Link::new(href, Words::key("change-regimen-action"))),
    })
}
