//! A `main` that checks a configuration, and one that also connects.

use std::fmt;
use std::process::ExitCode;
use std::time::Duration;

use super::DatabaseConfig;
use super::join::join;
use super::loader::{FieldProbe, load_with_probes};
use crate::report::{print, print_warning};
use crate::source::{Env, Source};
use crate::target::probe::{Answer, Failure, Probe};
use crate::tls::{TlsMode, TlsPlan, TlsReason};
use db_config_syntax::printable::printable;

/// The exit code if a database does not answer.
const NO_ANSWER: u8 = 2;

/// The time that each database has to answer.
const LIMIT: Duration = Duration::from_secs(10);

/// Reads a configuration from the process environment and prints the [`Report`](crate::Report) or all problems.
///
/// Use it as the `main` of a separate program or in a subcommand of your application, for example in a release step. It
/// does not connect to any database.
///
/// - If the configuration is valid, the report is on stdout and the exit code is 0.
/// - Otherwise, all problems are on stderr and the exit code is 1.
///
/// ```no_run
/// use db_config::{DatabaseConfig, DatabaseUrl};
/// use std::process::ExitCode;
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     orders: DatabaseUrl,
/// }
///
/// fn main() -> ExitCode {
///     db_config::check_main::<Config>()
/// }
/// ```
#[must_use = "return the exit code from `main`"]
pub fn check_main<C: DatabaseConfig>() -> ExitCode {
    check::<C>(&Env)
}

/// Reads a configuration from a [`Source`] and prints the [`Report`](crate::Report) or all problems, like
/// [`check_main`].
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, Env, Source};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     #[database(env = "SHOP_DATABASE_URL")]
///     orders: DatabaseUrl,
/// }
///
/// let code = db_config::check::<Config>(&Env.or([("SHOP_DATABASE_URL", "sqlite:shop.db")]));
/// ```
#[must_use = "return the exit code from `main`"]
pub fn check<C: DatabaseConfig>(source: &(impl Source + ?Sized)) -> ExitCode {
    match C::report(source) {
        Ok(report) => {
            report.print();
            ExitCode::SUCCESS
        }
        Err(problems) => {
            print_error(&problems);
            ExitCode::FAILURE
        }
    }
}

/// Reads a configuration from the process environment, prints the [`Report`](crate::Report) or all problems, and connects
/// to the database of each [`Connect`](crate::Connect) field.
///
/// Use it like [`check_main`], for example behind a flag `--connect`. It needs the async runtime of your clients.
///
/// | exit code | | stdout | stderr |
/// |---|---|---|---|
/// | 0 | each database answers | the report, and a line for each database | |
/// | 1 | the configuration is invalid; it connects to nothing | | all problems |
/// | 1 | a client's options cannot be built | the report, and a line for each of the others | a line with the cause |
/// | 2 | a database does not answer | the report, and a line for each of the others | a line with the cause |
///
/// The options cannot be built if, for example, a TLS library is missing or a certificate cannot be read. If another attempt
/// cannot succeed after exit code 2, for example because of a wrong password, the line tells it.
///
/// ```no_run
/// # #[cfg(feature = "sqlx-0_9-postgres")] mod example {
/// use db_config::{Connect, DatabaseConfig};
/// use std::process::ExitCode;
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     orders: Connect<sqlx::PgPool>,
///     #[database(env = "EVENTS_URL")]
///     events: Option<Connect<sqlx::PgPool>>,
/// }
///
/// // Add `#[tokio::main]`.
/// async fn main() -> ExitCode {
///     match std::env::args().nth(1).as_deref() {
///         Some("--connect") => db_config::check_main_connect::<Config>().await,
///         _ => db_config::check_main::<Config>(),
///     }
/// }
/// # }
/// ```
///
/// For each URL it opens one connection outside the pool, asks for the server's version, and closes the connection. If the
/// URL permits it, this creates a missing SQLite file. A `Connect` can be in an `Option`, `Vec`, `Box` or tuple, in a derived
/// enum, or in a struct with `flatten`. It does not connect for fields of other types.
///
/// It asks all databases at the same time. Each has 10 seconds for one attempt, also with `wait`. mongodb reports after 5
/// seconds that it finds no server.
///
/// The line has the database, the version, the round trip and two statements about TLS:
///
/// - the TLS mode that the client enforces on its own connection. It differs from the report if the application has not
///   installed a TLS library: a `prefer` that nothing but the kind of host, `default_tls` or a variable sets is then `off`
/// - whether the connection that reaches the server uses TLS, as the server reports it
///
/// ```text
/// DATABASE_URL (field `orders`): PostgreSQL 15.14 in 0.8 ms; TLS require: set by `sslmode` in the URL; TLS at the server: yes
/// ```
///
/// If the mode is at least `prefer` and the server reports a connection without TLS, it prints a warning and no error:
/// a proxy, such as PgBouncer, may end TLS.
///
/// A pool of deadpool-postgres needs `Tls::install_default` if the URL needs TLS. The password is that of the URL, not of a
/// `PasswordProvider`.
///
/// # Panics
///
/// Most clients panic outside of a tokio runtime, and `AnyPool` of sqlx if your application has not called
/// `sqlx::any::install_default_drivers()`.
#[must_use = "return the exit code from `main`"]
pub async fn check_main_connect<C: DatabaseConfig>() -> ExitCode {
    check_connect::<C>(&Env).await
}

