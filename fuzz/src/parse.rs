//! Parses a [`DatabaseUrl`] and writes it again.

use std::fmt::Write as _;

use db_config::resolved::{Resolved, Sqlite, SqliteLocation};
use db_config::{Backend, Capabilities, DatabaseUrl, FromDatabaseUrl, ProblemKind, UrlError};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::canary::assert_no_secret;
use crate::input;
use crate::value::{Tls, without_memory_number};

pub fn check(data: &[u8]) {
    let Some(input) = input::read(data) else { return };
    let url = match input.text.parse::<DatabaseUrl>() {
        Ok(url) => url,
        Err(error) => {
            if input.has_secret {
                assert_no_secret(&everything(&error), &input.text);
            }
            return is_about_the_text(&error, &input.text);
        }
    };
    let redacted = url.redacted();
    if input.has_secret {
        let mut shown = format!("{url} {url:?} {} {:?}", url.tls(), url.tls());
        let _ = write!(shown, " {}", serde_json::to_string(&url).expect("a URL is JSON"));
        for warning in url.warnings(Capabilities::EMPTY) {
            let _ = write!(shown, " {warning} {warning:?}");
        }
        match Resolved::resolve(&url) {
            Ok(resolved) => drop(write!(shown, " {resolved:?}")),
            Err(error) => shown.push_str(&everything(&error)),
        }
        if let Err(error) = url.sqlite_path() {
            shown.push_str(&everything(&error));
        }
        assert_no_secret(&shown, &input.text);
    }
    assert_eq!(url.expose_secret(), input.text);
    assert_eq!(Redacted::of(&redacted), Redacted::of(&printable(&input.text)), "{redacted}");
    assert_eq!(db_config::pathname(&input.text).unwrap_or(url.pathname().to_owned()), url.pathname());
    match url.backend() {
        Backend::Sqlite => sqlite(&url),
        _ => server(&url),
    }
}

/// Returns every form of an error.
pub fn everything(error: &UrlError) -> String {
    format!("{error} {error:#} {error:?} {} {} {:?}", error.message(), error.help(), error.excerpt())
}

/// Checks the error of a rejected URL. Only an error with an excerpt may quote the URL, which then was parsed as far as
/// its parts.
fn is_about_the_text(error: &UrlError, text: &str) {
    assert!(!error.message().is_empty() && !error.help().is_empty(), "{error:?}");
    if error.kind() == ProblemKind::RejectedByClient {
        panic!("no client parsed this URL: {text:?}: {error}");
    }
    let Some(excerpt) = error.excerpt() else {
        // These kinds name the scheme, with a suggested URL if that is valid.
        if !matches!(error.kind(), ProblemKind::UnknownScheme | ProblemKind::Jdbc | ProblemKind::R2dbc) {
            assert_no_secret(&everything(error), text);
        }
        return;
    };
    let (shown, mark) = excerpt.split_once('\n').unwrap_or((&excerpt, ""));
    assert!(mark.trim_start().trim_end_matches('^').is_empty(), "{excerpt}");
    assert!(mark.chars().count() <= shown.chars().count() + 1, "{excerpt}");
}

/// Escapes control characters like the redaction does, which otherwise changes only secrets.
fn printable(text: &str) -> String {
    let is_escaped = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
            || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}')
            || matches!(c, '\u{e0000}'..='\u{e007f}')
    };
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match is_escaped(c) {
            true => shown.extend(c.escape_default()),
            false => shown.push(c),
        }
    }
    shown
}

/// Holds the parts that redaction keeps.
#[derive(Debug, PartialEq, Eq)]
struct Redacted<'a> {
    scheme: &'a str,
    keys: Vec<&'a str>,
}

impl<'a> Redacted<'a> {
    fn of(text: &'a str) -> Self {
        let (scheme, rest) = text.split_once(':').expect("a URL has a scheme");
        let query = rest.split_once('?').map_or("", |(_, query)| query);
        let keys = query.split('&').map(|pair| pair.split_once('=').map_or("", |(key, _)| key));
        Self { scheme, keys: keys.collect() }
    }
}

const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub fn escaped(text: &str) -> String {
    utf8_percent_encode(text, PART).to_string()
}

/// Returns an equal URL in which each part is percent-encoded.
fn canonical(url: &DatabaseUrl) -> String {
    let mut text = format!("{}://", url.scheme());
    let is_redis = url.backend() == Backend::Redis;
    // A password without a user is a query parameter, except in a Redis URL.
    if url.username().is_some() || is_redis && url.password().is_some() {
        text.push_str(&escaped(url.username().unwrap_or_default()));
        if let Some(password) = url.password() {
            let _ = write!(text, ":{}", escaped(password));
        }
        text.push('@');
    }
    if url.scheme().ends_with("unix") {
        // The path is that of the socket, and the database is a query parameter.
        text.push_str(&escaped(url.host().expect("a socket has a path")).replace("%2F", "/"));
        push_query(&mut text, url);
        return text;
    }
    for (i, host) in url.hosts().iter().enumerate() {
        let separator = if i == 0 { "" } else { "," };
        let _ = match host.name() {
            name if name.contains(':') && !name.starts_with('/') && !name.ends_with(".sock") => {
                write!(text, "{separator}[{}]", name.replace('%', "%25"))
            }
            name => write!(text, "{separator}{}", escaped(name)),
        };
        if let Some(port) = host.port() {
            let _ = write!(text, ":{port}");
        }
    }
    text.push('/');
    text.push_str(&escaped(url.database().unwrap_or_default()));
    push_query(&mut text, url);
    text
}

