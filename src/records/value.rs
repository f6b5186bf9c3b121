//! What a column of a generic record holds.

/// A value: what it means is its column's type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing was stated.
    #[default]
    None,
    /// Ids, texts and words.
    Text(String),
    /// Cents, counts, Unix seconds.
    Number(i64),
}
