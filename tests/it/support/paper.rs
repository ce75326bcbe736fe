//! Papers opened with tools that are not ours. Where a tool is not installed, its part of a test says nothing.
#![allow(clippy::unwrap_used)] // clippy does not count the helpers of tests as tests

use merzim::text::Language;
use std::{fs, path::Path, process::Command};

/// The letters that Kazakh has beyond the Russian ones.
pub const KAZAKH: [char; 9] = ['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і'];

/// What a tool says about a file.
fn tool(name: &str, arguments: &[&str], file: &Path) -> Option<(bool, String)> {
    let output = Command::new(name).args(arguments).arg(file).output().ok()?;
    let text = [output.stdout, output.stderr].concat();
    Some((
        output.status.success(),
        String::from_utf8_lossy(&text).into_owned(),
    ))
}

/// The text of a paper: `-layout` as it lies on the page, `-raw` cell by cell.
pub fn read(file: &Path, how: &str) -> Option<String> {
    let output = Command::new("pdftotext")
        .arg(how)
        .arg(file)
        .arg("-")
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A text without anything that a line break may change.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Sound, tagged, in its language, of the standards it claims; and its metadata name nobody.
pub fn sound(name: &str, file: &Path, language: Language, person: &str) {
    if let Some((sound, said)) = tool("qpdf", &["--check"], file) {
        assert!(sound && !said.contains("WARNING"), "{name}: {said}");
    }
    if let Some((_, structure)) = tool("pdfinfo", &["-struct"], file) {
        for tag in ["Document", "H1", "P"] {
            assert!(structure.contains(tag), "{name}: no {tag} in\n{structure}");
        }
    }
    if let Some((_, info)) = tool("pdfinfo", &[], file) {
        let tagged = info
            .lines()
            .any(|line| line.starts_with("Tagged:") && line.contains("yes"));
        assert!(tagged, "{name}: {info}");
        assert!(!info.contains("Author"), "{name}: {info}");
        assert!(!info.contains(person), "{name}: the title names a person: {info}");
    }
    let raw = fs::read(file).unwrap();
    let raw = String::from_utf8_lossy(&raw);
    if let Some((_, plain)) = tool(
        "qpdf",
        &["--qdf", "--object-streams=disable", "--stream-data=uncompress"],
        file,
    ) {
        // Where it cannot be written to the terminal, the raw file says the same.
        let lang = format!("/Lang({})", language.code());
        assert!(plain.contains(&lang) || raw.contains(&lang), "{name}: no {lang}");
        let raw = raw.to_lowercase();
        assert!(
            raw.contains("pdfuaid") && raw.contains("pdfaid"),
            "{name}: no standard is claimed"
        );
    }
}
