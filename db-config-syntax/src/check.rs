//! The check of a default value at compile time: everything that depends only on the URL.

use crate::backend::Backend;
use crate::fault::Fault;
use crate::hosts::{self, Overrides, Server};
use crate::parameters::{Parameter, parameters};
use crate::parts::Parts;
use crate::percent;
use crate::problem::ProblemKind;
use crate::query::{FileKey, Key, SessionKey, SqliteMode, is_setting, mysql};
use crate::redis;
use crate::sqlite_path;
use crate::tls::{Contradiction, Statements, TlsMode, scheme_that_implies_tls};

/// A URL without mistakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// The database.
    pub backend: Backend,
    /// The TLS mode that the URL sets.
    pub tls_mode: Option<TlsMode>,
}

/// Implements [`check`](crate::check) for a URL that is already split into its parts.
pub(crate) fn check_parts(text: &str, parts: &Parts, has_drives: bool) -> Result<Checked, Fault> {
    let parameters = parameters(text, parts)?;
    let tls_mode = match parts.backend {
        Backend::Sqlite => {
            check_file(text, parts, &parameters, has_drives)?;
            None
        }
        _ => {
            check_names(text, parts)?;
            let servers = hosts::servers(text, parts, &parameters, Overrides::default())?;
            redis::database_of(text, parts, &parameters)?;
            check_session(text, parts, &parameters)?;
            check_tls(parts, &parameters, &servers)?
        }
    };
    Ok(Checked { backend: parts.backend, tls_mode })
}

/// Checks the percent-encoding of the user, the password and the database name.
fn check_names(text: &str, parts: &Parts) -> Result<(), ProblemKind> {
    for part in [parts.username, parts.password, Some(parts.path)].into_iter().flatten() {
        percent::decode(part.of(text))?;
    }
    Ok(())
}

fn check_file(text: &str, parts: &Parts, parameters: &[Parameter], has_drives: bool) -> Result<(), Fault> {
    let mode = parameters.iter().find(|parameter| parameter.row.key == Key::File(FileKey::Mode));
    let is_memory = mode.is_some_and(|mode| SqliteMode::from_word(&mode.value) == Some(SqliteMode::Memory));
    let name = sqlite_path::bare_name(text, parts).map_err(|kind| Fault::new(kind).at(parts.path))?;
    match is_memory || name == ":memory:" {
        true if parts.password.is_some() => Err(sqlite_path::names_a_host(text, parts)),
        true => Ok(()),
        false => sqlite_path::file_name(text, parts, has_drives).map(|_| ()),
    }
}

/// Checks the session parameters, which db-config checks when it builds client options.
fn check_session(text: &str, parts: &Parts, parameters: &[Parameter]) -> Result<(), Fault> {
    let find = |key| parameters.iter().find(|parameter| parameter.row.key == Key::Session(key));
    let mark = |fault, parameter: &Parameter| Err(parts.mark(text, fault, parameter.at));
    match (find(SessionKey::SearchPath), find(SessionKey::Schema)) {
        (Some(path), Some(schema)) if path.value != schema.value => {
            return mark(Fault::contradiction(&schema.name, &path.name), schema);
        }
        _ => {}
    }
    if let (Some(charset), Some(collation)) = (find(SessionKey::Charset), find(SessionKey::Collation)) {
        let values = (mysql::charset(&charset.value), mysql::lower_case(&collation.value));
        if mysql::contradict(&values.0, &values.1) {
            let fault = Fault::foreign_collation((&charset.name, &values.0), (&collation.name, &values.1));
            return mark(fault, collation);
        }
    }
    let mut options = parameters.iter().filter(|parameter| parameter.row.key == Key::Session(SessionKey::Options));
    let is_invalid = |option: &&Parameter| option.row.setting(&option.name).is_some_and(|name| !is_setting(name));
    match options.find(is_invalid) {
        Some(option) => mark(Fault::invalid_setting(), option),
        None => Ok(()),
    }
}

