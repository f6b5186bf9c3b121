-- What was done about a review: at most one chat and one call. Importing facts never touches it, except to move a
-- review to its shop.
CREATE TABLE review_contacts (
    id TEXT NOT NULL,
    platform TEXT NOT NULL,
    shop TEXT NOT NULL,
    review_id TEXT NOT NULL,
    order_no TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    via TEXT NOT NULL,
    result TEXT NOT NULL,
    note TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX review_contacts_by_review ON review_contacts (review_id, platform, shop);

-- When the shop signed for goods that came back.
ALTER TABLE refunds ADD COLUMN back_signed_at BIGINT;
