//! The true cause of a value that is not a URL, and the URL to use instead.

use db_config::{DatabaseConfig, DatabaseUrl, ProblemKind, SqliteFile};
use tests::{error, url};

/// Asserts the kind, the message and the help of a value.
#[track_caller]
fn is(text: &str, kind: ProblemKind, message: &str, help: &str) {
    let error = error(text);
    assert_eq!((error.kind(), error.message()), (kind, message), "{text}: {error}");
    assert!(error.help().contains(help), "{text}: {}", error.help());
}

#[test]
fn whitespace_has_its_name_its_place_and_its_usual_cause() {
    for (text, message, help) in [
        ("postgres://u:p@h/d\r", "unexpected carriage return at the end", "Windows line endings"),
        ("postgres://u:p@h/d\r\n", "unexpected carriage return at the end", "Windows line endings"),
        ("mysql://u:p\r@h/d", "unexpected carriage return at character 12", "Windows line endings"),
        ("postgres://h/d\n", "unexpected newline at the end", "`echo`"),
        ("postgres://h/\nd", "unexpected newline at character 14", "on one line"),
        ("sqlite:app.db\n", "unexpected newline at the end", "`echo`"),
        (" postgres://h/d", "unexpected space at the start", "`docker --env-file`"),
        ("postgres://h/d ", "unexpected space at the end", "`docker --env-file`"),
        ("postgres://h/a b", "unexpected space at character 15", "`%20`"),
        ("postgres://h/d\t", "unexpected tab at the end", "remove it"),
        ("\u{feff}postgres://h/d", "unexpected byte order mark at the start", "without a byte order mark"),
        ("postgres://h/d\u{a0}", "unexpected no-break space at the end", "copied"),
        ("postgres://h/d\u{200b}", "unexpected zero-width space at the end", "copied"),
        ("postgres://h/\u{7}d", "unexpected control character U+0007 at character 14", "remove it"),
        ("\u{1b}[32mpostgres://h/d", "unexpected control character U+001B at the start", "remove it"),
        ("\u{202a}postgres://h/d", "unexpected invisible character U+202A at the start", "copied"),
        ("sqlite:app.db\u{2060}", "unexpected invisible character U+2060 at the end", "copied"),
        ("postgres://h/d\u{202f}", "unexpected whitespace U+202F at the end", "copied"),
        ("postgres://u:p@h\u{a0}/d", "unexpected no-break space at character 17", "copied"),
        ("post\u{200b}gres://h/d", "unexpected zero-width space at character 5", "copied"),
        ("postgres ://h/d", "unexpected space at character 9", "remove it"),
        ("mysql: //u:p@h/d", "unexpected space at character 7", "remove it"),
    ] {
        is(text, ProblemKind::Whitespace, message, help);
    }
}

#[test]
fn a_comment_after_the_value_is_named() {
    for text in [
        "postgres://u:p@h/d # local",
        "mysql://h/d #local",
        "mongodb://h/d\t# x",
        "sqlite:app.db # x",
        "sqlite:///data/app.db #",
        "app.db # the cache",
        "postgres://u:p@h/d# local",
        "postgres://u:p@h/d # ask me@example.com",
    ] {
        is(text, ProblemKind::Comment, "unexpected comment after the value", "remove it");
    }
    is("# postgres://h/d", ProblemKind::Comment, "expected a URL, found a comment", "unset it");
    // Before an `@`, it is a part of the password.
    assert_eq!(error("postgres://u:p #w@h/d").kind(), ProblemKind::Whitespace);
}

#[test]
fn a_value_that_ends_in_a_password_may_be_cut_at_a_number_sign() {
    for text in ["postgres://app:pa", "mysql://root:s3:cret", "mongodb://admin:x-y", "postgresql://app:p%40"] {
        let message = "missing `@` and host after the user and password, or invalid port";
        is(text, ProblemKind::MissingAtSign, message, "cut the value at a `#`");
    }
    is("postgres://app:pa/ss", ProblemKind::InvalidPort, "invalid port", "cut the value at a `#`");
    let help = error("postgres://u:p@h:port/d").help().to_owned();
    assert!(!help.contains('#'), "{help}");
}

