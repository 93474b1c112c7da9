//! The report in the output of `main`, anyhow, eyre and miette.

use std::error::Error;
use std::fmt::{Debug, Display};

use db_config::{ConfigError, DatabaseConfig, DatabaseUrl, Diagnosis, UrlError};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, JSONReportHandler, LabeledSpan, NarratableReportHandler,
};
use sqlx::postgres::PgConnectOptions;

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct Config {
    orders: PgConnectOptions,
    #[database(env = "EVENTS_URL")]
    events: mongodb::options::ConnectionString,
    #[database(env = "AUDIT_URL")]
    audit: Option<tokio_postgres::Config>,
}

const VALUES: [(&str, &str); 2] = [
    ("DATABASE_URL", "mysql://app:S3cr3tPw@db.internal/app"),
    ("AUDIT_URL", "postgres://é:S3cr3tPw@h.example.com/ü?shcema=S3cr3tPw"),
];

const REPORT: &str = "\
3 problems with the database configuration of `Config`

DATABASE_URL (field `orders`): expected a PostgreSQL URL, found `mysql://`
    mysql://app:***@db.internal/app
    ^^^^^
    use `postgres://` or `postgresql://`, or use a field type that supports MySQL

EVENTS_URL (field `events`): not set
    set it in the environment or in EVENTS_URL_FILE

AUDIT_URL (field `audit`): unknown query parameter `shcema`
    postgres://é:***@h.example.com/ü?shcema=***
                                     ^^^^^^
    did you mean `schema`?";

fn load() -> Result<Config, ConfigError> {
    Config::from_source(&VALUES)
}

fn error() -> ConfigError {
    load().unwrap_err()
}

/// Returns the error of a URL alone.
fn url_error(text: &str) -> UrlError {
    text.parse::<DatabaseUrl>().unwrap_err()
}

#[track_caller]
fn assert_redacted(shown: &str) {
    assert!(!shown.contains("S3cr3t"), "{shown}");
}

fn everything(error: &(impl Debug + Display + ?Sized)) -> String {
    format!("{error}\n{error:#}\n{error:?}\n{error:#?}")
}

/// `main() -> Result<(), ConfigError>` and `unwrap` print the `Debug` form.
#[test]
fn main_shows_the_report() {
    fn main() -> Result<(), ConfigError> {
        load().map(drop)
    }
    let error = main().unwrap_err();
    assert_eq!(format!("Error: {error:?}"), format!("Error: {REPORT}"));
    assert_eq!(error.to_string(), REPORT);
    fn boxed() -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(load().map(drop)?)
    }
    let error = boxed().unwrap_err();
    assert_eq!(format!("{error:?}"), REPORT);
    assert!(error.source().is_none());
}

#[test]
fn anyhow_shows_the_report() {
    fn main() -> anyhow::Result<()> {
        Ok(load().map(drop)?)
    }
    let error = main().unwrap_err();
    let debug = format!("{error:?}");
    // A backtrace follows if an environment variable enables it.
    assert!(debug == REPORT || debug.starts_with(&format!("{REPORT}\n\nStack backtrace:")), "{debug}");
    assert_eq!(format!("{error:#}"), REPORT);
    assert_eq!(error.downcast_ref::<ConfigError>().unwrap().problems().len(), 3);
    assert_redacted(&everything(&error));

    let error = anyhow::Context::context(load(), "cannot start").unwrap_err();
    assert_eq!(format!("{error:#}"), format!("cannot start: {REPORT}"));
    // anyhow indents the lines of a cause that are not empty.
    let debug = format!("{error:?}");
    for line in REPORT.lines() {
        assert!(debug.contains(line), "{line} in {debug}");
    }
    let marked = "    postgres://é:***@h.example.com/ü?shcema=***\n                                         ^^^^^^";
    assert!(debug.contains(marked), "{debug}");
    assert_redacted(&everything(&error));
}

#[test]
fn eyre_shows_the_report() {
    fn main() -> eyre::Result<()> {
        Ok(load().map(drop)?)
    }
    let error = main().unwrap_err();
    let debug = format!("{error:?}");
    assert!(debug.starts_with(REPORT), "{debug}");
    assert_eq!(format!("{error:#}"), REPORT);
    assert_redacted(&everything(&error));
    let error = eyre::WrapErr::wrap_err(load(), "cannot start").unwrap_err();
    assert_eq!(format!("{error:#}"), format!("cannot start: {REPORT}"));
    assert_redacted(&everything(&error));
}

