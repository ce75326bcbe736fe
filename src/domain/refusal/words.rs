//! What may stand in a text that somebody typed, and how long it may be.

use super::Refusal;

/// Signs that show nothing, or an empty place, and are no spaces: those that Unicode lets a program leave out when it draws a
/// text, and the fillers of two scripts. Some of them count as letters.
#[must_use]
pub fn blank(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Marks that nobody types and nobody sees: they turn the direction of what follows or have no width. A lot or a name that
/// holds one looks like another and is never found again. Joiners, and what chooses the form of a sign, stay: some scripts
/// need them.
#[must_use]
pub fn invisible(sign: char) -> bool {
    let needed = matches!(
        sign,
        '\u{180b}'..='\u{180f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
    );
    blank(sign) && !needed
}

/// Reads a bounded free text: trimmed, required or not, never longer than `most` characters.
///
/// # Errors
/// [`Refusal::Required`] or [`Refusal::TooLong`].
pub fn text(field: &'static str, typed: &str, required: bool, most: usize) -> Result<String, Refusal> {
    let trimmed = typed.trim();
    if required && trimmed.is_empty() {
        return Err(Refusal::Required { field });
    }
    if trimmed.chars().count() > most {
        return Err(Refusal::TooLong { field, most });
    }
    Ok(trimmed.to_owned())
}

/// Longest name, number or other one-line text.
pub const LINE: usize = 200;
/// Longest free text.
pub const WORDS: usize = 4000;
