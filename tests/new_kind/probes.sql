
CREATE TABLE probes (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    line_no TEXT NOT NULL,
    at BIGINT,
    title TEXT NOT NULL,
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
CREATE INDEX probes_by_ord ON probes (ord);