#[test]
fn a_problem_is_an_error() {
    let error = error();
    let problem: &dyn Error = &error.problems()[2];
    assert!(problem.source().is_none());
    assert!(REPORT.ends_with(&format!("\n\n{problem}")), "{problem}");
}

fn graphical(diagnostic: &dyn Diagnostic) -> String {
    let mut shown = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(80);
    handler.render_report(&mut shown, diagnostic).unwrap();
    shown
}

#[test]
fn miette_shows_each_problem_with_its_snippet() {
    fn main() -> miette::Result<()> {
        Ok(load().map(drop)?)
    }
    let report = main().unwrap_err();
    assert_eq!(
        graphical(&*report),
        "  × 3 problems with the database configuration of `Config`

Error: db_config::unexpected_scheme

  × DATABASE_URL (field `orders`): expected a PostgreSQL URL, found `mysql://`
   ╭─[DATABASE_URL:1:1]
 1 │ mysql://app:***@db.internal/app
   · ─────
   ╰────
  help: use `postgres://` or `postgresql://`, or use a field type that
        supports MySQL

Error: db_config::missing

  × EVENTS_URL (field `events`): not set
  help: set it in the environment or in EVENTS_URL_FILE

Error: db_config::unknown_parameter

  × AUDIT_URL (field `audit`): unknown query parameter `shcema`
   ╭─[AUDIT_URL:1:36]
 1 │ postgres://é:***@h.example.com/ü?shcema=***
   ·                                  ──────
   ╰────
  help: did you mean `schema`?
"
    );
    assert_redacted(&everything(&report));
    let error = error();
    assert_eq!(graphical(&Diagnosis::from(&error.problems()[1])), {
        "db_config::missing

  × EVENTS_URL (field `events`): not set
  help: set it in the environment or in EVENTS_URL_FILE
"
    });
}

