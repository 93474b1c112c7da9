//! Generates the constants that describe each field and its attributes to the library.

use crate::ast::{Config, DefaultVariables, Field};
use crate::tokens;
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt as _;

impl Config<'_> {
    /// Generates the constant of all fields.
    pub fn fields(&self) -> TokenStream {
        let name = self.ident.unraw().to_string();
        let own = self.read().map(|field| field.new_spec(self));
        let flattened = self.flattened().map(|(after, field)| {
            let (name, prefix, target) = (field.name(), self.prefix.clone() + &field.prefix(), &field.target);
            quote! {
                __db_config::Flattened {
                    after: #after,
                    field: #name,
                    prefix: #prefix,
                    fields: &#target::FIELDS,
                }
            }
        });
        quote! {
            __db_config::Fields {
                config: #name,
                own: &[#(#own),*],
                flattened: &[#(#flattened),*],
            }
        }
    }

    /// Returns a reference to the constant of all fields, for checks.
    pub fn fields_constant(&self) -> TokenStream {
        let ty = if self.generics.params.is_empty() { self.ident.to_token_stream() } else { quote!(Self) };
        quote!(&<#ty as __db_config::DatabaseConfig>::FIELDS)
    }

    /// Returns the path to the constant of a field that reads a variable.
    pub fn spec(&self, field: &Field) -> TokenStream {
        let position = self.read().take_while(|other| other.number != field.number).count();
        quote!(&<Self as __db_config::DatabaseConfig>::FIELDS.own[#position])
    }
}

impl Field<'_> {
    /// Generates the expression that tells whether reports show the value of a plain variable. Without an attribute it
    /// depends on the type.
    fn is_shown(&self) -> TokenStream {
        let target = &self.target;
        match (self.attrs.secret, self.attrs.show) {
            (true, _) => quote!(false),
            (_, true) => quote!(true),
            _ => quote!({
                #[allow(unused_imports)]
                use __db_config::Hidden as _;
                __db_config::PlainType::<#target::Type>::IS_SHOWN
            }),
        }
    }

    /// Returns the type of a plain variable as in the source code, without `Option`.
    fn type_name(&self) -> String {
        let mut text = String::new();
        for token in self.ty.to_token_stream().to_string().split(' ') {
            let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            let needs_space = is_word(text.chars().next_back()) && is_word(token.chars().next());
            text.push_str(if needs_space { " " } else { "" });
            text.push_str(token);
        }
        let inner = text.rsplit_once("Option<").and_then(|(path, inner)| {
            let is_path = path.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ':'));
            inner.strip_suffix('>').filter(|_| is_path && (path.is_empty() || path.ends_with(':')))
        });
        inner.unwrap_or(&text).to_owned()
    }

    fn new_spec(&self, config: &Config) -> TokenStream {
        let (name, variables, attrs) = (self.name(), &self.variables, &self.attrs);
        let variables = quote!(&[#(#variables),*]);
        let (types, number, target) = (&self.types, self.number, &self.target);
        let new = if self.is_url() {
            let variables = match &self.default_variables {
                Some(DefaultVariables { names: [one, list, redis, redis_list], .. }) => {
                    let (is_redis, is_list) = (self.is_redis(), quote!(#target::IS_LIST));
                    quote!(match (#is_redis, #is_list) {
                        (false, false) => &[#one],
                        (false, true) => &[#list],
                        (true, false) => &[#redis],
                        (true, true) => &[#redis_list],
                    })
                }
                None => variables,
            };
            let narrowed = self.narrowed().map(|backends| quote!(.narrowed(#backends)));
            quote!(__db_config::FieldSpec::url::<#types, #number>(#name, #variables) #narrowed)
        } else {
            quote!(__db_config::FieldSpec::plain::<#types, #number>(#name, #variables))
        };
        let some = |value: &dyn ToTokens| quote!(__db_config::Some(#value));
        let is_set = |flag: bool| flag.then(|| quote!(true));
        let tls = attrs.tls.as_ref().map(|attr| some(&tokens::tls_mode(attr.value)));
        let default_tls = attrs.default_tls.as_ref().map(|attr| some(&tokens::tls_mode(attr.value)));
        // The pool options and `params` of an enum belong to its type, because a variant may override them.
        let pool = (config.choice.is_none() && !attrs.pool.is_empty()).then(|| {
            let options = &attrs.pool;
            quote!(&[#(#options),*])
        });
        let options = [
            ("default", attrs.default.as_ref().map(|text| some(text))),
            ("default_with", attrs.default_with.as_ref().map(|path| some(path))),
            ("doc", self.doc.as_ref().map(|doc| doc.to_token_stream())),
            ("type_name", (!self.is_url()).then(|| self.type_name().to_token_stream())),
            ("tls", tls),
            ("default_tls", default_tls),
            ("pool", pool),
            (
                "params",
                attrs.params.as_ref().filter(|_| config.choice.is_none()).map(|params| params.to_token_stream()),
            ),
            ("separator", attrs.separator.as_ref().map(|(_, separator)| separator.to_token_stream())),
            ("show", (!self.is_url()).then(|| self.is_shown())),
            ("libpq_env", is_set(attrs.libpq_env.is_some())),
            ("parts", attrs.parts.as_ref().map(|parts| parts.tokens(&config.prefix))),
            ("pathname", is_set(attrs.pathname.is_some())),
            ("empty_as_none", is_set(attrs.empty_as_none.is_some())),
            ("secret", is_set(attrs.secret)),
            ("prefix", (!config.prefix.is_empty()).then(|| config.prefix.to_token_stream())),
        ];
        let options = options.into_iter().filter_map(|(name, value)| Some((format_ident!("{name}"), value?)));
        let (names, values): (Vec<_>, Vec<_>) = options.unzip();
        quote!(__db_config::FieldSpec { #(#names: #values,)* ..#new })
    }
}
