//! Checks the URLs of platforms in every client of the database, and counts the results in a table.

use std::collections::BTreeMap;
use std::fmt;

use db_config::{DatabaseUrl, ProblemKind, TlsMode, TlsReason};
use serde_json::Value;

use super::Verdict;
use super::clients::{Reading, Row, Variables, load, rows};
use super::paths::plain;

/// The table: each client, and the results of the URLs of its database.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<(Row, Counts)>,
}

/// The counts of one client with one database.
#[derive(Debug, Default)]
struct Counts {
    entries: usize,
    raw_accepts: usize,
    raw_is_wrong: usize,
    works: usize,
    refused: usize,
    is_wrong: usize,
}

/// The expected outcome.
struct Expected {
    /// The platform requires TLS.
    requires_tls: bool,
    /// The file or the database in memory that a SQLite URL names.
    file: Option<Reading>,
}

/// Checks the URL of a platform in every client of its database. If its database has no client here, db-config must
/// reject the URL.
pub(super) fn check(case: &Value, table: &mut Table) -> Option<Verdict> {
    let (family, text) = (case["client_family"].as_str()?, case["url"].as_str()?);
    let mut source = Variables::from([("DATABASE_URL", text)]);
    if is_on_fly(case) {
        source.insert("FLY_APP_NAME", "app");
    }
    let url = load::<DatabaseUrl>(&source);
    let rows: Vec<_> = table.rows.iter_mut().filter(|(row, _)| row.backend.schemes().contains(&family)).collect();
    if rows.is_empty() {
        return Some(match url {
            Ok(url) => Verdict::Disagrees(format!("`{family}`, and accepted as {url}")),
            Err(_) => Verdict::Agrees,
        });
    }

    let url = url.ok();
    let expected = Expected {
        requires_tls: case["tls"] == "required",
        file: url.as_ref().and_then(|url| url.sqlite_path().ok()).map(|path| match path.to_str() {
            Some(":memory:") => Reading::Memory,
            _ => Reading::File(plain(path)),
        }),
    };
    let (mut faults, mut reasons) = (Vec::new(), Vec::new());
    if let Some((is_explicit, fault)) = url.as_ref().and_then(|url| tls_fault(url, &case["tls"])) {
        if is_explicit { reasons.push(fault) } else { faults.push(fault) }
    }
    let mut refusals: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let clients = rows.len();
    for (row, counts) in rows {
        counts.entries += 1;
        if let Ok(raw) = (row.raw)(text) {
            counts.raw_accepts += 1;
            counts.raw_is_wrong += usize::from(expected.is_ignored_by(&raw));
        }
        let fault = match (row.ours)(&source) {
            Ok(Ok(reading)) => expected.fault_of(&reading, chosen_mode(row.name, url.as_ref())),
            Ok(Err(error)) => Some(format!("the client rejects the options: {error}")),
            Err(refusal) if refusal.kind == ProblemKind::RejectedByClient => {
                Some(format!("rejected late: {}", refusal.message))
            }
            Err(refusal) => {
                counts.refused += 1;
                refusals.entry(refusal.message).or_default().push(row.name);
                continue;
            }
        };
        match fault {
            None => counts.works += 1,
            Some(fault) => {
                counts.is_wrong += 1;
                faults.push(format!("{}: {fault}", row.name));
            }
        }
    }
    reasons.extend(refusals.into_iter().map(|(message, names)| match names.len() == clients {
        true => format!("rejected, {message}"),
        false => format!("{}: {message}", names.join(", ")),
    }));
    Some(if !faults.is_empty() {
        Verdict::Disagrees(faults.join("; "))
    } else if !reasons.is_empty() {
        Verdict::OnPurpose(reasons.join("; "))
    } else {
        Verdict::Agrees
    })
}