#[test]
fn an_empty_user_before_a_colon_is_an_unset_variable() {
    for text in ["postgres://:@db:5432/", "postgres://:pw@db/app", "mysql://:@db/app", "mongodb://:@db/app"] {
        is(text, ProblemKind::EmptyUser, "missing user name before the `:`", "may be unset");
    }
    is("postgres://:pw@h/d?user=", ProblemKind::EmptyUser, "missing user name before the `:`", "add it");
    assert_eq!(url("postgres://@h/d").username(), None);
    assert_eq!(url("mysql://:pw@h/d?user=app").username(), Some("app"));
    assert_eq!(url("postgres://:pw@h/d?user=app").username(), Some("app"));
}

#[test]
fn several_ports_are_not_an_ipv6_address() {
    for text in [
        "postgres://u:p@myhost:5433:5432/db",
        "mysql://h:3306:3306/d",
        "postgres://[::1]:1:2/d",
        "mongodb://u:p@a:1,b:2:3/d",
    ] {
        is(text, ProblemKind::SeveralPorts, "expected one port after a host, found several", "keep one");
    }
    for text in
        ["postgres://2001:db8::1/d", "postgres://::1/d", "mysql://u@fe80::1:3306/d", "postgres://1:2:3:4:5:6:7:8/d"]
    {
        assert_eq!(error(text).kind(), ProblemKind::BareIpv6, "{text}");
    }
}

#[test]
fn a_second_scheme_is_removed() {
    for (text, help) in [
        ("postgres://u:p@http://127.0.0.1:5599/app", "use `postgres://u:***@127.0.0.1:5599/app`"),
        ("postgres://https://db.example.com/app", "use `postgres://db.example.com/app`"),
        ("postgres://u:p@https://db.example.com/:5432/app", "use `postgres://u:***@db.example.com:5432/app`"),
        ("postgres://postgres://u:p@h/d", "use `postgres://u:***@h/d`"),
        ("postgres://mysql://u:p@h/d", "use `mysql://u:***@h/d`"),
        ("mysql://u:p@tcp://h:3306/d", "use `mysql://u:***@h:3306/d`"),
        ("mongodb://u:p@mongodb://h/d", "use `mongodb://u:***@h/d`"),
        ("postgres://u:p@ssh://h/d", "use one scheme, as in `postgres://user:password@host/database`"),
        ("postgres://jdbc:postgresql://h/d", "use `postgresql://h/d`"),
        ("mysql://u:p@jdbc:mysql://h/d", "use `mysql://u:***@h/d`"),
        ("postgres:postgresql://u:p@h/d", "use `postgresql://u:***@h/d`"),
        ("https://postgres://u:p@h/d", "use `postgres://u:***@h/d`"),
    ] {
        is(text, ProblemKind::SecondScheme, "expected a host, found a second scheme", help);
    }
    // The second scheme may be the user, and the text after it the password.
    for text in [
        "postgres://postgres://hunter@h/d",
        "mysql://mysql://hunter",
        "https://postgres://hunter",
        "postgres://u:pw@x://hunter",
    ] {
        let error = error(text);
        assert_eq!(error.kind(), ProblemKind::SecondScheme, "{text}");
        assert!(!error.to_string().contains("hunt"), "{text}: {error}");
    }
}

#[test]
fn the_port_of_kubernetes_is_named() {
    let message = "expected a port, found the `tcp://` URL of a Kubernetes service";
    for text in ["postgres://u:p@h:tcp://10.0.0.1:5432/d", "mysql://h:tcp://10.0.0.1:3306/d"] {
        is(text, ProblemKind::KubernetesPort, message, "_SERVICE_PORT");
    }
}

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct File {
    #[database(env = "CACHE_URL")]
    cache: SqliteFile,
}

