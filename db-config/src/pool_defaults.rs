//! The pool options that a type sets itself: those of an enum and its variants.

use db_config_syntax::query::PoolOption;

use db_config_syntax::{Backend, Backends};

/// The value of a pool option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoolValue {
    /// A number of connections.
    Count(u32),
    /// A duration, with its unit.
    Duration(&'static str),
}

impl PoolValue {
    pub(crate) fn to_text(self) -> String {
        match self {
            Self::Count(count) => count.to_string(),
            Self::Duration(text) => text.to_owned(),
        }
    }
}

/// The pool options of a type for the URLs of each database. The URL, its environment variables and the attributes of
/// the field override them.
#[derive(Debug, Clone, Copy)]
pub struct PoolDefaults([[Option<PoolValue>; PoolOption::ALL.len()]; Backend::ALL.len()]);

impl PoolDefaults {
    /// No options.
    pub const NONE: Self = Self([[None; PoolOption::ALL.len()]; Backend::ALL.len()]);

    /// Returns these options for the URLs of every database.
    pub const fn new(options: &[(PoolOption, PoolValue)]) -> Self {
        let mut row = [None; PoolOption::ALL.len()];
        let mut i = 0;
        while i < options.len() {
            row[options[i].0 as usize] = Some(options[i].1);
            i += 1;
        }
        Self([row; Backend::ALL.len()])
    }

    /// Returns these defaults for the URLs of these databases only.
    pub const fn only(mut self, backends: Backends) -> Self {
        let mut i = 0;
        while i < Backend::ALL.len() {
            if !backends.contains(Backend::ALL[i]) {
                self.0[i] = [None; PoolOption::ALL.len()];
            }
            i += 1;
        }
        self
    }

    /// Returns these options, completed by those of `other`.
    pub const fn or(mut self, other: Self) -> Self {
        let mut i = 0;
        while i < Backend::ALL.len() * PoolOption::ALL.len() {
            let (backend, option) = (i / PoolOption::ALL.len(), i % PoolOption::ALL.len());
            if self.0[backend][option].is_none() {
                self.0[backend][option] = other.0[backend][option];
            }
            i += 1;
        }
        self
    }

    /// Returns whether the minimum size is at most the maximum size for each of these databases.
    pub const fn sizes_agree(&self, accepted: Backends) -> bool {
        let mut i = 0;
        while i < Backend::ALL.len() {
            let row = &self.0[i];
            let sizes = (row[PoolOption::MinConnections as usize], row[PoolOption::MaxConnections as usize]);
            if let (Some(PoolValue::Count(min)), Some(PoolValue::Count(max))) = sizes {
                if min > max && accepted.contains(Backend::ALL[i]) {
                    return false;
                }
            }
            i += 1;
        }
        true
    }

    /// Returns the value of one option for this database's URLs.
    pub(crate) fn get(&self, backend: Backend, option: PoolOption) -> Option<PoolValue> {
        self.0[backend as usize][option as usize]
    }

    /// Returns the options for this database's URLs.
    pub(crate) fn for_backend(&self, backend: Backend) -> impl Iterator<Item = (PoolOption, PoolValue)> {
        PoolOption::ALL.into_iter().zip(self.0[backend as usize]).filter_map(|(option, value)| Some((option, value?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PoolOption::{BusyTimeout, IdleTimeout, MaxConnections, MinConnections};
    use PoolValue::{Count, Duration};

    #[test]
    fn the_first_that_states_an_option_counts() {
        const ALL: PoolDefaults = PoolDefaults::new(&[(MaxConnections, Count(3))])
            .only(Backends::SQLITE)
            .or(PoolDefaults::new(&[(MaxConnections, Count(9)), (BusyTimeout, Duration("5s"))]));
        let of = |backend| ALL.for_backend(backend).collect::<Vec<_>>();
        assert_eq!(of(Backend::Sqlite), [(MaxConnections, Count(3)), (BusyTimeout, Duration("5s"))]);
        assert_eq!(of(Backend::Postgres), [(MaxConnections, Count(9)), (BusyTimeout, Duration("5s"))]);
        assert_eq!(ALL.get(Backend::MongoDb, MaxConnections), Some(Count(9)));
        assert_eq!(ALL.get(Backend::MongoDb, IdleTimeout), None);
        assert_eq!(PoolDefaults::NONE.or(ALL).only(Backends::EMPTY).for_backend(Backend::MySql).count(), 0);
    }

    #[test]
    fn sizes_agree_for_the_accepted_databases() {
        const SIZES: PoolDefaults = PoolDefaults::new(&[(MaxConnections, Count(3))])
            .only(Backends::SQLITE)
            .or(PoolDefaults::new(&[(MinConnections, Count(5))]));
        assert!(SIZES.sizes_agree(Backends::POSTGRES) && !SIZES.sizes_agree(Backends::ALL));
    }
}
