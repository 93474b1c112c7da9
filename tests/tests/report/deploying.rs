//! Compares the console blocks of `docs/deploying.md` with the reports of `app check`. `DEPLOYING=overwrite` rewrites
//! them.

use std::path::Path;

use db_config::{Connect, DatabaseConfig, Origin, Source, SourceError};
use sqlx::postgres::PgConnectOptions;

#[derive(DatabaseConfig)]
#[allow(dead_code)]
enum Config {
    Postgres(Connect<sqlx::PgPool>),
    MySql(Connect<sqlx::MySqlPool>),
    Sqlite(Connect<sqlx::SqlitePool>),
    MongoDb(Connect<mongodb::Client>),
}

/// Holds the variables of a command line, as an environment.
struct Variables(Vec<(String, String)>);

impl Variables {
    /// Parses `$ NAME=value NAME='value' app check`.
    fn parse(command: &str) -> Self {
        let (mut rest, mut variables) = (command.strip_prefix("$ ").unwrap(), Vec::new());
        while let Some((name, behind)) = rest.split_once('=') {
            let (value, behind) = match behind.strip_prefix('\'') {
                Some(quoted) => quoted.split_once("' ").unwrap(),
                None => behind.split_once(' ').unwrap(),
            };
            variables.push((name.to_owned(), value.to_owned()));
            rest = behind;
        }
        assert_eq!(rest, "app check");
        Self(variables)
    }
}

impl Source for Variables {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        Source::get(self.0.as_slice(), name)
    }

    fn origin(&self, _: &str) -> Origin {
        Origin::Environment
    }
}

fn output(command: &str) -> String {
    match Config::report(&Variables::parse(command)) {
        // Whether a directory exists depends on the machine.
        Ok(report) => {
            let report = report.to_string();
            let lines =
                report.lines().filter(|line| !line.ends_with("does not exist") && !line.contains("does not exist;"));
            lines.collect::<Vec<_>>().join("\n").trim_end().to_owned() + "\n"
        }
        Err(problems) => format!("{problems}\n"),
    }
}

#[test]
fn every_block_is_the_output_of_a_run() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/deploying.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (mut anew, mut commands) = (String::new(), 0);
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        anew.push_str(line);
        anew.push('\n');
        if line == "```console" {
            let command = lines.next().unwrap();
            while lines.next_if(|line| *line != "```").is_some() {}
            anew.push_str(&format!("{command}\n{}", output(command)));
            commands += 1;
        }
    }
    assert!(commands >= 20, "{commands}");
    if std::env::var_os("DEPLOYING").is_some_and(|value| value == "overwrite") {
        std::fs::write(&path, &anew).unwrap();
    }
    let differs = anew.lines().zip(page.lines()).find(|(new, old)| new != old);
    assert_eq!(differs, None, "run `DEPLOYING=overwrite cargo test -p tests --test report deploying`");
    assert_eq!(anew, page);
}

#[test]
fn no_block_shows_a_password() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/deploying.md")).unwrap();
    let shown = page.lines().filter(|line| !line.starts_with("$ ")).filter(|line| line.contains("s3cr3t"));
    assert_eq!(shown.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn an_app_chooses_the_port_of_a_read_replica_itself() {
    #[derive(DatabaseConfig)]
    struct Config {
        orders: PgConnectOptions,
        #[database(env = "FLY_REGION", show)]
        region: Option<String>,
        #[database(env = "PRIMARY_REGION", show)]
        primary_region: Option<String>,
    }

    impl Config {
        /// Returns the options for queries that only read.
        fn replica(&self) -> PgConnectOptions {
            match (&self.region, &self.primary_region) {
                (Some(region), Some(primary)) if region != primary => self.orders.clone().port(5433),
                _ => self.orders.clone(),
            }
        }
    }

    let url = ("DATABASE_URL", "postgres://app@shop-db.internal/app");
    for (region, port) in [("ams", 5432), ("iad", 5433)] {
        let config = Config::from_source(&[url, ("PRIMARY_REGION", "ams"), ("FLY_REGION", region)]).unwrap();
        assert_eq!((config.orders.get_port(), config.replica().get_port()), (5432, port), "{region}");
    }
    assert_eq!(Config::from_source(&[url]).unwrap().replica().get_port(), 5432);
}
