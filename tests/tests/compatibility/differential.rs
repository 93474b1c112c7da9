//! Compares db-config with the clients' own parsers, libpq itself and the `url` crate. They differ only as
//! `docs/reference/differences.md` lists.

mod debug;
mod dialects;
mod difference;
mod parsers;
mod postgres;
mod rules;
mod survey;
mod table;
mod texts;

use std::path::Path;

use difference::{Disagreement, Finding};
use parsers::Parser;
use rules::rules;
use survey::Survey;

/// Checks that the parser differs in each way of the table that names it, and in no other way.
fn differs_as_the_table_lists(parser: Parser) {
    let survey = Survey::of(parser);
    let report = survey.report(parser);
    println!("{report}");
    assert!(survey.unexplained.is_empty(), "{report}");
    assert!(survey.accepted * 10 > survey.texts, "{report}");
    let missing =
        rules().filter(|it| it.parsers.contains(&parser) && !survey.met.contains_key(it.text) && is_known(parser, it));
    let missing: Vec<&str> = missing.map(|difference| difference.text).collect();
    assert!(missing.is_empty(), "{parser} does not show these differences: {missing:#?}");
}

/// Returns whether the parser knows the query parameters of the example. An older libpq has fewer.
#[cfg(feature = "libpq")]
fn is_known(parser: Parser, difference: &difference::Difference) -> bool {
    let keywords = libpq::keywords();
    let query = difference.examples[0].split_once('?').map_or("", |(_, query)| query);
    let mut keys = query.split('&').filter_map(|pair| pair.split_once('=')).map(|(key, _)| key.to_owned());
    parser != Parser::Libpq || keys.all(|key| keywords.contains(&key))
}

#[cfg(not(feature = "libpq"))]
fn is_known(_: Parser, _: &difference::Difference) -> bool {
    true
}

macro_rules! surveys {
    ($($name:ident $parser:ident)*) => { $(
        #[test]
        fn $name() {
            differs_as_the_table_lists(Parser::$parser);
        }
    )* };
}

surveys! {
    tokio_postgres TokioPostgres
    sqlx_postgres SqlxPostgres
    sqlx_0_8_postgres Sqlx08Postgres
    sqlx_mysql SqlxMySql
    sqlx_0_8_mysql Sqlx08MySql
    mysql_async MySqlAsync
    mysql MySql
    mongodb MongoDb
    redis Redis
    fred Fred
    sqlx_sqlite SqlxSqlite
    sqlx_0_8_sqlite Sqlx08Sqlite
    url Url
}

/// Runs the test without libpq's own root certificate in the home directory, which would change the result.
fn without_libpqs_root_certificate(test: &str) -> bool {
    if !tests::child::is_child() {
        tests::child::again(test, Path::new("."), &[("HOME", "/nowhere")]);
    }
    tests::child::is_child()
}

#[cfg(feature = "libpq")]
#[test]
fn libpq_itself() {
    if without_libpqs_root_certificate("differential::libpq_itself") {
        differs_as_the_table_lists(Parser::Libpq);
    }
}

#[test]
fn an_example_shows_its_difference() {
    if !without_libpqs_root_certificate("differential::an_example_shows_its_difference") {
        return;
    }
    let (mut shown, mut left_out) = (0, Vec::new());
    for difference in rules() {
        let shows = |parser: Parser, example: &str| {
            let disagreements = survey::disagreements(parser, example).unwrap_or_default();
            survey::explain(&disagreements).0.contains(&difference.text)
        };
        let is_shown = |i: usize| {
            difference.parsers.iter().any(|parser| shows(*parser, &difference.examples_for(*parser).nth(i).unwrap()))
        };
        // Only the version of libpq may differ.
        let needs_libpq = difference.parsers.contains(&Parser::Libpq)
            && (cfg!(not(feature = "libpq")) || !is_known(Parser::Libpq, difference));
        for (i, example) in difference.examples.iter().enumerate() {
            match is_shown(i) {
                true => shown += 1,
                false if needs_libpq => left_out.push(*example),
                false => panic!("{}: {example}", difference.text),
            }
        }
    }
    if !left_out.is_empty() {
        tests::left_out(&format!("differences that only libpq shows, or only a newer one: {}", left_out.join(", ")));
    }
    assert!(shown >= 100, "{shown}");
}

