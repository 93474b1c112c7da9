//! The values of parameters that are one of a few words.

use std::fmt;

/// An enum of words, in the spelling of the manual that they come from; they are read case-insensitively.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            pub(crate) const WORDS: &[&str] = &[$($word),*];

            /// Reads a word, in any case.
            pub fn from_word(word: &str) -> Option<Self> {
                const ALL: &[$name] = &[$($name::$variant),*];
                ALL.iter().copied().find(|value| value.as_str().eq_ignore_ascii_case(word))
            }

            /// Returns the word.
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
        /// Never.
        Disable = "disable",
        /// If both sides support it.
        Prefer = "prefer",
        /// Always, or no connection.
        Require = "require",
    }
}

words! {
    /// libpq's [`sslnegotiation`](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-SSLNEGOTIATION).
    SslNegotiation {
        /// PostgreSQL's own request first.
        Postgres = "postgres",
        /// TLS from the first byte, with ALPN `postgresql`.
        Direct = "direct",
    }
}

words! {
    /// libpq's [`target_session_attrs`](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-TARGET-SESSION-ATTRS).
    TargetSessionAttrs {
        /// Any server.
        Any = "any",
        /// One that accepts writes.
        ReadWrite = "read-write",
        /// One that does not.
        ReadOnly = "read-only",
        /// No hot standby.
        Primary = "primary",
        /// A hot standby.
        Standby = "standby",
        /// A hot standby, or else any.
        PreferStandby = "prefer-standby",
    }
}

words! {
    /// libpq's [`load_balance_hosts`](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-LOAD-BALANCE-HOSTS).
    LoadBalanceHosts {
        /// In their order.
        Disable = "disable",
        /// In a random order.
        Random = "random",
    }
}

words! {
    /// SQLite's [`mode`](https://www.sqlite.org/uri.html#urimode).
    SqliteMode {
        /// Read only.
        ReadOnly = "ro",
        /// Read and write a file that exists.
        ReadWrite = "rw",
        /// The same, and create it if it does not exist.
        Create = "rwc",
        /// In memory.
        Memory = "memory",
    }
}

words! {
    /// SQLite's [`cache`](https://www.sqlite.org/uri.html#uricache).
    SqliteCache {
        /// One cache for the connections of the process.
        Shared = "shared",
        /// A cache for each connection.
        Private = "private",
    }
}

words! {
    /// SQLite's [`journal_mode`](https://www.sqlite.org/pragma.html#pragma_journal_mode).
    SqliteJournalMode {
        /// The journal is deleted.
        Delete = "delete",
        /// The journal is truncated.
        Truncate = "truncate",
        /// The journal's header is overwritten.
        Persist = "persist",
        /// The journal is in memory.
        Memory = "memory",
        /// A write-ahead log.
        Wal = "wal",
        /// No journal.
        Off = "off",
    }
}

words! {
    /// SQLite's [`synchronous`](https://www.sqlite.org/pragma.html#pragma_synchronous).
    SqliteSynchronous {
        /// Never waits for the disk.
        Off = "off",
        /// Waits at the critical moments.
        Normal = "normal",
        /// Waits at every moment that counts.
        Full = "full",
        /// The same, and for the folder too.
        Extra = "extra",
    }
}
