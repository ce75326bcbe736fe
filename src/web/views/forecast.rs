//! The drug to come: which dose has its pack, which has none, and what could be done. No field for a person: supply
//! plans by references.

use super::{
    Page,
    parts::{Link, Status, Tone},
    samples::{clinic, day, facility, product, words},
    today::Count,
};
use crate::text::Words;
use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

/// `/stock/forecast`.
#[derive(Clone, Debug, Serialize)]
pub struct ForecastPage {
    /// Whose desk it is.
    pub organisation: Words,
    /// The last day looked at.
    pub until_on: NaiveDate,
    /// Whose shelves are looked at, and who knows of the others.
    pub looked_at: Words,
    /// Doses, doses at risk, packs that expire unused.
    pub counts: Vec<Count>,
    /// Site by site and product by product, those that miss something soonest first.
    pub sites: Vec<SiteRow>,
    /// Doses without a pack.
    pub risks: Vec<RiskRow>,
    /// How many more there are.
    pub more_risks: usize,
    /// Packs that expire before anybody needs them.
    pub wasted: Vec<WastedRow>,
    /// How many more there are.
    pub more_wasted: usize,
}

/// How a site stands with one product.
#[derive(Clone, Debug, Serialize)]
pub struct SiteRow {
    /// The site.
    pub site: Words,
    /// The product.
    pub product: Words,
    /// Doses to come.
    pub needed: usize,
    /// Those without a pack.
    pub at_risk: usize,
    /// Free packs that no dose takes.
    pub spare: usize,
    /// How it stands.
    pub status: Status,
    /// Month by month.
    pub chart: Bars,
}

/// A dose without a pack.
#[derive(Clone, Debug, Serialize)]
pub struct RiskRow {
    /// The case.
    pub case: Link,
    /// Which dose of which product.
    pub dose: Words,
    /// Where it is to be given.
    pub site: Words,
    /// How soon the pack must be there.
    pub status: Status,
    /// The day by which it must be there.
    pub needed_by: NaiveDate,
    /// The day the dose is due.
    pub due_on: NaiveDate,
    /// Why it has none.
    pub why: Vec<Words>,
    /// What could be done.
    pub remedy: Words,
}

/// Packs of one lot that expire before anybody needs them.
#[derive(Clone, Debug, Serialize)]
pub struct WastedRow {
    /// The product.
    pub product: Words,
    /// The lot.
    pub lot: String,
    /// Where they lie.
    pub site: Words,
    /// How many.
    pub packs: usize,
    /// Last day of use.
    pub expiry_on: NaiveDate,
    /// How soon that is.
    pub status: Status,
}

/// Doses month by month as bars: with a pack below, without one above.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bars {
    /// Width of the drawing.
    pub width: usize,
    /// Its height.
    pub height: usize,
    /// The line on which the bars stand.
    pub base: usize,
    /// The months.
    pub months: Vec<Bar>,
}

/// One month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// Left edge.
    pub x: usize,
    /// Width.
    pub width: usize,
    /// Top of the doses with a pack.
    pub covered_y: usize,
    /// Their height.
    pub covered_height: usize,
    /// Top of the doses without.
    pub missing_y: usize,
    /// Their height.
    pub missing_height: usize,
    /// Number of the month, as two digits.
    pub month: String,
    /// The first day of the month.
    pub first_on: NaiveDate,
    /// Doses with a pack.
    pub covered: usize,
    /// Doses without.
    pub missing: usize,
}

const STEP: usize = 30;
const WIDTH: usize = 20;
const TALL: usize = 44;
const LABEL: usize = 14;

impl Bars {
    /// Lays out `months` months from the one of `from` on. Each dose is the day due and whether it has a pack; what is
    /// due earlier stands in the first month.
    #[must_use]
    pub fn new(from: NaiveDate, months: u32, doses: &[(NaiveDate, bool)]) -> Self {
        let number = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
        let first = number(from);
        let mut counts = vec![(0usize, 0usize); usize::try_from(months).unwrap_or(0)];
        let last = counts.len().saturating_sub(1);
        for (due_on, has_pack) in doses {
            let at = usize::try_from(number(*due_on) - first).unwrap_or(0).min(last);
            if let Some((covered, missing)) = counts.get_mut(at) {
                *if *has_pack { covered } else { missing } += 1;
            }
        }
        let most = counts.iter().map(|(covered, missing)| covered + missing).max();
        let most = most.unwrap_or(0).max(1);
        let base = TALL + 2;
        let bar = |(at, (covered, missing)): (usize, (usize, usize))| {
            // What is there is seen, however small beside the rest.
            let height = |count: usize| {
                if count == 0 {
                    0
                } else {
                    (count * TALL / most).max(2)
                }
            };
            let covered_height = height(covered);
            let missing_height = height(covered + missing).saturating_sub(covered_height);
            let missing_height = if missing == 0 { 0 } else { missing_height.max(2) };
            let month = first + i32::try_from(at).unwrap_or(0);
            let first_on =
                NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12).cast_unsigned() + 1, 1);
            Bar {
                x: at * STEP + (STEP - WIDTH) / 2,
                width: WIDTH,
                covered_y: base - covered_height,
                covered_height,
                missing_y: (base - covered_height).saturating_sub(missing_height),
                missing_height,
                month: format!("{:02}", month.rem_euclid(12) + 1),
                first_on: first_on.unwrap_or(from),
                covered,
                missing,
            }
        };
        Self {
            width: counts.len() * STEP,
            height: base + LABEL,
            base,
            months: counts.into_iter().enumerate().map(bar).collect(),
        }
    }
}

