//! The kinds of problems with a database URL, each with a message and a help.

use std::borrow::Cow;

/// A kind of problem with a database URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// No variable is set, and there is no default value.
    Missing,
    /// The variable is set to the empty string.
    Empty,
    /// Both `NAME` and `NAME_FILE` are set.
    SetTwice,
    /// The variable, or the file that `NAME_FILE` points to, cannot be read.
    Unreadable,
    /// The value starts or ends with a quote.
    Quoted,
    /// The value contains whitespace or a control character, or is surrounded by one.
    Whitespace,
    /// The value contains a placeholder that was never replaced, or a variable that was never expanded.
    Placeholder,
    /// The value is a shell command that contains a URL (`DATABASE_URL=...`, `psql '...'`).
    ShellCommand,
    /// The value contains several URLs.
    SeveralUrls,
    /// The value has no scheme and looks like a file path.
    BarePath,
    /// The value has no scheme and does not look like a path either.
    NoScheme,
    /// The `://` after the scheme is incomplete.
    MissingSlashes,
    /// The value is a libpq keyword/value string.
    KeywordValue,
    /// The value is an ADO.NET or ODBC connection string.
    AdoNet,
    /// The value is a JDBC URL.
    Jdbc,
    /// The value is a data source name (DSN) of Go's MySQL driver.
    GoDsn,
    /// db-config does not know the scheme.
    UnknownScheme,
    /// The field does not accept the scheme.
    UnexpectedScheme,
    /// The user name or password contains an unescaped `@`, `:`, `/`, `?`, `#` or `%`. In a list of URLs, a `,` that may
    /// be part of a password.
    UnescapedCharacter(char),
    /// An unescaped `@` follows the first `/`: the `/` may be part of the password, or the `@` of the database name.
    AtSignInPath,
    /// A `%` does not start a percent-encoded byte, or the decoded bytes are not UTF-8.
    InvalidPercentEncoding,
    /// The value contains a NUL character, unescaped or as `%00`.
    Nul,
    /// The value contains an unescaped `#`. Database URLs have no fragment.
    Fragment,
    /// A host is invalid.
    InvalidHost,
    /// The URL has no host, and the database needs one.
    NoHost,
    /// The URL has several hosts or a port, although DNS supplies them.
    SrvHost,
    /// An IPv6 address is not in brackets.
    BareIpv6,
    /// A port is not a number from 1 to 65535.
    InvalidPort,
    /// A query parameter has no `=`.
    ParameterWithoutValue,
    /// The URL contains a second `?`.
    SecondQuestionMark,
    /// An `&` or `;` takes the place of the `?` before the first query parameter.
    FirstSeparator(char),
    /// A `;` separates two query parameters.
    Semicolon,
    /// No client knows the query parameter.
    UnknownParameter,
    /// No client knows the query parameter, and it may affect TLS.
    UnknownTlsParameter,
    /// A value is not valid for its query parameter or variable.
    InvalidValue,
    /// Two parameters, variables or attributes contradict each other.
    Contradiction,
    /// A SQLite URL contains a host, a user or a port.
    SqliteHost,
    /// The path of a SQLite URL cannot be a file: it is empty, a directory, or not representable on this platform.
    SqlitePath,
    /// The field's client does not support something that the URL contains.
    Unsupported,
    /// The client rejects the options that db-config built.
    RejectedByClient,
}

