//! What `docs/secrets.md` says of others, compared with them.

use std::collections::BTreeMap;

use db_config::{Backend, DatabaseUrl, FromDatabaseUrl as _};
use tests::clients::CLIENTS;

const DOCS: &str = include_str!("../../../docs/secrets.md");

const SECRET: &str = "S3cr3tPw";

/// Whether the `Debug` of a client's settings tells the password; `None` if they take no server's URL.
fn tells(client: &tests::clients::Client) -> Option<bool> {
    let scheme = match client.backends.iter().find(|backend| *backend != Backend::Sqlite)? {
        Backend::MongoDb => "mongodb",
        backend => backend.schemes()[0],
    };
    let url = format!(
        "{scheme}://app:{SECRET}@localhost/orders?{}=1",
        if scheme == "mongodb" { "w" } else { "max_lifetime" }
    );
    let url: DatabaseUrl = url.parse().unwrap_or_else(|error| panic!("{url}: {error}"));
    let shown = (client.show)(&url).unwrap_or_else(|error| panic!("{}: {error}", client.name));
    Some(shown.contains(SECRET))
}

#[test]
fn the_settings_whose_own_debug_tells_the_password() {
    // Its row would be about `expose`.
    let clients = CLIENTS.iter().filter(|client| client.name != "Diesel");
    let found = clients.filter_map(|client| Some((client.name, if tells(client)? { "**yes**" } else { "no" })));
    let documented = DOCS.lines().filter_map(|line| {
        let [_, name, tells, _] = line.split('|').map(str::trim).collect::<Vec<_>>()[..] else { return None };
        ["**yes**", "no"].contains(&tells).then_some((name, tells))
    });
    assert_eq!(documented.collect::<BTreeMap<_, _>>(), found.collect::<BTreeMap<_, _>>());
}

#[test]
fn a_connection_string_of_mongodb_tells_the_password_if_it_is_displayed() {
    let url: DatabaseUrl = format!("mongodb://app:{SECRET}@localhost/orders").parse().expect("it is valid");
    let string = mongodb::options::ConnectionString::from_database_url(&url).expect("it is valid");
    assert!(string.to_string().contains(SECRET), "{string}");
}

/// Each test that the promise names is there.
#[test]
fn every_test_that_is_named_exists() {
    let mut count = 0;
    for name in DOCS.split("](../tests/").skip(1) {
        let (path, rest) = name.split_once(')').expect("the link ends");
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        if let Some(test) = rest.strip_prefix(": `").and_then(|rest| rest.split('`').next()) {
            assert!(text.contains(&format!("fn {test}(")), "{path} has no test {test}");
            count += 1;
        }
    }
    assert!(count >= 10, "{count} tests are named");
}
