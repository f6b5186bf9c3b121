//! Statements of the records: cases, consults, log, shifts, handovers, and the journal for taking back.

/// The four statements of one table: write a row whole, all rows, one row, drop one.
#[derive(Clone, Copy)]
pub(super) struct Table {
    pub(super) place: &'static str,
    pub(super) put: &'static str,
    pub(super) all: &'static str,
    pub(super) find: &'static str,
    pub(super) drop: &'static str,
}

/// One line about an order or a buyer that somebody follows until it is closed.
pub(super) const CASE: Table = Table {
    place: "cases",
    put: "\
    INSERT INTO cases (id, platform, shop, order_no, buyer, kind, subject, state, owner, waiting_on, \
    opened_at, opened_by, due_at, promise, promise_due, kept_at, closed_at, outcome, sum) VALUES ($1, \
    $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) ON CONFLICT (id) \
    DO UPDATE SET platform = excluded.platform, shop = excluded.shop, order_no = excluded.order_no, \
    buyer = excluded.buyer, kind = excluded.kind, subject = excluded.subject, state = excluded.state, \
    owner = excluded.owner, waiting_on = excluded.waiting_on, opened_at = excluded.opened_at, opened_by \
    = excluded.opened_by, due_at = excluded.due_at, promise = excluded.promise, promise_due = \
    excluded.promise_due, kept_at = excluded.kept_at, closed_at = excluded.closed_at, outcome = \
    excluded.outcome, sum = excluded.sum",
    all: "\
    SELECT id, platform, shop, order_no, buyer, kind, subject, state, owner, waiting_on, opened_at, \
    opened_by, due_at, promise, promise_due, kept_at, closed_at, outcome, sum FROM cases ORDER BY id",
    find: "\
    SELECT id, platform, shop, order_no, buyer, kind, subject, state, owner, waiting_on, opened_at, \
    opened_by, due_at, promise, promise_due, kept_at, closed_at, outcome, sum FROM cases WHERE id = $1",
    drop: "\
    DELETE FROM cases WHERE id = $1 RETURNING sum",
};

/// What a case needs until it can be closed.
pub(super) const CASE_WORK: Table = Table {
    place: "case_work",
    put: "\
    INSERT INTO case_work (id, level, category, responsibility, amount, evidence_due, evidence_at, \
    waiting_since, waited, taken_by, taken_until, sum) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
    $11, $12) ON CONFLICT (id) DO UPDATE SET level = excluded.level, category = excluded.category, \
    responsibility = excluded.responsibility, amount = excluded.amount, evidence_due = \
    excluded.evidence_due, evidence_at = excluded.evidence_at, waiting_since = excluded.waiting_since, \
    waited = excluded.waited, taken_by = excluded.taken_by, taken_until = excluded.taken_until, sum = \
    excluded.sum",
    all: "\
    SELECT id, level, category, responsibility, amount, evidence_due, evidence_at, waiting_since, waited, \
    taken_by, taken_until, sum FROM case_work ORDER BY id",
    find: "\
    SELECT id, level, category, responsibility, amount, evidence_due, evidence_at, waiting_since, waited, \
    taken_by, taken_until, sum FROM case_work WHERE id = $1",
    drop: "\
    DELETE FROM case_work WHERE id = $1 RETURNING sum",
};

/// Who works here.
pub(super) const STAFF: Table = Table {
    place: "staff",
    put: "\
    INSERT INTO staff (name, staff_no, sum) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET \
    staff_no = excluded.staff_no, sum = excluded.sum",
    all: "\
    SELECT name, staff_no, sum FROM staff ORDER BY staff_no, name",
    find: "\
    SELECT name, staff_no, sum FROM staff WHERE name = $1",
    drop: "\
    DELETE FROM staff WHERE name = $1 RETURNING sum",
};

/// What was done in a case, step by step.
pub(super) const STEP: Table = Table {
    place: "case_steps",
    put: "\
    INSERT INTO case_steps (id, case_id, at, by_whom, action, body, sum) VALUES ($1, $2, $3, $4, $5, $6, \
    $7) ON CONFLICT (id) DO UPDATE SET case_id = excluded.case_id, at = excluded.at, by_whom = \
    excluded.by_whom, action = excluded.action, body = excluded.body, sum = excluded.sum",
    all: "\
    SELECT id, case_id, at, by_whom, action, body, sum FROM case_steps ORDER BY at, id",
    find: "\
    SELECT id, case_id, at, by_whom, action, body, sum FROM case_steps WHERE id = $1",
    drop: "\
    DELETE FROM case_steps WHERE id = $1 RETURNING sum",
};

