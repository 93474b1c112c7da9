//! The kinds of problem that a database URL can have, with a message and a help for each.

use std::borrow::Cow;

/// The kinds of problem that this crate tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// No variable is set, and there is no default.
    Missing,
    /// The variable is set to the empty string.
    Empty,
    /// Both `NAME` and `NAME_FILE` are set.
    SetTwice,
    /// The variable, or the file that `NAME_FILE` names, cannot be read.
    Unreadable,
    /// The value is wrapped in quotes.
    Quoted,
    /// Blanks, newlines or control characters in or around the value.
    Whitespace,
    /// A placeholder that was never filled in, or a variable that was never expanded.
    Placeholder,
    /// A shell command (`DATABASE_URL=...`, `psql '...'`) instead of the URL in it.
    ShellCommand,
    /// Several URLs in one variable.
    SeveralUrls,
    /// No scheme; it looks like a filesystem path.
    BarePath,
    /// No scheme, and not a path either.
    NoScheme,
    /// The `://` after the scheme is incomplete.
    MissingSlashes,
    /// A libpq keyword/value string.
    KeywordValue,
    /// An ADO.NET or ODBC connection string.
    AdoNet,
    /// A JDBC URL.
    Jdbc,
    /// A data source name of Go's MySQL driver.
    GoDsn,
    /// A scheme that this crate does not know.
    UnknownScheme,
    /// A scheme that the field does not accept.
    UnexpectedScheme,
    /// A raw `@`, `:`, `/`, `?`, `#` or `%` in the user name or password; in a list of URLs, a `,` that may be in one.
    UnescapedCharacter(char),
    /// A raw `@` after the first `/`: part of a password with a raw `/`, or of the database's name.
    AtSignInPath,
    /// A `%` that does not begin an escape, or escapes that are not UTF-8.
    InvalidPercentEncoding,
    /// An escaped or raw NUL.
    Nul,
    /// A raw `#`: database URLs have no fragment.
    Fragment,
    /// An invalid host.
    InvalidHost,
    /// No host, where the database needs one.
    NoHost,
    /// Several hosts, or a port, where DNS supplies them.
    SrvHost,
    /// An IPv6 address without its brackets.
    BareIpv6,
    /// A port that is not a number from 1 to 65535.
    InvalidPort,
    /// A part of the query without `=`.
    ParameterWithoutValue,
    /// A second `?`.
    SecondQuestionMark,
    /// `&` or `;` where the `?` before the first query parameter belongs.
    FirstSeparator(char),
    /// `;` between two query parameters.
    Semicolon,
    /// A query parameter that no client knows.
    UnknownParameter,
    /// An unknown query parameter that may be about TLS.
    UnknownTlsParameter,
    /// A value that its query parameter does not take.
    InvalidValue,
    /// Two statements that contradict each other.
    Contradiction,
    /// A SQLite URL that names a host, a user or a port.
    SqliteHost,
    /// A SQLite URL whose path cannot be a file: empty, a directory, or one that the platform cannot represent.
    SqlitePath,
    /// Something that the field's client cannot carry.
    Unsupported,
    /// The client itself refuses the settings.
    RejectedByClient,
}

