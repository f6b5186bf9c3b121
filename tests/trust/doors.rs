//! Ways around the one door where text is cleaned and masked: other formats, notes, errors, rejects.

use crate::sandbox::{MORNING, Sandbox};

const NUMBER: &str = "3512260000000000042";

/// Cases whose subjects are these texts.
fn cases(texts: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    for text in texts {
        sandbox.ok(&["cases", "add", NUMBER, text]);
    }
    sandbox
}

/// An export with one bad cell.
fn export(sandbox: &Sandbox, row: &str) -> String {
    let head = "订单编号,订单状态,订单创建时间,买家实际支付金额,宝贝总数量,买家昵称,收货人姓名";
    sandbox.write("a.csv", format!("{head}\n1000,等待买家付款,2026-11-20 10:00:00,1.00,1,a,b\n{row}\n"))
}

/// What shifted columns bring along, and what may be told of it.
const PRIVATE: [(&str, &str); 8] = [
    ("王小明", "王**"),
    ("欧阳锋", "欧**"),
    ("Ann Lee", "A**"),
    ("浙江省杭州市西湖区文三路样例小区3幢", "浙**"),
    ("ann.lee@mail.example.com", "a**"),
    ("11010519491231002X", "1**"),
    ("13800001111", "1**"),
    ("0571-88001234", "0**"),
];

mod faults {
    use super::*;

    /// A reader that knows quotes and one that does not see the same rows.
    #[test]
    fn tsv_has_the_same_cells_with_and_without_quotes() {
        let sandbox = cases(&["\"没有关的引号", "好的", "  \"也没有关", "\"关了\"", "中间\"的\"不算"]);
        for more in [&[][..], &["--reveal"]] {
            let text = sandbox.ok(&[&["cases", "list", "-F", "tsv"], more].concat());
            let mut builder = csv::ReaderBuilder::new();
            builder.delimiter(b'\t').has_headers(false);
            let read = |builder: &mut csv::ReaderBuilder| -> Vec<csv::StringRecord> {
                builder.from_reader(text.as_bytes()).records().map(|r| r.expect("a row")).collect()
            };
            let quoted = read(builder.quoting(true));
            assert_eq!(quoted.len(), 6, "{text}");
            assert_eq!(quoted, read(builder.quoting(false)));
        }
    }

