//! Every page prints, with every sample, in every language.

use merzim::web::views::{Sheet, Views, sheets};

fn printed() -> Vec<Sheet> {
    sheets(&Views::load().unwrap_or_else(|fault| panic!("{}", chain(&fault))))
}

fn chain(fault: &dyn std::error::Error) -> String {
    let mut text = fault.to_string();
    let mut source = fault.source();
    while let Some(cause) = source {
        text.push_str(&format!("\n  because: {cause}"));
        source = cause.source();
    }
    text
}

#[test]
fn every_page_prints_in_every_language() {
    let faults: Vec<_> = printed()
        .iter()
        .filter_map(|sheet| sheet.html.as_ref().err().map(|fault| chain(fault)))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// Writes all pages to the folder named by `MERZIM_SHEETS`, to be looked at in a browser.
#[test]
#[ignore = "by hand: MERZIM_SHEETS=folder cargo nextest run --run-ignored all writes_the_sheets"]
fn writes_the_sheets() {
    let folder = std::path::PathBuf::from(std::env::var("MERZIM_SHEETS").unwrap());
    let assets = concat!("file://", env!("CARGO_MANIFEST_DIR"), "/templates/assets");
    for sheet in printed() {
        let Ok(html) = sheet.html else { continue };
        let name = format!(
            "{}.{}.{}.html",
            sheet.template.replace(['/', '.'], "_"),
            sheet.number,
            sheet.language.code()
        );
        std::fs::write(folder.join(name), html.replace("/assets/0", assets)).unwrap();
    }
}
