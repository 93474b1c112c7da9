//! Deserializes the URLs of one field: one URL, a list, or null.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use super::read::{self, IsRead, without_leaking_value};
use crate::load::url_field::{UrlField, Urls};
use crate::target::from_database_url::FromDatabaseUrl;
use crate::url::{DatabaseUrl, ReadContext};

/// Deserializes a field. Null is `None`.
pub(super) fn field<'de, D: Deserializer<'de>, F: UrlField>(deserializer: D) -> Result<F, D::Error> {
    let urls = match F::IS_OPTIONAL {
        true => without_leaking_value("a string containing a database URL, or null", |is_read| {
            deserializer.deserialize_option(OptionalVisitor::<F> { is_read, of: PhantomData })
        }),
        false => set::<D, F>(deserializer),
    };
    F::from_urls(urls?).ok_or_else(|| D::Error::custom("expected a database URL"))
}

/// Deserializes a field that is not null.
fn set<'de, D: Deserializer<'de>, F: UrlField>(deserializer: D) -> Result<Urls<F::Url>, D::Error> {
    match F::IS_LIST {
        true => without_leaking_value("a list of database URLs", |is_read| {
            deserializer.deserialize_seq(ListVisitor { is_read, of: PhantomData }).map(Urls::List)
        }),
        false => url(deserializer).map(Urls::One),
    }
}

fn url<'de, D: Deserializer<'de>, T: FromDatabaseUrl>(deserializer: D) -> Result<T, D::Error> {
    read::url(deserializer, |text| {
        let context = ReadContext {
            accepted: Some(T::BACKENDS),
            pool_defaults: Some(const { &T::POOL_DEFAULTS }),
            type_params: Some(T::params),
            ..ReadContext::default()
        };
        let url = DatabaseUrl::read(text, &context)?;
        url.require_backend(T::BACKENDS)?;
        T::from_database_url(&url)
    })
}

struct OptionalVisitor<'a, F> {
    is_read: &'a IsRead,
    of: PhantomData<F>,
}

impl<'de, F: UrlField> Visitor<'de> for OptionalVisitor<'_, F> {
    type Value = Urls<F::Url>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string containing a database URL, or null")
    }

    fn visit_none<E: Error>(self) -> Result<Urls<F::Url>, E> {
        Ok(Urls::Unset)
    }

    fn visit_unit<E: Error>(self) -> Result<Urls<F::Url>, E> {
        Ok(Urls::Unset)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Urls<F::Url>, D::Error> {
        self.is_read.set(true);
        set::<D, F>(deserializer)
    }

    /// Supports formats that have no options.
    fn visit_str<E: Error>(self, text: &str) -> Result<Urls<F::Url>, E> {
        self.visit_some(StrDeserializer::new(text))
    }
}

struct ListVisitor<'a, T> {
    is_read: &'a IsRead,
    of: PhantomData<T>,
}

impl<'de, T: FromDatabaseUrl> Visitor<'de> for ListVisitor<'_, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of database URLs")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Vec<T>, A::Error> {
        self.is_read.set(true);
        let mut list = Vec::new();
        while let Some(settings) = sequence.next_element_seed(Element(PhantomData))? {
            list.push(settings);
        }
        Ok(list)
    }
}

struct Element<T>(PhantomData<T>);

impl<'de, T: FromDatabaseUrl> DeserializeSeed<'de> for Element<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        url(deserializer)
    }
}
