use crate::ast::Config;
use crate::check::Checks;
use proc_macro2::TokenStream;
use quote::quote;

/// The checks are kept, so that the compiler reports what they find in the same go.
pub fn expand(config: &Config, errors: TokenStream) -> TokenStream {
    let Config { ident, krate, .. } = config;
    let Checks { items: checks, choice, .. } = Checks::new(config);
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
                fn from_source(
                    _: &impl __db_config::Source,
                ) -> ::core::result::Result<Self, __db_config::ConfigError> {
                    ::core::unimplemented!()
                }

                fn settings() -> &'static [__db_config::Setting] {
                    ::core::unimplemented!()
                }
            }
        };
    }
}
