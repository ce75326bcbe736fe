//! Letters made of facts that people recorded, signed, opened as files with the tools of others, and read: in three
//! languages they say the facts, and a later issue says what is different.

use super::reviewed::{DATES, late_review};
use crate::support::{
    paper,
    world::{World, day, refusals, story},
};
use merzim::access::Action;
use merzim::commands::{self, DraftBreach, DraftLetter, SignLetter};
use merzim::domain::ids::{CaseId, LetterId};
use merzim::domain::letter::{About, Asked, Letter, LetterKind};
use merzim::domain::refusal::Refusal;
use merzim::letters::{Dated, Press, difference};
use merzim::store::desk::Failure;
use merzim::store::letters;
use merzim::text::{self, Language};

pub(super) async fn draw(world: &World, who: &str, case: CaseId, about: &About) -> Result<LetterId, Failure> {
    let form = DraftLetter::about(about.clone());
    commands::draft_letter(&world.desk, &world.actor(who), None, case, &form).await
}

async fn sign(world: &World, who: &str, id: LetterId) -> Letter {
    let letter = letters::find(world.desk.store(), id).await.unwrap();
    let draft = letter.last_draft().unwrap().number;
    let press = Press::new("https://merzim.example");
    let form = SignLetter { letter: id, draft };
    commands::sign_letter(&world.desk, &world.actor(who), None, form, &press)
        .await
        .unwrap();
    letters::find(world.desk.store(), id).await.unwrap()
}

/// Somebody draws a letter up, somebody signs it.
pub(super) async fn signed(
    world: &World,
    (drawer, signer): (&str, &str),
    case: CaseId,
    about: &About,
) -> Letter {
    let id = match draw(world, drawer, case, about).await {
        // The jobs drew it up.
        Err(Failure::Refused(why)) if why[..] == [Refusal::NothingToDo] => world.drawn(case, about).await,
        drawn => drawn.unwrap(),
    };
    sign(world, signer, id).await
}

/// The papers of the last issue: each sound, with its number, and saying all of this in its language.
pub(super) async fn says(world: &World, letter: &Letter, facts: impl Fn(Language) -> Vec<String>) {
    says_not(world, letter, facts, |_| Vec::new()).await;
}

/// The same, and nothing of that.
pub(super) async fn says_not(
    world: &World,
    letter: &Letter,
    facts: impl Fn(Language) -> Vec<String>,
    wrong: impl Fn(Language) -> Vec<String>,
) {
    let issue = letter.last_issue().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for language in Language::ALL {
        let code = language.code();
        let bytes = letters::file(world.desk.store(), letter.id, issue.number, code)
            .await
            .unwrap();
        let file = folder.path().join("letter.pdf");
        std::fs::write(&file, bytes).unwrap();
        let name = format!("{} {code}", letter.kind().code());
        paper::sound(&name, &file, language, "Қ. Қ.");
        let Some(read) = paper::read(&file, "-raw") else {
            continue;
        };
        let text = paper::squeezed(&read);
        let own = [issue.letter_number.clone(), issue.signer.clone()];
        for fact in facts(language).into_iter().chain(own) {
            assert!(
                text.contains(&paper::squeezed(&fact)),
                "{name}: no {fact:?} in\n{read}"
            );
        }
        for other in wrong(language) {
            assert!(
                !text.contains(&paper::squeezed(&other)),
                "{name}: {other:?} in\n{read}"
            );
        }
        if language == Language::Kk {
            for sign in paper::KAZAKH {
                assert!(read.to_lowercase().contains(sign), "{name}: no {sign}");
            }
        }
    }
}

/// What the last issue says and the one before did not: field, before, after.
pub(super) fn changes(letter: &Letter) -> Vec<(String, String, String)> {
    let [.., before, after] = &letter.issues[..] else {
        panic!("two issues: {:?}", letter.issues)
    };
    assert_eq!(
        before.letter_number, after.letter_number,
        "one letter, one number"
    );
    let sheets = letter.sheet_of(before).zip(letter.sheet_of(after)).unwrap();
    let said = |words: Option<text::Words>| {
        let words = words.map(|words| words.say(Language::En).unwrap());
        words.unwrap_or_default()
    };
    let of = |sheet, on| Dated { sheet, on };
    let papers = (of(sheets.0, before.signed_on), of(sheets.1, after.signed_on));
    let changes = difference(papers.0, papers.1).into_iter();
    changes
        .map(|change| (said(Some(change.field)), said(change.before), said(change.after)))
        .collect()
}

pub(super) fn is(field: &str, before: &str, after: &str) -> (String, String, String) {
    (field.to_owned(), before.to_owned(), after.to_owned())
}

