-- Kinds that came after schema 16, as their schemas make them.
CREATE TABLE tracks (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    tracking_no TEXT NOT NULL,
    carrier TEXT NOT NULL,
    order_no TEXT NOT NULL,
    at BIGINT,
    status_raw TEXT NOT NULL,
    region TEXT NOT NULL,
    content TEXT NOT NULL,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX tracks_by_ord ON tracks (ord);
CREATE INDEX tracks_by_order ON tracks (order_no, platform);

CREATE TABLE notices (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    entry_no TEXT NOT NULL,
    at BIGINT,
    entry_kind TEXT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    due_at BIGINT,
    order_no TEXT NOT NULL,
    status_raw TEXT NOT NULL,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX notices_by_ord ON notices (ord);
CREATE INDEX notices_by_order ON notices (order_no, platform);

CREATE TABLE agent_days (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    at BIGINT,
    account TEXT NOT NULL,
    handler TEXT NOT NULL,
    chats BIGINT,
    buyers BIGINT,
    first_reply TEXT NOT NULL,
    average_reply TEXT NOT NULL,
    reply_share TEXT NOT NULL,
    satisfaction TEXT NOT NULL,
    orders BIGINT,
    amount BIGINT,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX agent_days_by_ord ON agent_days (ord);

CREATE TABLE shop_scores (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    at BIGINT,
    title TEXT NOT NULL,
    score TEXT NOT NULL,
    change TEXT NOT NULL,
    level TEXT NOT NULL,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX shop_scores_by_ord ON shop_scores (ord);

CREATE TABLE penalties (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    entry_no TEXT NOT NULL,
    at BIGINT,
    order_no TEXT NOT NULL,
    entry_kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    amount BIGINT,
    points TEXT NOT NULL,
    status_raw TEXT NOT NULL,
    due_at BIGINT,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX penalties_by_ord ON penalties (ord);
CREATE INDEX penalties_by_order ON penalties (order_no, platform);

CREATE TABLE areas_not_served (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    carrier TEXT NOT NULL,
    region TEXT NOT NULL,
    starts_at BIGINT,
    ends_at BIGINT,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX areas_not_served_by_ord ON areas_not_served (ord);

CREATE TABLE tariffs (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    carrier TEXT NOT NULL,
    warehouse TEXT NOT NULL,
    region TEXT NOT NULL,
    first_weight TEXT NOT NULL,
    first_price BIGINT,
    further_weight TEXT NOT NULL,
    further_price BIGINT,
    starts_at BIGINT,
    ends_at BIGINT,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX tariffs_by_ord ON tariffs (ord);

CREATE TABLE bundles (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    bundle TEXT NOT NULL,
    sku TEXT NOT NULL,
    items TEXT NOT NULL,
    quantity BIGINT,
    share TEXT NOT NULL,
    starts_at BIGINT,
    ends_at BIGINT,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX bundles_by_ord ON bundles (ord);

CREATE TABLE franchise_ratios (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    party TEXT NOT NULL,
    region TEXT NOT NULL,
    sku TEXT NOT NULL,
    product_id TEXT NOT NULL,
    items TEXT NOT NULL,
    share TEXT NOT NULL,
    starts_at BIGINT,
    ends_at BIGINT,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX franchise_ratios_by_ord ON franchise_ratios (ord);

CREATE TABLE holidays (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    at BIGINT,
    title TEXT NOT NULL,
    works TEXT NOT NULL,
    detail TEXT NOT NULL,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (line_no, platform, shop)
);
CREATE INDEX holidays_by_ord ON holidays (ord);
