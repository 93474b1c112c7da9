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

/// The attribute of a pool option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolSetting {
    /// Its default value.
    pub value: Option<PoolValue>,
    /// The app's own variable, without a prefix. It replaces the one that is derived from the URL's variable.
    pub env: Option<&'static str>,
    /// The unit of a number without one.
    pub unit: Option<&'static str>,
}

impl PoolSetting {
    /// No attribute.
    pub const NONE: Self = Self { value: None, env: None, unit: None };

    /// Returns this attribute, completed by `other`.
    pub(crate) const fn or(mut self, other: Self) -> Self {
        if self.value.is_none() {
            self.value = other.value;
        }
        if self.env.is_none() {
            self.env = other.env;
        }
        if self.unit.is_none() {
            self.unit = other.unit;
        }
        self
    }
}

/// The pool options of a type for the URLs of each database. The URL, its environment variables and the attributes of
/// the field override their values.
#[derive(Debug, Clone, Copy)]
pub struct PoolDefaults {
    settings: [[PoolSetting; PoolOption::ALL.len()]; Backend::ALL.len()],
    /// Whether an option has its own variable or unit, which can differ between the databases.
    pub(crate) has_own_variables: bool,
}

impl PoolDefaults {
    /// No options.
    pub const NONE: Self =
        Self { settings: [[PoolSetting::NONE; PoolOption::ALL.len()]; Backend::ALL.len()], has_own_variables: false };

    /// Returns these options for the URLs of every database.
    pub const fn new(options: &[(PoolOption, PoolSetting)]) -> Self {
        let mut row = [PoolSetting::NONE; PoolOption::ALL.len()];
        let (mut i, mut has_own_variables) = (0, false);
        while i < options.len() {
            row[options[i].0 as usize] = options[i].1;
            has_own_variables |= options[i].1.env.is_some() || options[i].1.unit.is_some();
            i += 1;
        }
        Self { settings: [row; Backend::ALL.len()], has_own_variables }
    }

    /// Returns these defaults for the URLs of these databases only.
    pub const fn only(mut self, backends: Backends) -> Self {
        let mut i = 0;
        while i < Backend::ALL.len() {
            if !backends.contains(Backend::ALL[i]) {
                self.settings[i] = [PoolSetting::NONE; PoolOption::ALL.len()];
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
            self.settings[backend][option] = self.settings[backend][option].or(other.settings[backend][option]);
            i += 1;
        }
        self.has_own_variables |= other.has_own_variables;
        self
    }

    /// Returns whether the minimum size is at most the maximum size for each of these databases.
    pub const fn sizes_agree(&self, accepted: Backends) -> bool {
        let mut i = 0;
        while i < Backend::ALL.len() {
            let row = &self.settings[i];
            let (min, max) = (row[PoolOption::MinConnections as usize], row[PoolOption::MaxConnections as usize]);
            if let (Some(PoolValue::Count(min)), Some(PoolValue::Count(max))) = (min.value, max.value) {
                if min > max && accepted.contains(Backend::ALL[i]) {
                    return false;
                }
            }
            i += 1;
        }
        true
    }

    /// Returns the attribute of one option for this database's URLs.
    pub(crate) const fn get(&self, backend: Backend, option: PoolOption) -> PoolSetting {
        self.settings[backend as usize][option as usize]
    }

    /// Returns the options with a value for this database's URLs.
    pub(crate) fn for_backend(&self, backend: Backend) -> impl Iterator<Item = (PoolOption, PoolValue)> {
        let options = PoolOption::ALL.into_iter().zip(self.settings[backend as usize]);
        options.filter_map(|(option, setting)| Some((option, setting.value?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PoolOption::{BusyTimeout, IdleTimeout, MaxConnections, MinConnections};
    use PoolValue::{Count, Duration};

    const fn value(value: PoolValue) -> PoolSetting {
        PoolSetting { value: Some(value), ..PoolSetting::NONE }
    }

    #[test]
    fn the_first_that_states_an_option_counts() {
        const ALL: PoolDefaults = PoolDefaults::new(&[(MaxConnections, value(Count(3)))])
            .only(Backends::SQLITE)
            .or(PoolDefaults::new(&[(MaxConnections, value(Count(9))), (BusyTimeout, value(Duration("5s")))]));
        let of = |backend| ALL.for_backend(backend).collect::<Vec<_>>();
        assert_eq!(of(Backend::Sqlite), [(MaxConnections, Count(3)), (BusyTimeout, Duration("5s"))]);
        assert_eq!(of(Backend::Postgres), [(MaxConnections, Count(9)), (BusyTimeout, Duration("5s"))]);
        assert_eq!(ALL.get(Backend::MongoDb, MaxConnections), value(Count(9)));
        assert_eq!(ALL.get(Backend::MongoDb, IdleTimeout), PoolSetting::NONE);
        assert_eq!(PoolDefaults::NONE.or(ALL).only(Backends::EMPTY).for_backend(Backend::MySql).count(), 0);
    }

    #[test]
    fn sizes_agree_for_the_accepted_databases() {
        const SIZES: PoolDefaults = PoolDefaults::new(&[(MaxConnections, value(Count(3)))])
            .only(Backends::SQLITE)
            .or(PoolDefaults::new(&[(MinConnections, value(Count(5)))]));
        assert!(SIZES.sizes_agree(Backends::POSTGRES) && !SIZES.sizes_agree(Backends::ALL));
    }
}
