//! The pool options that a type has of its own: those of an enum and of its variants.

use crate::const_bytes::same;
use db_config_syntax::query::{POOL, PoolOption};
use crate::{Backend, Backends};

/// The pool options of a type, for the URLs of each database. They count for what is stated neither in the URL nor by a
/// variable nor by the field's attribute.
#[derive(Debug, Clone, Copy)]
pub struct PoolDefaults([[Option<&'static str>; POOL.len()]; Backend::COUNT]);

impl PoolDefaults {
    /// No options.
    pub const NONE: Self = Self([[None; POOL.len()]; Backend::COUNT]);

    /// These options, by their names, for the URLs of every database.
    pub const fn of(options: &[(&'static str, &'static str)]) -> Self {
        let mut row = [None; POOL.len()];
        let mut i = 0;
        while i < options.len() {
            let (name, value) = options[i];
            let mut option = 0;
            while option < POOL.len() {
                if same(POOL[option].name.as_bytes(), name.as_bytes()) {
                    row[option] = Some(value);
                }
                option += 1;
            }
            i += 1;
        }
        Self([row; Backend::COUNT])
    }

    /// Returns these defaults for the URLs of these databases only.
    pub const fn only(mut self, backends: Backends) -> Self {
        let mut backend = 0;
        while backend < Backend::COUNT {
            if !backends.contains(Backend::ALL[backend]) {
                self.0[backend] = [None; POOL.len()];
            }
            backend += 1;
        }
        self
    }

    /// These options, and `other`'s for what they leave out.
    pub const fn or(mut self, other: Self) -> Self {
        let mut backend = 0;
        while backend < Backend::COUNT {
            let mut option = 0;
            while option < POOL.len() {
                if self.0[backend][option].is_none() {
                    self.0[backend][option] = other.0[backend][option];
                }
                option += 1;
            }
            backend += 1;
        }
        self
    }

    /// The value of one option for this database's URLs.
    pub(crate) const fn get(&self, backend: Backend, name: &str) -> Option<&'static str> {
        let mut option = 0;
        while option < POOL.len() {
            if same(POOL[option].name.as_bytes(), name.as_bytes()) {
                return self.0[backend as usize][option];
            }
            option += 1;
        }
        None
    }

    /// The options for this database's URLs.
    pub(crate) fn of_backend(&self, backend: Backend) -> impl Iterator<Item = (&'static PoolOption, &'static str)> {
        POOL.iter().zip(self.0[backend as usize]).filter_map(|(option, value)| Some((option, value?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_states_an_option_counts() {
        const ALL: PoolDefaults = PoolDefaults::of(&[("max_connections", "3")])
            .only(Backends::SQLITE)
            .or(PoolDefaults::of(&[("max_connections", "9"), ("busy_timeout", "5s")]));
        let of = |backend| ALL.of_backend(backend).map(|(option, value)| (option.name, value)).collect::<Vec<_>>();
        assert_eq!(of(Backend::Sqlite), [("max_connections", "3"), ("busy_timeout", "5s")]);
        assert_eq!(of(Backend::Postgres), [("max_connections", "9"), ("busy_timeout", "5s")]);
        assert_eq!(ALL.get(Backend::MongoDb, "max_connections"), Some("9"));
        assert_eq!(ALL.get(Backend::MongoDb, "idle_timeout"), None);
        assert_eq!(PoolDefaults::NONE.or(ALL).only(Backends::NONE).of_backend(Backend::MySql).count(), 0);
    }
}