impl ProblemKind {
    /// Returns the message of the kind. An error may have a more precise one.
    pub fn message(self) -> Cow<'static, str> {
        let message = match self {
            ProblemKind::Missing => "not set",
            ProblemKind::Empty => "the value is empty",
            ProblemKind::SetTwice => "both the variable and its `_FILE` variable are set",
            ProblemKind::Unreadable => "cannot be read",
            ProblemKind::Quoted => "the value starts or ends with a quote",
            ProblemKind::Whitespace => "unexpected whitespace or control character",
            ProblemKind::Placeholder => "the value contains a placeholder",
            ProblemKind::ShellCommand => "expected a URL, found a shell command",
            ProblemKind::SeveralUrls => "expected one URL, found several",
            ProblemKind::BarePath => "expected a URL, found a path or host without a scheme",
            ProblemKind::NoScheme => "missing URL scheme",
            ProblemKind::MissingSlashes => "missing `://` after the scheme",
            ProblemKind::KeywordValue => "expected a URL, found a libpq keyword/value string",
            ProblemKind::AdoNet => "expected a URL, found an ADO.NET or ODBC connection string",
            ProblemKind::Jdbc => "expected a database URL, found a JDBC URL",
            ProblemKind::GoDsn => "expected a URL, found a DSN of Go's MySQL driver",
            ProblemKind::UnknownScheme => "unknown scheme",
            ProblemKind::UnexpectedScheme => "unexpected scheme",
            ProblemKind::UnescapedCharacter(':') => "unescaped `:` in the password",
            ProblemKind::UnescapedCharacter(',') => "unescaped `,` that may be part of a password",
            ProblemKind::UnescapedCharacter(c) => {
                return format!("unescaped `{c}` in the user name or password").into();
            }
            ProblemKind::AtSignInPath => "unescaped `@` or `/` makes the URL ambiguous",
            ProblemKind::InvalidPercentEncoding => "invalid percent-encoding",
            ProblemKind::Nul => "unsupported NUL character",
            ProblemKind::Fragment => "unescaped `#`",
            ProblemKind::InvalidHost => "invalid host",
            ProblemKind::NoHost => "missing host in a MongoDB URL",
            ProblemKind::SrvHost => "`mongodb+srv` does not support several hosts or a port",
            ProblemKind::BareIpv6 => "missing brackets around an IPv6 address",
            ProblemKind::InvalidPort => "invalid port",
            ProblemKind::ParameterWithoutValue => "missing `=` after the name of a query parameter",
            ProblemKind::SecondQuestionMark => "unescaped second `?`",
            ProblemKind::FirstSeparator(c) => {
                return format!("expected `?` before the first query parameter, found `{c}`").into();
            }
            ProblemKind::Semicolon => "expected `&` between query parameters, found `;`",
            ProblemKind::UnknownParameter => "unknown query parameter",
            ProblemKind::UnknownTlsParameter => "unknown query parameter, which may affect TLS",
            ProblemKind::InvalidValue => "invalid value",
            ProblemKind::Contradiction => "contradictory values",
            ProblemKind::SqliteHost => "unsupported host, user or port in a SQLite URL",
            ProblemKind::SqlitePath => "invalid file path in a SQLite URL",
            ProblemKind::Unsupported => "the client does not support a part of this URL",
            ProblemKind::RejectedByClient => "the client rejects these options",
        };
        message.into()
    }

    /// Returns the help of the kind, or an empty string if it has none. An error may have a more precise one.
    pub fn help(self) -> Cow<'static, str> {
        let help = match self {
            ProblemKind::Missing => "set it in the environment",
            ProblemKind::Empty => "set it to a URL, or unset it",
            ProblemKind::SetTwice => "unset one of them",
            ProblemKind::Unreadable => "make it readable, and encode it as UTF-8",
            ProblemKind::Quoted => "remove the quotes (`docker --env-file` and most platforms do not strip them)",
            ProblemKind::Whitespace => "remove it, or percent-encode a space as `%20`",
            ProblemKind::Placeholder => {
                "replace it with the real value, or percent-encode a literal `$` as `%24`, `<` as `%3C` and `[` as `%5B`"
            }
            ProblemKind::ShellCommand => "use only the URL in the command",
            ProblemKind::SeveralUrls => "use one URL, and list the hosts of one database as `host1:5432,host2:5432`",
            ProblemKind::BarePath => {
                "use `sqlite://relative/path.db` or `sqlite:///absolute/path.db`, or `postgres://user:password@host/database` for a server"
            }
            ProblemKind::NoScheme => "start the URL with `postgres://`, `mysql://`, `sqlite:` or `mongodb://`",
            ProblemKind::MissingSlashes => "use `scheme://`, as in `postgres://user:password@host/database`",
            ProblemKind::KeywordValue => "use `postgres://user:password@host:5432/dbname?sslmode=require`",
            ProblemKind::AdoNet => "use `postgres://user:password@host:5432/database`",
            ProblemKind::Jdbc => {
                "remove `jdbc:`, and put the user and password before the host as `user:password@host`"
            }
            ProblemKind::GoDsn => "use `mysql://user:password@host:3306/database`",
            ProblemKind::UnknownScheme => "use `postgres`, `mysql`, `sqlite`, `mongodb` or one of their aliases",
            ProblemKind::UnexpectedScheme => "use a scheme that the field accepts",
            ProblemKind::UnescapedCharacter(',') => {
                "percent-encode a `,` in a password as `%2C`, and add an `@` to a URL without a user, as in `postgres://@host/database`"
            }
            ProblemKind::UnescapedCharacter(c) => {
                // The clients of other databases accept a `:`.
                let scheme = if c == ':' { "mongodb" } else { "postgres" };
                let encoded = format!("%{:02X}", u32::from(c));
                let example = format!("{scheme}://user:pass{encoded}word@host/database");
                return format!(
                    "percent-encode it as `{encoded}`, as in `{example}` (`jq -rR @uri` encodes a whole password)"
                )
                .into();
            }
            ProblemKind::AtSignInPath => {
                "percent-encode a `/` in the password as `%2F`, or an `@` in the database name as `%40`"
            }
            ProblemKind::InvalidPercentEncoding => {
                "percent-encode a literal `%` as `%25`, and other characters as their UTF-8 bytes"
            }
            ProblemKind::Nul => "remove it",
            ProblemKind::Fragment => "percent-encode it as `%23`",
            ProblemKind::InvalidHost => {
                "use a name of letters, digits, `-`, `_` and `.`, an IP address, or a socket path with each `/` as `%2F`"
            }
            ProblemKind::NoHost => "add a host after the `://`",
            ProblemKind::SrvHost => {
                "use one host name without a port, because DNS supplies the servers, or use `mongodb://`"
            }
            ProblemKind::BareIpv6 => "put it in brackets, as in `[2001:db8::1]:5432`",
            ProblemKind::InvalidPort => "use a number from 1 to 65535, or leave the port out",
            ProblemKind::ParameterWithoutValue => "use `name=value`, or remove the parameter",
            ProblemKind::SecondQuestionMark => {
                "separate query parameters with `&`, and percent-encode a `?` in a value as `%3F`"
            }
            ProblemKind::FirstSeparator('&') => {
                "use `?` before the first parameter, or percent-encode an `&` in a name as `%26`"
            }
            ProblemKind::FirstSeparator(_) => {
                "use `?` before the first parameter and `&` between the others, or percent-encode a `;` in a name as `%3B`"
            }
            ProblemKind::Semicolon => "separate them with `&`, or percent-encode a `;` in a value as `%3B`",
            ProblemKind::UnknownParameter => "remove it",
            ProblemKind::UnknownTlsParameter => "use `sslmode`, `sslrootcert`, `sslcert` or `sslkey`",
            ProblemKind::InvalidValue | ProblemKind::RejectedByClient => "",
            ProblemKind::Contradiction => "keep one of them",
            ProblemKind::SqliteHost => "use `sqlite:///absolute/path.db` or `sqlite://relative/path.db`",
            ProblemKind::SqlitePath => {
                "use `sqlite:///absolute/path.db`, `sqlite://relative/path.db` or `sqlite::memory:`"
            }
            ProblemKind::Unsupported => "remove it, or use a field type that supports it",
        };
        help.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_shown_with_its_percent_encoding() {
        let kind = ProblemKind::UnescapedCharacter('#');
        assert_eq!(kind.message(), "unescaped `#` in the user name or password");
        assert!(
            kind.help().starts_with("percent-encode it as `%23`, as in `postgres://user:pass%23word@host/database`")
        );
        assert!(ProblemKind::UnescapedCharacter(':').help().contains("`mongodb://user:pass%3Aword@"));
        assert!(ProblemKind::FirstSeparator(';').message().ends_with("found `;`"));
    }
}
