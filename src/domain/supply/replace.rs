//! What could be given instead of a recalled pack: for each planned dose that relied on it, one free pack, and none twice.

use super::{BoundState, Held, same_lot};
use crate::domain::event::{PackNamed, Replacement};
use crate::domain::ids::OrganisationId;
use chrono::NaiveDate;

/// A planned dose that lost its pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Where it is to be given.
    pub site: OrganisationId,
    /// The region of that place.
    pub region: String,
    /// The pack must be good until then.
    pub needed_on: NaiveDate,
    /// By then a pack from another place is there: no sooner can it be given.
    pub from_elsewhere_on: NaiveDate,
}

impl Lost {
    /// Could the dose be given from a pack, where it lies and while it is good?
    fn served_by(&self, pack: &Free) -> bool {
        let good_until = if pack.at == self.site {
            self.needed_on
        } else {
            self.needed_on.max(self.from_elsewhere_on)
        };
        good_until <= pack.named.expiry_on
    }
}

/// A sound pack that is kept for nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Free {
    /// The pack.
    pub named: PackNamed,
    /// Where it lies.
    pub at: OrganisationId,
    /// The region of that place.
    pub region: String,
}

impl Held {
    /// Would the dose at a site be without a pack if a lot could not be used? Only where packs of this lot were meant for
    /// the person: what he never had, he does not lose.
    #[must_use]
    pub fn relies_on(
        &self,
        products: &[String],
        lot: &str,
        site: OrganisationId,
        needed_on: NaiveDate,
    ) -> bool {
        let of_lot =
            |bound: &super::Bound| products.contains(&bound.named.product) && same_lot(&bound.named.lot, lot);
        let meant = |bound: &super::Bound| !matches!(bound.state, BoundState::Gone | BoundState::Used);
        if !self.packs.iter().any(|bound| of_lot(bound) && meant(bound)) {
            return false;
        }
        let mut without = self.clone();
        without.packs.retain(|bound| !of_lot(bound));
        !without.provision(products, site, needed_on).secured()
    }
}

/// One free pack for each dose, in the order of the doses: of the same place before the same region, before any other;
/// among those the one that expires first. `None` where nothing fits.
#[must_use]
pub fn replacements(lost: &[Lost], free: &[Free]) -> Vec<Option<Replacement>> {
    let mut left: Vec<&Free> = free.iter().collect();
    let one = |dose: &Lost| {
        let good = left.iter().enumerate();
        let good = good.filter(|(_, pack)| dose.served_by(pack));
        let nearest = good.min_by_key(|(_, pack)| {
            let far = (pack.at != dose.site, pack.region != dose.region);
            (far, pack.named.expiry_on, pack.named.pack)
        });
        let place = nearest.map(|(place, _)| place)?;
        let pack = left.remove(place);
        Some(Replacement {
            pack: pack.named.clone(),
            at: pack.at,
        })
    };
    lost.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::PackId;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(number: u16) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(number.into())
    }

    fn place(number: u8) -> (OrganisationId, String) {
        (
            OrganisationId(Uuid::from_u128(number.into())),
            format!("r{}", number / 2),
        )
    }

    /// The day on which whatever leaves another place now is there.
    const ELSEWHERE: u16 = 3;

    fn lost(site: u8, needed: u16) -> Lost {
        let (site, region) = place(site);
        Lost {
            site,
            region,
            needed_on: day(needed),
            from_elsewhere_on: day(ELSEWHERE),
        }
    }

    fn free(id: u128, at: u8, expires: u16) -> Free {
        let (at, region) = place(at);
        Free {
            named: PackNamed {
                pack: PackId(Uuid::from_u128(id)),
                product: "p".to_owned(),
                lot: "L9".to_owned(),
                expiry_on: day(expires),
            },
            at,
            region,
        }
    }

    #[test]
    fn the_nearest_shelf_first_and_there_what_expires_first() {
        let packs = [
            free(1, 4, 50),
            free(2, 1, 60),
            free(3, 0, 90),
            free(4, 0, 80),
            free(5, 0, 10),
        ];
        let found = replacements(
            &[lost(0, 30), lost(0, 30), lost(0, 30), lost(0, 30), lost(0, 30)],
            &packs,
        );
        let ids: Vec<_> = found
            .iter()
            .map(|found| found.as_ref().map(|f| f.pack.pack.0.as_u128()))
            .collect();
        assert_eq!(
            ids,
            [Some(4), Some(3), Some(2), Some(1), None],
            "none that is too old by then"
        );
    }

    #[test]
    fn a_pack_that_expires_on_its_way_is_proposed_only_where_it_lies() {
        let found = |at: u8, expires: u16| replacements(&[lost(0, 0)], &[free(1, at, expires)])[0].is_some();
        for (at, expires, serves) in [
            (0, 0, true),
            (1, 0, false),
            (1, 2, false),
            (1, 3, true),
            (4, 2, false),
        ] {
            assert_eq!(found(at, expires), serves, "{at} {expires}");
        }
    }

    proptest! {
        #[test]
        fn no_pack_is_proposed_twice_and_each_is_good_until_the_dose(
            doses in proptest::collection::vec((0_u8..6, 0_u16..90), 0..8),
            packs in proptest::collection::vec((0_u8..6, 0_u16..120), 0..8),
        ) {
            let doses: Vec<_> = doses.iter().map(|(site, needed)| lost(*site, *needed)).collect();
            let packs: Vec<_> = (1..).zip(&packs).map(|(id, (at, good))| free(id, *at, *good)).collect();
            let found = replacements(&doses, &packs);
            prop_assert_eq!(found.len(), doses.len());
            let mut seen = std::collections::BTreeSet::new();
            for (dose, found) in doses.iter().zip(&found) {
                let Some(found) = found else { continue };
                prop_assert!(dose.needed_on <= found.pack.expiry_on);
                prop_assert!(found.at == dose.site || day(ELSEWHERE) <= found.pack.expiry_on);
                prop_assert!(seen.insert(found.pack.pack));
            }
            // A dose stays without one only where nothing good enough was left when its turn came.
            if let Some(at) = found.iter().position(Option::is_none) {
                let taken: Vec<_> = found[..at].iter().flatten().map(|f| f.pack.pack).collect();
                let left = packs.iter().filter(|pack| !taken.contains(&pack.named.pack));
                prop_assert!(left.into_iter().all(|pack| !doses[at].served_by(pack)));
            }
        }
    }
}
