use crate::ast::Config;
use crate::check::{bound, checked};
use crate::expand::local;
use crate::variant::Choice;
use proc_macro2::TokenStream;
use quote::quote;

impl Config<'_> {
    /// What makes an enum the type of a field; `checks` are what its schemes depend on.
    pub fn impl_target(&self, choice: &Choice, checks: &[TokenStream]) -> TokenStream {
        let ident = self.ident;
        let generics = self.bounded_generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let url = local("__url");
        let (schemes, chosen) = match choice.is_whole {
            true => (schemes(choice), chosen(choice, &url)),
            // Any scheme, so that nothing else is reported for want of one.
            false => (
                quote!(<__db_config::DatabaseUrl as __db_config::FromDatabaseUrl>::SCHEMES),
                quote!(::core::unimplemented!()),
            ),
        };

        quote! {
            #[automatically_derived]
            impl #impl_generics __db_config::FromDatabaseUrl for #ident #ty_generics #where_clause {
                const SCHEMES: &'static [&'static str] = {
                    #(#checks;)*
                    #schemes
                };

                fn from_database_url(
                    #url: &__db_config::DatabaseUrl,
                ) -> ::core::result::Result<Self, __db_config::UrlError> {
                    #chosen
                }
            }
        }
    }
}

fn schemes(choice: &Choice) -> TokenStream {
    let lists = choice.variants.iter().map(|variant| checked(variant.target));
    quote!((&const { __db_config::__private::union(&[#(#lists),*]) }).as_slice())
}

fn chosen(choice: &Choice, url: &syn::Ident) -> TokenStream {
    let arms = choice.variants.iter().map(|variant| {
        let (ident, target) = (variant.ident, variant.target);
        let bound = bound(target);
        quote! {
            #bound
            if __db_config::__private::takes::<#target>(#url) {
                return <#target as __db_config::FromDatabaseUrl>::from_database_url(#url).map(Self::#ident);
            }
        }
    });
    quote! {
        #(#arms)*
        ::core::result::Result::Err(__db_config::__private::no_variant(
            #url,
            // A variant can have the name of the constant.
            <Self as __db_config::FromDatabaseUrl>::SCHEMES,
        ))
    }
}
