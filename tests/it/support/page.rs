//! A page as a browser without scripts sees it: its status, where it leads, and the form it holds.

use rocket::{http::Cookie, local::asynchronous::LocalResponse};
use std::collections::BTreeMap;

/// An answer of the server.
#[derive(Debug)]
pub struct Page {
    /// Status code.
    pub status: u16,
    /// Where it leads.
    pub location: Option<String>,
    /// The text.
    pub body: String,
    /// The cookie it sets, if any.
    pub cookie: Option<Cookie<'static>>,
    /// The language it asks the browser to remember, if any.
    pub language: Option<String>,
    /// Under which id the installation's records speak of the request.
    pub request: String,
    /// What the browser is told to do with a file.
    pub disposition: Option<String>,
    /// Where it was read; empty for the answer to a form.
    pub path: String,
}

impl Page {
    /// Reads an answer.
    pub async fn of(response: LocalResponse<'_>) -> Self {
        let cookies = response.cookies();
        let cookie = ["merzim", "merzim-entry"]
            .into_iter()
            .find_map(|name| cookies.get(name))
            .cloned();
        Self {
            status: response.status().code,
            request: response
                .headers()
                .get_one("X-Request-Id")
                .unwrap_or_default()
                .to_owned(),
            location: response.headers().get_one("Location").map(str::to_owned),
            language: cookies
                .get(merzim::web::house::LANGUAGE_COOKIE)
                .map(|kept| kept.value().to_owned()),
            cookie,
            disposition: response
                .headers()
                .get_one("Content-Disposition")
                .map(str::to_owned),
            path: String::new(),
            body: response.into_string().await.unwrap_or_default(),
        }
    }

    /// Does the page say this? A space that holds words together is a space.
    pub fn says(&self, words: &str) -> bool {
        self.body.replace('\u{a0}', " ").contains(words)
    }

    /// The words of the page's main part on one line, for messages.
    pub fn text(&self) -> String {
        let main = self.body.split("<main").nth(1).unwrap_or(&self.body);
        let words = main
            .split('<')
            .filter_map(|part| part.split_once('>'))
            .map(|(_, text)| text.trim());
        words
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" | ")
    }

    /// The body without what differs between any two requests: its number, its tokens and keys.
    pub fn alike(&self) -> String {
        let mut body = self.body.clone();
        for (before, after) in [
            ("<code class=\"merzim-code\">", "</code>"),
            ("name=\"csrf\" value=\"", "\""),
            ("name=\"key\" value=\"", "\""),
        ] {
            body = blanked(&body, before, after);
        }
        // The language switch repeats the address that was asked for.
        blanked(&body, "merzim-header__languages", "</nav>")
    }

    /// The fields of the page's main form, exactly as a browser would send them untouched: the first that is sent to the
    /// page itself, or else the first there is.
    pub fn fields(&self) -> BTreeMap<String, String> {
        let forms = self.body.split("<form method=\"post\"").skip(1);
        let mut forms: Vec<&str> = forms
            .filter(|form| !form.starts_with(" action=\"/sign-out\""))
            .map(|form| form.split("</form>").next().unwrap_or_default())
            .collect();
        forms.sort_by_key(|form| form.starts_with(" action="));
        let form = forms
            .first()
            .unwrap_or_else(|| panic!("no form in {}", self.body));
        let mut fields = BTreeMap::new();
        for input in form
            .split("<input")
            .skip(1)
            .filter_map(|tag| tag.split('>').next())
        {
            let (Some(name), Some(value)) = (attribute(input, "name"), attribute(input, "value")) else {
                continue;
            };
            let chosen = !input.contains("type=\"radio\"") && !input.contains("type=\"checkbox\"");
            if chosen || input.contains(" checked") {
                fields.insert(name, value);
            }
        }
        for area in form.split("<textarea").skip(1) {
            let (tag, rest) = area.split_once('>').unwrap();
            let text = rest.split("</textarea>").next().unwrap_or_default();
            fields.insert(attribute(tag, "name").unwrap(), plain(text));
        }
        for select in form.split("<select").skip(1) {
            let (tag, rest) = select.split_once('>').unwrap();
            let options = rest.split("</select>").next().unwrap_or_default();
            let chosen = options
                .split("<option")
                .skip(1)
                .find(|option| option.contains(" selected"));
            let chosen = chosen.and_then(|option| attribute(option, "value"));
            fields.insert(attribute(tag, "name").unwrap(), chosen.unwrap_or_default());
        }
        fields
    }

    /// The fields that the error summary points at.
    pub fn problems(&self) -> Vec<String> {
        let Some((_, summary)) = self.body.split_once("govuk-error-summary__list") else {
            return Vec::new();
        };
        let summary = summary.split("</ul>").next().unwrap_or_default();
        let fields: Vec<String> = summary
            .split("<li>")
            .skip(1)
            .map(|item| {
                item.split_once("href=\"#")
                    .and_then(|(_, rest)| rest.split('"').next())
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect();
        for field in fields.iter().filter(|field| !field.is_empty()) {
            let there = self.body.contains(&format!(" id=\"{field}\""));
            assert!(there, "the summary leads to `{field}`, which is not on the page");
        }
        fields
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().map(plain)
}

fn plain(html: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ]
    .into_iter()
    .fold(html.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn blanked(text: &str, before: &str, after: &str) -> String {
    let mut parts = text.split(before);
    let mut blank = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        blank.push_str(before);
        blank.push_str(part.find(after).map_or("", |at| &part[at..]));
    }
    blank
}
