//! What decides about TLS: the attribute, the URL, libpq's variables, the scheme, the hosts; the first that has a say.

use super::statements::{Said, Statements};
use super::{Contradiction, HostKind, RootCertificate, Statement, TlsMode, TlsPlan, TlsReason};
use TlsMode::{Off, Prefer, Require, VerifyCa, VerifyFull};

/// Everything that has a say in TLS.
pub(crate) struct Decision<U, V, H> {
    /// The field's or the container's `tls` attribute.
    pub attribute: Option<TlsMode>,
    /// What the URL's keys say.
    pub url: U,
    /// What libpq's variables say.
    pub variables: V,
    /// The URL is a default, which the variables override.
    pub variables_first: bool,
    /// They name the hosts, so what a default says about its own may be too weak.
    pub hosts_of_variables: bool,
    /// `mongodb+srv`.
    pub scheme_implies_tls: bool,
    /// MongoDB has no mode `prefer`, and verifies whenever it encrypts.
    pub is_mongodb: bool,
    /// What may be connected to: names, addresses, sockets; and whether it is a socket.
    pub hosts: H,
    /// The app runs on Fly.io.
    pub on_fly: bool,
}

pub(crate) fn decide<'a>(
    decision: Decision<
        impl Iterator<Item = Statement<'a>>,
        impl Iterator<Item = Statement<'a>>,
        impl Iterator<Item = (&'a str, bool)>,
    >,
) -> Result<TlsPlan, Contradiction<'a>> {
    let Decision {
        attribute,
        url,
        variables,
        variables_first,
        hosts_of_variables,
        scheme_implies_tls,
        is_mongodb,
        hosts,
        on_fly,
    } = decision;
    let url = Statements::gather(url)?;
    let variables = Statements::gather(variables)?;
    let by_key = url.demand()?.map(|demand| demand.with_reason(TlsReason::Key));
    let by_variable = variables.demand()?.map(|demand| demand.with_reason(TlsReason::Variable));

    let (url_at_most, variables_at_most) = (url.at_most, variables.at_most);
    let (first, second) = if variables_first { (variables, url) } else { (url, variables) };
    let root_certificate = first.root_certificate.or(second.root_certificate).map(|(root, _)| root);
    let client_certificate = first.client_certificate.or(second.client_certificate);
    let client_key = first.client_key.or(second.client_key);
    let system_roots = root_certificate == Some(RootCertificate::System);

    let by_attribute = attribute.map(|mode| (mode, with_root(mode), TlsReason::Attribute));
    let by_scheme = scheme_implies_tls.then_some((VerifyFull, VerifyFull, TlsReason::Scheme));
    let said = if variables_first { by_variable.or(by_key) } else { by_key.or(by_variable) };
    let said = by_attribute.or(said).or(by_scheme);
    let by_host = || by_host(hosts, on_fly, is_mongodb, root_certificate.is_some(), client_certificate.is_some());
    let (mode, reason) = match said {
        None => by_host(),
        Some((mode, with_root, reason)) => {
            // A default is about its own hosts.
            let is_about_others = hosts_of_variables && matches!(reason, TlsReason::Key(_));
            let said = match root_certificate.is_some() && with_root > mode {
                true => (with_root, TlsReason::WithRootCertificate(Box::new(reason))),
                false => (mode, reason),
            };
            is_about_others.then(by_host).filter(|host| host.0 > said.0).unwrap_or(said)
        }
    };
    // libpq 16: "weak sslmode may not be used with sslrootcert=system".
    let mode = if system_roots && mode >= Require { VerifyFull } else { mode };
    let ceiling = match reason {
        TlsReason::Attribute => None,
        TlsReason::Variable(_) => variables_at_most,
        _ => url_at_most,
    };
    let accepts_any_certificate = ceiling.is_some_and(|most| most.mode <= Require);
    Ok(TlsPlan { mode, reason, root_certificate, client_certificate, client_key, accepts_any_certificate })
}

