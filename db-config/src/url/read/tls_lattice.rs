//! Compares every TLS parameter and variable, for each pair of places, with a second implementation of the rules: sets of
//! allowed modes.

use crate::error::{ProblemKind, UrlError};
use crate::tls::TlsMode;
use crate::tls::TlsMode::*;
use crate::url::{DatabaseUrl, ReadContext, Variables};

/// The meaning of a parameter or a variable.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Means {
    /// Names the mode.
    Word(TlsMode),
    /// Sets the minimum.
    Floor(TlsMode),
    /// Like `Floor`, but a weaker word is an error.
    StrictFloor(TlsMode),
    /// Sets the maximum.
    Ceiling(TlsMode),
    /// Names a root certificate.
    Root,
    /// Names a client certificate and its key.
    Client,
}
use Means::{Ceiling, Client, Floor, Root, StrictFloor, Word};

type Table = &'static [(&'static str, &'static [Means])];

/// Query parameters.
const QUERIES: Table = &[
    ("", &[]),
    ("sslmode=disable", &[Word(Off)]),
    ("sslmode=allow", &[Word(Prefer)]),
    ("sslmode=prefer", &[Word(Prefer)]),
    ("sslmode=require", &[Word(Require)]),
    ("sslmode=verify-ca", &[Word(VerifyCa)]),
    ("sslmode=verify-full", &[Word(VerifyFull)]),
    ("sslmode=no-verify", &[Word(Require), Ceiling(Require)]),
    ("ssl=true", &[Floor(Require)]),
    ("ssl=false", &[Word(Off)]),
    ("ssl={\"rejectUnauthorized\":false}", &[Word(Require), Ceiling(Require)]),
    ("requiressl=1", &[Floor(Require)]),
    ("sslaccept=strict", &[Floor(VerifyFull)]),
    ("sslaccept=accept_invalid_certs", &[Ceiling(Require)]),
    ("verifyServerCertificate=true", &[Floor(VerifyFull)]),
    ("verifyServerCertificate=false", &[Ceiling(Require)]),
    ("trustServerCertificate=true", &[Floor(Require), Ceiling(Require)]),
    ("trustServerCertificate=false", &[Floor(VerifyFull)]),
    ("sslnegotiation=direct", &[StrictFloor(Require)]),
    ("sslrootcert=system", &[StrictFloor(VerifyFull), Root]),
    ("ssl-ca=/ca.pem", &[Root]),
    ("sslcert=/c.pem&sslkey=/k.pem", &[Client]),
];

/// Values of `DATABASE_TLS`.
const VALUES: Table = &[
    ("", &[]),
    ("off", &[Word(Off)]),
    ("false", &[Word(Off)]),
    ("prefer", &[Word(Prefer)]),
    ("require", &[Word(Require)]),
    ("true", &[Word(Require)]),
    ("no-verify", &[Word(Require), Ceiling(Require)]),
    ("verify-ca", &[Word(VerifyCa)]),
    ("verify-full", &[Word(VerifyFull)]),
];

/// libpq's variables.
const LIBPQ: Table = &[
    ("", &[]),
    ("PGSSLMODE=disable", &[Word(Off)]),
    ("PGSSLMODE=prefer", &[Word(Prefer)]),
    ("PGSSLMODE=require", &[Word(Require)]),
    ("PGSSLMODE=verify-ca", &[Word(VerifyCa)]),
    ("PGSSLMODE=verify-full", &[Word(VerifyFull)]),
    ("PGREQUIRESSL=1", &[Floor(Require)]),
    ("PGREQUIRESSL=1 PGSSLMODE=prefer", &[Word(Prefer)]),
    ("PGSSLNEGOTIATION=direct", &[StrictFloor(Require)]),
    ("PGSSLROOTCERT=system", &[StrictFloor(VerifyFull), Root]),
    ("PGSSLROOTCERT=/ca.pem", &[Root]),
    ("PGSSLMODE=require PGSSLROOTCERT=/ca.pem", &[Word(Require), Root]),
    ("PGSSLCERT=/c.pem PGSSLKEY=/k.pem", &[Client]),
];

