//! Adds the details of one value to the message of its mistake: which characters, which placeholder, and where.
//!
//! No message quotes a part of the value that may be a secret.

use std::ops::Range;

use crate::backend::{Backend, Backends};
use crate::diagnose;
use crate::fault::Fault;
use crate::percent;
use crate::problem::{ProblemKind, encodings};
use crate::query::{self, ValueType};
use crate::span::Span;

/// Creates the fault of a kind, with the details of the value.
pub(crate) fn explain(kind: ProblemKind, text: &str, accepted: Backends) -> Fault {
    let fault = Fault::new(kind);
    match kind {
        ProblemKind::Whitespace => whitespace(fault, text),
        ProblemKind::Placeholder => placeholder(fault, text),
        ProblemKind::Comment if text.trim_start().starts_with('#') => {
            fault.with_message("expected a URL, found a comment").with_help(ProblemKind::Empty.help())
        }
        ProblemKind::SecretReference => secret_reference(fault, text),
        ProblemKind::UnescapedCharacter(found) if found != ',' => {
            let mut characters = unescaped(text);
            if !characters.contains(&found) {
                characters.push(found);
            }
            Fault::unescaped(kind, scheme(text), &characters)
        }
        ProblemKind::AtSignInPath => {
            let characters: Vec<char> = unescaped(text);
            fault.with_help(format!(
                "percent-encode {} in the password, or an `@` in the database name as `%40`",
                encodings(&characters)
            ))
        }
        ProblemKind::InvalidPort if !text.contains('@') => fault.with_help(
            "use a port from 1 to 65535, or add the `@` and host after a password (a tool may have cut the value at a `#`)",
        ),
        ProblemKind::KeywordValue | ProblemKind::AdoNet
            if accepted == Backends::SQLITE || diagnose::names_sqlite_file(text) =>
        {
            fault.with_help(ProblemKind::SqliteHost.help())
        }
        ProblemKind::GoDsn => match own_scheme(text) {
            Some(scheme) => fault.with_help(format!("use `{scheme}://user:password@host/database`")),
            None => fault,
        },
        _ => match (own_scheme(text), Vec::from_iter(accepted.iter()).as_slice()) {
            (Some(scheme), _) => with_scheme(fault, scheme),
            (None, [accepted]) => with_scheme(fault, accepted.schemes()[0]),
            _ => fault,
        },
    }
}

/// Replaces the scheme in the example URL of a help with the scheme of the value.
fn with_scheme(fault: Fault, scheme: &str) -> Fault {
    let help = match fault.help.split_once("`postgres://user:password@") {
        Some((before, behind)) if !Backends::SQLITE.schemes().contains(&scheme) => {
            format!("{before}`{scheme}://user:password@{behind}")
        }
        _ => return fault,
    };
    fault.with_help(help)
}

/// Returns the scheme of a value, if it is known.
fn own_scheme(text: &str) -> Option<&'static str> {
    let (_, scheme) = Backend::from_scheme(text.split([':', '/']).next()?)?;
    Some(scheme)
}

/// Returns the known scheme of a value, or `postgres`.
fn scheme(text: &str) -> &'static str {
    own_scheme(text).unwrap_or("postgres")
}

/// Returns the user and password of a URL, with their unescaped delimiters: everything before the last `@`, or before the
/// last one that precedes the query.
fn userinfo(text: &str) -> Span {
    let start = text.find("://").map_or(0, |at| at + 3);
    let last = text.rfind('@').filter(|at| *at >= start).unwrap_or(start);
    let first = Span { start, end: last }.find(text, '@');
    // The first `@` precedes the query, which begins with `?name=`.
    let names_parameter = |at: &usize| {
        let name = text[at + 1..].split(['=', '&', '@', '/', '?']).next().unwrap_or_default();
        text[at + 1 + name.len()..].starts_with('=')
    };
    let query = text[first..].match_indices('?').map(|(at, _)| first + at).find(names_parameter);
    let before_query = query.and_then(|query| text[start..query].rfind('@'));
    let end = before_query.map_or(last, |at| start + at);
    Span { start, end }
}

