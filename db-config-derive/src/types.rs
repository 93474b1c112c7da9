use proc_macro2::Span;
use quote::ToTokens;
use syn::{GenericArgument, Path, PathArguments, Type, TypePath};

pub const OPTION: &[&str] = &["Option", "std::option::Option", "core::option::Option"];
pub const LIST: &[&str] = &["Vec", "std::vec::Vec", "alloc::vec::Vec"];
pub const BOOLEAN: &[&str] = &["bool", "std::primitive::bool", "core::primitive::bool"];
pub const DURATION: &[&str] = &["Duration", "std::time::Duration", "core::time::Duration"];
const BOX: &[&str] = &["Box", "std::boxed::Box", "alloc::boxed::Box"];

/// The type inside every `Option`, `Vec` and `Box`, as far as they are written so.
pub fn innermost(ty: &Type) -> &Type {
    match [OPTION, LIST, BOX].into_iter().find_map(|paths| arguments_of(ty, paths)) {
        Some(inside) => innermost(inside),
        None => ty,
    }
}

/// Whether a type is written as one of these paths.
pub fn named(ty: &Type, paths: &[&str]) -> bool {
    path_of(ty).is_some_and(|path| is_path(path, paths))
}

/// The `T` of `Name<T>`, if that is written as one of these paths.
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
        // `$ty:ty` of a macro.
        Type::Group(group) => path_of(&group.elem),
        Type::Path(TypePath { qself: None, path, .. }) => Some(path),
        _ => None,
    }
}

fn is_path(path: &Path, paths: &[&str]) -> bool {
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    paths.contains(&names.join("::").as_str())
}

/// As it is written, for messages.
pub fn type_name(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string();
    [" :: ", " <", " >", "< ", ":: ", " ,"].iter().fold(text, |text, blanks| text.replace(blanks, blanks.trim()))
}

/// The spans of the first token and of the last.
pub fn ends(site: &impl ToTokens) -> (Span, Span) {
    let mut spans = site.to_token_stream().into_iter().map(|token| token.span());
    let start = spans.next().unwrap();
    (start, spans.last().unwrap_or(start))
}
