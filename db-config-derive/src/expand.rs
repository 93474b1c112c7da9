use crate::ast::{Config, Field};
use crate::check::Checks;
use crate::errors::Errors;
use crate::fallback;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{DeriveInput, Generics, parse_quote};

pub fn derive(node: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let config = Config::from_syn(node, &mut errors);
    config.validate(&mut errors);
    match errors.into_compile_errors() {
        None => impl_struct(&config),
        Some(errors) => fallback::expand(&config, errors),
    }
}

fn impl_struct(config: &Config) -> TokenStream {
    let Config { ident, krate, .. } = config;
    let Checks { items, generic } = Checks::new(config);
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

            #[automatically_derived]
            impl #impl_generics __db_config::DatabaseConfig for #ident #ty_generics #where_clause {
                fn from_source(
                    #source: &impl __db_config::Source,
                ) -> ::core::result::Result<Self, __db_config::ConfigError> {
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
    fn bounded_generics(&self) -> Generics {
        let mut generics = self.generics.clone();
        for field in self.read().filter(|field| field.needs_bound) {
            let target = field.target;
            let bound = parse_quote!(#target: __db_config::FromDatabaseUrl);
            generics.make_where_clause().predicates.push(bound);
        }
        generics
    }

    fn load(&self, source: &Ident) -> TokenStream {
        let name = self.ident.unraw().to_string();
        let loader = local("__loader");
        let settings = local("__settings");
        let values: Vec<_> = (0..self.read().count()).map(|i| local(&format!("__value{i}"))).collect();
        let loads = self.read().zip(&values).enumerate().map(|(i, (field, value))| {
            let target = field.target;
            let accepted = field.accepted();
            let method = format_ident!("{}", if field.is_optional { "optional" } else { "required" });
            // With the words of the check first, rustc says once that the type is no target.
            quote! {
                #accepted;
                let #value = #loader.#method::<#target>(&#settings[#i]);
            }
        });
        let read = self.read().map(|field| field.ident);
        let skipped = self.skipped().map(|field| field.ident);

        quote! {
            let #settings = <Self as __db_config::DatabaseConfig>::settings();
            let mut #loader = __db_config::__private::Loader::new(#name, #source);
            #(#loads)*
            match (#(#values,)*) {
                (#(::core::option::Option::Some(#values),)*) => {
                    ::core::result::Result::Ok(Self {
                        #(#read: #values,)*
                        #(#skipped: ::core::default::Default::default(),)*
                    })
                }
                _ => ::core::result::Result::Err(#loader.into_error()),
            }
        }
    }
}

impl Field<'_> {
    fn setting(&self) -> TokenStream {
        let name = self.name();
        let variables = &self.variables;
        let schemes = self.schemes();
        let default = self.attrs.default.as_ref().map(|url| quote!(.with_default(#url)));
        let doc = self.doc.as_ref().map(|doc| quote!(.with_doc(#doc)));
        let tls = self.attrs.tls.as_ref().map(|mode| quote!(.with_tls(__db_config::TlsMode::#mode)));
        let libpq_env = self.attrs.libpq_env.then(|| quote!(.with_libpq_env()));
        let optional = self.is_optional.then(|| quote!(.optional()));
        quote! {
            __db_config::Setting::new(#name, &[#(#variables),*], #schemes)
                #default #doc #tls #libpq_env #optional
        }
    }
}

// Hygiene keeps a variable apart from the user's variables, the underscores from the user's constants.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