/// Returns all unescaped characters in the user name and password, in the order of the text.
fn unescaped(text: &str) -> Vec<char> {
    let userinfo = userinfo(text).of(text);
    let has_bad_escape = percent::check(userinfo) == Err(ProblemKind::InvalidPercentEncoding);
    let is_mongodb = Backend::from_scheme(scheme(text)).is_some_and(|(backend, _)| backend == Backend::MongoDb);
    let has_second_colon = is_mongodb && userinfo.matches(':').count() > 1;
    let mut characters = Vec::new();
    for c in userinfo.chars() {
        let is_unescaped = match c {
            '@' | '/' | '?' | '#' | ' ' => true,
            '%' => has_bad_escape,
            ':' => has_second_colon,
            _ => false,
        };
        if is_unescaped && !characters.contains(&c) {
            characters.push(c);
        }
    }
    characters
}

/// Names the first whitespace or control character, its position and its usual cause.
fn whitespace(fault: Fault, text: &str) -> Fault {
    let first = |is: fn(char) -> bool| text.char_indices().find(|(_, c)| is(*c));
    let at_start = first(diagnose::is_whitespace).filter(|(at, _)| *at == 0);
    let trimmed = text.trim_end_matches(diagnose::is_whitespace);
    let at_end = text[trimmed.len()..].chars().next().map(|c| (trimmed.len(), c));
    let inside = || {
        let control = first(|c| c.is_ascii_control()).or_else(|| first(|c| c == ' '));
        control.or_else(|| first(|c| diagnose::is_whitespace(c) || c.is_whitespace()))
    };
    let Some((at, c)) = at_start.or(at_end).or_else(inside) else { return fault };
    let (is_at_start, is_at_end) = (at_start.is_some(), at_end.is_some());
    let unescaped = unescaped(text);
    let is_inside = !is_at_start && !is_at_end && text.contains("://");
    if is_inside && c == ' ' && unescaped.contains(&c) && unescaped.len() > 1 {
        return Fault::unescaped(fault.kind, scheme(text), &unescaped);
    }
    let name = match c {
        ' ' => "space".into(),
        '\t' => "tab".into(),
        '\n' => "newline".into(),
        '\r' => "carriage return".into(),
        '\u{feff}' => "byte order mark".into(),
        '\u{a0}' => "no-break space".into(),
        '\u{200b}' => "zero-width space".into(),
        c if c.is_ascii_control() => format!("control character U+{:04X}", u32::from(c)),
        c => format!("{} U+{:04X}", if c.is_whitespace() { "whitespace" } else { "invisible character" }, u32::from(c)),
    };
    let place = match (is_at_start, is_at_end) {
        (true, _) => "at the start".to_owned(),
        (_, true) => "at the end".to_owned(),
        _ => format!("at character {}", text[..at].chars().count() + 1),
    };
    let help = match c {
        '\r' => "remove it (each line of a file with Windows line endings ends with one)",
        '\n' if is_at_end && !is_at_start => "remove it (`echo` and editors add one, `printf` does not)",
        '\n' if !is_at_start => "put the whole URL on one line (`base64` and editors wrap long lines)",
        ' ' if is_at_start || is_at_end => "remove it (`docker --env-file` keeps spaces around a value)",
        ' ' => "remove it, or percent-encode it as `%20`",
        '\u{feff}' => "save the file as UTF-8 without a byte order mark",
        c if !c.is_ascii() => "remove it (text that is copied from web pages and documents contains it)",
        _ => "remove it",
    };
    fault.with_message(format!("unexpected {name} {place}")).with_help(help)
}

/// Names the placeholder and its place. In the user name and password, it may be a part of the secret, so only its form is
/// shown.
fn placeholder(fault: Fault, text: &str) -> Fault {
    let found = match text.split_once(':').and_then(|(scheme, _)| Some((scheme, Backend::from_scheme(scheme)?))) {
        Some((scheme, (Backend::Sqlite, _))) => diagnose::placeholder_in_path(text, scheme.len() + 1),
        _ => diagnose::placeholder(text),
    };
    let Some(found) = found else {
        if let Some((part, word)) = diagnose::unset_part(text) {
            let fault = fault.with_message(format!("expected {part}, found `{word}`"));
            return fault.with_help("set the variable that fills it in");
        }
        return fault
            .with_message("expected the password, found `***`, which redaction puts in its place")
            .with_help("replace it with the real value");
    };
    let literal = text[found.start..].chars().next().unwrap_or('$');
    let help = format!("replace it with the real value, or percent-encode a literal {}", encodings(&[literal]));
    let fault = fault.with_help(help);
    if found == (0..text.len()) {
        return fault.with_message("the value is a placeholder").with_help("replace it with the real value");
    }
    let (place, may_be_shown) = place(text, &found);
    let is_shown = may_be_shown && is_complete(&text[found.clone()]);
    fault.with_message(match is_shown {
        true => format!("unresolved placeholder `{}` in {place}", &text[found]),
        false => format!("unresolved placeholder of the form `{}` in {place}", form(&text[found])),
    })
}

