-- Work: what the team did. Importing facts never touches it, except to move an order to its shop.
CREATE TABLE contacts (
    id TEXT NOT NULL,
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    order_no TEXT NOT NULL,
    purpose TEXT NOT NULL,
    action TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    via TEXT NOT NULL,
    result TEXT NOT NULL,
    note TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX contacts_by_order ON contacts (order_no, platform, shop);
CREATE INDEX contacts_by_purpose ON contacts (purpose, at, id);

CREATE TABLE audit (
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    command TEXT NOT NULL,
    what TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (id)
);
