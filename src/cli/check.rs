//! `merzim check`: is everything sound that the program would work with? No database is touched.

use crate::policies::{self, PoliciesFault};
use std::{
    io::{self, Write},
    path::Path,
};

/// Why the check did not pass.
#[derive(Debug, thiserror::Error)]
pub enum CheckFault {
    /// Faults were found; each was printed on a line of its own.
    #[error("{0} {noun} found", noun = if *.0 == 1 { "fault" } else { "faults" })]
    Unsound(usize),
    /// The rules could not be read at all.
    #[error(transparent)]
    Unreadable(PoliciesFault),
    /// The output could not be written.
    #[error("cannot write the answer: {0}")]
    Output(#[from] io::Error),
}

/// Checks the rules (in `dir` where one is given) and prints one line for every fault, together with those that
/// other rooms found in what is theirs (access policies, languages, templates). Without faults: one line saying so.
///
/// # Errors
/// [`CheckFault`]; [`CheckFault::Unsound`] when anything at all is wrong.
pub fn check(dir: Option<&Path>, from_other_rooms: &[String], mut out: impl Write) -> Result<(), CheckFault> {
    let mut faults = match policies::load(dir) {
        Ok(_) => Vec::new(),
        Err(PoliciesFault::Unsound(faults)) => faults.iter().map(ToString::to_string).collect(),
        Err(unreadable) => return Err(CheckFault::Unreadable(unreadable)),
    };
    faults.extend_from_slice(from_other_rooms);
    for fault in &faults {
        writeln!(out, "{fault}")?;
    }
    if faults.is_empty() {
        writeln!(out, "everything is sound")?;
        return Ok(());
    }
    Err(CheckFault::Unsound(faults.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_house_says_so() {
        let mut out = Vec::new();
        check(None, &[], &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "everything is sound\n");
    }

    #[test]
    fn one_fault_is_one_fault() {
        let fault = check(None, &["ru: a text is missing".into()], Vec::new()).unwrap_err();
        assert_eq!(fault.to_string(), "1 fault found");
    }

    #[test]
    fn every_fault_has_its_line() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("ladders")).unwrap();
        std::fs::write(dir.path().join("ladders/kz-default.9.toml"), "id = 7").unwrap();
        let mut out = Vec::new();
        let fault = check(Some(dir.path()), &["ru: a text is missing".into()], &mut out).unwrap_err();
        assert_eq!(fault.to_string(), "2 faults found");
        let lines = String::from_utf8(out).unwrap();
        assert!(
            lines.starts_with("ladders/kz-default.9.toml: line 1: "),
            "{lines}"
        );
        assert!(lines.ends_with("\nru: a text is missing\n"), "{lines}");
    }
}
