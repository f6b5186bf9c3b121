//! A number that the earlier program gave out is never given out again, whatever became of its row.

use crate::fixture::Fixture;
use crate::sandbox::Sandbox;
use crate::{NOW, rewriting};
use rusqlite::Connection;
use std::path::PathBuf;

/// A database of schema 14, and what was done to it then.
fn old(sandbox: &Sandbox, done: &str) -> PathBuf {
    let path = sandbox.work().join("w.db");
    Fixture::of(14).build(&path);
    Connection::open(&path).expect("opened").execute_batch(done).expect(done);
    path
}

/// A number that is given out now.
fn next(sandbox: &Sandbox, args: &[&str]) -> String {
    let out = sandbox.cs(&[args, &["--db", "w.db"]].concat()).now(NOW).env("CS_BY", "样例主管").run().done();
    let told = out.stderr.lines().last().unwrap_or_default();
    told.split([' ', ':', '：']).find(|word| word.contains("-0")).unwrap_or(told).to_owned()
}

/// What that program left behind of a command that it took back: two lines of the audit, and no row.
fn taken_back(command: &str, number: &str) -> String {
    format!(
        "INSERT INTO audit VALUES ('01a1fb00-0000-7000-8000-{number}', 1795188000, '样例客服', '{command}', \
         '{number} 样例', 0), ('01a1fb00-0000-7000-8001-{number}', 1795188000, '样例客服', 'undo', \
         'undo: {command} ({number})', 0);"
    )
}

#[test]
fn what_was_taken_back_keeps_its_number() {
    if rewriting().is_some() {
        return;
    }
    let sandbox = Sandbox::new();
    let taken = [("cases add", "C-0007"), ("consult add", "L-0004"), ("log add", "G-0007")];
    old(&sandbox, &taken.map(|(command, number)| taken_back(command, number)).concat());
    assert_eq!(next(&sandbox, &["cases", "add", "tb_sample02", "杯子裂了", "--kind", "complaint"]), "C-0008");
    assert_eq!(next(&sandbox, &["consult", "add", "tb_sample13", "样例陶瓷杯"]), "L-0005");
    assert_eq!(next(&sandbox, &["log", "add", "咨询", "问发票的多"]), "G-0008");
}

#[test]
fn whatever_names_a_number_has_it() {
    if rewriting().is_some() {
        return;
    }
    let item = |key: &str, section: &str| {
        format!(
            "INSERT INTO handover_items SELECT 'H-0002/' || '{key}', handover_id, '{key}', '{section}', severity, \
             platform, shop, buyer, order_no, subject, what, owner, due_at, acked_by, acked_at, closed_at, \
             carried_from, 0 FROM handover_items WHERE handover_id = 'H-0002' LIMIT 1;"
        )
    };
    for (done, number) in [
        ("DELETE FROM cases WHERE id = 'C-0006';".to_owned(), "C-0007"),
        (item("C-0011.p", "promises"), "C-0012"),
        // The platform's number of a refund, not one of ours.
        (item("C-0011", "refunds"), "C-0007"),
        (
            "INSERT INTO case_steps VALUES ('01a1fb00-0000-7000-8000-000000000001', 'C-0021', 1795188000, \
             '样例客服', 'note', '', 0);"
                .to_owned(),
            "C-0022",
        ),
        (
            "INSERT INTO journal VALUES ('000000009999', 'x', 1795188000, '样例客服', 'cases add', 'cases', \
             'C-0031', '', 0, 0);"
                .to_owned(),
            "C-0032",
        ),
    ] {
        let sandbox = Sandbox::new();
        old(&sandbox, &done);
        let add = ["cases", "add", "tb_sample02", "杯子裂了", "--kind", "complaint"];
        assert_eq!(next(&sandbox, &add), number, "{done}");
    }
}
