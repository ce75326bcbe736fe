//! That a usable pack lies where the next dose is given, in good time: since when that is owed, and until when.

mod corrected;

use super::{Clocks, protocol};
use crate::domain::case::Case;
use crate::domain::dosing::{DoseWindow, last_freeze};
use crate::domain::ids::OrganisationId;
use crate::domain::obligation::{Because, Kind, Obligation};
use crate::domain::passage::{Offer, OfferState, standing};
use crate::domain::rules::{Party, Post, Rules};
use crate::domain::schedule::Interval;
use crate::domain::supply::{BoundState, Provision};
use crate::domain::time::{Now, civil_date};
use chrono::{DateTime, NaiveDate, Utc};

/// Where the open dose will be given, and its pack must lie: where the person has been brought; with whoever has agreed to
/// take over, where he is released before the dose is due; else where he is treated on that day, as far as a move is known.
#[must_use]
pub fn dose_site(case: &Case, window: &DoseWindow, today: NaiveDate) -> Option<OrganisationId> {
    if let Some(offer) = case.brought_to(today) {
        return Some(offer.content.to);
    }
    let accepted = case.passage.accepted_offer().zip(case.release_on());
    match accepted {
        Some(((_, offer), release_on)) if release_on < window.due_on => Some(offer.content.to),
        _ => case.place_on(window.due_on.max(today)),
    }
}

/// Where the drug for the open dose is, good until the dose can have been given; none where the case follows no product.
#[must_use]
pub fn provision(
    case: &Case,
    rules: &Rules,
    window: &DoseWindow,
    site: OrganisationId,
    today: NaiveDate,
) -> Option<Provision> {
    let products = &protocol(case, rules)?.products;
    Some(case.supply.provision(products, site, window.lasts_until(today)))
}

/// The day on which the pack that lies there for the open dose, or is on its way, will have expired, if the dose is not given
/// before: from then on it is none for it. `None` where there is none that is good until the last day in time.
#[must_use]
pub fn pack_expires_on(
    case: &Case,
    rules: &Rules,
    window: &DoseWindow,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let site = dose_site(case, window, today)?;
    let good_until = case
        .supply
        .secured_until(&protocol(case, rules)?.products, site)?;
    let expired_on = good_until.succ_opt()?;
    (window.closes_on <= good_until).then_some(expired_on)
}

/// The fact from which is counted when a pack must be kept on the own shelf for somebody who is handed over.
pub const OWN_SHELF: &str = "first-dose-here";

/// The fact from which is counted when the pack of a late dose is none for it any more.
const PACK_EXPIRED: &str = "pack-expired";

