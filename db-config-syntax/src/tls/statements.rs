//! The TLS statements of query parameters and environment variables.
//!
//! A statement is one of these:
//!
//! | kind | examples | effect |
//! |---|---|---|
//! | word | `sslmode=require`, `ssl=false` | sets the mode |
//! | floor | `ssl=true`, `sslaccept=strict` | requires at least a mode |
//! | ceiling | `sslmode=no-verify`, `trustServerCertificate=true` | turns off the verification above a mode |
//! | file | `sslrootcert=/ca.pem`, `sslcert`, `sslkey` | sets certificates, but no mode |
//!
//! `no-verify` and similar values are the word `require` with a ceiling at `require`.

use std::path::{Path, PathBuf};

use super::TlsMode;
use crate::values::boolean;
use TlsMode::{Off, Prefer, Require, VerifyCa, VerifyFull};

/// The meaning of a TLS parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsKey {
    /// The mode.
    Mode,
    /// The mode, for a client that verifies by default.
    VerifiedMode,
    /// The mode in a variable such as `DATABASE_TLS`, where `true` is the word `require`.
    Variable,
    /// Whether TLS is required, for a client whose other mode is `prefer`.
    Required,
    /// Whether the certificate is verified, if another parameter sets the mode.
    Verify,
    /// Like [`Verify`](Self::Verify), but for Prisma, whose `sslcert` is a CA certificate.
    Accept,
    /// Whether the certificate is verified, for a client with another parameter for the host name.
    VerifyCa,
    /// Whether the host name is verified.
    VerifyHost,
    /// Whether to turn verification off. It does not turn TLS on.
    SkipVerify,
    /// `ssl_cert_reqs` of redis-py: `none` turns verification off.
    CertificateRequirements,
    /// Whether to turn verification off. `true` also turns TLS on.
    AcceptInvalid,
    /// Like [`AcceptInvalid`](Self::AcceptInvalid), but for MongoDB and mysql, which have another parameter for the host name.
    AcceptInvalidCertificate,
    /// Like [`AcceptInvalidCertificate`](Self::AcceptInvalidCertificate), but for the host name.
    AcceptInvalidHost,
    /// MongoDB's parameter for both the certificate and the host name. It cannot be combined with the separate ones.
    Insecure,
    /// libpq's `sslnegotiation`.
    Negotiation,
    /// The file of CA certificates.
    RootCertificate,
    /// The file of CA certificates in libpq, which may be `system`.
    LibpqRootCertificate,
    /// The file of the client certificate.
    ClientCertificate,
    /// The file of the client key.
    ClientKey,
}

/// The trusted roots.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RootCertificate {
    /// The CA certificates in a PEM file, as in libpq's `sslrootcert=path`.
    File(PathBuf),
    /// The trusted roots of the operating system, as in libpq's `sslrootcert=system`.
    System,
}

impl RootCertificate {
    /// Returns the path, if it is a file.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::System => None,
        }
    }
}

/// Returns the scheme if it implies TLS with verification: Redis' `rediss` and `valkeys`, and [MongoDB's
/// `mongodb+srv`](https://www.mongodb.com/docs/manual/reference/connection-string-formats/#srv-connection-format), whose URL
/// may turn TLS off.
pub fn scheme_that_implies_tls(scheme: &str) -> Option<&'static str> {
    [MONGODB_SRV, "rediss", "valkeys"].into_iter().find(|known| known.eq_ignore_ascii_case(scheme))
}

/// Returns the scheme if it means a plaintext connection, unless something else asks for TLS.
pub fn scheme_without_tls(scheme: &str) -> Option<&'static str> {
    ["redis", "valkey"].into_iter().find(|known| *known == scheme)
}

const MONGODB_SRV: &str = "mongodb+srv";

/// The value of a TLS parameter.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'a> {
    /// The meaning of the parameter.
    pub key: TlsKey,
    /// The query parameter or environment variable.
    pub name: &'a str,
    /// Its value.
    pub value: &'a str,
}

/// The names of two statements that contradict each other.
#[derive(Debug, PartialEq, Eq)]
pub struct Contradiction<'a>(pub &'a str, pub &'a str);

/// A mode, and the query parameter or environment variable that sets it.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The mode.
    pub mode: TlsMode,
    /// The query parameter or environment variable.
    pub name: &'a str,
}

/// A requirement of at least a mode.
#[derive(Debug, Clone, Copy)]
pub struct Floor<'a> {
    /// The weakest mode that meets the requirement.
    pub least: Request<'a>,
    /// Whether a weaker word is an error.
    ///
    /// libpq rejects one with "weak sslmode may not be used with sslrootcert=system", and with a similar message for
    /// `sslnegotiation=direct`.
    rejects_weaker: bool,
}

