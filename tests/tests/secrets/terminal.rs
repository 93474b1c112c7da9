//! Control characters, line breaks and characters that change the direction of writing. A terminal or a log viewer
//! would obey them, so every output escapes them, wherever in a configuration they are.

use std::fmt::Debug;

use db_config::resolved::Resolved;
use db_config::{
    ConfigError, Connect, DatabaseConfig, DatabaseUrl, Diagnosis, DotEnv, PoolSettings, Source, SourceError,
    SqliteFile, TlsPlan, UrlError,
};
use miette::Diagnostic;
use tests::clients::CLIENTS;

use super::configs::events;

/// Each line break is followed by `FORGED`, which would begin a line if the line break were not escaped.
const EVIL: [&str; 12] = [
    "\u{1b}[2J",
    "\nFORGED",
    "\r\nFORGED",
    "\rFORGED",
    "\u{85}FORGED",
    "\u{2028}FORGED",
    "\u{7f}",
    "\u{9b}31m",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{61c}",
];

/// Percent-encodes every byte.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Asserts that the output contains no control character except line breaks of its own.
#[track_caller]
fn assert_escaped(shown: &str, of: &str) {
    let is_evil = |c: char| {
        c != '\n' && c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!shown.contains(is_evil), "{of:?}: {shown:?}");
    let forged =
        shown.lines().find(|line| line.trim_start_matches(['│', '|', ' ', '·', '×', '1']).starts_with("FORGED"));
    assert_eq!(forged, None, "{of:?}: {shown:?}");
}

/// Asserts that the output is one line without control characters.
#[track_caller]
fn is_one_line(shown: &str, of: &str) {
    assert!(!shown.contains('\n'), "{of:?}: {shown:?}");
    assert_escaped(shown, of);
}

#[track_caller]
fn diagnostic(diagnostic: &dyn Diagnostic, of: &str) {
    let mut shown = String::new();
    let narrated = miette::NarratableReportHandler::new();
    let drawn = miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor()).with_width(1000);
    narrated.render_report(&mut shown, diagnostic).expect("it can be shown");
    drawn.render_report(&mut shown, diagnostic).expect("it can be shown");
    assert_escaped(&shown, of);
    let texts = [diagnostic.help(), diagnostic.code(), diagnostic.url()];
    texts.into_iter().flatten().for_each(|text| is_one_line(&text.to_string(), of));
}

#[track_caller]
fn url_error(error: &UrlError, of: &str) {
    is_one_line(&format!("{error}"), of);
    is_one_line(&format!("{error:?} {} {} {:?}", error.message(), error.help(), error.variable()), of);
    assert_escaped(&format!("{error:#} {}", error.excerpt().unwrap_or_default()), of);
    diagnostic(&db_config::Diagnosis::from(error), of);
}

#[track_caller]
fn config_error(error: &ConfigError, of: &str) {
    assert_escaped(&format!("{error} {error:#}"), of);
    for problem in error.problems() {
        let texts = [problem.variable(), problem.field(), problem.message(), problem.help()];
        is_one_line(&format!("{texts:?} {}", texts.concat()), of);
        assert_escaped(&problem.to_string(), of);
        diagnostic(&db_config::Diagnosis::from(problem), of);
    }
    diagnostic(&Diagnosis::from(error), of);
}

/// Checks every output that needs only a URL, and returns the number of clients that accept it.
fn url(text: &str) -> usize {
    let url = match text.parse::<DatabaseUrl>() {
        Ok(url) => url,
        Err(error) => {
            url_error(&error, text);
            return 0;
        }
    };
    is_one_line(&format!("{url} {url:?} {}", url.redacted()), text);
    is_one_line(&format!("{} {:?} {}", url.tls(), url.tls(), url.tls().reason()), text);
    is_one_line(&serde_json::to_string(&url).expect("it is JSON"), text);
    match Resolved::resolve(&url) {
        Ok(resolved) => is_one_line(&format!("{resolved:?}"), text),
        Err(error) => url_error(&error, text),
    }
    url_error(&url.rejected_by("a client", escaped_back(text)), text);
    let mut shown = 0;
    for client in CLIENTS {
        match (client.redacted)(&url) {
            Ok(redacted) => {
                is_one_line(&redacted, &format!("{} of {text}", client.name));
                shown += 1;
            }
            Err(error) => url_error(&error, text),
        }
        for warning in url.warnings((client.capabilities)(&url)) {
            is_one_line(&format!("{warning} {warning:?}"), text);
        }
    }
    shown
}

