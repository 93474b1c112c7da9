//! Query parameters: none is swallowed by what stands before it, and none reaches SQL or a startup packet as more than a
//! value.

mod mysql_session;
mod separators;
mod startup_packet;

use db_config::{DatabaseUrl, UrlError};

fn url(text: &str) -> DatabaseUrl {
    text.parse().unwrap_or_else(|error: UrlError| panic!("{text}: {error}"))
}

fn error(text: &str) -> UrlError {
    text.parse::<DatabaseUrl>().map(|url| url.redacted()).expect_err(text)
}