impl Page for ForecastPage {
    const TEMPLATE: &'static str = "pages/parcels/forecast.html";
    fn sample() -> Vec<Self> {
        let on = |month, d| day(2026, month, d);
        let doses = [
            (on(6, 20), true),
            (on(7, 3), true),
            (on(7, 9), false),
            (on(9, 1), true),
        ];
        let site = SiteRow {
            site: facility(),
            product: product(),
            needed: 4,
            at_risk: 1,
            spare: 2,
            status: Status::new(Tone::Bad, Words::key("forecast-missing-by").date("on", on(6, 26))),
            chart: Bars::new(on(6, 15), 6, &doses),
        };
        let calm = SiteRow {
            site: clinic(),
            at_risk: 0,
            status: Status::new(Tone::Good, Words::key("forecast-covered")),
            chart: Bars::new(on(6, 15), 6, &doses[..2]),
            ..site.clone()
        };
        let risk = RiskRow {
            case: Link::new("/cases/1", Words::plain("AST-2026-0017")),
            dose: Words::key("forecast-dose")
                .words("product", product())
                .number("n", 3),
            site: facility(),
            status: Status::new(Tone::Warn, Words::key("forecast-needed-in").number("n", 11)),
            needed_by: on(6, 26),
            due_on: on(7, 9),
            why: vec![
                Words::key("forecast-why-short")
                    .date("on", on(6, 30))
                    .words("site", facility()),
            ],
            remedy: Words::key("forecast-remedy-move-near")
                .words("site", clinic())
                .words("lot", Words::plain("L7-0042"))
                .date("on", on(12, 31)),
        };
        let long = || {
            words(
                "Қылмыстық-атқару жүйесі департаментінің № 66 мекемесі",
                "Учреждение № 66 департамента уголовно-исполнительной системы",
                "Facility No. 66 of the department of the penal system",
            )
        };
        let ordered = RiskRow {
            why: vec![
                Words::key("forecast-why-none").words("site", long()),
                Words::key("forecast-why-quarantined").words("site", long()),
            ],
            remedy: Words::key("forecast-remedy-order"),
            site: long(),
            ..risk.clone()
        };
        let asked = RiskRow {
            remedy: Words::key("forecast-remedy-ask"),
            ..ordered.clone()
        };
        let wasted = WastedRow {
            product: product(),
            lot: "L6-0911".into(),
            site: clinic(),
            packs: 3,
            expiry_on: on(7, 31),
            status: Status::new(Tone::Warn, Words::key("forecast-expires-in").number("n", 46)),
        };
        let count = |key, number: &str, href: &str| Count {
            words: Words::key(key),
            number: number.to_owned(),
            href: href.to_owned(),
            current: false,
        };
        let full = Self {
            organisation: clinic(),
            until_on: on(12, 12),
            looked_at: Words::key("forecast-region-only"),
            counts: vec![
                count("forecast-count-doses", "6", "#sites"),
                count("forecast-count-risk", "2", "#risks"),
                count("forecast-count-wasted", "3", "#wasted"),
            ],
            sites: vec![site, calm],
            risks: vec![risk, ordered, asked],
            more_risks: 12,
            wasted: vec![wasted],
            more_wasted: 1,
        };
        let empty = Self {
            looked_at: Words::key("forecast-place-only"),
            sites: Vec::new(),
            risks: Vec::new(),
            more_risks: 0,
            wasted: Vec::new(),
            more_wasted: 0,
            ..full.clone()
        };
        vec![full, empty]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every dose stands in one month, and no bar leaves the paper.
        #[test]
        fn every_dose_is_drawn_once(doses in prop::collection::vec((-60i64..400, any::<bool>()), 0..60)) {
            let from = day(2026, 11, 28);
            let doses: Vec<_> = doses.into_iter().map(|(days, has)| (from + chrono::TimeDelta::days(days), has)).collect();
            let bars = Bars::new(from, 6, &doses);
            let drawn: usize = bars.months.iter().map(|bar| bar.covered + bar.missing).sum();
            prop_assert_eq!(drawn, doses.len());
            for bar in &bars.months {
                prop_assert!(bar.x + bar.width <= bars.width);
                prop_assert_eq!(bar.covered_y + bar.covered_height, bars.base);
                prop_assert_eq!(bar.missing_y + bar.missing_height, bar.covered_y);
                prop_assert_eq!(bar.missing > 0, bar.missing_height > 0);
            }
        }
    }

    #[test]
    fn months_follow_each_other_over_the_year() {
        let bars = Bars::new(day(2026, 11, 28), 4, &[]);
        let months: Vec<_> = bars.months.iter().map(|bar| bar.month.as_str()).collect();
        assert_eq!(months, ["11", "12", "01", "02"]);
        assert_eq!(bars.months[2].first_on, day(2027, 1, 1));
    }
}