/// Decodes the characters, as in the message of a client.
fn escaped_back(text: &str) -> String {
    text.split('%')
        .map(|part| part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).map_or('x', char::from))
        .collect()
}

#[derive(DatabaseConfig)]
#[database(debug, prefix = "A\u{1b}[2J\u{202e}_")]
#[allow(dead_code)]
struct Config {
    /// A\u{1b}[2J comment
    #[database(env("URL", "OTHER\u{202e}URL"), max_connections = 5)]
    url: Option<(DatabaseUrl, PoolSettings)>,
    #[database(env = "LIST")]
    list: Option<Vec<DatabaseUrl>>,
    #[database(env = "POOL", default = "postgres://h/a%1B%0Ab\u{202e}x")]
    pool: Connect<sqlx::PgPool>,
    #[database(env = "FILE", default = "sqlite:a%1B%0Ab\u{9b}.db")]
    file: SqliteFile,
    #[database(env = "TEXT", show, default = "a\u{1b}b\u{202e}\nFORGED")]
    text: String,
    #[database(env = "NUMBERS", parse)]
    numbers: Option<Vec<u16>>,
    #[database(env = "STORE")]
    store: Option<Store>,
}

#[allow(clippy::large_enum_variant)]
#[derive(DatabaseConfig)]
#[database(debug)]
enum Store {
    Postgres(Box<sqlx::postgres::PgConnectOptions>),
    MySql(mysql_async::Opts),
    MongoDb(mongodb::options::ClientOptions),
    File(std::path::PathBuf),
}

fn config(source: &(impl Source + Debug), of: &str) -> bool {
    let (loaded, events) = events(|| Config::load(source));
    let fields = events.lines().filter(|line| !line.starts_with("Metadata"));
    fields.for_each(|line| assert_escaped(line, of));
    match loaded {
        Ok(loaded) => {
            is_one_line(&format!("{:?} {:?}", loaded.config, loaded.warnings), of);
            assert_escaped(&format!("{:#?}", loaded.config), of);
            loaded.warnings.iter().for_each(|warning| is_one_line(&format!("{warning} {}", warning.kind()), of));
            let report = Config::report(source).expect("it has loaded");
            assert_escaped(&format!("{report}"), of);
            let json = serde_json::to_string(&report).expect("a report is JSON");
            is_one_line(&format!("{report:?} {json}"), of);
            for entry in report.entries() {
                is_one_line(&format!("{} {}", entry.variable(), entry.value().unwrap_or_default()), of);
                entry.database().iter().for_each(|database| is_one_line(database.hosts(), of));
            }
            true
        }
        Err(error) => {
            config_error(&error, of);
            false
        }
    }
}

