//! The code of a pack, as a scanner types it.

use crate::domain::refusal::Refusal;
use chrono::NaiveDate;

/// What a code says of a pack.
pub struct Scanned {
    /// Trade item number.
    pub gtin: String,
    /// Serial number.
    pub serial: String,
    /// Lot, where the code names it.
    pub lot: Option<String>,
    /// Last day of use, where the code names it.
    pub expiry_on: Option<NaiveDate>,
}

/// Reads a code. Nothing is guessed: where a separator is missing, only the national length of the serial number tells
/// where it ends.
///
/// # Errors
/// [`Refusal::NotUnderstood`] for what is no code of a pack.
pub fn read(line: &str, _today: NaiveDate) -> Result<Scanned, Refusal> {
    let unread = Refusal::NotUnderstood { field: "codes" };
    let line = line.trim().trim_start_matches("]d2").trim_start_matches('\u{1d}');
    let rest = line.strip_prefix("01").ok_or(unread.clone())?;
    let (gtin, rest) = rest.split_at_checked(GTIN).ok_or(unread.clone())?;
    let rest = rest.strip_prefix("21").ok_or(unread.clone())?;
    let serial = match rest.split_once('\u{1d}') {
        Some((serial, _)) => serial,
        None if rest.len() == SERIAL => rest,
        None => return Err(unread),
    };
    let sound = gtin.bytes().all(|sign| sign.is_ascii_digit())
        && !serial.is_empty()
        && serial.len() <= LONGEST
        && serial.bytes().all(|sign| sign.is_ascii_graphic());
    if !sound {
        return Err(unread);
    }
    Ok(Scanned {
        gtin: gtin.to_owned(),
        serial: serial.to_owned(),
        lot: None,
        expiry_on: None,
    })
}

const GTIN: usize = 14;
/// The national length of a serial number.
const SERIAL: usize = 13;
const LONGEST: usize = 20;
