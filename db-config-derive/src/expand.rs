use crate::ast::{Config, Field};
use crate::errors::Errors;
use crate::fallback;
use crate::type_checks::{TypeChecks, bound, checked, ends};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{DeriveInput, Generics, parse_quote};

pub fn derive(node: &DeriveInput) -> TokenStream {
    let mut errors = Errors::new();
    let config = Config::from_syn(node, &mut errors);
    config.validate(&mut errors);
    match errors.check() {
        Ok(()) => impl_config(&config),
        Err(errors) => fallback::expand(&config, errors),
    }
}

fn impl_config(config: &Config) -> TokenStream {
    let Config { ident, krate, .. } = config;
    let TypeChecks { items, generic, choice } = TypeChecks::new(config);
    let target = config.choice.as_ref().map(|variants| config.impl_target(variants, &choice));
    let generics = config.bounded_generics();
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();

    let source = local("__source");
    let load = config.load(&source);
    let settings = config.read().map(Field::setting);

    quote! {
        #[allow(deprecated)]
        const _: () = {
            use #krate as __db_config;

            #(const _: () = #items;)*

            #target

            #[automatically_derived]
            impl #impl_generics __db_config::DatabaseConfig for #ident #ty_generics #where_clause {
                fn load(
                    #source: &(impl __db_config::Source + ?::core::marker::Sized),
                ) -> ::core::result::Result<__db_config::Loaded<Self>, __db_config::ConfigError> {
                    #load
                }

                fn settings() -> &'static [__db_config::Setting] {
                    const {
                        #(#generic;)*
                        &[#(#settings),*]
                    }
                }
            }
        };
    }
}

impl Config<'_> {
    pub fn bounded_generics(&self) -> Generics {
        let mut generics = self.generics.clone();
        let predicates = &mut generics.make_where_clause().predicates;
        for field in self.read().filter(|field| field.needs_bound) {
            let target = &field.target;
            predicates.push(match field.is_url() {
                true => parse_quote!(#target: __db_config::FromDatabaseUrl),
                false => parse_quote!(#target: ::core::str::FromStr<Err: ::core::fmt::Display>),
            });
        }
        let variants = self.choice.iter().flat_map(|choice| &choice.variants);
        for variant in variants.filter(|variant| variant.needs_bound) {
            let target = variant.target;
            predicates.push(parse_quote!(#target: __db_config::FromDatabaseUrl));
        }
        generics
    }

    fn load(&self, source: &Ident) -> TokenStream {
        let name = self.ident.unraw().to_string();
        let loader = local("__loader");
        let settings = local("__settings");
        let values: Vec<_> = (0..self.read().count()).map(|i| local(&format!("__value{i}"))).collect();
        let loads = self.read().zip(&values).enumerate().map(|(i, (field, value))| {
            let reader = field.reader(quote!(_));
            let (_, end) = ends(&field.target);
            let arguments = quote_spanned!(end=> (&mut #loader, &#settings[#i]));
            let bound = field.is_url().then(|| bound(&field.target));
            quote! {
                #bound
                let #value = #reader #arguments;
            }
        });
        let whole = match self.choice {
            Some(_) => quote!(#(#values)*),
            None => {
                let read = self.read().map(|field| field.ident);
                let skipped = self.skipped().map(Field::skipped);
                quote! {
                    Self {
                        #(#read: #values,)*
                        #(#skipped,)*
                    }
                }
            }
        };

        quote! {
            let #settings = <Self as __db_config::DatabaseConfig>::settings();
            let mut #loader = __db_config::__private::Loader::new(#name, #source);
            #(#loads)*
            match (#(#values,)*) {
                (#(::core::option::Option::Some(#values),)*) => ::core::result::Result::Ok(#loader.finish(#whole)),
                _ => ::core::result::Result::Err(#loader.into_error()),
            }
        }
    }
}

impl Field<'_> {
    /// The loader's method that reads it, with spans that make rustc underline the target in its errors.
    pub fn reader(&self, source: TokenStream) -> TokenStream {
        let target = &self.target;
        let (start, end) = ends(target);
        let required = if self.is_optional { "optional" } else { "required" };
        let suffix = if self.is_url() { "" } else { "_from_str" };
        let method = format_ident!("{required}{suffix}");
        let path = quote_spanned!(start=> __db_config::__private::Loader::<'_, #source>::#method);
        let close = quote_spanned!(end=> >);
        quote!(#path::<#target #close)
    }

    /// The value of a field that is not read, with spans that make rustc underline a type without `Default`.
    fn skipped(&self) -> TokenStream {
        let (ident, ty) = (self.ident, &self.ty);
        let (start, end) = ends(ty);
        let open = quote_spanned!(start=> <);
        let close = quote_spanned!(end=> as ::core::default::Default>::default());
        quote!(#ident: #open #ty #close)
    }

    fn setting(&self) -> TokenStream {
        let name = self.name();
        let variables = &self.variables;
        let backends = match self.narrowed() {
            Some(backends) => backends,
            None if self.is_url() => checked(&self.target, "BACKENDS"),
            None => quote!(__db_config::Backends::NONE),
        };
        let default = self.attrs.default.as_ref().map(|url| quote!(.with_default(#url)));
        let doc = self.doc.as_ref().map(|doc| quote!(.with_doc(#doc)));
        let tls = self.attrs.tls.as_ref().map(|attr| attr.value).map(|mode| quote!(.with_tls(#mode)));
        let libpq_env = self.attrs.libpq_env.as_ref().map(|_| quote!(.with_libpq_env()));
        let pathname = self.attrs.pathname.as_ref().map(|_| quote!(.with_pathname()));
        let optional = self.is_optional.then(|| quote!(.optional()));
        quote! {
            __db_config::Setting::new(#name, &[#(#variables),*], #backends)
                #default #doc #tls #libpq_env #pathname #optional
        }
    }
}

// Hygiene keeps a variable apart from the user's variables, the underscores from the user's constants.
pub fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
