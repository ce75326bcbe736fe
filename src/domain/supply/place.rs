//! Where a pack can be. It is in exactly one place at any time.

use crate::domain::event::{Accounted, Became};
use crate::domain::ids::{CaseId, OrganisationId, ParcelId, RecordId};
use serde::{Deserialize, Serialize};

/// Where a pack is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "place", rename_all = "kebab-case")]
pub enum Place {
    /// Not here yet: with the supplier, outside of what this program knows.
    Supplier,
    /// On the shelf of an organisation, free or kept for one person.
    Stock {
        /// Whose shelf.
        at: OrganisationId,
        /// For whom it is kept.
        reserved: Option<CaseId>,
    },
    /// Kept apart until a pharmacist has said what becomes of it.
    Quarantine {
        /// Where.
        at: OrganisationId,
        /// For whom it was kept.
        reserved: Option<CaseId>,
    },
    /// In a parcel. Who holds the parcel, the case knows.
    Parcel {
        /// Which.
        parcel: ParcelId,
        /// For whom.
        case: CaseId,
    },
    /// Not to be given any more: waits to be returned or destroyed.
    SetAside {
        /// Where.
        at: OrganisationId,
    },
    /// Given.
    Used {
        /// To whom.
        case: CaseId,
        /// The dose.
        dose: RecordId,
    },
    /// Nobody knows where.
    Lost,
    /// Returned to the supplier.
    Returned,
    /// Destroyed, before two people.
    Destroyed,
}

