//! Which ladder an alert climbs, on which track, and what that ladder lacks.

use super::alert::{Alert, Gap};
use super::case::Case;
use super::ids::OrganisationId;
use super::obligation::{Kind, Obligation};
use super::roster::{Found, Roster};
use super::rules::{Cause, Ladder, Party, Places, Recipient, Rest, Resting, Rules, Track, TrackName};
use chrono::NaiveDate;

/// Who a step of the ladder of an alert leads to. What is wrong with a parcel is the matter of whoever packed it, also
/// when the person has come into the region of another supplier meanwhile; a pack that lacks is the matter of whoever owes it
/// by the plan, also when that is a clinic of another region to which he has not been released yet. A release that nobody has
/// written down, and its first appointment, are the matter of whoever has agreed to take him over on that day and of the region
/// of that one, also while another organisation is asked to have him until the release.
#[must_use]
pub fn recipient(
    alert: &Alert,
    to: Recipient,
    owed: &[Obligation],
    (case, roster): (&Case, &Roster),
    places: &Places,
) -> Option<Found> {
    let owner = || {
        let mut owed = owed.iter().filter(|owed| owed.key() == alert.key());
        owed.next().map(|owed| owed.owner.organisation)
    };
    let agreed = || Some(case.passage.accepted_offer()?.1.content.to);
    let here = || roster.site(Party::Responsible).map(|site| site.organisation);
    let office = |receiver| roster.region_office(receiver);
    let asked = match (alert.kind, to.organisation) {
        (Kind::SupplyDose, Party::Supplier) => owner(),
        (Kind::SetAppointment, Party::Receiver) => agreed().or_else(owner),
        (Kind::ConfirmRelease, Party::Receiver) => taker(case).or_else(here),
        (Kind::ConfirmRelease, Party::ReceiverRegion) => taker(case).map_or_else(here, office),
        (Kind::SetAppointment, Party::ReceiverRegion) => agreed().map_or_else(here, office),
        (kind, Party::Supplier) if kind.of_parcel() => packed_at(case, alert),
        _ => None,
    };
    let found = asked.and_then(|at| roster.recipient_at(at, to, places));
    found.or_else(|| roster.recipient(to, places))
}

/// Who takes the person over on the day of his release: whoever has agreed to or, while nobody has, was asked to.
fn taker(case: &Case) -> Option<OrganisationId> {
    let passage = &case.passage;
    let (_, offer) = passage.accepted_offer().or_else(|| passage.asked_on_release())?;
    Some(offer.content.to)
}

/// The organisation that packed the parcel an alert is about; none where it is about something else.
#[must_use]
pub fn packed_at(case: &Case, alert: &Alert) -> Option<OrganisationId> {
    let mut parcels = case.supply.parcels.iter();
    let parcel = parcels.find(|parcel| alert.kind.of_parcel() && parcel.number == alert.cycle)?;
    Some(parcel.prepared.answers())
}

/// What the ladder of a live alert lacks, step by step, from where it now stands.
pub fn gaps<'a>(
    alert: &'a Alert,
    owed: &'a [Obligation],
    (case, roster): (&'a Case, &'a Roster),
    rules: &'a Rules,
) -> impl Iterator<Item = (usize, Gap)> + 'a {
    let track = track_of(alert, rules);
    let steps = track.map_or(&[][..], |track| &track.steps);
    steps.iter().enumerate().filter_map(|(number, step)| {
        let found = recipient(alert, step.to, owed, (case, roster), &rules.places)?;
        // Away, but somebody stands in: nothing is left to repair.
        let covered = found.gap == Some(Gap::Absent) && found.account.is_some_and(|id| roster.has_deputy(id));
        found.gap.filter(|_| !covered).map(|gap| (number, gap))
    })
}

/// The ladder by which an alert climbs.
#[must_use]
pub fn ladder_of<'r>(alert: &Alert, rules: &'r Rules) -> Option<&'r Ladder> {
    ladder_named(&alert.ladder, rules)
}

/// The ladder of a rule with its version, such as `kz-default.2`.
#[must_use]
pub fn ladder_named<'r>(rule: &str, rules: &'r Rules) -> Option<&'r Ladder> {
    let (id, version) = rule.rsplit_once('.')?;
    rules.ladder(id, version.parse().ok()?)
}

