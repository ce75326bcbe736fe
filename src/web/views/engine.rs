//! The template engine: one set of compiled templates per language, so that a template's `t(k=…)` needs no context.

use super::labels::{self, Labels};
use super::{Frame, Page};
use crate::{
    domain::localised::Localised,
    text::{self, Args, Language},
};
use chrono::{NaiveDate, NaiveDateTime};
use fluent_templates::fluent_bundle::FluentValue;
use include_dir::{Dir, include_dir};
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};
use tera::value::Key;
use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

static LAYOUT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/layout");
static COMPONENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/components");
static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/pages");

/// How the form begins that the buttons of other languages send: see `templates/components/fields.html`.
const KEPT_FORM: &str = "<form method=\"post\" id=\"form\"";

/// A page that could not be printed: the template or a text is wrong, never the reader's input.
#[derive(Debug, thiserror::Error)]
#[error("page `{template}` cannot be printed in `{language}`")]
pub struct ViewFault {
    /// The template.
    pub template: &'static str,
    /// The code of the language.
    pub language: &'static str,
    /// What the engine said.
    #[source]
    pub source: tera::Error,
}

/// All templates, compiled once at start.
pub struct Views {
    kk: Tera,
    ru: Tera,
    en: Tera,
    labels: BTreeMap<String, Labels>,
    /// Where the form of a template stands in its context: `form`, or within `step` or `answer`.
    forms: BTreeMap<String, String>,
}

impl Views {
    /// Compiles the templates that are built into the program.
    ///
    /// # Errors
    /// [`ViewFault`] when a template does not parse or names what does not exist.
    pub fn load() -> Result<Self, ViewFault> {
        let sources = sources()?;
        let en = engine(&sources)?;
        Ok(Self {
            kk: speaking(&en, Language::Kk),
            ru: speaking(&en, Language::Ru),
            en,
            labels: labels::of_templates(&sources),
            forms: sources.iter().filter_map(form_of).collect(),
        })
    }

    /// The same, compiled once in a process, however many servers it builds.
    ///
    /// # Errors
    /// As [`Views::load`].
    pub fn shared() -> Result<Arc<Self>, ViewFault> {
        static COMPILED: OnceLock<Arc<Views>> = OnceLock::new();
        if let Some(views) = COMPILED.get() {
            return Ok(Arc::clone(views));
        }
        let views = Arc::new(Self::load()?);
        Ok(Arc::clone(COMPILED.get_or_init(|| views)))
    }

    /// Prints a page inside its frame, in the frame's language.
    ///
    /// # Errors
    /// [`ViewFault`] when a text is missing; a page is printed whole or not at all.
    pub fn render<P: Page>(&self, page: &P, frame: &Frame) -> Result<String, ViewFault> {
        let fault = |source| ViewFault {
            template: P::TEMPLATE,
            language: frame.language.code(),
            source,
        };
        let described = || {
            let mut context = Context::from_serialize(page)?;
            context.insert_value("frame", Value::try_from_serializable(frame)?);
            Ok(context)
        };
        let mut context = text::spoken(frame.language, described).map_err(fault)?;
        let holder = self
            .forms
            .get(P::TEMPLATE)
            .filter(|holder| has_form(&context, holder));
        if let Some((holder, kept)) = holder.zip(frame.kept.as_ref()) {
            fill_in(&mut context, holder, kept);
        }
        let asks = holder.filter(|_| P::ASKS && frame.user.is_none());
        let asks_at = asks.and_then(|holder| asked_at(&context, holder));
        let asks_at = asks_at.or_else(|| page.searched_at().map(str::to_owned));
        let keeps_form = asks_at.is_some() || (holder.is_some() && frame.user.is_some());
        context.insert("keeps_form", &keeps_form);
        context.insert("asks_at", &asks_at);
        context.insert("labels", &self.labels.get(P::TEMPLATE));
        let tera = self.of(frame.language);
        let mut printed = tera.render(P::TEMPLATE, &context).map_err(fault)?;
        if holder.is_some_and(|holder| in_page_order(&mut context, holder, &printed)) {
            printed = tera.render(P::TEMPLATE, &context).map_err(fault)?;
        }
        if !keeps_form || printed.contains(KEPT_FORM) {
            return Ok(printed);
        }
        // The template left its form out this time: there is nothing that a new language could wipe.
        context.insert("keeps_form", &false);
        tera.render(P::TEMPLATE, &context).map_err(fault)
    }

    fn of(&self, language: Language) -> &Tera {
        match language {
            Language::Kk => &self.kk,
            Language::Ru => &self.ru,
            Language::En => &self.en,
        }
    }
}

