-- What orders add to daily reports, by day. Nothing here is a fact: it is made of the orders by a report, and made anew
-- where it is missing. kind: of which report, with which settings; imports: how many there were when it was made.
DROP TABLE histories;

CREATE TABLE day_kinds (
    kind TEXT NOT NULL,
    imports BIGINT NOT NULL,
    ord_end BIGINT NOT NULL,
    head TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (kind)
);

-- place: a day, or what belongs to none.
CREATE TABLE day_sums (
    kind TEXT NOT NULL,
    place BIGINT NOT NULL,
    body TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (kind, place)
);

-- What the orders of one block of running numbers added to them.
CREATE TABLE day_blocks (
    kind TEXT NOT NULL,
    block BIGINT NOT NULL,
    head TEXT NOT NULL,
    body TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (kind, block)
);

-- Blocks of which an import changed an order: how many imports there were by then.
CREATE TABLE day_changes (
    block BIGINT NOT NULL,
    imports BIGINT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (block)
);
CREATE INDEX day_changes_by_imports ON day_changes (imports);
