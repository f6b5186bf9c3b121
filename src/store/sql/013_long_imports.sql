-- The key of the orders becomes an index of its own, so that a first import can make it at the end, in one go.
CREATE TABLE orders_unkeyed (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    order_no TEXT NOT NULL,
    ord BIGINT NOT NULL,
    status TEXT NOT NULL,
    status_raw TEXT NOT NULL,
    kind TEXT NOT NULL,
    buyer TEXT NOT NULL,
    receiver TEXT NOT NULL,
    phone TEXT NOT NULL,
    address TEXT NOT NULL,
    items TEXT NOT NULL,
    quantity BIGINT,
    goods BIGINT,
    freight BIGINT,
    payable BIGINT,
    paid BIGINT,
    refunded BIGINT,
    received BIGINT,
    currency TEXT NOT NULL,
    created_at BIGINT,
    paid_at BIGINT,
    shipped_at BIGINT,
    completed_at BIGINT,
    ship_due BIGINT,
    pay_due BIGINT,
    modified_at BIGINT,
    carrier TEXT NOT NULL,
    tracking_no TEXT NOT NULL,
    flag TEXT NOT NULL,
    seller_note TEXT NOT NULL,
    buyer_note TEXT NOT NULL,
    close_reason TEXT NOT NULL,
    pay_no TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    sentinels BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL
);
INSERT INTO orders_unkeyed SELECT * FROM orders ORDER BY ord;
DROP TABLE orders;
ALTER TABLE orders_unkeyed RENAME TO orders;
CREATE UNIQUE INDEX orders_key ON orders (order_no, platform, shop);
CREATE INDEX orders_by_ord ON orders (ord);
CREATE INDEX orders_open ON orders (created_at, status, ord)
    WHERE (status <> 'finished' AND status <> 'closed_unpaid'
           AND status <> 'closed_refunded' AND status <> 'closed')
       OR created_at IS NULL;
CREATE INDEX orders_by_latest ON orders ((
    CASE WHEN COALESCE(completed_at, 0) >= COALESCE(shipped_at, 0)
          AND COALESCE(completed_at, 0) >= COALESCE(paid_at, 0)
          AND COALESCE(completed_at, 0) >= COALESCE(created_at, 0) THEN completed_at
         WHEN COALESCE(shipped_at, 0) >= COALESCE(paid_at, 0)
          AND COALESCE(shipped_at, 0) >= COALESCE(created_at, 0) THEN shipped_at
         WHEN COALESCE(paid_at, 0) >= COALESCE(created_at, 0) THEN paid_at
         ELSE created_at END));
CREATE INDEX orders_by_currency ON orders (platform, currency) WHERE currency <> '';
CREATE INDEX orders_refunded ON orders (ord) WHERE refunded > 0;

-- Records that were seen again as they are, as of seen_at: runs of running numbers that don't overlap. What their own
-- rows say of it may be older.
CREATE TABLE seen_again (
    from_ord BIGINT NOT NULL,
    to_ord BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (from_ord)
);
