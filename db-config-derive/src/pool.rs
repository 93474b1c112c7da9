use crate::errors::Errors;
use crate::given::Given;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};
use syn::{Error, Lit, LitInt, LitStr, Result};

/// A word about the pool, with its value.
#[derive(Clone)]
pub struct PoolWord {
    pub key: Ident,
    pub value: Lit,
}

impl PoolWord {
    pub fn of(given: &Given) -> Result<Self> {
        let value = match given.key.to_string().ends_with("_connections") {
            true => Lit::Int(count(given.number()?)?),
            false => Lit::Str(given.string()?),
        };
        Ok(PoolWord { key: given.key.clone(), value })
    }

    /// As a variable would say it.
    pub fn text(&self) -> String {
        match &self.value {
            Lit::Str(text) => text.value(),
            Lit::Int(number) => number.base10_digits().to_owned(),
            other => other.to_token_stream().to_string(),
        }
    }

    pub fn is_size(&self) -> bool {
        matches!(self.value, Lit::Int(_))
    }

    pub fn duration(&self) -> Option<&LitStr> {
        match &self.value {
            Lit::Str(text) => Some(text),
            _ => None,
        }
    }
}

fn count(number: LitInt) -> Result<LitInt> {
    match number.base10_parse::<u32>() {
        Ok(_) if number.suffix().is_empty() => Ok(number),
        _ => Err(Error::new_spanned(number, "expected a whole number up to 4294967295, without a suffix")),
    }
}

/// The options with their values, as a list.
pub fn list(options: &[PoolWord]) -> TokenStream {
    let options = options.iter().map(|option| {
        let (name, value) = (option.key.to_string(), option.text());
        quote!((#name, #value))
    });
    quote!(&[#(#options),*])
}

/// The only size among the options: the other one, which it has to suit, may be the type's.
pub fn only_size(options: &[PoolWord]) -> Option<&PoolWord> {
    let mut sizes = options.iter().filter(|option| option.is_size());
    sizes.next().filter(|_| sizes.next().is_none())
}

/// What would make a pool panic, or never open a connection.
pub fn check_sizes(words: &[PoolWord], errors: &mut Errors) {
    let find = |name| {
        let word = words.iter().find(|word| word.key == name)?;
        Some((word, word.text().parse::<u32>().ok()?))
    };
    let (min, max) = (find("min_connections"), find("max_connections"));
    match (min, max) {
        (_, Some((word, 0))) => {
            errors.at(word.value.to_token_stream(), "a pool that can have no connections; write a maximum above 0");
        }
        (Some((word, min)), Some((_, max))) if min > max => {
            errors.at(
                word.value.to_token_stream(),
                format!("a pool of at least {min} and at most {max} connections; write a minimum not above it"),
            );
        }
        _ => {}
    }
}
