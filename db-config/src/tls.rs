//! TLS, decided once for all clients: the word, who said it, and the files that go with it.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::hosts;
use crate::keys::{Key, boolean};

/// How a connection is encrypted and the server verified, in libpq's words
/// ([SSL mode descriptions](https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS)),
/// the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TlsMode {
    /// Never: libpq's `disable`, MySQL's `DISABLED`.
    Off,
    /// If the server offers it, unverified: libpq's `prefer`, MySQL's `PREFERRED`.
    Prefer,
    /// Always, unverified: libpq's `require`, MySQL's `REQUIRED`.
    Require,
    /// Always, with a certificate that a trusted CA signed: libpq's `verify-ca`, MySQL's `VERIFY_CA`.
    VerifyCa,
    /// Always, with such a certificate for the host's very name: libpq's `verify-full`, MySQL's
    /// `VERIFY_IDENTITY`.
    VerifyFull,
}

impl TlsMode {
    /// The word that the `tls` attribute and the reports use: `off`, `prefer`, `require`,
    /// `verify-ca` or `verify-full`.
    pub const fn as_str(self) -> &'static str {
        match self {
            TlsMode::Off => "off",
            TlsMode::Prefer => "prefer",
            TlsMode::Require => "require",
            TlsMode::VerifyCa => "verify-ca",
            TlsMode::VerifyFull => "verify-full",
        }
    }

    /// The mode that a word of any client's dialect names.
    ///
    /// `allow` tries plaintext first, which promises nothing and which no other client can do: it is
    /// read as `prefer`. `no-verify` is node-postgres' word for `require`.
    fn of_word(word: &str) -> Option<Self> {
        if word.starts_with('{') {
            return TlsMode::of_object(word);
        }
        Some(match word.to_ascii_lowercase().replace('_', "-").as_str() {
            "off" | "disable" | "disabled" => TlsMode::Off,
            "allow" | "prefer" | "preferred" => TlsMode::Prefer,
            "require" | "required" | "no-verify" | "skip-verify" => TlsMode::Require,
            "verify-ca" => TlsMode::VerifyCa,
            "verify-full" | "verify-identity" => TlsMode::VerifyFull,
            word => match boolean(word)? {
                true => TlsMode::Require,
                false => TlsMode::Off,
            },
        })
    }

    /// mysql2's and node-postgres' `ssl={"rejectUnauthorized":true}`, which verifies unless told not to. A
    /// further key could hold anything, a certificate too, so that it is none of ours.
    fn of_object(text: &str) -> Option<Self> {
        let mut mode = TlsMode::VerifyFull;
        for pair in text.strip_prefix('{')?.strip_suffix('}')?.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (key, value) = pair.split_once(':')?;
            match (key.trim().trim_matches('"'), value.trim()) {
                ("rejectUnauthorized", "true") => {}
                ("rejectUnauthorized", "false") => mode = TlsMode::Require,
                // No client here speaks an older one.
                ("minVersion", r#""TLSv1.2""#) => {}
                _ => return None,
            }
        }
        Some(mode)
    }

    /// libpq's word, which sqlx, SeaORM and Diesel take too.
    pub(crate) const fn libpq(self) -> &'static str {
        match self {
            TlsMode::Off => "disable",
            mode => mode.as_str(),
        }
    }
}

impl fmt::Display for TlsMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What was decided about TLS for one URL: [`DatabaseUrl::tls`](crate::DatabaseUrl::tls).
///
/// For clients whose settings carry TLS this is in the settings already. For those whose TLS lives in
/// a connector of its own (tokio-postgres, deadpool-postgres, diesel-async) it is what to build the
/// connector from; it is a field type too, from the same variable:
///
/// ```
/// use db_config::{DatabaseConfig, DatabaseUrl, TlsMode, TlsPlan};
///
/// #[derive(DatabaseConfig)]
/// struct Config {
///     database: DatabaseUrl, // or `tokio_postgres::Config`
///     #[database(env = "DATABASE_URL")]
///     tls: TlsPlan,
/// }
///
/// let config = Config::from_source(&[("DATABASE_URL", "postgres://app@db.example.com/app")])?;
/// assert_eq!(config.tls.mode(), TlsMode::Require);
/// assert_eq!(
///     config.tls.to_string(),
///     "require: `db.example.com` is outside every network known to be private",
/// );
/// # Ok::<(), db_config::ConfigError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsPlan {
    pub(crate) mode: TlsMode,
    pub(crate) reason: String,
    pub(crate) files: TlsFiles,
}

/// The files that a URL names for TLS.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TlsFiles {
    pub root_certificate: Option<RootCertificate>,
    pub client_certificate: Option<PathBuf>,
    pub client_key: Option<PathBuf>,
}

