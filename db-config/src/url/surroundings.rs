//! What the loader knows besides the URL's text.

use crate::libpq::Variable;
use crate::query::PoolWord;
use crate::text::Text;
use crate::{Backends, TlsMode};

#[derive(Default)]
pub(crate) struct Surroundings<'a> {
    /// The field's or the container's `tls` attribute.
    pub tls: Option<TlsMode>,
    /// The `pathname` attribute.
    pub pathname: bool,
    /// `FLY_APP_NAME` is set.
    pub on_fly: bool,
    /// `RELEASE_COMMAND` is set.
    pub in_release_command: bool,
    /// The `fly_replica` attribute, outside the app's primary region.
    pub outside_primary_region: bool,
    /// Under `libpq_env`, the libpq variables that are set.
    pub variables: &'a [(&'static Variable, Text)],
    /// What is said about the pool beside the URL.
    pub pool: &'a [PoolStatement],
    /// The URL is a default, which the variables override.
    pub variables_first: bool,
    /// What the field takes, for the remedies.
    pub accepted: Option<Backends>,
}

/// One of the pool's words, said beside the URL.
pub(crate) struct PoolStatement {
    pub word: &'static PoolWord,
    /// The variable; `None` for an attribute.
    pub variable: Option<String>,
    pub value: String,
}
