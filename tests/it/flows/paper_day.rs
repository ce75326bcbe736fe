//! A day without power: the sheet printed before it, the entries typed after it, the second person who compares.

use crate::support::world::{World, at, day, refusals, story};
use merzim::access::Actor;
use merzim::commands::{self, DoseRecorded};
use merzim::domain::{
    decide::{NotGiven, OnPaper},
    dosing::open_cycle,
    event::Event,
    ids::{CaseId, RecordId, SheetId},
    paper::RowCode,
    refusal::Refusal,
};
use merzim::store::{
    desk::Failure,
    reading::run_sheets::{self, SheetRow},
};

/// Opened, due, printed, on paper, typed. The second pair crosses a year; what is typed then lies past the window.
const DAYS: [[&str; 5]; 2] = [
    [
        "2026-03-02 09:00",
        "2026-03-13",
        "2026-03-13 07:00",
        "2026-03-13 10:15",
        "2026-03-16 08:30",
    ],
    [
        "2026-12-14 09:00",
        "2026-12-25",
        "2026-12-31 23:10",
        "2026-12-31 23:40",
        "2027-01-04 09:00",
    ],
];

pub(super) async fn print(world: &World, who: &str, on: &str) -> SheetId {
    commands::print_run_sheet(&world.desk, &world.actor(who), None, Some(day(on)))
        .await
        .unwrap()
}

pub(super) async fn rows(world: &World, sheet: SheetId) -> Vec<SheetRow> {
    run_sheets::rows(world.desk.store(), sheet).await.unwrap()
}

fn code_of(rows: &[SheetRow], case: CaseId) -> RowCode {
    let row = rows.iter().find(|row| row.case() == case).unwrap();
    row.code().parse().unwrap()
}

pub(super) async fn unverified(world: &World) -> Vec<CaseId> {
    let site = world.country.place("p1").id;
    let rows = run_sheets::unverified(world.desk.store(), site).await.unwrap();
    rows.iter().map(SheetRow::case).collect()
}

/// Types a dose as the paper has it.
pub(super) async fn typed(
    world: &World,
    who: &Actor,
    (case, row): (CaseId, RowCode),
    happened: &str,
    scan: &str,
) -> Result<DoseRecorded, Failure> {
    let mut form = world.injection(case).await;
    form.occurred_at = Some(at(happened));
    for check in form.checks.iter_mut().filter(|check| check.taken_on.is_some()) {
        check.taken_on = Some(day(&happened[..10]));
    }
    let said = OnPaper::Given(Box::new(form));
    commands::transcribe_entry(&world.desk, who, None, case, (row, scan), &said).await
}

async fn refusal_typed(world: &World, (case, row): (CaseId, RowCode), happened: &str) -> DoseRecorded {
    let file = world.file(case).await;
    let form = NotGiven {
        cycle: open_cycle(&file.case),
        occurred_at: Some(at(happened)),
        cause: "person-refused".to_owned(),
        words: "сөзбен".to_owned(),
        tried: "қазақша түсіндірілді".to_owned(),
        own_words: "«Жоқ»".to_owned(),
        ..NotGiven::default()
    };
    let said = OnPaper::NotGiven(form);
    commands::transcribe_entry(&world.desk, &world.actor("n2"), None, case, (row, ""), &said)
        .await
        .unwrap()
}

pub(super) async fn verify(
    world: &World,
    who: &str,
    case: CaseId,
    record: RecordId,
) -> Result<RecordId, Failure> {
    let said = (true, "қағазбен бірдей");
    commands::verify_entry(&world.desk, &world.actor(who), None, case, record, said).await
}

/// S18: a sheet, a day without power, and a Monday.
#[test]
fn three_doses_and_a_refusal_come_back_from_paper_under_their_true_times() {
    for [opened, due, printed, happened, monday] in DAYS {
        story(opened, async |world| {
            let mut cases = Vec::new();
            for _ in 0..5 {
                cases.push(world.planned_for(due).await);
            }
            world.pass_until(printed).await;
            let sheet = print(world, "n1", &printed[..10]).await;
            let printed_rows = rows(world, sheet).await;
            assert_eq!(printed_rows.len(), 5);
            world.pass_until(monday).await;
            let scan = "ab".repeat(32);
            let (given, others) = cases.split_at(3);
            let n2 = world.actor("n2");
            let mut records = Vec::new();
            for case in given {
                let row = (*case, code_of(&printed_rows, *case));
                let recorded = typed(world, &n2, row, happened, &scan).await.unwrap();
                records.push((*case, recorded.record));
                let file = world.file(*case).await;
                let dose = file.case.doses.last().unwrap();
                assert_eq!(dose.content.occurred_at, at(happened), "the true time");
                assert_eq!(dose.content.given_on, day(&happened[..10]), "and its day");
                assert_eq!(dose.recorded_at, at(monday), "and when it was typed");
                let from = &file.case.transcription(recorded.record).unwrap().from;
                assert_eq!(from.scan_sha256.as_deref(), Some(scan.as_str()));
                assert!(matches!(
                    refusals(typed(world, &n2, row, happened, "").await)[..],
                    [Refusal::RowReturned]
                ));
            }
            let refused = (others[0], code_of(&printed_rows, others[0]));
            records.push((others[0], refusal_typed(world, refused, happened).await.record));

            let now = rows(world, sheet).await;
            let missing: Vec<_> = now.iter().filter(|row| row.record().is_none()).collect();
            assert_eq!(missing.len(), 1, "one row never came back");
            assert_eq!(missing[0].case(), others[1]);
            assert!(missing[0].still_due(), "due, no record");
            let told = run_sheets::not_returned(world.desk.store(), &cases, day(&monday[..10]))
                .await
                .unwrap();
            assert_eq!(told, [(others[1], "2026-0001".to_owned(), day(&printed[..10]))]);

            assert_eq!(unverified(world).await.len(), 4);
            for (case, record) in &records {
                let own = verify(world, "n2", *case, *record).await;
                assert!(
                    matches!(own, Err(Failure::Forbidden(_))),
                    "not by whoever typed it"
                );
                let n1 = world.actor("n1");
                let silent = commands::verify_entry(&world.desk, &n1, None, *case, *record, (false, ""));
                assert_eq!(refusals(silent.await), [Refusal::Required { field: "agrees" }]);
                verify(world, "n1", *case, *record).await.unwrap();
                assert_eq!(
                    refusals(verify(world, "n1", *case, *record).await),
                    [Refusal::NothingToDo]
                );
            }
            assert_eq!(unverified(world).await, [], "the list empties");
            // A refusal asks for the dose again; a dose given does not.
            assert_eq!(world.dose(others[0]).await.unwrap().cycle, 1);
            assert_eq!(world.dose(given[0]).await.unwrap().cycle, 2);
        });
    }
}

