//! Every page prints, with every sample, in every language, as sound HTML.

#![allow(clippy::unwrap_used)]

use fluent_templates::fluent_bundle::FluentValue;
use merzim::{
    text::{Args, Language, text},
    web::views::{Sheet, Views, sheets},
};
use std::collections::{BTreeMap, BTreeSet};

fn printed() -> Vec<Sheet> {
    sheets(&Views::load().unwrap_or_else(|fault| panic!("{}", chain(&fault))))
}

/// The page's text and where it comes from, for those that print.
fn pages() -> Vec<(String, Language, String)> {
    let name = |sheet: &Sheet| format!("{} #{} {}", sheet.template, sheet.number, sheet.language.code());
    printed()
        .into_iter()
        .filter_map(|sheet| Some((name(&sheet), sheet.language, sheet.html.ok()?)))
        .collect()
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

#[test]
fn every_page_has_one_first_heading_and_its_language() {
    for (page, language, html) in pages() {
        assert_eq!(html.matches("<h1").count(), 1, "{page}: first headings");
        assert!(
            html.contains(&format!("<html lang=\"{}\"", language.code())),
            "{page}: language"
        );
        assert!(
            !html.contains("style="),
            "{page}: inline style, which the content policy forbids"
        );
        assert!(!html.contains("<script"), "{page}: script");
    }
}

#[test]
fn every_page_is_balanced_and_its_references_resolve() {
    for (page, _, html) in pages() {
        let tags = tags(&html);
        if let Err(fault) = balanced(&tags) {
            panic!("{page}: {fault}");
        }
        let mut ids = BTreeSet::new();
        for tag in &tags {
            if let Some(id) = attribute(tag, "id") {
                assert!(ids.insert(id.to_owned()), "{page}: id `{id}` twice");
            }
        }
        for tag in &tags {
            let targets = ["for", "form", "aria-describedby", "aria-labelledby"]
                .into_iter()
                .filter_map(|name| attribute(tag, name))
                .flat_map(str::split_whitespace)
                .chain(attribute(tag, "href").and_then(|href| href.strip_prefix('#')));
            for target in targets {
                assert!(
                    ids.contains(target),
                    "{page}: `{target}` named by <{tag}> does not exist"
                );
            }
        }
    }
}

/// A list of fifty is read on a telephone, too: a row is a few lines there, and each of its values says what it is.
#[test]
fn long_lists_are_brief_on_a_narrow_screen() {
    let long = [
        "pages/today/today.html",
        "pages/passage/releases.html",
        "pages/supply/lot.html",
        "pages/supply/recall.html",
    ];
    let mut seen = BTreeSet::new();
    for (page, _, html) in pages() {
        let Some(template) = long.iter().find(|template| page.starts_with(**template)) else {
            continue;
        };
        for table in tags(&html).iter().filter(|tag| tag.starts_with("table")) {
            let class = attribute(table, "class").unwrap_or_default();
            if class.contains("merzim-table--brief") {
                assert!(class.contains("merzim-table--stack"), "{page}: <{table}>");
                seen.insert(*template);
            }
        }
    }
    assert_eq!(seen, BTreeSet::from(long));
}

/// Whoever hears a page, or goes through it with the keys, learns what each field is and what is wrong with it.
#[test]
fn every_field_has_a_name_and_every_message_its_field() {
    let mut fields = 0;
    for (page, _, html) in pages() {
        let tags = tags(&html);
        let of = |name: &str| -> BTreeSet<&str> {
            let named = tags.iter().filter_map(|tag| attribute(tag, name));
            named.flat_map(str::split_whitespace).collect()
        };
        let (labelled, described) = (of("for"), of("aria-describedby"));
        for tag in &tags {
            let kind = attribute(tag, "type").unwrap_or_default();
            let asked = ["input ", "select ", "textarea "]
                .iter()
                .any(|start| tag.starts_with(start));
            if asked && !["hidden", "submit"].contains(&kind) {
                fields += 1;
                let label = attribute(tag, "id").is_some_and(|id| labelled.contains(id));
                let name = ["aria-label", "aria-labelledby"]
                    .iter()
                    .any(|name| attribute(tag, name).is_some());
                assert!(label || name, "{page}: nothing says what <{tag}> is");
            }
            if attribute(tag, "class").is_some_and(|class| class.contains("govuk-error-message")) {
                let id = attribute(tag, "id").unwrap_or_default();
                assert!(described.contains(id), "{page}: no field is told of <{tag}>");
            }
            // The order of the page is the order of the keys; what only a pointer or a script can do is not there.
            let order = attribute(tag, "tabindex").unwrap_or("0");
            assert!(["0", "-1"].contains(&order), "{page}: <{tag}>");
            let script = |part: &str| part.starts_with("on") && part.contains("=\"");
            assert!(!tag.split(' ').any(script), "{page}: <{tag}> waits for a script");
        }
    }
    assert!(fields > 1000, "the fields were found: {fields}");
}

#[test]
fn every_form_that_changes_something_carries_its_tokens() {
    let mut posted = 0;
    for (page, _, html) in pages() {
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            let (tag, _) = form.split_once('>').unwrap();
            if attribute(tag, "method") != Some("post") {
                continue;
            }
            posted += 1;
            assert!(form.contains("name=\"csrf\""), "{page}: form without csrf");
            // What changes nothing needs no key: leaving, and searches, which are posts only for what is typed.
            let keyless = ["/sign-out", "/cases", "/today", "/ledger"];
            let keyless = attribute(tag, "action").is_some_and(|action| keyless.contains(&action));
            let search = attribute(tag, "role") == Some("search");
            assert!(
                form.contains("name=\"key\"") || (keyless && (search || form.contains("/sign-out"))),
                "{page}: form without key: <form{tag}>"
            );
        }
    }
    assert!(posted > 100, "the forms were found: {posted}");
}