/// Buyers who asked and have not bought yet.
pub(super) const CONSULT: Table = Table {
    place: "consults",
    put: "\
    INSERT INTO consults (id, platform, shop, buyer, product, concern, state, at, by_whom, follow_up_at, \
    closed_at, sum) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO \
    UPDATE SET platform = excluded.platform, shop = excluded.shop, buyer = excluded.buyer, product = \
    excluded.product, concern = excluded.concern, state = excluded.state, at = excluded.at, by_whom = \
    excluded.by_whom, follow_up_at = excluded.follow_up_at, closed_at = excluded.closed_at, sum = \
    excluded.sum",
    all: "\
    SELECT id, platform, shop, buyer, product, concern, state, at, by_whom, follow_up_at, closed_at, sum \
    FROM consults ORDER BY id",
    find: "\
    SELECT id, platform, shop, buyer, product, concern, state, at, by_whom, follow_up_at, closed_at, sum \
    FROM consults WHERE id = $1",
    drop: "\
    DELETE FROM consults WHERE id = $1 RETURNING sum",
};

/// The log of the day, incidents, and notes for the next shift.
pub(super) const LOG: Table = Table {
    place: "log",
    put: "\
    INSERT INTO log (id, at, by_whom, category, body, kind, order_no, buyer, state, closed_at, \
    closed_by, sum) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO \
    UPDATE SET at = excluded.at, by_whom = excluded.by_whom, category = excluded.category, body = \
    excluded.body, kind = excluded.kind, order_no = excluded.order_no, buyer = excluded.buyer, state = \
    excluded.state, closed_at = excluded.closed_at, closed_by = excluded.closed_by, sum = excluded.sum",
    all: "\
    SELECT id, at, by_whom, category, body, kind, order_no, buyer, state, closed_at, closed_by, sum FROM \
    log ORDER BY at, id",
    find: "\
    SELECT id, at, by_whom, category, body, kind, order_no, buyer, state, closed_at, closed_by, sum FROM \
    log WHERE id = $1",
    drop: "\
    DELETE FROM log WHERE id = $1 RETURNING sum",
};

/// Who typed in which terminal, from when to when; paused: seconds.
pub(super) const SHIFT: Table = Table {
    place: "shifts",
    put: "\
    INSERT INTO shifts (id, name, terminal, opened_at, paused_at, paused, closed_at, sum) VALUES ($1, \
    $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET name = excluded.name, terminal = \
    excluded.terminal, opened_at = excluded.opened_at, paused_at = excluded.paused_at, paused = \
    excluded.paused, closed_at = excluded.closed_at, sum = excluded.sum",
    all: "\
    SELECT id, name, terminal, opened_at, paused_at, paused, closed_at, sum FROM shifts ORDER BY \
    opened_at, id",
    find: "\
    SELECT id, name, terminal, opened_at, paused_at, paused, closed_at, sum FROM shifts WHERE id = $1",
    drop: "\
    DELETE FROM shifts WHERE id = $1 RETURNING sum",
};

/// Handovers as they were signed.
pub(super) const HANDOVER: Table = Table {
    place: "handovers",
    put: "\
    INSERT INTO handovers (id, team, giver, taker, made_at, signed_by, state, sum) VALUES ($1, $2, $3, \
    $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET team = excluded.team, giver = excluded.giver, \
    taker = excluded.taker, made_at = excluded.made_at, signed_by = excluded.signed_by, state = \
    excluded.state, sum = excluded.sum",
    all: "\
    SELECT id, team, giver, taker, made_at, signed_by, state, sum FROM handovers ORDER BY made_at, id",
    find: "\
    SELECT id, team, giver, taker, made_at, signed_by, state, sum FROM handovers WHERE id = $1",
    drop: "\
    DELETE FROM handovers WHERE id = $1 RETURNING sum",
};

/// What each handover listed; key names the same thing in every handover.
pub(super) const HANDOVER_ITEM: Table = Table {
    place: "handover_items",
    put: "\
    INSERT INTO handover_items (id, handover_id, key, section, severity, platform, shop, buyer, \
    order_no, subject, what, owner, due_at, acked_by, acked_at, closed_at, carried_from, sum) VALUES \
    ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT (id) \
    DO UPDATE SET handover_id = excluded.handover_id, key = excluded.key, section = excluded.section, \
    severity = excluded.severity, platform = excluded.platform, shop = excluded.shop, buyer = \
    excluded.buyer, order_no = excluded.order_no, subject = excluded.subject, what = excluded.what, \
    owner = excluded.owner, due_at = excluded.due_at, acked_by = excluded.acked_by, acked_at = \
    excluded.acked_at, closed_at = excluded.closed_at, carried_from = excluded.carried_from, sum = \
    excluded.sum",
    all: "\
    SELECT id, handover_id, key, section, severity, platform, shop, buyer, order_no, subject, what, \
    owner, due_at, acked_by, acked_at, closed_at, carried_from, sum FROM handover_items ORDER BY \
    handover_id, id",
    find: "\
    SELECT id, handover_id, key, section, severity, platform, shop, buyer, order_no, subject, what, \
    owner, due_at, acked_by, acked_at, closed_at, carried_from, sum FROM handover_items WHERE id = $1",
    drop: "\
    DELETE FROM handover_items WHERE id = $1 RETURNING sum",
};

