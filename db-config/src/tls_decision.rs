//! Who decides about TLS: what the keys of a URL say, what its surroundings say, what its hosts mean.

use crate::ascii::boolean;
use crate::hosts;
use crate::keys::Key;
use crate::tls::{RootCertificate, TlsFiles, TlsMode, TlsPlan};

/// What the keys of one URL say about TLS, gathered key by key.
#[derive(Debug, Clone, Default)]
pub(crate) struct TlsStatements {
    mode: Option<Statement>,
    /// How far to verify where a key of its own says so.
    verify: Option<Statement>,
    /// The mode's dialect verifies unless told otherwise.
    verified: bool,
    pub files: TlsFiles,
}

#[derive(Debug, Clone)]
struct Statement {
    mode: TlsMode,
    /// The key that says so.
    by: String,
    /// A mere "yes", which a word for a stronger mode does not contradict.
    at_least: bool,
}

/// The key that says the contrary.
type Contradiction = String;

impl TlsStatements {
    /// Takes what `name=value` says; its `Takes` has checked the value. Keys that say nothing about TLS
    /// change nothing.
    pub(crate) fn take(&mut self, key: Key, name: &str, value: &str) -> Result<(), Contradiction> {
        let yes = boolean(value.as_bytes()) == Some(true);
        match key {
            Key::Tls | Key::TlsRequired if yes => self.encrypt(TlsMode::Require, name, true),
            Key::TlsRequired => Ok(()),
            Key::TlsVerified if yes => {
                self.verified = true;
                self.encrypt(TlsMode::Require, name, true)
            }
            Key::Tls | Key::TlsVerified => {
                TlsMode::of_word(value.as_bytes()).map_or(Ok(()), |mode| self.encrypt(mode, name, false))
            }
            Key::TlsVerify if yes || value.eq_ignore_ascii_case("strict") => self.verify(TlsMode::VerifyFull, name),
            Key::TlsVerify => self.verify(TlsMode::Require, name),
            Key::TlsVerifyCa if !yes => self.verify(TlsMode::Require, name),
            Key::TlsVerifyHost if !yes => self.verify(TlsMode::VerifyCa, name),
            // MongoDB: any `tls` option implies TLS.
            Key::TlsAcceptInvalid if yes => {
                self.encrypt(TlsMode::Require, name, true)?;
                self.verify(TlsMode::Require, name)
            }
            Key::TlsAcceptInvalidHost if yes => {
                self.encrypt(TlsMode::Require, name, true)?;
                self.verify(TlsMode::VerifyCa, name)
            }
            Key::RootCertificate => {
                let libpq = name.eq_ignore_ascii_case("sslrootcert");
                let root = if libpq { RootCertificate::of(value) } else { RootCertificate::File(value.into()) };
                set(&mut self.files.root_certificate, root, name)
            }
            Key::ClientCertificate => set(&mut self.files.client_certificate, value.into(), name),
            Key::ClientKey => set(&mut self.files.client_key, value.into(), name),
            _ => Ok(()),
        }
    }

    fn encrypt(&mut self, mode: TlsMode, name: &str, at_least: bool) -> Result<(), Contradiction> {
        match &mut self.mode {
            Some(said) if said.mode == mode || at_least && said.mode > TlsMode::Prefer => {
                said.at_least &= at_least;
                Ok(())
            }
            Some(said) if !(said.at_least && mode > said.mode) => Err(said.by.clone()),
            slot => {
                *slot = Some(Statement { mode, by: name.to_owned(), at_least });
                Ok(())
            }
        }
    }

    fn verify(&mut self, mode: TlsMode, name: &str) -> Result<(), Contradiction> {
        match &mut self.verify {
            Some(said) if (said.mode == TlsMode::VerifyFull) != (mode == TlsMode::VerifyFull) => Err(said.by.clone()),
            Some(said) => {
                said.mode = mode.min(said.mode);
                Ok(())
            }
            slot => {
                *slot = Some(Statement { mode, by: name.to_owned(), at_least: false });
                Ok(())
            }
        }
    }

