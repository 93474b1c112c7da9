//! Compares `psql` with every PostgreSQL client, with the same URLs and environment variables on real servers.
//!
//! A client must connect to the same server and database as the same user, with at least the same TLS. It must fail if
//! `psql` fails. If db-config differs on purpose, the case names the rule ([`rules::Rule`]), and the result must
//! differ.
//!
//! The clients read the variables from a map, so the environment of this process has no effect. `psql` gets exactly the
//! same variables.
//!
//! Debian 12 has libpq 15, so there are no cases for the parameters and values that it does not support:
//!
//! - `sslnegotiation`, `require_auth`, `load_balance_hosts`, `sslcertmode` and `gssdelegation`
//! - `min_protocol_version` and `max_protocol_version`
//! - `sslrootcert=system`

mod cases;
mod clients;
mod rules;
mod seen;
mod tls;

use std::collections::{BTreeMap, BTreeSet};

use cases::{Case, Places};
use clients::{CLIENTS, Client};
use rules::{Ours, Rule};
use seen::Seen;
use tests::psql::psql;

/// The variables that the cases cover.
const VARIABLES: &[&str] = &[
    "PGUSER",
    "PGPASSWORD",
    "PGPASSFILE",
    "HOME",
    "PGDATABASE",
    "PGPORT",
    "PGHOST",
    "PGHOSTADDR",
    "PGSSLMODE",
    "PGSSLROOTCERT",
    "PGREQUIRESSL",
    "PGAPPNAME",
    "PGOPTIONS",
    "PGCONNECT_TIMEOUT",
    "PGTARGETSESSIONATTRS",
    "PGCHANNELBINDING",
    "PGSERVICE",
];

type Outcome = Result<Seen, String>;

fn libpqs(url: &str, variables: &[(&str, &str)]) -> Outcome {
    let seen = psql(url, variables, seen::QUERY).map(|row| Seen::read(&row))?;
    // `psql` uses its own name if nothing sets another.
    let is_own = seen.application_name == "psql";
    Ok(if is_own { Seen { application_name: String::new(), ..seen } } else { seen })
}

/// Returns the fault of a client's outcome.
fn wrong(case: &Case, client: &Client, libpqs: &Outcome, ours: &Outcome) -> Option<String> {
    let differs = match (libpqs, ours) {
        (Ok(libpqs), Ok(ours)) => !ours.is_at_least(libpqs),
        (Err(_), Err(_)) => false,
        _ => true,
    };
    let complaint = match (case.exception(client), ours) {
        (None, _) if differs => "differs".to_owned(),
        (None, _) => return None,
        // The exception is not needed.
        (Some((rule, _)), _) if !differs => format!("does not differ, although {}", rule.text()),
        (Some((_, Ours::Connects)), Ok(_)) => return None,
        (Some((_, Ours::Refuses)), Err(_)) => return None,
        (Some((rule, ours)), _) => format!("is not {ours:?}, although {}", rule.text()),
    };
    Some(format!("{}: {complaint}\n    {case}\n    psql: {libpqs:?}\n    ours: {ours:?}", client.name))
}

async fn compare(cases: &[Case]) {
    assert!(!cases.is_empty());
    let mut all_wrong = Vec::new();
    let (mut connected, mut refused) = (0, 0);
    for case in cases {
        let variables = case.variables();
        let libpqs = libpqs(&case.url, &variables);
        if libpqs.is_ok() {
            connected += 1
        } else {
            refused += 1
        }
        for client in CLIENTS {
            let ours = (client.connect)(case.source()).await;
            all_wrong.extend(wrong(case, client, &libpqs, &ours));
        }
    }
    assert!(connected > 0 && refused > 0, "{connected} of {} connected with psql", cases.len());
    assert!(all_wrong.is_empty(), "{} outcomes:\n{}", all_wrong.len(), all_wrong.join("\n"));
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn agrees_with_psql() {
    compare(&cases::cases(&Places::new())).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn tls_is_never_weaker_than_psqls() {
    compare(&tls::cases(&Places::new())).await;
}

/// Each variable changes the result of psql, in some cases on its own.
#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn each_variable_changes_a_result() {
    let places = Places::new();
    let mut counts: BTreeSet<&str> = BTreeSet::new();
    let (cases, tls) = (cases::cases(&places), tls::cases(&places));
    for case in cases.iter().chain(&tls) {
        let all = case.variables();
        let undecided = |(name, _): &&(&str, &str)| !counts.contains(name);
        let Some((name, _)) = all.iter().find(undecided).copied() else { continue };
        let others: Vec<_> = all.iter().copied().filter(|(other, _)| *other != name).collect();
        if libpqs(&case.url, &all).ok() != libpqs(&case.url, &others).ok() {
            counts.insert(name);
        }
    }
    let missing: Vec<_> = VARIABLES.iter().filter(|name| !counts.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Every rule applies to a case, and no case occurs twice.
#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn every_rule_has_a_case() {
    let places = Places::new();
    let all: Vec<Case> = cases::cases(&places).into_iter().chain(tls::cases(&places)).collect();
    let used: BTreeSet<Rule> = all
        .iter()
        .flat_map(|case| CLIENTS.iter().filter_map(|client| case.exception(client)))
        .map(|(rule, _)| rule)
        .collect();
    for rule in Rule::ALL {
        assert!(used.contains(rule), "no case for this rule: {}", rule.text());
    }
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    all.iter().for_each(|case| *times.entry(case.to_string()).or_default() += 1);
    let twice: Vec<_> = times.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
}
