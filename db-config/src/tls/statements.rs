//! What each key says about TLS.

use std::path::PathBuf;

use super::{RootCertificate, TlsMode};
use crate::values::boolean;

/// The keys that say something about TLS, by what they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TlsKey {
    /// The mode.
    Mode,
    /// The mode, in a dialect that verifies unless told otherwise.
    VerifiedMode,
    /// Whether TLS is required, in a dialect where the alternative is `prefer`.
    Required,
    /// Whether the certificate is verified, if the mode is given elsewhere.
    Verify,
    /// The same for Prisma, whose `sslcert` is an authority's certificate.
    Accept,
    VerifyCa,
    VerifyHost,
    /// `true` turns the verification off, and TLS on.
    AcceptInvalid,
    /// The same for MongoDB, where another key is about the name.
    AcceptInvalidCertificate,
    AcceptInvalidHost,
    /// MongoDB's word for both, which cannot be combined with either.
    Insecure,
    Negotiation,
    RootCertificate,
    /// libpq's, which may be `system`.
    LibpqRootCertificate,
    ClientCertificate,
    /// MongoDB's, which imply TLS.
    VerifiedRootCertificate,
    VerifiedClientCertificate,
    ClientKey,
}

/// One statement: what `by` says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement<'a> {
    pub key: TlsKey,
    pub by: &'a str,
    pub value: &'a str,
}

/// Two statements that contradict each other.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Contradiction<'a>(pub &'a str, pub &'a str);

/// A mode, and what asks for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'a> {
    pub mode: TlsMode,
    pub by: &'a str,
}

/// All statements of a URL, or of its surroundings.
#[derive(Debug, Default)]
pub(super) struct Statements<'a> {
    /// Exactly this mode.
    pub exactly: Option<Said<'a>>,
    /// TLS, whatever the mode.
    pub encrypted: Option<&'a str>,
    /// TLS, in a dialect that verifies unless told otherwise.
    pub verified: Option<&'a str>,
    /// Verified at least this far.
    pub at_least: Option<Said<'a>>,
    /// Verified at most this far.
    pub at_most: Option<Said<'a>>,
    /// libpq 16: "weak sslmode may not be used with sslrootcert=system".
    pub system_roots: Option<&'a str>,
    pub insecure: Option<&'a str>,
    pub allow_invalid: Option<&'a str>,
    /// And what names it.
    pub root_certificate: Option<(RootCertificate, &'a str)>,
    pub client_certificate: Option<PathBuf>,
    pub client_key: Option<PathBuf>,
    client_certificate_by: Option<&'a str>,
    is_prismas: bool,
}

