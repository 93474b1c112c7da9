//! The warnings about one URL. db-config also looks at the files that the URL names.

use db_config_syntax::query::{Key, SessionKey, SslNegotiation};
use db_config_syntax::tls::{Statements, scheme_without_tls};
use db_config_syntax::{Backend, Backends};

use super::WarningKind;
use crate::capabilities::Capabilities;
use crate::libpq;
use crate::tls::{HostKind, TlsKey, TlsMode, TlsPlan, TlsReason};
use crate::url::{DatabaseUrl, Pair, Pooler, UnusedLogin};

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
        self.warnings_of_client(capabilities, self.tls())
    }

    /// Returns warnings about this URL for a client with these capabilities and this TLS plan.
    pub(crate) fn warnings_of_client(&self, capabilities: Capabilities, supported: &TlsPlan) -> Vec<WarningKind> {
        let capabilities = capabilities.only(Backends::from_slice(&[self.backend()]));
        let ignored = self.pairs().iter().filter(|pair| !pair.is_attribute || pair.is_param());
        let ignored = ignored.filter_map(|Pair { row, name, value, at, .. }| match row.key {
            Key::OtherTool => Some(WarningKind::OtherTool { parameter: name.clone() }),
            Key::Unclear(option) => {
                Some(WarningKind::UnclearOption { parameter: name.clone(), instead: option.name() })
            }
            Key::NoOp if at.is_none() && !row.value_type.is_valid(value) => {
                let help = "every client uses UTF-8; remove it";
                Some(WarningKind::IgnoredVariable { variable: name.clone(), help })
            }
            Key::Tls(TlsKey::Negotiation) if !value.eq_ignore_ascii_case(SslNegotiation::Direct.as_str()) => None,
            Key::Connection(key) if key.is_default(value) => None,
            Key::Libpq if libpq::is_minor(row.name()) && !libpq::asks_for_nothing(row.name(), value) => {
                let is_supported =
                    capabilities.contains(Capabilities::LIBPQ_PARAMETERS) || capabilities.contains(Capabilities::URL);
                (!is_supported).then(|| WarningKind::Unsupported { parameter: name.clone() })
            }
            // A warning about the pooler replaces it.
            Key::Session(SessionKey::PgBouncer) if capabilities.contains(Capabilities::NAMED_STATEMENTS) => None,
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
        let login = self.unused_login.clone().map(|unused| match unused {
            UnusedLogin::User(variable) => WarningKind::OtherUser { variable },
            UnusedLogin::Password(variable) => WarningKind::OtherPassword { variable },
        });
        let password = self.missing_redis_password().map(|_| WarningKind::MissingPassword);
        let service = service.into_iter().chain(file).chain(login).chain(password);
        let tls = self
            .weak_tls()
            .into_iter()
            .chain(self.insecure_without_tls())
            .chain(self.unused_certificates())
            .chain(self.unreadable_certificates(supported));
        let client = self.pooled_statements(capabilities).into_iter().chain(self.other_cli(capabilities));
        ignored.chain(other_file).chain(self.unusable_file()).chain(service).chain(tls).chain(client).collect()
    }

    /// Returns a warning if the server is or may be a transaction-mode pooler that keeps no named statements, and the client
    /// names its statements.
    fn pooled_statements(&self, capabilities: Capabilities) -> Option<WarningKind> {
        if !capabilities.contains(Capabilities::NAMED_STATEMENTS) {
            return None;
        }
        match self.pooler()? {
            Pooler::Transaction { keeps_statements: true, .. } => None,
            Pooler::Transaction { reason, .. } => Some(WarningKind::NamedStatements { reason }),
            Pooler::Possible(host) => Some(WarningKind::PossiblePooler { host }),
        }
    }

    /// Returns a warning if the client's command-line tool uses another schema or another file. Such a tool does not read
    /// the default URL.
    fn other_cli(&self, capabilities: Capabilities) -> Option<WarningKind> {
        if self.is_default || !capabilities.contains(Capabilities::OTHER_CLI) {
            return None;
        }
        if self.backend() == Backend::Sqlite {
            return self.diesel_cli_file();
        }
        let is_path = |pair: &&Pair| matches!(pair.row.key, Key::Session(SessionKey::Schema | SessionKey::SearchPath));
        let of_url = || self.pairs().iter().filter(|pair| pair.at.is_some() && !pair.is_attribute);
        let pair = of_url().find(is_path)?;
        // Both may be in one URL, for tools that read one or the other.
        let sets_path =
            |pair: &Pair| pair.row.key == Key::Session(SessionKey::Options) && pair.value.contains("search_path");
        if matches!(&*pair.value.replace(' ', ""), "public" | "\"$user\",public") || of_url().any(sets_path) {
            return None;
        }
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        // A value that the redacted URL hides may be a part of a password.
        let is_shown = || self.redacted().contains(&format!("{}={}", pair.name, pair.value));
        let value = if pair.value.chars().all(is_plain) && is_shown() { &pair.value } else { "..." };
        let instead = format!("options=-c%20search_path%3D{value}");
        Some(WarningKind::SchemaOfCli { parameter: pair.name.clone(), instead })
    }

    /// Returns a warning if `diesel` does not open the same file. It replaces `sqlite://` with `file:`, and SQLite reads
    /// only a `file:` URL as a URL.
    fn diesel_cli_file(&self) -> Option<WarningKind> {
        let url = self.redacted();
        let path = &url[self.parts.path.start..];
        let after = path.strip_prefix("//").unwrap_or(path);
        let is_local = after.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("localhost/"));
        let after = if is_local { &after[9..] } else { after };
        let instead = match after.strip_prefix("//") {
            Some(absolute) => format!("sqlite:///{}", absolute.trim_start_matches('/')),
            None => format!("sqlite://{after}"),
        };
        let is_same = url == instead || url.starts_with("file:") || self.is_bare_path() || self.is_in_memory();
        (!is_same).then_some(WarningKind::DieselCliFile { url, instead })
    }

    /// Returns a warning if the chosen TLS mode is weak for the host and the URL does not set it.
    fn weak_tls(&self) -> Option<WarningKind> {
        if let Some((host, host_mode)) = &self.stricter_host {
            let (mode, host) = (self.tls().mode(), host.clone());
            if let Some(scheme) = scheme_without_tls(self.scheme()) {
                return Some(WarningKind::PlaintextScheme { scheme, host });
            }
            let variable = match self.tls().reason().decider() {
                TlsReason::EnvVar(variable) => Some(variable.clone()),
                _ => None,
            };
            return Some(WarningKind::WeakerThanHost { mode, variable, host, host_mode: *host_mode });
        }
        let (TlsReason::Host { name, kind } | TlsReason::PreferUnsupported { name, kind }) = self.tls().reason() else {
            return None;
        };
        let parameter = if self.backend().verifies_by_default() { "tls=true" } else { "sslmode=require" };
        let is_weak = kind.mode() == TlsMode::Prefer && *kind != HostKind::ThisMachine;
        is_weak.then(|| WarningKind::PreferByHost { host: name.clone(), parameter })
    }

    /// Returns warnings about the parameters of a Redis URL that turn off the verification of a server without TLS.
    fn insecure_without_tls(&self) -> impl Iterator<Item = WarningKind> {
        let has_no_tls = self.backend() == Backend::Redis && self.tls().mode() == TlsMode::Off;
        let is_insecure = |pair: &&Pair| {
            let statement = pair.row.key.tls_statement(&pair.name, &pair.value);
            Statements::gather(statement, true).is_ok_and(|statements| statements.ceiling.is_some())
        };
        let scheme = scheme_without_tls(self.scheme());
        let insecure = self.pairs().iter().filter(move |pair| has_no_tls && is_insecure(pair));
        insecure.map(move |pair| WarningKind::InsecureWithoutTls { parameter: pair.name.clone(), scheme })
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
}
