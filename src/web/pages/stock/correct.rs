//! A last day of use that makes incidents of doses given already, or makes of an expired lot one that may be given, is meant only
//! when it was asked about, with what it touches.

use super::acts::products;
use crate::commands::{self, TakenIn, possible_days};
use crate::domain::ids::LotId;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::store::desk::Failure;
use crate::store::organisations::Organisation;
use crate::store::reading::recall_ahead::{given_past, touched};
use crate::store::stock::{self, Lot};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::record::carry;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::Choice;
use crate::web::views::supplies::{ActField, Entry};
use crate::web::visit::Visit;
use chrono::NaiveDate;

/// The box that is ticked, and what was shown beside it.
const SURE: &str = "confirmed";
const SEEN: &str = "seen";

/// Puts right what was typed anew: the last day, or else what the lot is. One thing at a time, for each is said to others of its own.
/// Answers with the lot of which its packs are from then on.
pub(super) async fn correct(visit: &Visit<'_>, lot: &Lot, typed: &Typed) -> Result<LotId, Failure> {
    let (desk, actor, sent) = (visit.desk, visit.actor(), Some(visit.submission(typed)));
    let reason = typed.text("reason");
    let form = TakenIn {
        product: typed.text("product").to_owned(),
        lot: typed.text("lot").to_owned(),
        lot_again: typed.text("lot_again").to_owned(),
        reason: reason.to_owned(),
    };
    let named = [&form.product, &form.lot, &form.lot_again];
    if named.iter().all(|said| said.trim().is_empty()) {
        return commands::correct_lot(desk, actor, sent, lot.id, days(typed), reason).await;
    }
    if typed.date("expiry_on").is_some() {
        return Err(Refusal::OneAtATime.into());
    }
    commands::correct_taken_in(desk, actor, sent, lot.id, &form).await
}

/// The last day, typed twice.
fn days(typed: &Typed) -> [Option<NaiveDate>; 2] {
    ["expiry_on", "expiry_again"].map(|field| typed.needed_date(field))
}

/// What can be put right of a lot.
pub(super) fn fields(visit: &Visit<'_>, today: NaiveDate) -> Vec<ActField> {
    let taken_in = Words::key("correct-lot-taken-in");
    // A mark among radios cannot be taken back: that the product is right is one of them, and the first.
    let as_it_is = Choice::new("", Words::key("correct-lot-as-it-is"));
    vec![
        ActField::new(Entry::Date, "expiry_on", "expiry"),
        ActField::new(Entry::Date, "expiry_again", "take-in-expiry-again"),
        ActField::new(Entry::Radios, "product", "correct-lot-product")
            .of(std::iter::once(as_it_is).chain(products(visit, today)).collect())
            .hint(taken_in.clone()),
        ActField::new(Entry::Text, "lot", "correct-lot-number").hint(taken_in),
        ActField::new(Entry::Text, "lot_again", "take-in-lot-again"),
    ]
}

/// The form with the question whether the day is meant, unless exactly this was asked and ticked. What is wrong anyway, the
/// act itself says.
pub(super) async fn to_confirm(
    visit: &Visit<'_>,
    (lot, place): (&Lot, &Organisation),
    typed: &Typed,
) -> Result<Option<Form>, Fault> {
    let said = text("reason", typed.text("reason"), true, WORDS).is_ok();
    let [day, again_on] = days(typed);
    let Some(day) = day.filter(|day| said && *day != lot.expiry_on && again_on == Some(*day)) else {
        return Ok(None);
    };
    let store = visit.desk.store();
    let (changes, today) = (
        stock::changes(store, lot.id).await?,
        place.today(visit.desk.instant()),
    );
    let taken_in_on = changes.first().map_or(today, |first| place.today(first.at));
    let possible = possible_days(visit.desk.rules(), &lot.product, (taken_in_on, today));
    if possible.is_some_and(|(earliest_on, latest_on)| day < earliest_on || day > latest_on) {
        return Ok(None);
    }
    let (doses, people) =
        given_past(store, (lot, &visit.desk.rules().products_of(&lot.product)), day).await?;
    let mark = format!("{day} {doses} {people}");
    let meant = typed.ticked(SURE) && typed.text(SEEN) == mark;
    // Its packs could not be given any more, and could be at once.
    let revives = lot.expiry_on < today && today <= day;
    if (doses == 0 && !revives) || meant {
        return Ok(None);
    }
    let packs = touched(store, visit.desk.rules(), lot.id).await?.lying();
    let small = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let asked = if doses == 0 {
        Words::key("correct-lot-revives").date("on", lot.expiry_on)
    } else {
        Words::key("correct-lot-past")
            .number("doses", small(doses))
            .number("people", small(people))
    };
    let asked = asked.number("packs", packs);
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
