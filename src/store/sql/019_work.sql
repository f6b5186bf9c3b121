-- Our own records that may leave their database, as their schemas make them.
CREATE TABLE tags (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    order_no TEXT NOT NULL,
    buyer TEXT NOT NULL,
    tag TEXT NOT NULL,
    note TEXT NOT NULL,
    at BIGINT,
    by_whom TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (order_no, platform, shop, buyer, tag)
);
CREATE INDEX tags_by_buyer ON tags (buyer, platform);