    #[test]
    fn a_row_of_tsv_is_a_line_for_every_reader() {
        let sandbox = cases(&["一\u{2028}二\u{b}三\u{c}四\u{85}五\u{2029}六\u{1c}七"]);
        let text = sandbox.ok(&["cases", "list", "-F", "tsv", "--reveal"]);
        let ends =
            |c: char| matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{1c}' | '\r');
        assert!(!text.contains(ends), "{text:?}");
        assert_eq!(text.lines().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn names_of_files_go_through_the_door() {
        for name in ["=1+1.csv", "@SUM(A1).csv", "a\u{202e}b.csv", "a\u{1b}[31mb.csv", "a\tb\nc.csv"] {
            for format in ["csv", "tsv"] {
                let sandbox = Sandbox::new();
                sandbox.fixture_as(MORNING, name);
                let text = sandbox.ok(&["import", name, "-F", format]);
                let row = text.split_once('\n').expect("a header").1;
                assert!(!row.starts_with(['=', '@']), "{text}");
                assert!(!text.contains(['\u{202e}', '\u{1b}']), "{text:?}");
                if format == "tsv" {
                    assert_eq!(row.trim_end().split('\t').count(), 12, "{row:?}");
                }
            }
        }
    }

    /// The text as a reader of Markdown sees it: without code and without signs that a backslash disarms.
    fn armed(markdown: &str) -> String {
        let (mut out, mut chars) = (String::new(), markdown.chars());
        while let Some(c) = chars.next() {
            match c {
                '\\' => drop(chars.next()),
                '`' => drop(chars.by_ref().take_while(|c| *c != '`').count()),
                c => out.push(c),
            }
        }
        out
    }

    #[test]
    fn markdown_stays_text() {
        for text in [
            "![](http://track.example/a.png)",
            "![猫][1]",
            "[点我](javascript:alert(1))",
            "[1]: http://track.example",
            "看 http://track.example/x?a=b 和 www.track.example",
            "例子.com/x",
            "<img src=x onerror=alert(1)>",
            "<http://track.example>",
            "ann@mail.example.com",
            "@all 快来",
            "**粗** _斜_ ~~删~~ $x$ &lt;",
            "```\n# 标题",
        ] {
            let sandbox = cases(&[text]);
            for more in [&[][..], &["--reveal"]] {
                let markdown =
                    sandbox.ok(&[&["cases", "list", "-F", "md", "--columns", "subject"], more].concat());
                let row = markdown.lines().nth(2).expect("a row").to_owned();
                let seen = armed(row.trim_matches(['|', ' ']));
                for active in ["[", "]", "<", "://", "www.", "@", ".com", "*", "_", "~", "$", "&", "|"] {
                    assert!(!seen.contains(active), "{active} in {row}");
                }
                assert_eq!(markdown.lines().count(), 3, "{markdown}");
            }
        }
    }

    #[test]
    fn errors_tell_the_shape_of_a_shifted_cell() {
        let sandbox = Sandbox::new();
        for (value, shape) in PRIVATE {
            for row in [
                format!("1001,等待买家付款,2026-11-20 10:00:00,{value},1,a,b"),
                format!("1001,等待买家付款,{value},1.00,1,a,b"),
                format!("1001,等待买家付款,2026-11-20 10:00:00,1.00,{value},a,b"),
                format!("{value} ?,等待买家付款,2026-11-20 10:00:00,1.00,1,a,b"),
            ] {
                let file = export(&sandbox, &row);
                for zh in [false, true] {
                    let run = sandbox.cs(&["orders", "list", &file]);
                    let run = if zh { run.zh() } else { run }.run();
                    // An amount or a count may be as long as a phone.
                    if run.code == 0 {
                        assert!(value.bytes().all(|b| b.is_ascii_digit()), "{row}");
                        continue;
                    }
                    assert!(!run.stderr.contains(value), "{}", run.stderr);
                    let told = run.stderr.contains(shape) && run.stderr.contains("a.csv:3: ");
                    assert!(told, "{row}\n{}", run.stderr);
                }
            }
        }
    }

    #[test]
    fn rows_that_are_no_header_are_not_shown() {
        let sandbox = Sandbox::new();
        let file =
            sandbox.write("h.csv", "王小明,浙江省杭州市西湖区文三路,少发一件\n李小红,浙江省宁波市,好的\n");
        for run in [sandbox.cs(&["orders", "list", &file]), sandbox.cs(&["orders", "list", &file]).zh()] {
            let told = run.run().ends_with(3).stderr;
            assert!(!told.contains("小明") && !told.contains("文三路"), "{told}");
            assert!(told.contains("王**"), "{told}");
        }
    }

    #[test]
    fn names_in_a_file_of_numbers_are_not_shown() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
        for (value, _) in PRIVATE.iter().filter(|p| !p.0.contains(' ')) {
            let file = sandbox.write("names.csv", format!("order_no\n{value}\n"));
            for verb in [&["remind", "done"][..], &["cases", "show"]] {
                let run = sandbox.cs(&[verb, &["--from", &file]].concat()).run();
                assert_ne!(run.code, 0, "{verb:?} {value}");
                assert!(!run.stderr.contains(value), "{verb:?}: {}", run.stderr);
            }
        }
    }

    #[test]
    fn the_file_of_rejects_says_what_it_holds() {
        let sandbox = Sandbox::new();
        let file = export(&sandbox, "1001,等待买家付款,2026-11-20 10:00:00,王小明,1,a,b");
        let args = ["orders", "list", &file, "--keep-going", "--rejects", "bad.csv", "--force"];
        let told = sandbox.cs(&args).run().ends_with(5).stderr;
        assert!(told.contains("bad.csv holds 1 rows as they stand in the files, unmasked"), "{told}");
        let told = sandbox.cs(&args).zh().run().ends_with(5).stderr;
        assert!(told.contains("没有打码"), "{told}");
    }

    /// A masked name is many buyers'; the record of one would stand beside all of them.
    #[test]
    fn a_masked_name_is_no_buyer() {
        let sandbox = Sandbox::new();
        for name in ["王**", "t**", "138****1111", "小●", "王＊明", " t** "] {
            for args in [
                &["cases", "add", name, "x"][..],
                &["consult", "add", name, "x"],
                &["log", "add", "c", "x", "--about", name],
                &["handover", "note", "x", "--about", name],
                &["messages", "add", name, "x"],
            ] {
                let e = sandbox.cs(args).run().ends_with(2).stderr;
                assert!(
                    e.contains("is masked and tells no buyer") && e.contains("order by its number"),
                    "{e}"
                );
                let zh = sandbox.cs(args).zh().run().ends_with(2).stderr;
                assert!(zh.contains("打了码") && zh.contains("写订单号"), "{zh}");
            }
        }
        assert_eq!(sandbox.ok(&["cases", "list", "-F", "name"]), "");
        // An order is known by its number, also where its buyer is masked.
        let text = "order_no,status,created_at,paid,buyer\n7001,unpaid,2026-11-20 10:00:00,1.00,t**\n";
        let file = sandbox.write("a.csv", text);
        sandbox.ok(&["import", &file]);
        sandbox.ok(&["cases", "add", "7001", "x"]);
    }

    /// Nobody buys so many: it is a phone, a card, another number. As text and as a spreadsheet's number.
    #[test]
    fn a_count_is_no_phone_and_no_card() {
        for (number, told) in [
            ("13800001111", "1**"),
            ("6222020000000000123", "6**"),
            ("057188001234", "0**"),
            ("1000000000", "1**"),
            ("1.3800001111E10", "1**"),
            ("13800001111.0", "1**"),
            ("-13800001111", "**"),
        ] {
            let sandbox = Sandbox::new();
            let file = export(&sandbox, &format!("1001,等待买家付款,2026-11-20 10:00:00,1.00,{number},a,b"));
            for args in [&["orders", "list", &file][..], &["import", &file]] {
                let run = sandbox.cs(args).run().ends_with(3);
                let shown = run.stderr.contains(&format!("`{told}`"));
                assert!(shown && run.stderr.contains("is no count"), "{number}: {}", run.stderr);
                assert!(!run.stderr.contains(number.trim_start_matches('-')), "{number}: {}", run.stderr);
            }
            let zh = sandbox.cs(&["orders", "list", &file]).zh().run().ends_with(3).stderr;
            assert!(zh.contains("不是件数"), "{zh}");
        }
        let sandbox = Sandbox::new();
        let file = export(&sandbox, "1001,等待买家付款,2026-11-20 10:00:00,1.00,999999999,a,b");
        assert!(sandbox.ok(&["orders", "list", &file, "-F", "csv"]).contains("999999999"));
    }

    /// A column that slipped may put a phone where the platform or the shop belongs, and so may a hand.
    #[test]
    fn what_stands_in_place_of_a_platform_or_a_shop() {
        let sandbox = Sandbox::new();
        let head = "platform,shop,order_no,status,created_at,paid";
        let row = "13800001111,小店13800002222,7001,unpaid,2026-11-20 10:00:00,1.00";
        let slipped = sandbox.write("a.csv", format!("{head}\n{row}\n"));
        let plain =
            "订单编号,订单状态,订单创建时间,买家实际支付金额\n7002,等待买家付款,2026-11-20 10:00:00,1.00\n";
        let by_hand = sandbox.write("b.csv", plain);
        let names = ["--platform", "13800003333", "--shop", "13800004444"];
        let mut told = String::new();
        for lang in ["zh", "en"] {
            for args in [
                &["import", &slipped][..],
                &[&["import", &by_hand][..], &names].concat(),
                &["db", "info"],
                &["db", "info", "-F", "table"],
                &["orders", "list"],
                &["orders", "list", "-F", "json"],
                &["orders", "list", "--shop", "x"],
                &["orders", "list", "--platform", "x"],
                &["orders", "check-abnormal", &slipped],
                &["remind", "unpaid", &slipped],
                &["report", "daily", "--date", "2026-11-20"],
                &["export", "orders"],
            ] {
                let out = sandbox.cs(&[args, &["--lang", lang]].concat()).run();
                told += &format!("{args:?}: {}{}", out.stdout, out.stderr.replace("\n", " \n"));
            }
        }
        // Typed by hand a moment ago, and in no table.
        let told = told.replace(&format!("{names:?}").replace(['[', ']'], ""), "");
        for digits in ["13800001111", "13800002222", "13800003333", "13800004444"] {
            let line = told.lines().find(|line| line.contains(digits));
            assert_eq!(line, None);
        }
        assert!(told.contains("138****1111") && told.contains("138****4444"), "{told}");
        // Who asks for it has it whole.
        assert!(sandbox.ok(&["orders", "list", "--reveal"]).contains("13800001111"));
    }
}

mod keeps {
    use super::*;

