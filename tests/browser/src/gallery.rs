//! Pictures of pages, for people to look at: `target/screenshots/<page>-<language>-<width>.png`.

use crate::Browser;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The languages of the product.
pub const LANGUAGES: [&str; 3] = ["kk", "ru", "en"];
/// A desk and a telephone, in CSS pixels.
pub const WIDTHS: [u32; 2] = [1280, 360];
/// Higher than any page grows.
const HIGHEST: u64 = 12_000;

impl Browser {
    /// Takes the page on the screen in all languages and widths. It must bear being asked for again.
    ///
    /// # Panics
    /// When a page is wider than the window, or the picture cannot be taken.
    pub async fn pictures(&self, name: &str) {
        let path = self.path().await;
        let path = path.split("?lang=").next().unwrap().to_owned();
        let joint = if path.contains('?') { '&' } else { '?' };
        for language in LANGUAGES {
            self.visit(&format!("{path}{joint}lang={language}")).await;
            self.picture(name, language).await;
        }
        self.visit(&format!("{path}{joint}lang=en")).await;
    }

    /// Takes the page on the screen as it is, in both widths.
    ///
    /// # Panics
    /// As [`Browser::pictures`].
    pub async fn picture(&self, name: &str, language: &str) {
        let folder = folder();
        fs::create_dir_all(&folder).unwrap();
        for width in WIDTHS {
            self.client.set_window_size(width, 900).await.unwrap();
            assert!(
                !self.is_too_wide().await,
                "{name} in {language} is wider than {width} pixels"
            );
            let height = self.measure("return document.documentElement.scrollHeight").await;
            let height = u32::try_from(height.clamp(600, HIGHEST)).unwrap();
            self.client.set_window_size(width, height).await.unwrap();
            let picture = self.client.screenshot().await.unwrap();
            fs::write(folder.join(format!("{name}-{language}-{width}.png")), picture).unwrap();
        }
        self.client.set_window_size(WIDTHS[0], 900).await.unwrap();
    }

    async fn is_too_wide(&self) -> bool {
        let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        self.measure(wide).await > 0
    }

    async fn measure(&self, script: &str) -> u64 {
        let measured = self.client.execute(script, Vec::new()).await.unwrap();
        measured.as_u64().unwrap_or_default()
    }

    /// Prints the page on the screen as PDF, as a person would on paper.
    ///
    /// # Panics
    /// When it cannot be printed.
    pub async fn print(&self, name: &str) -> PathBuf {
        let folder = folder();
        fs::create_dir_all(&folder).unwrap();
        let paper = fantoccini::wd::PrintConfiguration::default();
        let pdf = self.client.print(paper).await.unwrap();
        assert!(pdf.starts_with(b"%PDF"), "{name} prints as something else");
        let paper = folder.join(format!("{name}.pdf"));
        fs::write(&paper, pdf).unwrap();
        paper
    }
}

/// Reads the DataMatrix on the first page of a paper as a hand-held scanner would: the paper is turned into dots, and
/// libdmtx looks for the symbol among them. It shares no line with the crate that drew it.
///
/// # Panics
/// When there is none, or the tools (poppler-utils, dmtx-utils) are missing.
#[must_use]
pub fn scanned(paper: &Path) -> String {
    let picture = paper.with_extension("scan");
    let dots = Command::new("pdftoppm")
        .args(["-r", "200", "-gray", "-png", "-f", "1", "-l", "1", "-singlefile"])
        .args([paper, &picture])
        .status()
        .unwrap();
    assert!(dots.success(), "{} is not turned into dots", paper.display());
    let read = Command::new("dmtxread")
        .args(["-N1", "-m30000"])
        .arg(picture.with_extension("scan.png"))
        .output()
        .unwrap();
    assert!(read.status.success(), "{}: no symbol is found", paper.display());
    String::from_utf8(read.stdout).unwrap().trim_end().to_owned()
}

/// The words of a paper, as they are printed.
///
/// # Panics
/// When the tool (poppler-utils) is missing.
#[must_use]
pub fn printed(paper: &Path) -> String {
    let words = Command::new("pdftotext").arg(paper).arg("-").output().unwrap();
    assert!(words.status.success(), "{} has no words", paper.display());
    String::from_utf8(words.stdout).unwrap()
}

fn folder() -> PathBuf {
    let debug = crate::program::path();
    debug.ancestors().nth(2).unwrap().join("screenshots")
}
