//! The URLs of systems that db-config does not support, each with the way to configure its client.

/// A system that db-config does not support.
pub(crate) struct Foreign {
    schemes: &'static [&'static str],
    /// The error message.
    pub message: &'static str,
    /// The help, in the imperative.
    pub help: &'static str,
}

/// The system of `libsql://` and of the `https://` URLs of Turso.
const LIBSQL: Foreign = Foreign {
    schemes: &["libsql"],
    message: "unsupported database libSQL (Turso)",
    help: "read the URL and its token as two `String`s with `#[database(parse, secret)]`, and pass them to \
           `libsql::Builder::new_remote`",
};

const FOREIGN: &[Foreign] = &[
    LIBSQL,
    Foreign {
        schemes: &["mssql", "sqlserver"],
        message: "unsupported database SQL Server",
        help: "read an ADO.NET string as a `String` with `#[database(parse, secret)]`, and pass it to \
               `tiberius::Config::from_ado_string`",
    },
    Foreign {
        schemes: &["oracle"],
        message: "unsupported database Oracle",
        help: "read the user, the password and the connect string as `String`s with `#[database(parse, secret)]`, and pass \
               them to `oracle::Connection::connect`",
    },
    Foreign {
        schemes: &["clickhouse", "clickhouses"],
        message: "unsupported database ClickHouse",
        help: "read its `http://` URL as a `String` with `#[database(parse, secret)]`, and pass it to \
               `clickhouse::Client::with_url`",
    },
    Foreign {
        schemes: &["scylla", "cassandra"],
        message: "unsupported database ScyllaDB or Cassandra",
        help: "read the nodes as a `Vec<String>` with `#[database(parse)]`, and pass them to \
               `scylla::client::session_builder::SessionBuilder::known_nodes`",
    },
    Foreign {
        schemes: &["amqp", "amqps"],
        message: "expected a database URL, found the URL of a message broker",
        help: "use the field type `lapin::uri::AMQPUri` with `#[database(parse, secret)]`",
    },
    Foreign {
        schemes: &["nats"],
        message: "expected a database URL, found the URL of a message broker",
        help: "use the field type `async_nats::ServerAddr` with `#[database(parse, secret)]`",
    },
    Foreign {
        schemes: &[
            "redis-cluster",
            "rediss-cluster",
            "valkey-cluster",
            "valkeys-cluster",
            "redis+cluster",
            "rediss+cluster",
            "redis-sentinel",
            "rediss-sentinel",
            "valkey-sentinel",
            "valkeys-sentinel",
            "redis+sentinel",
            "rediss+sentinel",
        ],
        message: "unsupported Redis cluster or Sentinel",
        help: "use the `redis://` URL of one server, or read the URL as a `String` with `#[database(parse, secret)]` and pass \
               it to the client, such as `fred::types::config::Config::from_url`",
    },
];

/// Returns the unsupported system of a URL with this scheme and this text after the colon.
pub(crate) fn find(scheme: &str, rest: &str) -> Option<&'static Foreign> {
    if ["http", "https", "wss"].iter().any(|http| scheme.eq_ignore_ascii_case(http)) {
        let authority = rest.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
        return host.to_ascii_lowercase().ends_with(".turso.io").then_some(&LIBSQL);
    }
    let of = |scheme: &str| {
        FOREIGN.iter().find(|foreign| foreign.schemes.iter().any(|own| own.eq_ignore_ascii_case(scheme)))
    };
    // SQLAlchemy adds the driver, as in `mssql+pyodbc`.
    of(scheme).or_else(|| of(scheme.split_once('+')?.0))
}
