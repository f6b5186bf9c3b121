use super::grid::MAX_CELL;
use super::tags::MAX_TAG;
use super::*;
use crate::source::sheet_rows::XCell;
use proptest::prelude::*;

fn read(page: &str) -> Result<Vec<String>> {
    read_from(page.as_bytes())
}

fn read_from(page: impl Read) -> Result<Vec<String>> {
    let mut out = Vec::new();
    rows(page, "UTF-8", &mut |table, line, cells| {
        let cells: Vec<&str> = cells
            .iter()
            .map(|c| match c {
                XCell::Text(t) => t.as_str(),
                _ => "",
            })
            .collect();
        out.push(format!("{table}:{line} {}", cells.join("|")));
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(out)
}

#[test]
fn cells_of_all_kinds() {
    let page = "<html><style>td{a:b}</style><table>\n<TR><th>订单编号<th>备注</tr>\n\
        <tr><td style='mso-number-format:\"\\@\"'>4123456789012345678</td><td>a &amp; b&nbsp;&#20013;<br>c\n  d &lt</td></tr>\
        <!-- <tr><td>x --></table>";
    assert_eq!(
        read(page).expect("good"),
        ["1:2 订单编号|备注", "1:3 4123456789012345678|a & b\u{a0}中\nc d <"]
    );
}

#[test]
fn spans_and_nested_tables() {
    let page = "<table><tr><td rowspan=2>1<td colspan='2'>a<td>b</tr><tr><td>c<td>d<td>e</tr>\
        <tr><td>2<td><table><tr><td>x</td><td>y</td></tr></table></td></tr></table>\
        <table><tr><td>other</table>";
    assert_eq!(read(page).expect("good"), ["1:1 1|a||b", "1:1 1|c|d|e", "1:1 2|x\ny", "2:1 other"]);
}

#[test]
fn an_xml_spreadsheet() {
    let page = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table>\
        <Row><Cell><Data ss:Type=\"String\">a</Data></Cell><Cell ss:Index=\"3\"><Data>b</Data></Cell></Row>\
        <Row><Cell ss:StyleID=\"1\"/><Cell><Data>c</Data></Cell></Row></Table></Worksheet></Workbook>";
    assert!(is_page(page.as_bytes()));
    assert_eq!(read(page).expect("good"), ["1:1 a||b", "1:1 |c"]);
}

#[test]
fn hostile_pages_end_in_a_refusal() {
    for page in [
        "<table><tr><td colspan=4000000000>1".to_owned(),
        "<table><tr><td>1<td".to_owned(),
        "<table><tr><td>cut".to_owned(),
        "<table>".repeat(100_000),
        format!("<table><tr><td>{}", "x".repeat(MAX_CELL + 1)),
        format!("<{}>", "a".repeat(MAX_TAG + 1)),
        format!("<table><tr>{}", "<td>1".repeat(3000)),
        format!("<table><tr><td rowspan=9999999>{}{}", "x".repeat(MAX_CELL - 1), "<tr>".repeat(3000)),
    ] {
        assert!(read(&page).is_err(), "{}", &page[..20]);
    }
}

#[test]
fn a_page_claims_an_encoding_but_its_bytes_tell() {
    let page = "<meta charset=gb2312><table><tr><td>订单编号</table>";
    assert_eq!(encoding_of(page.as_bytes()), encoding_rs::UTF_8);
    assert_eq!(encoding_of(&encoding_rs::GBK.encode(page).0), encoding_rs::GBK);
    let silent = "<table><tr><td>订单编号</table>";
    assert_eq!(encoding_of(&encoding_rs::GBK.encode(silent).0), encoding_rs::GB18030);
}

#[test]
fn what_only_looks_like_a_tag_or_its_end() {
    for (row, want) in [
        ("<td>a < b<<td>c", "a < b<<td>c"),
        ("<td>1 <2 &lt;<>3<td>4", "1 <2 <<>3|4"),
        ("<td title='a>b' x=\"'>\">c<td y=z'>d'>e", "c|d'>e"),
        ("<td>a<!-->b<!--->c<!-- > -> --- -->d<!->e<!-x-->f<!>g", "abcdefg"),
        ("<td>a<!-- <td> '\" \n --><?x '>' ?>b<!x='>'>c", "a' ?>bc"),
        ("<TD>a</ss:TD x=1><x:td/>b<td/>c</td><td />d<td>e", "a||||e"),
        ("<td>a<style>b</style>c<SCRIPT>if (a<b) '</script>'</script>d<x:title>e</title>f", "acdf"),
        ("<td>aİ<tİd>b<İ>c</td\u{a0}>d<td\u{a0}>e</td>", "aİb<İ>cde"),
        ("<td>a \n<br> <br/>\t<p>b</p> c</div>\n<li>d</li></td>", "a\nb\nc\nd"),
        ("<td colspan = ' 2'>a<td x:colspan=\"2\">b<td mycolspan=3 rowspan=x>c", "a|b||c"),
        ("<td colspan=x colspan=2>a<td data-colspan=2 colspan=2 >b<td index=9>c", "a|b|||||||c"),
    ] {
        let rows = read(&format!("<table>\n<tr>{row}</table>")).expect(row);
        assert_eq!(rows, [format!("1:2 {want}")], "{row}");
    }
    assert!(read("<table><tr><td>a<style>b<td></x></style >c<script>'<'</script>d<title><td").is_err());
}

#[test]
fn a_refusal_names_its_line() {
    let told = |page: String| read(&page).expect_err("refused").what.en;
    let full = "x".repeat(MAX_CELL);
    for (page, line) in [
        (format!("\n<table><tr><td>\n{full}\n\n"), 4),
        (format!("\n<table><tr><td>\n{full}y\n\n"), 3),
        (format!("<table>\n<tr><td>{} \n \n", &full[1..]), 3),
        (format!("<table>\n<tr><td>{full}\n<br>"), 3),
        (format!("<table>\n\n<tr><td x='\n{}\n'>", "y".repeat(MAX_TAG)), 3),
        ("<table>\n<tr\n".to_owned(), 2),
        ("<table>\n<tr>\n<td>\n<!-- \n - \n".to_owned(), 4),
        ("<table>\n<tr>\n<td>\n".to_owned(), 4),
    ] {
        let told = told(page);
        assert!([" ", ":"].iter().any(|end| told.contains(&format!("line {line}{end}"))), "{told}: {line}");
    }
}

/// Text that comes a few bytes at a time.
struct Trickle<'a>(&'a [u8], usize);

impl Read for Trickle<'_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let few = buf.len().min(self.1);
        self.0.read(&mut buf[..few])
    }
}