    /// What all statements together say, once all are taken: the mode and the key that says it, or
    /// the two keys that contradict each other.
    pub(crate) fn conclude(&self) -> Result<Option<(TlsMode, &str)>, (&str, &str)> {
        let system = self.files.root_certificate == Some(RootCertificate::System);
        let verify = self.verify.as_ref().map(|verify| (verify.mode, verify.by.as_str()));
        let Some(Statement { mode, by, .. }) = &self.mode else {
            return Ok(match verify {
                Some((TlsMode::VerifyFull, by)) => Some((TlsMode::VerifyFull, by)),
                _ if system => Some((TlsMode::VerifyFull, SYSTEM)),
                _ => None,
            });
        };
        let mode = match (*mode, verify) {
            (TlsMode::Require, Some((verify, _))) => verify,
            (TlsMode::Require, None) if self.verified => TlsMode::VerifyFull,
            (TlsMode::Prefer, Some((TlsMode::VerifyFull, _))) => TlsMode::VerifyFull,
            (TlsMode::Off, Some((TlsMode::VerifyFull, verify))) => return Err((by, verify)),
            (mode @ (TlsMode::VerifyCa | TlsMode::VerifyFull), Some((weaker, verify))) if weaker < mode => {
                return Err((by, verify));
            }
            (mode, _) => mode,
        };
        // libpq 16: "weak sslmode may not be used with sslrootcert=system".
        if system && mode != TlsMode::VerifyFull { Err((by, SYSTEM)) } else { Ok(Some((mode, by))) }
    }
}

const SYSTEM: &str = "sslrootcert=system";

fn set<T: PartialEq>(slot: &mut Option<T>, value: T, name: &str) -> Result<(), Contradiction> {
    match slot {
        Some(said) if *said != value => Err(name.to_owned()),
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

/// Decides: the attribute, the URL, `PGSSLMODE`, what the scheme implies, the host; the first that speaks.
///
/// `hosts` are the names and addresses that may be connected to; the strictest of them counts.
pub(crate) fn decide<'a>(
    statements: &TlsStatements,
    surroundings: &TlsSurroundings,
    implied: Option<(TlsMode, &str)>,
    hosts: impl Iterator<Item = &'a str>,
) -> TlsPlan {
    let mut files = statements.files.clone();
    if files.root_certificate.is_none() {
        files.root_certificate = surroundings.pgsslrootcert.clone();
    }
    // As libpq: a root certificate is there to be used.
    let with_root = |mode| match &files.root_certificate {
        Some(RootCertificate::File(_)) if mode == TlsMode::Require => TlsMode::VerifyCa,
        Some(RootCertificate::System) if mode >= TlsMode::Require => TlsMode::VerifyFull,
        _ => mode,
    };
    let (mode, reason) = if let Some(mode) = surroundings.attribute {
        (with_root(mode), "the `tls` attribute says so".to_owned())
    } else if let Ok(Some((mode, by))) = statements.conclude() {
        let mode = if statements.verify.is_some() { mode } else { with_root(mode) };
        (mode, format!("`{by}` in the URL says so"))
    } else if let Some(mode) = surroundings.pgsslmode {
        (with_root(mode), "PGSSLMODE says so".to_owned())
    } else if let Some((mode, reason)) = implied {
        (mode, reason.to_owned())
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
    use crate::{DatabaseUrl, TlsMode, TlsMode::*};

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
            ("ssl=true&sslmode=verify-full", VerifyFull),
            ("sslmode=verify-ca&ssl=true", VerifyCa),
            ("requireSSL=true", Require),
            ("useSSL=true&requireSSL=false", Require),
            ("requireSSL=false", Require),
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
            "sslmode=prefer&ssl=true",
            "sslmode=require&sslmode=verify-full",
            "requireSSL=maybe",
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
