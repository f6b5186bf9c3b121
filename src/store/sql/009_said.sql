-- What was said in chats that no platform exports, entered by hand; sent_by: buyer or shop; at: when it was said.
-- Importing facts never touches it, except to move it along with its order to its shop.
CREATE TABLE said (
    id TEXT NOT NULL,
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    order_no TEXT NOT NULL,
    buyer TEXT NOT NULL,
    at BIGINT NOT NULL,
    sent_by TEXT NOT NULL,
    via TEXT NOT NULL,
    body TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX said_by_order ON said (order_no, platform, shop);
