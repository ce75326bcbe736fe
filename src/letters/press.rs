//! The press: typst as a library, one template, two fonts, nothing else within its reach.

use super::said::{Said, said};
use crate::commands::Printer;
use crate::domain::letter::{Paper, Printed, Prints};
use crate::secrets::{digest, hex};
use crate::text::{Language, MissingText};
use serde_json::Value;
use std::sync::{Arc, LazyLock};
use thiserror::Error;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use typst::comemo;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Letters set at one time: setting one takes all of a processor.
const TURNS: usize = 2;
/// What typst remembers of a letter is forgotten after so many others: two megabytes of each, for all are different. Not none:
/// of two that are set at one time, the first to be done would take away what the other still needs.
const FORGET_AFTER: usize = 1;

const TEMPLATE: &str = include_str!("../../templates/letters/letter.typ");
const REGULAR: &[u8] = include_bytes!("../../templates/letters/fonts/noto-sans-regular.ttf");
const BOLD: &[u8] = include_bytes!("../../templates/letters/fonts/noto-sans-bold.ttf");
/// The words that letters are made of; they are part of what a letter was printed with.
const TEXTS: [&str; 3] = [
    include_str!("../../templates/locales/kk/letters.ftl"),
    include_str!("../../templates/locales/ru/letters.ftl"),
    include_str!("../../templates/locales/en/letters.ftl"),
];

/// Why a letter could not be printed. Says nothing about its content.
#[derive(Debug, Error)]
pub enum PressFault {
    /// A text is missing.
    #[error(transparent)]
    Text(#[from] MissingText),
    /// The address does not fit a QR, or the words no JSON.
    #[error("what is to be set cannot be written: {0}")]
    Unwritable(String),
    /// The template does not fit what it is given.
    #[error("the letter could not be set: {0}")]
    Unset(String),
    /// Setting was cut off.
    #[error("setting a letter was cut off")]
    CutOff,
}

/// Prints letters. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Press {
    public_url: Arc<str>,
    turns: Arc<Semaphore>,
}

impl Press {
    /// A press whose papers name this address for checking.
    #[must_use]
    pub fn new(public_url: &str) -> Self {
        Self {
            public_url: public_url.trim_end_matches('/').into(),
            turns: Arc::new(Semaphore::new(TURNS)),
        }
    }

    /// Prints a letter in one language.
    ///
    /// # Errors
    /// [`PressFault`].
    pub async fn one(&self, paper: &Paper, language: Language) -> Result<Vec<u8>, PressFault> {
        let said = said(paper, language, &self.public_url)?;
        let turn = self.turns.clone().acquire_owned().await;
        let turn = turn.map_err(|_| PressFault::CutOff)?;
        let set = spawn_blocking(move || {
            let _turn = turn;
            set(&said)
        });
        set.await.map_err(|_| PressFault::CutOff)?
    }

    /// Prints a letter on this thread, for tests and tools.
    ///
    /// # Errors
    /// [`PressFault`].
    pub fn at_once(&self, paper: &Paper, language: Language) -> Result<Vec<u8>, PressFault> {
        set(&said(paper, language, &self.public_url)?)
    }

    /// SHA-256 of the template, its texts and its fonts, in hexadecimal: what the same words were printed with.
    #[must_use]
    pub fn template() -> &'static str {
        static DIGEST: LazyLock<String> = LazyLock::new(|| {
            let parts = [TEMPLATE.as_bytes(), REGULAR, BOLD];
            let texts = TEXTS.map(str::as_bytes);
            let digests: Vec<_> = parts.iter().chain(&texts).flat_map(|part| digest(part)).collect();
            hex(&digest(&digests))
        });
        &DIGEST
    }
}

impl Printer for Press {
    async fn print(&self, paper: &Paper) -> Result<Prints, String> {
        let mut files = Vec::new();
        for language in Language::ALL {
            let bytes = self
                .one(paper, language)
                .await
                .map_err(|fault| fault.to_string())?;
            files.push(Printed {
                language: language.code(),
                bytes,
            });
        }
        Ok(Prints {
            template: Self::template().to_owned(),
            files,
        })
    }
}

