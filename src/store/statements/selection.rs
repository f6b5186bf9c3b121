//! Statements that find what a command can need, through indexes, and what is kept of the rest.

/// Orders that are not over, or without a date: their running numbers. As the index says it.
pub(in crate::store) const OPEN_ORDERS: &str = "\
    SELECT ord FROM orders WHERE (status <> 'finished' AND status <> 'closed_unpaid' AND status <> \
    'closed_refunded' AND status <> 'closed') OR created_at IS NULL";

/// Orders without a date.
pub(in crate::store) const UNDATED_ORDERS: &str = "\
    SELECT ord FROM orders WHERE ((status <> 'finished' AND status <> 'closed_unpaid' AND status <> \
    'closed_refunded' AND status <> 'closed') OR created_at IS NULL) AND created_at IS NULL";

/// Orders that wait for their payment.
pub(in crate::store) const UNPAID_ORDERS: &str = "\
    SELECT ord FROM orders WHERE ((status <> 'finished' AND status <> 'closed_unpaid' AND status <> \
    'closed_refunded' AND status <> 'closed') OR created_at IS NULL) AND status = 'unpaid'";

/// When the oldest order was created that is unpaid; 0: nobody knows.
pub(in crate::store) const OLDEST_UNPAID: &str = "\
    SELECT MIN(COALESCE(created_at, 0)) FROM orders WHERE ((status <> 'finished' AND status <> \
    'closed_unpaid' AND status <> 'closed_refunded' AND status <> 'closed') OR created_at IS NULL) AND \
    status = 'unpaid'";

/// Orders of which anything happened since: as the index says it.
pub(in crate::store) const ORDERS_SINCE: &str = "\
    SELECT ord FROM orders WHERE (CASE WHEN COALESCE(completed_at, 0) >= COALESCE(shipped_at, 0) AND \
    COALESCE(completed_at, 0) >= COALESCE(paid_at, 0) AND COALESCE(completed_at, 0) >= \
    COALESCE(created_at, 0) THEN completed_at WHEN COALESCE(shipped_at, 0) >= COALESCE(paid_at, 0) AND \
    COALESCE(shipped_at, 0) >= COALESCE(created_at, 0) THEN shipped_at WHEN COALESCE(paid_at, 0) >= \
    COALESCE(created_at, 0) THEN paid_at ELSE created_at END) >= $1";

/// Orders with a refund that is open.
pub(in crate::store) const ORDERS_OF_OPEN_REFUNDS: &str = "\
    SELECT ord FROM orders WHERE (order_no, platform, shop) IN (SELECT order_no, platform, shop FROM \
    refunds WHERE state <> 'none' AND state <> 'success' AND state <> 'closed' AND state <> \
    'exchange_done')";

/// Orders with an item whose refund is open.
pub(in crate::store) const ORDERS_OF_OPEN_ITEMS: &str = "\
    SELECT ord FROM orders WHERE (order_no, platform, shop) IN (SELECT order_no, platform, shop FROM \
    order_items WHERE refund_state <> 'none' AND refund_state <> 'success' AND refund_state <> 'closed' \
    AND refund_state <> 'exchange_done')";

/// Orders with a refund of whatever state.
pub(in crate::store) const ORDERS_OF_REFUNDS: &str = "\
    SELECT ord FROM orders WHERE (order_no, platform, shop) IN (SELECT order_no, platform, shop FROM \
    refunds)";

/// Orders with an item that has a refund of whatever state.
pub(in crate::store) const ORDERS_OF_REFUNDED_ITEMS: &str = "\
    SELECT ord FROM orders WHERE (order_no, platform, shop) IN (SELECT order_no, platform, shop FROM \
    order_items WHERE refund_state <> 'none')";

/// Orders that say themselves that money went back: as the index says it.
pub(in crate::store) const ORDERS_REFUNDED: &str = "\
    SELECT ord FROM orders WHERE refunded > 0";

/// 1 where there are items without their order.
pub(in crate::store) const ANY_ORPHAN: &str = "\
    SELECT CASE WHEN EXISTS (SELECT 1 FROM order_items i WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE \
    o.order_no = i.order_no AND o.platform = i.platform AND o.shop = i.shop)) THEN 1 ELSE 0 END";

/// Orders with a refund that ended since.
pub(in crate::store) const ORDERS_REFUNDED_SINCE: &str = "\
    SELECT ord FROM orders WHERE (order_no, platform, shop) IN (SELECT order_no, platform, shop FROM \
    refunds WHERE done_at >= $1)";

/// Orders of one number.
pub(in crate::store) const ORDERS_OF_NO: &str = "\
    SELECT ord FROM orders WHERE order_no = $1";

/// The next platform and currency that orders state.
pub(in crate::store) const NEXT_CURRENCY: &str = "\
    SELECT platform, currency FROM orders WHERE currency <> '' AND (platform, currency) > ($1, $2) ORDER \
    BY platform, currency LIMIT 1";

/// How many files were imported.
pub(in crate::store) const IMPORTS: &str = "\
    SELECT CAST(COUNT(*) AS BIGINT) FROM imports";
