//! The diagnosis of a value that is not a URL. An error names the mistake and never quotes the value.

use crate::backend::Backend;
use crate::problem::ProblemKind;

/// Rejects an empty value, and whitespace or quotes around a value.
///
/// # Errors
///
/// The value is empty, or whitespace or quotes surround it.
pub fn check_ends(text: &str) -> Result<(), ProblemKind> {
    let has_at_an_end = |is: fn(char) -> bool| text.starts_with(is) || text.ends_with(is);
    if text.is_empty() {
        Err(ProblemKind::Empty)
    } else if has_at_an_end(is_whitespace) {
        Err(ProblemKind::Whitespace)
    } else if text.starts_with(is_quote) || has_one_quote_at_its_end(text) || has_at_an_end(is_curly_quote) {
        Err(ProblemKind::Quoted)
    } else {
        Ok(())
    }
}

/// Returns whether the character is ASCII whitespace, a byte order mark, or a no-break or zero-width space.
fn is_whitespace(c: char) -> bool {
    c.is_ascii_whitespace() || matches!(c, '\x0b' | '\u{feff}' | '\u{a0}' | '\u{200b}')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`')
}

/// Returns whether the character is a quote that word processors insert.
fn is_curly_quote(c: char) -> bool {
    matches!(c, '\u{201c}' | '\u{201d}' | '\u{2019}')
}

fn has_one_quote_at_its_end(text: &str) -> bool {
    let last = text.chars().next_back().filter(|last| is_quote(*last));
    last.is_some_and(|last| text.find(last) == Some(text.len() - 1))
}

/// Rejects a URL with a known scheme, before its parts are parsed.
pub(crate) fn check_inside(text: &str) -> Result<(), ProblemKind> {
    if has_several_urls(text) {
        Err(ProblemKind::SeveralUrls)
    } else if text.contains('\0') {
        Err(ProblemKind::Nul)
    } else if text.contains(|c: char| c.is_ascii_control()) {
        Err(ProblemKind::Whitespace)
    } else {
        Ok(())
    }
}

/// Returns whether another scheme follows a comma.
fn has_several_urls(text: &str) -> bool {
    let begins_a_url = |item: &str| item.find(':').is_some_and(|colon| item[colon..].starts_with("://"));
    text.split(',').skip(1).any(begins_a_url)
}

/// Returns whether a value contains a placeholder.
///
/// Placeholders are `${NAME}`, `$(command)`, `{{ template }}` and `<password>`. `$NAME` and `[YOUR-PASSWORD]` count if
/// they are a whole part of the URL, and `$name` and `%NAME%` if they are the whole value.
pub fn is_placeholder(text: &str) -> bool {
    text.char_indices().any(|(at, c)| {
        let (before, behind) = (&text[..at], &text[at + c.len_utf8()..]);
        match c {
            '$' if behind.starts_with(['{', '(']) => true,
            '$' if before.is_empty() => after_name(behind).is_empty(),
            '$' => is_variable_part(before, behind),
            '%' => before.is_empty() && after_name(behind) == "%",
            '{' if behind.starts_with('{') => true,
            '{' => is_bracketed_part(before, behind, '}'),
            '[' => is_bracketed_part(before, behind, ']'),
            '<' => after_bracket(behind, '>').is_some(),
            _ => false,
        }
    })
}

/// Returns whether the path of a SQLite URL, which begins at `start`, contains a placeholder.
///
/// Directory names may contain brackets, so only these count: `${NAME}`, a `$NAME` that is a segment of the path, and a
/// `<placeholder>` at the start of the path.
pub(crate) fn is_placeholder_in_path(text: &str, start: usize) -> bool {
    let path = text[start..].trim_start_matches('/');
    let start = text.len() - path.len();
    let has_variable = || {
        path.match_indices('$').any(|(at, _)| {
            let (before, behind) = (&text[..start + at], &path[at + 1..]);
            behind.starts_with('{') || is_variable_part(before, behind)
        })
    };
    path.strip_prefix('<').is_some_and(|behind| after_bracket(behind, '>').is_some()) || has_variable()
}

/// Returns whether the `$` between `before` and `behind` starts a variable name that is a whole part of the URL.
fn is_variable_part(before: &str, behind: &str) -> bool {
    let rest = after_variable(behind);
    let is_named = rest.len() < behind.len() && !behind.starts_with(|c: char| c.is_ascii_digit());
    is_named && begins_a_part(before) && ends_a_part(rest)
}

/// Returns the text after a name and its closing bracket.
fn after_bracket(text: &str, close: char) -> Option<&str> {
    let rest = after_name(text);
    if rest.len() < text.len() { rest.strip_prefix(close) } else { None }
}

/// Returns whether a name in brackets is a whole part of the URL.
fn is_bracketed_part(before: &str, behind: &str, close: char) -> bool {
    begins_a_part(before) && after_bracket(behind, close).is_some_and(ends_a_part)
}

fn begins_a_part(before: &str) -> bool {
    before.ends_with([':', '/', '@', '=', '?', '&'])
}

fn ends_a_part(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([':', '/', '@', '?', '&'])
}

/// Returns the text after a placeholder name, which may contain spaces and hyphens.
fn after_name(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' '))
}

/// Returns the text after a variable name.
fn after_variable(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// Diagnoses a value that does not begin with a scheme.
pub(crate) fn without_scheme(text: &str) -> ProblemKind {
    let names_scheme = || Backend::from_scheme(text.split('/').next().unwrap_or_default()).is_some();
    if is_placeholder(text) {
        ProblemKind::Placeholder
    } else if is_go_dsn(text) {
        ProblemKind::GoDsn
    } else if text.contains('=') && text.contains(';') && !text.contains("://") {
        ProblemKind::AdoNet
    } else if text.starts_with("psql ") || text.starts_with("export ") || is_assignment(text) {
        ProblemKind::ShellCommand
    } else if text.contains('=') && !text.contains("://") {
        ProblemKind::KeywordValue
    } else if text.contains("//") && names_scheme() {
        ProblemKind::MissingSlashes
    } else if text.contains("://") || text.contains('@') {
        ProblemKind::NoScheme
    } else if text.contains(['/', '.', '\\']) {
        ProblemKind::BarePath
    } else {
        ProblemKind::NoScheme
    }
}

/// Diagnoses a value that begins with something like a scheme and a colon.
pub(crate) fn unknown_scheme(text: &str, scheme: &str, rest: &str) -> ProblemKind {
    if is_placeholder(text) {
        ProblemKind::Placeholder
    } else if scheme.len() == 1 && rest.starts_with(['/', '\\']) {
        ProblemKind::BarePath
    } else if scheme.eq_ignore_ascii_case("jdbc") {
        ProblemKind::Jdbc
    } else if is_go_dsn(text) {
        ProblemKind::GoDsn
    } else if rest.starts_with("//") {
        ProblemKind::UnknownScheme
    } else {
        // This may also be `user:password@host` or `host:port`, so no error quotes it.
        ProblemKind::NoScheme
    }
}

/// Returns whether a value looks like `user:password@tcp(host:port)/database`.
pub(crate) fn is_go_dsn(text: &str) -> bool {
    text.contains("@tcp(") || text.contains("@unix(")
}

/// Returns whether a value looks like `NAME=scheme://...`.
fn is_assignment(text: &str) -> bool {
    let rest = after_variable(text);
    rest.len() < text.len() && rest.starts_with('=') && rest.contains(':')
}