/// Returns the rows that would explain these two readings of the part.
fn explanations(parser: Parser, text: &str, name: &str, theirs: Option<&str>, ours: Option<&str>) -> Vec<String> {
    let [theirs, ours] = [theirs, ours].map(|read| read.map(str::to_owned));
    let disagreement = Disagreement { parser, text, found: Finding::Fact { name: name.to_owned(), theirs, ours } };
    let explained = rules().filter(|it| it.explains(&disagreement));
    explained.map(|it| format!("{parser}: {text}: {disagreement}: {}", it.text)).collect()
}

/// Checks URLs with and without each difference.
#[test]
fn a_part_that_is_read_wrong_is_explained_by_nothing() {
    const PARTS: &[&str] = &[
        "scheme",
        "host",
        "hostaddr",
        "port",
        "misfit",
        "socket",
        "user",
        "password",
        "database",
        "dbname",
        "pathname",
        "query",
        "sslmode",
        "tls",
        "application_name",
        "options",
        "charset",
        "filename",
        "in_memory",
        "create_if_missing",
    ];
    let mut excused = Vec::new();
    for parser in rules::EVERY {
        let differences = rules().filter(|it| it.parsers.contains(parser));
        let plain = ["", "?sslmode=require"]
            .map(|query| format!("{}://user:pass@db.example.com:5433/orders{query}", parser.scheme()));
        for text in differences.flat_map(|it| it.examples_for(*parser)).chain(plain) {
            let theirs = parser.theirs(&text).unwrap_or_default();
            for name in PARTS {
                for theirs in [Some("one"), theirs.get(*name).map(String::as_str)] {
                    excused.extend(explanations(*parser, &text, name, theirs, Some("other")));
                }
            }
        }
    }
    assert!(excused.is_empty(), "{excused:#?}");
}

/// No row explains TLS that is off, or that an attacker in the network can turn off.
#[test]
fn tls_that_is_weaker_than_asked_is_explained_by_nothing() {
    const QUERIES: &[&str] = &[
        "",
        "?sslmode=require",
        "?SSLMODE=require",
        "?ssl_mode=require",
        "?sslmode=verify-full",
        "?sslrootcert=/ca.pem",
        "?sslcert=/a.pem&sslkey=/k.pem",
        "?sslnegotiation=direct",
        "?sslmode=prefer&requiressl=1",
        "?require_ssl=true",
        "?verify_identity=true",
        "?tls=true",
        "?host=db.example.org",
    ];
    const WEAK: &[&str] = &["disable", "Disable", "Disabled", "prefer", "Prefer", "Preferred"];
    let mut excused = Vec::new();
    for parser in rules::SERVERS {
        for query in QUERIES {
            let text = format!("{}://user@db.example.com/orders{query}", parser.scheme());
            let Some(theirs) = parser.theirs(&text) else { continue };
            for name in ["sslmode", "tls"] {
                let theirs = theirs.get(name).map(String::as_str);
                let weak = WEAK.iter().map(|mode| Some(*mode)).chain([None]).filter(|ours| *ours != theirs);
                excused.extend(weak.flat_map(|ours| explanations(*parser, &text, name, theirs, ours)));
            }
        }
    }
    assert!(excused.is_empty(), "{excused:#?}");
}

#[test]
fn the_table_lists_the_differences() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference/differences.md");
    let table = table::table();
    if std::env::var_os("DIFFERENCES").is_some_and(|value| value == "overwrite") {
        std::fs::write(&path, &table).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = table.lines().zip(written.lines()).find(|(new, old)| new != old);
    assert_eq!(differs, None, "run `DIFFERENCES=overwrite cargo test -p tests --test compatibility the_table`");
    assert_eq!(table, written);
}