/// Sets the words of one letter.
fn set(said: &Said) -> Result<Vec<u8>, PressFault> {
    let unwritable = |fault: serde_json::Error| PressFault::Unwritable(fault.to_string());
    let mut data = serde_json::to_value(said).map_err(unwritable)?;
    make_settable(&mut data);
    let desk = Desk {
        data: Bytes::new(serde_json::to_vec(&data).map_err(unwritable)?),
        shop: &SHOP,
    };
    let document = typst::compile::<PagedDocument>(&desk).output.map_err(faults)?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|fault| PressFault::Unset(fault.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(said.ident.clone()),
        creator: Smart::Custom(Some("Merzim".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(faults)?;
    comemo::evict(FORGET_AFTER);
    Ok(bytes)
}

/// Puts what the fonts have in the place of each sign that they lack: a paper with a gap would be against its standard, and
/// so could not be set at all, whatever somebody typed into a record.
fn make_settable(data: &mut Value) {
    match data {
        Value::String(text) if !text.chars().all(settable) => {
            // Some keyboards write one letter as two signs.
            let whole = WHOLE.iter().fold(std::mem::take(text), |text, (apart, whole)| {
                text.replace(apart, whole)
            });
            for sign in whole.chars() {
                if settable(sign) {
                    text.push(sign);
                } else {
                    text.push_str(stand_in(sign));
                }
            }
        }
        Value::Array(parts) => parts.iter_mut().for_each(make_settable),
        Value::Object(parts) => parts.values_mut().for_each(make_settable),
        _ => {}
    }
}

const WHOLE: [(&str, &str); 4] = [
    ("и\u{306}", "й"),
    ("И\u{306}", "Й"),
    ("е\u{308}", "ё"),
    ("Е\u{308}", "Ё"),
];

fn settable(sign: char) -> bool {
    let has = |font: &Font| font.info().coverage.contains(u32::from(sign));
    sign.is_ascii_whitespace() || SHOP.fonts.iter().all(has)
}

fn stand_in(sign: char) -> &'static str {
    match sign {
        '→' => "›",
        '←' => "‹",
        '≥' => ">=",
        '≤' => "<=",
        // Stress, the mark at the beginning of a file, the one that asks for colour: nothing is lost without them.
        '\u{301}' | '\u{feff}' | '\u{fe0f}' => "",
        _ => "¤",
    }
}

/// What typst has against it. Its messages speak of the template, not of what was set.
#[allow(clippy::needless_pass_by_value, reason = "handed on by `map_err`")]
fn faults(found: EcoVec<SourceDiagnostic>) -> PressFault {
    let messages: Vec<_> = found.iter().map(|fault| fault.message.to_string()).collect();
    PressFault::Unset(messages.join("; "))
}

/// What every letter needs alike; made once.
struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    letter: Option<FileId>,
}

static SHOP: LazyLock<Shop> = LazyLock::new(|| {
    let fonts: Vec<_> = [REGULAR, BOLD]
        .into_iter()
        .flat_map(|font| Font::iter(Bytes::new(font)))
        .collect();
    Shop {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        template: Source::detached(TEMPLATE),
        letter: VirtualPath::new("/letter.json")
            .ok()
            .map(|path| RootedPath::new(VirtualRoot::Project, path).intern()),
    }
});

/// One letter on its way: the shop, and the data of this letter as the only file there is.
struct Desk<'s> {
    data: Bytes,
    shop: &'s Shop,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shop.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shop.book
    }

    fn main(&self) -> FileId {
        self.shop.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.shop.template.id() {
            return Ok(self.shop.template.clone());
        }
        Err(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if Some(id) == self.shop.letter {
            return Ok(self.data.clone());
        }
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shop.fonts.get(index).cloned()
    }

    /// A letter knows the day it is dated on and no other.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