/// Returns the chosen mode for this client. If the client does not support `prefer`, a `prefer` of the host table means
/// no TLS.
fn chosen_mode(client: &str, url: Option<&DatabaseUrl>) -> Option<TlsMode> {
    let url = url?;
    let plan = url.tls();
    let lacks_prefer = ["mysql_async", "refinery"].iter().any(|name| client.starts_with(name))
        || client.starts_with("diesel-async") && url.backend() == db_config::Backend::MySql;
    Some(if lacks_prefer { plan.downgrade_implied_prefer().mode() } else { plan.mode() })
}

/// Returns whether the application runs on Fly.io, or the URL comes from Fly's tools and guides.
fn is_on_fly(case: &Value) -> bool {
    let text = |name: &str| case[name].as_str().unwrap_or_default().to_ascii_lowercase();
    let platform = text("platform");
    let mut parts = platform.split(|c: char| !c.is_ascii_alphanumeric());
    parts.any(|part| part == "fly") || ["superfly/", "fly-apps/"].iter().any(|owner| text("source").starts_with(owner))
}

/// Returns the fault of the chosen TLS mode, according to the platform's documentation. The flag is true if the URL
/// itself sets the mode, which nothing overrides.
fn tls_fault(url: &DatabaseUrl, platform: &Value) -> Option<(bool, String)> {
    let tls = url.tls();
    let is_right = match platform.as_str() {
        Some("required") => tls.mode() >= TlsMode::Require,
        Some("forbidden") => tls.mode() == TlsMode::Off,
        _ => true,
    };
    let is_explicit = matches!(tls.reason(), TlsReason::QueryParameter(_));
    (!is_right).then(|| (is_explicit, format!("TLS is {platform} there, and the chosen mode is {tls}")))
}

impl Expected {
    /// Returns the fault of the client options that db-config built.
    fn fault_of(&self, reading: &Reading, chosen: Option<TlsMode>) -> Option<String> {
        let is_right = match (reading, chosen) {
            (Reading::Hidden, _) => true,
            (Reading::File(_) | Reading::Memory, _) => self.file.as_ref() == Some(reading),
            (Reading::Connector(mode), Some(chosen)) => *mode == chosen.min(TlsMode::Require),
            // A client that encrypts may verify more than the mode requires.
            (Reading::Server(mode), Some(chosen)) => *mode == chosen || (chosen >= TlsMode::Require && *mode > chosen),
            (Reading::Connector(_) | Reading::Server(_), None) => false,
        };
        (!is_right).then(|| match (&self.file, chosen) {
            (Some(file), _) => format!("{reading:?}, where the URL names {file:?}"),
            (None, chosen) => format!("{reading:?}, although the chosen TLS mode is {chosen:?}"),
        })
    }

    /// Returns whether the client alone ignores required TLS, or opens another file.
    fn is_ignored_by(&self, raw: &Reading) -> bool {
        match raw.mode() {
            Some(mode) => self.requires_tls && mode < TlsMode::Require,
            None => self.file.as_ref().is_some_and(|file| file != raw),
        }
    }
}

impl Default for Table {
    fn default() -> Self {
        Self { rows: rows().into_iter().map(|row| (row, Counts::default())).collect() }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HEAD: [&str; 8] = [
            "client",
            "database",
            "URLs",
            "accepted by the client alone",
            "with weaker TLS or another file",
            "accepted through db-config",
            "rejected with a reason",
            "with weaker TLS or another file through db-config",
        ];
        let rows = || self.rows.iter().filter(|(_, counts)| counts.entries > 0);
        if rows().next().is_none() {
            return Ok(());
        }
        writeln!(f, "| {} |\n|---|---|--:|--:|--:|--:|--:|--:|", HEAD.join(" | "))?;
        rows().try_for_each(|(row, counts)| {
            let Counts { entries, raw_accepts, raw_is_wrong, works, refused, is_wrong } = counts;
            let (name, backend) = (row.name, row.backend.name());
            writeln!(
                f,
                "| {name} | {backend} | {entries} | {raw_accepts} | {raw_is_wrong} | {works} | {refused} | {is_wrong} |"
            )
        })
    }
}