/// The template and the first part of what its first form is called, where it has one. A form with an `id` of its own
/// keeps nothing: which of its buttons is pressed means something.
fn form_of((path, source): &(String, &'static str)) -> Option<(String, String)> {
    let after = |tag: &str| source.split_once(tag).map(|(_, rest)| rest);
    // A form with fields that only its handler knows is printed by a component.
    let rest = after("{% <form form={").or_else(|| after("{{ <asked form={"))?;
    let tag = rest
        .split(['>', '/'])
        .next()
        .filter(|tag| !tag.contains(" id="))?;
    let holder = tag.split(['.', '}']).next()?;
    Some((path.clone(), holder.to_owned()))
}

fn form_in<'c>(context: &'c Context, holder: &str) -> Option<&'c tera::Map> {
    let held = context.get(holder)?.as_map()?;
    if is_form(held) {
        return Some(held);
    }
    held.get(&Key::Str("form"))?.as_map()
}

/// Is it a form, and not what a form stands in?
fn is_form(held: &tera::Map) -> bool {
    held.contains_key(&Key::Str("values"))
}

/// Where a form is sent that only asks, once something was typed into it.
fn asked_at(context: &Context, holder: &str) -> Option<String> {
    let form = form_in(context, holder)?;
    let mut values = form.get(&Key::Str("values"))?.as_map()?.iter();
    let typed = values.any(|(_, value)| value.as_str().is_some_and(|typed| !typed.is_empty()));
    let action = form.get(&Key::Str("action"))?.as_str()?;
    (typed && !action.is_empty()).then(|| action.to_owned())
}

fn has_form(context: &Context, holder: &str) -> bool {
    form_in(context, holder).is_some()
}

/// Fills a form with what was typed into it before its reader chose another language, and with nothing else. A browser
/// sends every field but a box without its tick: what is ticked beforehand, and was unticked, must not be ticked again.
fn fill_in(context: &mut Context, holder: &str, kept: &BTreeMap<String, String>) {
    let Some(mut form) = form_in(context, holder).cloned() else {
        return;
    };
    form.insert("values".into(), Value::from_serializable(kept));
    put_form(context, holder, &form);
}

/// Puts the problems that the summary lists into the order in which their fields stand on the page as it was printed: rules
/// find them in an order of their own, and only the page knows where its fields are. A problem of the whole form comes
/// first. Nothing where they stood so before.
fn in_page_order(context: &mut Context, holder: &str, printed: &str) -> bool {
    let listed = |form: &tera::Map| -> Option<Vec<Value>> {
        Some(form.get(&Key::Str("problems"))?.as_array()?.to_vec())
    };
    let Some(mut form) = form_in(context, holder).cloned() else {
        return false;
    };
    let mut problems = listed(&form).unwrap_or_default();
    let place = |problem: &Value| {
        let field = problem.as_map().and_then(|map| map.get(&Key::Str("field")));
        match field.and_then(Value::as_str).unwrap_or_default() {
            "" => 0,
            field => printed.find(&format!(" id=\"{field}\"")).unwrap_or(usize::MAX),
        }
    };
    if problems.is_sorted_by_key(place) {
        return false;
    }
    problems.sort_by_cached_key(place);
    form.insert("problems".into(), Value::from_serializable(&problems));
    put_form(context, holder, &form);
    true
}

fn put_form(context: &mut Context, holder: &str, form: &tera::Map) {
    let form = Value::from_serializable(form);
    if context.get(holder).and_then(Value::as_map).is_some_and(is_form) {
        context.insert_value(holder.to_owned(), form);
    } else if let Some(mut held) = context.get(holder).and_then(Value::as_map).cloned() {
        held.insert("form".into(), form);
        context.insert_value(holder.to_owned(), Value::from_serializable(&held));
    }
}

fn sources() -> Result<Vec<(String, &'static str)>, ViewFault> {
    let fault = |source| ViewFault {
        template: "(all)",
        language: "(all)",
        source,
    };
    let mut sources = Vec::new();
    for (folder, dir) in [
        ("layout", &LAYOUT),
        ("components", &COMPONENTS),
        ("pages", &PAGES),
    ] {
        collect(folder, dir, &mut sources).map_err(fault)?;
    }
    Ok(sources)
}

