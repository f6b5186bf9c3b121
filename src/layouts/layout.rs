//! One layout, parsed from its TOML text.

mod text;
mod words;

pub(super) use text::Version;
pub use text::{Confidence, Dates, Numbers};
pub use words::Moved;

use super::inline_items::InlineItems;
use super::kind::{self, Kind};
use super::normalize::{is_changed_by_normalizing, normalize_name, normalize_word};
use super::parts::{self, Grain, Sums, Term, When, field};
use crate::error::{Error, Result};
use crate::model::decimal::Decimal;
use crate::model::hash::HashMap;
use crate::model::{Direction, Field, Fields, Flag, OrderKind, RefundKind, RefundState, Say, Status, Zone};
use std::collections::{BTreeMap, HashSet};
use text::{DecimalText, Text};
use words::{known_keys, stars, starting, take_starts, vocabulary};

/// A layout, ready to be matched with a header.
#[derive(Clone, Debug)]
pub struct Layout {
    pub name: String,
    /// The text it was parsed from.
    pub text: String,
    pub title: Say,
    pub platform: String,
    pub kind: Kind,
    pub zone: Option<Zone>,
    pub confidence: Confidence,
    pub dates: Dates,
    /// `None`: decided column by column over the whole file.
    pub decimal: Option<Decimal>,
    /// Amounts finer than a cent are rounded.
    pub round_amounts: bool,
    /// Times whose numbers are Unix times.
    pub unix: Fields,
    pub numbers: Numbers,
    /// Written by `cs` itself: values are taken as they stand.
    pub trusted: bool,
    /// What `cs export` writes: see `crate::model::fact`.
    pub export: bool,
    /// Whether `"` around a cell is a mark and no part of it.
    pub quoting: bool,
    /// Without a status column: no payment time = unpaid, wholly refunded = closed, else unknown.
    pub status_from_payment: bool,
    pub signature: Vec<Field>,
    /// Each entry: one of these fields must be there.
    pub requires: Vec<Vec<Field>>,
    /// Field → normalized headings, the first that is not empty wins.
    pub columns: Vec<(Field, Vec<String>)>,
    pub grain: Grain,
    /// Where rows of one order follow each other: only those with this field speak for the order.
    pub head: Option<Field>,
    /// That row only sums the others up: it has an item of its own where it is the only one.
    pub summary: bool,
    /// Amounts that are added up over the rows of an order; others stand the same in each of them.
    pub sum: Fields,
    /// Without a column of what was paid: an order that was paid for was paid in full.
    pub paid_in_full: bool,
    /// Amounts of which it is not known whether they belong to the row or to the order.
    pub unsure: Fields,
    /// Normalized headings of the number under which an ERP keeps the order itself.
    pub inner_no: Vec<String>,
    /// Normalized headings of the customer's number, by which a table of customers is met.
    pub customer: Vec<String>,
    /// The word for a refunded order also stands for one that was refunded in part.
    pub part_refunds: bool,
    /// The item that stands in the row of its order: field → normalized headings.
    pub item: Vec<(Field, Vec<String>)>,
    /// Items that stand packed in cells of their order's row.
    pub inline_items: Option<InlineItems>,
    /// Texts put together from several columns.
    pub joins: Vec<(Field, Vec<String>)>,
    /// Amounts put together from several columns.
    pub adds: Vec<(Field, Vec<Term>)>,
    /// They go before `adds`.
    pub adds_when: Vec<When<Sums>>,
    pub status_when: Vec<When<Status>>,
    /// The same of a refund.
    pub state_when: Vec<When<RefundState>>,
    /// Every normalized heading that the layout knows, used or not.
    pub known: HashSet<String>,
    /// Words that mean "nothing" in any column.
    pub empty: Vec<String>,
    /// One of them begins with a digit.
    pub empties_digits: bool,
    pub drop_prefix: Vec<(Field, Vec<String>)>,
    /// Values that begin so are none of the field's.
    pub skip_prefix: Vec<(Field, Vec<String>)>,
    /// The row below the header may explain the columns.
    pub explained: bool,
    /// What tells one line from another, where it is not what the kind says.
    pub identity: Vec<Field>,
    pub directions: HashMap<String, Direction>,
    /// Of the states of lines, those that say more of their money than that it moved.
    pub moved: HashMap<String, Moved>,
    pub moved_starts: Vec<(String, Moved)>,
    pub status: HashMap<String, Status>,
    /// Normalized beginnings of words: those that end with `*` in the layout.
    pub status_starts: Vec<(String, Status)>,
    pub kinds: HashMap<String, OrderKind>,
    pub kind_starts: Vec<(String, OrderKind)>,
    pub flags: HashMap<String, Flag>,
    pub refund_states: HashMap<String, RefundState>,
    pub refund_kinds: HashMap<String, RefundKind>,
    pub platforms: HashMap<String, String>,
    /// The platform's words for stars.
    pub ratings: HashMap<String, i64>,
    pub default_shop: String,
    /// ISO code of amounts in rows that name none.
    pub default_currency: String,
    pub versions: Vec<Version>,
}

