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

CREATE TABLE consents (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    order_no TEXT NOT NULL,
    buyer TEXT NOT NULL,
    purpose TEXT NOT NULL,
    state TEXT NOT NULL,
    via TEXT NOT NULL,
    until_at BIGINT,
    note TEXT NOT NULL,
    at BIGINT,
    by_whom TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (order_no, platform, shop, buyer, purpose)
);
CREATE INDEX consents_by_buyer ON consents (buyer, platform);

CREATE TABLE visits (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    visit_no TEXT NOT NULL,
    order_no TEXT NOT NULL,
    buyer TEXT NOT NULL,
    purpose TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at BIGINT,
    tries BIGINT,
    via TEXT NOT NULL,
    result TEXT NOT NULL,
    score BIGINT,
    next_at BIGINT,
    note TEXT NOT NULL,
    at BIGINT,
    by_whom TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (visit_no, platform, shop)
);
CREATE INDEX visits_by_order ON visits (order_no, platform);
CREATE INDEX visits_by_buyer ON visits (buyer, platform);

CREATE TABLE todo_states (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    subject_no TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    matter TEXT NOT NULL,
    order_no TEXT NOT NULL,
    state TEXT NOT NULL,
    stage TEXT NOT NULL,
    facts TEXT NOT NULL,
    until_at BIGINT,
    owner TEXT NOT NULL,
    taken_by TEXT NOT NULL,
    taken_until BIGINT,
    acked_by TEXT NOT NULL,
    acked_at BIGINT,
    via TEXT NOT NULL,
    result TEXT NOT NULL,
    note TEXT NOT NULL,
    at BIGINT,
    by_whom TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (subject_no, platform, shop, subject_kind, matter)
);
CREATE INDEX todo_states_by_order ON todo_states (order_no, platform);

CREATE TABLE changes (
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    record_no TEXT NOT NULL,
    record_kind TEXT NOT NULL,
    import_id TEXT NOT NULL,
    order_no TEXT NOT NULL,
    changed TEXT NOT NULL,
    before_text TEXT NOT NULL,
    after_text TEXT NOT NULL,
    at BIGINT,
    by_whom TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (record_no, platform, shop, record_kind, import_id)
);
CREATE INDEX changes_by_order ON changes (order_no, platform);
CREATE INDEX changes_by_at ON changes (at);
