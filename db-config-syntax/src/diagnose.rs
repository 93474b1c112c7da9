//! The diagnosis of a value that is not a URL. An error names the mistake and never quotes the value.

use std::ops::Range;

use crate::authority;
use crate::backend::{Backend, OTHER_SCHEMES, is_scheme};
use crate::foreign;
use crate::problem::ProblemKind;

/// The beginnings of references to secret managers and of encrypted values. A reference without `//` could also be
/// `user:password@host`.
#[rustfmt::skip]
const SECRET_REFERENCES: &[&str] = &[
    "!secret ", "!vault ", "$ansible_vault;", "@microsoft.", "akeyless:", "akv://", "akvs://", "arn:aws", "aws-secretsmanager:",
    "aws-ssm:", "aws:secretsmanager:", "aws:ssm:", "awskms:", "awssecret://", "awssm:", "azurekeyvault://", "berglas://",
    "bitwarden:", "bw://", "bws:", "chamber:", "conjur:", "doppler:", "enc(", "enc[", "encrypted:", "gcp-secretmanager:",
    "gcp:secretmanager:", "gcpkms:", "gcpsecretmanager://", "gcpsm://", "gsm:", "infisical:", "keeper://", "keychain:",
    "keyring:", "keyvault:", "keyvaultref:", "kms:", "lastpass:", "op://", "pass://", "secret:", "secretref:", "secrets:",
    "secretsmanager:", "sm://", "sops:", "ssm:", "vault:", "{cipher}",
];

/// The names of the directories in which platforms mount files with secrets, such as `/run/secrets`.
const SECRET_DIRECTORIES: &[&str] = &["agenix", "credentials", "secret", "secrets", "secrets-store", "secrets.d"];

/// The beginnings of shell commands.
#[rustfmt::skip]
const SHELL_COMMANDS: &[&str] = &[
    "cat ", "echo ", "export ", "mariadb ", "mongo ", "mongosh ", "mycli ", "mysql ", "pgcli ", "psql ", "set ", "setx ",
    "sqlite3 ", "usql ",
];

/// The words that programs write for a variable that is not set.
const UNSET: &[&str] = &["NaN", "None", "nil", "null", "undefined"];

/// The beginnings of the schemes in base64.
const BASE64_SCHEMES: &[&str] = &["bW9uZ29kY", "bWFyaWFkY", "bXlzcWw", "c3FsaXRl", "cG9zdGdyZ"];

/// The networks in a DSN of Go's MySQL driver, as in `tcp(host:port)`.
const GO_NETWORKS: &[&str] = &["tcp", "tcp4", "tcp6", "unix", "cloudsql", "cloudsql-mysql"];

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

