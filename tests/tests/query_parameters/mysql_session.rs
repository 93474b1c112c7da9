//! `charset`, `collation` and `timezone`, which the clients of MySQL write into SQL.

use db_config::resolved::MySql;
use db_config::{DatabaseUrl, FromDatabaseUrl, ProblemKind, UrlError};
use mysql_async::prelude::Queryable;
use tests::clients::connecting;
use tests::{error, url};

/// Returns the charset, the collation and the time zone of a URL with this query.
fn session(query: &str) -> Result<[Option<String>; 3], UrlError> {
    let url = url(&format!("mysql://u@h.example.com/d?{query}"));
    let session = MySql::resolve(&url)?.session;
    let owned = |name: Option<&str>| name.map(str::to_owned);
    Ok([
        owned(session.charset.as_ref().map(|given| &*given.value)),
        owned(session.collation.as_ref().map(|given| &*given.value)),
        owned(session.time_zone.map(|given| given.value)),
    ])
}

#[test]
fn only_names_pass() {
    for query in [
        "charset=utf8mb4,sql_mode=0",
        "charset=utf8mb4%2Csql_mode%3D0",
        "charset=utf8mb4,utf8'x",
        "charset=utf8mb4,",
        "charset=",
        "charset=latin-1",
        "charset=utf8mb4%20COLLATE%20x",
        "charset=utf8mb4/**/",
        "charset=utf8mb4--",
        "charset=utf8%00",
        "charset=%C3%A9",
        "collation=utf8mb4_bin,sql_mode=0",
        "collation=utf8mb4_bin%0A",
        "collation=utf8mb4-bin",
        "collation=",
        "timezone=%27",
        "timezone=%2B00:00',sql_mode='",
        "timezone=%5C",
        "timezone=",
        "timezone=CEST",
        "timezone=UTC%2B1",
        "timezone=%2B15:00",
        "timezone=-14:00",
        "timezone=%2B01",
        "timezone=%2002:00",
        "timezone=Europe/",
        "timezone=Europe//Berlin",
        "timezone=../../etc/passwd",
        "time-zone=Europe/Berlin,x",
        "time_zone=Europe/Berlin%27",
        "time-zone=@@global.time_zone",
    ] {
        let error = error(&format!("mysql://u@h.example.com/d?{query}"));
        let name = query.split('=').next().unwrap();
        let is_nul = query.contains("%00");
        assert_eq!(error.kind(), if is_nul { ProblemKind::Nul } else { ProblemKind::InvalidValue }, "{query}: {error}");
        assert!(is_nul || error.message() == format!("invalid value for `{name}`"), "{error}");
        assert!(is_nul || error.help().starts_with("use "), "{error}");
    }
}

#[test]
fn other_spellings_are_mysqls() {
    for (query, charset, collation, time_zone) in [
        ("charset=utf8mb4", "utf8mb4", "", ""),
        ("charset=UTF-8", "utf8mb4", "", ""),
        ("charset=utf-8", "utf8mb4", "", ""),
        ("charset=UTF8MB4", "utf8mb4", "", ""),
        ("charset=utf8", "utf8", "", ""),
        ("charset=utf8mb4,utf8", "utf8mb4", "", ""),
        ("charset=utf8mb4%2Cutf8", "utf8mb4", "", ""),
        ("charset=utf-8,latin1", "utf8mb4", "", ""),
        ("charset=utf8mb4_unicode_ci", "utf8mb4", "utf8mb4_unicode_ci", ""),
        ("charset=latin1_general_cs", "latin1", "latin1_general_cs", ""),
        ("charset=UTF8MB4_BIN", "utf8mb4", "utf8mb4_bin", ""),
        ("charset=utf8mb4_ja_0900_as_cs_ks", "utf8mb4", "utf8mb4_ja_0900_as_cs_ks", ""),
        ("charset=utf8mb4_bin&collation=utf8mb4_bin", "utf8mb4", "utf8mb4_bin", ""),
        ("charset=utf8&collation=utf8mb3_bin", "utf8", "utf8mb3_bin", ""),
        ("charset=utf8mb4&collation=uca1400_ai_ci", "utf8mb4", "uca1400_ai_ci", ""),
        ("collation=latin1_bin", "latin1", "latin1_bin", ""),
        ("collation=binary", "binary", "binary", ""),
        ("collation=uca1400_ai_ci", "", "uca1400_ai_ci", ""),
        ("timezone=Z", "", "", "+00:00"),
        ("timezone=utc", "", "", "+00:00"),
        ("time-zone=GMT", "", "", "+00:00"),
        ("time_zone=UTC", "", "", "+00:00"),
        ("timezone=system", "", "", "SYSTEM"),
        ("timezone=+14:00", "", "", "+14:00"),
        ("timezone=%2B05:30", "", "", "+05:30"),
        ("timezone=-13:59", "", "", "-13:59"),
        ("timezone=-6:00", "", "", "-6:00"),
        ("timezone=America/Argentina/Buenos_Aires", "", "", "America/Argentina/Buenos_Aires"),
        ("timezone=Etc%2FGMT%2B5", "", "", "Etc/GMT+5"),
        // Connector/J uses this parameter itself.
        ("serverTimezone=CEST%2B'x", "", "", ""),
    ] {
        let some = |name: &str| Some(name.to_owned()).filter(|name| !name.is_empty());
        assert_eq!(session(query).unwrap(), [charset, collation, time_zone].map(some), "{query}");
    }
}