/// Which certificate authorities to trust.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RootCertificate {
    /// Those in a file of PEM certificates: libpq's `sslrootcert=path`.
    File(PathBuf),
    /// Those of the operating system: libpq's `sslrootcert=system`.
    System,
}

impl TlsPlan {
    /// The mode.
    pub fn mode(&self) -> TlsMode {
        self.mode
    }

    /// Who decided it: the attribute, a query key, `PGSSLMODE`, or the host.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The authorities to trust, where the URL names them.
    pub fn root_certificate(&self) -> Option<&RootCertificate> {
        self.files.root_certificate.as_ref()
    }

    /// The client's certificate, a PEM file.
    pub fn client_certificate(&self) -> Option<&Path> {
        self.files.client_certificate.as_deref()
    }

    /// The key of the client's certificate, a PEM file. MongoDB keeps both in one file.
    pub fn client_key(&self) -> Option<&Path> {
        self.files.client_key.as_deref()
    }

    /// The root certificate's path, where it is a file.
    pub(crate) fn root_file(&self) -> Option<&Path> {
        match self.root_certificate() {
            Some(RootCertificate::File(path)) => Some(path),
            _ => None,
        }
    }
}

impl fmt::Display for TlsPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.mode, self.reason)
    }
}

/// What the keys of one URL say about TLS, gathered key by key.
#[derive(Debug, Clone, Default)]
pub(crate) struct TlsStatements {
    /// How to encrypt, and the key that says so.
    mode: Option<(TlsMode, String)>,
    /// How far to verify where a key of its own says so.
    verify: Option<(TlsMode, String)>,
    /// The mode's dialect verifies unless told otherwise.
    verified: bool,
    pub files: TlsFiles,
}

/// Why a statement cannot be taken.
pub(crate) enum Refusal {
    /// The value is none of these words.
    Value(&'static str),
    /// It contradicts what this key said.
    Conflict(String),
}

const WORDS: &str = "write `disable`, `prefer`, `require`, `verify-ca` or `verify-full`";

impl TlsStatements {
    /// Takes what `name=value` says. Keys that say nothing about TLS change nothing.
    pub(crate) fn take(&mut self, key: Key, name: &str, value: &str) -> Result<(), Refusal> {
        let yes = || boolean(value).ok_or(Refusal::Value("write `true` or `false`"));
        match key {
            Key::Tls => self.encrypt(TlsMode::of_word(value).ok_or(Refusal::Value(WORDS))?, name),
            Key::TlsVerified if yes()? => {
                self.verified = true;
                self.encrypt(TlsMode::Require, name)
            }
            Key::TlsVerified => self.encrypt(TlsMode::Off, name),
            Key::TlsVerify => match value {
                "strict" | "true" => self.verify(TlsMode::VerifyFull, name),
                "accept_invalid_certs" | "false" => self.verify(TlsMode::Require, name),
                _ => Err(Refusal::Value("write `strict` or `accept_invalid_certs`")),
            },
            Key::TlsVerifyCa if !yes()? => self.verify(TlsMode::Require, name),
            Key::TlsVerifyHost if !yes()? => self.verify(TlsMode::VerifyCa, name),
            Key::TlsAcceptInvalid if yes()? => self.encrypt_and_verify(TlsMode::Require, name),
            Key::TlsAcceptInvalidHost if yes()? => self.encrypt_and_verify(TlsMode::VerifyCa, name),
            Key::RootCertificate => {
                let system = value == "system";
                let file = || RootCertificate::File(value.into());
                set(&mut self.files.root_certificate, if system { RootCertificate::System } else { file() }, name)
            }
            Key::ClientCertificate => set(&mut self.files.client_certificate, value.into(), name),
            Key::ClientKey => set(&mut self.files.client_key, value.into(), name),
            _ => Ok(()),
        }
    }

    fn encrypt(&mut self, mode: TlsMode, name: &str) -> Result<(), Refusal> {
        match &self.mode {
            Some((said, by)) if *said != mode => Err(Refusal::Conflict(by.clone())),
            Some(_) => Ok(()),
            None => {
                self.mode = Some((mode, name.to_owned()));
                Ok(())
            }
        }
    }

    fn verify(&mut self, mode: TlsMode, name: &str) -> Result<(), Refusal> {
        match &mut self.verify {
            Some((said, by)) if (*said == TlsMode::VerifyFull) != (mode == TlsMode::VerifyFull) => {
                Err(Refusal::Conflict(by.clone()))
            }
            Some((said, _)) => {
                *said = mode.min(*said);
                Ok(())
            }
            None => {
                self.verify = Some((mode, name.to_owned()));
                Ok(())
            }
        }
    }

