//! Where the parts of a database URL stand: one pass over the text, const, so that the compiler checks a default with
//! the same code that reads a variable at startup.
//!
//! The grammar is RFC 3986 with what libpq and MongoDB add to it: a comma-separated list of hosts,
//! an empty host, `%2F` as the start of a socket's path. A text in which a part could be taken for
//! another (a raw `@` in a password, a raw `#`) is refused, because clients disagree on it.

use super::span::Span;
use super::{diagnose, percent, separators};
use crate::Backend;
use crate::const_bytes::{Seen, find, starts_with};
use crate::error::ProblemKind;

/// The parts of a URL that parses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts {
    pub backend: Backend,
    /// The scheme in the spelling of the table.
    pub scheme: &'static str,
    pub username: Option<Span>,
    /// For SQLite, which has none, what looks like one.
    pub password: Option<Span>,
    /// The list of hosts; empty for SQLite, whose hosts are checked when the path is read.
    pub hosts: Span,
    /// From its leading slash; for SQLite everything between the scheme's colon and the query.
    pub path: Span,
    /// Without its `?`.
    pub query: Span,
    /// Whether there is a `%` anywhere.
    pub has_escapes: bool,
}

/// `?` for const functions.
macro_rules! check {
    ($fault:expr) => {
        if let Some(kind) = $fault {
            return Err(kind);
        }
    };
}

pub(crate) const fn parts(text: &str) -> Result<Parts, ProblemKind> {
    let t = text.as_bytes();
    let seen = &Seen::of(t);
    check!(diagnose::around(t));
    let Some(colon) = scheme_end(t) else {
        return Err(diagnose::without_scheme(t, seen));
    };
    let Some((backend, scheme)) = Backend::of_scheme(t.split_at(colon).0) else {
        return Err(diagnose::unknown_scheme(t, seen, colon));
    };
    let rest = colon + 1;
    check!(diagnose::inside(t, seen));
    match backend {
        Backend::Sqlite => sqlite_parts(t, seen, scheme, rest),
        _ => server_parts(t, seen, backend, scheme, rest),
    }
}

const fn sqlite_parts(t: &[u8], seen: &Seen, scheme: &'static str, start: usize) -> Result<Parts, ProblemKind> {
    if diagnose::is_placeholder_of_a_path(t, seen, start) {
        return Err(ProblemKind::Placeholder);
    }
    if seen.has(b'#') {
        return Err(ProblemKind::Fragment);
    }
    let query = find(t, b'?', start, t.len());
    check!(separators::fault(t, Span { start, end: query }));
    check!(query_fault(t, query));
    Ok(Parts {
        backend: Backend::Sqlite,
        scheme,
        username: None,
        password: password_of_a_file(t, start, query),
        hosts: Span { start, end: start },
        path: Span { start, end: query },
        query: after_question_mark(t, query),
        has_escapes: seen.has(b'%'),
    })
}

/// The part of `sqlite://user:password@host`, with whatever slashes, that is never shown; [`sqlite_path`](super::sqlite_path)
/// refuses it. In an absolute path the user is in the first segment.
const fn password_of_a_file(t: &[u8], start: usize, end: usize) -> Option<Span> {
    let mut name = start;
    while name < end && t[name] == b'/' {
        name += 1;
    }
    let slash = find(t, b'/', name, end);
    let drive = if cfg!(windows) && name + 1 < end && t[name + 1] == b':' { 2 } else { 0 };
    let colon = find(t, b':', name + drive, if matches!(name - start, 0 | 2) { end } else { slash });
    if colon == end || t[colon] != b':' {
        return None;
    }
    let mut at = end;
    while at > colon && (at == end || t[at] != b'@') {
        at -= 1;
    }
    // `app:password` without a host.
    if at == colon && name - start == 2 && name < colon && colon + 1 < slash {
        at = slash;
    }
    if at > colon { Some(Span { start: colon + 1, end: at }) } else { None }
}