#[derive(Debug, DatabaseConfig)]
#[allow(dead_code)]
struct Any {
    database: DatabaseUrl,
}

#[test]
fn the_path_of_a_secret_belongs_into_the_file_variable() {
    for path in [
        "/run/secrets/DB_URL",
        "/var/run/secrets/db",
        "/run/credentials/app/db",
        "/vault/secrets/db.txt",
        "/run/secrets.d/1/db",
        "/run/agenix/db",
        r"C:\ProgramData\Docker\secrets\db",
        "file:///run/secrets/db",
    ] {
        let message = "expected a URL, found the path of a file with a secret";
        is(path, ProblemKind::SecretFile, message, "`DATABASE_URL_FILE`");
    }
    assert_eq!(error("/home/secret/app.db").kind(), ProblemKind::BarePath);
    let error = File::from_source(&[("CACHE_URL", "/run/secrets/cache")]).unwrap_err();
    assert_eq!(error.problems()[0].help(), "set `CACHE_URL_FILE` to this path, and unset `CACHE_URL`");
}

#[test]
fn a_reference_to_a_secret_manager_is_not_resolved() {
    for text in [
        "op://vault/item/url",
        "vault:secret/data/app#url",
        "arn:aws:secretsmanager:eu-central-1:1:secret:db",
        "@Microsoft.KeyVault(SecretUri=https://x.vault.azure.net/secrets/db/)",
        "ref+vault://secret/db#/url",
        "hashivault://secret/db",
        "projects/1/secrets/db/versions/latest",
        "ENC(c2VjcmV0)",
        "https://x.vault.azure.net/secrets/db/1",
        "@Microsoft.AppConfiguration(Endpoint=https://x)",
        "encrypted:BGxvY2s",
        "{cipher}AQICAHh",
        "infisical:db",
        "sops://db.yaml#url",
        "conjur:prod/db/url",
        "!vault db",
        "keychain://db",
        "postgres://op://vault/item/url",
    ] {
        assert_eq!(error(text).kind(), ProblemKind::SecretReference, "{text}");
    }
    let message = "expected a password, found a reference to a secret manager (`op://`)";
    is("mysql://app:op://vault/item/password@h/d", ProblemKind::SecretReference, message, "`op run`");
    // These are users, hosts and passwords.
    for text in ["vault:pw@h/d", "ssm:pw@h/d"] {
        assert_eq!(error(text).kind(), ProblemKind::NoScheme, "{text}");
    }
    assert_eq!(url("postgres://vault:5432/d").host(), Some("vault"));
    assert_eq!(url("postgres://u:ref+x@h/d").password(), Some("ref+x"));
    assert_eq!(error("fly secrets set URL=postgres://u:p@h/d").kind(), ProblemKind::TextBeforeUrl);
}

#[test]
fn only_prisma_supports_the_urls_of_its_proxy() {
    for text in ["prisma+postgres://localhost:51213/?api_key=x", "prisma://accelerate.prisma-data.net/?api_key=x"] {
        let message = "expected a database URL, found a URL that only Prisma Client supports";
        is(text, ProblemKind::PrismaProxy, message, "direct URL");
    }
}

#[test]
fn an_at_sign_before_the_scheme_ends_no_user_name() {
    for text in ["u@h\npostgres://x?a=b", "u@h postgres://x?a=b", "u@h postgres://x?a=b@c", "@\u{a0}mysql://?a=b"] {
        assert!(!error(text).message().is_empty(), "{text}");
    }
}

