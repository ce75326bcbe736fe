//! Letters: what leaves the house on paper, signed by a named person, to be checked by whoever receives it.
//!
//! A letter is drawn up from the facts ([`compose`]), kept as a draft, and frozen when it is signed. It adds no fact to
//! a case. `docs/letters.md` tells the whole of it.

mod about;
mod canonical;
mod certificate;
mod code;
mod compose;
mod content;
mod ended;
mod kind;
mod moves;
mod outdated;
mod record;

pub use about::About;
pub use canonical::canonical;
pub use code::{read_code, verification_code};
pub use compose::{Facts, compose};
pub use content::{
    Absence, Addressee, Asked, Breach, Certificate, CertifiedVisit, Conclusion, Content, EndGround, EndedTo,
    Fact, Gave, HandoverAct, MeasureEnded, MemberSigned, NextVisit, Office, Owed, OwnEntry, OwnLook,
    OwnRecord, OwnSection, PaperBefore, Pause, PauseGround, Recalled, RecalledAt, ReleaseDay, ReleaseNotice,
    ReleaseTo, RulingOnPaper, Sheet, Subject, Submission, Touched, VersionOnPaper,
};
pub use ended::{measure_ended, to_tell_of_end};
pub use kind::{Circle, LetterKind};
pub use moves::{product_name, release_ahead, release_in_act, told_of_release};
pub use outdated::{Outdated, outdated};
pub use record::{
    Draft, Issue, Letter, LetterState, Paper, Printed, Prints, Seal, Withdrawal, letter_number,
};