impl Place {
    /// Every code, in the order of a pack's life.
    pub const CODES: [&'static str; 9] = [
        "supplier",
        "stock",
        "quarantine",
        "parcel",
        "set-aside",
        "used",
        "lost",
        "returned",
        "destroyed",
    ];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Supplier => "supplier",
            Self::Stock { .. } => "stock",
            Self::Quarantine { .. } => "quarantine",
            Self::Parcel { .. } => "parcel",
            Self::SetAside { .. } => "set-aside",
            Self::Used { .. } => "used",
            Self::Lost => "lost",
            Self::Returned => "returned",
            Self::Destroyed => "destroyed",
        }
    }

    /// The organisation in whose rooms it lies.
    #[must_use]
    pub fn at(self) -> Option<OrganisationId> {
        match self {
            Self::Stock { at, .. } | Self::Quarantine { at, .. } | Self::SetAside { at } => Some(at),
            _ => None,
        }
    }

    /// Is nothing left of it to be given, or was it never taken in?
    #[must_use]
    pub fn gone(self) -> bool {
        matches!(
            self,
            Self::Used { .. } | Self::Returned | Self::Destroyed | Self::Supplier
        )
    }

    /// The person it is for, or was given to.
    #[must_use]
    pub fn case(self) -> Option<CaseId> {
        match self {
            Self::Stock { reserved, .. } | Self::Quarantine { reserved, .. } => reserved,
            Self::Parcel { case, .. } | Self::Used { case, .. } => Some(case),
            _ => None,
        }
    }

    /// Where a pack goes of which it is said what became of it; none where it is there already. What nobody could find
    /// waits for a pharmacist wherever it turns up, what was set aside stays so.
    #[must_use]
    pub fn becomes(self, said: &Accounted) -> Option<Self> {
        let to = match (said.became, said.at) {
            (Became::Destroyed, _) => Self::Destroyed,
            (Became::Sender | Became::Receiver, Some(at)) if self == Self::Lost => {
                Self::Quarantine { at, reserved: None }
            }
            (Became::Sender | Became::Receiver, Some(at)) => Self::SetAside { at },
            _ => Self::Lost,
        };
        (to != self).then_some(to)
    }

    /// Can a pack go from here to there in one movement? Whatever was given stays recordable: an injection from the
    /// wrong shelf happened, and is an incident.
    #[must_use]
    pub fn leads_to(self, to: Self) -> bool {
        let same_room = self.at().is_some() && self.at() == to.at();
        match (self, to) {
            (Self::Returned | Self::Destroyed, _) | (_, Self::Supplier) => false,
            // What was written down is corrected: it went to another person or dose, or was not given at all. Then nobody
            // knows whether it was opened.
            (Self::Used { .. }, to) => match to {
                Self::Used { .. } => self != to,
                _ => matches!(to, Self::Quarantine { reserved: None, .. }),
            },
            (Self::Supplier, to) => match to {
                Self::Stock { reserved, .. } | Self::Quarantine { reserved, .. } => reserved.is_none(),
                _ => false,
            },
            (_, Self::Used { .. }) => true,
            (Self::Lost, to) => matches!(to, Self::Quarantine { reserved: None, .. } | Self::Destroyed),
            (Self::Parcel { .. }, to) => matches!(
                to,
                Self::Stock { .. } | Self::Quarantine { .. } | Self::SetAside { .. } | Self::Lost
            ),
            (Self::Stock { .. }, Self::Parcel { .. } | Self::Lost)
            | (Self::Quarantine { .. }, Self::Lost) => true,
            (Self::Stock { .. } | Self::Quarantine { .. }, _) => self != to && same_room,
            // What was not accepted may go back with whoever brought it, and waits there for its last way.
            (Self::SetAside { .. }, Self::SetAside { .. }) => !same_room,
            (Self::SetAside { .. }, to) => matches!(to, Self::Returned | Self::Destroyed | Self::Lost),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn somewhere() -> impl Strategy<Value = Place> {
        let at = OrganisationId(uuid::Uuid::from_u128(1));
        let elsewhere = OrganisationId(uuid::Uuid::from_u128(2));
        let case = CaseId(uuid::Uuid::from_u128(3));
        let dose = RecordId(uuid::Uuid::from_u128(4));
        let parcel = ParcelId(uuid::Uuid::from_u128(5));
        prop_oneof![
            Just(Place::Supplier),
            Just(Place::Stock { at, reserved: None }),
            Just(Place::Stock {
                at,
                reserved: Some(case)
            }),
            Just(Place::Stock {
                at: elsewhere,
                reserved: None
            }),
            Just(Place::Quarantine { at, reserved: None }),
            Just(Place::Parcel { parcel, case }),
            Just(Place::SetAside { at }),
            Just(Place::Used { case, dose }),
            Just(Place::Used {
                case: CaseId(uuid::Uuid::from_u128(6)),
                dose
            }),
            Just(Place::Lost),
            Just(Place::Returned),
            Just(Place::Destroyed),
        ]
    }

    #[test]
    fn whatever_is_said_of_a_pack_that_did_not_arrive_it_can_go_there() {
        let (sender, receiver) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
        let [sender, receiver] = [sender, receiver].map(OrganisationId);
        for from in [Place::Lost, Place::SetAside { at: receiver }] {
            for became in Became::ALL {
                let at = match became {
                    Became::Sender => Some(sender),
                    Became::Receiver => Some(receiver),
                    Became::Lost | Became::Destroyed => None,
                };
                let pack = crate::domain::ids::PackId(uuid::Uuid::from_u128(7));
                let to = from.becomes(&Accounted { pack, became, at });
                assert!(to.is_none_or(|to| from.leads_to(to)), "{from:?}, {became:?}");
                let stays = matches!(
                    (from, became),
                    (Place::Lost, Became::Lost) | (Place::SetAside { .. }, Became::Receiver)
                );
                assert_eq!(to.is_none(), stays, "{from:?}, {became:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_over_stays_over_and_nothing_moves_to_where_it_is(from in somewhere(), to in somewhere()) {
            if from == to {
                prop_assert!(!from.leads_to(to));
            }
            if matches!(from, Place::Returned | Place::Destroyed) || to == Place::Supplier {
                prop_assert!(!from.leads_to(to));
            }
            // What was given is on no shelf again before a pharmacist has seen it.
            if matches!(from, Place::Used { .. }) && from.leads_to(to) {
                let waits = matches!(to, Place::Used { .. } | Place::Quarantine { reserved: None, .. });
                prop_assert!(waits);
            }
            // From one shelf to another only in a parcel; a pack that was given is given once.
            if let (Place::Stock { at, .. }, Place::Stock { at: there, .. }) = (from, to) {
                prop_assert!(!from.leads_to(to) || at == there);
            }
        }

        #[test]
        fn a_place_is_read_back_as_it_was_written(place in somewhere()) {
            let text = serde_json::to_string(&place).unwrap();
            prop_assert_eq!(serde_json::from_str::<Place>(&text).unwrap(), place);
            prop_assert!(Place::CODES.contains(&place.code()));
        }
    }
}