fn pages() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "<table>",
        "</table>",
        "<tr>",
        "</TR>",
        "<td>",
        "</td>",
        "<Cell ss:Index=\"3\">",
        "<td rowspan=2>",
        "<td colspan='2' x='>'>",
        "<td/>",
        "<th",
        ">",
        "<",
        "</",
        "<!--",
        "-->",
        "--",
        "!",
        "?",
        "=",
        "'",
        "\"",
        "<br>",
        "<style>",
        "</style>",
        "<script x>",
        "</script>",
        "&amp;",
        "&#20013;",
        "&nbsp",
        "\n",
        "  ",
        "\t",
        "a",
        "1.5",
        "你好",
        "İ",
        "/",
        "<p>",
        "</p>",
        "<x:td>",
    ]);
    prop::collection::vec(part, 0..40).prop_map(|parts| format!("<table><tr><td>{}", parts.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// What is looked at as a run says what its bytes say one by one.
    #[test]
    fn a_page_is_the_same_however_it_comes(page in pages(), few in 1_usize..6) {
        let told = |read: Result<Vec<String>>| read.map_err(|e| e.what.en);
        let whole = told(read(&page));
        prop_assert_eq!(told(read_from(Trickle(page.as_bytes(), 1))), whole.clone(), "{}", page);
        prop_assert_eq!(told(read_from(Trickle(page.as_bytes(), few))), whole, "{}", page);
    }
}

proptest! {
    #[test]
    fn no_page_makes_it_fail_otherwise(page in "(<table>|<tr>|<td>|</td>|</tr>|</table>|<td rowspan=3>|<td colspan=2>|<!--|-->|<br>|&#x4e2d;|&amp|[a<>\"=' 你]){0,40}") {
        let _ = read(&page);
    }
}
