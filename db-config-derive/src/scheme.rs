mod schemes;

use self::schemes::SCHEMES;
use crate::similar;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Error, LitStr, Result};

#[derive(Copy, Clone, Eq, PartialEq)]
pub enum Backend {
    Postgres,
    MySql,
    Sqlite,
    MongoDb,
}

/// A word in `schemes(...)`, which stands for all spellings of its backend.
#[derive(Clone)]
pub struct Scheme {
    pub word: LitStr,
    pub backend: Backend,
}

impl Backend {
    pub fn of_scheme(scheme: &str) -> std::result::Result<Self, String> {
        if let Some((backend, _)) = SCHEMES.iter().find(|(_, spellings)| spellings.contains(&scheme)) {
            return Ok(*backend);
        }
        let spellings = || SCHEMES.iter().flat_map(|(_, spellings)| *spellings).copied();
        Err(match similar::nearest(scheme, spellings()) {
            Some(meant) => format!("unknown scheme `{scheme}`; did you mean `{meant}`?"),
            None => format!("unknown scheme `{scheme}`; expected {}", similar::list(spellings())),
        })
    }
}

impl ToTokens for Backend {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Backend::Postgres => quote!(__db_config::Backend::Postgres),
            Backend::MySql => quote!(__db_config::Backend::MySql),
            Backend::Sqlite => quote!(__db_config::Backend::Sqlite),
            Backend::MongoDb => quote!(__db_config::Backend::MongoDb),
        });
    }
}

impl Scheme {
    pub fn from_lit(word: LitStr) -> Result<Self> {
        match Backend::of_scheme(&word.value()) {
            Ok(backend) => Ok(Scheme { word, backend }),
            Err(message) => Err(Error::new_spanned(word, message)),
        }
    }
}

/// What precedes a URL's first colon, if it could be a scheme at all.
pub fn of_url(url: &str) -> Option<String> {
    let (scheme, _) = url.split_once(':')?;
    let mut letters = scheme.chars();
    (letters.next()?.is_ascii_alphabetic()
        && letters.all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter)))
    .then(|| scheme.to_ascii_lowercase())
}
