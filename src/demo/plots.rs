//! Which cases there are: sixty, most of them at home, and each with its way of standing today.

use super::endings::{Ending, TWELVE_WEEKS};
use super::story::At;
use crate::domain::rules::{Post, Rules};

/// One of the sixty.
#[derive(Clone, Debug)]
pub struct Plot {
    /// How it stands.
    pub ending: Ending,
    /// Where.
    pub place: At,
    /// Under whom.
    pub supervision: At,
    /// Treated with.
    pub product: &'static str,
    /// Has the person an IIN?
    pub has_iin: bool,
}

/// The cases at the penal facility of the home region.
const PRISON: [Ending; 25] = [
    Ending::Due(0),
    Ending::Due(0),
    Ending::Due(1),
    Ending::Due(2),
    Ending::Brought(70, 23, 3),
    Ending::Appealed(-4, 6),
    Ending::Offered(40, -1, 9),
    Ending::Alone(-1, 12),
    Ending::Varied(-15, 26),
    Ending::Due(41),
    Ending::Died(-9),
    Ending::Due(-1),
    Ending::Refused(0, 2, None),
    Ending::Refused(-1, -1, None),
    Ending::Refused(-3, -3, None),
    Ending::Refused(-7, -6, Some((-5, Post::Officer))),
    Ending::NoDrug(-2),
    Ending::VeryLate(-18, None),
    Ending::VeryLate(-16, Some(true)),
    Ending::Held(-1, None, None),
    Ending::Held(-8, Some(-7), Some(9)),
    Ending::Suspended(-20),
    Ending::NotInForce(None),
    Ending::NoDrugChosen(-1),
    Ending::Leaving(12),
];

/// The cases at the clinic of the home region: released, or never imprisoned.
const CLINIC: [Ending; 16] = [
    Ending::Due(0),
    Ending::Due(2),
    Ending::Due(8),
    Ending::Due(30),
    Ending::Due(-3),
    Ending::Refused(-2, -2, None),
    Ending::Refused(-4, -4, None),
    Ending::Refused(-9, -9, Some((-8, Post::Officer))),
    Ending::Moved(-7, "prison"),
    Ending::Resumed(-30, -2),
    Ending::EndsSoon(40),
    Ending::EndsBefore(10),
    Ending::EndedByTerm(-60),
    Ending::EndedByCourt(-30),
    Ending::Quashed(-25),
    Ending::Reopened(-1),
];

/// One case in each of the other regions, so that no region is empty.
const ELSEWHERE: [(Ending, &str, &str, &str); 19] = [
    (Ending::Due(5), "prison", "probation", "triptorelin-3m"),
    (Ending::Due(1), "clinic", "probation", "degarelix-28d"),
    (Ending::Prolonged(-20, 17), "prison", "police", "leuprorelin-12w"),
    (
        Ending::VeryLate(-15, Some(false)),
        "prison",
        "probation",
        TWELVE_WEEKS,
    ),
    (Ending::Due(4), "clinic", "police", "cyproterone-14d"),
    (
        Ending::Held(-40, Some(-39), Some(-3)),
        "prison",
        "probation",
        TWELVE_WEEKS,
    ),
    (Ending::NoDrugChosen(-12), "prison", "probation", TWELVE_WEEKS),
    (Ending::Due(-5), "clinic", "probation", "triptorelin-3m"),
    (Ending::Abroad(-14), "hospital", "probation", "goserelin-12w"),
    (
        Ending::Refused(-5, -5, Some((-4, Post::Officer))),
        "clinic",
        "probation",
        TWELVE_WEEKS,
    ),
    (Ending::Extended(-50), "clinic", "probation", TWELVE_WEEKS),
    (Ending::NotInForce(Some(9)), "prison", "probation", TWELVE_WEEKS),
    (
        Ending::Offered(34, -9, 11),
        "prison",
        "probation",
        "triptorelin-3m",
    ),
    (Ending::Refused(-6, -6, None), "clinic", "police", TWELVE_WEEKS),
    (Ending::Quashed(-100), "prison", "probation", TWELVE_WEEKS),
    (Ending::Due(48), "clinic", "probation", "leuprorelin-12w"),
    (Ending::NoDrug(-6), "prison", "probation", "goserelin-12w"),
    (Ending::Suspended(-3), "clinic", "probation", TWELVE_WEEKS),
    (Ending::Due(0), "clinic", "police", "degarelix-28d"),
];

/// Every case of the country.
#[must_use]
pub fn plots(home: &str, rules: &Rules) -> Vec<Plot> {
    let at = |region: &str, code| At {
        region: region.to_owned(),
        code,
    };
    let plot = |ending, region: &str, place, supervision, product| Plot {
        ending,
        place: at(region, place),
        supervision: at(region, supervision),
        product,
        has_iin: ending != Ending::Due(41),
    };
    let prison = PRISON
        .iter()
        .map(|ending| plot(*ending, home, "prison", "probation", TWELVE_WEEKS));
    let clinic = CLINIC.iter().enumerate().map(|(number, ending)| {
        // Where a court set it, the police supervises.
        let supervision = if number % 4 == 1 { "police" } else { "probation" };
        plot(*ending, home, "clinic", supervision, TWELVE_WEEKS)
    });
    let others = rules.places.regions.iter().filter(|region| region.id != home);
    let elsewhere = others
        .zip(&ELSEWHERE)
        .map(|(region, (ending, place, supervision, product))| {
            plot(*ending, &region.id, place, supervision, product)
        });
    prison.chain(clinic).chain(elsewhere).collect()
}
