//! `docs/deploying.md`: what it says that `app check` prints is what it prints. `DEPLOYING=overwrite` writes it anew.

use std::path::Path;

use db_config::{Connect, DatabaseConfig, Origin, Source, SourceError};

#[derive(DatabaseConfig)]
#[allow(dead_code)]
enum Config {
    Postgres(Connect<sqlx::PgPool>),
    MySql(Connect<sqlx::MySqlPool>),
    Sqlite(Connect<sqlx::SqlitePool>),
    MongoDb(Connect<mongodb::Client>),
}

/// The variables of a command line, as the environment.
struct Variables(Vec<(String, String)>);

impl Variables {
    /// `$ NAME=value NAME='value' app check`.
    fn of(command: &str) -> Self {
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
    match Config::report(&Variables::of(command)) {
        // Whether a folder exists depends on the machine.
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