/// What is pressed says what it does: it begins with a verb in Russian, and its first clause ends with one in Kazakh.
#[test]
fn every_button_says_what_it_does() {
    let (mut pressed, mut wordless) = (0, BTreeSet::new());
    for (page, language, html) in pages() {
        for button in html.split("<button").skip(1) {
            let (tag, rest) = button.split_once('>').unwrap();
            // A language is called by its own name, and one button is for the key Enter alone.
            if attribute(tag, "formaction").is_some() || attribute(tag, "aria-hidden").is_some() {
                continue;
            }
            let text = rest.split("</button>").next().unwrap_or_default();
            let text = text.split('<').next().unwrap_or_default().trim();
            let verb = match language {
                Language::Ru => text.split([' ', ',']).next().filter(|word| {
                    let ends = ["ть", "ти", "ться", "тись"];
                    ends.iter().any(|end| word.ends_with(end))
                }),
                Language::Kk => text
                    .split(':')
                    .next()
                    .filter(|clause| clause.ends_with(['у', 'ю'])),
                Language::En => Some(text),
            };
            if verb.is_none_or(str::is_empty) {
                wordless.insert(format!("{page}: {text}"));
            }
            pressed += 1;
        }
    }
    assert_eq!(wordless, BTreeSet::new(), "they say what they do");
    assert!(pressed > 300, "the buttons were found: {pressed}");
}

/// What nobody outside the clinical lens may read.
const CLINICAL: [&str; 19] = [
    "injection",
    "drug",
    "dose",
    "treatment",
    "regimen",
    "androgen",
    "triptorelin",
    "инъекц",
    "препарат",
    "доза",
    "дозы",
    "введен",
    "лечен",
    "терапи",
    "трипторелин",
    "екпе",
    "енгізу",
    "дәрі-дәрмек",
    "емде",
];

fn clinical_word(text: &str) -> Option<&'static str> {
    // A parcel has the stem of "to treat" in it.
    let text = text.to_lowercase().replace("сәлемдеме", "");
    CLINICAL.into_iter().find(|word| text.contains(word))
}

/// What supervision reads says who came and when, and nothing about the treatment.
#[test]
fn supervision_pages_and_messages_name_no_treatment() {
    for (page, _, html) in pages()
        .into_iter()
        .filter(|(page, ..)| page.starts_with("pages/supervision"))
    {
        assert_eq!(clinical_word(&html), None, "{page}");
    }
    for answer in &merzim::policies::load(None).unwrap().places.answers {
        for language in Language::ALL {
            assert_eq!(
                clinical_word(answer.name.in_language(language.code())),
                None,
                "{}",
                answer.id
            );
        }
    }
    let told = [
        "notice-",
        "message-",
        "attendance",
        "acknowledge-",
        "supervision-",
        "desk-",
    ];
    for (key, values) in locale("en")
        .iter()
        .filter(|(key, _)| told.iter().any(|start| key.starts_with(start)))
    {
        for language in Language::ALL {
            let said = said(key, values, language, &FluentValue::from("-"));
            assert_eq!(
                clinical_word(&said),
                None,
                "`{key}` in {}: {said}",
                language.code()
            );
        }
    }
}

