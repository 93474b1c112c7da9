use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use std::iter;
use syn::{GenericArgument, Path, PathArguments, Type, TypePath};

pub const OPTION: &[&str] = &["Option", "std::option::Option", "core::option::Option"];
pub const LIST: &[&str] = &["Vec", "std::vec::Vec", "alloc::vec::Vec"];
pub const BOOLEAN: &[&str] = &["bool", "std::primitive::bool", "core::primitive::bool"];
pub const DURATION: &[&str] = &["Duration", "std::time::Duration", "core::time::Duration"];
const BOX: &[&str] = &["Box", "std::boxed::Box", "alloc::boxed::Box"];

/// Returns the type inside `Option`, `Vec` and `Box`, as far as the source spells them so.
pub fn innermost(ty: &Type) -> &Type {
    match [OPTION, LIST, BOX].into_iter().find_map(|paths| arguments_of(ty, paths)) {
        Some(inside) => innermost(inside),
        None => ty,
    }
}

/// Returns whether the source spells a type as one of these paths.
pub fn named(ty: &Type, paths: &[&str]) -> bool {
    path_of(ty).is_some_and(|path| is_path(path, paths))
}

/// Returns the `T` of `Name<T>`, if the source spells `Name` as one of these paths.
pub fn arguments_of<'a>(ty: &'a Type, paths: &[&str]) -> Option<&'a Type> {
    let path = path_of(ty)?;
    match &path.segments.last()?.arguments {
        PathArguments::AngleBracketed(arguments) if is_path(path, paths) => match arguments.args.first()? {
            GenericArgument::Type(inside) => Some(inside),
            _ => None,
        },
        _ => None,
    }
}

fn path_of(ty: &Type) -> Option<&Path> {
    match ty {
        // The type is a `$ty:ty` of a macro.
        Type::Group(group) => path_of(&group.elem),
        Type::Path(TypePath { qself: None, path, .. }) => Some(path),
        _ => None,
    }
}

fn is_path(path: &Path, paths: &[&str]) -> bool {
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    paths.contains(&names.join("::").as_str())
}

/// Returns a type as the source spells it, for messages.
pub fn type_name(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string();
    [" :: ", " <", " >", "< ", ":: ", " ,"].iter().fold(text, |text, spaced| text.replace(spaced, spaced.trim()))
}

/// Moves tokens to `site`. rustc then underlines all of `site` in errors about them.
pub fn at(site: &impl ToTokens, tokens: TokenStream) -> TokenStream {
    let (start, end) = ends(site);
    let spans = iter::once(start).chain(iter::repeat(end));
    let moved = tokens.into_iter().zip(spans).map(|(mut token, span)| {
        token.set_span(span);
        token
    });
    moved.collect()
}

/// Returns the spans of the first and the last token.
pub fn ends(site: &impl ToTokens) -> (Span, Span) {
    let mut spans = site.to_token_stream().into_iter().map(|token| token.span());
    let start = spans.next().unwrap();
    (start, spans.last().unwrap_or(start))
}
