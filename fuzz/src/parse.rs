//! Text to [`DatabaseUrl`], and back.

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

/// Every form of an error.
pub fn everything(error: &UrlError) -> String {
    format!("{error} {error:#} {error:?} {} {} {:?}", error.message(), error.help(), error.excerpt())
}

/// A text that does not parse is not echoed: an excerpt is of one that does, at least as far as its parts.
fn is_about_the_text(error: &UrlError, text: &str) {
    assert!(!error.message().is_empty() && !error.help().is_empty(), "{error:?}");
    if error.kind() == ProblemKind::RejectedByClient {
        panic!("a client refuses what nobody gave it: {text:?}: {error}");
    }
    let Some(excerpt) = error.excerpt() else {
        // These kinds name the scheme, with what to write instead if that parses.
        if !matches!(error.kind(), ProblemKind::UnknownScheme | ProblemKind::Jdbc | ProblemKind::R2dbc) {
            assert_no_secret(&everything(error), text);
        }
        return;
    };
    let (shown, mark) = excerpt.split_once('\n').unwrap_or((&excerpt, ""));
    assert!(mark.trim_start().trim_end_matches('^').is_empty(), "{excerpt}");
    assert!(mark.chars().count() <= shown.chars().count() + 1, "{excerpt}");
}

/// With what a terminal would obey escaped, which is all that redaction changes outside of the secrets.
fn printable(text: &str) -> String {
    let is_obeyed = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match is_obeyed(c) {
            true => shown.extend(c.escape_default()),
            false => shown.push(c),
        }
    }
    shown
}

/// What redaction keeps: everything between the secrets.
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

/// The same value, with each part escaped.
fn canonical(url: &DatabaseUrl) -> String {
    let mut text = format!("{}://", url.scheme());
    if url.username().is_some() || url.password().is_some() {
        text.push_str(&escaped(url.username().unwrap_or_default()));
        if let Some(password) = url.password() {
            let _ = write!(text, ":{}", escaped(password));
        }
        text.push('@');
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

/// The text that is made of the accessors has the same parts.
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

/// The file that a path names is the file that its URL names, opened in the same way. Without a path the query parameters
/// keep their values.
fn sqlite(url: &DatabaseUrl) {
    assert!(url.hosts().is_empty() && url.username().is_none() && url.password().is_none());
    let mut text = format!("{}:", url.scheme());
    let path = url.sqlite_path();
    match &path {
        Ok(path) => {
            let path = path.to_str().expect("made of text");
            assert!(!path.is_empty() && !path.contains('\0'), "{:?}: {path:?}", url.expose_secret());
            text.push_str(&file_name(path, url));
        }
        Err(error) => {
            // Which every type refuses.
            assert_eq!(sqlite_meaning(url), Err(error.kind()), "{:?}", url.expose_secret());
            let refused = DatabaseUrl::from_database_url(url).map_err(|error| error.kind());
            assert_eq!(refused, Err(error.kind()), "{:?}", url.expose_secret());
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

/// With its slashes escaped, as dots between them would be resolved.
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

/// The keys that tell how a file is opened are those that stand in the URL.
fn assert_parameters(url: &DatabaseUrl, it: &Sqlite<'_>) {
    let words = [
        ("mode", it.mode.map(|given| given.value.to_string())),
        ("cache", it.cache.map(|given| given.value.to_string())),
        ("vfs", it.vfs.map(|given| given.value.to_owned())),
    ];
    for (key, word) in words {
        let value = url.query_pairs().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value);
        let is_same = word.as_deref().zip(value).map_or(word.is_none() && value.is_none(), |(word, value)| match key {
            "vfs" => word == value,
            _ => word.eq_ignore_ascii_case(value),
        });
        assert!(is_same, "{:?}: {key}={word:?}", url.expose_secret());
    }
}

/// Where it is and how it is opened, which is the same in all memory that has no name.
fn sqlite_meaning(url: &DatabaseUrl) -> Result<String, ProblemKind> {
    Sqlite::resolve(url).map(|it| without_memory_number(&format!("{it:?}"))).map_err(|error| error.kind())
}
