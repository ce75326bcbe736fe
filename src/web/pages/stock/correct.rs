//! A last day of use that makes incidents of doses given already is meant only when it was asked about, with what it touches.

use crate::commands::possible_days;
use crate::domain::refusal::{WORDS, text};
use crate::store::organisations::Organisation;
use crate::store::reading::recall_ahead::{given_past, touched};
use crate::store::stock::{self, Lot};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::record::carry;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::supplies::{ActField, Entry};
use crate::web::visit::Visit;

/// The box that is ticked, and what was shown beside it.
const SURE: &str = "confirmed";
const SEEN: &str = "seen";

/// The form with the question whether the day is meant, unless exactly this was asked and ticked. What is wrong anyway, the
/// act itself says.
pub(super) async fn to_confirm(
    visit: &Visit<'_>,
    (lot, place): (&Lot, &Organisation),
    typed: &Typed,
) -> Result<Option<Form>, Fault> {
    let said = text("reason", typed.text("reason"), true, WORDS).is_ok();
    let day = typed.needed_date("expiry_on");
    let Some(day) = day.filter(|day| said && *day != lot.expiry_on) else {
        return Ok(None);
    };
    let store = visit.desk.store();
    let (changes, today) = (
        stock::changes(store, lot.id).await?,
        place.today(visit.desk.instant()),
    );
    let taken_in_on = changes.first().map_or(today, |first| place.today(first.at));
    let days = possible_days(visit.desk.rules(), &lot.product, (taken_in_on, today));
    if days.is_some_and(|(earliest_on, latest_on)| day < earliest_on || day > latest_on) {
        return Ok(None);
    }
    let (doses, people) =
        given_past(store, (lot, &visit.desk.rules().products_of(&lot.product)), day).await?;
    let mark = format!("{day} {doses} {people}");
    let meant = typed.ticked(SURE) && typed.text(SEEN) == mark;
    if doses == 0 || meant {
        return Ok(None);
    }
    let packs = touched(store, visit.desk.rules(), lot.id).await?.lying();
    let small = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let asked = Words::key("correct-lot-past")
        .number("doses", small(doses))
        .number("people", small(people))
        .number("packs", packs);
    let mut form = typed.form().problem(SURE, asked);
    // Whatever was ticked before was ticked for another day.
    form.values.remove(SURE);
    form.carried.insert(SEEN.to_owned(), mark);
    Ok(Some(form))
}

/// The box, where it was asked for; what was shown beside it goes along.
pub(super) fn sure(form: &mut Form) -> Option<ActField> {
    let asked = form.carried.contains_key(SEEN);
    if !asked && !form.values.contains_key(SEEN) {
        return None;
    }
    if !asked {
        carry(form, SEEN, "");
    }
    Some(ActField::new(Entry::Check, SURE, "correct-lot-sure"))
}
