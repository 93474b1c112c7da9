use crate::ast::Config;
use crate::type_checks::TypeChecks;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Error;

/// The checks are kept, so that the compiler reports what they find in the same run.
pub fn expand(config: &Config, errors: Error) -> TokenStream {
    let Config { ident, krate, .. } = config;
    let errors = errors.into_compile_error();
    let TypeChecks { items: checks, choice, .. } = TypeChecks::new(config);
    let target = config.choice.as_ref().map(|variants| config.impl_target(variants, &choice));
    let (impl_generics, ty_generics, where_clause) = config.generics.split_for_impl();

    quote! {
        #errors

        #[allow(deprecated)]
        const _: () = {
            use #krate as __db_config;

            #(const _: () = #checks;)*

            #target

            #[automatically_derived]
            impl #impl_generics __db_config::DatabaseConfig for #ident #ty_generics #where_clause {
                fn load(
                    _: &(impl __db_config::Source + ?::core::marker::Sized),
                ) -> ::core::result::Result<__db_config::Loaded<Self>, __db_config::ConfigError> {
                    ::core::unimplemented!()
                }

                fn settings() -> &'static [__db_config::Setting] {
                    ::core::unimplemented!()
                }
            }
        };
    }
}