#[test]
fn the_session_reaches_every_client() {
    let url = url("mysql://u@h.example.com/d?charset=latin1&collation=latin1_bin&timezone=%2B05:30");
    for client in connecting(url.backend()) {
        let shown = match (client.show)(&url) {
            Ok(shown) => shown,
            Err(error) => {
                assert_eq!(error.kind(), ProblemKind::Unsupported, "{}: {error}", client.name);
                continue;
            }
        };
        // SeaORM and Diesel store the values percent-encoded in a URL.
        for value in ["latin1", "latin1_bin", "+05:30"] {
            let escaped = value.replace('+', "%2B").replace(':', "%3A");
            assert!(shown.contains(value) || shown.contains(&escaped), "{}: {value} in {shown}", client.name);
        }
    }
}

/// The server refuses this combination from every client.
#[test]
fn every_client_rejects_a_collation_of_another_charset() {
    for (query, message) in [
        ("charset=latin1&collation=utf8mb4_bin", "`collation=utf8mb4_bin` contradicts `charset=latin1`"),
        ("collation=utf8mb4_bin&charset=latin1", "`collation=utf8mb4_bin` contradicts `charset=latin1`"),
        ("charset=UTF-8&collation=utf8_general_ci", "`collation=utf8_general_ci` contradicts `charset=utf8mb4`"),
        ("charset=utf8mb4,latin1&collation=latin1_bin", "`collation=latin1_bin` contradicts `charset=utf8mb4`"),
        (
            "charset=utf8mb4_bin&collation=utf8mb4_unicode_ci",
            "`collation=utf8mb4_unicode_ci` contradicts `charset=utf8mb4_bin`",
        ),
    ] {
        let url = url(&format!("mysql://u@h.example.com/d?{query}"));
        let mut checked = 0;
        // These clients use the session settings.
        for client in connecting(url.backend()) {
            let error = (client.show)(&url).expect_err(client.name);
            assert_eq!((error.kind(), error.message()), (ProblemKind::Contradiction, message), "{}", client.name);
            checked += 1;
        }
        assert!(checked >= 6, "{checked}");
    }
}

/// Returns the session of each client's connection, as the server reports it.
async fn of_every_client(url: &DatabaseUrl) -> Vec<(&'static str, String)> {
    const SQL: &str = "select cast(concat_ws(' ', @@character_set_client, @@collation_connection, @@time_zone, \
                       @@sql_mode) as char(999))";
    fn made<T: FromDatabaseUrl>(url: &DatabaseUrl) -> T {
        T::from_database_url(url).unwrap_or_else(|error| panic!("{error}"))
    }
    let mut sessions = Vec::new();
    {
        use sqlx::ConnectOptions as _;
        let mut connection = made::<sqlx::mysql::MySqlConnectOptions>(url).connect().await.unwrap();
        sessions.push(("sqlx", sqlx::query_scalar(SQL).fetch_one(&mut connection).await.unwrap()));
        sqlx::any::install_default_drivers();
        let mut connection = made::<sqlx::any::AnyConnectOptions>(url).connect().await.unwrap();
        sessions.push(("any", sqlx::query_scalar(SQL).fetch_one(&mut connection).await.unwrap()));
    }
    {
        use sqlx_0_8::ConnectOptions as _;
        let mut connection = made::<sqlx_0_8::mysql::MySqlConnectOptions>(url).connect().await.unwrap();
        // sqlx 0.8 returns a text with a binary collation as bytes.
        let session: Vec<u8> = sqlx_0_8::query_scalar(SQL).fetch_one(&mut connection).await.unwrap();
        sessions.push(("sqlx 0.8", String::from_utf8(session).unwrap()));
    }
    {
        use sea_orm::ConnectionTrait as _;
        let connection = sea_orm::Database::connect(made::<sea_orm::ConnectOptions>(url)).await.unwrap();
        let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::MySql, SQL);
        let row = connection.query_one_raw(statement).await.unwrap().unwrap();
        sessions.push(("SeaORM", row.try_get_by_index(0).unwrap()));
    }
    let mut connection = mysql_async::Conn::new(made::<mysql_async::Opts>(url)).await.unwrap();
    sessions.push(("mysql_async", connection.query_first(SQL).await.unwrap().unwrap()));
    connection.disconnect().await.unwrap();
    let options = made::<mysql::Opts>(url);
    let connects = || mysql::prelude::Queryable::query_first(&mut mysql::Conn::new(options).unwrap(), SQL);
    sessions.push(("mysql", tokio::task::spawn_blocking(connects).await.unwrap().unwrap().unwrap()));
    sessions
}

#[cfg(unix)]
#[tokio::test]
#[ignore = "needs MariaDB: run ./test"]
async fn is_set_on_a_server() {
    let server = tests::servers::mariadb();
    let with = |query: &str| url(&server.url_as(server.user, server.host, &format!("ssl-mode=disabled&{query}")));
    for (query, expected) in [
        ("timezone=Z&charset=UTF-8&collation=utf8mb4_bin", "utf8mb4 utf8mb4_bin +00:00"),
        ("timezone=gmt&charset=utf8mb4_unicode_ci", "utf8mb4 utf8mb4_unicode_ci +00:00"),
        ("timezone=SYSTEM&charset=LATIN1,utf8mb4&collation=latin1_german2_ci", "latin1 latin1_german2_ci SYSTEM"),
        ("timezone=+05:30&collation=latin1_bin", "latin1 latin1_bin +05:30"),
        ("timezone=-6:00&charset=utf8mb4,utf8&collation=UTF8MB4_GENERAL_CI", "utf8mb4 utf8mb4_general_ci -06:00"),
    ] {
        for (client, session) in of_every_client(&with(query)).await {
            let (names, mode) = session.rsplit_once(' ').unwrap();
            assert_eq!(names, expected, "{client}: {query}");
            // The default modes of the server are still set.
            assert!(mode.contains("STRICT_TRANS_TABLES") && mode.contains("ERROR_FOR_DIVISION_BY_ZERO"), "{mode}");
        }
    }
}
