//! Splits a database URL into its parts.
//!
//! The grammar is RFC 3986 with the extensions of libpq and MongoDB: a comma-separated list of hosts, an empty host, and
//! `%2F` at the start of a socket path. Redis adds an empty user, the path of a socket and a fragment. Ambiguous URLs are rejected, for example an unescaped `@` in a password or an
//! unescaped `#`, because clients disagree on them.

use crate::authority;
use crate::backend::{Backend, INSECURE, is_scheme, is_socket_scheme};
use crate::diagnose;
use crate::fault::Fault;
use crate::percent;
use crate::problem::ProblemKind;
use crate::query::{self, Component, Key};
use crate::separators;
use crate::span::Span;

/// The parts of a valid URL.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    /// The database.
    pub backend: Backend,
    /// The scheme, as [`Backend::schemes`] spells it.
    pub scheme: &'static str,
    /// The user name.
    pub username: Option<Span>,
    /// The password. In a SQLite URL, the part that looks like one.
    pub password: Option<Span>,
    /// The list of hosts. For SQLite it is empty, because [`sqlite_path`](crate::sqlite_path) checks for a host.
    pub hosts: Span,
    /// The path with its leading slash. For SQLite, everything between the colon after the scheme and the query.
    pub path: Span,
    /// The query, without its `?`.
    pub query: Span,
    /// The fragment with its `#`, which only Redis URLs have.
    pub fragment: Span,
}

impl Parts {
    /// Returns whether a part of the query may be the end of a password.
    ///
    /// This is the case if an unescaped `@` follows it, or if the URL has no user and the query contains an unescaped `@`.
    pub(crate) fn may_be_password(&self, text: &str, span: Span) -> bool {
        let from = if self.username.is_none() { self.query.start } else { span.start };
        span.start >= self.query.start && text[from..self.query.end].contains('@')
    }

    /// Sets the part that is wrong, unless it may be the end of a password.
    pub fn mark(&self, text: &str, fault: Fault, span: Span) -> Fault {
        if self.may_be_password(text, span) { fault } else { fault.at(span) }
    }
}

/// Splits a URL into its parts. With `has_drives`, a path may begin with `C:`, as on Windows.
///
/// # Errors
///
/// The value is not a URL of a supported database.
pub fn parts(text: &str, has_drives: bool) -> Result<Parts, ProblemKind> {
    if diagnose::has_comment(text) {
        return Err(ProblemKind::Comment);
    }
    diagnose::check_ends(text)?;
    let Some((scheme, rest)) = text.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) else {
        return Err(diagnose::without_scheme(text));
    };
    let Some((backend, spelling)) = Backend::from_scheme(scheme) else {
        return Err(diagnose::unknown_scheme(text, scheme, rest));
    };
    diagnose::check_inside(text)?;
    let start = scheme.len() + 1;
    match backend {
        Backend::Sqlite => sqlite_parts(text, spelling, start, has_drives),
        _ => server_parts(text, backend, spelling, start),
    }
}

/// Returns whether a path begins with a drive: `C:` at its end or before a slash. In `sqlite://u:password@host`, `u` is a
/// user.
pub fn is_drive(path: &str) -> bool {
    match path.as_bytes() {
        [letter, b':'] | [letter, b':', b'/' | b'\\', ..] => letter.is_ascii_alphabetic(),
        _ => false,
    }
}

fn sqlite_parts(text: &str, scheme: &'static str, start: usize, has_drives: bool) -> Result<Parts, ProblemKind> {
    if scheme == "file" && diagnose::is_secret_file(text[start..].trim_start_matches("//")) {
        return Err(ProblemKind::SecretFile);
    }
    if diagnose::placeholder_in_path(text, start).is_some() {
        return Err(ProblemKind::Placeholder);
    }
    if text.contains('#') {
        return Err(ProblemKind::Fragment);
    }
    let question_mark = Span { start, end: text.len() }.find(text, '?');
    let path = Span { start, end: question_mark };
    separators::check(path.of(text))?;
    let fragment = Span { start: text.len(), end: text.len() };
    let query = query(text, question_mark, text.len())?;
    Ok(Parts {
        backend: Backend::Sqlite,
        scheme,
        username: None,
        password: password_of_a_file(text, path, has_drives),
        hosts: Span { start, end: start },
        path,
        query,
        fragment,
    })
}

/// Finds the password in `sqlite://user:password@host`, with any number of slashes, so that no error shows it.
///
/// [`sqlite_path`](crate::sqlite_path) rejects such URLs.
fn password_of_a_file(text: &str, path: Span, has_drives: bool) -> Option<Span> {
    let name = path.of(text).trim_start_matches('/');
    let slashes = path.of(text).len() - name.len();
    let name_without_drive = if has_drives && is_drive(name) { &name[2..] } else { name };
    let (user, rest) = name_without_drive.split_once(':')?;
    let start = path.end - rest.len();
    // An absolute path may contain colons later. After `sqlite:` and `sqlite://`, the user may contain a slash.
    if user.contains('/') && !matches!(slashes, 0 | 2) {
        return None;
    }
    // `sqlite:user:pass/word@host` and `sqlite://user:pass/word@host`.
    if let Some((password, _)) = rest.rsplit_once('@') {
        return Some(Span { start, end: start + password.len() });
    }
    // `sqlite://app:password` without a host, but not `sqlite://:memory:`.
    let password = rest.split('/').next().filter(|password| !password.is_empty())?;
    let is_authority = slashes == 2 && !user.contains('/') && !name.starts_with(':');
    is_authority.then_some(Span { start, end: start + password.len() })
}

