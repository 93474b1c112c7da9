use proc_macro2::Span;
use quote::ToTokens;
use syn::{GenericArgument, Path, PathArguments, Type, TypePath};

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

/// Whether it is one of the language's own types, or a `String`.
pub fn is_primitive(ty: &Type) -> bool {
    const NAMES: &[&str] = &[
        "String", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
        "usize",
    ];
    named(ty, NAMES)
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
