//! What commands compute: pure functions from records and a scope to rows.

pub mod abnormal;
pub mod assigned;
pub mod cases;
pub mod daily;
pub mod handover;
pub mod messages;
pub mod orders;
pub mod refunds;
pub mod remind;
pub mod reviews;
pub mod template;
pub mod verdict;
