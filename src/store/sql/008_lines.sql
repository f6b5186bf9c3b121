-- Lines: rows of bills, settlements, carrier bills, parcels, messages and hand-kept sheets. Columns as in 001;
-- amount is signed: what came in is positive, what went out negative; line_no is the platform's number of the line,
-- or one made of what tells it from others; have: set of the table's own columns, by their places.
CREATE TABLE payments (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    ord BIGINT NOT NULL,
    entry_no TEXT NOT NULL,
    at BIGINT,
    direction TEXT NOT NULL,
    amount BIGINT,
    fee BIGINT,
    refunded BIGINT,
    balance BIGINT,
    currency TEXT NOT NULL,
    entry_kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    pay_no TEXT NOT NULL,
    order_no TEXT NOT NULL,
    item_no TEXT NOT NULL,
    refund_no TEXT NOT NULL,
    items TEXT NOT NULL,
    party TEXT NOT NULL,
    account TEXT NOT NULL,
    method TEXT NOT NULL,
    status_raw TEXT NOT NULL,
    paid_at BIGINT,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX payments_by_ord ON payments (ord);
CREATE INDEX payments_by_order ON payments (order_no, platform);

CREATE TABLE settlements (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    ord BIGINT NOT NULL,
    entry_no TEXT NOT NULL,
    order_no TEXT NOT NULL,
    item_no TEXT NOT NULL,
    refund_no TEXT NOT NULL,
    product_id TEXT NOT NULL,
    items TEXT NOT NULL,
    quantity BIGINT,
    entry_kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    direction TEXT NOT NULL,
    amount BIGINT,
    payable BIGINT,
    paid BIGINT,
    received BIGINT,
    fee BIGINT,
    refunded BIGINT,
    freight BIGINT,
    currency TEXT NOT NULL,
    method TEXT NOT NULL,
    status_raw TEXT NOT NULL,
    created_at BIGINT,
    completed_at BIGINT,
    at BIGINT,
    settled_at BIGINT,
    pay_no TEXT NOT NULL,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX settlements_by_ord ON settlements (ord);
CREATE INDEX settlements_by_order ON settlements (order_no, platform);

CREATE TABLE freight (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    ord BIGINT NOT NULL,
    tracking_no TEXT NOT NULL,
    order_no TEXT NOT NULL,
    at BIGINT,
    carrier TEXT NOT NULL,
    party TEXT NOT NULL,
    region TEXT NOT NULL,
    weight TEXT NOT NULL,
    items TEXT NOT NULL,
    quantity BIGINT,
    freight BIGINT,
    fee BIGINT,
    surcharge BIGINT,
    payable BIGINT,
    entry_kind TEXT NOT NULL,
    method TEXT NOT NULL,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX freight_by_ord ON freight (ord);
CREATE INDEX freight_by_order ON freight (order_no, platform);

CREATE TABLE parcels (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    ord BIGINT NOT NULL,
    tracking_no TEXT NOT NULL,
    carrier TEXT NOT NULL,
    order_no TEXT NOT NULL,
    item_no TEXT NOT NULL,
    status_raw TEXT NOT NULL,
    shipped_at BIGINT,
    picked_at BIGINT,
    at BIGINT,
    content TEXT NOT NULL,
    completed_at BIGINT,
    receiver TEXT NOT NULL,
    phone TEXT NOT NULL,
    address TEXT NOT NULL,
    quantity BIGINT,
    weight TEXT NOT NULL,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX parcels_by_ord ON parcels (ord);
CREATE INDEX parcels_by_order ON parcels (order_no, platform);

CREATE TABLE messages (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    ord BIGINT NOT NULL,
    entry_no TEXT NOT NULL,
    at BIGINT,
    chat TEXT NOT NULL,
    buyer TEXT NOT NULL,
    sent_by TEXT NOT NULL,
    handler TEXT NOT NULL,
    content TEXT NOT NULL,
    media TEXT NOT NULL,
    order_no TEXT NOT NULL,
    items TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX messages_by_ord ON messages (ord);
CREATE INDEX messages_by_order ON messages (order_no, platform);

CREATE TABLE stock (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    ord BIGINT NOT NULL,
    sku TEXT NOT NULL,
    product_id TEXT NOT NULL,
    items TEXT NOT NULL,
    spec TEXT NOT NULL,
    warehouse TEXT NOT NULL,
    quantity BIGINT,
    price BIGINT,
    at BIGINT,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX stock_by_ord ON stock (ord);

CREATE TABLE promotions (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    ord BIGINT NOT NULL,
    title TEXT NOT NULL,
    items TEXT NOT NULL,
    sku TEXT NOT NULL,
    product_id TEXT NOT NULL,
    price BIGINT,
    content TEXT NOT NULL,
    starts_at BIGINT,
    ends_at BIGINT,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX promotions_by_ord ON promotions (ord);

CREATE TABLE gifts (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    ord BIGINT NOT NULL,
    title TEXT NOT NULL,
    sku TEXT NOT NULL,
    items TEXT NOT NULL,
    product_id TEXT NOT NULL,
    content TEXT NOT NULL,
    amount BIGINT,
    quantity BIGINT,
    starts_at BIGINT,
    ends_at BIGINT,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX gifts_by_ord ON gifts (ord);

CREATE TABLE roster (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    ord BIGINT NOT NULL,
    at BIGINT,
    handler TEXT NOT NULL,
    shift TEXT NOT NULL,
    chat TEXT NOT NULL,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX roster_by_ord ON roster (ord);
