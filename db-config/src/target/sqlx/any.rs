use std::str::FromStr;

use super::sqlx::any::AnyConnectOptions;
use crate::error::UrlError;
use crate::target::sqlx_text;
use crate::{DatabaseUrl, FromDatabaseUrl, scheme};

/// A canonical URL: it has no setters.
impl FromDatabaseUrl for AnyConnectOptions {
    const SCHEMES: &'static [&'static str] = scheme::SQL;

    fn from_database_url(url: &DatabaseUrl) -> Result<Self, UrlError> {
        url.is_of(Self::SCHEMES)?;
        AnyConnectOptions::from_str(&sqlx_text::url(url, "sqlx")?).map_err(|error| url.refused("sqlx", error))
    }
}