/// Returns whether the character is whitespace or a control character of ASCII, or a byte order mark, a no-break space or
/// an invisible character, which copied text contains.
pub(crate) fn is_whitespace(c: char) -> bool {
    c == ' '
        || c.is_ascii_control() && c != '\0'
        || matches!(c, '\u{a0}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202f}')
        || matches!(c, '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
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

/// Returns whether a `#` before or after whitespace begins a comment. Before the first `@`, it is part of a password.
pub(crate) fn has_comment(text: &str) -> bool {
    let blank = [' ', '\t'];
    let begins_comment = |at: usize| text[..at].ends_with(blank) || text[at + 1..].starts_with(blank);
    let comment = text.match_indices('#').find(|(at, _)| begins_comment(*at));
    comment.is_some_and(|(at, _)| text[..at].contains('@') || !text[at..].contains('@'))
}

/// Returns the beginning of the reference to a secret manager that a value is.
pub(crate) fn secret_reference(text: &str) -> Option<&'static str> {
    let begins =
        |reference: &&&str| text.get(..reference.len()).is_some_and(|start| start.eq_ignore_ascii_case(reference));
    if text.starts_with("projects/") && text.contains("/secrets/") {
        // Google Cloud's names.
        return Some("projects/");
    }
    // Another name, such as `hashivault://`, or the address of a secret, as in Azure.
    let word = || {
        let (scheme, rest) = text.split_once("://").filter(|(scheme, _)| is_scheme(scheme))?;
        let scheme = scheme.to_ascii_lowercase();
        let word = ["ref+", "secret", "vault"].into_iter().find(|word| scheme.contains(word));
        word.or_else(|| rest.contains("/secrets/").then_some("/secrets/"))
    };
    let reference = SECRET_REFERENCES.iter().find(begins).copied().or_else(word)?;
    let has_user = reference.ends_with(':') && text.contains('@');
    (!has_user).then_some(reference)
}

/// Returns whether a user name or password is as a whole a reference to a secret manager. A reference without brackets and
/// `//`, such as `vault:`, could also begin a password.
pub fn is_secret_reference(text: &str) -> bool {
    secret_reference(text).is_some_and(|reference| {
        text.contains("://") || reference.ends_with(['(', '[']) || reference.starts_with("arn:")
    })
}

/// Returns whether a value is the path of a file in a directory of secrets.
pub fn is_secret_file(text: &str) -> bool {
    let is_path = text.starts_with('/') && !text.starts_with("//")
        || text.get(1..3).is_some_and(|drive| matches!(drive, ":\\" | ":/"));
    let names_directory = || {
        let mut components = text.split(['/', '\\']).rev().skip(1);
        components.any(|component| SECRET_DIRECTORIES.iter().any(|name| component.eq_ignore_ascii_case(name)))
    };
    let is_mounted = ["/etc/", "/run/", "/var/run/"].iter().any(|root| text.starts_with(root));
    is_path && names_directory() && (is_mounted || !has_file_ending(text))
}

/// Returns whether a path has one of the usual endings of SQLite files.
pub(crate) fn has_file_ending(path: &str) -> bool {
    [".db", ".db3", ".sqlite", ".sqlite3"].iter().any(|ending| {
        let start = path.len().checked_sub(ending.len()).and_then(|start| path.get(start..));
        start.is_some_and(|end| end.eq_ignore_ascii_case(ending))
    })
}

/// Returns whether a value without a scheme is the path of a file, with or without a query.
pub(crate) fn is_file(text: &str) -> bool {
    let path = text.split('?').next().unwrap_or(text);
    let is_path = text.starts_with(":memory:")
        || path.starts_with(['/', '\\']) && !path.starts_with("//")
        || ["./", "../", ".\\", "..\\", "~/"].iter().any(|start| path.starts_with(start));
    let has_ending = || [path, path.split(['#', '&']).next().unwrap_or(path)].into_iter().any(has_file_ending);
    let name = path.split('&').next().unwrap_or(path);
    is_path || !name.contains([':', '=', ';', '@']) && has_ending()
}

/// Finds the name of a second scheme, which follows the first one, takes the place of the host, or begins the port that
/// Kubernetes sets. `start` is the position after the first `://`.
pub(crate) fn second_scheme(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text[start..].split('?').next().unwrap_or_default();
    let scheme = first_scheme(rest)?;
    let (name, before, behind) = (&rest[scheme.clone()], &rest[..scheme.start], &rest[scheme.end..]);
    let is_known = is_known_scheme(name);
    let follows_first = is_known && ["", "jdbc:"].contains(&before);
    // Without a later `@`, the password ends before the scheme, which may then have any name.
    let is_host = before.trim_end_matches("jdbc:").ends_with('@') && (is_known || !behind.contains('@'));
    let is_port = name == "tcp" && before.ends_with(':') && !behind.contains('@');
    (follows_first || is_host || is_port).then_some(start + scheme.start..start + scheme.end)
}

/// Finds the name before the first `://`, which may be empty.
fn first_scheme(text: &str) -> Option<Range<usize>> {
    let end = text.find("://")?;
    let is_of_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    Some(text[..end].trim_end_matches(is_of_scheme).len()..end)
}

/// Returns whether a database URL follows other text, as in `url=postgres://...` or `<postgres://...>`.
fn has_text_before_url(text: &str) -> bool {
    let is_database = |scheme: &str| {
        let is_alias =
            |(other, backends): &(&str, &[Backend])| other.eq_ignore_ascii_case(scheme) && !backends.is_empty();
        Backend::from_scheme(scheme).is_some() || OTHER_SCHEMES.iter().any(is_alias)
    };
    first_scheme(text).is_some_and(|scheme| {
        // `pdo_mysql` is a scheme, although schemes have no underscore.
        scheme.start > 0 && is_database(&text[scheme.clone()]) && !is_other_scheme(&text[..scheme.end])
    })
}

/// Returns whether a scheme is one of a database, of another tool, or of a Kubernetes service.
pub(crate) fn is_known_scheme(scheme: &str) -> bool {
    Backend::from_scheme(scheme).is_some() || is_other_scheme(scheme) || scheme == "tcp"
}

/// Returns whether a scheme is one of another tool.
fn is_other_scheme(scheme: &str) -> bool {
    OTHER_SCHEMES.iter().any(|(other, _)| other.eq_ignore_ascii_case(scheme)) || foreign::find(scheme, "").is_some()
}

/// Returns whether the path of a URL without a host begins with the path of a socket.
pub(crate) fn is_socket(path: &str) -> bool {
    let path = path.trim_start_matches('/');
    ["cloudsql/", "private/", "run/", "tmp/", "var/"].iter().any(|directory| path.starts_with(directory))
}

/// Returns whether another scheme follows a comma, or a database's scheme follows a semicolon or whitespace.
fn has_several_urls(text: &str) -> bool {
    let is_backend = |item: &str| scheme_of(item).is_some_and(|scheme| Backend::from_scheme(scheme).is_some());
    text.split(',').skip(1).any(|item| scheme_of(item).is_some())
        || text.split([';', ' ', '\t', '\r', '\n']).skip(1).any(is_backend)
}

/// Returns the text before the first colon if `//` follows it.
fn scheme_of(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    rest.starts_with("//").then_some(scheme)
}

/// Returns the first part of a URL, or the whole value, that is the word for an unset variable.
pub(crate) fn unset_part(text: &str) -> Option<(&'static str, &'static str)> {
    let unset = |part: &'static str, value: &str| Some((part, *UNSET.iter().find(|word| **word == value)?));
    let Some((_, rest)) = text.split_once("://") else { return unset("a URL", text) };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let (userinfo, hosts) = authority.split_once('@').unwrap_or(("", authority));
    let user = userinfo.split(':').next().unwrap_or_default();
    let mut hosts = hosts.split(',').map(authority::split_port);
    unset("a user name", user).or_else(|| {
        hosts.find_map(|(host, port)| unset("a host", host).or_else(|| unset("a port", port.unwrap_or_default())))
    })
}

/// Returns whether a value is a URL that is percent-encoded or base64-encoded as a whole.
fn is_encoded(text: &str) -> bool {
    let is_percent_encoded = text.split_once('%').is_some_and(|(scheme, rest)| {
        Backend::from_scheme(scheme).is_some() && (rest.starts_with("3A") || rest.starts_with("3a"))
    });
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '-' | '_' | '=');
    is_percent_encoded || BASE64_SCHEMES.iter().any(|start| text.starts_with(start)) && text.chars().all(is_base64)
}