pub(super) fn on(date: &str, language: Language) -> String {
    text::date(day(date), language)
}

#[test]
fn a_justified_absence_is_told_and_withdrawn_when_it_was_no_such() {
    for (opened, first, then) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-16 10:00"),
        ("2026-12-21 09:00", "2026-12-29", "2027-01-04 10:00"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            let refused = world.not_given("n1", case, "person-refused").await.unwrap();
            let about = About::NotGiven { record: refused };
            assert_eq!(
                refusals(draw(world, "n1", case, &about).await),
                [Refusal::NotUnderstood { field: "about" }],
                "a refusal is not excused"
            );
            world.void("n1", case, refused).await.unwrap();
            let record = world.not_given("n1", case, "no-usable-drug").await.unwrap();
            let about = About::NotGiven { record };
            let letter = signed(world, ("n1", "fp"), case, &about).await;
            assert_eq!(letter.kind(), LetterKind::JustifiedAbsence);
            let spoken = |language| match language {
                Language::Kk => "дәлелді",
                Language::Ru => "по уважительной причине",
                Language::En => "did not take place, justified",
            };
            says(world, &letter, |language| {
                vec![
                    on(first, language),
                    spoken(language).to_owned(),
                    "Қ. Қ.".to_owned(),
                ]
            })
            .await;

            world.pass_until(then).await;
            world.void("n1", case, record).await.unwrap();
            let letter = signed(world, ("n1", "fp"), case, &about).await;
            let told = changes(&letter);
            let withdrawn = is(
                "What is known",
                "did not take place, justified",
                "the earlier record was withdrawn",
            );
            assert!(told.contains(&withdrawn), "{told:?}");
            says(world, &letter, |language| vec![on(first, language)]).await;
        });
    }
}

/// Twenty minutes after midnight at the place it is still yesterday in UTC. The visit, its paper, the signature and the sheet of
/// the day all bear the day of the place, at the turn of a year, too.
#[test]
fn a_paper_bears_the_day_of_the_place_and_not_that_of_utc() {
    for (opened, first) in [
        ("2026-03-02 09:00", "2026-03-14"),
        ("2026-12-21 09:00", "2027-01-01"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 00:20")).await;
            let utc = world.desk.instant().date_naive();
            assert_eq!(Some(utc), day(first).pred_opt(), "in UTC it is the day before");

            let n1 = world.actor("n1");
            let sheet = commands::print_run_sheet(&world.desk, &n1, None, Some(utc)).await;
            let over = Refusal::NotBefore {
                field: "sheet_on",
                earliest_on: day(first),
            };
            assert_eq!(refusals(sheet), [over], "that day is over");
            commands::print_run_sheet(&world.desk, &n1, None, Some(day(first)))
                .await
                .unwrap();

            let record = world.not_given("n1", case, "no-usable-drug").await.unwrap();
            let about = About::NotGiven { record };
            let letter = signed(world, ("n1", "fp"), case, &about).await;
            assert_eq!(letter.last_issue().unwrap().signed_on, day(first));
            let date = |date| move |language| vec![text::date(date, language)];
            says_not(world, &letter, date(day(first)), date(utc)).await;
        });
    }
}

/// A submission and the conclusion it rests on; then the registry corrects the name of the court.
#[test]
fn what_a_commission_concluded_goes_to_the_court_that_the_register_names() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = late_review(world, &dates).await;
            world.file_papers(case).await;
            let review = world.review(case).await;
            let nothing = [Refusal::NotUnderstood { field: "about" }];
            let (conclusion, proposal) = (About::Review { review }, About::Proposal { review });
            for about in [&conclusion, &proposal] {
                assert_eq!(
                    refusals(draw(world, "fp", case, about).await),
                    nothing,
                    "nothing is concluded"
                );
            }
            let held = world.file(case).await.now.today();
            world.hold_review(case, "extend").await;
            let asked = |language| match language {
                Language::Kk => "Шараны ұзарту",
                Language::Ru => "Продлить меру",
                Language::En => "Extend the measure",
            };
            let mut known = Vec::new();
            for about in [&conclusion, &proposal] {
                let letter = signed(world, ("fp", "fp"), case, about).await;
                says(world, &letter, |language| {
                    let members = ["r1", "r2", "r3"].map(str::to_owned);
                    let facts = [
                        text::date(held, language),
                        asked(language).to_owned(),
                        "Алматы қ. соты".to_owned(),
                    ];
                    facts.into_iter().chain(members).collect()
                })
                .await;
                known.push(letter);
            }
            let findings = ["психический статус описан", "основания указаны", "№ 17"];
            says(world, &known[0], |_| findings.map(str::to_owned).into()).await;
            let court = known[1].signed_sheet().unwrap();
            let data = serde_json::to_string(court).unwrap();
            for clinical in findings.into_iter().chain(["triptorelin"]) {
                assert!(!data.contains(clinical), "{clinical} goes to the court: {data}");
            }

            let mut ruling = world.file(case).await.case.rulings[0].ruling.clone();
            ruling.court = "Қостанай қалалық соты".to_owned();
            commands::amend_ruling(
                &world.desk,
                &world.actor("clerk"),
                None,
                case,
                &ruling,
                "қате терілген",
            )
            .await
            .unwrap();
            for about in [&conclusion, &proposal] {
                let letter = signed(world, ("fp", "fp"), case, about).await;
                let told = changes(&letter);
                let to = is("To", "Алматы қ. соты", "Қостанай қалалық соты");
                assert!(told.contains(&to), "{told:?}");
                says(world, &letter, |_| vec!["Қостанай қалалық соты".to_owned()]).await;
            }
        });
    }
}