fn server_parts(text: &str, backend: Backend, scheme: &'static str, rest: usize) -> Result<Parts, ProblemKind> {
    if diagnose::is_placeholder(text) {
        return Err(ProblemKind::Placeholder);
    }
    if diagnose::is_pdo_dsn(&text[rest..]) {
        return Err(ProblemKind::PdoDsn);
    }
    if !text[rest..].starts_with("//") {
        return Err(match () {
            () if diagnose::second_scheme(text, rest).is_some() => ProblemKind::SecondScheme,
            () if text[rest..].trim_start().starts_with("//") => ProblemKind::Whitespace,
            () => ProblemKind::MissingSlashes,
        });
    }
    let start = rest + 2;
    if let Some(scheme) = diagnose::second_scheme(text, start) {
        return Err(match text[..scheme.start].ends_with(':') && &text[scheme] == "tcp" {
            true => ProblemKind::KubernetesPort,
            false => ProblemKind::SecondScheme,
        });
    }
    if diagnose::is_go_dsn(text, Some(backend)) {
        return Err(ProblemKind::GoDsn);
    }
    if is_secret_reference(&text[start..]) {
        return Err(ProblemKind::SecretReference);
    }
    if text.contains(' ') {
        return Err(ProblemKind::Whitespace);
    }
    let is_redis = backend == Backend::Redis;
    let text_without_fragment = text.strip_suffix(INSECURE).filter(|_| is_redis).unwrap_or(text);
    let end = text_without_fragment.len();
    if let Some((_, behind)) = text_without_fragment.split_once('#') {
        return Err(if behind.contains('@') { ProblemKind::UnescapedCharacter('#') } else { ProblemKind::Fragment });
    }
    let question_mark = Span { start, end }.find(text, '?');
    let slash = Span { start, end: question_mark }.find(text, '/');
    let authority = Span { start, end: slash };
    let path = Span { start: slash, end: question_mark };
    let at = authority.find(text, '@');
    let has_user = at < slash;
    let hosts = Span { start: if has_user { at + 1 } else { start }, end: slash };
    let (mut username, mut password) = (None, None);
    if has_user {
        let userinfo = Span { start, end: at };
        check_userinfo(userinfo.of(text), hosts.of(text), backend)?;
        let colon = userinfo.find(text, ':');
        username = Some(Span { start, end: colon });
        password = (colon < at).then_some(Span { start: colon + 1, end: at });
    }
    check_later_at_sign(text, hosts, path, has_user)?;
    if hosts.of(text).contains(char::is_whitespace) {
        return Err(ProblemKind::Whitespace);
    }
    if diagnose::unset_part(text).is_some() {
        return Err(ProblemKind::Placeholder);
    }
    separators::check(hosts.of(text))?;
    authority::check_list(hosts.of(text)).map_err(|kind| match kind {
        ProblemKind::InvalidPort | ProblemKind::SeveralPorts if ends_in_password(text, hosts) => {
            ProblemKind::MissingAtSign
        }
        kind => kind,
    })?;
    separators::check(path.of(text))?;
    let is_socket = is_socket_scheme(scheme);
    if is_socket && !(matches!(hosts.of(text), "" | "localhost") && path.of(text).len() > 1) {
        return Err(ProblemKind::SocketHost);
    }
    if hosts.is_empty() && !is_redis && diagnose::is_socket(path.of(text)) {
        return Err(ProblemKind::UnescapedSocket);
    }
    if hosts.is_empty() && !is_socket && has_user && path.of(text).len() > 2 && path.of(text).starts_with("//") {
        return Err(ProblemKind::SlashesBeforeHost);
    }
    if backend == Backend::MongoDb {
        authority::check_mongodb(scheme, hosts.of(text))?;
    }
    percent::check(path.of(text))?;
    percent::check(&text[question_mark..end])?;
    let query = query(text, question_mark, end).map_err(|kind| match kind {
        // The first `?` belongs to a password before the `@`.
        ProblemKind::SecondQuestionMark if !has_user && text[question_mark..].contains('@') => {
            ProblemKind::UnescapedCharacter('?')
        }
        kind => kind,
    })?;
    let has_user = username.is_none_or(|user| !user.is_empty()) || sets_user(text, query, backend);
    if password.is_some() && !has_user && !is_redis {
        return Err(ProblemKind::EmptyUser);
    }
    Ok(Parts {
        backend,
        scheme,
        username,
        password,
        hosts,
        path,
        query,
        fragment: Span { start: end, end: text.len() },
    })
}