    #[test]
    fn a_page_stays_text() {
        let sandbox = cases(&["<img src=x onerror=alert(1)>", "\"><script>x</script>", "[a](javascript:x)"]);
        let page = sandbox.ok(&["cases", "list", "-F", "html"]);
        for active in ["<img", "<script", "<a "] {
            assert!(!page.contains(active), "{active}");
        }
    }

    #[test]
    fn figures_and_dates_are_told_as_they_are() {
        let sandbox = Sandbox::new();
        for (row, told) in [
            ("1001,等待买家付款,2026-13-45 10:00:00,1.00,1,a,b", "`2026-13-45 10:00:00` is no date"),
            ("1001,等待买家付款,2026-11-20 10:00:00,1.2.3,1,a,b", "a.csv:3: "),
            ("1001,等待买家付款,2026-11-20 10:00:00,1.00,1.5,a,b", "`1.5` is no count"),
        ] {
            let file = export(&sandbox, row);
            let run = sandbox.cs(&["orders", "list", &file]).run().ends_with(3);
            assert!(run.stderr.contains(told), "{}", run.stderr);
        }
    }

    /// The rows are whole, so that they can be mended, and their owner's alone.
    #[cfg(unix)]
    #[test]
    fn rejects_are_whole_and_private() {
        use std::os::unix::fs::PermissionsExt;
        let sandbox = Sandbox::new();
        let file = export(&sandbox, "1001,等待买家付款,2026-11-20 10:00:00,王小明,1,a,b");
        sandbox.cs(&["orders", "list", &file, "--keep-going", "--rejects", "bad.csv"]).run().ends_with(5);
        assert!(sandbox.read("bad.csv").contains("10:00:00,王小明,1,a,b"));
        let mode = std::fs::metadata(sandbox.work().join("bad.csv")).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
