//! What a letter of a case can be drawn up about, and what was chosen.

use super::may_draw;
use crate::domain::alert::Alert;
use crate::domain::case::Entry;
use crate::domain::event::DoseNotGiven;
use crate::domain::ids::{AlertId, RecordId};
use crate::domain::letter::{
    About, EndedTo, Letter, LetterKind, ReleaseTo, measure_ended, release_ahead, to_tell_of_end,
    told_of_release,
};
use crate::domain::obligation::Kind;
use crate::domain::passage::OfferState;
use crate::domain::supervision::{Attendance, Days};
use crate::letters::day;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::views::parts::{Choice, Row};
use crate::web::visit::Visit;

/// What a letter can be drawn up about now, the newest first.
pub(super) fn choices(visit: &Visit<'_>, file: &CaseFile) -> Vec<Choice> {
    let rules = visit.desk.rules();
    let plan = file.plan(rules);
    let days = Days::of(&file.case, rules, &file.now);
    let missed = |alert: &Alert| {
        let on = days.about_on(alert, &plan);
        Choice::new(
            format!("alert:{}", alert.id),
            Words::key("letter-about-alert").date("on", on),
        )
    };
    let justified = |entry: &Entry<DoseNotGiven>| {
        let words = Words::key("letter-about-not-given").date("on", entry.content.occurred_on);
        Choice::new(format!("not-given:{}", entry.content.id), words)
    };
    let mut choices = Vec::new();
    if may_draw(visit, file, LetterKind::MissedNotice) {
        let told = file.case.alerts.iter().rev();
        // What is over needs no first notice; a notice that was sent is drawn up again from its own page.
        let told = told
            .filter(|alert| alert.kind == Kind::Dose && alert.live() && alert.told(file.facts.supervising));
        choices.extend(told.map(missed));
    }
    let over = file.case.ended_on(file.now.today());
    if !over && may_draw(visit, file, LetterKind::JustifiedAbsence) {
        let records = file.case.not_given.iter().rev();
        choices.extend(
            records
                .filter(|entry| is_justified(visit, file, entry))
                .map(justified),
        );
    }
    choices.extend(of_reviews(visit, file));
    choices.extend(of_moves(visit, file));
    if may_draw(visit, file, LetterKind::OwnRecord) {
        choices.push(Choice::new("own", Words::key("letter-kind-own-record")));
    }
    choices
}

fn is_justified(visit: &Visit<'_>, file: &CaseFile, entry: &Entry<DoseNotGiven>) -> bool {
    let said = Attendance::of_record(&entry.content, &file.case, &visit.desk.rules().causes);
    entry.voided.is_none() && said == Attendance::Justified
}

/// A release ahead, the end of the measure, hand-overs that were agreed, recalls that reached the person.
fn of_moves(visit: &Visit<'_>, file: &CaseFile) -> Vec<Choice> {
    let mut choices = Vec::new();
    let (case, today) = (&file.case, file.now.today());
    let ahead = release_ahead(case, today).filter(|_| !case.ended_on(today));
    if let Some(on) = ahead
        && may_draw(visit, file, LetterKind::ReleaseNotice)
    {
        let told = ReleaseTo::ALL.into_iter();
        let told = told.filter(|to| told_of_release(case, *to, today).is_some());
        choices.extend(told.map(|to| {
            let words = Words::key(format!("letter-about-release-{}", to.code())).words("on", day(on));
            Choice::new(format!("release:{}", to.code()), words)
        }));
    }
    if let Some((ground, since_on)) = measure_ended(&file.case, file.now.today())
        && may_draw(visit, file, LetterKind::MeasureEnded)
    {
        let to = to_tell_of_end(ground, file.roster.sent_from_elsewhere());
        choices.extend(to.into_iter().map(|to| {
            let words = Words::key(format!("letter-about-ended-{}", to.code())).date("on", since_on);
            Choice::new(format!("ended:{}", to.code()), words)
        }));
    }
    if may_draw(visit, file, LetterKind::HandoverAct) {
        let agreed = file.case.passage.offers.iter().rev();
        let agreed =
            agreed.filter(|offer| matches!(offer.state(), OfferState::Accepted | OfferState::Completed));
        choices.extend(agreed.map(|offer| {
            let words = Words::key("letter-about-handover").date("on", offer.content.from_on);
            Choice::new(format!("handover:{}", offer.content.id), words)
        }));
    }
    if may_draw(visit, file, LetterKind::Recall) {
        let recalls = file.case.supply.recalls.iter().rev();
        choices.extend(recalls.map(|recall| {
            let words = Words::key("letter-about-recall")
                .words("lot", recall.reached.lot.clone())
                .date("on", recall.reached.recalled_on);
            Choice::new(format!("recall:{}", recall.reached.recall), words)
        }));
    }
    choices
}

