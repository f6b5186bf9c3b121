//! Workbooks and pages that are broken or cut off: nothing of them is read.

use crate::sandbox::Sandbox;
use crate::zipped::{Entry, archive};

const HEADINGS: [&str; 4] = ["order_no", "status", "paid", "created_at"];

fn row(n: usize, cells: [&str; 4]) -> String {
    let cell = |(column, text): (char, &str)| {
        format!("<c r=\"{column}{n}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    format!("<row r=\"{n}\">{}</row>", ('A'..).zip(cells).map(cell).collect::<String>())
}

/// A sheet of six orders.
fn sheet() -> String {
    let rows: String = (2..8)
        .map(|n| row(n, [&format!("90010000000000{n:04}"), "paid", "1.00", "2026-11-20 10:00:00"]))
        .collect();
    format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetData>{}{rows}</sheetData></worksheet>",
        row(1, HEADINGS)
    )
}

fn book(sheet: &str) -> Vec<u8> {
    const WORKBOOK: &str = "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
        xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
        <sheet name=\"十一月\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let relation = |kind: &str, target: &str| {
        format!(
            "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" \
             Target=\"{target}\"/></Relationships>"
        )
    };
    const TYPES: &str = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
    let (whole, sheets) =
        (relation("officeDocument", "xl/workbook.xml"), relation("worksheet", "worksheets/sheet1.xml"));
    archive(&[
        Entry::new("[Content_Types].xml", TYPES.as_bytes()),
        Entry::new("_rels/.rels", whole.as_bytes()),
        Entry::new("xl/workbook.xml", WORKBOOK.as_bytes()),
        Entry::new("xl/_rels/workbook.xml.rels", sheets.as_bytes()),
        Entry::new("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

#[track_caller]
fn is_refused(name: &str, bytes: Vec<u8>, told: &[&str]) {
    let sandbox = Sandbox::new();
    let file = sandbox.write(name, bytes);
    for verb in [&["orders", "list"][..], &["import"]] {
        let run = sandbox.cs(&[verb, &[&file, "-F", "csv"]].concat()).run();
        assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{verb:?}: {}", run.stderr);
        for part in told {
            assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
        }
    }
    assert!(!sandbox.database().exists());
}

mod faults {
    use super::*;

    #[test]
    fn a_broken_tag_hides_no_cells_and_no_rows() {
        let sheet = sheet();
        let cell = "<c r=\"C4\" t=\"inlineStr\"><is><t>1.00</t></is></c>";
        for broken in [
            sheet.replace("<row r=\"4\">", "</sheetData><row r=\"4\">"),
            sheet.replace("<row r=\"4\">", "<raw r=\"4\">"),
            sheet.replace(cell, &cell.replace("<c ", "<k ").replace("</c>", "</k>")),
            sheet.replace(cell, &format!("<x>{cell}</x>")),
            sheet.replace("<row r=\"4\">", "\0<row r=\"4\">"),
        ] {
            assert_ne!(broken, sheet);
            is_refused("orders.xlsx", book(&broken), &["orders.xlsx", "十一月"]);
        }
    }

    #[test]
    fn a_sheet_that_breaks_off_behind_its_rows_is_refused() {
        let sheet = sheet();
        is_refused("orders.xlsx", book(sheet.trim_end_matches("</worksheet>")), &["orders.xlsx", "十一月"]);
    }

    /// Cut off between two rows.
    #[test]
    fn a_page_that_breaks_off_between_rows_is_refused() {
        let line = |cells: [&str; 4]| format!("<tr><td>{}</td></tr>\n", cells.join("</td><td>"));
        let row = |n: usize| line([&format!("90010000000000{n:04}"), "paid", "1.00", "2026-11-20 10:00:00"]);
        let page = format!("<html><table>\n{}{}{}", line(HEADINGS), row(1), row(2));
        is_refused("orders.xls", page.into_bytes(), &["orders.xls", "cut off"]);
    }
}

mod keeps {
    use super::*;

    #[test]
    fn a_whole_sheet_is_read() {
        let sandbox = Sandbox::new();
        let file = sandbox.write("orders.xlsx", book(&sheet()));
        let out = sandbox.ok(&["orders", "list", &file, "-F", "csv"]);
        assert_eq!(crate::sandbox::Sheet::of(&out).len(), 6);
    }

    #[test]
    fn a_sheet_that_breaks_off_within_its_rows_is_refused() {
        let sheet = sheet();
        is_refused("orders.xlsx", book(&sheet[..sheet.len() / 2]), &["orders.xlsx"]);
    }
}