    /// MongoDB: any `tls` option implies TLS.
    fn encrypt_and_verify(&mut self, mode: TlsMode, name: &str) -> Result<(), Refusal> {
        self.encrypt(TlsMode::Require, name)?;
        self.verify(mode, name)
    }

    /// What all statements together say, once all are taken: the mode and the key that says it, or
    /// the two keys that contradict each other.
    pub(crate) fn conclude(&self) -> Result<Option<(TlsMode, &str)>, (&str, &str)> {
        let system = self.files.root_certificate == Some(RootCertificate::System);
        let conclusion = match (&self.mode, &self.verify) {
            (None, Some((TlsMode::VerifyFull, by))) => Some((TlsMode::VerifyFull, by.as_str())),
            (None, _) if system => Some((TlsMode::VerifyFull, "sslrootcert=system")),
            (None, _) => None,
            (Some((mode, by)), verify) => {
                let mode = match (*mode, verify) {
                    (TlsMode::Require, Some((verify, _))) => *verify,
                    (TlsMode::Require, None) if self.verified => TlsMode::VerifyFull,
                    // As libpq: a root certificate is there to be used.
                    (TlsMode::Require, None) if self.files.root_certificate.is_some() && !system => TlsMode::VerifyCa,
                    (TlsMode::Prefer, Some((TlsMode::VerifyFull, _))) => TlsMode::VerifyFull,
                    (TlsMode::Off, Some((TlsMode::VerifyFull, verify))) => return Err((by, verify)),
                    (TlsMode::VerifyCa | TlsMode::VerifyFull, Some((weaker, verify))) if weaker < mode => {
                        return Err((by, verify));
                    }
                    (mode, _) => mode,
                };
                // libpq 16: "weak sslmode may not be used with sslrootcert=system".
                if system && mode != TlsMode::VerifyFull {
                    return Err((by, "sslrootcert=system"));
                }
                Some((mode, by.as_str()))
            }
        };
        Ok(conclusion)
    }
}

fn set<T: PartialEq>(slot: &mut Option<T>, value: T, name: &str) -> Result<(), Refusal> {
    match slot {
        Some(said) if *said != value => Err(Refusal::Conflict(name.to_owned())),
        _ => {
            *slot = Some(value);
            Ok(())
        }
    }
}

/// What the surroundings of a URL say about TLS.
#[derive(Debug, Clone, Default)]
pub(crate) struct TlsSurroundings {
    /// The field's or the container's `tls` attribute.
    pub attribute: Option<TlsMode>,
    /// `PGSSLMODE`, under `libpq_env`.
    pub pgsslmode: Option<TlsMode>,
    /// `PGSSLROOTCERT`, under `libpq_env`.
    pub pgsslrootcert: Option<RootCertificate>,
    /// `FLY_APP_NAME` is set.
    pub on_fly: bool,
}

impl TlsSurroundings {
    /// The mode that `PGSSLMODE` names, or what to write instead.
    pub(crate) fn mode_of(word: &str) -> Result<TlsMode, &'static str> {
        TlsMode::of_word(word).ok_or(WORDS)
    }

    pub(crate) fn root_of(value: &str) -> RootCertificate {
        if value == "system" { RootCertificate::System } else { RootCertificate::File(value.into()) }
    }
}

/// Decides: the attribute, the URL, `PGSSLMODE`, the host; the first that speaks.
///
/// `hosts` are the names and addresses that may be connected to; the strictest of them counts.
pub(crate) fn decide<'a>(
    statements: &TlsStatements,
    surroundings: &TlsSurroundings,
    hosts: impl Iterator<Item = &'a str>,
) -> TlsPlan {
    let mut files = statements.files.clone();
    if files.root_certificate.is_none() {
        files.root_certificate = surroundings.pgsslrootcert.clone();
    }
    let with_root = |mode| match (&files.root_certificate, mode) {
        (Some(RootCertificate::File(_)), TlsMode::Require) => TlsMode::VerifyCa,
        _ => mode,
    };
    let (mode, reason) = if let Some(mode) = surroundings.attribute {
        (with_root(mode), "the `tls` attribute says so".to_owned())
    } else if let Ok(Some((mode, by))) = statements.conclude() {
        (mode, format!("`{by}` in the URL says so"))
    } else if let Some(mode) = surroundings.pgsslmode {
        (with_root(mode), "PGSSLMODE says so".to_owned())
    } else {
        by_host(&files, hosts, surroundings.on_fly)
    };
    TlsPlan { mode, reason, files }
}