/// The templates, compiled, in English: what they call is looked up by name when they are printed.
fn engine(sources: &[(String, &'static str)]) -> Result<Tera, ViewFault> {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html"]);
    register(&mut tera, Language::En);
    tera.add_raw_templates(sources.to_vec())
        .map_err(|source| ViewFault {
            template: "(all)",
            language: "(all)",
            source,
        })?;
    Ok(tera)
}

/// The same templates in another language.
fn speaking(compiled: &Tera, language: Language) -> Tera {
    let mut tera = compiled.clone();
    register(&mut tera, language);
    tera
}

fn collect(folder: &str, dir: &Dir<'static>, into: &mut Vec<(String, &'static str)>) -> TeraResult<()> {
    for file in dir.files() {
        let path = format!("{folder}/{}", file.path().display());
        let source = file
            .contents_utf8()
            .ok_or_else(|| Error::message(format!("{path} is not UTF-8")))?;
        into.push((path, source));
    }
    dir.dirs().try_for_each(|sub| collect(folder, sub, into))
}

/// Functions: `t(k=…, name=value…)`, `value(form=, name=)`, `problem(form=, name=)`, `label(labels=, field=)`.
/// Filters: `say` for [`Words`], `date`, `day`, `weekday_date`, `moment`, `moment_compact` for dates.
fn register(tera: &mut Tera, language: Language) {
    tera.register_function("t", move |kwargs: Kwargs, _: &State<'_>| {
        translate(&kwargs, language)
    });
    tera.register_function("value", |kwargs: Kwargs, _: &State<'_>| form_value(&kwargs));
    tera.register_function("label", |kwargs: Kwargs, _: &State<'_>| field_label(&kwargs));
    tera.register_function("problem", |kwargs: Kwargs, _: &State<'_>| form_problem(&kwargs));
    tera.register_filter("say", move |words: Value, _: Kwargs, _: &State<'_>| {
        say(&words, language)
    });
    tera.register_filter("date", move |on: &str, _: Kwargs, _: &State<'_>| {
        civil(on).map(|on| text::date_with_weekday(on, language))
    });
    tera.register_filter("day", move |on: &str, _: Kwargs, _: &State<'_>| {
        civil(on).map(|on| text::date(on, language))
    });
    tera.register_filter("compact", move |on: &str, _: Kwargs, _: &State<'_>| {
        civil(on).map(|on| text::date_compact(on, language))
    });
    tera.register_filter("moment", move |at: &str, _: Kwargs, _: &State<'_>| {
        local(at).map(|at| text::moment(at, language))
    });
    tera.register_filter("moment_compact", move |at: &str, _: Kwargs, _: &State<'_>| {
        local(at).map(|at| text::moment_compact(at, language))
    });
}

/// `t(k=…, …)`: every other argument is a value of the text. A number chooses the plural form.
fn translate(kwargs: &Kwargs, language: Language) -> TeraResult<String> {
    let key: &str = kwargs.must_get("k")?;
    if kwargs.iter().nth(1).is_none() {
        return text::text(language, key, &Args::new()).map_err(|fault| missing(&fault));
    }
    let all: serde_json::Map<String, serde_json::Value> = kwargs.deserialize()?;
    let mut args = Args::new();
    for (name, value) in &all {
        if name == "k" {
            continue;
        }
        let value = match value {
            serde_json::Value::Number(number) => number
                .as_f64()
                .map_or_else(|| FluentValue::None, FluentValue::from),
            serde_json::Value::String(string) => FluentValue::from(string.as_str()),
            other => {
                return Err(Error::message(format!(
                    "`{name}` of `{key}` is neither text nor number: {other}"
                )));
            }
        };
        args.insert(name.as_str().into(), value);
    }
    text::text(language, key, &args).map_err(|fault| missing(&fault))
}

/// Says [`Words`] as they were serialised; a plain string is said as it is.
fn say(words: &Value, language: Language) -> TeraResult<String> {
    if let Some(plain) = words.as_str() {
        return Ok(plain.to_owned());
    }
    let field = |name: &'static str| words.as_map().and_then(|map| map.get(&Key::Str(name)));
    if let Some(key) = field("key").and_then(Value::as_str) {
        let mut args = Args::new();
        if let Some(given) = field("args").and_then(Value::as_map) {
            for (name, arg) in given {
                let name = name.as_str().unwrap_or_default().to_owned();
                args.insert(name.into(), argument(arg, language)?);
            }
        }
        return text::text(language, key, &args).map_err(|fault| missing(&fault));
    }
    let in_language = |code| field(code).and_then(Value::as_str).map(str::to_owned);
    match (in_language("kk"), in_language("ru"), in_language("en")) {
        (Some(kk), Some(ru), Some(en)) => {
            Ok(Localised { kk, ru, en }.in_language(language.code()).to_owned())
        }
        _ => Err(Error::message(format!("not words: {words:?}"))),
    }
}

