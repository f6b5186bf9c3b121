//! The statements of reviews.

/// 1 where `reviews` has rows.
pub(in crate::store) const ANY_REVIEW: &str = "\
    SELECT CASE WHEN EXISTS (SELECT 1 FROM reviews) THEN 1 ELSE 0 END";
