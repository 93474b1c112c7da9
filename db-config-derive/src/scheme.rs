use db_config_syntax::{Backend, UnknownScheme};
use syn::{Error, LitStr, Result};

/// A word in `schemes(...)`, which stands for all spellings of its backend.
#[derive(Clone)]
pub struct Scheme {
    pub word: LitStr,
    pub backend: Backend,
}

impl Scheme {
    pub fn from_lit(word: LitStr) -> Result<Self> {
        let name = word.value();
        match Backend::from_scheme(&name) {
            Some((backend, spelling)) if spelling == name => Ok(Scheme { word, backend }),
            _ => Err(Error::new_spanned(word, UnknownScheme::new(&name))),
        }
    }
}
