-- Records: what the team writes down by hand. Importing facts never touches them, except to move an order to
-- its shop. Short numbers such as C-0001 count up within one database.
-- One line about an order or a buyer that somebody follows until it is closed.
CREATE TABLE cases (
    id TEXT NOT NULL,
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    order_no TEXT NOT NULL,
    buyer TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    owner TEXT NOT NULL,
    waiting_on TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    opened_by TEXT NOT NULL,
    due_at BIGINT,
    promise TEXT NOT NULL,
    promise_due BIGINT,
    kept_at BIGINT,
    closed_at BIGINT,
    outcome TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX cases_by_order ON cases (order_no, platform, shop);

-- What was done in a case, step by step.
CREATE TABLE case_steps (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    action TEXT NOT NULL,
    body TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX case_steps_by_case ON case_steps (case_id, at, id);

-- Buyers who asked and have not bought yet.
CREATE TABLE consults (
    id TEXT NOT NULL,
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    buyer TEXT NOT NULL,
    product TEXT NOT NULL,
    concern TEXT NOT NULL,
    state TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    follow_up_at BIGINT,
    closed_at BIGINT,
    sum BIGINT NOT NULL,
    PRIMARY KEY (id)
);

-- The log of the day, incidents, and notes for the next shift.
CREATE TABLE log (
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    category TEXT NOT NULL,
    body TEXT NOT NULL,
    kind TEXT NOT NULL,
    order_no TEXT NOT NULL,
    buyer TEXT NOT NULL,
    state TEXT NOT NULL,
    closed_at BIGINT,
    closed_by TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (id)
);

-- Who typed in which terminal, from when to when; paused: seconds.
CREATE TABLE shifts (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    terminal TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    paused_at BIGINT,
    paused BIGINT NOT NULL,
    closed_at BIGINT,
    sum BIGINT NOT NULL,
    PRIMARY KEY (id)
);

-- Handovers as they were signed.
CREATE TABLE handovers (
    id TEXT NOT NULL,
    team TEXT NOT NULL,
    giver TEXT NOT NULL,
    taker TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    signed_by TEXT NOT NULL,
    state TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (id)
);

-- What each handover listed; key names the same thing in every handover.
CREATE TABLE handover_items (
    id TEXT NOT NULL,
    handover_id TEXT NOT NULL,
    key TEXT NOT NULL,
    section TEXT NOT NULL,
    severity TEXT NOT NULL,
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    buyer TEXT NOT NULL,
    order_no TEXT NOT NULL,
    subject TEXT NOT NULL,
    what TEXT NOT NULL,
    owner TEXT NOT NULL,
    due_at BIGINT,
    acked_by TEXT NOT NULL,
    acked_at BIGINT,
    closed_at BIGINT,
    carried_from TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX handover_items_by_handover ON handover_items (handover_id, id);

-- What record commands changed, so that the last one can be taken back: the row before, as JSON, and its checksum after.
CREATE TABLE journal (
    id TEXT NOT NULL,
    audit_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    command TEXT NOT NULL,
    place TEXT NOT NULL,
    row_id TEXT NOT NULL,
    before_row TEXT NOT NULL,
    after_sum BIGINT,
    sum BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX journal_by_whom ON journal (by_whom, id);
