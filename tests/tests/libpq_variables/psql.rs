//! The same URLs and the same variables through `psql` and through every PostgreSQL client of this library, on real
//! servers: the same server, user and database, at least the same TLS, and the same refusals. Where this library differs
//! on purpose, the case names the rule ([`rules::Rule`]), and the difference has to be there.
//!
//! The variables are a map here, so nothing of this process's environment counts. `psql` sees exactly the same ones.
//!
//! Debian 12 has libpq 15. It knows neither `sslnegotiation`, `require_auth`, `load_balance_hosts`, `sslcertmode`,
//! `gssdelegation`, `min_protocol_version` and `max_protocol_version` nor `sslrootcert=system`: those and their variables
//! are left out.

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

/// The variables that these cases are about.
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
    // Its own name, where nobody gives it another.
    let is_own = seen.application_name == "psql";
    Ok(if is_own { Seen { application_name: String::new(), ..seen } } else { seen })
}

/// What is wrong with a client's outcome.
fn wrong(case: &Case, client: &Client, libpqs: &Outcome, ours: &Outcome) -> Option<String> {
    let differs = match (libpqs, ours) {
        (Ok(libpqs), Ok(ours)) => !ours.is_at_least(libpqs),
        (Err(_), Err(_)) => false,
        _ => true,
    };
    let complaint = match (case.exception(client), ours) {
        (None, _) if differs => "differs".to_owned(),
        (None, _) => return None,
        // An exception that is none has no place in the list.
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
async fn each_variable_means_what_it_means_to_psql() {
    compare(&cases::cases(&Places::new())).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn tls_is_never_weaker_than_psqls() {
    compare(&tls::cases(&Places::new())).await;
}

/// The cases are worth something: each variable changes what psql does, in some of them alone.
#[test]
#[ignore = "needs PostgreSQL: run ./test"]
fn each_variable_counts() {
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

/// Every rule is why some case differs, and every case is another.
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
        assert!(used.contains(rule), "no case is about this: {}", rule.text());
    }
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    all.iter().for_each(|case| *times.entry(case.to_string()).or_default() += 1);
    let twice: Vec<_> = times.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
}
