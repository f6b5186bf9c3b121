-- Sets of columns by their keys: what a source offered (`have`), which times stood for "never" (`sentinels`). A row holds the
-- number of its set. A number that stands not here is of schema 15: a bit for every column.
CREATE TABLE column_sets (
    id BIGINT NOT NULL,
    columns TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (id)
);