/// A text with the same value everywhere.
fn said(key: &str, values: &BTreeSet<String>, language: Language, value: &FluentValue<'static>) -> String {
    let args: Args<'_> = values
        .iter()
        .map(|name| (name.as_str().into(), value.clone()))
        .collect();
    text(language, key, &args).unwrap()
}

#[test]
fn the_locales_have_the_same_keys_with_the_same_values() {
    let [kk, ru, en] = ["kk", "ru", "en"].map(locale);
    for other in [&kk, &ru] {
        let missing: Vec<_> = en.keys().filter(|key| !other.contains_key(*key)).collect();
        let extra: Vec<_> = other.keys().filter(|key| !en.contains_key(*key)).collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "missing {missing:?}, extra {extra:?}"
        );
        for (key, values) in &en {
            assert_eq!(&other[key], values, "values of `{key}`");
        }
    }
}

/// Every key can be said once it is given its values, also those that only a rare case needs.
#[test]
fn every_text_can_be_said() {
    for (key, values) in locale("en") {
        for (language, number) in Language::ALL.into_iter().flat_map(|l| [1, 3, 12].map(|n| (l, n))) {
            let said = said(&key, &values, language, &FluentValue::from(number));
            assert!(
                !said.trim().is_empty() && !said.contains('{'),
                "`{key}` in {}: {said}",
                language.code()
            );
        }
    }
}

/// A key written in a source or a template exists: a slip would otherwise wait for the first reader.
#[test]
fn every_key_written_down_exists() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let keys = locale("en");
    for source in ["src", "templates"]
        .into_iter()
        .flat_map(|folder| sources(&root.join(folder)))
    {
        let text = std::fs::read_to_string(&source).unwrap();
        let written = text
            .split("Words::key(\"")
            .skip(1)
            .chain(text.split("t(k=\"").skip(1));
        for key in written.filter_map(|rest| rest.split('"').next()) {
            // A key that ends with a hyphen is completed by its template.
            let known = key.ends_with('-') || keys.contains_key(key);
            assert!(known, "{}: no text for `{key}`", source.display());
        }
    }
}

fn sources(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path
            .extension()
            .is_some_and(|kind| kind == "rs" || kind == "html")
        {
            found.push(path);
        }
    }
    found
}

/// The keys of a language with the values that each names.
fn locale(code: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("templates/locales")
        .join(code);
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let mut key = String::new();
        for line in text
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
        {
            if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                key = name.to_owned();
                assert!(
                    keys.insert(key.clone(), BTreeSet::new()).is_none(),
                    "`{key}` twice in {code}"
                );
            }
            let values = keys.entry(key.clone()).or_default();
            for part in line.split('$').skip(1) {
                let value = part
                    .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                    .next();
                values.extend(value.map(str::to_owned));
            }
        }
    }
    keys
}

/// The tags of a page, without angle brackets; texts hold none, because the templates escape them.
fn tags(html: &str) -> Vec<&str> {
    html.split('<')
        .skip(1)
        .filter_map(|part| part.split('>').next())
        .filter(|tag| !tag.starts_with('!'))
        .collect()
}

fn balanced(tags: &[&str]) -> Result<(), String> {
    const VOID: [&str; 7] = ["meta", "link", "input", "br", "hr", "img", "col"];
    let mut open: Vec<&str> = Vec::new();
    for tag in tags {
        let name = tag
            .trim_start_matches('/')
            .split(|c: char| c.is_whitespace() || c == '/')
            .next()
            .unwrap_or_default();
        if tag.starts_with('/') {
            match open.pop() {
                Some(opened) if opened == name => {}
                other => return Err(format!("</{name}> closes {other:?}")),
            }
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    if open.is_empty() {
        Ok(())
    } else {
        Err(format!("left open: {open:?}"))
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// Writes all pages to the folder named by `MERZIM_SHEETS`, to be looked at in a browser.
#[test]
#[ignore = "by hand: MERZIM_SHEETS=folder cargo nextest run --run-ignored all writes_the_sheets"]
fn writes_the_sheets() {
    let folder = std::path::PathBuf::from(std::env::var("MERZIM_SHEETS").unwrap());
    let assets = concat!("file://", env!("CARGO_MANIFEST_DIR"), "/templates/assets");
    for sheet in printed() {
        let Ok(html) = sheet.html else { continue };
        let template = sheet.template.replace(['/', '.'], "_");
        let name = format!("{template}.{}.{}.html", sheet.number, sheet.language.code());
        std::fs::write(folder.join(name), html.replace("/assets/0", assets)).unwrap();
    }
}
