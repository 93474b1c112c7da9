//! Several URLs in one variable, such as those of replicas.
//!
//! One URL can have commas too, between its hosts and in its password. A comma separates two URLs if a scheme follows it,
//! or if nothing follows it. A password can look like that: `postgres://app:5,sqlite:x@host/db`. A list that could be read
//! so is rejected, because a piece of the password would become a database: an `@` ends the user and password of a URL, so
//! every URL before the last `@` needs one of its own. SQLite URLs have no user.
//!
//! The errors of a list name the position of the URL, and quote nothing of its text.

use crate::error::{ProblemKind, UrlError};
use crate::system::drive;
use db_config_syntax::Backend;

/// How many wrong URLs of one list are reported.
pub(super) const MAX_PROBLEMS: usize = 20;

/// Splits a list into its URLs.
pub(super) fn split(list: &str) -> Result<Vec<&str>, UrlError> {
    let list = list.trim();
    if list.is_empty() {
        return Ok(Vec::new());
    }
    let urls: Vec<&str> = separated(list).into_iter().map(str::trim).collect();
    match ambiguous(&urls) {
        Some(position) => Err(UrlError::from_kind(ProblemKind::UnescapedCharacter(','))
            .with_message(format!("the `,` after URL {} of the list may be part of a password", position + 1))),
        None => Ok(urls),
    }
}

/// The URLs of a list. It is read from its end, because whether nothing follows a comma depends on the commas behind it.
fn separated(list: &str) -> Vec<&str> {
    let mut urls = Vec::new();
    let (mut end, mut behind) = (list.len(), list.len());
    let mut is_separator_behind = true;
    for (comma, _) in list.rmatch_indices(',') {
        let next = list[comma + 1..behind].trim();
        let is_separator = if next.is_empty() { is_separator_behind } else { begins_url(next) };
        if is_separator {
            urls.push(&list[comma + 1..end]);
            end = comma;
        }
        (behind, is_separator_behind) = (comma, is_separator);
    }
    urls.push(&list[..end]);
    urls.reverse();
    urls
}

/// Whether it begins with a scheme: SQLite's, or any with two slashes, such as `jdbc:mysql://`. `postgres:5433` is a host.
fn begins_url(text: &str) -> bool {
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.:".contains(c);
    let begins_any = || {
        let (scheme, _) = text.split_once("://")?;
        Some(scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_scheme))
    };
    is_sqlite(text) || begins_any().unwrap_or(false)
}

fn is_sqlite(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme);
    matches!(scheme.and_then(Backend::from_scheme), Some((Backend::Sqlite, _)))
}

/// The position of the first URL that may only be the beginning of one, whose password has the comma after it.
fn ambiguous(urls: &[&str]) -> Option<usize> {
    let last_at = urls.iter().rposition(|url| url.contains('@'))?;
    let open = urls[..last_at].iter().position(|url| may_end_in_a_password(url));
    // `postgres://app:p@ss,sqlite:word@host/db`: a file is as unlikely to have an `@` as it is to follow a server.
    let server = || urls.iter().position(|url| !url.is_empty() && !is_sqlite(url));
    let is_file = |url: &&str| is_sqlite(url) && url.contains('@');
    let file = || Some(server()? + urls[server()?..].iter().position(is_file)?);
    open.or_else(|| file().map(|file| file - 1))
}

/// Whether a user and a password may begin in a URL and not end there.
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

/// The error of a URL that is empty.
pub(super) fn empty() -> UrlError {
    UrlError::from_kind(ProblemKind::Empty)
        .with_message("empty")
        .with_help("write one comma between two URLs, and none at the end")
}

/// The error of one URL of a list, without anything that may quote its text, which may be a piece of a password: the
/// messages of these kinds name parameters and schemes that this library knows, those of the others need not.
pub(super) fn without_text(error: UrlError) -> UrlError {
    use ProblemKind::{Contradiction, Empty, InvalidValue, RejectedByClient, UnexpectedScheme, Unsupported};
    match error.kind() {
        Empty | InvalidValue | Contradiction | Unsupported | UnexpectedScheme => error.without_excerpt(),
        RejectedByClient => UrlError::from_kind(RejectedByClient)
            .with_message("the client rejects it; its reason is not shown because it may quote the list")
            .with_help("set the URL alone in a variable of its own to see the reason"),
        kind => UrlError::from_kind(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas() {
        let urls = |list| split(list).unwrap();
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
            assert_eq!(split(list).unwrap_err().kind(), ProblemKind::UnescapedCharacter(','), "{list}");
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
            assert_eq!(split(list).unwrap().len(), list.split(',').count(), "{list}");
        }
    }
}
