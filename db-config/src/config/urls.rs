//! Several URLs in one variable, such as those of replicas.

use crate::Backend;

pub(super) const REMEDY: &str = "write one comma between two URLs, and none at the end";

/// The URLs of a list. A comma is between two of them if a scheme follows, because one URL can have several hosts.
pub(super) fn split(list: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(list.trim()).filter(|list| !list.is_empty());
    std::iter::from_fn(move || {
        let list = rest?;
        let comma = list.match_indices(',').map(|(at, _)| at).find(|at| begins_url(&list[at + 1..]));
        let url = match comma {
            Some(at) => {
                rest = Some(list[at + 1..].trim());
                &list[..at]
            }
            None => {
                rest = None;
                list
            }
        };
        Some(url.trim())
    })
}

/// Whether a URL or nothing follows.
fn begins_url(text: &str) -> bool {
    let text = text.trim_start();
    if text.is_empty() || text.starts_with(',') {
        return true;
    }
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c))).unwrap_or(text.len());
    let (scheme, behind) = text.split_at(end);
    let Some(behind) = behind.strip_prefix(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    // A server's URL has two slashes; what has none may be the rest of a password.
    let is_file = matches!(Backend::of_scheme(scheme.as_bytes()), Some((Backend::Sqlite, _)));
    is_scheme && (behind.starts_with("//") || is_file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas() {
        let urls = |list| split(list).collect::<Vec<_>>();
        assert_eq!(urls("postgres://a/x,postgres://b/x"), ["postgres://a/x", "postgres://b/x"]);
        assert_eq!(urls("postgres://a,b:5433/x , mysql://c/y\n"), ["postgres://a,b:5433/x", "mysql://c/y"]);
        assert_eq!(urls("sqlite:a.db,sqlite:b.db"), ["sqlite:a.db", "sqlite:b.db"]);
        assert_eq!(urls("postgres://a/x,postgress://b/x").len(), 2, "a wrong scheme is the second URL's");
        assert_eq!(urls("postgres://a/x,"), ["postgres://a/x", ""]);
        assert_eq!(urls("postgres://a/x, ,postgres://b/x"), ["postgres://a/x", "", "postgres://b/x"]);
        assert_eq!(urls(",postgres://a/x"), ["", "postgres://a/x"]);
        assert_eq!(urls(""), [""; 0]);
        assert_eq!(urls(" "), [""; 0]);
    }
}
