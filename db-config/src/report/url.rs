//! The warnings about one URL. For SQLite, db-config also looks at the file system.

use db_config_syntax::query::{Key, SqliteMode, SslNegotiation};
use db_config_syntax::{Backend, Backends};

use super::WarningKind;
use crate::capabilities::Capabilities;
use crate::libpq;
use crate::tls::{HostKind, TlsKey, TlsMode, TlsReason};
use crate::url::{DatabaseUrl, Pair};

impl DatabaseUrl {
    /// Returns warnings about this URL for client options that support `capabilities`.
    ///
    /// Pass the [capabilities of the field type](crate::FromDatabaseUrl::capabilities). With the derive, use
    /// [`DatabaseConfig::warnings`](crate::DatabaseConfig::warnings) instead.
    ///
    /// ```
    /// use db_config::{DatabaseUrl, FromDatabaseUrl, WarningKind, SqliteFile};
    ///
    /// let url: DatabaseUrl = "sqlite:app.db?busy_timeout=500&connection_limit=1".parse()?;
    /// let warnings = url.warnings(SqliteFile::capabilities(&url));
    /// assert_eq!(warnings, [WarningKind::Unsupported { parameter: "connection_limit".to_owned() }]);
    /// # Ok::<(), db_config::UrlError>(())
    /// ```
    #[must_use]
    pub fn warnings(&self, capabilities: Capabilities) -> Vec<WarningKind> {
        let capabilities = capabilities.only(Backends::from_slice(&[self.backend()]));
        let ignored = self.pairs().iter().filter(|pair| !pair.is_attribute);
        let ignored = ignored.filter_map(|Pair { row, name, value, at, .. }| match row.key {
            Key::OtherTool => Some(WarningKind::OtherTool { parameter: name.clone() }),
            Key::NoOp if at.is_none() && !row.value_type.is_valid(value) => {
                let help = "every client uses UTF-8; remove it";
                Some(WarningKind::IgnoredVariable { variable: name.clone(), help })
            }
            Key::Tls(TlsKey::Negotiation) if !value.eq_ignore_ascii_case(SslNegotiation::Direct.as_str()) => None,
            Key::Connection(key) if key.is_default(value) => None,
            Key::Libpq if libpq::is_minor(name) && !libpq::asks_for_nothing(row.name(), value) => {
                let is_supported =
                    capabilities.contains(Capabilities::LIBPQ_PARAMETERS) || capabilities.contains(Capabilities::URL);
                (!is_supported).then(|| WarningKind::Unsupported { parameter: name.clone() })
            }
            key => {
                // A field that keeps the URL keeps its parameters and those that libpq variables add.
                let is_kept = capabilities.contains(Capabilities::URL) && (at.is_some() || libpq::is_minor(name));
                let wanted = Capabilities::from_key(key).filter(|wanted| !is_kept && !capabilities.contains(*wanted));
                wanted.map(|_| WarningKind::Unsupported { parameter: name.clone() })
            }
        });
        // The warnings below would show the path, which has a secret.
        if self.backend() == Backend::Sqlite && self.parts.password.is_some() {
            return ignored.collect();
        }
        let other_file = self.javascript_file().and_then(|pathname| {
            Some(WarningKind::OtherFile { path: self.sqlite_path().ok()?, pathname: pathname.to_owned() })
        });
        let service = self.has_service.then(|| WarningKind::IgnoredVariable {
            variable: "PGSERVICE".to_owned(),
            help: "db-config does not read service files; add the parameters to the URL",
        });
        let file = self.skipped_file.clone().map(|reason| WarningKind::SkippedPasswordFile { reason });
        let service = service.into_iter().chain(file);
        let tls = self.weak_tls().into_iter().chain(self.unused_certificates());
        ignored.chain(other_file).chain(self.unusable_file()).chain(service).chain(tls).collect()
    }

    /// Returns a warning if the chosen TLS mode is weak for the host and the URL does not set it.
    fn weak_tls(&self) -> Option<WarningKind> {
        if let Some((host, host_mode)) = &self.stricter_host {
            let variable = match self.tls().reason().decider() {
                TlsReason::EnvVar(variable) => Some(variable.clone()),
                _ => None,
            };
            let (mode, host) = (self.tls().mode(), host.clone());
            return Some(WarningKind::WeakerThanHost { mode, variable, host, host_mode: *host_mode });
        }
        let (TlsReason::Host { name, kind } | TlsReason::PreferUnsupported { name, kind }) = self.tls().reason() else {
            return None;
        };
        let parameter = if self.backend() == Backend::MongoDb { "tls=true" } else { "sslmode=require" };
        let is_weak = kind.mode() == TlsMode::Prefer && *kind != HostKind::ThisMachine;
        is_weak.then(|| WarningKind::PreferByHost { host: name.clone(), parameter })
    }

    /// Returns the pool options that have an effect on client options that support `capabilities`, with their values.
    pub(crate) fn pool(&self, capabilities: Capabilities) -> Vec<(&'static str, String)> {
        let capabilities = capabilities.only(Backends::from_slice(&[self.backend()]));
        let mut options: Vec<(&str, String)> = Vec::new();
        for pair in self.pairs() {
            let option = pair.row.pool_option();
            let option = option.filter(|option| capabilities.contains(Capabilities::from_option(*option)));
            // A URL may set one option under the names of several tools.
            if let Some(option) = option.filter(|option| options.iter().all(|(known, _)| *known != option.name())) {
                options.push((option.name(), pair.row.value_type.with_unit(&pair.value)));
            }
        }
        options
    }

    /// Returns a warning if the client cannot open or create the SQLite file.
    fn unusable_file(&self) -> Option<WarningKind> {
        if self.backend() != Backend::Sqlite || self.is_in_memory() {
            return None;
        }
        let path = self.sqlite_path().ok()?;
        if path.is_dir() {
            return Some(WarningKind::IsDirectory { directory: path });
        }
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty() && !parent.exists()) {
            let name = self.parts.path.of(&self.text).strip_prefix("///").filter(|name| !name.starts_with('/'));
            // diesel_cli would take `sqlite:app.db` for the name of a file.
            let slashes = if self.scheme() == "file" { "" } else { "//" };
            let relative = name.map(|name| format!("{}:{slashes}{name}", self.scheme()));
            return Some(WarningKind::MissingDirectory { directory: parent.to_owned(), relative });
        }
        let is_created = matches!(self.sqlite_mode(), None | Some(SqliteMode::Create));
        (!is_created && !path.exists()).then_some(WarningKind::MissingFile { path })
    }
}