#[test]
fn an_entry_typed_wrongly_is_corrected_or_struck_out_like_any_other() {
    let [opened, due, printed, happened, monday] = DAYS[0];
    story(opened, async |world| {
        let case = world.planned_for(due).await;
        world.pass_until(printed).await;
        let sheet = print(world, "n1", due).await;
        let row = (case, code_of(&rows(world, sheet).await, case));
        world.pass_until(monday).await;
        let n2 = world.actor("n2");
        assert_eq!(
            refusals(typed(world, &n2, row, happened, "no digest").await),
            [Refusal::NotUnderstood { field: "scan_sha256" }]
        );
        assert!(matches!(
            refusals(typed(world, &n2, row, "2026-03-01 10:00", "").await)[..],
            [Refusal::TooEarly { .. }, ..] | [Refusal::NoDose(_)]
        ));
        let recorded = typed(world, &n2, row, happened, "").await.unwrap();
        world.void("n1", case, recorded.record).await.unwrap();
        assert_eq!(
            refusals(verify(world, "n1", case, recorded.record).await),
            [Refusal::NothingToDo]
        );
        assert_eq!(unverified(world).await, [], "struck out: nothing to compare");
        let now = rows(world, sheet).await;
        assert!(
            now[0].record().is_none() && now[0].still_due(),
            "the row is open again"
        );
        let again = typed(world, &n2, row, "2026-03-13 11:00", "").await.unwrap();
        verify(world, "fp", case, again.record).await.unwrap();
        let verbs: Vec<_> = world
            .file(case)
            .await
            .history
            .iter()
            .map(|told| told.event.verb())
            .collect();
        assert!(
            verbs.ends_with(&["dose-given", "entry-transcribed", "entry-verified"]),
            "{verbs:?}"
        );
    });
}

#[test]
fn a_row_leads_to_its_own_dose_and_to_no_other() {
    let [opened, due, printed, happened, monday] = DAYS[0];
    story(opened, async |world| {
        let (case, other) = (world.planned_for(due).await, world.planned_for(due).await);
        let n2 = world.actor("n2");
        let early = commands::print_run_sheet(&world.desk, &n2, None, Some(day("2026-03-03"))).await;
        assert_eq!(refusals(early), [Refusal::NothingDue]);
        let past = commands::print_run_sheet(&world.desk, &n2, None, Some(day("2026-02-27"))).await;
        assert!(matches!(refusals(past)[..], [Refusal::NotBefore { .. }]));
        let none = commands::print_run_sheet(&world.desk, &n2, None, None).await;
        assert_eq!(refusals(none), [Refusal::NotUnderstood { field: "sheet_on" }]);
        let police = commands::print_run_sheet(&world.desk, &world.actor("cop"), None, Some(day(due))).await;
        assert!(matches!(police, Err(Failure::Forbidden(_))));
        world.pass_until(printed).await;
        let (sheet, copy) = (print(world, "n1", due).await, print(world, "n2", due).await);
        let (first, second) = (rows(world, sheet).await, rows(world, copy).await);
        assert_ne!(
            code_of(&first, case),
            code_of(&second, case),
            "each sheet has codes of its own"
        );
        world.pass_until(monday).await;
        let swapped = typed(world, &n2, (case, code_of(&first, other)), happened, "").await;
        assert_eq!(refusals(swapped), [Refusal::NotUnderstood { field: "code" }]);
        let never = typed(world, &n2, (case, RowCode::fresh()), happened, "").await;
        assert_eq!(refusals(never), [Refusal::NotUnderstood { field: "code" }]);
        let far = typed(
            world,
            &world.actor("n3"),
            (case, code_of(&first, case)),
            happened,
            "",
        )
        .await;
        assert!(
            matches!(far, Err(Failure::Forbidden(_))),
            "a nurse of another prison"
        );
        typed(world, &n2, (case, code_of(&first, case)), happened, "")
            .await
            .unwrap();
        let twice = typed(world, &n2, (case, code_of(&second, case)), happened, "").await;
        assert!(
            matches!(
                refusals(twice)[..],
                [Refusal::AlreadyRecorded { .. }] | [Refusal::NothingToDo]
            ),
            "two sheets, one dose"
        );
        // What somebody typed at the chair needs no paper.
        world.give_as_of(other, happened).await.unwrap();
        let now = rows(world, sheet).await;
        let row = now.iter().find(|row| row.case() == other).unwrap();
        assert!(row.record().is_some() && row.transcribed_at.is_none());
        let events = world.file(case).await.history;
        let typed = events
            .iter()
            .filter(|told| matches!(told.event, Event::EntryTranscribed(_)));
        assert_eq!(typed.count(), 1);
    });
}
