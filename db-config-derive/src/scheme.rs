use db_config_syntax::Backend;
use syn::{Error, LitStr, Result};

/// A word in `schemes(...)`, which stands for all spellings of its backend.
#[derive(Clone)]
pub struct Scheme {
    pub word: LitStr,
    pub backend: Backend,
}

impl Scheme {
    pub fn from_lit(word: LitStr) -> Result<Self> {
        match word.value().parse() {
            Ok(backend) => Ok(Scheme { word, backend }),
            Err(error) => Err(Error::new_spanned(word, error)),
        }
    }
}