const fn server_parts(
    t: &[u8],
    seen: &Seen,
    backend: Backend,
    scheme: &'static str,
    rest: usize,
) -> Result<Parts, ProblemKind> {
    if diagnose::is_placeholder(t, seen) {
        return Err(ProblemKind::Placeholder);
    }
    if !starts_with(t, rest, b"//") {
        return Err(ProblemKind::NoAuthority);
    }
    if diagnose::is_go_dsn(t, seen) {
        return Err(ProblemKind::GoDsn);
    }
    if seen.has(b' ') {
        return Err(ProblemKind::Blank);
    }
    let start = rest + 2;
    if seen.has(b'#') {
        let in_password = find(t, b'@', find(t, b'#', start, t.len()), t.len()) < t.len();
        return Err(if in_password { ProblemKind::RawCharacter('#') } else { ProblemKind::Fragment });
    }
    let query = find(t, b'?', start, t.len());
    let path = find(t, b'/', start, query);
    let (username, password, hosts) = match find(t, b'@', start, path) {
        at if at < path => {
            check!(userinfo_fault(t, backend, start, at, path));
            let colon = find(t, b':', start, at);
            let password = if colon < at { Some(Span { start: colon + 1, end: at }) } else { None };
            (Some(Span { start, end: colon }), password, Span { start: at + 1, end: path })
        }
        _ => (None, None, Span { start, end: path }),
    };
    if seen.has(b'@') {
        check!(stray_at_sign(t, hosts, username.is_some(), path, query));
    }
    check!(separators::fault(t, hosts));
    check!(hosts_fault(t, hosts));
    check!(separators::fault(t, Span { start: path, end: query }));
    if matches!(backend, Backend::MongoDb) {
        check!(mongodb_fault(t, scheme, hosts));
    }
    if seen.has(b'%') {
        check!(percent::fault(t, path, query));
        check!(percent::fault(t, query, t.len()));
    }
    check!(query_fault(t, query));
    Ok(Parts {
        backend,
        scheme,
        username,
        password,
        hosts,
        path: Span { start: path, end: query },
        query: after_question_mark(t, query),
        has_escapes: seen.has(b'%'),
    })
}

/// What is wrong with `user:password`, which ends at `at`.
const fn userinfo_fault(t: &[u8], backend: Backend, start: usize, at: usize, path: usize) -> Option<ProblemKind> {
    if find(t, b'@', at + 1, path) < path {
        return Some(ProblemKind::RawCharacter('@'));
    }
    match percent::fault(t, start, at) {
        Some(ProblemKind::Escape) => return Some(ProblemKind::RawCharacter('%')),
        fault @ Some(_) => return fault,
        None => {}
    }
    // A redacted URL, pasted back.
    let stars = Span { start: find(t, b':', start, at) + 1, end: at };
    if stars.end >= stars.start + 3 && is_all(t, b'*', stars) {
        return Some(ProblemKind::Placeholder);
    }
    // libpq, tokio-postgres and the MySQL clients split at the first colon; MongoDB's specification forbids a second.
    let colon = find(t, b':', start, at);
    if matches!(backend, Backend::MongoDb) && colon < at && find(t, b':', colon + 1, at) < at {
        return Some(ProblemKind::RawCharacter(':'));
    }
    None
}

const fn is_all(t: &[u8], byte: u8, span: Span) -> bool {
    let mut i = span.start;
    while i < span.end && t[i] == byte {
        i += 1;
    }
    i == span.end
}

/// An `@` after the authority: the `/` or `?` before it then belongs to a password, unless the authority is complete
/// without it and the `@` is in a query value.
const fn stray_at_sign(t: &[u8], hosts: Span, has_user: bool, path: usize, query: usize) -> Option<ProblemKind> {
    if find(t, b'@', path, query) < query {
        return Some(if has_user { ProblemKind::AtSignInPath } else { ProblemKind::RawCharacter('/') });
    }
    let at = find(t, b'@', query, t.len());
    if at == t.len() {
        return None;
    }
    let in_a_value = find(t, b'=', query, at) < at;
    let complete = path < query || has_user || hosts_fault(t, hosts).is_none();
    if in_a_value && complete { None } else { Some(ProblemKind::RawCharacter('?')) }
}

/// The first fault in a comma-separated list of `host`, `host:port`, `[ipv6]:port`.
const fn hosts_fault(t: &[u8], hosts: Span) -> Option<ProblemKind> {
    let mut start = hosts.start;
    loop {
        let end = find(t, b',', start, hosts.end);
        if let Some(kind) = host_fault(t, start, end) {
            return Some(kind);
        }
        if end == hosts.end {
            return None;
        }
        start = end + 1;
    }
}

