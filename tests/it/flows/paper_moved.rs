//! The paper stays where it was printed: what happened there is typed and compared there, also when the person has gone on;
//! and what was compared is compared again when it is corrected.

use super::paper_day::{print, rows, typed, unverified, verify};
use crate::support::world::{World, day, refusals, story};
use merzim::commands;
use merzim::domain::{event::Corrected, event::DoseGiven, ids::CaseId, paper::RowCode, refusal::Refusal};
use merzim::store::desk::Failure;

const OPENED: &str = "2026-03-02 09:00";
const DUE: &str = "2026-03-13";
const PRINTED: &str = "2026-03-13 07:00";
const HAPPENED: &str = "2026-03-13 10:15";
const SATURDAY: &str = "2026-03-14 09:00";
const MONDAY: &str = "2026-03-16 08:30";

/// A row of a sheet of P1, on its day.
async fn on_sheet(world: &World) -> (CaseId, RowCode) {
    let case = world.planned_for(DUE).await;
    world.pass_until(PRINTED).await;
    let sheet = print(world, "n1", DUE).await;
    let code = rows(world, sheet).await[0].code().parse().unwrap();
    (case, code)
}

/// He goes on to P2, in another region.
async fn goes_on(world: &World, case: CaseId) {
    world.pass_until(SATURDAY).await;
    let (clerk, p2) = (world.actor("clerk"), world.country.place("p2").id);
    commands::change_place(&world.desk, &clerk, None, case, p2, day(&SATURDAY[..10]), "этап")
        .await
        .unwrap();
}

fn forbidden<T>(outcome: Result<T, Failure>) -> bool {
    matches!(outcome, Err(Failure::Forbidden(_)))
}

#[test]
fn a_row_given_before_a_move_is_typed_and_compared_where_the_paper_is() {
    story(OPENED, async |world| {
        let row = on_sheet(world).await;
        let until = "2027-12-31";
        let lot = world.take_in("p1", "L7", until, 1).await;
        let pack = world.packs_at("p1", lot).await[0].id;
        goes_on(world, row.0).await;
        world.pass_until(MONDAY).await;
        let n2 = world.actor("n2");
        // What happened at P2 stands on no sheet of P1.
        let later = refusals(typed(world, &n2, row, "2026-03-15 10:00", "").await);
        assert_eq!(
            later,
            [Refusal::NotAfter {
                field: "occurred_on",
                latest_on: day(DUE)
            }]
        );
        assert!(forbidden(
            typed(world, &world.actor("cn1"), row, HAPPENED, "").await
        ));
        let mut form = world.injection_from(row.0, pack).await;
        form.occurred_at = Some(crate::support::world::at(HAPPENED));
        for check in form.checks.iter_mut().filter(|check| check.taken_on.is_some()) {
            check.taken_on = Some(day(DUE));
        }
        let said = merzim::domain::decide::OnPaper::Given(Box::new(form));
        let done = commands::transcribe_entry(&world.desk, &n2, None, row.0, (row.1, ""), &said)
            .await
            .unwrap();
        let dose = world.file(row.0).await.case.doses[0].content.clone();
        let p1 = world.country.place("p1").id;
        assert_eq!((dose.place, dose.pack), (p1, Some(pack)), "from the shelf of P1");
        assert!(world.file(row.0).await.case.incidents.is_empty());

        assert_eq!(unverified(world).await, [row.0]);
        assert!(forbidden(verify(world, "n2", row.0, done.record).await));
        assert!(
            forbidden(verify(world, "n3", row.0, done.record).await),
            "P2 has no sheet to compare with"
        );
        verify(world, "n1", row.0, done.record).await.unwrap();
        assert_eq!(unverified(world).await, [], "the list empties");
    });
}

#[test]
fn an_entry_that_waits_when_somebody_is_moved_is_compared_where_it_was_typed() {
    story(OPENED, async |world| {
        let row = on_sheet(world).await;
        world.pass_until("2026-03-13 18:00").await;
        let done = typed(world, &world.actor("n2"), row, HAPPENED, "").await.unwrap();
        goes_on(world, row.0).await;
        verify(world, "n1", row.0, done.record).await.unwrap();
        assert_eq!(unverified(world).await, []);
    });
}

#[test]
fn what_is_corrected_after_it_was_compared_waits_again() {
    story(OPENED, async |world| {
        let (case, code) = on_sheet(world).await;
        world.pass_until(MONDAY).await;
        let done = typed(world, &world.actor("n1"), (case, code), HAPPENED, "")
            .await
            .unwrap();
        verify(world, "n2", case, done.record).await.unwrap();
        assert_eq!(unverified(world).await, []);
        let dose = DoseGiven {
            lot: "L9".to_owned(),
            ..world.file(case).await.case.doses[0].content.clone()
        };
        world
            .amend("n1", case, &Corrected::Dose(dose.clone()))
            .await
            .unwrap();
        assert_eq!(unverified(world).await, [case]);
        assert!(forbidden(verify(world, "n1", case, done.record).await));
        verify(world, "n2", case, done.record).await.unwrap();

        // Whoever corrects what differs leaves it to the other.
        let dose = DoseGiven {
            lot: "L8".to_owned(),
            ..dose
        };
        world.amend("n2", case, &Corrected::Dose(dose)).await.unwrap();
        assert!(forbidden(verify(world, "n2", case, done.record).await));
        verify(world, "n1", case, done.record).await.unwrap();
        assert_eq!(unverified(world).await, []);
    });
}

/// Corrected before anybody asked for another look, its row still says that it was compared.
#[test]
fn a_row_from_before_waits_again_with_whatever_is_written_next() {
    story(OPENED, async |world| {
        use sea_orm::ConnectionTrait as _;
        let (case, code) = on_sheet(world).await;
        world.pass_until(MONDAY).await;
        let done = typed(world, &world.actor("n1"), (case, code), HAPPENED, "")
            .await
            .unwrap();
        verify(world, "n2", case, done.record).await.unwrap();
        let dose = DoseGiven {
            lot: "L9".to_owned(),
            ..world.file(case).await.case.doses[0].content.clone()
        };
        world.amend("n1", case, &Corrected::Dose(dose)).await.unwrap();
        let as_before = "UPDATE run_sheet_row SET verified_at = '2026-03-16 03:30:00+00:00' WHERE transcribed_at IS NOT NULL";
        world.raw.execute_unprepared(as_before).await.unwrap();
        assert_eq!(unverified(world).await, []);
        world.hold(case, None).await;
        assert_eq!(unverified(world).await, [case]);
        verify(world, "n2", case, done.record).await.unwrap();
        assert_eq!(unverified(world).await, []);
    });
}
