//! Words that are taken for a value: keys of ours in Chinese too, platforms by any of their names.

use crate::model::Words;

/// Keys of ours, which may also be called by their Chinese words, as tables show them.
pub(crate) fn titled(words: &'static Words) -> impl clap::builder::TypedValueParser<Value = String> {
    use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
    let values = words.iter().map(|(key, zh, _)| PossibleValue::new(*key).alias(*zh));
    PossibleValuesParser::new(values)
        .map(|said| words.iter().find(|w| w.1 == said).map_or(said, |w| w.0.to_owned()))
}

/// A platform by its key or by any of its names.
pub(crate) fn platform(word: &str) -> std::result::Result<String, std::convert::Infallible> {
    Ok(crate::model::platform::key(word).to_owned())
}
