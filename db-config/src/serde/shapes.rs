//! What a field may be: settings, an option of them, a list of them.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use super::read::{self, Given, quietly};
use crate::url::Surroundings;
use crate::{DatabaseUrl, FromDatabaseUrl};

/// What a field with `#[serde(with = "db_config::serde")]` may be: any [`FromDatabaseUrl`], an `Option` or a `Vec` of
/// it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made from a database URL",
    label = "not the settings of a database client",
    note = "a client's settings need the client's feature: see the feature table in the documentation of `db-config`"
)]
pub trait Deserializable: Sized {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// As [`deserialize`](super::deserialize).
    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

impl<T: FromDatabaseUrl> Deserializable for T {
    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::url(deserializer, |text| {
            let surroundings = Surroundings {
                // Only for the remedies.
                accepted: Some(T::BACKENDS),
                pool_defaults: Some(const { &T::POOL_DEFAULTS }),
                ..Surroundings::default()
            };
            let url = DatabaseUrl::read(text, &surroundings)?;
            url.require_backend(T::BACKENDS)?;
            T::from_database_url(&url)
        })
    }
}

/// Null is `None`.
impl<T: Deserializable> Deserializable for Option<T> {
    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        quietly("a text with a database URL, or nothing,", |given| {
            deserializer.deserialize_option(Optional { given, of: PhantomData })
        })
    }
}

/// A sequence of URLs.
impl<T: Deserializable> Deserializable for Vec<T> {
    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        quietly("a list of database URLs", |given| deserializer.deserialize_seq(List { given, of: PhantomData }))
    }
}

struct Optional<'a, T> {
    given: &'a Given,
    of: PhantomData<T>,
}

impl<'de, T: Deserializable> Visitor<'de> for Optional<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a database URL or nothing")
    }

    fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        self.given.set(true);
        T::deserialize(deserializer).map(Some)
    }

    /// From a deserializer that does not tell options apart.
    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        self.visit_some(StrDeserializer::new(text))
    }
}

struct List<'a, T> {
    given: &'a Given,
    of: PhantomData<T>,
}

impl<'de, T: Deserializable> Visitor<'de> for List<'_, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of database URLs")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Vec<T>, A::Error> {
        self.given.set(true);
        let mut list = Vec::new();
        while let Some(settings) = sequence.next_element_seed(Element(PhantomData))? {
            list.push(settings);
        }
        Ok(list)
    }
}

struct Element<T>(PhantomData<T>);

impl<'de, T: Deserializable> DeserializeSeed<'de> for Element<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}
