//! The way of the drug: how early it must be where it is given, how long it may be in nobody's hands, what it stands,
//! and the closed lists of reasons.

use super::{Confirm, Protocol, Track};
use crate::domain::localised::Localised;
use chrono::{Days, NaiveDate};
use serde::Deserialize;

/// The rules of one country.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supply {
    /// Identity; equals the file's name.
    pub id: String,
    /// How early a pack must be at the giving site.
    pub lead: Lead,
    /// From one named hand to the next.
    pub custody: Custody,
    /// What counts as expiring soon.
    pub near_expiry: NearExpiry,
    /// How long there is to answer.
    pub answers: Answers,
    /// What a product stands outside its band.
    #[serde(rename = "excursion", default)]
    pub excursions: Vec<Excursion>,
    /// What weather there is on the way of a parcel that nobody measured.
    pub unmeasured: Unmeasured,
    /// Kinds of paper on which a pack is used that nobody measured.
    #[serde(rename = "paper")]
    pub papers: Vec<Choice>,
    /// Who is told when the drug is late.
    pub track: Track,
    /// Why a pack was not accepted.
    #[serde(rename = "rejection")]
    pub rejections: Vec<Choice>,
    /// Why a pack is set aside.
    #[serde(rename = "write_off")]
    pub write_offs: Vec<Choice>,
    /// Why a pack was taken in by hand.
    #[serde(rename = "by_hand")]
    pub by_hand: Vec<Choice>,
}

/// How early a pack must be at the giving site.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lead {
    /// Days before the window opens.
    pub at_site_days: u16,
    /// Days before that, on which the task opens.
    pub prepare_days: u16,
    /// Where the numbers come from.
    pub source: String,
    /// Who must still confirm them.
    pub confirm: Option<Confirm>,
}

impl Lead {
    /// The day by whose end a usable pack lies where a dose is given, whose window opens on a day.
    #[must_use]
    pub fn at_site_by(&self, opens_on: NaiveDate) -> NaiveDate {
        days_before(opens_on, self.at_site_days)
    }

    /// The day from which it is seen to that a pack is there by another.
    #[must_use]
    pub fn seen_to_from(&self, by_on: NaiveDate) -> NaiveDate {
        days_before(by_on, self.prepare_days)
    }
}

fn days_before(day: NaiveDate, days: u16) -> NaiveDate {
    day.checked_sub_days(Days::new(days.into())).unwrap_or(day)
}

/// The longest time between two named hands.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Custody {
    /// Hours on the clock.
    pub longest_hours: u16,
    /// Where the number comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

impl Custody {
    /// The day by which a parcel is there at the latest that leaves on a day, as one hand may have it for so long.
    #[must_use]
    pub fn there_by(&self, sent_on: NaiveDate) -> NaiveDate {
        let days = Days::new(self.longest_hours.div_ceil(24).into());
        sent_on.checked_add_days(days).unwrap_or(sent_on)
    }
}

/// What counts as expiring soon.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NearExpiry {
    /// Days before the last day of use.
    pub days: u16,
    /// Where the number comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// Working days in which something about the drug is answered.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// A parcel that did not arrive whole; a shelf that does not agree with its count.
    pub discrepancy_working_days: u16,
    /// A pack in quarantine.
    pub verdict_working_days: u16,
    /// A person who moved away from his parcel.
    pub destination_working_days: u16,
    /// A recalled lot in a body.
    pub recall_working_days: u16,
    /// Where the numbers come from.
    pub source: String,
    /// Who must still confirm them.
    pub confirm: Option<Confirm>,
}

/// What a product stands outside its storage band.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excursion {
    /// Product.
    pub product: String,
    /// Never colder.
    pub from_celsius: i16,
    /// Never warmer.
    pub to_celsius: i16,
    /// Hours outside the band in all.
    pub hours: u16,
    /// Where the numbers come from.
    pub source: String,
    /// Who must still confirm them.
    pub confirm: Option<Confirm>,
}

/// The weather that a parcel without a logger may have been in: a product that does not stand all of it asks for readings, or
/// for a paper in their place.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unmeasured {
    /// So cold.
    pub from_celsius: i16,
    /// So warm.
    pub to_celsius: i16,
    /// Where the numbers come from.
    pub source: String,
    /// Who must still confirm them.
    pub confirm: Option<Confirm>,
}

/// One reason of a closed list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Identity.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
    /// The pack is nowhere: it is looked for.
    #[serde(default)]
    pub lost: bool,
}

