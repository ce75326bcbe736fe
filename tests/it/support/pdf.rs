//! Files of letters taken apart, to be searched. Where a tool is not installed, its part says nothing.
#![allow(clippy::unwrap_used)] // clippy does not count the helpers of tests as tests

use std::process::Command;

/// Everything that a file of a letter holds: its bytes, its streams unpacked, its texts, its metadata, and what is
/// written in hexadecimal digits, two bytes a letter.
pub fn inside(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (file, plain) = (folder.path().join("letter.pdf"), folder.path().join("plain.pdf"));
    std::fs::write(&file, bytes).unwrap();
    let run = |name: &str, arguments: &[&str]| -> String {
        let output = Command::new(name).args(arguments).arg(&file).output();
        output.map_or_else(
            |_| String::new(),
            |output| String::from_utf8_lossy(&output.stdout).into_owned(),
        )
    };
    let mut all = vec![String::from_utf8_lossy(bytes).into_owned()];
    let unpacked = Command::new("qpdf")
        .args(["--qdf", "--object-streams=disable", "--stream-data=uncompress"])
        .args([&file, &plain])
        .status();
    if unpacked.is_ok() {
        let raw = std::fs::read(&plain).unwrap_or_default();
        all.push(String::from_utf8_lossy(&raw).into_owned());
        all.push(hexadecimal(&raw));
    }
    all.push(run("pdfinfo", &[]));
    all.push(run("pdfinfo", &["-meta"]));
    let text = Command::new("pdftotext").arg(&file).arg("-").output();
    all.extend(text.map(|text| String::from_utf8_lossy(&text.stdout).into_owned()));
    all.join("\n")
}

/// The texts that stand in a file as `<FEFF…>`.
pub fn hexadecimal(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw).to_lowercase();
    let parts = text.split("<feff").skip(1);
    let read = parts.map(|part| {
        let digits: Vec<_> = part.split('>').next().unwrap_or_default().chars().collect();
        let units = digits.chunks(4).map_while(|unit| {
            let unit: String = unit.iter().collect();
            u16::from_str_radix(&unit, 16).ok()
        });
        String::from_utf16_lossy(&units.collect::<Vec<_>>())
    });
    read.collect::<Vec<_>>().join("\n")
}
