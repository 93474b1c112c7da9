use crate::errors::Errors;
use crate::option::{AttributeOption, Form, Place, variable};
use crate::tokens;
use db_config_syntax::query::PoolOption;
use db_config_syntax::values::number;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Error, LitInt, LitStr, Result};

/// A pool option with its value.
#[derive(Clone)]
pub struct PoolAttribute {
    pub key: Ident,
    pub option: PoolOption,
    pub value: PoolLiteral,
}

#[derive(Clone)]
pub enum PoolLiteral {
    Count(LitInt, u32),
    Duration(LitStr),
}

/// The app's own variable and unit of a pool option.
#[derive(Clone)]
pub struct PoolVariable {
    pub key: Ident,
    pub option: PoolOption,
    /// The variable, with the prefix of the type.
    pub env: Option<String>,
    unit: Option<LitStr>,
}

/// Parses `max_connections = 20` or `max_connections(env = "DB_POOL_SIZE", default = 20)`.
pub fn read(
    attribute: &AttributeOption,
    option: PoolOption,
    place: Place,
) -> Result<(Option<PoolAttribute>, Option<PoolVariable>)> {
    let key = &attribute.key;
    if !matches!(attribute.form, Form::List(_)) {
        return Ok((Some(PoolAttribute::new(attribute, option)?), None));
    }
    if place != Place::Field {
        let message =
            format!("`{key}(...)` is not supported here; use `{key} = ...`, or set it on the field of a struct");
        return Err(Error::new_spanned(key, message));
    }
    let (mut default, mut own) = (None, PoolVariable { key: key.clone(), option, env: None, unit: None });
    let mut seen: Vec<Ident> = Vec::new();
    for pair in attribute.pairs()? {
        let name = &pair.key;
        if seen.contains(name) {
            return Err(Error::new_spanned(name, format!("`{name}` is set twice; remove one of them")));
        }
        if name == "env" {
            own.env = Some(variable(pair.string()?)?.value());
        } else if name == "default" {
            default = Some(PoolAttribute { key: key.clone(), ..PoolAttribute::new(&pair, option)? });
        } else if name == "unit" {
            if matches!(option, PoolOption::MaxConnections | PoolOption::MinConnections) {
                return Err(Error::new_spanned(name, format!("`{key}` is a number of connections; remove `unit`")));
            }
            own.unit = Some(unit(pair.string()?)?);
        } else {
            let message = format!("unknown attribute `{name}`; expected `env`, `unit` or `default`");
            return Err(Error::new_spanned(name, message));
        }
        seen.push(pair.key);
    }
    if own.env.is_none() && own.unit.is_none() {
        let message =
            format!("missing `env` or `unit`; use `{key}(env = \"...\")`, or `{key} = ...` for a value alone");
        return Err(Error::new_spanned(key, message));
    }
    Ok((default, Some(own)))
}

fn unit(text: LitStr) -> Result<LitStr> {
    match text.value().as_str() {
        "ms" | "s" | "m" | "h" => Ok(text),
        _ => Err(Error::new_spanned(text, "unknown time unit; use `ms`, `s`, `m` or `h`")),
    }
}

impl ToTokens for PoolVariable {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let option = tokens::pool_option(self.option);
        let env = match &self.env {
            Some(env) => quote!(__db_config::Some(#env)),
            None => quote!(__db_config::Option::None),
        };
        let unit = self.unit.as_ref().map(LitStr::value).unwrap_or_default();
        tokens.extend(quote!(__db_config::PoolVariable { option: #option, env: #env, unit: #unit }));
    }
}

impl PoolAttribute {
    pub fn new(attribute: &AttributeOption, option: PoolOption) -> Result<Self> {
        let value = match option {
            PoolOption::MaxConnections | PoolOption::MinConnections => count(attribute.number()?)?,
            _ => duration(attribute.string()?, option)?,
        };
        Ok(PoolAttribute { key: attribute.key.clone(), option, value })
    }

    pub fn is_size(&self) -> bool {
        matches!(self.value, PoolLiteral::Count(..))
    }

    /// Returns the literal, to underline it in errors.
    pub fn literal(&self) -> TokenStream {
        match &self.value {
            PoolLiteral::Count(number, _) => number.to_token_stream(),
            PoolLiteral::Duration(text) => text.to_token_stream(),
        }
    }

    fn size(&self) -> Option<u32> {
        match self.value {
            PoolLiteral::Count(_, size) => Some(size),
            PoolLiteral::Duration(_) => None,
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
        tokens.extend(match &self.value {
            PoolLiteral::Count(_, count) => quote!((#option, __db_config::PoolValue::Count(#count))),
            PoolLiteral::Duration(text) => quote!((#option, __db_config::PoolValue::Duration(#text))),
        });
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
