//! The address at which a paper is checked, as a QR.

use qrcode::{EcLevel, QrCode, render::svg};

/// The QR of a text, as an SVG. Level M: a stamp or a crease may cover a seventh of it.
///
/// # Errors
/// Where the text is longer than any QR holds.
pub fn qr(text: &str) -> Result<String, qrcode::types::QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    Ok(code
        .render::<svg::Color<'_>>()
        .quiet_zone(true)
        .min_dimensions(200, 200)
        .build())
}
