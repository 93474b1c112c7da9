//! Sources of values: files of secrets, layers of sources, and `.env` files.

mod custom;
mod directory;
mod dotenv;
mod environment;
mod figment_and_config;
mod files;
mod json;
mod layers;
mod login;
mod parts;
mod redis;
mod service_binding;
#[cfg(unix)]
mod special_files;

use db_config::{ConfigError, Source, SourceError};

/// Returns the variable and the message of a report with one error.
fn only_problem(error: &ConfigError) -> (&str, &str) {
    let [problem] = error.problems() else { panic!("{error}") };
    (problem.variable(), problem.message())
}

/// A source with the given origin for all of its variables, which a map cannot have.
struct Named<S>(S, db_config::Origin);

impl<S: Source> Source for Named<S> {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        self.0.get(name)
    }

    fn origin(&self, _: &str) -> db_config::Origin {
        self.1
    }
}