#[test]
fn all_unescaped_characters_are_named_at_once_in_the_scheme_of_the_url() {
    for (text, message, help) in [
        (
            "postgres://sys:/7M+r?E@192.168.10.2/d",
            "unescaped `/` and `?` in the user name or password",
            "percent-encode `/` as `%2F` and `?` as `%3F`, as in `postgres://user:pass%2F%3Fword@host/database`",
        ),
        (
            "mysql://u:p@ss@h/d",
            "unescaped `@` in the user name or password",
            "percent-encode it as `%40`, as in `mysql://user:pass%40word@host/database`",
        ),
        (
            "mariadb://u:p#s@s/s?s%@h/d?charset=utf8",
            "unescaped `#`, `@`, `/`, `?` and `%` in the user name or password",
            "`mariadb://user:pass%23%40%2F%3F%25word@host/database`",
        ),
        (
            "mongodb+srv://u:p:q/s@h.example.com/d",
            "unescaped `:` and `/` in the user name or password",
            "`mongodb+srv://user:pass%3A%2Fword@host/database`",
        ),
        ("postgres://u:p#s@h/d?application_name=a@b", "unescaped `#` in the user name or password", "`%23`"),
        ("postgres://u:12?ss=1@h/d", "unescaped `?` in the user name or password", "`%3F`"),
        ("postgres://u:12?ss=1@h/d?sslmode=require", "unescaped `?` in the user name or password", "`%3F`"),
        ("postgres://u:50%/x@h/d", "unescaped `%` and `/` in the user name or password", "`%` as `%25`"),
    ] {
        let error = error(text);
        assert!(matches!(error.kind(), ProblemKind::UnescapedCharacter(_)), "{text}: {error}");
        assert_eq!(error.message(), message, "{text}");
        assert!(error.help().contains(help), "{text}: {}", error.help());
    }
    let error = error("postgres://u:p w#x@h/d");
    assert_eq!(error.message(), "unescaped ` ` and `#` in the user name or password");
}

#[test]
fn all_unknown_parameters_are_named_at_once() {
    is(
        "postgres://h/d?zap=1&shcema=x&sslmode=require&foo=2&foo=3",
        ProblemKind::UnknownParameter,
        "unknown query parameters `zap`, `shcema` and `foo`",
        "use `schema` instead of `shcema`; remove `zap` and `foo`",
    );
    is(
        "mysql://h/d?zap=1&sslzap=2",
        ProblemKind::UnknownTlsParameter,
        "unknown query parameters `zap` and `sslzap`, which may affect TLS",
        "remove `zap`",
    );
    let many: Vec<String> = (0..13).map(|i| format!("zap{i}=1")).collect();
    let error_of_many = error(&format!("postgres://h/d?{}", many.join("&")));
    assert!(error_of_many.message().ends_with("`zap9` and 3 others"), "{error_of_many}");
    assert_eq!(error("postgres://h/d?shcema=1&shcema=2").message(), "unknown query parameter `shcema`");
}