/// Looks a platform's word up: as it stands, which is nearly always enough, else normalized.
pub fn lookup<T: Copy>(words: &HashMap<String, T>, word: &str) -> Option<T> {
    match words.get(word) {
        Some(value) => Some(*value),
        None if words.is_empty() || !is_changed_by_normalizing(word) => None,
        None => words.get(&normalize_word(word)).copied(),
    }
}

impl Layout {
    /// A platform's word for the status of an order.
    pub fn status_of(&self, word: &str) -> Status {
        lookup(&self.status, word).or_else(|| starting(&self.status_starts, word)).unwrap_or(Status::Unknown)
    }

    /// What the state of a line says of its money; `None`: nothing beside that it moved.
    pub fn moved_of(&self, state: &str) -> Option<Moved> {
        lookup(&self.moved, state).or_else(|| starting(&self.moved_starts, state))
    }

    /// A platform's word for the kind of an order.
    pub fn kind_of(&self, word: &str) -> OrderKind {
        lookup(&self.kinds, word).or_else(|| starting(&self.kind_starts, word)).unwrap_or_default()
    }

    /// A platform's name as `cs` writes it; one that the layout does not know stays as it is.
    pub fn platform_of<'t>(&'t self, text: &'t str) -> &'t str {
        self.platforms
            .get(text)
            .or_else(|| self.platforms.get(&normalize_word(text)))
            .map_or_else(|| crate::model::platform::key(text), String::as_str)
    }

    /// Whether a file may have to be read more than once before its rows are told.
    pub fn reads_twice(&self) -> bool {
        self.grain == Grain::Item || self.dates == Dates::Auto || self.decimal.is_none()
    }

    /// Whether a cell of this text is empty.
    pub fn is_empty_word(&self, text: &str) -> bool {
        self.empty.iter().any(|w| w.eq_ignore_ascii_case(text))
    }