#[test]
fn in_every_part_of_a_url() {
    let parts = |evil: &str| {
        [
            format!("postgres://u:p@h.example.com/a{evil}"),
            format!("postgres://a{evil}@h.example.com/d"),
            format!("postgres://u@%2Frun%2Fa{evil}/d?sslmode=disable"),
            format!("postgres://u@h{evil}.example.com/d"),
            format!("postgres://u@h.example.com/d?application_name=a{evil}"),
            format!("postgres://u@h.example.com/d?a{evil}=1"),
            format!("postgres://u@h.example.com/d?sslmode=a{evil}"),
            format!("postgres://u@h.example.com/d?options%5Ba{evil}%5D=1"),
            format!("postgres://u@h.example.com/d?sslmode=verify-full&sslrootcert=/a{evil}"),
            format!("postgres://u@/d?host=/run/a{evil}"),
            format!("mysql://u:p@h.example.com/a{evil}"),
            format!("mysql://a{evil}@h.example.com/d"),
            format!("mysql://u@localhost/d?socket=/run/a{evil}"),
            format!("mysql://u@h.example.com/d?charset=a{evil}"),
            format!("mongodb://u:p@h.example.com/a{evil}"),
            format!("mongodb://a{evil}:p@h.example.com/d"),
            format!("mongodb://h.example.com/d?authMechanism=a{evil}"),
            format!("mongodb://h.example.com/d?readPreference=a{evil}&appName=a{evil}"),
            format!("mongodb://%2Frun%2Fa{evil}.sock/d"),
            format!("sqlite:a{evil}.db"),
            format!("sqlite:///no/such/a{evil}/b.db?mode=ro"),
            format!("sqlite://a{evil}/b.db"),
            format!("sqlite:a.db?vfs=a{evil}"),
            format!("file://a{evil}/b.db"),
            format!("a{evil}://h/d"),
            format!("postgresql+a{evil}://h/d"),
        ]
    };
    let (mut shown, mut read) = (0, 0);
    for evil in EVIL {
        for text in parts(&escaped(evil)).into_iter().chain(parts(evil)) {
            shown += url(&text);
            for name in ["URL", "LIST", "POOL", "FILE", "TEXT", "NUMBERS", "STORE"] {
                let source = [(format!("A\u{1b}[2J\u{202e}_{name}"), &text)];
                read += usize::from(config(&source, &text));
            }
            let list = format!("{text},postgres://h/d?{text}=1");
            read += usize::from(config(&[("A\u{1b}[2J\u{202e}_LIST", &list)], &list));
        }
    }
    // The test is only useful if db-config accepts many of the URLs.
    assert!(shown > 500 && read > 500, "{shown} settings, {read} configurations");
}

#[test]
fn in_the_names_and_defaults_of_a_configuration() {
    let example = Config::env_example() + &Config::env_docs();
    assert_escaped(&example, "the example");
    assert!(example.contains(r"A\u{1b}[2J\u{202e}_URL="), "{example}");
    assert!(config(&[("NONE", "")], "the defaults"));
    assert!(!config(&[("A\u{1b}[2J\u{202e}_NUMBERS", "x")], "a wrong number"));
    for setting in Config::fields() {
        is_one_line(&format!("{setting:?}"), "a setting");
    }
}

#[test]
fn in_the_path_of_a_file() {
    for evil in EVIL {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let path = directory.path().join(format!("a{evil}"));
        let path = path.to_str().expect("it is UTF-8");
        std::fs::create_dir(path).expect("any name is valid");
        assert!(!config(&[("A\u{1b}[2J\u{202e}_TEXT_FILE", path)], path));
        let error = DotEnv::from_path(path).expect_err("it is a directory");
        is_one_line(&format!("{error} {error:?}"), path);
        let error = DotEnv::from_path(format!("{path}/none")).expect_err("it does not exist");
        is_one_line(&format!("{error} {error:?}"), path);
        let text = format!("postgres://h.example.com/d?sslmode=verify-full&sslrootcert={}", escaped(path));
        // The path of a certificate cannot contain a line break.
        let Ok(url) = text.parse::<DatabaseUrl>() else {
            assert!(evil.contains('\n'), "{evil:?}");
            continue;
        };
        let plan: &TlsPlan = url.tls();
        url_error(&plan.native_tls().expect_err("it is a directory"), path);
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let error = plan.rustls_with_provider(db_config::Roots::WebPki, provider).expect_err("it is a directory");
        url_error(&error, path);
    }
}

/// Messages of sources and of types of the application.
#[test]
fn in_the_errors_of_others() {
    #[derive(Debug)]
    struct Broken(&'static str);

    impl Source for Broken {
        fn get(&self, _: &str) -> Result<Option<String>, SourceError> {
            Err(SourceError::new(format!("a{}", self.0)))
        }
    }

    for evil in EVIL {
        is_one_line(&format!("{0} {0:?}", SourceError::new(evil)), evil);
        url_error(&UrlError::new(evil).with_help(evil), evil);
        assert!(!config(&Broken(evil), evil));
    }
}