/// Returns whether the text after the scheme, or the password, which follows the first colon, begins with a reference to a
/// secret manager. A reference without `//` could also be `host:port`.
fn is_secret_reference(userinfo: &str) -> bool {
    let Some((user, password)) = userinfo.split_once(':') else { return false };
    let is_reference = |text: &str| diagnose::secret_reference(text).is_some();
    !user.contains(['@', '/', '?']) && (is_reference(password) || password.starts_with("//") && is_reference(userinfo))
}

/// Returns whether the URL may end in a password that a tool cut off at a `#`.
fn ends_in_password(text: &str, hosts: Span) -> bool {
    let is_of_port = |c: char| c.is_ascii_digit() || c == ':';
    let (_, port) = authority::split_port(hosts.of(text));
    let has_ports = port.is_some_and(|port| port.chars().all(is_of_port));
    hosts.end == text.len() && !has_ports && !text.contains(['@', ','])
}

fn sets_user(text: &str, query: Span, backend: Backend) -> bool {
    let key = |name: Span| query::find(name.of(text), backend).map(|row| row.key);
    pairs(text, query).any(|(name, value)| !value.is_empty() && key(name) == Some(Key::Component(Component::User)))
}

/// Rejects a `user:password` that clients read differently.
fn check_userinfo(userinfo: &str, hosts: &str, backend: Backend) -> Result<(), ProblemKind> {
    if hosts.contains('@') {
        return Err(ProblemKind::UnescapedCharacter('@'));
    }
    percent::check(userinfo).map_err(|kind| match kind {
        ProblemKind::InvalidPercentEncoding => ProblemKind::UnescapedCharacter('%'),
        kind => kind,
    })?;
    let password = userinfo.split_once(':').map(|(_, password)| password);
    // The value is a redacted URL that someone pasted.
    if password.is_some_and(|password| password.len() >= 3 && password.bytes().all(|byte| byte == b'*')) {
        return Err(ProblemKind::Placeholder);
    }
    // libpq, tokio-postgres and the MySQL clients split at the first colon. MongoDB's specification forbids a second one.
    if backend == Backend::MongoDb && password.is_some_and(|password| password.contains(':')) {
        return Err(ProblemKind::UnescapedCharacter(':'));
    }
    Ok(())
}

/// Rejects an `@` after the authority, because the `/` or `?` before it is probably part of the password.
///
/// An `@` in a query value is valid if the authority is complete without it.
fn check_later_at_sign(text: &str, hosts: Span, path: Span, has_user: bool) -> Result<(), ProblemKind> {
    if path.of(text).contains('@') {
        return Err(if has_user { ProblemKind::AtSignInPath } else { ProblemKind::UnescapedCharacter('/') });
    }
    let Some((before, _)) = text[path.end..].split_once('@') else { return Ok(()) };
    let is_complete = || !path.is_empty() || has_user || authority::check_list(hosts.of(text)).is_ok();
    match before.contains('=') && is_complete() {
        true => Ok(()),
        false => Err(ProblemKind::UnescapedCharacter('?')),
    }
}

/// Finds the query between a question mark and `end`, and checks its syntax.
fn query(text: &str, question_mark: usize, end: usize) -> Result<Span, ProblemKind> {
    let query = Span { start: end.min(question_mark + 1), end };
    if separators::has_escaped_ampersand(query.of(text)) {
        return Err(ProblemKind::EscapedAmpersand);
    }
    if query.of(text).contains('?') {
        return Err(ProblemKind::SecondQuestionMark);
    }
    match pairs(text, query).any(|(name, value)| name.end == value.end) {
        true => Err(ProblemKind::ParameterWithoutValue),
        false => Ok(query),
    }
}

/// Splits a query into names and values. Without an `=`, the name and the value end at the same position.
pub(crate) fn pairs(text: &str, query: Span) -> impl Iterator<Item = (Span, Span)> {
    let mut end = query.start;
    let items = query.of(text).split('&').map(move |item| {
        let start = end;
        end = start + item.len() + 1;
        let equals = Span { start, end: start + item.len() }.find(text, '=');
        let value = Span { start: (equals + 1).min(start + item.len()), end: start + item.len() };
        (Span { start, end: equals }, value)
    });
    items.filter(|(name, value)| name.start < value.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drive_is_not_a_user() {
        let password = |text: &str, has_drives| {
            let parts = parts(text, has_drives).unwrap();
            parts.password.map(|password| password.of(text).to_owned())
        };
        for text in ["sqlite:C:/a@b.db", "sqlite:///C:/a@b.db"] {
            assert_eq!(password(text, true), None, "{text}");
            assert_eq!(password(text, false).as_deref(), Some("/a"), "{text}");
        }
        for has_drives in [true, false] {
            assert_eq!(password("sqlite:app:pass/word@host", has_drives).as_deref(), Some("pass/word"));
            assert_eq!(password("sqlite://u:password@host/app.db", has_drives).as_deref(), Some("password"));
            assert_eq!(password("sqlite://app:password/app.db", has_drives).as_deref(), Some("password"));
            assert_eq!(password("sqlite://:memory:", has_drives), None);
            assert_eq!(password("sqlite:///data/a:b@c.db", has_drives), None);
        }
    }
}
