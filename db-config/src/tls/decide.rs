//! Chooses the TLS mode from the statements of all places.
//!
//! The places, in their order: the URL; a variable such as `DATABASE_TLS`; libpq's variables. A default URL comes after
//! the variable, and under `libpq_env` last of all.
//!
//! | step | rule |
//! |---|---|
//! | 1 | The first word counts. A variable such as `DATABASE_TLS` replaces the weaker word of a URL; a weaker variable is an error. |
//! | 2 | The floors of all places add up. `off`, a ceiling, or a word that the floor rejects is an error that names both. `prefer` is raised by another place's floor, and is an error together with its own place's. |
//! | 3 | Without a word and a floor, `default_tls` counts, otherwise the strictest host. |
//! | 4 | A root certificate raises `require` to verify-ca, and a guess to verify-full; a client certificate raises a guess to `require`. |
//! | 5 | The `tls` attribute raises everything but an explicit `off`, `prefer` or ceiling, which are errors. |
//!
//! A ceiling holds unless an earlier place has a word. Over a Unix socket only the URL counts.

use db_config_syntax::tls::{Place, Request, Statements, contradiction};

use super::{Contradiction, HostKind, Statement, TlsMode, TlsPlan, TlsReason};
use TlsMode::{Off, Prefer, Require, VerifyCa, VerifyFull};

/// Everything that the TLS mode depends on.
pub(crate) struct Decision<'a> {
    /// The query parameters of the URL or of the default URL.
    pub url: Vec<Statement<'a>>,
    /// The variable beside the URL's, such as `DATABASE_TLS`.
    pub variable: Option<Statement<'a>>,
    /// libpq's variables.
    pub libpq: Vec<Statement<'a>>,
    /// The URL is the field's default.
    pub is_default: bool,
    /// libpq's variables override the default: the `libpq_env` attribute.
    pub libpq_first: bool,
    /// libpq's variables name the hosts, so the default's mode may be too weak for them.
    pub hosts_of_variables: bool,
    /// A scheme that implies TLS: `mongodb+srv`.
    pub tls_scheme: Option<&'a str>,
    /// MongoDB has no mode `prefer`, and verifies whenever it encrypts.
    pub is_mongodb: bool,
    /// The names, addresses and sockets of the servers. A server with a name and an address has one entry for each.
    pub hosts: Vec<TlsHost<'a>>,
    /// The app runs on Fly.io.
    pub on_fly: bool,
    /// The `tls` attribute: the minimum.
    pub minimum: Option<TlsMode>,
    /// The `default_tls` attribute: the mode where nothing else names one.
    pub fallback: Option<TlsMode>,
}

/// A host as the host table sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TlsHost<'a> {
    pub name: &'a str,
    pub is_socket: bool,
}

/// The chosen mode, and the host whose row in the table is stricter, if one is.
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