impl<'a> Statements<'a> {
    /// What all statements together demand; `None` if none of them is about the mode.
    fn demand(&self) -> Result<Option<Demand<'a>>, Contradiction<'a>> {
        let Self { exactly, encrypted, verified, at_least, at_most, .. } = self;
        if let (Some(least), Some(most)) = (at_least, at_most) {
            if least.mode > most.mode {
                return Err(Contradiction(least.by, most.by));
            }
        }
        let some_tls = verified.or(*encrypted);
        let by = |said: &Option<Said<'a>>| said.map(|said| said.by);
        let contrary = exactly.and_then(|word| match word.mode {
            Off => some_tls.or(by(at_least)),
            Prefer => some_tls.or(self.system_roots),
            Require => self.system_roots,
            VerifyCa => by(&at_most.filter(|most| most.mode < VerifyCa)).or(self.system_roots),
            VerifyFull => by(at_most),
        });
        if let (Some(word), Some(other)) = (exactly, contrary) {
            return Err(Contradiction(word.by, other));
        }
        // The strictest of them, as each is compatible with the others.
        let verified = verified.map(|by| Said { mode: at_most.map_or(VerifyFull, |most| most.mode), by });
        let encrypted = encrypted.map(|by| Said { mode: Require, by });
        let all = [*exactly, *at_least, verified, encrypted];
        let stronger = |one: Said<'a>, other: Said<'a>| if other.mode > one.mode { other } else { one };
        Ok(all.into_iter().flatten().reduce(stronger).map(|Said { mode, by }| {
            let with_root = match mode {
                _ if at_most.is_some() => mode,
                Require if exactly.is_none() => VerifyFull,
                mode => with_root(mode),
            };
            Demand { mode, with_root, by }
        }))
    }
}

/// The mode that is demanded, the one if a root certificate is given, and what demands it.
struct Demand<'a> {
    mode: TlsMode,
    with_root: TlsMode,
    by: &'a str,
}

impl Demand<'_> {
    fn with_reason(self, reason: fn(String) -> TlsReason) -> (TlsMode, TlsMode, TlsReason) {
        (self.mode, self.with_root, reason(self.by.to_owned()))
    }
}

/// libpq: "If a root CA file exists, the behavior of sslmode=require will be the same as that of verify-ca".
const fn with_root(mode: TlsMode) -> TlsMode {
    if matches!(mode, Require) { VerifyCa } else { mode }
}

/// The strictest host decides, in whatever order they are.
fn by_host<'a>(
    hosts: impl Iterator<Item = (&'a str, bool)>,
    on_fly: bool,
    is_mongodb: bool,
    root_certificate: bool,
    client_certificate: bool,
) -> (TlsMode, TlsReason) {
    let decide = |(host, is_socket): (&'a str, bool)| {
        let kind = HostKind::of(host, is_socket, on_fly);
        let may_be_socket = kind == HostKind::Socket || host.is_empty();
        let mode = match kind.mode() {
            _ if root_certificate && !may_be_socket => VerifyFull,
            Off | Prefer if client_certificate && !may_be_socket => Require,
            Require if is_mongodb => VerifyFull,
            mode => mode,
        };
        (mode, host, kind)
    };
    let strictest = hosts.map(decide).reduce(|strictest, host| if host.0 > strictest.0 { host } else { strictest });
    let (mode, name, kind) = strictest.unwrap_or((Off, "", HostKind::ThisMachine));
    let reason = match mode {
        VerifyFull if root_certificate => TlsReason::RootCertificate,
        Require if kind.mode() < Require => TlsReason::ClientCertificate,
        _ => TlsReason::Host { name: name.to_owned(), kind },
    };
    let plan = TlsPlan::new(mode, reason);
    let plan = if is_mongodb { plan.without_guessed_prefer() } else { plan };
    (plan.mode, plan.reason)
}

#[cfg(test)]
mod tests {
    use crate::{DatabaseUrl, TlsMode, TlsMode::*};

    /// The mode that the URL asks for; `None` if it is refused.
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
