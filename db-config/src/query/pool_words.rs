//! The words about the pool and the waiting, which are also attributes and variables beside the URL's.

use super::Takes;
use crate::Carries;
use crate::const_bytes::same;
use crate::values::{duration, number};

/// One word: in a URL it is a query key.
pub(crate) struct PoolWord {
    pub name: &'static str,
    pub takes: Takes,
    pub carries: Carries,
}

impl PoolWord {
    const fn new(name: &'static str, takes: Takes, carries: Carries) -> Self {
        Self { name, takes, carries }
    }

    /// Whether the word takes this text, as an attribute or as a variable: a time with its unit.
    pub(crate) const fn accepts(&self, value: &[u8]) -> bool {
        match self.takes {
            Takes::Seconds | Takes::Milliseconds => duration(value, None).is_some(),
            takes => takes.accepts(value),
        }
    }

    /// What a URL, a variable or an attribute says, with the unit of a time.
    pub(crate) fn shown(&self, value: &str) -> String {
        match self.takes {
            Takes::Seconds if number(value.as_bytes()).is_some() => format!("{value}s"),
            Takes::Milliseconds if number(value.as_bytes()).is_some() => format!("{value}ms"),
            _ => value.to_owned(),
        }
    }
}

pub(crate) const POOL: &[PoolWord] = &[
    PoolWord::new("max_connections", Takes::Count, Carries::MAX_CONNECTIONS),
    PoolWord::new("min_connections", Takes::Count, Carries::MIN_CONNECTIONS),
    PoolWord::new("acquire_timeout", Takes::Seconds, Carries::ACQUIRE_TIMEOUT),
    PoolWord::new("connect_timeout", Takes::Seconds, Carries::CONNECT_TIMEOUT),
    PoolWord::new("idle_timeout", Takes::Seconds, Carries::IDLE_TIMEOUT),
    PoolWord::new("max_lifetime", Takes::Seconds, Carries::MAX_LIFETIME),
    PoolWord::new("statement_timeout", Takes::Milliseconds, Carries::STATEMENT_TIMEOUT),
    PoolWord::new("busy_timeout", Takes::Milliseconds, Carries::BUSY_TIMEOUT),
];

/// The word of this name.
pub(crate) const fn pool_word(name: &str) -> Option<&'static PoolWord> {
    let mut i = 0;
    while i < POOL.len() {
        if same(POOL[i].name.as_bytes(), name.as_bytes()) {
            return Some(&POOL[i]);
        }
        i += 1;
    }
    None
}

/// MongoDB's own key for a word.
pub(crate) fn of_mongodb(word: &str) -> Option<&'static str> {
    Some(match word {
        "max_connections" => "maxPoolSize",
        "min_connections" => "minPoolSize",
        "connect_timeout" => "connectTimeoutMS",
        "idle_timeout" => "maxIdleTimeMS",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pool_variable::POOL_WORDS;
    use crate::query::find;
    use crate::{Backend, Backends};

    #[test]
    fn every_word_is_a_key() {
        assert_eq!(POOL.iter().map(|word| word.name).collect::<Vec<_>>(), POOL_WORDS);
        for word in POOL {
            let is_key =
                |backend: Backend| find(word.name.as_bytes(), backend).is_some_and(|row| row.name() == word.name);
            assert!(Backends::ALL.iter().any(is_key), "{}", word.name);
        }
    }
}
