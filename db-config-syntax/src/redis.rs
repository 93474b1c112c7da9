//! The parts of Redis URLs that other URLs do not have: the number of the database, and the path of a Unix socket.
//!
//! The form of the URLs is that of the [`redis` scheme at IANA](https://www.iana.org/assignments/uri-schemes/prov/redis)
//! and of the crates `redis` and `fred`.

use crate::backend::Backend;
use crate::fault::Fault;
use crate::parameters::Parameter;
use crate::parts::Parts;
use crate::percent;
use crate::problem::ProblemKind;
use crate::query::{Component, Key};
use crate::values::number;

/// The fragment that turns off the verification of the server, as in `rediss://host#insecure`.
pub const INSECURE: &str = "#insecure";

/// Returns whether a scheme names a server by the path of its Unix socket.
pub fn is_socket_scheme(scheme: &str) -> bool {
    scheme.ends_with("unix")
}

/// Returns the number of the database in the path or in `db`. Returns `None` if neither names one, and for other databases.
///
/// # Errors
///
/// It is not a number.
pub fn database_of(text: &str, parts: &Parts, parameters: &[Parameter]) -> Result<Option<u32>, Fault> {
    if parts.backend != Backend::Redis {
        return Ok(None);
    }
    if let Some(parameter) =
        parameters.iter().find(|parameter| parameter.row.key == Key::Component(Component::Database))
    {
        return database(&parameter.value).map_err(|fault| parts.mark(text, fault, parameter.at));
    }
    if is_socket_scheme(parts.scheme) {
        return Ok(None);
    }
    let path = percent::decode(parts.path.of(text))?;
    database(path.trim_matches('/')).map_err(|fault| {
        let fault = parts.mark(text, fault, parts.path);
        match path.contains('.') || path.trim_matches('/').contains('/') {
            true => fault.with_help("use a number, or `redis+unix://` before the path of a Unix socket"),
            false => fault,
        }
    })
}

/// Parses the number of a database. Returns `None` for an empty name.
///
/// # Errors
///
/// It is not a number.
pub fn database(name: &str) -> Result<Option<u32>, Fault> {
    match number(name) {
        None if name.is_empty() => Ok(None),
        None => Err(Fault::new(ProblemKind::InvalidValue)
            .with_message("expected the number of a Redis database")
            .with_help("use a number such as `0`, because Redis databases have no names")),
        number => Ok(number),
    }
}

#[cfg(test)]
mod tests {
    use crate::suggest::check;
    use crate::{Backends, Fault};

    fn fault(text: &str) -> String {
        let Fault { message, help, .. } = check(text, Backends::ALL).unwrap_err();
        format!("{message}: {help}")
    }

    #[test]
    fn a_database_is_a_number() {
        for text in ["redis://h", "redis://h/", "redis://h/0", "rediss://h/15/", "redis://h?db=3", "redis://h/3?db=3"] {
            assert!(check(text, Backends::ALL).is_ok(), "{text}");
        }
        for text in ["redis://h/app", "redis://h/-1", "redis://h/1a", "redis://h/99999999999", "redis://h?db=app"] {
            assert_eq!(
                fault(text),
                "expected the number of a Redis database: use a number such as `0`, because Redis databases have no names",
                "{text}"
            );
        }
        assert!(fault("redis:///run/redis.sock").contains("`redis+unix://`"), "{}", fault("redis:///run/redis.sock"));
        assert!(fault("redis://h/1?db=2").starts_with("`db` contradicts"));
    }

    #[test]
    fn the_path_of_a_socket_is_not_a_database() {
        for text in
            ["redis+unix:///run/redis.sock", "unix://app:pw@/run/redis.sock?db=1", "valkey+unix:///r%20s?pass=a"]
        {
            assert!(check(text, Backends::ALL).is_ok(), "{text}");
        }
        assert_eq!(
            fault("redis+unix://run/redis.sock"),
            "expected the path of a Unix socket after `unix://`, without a host: use `redis+unix:///run/redis.sock`"
        );
        assert!(fault("redis+unix://").contains("`redis+unix:///run/redis.sock`"));
    }

    #[test]
    fn only_one_fragment_is_known() {
        assert!(check("rediss://:pw@h:6379/0?protocol=3#insecure", Backends::ALL).is_ok());
        assert!(check("rediss://h#insecure", Backends::ALL).is_ok());
        assert!(check("rediss://h#other", Backends::ALL).is_err());
        assert!(fault("rediss://:p#w@h#insecure").contains("unescaped `#`"), "{}", fault("rediss://:p#w@h#insecure"));
        assert!(check("postgres://h/d#insecure", Backends::ALL).is_err());
    }
}