/// The track an alert climbs: by its cause for a dose, that of the supply rules for what concerns the drug, those of
/// the rules of hand-over for what lies between two organisations or with the registry, the service track for every other
/// obligation.
#[must_use]
pub fn track_of<'r>(alert: &Alert, rules: &'r Rules) -> Option<&'r Track> {
    // Raised before it climbed by these rules, it goes on by the ladder by which it began.
    if of_continuity(alert.kind)
        && let Some(known) = rules.continuity_by_rule(&alert.ladder)
    {
        return Some(known.track(alert.kind));
    }
    ladder_of(alert, rules).map(|ladder| track(ladder, rules, alert.kind, alert.cause.family))
}

/// Is the body that supervises asked nothing about a person who did not come? So it is where the present climb has asked others
/// alone, be it that it has not reached that body yet or that it began behind it, and no time that the body was given on this
/// track has passed without its answer.
#[must_use]
pub fn asks_others(alert: &Alert, supervising: OrganisationId) -> bool {
    let mut asked = alert.climb().map(|hop| hop.organisation).peekable();
    asked.peek().is_some()
        && asked.all(|organisation| organisation != supervising)
        && alert.unanswered(supervising).is_none()
}

/// Does it climb by the rules of hand-over? What lies between two organisations is told to both chains, and what only the
/// registry can do to the registry.
pub(super) fn of_continuity(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::AcceptHandover | Kind::ConfirmRelease | Kind::SetAppointment | Kind::MoveSupervision
    )
}

/// The name of the track that an obligation of a kind climbs when it is missed for a cause of a family.
#[must_use]
pub fn track_name(kind: Kind, family: Cause) -> TrackName {
    match kind {
        Kind::Dose => TrackName::of_cause(family),
        // What a physician owes before any drug is there is asked of him first, not of whoever will give it.
        Kind::Review | Kind::SubmitToCourt | Kind::Clearance | Kind::ChooseDrug => TrackName::Review,
        kind if of_continuity(kind) => TrackName::Silent,
        kind if kind.of_supply_ladder() => TrackName::Supply,
        _ => TrackName::Service,
    }
}

pub(super) fn track<'r>(ladder: &'r Ladder, rules: &'r Rules, kind: Kind, family: Cause) -> &'r Track {
    match track_name(kind, family) {
        TrackName::Person | TrackName::Unexplained => ladder.track(family),
        TrackName::Review => &ladder.review,
        TrackName::Supply => &rules.supply.track,
        TrackName::Service | TrackName::Silent => &ladder.service,
    }
}

/// How often somebody is asked again who does not answer an alert, as the rules of a day say.
#[must_use]
pub fn rest_of<'r>(alert: &Alert, rules: &'r Rules, today: NaiveDate) -> Option<(&'r Resting, &'r Rest)> {
    let resting = rules.resting_for(today)?;
    let rest = resting.of(track_name(alert.kind, alert.cause.family))?;
    Some((resting, rest))
}

/// Does an obligation of this kind climb by itself when it is missed? A missing deputy is a task on a list; were it
/// to climb, it would ask for further deputies without end. So is an alert that nobody answered, however often asked. A
/// decision about a late dose climbs with the dose. While the commission has not spoken, its clearance climbs, not the choice that waits for it. A missing paper climbs with
/// the review it is for: five papers are one worry. A court that takes its time is nobody's failure; before its day has come, those
/// who must ask it were warned, and the review that proposes it climbs. What was seen after a dose is
/// known to whoever gave it, and a chain that asks him for it would tell nobody anything about the person.
/// What is measured before the first dose of all climbs with that dose. Whether somebody went whom nobody was asked to take over
/// on release is on the list of the coordinator, who alone may say so; that nobody takes him over climbs already.
pub(super) fn climbs(case: &Case, kind: Kind) -> bool {
    match kind {
        Kind::RepairLadder
        | Kind::TakeUpAlert
        | Kind::DecideLateDose
        | Kind::ReviewPaper
        | Kind::CompleteObservation
        | Kind::AskCourt
        | Kind::Extension => false,
        Kind::ChooseDrug => case.clearance().is_some(),
        Kind::Monitoring => !case.doses_in_effect().is_empty(),
        Kind::ConfirmRelease => taker(case).is_some(),
        _ => true,
    }
}
