//! Compares `docs/security.md` with the clients and the tests that it names.

use std::collections::BTreeMap;

use db_config::{Backend, DatabaseUrl, FromDatabaseUrl as _};
use tests::clients::CLIENTS;

const DOCS: &str = include_str!("../../../docs/security.md");

const SECRET: &str = "S3cr3tPw";

/// Returns whether the `Debug` of a client's options prints the password; `None` if they accept no URL of a server.
fn shows_password(client: &tests::clients::Client) -> Option<bool> {
    let scheme = match client.backends.iter().find(|backend| *backend != Backend::Sqlite)? {
        Backend::MongoDb => "mongodb",
        backend => backend.schemes()[0],
    };
    let url = format!(
        "{scheme}://app:{SECRET}@localhost/{}?{}=1",
        if scheme == "redis" { "3" } else { "orders" },
        if scheme == "mongodb" { "w" } else { "max_lifetime" }
    );
    let url: DatabaseUrl = url.parse().unwrap_or_else(|error| panic!("{url}: {error}"));
    let shown = (client.show)(&url).unwrap_or_else(|error| panic!("{}: {error}", client.name));
    Some(shown.contains(SECRET))
}

#[test]
fn the_options_whose_debug_shows_the_password() {
    // `DieselUrl` shows no password. Its row would be about `expose_secret`.
    let clients = CLIENTS.iter().filter(|client| client.name != "Diesel");
    let found =
        clients.filter_map(|client| Some((client.name, if shows_password(client)? { "**yes**" } else { "no" })));
    let documented = DOCS.lines().filter_map(|line| {
        let [_, name, answer, _] = line.split('|').map(str::trim).collect::<Vec<_>>()[..] else { return None };
        ["**yes**", "no"].contains(&answer).then_some((name, answer))
    });
    assert_eq!(documented.collect::<BTreeMap<_, _>>(), found.collect::<BTreeMap<_, _>>());
}

#[test]
fn a_connection_string_of_mongodb_displays_the_password() {
    let url: DatabaseUrl = format!("mongodb://app:{SECRET}@localhost/orders").parse().expect("it is valid");
    let string = mongodb::options::ConnectionString::from_database_url(&url).expect("it is valid");
    assert!(string.to_string().contains(SECRET), "{string}");
}

/// Returns the links to files of tests, each with the name of the test after it.
fn named(text: &str) -> Vec<(&str, &str)> {
    let named = |link| {
        let (path, rest) = str::split_once(link, "): `").unwrap_or_else(|| panic!("missing test: {link}"));
        (path, rest.split('`').next().unwrap_or_default())
    };
    text.split("](../tests/").skip(1).map(named).collect()
}

/// Returns whether a file's text has a test of this name.
fn has_test(text: &str, name: &str) -> bool {
    let Some((before, _)) = text.split_once(&format!("fn {name}(")) else { return false };
    let mut attributes = before.rsplit('\n').skip(1).map(str::trim).take_while(|line| line.starts_with("#["));
    attributes.any(|line| ["#[test]", "#[tokio::test"].iter().any(|test| line.starts_with(test)))
}

#[test]
fn every_test_that_is_named_exists() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, test) in named(DOCS) {
        let text = std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(has_test(&text, test), "{path} has no test {test}");
    }
    let (_, promised) = DOCS.split_once("## Promised\n").expect("a section of promises");
    let (promised, _) = promised.split_once("## Not promised\n").expect("the next section");
    let rows: Vec<_> =
        promised.lines().filter(|line| line.starts_with("| ") && *line != "| promise | test |").collect();
    assert!(rows.len() > 10, "{rows:#?}");
    let unproven: Vec<_> = rows.into_iter().filter(|row| named(row).is_empty()).collect();
    assert!(unproven.is_empty(), "missing test: {unproven:#?}");
}
