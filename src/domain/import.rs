//! A case that exists already, as a row of a roster tells it: read into the facts of a case.

use super::event::{DoseGiven, Event, HistoryImported, Regimen};
use super::ids::{OrganisationId, RecordId, RulingId};
use super::iin::iin_typed;
use super::refusal::Refusal;
use super::rules::{Protocol, Rules};
use super::ruling::{Ruling, RulingFile, Standing, standing_on};
use super::supply::lot_typed;
use super::time::Now;
use chrono::{DateTime, LocalResult, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// The columns, in the order of the template. Their names are the same in every language: a file goes between people
/// who read different ones.
pub const COLUMNS: [&str; 19] = [
    "iin",
    "other_document",
    "other_document_reason",
    "name_cyrillic",
    "name_latin",
    "born_on",
    "court",
    "ruling_number",
    "ruled_on",
    "in_force_on",
    "until_on",
    "offence_on",
    "under_age_reason",
    "end_of_term_on",
    "place",
    "supervising",
    "product",
    "doses",
    "scan_sha256",
];
/// Most doses of one row.
const MOST_DOSES: usize = 60;

/// One row: its number in the file, and what stands in its cells, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterRow {
    /// Row of the file, as a spreadsheet numbers it: the head is row 1.
    pub number: usize,
    /// What stands in each column.
    pub cells: BTreeMap<&'static str, String>,
    /// Does text stand where there is no column? Part of another cell it may be, such as a second dose.
    pub beyond: bool,
}

impl RosterRow {
    /// A row with these cells.
    #[must_use]
    pub fn of(number: usize, cells: &[(&'static str, &str)]) -> Self {
        let cells = cells.iter().map(|(column, text)| (*column, (*text).to_owned()));
        Self {
            number,
            cells: cells.collect(),
            beyond: false,
        }
    }

    /// A cell, trimmed; empty where there is none.
    #[must_use]
    pub fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |text| text.trim())
    }

    /// The IIN: a spreadsheet that takes it for a number forgets the zeros before it.
    #[must_use]
    pub fn iin(&self) -> String {
        let cell = iin_typed(self.cell("iin"));
        let digits = cell.bytes().all(|byte| byte.is_ascii_digit());
        if digits && (10..12).contains(&cell.len()) {
            format!("{cell:0>12}")
        } else {
            cell
        }
    }

    /// Cells that hold a formula and not what comes of it: nothing is taken over from them, nor passed over in silence.
    #[must_use]
    pub fn formulas(&self) -> Vec<Refusal> {
        let formulas = COLUMNS
            .into_iter()
            .filter(|column| self.cell(column).starts_with('='));
        formulas.map(|field| Refusal::NotUnderstood { field }).collect()
    }

    /// A date, the year first or last: nothing where the cell is empty.
    ///
    /// # Errors
    /// [`Refusal::NotUnderstood`].
    pub fn date(&self, column: &'static str) -> Result<Option<NaiveDate>, Refusal> {
        match self.cell(column) {
            "" => Ok(None),
            typed => date(typed)
                .map(Some)
                .ok_or(Refusal::NotUnderstood { field: column }),
        }
    }
}

fn date(typed: &str) -> Option<NaiveDate> {
    let formats = ["%Y-%m-%d", "%d.%m.%Y"];
    let read = formats
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(typed, format).ok());
    // Two digits of a year would silently mean antiquity.
    read.filter(|day| chrono::Datelike::year(day) >= 1000)
}

/// A dose of the time before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastDose {
    /// The day.
    pub given_on: NaiveDate,
    /// The time of day, where the register knows it.
    pub time: Option<NaiveTime>,
    /// Lot.
    pub lot: String,
    /// Last day of use.
    pub expiry_on: NaiveDate,
}