/// What record commands changed, so that the last one can be taken back: the row before, as JSON, and its checksum after.
pub(super) const JOURNAL: Table = Table {
    place: "journal",
    put: "\
    INSERT INTO journal (id, audit_id, at, by_whom, command, place, row_id, before_row, after_sum, sum) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET audit_id = \
    excluded.audit_id, at = excluded.at, by_whom = excluded.by_whom, command = excluded.command, place = \
    excluded.place, row_id = excluded.row_id, before_row = excluded.before_row, after_sum = \
    excluded.after_sum, sum = excluded.sum",
    all: "\
    SELECT id, audit_id, at, by_whom, command, place, row_id, before_row, after_sum, sum FROM journal \
    ORDER BY at, id",
    find: "\
    SELECT id, audit_id, at, by_whom, command, place, row_id, before_row, after_sum, sum FROM journal \
    WHERE id = $1",
    drop: "\
    DELETE FROM journal WHERE id = $1 RETURNING sum",
};

/// What was done about reviews.
pub(super) const FOLLOWUP: Table = Table {
    place: "review_contacts",
    put: "\
    INSERT INTO review_contacts (id, platform, shop, review_id, order_no, at, by_whom, via, result, note, \
    sum) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET platform = \
    excluded.platform, shop = excluded.shop, review_id = excluded.review_id, order_no = \
    excluded.order_no, at = excluded.at, by_whom = excluded.by_whom, via = excluded.via, result = \
    excluded.result, note = excluded.note, sum = excluded.sum",
    all: "\
    SELECT id, platform, shop, review_id, order_no, at, by_whom, via, result, note, sum FROM \
    review_contacts ORDER BY at, id",
    find: "\
    SELECT id, platform, shop, review_id, order_no, at, by_whom, via, result, note, sum FROM \
    review_contacts WHERE id = $1",
    drop: "\
    DELETE FROM review_contacts WHERE id = $1 RETURNING sum",
};

/// What was said in chats, entered by hand.
pub(super) const MANUAL_MESSAGES: Table = Table {
    place: "said",
    put: "\
    INSERT INTO said (id, platform, shop, order_no, buyer, at, sent_by, via, body, entered_at, by_whom, \
    sum) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO UPDATE SET \
    platform = excluded.platform, shop = excluded.shop, order_no = excluded.order_no, buyer = \
    excluded.buyer, at = excluded.at, sent_by = excluded.sent_by, via = excluded.via, body = \
    excluded.body, entered_at = excluded.entered_at, by_whom = excluded.by_whom, sum = excluded.sum",
    all: "\
    SELECT id, platform, shop, order_no, buyer, at, sent_by, via, body, entered_at, by_whom, sum FROM \
    said ORDER BY at, LENGTH(id), id",
    find: "\
    SELECT id, platform, shop, order_no, buyer, at, sent_by, via, body, entered_at, by_whom, sum FROM \
    said WHERE id = $1",
    drop: "\
    DELETE FROM said WHERE id = $1 RETURNING sum",
};

/// What was said about one order.
pub(super) const MANUAL_MESSAGES_OF: &str = "\
    SELECT id, platform, shop, order_no, buyer, at, sent_by, via, body, entered_at, by_whom, sum FROM \
    said WHERE order_no = $1 AND platform = $2 AND shop = $3 ORDER BY id";

/// Moves a message to the shop of its order.
pub(super) const MANUAL_MESSAGE_RESET: &str = "\
    UPDATE said SET shop = $1, sum = $2 WHERE id = $3";

/// The highest number in `said`.
pub(super) const MANUAL_MESSAGE_LAST: &str = "\
    SELECT id FROM said ORDER BY LENGTH(id) DESC, id DESC LIMIT 1";

/// The contacts because of one review.
pub(super) const FOLLOWUPS_OF: &str = "\
    SELECT id, platform, shop, review_id, order_no, at, by_whom, via, result, note, sum FROM \
    review_contacts WHERE review_id = $1 AND platform = $2 AND shop = $3 ORDER BY at, id";

/// Moves a contact to the shop of its review.
pub(super) const FOLLOWUP_RESET: &str = "\
    UPDATE review_contacts SET shop = $1, sum = $2 WHERE id = $3";

