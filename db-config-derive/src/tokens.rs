//! The names of `db-config-syntax`'s values in the derive's output.

use db_config_syntax::Backend;
use db_config_syntax::query::PoolOption;
use db_config_syntax::tls::TlsMode;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

pub fn backend(backend: Backend) -> TokenStream {
    let name = format_ident!("{}", format!("{backend:?}"));
    quote!(__db_config::Backend::#name)
}

pub fn tls_mode(mode: TlsMode) -> TokenStream {
    let name = format_ident!("{}", format!("{mode:?}"));
    quote!(__db_config::TlsMode::#name)
}

pub fn pool_option(option: PoolOption) -> TokenStream {
    let name = format_ident!("{}", format!("{option:?}"));
    quote!(__db_config::PoolOption::#name)
}

/// The set of these databases.
pub fn backends(list: impl Iterator<Item = Backend>) -> TokenStream {
    let list = list.map(backend);
    quote!(__db_config::Backends::of(&[#(#list),*]))
}
