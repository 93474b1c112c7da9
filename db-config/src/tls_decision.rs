//! Who decides about TLS: what the keys of a URL say, what its surroundings say, what its hosts mean.

use crate::hosts;
use crate::keys::{Key, boolean};
use crate::tls::{RootCertificate, TlsFiles, TlsMode, TlsPlan};

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
