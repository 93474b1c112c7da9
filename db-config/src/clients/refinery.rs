use std::fmt;

use refinery::config::Config;
use serde::de::value::{Error, MapDeserializer};
use serde::de::{Deserialize, Deserializer, IntoDeserializer, Visitor};

use super::common::unsupported_tls_mode;
use super::{mysql_async, tokio_postgres};
use crate::capabilities::Capabilities;
use crate::error::UrlError;
use crate::resolved::{Sqlite, SqliteLocation, SqliteMode, reject};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::tls::{TlsMode, TlsModes, TlsPlan};
use crate::url::{DatabaseUrl, UrlPart};
use db_config_syntax::{Backend, Backends};

const CLIENT: &str = "refinery";

/// Supports refinery 0.10 (feature `refinery`).
///
/// - Enable the feature of a driver in your dependency on refinery, which otherwise panics. For MySQL use `mysql_async`: the
///   driver `mysql` rejects the TLS parameters.
/// - PostgreSQL over TLS needs a TLS feature of refinery. refinery verifies the server with the operating system's CAs, even
///   in the mode `require`.
/// - The file of a SQLite URL must exist, because refinery does not create it.
///
/// For unsupported URLs, pass a connection that you have opened to refinery's `runner().run(...)`.
impl FromDatabaseUrl for Config {
    const BACKENDS: Backends = Backends::SQL;
    const TLS_MODES: TlsModes = TlsModes::ALL.difference(TlsModes::from_slice(&[TlsMode::Prefer, TlsMode::VerifyCa]));
    const CAPABILITIES: Capabilities = Capabilities::CONNECT_TIMEOUT
        .union(Capabilities::STATEMENT_TIMEOUT)
        .union(Capabilities::CONNECTION_PARAMETERS)
        .union(Capabilities::NAMED_STATEMENTS)
        .union(Capabilities::OTHER_CLI)
        .only(Backends::POSTGRES)
        .union(Capabilities::STATEMENT_CACHE.only(Backends::MYSQL));

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.require_backend(Self::BACKENDS)?;
        let main = match url.backend() {
            Backend::Postgres => postgres(url)?,
            Backend::MySql => server("Mysql", &mysql_async::canonical_text(url, CLIENT)?, false),
            _ => sqlite(url)?,
        };
        Config::deserialize(Value::Table(vec![("main", Value::Table(main))]))
            .map_err(|error| url.rejected_by(CLIENT, error))
    }

    /// Writes only the database, because the other fields are private without a driver's feature.
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refinery options for {:?}", self.db_type())
    }

    fn tls(url: &DatabaseUrl) -> TlsPlan {
        let tls = url.tls().downgrade_implied_prefer();
        match url.backend() {
            Backend::Postgres => without_files_of_variables(url, tls),
            _ => tls,
        }
    }
}

fn postgres(url: &DatabaseUrl) -> Result<Table, UrlError> {
    const HELP: &str = "set `sslmode=disable` or `sslmode=verify-full` without certificate files, or pass refinery an \
                        open connection";
    let tls = Config::tls(url);
    if matches!(tls.mode(), TlsMode::Prefer | TlsMode::VerifyCa) {
        return Err(unsupported_tls_mode(url, &tls, CLIENT, HELP));
    }
    let (root, client) = (url.root_certificate_name(), url.client_certificate_name());
    let mut files = [root.filter(|_| tls.root_file().is_some()), client].into_iter().flatten();
    // The files of a variable are left out, with a warning.
    if let Some(name) = files.find(|name| tls.mode() != TlsMode::Off && !name.is_variable) {
        return Err(url.unsupported(CLIENT, "certificate files", UrlPart::Parameter(name.name)).with_help(HELP));
    }
    Ok(server("Postgres", &tokio_postgres::canonical_text(url, &tls, CLIENT)?, tls.mode() != TlsMode::Off))
}

/// Removes the certificate files of variables, which refinery does not support. It verifies the chain and the host name with
/// the operating system's CAs.
fn without_files_of_variables(url: &DatabaseUrl, tls: TlsPlan) -> TlsPlan {
    let has_root = tls.root_file().is_some() && url.root_certificate_name().is_some_and(|name| name.is_variable);
    let tls = match tls.mode() {
        TlsMode::VerifyCa if has_root => tls.without_certificates(),
        _ if has_root => TlsPlan { root_certificate: None, ..tls },
        _ => tls,
    };
    match url.client_certificate_name().is_some_and(|name| name.is_variable) {
        true => TlsPlan { client_certificate: None, client_key: None, ..tls },
        false => tls,
    }
}

/// Returns the percent-encoded parts of a canonical URL. refinery joins them into a URL for the driver, so the database name
/// includes the query.
fn server(kind: &str, text: &str, use_tls: bool) -> Table {
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let (userinfo, rest) = text.rsplit_once('@').map_or((None, text), |(userinfo, rest)| (Some(userinfo), rest));
    let (hosts, name) = rest.split_once('/').unwrap_or((rest, ""));
    let mut main = db_type(kind);
    main.push(("db_host", hosts.into()));
    main.push(("db_name", name.into()));
    main.push(("use_tls", Value::Flag(use_tls)));
    if let Some(userinfo) = userinfo {
        let (user, password) = userinfo.split_once(':').map_or((userinfo, None), |(user, rest)| (user, Some(rest)));
        main.push(("db_user", user.into()));
        main.extend(password.map(|password| ("db_pass", password.into())));
    }
    main
}

fn sqlite(url: &DatabaseUrl) -> Result<Table, UrlError> {
    let Sqlite { location, mode, cache, immutable, vfs, foreign_keys, journal_mode, synchronous, pool: _, timeouts: _ } =
        Sqlite::resolve(url)?;
    let path = match location {
        SqliteLocation::File(path) => path,
        SqliteLocation::Memory(_) => {
            let what = "an in-memory database, because it is lost when refinery disconnects";
            let error = url.unsupported(CLIENT, what, UrlPart::Path);
            return Err(error.with_help("pass refinery an open connection"));
        }
    };
    if let Some(mode) = mode.filter(|mode| mode.value == SqliteMode::ReadOnly) {
        let error = url.unsupported(CLIENT, "a read-only database (`mode=ro`)", UrlPart::Parameter(mode.name));
        return Err(error.with_help("remove `mode`"));
    }
    reject!(url, CLIENT, [cache, immutable, vfs, foreign_keys, journal_mode, synchronous]);
    let mut main = db_type("Sqlite");
    main.push(("db_path", path.to_string_lossy().as_ref().into()));
    Ok(main)
}

fn db_type(kind: &str) -> Table {
    vec![("db_type", kind.into())]
}

/// A table of refinery's configuration file.
///
/// The options are deserialized from it because refinery's fields are private. Each setter needs the feature of a driver
/// (`db_host` with `postgres` or `mysql`, `db_path` with `rusqlite`), which the application chooses
/// (<https://docs.rs/refinery-core/0.10/src/refinery_core/config.rs.html>). refinery's parser of URLs ignores the query.
type Table = Vec<(&'static str, Value)>;

enum Value {
    Flag(bool),
    Text(String),
    Table(Table),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl IntoDeserializer<'_> for Value {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Value {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Value::Flag(flag) => visitor.visit_bool(flag),
            Value::Text(text) => visitor.visit_string(text),
            Value::Table(table) => visitor.visit_map(MapDeserializer::new(table.into_iter())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    /// Ignores the password, which refinery does not have without a driver's feature.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Value::Text(text) => visitor.visit_enum(text.into_deserializer()),
            other => other.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct identifier
    }
}