#[test]
fn a_placeholder_is_named_with_its_place() {
    for (text, message, help) in [
        (
            "postgres://h/d?sslmode=verify-full&sslrootcert=$HOME/root.crt",
            "unresolved placeholder `$HOME` in the query parameter `sslrootcert`",
            "literal `$` as `%24`",
        ),
        ("postgres://u:p@${HOST}/d", "unresolved placeholder `${HOST}` in the host", "`%24`"),
        ("mysql://u:p@<host>/d", "unresolved placeholder `<host>` in the host", "literal `<` as `%3C`"),
        ("mysql://u:p@h/{name}", "unresolved placeholder `{name}` in the path", "literal `{` as `%7B`"),
        ("sqlite:///${DATA}/app.db", "unresolved placeholder `${DATA}` in the path", "`%24`"),
        ("postgres://h/[db]", "unresolved placeholder `[db]` in the path", "literal `[` as `%5B`"),
        ("postgres://u:p@h:$PORT/d", "unresolved placeholder `$PORT` in the port", "`%24`"),
        ("postgres://u:p@#{host}/d", "unresolved placeholder `#{host}` in the host", "`%23`"),
        ("mysql://u:p@%HOST%/d", "unresolved placeholder `%HOST%` in the host", "`%25`"),
        ("mysql://u:p@%{HOST}/d", "unresolved placeholder `%{HOST}` in the host", "`%25`"),
        ("mysql://u:p@%(host)s/d", "unresolved placeholder `%(host)` in the host", "`%25`"),
        ("postgres://u:p@<%= host %>/d", "unresolved placeholder `<%= host %>` in the host", "`%3C`"),
        ("postgres://u:p@%s/d", "unresolved placeholder `%s` in the host", "`%25`"),
    ] {
        is(text, ProblemKind::Placeholder, message, help);
    }
    // A password may look like a placeholder, so only its form is shown.
    for (text, form) in [
        ("postgres://u:{hunter}@h/d", "`{...}` in the user name or password"),
        ("postgres://u:$HUNTER@h/d", "`$...` in the user name or password"),
        ("postgres://u:$HUNTER", "`$...` in the password or port"),
        ("postgres://u:p/$HUNTER@h/d", "`$...` in the user name or password"),
        ("postgres://h/d?password=$HUNTER", "`$...` in the query parameter `password`"),
        ("postgres://h/d?unknown=$HUNTER", "`$...` in the query"),
        ("postgres://u:#{hunter}@h/d", "`#{...}` in the user name or password"),
        ("postgres://u:%!s(hunter)@h/d", "`%!...` in the user name or password"),
    ] {
        is(text, ProblemKind::Placeholder, &format!("unresolved placeholder of the form {form}"), "replace it");
    }
}

#[test]
fn a_go_dsn_needs_no_user_and_no_network() {
    for text in [
        "tcp(h:1234)/?tls=true",
        "unix(/tmp/mysql.sock)/db",
        "u:p@(h:3306)/db",
        "u:p@tcp([::1]:3306)/db?parseTime=true",
        "u:p@/db",
        "u:p@proxy(db)/db",
        "mysql://u:p@(h:3306)/db",
        "mysql://tcp(h:3306)/db",
        "mysql://u:p@unix(/tmp/mysql.sock)/db",
    ] {
        let message = "expected a URL, found a DSN of Go's MySQL driver";
        is(text, ProblemKind::GoDsn, message, "`mysql://user:password@host/database`");
    }
    let help = error("postgres://u:p@tcp(h:5432)/d").help().to_owned();
    assert_eq!(help, "use `postgres://user:password@host/database`");
    assert_eq!(error("postgres://u:p@(h)/d").kind(), ProblemKind::InvalidHost);
    assert_eq!(error("@/run/secrets/db").kind(), ProblemKind::NoScheme);
}

#[test]
fn the_word_for_an_unset_variable_is_not_a_part_of_a_url() {
    for (text, message) in [
        ("undefined", "expected a URL, found `undefined`"),
        ("null", "expected a URL, found `null`"),
        ("postgres://null:undefined@h/d", "expected a user name, found `null`"),
        ("mysql://u:p@undefined:3306/d", "expected a host, found `undefined`"),
        ("mongodb://a,None/d", "expected a host, found `None`"),
        ("postgres://u:p@h:NaN/d", "expected a port, found `NaN`"),
    ] {
        is(text, ProblemKind::Placeholder, message, "set the variable that fills it in");
    }
    // The passwords and names of databases may be any word.
    assert_eq!(url("postgres://u:None@h/null").database(), Some("null"));
}

#[test]
fn text_before_the_url_is_named() {
    for text in [
        "url=postgres://u:p@h/d",
        "DATABASE_URL: postgres://u:p@h/d",
        "DATABASE_URL = postgres://u:p@h/d",
        "$env:DATABASE_URL=\"postgres://u:p@h/d\"x",
        "spring.datasource.url=jdbc:postgresql://h/d",
        "- mysql://u:p@h/d",
        "<postgres://u:p@h/d>",
        "(mongodb://u:p@h/d)",
        "{postgres://u:p@h/d}",
        "\\\"postgres://u:p@h/d\\\"x",
        "heroku config:set URL=postgres://u:p@h/d",
    ] {
        is(text, ProblemKind::TextBeforeUrl, "unexpected text before the URL", "remove it");
    }
}

