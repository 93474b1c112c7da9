//! A list of URLs in one variable, such as those of replicas.
//!
//! A single URL may contain commas too, between its hosts and in its password. A comma separates two URLs if a scheme
//! or nothing follows it.
//!
//! In `postgres://app:5,sqlite:x@host/db`, a part of the password would become a URL. Such an ambiguous list is
//! rejected. Because an `@` ends the user and password of a URL, every URL before the last `@` needs its own `@`.
//! SQLite URLs are exempt because they have no user.
//!
//! If the field accepts only SQLite, each item may be a path without a scheme.
//!
//! The errors of a list have the position of the URL and never quote it.

use crate::error::{ProblemKind, UrlError};
use crate::system::{IS_WINDOWS, drive};
use crate::url::is_object;
use db_config_syntax::{Backend, Backends, bare_path, is_scheme};

/// The maximum number of invalid URLs that are reported for one list.
pub(super) const MAX_PROBLEMS: usize = 20;

/// Splits a list into its URLs.
pub(super) fn split(list: &str, accepted: Backends) -> Result<Vec<&str>, UrlError> {
    let list = list.trim();
    if list.is_empty() {
        return Ok(Vec::new());
    }
    if is_object(list) {
        return Ok(vec![list]);
    }
    if list.match_indices(',').any(|(comma, _)| is_object(&list[comma + 1..])) {
        return Err(UrlError::from_kind(ProblemKind::Json)
            .with_message("a list cannot contain JSON objects")
            .with_help("use URLs that contain their values"));
    }
    let is_path = |item: &str| bare_path(item.trim(), IS_WINDOWS).is_some();
    if accepted == Backends::SQLITE && list.split(',').all(is_path) {
        return Ok(list.split(',').map(str::trim).collect());
    }
    let urls: Vec<&str> = separated(list).into_iter().map(str::trim).collect();
    match ambiguous(&urls) {
        Some(position) => {
            let message = format!("the `,` after URL {} of the list may be part of a password", position + 1);
            Err(UrlError::from_kind(ProblemKind::UnescapedCharacter(',')).with_message(message))
        }
        None => Ok(urls),
    }
}

/// Returns the URLs of a list, untrimmed. Starts at the end: whether nothing follows a comma depends on later commas.
fn separated(list: &str) -> Vec<&str> {
    let mut urls = Vec::new();
    let (mut end, mut next_comma) = (list.len(), list.len());
    let mut next_is_separator = true;
    for (comma, _) in list.rmatch_indices(',') {
        let next = list[comma + 1..next_comma].trim();
        let is_separator = if next.is_empty() { next_is_separator } else { begins_url(next) };
        if is_separator {
            urls.push(&list[comma + 1..end]);
            end = comma;
        }
        (next_comma, next_is_separator) = (comma, is_separator);
    }
    urls.push(&list[..end]);
    urls.reverse();
    urls
}

/// Returns whether the text begins with a SQLite scheme or with any scheme and two slashes, such as `jdbc:mysql://`.
/// `postgres:5433` is a host.
fn begins_url(text: &str) -> bool {
    is_sqlite(text) || text.split_once("://").is_some_and(|(schemes, _)| schemes.split(':').all(is_scheme))
}

fn is_sqlite(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme);
    matches!(scheme.and_then(Backend::from_scheme), Some((Backend::Sqlite, _)))
}

/// Returns the position of the first URL that may be incomplete, because the comma after it may be part of a password.
fn ambiguous(urls: &[&str]) -> Option<usize> {
    let last_at = urls.iter().rposition(|url| url.contains('@'))?;
    let open = urls[..last_at].iter().position(|url| may_end_in_a_password(url));
    // For example `postgres://app:p@ss,sqlite:word@host/db`.
    let server = || urls.iter().position(|url| !url.is_empty() && !is_sqlite(url));
    let is_file = |url: &&str| is_sqlite(url) && url.contains('@');
    let file = || Some(server()? + urls[server()?..].iter().position(is_file)?);
    open.or_else(|| file().map(|file| file - 1))
}

/// Returns whether a user and password may begin in this URL without ending in it.
fn may_end_in_a_password(url: &str) -> bool {
    if url.is_empty() || url.contains('@') {
        return false;
    }
    if !is_sqlite(url) {
        return true;
    }
    let path = url.split_once(':').map_or(url, |(_, path)| path).trim_start_matches('/');
    let path = path.split('?').next().unwrap_or(path);
    let path = &path[drive(path).map_or(0, str::len)..];
    path.contains(':') && path != ":memory:"
}