/// Returns whether a value is a JSON object or array, or resembles one.
fn is_json(text: &str) -> bool {
    let is_object = text.starts_with('{') && text.ends_with('}') && !text.starts_with("{{");
    let is_array = text.starts_with('[') && text.ends_with(']');
    (is_object || is_array) && text.contains(['"', '\''])
}

/// Returns whether whitespace or an invisible character is inside or after the scheme.
fn has_whitespace_in_scheme(text: &str) -> bool {
    let scheme = text.split(':').next().unwrap_or_default();
    let visible: String = scheme.chars().filter(|c| !is_whitespace(*c)).collect();
    visible.len() < scheme.len() && Backend::from_scheme(&visible).is_some()
}

/// Returns whether a value contains a placeholder.
///
/// Placeholders are `${NAME}`, `$(command)`, `{{ template }}`, `<password>`, `<%= code %>`, `#{name}`, `%{name}`,
/// `%(name)s` and `%!s(...)`. `$NAME`, `%NAME%`, `%s`, `{name}` and `[YOUR-PASSWORD]` count if they are a whole part of the
/// URL, and `$name` if it is the whole value.
pub fn is_placeholder(text: &str) -> bool {
    placeholder(text).is_some()
}

/// Finds the first placeholder.
pub(crate) fn placeholder(text: &str) -> Option<Range<usize>> {
    text.char_indices().find_map(|(at, c)| {
        let (before, behind) = (&text[..at], &text[at + c.len_utf8()..]);
        let rest = match c {
            '$' if behind.starts_with("{{") => after(behind, "}}"),
            '$' | '#' | '%' if behind.starts_with('{') => after(behind, "}"),
            '$' | '%' if behind.starts_with('(') => after(behind, ")"),
            '%' if is_go_format(behind) => after(behind, ")"),
            '%' if begins_a_part(before) && behind.starts_with(['d', 's', 'v']) && ends_a_part(&behind[1..]) => {
                Some(&behind[1..])
            }
            '$' if before.is_empty() => Some(after_name(behind)).filter(|rest| rest.is_empty()),
            '$' if is_variable_part(before, behind) => Some(after_variable(behind)),
            '%' if before.is_empty() && after_name(behind) == "%" => Some(""),
            '%' if begins_a_part(before) => after_percent_sign(behind),
            '{' if behind.starts_with('{') => after(behind, "}}"),
            '{' if is_bracketed_part(before, behind, '}') => after(behind, "}"),
            '[' if is_bracketed_part(before, behind, ']') => after(behind, "]"),
            '<' if behind.starts_with("%=") => after(behind, "%>"),
            '<' => after_bracket(behind, '>'),
            _ => None,
        };
        rest.map(|rest| at..text.len() - rest.len())
    })
}

