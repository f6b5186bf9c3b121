//! Kinds of records: one file each, and nothing else lists its columns.
//!
//! A kind is a struct (or a [`GenericRecord`]), its [`Schema`] and its [`Record::slots`]; merging, exporting, reading our
//! own exports back, checksums, statements and documents are made of these.

mod agent_day;
mod area_not_served;
mod bundle;
mod case;
mod case_step;
mod case_work;
mod change;
mod column;
mod consent;
mod consult;
mod contact;
mod export;
mod franchise_ratio;
mod freight;
mod generic;
mod gift;
mod handover;
mod handover_item;
mod holiday;
mod item;
mod journey;
mod journeys;
mod log_entry;
mod manual_message;
mod message;
mod notice;
mod order;
mod packed;
mod parcel;
mod payment;
mod penalty;
mod promotion;
mod record;
mod refund;
mod review;
mod review_contact;
mod roster;
mod schema;
mod seen;
mod settlement;
mod shift;
mod shop_score;
mod slot;
mod staff;
mod stock;
mod tag;
mod tariff;
mod todo_state;
mod track;
mod value;
mod visit;

pub use agent_day::AGENT_DAYS;
pub use area_not_served::AREAS_NOT_SERVED;
pub use bundle::BUNDLES;
pub use case::{CASE_KINDS, CASE_STATES, CASES, Case, WAITING_ON};
pub use case_step::{ACTIONS, CASE_STEPS, CaseStep};
pub use case_work::{CASE_WORK, CaseWork, LEVELS, RESPONSIBILITIES};
pub use change::{CHANGES, Change};
pub use column::{Column, Merge, Type};
pub use consent::{CONSENT_PURPOSES, CONSENT_STATES, CONSENTS, Consent};
pub use consult::{CONSULT_STATES, CONSULTS, Consult};
pub use contact::{CONTACTS, Contact, REMINDED, WAYS};
pub use export::{FULL, MARK, MASKED, SEEN_AT, headings, row};
pub use franchise_ratio::FRANCHISE_RATIOS;
pub use freight::FREIGHT;
pub use generic::{GenericRecord, MADE};
pub use gift::GIFTS;
pub use handover::{HANDOVERS, Handover};
pub use handover_item::{HANDOVER_ITEMS, HandoverItem};
pub use holiday::HOLIDAYS;
pub use item::{ITEMS, Item, OwnedItem};
pub use journey::{Journey, Progress};
pub use journeys::{Journeys, tracking_numbers};
pub use log_entry::{LOG, LogEntry};
pub use manual_message::{MANUAL_MESSAGES, ManualMessage, SIDES, VIAS};
pub use message::MESSAGES;
pub use notice::NOTICES;
pub use order::{Key, ORDERS, Order};
pub use packed::{Texts, pack, unpack};
pub use parcel::{PARCELS, Parcel, numbers, order_list};
pub use payment::PAYMENTS;
pub use penalty::PENALTIES;
pub use promotion::PROMOTIONS;
pub use record::{RecordKey, each, key, last_event, moment};
pub use refund::{REFUNDS, Refund};
pub use review::{REVIEWS, Review};
pub use review_contact::{FOLLOWED, REVIEW_CONTACTS, ReviewContact};
pub use roster::ROSTER;
pub use schema::{Origin, Record, Schema};
pub use seen::Seen;
pub use settlement::SETTLEMENTS;
pub use shift::{SHIFTS, Shift};
pub use shop_score::SHOP_SCORES;
pub use slot::{Slot, Visit, text_cell};
pub use staff::{STAFF, Staff};
pub use stock::STOCK;
pub use tag::{TAG_WORDS, TAGS, Tag};
pub use tariff::TARIFFS;
pub use todo_state::{SUBJECT_KINDS, TODO_STATE_WORDS, TODO_STATES, TodoKey, TodoState};
pub use track::TRACKS;
pub use value::Value;
pub use visit::{BuyerVisit, VISIT_PURPOSES, VISIT_STATES, VISITS};

use std::cmp::Ordering;