    pub fn parse(source: &str) -> Result<Layout> {
        let text: Text = toml::from_str(source)
            .map_err(|e| Error::input("格式文件有错", "the layout can't be read").in_toml(&e, source))?;
        let zone = match &text.zone {
            None => None,
            Some(z) => Some(Zone::parse(z).ok_or_else(|| {
                Error::input(format!("看不懂时区「{z}」"), format!("can't read the zone `{z}`"))
                    .hint("写成 +08:00", "write it as +08:00")
            })?),
        };
        let fields = |list: &[String]| list.iter().map(|k| field(k)).collect::<Result<Vec<_>>>();
        let mut requires = Vec::new();
        for entry in &text.requires {
            requires.push(entry.split('|').map(|k| field(k.trim())).collect::<Result<Vec<_>>>()?);
        }
        let columns = parts::headings(&text.columns)?;
        let item = parts::headings(&text.item)?;
        let inline_items = text.inline_items.as_ref().map(InlineItems::parse).transpose()?;
        let joins = parts::joins(&text.join)?;
        let adds = parts::terms(&text.add)?;
        let adds_when = parts::sums_when(&text.add_when)?;
        let status_when = parts::conditions(&text.status_when, "status_when", Status::by_key)?;
        let state_when = parts::conditions(&text.state_when, "state_when", RefundState::by_key)?;
        let mut known: HashSet<String> = text.also.iter().map(|n| normalize_name(n)).collect();
        known.extend(columns.iter().chain(&item).chain(&joins).flat_map(|c| c.1.iter().cloned()));
        known.extend(inline_items.iter().flat_map(InlineItems::headings));
        let inner_no: Vec<String> = text.inner_no.iter().map(|n| normalize_name(n)).collect();
        known.extend(inner_no.iter().cloned());
        let customer: Vec<String> = text.customer.iter().map(|n| normalize_name(n)).collect();
        known.extend(customer.iter().cloned());
        let all_adds = || adds.iter().chain(adds_when.iter().flat_map(|w| &w.value));
        known.extend(all_adds().flat_map(|a| a.1.iter().flat_map(|t| t.headings.iter().cloned())));
        known.extend(adds_when.iter().flat_map(When::headings).cloned());
        known.extend(status_when.iter().flat_map(When::headings).cloned());
        known.extend(state_when.iter().flat_map(When::headings).cloned());
        let prefixes = |by_field: &BTreeMap<String, Vec<String>>| {
            by_field.iter().map(|(key, list)| Ok((field(key)?, list.clone()))).collect::<Result<Vec<_>>>()
        };
        let drop_prefix = prefixes(&text.clean.drop_prefix)?;
        let identity = fields(&text.identity)?;
        let used = columns.iter().chain(&item).chain(&joins).map(|c| c.0).chain(all_adds().map(|a| a.0));
        kind::check(text.kind, used, &identity)?;
        kind::check_export(text.kind, text.export)?;
        let fields_used = columns.iter().chain(&joins).map(|c| c.0).chain(item.iter().map(|c| c.0));
        kind::check_customers(text.kind, text.grain, &customer, fields_used)?;
        let of_orders = text.grain != Grain::Order
            || !item.is_empty()
            || inline_items.is_some()
            || !status_when.is_empty();
        kind::check_parts(text.kind, of_orders, text.explained, !state_when.is_empty())?;
        known_keys(
            "words",
            text.words.keys(),
            &[
                "status",
                "kind",
                "flag",
                "refund_state",
                "refund_kind",
                "platform",
                "rating",
                "direction",
                "moved",
            ],
        )?;
        known_keys("defaults", text.defaults.keys(), &["shop", "currency"])?;
        let words = |of: &str| text.words.get(of);
        let mut status = vocabulary(words("status"), "status", Status::by_key)?;
        let status_starts = take_starts(&mut status);
        let mut moved = vocabulary(words("moved"), "moved", Moved::by_key)?;
        let moved_starts = take_starts(&mut moved);
        let mut kinds = vocabulary(words("kind"), "kind", OrderKind::by_key)?;
        let kind_starts = take_starts(&mut kinds);
        Ok(Layout {
            title: Say::new(text.title.zh, text.title.en),
            platform: text.platform,
            kind: text.kind,
            zone,
            confidence: text.confidence,
            dates: text.dates,
            decimal: text.decimal.map(|sign| match sign {
                DecimalText::Point => Decimal::Point,
                DecimalText::Comma => Decimal::Comma,
            }),
            round_amounts: text.round_amounts,
            unix: Fields::of(&fields(&text.unix)?),
            numbers: text.numbers,
            trusted: text.trusted,
            export: text.export,
            quoting: text.quoting,
            status_from_payment: text.status_from_payment,
            signature: fields(&text.signature)?,
            requires,
            columns,
            grain: text.grain,
            head: text.head.as_deref().map(field).transpose()?,
            summary: text.summary,
            sum: Fields::of(&fields(&text.sum)?),
            unsure: Fields::of(&fields(&text.unsure)?),
            inner_no,
            customer,
            part_refunds: text.part_refunds,
            paid_in_full: text.paid_in_full,
            item,
            inline_items,
            joins,
            adds,
            adds_when,
            status_when,
            state_when,
            known,
            empties_digits: text.clean.empty.iter().any(|w| w.starts_with(|c: char| c.is_ascii_digit())),
            empty: text.clean.empty,
            skip_prefix: prefixes(&text.clean.skip_prefix)?,
            drop_prefix,
            explained: text.explained,
            identity,
            directions: vocabulary(words("direction"), "direction", Direction::by_key)?,
            moved,
            moved_starts,
            status,
            status_starts,
            kinds,
            kind_starts,
            flags: vocabulary(words("flag"), "flag", |k| Flag::by_key(if k == "none" { "" } else { k }))?,
            refund_states: vocabulary(words("refund_state"), "refund_state", RefundState::by_key)?,
            refund_kinds: vocabulary(words("refund_kind"), "refund_kind", RefundKind::by_key)?,
            platforms: vocabulary(words("platform"), "platform", |k| Some(k.to_owned()))?,
            ratings: vocabulary(words("rating"), "rating", stars)?,
            default_shop: text.defaults.get("shop").cloned().unwrap_or_default(),
            default_currency: text.defaults.get("currency").cloned().unwrap_or_default(),
            versions: text.versions,
            text: source.to_owned(),
            name: text.name,
        })
    }
}
