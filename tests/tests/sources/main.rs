//! Where values come from: files of secrets, layers of sources, `.env` files.

mod custom;
mod dotenv;
mod environment;
mod figment_and_config;
mod files;
mod layers;
#[cfg(unix)]
mod special_files;

use db_config::{ConfigError, Source, SourceError};

/// A report of one problem: its variable and message.
fn only_problem(error: &ConfigError) -> (&str, &str) {
    let [problem] = error.problems() else { panic!("{error}") };
    (problem.variable(), problem.message())
}

/// A source that says `.env` about all of its variables, as no map does.
struct Named<S>(S, db_config::Origin);

impl<S: Source> Source for Named<S> {
    fn get(&self, name: &str) -> Result<Option<String>, SourceError> {
        self.0.get(name)
    }

    fn origin(&self, _: &str) -> db_config::Origin {
        self.1
    }
}
