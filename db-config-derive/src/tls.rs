use crate::similar;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Error, LitStr, Result};

#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TlsMode {
    Off,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

const MODES: &[(&str, TlsMode)] = &[
    ("off", TlsMode::Off),
    ("prefer", TlsMode::Prefer),
    ("require", TlsMode::Require),
    ("verify-ca", TlsMode::VerifyCa),
    ("verify-full", TlsMode::VerifyFull),
];

impl TlsMode {
    pub fn from_lit(word: &LitStr) -> Result<Self> {
        Self::one_of(MODES, word)
    }

    fn one_of(expected: &[(&str, Self)], word: &LitStr) -> Result<Self> {
        let name = word.value();
        if let Some((_, mode)) = MODES.iter().find(|(known, _)| *known == name) {
            return Ok(*mode);
        }
        let modes = similar::list(expected.iter().map(|(known, _)| *known));
        Err(Error::new_spanned(word, format!("unknown tls mode `{name}`; expected {modes}")))
    }

    /// Reads the value of `tls`, the minimum.
    pub fn minimum_from_lit(word: &LitStr) -> Result<Self> {
        match Self::one_of(&MODES[1..], word)? {
            TlsMode::Off => Err(Error::new_spanned(
                word,
                "`tls` is a minimum, which `off` cannot be; write `default_tls = \"off\"` to turn TLS off where the URL names \
                 no mode",
            )),
            mode => Ok(mode),
        }
    }

    pub fn as_str(self) -> &'static str {
        MODES[self as usize].0
    }
}

impl ToTokens for TlsMode {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            TlsMode::Off => quote!(__db_config::TlsMode::Off),
            TlsMode::Prefer => quote!(__db_config::TlsMode::Prefer),
            TlsMode::Require => quote!(__db_config::TlsMode::Require),
            TlsMode::VerifyCa => quote!(__db_config::TlsMode::VerifyCa),
            TlsMode::VerifyFull => quote!(__db_config::TlsMode::VerifyFull),
        });
    }
}