fn by_host<'a>(files: &TlsFiles, hosts: impl Iterator<Item = &'a str>, on_fly: bool) -> (TlsMode, String) {
    let (host, meaning) = hosts
        .map(|host| (host, hosts::meaning(host, on_fly)))
        .max_by_key(|(_, meaning)| meaning.mode)
        .unwrap_or_else(|| ("", hosts::meaning("", on_fly)));
    if files.root_certificate.is_some() && !host.is_empty() && !host.starts_with('/') {
        return (TlsMode::VerifyFull, "a root certificate is given".to_owned());
    }
    if files.client_certificate.is_some() && meaning.mode < TlsMode::Require {
        return (TlsMode::Require, "a client certificate is given".to_owned());
    }
    let host = if host.is_empty() { "the host".to_owned() } else { format!("`{host}`") };
    (meaning.mode, format!("{host} is {}", meaning.what))
}

#[cfg(test)]
mod tests {
    use super::{TlsMode, TlsMode::*};
    use crate::DatabaseUrl;

    /// What the URL says, in a mode and who says it, or the kind of problem.
    fn mode(query: &str) -> Option<TlsMode> {
        let url: Result<DatabaseUrl, _> = format!("mysql://h.example.com/d?{query}").parse();
        url.ok().map(|url| url.tls().mode())
    }

    #[test]
    fn every_dialect_is_understood() {
        for (query, expected) in [
            ("", Require),
            ("sslmode=disable", Off),
            ("ssl-mode=DISABLED", Off),
            ("ssl=false", Off),
            ("useSSL=false", Off),
            ("sslmode=allow", Prefer),
            ("ssl_mode=PREFERRED", Prefer),
            ("ssl-mode=REQUIRED", Require),
            ("ssl=true", Require),
            ("ssl=1", Require),
            ("sslmode=no-verify", Require),
            ("ssl=true&ssl=no-verify", Require),
            ("useSSL=true&verifyServerCertificate=false", Require),
            ("useSSL=true&verifyServerCertificate=true", VerifyFull),
            ("sslaccept=strict", VerifyFull),
            ("sslmode=require&sslaccept=strict", VerifyFull),
            ("sslmode=prefer&sslaccept=accept_invalid_certs", Prefer),
            ("sslaccept=accept_invalid_certs", Require),
            ("ssl={\"rejectUnauthorized\":true}", VerifyFull),
            ("ssl=%7B%22rejectUnauthorized%22:%20false%7D", Require),
            ("ssl={\"minVersion\":\"TLSv1.2\",\"rejectUnauthorized\":true}", VerifyFull),
            ("require_ssl=true", VerifyFull),
            ("require_ssl=true&verify_identity=false", VerifyCa),
            ("require_ssl=true&verify_ca=false&verify_identity=false", Require),
            ("require_ssl=true&verify_identity=false&verify_ca=false", Require),
            ("ssl-mode=VERIFY_CA", VerifyCa),
            ("sslmode=verify_identity&sslca=/ca.pem", VerifyFull),
            ("sslmode=require&ssl-ca=/ca.pem", VerifyCa),
            ("ssl-ca=/ca.pem", VerifyFull),
        ] {
            assert_eq!(mode(query), Some(expected), "{query}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for query in [
            "sslmode=yes-please",
            "ssl={\"ca\":\"x\"}",
            "ssl={\"rejectUnauthorized\":1}",
            "tlsmode=off",
            "verify=no",
            "sslmode=disable&ssl-mode=REQUIRED",
            "sslmode=verify-full&sslaccept=accept_invalid_certs",
            "sslmode=verify-full&trustServerCertificate=true",
            "ssl=false&sslaccept=strict",
            "ssl-ca=/a.pem&sslrootcert=/b.pem",
            "sslrootcert=system&sslmode=require",
        ] {
            assert_eq!(mode(query), None, "{query}");
        }
    }

    #[test]
    fn mongodb_verifies_unless_told_not_to() {
        let mode = |query: &str| format!("mongodb://localhost/?{query}").parse::<DatabaseUrl>().unwrap().tls().mode();
        assert_eq!(mode(""), Off);
        assert_eq!(mode("tls=true"), VerifyFull);
        assert_eq!(mode("ssl=true"), VerifyFull);
        assert_eq!(mode("tls=false"), Off);
        assert_eq!(mode("tls=true&tlsInsecure=true"), Require);
        assert_eq!(mode("tlsAllowInvalidCertificates=true"), Require);
        assert_eq!(mode("tls=true&tlsAllowInvalidHostnames=true"), VerifyCa);
        assert_eq!(mode("tlsCAFile=/ca.pem"), VerifyFull);
        let srv: DatabaseUrl = "mongodb+srv://h.example.com/?retryWrites=true".parse().unwrap();
        assert_eq!(srv.tls().mode(), VerifyFull);
        let srv: DatabaseUrl = "mongodb+srv://h.example.com/?ssl=false".parse().unwrap();
        assert_eq!(srv.tls().mode(), Off);
    }
}