#[test]
fn other_handlers_of_miette_show_everything() {
    let diagnosis = Diagnosis::from(error());
    let mut text = String::new();
    NarratableReportHandler::new().render_report(&mut text, &diagnosis).unwrap();
    let mut json = String::new();
    JSONReportHandler::new().render_report(&mut json, &diagnosis).unwrap();
    for part in ["found `mysql://`", "EVENTS_URL_FILE", "did you mean `schema`?", "db_config::unknown_parameter"] {
        assert!(text.contains(part), "{part} in {text}");
        assert!(json.contains(part), "{part} in {json}");
    }
    assert!(text.contains("snippet line 1: postgres://é:***@h.example.com/ü?shcema=***"), "{text}");
    assert!(text.contains("label at line 1, columns 34 to 39"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let label = &json["related"][2]["labels"][0]["span"];
    assert_eq!((label["offset"].as_u64(), label["length"].as_u64()), (Some(35), Some(6)), "{json}");
    assert_redacted(&text);
    assert_redacted(&json.to_string());
    assert_redacted(&everything(&diagnosis));
}

/// Returns the part of the source that the only label of a diagnostic marks.
fn marked(diagnostic: &dyn Diagnostic) -> String {
    let labels: Vec<LabeledSpan> = diagnostic.labels().unwrap().collect();
    let [label] = &labels[..] else { panic!("{labels:?}") };
    assert_eq!(label.label(), None);
    let source = diagnostic.source_code().unwrap().read_span(label.inner(), 0, 0).unwrap();
    let (start, whole) = (label.offset() - source.span().offset(), std::str::from_utf8(source.data()).unwrap());
    assert_redacted(whole);
    whole[start..start + label.len()].to_owned()
}

#[test]
fn miettes_labels_are_bytes() {
    for (text, part) in [
        ("postgres://u:S3cr3tPw@h/d?shcema=a", "shcema"),
        ("postgres://ééé:S3cr3tPw@h/d?shcema=a", "shcema"),
        ("postgres://ééé:S3cr3tPw@h/日本?application_name=дом&shcema=a", "shcema"),
        ("postgres://🔑:S3cr3tPw@h/d?sslmode=S3cr3tPw", "***"),
        ("postgres://é:S3cr3tPw@h/d?password=S3cr3tPw&sslmode=require&ünknown=x", "ünknown"),
        ("mysql://é:S3cr3tPw@h/d?connect_timeout=soon&ü=1", "***"),
    ] {
        let error = url_error(text);
        let diagnosis = Diagnosis::from(&error);
        assert_eq!(marked(&diagnosis), part, "{error:#}");
        assert_redacted(&graphical(&diagnosis));
    }
    let options = Config::from_source(&[
        ("DATABASE_URL", "postgres://é:S3cr3tPw@a,ü/d"),
        ("EVENTS_URL", "mongodb://localhost"),
        ("AUDIT_URL", "postgres://é@h/d"),
    ]);
    let error = options.unwrap_err();
    assert_eq!(marked(&Diagnosis::from(&error.problems()[0])), "a,ü", "{error}");
    assert_eq!(Diagnosis::from(&error.problems()[0]).help().unwrap().to_string(), error.problems()[0].help());
}

#[test]
fn miette_shows_a_url_error_with_its_help() {
    let error = url_error("postgres://é:S3cr3tPw@h.example.com/d?shcema=a");
    assert_eq!(
        graphical(&Diagnosis::from(&error)),
        "db_config::unknown_parameter

  × unknown query parameter `shcema`
   ╭─[URL:1:35]
 1 │ postgres://é:***@h.example.com/d?shcema=***
   ·                                  ──────
   ╰────
  help: did you mean `schema`?
"
    );
    // The error does not quote a URL that cannot be parsed.
    let error = Diagnosis::from(url_error("postgres://u:S3cr3tPw@ss@h/d"));
    assert!(error.source_code().is_none() && error.labels().is_none());
    assert_eq!(error.code().unwrap().to_string(), "db_config::unescaped_character");
    assert!(graphical(&error).contains("percent-encode it as `%40`"), "{}", graphical(&error));
}

/// If the error marks no part, miette still needs a label to print the URL.
#[test]
fn miette_shows_the_whole_url_if_nothing_is_marked() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Odd {
        database: Refuses,
    }
    #[derive(Debug)]
    struct Refuses;
    impl db_config::FromDatabaseUrl for Refuses {
        const BACKENDS: db_config::Backends = db_config::Backends::ALL;

        fn from_database_url(_: &DatabaseUrl) -> Result<Self, UrlError> {
            Err(UrlError::new("not today").with_help("try tomorrow"))
        }
    }
    let error = Odd::from_source(&[("DATABASE_URL", "postgres://é:S3cr3tPw@h/d")]).unwrap_err();
    let diagnosis = Diagnosis::from(&error.problems()[0]);
    assert_eq!(marked(&diagnosis), "postgres://é:***@h/d");
    assert_eq!(diagnosis.help().unwrap().to_string(), "try tomorrow");
}

#[test]
fn two_fields_with_one_problem_are_one_diagnostic() {
    #[derive(Debug, DatabaseConfig)]
    #[allow(dead_code)]
    struct Shared {
        one: DatabaseUrl,
        other: PgConnectOptions,
    }
    let error = Shared::from_source(&[("DATABASE_URL", "postgress://h/d")]).unwrap_err();
    let diagnosis = Diagnosis::from(&error);
    assert_eq!(diagnosis.to_string(), "1 problem with the database configuration of `Shared`");
    let related: Vec<String> = diagnosis.related().unwrap().map(ToString::to_string).collect();
    assert_eq!(related, ["DATABASE_URL (fields `one`, `other`): unknown scheme `postgress`"]);
}

/// Converts into the app's own error type, which uses miette's derive.
#[test]
fn in_an_error_type_of_the_app() {
    #[derive(Debug, Diagnostic)]
    enum AppError {
        #[diagnostic(transparent)]
        Config(Diagnosis),
        #[diagnostic(transparent)]
        Url(Diagnosis),
    }
    impl Display for AppError {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            match self {
                Self::Config(error) => Display::fmt(error, f),
                Self::Url(error) => Display::fmt(error, f),
            }
        }
    }
    impl Error for AppError {}
    let config = AppError::Config(error().into());
    assert_eq!(graphical(&config), graphical(&Diagnosis::from(error())));
    let url = url_error("postgres://h/d?shcema=a");
    assert_eq!(graphical(&AppError::Url(url.clone().into())), graphical(&Diagnosis::from(url)));
}