pub(crate) fn decide(decision: Decision<'_>) -> Result<Decided, Contradiction<'_>> {
    let Decision {
        url,
        variable,
        libpq,
        is_default,
        libpq_first,
        hosts_of_variables,
        tls_scheme,
        is_mongodb,
        hosts,
        on_fly,
        minimum,
        fallback,
    } = decision;
    let is_local = !hosts.is_empty() && hosts.iter().all(|host| host.is_socket);
    let may_be_local = hosts.iter().all(|host| host.is_socket || host.name.is_empty());
    let (variable, libpq) = if is_local { (None, Vec::new()) } else { (variable, libpq) };

    let mut url = Statements::gather(url, is_mongodb)?;
    let variable = Statements::gather(variable, is_mongodb)?;
    let mut libpq = Statements::gather(libpq, is_mongodb)?;
    if let Some(scheme) = tls_scheme {
        url.add_scheme(scheme);
    }
    if libpq.word.is_some() || !libpq_first && url.word.is_some() {
        // libpq: "This environment variable is deprecated in favor of the PGSSLMODE variable; setting both variables
        // suppresses the effect of this one."
        libpq.floors.retain(|floor| floor.least.by != "PGREQUIRESSL");
    }
    if !is_default {
        replace_weaker_word(&mut url, &variable)?;
    }

    let order = match (is_default, libpq_first) {
        (false, _) => [Place::Url, Place::Variable, Place::Libpq],
        (true, false) => [Place::Variable, Place::Url, Place::Libpq],
        (true, true) => [Place::Variable, Place::Libpq, Place::Url],
    };
    let places = order.map(|place| {
        let statements = match place {
            Place::Url => &url,
            Place::Variable => &variable,
            Place::Libpq => &libpq,
        };
        (place, statements)
    });
    let word = places.iter().find_map(|(place, statements)| statements.word.map(|word| (*place, word)));
    let floors =
        || places.iter().flat_map(|(place, statements)| statements.floors.iter().map(|floor| (*place, *floor)));
    let has_word = places.iter().position(|(_, statements)| statements.word.is_some());
    let ceilings = places[..has_word.map_or(places.len(), |place| place + 1)].iter();
    let ceiling = ceilings.filter_map(|(_, statements)| statements.ceiling).reduce(weaker);
    contradiction(word, floors(), ceiling)?;

    let root = places.iter().find_map(|(_, statements)| statements.root_certificate.clone()).map(|(root, _)| root);
    let client = places.iter().find_map(|(_, statements)| statements.client_certificate.clone()).map(|(path, _)| path);
    let client_key = places.iter().find_map(|(_, statements)| statements.client_key.clone());

    let row = strictest(&hosts, on_fly, is_mongodb);
    let guess = || {
        let verdict = match fallback {
            Some(mode) if !is_local => {
                let mode = if is_mongodb && mode == Require { VerifyFull } else { mode };
                Verdict { mode, reason: TlsReason::DefaultAttribute }
            }
            _ => row.verdict(),
        };
        let verdict = match may_be_local {
            true => verdict,
            false => verdict.with_certificates(root.is_some(), client.is_some(), is_mongodb),
        };
        verdict.at_most(ceiling)
    };
    let explicit =
        floors().map(|(place, floor)| (place, floor.least)).fold(word, |strongest, (place, request)| match strongest {
            Some((_, other)) if request.mode <= other.mode => strongest,
            _ => Some((place, request)),
        });
    let verdict = match explicit {
        None => guess(),
        Some((place, request)) => {
            let verdict = Verdict { mode: request.mode, reason: reason(place, request.by, tls_scheme) };
            let verdict = if root.is_some() && ceiling.is_none() { verdict.with_root() } else { verdict };
            match hosts_of_variables && place == Place::Url {
                // A default is about its own hosts.
                true => Some(guess()).filter(|guess| guess.mode > verdict.mode).unwrap_or(verdict),
                false => verdict,
            }
        }
    };
    let verdict = match minimum.filter(|_| !is_local) {
        Some(minimum) => verdict.at_least(minimum, word.map(|(_, word)| word), ceiling, is_mongodb)?,
        None => verdict,
    };

    let is_below_row = verdict.mode < row.mode
        && matches!(verdict.reason.decider(), TlsReason::EnvVar(_) | TlsReason::DefaultAttribute);
    let Verdict { mode, reason } = verdict;
    let plan = TlsPlan {
        mode,
        reason,
        root_certificate: root,
        client_certificate: client,
        client_key,
        accepts_any_certificate: ceiling.is_some_and(|ceiling| ceiling.mode <= Require),
    };
    // MongoDB has no such mode.
    let plan = if is_mongodb { plan.downgrade_implied_prefer() } else { plan };
    Ok(Decided { plan, stricter_host: is_below_row.then(|| (row.name.to_owned(), row.mode)) })
}

/// `DATABASE_TLS` replaces the word of a URL if it is stricter; a weaker one is an error.
fn replace_weaker_word<'a>(url: &mut Statements<'a>, variable: &Statements<'a>) -> Result<(), Contradiction<'a>> {
    let (Some(asked), Some(own)) = (variable.word, url.strongest().or(url.ceiling)) else { return Ok(()) };
    if asked.mode > own.mode {
        (url.word, url.ceiling) = (None, None);
    } else if asked.mode < own.mode && url.strongest().is_some() {
        return Err(Contradiction(asked.by, own.by));
    }
    Ok(())
}

fn weaker<'a>(one: Request<'a>, other: Request<'a>) -> Request<'a> {
    if other.mode < one.mode { other } else { one }
}

fn reason(place: Place, by: &str, tls_scheme: Option<&str>) -> TlsReason {
    match place {
        Place::Url if Some(by) == tls_scheme => TlsReason::Scheme,
        Place::Url => TlsReason::QueryParameter(by.to_owned()),
        Place::Variable | Place::Libpq => TlsReason::EnvVar(by.to_owned()),
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

    /// Raises a guess over the network, because the certificates are there to be used.
    fn with_certificates(self, root: bool, client: bool, is_mongodb: bool) -> Self {
        match self.mode {
            mode if root && mode < VerifyFull => Self { mode: VerifyFull, reason: TlsReason::RootCertificate },
            Off | Prefer if client => {
                let mode = if is_mongodb { VerifyFull } else { Require };
                Self { mode, reason: TlsReason::ClientCertificate }
            }
            _ => self,
        }
    }

    /// Lowers a guess to a ceiling.
    fn at_most(self, ceiling: Option<Request<'_>>) -> Self {
        match ceiling {
            Some(ceiling) if ceiling.mode < self.mode => {
                Self { mode: ceiling.mode, reason: TlsReason::QueryParameter(ceiling.by.to_owned()) }
            }
            _ => self,
        }
    }

    /// Raises the mode to the `tls` attribute's. An explicit `off` or `prefer`, or a ceiling below it, is an error.
    fn at_least<'a>(
        self,
        minimum: TlsMode,
        word: Option<Request<'a>>,
        ceiling: Option<Request<'a>>,
        is_mongodb: bool,
    ) -> Result<Self, Contradiction<'a>> {
        if self.mode >= minimum {
            // A client that does not support `prefer` turns a guessed one off, but not the attribute's.
            return Ok(match self.reason {
                TlsReason::QueryParameter(_) => self,
                _ if self.mode == Prefer => Self { reason: TlsReason::Attribute, ..self },
                _ => self,
            });
        }
        let word = word.filter(|word| word.mode <= Prefer);
        if let Some(below) = word.or(ceiling.filter(|ceiling| ceiling.mode < minimum)) {
            return Err(Contradiction(below.by, ATTRIBUTE));
        }
        let mode = if is_mongodb && ceiling.is_none() && minimum == Require { VerifyFull } else { minimum };
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

/// The strictest host, in whatever order they are; of sockets and others the others count.
fn strictest<'a>(hosts: &[TlsHost<'a>], on_fly: bool, is_mongodb: bool) -> HostRow<'a> {
    let row = |TlsHost { name, is_socket }: &TlsHost<'a>| {
        let kind = HostKind::from_host(name, *is_socket, on_fly);
        let mode = if is_mongodb && kind.mode() == Require { VerifyFull } else { kind.mode() };
        HostRow { name, kind, mode }
    };
    let is_stricter = |other: &HostRow<'_>, row: &HostRow<'_>| {
        (other.mode, other.kind != HostKind::Socket) > (row.mode, row.kind != HostKind::Socket)
    };
    let strictest = hosts.iter().map(row).reduce(|row, other| if is_stricter(&other, &row) { other } else { row });
    strictest.unwrap_or(HostRow { name: "", kind: HostKind::ThisMachine, mode: HostKind::ThisMachine.mode() })
}
