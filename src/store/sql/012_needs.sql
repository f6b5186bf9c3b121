-- What the daily commands look for, whatever lies in the past. (`<>`, because each row that is written would make a
-- list of `NOT IN` anew.) Orders that are not over, or without a date.
CREATE INDEX orders_open ON orders (created_at, status, ord)
    WHERE (status <> 'finished' AND status <> 'closed_unpaid'
           AND status <> 'closed_refunded' AND status <> 'closed')
       OR created_at IS NULL;

-- The last thing that happened to an order.
CREATE INDEX orders_by_latest ON orders ((
    CASE WHEN COALESCE(completed_at, 0) >= COALESCE(shipped_at, 0)
          AND COALESCE(completed_at, 0) >= COALESCE(paid_at, 0)
          AND COALESCE(completed_at, 0) >= COALESCE(created_at, 0) THEN completed_at
         WHEN COALESCE(shipped_at, 0) >= COALESCE(paid_at, 0)
          AND COALESCE(shipped_at, 0) >= COALESCE(created_at, 0) THEN shipped_at
         WHEN COALESCE(paid_at, 0) >= COALESCE(created_at, 0) THEN paid_at
         ELSE created_at END));

-- Which currencies orders state; most platforms have their own and state none.
CREATE INDEX orders_by_currency ON orders (platform, currency) WHERE currency <> '';

CREATE INDEX refunds_open ON refunds (order_no, platform, shop)
    WHERE state <> 'none' AND state <> 'success' AND state <> 'closed' AND state <> 'exchange_done';
CREATE INDEX refunds_by_done ON refunds (done_at);
CREATE INDEX orders_refunded ON orders (ord) WHERE refunded > 0;
CREATE INDEX order_items_refunded ON order_items (order_no, platform, shop) WHERE refund_state <> 'none';

-- Of which shift a terminal is, and what a command changed.
CREATE INDEX shifts_open ON shifts (terminal, opened_at) WHERE closed_at IS NULL;
CREATE INDEX journal_by_audit ON journal (audit_id, id);

-- What orders that are over add to each daily report that begins at `cut` or later: made by a report, good
-- until the next import. kind: of which report, by which version; imports: how many there were.
CREATE TABLE histories (
    kind TEXT NOT NULL,
    imports BIGINT NOT NULL,
    cut BIGINT NOT NULL,
    body TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (kind)
);