fn of_reviews(visit: &Visit<'_>, file: &CaseFile) -> Vec<Choice> {
    let concluded = file.case.reviews.iter().rev();
    let concluded = concluded.filter_map(|review| Some((review.number, review.concluded()?.0)));
    let may_conclude = may_draw(visit, file, LetterKind::ReviewConclusion);
    let over = file.case.ended_on(file.now.today());
    let may_submit = !over && may_draw(visit, file, LetterKind::CourtSubmission);
    let mut choices = Vec::new();
    for (number, text) in concluded {
        let n = i64::from(number);
        if may_conclude {
            let words = Words::key("letter-about-review").number("n", n);
            choices.push(Choice::new(format!("review:{number}"), words));
        }
        if may_submit && text.to_court {
            let words = Words::key("letter-about-proposal").number("n", n);
            choices.push(Choice::new(format!("proposal:{number}"), words));
        }
    }
    choices
}

/// The choices about which no letter stands: one that stands is drawn up again from its own page.
pub(super) fn undrawn(mut choices: Vec<Choice>, letters: &[&Letter]) -> Vec<Choice> {
    let drawn = |choice: &Choice| chosen(&choice.value).and_then(|about| standing(&about, letters));
    choices.retain(|choice| drawn(choice).is_none());
    choices
}

/// The letter about something that was drawn up and not withdrawn.
pub(super) fn standing<'l>(about: &About, letters: &[&'l Letter]) -> Option<&'l Letter> {
    let mut letters = letters.iter().copied();
    letters.find(|letter| letter.about == *about && letter.withdrawn.is_none())
}

/// The kinds that the reader draws up and that cannot be drawn up as the case stands, each with the reason.
pub(super) fn not_now(visit: &Visit<'_>, file: &CaseFile, choices: &[Choice]) -> Vec<Row> {
    let over = file.case.ended_on(file.now.today());
    let drawn = LetterKind::ALL
        .into_iter()
        .filter_map(|kind| Some((kind, choice_of(kind)?)));
    let missing = drawn.filter(|(kind, choice)| {
        let offered = |known: &Choice| known.value.split(':').next() == Some(*choice);
        !choices.iter().any(offered) && may_draw(visit, file, *kind)
    });
    missing
        .map(|(kind, _)| {
            let reason = match kind {
                LetterKind::MissedNotice
                | LetterKind::JustifiedAbsence
                | LetterKind::ReleaseNotice
                | LetterKind::CourtSubmission
                    if over =>
                {
                    "letter-not-over".to_owned()
                }
                kind => format!("letter-not-{}", kind.code()),
            };
            let kind = Words::key(format!("letter-kind-{}", kind.code()));
            Row::new(kind, Words::key(reason))
        })
        .collect()
}

/// How a choice of a kind begins; none for those that have a form of their own.
fn choice_of(kind: LetterKind) -> Option<&'static str> {
    Some(match kind {
        LetterKind::MissedNotice => "alert",
        LetterKind::JustifiedAbsence => "not-given",
        LetterKind::ReleaseNotice => "release",
        LetterKind::MeasureEnded => "ended",
        LetterKind::HandoverAct => "handover",
        LetterKind::Recall => "recall",
        LetterKind::CourtSubmission => "proposal",
        LetterKind::ReviewConclusion => "review",
        LetterKind::OwnRecord => "own",
        LetterKind::TreatmentCertificate | LetterKind::RecallNotice | LetterKind::BreachDossier => {
            return None;
        }
    })
}

/// What was chosen; nothing where it is none of the choices.
pub(super) fn chosen(choice: &str) -> Option<About> {
    let (what, which) = choice.split_once(':').unwrap_or((choice, ""));
    Some(match what {
        "alert" => About::Alert {
            alert: which.parse::<AlertId>().ok()?,
        },
        "not-given" => About::NotGiven {
            record: which.parse::<RecordId>().ok()?,
        },
        "review" => About::Review {
            review: which.parse().ok()?,
        },
        "proposal" => About::Proposal {
            review: which.parse().ok()?,
        },
        "release" => About::Release {
            to: ReleaseTo::ALL.into_iter().find(|to| to.code() == which)?,
        },
        "ended" => About::Ended {
            to: EndedTo::ALL.into_iter().find(|to| to.code() == which)?,
        },
        "handover" => About::Handover {
            offer: which.parse::<RecordId>().ok()?,
        },
        "recall" => About::Recall {
            recall: which.parse::<RecordId>().ok()?,
        },
        "own" => About::Own,
        _ => return None,
    })
}
