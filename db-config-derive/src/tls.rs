use db_config_syntax::similar;
use db_config_syntax::tls::TlsMode;
use syn::{Error, LitStr, Result};

/// Parses the value of `default_tls`.
pub fn mode_from_lit(literal: &LitStr) -> Result<TlsMode> {
    one_of(&TlsMode::ALL, literal)
}

/// Parses the value of `tls`, which is a minimum.
pub fn minimum_from_lit(literal: &LitStr) -> Result<TlsMode> {
    match one_of(&TlsMode::ALL[1..], literal)? {
        TlsMode::Off => Err(Error::new_spanned(
            literal,
            "`tls` is a minimum, so it cannot be `off`; use `default_tls = \"off\"` to turn TLS off unless the URL sets a \
             mode",
        )),
        mode => Ok(mode),
    }
}

fn one_of(expected: &[TlsMode], literal: &LitStr) -> Result<TlsMode> {
    let name = literal.value();
    name.parse().map_err(|_| {
        let modes = similar::list(expected.iter().map(|mode| mode.as_str()));
        Error::new_spanned(literal, format!("unknown TLS mode `{name}`; expected {modes}"))
    })
}