/// Returns whether a placeholder has a name and its closing bracket, so that nothing else is a part of it.
fn is_complete(placeholder: &str) -> bool {
    let name = placeholder.trim_matches(|c| "$#{}()[]<>%=".contains(c));
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    let is_closed = !placeholder.contains(['{', '(']) || placeholder.ends_with(['}', ')']);
    is_closed && name.chars().all(is_of_name)
}

/// Returns the form of a placeholder, without its name.
fn form(placeholder: &str) -> &'static str {
    match placeholder.as_bytes() {
        [b'$', b'{', ..] => "${...}",
        [b'$', b'(', ..] => "$(...)",
        [b'$', ..] => "$...",
        [b'#', ..] => "#{...}",
        [b'%', b'{', ..] => "%{...}",
        [b'%', b'(', ..] => "%(...)",
        [b'%', b'!', ..] => "%!...",
        [b'%', b'd' | b's' | b'v'] => "%s",
        [b'<', b'%', ..] => "<%= ... %>",
        [b'{', b'{', ..] => "{{...}}",
        [b'{', ..] => "{...}",
        [b'[', ..] => "[...]",
        [b'<', ..] => "<...>",
        _ => "%...%",
    }
}

/// Returns the part of the value that contains the placeholder, and whether the placeholder cannot be a part of a secret.
fn place(text: &str, found: &Range<usize>) -> (String, bool) {
    let Some((scheme, _)) = text.split_once(':').filter(|(scheme, _)| Backend::from_scheme(scheme).is_some()) else {
        return ("the value".to_owned(), false);
    };
    let rest = scheme.len() + 1;
    if found.start < rest {
        return ("the value".to_owned(), false);
    }
    let (before, behind) = (&text[rest..found.start], &text[found.end..]);
    if behind.contains('@') {
        return ("the user name or password".to_owned(), false);
    }
    let backend = Backend::from_scheme(scheme).map(|(backend, _)| backend);
    if let Some((_, query)) = before.split_once('?') {
        let name = query.rsplit('&').next().unwrap_or(query).split('=').next().unwrap_or_default();
        return match backend.and_then(|backend| query::find(name, backend)) {
            Some(row) => (format!("the query parameter `{name}`"), !matches!(row.value_type, ValueType::Secret)),
            None => ("the query".to_owned(), false),
        };
    }
    // Without an `@`, `user:password` looks like `host:port`.
    let authority = before.trim_start_matches('/');
    let is_shown = before.contains('@') || !authority.contains(':');
    match authority.contains('/') || backend == Some(Backend::Sqlite) {
        true => ("the path".to_owned(), is_shown),
        false if is_shown && before.rsplit(['@', ',']).next().is_some_and(|host| host.contains(':')) => {
            ("the port".to_owned(), true)
        }
        false if is_shown => ("the host".to_owned(), true),
        false => ("the password or port".to_owned(), false),
    }
}

/// Names the beginning of the reference, which comes from the table of secret managers.
fn secret_reference(fault: Fault, text: &str) -> Fault {
    let password = || text.split_once("://")?.1.split_once(':')?.1.into();
    let (what, reference) = match (diagnose::secret_reference(text), password()) {
        (Some(reference), _) => ("a URL", reference),
        (None, Some(password)) => match diagnose::secret_reference(password) {
            Some(reference) => ("a password", reference),
            None => return fault,
        },
        (None, None) => return fault,
    };
    fault.with_message(format!("expected {what}, found a reference to a secret manager (`{reference}`)"))
}
