//! What the changes begin with: our own fixtures, and the words by themselves.

use super::mutate::WORDS;
use super::old_book::{Value, workbook as old_workbook};
use std::path::{Path, PathBuf};

/// Larger fixtures would make every run slow.
const MOST: u64 = 16 << 10;

/// The files with one of these endings, in the order of their names.
fn files(folder: &Path, endings: &[&str], out: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, endings, out);
        } else if path.extension().is_some_and(|e| endings.iter().any(|want| e == *want))
            && path.metadata().is_ok_and(|m| m.len() <= MOST)
        {
            out.push(path);
        }
    }
}

fn of(folder: &str, endings: &[&str]) -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), endings, &mut paths);
    assert!(!paths.is_empty(), "there are no seeds in {folder}");
    paths.iter().map(|path| std::fs::read(path).expect("a seed")).collect()
}

fn words() -> Vec<Vec<u8>> {
    WORDS.iter().map(|word| word.to_vec()).collect()
}

/// Files of text in every encoding, with the byte before that chooses how they are read.
pub(crate) fn decode() -> Vec<Vec<u8>> {
    let files = of("fixtures", &["csv", "txt"]);
    files.iter().enumerate().map(|(n, file)| [&[n as u8], &file[..]].concat()).chain(words()).collect()
}

/// Rows without their header.
pub(crate) fn rows() -> Vec<Vec<u8>> {
    let mut out = words();
    for file in of("fixtures/taobao", &["csv"]).into_iter().chain(of("fixtures/rules", &["csv"])) {
        let header = file.iter().position(|b| *b == b'\n').map_or(0, |at| at + 1);
        out.push(file[header..].to_vec());
    }
    let known = [
        "4123456789012345678,59.90,59.90,交易成功,2026-11-20 10:00:00,2026-11-20 10:05:00,王小明,杯子\n",
        "=\"4123456789012345679\",¥1,234.50,0,等待买家付款,2026/11/20,,'李,\"碗 \"\"大\"\"\n两个\"\n",
        // Columns that have slipped.
        "合计,59.90,,,,,,\n1,59.90,59.90,交易成功,13812345678,,王小明,杯子\n2,59.90,电话13812345678,交易成功,,,,\n",
    ];
    out.extend(known.map(|rows| rows.repeat(3).into_bytes()));
    out
}

pub(crate) fn html() -> Vec<Vec<u8>> {
    let mut out = words();
    for file in of("fixtures/taobao", &["csv"]) {
        let text = String::from_utf8_lossy(&file).replace(',', "</td><td>").replace('\n', "</tr>\n<tr><td>");
        out.push(text.into_bytes());
    }
    let page = "<tr><td rowspan=2>1<td colspan=\"2\">59.90<td>&amp;&#x4e2d;<br>x<!-- <td> --></tr><style>td{}</style>\
        <tr><td><table><tr><td>2</table></tr></table><table><tr><td>3</table>";
    out.push(page.as_bytes().to_vec());
    out
}

pub(crate) fn workbook() -> Vec<Vec<u8>> {
    let text = |t: &str| Value::Text(t.to_owned());
    let old = |header: &[&str]| {
        let rows = vec![
            header.iter().map(|h| text(h)).collect(),
            vec![
                text("4123456789012345678"),
                Value::Number(59.9),
                Value::Rk(5990),
                text("交易成功"),
                Value::Date(46_346.5),
            ],
            vec![
                Value::Number(1e15),
                Value::Formula("59.90".to_owned()),
                Value::Rk(0),
                text(""),
                Value::Date(1.0),
            ],
        ];
        old_workbook(&[("订单", rows)])
    };
    let mut out = of("fixtures", &["xlsx"]);
    out.push(old(&["订单编号", "总金额", "买家实际支付金额", "订单状态", "订单创建时间"]));
    out.push(old(&["order_no", "payable", "paid", "status", "created_at"]));
    out
}

pub(crate) fn date() -> Vec<Vec<u8>> {
    let dates = [
        "2026-11-20 10:00:00",
        "2026/1/5 9:05",
        "05/05/2026",
        "13/04/26 3:10 PM",
        "20261120 100000",
        "202611201000",
        "2026年1月5日（周一）09:30:00",
        "5 November 2026 at 9:30 a.m.",
        "2026-11-20T10:00:00.123+08:00",
        "2026-11-20 10:00:00 PST",
        "45981",
    ];
    dates.iter().map(|d| d.as_bytes().to_vec()).chain(words()).collect()
}

pub(crate) fn money() -> Vec<Vec<u8>> {
    let amounts = [
        "59.90",
        "1,234.50",
        "¥59.9",
        "US $12.00 USD",
        "-$5",
        "(5.00)",
        "12 345.60 zł",
        "５９．９元",
        "1'234.50 CHF",
    ];
    amounts.iter().map(|a| a.as_bytes().to_vec()).chain(words()).collect()
}

pub(crate) fn layout() -> Vec<Vec<u8>> {
    of("src/layouts", &["toml"]).into_iter().chain(words()).collect()
}
