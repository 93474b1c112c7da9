//! The warnings about one URL. The file system is asked for the file of SQLite.

use db_config_syntax::query::{Key, PoolOption, SqliteMode};
use db_config_syntax::{Backend, Backends};

use super::WarningKind;
use crate::capabilities::Capabilities;
use crate::libpq;
use crate::tls::{HostKind, TlsMode, TlsReason};
use crate::url::{DatabaseUrl, Pair};

impl DatabaseUrl {
    /// What is worth knowing about settings that are made from this URL; `capabilities` are
    /// [those of their type](crate::FromDatabaseUrl::capabilities).
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
        // What an attribute says is the application's own choice.
        let ignored = self.pairs().iter().filter(|pair| !pair.is_attribute);
        let ignored = ignored.filter_map(|Pair { row, name, value, at, .. }| match row.key {
            Key::OtherTool => Some(WarningKind::OtherTool { parameter: name.clone() }),
            Key::NoOp if at.is_none() && !row.value_type.is_valid(value) => {
                Some(WarningKind::IgnoredVariable { variable: name.clone(), help: "every client uses UTF-8" })
            }
            Key::Libpq if libpq::is_minor(name) && !libpq::asks_for_nothing(row.name(), value) => {
                let is_supported =
                    capabilities.contains(Capabilities::LIBPQ_PARAMETERS) || capabilities.contains(Capabilities::URL);
                (!is_supported).then(|| WarningKind::Unsupported { parameter: name.clone() })
            }
            key => {
                // A field that keeps the URL keeps its parameters, and those that libpq's variables add to it.
                let is_kept = capabilities.contains(Capabilities::URL) && (at.is_some() || libpq::is_minor(name));
                let wanted = Capabilities::from_key(key).filter(|wanted| !is_kept && !capabilities.contains(*wanted));
                wanted.map(|_| WarningKind::Unsupported { parameter: name.clone() })
            }
        });
        // What redaction hides in a SQLite path is hidden here too.
        if self.backend() == Backend::Sqlite && self.parts.password.is_some() {
            return ignored.collect();
        }
        let other_file = self.javascript_file().and_then(|pathname| {
            Some(WarningKind::OtherFile { path: self.sqlite_path().ok()?, pathname: pathname.to_owned() })
        });
        let service = self.has_service.then(|| WarningKind::IgnoredVariable {
            variable: "PGSERVICE".to_owned(),
            help: "db-config reads no service file; write its settings into the URL",
        });
        let file = self.skipped_file.clone().map(|reason| WarningKind::SkippedPasswordFile { reason });
        let service = service.into_iter().chain(file);
        let tls = self.weak_tls().into_iter().chain(self.unused_certificates());
        ignored.chain(other_file).chain(self.no_place_for_a_file()).chain(service).chain(tls).collect()
    }

    /// A TLS mode that nobody asked for and that is weak for the host.
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
            let option = PoolOption::from_name(pair.row.name());
            let option = option.filter(|option| capabilities.contains(Capabilities::from_option(*option)));
            // A URL may set one option under the names of several tools.
            if let Some(option) = option.filter(|option| options.iter().all(|(known, _)| *known != option.name())) {
                options.push((option.name(), option.with_unit(&pair.value)));
            }
        }
        options
    }

    fn no_place_for_a_file(&self) -> Option<WarningKind> {
        if self.backend() != Backend::Sqlite || self.is_in_memory() {
            return None;
        }
        let path = self.sqlite_path().ok()?;
        if path.is_dir() {
            return Some(WarningKind::IsDirectory { directory: path });
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
            let name = self.parts.path.of(&self.text).strip_prefix("///").filter(|name| !name.starts_with('/'));
            let relative = name.map(|name| format!("{}:{name}", self.scheme()));
            return Some(WarningKind::MissingDirectory { directory: folder.to_owned(), relative });
        }
        let is_created = matches!(self.sqlite_mode(), None | Some(SqliteMode::Create));
        (!is_created && !path.exists()).then_some(WarningKind::MissingFile { path })
    }
}
