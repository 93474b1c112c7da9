//! Chooses the TLS mode from the parameters, variables and attributes of all places.
//!
//! The order of the places is: the URL, a variable such as `DATABASE_TLS`, libpq's variables. A default URL comes after
//! the variable, and with `libpq_env` last.
//!
//! A *word* names the mode, such as `sslmode=require`. A *floor* sets a minimum, such as `ssl=true`. A *ceiling* sets a
//! maximum, such as `trustServerCertificate=true`. A *guess* is the mode if there is neither a word nor a floor.
//!
//! | step | rule |
//! |---|---|
//! | 1 | The first word counts. A variable such as `DATABASE_TLS` replaces the weaker word of a URL; a weaker variable is an error. |
//! | 2 | The strictest floor of all places counts. `off`, a ceiling, or a word that the floor rejects is an error that names both. The floor of another place raises `prefer`; that of the same place is an error. |
//! | 3 | Without a word and a floor, `default_tls` counts, otherwise the strictest host. |
//! | 4 | A CA certificate raises `require` to `verify-ca`, and a guess to `verify-full`. A client certificate raises a guess to `require`. |
//! | 5 | The `tls` attribute raises every mode except an explicit `off`, `prefer` or ceiling, which are errors. |
//!
//! The scheme `redis` sets the guess to `off`, in place of `default_tls` and the host.
//!
//! A ceiling counts unless an earlier place has a word. For a Unix socket only the URL counts.

use std::mem;
use std::path::PathBuf;

use db_config_syntax::tls::{Place, Request, Statements, contradiction};

use super::{Contradiction, HostKind, RootCertificate, Statement, TlsMode, TlsPlan, TlsReason};
use TlsMode::{Off, Prefer, Require, VerifyCa, VerifyFull};

/// Everything that the TLS mode depends on.
pub(crate) struct Decision<'a> {
    /// The query parameters of the URL or of the default URL.
    pub url: Vec<Statement<'a>>,
    /// The variable that sets the TLS mode, such as `DATABASE_TLS`.
    pub variable: Option<Statement<'a>>,
    /// libpq's variables.
    pub libpq: Vec<Statement<'a>>,
    /// The URL is the field's default.
    pub is_default: bool,
    /// libpq's variables override the default: the `libpq_env` attribute.
    pub libpq_first: bool,
    /// libpq's variables name the hosts, so the default's mode may be too weak for them.
    pub hosts_of_variables: bool,
    /// A scheme that implies TLS, such as `rediss`.
    pub tls_scheme: Option<&'static str>,
    /// A scheme that means a plaintext connection unless something asks for TLS: `redis`.
    pub plaintext_scheme: Option<&'static str>,
    /// The clients of MongoDB and Redis do not support `prefer`, and by default verify the server whenever TLS is on.
    pub verifies: bool,
    /// The names, addresses and sockets of the servers. A server with a name and an address has two entries.
    pub hosts: Vec<TlsHost<'a>>,
    /// The app runs on Fly.io.
    pub on_fly: bool,
    /// The `tls` attribute: the minimum.
    pub minimum: Option<TlsMode>,
    /// The `default_tls` attribute: the mode if nothing else names one.
    pub fallback: Option<TlsMode>,
}

impl Decision<'_> {
    /// Returns whether every server is a Unix socket.
    fn is_local(&self) -> bool {
        !self.hosts.is_empty() && self.hosts.iter().all(|host| host.is_socket)
    }

    /// Returns whether every server may be a Unix socket, as an omitted host may be.
    fn may_be_local(&self) -> bool {
        self.hosts.iter().all(|host| host.is_socket || host.name.is_empty())
    }
}

/// A host for the host table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TlsHost<'a> {
    pub name: &'a str,
    pub is_socket: bool,
}

/// The chosen mode, and the host whose row in the table is stricter, if there is one.
#[derive(Debug)]
pub(crate) struct Decided {
    pub plan: TlsPlan,
    pub stricter_host: Option<(String, TlsMode)>,
}

