//! The code of a pack, as a scanner types it.

use crate::domain::pack_code::PackCode;
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

/// Reads a code. One without a serial number names a product and no pack.
///
/// # Errors
/// [`Refusal::CodeUnread`] with what is wrong; [`Refusal::NotUnderstood`] for a product without its pack.
pub fn read(line: &str, today: NaiveDate) -> Result<Scanned, Refusal> {
    let code = PackCode::read(line, today).map_err(Refusal::CodeUnread)?;
    Ok(Scanned {
        gtin: code.gtin.as_str().to_owned(),
        serial: code.serial.ok_or(Refusal::NotUnderstood { field: "code" })?,
        lot: code.lot,
        expiry_on: code.expiry_on,
    })
}
