//! What platforms write, in every client of its database; and the table of it.

use std::collections::BTreeMap;
use std::fmt;

use db_config::{Backend, ProblemKind, TlsMode};
use serde_json::Value;

use super::clients::{self, Ours, Reading, Row, rows};
use super::paths::plain;
use super::{Refusal, Verdict};

/// The counts of one client with one database.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    urls: usize,
    raw_accepts: usize,
    raw_wrong: usize,
    works: usize,
    refused: usize,
    wrong: usize,
}

/// The compatibility table.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<(&'static str, Backend, Counts)>,
}

/// How TLS has to be at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Required,
    Forbidden,
    Any,
}

/// Checks an entry of a platform in every client of its family; one without a family of ours, such as a trap, has to
/// be refused.
pub(super) fn check(case: &Value, table: &mut Table) -> Option<Verdict> {
    let (family, text) = (case["client_family"].as_str()?, case["url"].as_str()?);
    let mut source = vec![("DATABASE_URL", text)];
    if is_on_fly(case) {
        source.push(("FLY_APP_NAME", "app"));
    }
    let backends = [Backend::Postgres, Backend::MySql, Backend::Sqlite, Backend::MongoDb];
    let Some(backend) = backends.into_iter().find(|backend| backend.name().eq_ignore_ascii_case(family) || backend.schemes()[0] == family)
    else {
        return Some(match clients::url(&source) {
            Ok(url) => Verdict::Disagrees(format!("`{family}`, but accepted as {url}")),
            Err(refusal) if is_vague(&refusal) => Verdict::Disagrees(format!("refused, vaguely: {}", refusal.text)),
            Err(_) => Verdict::Agrees,
        });
    };
    let wanted = match case["tls"].as_str() {
        Some("required") => Wanted::Required,
        Some("forbidden") => Wanted::Forbidden,
        _ => Wanted::Any,
    };

    let mut refusals: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut faults: Vec<String> = Vec::new();
    let rows: Vec<Row> = rows().into_iter().filter(|row| row.backend == backend).collect();
    for row in &rows {
        let counts = table.counts(row);
        counts.urls += 1;
        let ours = (row.ours)(&source);
        if let Ok(raw) = (row.raw)(text) {
            counts.raw_accepts += 1;
            counts.raw_wrong += usize::from(is_wrong(&raw, wanted, &source));
        }
        match ours {
            Ok(ours) => match fault(&ours, wanted) {
                None => counts.works += 1,
                Some(fault) => {
                    counts.wrong += 1;
                    faults.push(format!("{}: {fault}", row.name));
                }
            },
            Err(refusal) if is_vague(&refusal) => {
                counts.wrong += 1;
                faults.push(format!("{}: refused, vaguely: {}", row.name, refusal.text));
            }
            Err(refusal) => {
                counts.refused += 1;
                refusals.entry(refusal.text).or_default().push(row.name);
            }
        }
    }
    let refusals: Vec<String> = refusals
        .into_iter()
        .map(|(text, names)| match names.len() == rows.len() {
            true => format!("refused: {text}"),
            false => format!("{}: {text}", names.join(", ")),
        })
        .collect();
    Some(match (faults.is_empty(), refusals.is_empty()) {
        (false, _) => Verdict::Disagrees(faults.join("\n        ")),
        (true, false) => Verdict::OnPurpose(refusals.join("\n        ")),
        (true, true) => Verdict::Agrees,
    })
}

/// An app on Fly.io, or what its tools write for one.
fn is_on_fly(case: &Value) -> bool {
    let words = case["platform"].as_str().unwrap_or_default().split(|c: char| !c.is_ascii_alphanumeric());
    words.into_iter().any(|word| word.eq_ignore_ascii_case("fly"))
}

/// A reason that leaves the cause to be found out.
fn is_vague(refusal: &Refusal) -> bool {
    matches!(refusal.kind, ProblemKind::Refused | ProblemKind::NoScheme) || refusal.text.trim().len() < 20
}

/// What is wrong with the settings: TLS weaker or stronger than the platform's, or than decided; or another file.
fn fault(ours: &Ours, wanted: Wanted) -> Option<String> {
    let decided = ours.tls.mode();
    let reading = match &ours.reading {
        Err(error) => return Some(format!("the client refuses the settings: {error}")),
        Ok(reading) => reading,
    };
    let is_right = match wanted {
        Wanted::Required => decided >= TlsMode::Require,
        Wanted::Forbidden => decided == TlsMode::Off,
        Wanted::Any => true,
    };
    if !is_right {
        return Some(format!("TLS is {wanted:?} there, and decided was {}", ours.tls));
    }
    match reading {
        // Verifying may be left to a connector, encrypting not.
        Reading::Server(mode) if (*mode).min(TlsMode::Require) != decided.min(TlsMode::Require) => {
            Some(format!("decided was {}, and the settings say {mode}", ours.tls))
        }
        Reading::File(_) | Reading::Memory if *reading != named(ours) => {
            Some(format!("the settings open {reading:?}, and the URL names {:?}", named(ours)))
        }
        _ => None,
    }
}

/// What the URL names.
fn named(ours: &Ours) -> Reading {
    match ours.url.sqlite_path() {
        Ok(path) if path.as_os_str() == ":memory:" => Reading::Memory,
        Ok(path) => Reading::File(plain(path)),
        Err(_) => Reading::Hidden,
    }
}

/// Whether a client's own reading lets go of the TLS that is required there, or opens another file than the URL names.
fn is_wrong(raw: &Reading, wanted: Wanted, source: &[(&str, &str)]) -> bool {
    match raw {
        Reading::Server(mode) => wanted == Wanted::Required && *mode < TlsMode::Require,
        Reading::File(_) | Reading::Memory => match clients::url(source).map(|url| url.sqlite_path()) {
            Ok(Ok(path)) if path.as_os_str() == ":memory:" => *raw != Reading::Memory,
            Ok(Ok(path)) => *raw != Reading::File(plain(path)),
            _ => false,
        },
        Reading::Hidden => false,
    }
}

impl Table {
    fn counts(&mut self, row: &Row) -> &mut Counts {
        let place = self.rows.iter().position(|(name, backend, _)| (*name, *backend) == (row.name, row.backend));
        let place = place.unwrap_or_else(|| {
            self.rows.push((row.name, row.backend, Counts::default()));
            self.rows.len() - 1
        });
        &mut self.rows[place].2
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.rows.is_empty() {
            return Ok(());
        }
        writeln!(f, "| client | database | URLs | raw: accepted | raw: of these, TLS lost or another file | db-config: works, TLS right | db-config: refused, reason named | db-config: dropped in silence |")?;
        writeln!(f, "|---|---|--:|--:|--:|--:|--:|--:|")?;
        for (name, backend, counts) in &self.rows {
            let Counts { urls, raw_accepts, raw_wrong, works, refused, wrong } = counts;
            let backend = backend.name();
            writeln!(f, "| {name} | {backend} | {urls} | {raw_accepts} | {raw_wrong} | {works} | {refused} | {wrong} |")?;
        }
        Ok(())
    }
}
