use super::Backend;

/// The spellings of each backend's scheme. The derive compiles this same file.
pub(crate) const SCHEMES: &[(Backend, &[&str])] = &[
    (Backend::Postgres, &["postgres", "postgresql"]),
    (Backend::MySql, &["mysql", "mariadb", "mysql2"]),
    (Backend::Sqlite, &["sqlite", "sqlite3", "file"]),
    (Backend::MongoDb, &["mongodb", "mongodb+srv"]),
];
