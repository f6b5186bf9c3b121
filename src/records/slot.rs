//! Where the values of a record lie: the one list of its fields, of which everything that goes over all of them is made.

use super::{Column, Type, Value};
use crate::model::{Cell, Cents, Fields, Lang, Stamp, Word, word};

/// A value of a record.
#[derive(Debug)]
pub enum Slot<'r> {
    Text(&'r mut String),
    Money(&'r mut Option<Cents>),
    Count(&'r mut Option<i64>),
    Time(&'r mut Option<Stamp>),
    Yes(&'r mut Option<bool>),
    Word(&'r mut dyn Word),
    Columns(&'r mut Fields),
    /// A value of a generic record, by the type of its column.
    Value(&'r mut Value),
    /// A number that is always there.
    Number(&'r mut i64),
    /// A moment that is always there.
    At(&'r mut Stamp),
}

/// What looks at the values of a record where each row of a million comes by: each value's part is made for that value alone,
/// which a closure would not be.
pub trait Visit<'r> {
    fn slot(&mut self, slot: Slot<'r>);
}

/// Whoever is asked behind a pointer.
pub(super) struct Dyn<'f, 'r>(pub(super) &'f mut dyn FnMut(Slot<'r>));

impl<'r> Visit<'r> for Dyn<'_, 'r> {
    fn slot(&mut self, slot: Slot<'r>) {
        (self.0)(slot);
    }
}

/// Empties every value, but keeps the room of texts.
pub(super) struct Clear;

impl<'r> Visit<'r> for Clear {
    #[inline(always)]
    fn slot(&mut self, slot: Slot<'r>) {
        match slot {
            Slot::Text(text) => text.clear(),
            Slot::Money(money) => *money = None,
            Slot::Count(count) => *count = None,
            Slot::Time(at) => *at = None,
            Slot::Yes(yes) => *yes = None,
            Slot::Word(word) => word.reset(),
            Slot::Columns(set) => *set = Fields::NONE,
            Slot::Value(value) => *value = Value::None,
            Slot::Number(number) => *number = 0,
            Slot::At(at) => *at = Stamp(0),
        }
    }
}

impl<'r> Slot<'r> {
    /// The value as it is shown. Without `reveal` nothing of what no column holds is.
    pub fn into_cell(self, column: &Column, reveal: bool) -> Cell<'r> {
        match self {
            Slot::Text(text) => text_cell(column, text, reveal),
            Slot::Money(money) => Cell::money(*money),
            Slot::Count(count) => Cell::int(*count),
            Slot::Time(at) => Cell::time(*at),
            Slot::Number(number) => Cell::Int(*number),
            Slot::At(at) => Cell::Time(*at),
            Slot::Yes(None) => Cell::Empty,
            Slot::Yes(Some(true)) => Cell::Word("yes", "有", "yes"),
            Slot::Yes(Some(false)) => Cell::Word("no", "没有", "no"),
            Slot::Word(word) if word.key().is_empty() => Cell::Empty,
            Slot::Word(word) => Cell::Word(word.key(), word.title(Lang::Zh), word.title(Lang::En)),
            Slot::Columns(set) => Cell::words(
                set.iter()
                    .map(|field| {
                        let (zh, en) = field.title();
                        (field.key(), zh, en)
                    })
                    .collect(),
            ),
            Slot::Value(Value::None) => Cell::Empty,
            Slot::Value(Value::Number(number)) => column.number_cell(*number),
            Slot::Value(Value::Text(text)) => text_cell(column, text, reveal),
        }
    }
}

/// A text by what its column means, so that what is private is masked wherever it is shown.
pub fn text_cell<'a>(column: &Column, text: &'a str, reveal: bool) -> Cell<'a> {
    if text.is_empty() {
        return Cell::Empty;
    }
    match column.ty {
        Type::Id => Cell::Id(text.into()),
        Type::Nick => Cell::Nick(text.into()),
        Type::Name => Cell::Name(text.into()),
        Type::Phone => Cell::Phone(text.into()),
        Type::Address => Cell::Address(text.into()),
        Type::Extra if !reveal => Cell::own_text(hidden(text)),
        Type::Word => match word(column.words, text) {
            Some((key, zh, en)) => Cell::Word(key, zh, en),
            None => Cell::Text(text.into()),
        },
        _ => Cell::Text(text.into()),
    }
}

/// What no column holds may be anybody's name: only the headings stay.
fn hidden(extra: &str) -> String {
    let object: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(extra).ok();
    match object {
        Some(object) => {
            let masked = object.into_iter().map(|(key, _)| (key, "***".into())).collect();
            serde_json::Value::Object(masked).to_string()
        }
        None => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::hidden;

    #[test]
    fn what_no_column_holds_shows_only_its_headings() {
        assert_eq!(hidden(r#"{"联系人":"王小明","x":"1"}"#), r#"{"x":"***","联系人":"***"}"#);
        assert_eq!(hidden("13812345678"), "***");
    }
}
