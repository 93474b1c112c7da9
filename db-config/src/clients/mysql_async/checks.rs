//! Rejects the values that mysql_async does not support.

use super::shared;
use crate::clients::common::require_own_ca;
use crate::error::UrlError;
use crate::resolved::MySql;
use crate::tls::TlsPlan;
use crate::url::DatabaseUrl;

/// Rejects the values that mysql_async does not support. `tls` is its own plan.
pub(super) fn check(url: &DatabaseUrl, mysql: &MySql<'_>, tls: &TlsPlan, client: &str) -> Result<(), UrlError> {
    shared::check(url, mysql, tls, client)?;
    require_own_ca(url, tls)
}
