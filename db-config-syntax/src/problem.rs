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
    /// A comment follows the value.
    Comment,
    /// The value contains a placeholder that was never replaced, or a variable that was never expanded.
    Placeholder,
    /// The value is a shell command that contains a URL (`DATABASE_URL=...`, `psql '...'`).
    ShellCommand,
    /// Other text precedes the URL, such as a name or a bracket.
    TextBeforeUrl,
    /// The value is JSON.
    Json,
    /// The whole value is percent-encoded or base64-encoded.
    Encoded,
    /// The value contains several URLs.
    SeveralUrls,
    /// The value has no scheme and looks like a file path.
    BarePath,
    /// The value is the path of a file that contains a secret.
    SecretFile,
    /// The value or the password is a reference to a secret manager that was never resolved.
    SecretReference,
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
    /// The value is an R2DBC URL.
    R2dbc,
    /// The value is a data source name (DSN) of PHP's PDO.
    PdoDsn,
    /// The value is a data source name (DSN) of Go's MySQL driver.
    GoDsn,
    /// db-config does not know the scheme.
    UnknownScheme,
    /// The scheme is one that only Prisma Client supports.
    PrismaProxy,
    /// The field does not accept the scheme.
    UnexpectedScheme,
    /// A second scheme follows the first one, or takes the place of the host.
    SecondScheme,
    /// The port is the `tcp://` URL of a service that Kubernetes sets.
    KubernetesPort,
    /// The URL has a `:` before the host, but no user name.
    EmptyUser,
    /// The URL ends after the user and the start of a password.
    MissingAtSign,
    /// The user name or password contains an unescaped `@`, `:`, `/`, `?`, `#` or `%`. In a list of URLs, a `,` that may
    /// be part of a password.
    UnescapedCharacter(char),
    /// An unescaped `@` follows the first `/`: the `/` may be part of the password, or the `@` of the database name.
    AtSignInPath,
    /// A `%` does not start a percent-encoded byte, or the decoded bytes are not UTF-8.
    InvalidPercentEncoding,
    /// The value contains a NUL character, unescaped or as `%00`.
    Nul,
    /// The value contains an unescaped `#`. Only Redis URLs have a fragment, `#insecure`.
    Fragment,
    /// A host is invalid.
    InvalidHost,
    /// The URL has no host, and the database needs one.
    NoHost,
    /// The URL has several hosts or a port, although DNS supplies them.
    SrvHost,
    /// Slashes follow the user and password, so the URL has no host.
    SlashesBeforeHost,
    /// The path of a Unix socket is not percent-encoded, so it is not a host.
    UnescapedSocket,
    /// A Redis URL has a user name without a password.
    MissingPassword,
    /// A Redis URL for a Unix socket has a host, or no path.
    SocketHost,
    /// An IPv6 address is not in brackets.
    BareIpv6,
    /// A host has several ports.
    SeveralPorts,
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
    /// The `&` between two query parameters is escaped as in HTML (`&amp;`) or JSON (`\u0026`).
    EscapedAmpersand,
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
            ProblemKind::Comment => "unexpected comment after the value",
            ProblemKind::Placeholder => "the value contains a placeholder",
            ProblemKind::ShellCommand => "expected a URL, found a shell command",
            ProblemKind::TextBeforeUrl => "unexpected text before the URL",
            ProblemKind::Json => "expected a URL, found JSON",
            ProblemKind::Encoded => "expected a URL, found an encoded value",
            ProblemKind::SeveralUrls => "expected one URL, found several",
            ProblemKind::BarePath => "expected a URL, found a path or host without a scheme",
            ProblemKind::SecretFile => "expected a URL, found the path of a file with a secret",
            ProblemKind::SecretReference => "expected the secret itself, found a reference to a secret manager",
            ProblemKind::NoScheme => "missing URL scheme",
            ProblemKind::MissingSlashes => "missing `://` after the scheme",
            ProblemKind::KeywordValue => "expected a URL, found a libpq keyword/value string",
            ProblemKind::AdoNet => "expected a URL, found an ADO.NET or ODBC connection string",
            ProblemKind::Jdbc => "expected a database URL, found a JDBC URL",
            ProblemKind::R2dbc => "expected a database URL, found an R2DBC URL",
            ProblemKind::PdoDsn => "expected a URL, found a DSN of PHP's PDO",
            ProblemKind::GoDsn => "expected a URL, found a DSN of Go's MySQL driver",
            ProblemKind::UnknownScheme => "unknown scheme",
            ProblemKind::PrismaProxy => "expected a database URL, found a URL that only Prisma Client supports",
            ProblemKind::UnexpectedScheme => "unexpected scheme",
            ProblemKind::SecondScheme => "expected a host, found a second scheme",
            ProblemKind::KubernetesPort => "expected a port, found the `tcp://` URL of a Kubernetes service",
            ProblemKind::EmptyUser => "missing user name before the `:`",
            ProblemKind::MissingAtSign => "missing `@` and host after the user and password, or invalid port",
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
            ProblemKind::SlashesBeforeHost => "expected a host after the `@`, found `//`",
            ProblemKind::UnescapedSocket => "unescaped `/` in the path of a Unix socket",
            ProblemKind::MissingPassword => "missing password for the user name",
            ProblemKind::SocketHost => "expected the path of a Unix socket after `unix://`, without a host",
            ProblemKind::BareIpv6 => "missing brackets around an IPv6 address",
            ProblemKind::SeveralPorts => "expected one port after a host, found several",
            ProblemKind::InvalidPort => "invalid port",
            ProblemKind::ParameterWithoutValue => "missing `=` after the name of a query parameter",
            ProblemKind::SecondQuestionMark => "unescaped second `?`",
            ProblemKind::FirstSeparator(c) => {
                return format!("expected `?` before the first query parameter, found `{c}`").into();
            }
            ProblemKind::Semicolon => "expected `&` between query parameters, found `;`",
            ProblemKind::EscapedAmpersand => "expected `&` between query parameters, found its escape of HTML or JSON",
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
            ProblemKind::Comment => {
                "remove it (`docker --env-file` and systemd do not), or percent-encode a `#` in a name as `%23`"
            }
            ProblemKind::Placeholder => {
                "replace it with the real value, or percent-encode a literal `$` as `%24`, `<` as `%3C`, `[` as `%5B` and `{` as `%7B`"
            }
            ProblemKind::ShellCommand => "use only the URL in the command",
            ProblemKind::TextBeforeUrl => "remove it, and any bracket or quote after the URL",
            ProblemKind::Json => "use the URL in it, or a URL that contains its values",
            ProblemKind::Encoded => {
                "decode it (percent-encode only the parts of a URL, and use `stringData` for a plain value in a Kubernetes Secret)"
            }
            ProblemKind::SeveralUrls => "use one URL, and list the hosts of one database as `host1,host2`",
            ProblemKind::BarePath => {
                "use `sqlite://relative/path.db` or `sqlite:///absolute/path.db`, or `postgres://user:password@host/database` for a server"
            }
            ProblemKind::SecretFile => {
                "set this path in the variable with `_FILE` after its name, such as `DATABASE_URL_FILE`"
            }
            ProblemKind::SecretReference => {
                "resolve it before the program starts, for example with the secret manager's command, such as `op run`"
            }
            ProblemKind::NoScheme => {
                "start the URL with `postgres://`, `mysql://`, `sqlite://`, `mongodb://` or `redis://`"
            }
            ProblemKind::MissingSlashes => "use `scheme://`, as in `postgres://user:password@host/database`",
            ProblemKind::KeywordValue => "use `postgres://user:password@host/database?sslmode=require`",
            ProblemKind::AdoNet => "use `postgres://user:password@host/database`",
            ProblemKind::Jdbc => {
                "remove `jdbc:`, and put the user and password before the host as `user:password@host`"
            }
            ProblemKind::R2dbc => "remove `r2dbc:`",
            ProblemKind::PdoDsn => "use `postgres://user:password@host/database`",
            ProblemKind::GoDsn => "use `mysql://user:password@host/database`",
            ProblemKind::UnknownScheme => {
                "use `postgres`, `mysql`, `sqlite`, `mongodb`, `redis` or one of their aliases"
            }
            ProblemKind::PrismaProxy => {
                "use the direct URL of the database, such as `postgres://user:password@host/database`"
            }
            ProblemKind::UnexpectedScheme => "use a scheme that the field accepts",
            ProblemKind::SecondScheme => "use one scheme, as in `postgres://user:password@host/database`",
            ProblemKind::KubernetesPort => {
                "use the number, which Kubernetes sets in the variable that ends with `_SERVICE_PORT`"
            }
            ProblemKind::EmptyUser => {
                "add it (the variable that fills it in may be unset), or remove the `:` and the `@`"
            }
            ProblemKind::MissingAtSign => {
                "use a port from 1 to 65535, or, if a tool cut the value at a `#`, quote it and percent-encode the `#` as `%23`"
            }
            ProblemKind::UnescapedCharacter(',') => {
                "percent-encode a `,` in a password as `%2C`, and add an `@` to a URL without a user, as in `postgres://@host/database`"
            }
            ProblemKind::UnescapedCharacter(c) => {
                // The clients of other databases accept a `:`.
                return unescaped_help(if c == ':' { "mongodb" } else { "postgres" }, &[c]).into();
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
            ProblemKind::SlashesBeforeHost => {
                "remove the `//` before a host, or percent-encode each `/` of a socket directory as `%2F`"
            }
            ProblemKind::UnescapedSocket => {
                "percent-encode each `/` of the socket directory as `%2F`, as in `postgres://user:password@%2Frun%2Fpostgresql/database`"
            }
            ProblemKind::MissingPassword => "add it after the user name, as in `user:password@host`",
            ProblemKind::SocketHost => "use the whole path, as in `redis+unix:///run/redis.sock`",
            ProblemKind::BareIpv6 => "put it in brackets, as in `[2001:db8::1]`",
            ProblemKind::SeveralPorts => "keep one of them, as in `host:port`",
            ProblemKind::InvalidPort => "use a number from 1 to 65535, or leave the port out",
            ProblemKind::ParameterWithoutValue => {
                "use `name=value`, remove the parameter, or percent-encode an `&` in the value before it as `%26`"
            }
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
            ProblemKind::EscapedAmpersand => "replace each `&amp;` or `\\u0026` with `&`",
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

/// Returns the message about unescaped characters in the user name or password.
pub(crate) fn unescaped_message(characters: &[char]) -> String {
    match characters {
        [one] => ProblemKind::UnescapedCharacter(*one).message().into_owned(),
        _ => format!("unescaped {} in the user name or password", all(characters.iter().map(|c| format!("`{c}`")))),
    }
}

/// Returns the help that percent-encodes characters, with an example in the scheme of the URL.
pub(crate) fn unescaped_help(scheme: &str, characters: &[char]) -> String {
    let encoded = |c: char| format!("%{:02X}", u32::from(c));
    let how = match characters {
        [one] => format!("it as `{}`", encoded(*one)),
        _ => encodings(characters),
    };
    let word: String = characters.iter().map(|c| encoded(*c)).collect();
    format!(
        "percent-encode {how}, as in `{scheme}://user:pass{word}word@host/database` (`jq -rR @uri` encodes a whole password)"
    )
}

/// Lists characters and their percent-encoding, as in "`/` as `%2F` and `?` as `%3F`".
pub(crate) fn encodings(characters: &[char]) -> String {
    all(characters.iter().map(|c| format!("`{c}` as `%{:02X}`", u32::from(*c))))
}

/// Joins phrases as "a, b and c".
pub(crate) fn all(phrases: impl Iterator<Item = String>) -> String {
    let phrases: Vec<String> = phrases.collect();
    match &phrases[..] {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
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