impl Supply {
    /// How the rules are cited.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.id
    }

    /// The reason for a rejection with this identity.
    #[must_use]
    pub fn rejection(&self, id: &str) -> Option<&Choice> {
        self.rejections.iter().find(|known| known.id == id)
    }

    /// The reason for setting aside with this identity.
    #[must_use]
    pub fn write_off(&self, id: &str) -> Option<&Choice> {
        self.write_offs.iter().find(|known| known.id == id)
    }

    /// The reason for taking in by hand with this identity.
    #[must_use]
    pub fn by_hand(&self, id: &str) -> Option<&Choice> {
        self.by_hand.iter().find(|known| known.id == id)
    }

    /// The kind of paper with this identity.
    #[must_use]
    pub fn paper(&self, id: &str) -> Option<&Choice> {
        self.papers.iter().find(|known| known.id == id)
    }

    /// Does a product ask for readings: is there weather on the way that its storage limits do not hold?
    #[must_use]
    pub fn asks_readings(&self, protocol: &Protocol) -> bool {
        let weather = &self.unmeasured;
        let [coldest, warmest] =
            [weather.from_celsius, weather.to_celsius].map(|celsius| i32::from(celsius) * 10);
        !protocol.storage.holds(coldest, warmest)
    }

    /// May a pack that went through these temperatures be used without a pharmacist's word? `lowest` and `highest`
    /// in tenths of a degree, `hours` outside the band. Colder than allowed counts as much as warmer; outside the band for
    /// no hours at all means that nobody counted them.
    #[must_use]
    pub fn stands(&self, protocol: &Protocol, lowest: i32, highest: i32, hours: u16) -> bool {
        if protocol.storage.holds(lowest, highest) {
            return true;
        }
        let inside = |from: i16, to: i16| i32::from(from) * 10 <= lowest && highest <= i32::from(to) * 10;
        let mut excursions = self.excursions.iter();
        let allowed = excursions.find(|known| known.product == protocol.id);
        allowed.is_some_and(|known| {
            inside(known.from_celsius, known.to_celsius) && (1..=known.hours).contains(&hours)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::rules::Rules;
    use chrono::NaiveDate;

    fn rules() -> Rules {
        crate::policies::load(None).unwrap()
    }

    #[test]
    fn whatever_does_not_stand_all_weather_asks_for_readings() {
        let rules = rules();
        let mut protocols = rules.protocols();
        assert!(protocols.all(|protocol| rules.supply.asks_readings(protocol)));
        let day = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        let mut hardy = rules.protocol_on("degarelix-28d", day).unwrap().clone();
        hardy.storage.min_celsius = rules.supply.unmeasured.from_celsius;
        hardy.storage.max_celsius = rules.supply.unmeasured.to_celsius;
        assert!(!rules.supply.asks_readings(&hardy));
        hardy.storage.max_celsius -= 1;
        assert!(rules.supply.asks_readings(&hardy), "a degree less");
    }

    #[test]
    fn frost_counts_as_much_as_heat_and_an_allowance_has_its_hours() {
        let rules = rules();
        let day = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        let stands = |product: &str, lowest, highest, hours| {
            let protocol = rules.protocol_on(product, day).unwrap();
            rules.supply.stands(protocol, lowest, highest, hours)
        };
        // Two to twenty-five degrees; up to thirty for a day, never below zero.
        assert!(stands("goserelin-12w", 20, 250, 0));
        assert!(stands("goserelin-12w", 20, 300, 24));
        assert!(!stands("goserelin-12w", 20, 300, 25), "an hour too long");
        assert!(!stands("goserelin-12w", 20, 300, 0), "nobody says for how long");
        assert!(!stands("goserelin-12w", 20, 301, 1), "a tenth too warm");
        assert!(!stands("goserelin-12w", -1, 250, 1), "a tenth of frost");
        // Without an allowance the band is the band: of a refrigerator as of a shelf.
        assert!(stands("leuprorelin-gel-3m", 20, 80, 0));
        assert!(
            !stands("leuprorelin-gel-3m", 40, 110, 5),
            "a box at eleven degrees"
        );
        assert!(!stands("leuprorelin-gel-3m", 19, 80, 1), "a tenth too cold");
        assert!(stands("cyproterone-14d", 150, 250, 0));
        assert!(!stands("cyproterone-14d", 149, 250, 1));
        assert!(!stands("cyproterone-14d", 150, 251, 1));
    }
}
