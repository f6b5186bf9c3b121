//! Records and value types. Pure: no I/O, no clock, no terminal.

pub mod amount;
pub mod contact;
pub mod field;
pub mod finding;
pub mod item;
pub mod lang;
pub mod line;
pub mod mask;
pub mod money;
pub mod order;
pub mod platform;
pub mod records;
pub mod refund;
pub mod report;
pub mod review;
pub mod scope;
pub mod sheet;
pub mod status;
pub mod text;
pub mod time;

pub use contact::Contact;
pub use field::{Field, FieldType, Fields};
pub use finding::{Finding, Severity};
pub use item::Item;
pub use lang::{Lang, Say};
pub use line::{Direction, Line, Schema};
pub use money::Cents;
pub use order::{Flag, Key, Order, OrderKind};
pub use refund::{Owner, Refund, RefundKind, RefundState};
pub use report::Report;
pub use review::Review;
pub use scope::{Scope, Thresholds, Window};
pub use sheet::{Align, Cell, Column, Sheet, Titled};
pub use status::Status;
pub use time::{Stamp, Zone};