/// A mode and its reason.
struct Verdict {
    mode: TlsMode,
    reason: TlsReason,
}

pub(crate) fn decide(mut decision: Decision<'_>) -> Result<Decided, Contradiction<'_>> {
    let stated = Stated::new(gather(&mut decision)?)?;
    let row = strictest(&decision.hosts, decision.on_fly, decision.verifies);
    let verdict = verdict(&decision, &stated, &row)?;
    let is_below_row = match decision.plaintext_scheme {
        // Redis in a private network usually has no TLS.
        Some(_) => verdict.mode == Off && row.kind.mode() == Require,
        None => {
            let decider = verdict.reason.decider();
            verdict.mode < row.mode && matches!(decider, TlsReason::EnvVar(_) | TlsReason::DefaultAttribute)
        }
    };
    let plan = TlsPlan {
        mode: verdict.mode,
        reason: verdict.reason,
        root_certificate: stated.root_certificate,
        client_certificate: stated.client_certificate,
        client_key: stated.client_key,
        accepts_any_certificate: stated.ceiling.is_some_and(|ceiling| ceiling.mode <= Require),
    };
    // The clients of these databases do not support `prefer`.
    let plan = if decision.verifies { plan.downgrade_implied_prefer() } else { plan };
    Ok(Decided { plan, stricter_host: is_below_row.then(|| (row.name.to_owned(), row.mode)) })
}

/// Gathers the statements of each place, in the order of the places.
fn gather<'a>(decision: &mut Decision<'a>) -> Result<[(Place, Statements<'a>); 3], Contradiction<'a>> {
    let (verifies, libpq_first) = (decision.verifies, decision.libpq_first);
    let (variable, libpq) = match decision.is_local() {
        true => (None, Vec::new()),
        false => (decision.variable.take(), mem::take(&mut decision.libpq)),
    };
    let mut url = Statements::gather(mem::take(&mut decision.url), verifies)?;
    let variable = Statements::gather(variable, verifies)?;
    let mut libpq = Statements::gather(libpq, verifies)?;
    if let Some(scheme) = decision.tls_scheme {
        url.add_scheme(scheme);
    }
    if libpq.word.is_some() || !libpq_first && url.word.is_some() {
        // libpq: "This environment variable is deprecated in favor of the PGSSLMODE variable; setting both variables
        // suppresses the effect of this one."
        libpq.floors.retain(|floor| floor.least.name != "PGREQUIRESSL");
    }
    if !decision.is_default {
        replace_weaker_word(&mut url, &variable)?;
    }
    let (url, variable, libpq) = ((Place::Url, url), (Place::Variable, variable), (Place::Libpq, libpq));
    Ok(match (decision.is_default, libpq_first) {
        (false, _) => [url, variable, libpq],
        (true, false) => [variable, url, libpq],
        (true, true) => [variable, libpq, url],
    })
}

/// The statements of all places together.
struct Stated<'a> {
    word: Option<(Place, Request<'a>)>,
    /// The strongest of the word and the floors.
    strongest: Option<(Place, Request<'a>)>,
    ceiling: Option<Request<'a>>,
    root_certificate: Option<RootCertificate>,
    client_certificate: Option<PathBuf>,
    client_key: Option<PathBuf>,
}

impl<'a> Stated<'a> {
    fn new(places: [(Place, Statements<'a>); 3]) -> Result<Self, Contradiction<'a>> {
        let word = places.iter().find_map(|(place, statements)| statements.word.map(|word| (*place, word)));
        let floors =
            || places.iter().flat_map(|(place, statements)| statements.floors.iter().map(|floor| (*place, *floor)));
        let has_word = places.iter().position(|(_, statements)| statements.word.is_some());
        let ceilings = places[..has_word.map_or(places.len(), |place| place + 1)].iter();
        let ceiling = ceilings.filter_map(|(_, statements)| statements.ceiling).reduce(weaker);
        contradiction(word, floors(), ceiling)?;
        let strongest =
            floors().map(|(place, floor)| (place, floor.least)).fold(word, |strongest, request| match strongest {
                Some((_, other)) if request.1.mode <= other.mode => strongest,
                _ => Some(request),
            });
        let first = || places.iter().map(|(_, statements)| statements);
        let root = first().find_map(|statements| statements.root_certificate.clone()).map(|(root, _)| root);
        let client = first().find_map(|statements| statements.client_certificate.clone()).map(|(path, _)| path);
        let client_key = first().find_map(|statements| statements.client_key.clone());
        Ok(Self { word, strongest, ceiling, root_certificate: root, client_certificate: client, client_key })
    }
}

/// Chooses the mode: steps 3 to 5.
fn verdict<'a>(decision: &Decision<'a>, stated: &Stated<'a>, row: &HostRow<'_>) -> Result<Verdict, Contradiction<'a>> {
    let verdict = match stated.strongest {
        None => guess(decision, stated, row),
        Some((place, request)) => {
            let verdict = Verdict { mode: request.mode, reason: reason(place, request.name, decision.tls_scheme) };
            let has_root = stated.root_certificate.is_some() && stated.ceiling.is_none();
            let verdict = if has_root { verdict.with_root() } else { verdict };
            match decision.hosts_of_variables && place == Place::Url {
                // A default's mode is for its own hosts.
                true => Some(guess(decision, stated, row)).filter(|guess| guess.mode > verdict.mode).unwrap_or(verdict),
                false => verdict,
            }
        }
    };
    match decision.minimum.filter(|_| !decision.is_local()) {
        Some(minimum) => verdict.at_least(minimum, stated, decision.verifies),
        None => Ok(verdict),
    }
}

/// Chooses the mode of a URL for which no place has a word or a floor.
fn guess(decision: &Decision<'_>, stated: &Stated<'_>, row: &HostRow<'_>) -> Verdict {
    let verifies = decision.verifies;
    let verdict = match (decision.plaintext_scheme, decision.fallback) {
        (Some(scheme), _) if !decision.is_local() => Verdict { mode: Off, reason: TlsReason::Scheme(scheme) },
        (_, Some(mode)) if !decision.is_local() => {
            let mode = if verifies && mode == Require { VerifyFull } else { mode };
            Verdict { mode, reason: TlsReason::DefaultAttribute }
        }
        _ => row.verdict(),
    };
    let verdict = match decision.may_be_local() {
        true => verdict,
        false => verdict.with_certificates(stated, verifies),
    };
    verdict.at_most(stated.ceiling)
}

/// `DATABASE_TLS` replaces the word of a URL if it is stricter; a weaker one is an error.
fn replace_weaker_word<'a>(url: &mut Statements<'a>, variable: &Statements<'a>) -> Result<(), Contradiction<'a>> {
    let (Some(asked), Some(own)) = (variable.word, url.strongest().or(url.ceiling)) else { return Ok(()) };
    if asked.mode > own.mode {
        (url.word, url.ceiling) = (None, None);
    } else if asked.mode < own.mode && url.strongest().is_some() {
        return Err(Contradiction(asked.name, own.name));
    }
    Ok(())
}

fn weaker<'a>(one: Request<'a>, other: Request<'a>) -> Request<'a> {
    if other.mode < one.mode { other } else { one }
}

fn reason(place: Place, name: &str, tls_scheme: Option<&'static str>) -> TlsReason {
    match (place, tls_scheme) {
        (Place::Url, Some(scheme)) if name == scheme => TlsReason::Scheme(scheme),
        (Place::Url, _) => TlsReason::QueryParameter(name.to_owned()),
        (Place::Variable | Place::Libpq, _) => TlsReason::EnvVar(name.to_owned()),
    }
}

impl Verdict {
    /// libpq: "If a root CA file exists, the behavior of sslmode=require will be the same as that of verify-ca".
    fn with_root(self) -> Self {
        match self.mode {
            Require => Self { mode: VerifyCa, reason: TlsReason::WithRootCertificate(Box::new(self.reason)) },
            _ => self,
        }
    }

    /// Raises a guess for TCP hosts, so that the certificates are used.
    fn with_certificates(self, stated: &Stated<'_>, verifies: bool) -> Self {
        match self.mode {
            mode if stated.root_certificate.is_some() && mode < VerifyFull => {
                Self { mode: VerifyFull, reason: TlsReason::RootCertificate }
            }
            Off | Prefer if stated.client_certificate.is_some() => {
                let mode = if verifies { VerifyFull } else { Require };
                Self { mode, reason: TlsReason::ClientCertificate }
            }
            _ => self,
        }
    }

    /// Lowers a guess to a ceiling.
    fn at_most(self, ceiling: Option<Request<'_>>) -> Self {
        match ceiling {
            Some(ceiling) if ceiling.mode < self.mode => {
                Self { mode: ceiling.mode, reason: TlsReason::QueryParameter(ceiling.name.to_owned()) }
            }
            _ => self,
        }
    }

    /// Raises the mode to the `tls` attribute's. An explicit `off` or `prefer`, or a ceiling below it, is an error.
    fn at_least<'a>(self, minimum: TlsMode, stated: &Stated<'a>, verifies: bool) -> Result<Self, Contradiction<'a>> {
        if self.mode >= minimum {
            // A client that does not support `prefer` changes a guessed `prefer` to `off`, but not the attribute's.
            return Ok(match self.reason {
                TlsReason::QueryParameter(_) => self,
                _ if self.mode == Prefer => Self { reason: TlsReason::Attribute, ..self },
                _ => self,
            });
        }
        let ceiling = stated.ceiling;
        let word = stated.word.map(|(_, word)| word).filter(|word| word.mode <= Prefer);
        if let Some(below) = word.or(ceiling.filter(|ceiling| ceiling.mode < minimum)) {
            return Err(Contradiction(below.name, ATTRIBUTE));
        }
        let mode = if verifies && ceiling.is_none() && minimum == Require { VerifyFull } else { minimum };
        Ok(Self { mode, reason: TlsReason::Attribute })
    }
}

/// The name of the `tls` attribute in a contradiction.
pub(crate) const ATTRIBUTE: &str = "the `tls` attribute";

/// A host and its row in the host table.
struct HostRow<'a> {
    name: &'a str,
    kind: HostKind,
    mode: TlsMode,
}

impl HostRow<'_> {
    fn verdict(&self) -> Verdict {
        let reason = TlsReason::Host { name: self.name.to_owned(), kind: self.kind };
        Verdict { mode: self.mode, reason }
    }
}

/// Returns the strictest host, in any order of hosts. A socket comes after any other host of the same mode.
fn strictest<'a>(hosts: &[TlsHost<'a>], on_fly: bool, verifies: bool) -> HostRow<'a> {
    let row = |TlsHost { name, is_socket }: &TlsHost<'a>| {
        let kind = HostKind::from_host(name, *is_socket, on_fly);
        let mode = if verifies && kind.mode() == Require { VerifyFull } else { kind.mode() };
        HostRow { name, kind, mode }
    };
    let is_stricter = |other: &HostRow<'_>, row: &HostRow<'_>| {
        (other.mode, other.kind != HostKind::Socket) > (row.mode, row.kind != HostKind::Socket)
    };
    let strictest = hosts.iter().map(row).reduce(|row, other| if is_stricter(&other, &row) { other } else { row });
    strictest.unwrap_or(HostRow { name: "", kind: HostKind::ThisMachine, mode: HostKind::ThisMachine.mode() })
}