/// Returns the text after `end`, or nothing if the text does not contain it.
fn after<'a>(text: &'a str, end: &str) -> Option<&'a str> {
    Some(text.split_once(end).map_or("", |(_, rest)| rest))
}

/// Finds the first placeholder in the path of a SQLite URL, which begins at `start`.
///
/// Directory names may contain brackets, so only these count: `${NAME}`, a `$NAME` that is a segment of the path, and a
/// `<placeholder>` at the start of the path.
pub(crate) fn placeholder_in_path(text: &str, start: usize) -> Option<Range<usize>> {
    let path = text[start..].trim_start_matches('/');
    let start = text.len() - path.len();
    let variable = || {
        path.match_indices('$').find_map(|(at, _)| {
            let (before, behind) = (&text[..start + at], &path[at + 1..]);
            let rest = match behind.starts_with('{') {
                true => after(behind, "}"),
                false => is_variable_part(before, behind).then(|| after_variable(behind)),
            };
            rest.map(|rest| start + at..text.len() - rest.len())
        })
    };
    let bracketed = path.strip_prefix('<').and_then(|behind| after_bracket(behind, '>'));
    bracketed.map(|rest| start..text.len() - rest.len()).or_else(variable)
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

/// Returns whether a name in brackets is a whole part of the URL, or the whole value.
fn is_bracketed_part(before: &str, behind: &str, close: char) -> bool {
    let is_whole = || before.is_empty() && after_bracket(behind, close) == Some("");
    is_whole() || begins_a_part(before) && after_bracket(behind, close).is_some_and(ends_a_part)
}

/// Returns the text after `NAME%`, which is the end of a whole part of the URL.
fn after_percent_sign(behind: &str) -> Option<&str> {
    let rest = after_variable(behind).strip_prefix('%')?;
    let is_named = behind.starts_with(|c: char| c.is_ascii_uppercase() || c == '_');
    (is_named && ends_a_part(rest)).then_some(rest)
}

/// Returns whether the text after a `%` is the rest of `%!s(<nil>)`, which Go prints for a wrong argument.
fn is_go_format(behind: &str) -> bool {
    let verb = behind.strip_prefix('!').map(|behind| behind.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
    verb.is_some_and(|rest| rest.starts_with('('))
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
    let has_scheme = text.contains("://");
    if has_whitespace_in_scheme(text) {
        ProblemKind::Whitespace
    } else if is_json(text) {
        ProblemKind::Json
    } else if is_encoded(text) {
        ProblemKind::Encoded
    } else if secret_reference(text).is_some() {
        ProblemKind::SecretReference
    } else if is_placeholder(text) || unset_part(text).is_some() {
        ProblemKind::Placeholder
    } else if is_go_dsn(text, None) {
        ProblemKind::GoDsn
    } else if is_secret_file(text) {
        ProblemKind::SecretFile
    } else if SHELL_COMMANDS.iter().any(|command| text.starts_with(command)) {
        ProblemKind::ShellCommand
    } else if is_ado_net(text) {
        ProblemKind::AdoNet
    } else if is_assignment(text) {
        ProblemKind::ShellCommand
    } else if has_text_before_url(text) {
        ProblemKind::TextBeforeUrl
    } else if is_file(text) {
        ProblemKind::BarePath
    } else if text.contains('=') && !has_scheme {
        ProblemKind::KeywordValue
    } else if text.contains("//") && names_scheme() {
        ProblemKind::MissingSlashes
    } else if text.split_once("://").is_some_and(|(scheme, _)| is_other_scheme(scheme)) {
        // `pdo_mysql`, although a scheme has no underscore.
        ProblemKind::UnknownScheme
    } else if has_scheme || text.contains('@') {
        ProblemKind::NoScheme
    } else if text.contains(['/', '.', '\\']) {
        ProblemKind::BarePath
    } else {
        ProblemKind::NoScheme
    }
}

/// Diagnoses a value that begins with something like a scheme and a colon.
pub(crate) fn unknown_scheme(text: &str, scheme: &str, rest: &str) -> ProblemKind {
    let is_named = |known: &str| scheme.eq_ignore_ascii_case(known);
    if secret_reference(text).is_some() {
        ProblemKind::SecretReference
    } else if is_placeholder(text) {
        ProblemKind::Placeholder
    } else if is_secret_file(text) {
        ProblemKind::SecretFile
    } else if scheme.len() == 1 && rest.starts_with(['/', '\\']) {
        ProblemKind::BarePath
    } else if is_named("jdbc") {
        ProblemKind::Jdbc
    } else if is_named("r2dbc") || is_named("r2dbcs") {
        ProblemKind::R2dbc
    } else if is_pdo_dsn(rest) {
        ProblemKind::PdoDsn
    } else if is_go_dsn(text, None) {
        ProblemKind::GoDsn
    } else if rest.starts_with("//") && (is_named("prisma") || scheme.to_ascii_lowercase().starts_with("prisma+")) {
        ProblemKind::PrismaProxy
    } else if rest.starts_with("//")
        && second_scheme(text, scheme.len() + 3).is_some_and(|second| second.start == scheme.len() + 3)
    {
        ProblemKind::SecondScheme
    } else if rest.starts_with("//") {
        ProblemKind::UnknownScheme
    } else if has_text_before_url(text) {
        ProblemKind::TextBeforeUrl
    } else {
        // This may also be `user:password@host` or `host:port`, so no error quotes it.
        ProblemKind::NoScheme
    }
}

/// Returns whether the text after a scheme and a colon looks like `host=localhost;dbname=app`.
pub(crate) fn is_pdo_dsn(rest: &str) -> bool {
    let name = rest.split('=').next().unwrap_or_default();
    name.len() < rest.len() && ["host", "port", "dbname", "unix_socket", "charset", "user", "server"].contains(&name)
}

/// Returns whether a value looks like `user:password@tcp(host:port)/database`, or `user:password@/database`, which is a
/// valid URL with a scheme.
///
/// Without a network, as in `@(host:port)`, only MySQL's URLs count.
pub(crate) fn is_go_dsn(text: &str, backend: Option<Backend>) -> bool {
    let text = text.split('?').next().unwrap_or(text);
    let (has_user, address) = match text.rsplit_once('@').filter(|(user, _)| !user.is_empty()) {
        Some((_, address)) => (true, address),
        None => (false, text.split_once("://").map_or(text, |(_, rest)| rest)),
    };
    let Some((network, rest)) = address.split_once('(') else {
        return backend.is_none() && has_user && address.starts_with('/') && !text.contains("://");
    };
    let is_network = match network {
        "" => has_user && backend.is_none_or(|backend| backend == Backend::MySql),
        network if has_user && backend.is_none() => network.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'),
        network => GO_NETWORKS.contains(&network),
    };
    is_network && rest.contains(')')
}

/// Returns whether a value looks like `Server=host;Database=name` or `Data Source=app.db`. libpq's keywords are in lower
/// case.
fn is_ado_net(text: &str) -> bool {
    let keyword = text.split('=').next().unwrap_or_default();
    let is_keyword = keyword.len() < text.len() && keyword.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ');
    let has_upper_case =
        keyword.starts_with(|c: char| c.is_ascii_uppercase()) && keyword.contains(|c: char| c.is_ascii_lowercase());
    is_keyword && (text.contains(';') || has_upper_case) && !has_text_before_url(text)
}

/// Returns whether an ADO.NET connection string names a SQLite file.
pub(crate) fn names_sqlite_file(text: &str) -> bool {
    let mut pairs = text.split(';').filter_map(|pair| pair.split_once('='));
    pairs.any(|(keyword, value)| {
        let names_file =
            ["data source", "datasource", "filename"].iter().any(|name| keyword.trim().eq_ignore_ascii_case(name));
        names_file && (value.trim() == ":memory:" || has_file_ending(value.trim()))
    })
}

/// Returns whether a value looks like `NAME=scheme://...` or `SOME_NAME=value`.
fn is_assignment(text: &str) -> bool {
    let rest = after_variable(text);
    let name = &text[..text.len() - rest.len()];
    !name.is_empty() && rest.starts_with('=') && (rest.contains([':', ' ']) || name.contains('_'))
}