impl<'a> Statements<'a> {
    pub(super) fn gather(all: impl Iterator<Item = Statement<'a>>) -> Result<Self, Contradiction<'a>> {
        let mut statements = Self::default();
        for statement in all {
            statements.add(statement)?;
        }
        // Prisma: "sslcert=<PATH>: Path of the server certificate".
        if let (true, None, None, Some(by)) = (
            statements.is_prismas,
            &statements.client_key,
            &statements.root_certificate,
            statements.client_certificate_by,
        ) {
            statements.root_certificate =
                statements.client_certificate.take().map(|path| (RootCertificate::File(path), by));
        }
        // "If tlsInsecure is specified with tlsAllowInvalidCertificates or tlsAllowInvalidHostnames, it's an error",
        // says MongoDB's specification of its URI options, whatever their values.
        match (statements.insecure, statements.allow_invalid) {
            (Some(one), Some(other)) => Err(Contradiction(one, other)),
            _ => Ok(statements),
        }
    }

    /// The key's [`Takes`](crate::query::Takes) has checked the value.
    fn add(&mut self, Statement { key, by, value }: Statement<'a>) -> Result<(), Contradiction<'a>> {
        use TlsMode::{Require, VerifyCa, VerifyFull};
        let yes = boolean(value.as_bytes()) == Some(true);
        match key {
            TlsKey::Mode if yes => self.encrypted = Some(by),
            TlsKey::VerifiedMode if yes => self.verified = Some(by),
            TlsKey::Mode | TlsKey::VerifiedMode => return self.add_mode(by, value),
            TlsKey::Required if yes => self.encrypted = Some(by),
            TlsKey::Required => {}
            TlsKey::Accept => {
                self.is_prismas = true;
                match value.eq_ignore_ascii_case("strict") {
                    true => self.raise(VerifyFull, by),
                    false => self.lower(Require, by),
                }
            }
            TlsKey::Verify if yes => self.raise(VerifyFull, by),
            TlsKey::Verify => self.lower(Require, by),
            TlsKey::VerifyCa if yes => self.raise(VerifyCa, by),
            TlsKey::VerifyCa => self.lower(Require, by),
            TlsKey::VerifyHost if yes => self.raise(VerifyFull, by),
            TlsKey::VerifyHost => self.lower(VerifyCa, by),
            TlsKey::Insecure => {
                self.insecure = Some(by);
                self.accept_invalid(yes, Require, by);
            }
            TlsKey::AcceptInvalid => self.accept_invalid(yes, Require, by),
            TlsKey::AcceptInvalidCertificate => {
                self.allow_invalid = Some(by);
                if yes {
                    self.accept_invalid(true, Require, by);
                } else {
                    // Another key is about the name.
                    self.verified = Some(by);
                    self.raise(VerifyCa, by);
                }
            }
            TlsKey::AcceptInvalidHost => {
                self.allow_invalid = Some(by);
                self.accept_invalid(yes, VerifyCa, by);
            }
            TlsKey::Negotiation if value.eq_ignore_ascii_case("direct") => self.encrypted = Some(by),
            TlsKey::Negotiation => {}
            TlsKey::LibpqRootCertificate if value == "system" => {
                self.system_roots = Some(by);
                self.raise(VerifyFull, by);
                return self.add_root(RootCertificate::System, by);
            }
            TlsKey::RootCertificate | TlsKey::LibpqRootCertificate => return self.add_root_file(value, by),
            TlsKey::VerifiedRootCertificate => {
                self.verified = Some(by);
                return self.add_root_file(value, by);
            }
            TlsKey::ClientCertificate => {
                self.client_certificate = file(value);
                self.client_certificate_by = Some(by);
            }
            TlsKey::VerifiedClientCertificate => {
                self.client_certificate = file(value);
                self.verified = Some(by);
            }
            TlsKey::ClientKey => self.client_key = file(value),
        }
        Ok(())
    }

    fn add_mode(&mut self, by: &'a str, value: &str) -> Result<(), Contradiction<'a>> {
        let Some(mode) = TlsMode::of_word(value.as_bytes()) else { return Ok(()) };
        let is_require = ["require", "required"].iter().any(|word| value.eq_ignore_ascii_case(word));
        if mode == TlsMode::Require && !is_require {
            // node-postgres' `no-verify`, Go's `skip-verify`: it explicitly asks not to verify.
            self.lower(mode, by);
        }
        match self.exactly {
            Some(other) if other.mode != mode => Err(Contradiction(by, other.by)),
            _ => {
                self.exactly = Some(Said { mode, by });
                Ok(())
            }
        }
    }

    fn add_root_file(&mut self, value: &str, by: &'a str) -> Result<(), Contradiction<'a>> {
        match file(value) {
            Some(path) => self.add_root(RootCertificate::File(path), by),
            None => Ok(()),
        }
    }

    fn add_root(&mut self, root: RootCertificate, by: &'a str) -> Result<(), Contradiction<'a>> {
        match &self.root_certificate {
            Some((other, said_by)) if *other != root => Err(Contradiction(by, said_by)),
            _ => {
                self.root_certificate = Some((root, by));
                Ok(())
            }
        }
    }

    fn accept_invalid(&mut self, yes: bool, mode: TlsMode, by: &'a str) {
        if yes {
            self.encrypted = Some(by);
            self.lower(mode, by);
        } else {
            self.raise(TlsMode::VerifyFull, by);
        }
    }

    fn raise(&mut self, mode: TlsMode, by: &'a str) {
        if self.at_least.is_none_or(|said| mode > said.mode) {
            self.at_least = Some(Said { mode, by });
        }
    }

    fn lower(&mut self, mode: TlsMode, by: &'a str) {
        if self.at_most.is_none_or(|said| mode < said.mode) {
            self.at_most = Some(Said { mode, by });
        }
    }
}

/// libpq treats an empty value as unset.
fn file(value: &str) -> Option<PathBuf> {
    (!value.is_empty()).then(|| value.into())
}