/// Every kind, in the order in which they are shown.
pub const ALL: &[&Schema] = &[
    &ORDERS,
    &ITEMS,
    &REFUNDS,
    &REVIEWS,
    &PAYMENTS,
    &SETTLEMENTS,
    &FREIGHT,
    &PARCELS,
    &MESSAGES,
    &STOCK,
    &PROMOTIONS,
    &GIFTS,
    &ROSTER,
    &TRACKS,
    &NOTICES,
    &AGENT_DAYS,
    &SHOP_SCORES,
    &PENALTIES,
    &AREAS_NOT_SERVED,
    &TARIFFS,
    &BUNDLES,
    &FRANCHISE_RATIOS,
    &HOLIDAYS,
    &CONTACTS,
    &CASES,
    &CASE_WORK,
    &CASE_STEPS,
    &CONSULTS,
    &LOG,
    &SHIFTS,
    &STAFF,
    &HANDOVERS,
    &HANDOVER_ITEMS,
    &REVIEW_CONTACTS,
    &MANUAL_MESSAGES,
    &TAGS,
    &CONSENTS,
    &VISITS,
    &TODO_STATES,
    &CHANGES,
];

impl Schema {
    pub fn by_key(key: &str) -> Option<&'static Schema> {
        ALL.iter().copied().find(|s| s.key == key)
    }

    /// Its place in the registry: only to sort by, never stored.
    fn rank(&self) -> usize {
        ALL.iter().position(|s| *s == self).unwrap_or(ALL.len())
    }
}

impl PartialOrd for Schema {
    fn partial_cmp(&self, other: &Schema) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Schema {
    fn cmp(&self, other: &Schema) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

/// The kinds that can be written into files and come back from them.
pub fn exported() -> impl Iterator<Item = &'static Schema> {
    ALL.iter().copied().filter(|schema| schema.origin != Origin::Team)
}

/// The kinds that come from platforms and from sheets: an import merges them.
pub fn facts() -> impl Iterator<Item = &'static Schema> {
    ALL.iter().copied().filter(|schema| schema.origin == Origin::Export)
}

/// The kinds of our own records.
pub fn team() -> impl Iterator<Item = &'static Schema> {
    ALL.iter().copied().filter(|schema| schema.origin != Origin::Export)
}

/// Those of them that may leave their database.
pub fn portable() -> impl Iterator<Item = &'static Schema> {
    ALL.iter().copied().filter(|schema| schema.origin == Origin::Portable)
}

/// The kinds whose records are [`GenericRecord`]s.
pub fn generic() -> impl Iterator<Item = &'static Schema> {
    ALL.iter().copied().filter(|schema| schema.is_generic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, FieldType};
    use std::collections::BTreeSet;

    #[test]
    fn schemas_are_sound() {
        for schema in ALL {
            let key = schema.key;
            assert_eq!(Schema::by_key(key), Some(*schema), "{key} twice");
            let keys: BTreeSet<&str> = schema.columns.iter().map(|c| c.key).collect();
            assert_eq!(keys.len(), schema.columns.len(), "{key}: a column twice");
            let stored: BTreeSet<&str> = schema.columns.iter().map(|c| c.sql).collect();
            assert_eq!(stored.len(), schema.columns.len(), "{key}: a name twice in the table");
            let used = schema.required.iter().copied().flatten().chain(schema.identity).chain(&schema.number);
            for field in used.chain(schema.age).chain(schema.at) {
                assert!(schema.has(*field), "{key}: {field} is none of its columns");
            }
            assert!(schema.age.iter().all(|f| f.kind() == FieldType::Time), "{key}");
            assert!(schema.keys().count() > 0, "{key}: nothing tells its records apart");
            for (column, next) in schema.columns.iter().zip(schema.columns.iter().skip(1)) {
                let is_state = column.merge == Merge::State;
                assert!(
                    !is_state || next.field == Some(Field::StatusRaw),
                    "{key}: {} and its words",
                    column.key
                );
            }
        }
    }

    /// A value lies where its column says what it means.
    #[test]
    fn every_column_has_its_slot() {
        for schema in ALL {
            let mut record = (schema.make)();
            assert_eq!(record.schema(), *schema, "{}", schema.key);
            let mut slots = 0;
            record.slots(&mut |_| slots += 1);
            assert_eq!(slots, schema.columns.len(), "{}", schema.key);
            each(record.as_mut(), &mut |column, slot| {
                let fits = match slot {
                    Slot::Text(_) => !column.is_number(),
                    Slot::Money(_) => column.ty == Type::Money,
                    Slot::Count(_) | Slot::Number(_) => column.ty == Type::Count,
                    Slot::Time(_) | Slot::At(_) => column.ty == Type::Time,
                    Slot::Yes(_) => column.ty == Type::Yes,
                    Slot::Word(_) => column.ty == Type::Word,
                    Slot::Columns(_) => column.ty == Type::Columns,
                    Slot::Value(_) => !matches!(column.ty, Type::Columns | Type::Extra | Type::Yes),
                };
                assert!(fits, "{}: {} has another slot", schema.key, column.key);
            });
        }
    }
}
