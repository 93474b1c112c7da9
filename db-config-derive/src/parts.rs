//! The attribute `parts`: variables that set one part of the URL each.

use crate::option::{AttributeOption, Form, variable};
use db_config_syntax::{Part, secret_variable, similar};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::parse::{ParseStream, Parser as _};
use syn::{Error, LitStr, Result, Token};

#[derive(Clone)]
pub struct PartsAttribute {
    pub key: Ident,
    /// The prefix of the variables. `None` stands for the URL's variable without `_URL`.
    prefix: Option<LitStr>,
    /// The parts whose variables have names of their own.
    own: Vec<(Part, LitStr)>,
}

impl PartsAttribute {
    pub fn new(option: &AttributeOption) -> Result<Self> {
        let mut attribute = Self { key: option.key.clone(), prefix: None, own: Vec::new() };
        match &option.form {
            Form::Flag => {}
            Form::Value(_) => attribute.prefix = Some(variable(option.string()?)?),
            Form::List(tokens) if !tokens.is_empty() => {
                let parser = |input: ParseStream| attribute.parse_list(input);
                parser.parse2(tokens.clone())?;
            }
            _ => return Err(option.malformed()),
        }
        Ok(attribute)
    }

    fn parse_list(&mut self, input: ParseStream) -> Result<()> {
        if input.peek(LitStr) {
            self.prefix = Some(variable(input.parse()?)?);
            comma(input)?;
        }
        while !input.is_empty() {
            let name: Ident = input.parse()?;
            let Some(part) = Part::from_name(&name.to_string()) else {
                let names = similar::list(Part::ALL.into_iter().map(Part::name));
                return Err(Error::new_spanned(&name, format!("unknown part `{name}`; expected {names}")));
            };
            if self.own.iter().any(|(known, _)| *known == part) {
                return Err(Error::new_spanned(&name, format!("`{name}` is set twice; remove one of them")));
            }
            input.parse::<Token![=]>()?;
            let own = variable(input.parse()?)?;
            if let Some((other, _)) = self.own.iter().find(|(_, known)| known.value() == own.value()) {
                let message = format!("`{}` has the same variable; use another name", other.name());
                return Err(Error::new_spanned(own, message));
            }
            self.own.push((part, own));
            comma(input)?;
        }
        Ok(())
    }

    /// Returns whether the parts would be libpq's variables.
    pub fn is_libpq(&self) -> bool {
        self.prefix.as_ref().is_some_and(|prefix| prefix.value() == "PG")
    }

    /// Generates the attribute's constant. `prefix` is that of the struct.
    pub fn tokens(&self, prefix: &str) -> TokenStream {
        let own = self.own.iter().map(|(part, name)| {
            let (part, name) = (format_ident!("{}", format!("{part:?}")), format!("{prefix}{}", name.value()));
            quote!((__db_config::Part::#part, #name))
        });
        let parts_prefix = match &self.prefix {
            Some(own) => {
                let prefix = format!("{prefix}{}", own.value());
                quote!(__db_config::Some(#prefix))
            }
            None => quote!(__db_config::Option::None),
        };
        quote!(__db_config::Some(__db_config::PartNames { prefix: #parts_prefix, own: &[#(#own),*] }))
    }

    /// Returns the names of all variables of the parts, together with the variable of the URL.
    pub fn variables(&self, prefix: &str, url_variable: &str) -> Vec<String> {
        Part::ALL.into_iter().flat_map(|part| self.variables_of(part, prefix, url_variable)).collect()
    }

    /// Returns the name of the variable that sets the user name and the password in a JSON object, such as `DB_SECRET`.
    pub fn secret_variable(&self, prefix: &str) -> Option<String> {
        let own = self.prefix.as_ref()?;
        Some(secret_variable(&format!("{prefix}{}", own.value())))
    }

    /// Returns the names of the variables of one part.
    pub fn variables_of(&self, part: Part, prefix: &str, url_variable: &str) -> Vec<String> {
        let with_prefix = |name: &LitStr| format!("{prefix}{}", name.value());
        let parts_prefix = self.prefix.as_ref().map(with_prefix);
        let own = self.own.iter().find(|(of, _)| *of == part).map(|(_, name)| with_prefix(name));
        part.variables(own, parts_prefix.as_deref(), url_variable)
    }
}

/// Parses the comma before the next entry of the list.
fn comma(input: ParseStream) -> Result<()> {
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
    }
    Ok(())
}