impl ProblemKind {
    /// Returns the message of the kind. An error may have a more precise one.
    pub fn message(self) -> Cow<'static, str> {
        let message = match self {
            ProblemKind::Missing => "not set",
            ProblemKind::Empty => "empty",
            ProblemKind::SetTwice => "set twice: as a variable and as a file",
            ProblemKind::Unreadable => "cannot be read",
            ProblemKind::Quoted => "the value is wrapped in quotes, which are not part of the URL",
            ProblemKind::Whitespace => "a blank, a newline or a control character in or around the URL",
            ProblemKind::Placeholder => "a placeholder that was never filled in",
            ProblemKind::ShellCommand => "a shell command, not a URL",
            ProblemKind::SeveralUrls => "several URLs in one variable",
            ProblemKind::BarePath => "a path or a host without a scheme",
            ProblemKind::NoScheme => "not a database URL: it has no scheme",
            ProblemKind::MissingSlashes => "the `://` after the scheme is incomplete",
            ProblemKind::KeywordValue => "a libpq keyword/value string, not a URL",
            ProblemKind::AdoNet => "an ADO.NET or ODBC connection string, not a URL",
            ProblemKind::Jdbc => "a JDBC URL",
            ProblemKind::GoDsn => "a data source name of Go's MySQL driver, not a URL",
            ProblemKind::UnknownScheme => "a scheme that no supported database has",
            ProblemKind::UnexpectedScheme => "a scheme that is not accepted here",
            ProblemKind::UnescapedCharacter(':') => "a raw `:` in the password",
            ProblemKind::UnescapedCharacter(',') => "a `,` that may be part of a password",
            ProblemKind::UnescapedCharacter(c) => return format!("a raw `{c}` in the user name or password").into(),
            ProblemKind::AtSignInPath => "a raw `@` after a `/`: one of the two belongs to another part",
            ProblemKind::InvalidPercentEncoding => "a `%` that does not begin a valid escape",
            ProblemKind::Nul => "a NUL character",
            ProblemKind::Fragment => "a raw `#`: nothing in a database URL follows one",
            ProblemKind::InvalidHost => "an invalid host",
            ProblemKind::NoHost => "no host, which a MongoDB URL needs",
            ProblemKind::SrvHost => "several hosts or a port with `mongodb+srv`, which takes one name",
            ProblemKind::BareIpv6 => "an IPv6 address without brackets",
            ProblemKind::InvalidPort => "a port that is not a number from 1 to 65535",
            ProblemKind::ParameterWithoutValue => "a query parameter without `=` and a value",
            ProblemKind::SecondQuestionMark => "a second `?`",
            ProblemKind::FirstSeparator(c) => {
                return format!("expected `?` before the first query parameter, found `{c}`").into();
            }
            ProblemKind::Semicolon => "`;` between query parameters",
            ProblemKind::UnknownParameter => "an unknown query parameter",
            ProblemKind::UnknownTlsParameter => "an unknown query parameter that may be about TLS",
            ProblemKind::InvalidValue => "a value that its query parameter does not take",
            ProblemKind::Contradiction => "two statements that contradict each other",
            ProblemKind::SqliteHost => "a SQLite URL that names a host, a user or a port",
            ProblemKind::SqlitePath => "a SQLite URL without a file",
            ProblemKind::Unsupported => "the client cannot carry a part of this URL",
            ProblemKind::RejectedByClient => "the client refuses these settings",
        };
        message.into()
    }

    /// Returns the help of the kind. An error may have a more precise one.
    pub fn help(self) -> Cow<'static, str> {
        let help = match self {
            ProblemKind::Missing => "set it in the environment",
            ProblemKind::Empty => "write a URL, or leave it unset",
            ProblemKind::SetTwice => "unset one of the two",
            ProblemKind::Unreadable => "make it readable text in UTF-8",
            ProblemKind::Quoted => "remove the quotes: `docker --env-file` and most platforms keep them",
            ProblemKind::Whitespace => "remove it, or write a blank that belongs to a name as `%20`",
            ProblemKind::Placeholder => {
                "put the real value there; write a real `$` as `%24`, `<` as `%3C`, `[` as `%5B`"
            }
            ProblemKind::ShellCommand => "keep only the URL itself",
            ProblemKind::SeveralUrls => "write one URL; several hosts of one database are `host1:5432,host2:5432`",
            ProblemKind::BarePath => {
                "write `sqlite:relative/path.db` or `sqlite:///absolute/path.db`; a server's is `postgres://user:password@host/database`"
            }
            ProblemKind::NoScheme => "begin with `postgres://`, `mysql://`, `sqlite:` or `mongodb://`",
            ProblemKind::MissingSlashes => {
                "write `://` after the scheme, as in `postgres://user:password@host/database`"
            }
            ProblemKind::KeywordValue => {
                "write it as a URL: `postgres://user:password@host:5432/dbname?sslmode=require`"
            }
            ProblemKind::AdoNet => "write it as a URL: `postgres://user:password@host:5432/database`",
            ProblemKind::Jdbc => "remove `jdbc:`, and write the user and password as `user:password@host`",
            ProblemKind::GoDsn => "write it as a URL: `mysql://user:password@host:3306/database`",
            ProblemKind::UnknownScheme => {
                "write `postgres`, `mysql`, `sqlite` or `mongodb`, or one of their other spellings"
            }
            ProblemKind::UnexpectedScheme => "write a scheme that this field accepts",
            ProblemKind::UnescapedCharacter(',') => {
                "percent-encode a `,` in a password as `%2C`; write a URL without a user as `postgres://@host/database`"
            }
            ProblemKind::UnescapedCharacter(c) => {
                // The clients of other databases accept a `:`.
                let scheme = if c == ':' { "mongodb" } else { "postgres" };
                let escape = format!("%{:02X}", u32::from(c));
                let example = format!("{scheme}://user:pass{escape}word@host/database");
                return format!("write it as `{escape}`, as in `{example}`; `jq -rR @uri` escapes a whole password")
                    .into();
            }
            ProblemKind::AtSignInPath => {
                "write a `/` of the password as `%2F`, or an `@` of the database's name as `%40`"
            }
            ProblemKind::InvalidPercentEncoding => "write a `%` itself as `%25`, and other bytes as UTF-8",
            ProblemKind::Nul => "remove it: no database takes one in a name or a password",
            ProblemKind::Fragment => "write it as `%23`",
            ProblemKind::InvalidHost => {
                "write a name of letters, digits, `-`, `_` and `.`, an address, or a socket's path with each `/` as `%2F`"
            }
            ProblemKind::NoHost => "write it after the `://`",
            ProblemKind::SrvHost => "remove them, because DNS supplies them, or write `mongodb://`",
            ProblemKind::BareIpv6 => "write it in brackets: `[2001:db8::1]:5432`",
            ProblemKind::InvalidPort => "write `host:port` with such a number, or leave the port out",
            ProblemKind::ParameterWithoutValue => "write `name=value`, or remove it",
            ProblemKind::SecondQuestionMark => {
                "separate query parameters with `&`, and write a `?` inside a value as `%3F`"
            }
            ProblemKind::FirstSeparator('&') => {
                "write `?` before the first parameter, or an `&` that belongs to a name as `%26`"
            }
            ProblemKind::FirstSeparator(_) => {
                "write `?` before the first parameter and `&` between the others, or a `;` that belongs to a name as `%3B`"
            }
            ProblemKind::Semicolon => "separate them with `&`, or write a `;` that belongs to a value as `%3B`",
            ProblemKind::UnknownParameter => "remove it",
            ProblemKind::UnknownTlsParameter => "use `sslmode`, `sslrootcert`, `sslcert` and `sslkey`",
            ProblemKind::InvalidValue => "write a value that it takes",
            ProblemKind::Contradiction => "keep one of them",
            ProblemKind::SqliteHost => "write `sqlite:///absolute/path.db` or `sqlite:relative/path.db`",
            ProblemKind::SqlitePath => {
                "write `sqlite:///absolute/path.db`, `sqlite:relative/path.db` or `sqlite::memory:`"
            }
            ProblemKind::Unsupported => "remove it, or give the field a client that takes it",
            ProblemKind::RejectedByClient => "correct the part that it names",
        };
        help.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_shown_with_its_escape() {
        let kind = ProblemKind::UnescapedCharacter('#');
        assert_eq!(kind.message(), "a raw `#` in the user name or password");
        assert!(kind.help().starts_with("write it as `%23`, as in `postgres://user:pass%23word@host/database`"));
        assert!(ProblemKind::UnescapedCharacter(':').help().contains("`mongodb://user:pass%3Aword@"));
        assert!(ProblemKind::FirstSeparator(';').message().ends_with("found `;`"));
    }
}
