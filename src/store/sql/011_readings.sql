-- What the first reading of a file told, by its bytes and by how it was read: such a file need not be read again to be
-- known. Only files without a rejected row; next_event: the earliest event that was still to come.
CREATE TABLE readings (
    print TEXT NOT NULL,
    read_at BIGINT NOT NULL,
    records BIGINT NOT NULL,
    rows_read BIGINT NOT NULL,
    repeated BIGINT NOT NULL,
    declared BIGINT,
    rounded TEXT NOT NULL,
    newest BIGINT,
    next_event BIGINT,
    seen BIGINT,
    sum BIGINT NOT NULL,
    PRIMARY KEY (print)
);

-- What the bytes of a file were while it stood so (size, times): they need not be read while it does.
CREATE TABLE file_states (
    path TEXT NOT NULL,
    state TEXT NOT NULL,
    bytes TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (path)
);
