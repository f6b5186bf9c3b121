//! The statements of reviews.

/// Writes one row of `reviews`, whole.
pub(in crate::store) const REVIEW_PUT: &str = "\
    INSERT INTO reviews (platform, shop, review_id, order_no, ord, product, sku, buyer, rating, \
    content, append_content, reply, created_at, append_at, replied_at, has_media, extra, have, \
    sentinels, seen_at, import_id, sum) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
    $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) ON CONFLICT (review_id, platform, shop) DO \
    UPDATE SET order_no = excluded.order_no, ord = excluded.ord, product = excluded.product, sku = \
    excluded.sku, buyer = excluded.buyer, rating = excluded.rating, content = excluded.content, \
    append_content = excluded.append_content, reply = excluded.reply, created_at = \
    excluded.created_at, append_at = excluded.append_at, replied_at = excluded.replied_at, has_media = \
    excluded.has_media, extra = excluded.extra, have = excluded.have, sentinels = excluded.sentinels, \
    seen_at = excluded.seen_at, import_id = excluded.import_id, sum = excluded.sum";

/// All of `reviews`.
pub(in crate::store) const REVIEW_ALL: &str = "\
    SELECT platform, shop, review_id, order_no, ord, product, sku, buyer, rating, content, \
    append_content, reply, created_at, append_at, replied_at, has_media, extra, have, sentinels, \
    seen_at, import_id, sum FROM reviews ORDER BY ord";

/// The reviews of one number on one platform.
pub(in crate::store) const REVIEW_FIND: &str = "\
    SELECT platform, shop, review_id, order_no, ord, product, sku, buyer, rating, content, \
    append_content, reply, created_at, append_at, replied_at, has_media, extra, have, sentinels, \
    seen_at, import_id, sum FROM reviews WHERE review_id = $1 AND platform = $2 ORDER BY shop";

/// The reviews of one order.
pub(in crate::store) const REVIEW_OF: &str = "\
    SELECT platform, shop, review_id, order_no, ord, product, sku, buyer, rating, content, \
    append_content, reply, created_at, append_at, replied_at, has_media, extra, have, sentinels, \
    seen_at, import_id, sum FROM reviews WHERE order_no = $1 AND platform = $2 AND shop = $3 ORDER BY \
    ord";

/// Moves a review, or marks it as seen again.
pub(in crate::store) const REVIEW_RESET: &str = "\
    UPDATE reviews SET shop = $1, seen_at = $2, sum = $3 WHERE review_id = $4 AND platform = $5 AND \
    shop = $6";

/// 1 where `reviews` has rows.
pub(in crate::store) const ANY_REVIEW: &str = "\
    SELECT CASE WHEN EXISTS (SELECT 1 FROM reviews) THEN 1 ELSE 0 END";