fn argument(arg: &Value, language: Language) -> TeraResult<FluentValue<'static>> {
    if let Some(number) = arg.as_i128() {
        return Ok(FluentValue::from(number as f64));
    }
    let field = |name: &'static str| arg.as_map().and_then(|map| map.get(&Key::Str(name)));
    if let Some(on) = field("date").and_then(Value::as_str) {
        return Ok(FluentValue::from(text::date_with_weekday(civil(on)?, language)));
    }
    if let Some(on) = field("day").and_then(Value::as_str) {
        return Ok(FluentValue::from(text::date(civil(on)?, language)));
    }
    Ok(FluentValue::from(say(arg, language)?))
}

/// What was typed into a field, or nothing typed yet.
fn form_value(kwargs: &Kwargs) -> TeraResult<String> {
    let name: &str = kwargs.must_get("name")?;
    Ok(part(kwargs, "values", name)?
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default())
}

/// The text key of a field's label on this page, or nothing.
fn field_label(kwargs: &Kwargs) -> TeraResult<String> {
    let (labels, field): (&tera::Map, &str) = (kwargs.must_get("labels")?, kwargs.must_get("field")?);
    let key = labels.get(&Key::Str(field)).and_then(Value::as_str);
    Ok(key.unwrap_or_default().to_owned())
}

/// The words of each problem of a field, or an empty string.
fn form_problem(kwargs: &Kwargs) -> TeraResult<Value> {
    let name: &str = kwargs.must_get("name")?;
    Ok(part(kwargs, "by_field", name)?.unwrap_or_else(|| Value::from("")))
}

fn part(kwargs: &Kwargs, part: &str, name: &str) -> TeraResult<Option<Value>> {
    let form: &tera::Map = kwargs.must_get("form")?;
    let part = form.get(&Key::Str(part)).and_then(Value::as_map);
    Ok(part.and_then(|map| map.get(&Key::Str(name))).cloned())
}

fn civil(on: &str) -> TeraResult<NaiveDate> {
    on.parse()
        .map_err(|_| Error::message(format!("`{on}` is not a date")))
}

fn local(at: &str) -> TeraResult<NaiveDateTime> {
    at.parse()
        .map_err(|_| Error::message(format!("`{at}` is not a date with a time")))
}

fn missing(fault: &text::MissingText) -> Error {
    Error::message(fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::SubmissionKey;
    use crate::text::Words;
    use crate::web::views::Form;

    #[test]
    fn the_form_that_another_language_keeps_is_found() {
        let found = |source: &'static str| form_of(&("x".to_owned(), source)).map(|(_, holder)| holder);
        let holder = |of: &str| Some(of.to_owned());
        assert_eq!(found("<p>\n{% <form form={step.form}> %}"), holder("step"));
        assert_eq!(found("{{ <asked form={form} asked={asked} /> }}"), holder("form"));
        assert_eq!(
            found("{% <form form={find}> %}{% <form form={print} id=\"p\"> %}"),
            holder("find")
        );
        assert_eq!(found("{% <form form={sign} id=\"sign-form\"> %}"), None);
        assert_eq!(found("<p>"), None);
    }

    #[test]
    fn problems_are_listed_in_the_order_of_the_page() {
        let form = Form::new(SubmissionKey::fresh())
            .problem("time", Words::plain("when"))
            .problem("site", Words::plain("where"))
            .problem("", Words::plain("all of it"));
        let mut context = Context::new();
        context.insert("form", &form);
        let page = "<a href=\"#time\"><input id=\"site\"><input id=\"time\">";
        assert!(in_page_order(&mut context, "form", page));
        let problems = form_in(&context, "form").and_then(|form| form.get(&Key::Str("problems")));
        let fields = problems.and_then(Value::as_array).unwrap().iter().map(|problem| {
            let field = problem.as_map().and_then(|map| map.get(&Key::Str("field")));
            field.and_then(Value::as_str).unwrap()
        });
        assert_eq!(fields.collect::<Vec<_>>(), ["", "site", "time"]);
        assert!(!in_page_order(&mut context, "form", page));
    }

    #[test]
    fn words_are_said_alike_by_rust_and_by_a_template() {
        let words = Words::key("days").number("n", 3);
        let mut tera = Tera::new();
        register(&mut tera, Language::Ru);
        tera.add_raw_template("x", "{{ w | say }}|{{ t(k=\"days\", n=3) }}")
            .unwrap();
        let mut context = Context::new();
        context.insert("w", &words);
        let said = words.say(Language::Ru).unwrap();
        assert_eq!(tera.render("x", &context).unwrap(), format!("{said}|{said}"));
        tera.add_raw_template("y", "{{ w | say }}").unwrap();
        let day = Words::key("on-date").day("on", "2027-01-01".parse().unwrap());
        context.insert("w", &day);
        let said = tera.render("y", &context).unwrap();
        assert_eq!(said, "1\u{a0}января 2027\u{a0}г.");
        assert_eq!(said, day.say(Language::Ru).unwrap());
    }
}
