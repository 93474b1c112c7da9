//! The query parameters with a fixed list of values.

use std::fmt;

/// Defines an enum of the values of a query parameter, in the spelling of its manual. Parsing ignores case.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            pub(crate) const WORDS: &[&str] = &[$($word),*];

            /// Parses a value, ignoring case.
            pub fn from_word(word: &str) -> Option<Self> {
                const ALL: &[$name] = &[$($name::$variant),*];
                ALL.iter().copied().find(|value| value.as_str().eq_ignore_ascii_case(word))
            }

            /// Returns the value in the spelling of the manual.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// libpq's [`channel_binding`](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-CHANNEL-BINDING).
    ChannelBinding {
        /// Do not use channel binding.
        Disable = "disable",
        /// Use channel binding if the server supports it.
        Prefer = "prefer",
        /// Fail without channel binding.
        Require = "require",
    }
}

words! {
    /// libpq's [`sslnegotiation`](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-SSLNEGOTIATION).
    SslNegotiation {
        /// Ask the server for TLS with PostgreSQL's own message.
        Postgres = "postgres",
        /// Start with TLS, with ALPN `postgresql`.
        Direct = "direct",
    }
}

words! {
    /// libpq's [`target_session_attrs`](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-TARGET-SESSION-ATTRS).
    TargetSessionAttrs {
        /// Any server.
        Any = "any",
        /// A server whose sessions can write.
        ReadWrite = "read-write",
        /// A server whose sessions can only read.
        ReadOnly = "read-only",
        /// A server that is not a hot standby.
        Primary = "primary",
        /// A hot standby.
        Standby = "standby",
        /// A hot standby if there is one, otherwise any server.
        PreferStandby = "prefer-standby",
    }
}

words! {
    /// libpq's [`load_balance_hosts`](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-LOAD-BALANCE-HOSTS).
    LoadBalanceHosts {
        /// Try the hosts in their order.
        Disable = "disable",
        /// Try the hosts in random order.
        Random = "random",
    }
}

words! {
    /// SQLite's [`mode`](https://www.sqlite.org/uri.html#urimode).
    SqliteMode {
        /// Only read the file.
        ReadOnly = "ro",
        /// Read and write the file, which must exist.
        ReadWrite = "rw",
        /// Read and write the file, and create it if it does not exist.
        Create = "rwc",
        /// Use an in-memory database.
        Memory = "memory",
    }
}

words! {
    /// SQLite's [`cache`](https://www.sqlite.org/uri.html#uricache).
    SqliteCache {
        /// Share one cache between the connections of the process.
        Shared = "shared",
        /// Use one cache per connection.
        Private = "private",
    }
}

words! {
    /// SQLite's [`journal_mode`](https://www.sqlite.org/pragma.html#pragma_journal_mode).
    SqliteJournalMode {
        /// Delete the journal after each transaction.
        Delete = "delete",
        /// Truncate the journal after each transaction.
        Truncate = "truncate",
        /// Overwrite the header of the journal after each transaction.
        Persist = "persist",
        /// Keep the journal in memory.
        Memory = "memory",
        /// Use a write-ahead log.
        Wal = "wal",
        /// Use no journal.
        Off = "off",
    }
}

words! {
    /// SQLite's [`synchronous`](https://www.sqlite.org/pragma.html#pragma_synchronous).
    SqliteSynchronous {
        /// Never wait for the disk.
        Off = "off",
        /// Wait for the disk at the most critical moments.
        Normal = "normal",
        /// Wait for the disk at every critical moment.
        Full = "full",
        /// Like `full`, but also wait for the directory of the journal.
        Extra = "extra",
    }
}

words! {
    /// The version of Redis' [protocol](https://redis.io/docs/latest/develop/reference/protocol-spec/), `protocol`.
    RedisProtocol {
        /// RESP2.
        Resp2 = "2",
        /// RESP3.
        Resp3 = "3",
    }
}

impl RedisProtocol {
    /// The values of the query parameter.
    pub(crate) const VALUES: &[&str] = &[Self::WORDS[0], Self::WORDS[1], "resp2", "resp3"];

    /// Parses a value of the query parameter, such as `3` or `resp3`.
    pub fn from_value(value: &str) -> Option<Self> {
        let has_name = value.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("resp"));
        Self::from_word(if has_name { &value[4..] } else { value })
    }
}
