//! A letter in the words of one language, as the template takes them.

use super::blocks::{Block, Table, blocks, day};
use super::press::PressFault;
use super::qr::qr;
use crate::domain::letter::{Addressee, Content, Office, Paper, Seal};
use crate::text::{Language, MissingText, Words};
use chrono::Datelike as _;
use serde::Serialize;

/// A letter in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Said {
    /// Identity of the file; no personal data.
    #[serde(skip)]
    pub ident: String,
    lang: &'static str,
    title: String,
    date: (i32, u32, u32),
    sender: Vec<String>,
    /// Number, issue, date.
    marks: Vec<String>,
    addressee: Vec<String>,
    heading: String,
    blocks: Vec<SaidBlock>,
    signature: Signature,
    /// The word across the page, on a draft.
    draft: Option<String>,
    check: Option<Check>,
    footer: String,
    page: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum SaidBlock {
    Text {
        text: String,
    },
    Heading {
        text: String,
    },
    Rows {
        rows: Vec<(String, String)>,
    },
    Table {
        head: Vec<String>,
        widths: Vec<u8>,
        rows: Vec<Vec<String>>,
        empty: String,
    },
    List {
        items: Vec<String>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Signature {
    role: String,
    name: String,
    note: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Check {
    qr: String,
    alt: String,
    heading: String,
    words: String,
    code: String,
    address: String,
}

/// Says a letter in a language. `public_url` is the address under which papers are checked.
///
/// # Errors
/// [`PressFault`]: a text that is missing, an address that no QR holds.
pub fn said(paper: &Paper, language: Language, public_url: &str) -> Result<Said, PressFault> {
    let say = |words: &Words| words.say(language);
    let code = paper.sheet.content.kind().code();
    let kind = say(&Words::key(format!("letter-kind-{code}")))?;
    let seal = paper.seal.as_ref();
    let title = match seal {
        Some(seal) => Words::key("letter-title")
            .words("kind", kind)
            .words("number", seal.number.clone()),
        None => Words::key("letter-title-draft").words("kind", kind),
    };
    let title = say(&title)?;
    let on = paper.dated_on;
    Ok(Said {
        ident: seal.map_or_else(|| code.to_owned(), |seal| format!("{} {}", seal.code, seal.issue)),
        lang: language.code(),
        date: (on.year(), on.month(), on.day()),
        sender: office(&paper.sheet.sender, language),
        marks: marks(paper, language)?,
        addressee: addressee(paper, language)?,
        heading: say(&heading(&paper.sheet.content))?,
        blocks: said_blocks(blocks(&paper.sheet, on), language)?,
        signature: signature(paper, language)?,
        draft: match seal {
            Some(_) => None,
            None => Some(say(&Words::key("letter-draft-mark"))?),
        },
        check: seal.map(|seal| check(seal, language, public_url)).transpose()?,
        footer: title.clone(),
        // The template puts the numbers in, once it knows them.
        page: say(&Words::key("letter-page")
            .words("page", "{page}")
            .words("pages", "{pages}"))?,
        title,
    })
}

/// What stands above the letter. Of a recall that was lifted it says so: whoever reads no further must not take fright.
fn heading(content: &Content) -> Words {
    let code = content.kind().code();
    let lifted = match content {
        Content::Recall(recalled) => recalled.lifted,
        Content::RecallNotice(recalled) => recalled.lifted,
        _ => false,
    };
    Words::key(if lifted {
        format!("letter-heading-{code}-lifted")
    } else {
        format!("letter-heading-{code}")
    })
}

fn office(office: &Office, language: Language) -> Vec<String> {
    let name = office.name.in_language(language.code()).to_owned();
    vec![name, office.address.clone(), office.phone.clone()]
}

fn marks(paper: &Paper, language: Language) -> Result<Vec<String>, MissingText> {
    let dated = day(paper.dated_on);
    let words = match &paper.seal {
        Some(seal) => vec![
            Words::key("letter-number").words("number", seal.number.clone()),
            issue(seal),
            Words::key("letter-dated").words("on", dated),
        ],
        None => vec![
            Words::key("letter-no-number"),
            Words::key("letter-drawn").words("on", dated),
        ],
    };
    words.iter().map(|words| words.say(language)).collect()
}

/// Which issue it is, and which one it replaces.
fn issue(seal: &Seal) -> Words {
    match seal.replaces {
        Some((before, on)) => Words::key("letter-issue-replaces")
            .number("before", before.into())
            .words("on", day(on)),
        None => Words::key("letter-issue"),
    }
    .number("n", seal.issue.into())
}

fn addressee(paper: &Paper, language: Language) -> Result<Vec<String>, MissingText> {
    Ok(match &paper.sheet.addressee {
        Addressee::Office(to) => vec![
            to.name.in_language(language.code()).to_owned(),
            to.address.clone(),
        ],
        Addressee::Named(name) => vec![name.clone()],
        Addressee::Person => person(paper).collect(),
        Addressee::PersonAt(place) => person(paper)
            .chain([
                place.name.in_language(language.code()).to_owned(),
                place.address.clone(),
            ])
            .collect(),
        Addressee::DataAuthority => vec![Words::key("letter-data-authority").say(language)?],
    })
}

fn person(paper: &Paper) -> impl Iterator<Item = String> {
    paper.sheet.person.iter().map(|person| person.name.clone())
}

fn signature(paper: &Paper, language: Language) -> Result<Signature, MissingText> {
    let Some(seal) = &paper.seal else {
        return Ok(Signature {
            role: String::new(),
            name: "____________________".to_owned(),
            note: Words::key("letter-unsigned").say(language)?,
        });
    };
    let role = Words::Localised(seal.role.clone());
    // Whoever signs a commission's conclusion without having sat on it does not conclude: he issues it.
    let issues = matches!(&paper.sheet.content, Content::ReviewConclusion(conclusion)
        if !conclusion.members.iter().any(|member| member.name == seal.signer));
    let role = if issues {
        Words::key("letter-issued-by").words("role", seal.role.after_words())
    } else {
        role
    };
    Ok(Signature {
        role: role.say(language)?,
        name: seal.signer.clone(),
        note: Words::key("letter-signed")
            .words("on", day(paper.dated_on))
            .say(language)?,
    })
}

fn check(seal: &Seal, language: Language, public_url: &str) -> Result<Check, PressFault> {
    let address = format!("{public_url}/verify/{}", seal.code);
    let asked = format!("{address}?lang={}", language.code());
    Ok(Check {
        qr: qr(&asked).map_err(|fault| PressFault::Unwritable(fault.to_string()))?,
        alt: Words::key("letter-check-alt").say(language)?,
        heading: Words::key("letter-check").say(language)?,
        words: Words::key("letter-check-words").say(language)?,
        code: grouped(&seal.code),
        address,
    })
}

/// A code in groups of five, as it is read out.
fn grouped(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    let groups = signs.chunks(5).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

fn said_blocks(blocks: Vec<Block>, language: Language) -> Result<Vec<SaidBlock>, MissingText> {
    let mut said = Vec::new();
    for block in blocks {
        let part = match block {
            Block::Text(words) => SaidBlock::Text {
                text: words.say(language)?,
            },
            Block::Heading(words) => SaidBlock::Heading {
                text: words.say(language)?,
            },
            Block::Rows(rows) => SaidBlock::Rows {
                rows: rows
                    .iter()
                    .map(|(label, value)| Ok((label.say(language)?, value.say(language)?)))
                    .collect::<Result<_, MissingText>>()?,
            },
            Block::Table(table) => {
                said.push(SaidBlock::Heading {
                    text: table.title.say(language)?,
                });
                said_table(&table, language)?
            }
            Block::List(items) => SaidBlock::List {
                items: all(&items, language)?,
            },
        };
        said.push(part);
    }
    // An empty paragraph says nothing and is read out as one.
    said.retain(|block| !matches!(block, SaidBlock::Text { text } if text.is_empty()));
    Ok(said)
}

fn said_table(table: &Table, language: Language) -> Result<SaidBlock, MissingText> {
    let (head, widths): (Vec<_>, Vec<_>) = table.head.iter().cloned().unzip();
    Ok(SaidBlock::Table {
        head: all(&head, language)?,
        widths,
        rows: table
            .rows
            .iter()
            .map(|row| all(row, language))
            .collect::<Result<_, _>>()?,
        empty: table.empty.say(language)?,
    })
}

fn all(words: &[Words], language: Language) -> Result<Vec<String>, MissingText> {
    words.iter().map(|words| words.say(language)).collect()
}