/// Reads a configuration from a [`Source`], prints the [`Report`](crate::Report) or all problems, and connects to the
/// database of each [`Connect`](crate::Connect) field, like [`check_main_connect`].
///
/// ```no_run
/// # #[cfg(feature = "sqlx-0_9-postgres")] mod example {
/// use db_config::{Connect, DatabaseConfig, Env, Source};
/// use std::process::ExitCode;
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     orders: Connect<sqlx::PgPool>,
/// }
///
/// async fn check() -> ExitCode {
///     db_config::check_connect::<Config>(&Env.or([("DATABASE_URL", "postgres://localhost/orders")])).await
/// }
/// # }
/// ```
///
/// # Panics
///
/// It panics like [`check_main_connect`].
#[must_use = "return the exit code from `main`"]
pub async fn check_connect<C: DatabaseConfig>(source: &(impl Source + ?Sized)) -> ExitCode {
    let probes = match load_with_probes::<C>(source, Some(LIMIT)) {
        Ok((loaded, probes)) => {
            loaded.report.print();
            probes
        }
        Err(problems) => {
            print_error(&problems);
            return ExitCode::FAILURE;
        }
    };
    connect(probes).await
}

/// Asks all databases at the same time, and prints the answers in the order of the fields.
async fn connect(probes: Vec<FieldProbe>) -> ExitCode {
    if probes.is_empty() {
        print(&"\n");
        print_warning(&"it connects to no database, because no field of the type `Connect` is set");
        return ExitCode::SUCCESS;
    }
    let place_of = |FieldProbe { field, variable, number, probe: Probe { tls, answer } }| {
        let number = number.map_or(String::new(), |number| format!(", URL {number} of the list"));
        ((printable(&format!("{variable} (field `{field}`{number})")).into_owned(), tls), answer)
    };
    let (places, answers): (Vec<(String, TlsPlan)>, Vec<_>) = probes.into_iter().map(place_of).unzip();
    let answers = join(answers).await;

    let (mut is_invalid, mut is_unanswered) = (false, false);
    let mut warnings = Vec::new();
    print(&"\n");
    for ((place, tls), answer) in places.iter().zip(answers) {
        match answer {
            Ok(answer) => {
                print(&format_args!("{place}: {}\n", described(tls, &answer)));
                warnings.extend(less_tls(tls, &answer).map(|warning| format!("{place}: {warning}")));
            }
            Err(Failure { cause, is_options, is_final }) => {
                let end = if is_final && !is_options { "; another attempt cannot succeed" } else { "" };
                print_error(&format_args!("{place}: cannot connect: {}{end}", printable(&cause)));
                is_invalid |= is_options;
                is_unanswered |= !is_options;
            }
        }
    }
    if !warnings.is_empty() {
        print(&"\n");
    }
    for warning in &warnings {
        print_warning(warning);
    }
    match () {
        () if is_invalid => ExitCode::FAILURE,
        () if is_unanswered => ExitCode::from(NO_ANSWER),
        () => ExitCode::SUCCESS,
    }
}

/// Returns the answer, the TLS mode of the client and the TLS of the connection that reaches the server.
fn described(tls: &TlsPlan, Answer { server, server_tls }: &Answer) -> String {
    if *tls.reason() == TlsReason::NotApplicable {
        return server.clone();
    }
    let server_tls = match server_tls {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    };
    format!("{server}; TLS {tls}; TLS at the server: {server_tls}")
}

/// Returns a warning if the server reports less TLS than the client enforces. It is not an error: a proxy has a connection
/// of its own to the server.
fn less_tls(tls: &TlsPlan, answer: &Answer) -> Option<String> {
    let cause = match tls.mode() {
        _ if answer.server_tls != Some(false) => return None,
        TlsMode::Off => return None,
        TlsMode::Prefer => "the server may not support TLS, or a proxy, such as PgBouncer, may end TLS",
        _ => "a proxy, such as PgBouncer, may end TLS",
    };
    Some(format!("the TLS mode is `{}`, but the connection that reaches the server has no TLS; {cause}", tls.mode()))
}

fn print_error(error: &dyn fmt::Display) {
    use std::io::Write as _;
    // If stderr is closed, there is nowhere to report it.
    let _ = writeln!(std::io::stderr(), "{error}");
}
