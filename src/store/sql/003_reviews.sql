-- Facts: what buyers said. Columns as in 001; has_media: 1, 0, or NULL where no export said it.
CREATE TABLE reviews (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    review_id TEXT NOT NULL,
    order_no TEXT NOT NULL,
    ord BIGINT NOT NULL,
    product TEXT NOT NULL,
    sku TEXT NOT NULL,
    buyer TEXT NOT NULL,
    rating BIGINT,
    content TEXT NOT NULL,
    append_content TEXT NOT NULL,
    reply TEXT NOT NULL,
    created_at BIGINT,
    append_at BIGINT,
    replied_at BIGINT,
    has_media BIGINT,
    extra TEXT NOT NULL,
    have BIGINT NOT NULL,
    sentinels BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (review_id, platform, shop)
);
CREATE INDEX reviews_by_ord ON reviews (ord);
CREATE INDEX reviews_by_order ON reviews (order_no, platform, shop);