#[test]
fn json_lists_and_encoded_urls_are_named() {
    let text = r#"["postgres://u:p@h/d"]"#;
    is(text, ProblemKind::Json, "expected a URL, found JSON", "use the URL in it");
    for text in [
        "postgres%3A%2F%2Fu%3Ap%40h%2Fd",
        "mysql%3a//u:p@h/d",
        "cG9zdGdyZXM6Ly91OnBAaC9k",
        "cG9zdGdyZXNxbDovL3U6cEBoL2Q=",
        "bXlzcWw6Ly91OnBAaC9k",
        "bW9uZ29kYjovL2gvZA==",
        "c3FsaXRlOi8vYXBwLmRi",
    ] {
        is(text, ProblemKind::Encoded, "expected a URL, found an encoded value", "decode it");
    }
}

#[test]
fn an_ado_net_string_is_not_one_of_libpq() {
    for (text, help) in [
        ("Data Source=app.db", "`sqlite://relative/path.db`"),
        ("Data Source=:memory:;Cache=Shared", "`sqlite://relative/path.db`"),
        ("Server=h;Database=d;Uid=u;Pwd=p", "`postgres://user:password@host/database`"),
        ("AccountEndpoint=https://h:443/;AccountKey=p==;", "`postgres://user:password@host/database`"),
    ] {
        is(text, ProblemKind::AdoNet, "expected a URL, found an ADO.NET or ODBC connection string", help);
    }
    let error = File::from_source(&[("CACHE_URL", "host=h dbname=d")]).unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::KeywordValue);
    assert!(error.problems()[0].help().contains("`sqlite://relative/path.db`"), "{error}");
}

#[test]
fn several_urls_have_any_separator() {
    for separator in [",", ";", " ", "\n", ", "] {
        let text = format!("postgres://u:p@h/d{separator}postgres://u:p@i/d");
        is(&text, ProblemKind::SeveralUrls, "expected one URL, found several", "use one URL");
    }
}

#[test]
fn a_shell_command_is_named() {
    for text in [
        "export DATABASE_URL=app.db",
        "DATABASE_URL=app.db",
        "mysql -h db app",
        "mongosh mongodb://h/d",
        "sqlite3 app.db",
        "PGPASSWORD=p psql -h db",
        "cat /run/secrets/db",
    ] {
        is(text, ProblemKind::ShellCommand, "expected a URL, found a shell command", "only the URL");
    }
}

#[test]
fn a_pdo_dsn_is_named() {
    for (text, help) in [
        ("mysql:host=localhost;dbname=app", "use `mysql://user:password@host/database`"),
        ("pgsql:host=localhost;dbname=app", "use `postgres://user:password@host/database`"),
    ] {
        is(text, ProblemKind::PdoDsn, "expected a URL, found a DSN of PHP's PDO", help);
    }
}