/// The steps of one case.
pub(super) const STEPS_OF: &str = "\
    SELECT id, case_id, at, by_whom, action, body, sum FROM case_steps WHERE case_id = $1 ORDER BY at, \
    id";

/// The items of one handover.
pub(super) const ITEMS_OF: &str = "\
    SELECT id, handover_id, key, section, severity, platform, shop, buyer, order_no, subject, what, \
    owner, due_at, acked_by, acked_at, closed_at, carried_from, sum FROM handover_items WHERE \
    handover_id = $1 ORDER BY id";

/// The cases about one order.
pub(super) const CASES_OF_ORDER: &str = "\
    SELECT id, platform, shop, order_no, buyer, kind, subject, state, owner, waiting_on, opened_at, \
    opened_by, due_at, promise, promise_due, kept_at, closed_at, outcome, sum FROM cases WHERE order_no \
    = $1 AND platform = $2 AND shop = $3 ORDER BY id";

/// Moves a case.
pub(super) const CASE_RESET: &str = "\
    UPDATE cases SET shop = $1, sum = $2 WHERE id = $3";

/// The last number of the journal.
pub(super) const JOURNAL_END: &str = "\
    SELECT id FROM journal ORDER BY id DESC LIMIT 1";

/// What one command changed, last first.
pub(super) const JOURNAL_OF: &str = "\
    SELECT id, audit_id, at, by_whom, command, place, row_id, before_row, after_sum, sum FROM journal \
    WHERE audit_id = $1 ORDER BY id DESC";

/// Rows that somebody wrote after a command: to be told why it can not be taken back.
pub(super) const JOURNAL_AFTER: &str = "\
    SELECT by_whom, command FROM journal WHERE place = $1 AND row_id = $2 AND audit_id <> $3 AND id > $4 \
    ORDER BY id DESC LIMIT 1";

/// The shift that is open in a terminal.
pub(super) const SHIFT_HERE: &str = "\
    SELECT id, name, terminal, opened_at, paused_at, paused, closed_at, sum FROM shifts WHERE terminal = \
    $1 AND closed_at IS NULL ORDER BY opened_at DESC LIMIT 1";

/// The highest number in `cases`.
pub(super) const CASE_LAST: &str = "\
    SELECT id FROM cases ORDER BY LENGTH(id) DESC, id DESC LIMIT 1";

/// The highest number in `consults`.
pub(super) const CONSULT_LAST: &str = "\
    SELECT id FROM consults ORDER BY LENGTH(id) DESC, id DESC LIMIT 1";

/// The highest number in `log`.
pub(super) const LOG_LAST: &str = "\
    SELECT id FROM log ORDER BY LENGTH(id) DESC, id DESC LIMIT 1";

/// The highest number in `handovers`.
pub(super) const HANDOVER_LAST: &str = "\
    SELECT id FROM handovers ORDER BY LENGTH(id) DESC, id DESC LIMIT 1";

/// One contact.
pub(super) const CONTACT_FIND: &str = "\
    SELECT id, platform, shop, order_no, purpose, action, at, by_whom, via, result, note, sum FROM \
    contacts WHERE id = $1";

/// Takes a contact back.
pub(super) const CONTACT_DROP: &str = "\
    DELETE FROM contacts WHERE id = $1 RETURNING sum";

/// When, by which login and where lines of the audit were written in truth.
pub(super) const MARK: Table = Table {
    place: "audit_marks",
    put: "\
    INSERT INTO audit_marks (audit_id, wall_at, login, terminal, sum) VALUES ($1, $2, $3, $4, $5)",
    all: "\
    SELECT audit_id, wall_at, login, terminal, sum FROM audit_marks ORDER BY audit_id",
    find: "\
    SELECT audit_id, wall_at, login, terminal, sum FROM audit_marks WHERE audit_id = $1",
    drop: "\
    DELETE FROM audit_marks WHERE audit_id = $1 RETURNING sum",
};

/// Commands that were taken back.
pub(super) const UNDONE: Table = Table {
    place: "undone",
    put: "\
    INSERT INTO undone (audit_id, undo_id, sum) VALUES ($1, $2, $3)",
    all: "\
    SELECT audit_id, undo_id, sum FROM undone ORDER BY audit_id",
    find: "\
    SELECT audit_id, undo_id, sum FROM undone WHERE audit_id = $1",
    drop: "\
    DELETE FROM undone WHERE audit_id = $1 RETURNING sum",
};

/// Every table, for the doctor and for taking back.
pub(super) const TABLES: &[Table] = &[
    CASE,
    CASE_WORK,
    STEP,
    CONSULT,
    LOG,
    SHIFT,
    STAFF,
    HANDOVER,
    HANDOVER_ITEM,
    FOLLOWUP,
    MANUAL_MESSAGES,
    JOURNAL,
    MARK,
    UNDONE,
];