/// The ruling of a row. What is wrong with it is added to `wrong`.
pub fn ruling(row: &RosterRow, wrong: &mut Vec<Refusal>) -> Ruling {
    let mut day = |column| {
        row.date(column).unwrap_or_else(|refusal| {
            wrong.push(refusal);
            None
        })
    };
    let [ruled_on, in_force_on, until_on, offence_on] =
        ["ruled_on", "in_force_on", "until_on", "offence_on"].map(&mut day);
    if ruled_on.is_none() && row.cell("ruled_on").is_empty() {
        wrong.push(Refusal::Required { field: "ruled_on" });
    }
    let scan = super::decide::scan_digest(row.cell("scan_sha256"));
    Ruling {
        id: RulingId::fresh(),
        court: row.cell("court").to_owned(),
        number: row.cell("ruling_number").to_owned(),
        ruled_on: ruled_on.unwrap_or(NaiveDate::MIN),
        in_force_on,
        until_on,
        offence_on,
        scan_sha256: scan.unwrap_or_else(|refusal| {
            wrong.push(refusal);
            None
        }),
        draft: false,
        under_age_reason: None,
    }
}

/// The doses of a row: `DATE [TIME] LOT USE-BY`, divided by semicolons or lines.
///
/// # Errors
/// [`Refusal::NotUnderstood`] where one cannot be read, or there are too many.
pub fn doses(row: &RosterRow) -> Result<Vec<PastDose>, Refusal> {
    let unread = Refusal::NotUnderstood { field: "doses" };
    let parts = row.cell("doses").split([';', '\n']);
    let parts: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() > MOST_DOSES {
        return Err(unread);
    }
    let read = parts.into_iter().map(dose);
    read.collect::<Option<_>>().ok_or(unread)
}

fn dose(typed: &str) -> Option<PastDose> {
    let mut words: Vec<&str> = typed.split_whitespace().collect();
    let given_on = date(words.first()?)?;
    let time = words
        .get(1)
        .and_then(|word| NaiveTime::parse_from_str(word, "%H:%M").ok());
    let expiry_on = date(words.pop()?)?;
    let lot = words.get(if time.is_some() { 2 } else { 1 }..)?.join(" ");
    let lot = lot_typed("doses", &lot, true).ok()?;
    Some(PastDose {
        given_on,
        time,
        lot,
        expiry_on,
    })
}

/// Where the history of a row belongs.
#[derive(Clone, Copy, Debug)]
pub struct To<'a> {
    /// The import.
    pub import: RecordId,
    /// Who treats.
    pub place: OrganisationId,
    /// The ruling of the row.
    pub ruling: &'a Ruling,
}

/// What happened before the case was entered here: the drug, and its doses. Those of whom nothing is told begin as any
/// new case does.
///
/// # Errors
/// Everything that is wrong: a product that is not known, doses in the wrong order, in the future, nearer to each other
/// than the protocol allows, or on a day on which the ruling does not allow any.
pub fn history(row: &RosterRow, to: To<'_>, rules: &Rules, now: &Now) -> Result<Vec<Event>, Vec<Refusal>> {
    let doses = doses(row).map_err(|refusal| vec![refusal])?;
    let product = row.cell("product");
    let (Some(first), false) = (doses.first(), product.is_empty()) else {
        return match (doses.is_empty(), product.is_empty()) {
            (true, true) => Ok(vec![imported(row, to, Vec::new(), Vec::new())]),
            (false, _) => Err(vec![Refusal::Required { field: "product" }]),
            (true, false) => Err(vec![Refusal::Required { field: "doses" }]),
        };
    };
    let known = rules.protocol_on(product, first.given_on);
    let known = known.or_else(|| rules.protocol_on(product, now.today()));
    let Some(protocol) = known else {
        return Err(vec![Refusal::NotUnderstood { field: "product" }]);
    };
    let wrong = impossible(&doses, to.ruling, protocol, now);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let regimen = RecordId::fresh();
    let mut events = vec![Event::RegimenPrescribed(Regimen {
        id: regimen,
        protocol: protocol.id.clone(),
        version: protocol.version,
        first_on: first.given_on,
        reason: format!("{} № {}", to.ruling.court, to.ruling.number),
        change: None,
        flare_cover: None,
        despite_sum: None,
        late_why: None,
    })];
    let (mut records, mut without_time) = (Vec::new(), Vec::new());
    for (cycle, dose) in (1..).zip(&doses) {
        let id = RecordId::fresh();
        records.push(id);
        if dose.time.is_none() {
            without_time.push(id);
        }
        let moment = (moment(dose, now.zone), dose.given_on);
        events.push(Event::DoseGiven(DoseGiven {
            lot: dose.lot.clone(),
            expiry_on: dose.expiry_on,
            ..DoseGiven::bare(id, (cycle, regimen), moment, to.place, &*protocol.id)
        }));
    }
    events.push(imported(row, to, records, without_time));
    Ok(events)
}

