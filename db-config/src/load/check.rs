//! A `main` that checks a configuration.

use std::process::ExitCode;

use super::DatabaseConfig;
use crate::source::{Env, Source};

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
            use std::io::Write as _;
            // If stderr is closed, there is nowhere to report it.
            let _ = writeln!(std::io::stderr(), "{problems}");
            ExitCode::FAILURE
        }
    }
}
