//! Lists as pages and workbooks.

use crate::sandbox::{MORNING, Sandbox};
use calamine::{Data, DataType, Reader, Xlsx};
use std::io::Cursor;

const PRIVATE: &[&str] = &["样例客甲", "样例客乙", "样例客丙", "1990000", "样例路", "样例大厦"];

fn is_masked(text: &str) -> bool {
    PRIVATE.iter().all(|p| !text.contains(p))
}

fn cells(bytes: Vec<u8>) -> calamine::Range<Data> {
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let name = book.sheet_names()[0].clone();
    assert!(book.worksheet_formula(&name).expect("formulas").used_cells().next().is_none());
    book.worksheet_range(&name).expect("a sheet")
}

#[test]
fn a_list_becomes_a_page() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    assert_eq!(sandbox.ok(&["orders", "list", &file, "-o", "list.html"]), "");
    let page = sandbox.read("list.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert!(is_masked(&page) && page.contains("3512260000000000045"));
    assert!(!page.contains("<script") && !page.contains("http"));
    assert_eq!(sandbox.ok(&["orders", "list", &file, "-F", "html"]), page, "the same bytes");
    let open = ["orders", "list", &file, "-F", "html", "--reveal", "--columns", "receiver,phone,address"];
    assert!(!is_masked(&sandbox.ok(&open)) && is_masked(&sandbox.ok(&[&open[..5], &open[6..]].concat())));
    let zh = sandbox.cs(&["orders", "list", &file, "-F", "html"]).zh().run().done();
    assert!(zh.stdout.contains("lang=\"zh-CN\"") && zh.stdout.contains("<h1>订单</h1>"));
}

#[test]
fn a_list_becomes_a_workbook() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    for (name, args) in
        [("a.xlsx", &["--limit", "9"][..]), ("b.xlsx", &["--limit", "9"]), ("open.xlsx", &["--reveal"])]
    {
        sandbox.ok(&[&["orders", "list", &file, "-o", name][..], args].concat());
    }
    let bytes = |name: &str| std::fs::read(sandbox.work().join(name)).expect(name);
    assert_eq!(bytes("a.xlsx"), bytes("b.xlsx"), "the same bytes");
    let range = cells(bytes("a.xlsx"));
    assert_eq!(range.height(), 10);
    let texts: Vec<&str> = range.used_cells().filter_map(|(_, _, v)| v.get_string()).collect();
    assert!(texts.iter().all(|t| is_masked(t)));
    assert!(texts.iter().any(|t| t.len() == 19 && t.starts_with("35122600")), "whole order numbers");
    assert!(range.used_cells().any(|(_, _, v)| matches!(v, Data::DateTime(_))));
    assert!(range.used_cells().any(|(_, _, v)| matches!(v, Data::Float(_))));
    assert!(cells(bytes("open.xlsx")).used_cells().any(|(_, _, v)| !is_masked(&v.to_string())));

    let out = sandbox.cs(&["orders", "check-abnormal", &file, "-F", "xlsx"]).run().done();
    assert!(out.bytes.starts_with(b"PK"), "a pipe takes it");
}

#[test]
fn an_empty_list_is_still_a_document() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    sandbox.ok(&["orders", "list", &file, "--since", "2030-01-01", "-o", "none.html"]);
    assert!(sandbox.read("none.html").contains("0 rows"));
    sandbox.ok(&["orders", "list", &file, "--since", "2030-01-01", "-o", "none.xlsx"]);
    let range = cells(std::fs::read(sandbox.work().join("none.xlsx")).expect("a file"));
    assert_eq!(range.height(), 1);
}
