//! Lines: rows of bills, settlements, carrier bills, parcels, messages and hand-kept sheets. One shape for all of
//! them; what a kind holds is data (`schemas`).

mod schemas;

use super::{Cell, Cents, Field, FieldType, Fields, Lang, Stamp};
pub use schemas::{
    FREIGHT, GIFTS, MESSAGES, PARCELS, PAYMENTS, PROMOTIONS, ROSTER, SCHEMAS, SETTLEMENTS, STOCK,
};

/// How numbers begin that `cs` made itself.
pub const MADE: &str = "h-";

/// One field of a kind, with the heading that it has there.
#[derive(Clone, Copy, Debug)]
pub struct Col {
    pub field: Field,
    pub zh: &'static str,
    pub en: &'static str,
}

/// What the lines of one kind hold.
#[derive(Debug)]
pub struct Schema {
    /// The machine key, and the name of the table in databases.
    pub key: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    /// In the order in which they are stored: append only.
    pub cols: &'static [Col],
    /// The platform's own number of a line.
    pub number: Option<Field>,
    /// Where there is no number: what tells one line from another in every export. Nothing that changes later.
    pub identity: &'static [Field],
    /// Each entry: one of these must be stated.
    pub required: &'static [&'static [Field]],
    /// Times that tell how new a file is.
    pub age: &'static [Field],
}

impl PartialEq for Schema {
    fn eq(&self, other: &Schema) -> bool {
        self.key == other.key
    }
}

impl Eq for Schema {}

impl PartialOrd for Schema {
    fn partial_cmp(&self, other: &Schema) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Schema {
    fn cmp(&self, other: &Schema) -> std::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl Schema {
    pub fn by_key(key: &str) -> Option<&'static Schema> {
        SCHEMAS.iter().copied().find(|s| s.key == key)
    }

    pub fn title(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }

    pub fn column(&self, field: Field) -> Option<usize> {
        self.cols.iter().position(|c| c.field == field)
    }

    pub fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }

    /// Its place in the registry.
    pub fn rank(&self) -> usize {
        SCHEMAS.iter().position(|s| *s == self).unwrap_or(SCHEMAS.len())
    }
}

/// A value: what it means is its field's type.
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

/// One row of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct GenericRecord {
    pub kind: &'static Schema,
    pub platform: String,
    pub shop: String,
    /// The platform's number, else one made of what the line says.
    pub line_no: String,
    /// One per column of the kind.
    pub values: Vec<Value>,
    /// The fields that the export has columns for.
    pub have: Fields,
    pub extra: String,
}

impl GenericRecord {
    pub fn new(kind: &'static Schema) -> GenericRecord {
        GenericRecord {
            kind,
            platform: String::new(),
            shop: String::new(),
            line_no: String::new(),
            values: vec![Value::None; kind.cols.len()],
            have: Fields::NONE,
            extra: String::new(),
        }
    }

    pub fn value(&self, field: Field) -> &Value {
        self.kind.column(field).and_then(|p| self.values.get(p)).unwrap_or(&Value::None)
    }

    /// Sets a field; one that the kind does not have is passed over.
    pub fn set(&mut self, field: Field, value: Value) {
        if let Some(slot) = self.kind.column(field).and_then(|p| self.values.get_mut(p)) {
            *slot = value;
        }
    }

    /// An id, a text or a word; empty where nothing was stated.
    pub fn text(&self, field: Field) -> &str {
        match self.value(field) {
            Value::Text(text) => text,
            _ => "",
        }
    }

    fn number(&self, field: Field) -> Option<i64> {
        match self.value(field) {
            Value::Number(n) => Some(*n),
            _ => None,
        }
    }

    pub fn money(&self, field: Field) -> Option<Cents> {
        self.number(field).map(Cents)
    }

    pub fn count(&self, field: Field) -> Option<i64> {
        self.number(field)
    }

    pub fn time(&self, field: Field) -> Option<Stamp> {
        self.number(field).map(Stamp)
    }

    pub fn direction(&self) -> Option<Direction> {
        Direction::by_key(self.text(Field::Direction))
    }

    /// What came in (positive) or went out (negative); a neutral line moved nothing.
    pub fn flow(&self) -> Cents {
        match self.direction() {
            Some(Direction::In | Direction::Out) => self.money(Field::Amount).unwrap_or_default(),
            _ => Cents(0),
        }
    }

