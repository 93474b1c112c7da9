//! What the loader knows besides the URL's text.

use crate::libpq::Variable;
use crate::{Backends, TlsMode};

#[derive(Default)]
pub(crate) struct Surroundings<'a> {
    /// The field's or the container's `tls` attribute.
    pub tls: Option<TlsMode>,
    /// The `pathname` attribute.
    pub pathname: bool,
    /// `FLY_APP_NAME` is set.
    pub on_fly: bool,
    /// Under `libpq_env`, the libpq variables that are set.
    pub variables: &'a [(&'static Variable, String)],
    /// The URL is a default, which the variables override.
    pub variables_first: bool,
    /// What the field takes, for the remedies.
    pub accepted: Option<Backends>,
    /// The in-memory database that all fields of the URL's variable share.
    pub memory: Option<u64>,
}