/// MongoDB's connection string specification: every host has a name; `mongodb+srv` takes one name.
const fn mongodb_fault(t: &[u8], scheme: &str, hosts: Span) -> Option<ProblemKind> {
    let mut start = hosts.start;
    while start <= hosts.end {
        let end = find(t, b',', start, hosts.end);
        if port_colon(t, start, end) == start {
            return Some(ProblemKind::NoHost);
        }
        start = end + 1;
    }
    let single =
        find(t, b',', hosts.start, hosts.end) == hosts.end && find(t, b':', hosts.start, hosts.end) == hosts.end;
    if scheme.len() == "mongodb+srv".len() && !single { Some(ProblemKind::SrvHost) } else { None }
}

const fn host_fault(t: &[u8], start: usize, end: usize) -> Option<ProblemKind> {
    let port = port_colon(t, start, end);
    if start < end && t[start] == b'[' {
        let close = find(t, b']', start, end);
        if close == end || close + 1 != port || !is_ipv6_like(t, start + 1, close) {
            return Some(ProblemKind::Host);
        }
    } else {
        let mut i = start;
        while i < port {
            match t[i] {
                b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | b'(' | b')' | b'[' | b']' => {
                    return Some(ProblemKind::Host);
                }
                _ => {}
            }
            i += 1;
        }
        if find(t, b':', port + 1, end) < end {
            return Some(ProblemKind::BareIpv6);
        }
        if let Some(kind) = percent::fault(t, start, port) {
            return Some(kind);
        }
    }
    let mut number = 0u32;
    let mut i = port + 1;
    while i < end {
        if !t[i].is_ascii_digit() || number > 65535 {
            return Some(ProblemKind::Port);
        }
        number = number * 10 + (t[i] - b'0') as u32;
        i += 1;
    }
    if port + 1 < end && (number == 0 || number > 65535) {
        return Some(ProblemKind::Port);
    }
    None
}

/// Whether it may be an address; whether it is one is checked when it is read.
const fn is_ipv6_like(t: &[u8], start: usize, end: usize) -> bool {
    let mut i = start;
    while i < end && (t[i].is_ascii_hexdigit() || matches!(t[i], b':' | b'.')) {
        i += 1;
    }
    i > start && (i == end || t[i] == b'%')
}

/// Where the colon before a host's port stands, or `end`.
pub(crate) const fn port_colon(t: &[u8], start: usize, end: usize) -> usize {
    let bracket = if start < end && t[start] == b'[' { find(t, b']', start, end) } else { start };
    find(t, b':', bracket, end)
}

const fn query_fault(t: &[u8], question_mark: usize) -> Option<ProblemKind> {
    let query = after_question_mark(t, question_mark);
    if find(t, b'?', query.start, query.end) < query.end {
        return Some(ProblemKind::SecondQuestionMark);
    }
    let mut next = pair(t, query);
    while let Some((name, value)) = next {
        if name.end == value.end {
            return Some(ProblemKind::KeyWithoutValue);
        }
        next = pair(t, Span { start: value.end, end: query.end });
    }
    None
}

/// Where the first name and value of a query stand. Without a `=`, both end together.
pub(crate) const fn pair(t: &[u8], query: Span) -> Option<(Span, Span)> {
    let mut start = query.start;
    while start < query.end && t[start] == b'&' {
        start += 1;
    }
    if start >= query.end {
        return None;
    }
    let end = find(t, b'&', start, query.end);
    let equals = find(t, b'=', start, end);
    let value = if equals < end { equals + 1 } else { end };
    Some((Span { start, end: equals }, Span { start: value, end }))
}

/// Where the names and values of a query stand.
pub(crate) fn pairs(text: &str, query: Span) -> impl Iterator<Item = (Span, Span)> {
    let rest = move |value: Span| Span { start: value.end, end: query.end };
    std::iter::successors(pair(text.as_bytes(), query), move |(_, value)| pair(text.as_bytes(), rest(*value)))
}

const fn after_question_mark(t: &[u8], question_mark: usize) -> Span {
    let start = if question_mark < t.len() { question_mark + 1 } else { t.len() };
    Span { start, end: t.len() }
}

/// Where the colon after the scheme stands (RFC 3986, section 3.1).
const fn scheme_end(t: &[u8]) -> Option<usize> {
    let mut i = 0;
    while i < t.len() {
        match t[i] {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if i > 0 => {}
            b':' if i > 0 => return Some(i),
            _ => return None,
        }
        i += 1;
    }
    None
}
