//! The names of the fields of a page, read from its own template: the summary of what is wrong calls a field what the
//! field is called below, on every page, without a second list.

use std::collections::BTreeMap;

/// Field name and text key of its label, of one template and of what it includes.
pub type Labels = BTreeMap<String, String>;

/// The labels of every template.
#[must_use]
pub fn of_templates(sources: &[(String, &str)]) -> BTreeMap<String, Labels> {
    let own = |source: &str| -> Labels { source.split("<field.").skip(1).filter_map(label).collect() };
    sources
        .iter()
        .map(|(name, source)| {
            let mut labels = own(source);
            for (_, text) in sources.iter().filter(|(path, _)| includes(source, path)) {
                labels.extend(own(text));
            }
            (name.clone(), labels)
        })
        .collect()
}

fn includes(source: &str, path: &str) -> bool {
    source.contains(&format!("{{% include \"{path}\" %}}"))
}

/// The name and the label of one field; nothing where one of them is known only when the page is printed.
fn label(tag: &str) -> Option<(String, String)> {
    let tag = tag.split("/>").next()?;
    let name = between(tag, " name=\"")?;
    let key = between(tag, " label={t(k=\"").or_else(|| between(tag, " legend={t(k=\""))?;
    Some((name.to_owned(), key.to_owned()))
}

fn between<'a>(tag: &'a str, before: &str) -> Option<&'a str> {
    tag.split_once(before)?.1.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_found_beside_its_field_and_through_an_include() {
        let part = r#"{{ <field.date form={form} name="until_on" legend={t(k="term-until")} /> }}"#;
        let page = r#"{{ <field.text form={form} name={field.name} label={t(k="lot")} /> }}
            {{ <field.area form={form} name="words" label={t(k="what-happened")} rows={3} /> }}
            {% include "part.html" %}"#;
        let all = of_templates(&[("part.html".to_owned(), part), ("page.html".to_owned(), page)]);
        let labels: Vec<_> = all["page.html"]
            .iter()
            .map(|(field, key)| (field.as_str(), key.as_str()))
            .collect();
        assert_eq!(labels, [("until_on", "term-until"), ("words", "what-happened")]);
    }
}