/// Returns the error for an empty URL.
pub(super) fn empty() -> UrlError {
    UrlError::from_kind(ProblemKind::Empty)
        .with_message("empty")
        .with_help("use one comma between URLs and none at the end")
}

/// Removes from the error of one URL anything that may quote the URL, which may be a part of a password. The messages
/// of the kept kinds quote only known parameters and schemes.
pub(super) fn without_text(error: UrlError) -> UrlError {
    use ProblemKind::{Contradiction, Empty, InvalidValue, RejectedByClient, UnexpectedScheme, Unsupported};
    match error.kind() {
        Empty | InvalidValue | Contradiction | Unsupported | UnexpectedScheme => error.without_excerpt(),
        RejectedByClient => UrlError::from_kind(RejectedByClient)
            .with_message("the client rejects the URL; its reason is not shown because it may quote the list")
            .with_help("set the variable to this URL alone to see the reason"),
        kind => UrlError::from_kind(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas() {
        let urls = |list| split(list, Backends::ALL).unwrap();
        assert_eq!(urls("postgres://a/x,postgres://b/x"), ["postgres://a/x", "postgres://b/x"]);
        assert_eq!(urls("postgres://a,b:5433/x , mysql://c/y\n"), ["postgres://a,b:5433/x", "mysql://c/y"]);
        assert_eq!(urls("sqlite:a.db,sqlite:b.db"), ["sqlite:a.db", "sqlite:b.db"]);
        assert_eq!(urls("postgres://a/x,postgress://b/x").len(), 2, "a wrong scheme is the second URL's");
        assert_eq!(urls("mongodb://u:p@a:1,mongodb:2/x"), ["mongodb://u:p@a:1,mongodb:2/x"], "a host of that name");
        assert_eq!(urls("postgres://a/x,jdbc:mysql://b/x"), ["postgres://a/x", "jdbc:mysql://b/x"]);
        assert_eq!(urls("postgres://a/x,"), ["postgres://a/x", ""]);
        assert_eq!(urls("postgres://a/x, ,postgres://b/x"), ["postgres://a/x", "", "postgres://b/x"]);
        assert_eq!(urls("postgres://a/x,,"), ["postgres://a/x", "", ""]);
        assert_eq!(urls(",postgres://a/x"), ["", "postgres://a/x"]);
        assert_eq!(urls("postgres://u:1,,2@a/x"), ["postgres://u:1,,2@a/x"], "nothing is empty inside a password");
        assert_eq!(urls(""), [""; 0]);
        assert_eq!(urls(" "), [""; 0]);
    }

    #[test]
    fn commas_between_paths() {
        assert_eq!(split("a.db, ./b", Backends::SQLITE).unwrap(), ["a.db", "./b"]);
        assert_eq!(split("sqlite:a.db,b.db", Backends::SQLITE).unwrap(), ["sqlite:a.db,b.db"]);
        assert_eq!(split("a.db,b.db", Backends::ALL).unwrap(), ["a.db,b.db"]);
    }

    #[test]
    fn a_comma_that_may_be_part_of_a_password() {
        for list in [
            "postgres://app:5,0145Q693,sqlite:x@h/d",
            "postgres://app:12,mysql+other://x@h/d",
            "postgres://app:12,mysql://x@h/d",
            "postgres://app:12/3,mysql://x@h/d",
            "postgres://app,sqlite:x@h/d",
            "postgres://app:1,sqlite:2,sqlite:3@h/d",
            "postgres://u:p@h/d,postgres://app:1,sqlite:2@h/d",
            "postgres://app:p@1,sqlite:2@h/d",
            "sqlite:app:1,sqlite:2@h/d",
            "sqlite://app:1,postgres://2@h/d",
            "sqlite::memory:,postgres:app:,postgres://1@h/d",
            "postgres://u:p@a/x,jdbc:mysql://app:1,postgres://2@h/d",
            "postgres://a/x,,postgres://u@b/x",
        ] {
            assert_eq!(split(list, Backends::ALL).unwrap_err().kind(), ProblemKind::UnescapedCharacter(','), "{list}");
        }
        for list in [
            "postgres://u@a/x,postgres://b/x",
            "postgres://@a/x,postgres://u@b/x",
            "sqlite:a.db,postgres://u:p@b/x",
            "sqlite::memory:,sqlite:///:memory:?cache=shared,postgres://u:p@b/x",
            "sqlite:a.db,sqlite:b@c.db",
            "postgres://u:p@a,postgres://u:p@b",
            "postgres://a:1,postgres://b:2,sqlite:c.db",
        ] {
            assert_eq!(split(list, Backends::ALL).unwrap().len(), list.split(',').count(), "{list}");
        }
    }
}
