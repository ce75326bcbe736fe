//! A path of this site, to which it is safe to send a person.

use rocket::{Request, http::uri::Origin};

/// A path on this server, without a query. Anything else that was asked for becomes the first page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalPath(String);

impl LocalPath {
    /// The path in `text`, when it cannot lead anywhere else; `/` otherwise.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let local = text.starts_with('/') && !text.starts_with("//") && !text.contains('\\');
        let path = Origin::parse(text)
            .ok()
            .filter(|_| local)
            .map(|origin| origin.path().to_string());
        Self(path.unwrap_or_else(|| "/".into()))
    }

    /// Where this request went. The query stays behind: it may hold what somebody searched for.
    #[must_use]
    pub fn of(request: &Request<'_>) -> Self {
        Self::parse(request.uri().path().as_str())
    }

    /// The path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::LocalPath;

    #[test]
    fn only_paths_of_this_site_pass() {
        assert_eq!(LocalPath::parse("/cases/1f").as_str(), "/cases/1f");
        assert_eq!(LocalPath::parse("/cases?q=Иванов").as_str(), "/");
        assert_eq!(LocalPath::parse("/cases?q=x").as_str(), "/cases");
        for elsewhere in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "/\n/evil.example",
            "cases",
        ] {
            assert_eq!(LocalPath::parse(elsewhere).as_str(), "/", "{elsewhere:?}");
        }
    }
}