#[test]
fn the_scheme_of_another_driver_is_corrected() {
    for (text, url) in [
        ("pdo-mysql://u:p@h/d", "mysql://u:***@h/d"),
        ("pdo_pgsql://u:p@h/d", "postgres://u:***@h/d"),
        ("pgx5://u:p@h/d", "postgres://u:***@h/d"),
        ("asyncpg://u:p@h/d", "postgres://u:***@h/d"),
        ("pymysql://u:p@h/d", "mysql://u:***@h/d"),
        ("pdo-sqlite:///data/app.db", "sqlite:///data/app.db"),
        ("r2dbc:postgresql://u:p@h/d", "postgresql://u:***@h/d"),
        ("r2dbc:pool:mysql://u:p@h/d", "mysql://u:***@h/d"),
        ("jdbc:mysql://u:p@h/d", "mysql://u:***@h/d"),
        ("jdbc:aws-wrapper:postgresql://h/d", "postgresql://h/d"),
        ("jdbc:mysql:replication://h/d", "mysql://h/d"),
        ("jdbc:pgsql://h/d", "postgres://h/d"),
        ("jdbc:sqlite:app.db", "sqlite://app.db"),
        ("jdbc:sqlite:/data/app.db", "sqlite:///data/app.db"),
        ("jdbc:sqlite:C:/data/app.db", "sqlite:///C:/data/app.db"),
        ("jdbc:sqlite::memory:", "sqlite::memory:"),
        ("jdbc:oracle:thin:@h:1521:d", ""),
    ] {
        let expected = match url {
            "" => "use `postgres`, `mysql`, `sqlite`, `mongodb`, `redis` or one of their aliases".to_owned(),
            url => format!("use `{url}`"),
        };
        assert_eq!(error(text).help(), expected, "{text}");
    }
    let message = "expected a database URL, found an R2DBC URL";
    is("r2dbc:oracle://h/d", ProblemKind::R2dbc, message, "use `postgres`");
    is("r2dbc:postgresql:d", ProblemKind::R2dbc, message, "remove `r2dbc:`");
}

#[test]
fn the_driver_after_a_scheme_is_removed_unless_it_means_more() {
    for (text, help) in [
        ("postgresql+asyncpg://u:p@h/d", "use `postgresql://u:***@h/d`, because"),
        ("cockroachdb+psycopg2://u:p@h/d", "use `postgres://u:***@h/d`, because"),
        // SQLAlchemy separates a relative path by three slashes.
        ("sqlite+aiosqlite:///app.db", "use `sqlite://app.db`, because"),
        ("sqlite+aiosqlite:////data/app.db", "use `sqlite:///data/app.db`, because"),
        ("sqlite+aiosqlite:///C:/data/app.db", "use `sqlite:///C:/data/app.db`, because"),
        ("sqlite+pysqlite:///:memory:", "use `sqlite::memory:`, because"),
        ("sqlite+aiosqlite://", "use `postgres`, `mysql`"),
        ("mysql+ssl://u:p@h/d", "use `mysql://`, and add `sslmode=require` to the query"),
        ("postgresql+srv://h/d", "use `postgres`, `mysql`"),
        ("mysql+ssh://h/d", "use `postgres`, `mysql`"),
    ] {
        let error = error(text);
        assert_eq!(error.kind(), ProblemKind::UnknownScheme, "{text}");
        assert!(error.help().starts_with(help), "{text}: {}", error.help());
    }
}

#[test]
fn the_socket_in_the_path_is_written_as_a_host_or_parameter() {
    for (text, url) in [
        ("postgres://u:p@//cloudsql/proj:reg:inst/db", "postgres://u:***@%2Fcloudsql%2Fproj%3Areg%3Ainst/db"),
        ("postgres://u:p@/cloudsql/proj:reg:inst/db", "postgres://u:***@%2Fcloudsql%2Fproj%3Areg%3Ainst/db"),
        ("postgresql:///var/run/postgresql/db", "postgresql://%2Fvar%2Frun%2Fpostgresql/db"),
        ("postgres://u@//tmp/db?sslmode=disable", "postgres://u@%2Ftmp/db?sslmode=disable"),
        ("postgres://u@/run/postgresql:5433/db", "postgres://u@%2Frun%2Fpostgresql:5433/db"),
        ("mysql://u:p@//tmp/mysql.sock/db", "mysql://u:***@localhost/db?socket=/tmp/mysql.sock"),
        ("mongodb:///tmp/mongodb-27017.sock/db", "mongodb://%2Ftmp%2Fmongodb-27017.sock/db"),
    ] {
        let message = "unescaped `/` in the path of a Unix socket";
        is(text, ProblemKind::UnescapedSocket, message, &format!("use `{url}`"));
        self::url(&url.replace("***", "p"));
    }
}

