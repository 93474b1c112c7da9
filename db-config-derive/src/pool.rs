use crate::errors::Errors;
use crate::option::{AttributeOption, Form, variable};
use crate::tokens;
use db_config_syntax::query::PoolOption;
use db_config_syntax::values::{self, number};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Error, LitInt, LitStr, Result};

/// A pool option: `max_connections = 20` or `max_connections(env = "DB_POOL_SIZE", default = 20)`.
#[derive(Clone)]
pub struct PoolAttribute {
    pub key: Ident,
    pub option: PoolOption,
    pub value: Option<PoolLiteral>,
    /// The app's own variable, without the prefix of the type.
    pub env: Option<LitStr>,
    /// The unit of a number without one.
    unit: Option<LitStr>,
}

#[derive(Clone)]
pub enum PoolLiteral {
    Count(LitInt, u32),
    Duration(LitStr),
}

/// The names in parentheses.
const NAMES: [&str; 3] = ["env", "unit", "default"];

impl PoolAttribute {
    /// Reports the mistakes in parentheses together.
    pub fn new(attribute: &AttributeOption, option: PoolOption, errors: &mut Errors) -> Result<Self> {
        let mut pool = PoolAttribute { key: attribute.key.clone(), option, value: None, env: None, unit: None };
        if !matches!(attribute.form, Form::List(_)) {
            pool.value = Some(value(attribute, option)?);
            return Ok(pool);
        }
        let mut seen: Vec<Ident> = Vec::new();
        for pair in attribute.pairs(&NAMES)? {
            if let Some(pair) = errors.ok(pair) {
                match seen.contains(&pair.key) {
                    true => errors.at(&pair.key, format!("`{}` is set twice; remove one of them", pair.key)),
                    false => errors.ok(pool.set(&pair)).unwrap_or_default(),
                }
                seen.push(pair.key);
            }
        }
        Ok(pool)
    }

    fn set(&mut self, pair: &AttributeOption) -> Result<()> {
        if pair.key == "env" {
            self.env = Some(variable(pair.string()?)?);
        } else if pair.key == "default" {
            self.value = Some(value(pair, self.option)?);
        } else if self.option.is_count() {
            let message = format!("`unit` is not supported for `{}`, which is a number; remove it", self.key);
            return Err(Error::new_spanned(&pair.key, message));
        } else {
            self.unit = Some(unit(pair.string()?)?);
        }
        Ok(())
    }

    pub fn is_size(&self) -> bool {
        matches!(self.value, Some(PoolLiteral::Count(..)))
    }

    /// Returns the literal, to underline it in errors.
    pub fn literal(&self) -> TokenStream {
        match &self.value {
            Some(PoolLiteral::Count(number, _)) => number.to_token_stream(),
            Some(PoolLiteral::Duration(text)) => text.to_token_stream(),
            None => self.key.to_token_stream(),
        }
    }

    fn size(&self) -> Option<u32> {
        match self.value {
            Some(PoolLiteral::Count(_, size)) => Some(size),
            _ => None,
        }
    }

    /// Returns the message for a size that contradicts the other size, which the field type sets.
    pub fn disagrees(&self) -> String {
        let size = self.size().unwrap_or_default();
        match self.option {
            PoolOption::MinConnections => {
                format!("`min_connections` ({size}) is greater than `max_connections` of the field type")
            }
            _ => format!("`max_connections` ({size}) is less than `min_connections` of the field type"),
        }
    }
}

impl ToTokens for PoolAttribute {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let option = tokens::pool_option(self.option);
        let value = self.value.as_ref().map(|value| match value {
            PoolLiteral::Count(_, count) => quote!(__db_config::PoolValue::Count(#count)),
            PoolLiteral::Duration(text) => quote!(__db_config::PoolValue::Duration(#text)),
        });
        let (value, env, unit) = (optional(value.as_ref()), optional(self.env.as_ref()), optional(self.unit.as_ref()));
        let setting = quote!(__db_config::PoolSetting { value: #value, env: #env, unit: #unit });
        tokens.extend(quote!((#option, #setting)));
    }
}

fn optional(value: Option<&impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(__db_config::Some(#value)),
        None => quote!(__db_config::Option::None),
    }
}

fn value(attribute: &AttributeOption, option: PoolOption) -> Result<PoolLiteral> {
    match option {
        PoolOption::MaxConnections | PoolOption::MinConnections => count(attribute.number()?),
        _ => duration(attribute.string()?, option),
    }
}

/// Checks a time unit. Returns its shortest name, because the type checks compare the names.
fn unit(text: LitStr) -> Result<LitStr> {
    let length = values::unit(&text.value());
    match ["ms", "s", "m", "h", "d"].into_iter().find(|name| values::unit(name) == length) {
        Some(name) => Ok(LitStr::new(name, text.span())),
        None => Err(Error::new_spanned(text, "unknown time unit; use `ms`, `s`, `m`, `h` or `d`")),
    }
}

fn duration(text: LitStr, option: PoolOption) -> Result<PoolLiteral> {
    match option.is_valid(&text.value()) {
        true => Ok(PoolLiteral::Duration(text)),
        false => {
            let message = duration_message(&text.value());
            Err(Error::new_spanned(text, message))
        }
    }
}

/// Returns the message for an invalid duration.
pub fn duration_message(text: &str) -> &'static str {
    match number(text) {
        Some(_) => "missing time unit; use a duration such as `30s`, `500ms` or `2m`",
        None => "invalid duration; use a whole number and a unit, such as `30s`, `500ms` or `2m`",
    }
}

fn count(number: LitInt) -> Result<PoolLiteral> {
    match number.base10_parse() {
        Ok(count) if number.suffix().is_empty() => Ok(PoolLiteral::Count(number, count)),
        _ => Err(Error::new_spanned(number, "expected a whole number from 0 to 4294967295, without a suffix")),
    }
}

/// Returns the size option if there is exactly one. The field type may set the other one.
pub fn only_size(options: &[PoolAttribute]) -> Option<&PoolAttribute> {
    let mut sizes = options.iter().filter(|option| option.is_size());
    sizes.next().filter(|_| sizes.next().is_none())
}

/// Rejects sizes that would make a pool panic, or never open a connection.
pub fn check_sizes(options: &[PoolAttribute], errors: &mut Errors) {
    let find = |option| {
        let attr = options.iter().find(|attr| attr.option == option)?;
        Some((attr, attr.size()?))
    };
    let (min, max) = (find(PoolOption::MinConnections), find(PoolOption::MaxConnections));
    match (min, max) {
        (_, Some((attr, 0))) => {
            errors.at(attr.literal(), "`max_connections` must be at least 1");
        }
        (Some((attr, min)), Some((_, max))) if min > max => {
            errors.at(attr.literal(), format!("`min_connections` ({min}) is greater than `max_connections` ({max})"));
        }
        _ => {}
    }
}