fn imported(row: &RosterRow, to: To<'_>, records: Vec<RecordId>, without_time: Vec<RecordId>) -> Event {
    Event::HistoryImported(HistoryImported {
        import: to.import,
        row: u32::try_from(row.number).unwrap_or(u32::MAX),
        records,
        without_time,
    })
}

fn impossible(doses: &[PastDose], paper: &Ruling, protocol: &Protocol, now: &Now) -> Vec<Refusal> {
    let files = [RulingFile::new(paper.clone(), now.instant)];
    let mut wrong = Vec::new();
    for dose in doses {
        if moment(dose, now.zone) > now.instant {
            wrong.push(Refusal::InFuture { field: "doses" });
        }
        if dose.expiry_on < dose.given_on {
            wrong.push(Refusal::PastDoseExpired {
                given_on: dose.given_on,
            });
        }
        let allowed = standing_on(&files, dose.given_on);
        if !matches!(allowed, Some(Standing::InForce { .. })) {
            wrong.push(Refusal::PastDoseOutside {
                given_on: dose.given_on,
            });
        }
    }
    for pair in doses.windows(2) {
        let [before, after] = pair else { continue };
        let days = (after.given_on - before.given_on).num_days();
        if days < i64::from(protocol.minimum.days) {
            wrong.push(Refusal::PastDoseTooNear {
                given_on: after.given_on,
            });
        }
    }
    wrong
}

/// The moment of a dose. Where the time of day is not known, noon stands for it, and the import says so.
fn moment(dose: &PastDose, zone: Tz) -> DateTime<Utc> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let local = dose.given_on.and_time(dose.time.unwrap_or(noon));
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        LocalResult::None => local.and_utc(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_cell_of_doses_is_read_in_every_way_people_write_it() {
        let row = RosterRow::of(
            2,
            &[(
                "doses",
                "2026-01-10 L7 2027-05-31; 09.04.2026 10:30 L 8/b 2027-06-30\n",
            )],
        );
        let read = doses(&row).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].given_on, read[0].time), (day("2026-01-10"), None));
        assert_eq!(
            (read[1].lot.as_str(), read[1].expiry_on),
            ("L 8/b", day("2027-06-30"))
        );
        assert_eq!(read[1].time, NaiveTime::from_hms_opt(10, 30, 0));
        for unread in [
            "yesterday L7 2027-05-31",
            "2026-01-10 L7",
            "2026-01-10 2027-05-31",
            "10.01.26 L7 2027-05-31",
        ] {
            let row = RosterRow::of(2, &[("doses", unread)]);
            assert_eq!(
                doses(&row),
                Err(Refusal::NotUnderstood { field: "doses" }),
                "{unread}"
            );
        }
        assert_eq!(doses(&RosterRow::default()), Ok(Vec::new()));
    }

    #[test]
    fn zeros_that_a_spreadsheet_forgot_come_back() {
        let iin = |cell| RosterRow::of(2, &[("iin", cell)]).iin();
        assert_eq!(iin("80517100019"), "080517100019");
        assert_eq!(iin("980517100019"), "980517100019");
        assert_eq!(iin("none"), "none");
    }
}