/// The TLS statements of one source: the URL, a variable such as `DATABASE_TLS`, or libpq's variables.
#[derive(Debug, Default)]
pub struct Statements<'a> {
    /// The word.
    pub word: Option<Request<'a>>,
    /// The floors.
    pub floors: Vec<Floor<'a>>,
    /// The lowest ceiling.
    pub ceiling: Option<Request<'a>>,
    /// The trusted roots, and the parameter that sets them.
    pub root_certificate: Option<(RootCertificate, &'a str)>,
    /// The client certificate, and the parameter that sets it.
    pub client_certificate: Option<(PathBuf, &'a str)>,
    /// The key of the client certificate.
    pub client_key: Option<PathBuf>,
    /// The parameter that requires TLS with as much verification as the ceiling allows.
    verified: Option<&'a str>,
    insecure: Option<&'a str>,
    allow_invalid: Option<&'a str>,
    is_prismas: bool,
}

impl<'a> Statements<'a> {
    /// Gathers the statements of one source. For a database whose clients verify by default, `require` without a ceiling
    /// means `verify-full`.
    ///
    /// # Errors
    ///
    /// Two statements set different modes or files, or cannot be combined.
    pub fn gather(all: impl IntoIterator<Item = Statement<'a>>, verifies: bool) -> Result<Self, Contradiction<'a>> {
        let mut statements = Self::default();
        for statement in all {
            statements.add(statement)?;
        }
        statements.read_prismas_certificate();
        // MongoDB's URI options specification: "If tlsInsecure is specified with tlsAllowInvalidCertificates or
        // tlsAllowInvalidHostnames, it's an error". The values do not matter.
        if let (Some(one), Some(other)) = (statements.insecure, statements.allow_invalid) {
            return Err(Contradiction(one, other));
        }
        if let Some(name) = statements.verified {
            statements.raise(statements.ceiling.map_or(VerifyFull, |ceiling| ceiling.mode), name);
        }
        if verifies && statements.ceiling.is_none() {
            let floors = statements.floors.iter_mut().map(|floor| &mut floor.least);
            for request in floors.chain(&mut statements.word).filter(|request| request.mode == Require) {
                request.mode = VerifyFull;
            }
        }
        Ok(statements)
    }

    /// Adds the floor of a scheme that implies TLS with verification. A MongoDB URL that sets a mode overrides its scheme.
    pub fn add_scheme(&mut self, scheme: &'a str) {
        if scheme != MONGODB_SRV || self.word.is_none() {
            self.raise(self.ceiling.map_or(VerifyFull, |ceiling| ceiling.mode), scheme);
        }
    }

    /// Rejects statements that contradict each other.
    ///
    /// # Errors
    ///
    /// Returns the first contradiction.
    pub fn check(&self) -> Result<(), Contradiction<'a>> {
        let here = |request| (Place::Url, request);
        contradiction(self.word.map(here), self.floors.iter().map(|floor| (Place::Url, *floor)), self.ceiling)
    }

    /// Returns the strongest mode that the source sets or requires.
    pub fn strongest(&self) -> Option<Request<'a>> {
        self.floors.iter().map(|floor| floor.least).chain(self.word).reduce(stronger)
    }

    /// Adds a statement. Its value must be valid for the parameter's [`ValueType`](crate::query::ValueType).
    fn add(&mut self, Statement { key, name, value }: Statement<'a>) -> Result<(), Contradiction<'a>> {
        let yes = boolean(value) == Some(true);
        match key {
            TlsKey::Mode if yes => self.raise(Require, name),
            TlsKey::VerifiedMode if yes => self.verified = Some(name),
            TlsKey::Mode | TlsKey::VerifiedMode | TlsKey::Variable => return self.add_word(name, value),
            TlsKey::Required if yes => self.raise(Require, name),
            TlsKey::Required => {}
            TlsKey::Accept => {
                self.is_prismas = true;
                match value.eq_ignore_ascii_case("strict") {
                    true => self.raise(VerifyFull, name),
                    false => self.lower(Require, name),
                }
            }
            TlsKey::Verify if yes => self.raise(VerifyFull, name),
            TlsKey::Verify => self.lower(Require, name),
            TlsKey::VerifyCa if yes => self.raise(VerifyCa, name),
            TlsKey::VerifyCa => self.lower(Require, name),
            TlsKey::VerifyHost if yes => self.raise(VerifyFull, name),
            TlsKey::VerifyHost => self.lower(VerifyCa, name),
            TlsKey::SkipVerify if yes => self.lower(Require, name),
            TlsKey::SkipVerify => {}
            TlsKey::CertificateRequirements if value.to_ascii_lowercase().ends_with("none") => {
                self.lower(Require, name)
            }
            TlsKey::CertificateRequirements => self.raise(VerifyFull, name),
            TlsKey::Insecure => {
                self.insecure = Some(name);
                self.accept_invalid(yes, Require, name);
            }
            TlsKey::AcceptInvalid => self.accept_invalid(yes, Require, name),
            TlsKey::AcceptInvalidCertificate => {
                self.allow_invalid = Some(name);
                if yes {
                    self.accept_invalid(true, Require, name);
                } else {
                    // Another parameter controls the verification of the host name.
                    self.verified = Some(name);
                    self.raise(VerifyCa, name);
                }
            }
            TlsKey::AcceptInvalidHost => {
                self.allow_invalid = Some(name);
                if yes {
                    // The client still verifies the certificate.
                    self.verified = Some(name);
                    self.lower(VerifyCa, name);
                } else {
                    self.raise(VerifyFull, name);
                }
            }
            TlsKey::Negotiation if value.eq_ignore_ascii_case("direct") => self.reject_weaker(Require, name),
            TlsKey::Negotiation => {}
            TlsKey::LibpqRootCertificate if value == "system" => {
                self.reject_weaker(VerifyFull, name);
                return self.add_root(RootCertificate::System, name);
            }
            TlsKey::RootCertificate | TlsKey::LibpqRootCertificate => {
                if let Some(path) = file(value) {
                    return self.add_root(RootCertificate::File(path), name);
                }
            }
            TlsKey::ClientCertificate => self.client_certificate = file(value).map(|path| (path, name)),
            TlsKey::ClientKey => self.client_key = file(value),
        }
        Ok(())
    }

    fn add_word(&mut self, name: &'a str, value: &str) -> Result<(), Contradiction<'a>> {
        let Some(mode) = TlsMode::from_word(value) else { return Ok(()) };
        let is_insecure = mode == Require
            && boolean(value).is_none()
            && !["require", "required"].iter().any(|word| value.eq_ignore_ascii_case(word));
        if is_insecure {
            // node-postgres' `no-verify` and Go's `skip-verify` explicitly turn verification off.
            self.lower(mode, name);
        }
        match self.word {
            Some(other) if other.mode != mode => Err(Contradiction(name, other.name)),
            _ => {
                self.word = Some(Request { mode, name });
                Ok(())
            }
        }
    }

    fn add_root(&mut self, root: RootCertificate, name: &'a str) -> Result<(), Contradiction<'a>> {
        match &self.root_certificate {
            Some((other, other_name)) if *other != root => Err(Contradiction(name, other_name)),
            _ => {
                self.root_certificate = Some((root, name));
                Ok(())
            }
        }
    }

    /// Treats Prisma's `sslcert` as a CA certificate. Its documentation: "sslcert=<PATH>: Path of the server certificate".
    fn read_prismas_certificate(&mut self) {
        if self.is_prismas && self.client_key.is_none() && self.root_certificate.is_none() {
            let certificate = self.client_certificate.take();
            self.root_certificate = certificate.map(|(path, name)| (RootCertificate::File(path), name));
        }
    }

    fn accept_invalid(&mut self, yes: bool, mode: TlsMode, name: &'a str) {
        if yes {
            self.raise(Require, name);
            self.lower(mode, name);
        } else {
            self.raise(VerifyFull, name);
        }
    }

    fn raise(&mut self, mode: TlsMode, name: &'a str) {
        self.floors.push(Floor { least: Request { mode, name }, rejects_weaker: false });
    }

    fn reject_weaker(&mut self, mode: TlsMode, name: &'a str) {
        self.floors.push(Floor { least: Request { mode, name }, rejects_weaker: true });
    }

    fn lower(&mut self, mode: TlsMode, name: &'a str) {
        if self.ceiling.is_none_or(|ceiling| mode < ceiling.mode) {
            self.ceiling = Some(Request { mode, name });
        }
    }
}

/// The source of a TLS statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The URL.
    Url,
    /// The TLS variable, such as `DATABASE_TLS`.
    Variable,
    /// libpq's variables.
    Libpq,
}

/// Rejects statements that contradict each other.
///
/// # Errors
///
/// The word or the ceiling is below a floor, or the word is above the ceiling.
pub fn contradiction<'a>(
    word: Option<(Place, Request<'a>)>,
    floors: impl Iterator<Item = (Place, Floor<'a>)>,
    ceiling: Option<Request<'a>>,
) -> Result<(), Contradiction<'a>> {
    for (place, Floor { least, rejects_weaker }) in floors {
        if let Some((place_of_word, word)) = word.filter(|(_, word)| word.mode < least.mode) {
            let is_raised = match word.mode {
                Off => false,
                Prefer => place != place_of_word,
                Require | VerifyCa | VerifyFull => true,
            };
            if rejects_weaker || !is_raised {
                return Err(Contradiction(word.name, least.name));
            }
        }
        if let Some(ceiling) = ceiling.filter(|ceiling| ceiling.mode < least.mode) {
            return Err(Contradiction(least.name, ceiling.name));
        }
    }
    match (word, ceiling) {
        (Some((_, word)), Some(ceiling)) if word.mode > ceiling.mode => Err(Contradiction(word.name, ceiling.name)),
        _ => Ok(()),
    }
}

/// Returns the request with the stronger mode, or the first one if the modes are equal.
fn stronger<'a>(one: Request<'a>, other: Request<'a>) -> Request<'a> {
    if other.mode > one.mode { other } else { one }
}

/// Returns a path, or `None` for an empty value, which libpq treats as unset.
fn file(value: &str) -> Option<PathBuf> {
    (!value.is_empty()).then(|| value.into())
}
