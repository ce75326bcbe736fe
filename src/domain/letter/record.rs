//! A letter as it is kept: its drafts, its issues, and whether it was withdrawn.

use super::{About, LetterKind, Sheet};
use crate::domain::ids::{AccountId, CaseId, LetterId, OrganisationId};
use crate::domain::localised::Localised;
use chrono::{DateTime, NaiveDate, Utc};

/// A letter with everything that became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Identity.
    pub id: LetterId,
    /// What it is drawn up about.
    pub about: About,
    /// The case; none for a letter about the installation or about a lot.
    pub case: Option<CaseId>,
    /// Who writes.
    pub sender: OrganisationId,
    /// The organisation it goes to, where the program knows it.
    pub addressee: Option<OrganisationId>,
    /// When it was first drawn up.
    pub created_at: DateTime<Utc>,
    /// Drafts, in their order; never empty.
    pub drafts: Vec<Draft>,
    /// Issues, in their order.
    pub issues: Vec<Issue>,
    /// Why it does not count any more.
    pub withdrawn: Option<Withdrawal>,
}

/// A snapshot of the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Number within the letter, from 1.
    pub number: u32,
    /// The facts.
    pub sheet: Sheet,
    /// SHA-256 of their canonical text, in hexadecimal.
    pub sha256: String,
    /// When it was drawn up.
    pub drawn_at: DateTime<Utc>,
    /// By whom.
    pub drawn_by: AccountId,
}

/// A draft that somebody signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Number within the letter, from 1.
    pub number: u32,
    /// The draft that was signed.
    pub draft: u32,
    /// The letter's number, the same for all its issues.
    pub letter_number: String,
    /// By what it is checked.
    pub code: String,
    /// SHA-256 of the template and the texts it was printed with, in hexadecimal.
    pub template: String,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
    /// That day where it was signed.
    pub signed_on: NaiveDate,
    /// By whom.
    pub signed_by: AccountId,
    /// His name then.
    pub signer: String,
    /// His role then.
    pub role: Localised,
}

/// The withdrawal of a letter with all its issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: AccountId,
    /// Why.
    pub reason: String,
}

/// Where a letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterState {
    /// Nobody has signed it.
    Draft,
    /// Signed, and nothing newer.
    Signed,
    /// Signed; a newer draft waits for a signature.
    Redrawn,
    /// Withdrawn.
    Withdrawn,
}

impl LetterState {
    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Signed => "signed",
            Self::Redrawn => "redrawn",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Letter {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> LetterKind {
        self.about.kind()
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> LetterState {
        match (&self.withdrawn, self.issues.is_empty(), self.pending()) {
            (Some(_), ..) => LetterState::Withdrawn,
            (None, true, _) => LetterState::Draft,
            (None, false, None) => LetterState::Signed,
            (None, false, Some(_)) => LetterState::Redrawn,
        }
    }

    /// The newest draft.
    #[must_use]
    pub fn last_draft(&self) -> Option<&Draft> {
        self.drafts.last()
    }

    /// The issue that counts, as long as the letter was not withdrawn.
    #[must_use]
    pub fn last_issue(&self) -> Option<&Issue> {
        self.issues.last()
    }

    /// The draft that waits for a signature.
    #[must_use]
    pub fn pending(&self) -> Option<&Draft> {
        let signed = self.last_issue().map_or(0, |issue| issue.draft);
        let newest = self.last_draft().filter(|draft| draft.number > signed);
        newest.filter(|_| self.withdrawn.is_none())
    }

    /// The facts of an issue.
    #[must_use]
    pub fn sheet_of(&self, issue: &Issue) -> Option<&Sheet> {
        let mut drafts = self.drafts.iter();
        let draft = drafts.find(|draft| draft.number == issue.draft)?;
        Some(&draft.sheet)
    }

    /// The facts that were signed last.
    #[must_use]
    pub fn signed_sheet(&self) -> Option<&Sheet> {
        self.sheet_of(self.last_issue()?)
    }

    /// What an issue looks like on paper.
    #[must_use]
    pub fn paper(&self, issue: &Issue) -> Option<Paper> {
        Some(Paper {
            sheet: self.sheet_of(issue)?.clone(),
            dated_on: issue.signed_on,
            seal: Some(self.seal(issue)),
        })
    }

    /// What the papers of an issue carry.
    #[must_use]
    pub fn seal(&self, issue: &Issue) -> Seal {
        let before = self.issues.iter().rfind(|known| known.number < issue.number);
        Seal {
            number: issue.letter_number.clone(),
            issue: issue.number,
            replaces: before.map(|before| (before.number, before.signed_on)),
            code: issue.code.clone(),
            signer: issue.signer.clone(),
            role: issue.role.clone(),
        }
    }
}

/// A letter about to be printed: its facts, and the seal where somebody signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The facts.
    pub sheet: Sheet,
    /// The day it was signed; of a draft, the day it was drawn up.
    pub dated_on: NaiveDate,
    /// Number, code, signature; a paper without is a draft.
    pub seal: Option<Seal>,
}

/// What only a signed letter has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The letter's number.
    pub number: String,
    /// Which issue of it.
    pub issue: u32,
    /// The issue that it replaces, with its day.
    pub replaces: Option<(u32, NaiveDate)>,
    /// By what it is checked.
    pub code: String,
    /// Who signed.
    pub signer: String,
    /// In which role.
    pub role: Localised,
}

/// A letter printed in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// `kk`, `ru` or `en`.
    pub language: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A letter printed in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prints {
    /// SHA-256 of the template and its texts, in hexadecimal.
    pub template: String,
    /// The files.
    pub files: Vec<Printed>,
}

/// The number of a letter: `KZ/2026/00017`.
#[must_use]
pub fn letter_number(jurisdiction: &str, year: i32, serial: i64) -> String {
    format!("{}/{year}/{serial:05}", jurisdiction.to_uppercase())
}
