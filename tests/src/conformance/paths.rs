//! Compares `new URL(u).pathname`, and the file that a SQLite URL names.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use db_config::{DatabaseUrl, pathname};
use serde_json::Value;

use super::clients::decode;
use super::{Refusal, Verdict};

/// Checks a case with the result of `new URL(u).pathname`. If versions of Node differ, the current URL standard counts.
/// Skips a case with a base URL.
pub(super) fn check_pathname(case: &Value) -> Option<Verdict> {
    let text = case["url"].as_str().or(case["input"].as_str())?;
    let result =
        ["pathname_node24", "node24", "pathname", "failure", "error"].iter().find_map(|name| case.get(name))?;
    if case.get("expect").is_some() || case["base"].is_string() {
        return None;
    }
    let throws = case.get("failure").is_some() || case.get("error").is_some();
    let expected = if throws { None } else { result.as_str() };
    let actual = pathname(text);
    let url = text.parse::<DatabaseUrl>().ok();
    Some(match (expected, url) {
        // WHATWG URL pull request 914, which Node 24 does not implement yet.
        (None, _) if actual.is_some() && case.get("node24").is_some() && text.is_ascii() && text.contains("xn--") => {
            Verdict::OnPurpose("the standard of 2026 keeps an ASCII domain as it is, Node rejects the label".into())
        }
        _ if actual.as_deref() != expected => Verdict::Disagrees(format!("{actual:?}, expected {expected:?}")),
        (Some(expected), Some(url)) if url.pathname() != expected => {
            Verdict::Disagrees(format!("DatabaseUrl::pathname: {:?}, expected {expected:?}", url.pathname()))
        }
        _ => Verdict::Agrees,
    })
}

/// The files that each ecosystem opens, by the name of its column.
#[derive(Default)]
pub(super) struct Openers {
    cases: usize,
    columns: BTreeMap<String, Column>,
}

#[derive(Default)]
struct Column {
    same: usize,
    /// The ecosystem rejects the URL, or its result is unknown.
    none: usize,
    others: Vec<String>,
}

impl Openers {
    /// Returns one line for each ecosystem.
    pub(super) fn notes(&self) -> Vec<String> {
        let note = |(name, column): (&String, &Column)| {
            let Column { same, none, others } = column;
            let others = if others.is_empty() { String::new() } else { format!(": {}", others.join(", ")) };
            let another = self.cases - same - none;
            format!(
                "{name}, of {}: the same in {same}, rejected or unknown in {none}, another in {another}{others}",
                self.cases
            )
        };
        self.columns.iter().map(note).collect()
    }

    fn add(&mut self, name: &str, text: &str, value: &str, actual: Option<&Path>) {
        let column = self.columns.entry(name.to_owned()).or_default();
        match (opened(value), actual.map(plain)) {
            (opened, actual) if opened == actual => column.same += 1,
            (None, _) => column.none += 1,
            _ => column.others.push(format!("{text} -> {value:?}")),
        }
    }
}

/// Checks a case that lists the file that each ecosystem opens.
pub(super) fn check_file(case: &Value, openers: &mut Openers) -> Option<Verdict> {
    let pathname = case["node20_pathname"].as_str()?;
    let text = case["url"].as_str()?;
    let actual = text.parse::<DatabaseUrl>().and_then(|url| url.sqlite_path()).map_err(Refusal::from);
    openers.cases += 1;
    for (name, value) in case.as_object()?.iter().filter(|(name, _)| !["url", "host"].contains(&name.as_str())) {
        openers.add(name, text, value.as_str().unwrap_or_default(), actual.as_deref().ok());
    }
    let expected = expected(case, text, pathname);
    Some(match (expected, actual) {
        (None, Err(_)) => Verdict::Agrees,
        (Some(expected), Ok(actual)) if plain(&expected) == plain(&actual) => Verdict::Agrees,
        (expected, Ok(actual)) => Verdict::Disagrees(format!("{actual:?}, expected {expected:?}")),
        (expected, Err(refusal)) => Verdict::Disagrees(format!("rejected: {}; expected {expected:?}", refusal.message)),
    })
}

/// Returns the file that db-config has to open, from the columns of the case.
fn expected(case: &Value, text: &str, pathname: &str) -> Option<PathBuf> {
    let (scheme, rest) = text.split_once(':')?;
    let rest = rest.split('?').next().unwrap_or_default();
    let authority = rest.strip_prefix("//").map(|rest| rest.split('/').next().unwrap_or_default());
    if rest.contains('#') {
        return None;
    }
    if rest.trim_start_matches('/') == ":memory:" {
        return Some(":memory:".into());
    }
    let path = match authority {
        Some("" | "localhost") => decode(pathname),
        Some(_) if scheme == "file" => return None,
        None if rest.starts_with('/') => decode(pathname),
        // SQLite and Prisma agree for `file`. Every Rust client agrees for the other schemes.
        _ if scheme == "file" => case["prisma_path"].as_str()?.to_owned(),
        _ => match case["sqlx_seaorm_filename"].as_str().filter(|_| scheme == "sqlite") {
            Some(path) => path.to_owned(),
            None => decode(rest.trim_start_matches("//")),
        },
    };
    (!path.is_empty()).then(|| path.into())
}
/// Returns the path that a column describes: `{cwd}/` precedes a relative path, and remarks are in parentheses.
fn opened(value: &str) -> Option<PathBuf> {
    let value = value.strip_prefix("{cwd}/").unwrap_or(value);
    match value {
        _ if value.starts_with("ERR") || value.starts_with("n/a") || value.starts_with("not derived") => None,
        "(memory/temp)" => Some(":memory:".into()),
        _ if value.is_empty() || value.starts_with('(') => None,
        _ => Some(plain(Path::new(value))),
    }
}

/// Returns the path without `.` and without repeated slashes.
pub(super) fn plain(path: impl AsRef<Path>) -> PathBuf {
    path.as_ref().components().filter(|part| *part != Component::CurDir).collect()
}