/// Checks that the TLS parameters and the scheme do not contradict each other, and that a Redis socket has no TLS.
fn check_tls(parts: &Parts, parameters: &[Parameter], servers: &[Server]) -> Result<Option<TlsMode>, Fault> {
    let statements = parameters.iter().filter_map(|parameter| {
        let Parameter { row, name, value, .. } = parameter;
        row.key.tls_statement(name, value)
    });
    let checked = Statements::gather(statements, parts.backend.verifies_by_default()).and_then(|mut statements| {
        if let Some(scheme) = scheme_that_implies_tls(parts.scheme) {
            statements.add_scheme(scheme);
        }
        statements.check()?;
        Ok(statements)
    });
    let statements = checked.map_err(|Contradiction(name, other)| Fault::contradiction(name, other))?;
    let tls = statements.strongest().filter(|request| request.mode > TlsMode::Prefer);
    match tls.filter(|_| parts.backend == Backend::Redis && servers.iter().all(|server| server.names_socket)) {
        Some(request) => Err(Fault::tls_over_socket(request.name)),
        None => Ok(statements.word.map(|word| word.mode)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parts::parts;

    fn check(text: &str) -> Result<Checked, Fault> {
        check_parts(text, &parts(text, true)?, true)
    }

    fn fault(text: &str) -> String {
        let fault = check(text).unwrap_err();
        format!("{}: {}", fault.message, fault.help)
    }

    #[test]
    fn a_mistake_has_the_message_of_startup() {
        assert_eq!(
            fault("postgres://app:hunter2@h/d?shcema=a"),
            "unknown query parameter `shcema`: did you mean `schema`?"
        );
        assert_eq!(fault("postgres://h/d?sslmode=disable&ssl=true"), "`sslmode` contradicts `ssl`: keep one of them");
        assert_eq!(
            fault("postgres://h/d?port=1&port=2"),
            "`port` is set twice, with different values: keep one of them"
        );
        assert_eq!(
            fault("postgres://h/d?host=a,b&port=1,2,3"),
            "`port` has 3 values for 2 hosts: list one per host, separated by commas"
        );
        assert!(fault("postgres://h/d?hostaddr=127.0.0.1&host=a,b").starts_with("`hostaddr` has 1 value for 2 hosts"));
        assert_eq!(
            fault("postgres://h/d?schema=a&search_path=b"),
            "`schema` contradicts `search_path`: keep one of them"
        );
        assert!(fault("postgres://h/d?options[a%20b]=1").starts_with("invalid name of a server parameter"));
        assert!(
            fault("mysql://u@h/d?charset=utf8mb4&collation=latin1_swedish_ci")
                .starts_with("`collation=latin1_swedish_ci` contradicts `charset=utf8mb4`")
        );
        assert!(fault("redis+unix:///r.sock?tls=true").contains("`tls` asks for TLS, which is impossible"));
        assert!(fault("rediss://%2Fr.sock").contains("`rediss` asks for TLS, which is impossible"));
        assert!(fault("file://data/app.db").contains("file:///data/app.db"));
    }

    #[test]
    fn a_url_without_mistakes_has_its_backend() {
        for (text, backend) in [
            ("postgres://localhost/app", Backend::Postgres),
            ("mysql://app@db/app?ssl-mode=REQUIRED", Backend::MySql),
            ("mysql://app@db/app?charset=UTF8MB4,utf8&collation=utf8mb4_bin", Backend::MySql),
            ("postgres://localhost/app?options[lock_timeout]=5&schema=a&search_path=a", Backend::Postgres),
            ("sqlite::memory:", Backend::Sqlite),
            ("sqlite:///data/app.db?mode=ro", Backend::Sqlite),
            ("mongodb+srv://db.example.com/app", Backend::MongoDb),
        ] {
            assert_eq!(check(text).unwrap().backend, backend, "{text}");
        }
        assert_eq!(check("postgres://h/d?sslmode=require").unwrap().tls_mode, Some(TlsMode::Require));
    }
}
