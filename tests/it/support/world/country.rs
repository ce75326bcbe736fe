//! Who lives in the small country: organisations and accounts, made through the store as `user add` would.

use chrono::{DateTime, TimeDelta, Utc};
use merzim::domain::{
    ids::{AccountId, OrganisationId},
    localised::Localised,
};
use merzim::store::{
    Store,
    accounts::{self, NewAccount},
    organisations::{self, Organisation},
};

/// An organisation.
pub struct Place {
    pub name: &'static str,
    pub kind: &'static str,
    pub region: &'static str,
    pub id: OrganisationId,
}

/// A user.
pub struct Person {
    pub name: &'static str,
    pub role: &'static str,
    pub place: &'static str,
    pub id: AccountId,
}

/// Everybody.
pub struct Country {
    places: Vec<Place>,
    people: Vec<Person>,
}

const PLACES: [(&str, &str, &str); 13] = [
    ("p1", "penal-facility", "almaty"),
    ("p2", "penal-facility", "karaganda"),
    ("oc1", "outpatient-clinic", "almaty"),
    ("oc2", "outpatient-clinic", "karaganda"),
    ("probation", "probation-office", "almaty"),
    ("probation2", "probation-office", "karaganda"),
    ("police", "police-department", "almaty"),
    ("health", "health-department", "almaty"),
    ("health2", "health-department", "karaganda"),
    ("registry", "court-registry", "almaty"),
    ("forensic", "forensic-centre", "almaty"),
    ("registry2", "court-registry", "karaganda"),
    ("hospital", "hospital", "almaty"),
];

/// In the order of their appointment. `dp` is the physician in charge of P1; nobody is in charge of P2.
const PEOPLE: [(&str, &str, &str); 23] = [
    ("n1", "prison-nurse", "p1"),
    ("n2", "prison-nurse", "p1"),
    ("n3", "prison-nurse", "p2"),
    ("cn1", "clinic-nurse", "oc1"),
    ("cn2", "clinic-nurse", "oc2"),
    ("dp", "psychiatrist", "p1"),
    ("fp", "psychiatrist", "oc1"),
    ("fp2", "psychiatrist", "oc2"),
    ("ph", "pharmacist", "oc1"),
    ("po", "probation-officer", "probation"),
    ("ps", "probation-head", "probation"),
    ("po2", "probation-officer", "probation2"),
    ("cop", "police-officer", "police"),
    ("co", "coordinator", "health"),
    ("co2", "coordinator", "health2"),
    ("clerk", "clerk", "registry"),
    ("clerk2", "clerk", "registry2"),
    ("auditor", "auditor", "health"),
    ("r1", "psychiatrist", "forensic"),
    ("r2", "psychiatrist", "forensic"),
    ("r3", "psychiatrist", "forensic"),
    ("admin", "administrator", "health"),
    ("hn", "clinic-nurse", "hospital"),
];

impl Country {
    /// Founds the country in an empty database.
    pub async fn found(store: &Store, at: DateTime<Utc>) -> Self {
        let tx = store.begin_write().await.unwrap();
        let mut country = Self {
            places: Vec::new(),
            people: Vec::new(),
        };
        for (name, kind, region) in PLACES {
            let id = OrganisationId::fresh();
            let text = || name.to_owned();
            let new = Organisation {
                id,
                code: text(),
                kind: kind.to_owned(),
                region: region.to_owned(),
                name: Localised {
                    kk: text(),
                    ru: text(),
                    en: text(),
                },
                // With every letter that only Kazakh has: it stands on each paper that leaves the place.
                address: format!("{name}, Һәкім Ғұмар Үңгірқөз көшесі"),
                phone: "+7 700 000 00 00".to_owned(),
                email: None,
                zone: super::ZONE.name().to_owned(),
                closed: false,
            };
            organisations::create(&tx, &new).await.unwrap();
            country.places.push(Place {
                name,
                kind,
                region,
                id,
            });
        }
        for (order, (name, role, place)) in (0..).zip(PEOPLE) {
            let id = AccountId::fresh();
            let new = NewAccount {
                id,
                sign_in_name: name,
                display_name: name,
                organisation: country.place(place).id,
                role,
                email: Some(&format!("{name}@example.kz")),
                language: "ru",
                at: at - TimeDelta::days(100) + TimeDelta::seconds(order),
            };
            accounts::create(&tx, &new).await.unwrap();
            country.people.push(Person {
                name,
                role,
                place,
                id,
            });
        }
        tx.commit().await.unwrap();
        country
    }

    /// An organisation by its name.
    pub fn place(&self, name: &str) -> &Place {
        self.places.iter().find(|place| place.name == name).unwrap()
    }

    /// The name of an organisation.
    pub fn name_of(&self, id: OrganisationId) -> &'static str {
        self.places.iter().find(|place| place.id == id).unwrap().name
    }

    /// A user by name.
    pub fn person(&self, name: &str) -> &Person {
        self.people.iter().find(|person| person.name == name).unwrap()
    }

    /// The name of a user; of one who came later, only that.
    pub fn name_of_account(&self, id: AccountId) -> &'static str {
        let known = self.people.iter().find(|person| person.id == id);
        known.map_or("newcomer", |person| person.name)
    }
}
