use db_config_syntax::{Backend, UnknownScheme};
use syn::{Error, LitStr, Result};

/// A scheme in `schemes(...)`. It stands for all schemes of its database.
#[derive(Clone)]
pub struct Scheme {
    pub literal: LitStr,
    pub backend: Backend,
}

impl Scheme {
    pub fn from_lit(literal: LitStr) -> Result<Self> {
        let name = literal.value();
        match Backend::from_scheme(&name) {
            Some((backend, spelling)) if spelling == name => Ok(Scheme { literal, backend }),
            _ => Err(Error::new_spanned(literal, UnknownScheme::new(&name))),
        }
    }
}