    pub fn last_event(&self) -> Option<Stamp> {
        self.kind.age.iter().filter_map(|f| self.time(*f)).max()
    }

    /// The number was made by `cs`, of what the line says.
    pub fn has_made_no(&self) -> bool {
        self.line_no.starts_with(MADE)
    }

    /// A value with its meaning, so that what is private is masked wherever it is shown.
    pub fn cell(&self, field: Field) -> Cell<'_> {
        let text = self.text(field);
        if let (Value::Number(n), kind) = (self.value(field), field.kind()) {
            return match kind {
                FieldType::Money => Cell::Money(Cents(*n)),
                FieldType::Time => Cell::Time(Stamp(*n)),
                _ => Cell::Int(*n),
            };
        }
        if text.is_empty() {
            return Cell::Empty;
        }
        match field {
            Field::Direction => match Direction::by_key(text) {
                Some(d) => Cell::Word(d.key(), d.title(Lang::Zh), d.title(Lang::En)),
                None => Cell::text(text),
            },
            _ => text_cell(field, text),
        }
    }
}

/// A text of a line by what its field means.
pub(super) fn text_cell(field: Field, text: &str) -> Cell<'_> {
    match field {
        Field::Receiver => Cell::Name(text.into()),
        Field::Phone => Cell::Phone(text.into()),
        Field::Address => Cell::Address(text.into()),
        Field::Buyer | Field::Party | Field::Account | Field::Chat | Field::SentBy => Cell::Nick(text.into()),
        _ if field.kind() == FieldType::Id => Cell::Id(text.into()),
        _ => Cell::text(text),
    }
}

/// Which way money went, as seen by the owner of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    In,
    Out,
    /// Moved between own accounts, closed before it was paid: counts neither way.
    Neutral,
}

impl Direction {
    pub const ALL: [Direction; 3] = [Direction::In, Direction::Out, Direction::Neutral];

    pub fn key(self) -> &'static str {
        match self {
            Direction::In => "in",
            Direction::Out => "out",
            Direction::Neutral => "neutral",
        }
    }

    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Direction::In => lang.pick("收入", "in"),
            Direction::Out => lang.pick("支出", "out"),
            Direction::Neutral => lang.pick("不计收支", "neutral"),
        }
    }

    pub fn by_key(key: &str) -> Option<Direction> {
        Direction::ALL.into_iter().find(|d| d.key() == key)
    }

    /// Of a signed amount.
    pub fn of(amount: Cents) -> Direction {
        match amount.0 {
            0 => Direction::Neutral,
            1.. => Direction::In,
            _ => Direction::Out,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_are_sound() {
        for (column, schema) in SCHEMAS.iter().enumerate() {
            let key = schema.key;
            assert_eq!(Schema::by_key(key).map(Schema::rank), Some(column), "{key}");
            assert!(schema.cols.len() < 63, "{key}: the columns that an export has are stored as bits");
            for (at, col) in schema.cols.iter().enumerate() {
                assert_eq!(schema.column(col.field), Some(at), "{key}: {} twice", col.field);
            }
            let used = schema.required.iter().copied().flatten().chain(schema.identity).chain(&schema.number);
            for field in used.chain(schema.age) {
                assert!(schema.has(*field), "{key}: {field} is none of its columns");
            }
            assert!(schema.age.iter().all(|f| f.kind() == FieldType::Time), "{key}");
            assert!(!schema.identity.is_empty(), "{key}");
        }
    }

    #[test]
    fn what_is_private_is_known_by_its_cell() {
        let mut line = GenericRecord::new(&PAYMENTS);
        line.set(Field::Party, Value::Text("王小明".into()));
        line.set(Field::Amount, Value::Number(-590));
        line.set(Field::Direction, Value::Text("out".into()));
        assert_eq!(line.cell(Field::Party), Cell::Nick("王小明".into()));
        assert_eq!(line.cell(Field::Amount), Cell::Money(Cents(-590)));
        assert_eq!(line.flow(), Cents(-590));
        line.set(Field::Direction, Value::Text("neutral".into()));
        assert_eq!(line.flow(), Cents(0));
    }
}