/// A fact without which nothing would lack, and the day since which it is known.
type Known = (NaiveDate, &'static str);

/// The facts without which a pack would not lack.
#[derive(Clone, Copy)]
struct Lacks {
    /// The youngest of those without which the dose would not need it then and there.
    needed: Option<Known>,
    /// When it was last taken away, though it was there or on its way. It makes nobody's need younger.
    taken: Option<Known>,
}

impl Clocks<'_> {
    /// A usable pack must lie where the dose will be given, so many days before the window opens. Owed by the supplier,
    /// from the day on which he keeps his stock here; never before the day on which it came to lack. Whoever gives from his
    /// own shelf owes it to himself, and but for somebody who is handed over to him nothing is written down of it.
    pub(super) fn supply_dose(&self, window: &DoseWindow, now: &Now) -> Option<Obligation> {
        let today = now.today();
        let site = dose_site(self.case, window, today)?;
        let supplier = self.roster.supplier_of(site, &self.rules.places)?;
        let since_on = supplier.stock_since_on?;
        if provision(self.case, self.rules, window, site, today)?.secured() {
            return None;
        }
        let lead = &self.rules.supply.lead;
        // Whoever began to keep stock yesterday is not late since last month.
        let began_on = Interval::Days(lead.at_site_days).after(since_on);
        let known = || {
            let mut known = self.lacking_since(window, site, today);
            known.needed = known.needed.max(Some((began_on, "stock-began")));
            known
        };
        if supplier.organisation == site {
            return self.keep_for_newcomer(window, (site, known()), now);
        }
        let by_on = lead.at_site_by(window.opens_on);
        let because = Because::Clock {
            fact: "window-opens".to_owned(),
            fact_on: window.opens_on,
            distance: format!("{} days before", lead.at_site_days),
        };
        let opens_on = lead.seen_to_from(by_on);
        let owed = self.owed(
            Kind::SupplyDose,
            window.cycle,
            (Party::Supplier, Post::Pharmacist),
            (opens_on, by_on),
            because,
        )?;
        // What is not due yet came to lack before it is.
        if by_on < today.max(began_on) {
            let by = |window: &DoseWindow| Some(lead.at_site_by(window.opens_on));
            let mut known = known();
            known.needed = known.needed.max(self.corrected((window, site), by, now));
            Some(not_before(owed, known))
        } else {
            Some(in_order(owed))
        }
    }

    /// A pack is kept for the first dose of somebody who was taken over: it lies there on the last working day before he
    /// can be given it.
    fn keep_for_newcomer(
        &self,
        window: &DoseWindow,
        (site, mut known): (OrganisationId, Lacks),
        now: &Now,
    ) -> Option<Obligation> {
        let today = now.today();
        let appointed = self.case.appointed(today)?;
        let (offer, visit_on) = (appointed.offer, appointed.appointment.on);
        let treated = offer
            .moved_on
            .is_some_and(|moved_on| self.case.treated_since(site, moved_on));
        if offer.content.to != site || treated {
            return None;
        }
        let first_on = self.first_day_here(window, (offer, visit_on))?;
        let by = |window: &DoseWindow| {
            let first_on = self.first_day_here(window, (offer, visit_on))?;
            let calendar = self.rules.law_for(first_on)?.calendar;
            Some(calendar.add_working_days(first_on, -1).date)
        };
        let accepted_on = civil_date(offer.answered_at(), self.zone);
        let due_on = by(window)?;
        let opens_on = self.rules.supply.lead.seen_to_from(due_on).max(accepted_on);
        let because = Because::Clock {
            fact: OWN_SHELF.to_owned(),
            fact_on: first_on,
            distance: "1 working-days before".to_owned(),
        };
        let owner = self.at(site, Post::Pharmacist)?;
        // Nobody is late before he agreed.
        let agreed = (accepted_on, "handover-accepted");
        let corrected = self.corrected((window, site), by, now);
        known.needed = known.needed.max(Some(agreed)).max(corrected);
        let days = (opens_on, due_on);
        let owed = self.owed_by(Kind::SupplyDose, window.cycle, owner, days, because)?;
        Some(not_before(owed, known))
    }

    /// The day on which he can be given the dose at whoever took him over: at the first appointment, and no later than the
    /// dose is in time there, also where the appointment still lies after that.
    fn first_day_here(
        &self,
        window: &DoseWindow,
        (offer, visit_on): (&Offer, NaiveDate),
    ) -> Option<NaiveDate> {
        let free_on = offer.moved_on.or_else(|| self.case.release_on());
        let in_time = free_on.filter(|on| window.closes_on >= *on);
        let last_on = match in_time {
            Some(on) => {
                let law = self.rules.law_for(on)?;
                window.closes_on.max(law.calendar.add_working_days(on, 1).date)
            }
            None => visit_on,
        };
        Some(visit_on.min(last_on).max(window.opens_on))
    }

    /// Since when it is known that a pack lacks for this dose at this place: the youngest of the facts without which none
    /// would.
    fn lacking_since(&self, window: &DoseWindow, site: OrganisationId, today: NaiveDate) -> Lacks {
        let case = self.case;
        let regimen = case.regimens.last().map(|entry| entry.recorded_at);
        let doses = case.doses_in_effect();
        let dose = doses.iter().map(|entry| entry.recorded_at).max();
        let merged = case.merges.iter().map(|merging| merging.at).max();
        let relied = case.supply.recalls.iter().filter(|recall| {
            let relied = recall.reached.relied.as_ref();
            !recall.lifted && relied.is_some_and(|relied| relied.cycle == window.cycle)
        });
        let recalled = relied.map(|recall| recall.recorded_at).max();
        let lifted = case.holds.iter().filter_map(|hold| hold.lifted_at).max();
        let lasts = case.known_to_last(today, window.due_on);
        let departures = case.departures.iter();
        let back = departures
            .filter_map(|entry| case.struck_at(entry.content.id))
            .max();
        let facts = [
            (lasts, "ruling-received"),
            (regimen, "regimen-prescribed"),
            (dose, "dose-recorded"),
            (self.injected_besides(), "incident-reported"),
            (merged, "cases-merged"),
            (lifted, "treatment-free"),
            (back, "departure-struck-out"),
            (self.not_excluded_since(), "clearance"),
            (self.not_expected_elsewhere(window), "handover-ended"),
            (self.release_put_off(window), "release-date-moved"),
        ];
        let day =
            |(at, fact): (Option<DateTime<Utc>>, &'static str)| Some((civil_date(at?, self.zone), fact));
        let facts = facts.into_iter().filter_map(day);
        let parted = case.merges.iter().filter_map(|merging| merging.parted.as_ref());
        let parted = parted.map(|parted| (parted.parted_on, "cases-parted"));
        let place = self.came_here(window, site, today);
        let all = facts.chain(parted).chain(place);
        Lacks {
            needed: all.chain(self.free_again(today)).max(),
            taken: self
                .taken_away(window, today)
                .max(day((recalled, "recall-reached"))),
        }
    }

    /// When a pack that lay for him, or was on its way, was last taken away, or had expired before the dose was given.
    fn taken_away(&self, window: &DoseWindow, today: NaiveDate) -> Option<Known> {
        let drug = protocol(self.case, self.rules)?;
        let packs = self.case.supply.packs.iter();
        let gone = packs.filter(|bound| drug.gives(&bound.named.product));
        let gone = gone.filter_map(|bound| {
            let (lost_on, last_on) = (civil_date(bound.lost_at?, self.zone), bound.named.expiry_on);
            // Whoever takes away what had expired makes the need no younger.
            let expired = bound.state == BoundState::Gone && window.closes_on <= last_on && last_on < lost_on;
            if expired {
                Some((last_on.succ_opt()?, PACK_EXPIRED))
            } else {
                Some((lost_on, "pack-lost"))
            }
        });
        let expired = pack_expires_on(self.case, self.rules, window, today);
        gone.chain(expired.map(|on| (on, PACK_EXPIRED))).max()
    }

    /// When it was last written down that he was, or was not, injected otherwise than by a dose of the plan: the next dose
    /// keeps its distance from it, and another day may want another pack. What lies before the last dose moves nothing.
    fn injected_besides(&self) -> Option<DateTime<Utc>> {
        let case = self.case;
        let doses = case.doses_in_effect();
        let given_on = doses.last().map(|entry| entry.content.given_on);
        let injected = case.incidents.iter().filter(|entry| entry.content.injected);
        let since = injected.filter(|entry| given_on.is_none_or(|on| on <= entry.content.occurred_on));
        let known = since.map(|entry| case.struck_at(entry.content.id).unwrap_or(entry.recorded_at));
        known.max()
    }

    /// When a commission's word that had excluded the drug was last struck out, or replaced by a later one.
    fn not_excluded_since(&self) -> Option<DateTime<Utc>> {
        let case = self.case;
        let protocol = protocol(case, self.rules)?;
        let looks = &case.clearances;
        let excluding = looks
            .iter()
            .filter(|entry| entry.content.excludes(protocol).is_some());
        let until = excluding.filter_map(|entry| {
            let mut later = looks.iter().filter(|later| later.voided.is_none());
            let replaced = later.find(|later| later.seq > entry.seq);
            case.struck_at(entry.content.id)
                .or_else(|| replaced.map(|later| later.recorded_at))
        });
        until.max()
    }

    /// When the last hand-over came to nothing by which he was, or would have been, given this dose elsewhere.
    fn not_expected_elsewhere(&self, window: &DoseWindow) -> Option<DateTime<Utc>> {
        let released = self.case.release_on().is_some_and(|on| on < window.due_on);
        let ended = self.case.passage.offers.iter().filter(|offer| {
            let (over_on, reason) = (civil_date(offer.answered_at(), self.zone), offer.content.reason);
            let elsewhere = if reason.brings() {
                offer.content.from_on <= over_on
            } else {
                released && !reason.moves_on_acceptance()
            };
            let (over, taken) = (!offer.live(), offer.state() == OfferState::Completed);
            over && !taken && elsewhere
        });
        ended.map(Offer::answered_at).max()
    }

    /// When the release was put off to the day of the dose or later, though somebody else had agreed to give it after an
    /// earlier day.
    fn release_put_off(&self, window: &DoseWindow) -> Option<DateTime<Utc>> {
        let passage = &self.case.passage;
        passage.accepted_offer()?;
        let due_on = window.due_on;
        if self.case.release_on().is_some_and(|on| on < due_on) {
            return None;
        }
        let before = |on: Option<NaiveDate>| on.is_some_and(|on| on < due_on);
        let moves = self.case.release_moves();
        let put_off = moves
            .iter()
            .rfind(|moved| before(moved.from) && !before(moved.to));
        put_off.map(|moved| moved.at)
    }

    /// Since when it is known that he is given it here.
    fn came_here(&self, window: &DoseWindow, site: OrganisationId, today: NaiveDate) -> Option<Known> {
        let case = self.case;
        let day = |at: DateTime<Utc>| civil_date(at, self.zone);
        let passage = &case.passage;
        let stay = case.stay_on(window.due_on.max(today))?;
        // Whoever waits for a release gives the dose only where that comes before it: he may have been moved here otherwise.
        let out_before = case.release_on().is_some_and(|on| on < window.due_on);
        let waiting = passage.accepted_offer().map(|(_, offer)| offer);
        let waiting = waiting.filter(|_| out_before);
        // He may have come here more than once: the hand-over counts by which he is here now.
        let came = passage.came_by(stay).map(|(_, offer)| offer);
        let mut offers = [case.brought_to(today), waiting, came].into_iter().flatten();
        if let Some(offer) = offers.find(|offer| offer.content.to == site) {
            let known_on = if offer.content.reason.brings() {
                let expected_on = offer.content.from_on.max(day(offer.at));
                // Or on the day before it on which he was there and somebody said so.
                offer.moved_on.map_or(expected_on, |on| on.min(expected_on))
            } else {
                day(self.release_known_at(offer))
            };
            // What was due before he came was not owed for this place until then; nor what was due on the day of a
            // release, which is given by whoever has him in the morning.
            let released = !offer.content.reason.moves_on_acceptance();
            let before = |on: NaiveDate| window.due_on < on || (released && window.due_on == on);
            let came_on = offer.moved_on.filter(|on| before(*on) && *on <= today);
            let known_on = came_on.map_or(known_on, |on| known_on.max(on));
            return Some((known_on, "place-changed"));
        }
        if stay.organisation != site {
            return None;
        }
        // A move that was known beforehand counts for what is due after it at once, for the rest from its day on.
        let from_on = Some(stay.from_on).filter(|on| window.due_on < *on && *on <= today);
        let known_on = day(stay.known_at);
        Some((
            from_on.map_or(known_on, |from_on| from_on.max(known_on)),
            "place-changed",
        ))
    }

    /// Since when it is known that a release comes before the dose: both the hand-over and its day were written down. A paper
    /// that confirms the day, or comes outdated, gives nobody more time.
    fn release_known_at(&self, offer: &Offer) -> DateTime<Utc> {
        let mut releases = standing(&self.case.passage.releases);
        let went = releases.find(|entry| entry.content.offer == Some(offer.content.id));
        let moves = self.case.release_moves_until(went);
        let moves = moves.iter().map(|moved| moved.at);
        moves.fold(offer.answered_at(), Ord::max)
    }

    /// Since when a dose may be given again.
    fn free_again(&self, today: NaiveDate) -> Option<Known> {
        let case = self.case;
        let doses = case.doses_in_effect();
        let given_on = doses.last().map(|entry| entry.content.given_on);
        let too_young = case.too_young_days(protocol(case, self.rules)?, self.zone);
        let (_, until_on) = last_freeze(case, &too_young, given_on, today)?;
        let changes = case.rulings.iter().flat_map(|file| &file.changes);
        let changes = changes.filter(|entry| entry.content.effective_on == until_on);
        let known = changes.map(|entry| entry.recorded_at).max();
        let known_on = known.map(|at| civil_date(at, self.zone));
        Some((known_on.map_or(until_on, |on| on.max(until_on)), "treatment-free"))
    }
}

/// Nobody is late with what nobody could know: due on the day on which it came to lack, where that is later, and the reason
/// says so. A pack that was there and was taken away is owed anew from that day on; that it was needed before stays in the reason.
fn not_before(mut owed: Obligation, known: Lacks) -> Obligation {
    for (known, was_there) in [(known.needed, false), (known.taken, true)] {
        let Some((on, fact)) = known.filter(|(on, _)| *on > owed.due_on) else {
            continue;
        };
        owed.why.because.push(Because::KnownSince {
            fact: fact.to_owned(),
            on,
            needed_on: was_there.then_some(owed.due_on),
        });
        owed.due_on = on;
        owed.closes_on = on;
    }
    in_order(owed)
}

/// It opens no later than it is due.
fn in_order(mut owed: Obligation) -> Obligation {
    owed.opens_on = owed.opens_on.min(owed.due_on);
    owed
}
