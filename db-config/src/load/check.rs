//! A program that reads a configuration and says what came of it.

use std::process::ExitCode;

use super::DatabaseConfig;
use crate::source::{Env, Source};

/// Reads a configuration from the process environment and prints its report, as a `main` of its own or as a subcommand
/// of the application: for a Dockerfile, a release step, a colleague. Nothing is connected to.
///
/// The exit code is 0, with the [`Report`](crate::Report) on stdout; or 1, with all problems on stderr.
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
#[must_use = "the exit code is that of `main`"]
pub fn check_main<C: DatabaseConfig>() -> ExitCode {
    check::<C>(&Env)
}

/// Like [`check_main`], but reads any [`Source`], such as [`DotEnv`](crate::DotEnv).
#[must_use = "the exit code is that of `main`"]
pub fn check<C: DatabaseConfig>(source: &(impl Source + ?Sized)) -> ExitCode {
    match C::report(source) {
        Ok(report) => {
            report.print();
            ExitCode::SUCCESS
        }
        Err(problems) => {
            use std::io::Write as _;
            // Nobody can be told that stderr is closed.
            let _ = writeln!(std::io::stderr(), "{problems}");
            ExitCode::FAILURE
        }
    }
}