#[test]
fn slashes_after_the_user_are_not_a_part_of_the_database() {
    for text in ["postgres://u:p@//host:5432/db", "mysql://u:p@//host/db"] {
        let message = "expected a host after the `@`, found `//`";
        is(text, ProblemKind::SlashesBeforeHost, message, "remove the `//`");
    }
    assert_eq!(url("postgres:////d").database(), Some("/d"));
}

#[test]
fn the_path_of_a_postgresql_socket_is_its_directory_and_port() {
    let socket = |text: &str| {
        let url = url(text);
        (url.host().unwrap().to_owned(), url.port())
    };
    for text in [
        "postgres:///d?host=/var/run/postgresql/.s.PGSQL.5433",
        "postgres://%2Fvar%2Frun%2Fpostgresql%2F.s.PGSQL.5433/d",
        "postgres:///d?host=/var/run/postgresql/.s.PGSQL.5433&port=5433",
        "postgres:///d?socket=/var/run/postgresql/.s.PGSQL.5433",
        "postgres://h/d?unix_sock=/var/run/postgresql/.s.PGSQL.5433",
        "postgres://h/d?unix_socket=/var/run/postgresql/.s.PGSQL.5433",
        "postgres://h/d?socketPath=/var/run/postgresql/.s.PGSQL.5433",
        "postgres://h/d?socket_dir=/var/run/postgresql/.s.PGSQL.5433",
    ] {
        assert_eq!(socket(text), ("/var/run/postgresql".to_owned(), Some(5433)), "{text}");
    }
    let error = error("postgres:///d?host=/tmp/.s.PGSQL.5433&port=5432");
    assert_eq!(error.kind(), ProblemKind::Contradiction, "{error}");
}

#[test]
fn a_sqlite_file_without_a_scheme_has_its_url_in_the_help() {
    for (path, url) in [
        ("app.db?mode=rwc", "sqlite://app.db?mode=rwc"),
        ("./data/app.db?mode=ro&cache=shared", "sqlite://./data/app.db?mode=ro&cache=shared"),
        ("/data/app.sqlite3?mode=ro", "sqlite:///data/app.sqlite3?mode=ro"),
        (":memory:?cache=shared", "sqlite::memory:?cache=shared"),
        ("app.db&mode=ro", "sqlite://app.db?mode=ro"),
        ("a#b.db", "sqlite://a%23b.db"),
    ] {
        let error = File::from_source(&[("CACHE_URL", path)]).unwrap_err();
        assert_eq!(error.problems()[0].kind(), ProblemKind::BarePath, "{path}");
        assert_eq!(error.problems()[0].help(), format!("use `{url}`"), "{path}");
    }
    // Where a server is possible too, the value may be anything.
    let error = Any::from_source(&[("DATABASE_URL", "app.db?mode=rwc")]).unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::BarePath);
    assert!(!error.problems()[0].help().contains("app.db"), "{error}");
}

#[test]
fn a_sqlite_url_keeps_its_drive_and_loses_its_second_scheme() {
    let help = |text: &str| url(text).sqlite_path().unwrap_err().help().to_owned();
    if !cfg!(windows) {
        assert_eq!(help("sqlite://C:/data/db.sqlite"), "use `sqlite:///C:/data/db.sqlite`");
        assert_eq!(help(r"sqlite://C:\data\db.sqlite"), "use `sqlite:///C:/data/db.sqlite`");
    }
    for (text, url) in [
        ("sqlite://file:test.db", "sqlite://test.db"),
        ("sqlite:file:test.db?mode=rwc", "sqlite://test.db"),
        ("sqlite:file:/data/test.db", "sqlite:///data/test.db"),
        ("sqlite:file:///data/test.db", "sqlite:///data/test.db"),
        ("sqlite://sqlite:///data/test.db", "sqlite:///data/test.db"),
    ] {
        assert_eq!(help(text), format!("use `{url}`"), "{text}");
    }
}