/// A certificate says less after the record it counted was struck out.
#[test]
fn a_certificate_of_a_period_is_issued_again_without_what_was_struck_out() {
    for (opened, first, until) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-31"),
        ("2026-12-01 09:00", "2026-12-14", "2027-01-10"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            let refused = world.refuse(case).await;
            world.pass_until(&format!("{until} 10:00")).await;
            let about = About::Period {
                from_on: day(&opened[..10]),
                until_on: day(until),
                asked: Asked {
                    by: "Қостанай қалалық соты".to_owned(),
                    ground: "сұрау № 5".to_owned(),
                    on: day(until),
                },
            };
            let letter = signed(world, ("clerk", "clerk"), case, &about).await;
            let spoken = |language| match language {
                Language::Kk => "адамға байланысты себеппен болмады",
                Language::Ru => "не состоялась по причине, зависящей от лица",
                Language::En => "did not take place, for a reason that lies with the person",
            };
            says(world, &letter, |language| {
                vec![
                    on(first, language),
                    on(until, language),
                    spoken(language).to_owned(),
                    "Қостанай қалалық соты".to_owned(),
                    "сұрау № 5".to_owned(),
                ]
            })
            .await;

            world.void("n1", case, refused).await.unwrap();
            let letter = signed(world, ("clerk", "clerk"), case, &about).await;
            let told = changes(&letter);
            assert!(
                told.contains(&is(
                    "Did not take place, for a reason that lies with the person",
                    "1",
                    "0"
                )),
                "{told:?}"
            );
            says(world, &letter, |language| vec![on(until, language)]).await;
        });
    }
}

#[test]
fn a_dossier_on_a_breach_grows_with_what_the_ledger_says() {
    for (opened, first) in [
        ("2026-03-02 09:00", "2026-03-10"),
        ("2026-12-21 09:00", "2026-12-29"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            let form = DraftBreach {
                sign_in_name: "n1".to_owned(),
                from_on: Some(day(first)),
                until_on: Some(day(first)),
                found_on: Some(day(first)),
                words: "құпиясөз белгілі болды".to_owned(),
            };
            let auditor = world.actor("auditor");
            let drawn = async || {
                commands::draft_breach_dossier(&world.desk, &auditor, None, &form)
                    .await
                    .unwrap()
            };
            let letter = sign(world, "auditor", drawn().await).await;
            let reference = world.file(case).await.case.reference;
            says(world, &letter, |language| {
                vec![
                    on(first, language),
                    form.words.clone(),
                    reference.clone(),
                    "n1".to_owned(),
                ]
            })
            .await;
            let n1 = world.actor("n1");
            world
                .desk
                .look(&n1, Action::ReadClinicalFile, case)
                .await
                .unwrap();
            let again = drawn().await;
            assert_eq!(again, letter.id, "about one thing there is one letter");
            let letter = sign(world, "auditor", again).await;
            let told = changes(&letter);
            let row = format!("Records touched: {reference}");
            assert!(told.iter().any(|(field, ..)| *field == row), "{told:?}");
        });
    }
}

pub(super) async fn strike_out(world: &World, case: CaseId) {
    let file = world.file(case).await.case;
    let ruling = file.rulings.last().unwrap();
    let step = (ruling.ruling.id, ruling.changes.last().unwrap().seq);
    commands::void_ruling_step(&world.desk, &world.actor("clerk"), None, case, step, "басқа іс")
        .await
        .unwrap();
}