fn push_query(text: &mut String, url: &DatabaseUrl) {
    for (i, (name, value)) in url.query_pairs().enumerate() {
        let _ = write!(text, "{}{}={}", if i == 0 { '?' } else { '&' }, escaped(name), escaped(value));
    }
}

/// Asserts that the URL built from the accessors has the same parts.
fn server(url: &DatabaseUrl) {
    let text = canonical(url);
    let again: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{:?}: {text}: {error}", url.expose_secret()));
    let value = |url: &DatabaseUrl| {
        let query: Vec<_> = url.query_pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let login = (owned(url.username()), owned(url.password()), owned(url.database()));
        (url.scheme().to_owned(), url.hosts().to_vec(), login, query, Tls::of(url.tls()))
    };
    assert_eq!(value(&again), value(url), "{:?}: {text}", url.expose_secret());
    assert_eq!(canonical(&again), text);
}

/// Asserts that the path names the same file as its URL, with the same options. If there is no path, the query
/// parameters keep their values.
fn sqlite(url: &DatabaseUrl) {
    assert!(url.hosts().is_empty() && url.username().is_none() && url.password().is_none());
    let mut text = format!("{}:", url.scheme());
    let path = url.sqlite_path();
    match &path {
        Ok(path) => {
            let path = path.to_str().expect("it is UTF-8");
            assert!(!path.is_empty() && !path.contains('\0'), "{:?}: {path:?}", url.expose_secret());
            text.push_str(&file_name(path, url));
        }
        Err(error) => {
            // Every type rejects this URL.
            assert_eq!(sqlite_meaning(url), Err(error.kind()), "{:?}", url.expose_secret());
            let rejected = DatabaseUrl::from_database_url(url).map_err(|error| error.kind());
            assert_eq!(rejected, Err(error.kind()), "{:?}", url.expose_secret());
            text.push('x');
        }
    }
    push_query(&mut text, url);
    let again: DatabaseUrl = text.parse().unwrap_or_else(|error| panic!("{:?}: {text}: {error}", url.expose_secret()));
    assert!(again.query_pairs().eq(url.query_pairs()), "{:?}: {text}", url.expose_secret());
    if let Ok(it) = Sqlite::resolve(url) {
        assert_parameters(url, &it);
    }
    if let Ok(path) = path {
        assert_eq!(again.sqlite_path().ok(), Some(path), "{:?}: {text}", url.expose_secret());
        assert_eq!(sqlite_meaning(&again), sqlite_meaning(url), "{:?}: {text}", url.expose_secret());
    }
}

/// Escapes the slashes, so that dots between them are not resolved.
fn file_name(path: &str, url: &DatabaseUrl) -> String {
    if path == ":memory:" {
        let in_memory =
            |(name, value): (&str, &str)| name.eq_ignore_ascii_case("mode") && value.eq_ignore_ascii_case("memory");
        return match Sqlite::resolve(url).map(|it| it.location) {
            Ok(SqliteLocation::Memory(name)) if url.query_pairs().any(in_memory) => name.replace('/', "%2F"),
            _ => path.to_owned(),
        };
    }
    match path.strip_prefix('/') {
        Some(rest) => format!("///{}", escaped(rest)),
        None => escaped(path),
    }
}

/// Asserts that the options for opening the file are those of the query parameters.
fn assert_parameters(url: &DatabaseUrl, it: &Sqlite<'_>) {
    let options = [
        ("mode", it.mode.map(|given| given.value.to_string())),
        ("cache", it.cache.map(|given| given.value.to_string())),
        ("vfs", it.vfs.map(|given| given.value.to_owned())),
    ];
    for (key, option) in options {
        let value = url.query_pairs().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value);
        let is_same =
            option.as_deref().zip(value).map_or(option.is_none() && value.is_none(), |(option, value)| match key {
                "vfs" => option == value,
                _ => option.eq_ignore_ascii_case(value),
            });
        assert!(is_same, "{:?}: {key}={option:?}", url.expose_secret());
    }
}

/// Returns the file and its options. This is equal for all unnamed in-memory databases.
fn sqlite_meaning(url: &DatabaseUrl) -> Result<String, ProblemKind> {
    Sqlite::resolve(url).map(|it| without_memory_number(&format!("{it:?}"))).map_err(|error| error.kind())
}
