-- What a case needs until it can be closed, beside its first line: one row for each case that has any of it.
-- level: 1 agent, 2 supervisor, 3 platform or authority; amount: cents; waited: seconds of the waits that have
-- ended; the lease of `cases take` ends at taken_until.
CREATE TABLE case_work (
    id TEXT NOT NULL,
    level BIGINT NOT NULL,
    category TEXT NOT NULL,
    responsibility TEXT NOT NULL,
    amount BIGINT,
    evidence_due BIGINT,
    evidence_at BIGINT,
    waiting_since BIGINT,
    waited BIGINT NOT NULL,
    taken_by TEXT NOT NULL,
    taken_until BIGINT,
    sum BIGINT NOT NULL,
    PRIMARY KEY (id)
);

-- Who works here, with the number that notes carry.
CREATE TABLE staff (
    name TEXT NOT NULL,
    staff_no TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (name)
);

-- The order of happening within one second is counted from the last line of that second.
CREATE INDEX audit_by_at ON audit (at, id);
