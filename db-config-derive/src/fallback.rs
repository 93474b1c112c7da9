use crate::ast::Config;
use crate::type_checks::TypeChecks;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Error;

/// Expands a configuration with mistakes. It keeps the type checks, so that one build reports their errors too.
pub fn expand(config: &Config, errors: Error) -> TokenStream {
    let Config { ident, krate, .. } = config;
    let errors = errors.into_compile_error();
    let TypeChecks { items, choice, .. } = TypeChecks::new(config);
    let field_types = config.field_types();
    let target = config.choice.as_ref().map(|variants| config.impl_target(variants, &choice));
    let (impl_generics, ty_generics, where_clause) = config.generics.split_for_impl();
    let debug = config.debug.then(|| {
        quote! {
            #[automatically_derived]
            impl #impl_generics __db_config::RedactedDebug for #ident #ty_generics #where_clause {
                fn fmt_redacted_fields(&self, _: &str, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    ::core::unimplemented!()
                }
            }

            #[automatically_derived]
            impl #impl_generics ::core::fmt::Debug for #ident #ty_generics #where_clause {
                fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    ::core::unimplemented!()
                }
            }
        }
    });

    quote! {
        #errors

        #[allow(dead_code, deprecated, unused_qualifications)]
        const _: () = {
            use #krate::__private as __db_config;

            #field_types

            #(const _: () = #items;)*

            #target

            #debug

            #[automatically_derived]
            impl #impl_generics __db_config::DatabaseConfig for #ident #ty_generics #where_clause {
                const FIELDS: __db_config::Fields =
                    __db_config::Fields { config: "", own: &[], flattened: &[] };

                fn fields() -> &'static [__db_config::Field] {
                    ::core::unimplemented!()
                }

                fn read_fields(_: &mut __db_config::Loader<'_>) -> __db_config::Option<Self> {
                    ::core::unimplemented!()
                }
            }
        };
    }
}
