//! What commands compute: pure functions from records and a scope to rows.

pub mod abnormal;
pub mod assemble;
pub mod handover;
pub mod orders;
pub mod remind;
pub mod template;