const MINIMUMS: [Option<TlsMode>; 5] = [None, Some(Prefer), Some(Require), Some(VerifyCa), Some(VerifyFull)];
const DEFAULTS: [Option<TlsMode>; 6] = [None, Some(Off), Some(Prefer), Some(Require), Some(VerifyCa), Some(VerifyFull)];

/// Hosts with the mode of their row.
const HOSTS: [(&str, TlsMode); 6] = [
    ("localhost", Prefer),
    ("10.0.0.5", Prefer),
    ("db.example.com", Require),
    ("app.flycast", Off),
    ("localhost,db.example.com", Require),
    ("db.example.com,app.flycast", Require),
];

/// The URL, a default URL, a default URL under `libpq_env`.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Origin {
    Url,
    Default,
    LibpqEnv,
}

#[derive(Debug, Clone, Copy)]
struct Case {
    origin: Origin,
    host: (&'static str, TlsMode),
    query: (&'static str, &'static [Means]),
    value: (&'static str, &'static [Means]),
    libpq: (&'static str, &'static [Means]),
    minimum: Option<TlsMode>,
    default_tls: Option<TlsMode>,
}

impl Case {
    fn new(origin: Origin, host: (&'static str, TlsMode)) -> Self {
        let nothing = ("", &[] as &'static [Means]);
        Self { origin, host, query: nothing, value: nothing, libpq: nothing, minimum: None, default_tls: None }
    }

    fn accepted(&self) -> Result<TlsMode, UrlError> {
        let get = |name: &str| -> Result<Option<String>, UrlError> {
            let of_libpq = self.libpq.0.split(' ').filter_map(|pair| pair.split_once('='));
            let mut all = of_libpq.chain([("DATABASE_TLS", self.value.0)]);
            Ok(all.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned()))
        };
        let context = ReadContext {
            tls: self.minimum,
            default_tls: self.default_tls,
            tls_variables: vec!["DATABASE_TLS".to_owned()],
            variables: Variables::new(&get),
            is_default: self.origin != Origin::Url,
            libpq_first: self.origin == Origin::LibpqEnv,
            ..ReadContext::default()
        };
        let text = format!("postgres://u@{}/d?{}", self.host.0, self.query.0);
        DatabaseUrl::read(text, &context).map(|url| url.tls().mode())
    }

    /// Returns the only mode that design section 5 allows, or `None` for a contradiction.
    fn expected(&self) -> Option<TlsMode> {
        let mut query = self.query.1.to_vec();
        let value = self.value.1;
        let libpq = self.libpq_statements(&query);
        if let (Origin::Url, Some(asked)) = (self.origin, word(value)) {
            let own = query.iter().filter_map(|means| match means {
                Word(mode) | Floor(mode) | StrictFloor(mode) => Some(*mode),
                _ => None,
            });
            match own.max() {
                Some(own) if asked < own => return None,
                Some(own) if asked > own => query.retain(|means| !matches!(means, Word(_) | Ceiling(_))),
                None if ceilings(&query).any(|ceiling| asked > ceiling) => {
                    query.retain(|means| !matches!(means, Ceiling(_)));
                }
                _ => {}
            }
        }
        let places: [&[Means]; 3] = match self.origin {
            Origin::Url => [&query, value, &libpq],
            Origin::Default => [value, &query, &libpq],
            Origin::LibpqEnv => [value, &libpq, &query],
        };
        let first = places.iter().position(|place| word(place).is_some());
        let named = first.and_then(|place| word(places[place]));
        let ceiling = places.iter().take(first.map_or(3, |first| first + 1)).flat_map(|place| ceilings(place)).min();
        let mut least = None;
        for (place, statements) in places.iter().enumerate() {
            for means in *statements {
                let (Floor(floor) | StrictFloor(floor)) = *means else { continue };
                least = least.max(Some(floor));
                let Some(named) = named.filter(|named| *named < floor) else { continue };
                let is_raised = named >= Require || named == Prefer && first != Some(place);
                if !is_raised || matches!(means, StrictFloor(_)) {
                    return None;
                }
            }
        }
        let asked = least.max(named);
        if asked.is_some() && ceiling.is_some_and(|ceiling| asked > Some(ceiling)) {
            return None;
        }
        let has_root = places.iter().any(|place| place.contains(&Root));
        let has_client = places.iter().any(|place| place.contains(&Client));
        let mode = match asked {
            Some(Require) if has_root && ceiling.is_none() => VerifyCa,
            Some(mode) => mode,
            None => {
                let guess = self.default_tls.unwrap_or(self.host.1);
                let guess = match (has_root, has_client) {
                    (true, _) => VerifyFull,
                    (false, true) => guess.max(Require),
                    (false, false) => guess,
                };
                guess.min(ceiling.unwrap_or(VerifyFull))
            }
        };
        let Some(minimum) = self.minimum.filter(|minimum| mode < *minimum) else { return Some(mode) };
        let is_rejected =
            named.is_some_and(|named| named <= Prefer) || ceiling.is_some_and(|ceiling| ceiling < minimum);
        (!is_rejected).then_some(minimum)
    }

    /// Returns the meanings of libpq's variables, without those whose part the URL has.
    fn libpq_statements(&self, query: &[Means]) -> Vec<Means> {
        let mut libpq = self.libpq.1.to_vec();
        if self.origin == Origin::LibpqEnv {
            return libpq;
        }
        if word(query).is_some() {
            libpq.retain(|means| !matches!(means, Word(_) | Floor(_)));
        }
        if query.contains(&Root) {
            libpq.retain(|means| !matches!(means, Root | StrictFloor(VerifyFull)));
        }
        if self.query.0.starts_with("sslnegotiation") {
            libpq.retain(|means| !matches!(means, StrictFloor(Require)));
        }
        libpq
    }

    /// Returns the weakest mode that the strictest parameter or variable allows.
    fn bound(&self) -> TlsMode {
        let floors = self.query.1.iter().chain(&self.libpq_statements(self.query.1)).copied().collect::<Vec<_>>();
        let floors = floors.iter().filter_map(|means| match means {
            Floor(mode) | StrictFloor(mode) => Some(*mode),
            _ => None,
        });
        // A URL's own word, `DATABASE_TLS`, and the `tls` attribute are never lowered.
        let own = word(self.query.1).filter(|_| self.origin == Origin::Url);
        floors.chain(own).chain(word(self.value.1)).chain(self.minimum).max().unwrap_or(Off)
    }
}

fn word(statements: &[Means]) -> Option<TlsMode> {
    statements.iter().find_map(|means| match means {
        Word(mode) => Some(*mode),
        _ => None,
    })
}

fn ceilings(statements: &[Means]) -> impl Iterator<Item = TlsMode> + '_ {
    statements.iter().filter_map(|means| match means {
        Ceiling(mode) => Some(*mode),
        _ => None,
    })
}

/// Sets one parameter, variable or attribute of a case.
type Setter = Box<dyn Fn(&mut Case)>;

/// Returns the setters of each place.
fn settings() -> Vec<Vec<Setter>> {
    let boxed = |set: Setter| set;
    vec![
        QUERIES.iter().map(|entry| boxed(Box::new(move |case| case.query = *entry))).collect(),
        VALUES.iter().map(|entry| boxed(Box::new(move |case| case.value = *entry))).collect(),
        LIBPQ.iter().map(|entry| boxed(Box::new(move |case| case.libpq = *entry))).collect(),
        MINIMUMS.iter().map(|mode| boxed(Box::new(move |case| case.minimum = *mode))).collect(),
        DEFAULTS.iter().map(|mode| boxed(Box::new(move |case| case.default_tls = *mode))).collect(),
    ]
}

#[test]
fn every_pair_of_places_follows_the_rules() {
    let settings = settings();
    let (mut accepted, mut rejected) = (0, 0);
    for origin in [Origin::Url, Origin::Default, Origin::LibpqEnv] {
        for host in HOSTS {
            for (i, first) in settings.iter().enumerate() {
                for second in &settings[i + 1..] {
                    for (a, b) in first.iter().flat_map(|a| second.iter().map(move |b| (a, b))) {
                        let mut case = Case::new(origin, host);
                        a(&mut case);
                        b(&mut case);
                        check(&case, &mut accepted, &mut rejected);
                    }
                }
            }
        }
    }
    assert!(accepted > 10_000 && rejected > 2_000, "{accepted} accepted, {rejected} rejected");
}

#[test]
fn three_places_follow_the_rules() {
    let (mut accepted, mut rejected) = (0, 0);
    for origin in [Origin::Url, Origin::Default, Origin::LibpqEnv] {
        for (query, value) in QUERIES.iter().flat_map(|query| VALUES.iter().map(move |value| (query, value))) {
            for (libpq, minimum) in LIBPQ.iter().flat_map(|libpq| MINIMUMS.iter().map(move |mode| (libpq, mode))) {
                let case = Case {
                    query: *query,
                    value: *value,
                    libpq: *libpq,
                    minimum: *minimum,
                    ..Case::new(origin, ("db.example.com", Require))
                };
                check(&case, &mut accepted, &mut rejected);
            }
        }
    }
    assert!(accepted > 10_000 && rejected > 10_000, "{accepted} accepted, {rejected} rejected");
}

fn check(case: &Case, accepted: &mut u32, rejected: &mut u32) {
    let outcome = case.accepted();
    let expected = case.expected();
    assert_eq!(outcome.as_ref().ok().copied(), expected, "{case:?}: {outcome:?}");
    match outcome {
        Ok(mode) => {
            *accepted += 1;
            assert!(mode >= case.bound(), "{case:?}: {mode}");
        }
        Err(error) => {
            *rejected += 1;
            assert_eq!(error.kind(), ProblemKind::Contradiction, "{case:?}: {error}");
        }
    }
}

#[test]
fn two_parameters_of_one_url_mean_the_same_in_both_orders() {
    let mut accepted = 0;
    for (one, other) in QUERIES.iter().flat_map(|one| QUERIES.iter().map(move |other| (one, other))) {
        for host in HOSTS {
            let mode = |query: String| {
                let text = format!("postgres://u@{}/d?{query}", host.0);
                text.parse::<DatabaseUrl>().ok().map(|url| url.tls().mode())
            };
            let (mode, reversed) = (mode(format!("{}&{}", one.0, other.0)), mode(format!("{}&{}", other.0, one.0)));
            assert_eq!(mode, reversed, "{}: {one:?} and {other:?}", host.0);
            let Some(mode) = mode else { continue };
            accepted += 1;
            for means in one.1.iter().chain(other.1) {
                let (Word(least) | Floor(least) | StrictFloor(least)) = *means else { continue };
                assert!(mode >= least, "{}: {one:?} and {other:?}: {mode}", host.0);
            }
        }
    }
    assert!(accepted > 1_000, "{accepted}");
}

/// Neither libpq's variables nor `DATABASE_TLS` count for a Unix socket, and every minimum is met.
#[test]
fn only_the_url_counts_for_a_socket() {
    for (libpq, value) in LIBPQ.iter().flat_map(|libpq| VALUES.iter().map(move |value| (libpq, value))) {
        for minimum in MINIMUMS {
            for origin in [Origin::Url, Origin::Default, Origin::LibpqEnv] {
                let default_tls = Some(VerifyFull);
                let host = ("%2Ftmp", Off);
                let case = Case { libpq: *libpq, value: *value, minimum, default_tls, ..Case::new(origin, host) };
                assert_eq!(case.accepted().ok(), Some(Off), "{case:?}");
            }
        }
    }
}
