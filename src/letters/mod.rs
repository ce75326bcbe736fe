//! Letters on paper: words, and the press that sets them.
//!
//! [`said`] turns a letter's facts into words, [`Press`] sets the words as a tagged PDF. Nothing here decides, stores or
//! knows who asks; `docs/letters.md` tells the whole of it.

mod blocks;
mod difference;
mod press;
mod qr;
mod said;
pub mod samples;

pub use blocks::day;
pub use difference::{Change, Dated, addressee, difference};
pub use press::{Press, PressFault};
pub use said::{Said, said};
