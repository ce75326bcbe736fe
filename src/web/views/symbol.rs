//! A DataMatrix as a drawing: no picture to load, no script, printed as sharp as the printer can.

use datamatrix::{DataMatrix, SymbolList};
use serde::Serialize;
use std::fmt::Write as _;

/// Light modules around the symbol; the standard asks for one, and poor printers for more.
const QUIET: usize = 2;

/// A symbol that scanners read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Symbol {
    /// Width and height of the drawing in modules, with the light ones around.
    pub size: usize,
    /// The dark modules, as the path of a drawing.
    pub path: String,
    /// What a scanner types.
    pub text: String,
}

impl Symbol {
    /// The symbol of a text; nothing where the text is longer than any symbol.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let squares = SymbolList::default().enforce_square();
        let matrix = DataMatrix::encode(text.as_bytes(), squares).ok()?;
        let bitmap = matrix.bitmap();
        let mut dark: Vec<_> = bitmap.pixels().map(|(x, y)| (y, x)).collect();
        dark.sort_unstable();
        let mut path = String::new();
        let mut from = 0;
        while from < dark.len() {
            // Neighbours in a row are one bar, so that no hair line shows between them.
            let (y, x) = dark[from];
            let length = (from..dark.len())
                .take_while(|at| dark[*at] == (y, x + at - from))
                .count();
            let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
            from += length;
        }
        Some(Self {
            size: bitmap.width() + 2 * QUIET,
            path,
            text: text.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dark modules of the drawing, as a scanner would see them.
    fn seen(symbol: &Symbol) -> Vec<bool> {
        let side = symbol.size - 2 * QUIET;
        let mut modules = vec![false; side * side];
        for bar in symbol.path.split('M').skip(1) {
            let (place, bar) = bar.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = bar.split_once('v').unwrap().0.parse().unwrap();
            for step in 0..length {
                modules[(y - QUIET) * side + x - QUIET + step] = true;
            }
        }
        modules
    }

    #[test]
    fn the_drawing_is_read_back() {
        for text in ["A", "MZP0192F0C14F2A91C07B3E55D0A1B2C3D4", &"9".repeat(400)] {
            let symbol = Symbol::new(text).unwrap();
            let side = symbol.size - 2 * QUIET;
            assert_eq!(DataMatrix::decode(&seen(&symbol), side).unwrap(), text.as_bytes());
        }
        assert_eq!(Symbol::new(&"x".repeat(5_000)), None);
    }
}
