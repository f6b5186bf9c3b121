//! How many decimals an amount has, and what the points and commas in it are.

use crate::sandbox::{Sandbox, Sheet};

const HEADER: &str = "order_id,status,total,currency,created_at,paid_at\n";

/// Orders of these amounts in this currency, as a plain table.
fn orders(sandbox: &Sandbox, currency: &str, amounts: &[&str]) -> String {
    let row = |(at, amount): (usize, &&str)| {
        format!("A-{at},paid,\"{amount}\",{currency},2026-11-20 10:00:00,2026-11-20 10:01:00\n")
    };
    let rows: String = amounts.iter().enumerate().map(row).collect();
    sandbox.write("orders.csv", format!("{HEADER}{rows}"))
}

/// Currency, cells of one column, flags, what they are.
type Read = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const READ: &[Read] = &[
    // Three decimals, by the currency: what lies on a cent is kept.
    ("KWD", &["60.500"], &[], &["60.50"]),
    ("KWD", &["1.500", "0.250"], &[], &["1.50", "0.25"]),
    ("BHD", &["12.340"], &[], &["12.34"]),
    ("OMR", &["7.000"], &[], &["7.00"]),
    ("JOD", &["100.010"], &[], &["100.01"]),
    ("TND", &["3.990"], &[], &["3.99"]),
    ("", &["KWD 60.500"], &[], &["60.50"]),
    ("", &["60.500 KWD"], &[], &["60.50"]),
    // No decimals, by the currency: three digits are thousands, whatever parts them.
    ("JPY", &["1,500"], &[], &["1500.00"]),
    ("JPY", &["1.500"], &[], &["1500.00"]),
    ("KRW", &["12,345"], &[], &["12345.00"]),
    ("VND", &["150.000"], &[], &["150000.00"]),
    ("", &["₫150.000"], &[], &["150000.00"]),
    // Others tell by the rest of their column.
    ("USD", &["1,500", "2.55"], &[], &["1500.00", "2.55"]),
    ("EUR", &["1.500", "2,55"], &[], &["1500.00", "2.55"]),
    ("USD", &["12.500", "7.10"], &[], &["12.50", "7.10"]),
    ("KWD", &["1.500", "1.234,50"], &[], &["1500.00", "1234.50"]),
    // Or are told.
    ("USD", &["12.345"], &["--decimal", "comma"], &["12345.00"]),
    ("USD", &["1,500"], &["--decimal", "point"], &["1500.00"]),
    ("USD", &["1,500"], &["--decimal", "comma"], &["1.50"]),
    ("KWD", &["1,500"], &["--decimal", "comma"], &["1.50"]),
    // What is finer than a cent is rounded where that was asked for: half away from zero.
    ("KWD", &["60.005"], &["--round-amounts"], &["60.01"]),
    ("KWD", &["60.004", "-60.005"], &["--round-amounts"], &["60.00", "-60.01"]),
    ("USD", &["0.125"], &["--round-amounts"], &["0.13"]),
    ("", &["0.125"], &["--round-amounts"], &["0.13"]),
    ("USD", &["0.001", "2.55"], &["--round-amounts"], &["0.00", "2.55"]),
    ("USD", &["22.368"], &["--decimal", "point", "--round-amounts"], &["22.37"]),
    // That says nothing of thousands.
    ("USD", &["1,500", "2.55"], &["--round-amounts"], &["1500.00", "2.55"]),
];

#[test]
fn amounts_are_read_by_the_decimals_of_their_currency() {
    for (currency, amounts, flags, want) in READ {
        let sandbox = Sandbox::new();
        let file = orders(&sandbox, currency, amounts);
        let args = ["orders", "list", "-F", "csv", "--columns", "order_no,payable"];
        for out in super::both(&sandbox, &[&file], &args, flags) {
            assert_eq!(Sheet::of(&out.stdout).column("payable"), *want, "{currency} {amounts:?} {flags:?}");
        }
    }
}

/// Currency, cells, what the refusal says, and what it must not say.
type Refused = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const REFUSED: &[Refused] = &[
    ("", &["12.345"], &["--decimal comma", "--decimal point"], &[]),
    ("CNY", &["12.345"], &["--decimal comma", "--decimal point"], &[]),
    ("USD", &["1,500"], &["--decimal comma", "--decimal point"], &[]),
    ("EUR", &["1.500"], &["--decimal comma", "--decimal point"], &[]),
    // A comma before three digits may be one before decimals, of these.
    ("KWD", &["1,500"], &["--decimal comma", "--decimal point"], &[]),
    ("", &["0.125"], &["more than two decimals", "--round-amounts"], &["comma", "KWD"]),
    ("CNY", &["0.125"], &["more than two decimals", "--round-amounts"], &["comma", "KWD"]),
    ("USD", &["0.001", "2.55"], &["more than two decimals", "--round-amounts"], &["comma"]),
    ("JPY", &["0.125"], &["more than two decimals", "--round-amounts"], &["comma", "KWD"]),
    ("USD", &["12.345", "2.55"], &["more than two decimals", "--round-amounts"], &["comma"]),
    ("KWD", &["60.005"], &["KWD", "--round-amounts"], &["--decimal point", "cents or thousands"]),
    ("", &["KWD 60.005"], &["KWD", "--round-amounts"], &["--decimal point", "cents or thousands"]),
    ("TND", &["0.001"], &["TND", "--round-amounts"], &["comma"]),
];

#[test]
fn what_is_not_told_is_refused_for_its_true_reason() {
    for (currency, amounts, says, never) in REFUSED {
        let sandbox = Sandbox::new();
        let file = orders(&sandbox, currency, amounts);
        for command in [&["orders", "list"][..], &["import"]] {
            let run = sandbox.cs(&[command, &[&file]].concat()).run().ends_with(3);
            assert_eq!(run.stdout, "", "{currency} {amounts:?}");
            assert!(run.stderr.contains("orders.csv:2: total: "), "{currency} {amounts:?}: {}", run.stderr);
            for part in *says {
                assert!(run.stderr.contains(part), "{currency} {amounts:?} lacks {part}: {}", run.stderr);
            }
            for part in *never {
                assert!(!run.stderr.contains(part), "{currency} {amounts:?} says {part}: {}", run.stderr);
            }
        }
    }
}

/// One column, two currencies: what its other amounts tell is no reason to read 150,000 dong as 150.00.
#[test]
fn a_currency_without_decimals_has_none_beside_others() {
    for (rows, refused) in [
        ([("USD", "2.55"), ("VND", "150.000")], true),
        ([("EUR", "2,55"), ("JPY", "1,500")], true),
        ([("", "$2.55"), ("", "₫150.000")], true),
        ([("USD", "2.55"), ("VND", "150,000")], false),
        ([("EUR", "2,55"), ("VND", "150.000")], false),
        ([("USD", "2.55"), ("KWD", "1.500")], false),
    ] {
        let sandbox = Sandbox::new();
        let row = |(at, (code, amount)): (usize, &(&str, &str))| {
            format!("A-{at},paid,\"{amount}\",{code},2026-11-20 10:00:00,2026-11-20 10:01:00\n")
        };
        let text: String = rows.iter().enumerate().map(row).collect();
        let file = sandbox.write("orders.csv", format!("{HEADER}{text}"));
        let run = sandbox.cs(&["orders", "list", &file, "--columns", "order_no,payable"]).run();
        assert_eq!(run.code, if refused { 3 } else { 0 }, "{rows:?}: {}{}", run.stdout, run.stderr);
        if refused {
            assert!(run.stderr.contains("orders.csv:3: total: "), "{}", run.stderr);
            assert!(run.stderr.contains("has none") && run.stderr.contains("--decimal"), "{}", run.stderr);
        } else {
            let paid = Sheet::of(&run.stdout).cell("order_no", "A-1", "payable").to_owned();
            assert!(["150000.00", "1.50"].contains(&&paid[..]), "{rows:?}: {paid}");
        }
    }
}

/// Whatever a refusal names is tried, until nothing is refused: no advice leads in circles.
#[test]
fn advice_leads_out() {
    let currencies = ["", "CNY", "USD", "EUR", "KWD", "TND", "JPY", "VND"];
    let cells =
        ["0.125", "12.345", "60.005", "60.500", "1.500", "1,500", "0,125", "1,234.5", "1.234,5", "-0.001"];
    for currency in currencies {
        for cell in cells {
            let sandbox = Sandbox::new();
            let file = orders(&sandbox, currency, &[cell]);
            let mut open: Vec<Vec<&str>> = vec![vec![]];
            while let Some(flags) = open.pop() {
                assert!(flags.len() < 4, "{currency} {cell}: {flags:?}");
                let run = sandbox.cs(&[&["orders", "list", &file], &flags[..]].concat()).run();
                if run.code == 0 {
                    continue;
                }
                let advice = [&["--decimal", "comma"][..], &["--decimal", "point"], &["--round-amounts"]];
                let mut named = advice.iter().filter(|flag| run.stderr.contains(&flag.join(" "))).peekable();
                assert!(named.peek().is_some(), "{currency} {cell} {flags:?}: {}", run.stderr);
                for flag in named {
                    // Another word for the same flag takes its place.
                    let mut next: Vec<&str> = flags.clone();
                    if flag.len() == 2 {
                        assert!(!next.contains(&flag[1]), "{currency} {cell} {flags:?}: {}", run.stderr);
                        if let Some(at) = next.iter().position(|word| *word == "--decimal") {
                            next.drain(at..at + 2);
                        }
                    }
                    next.extend_from_slice(flag);
                    open.push(next);
                }
            }
        }
    }
}

/// The price of one piece may be finer than a cent: of stock, and where a count makes an amount of it.
#[test]
fn unit_prices_have_more_decimals_than_amounts() {
    for (prices, flags, want) in [
        (&["0.125", "7"][..], &[][..], &["0.13", "7.00"][..]),
        (&["22.368", "5.5"], &[], &["22.37", "5.50"]),
        (&["22.368"], &["--decimal", "point"], &["22.37"]),
        (&["22.368"], &["--decimal", "comma"], &["22368.00"]),
        (&["0.001", "2.55"], &[], &["0.00", "2.55"]),
    ] {
        let sandbox = Sandbox::new();
        let rows: String =
            prices.iter().enumerate().map(|(at, price)| format!("S-{at},cup,10,{price}\n")).collect();
        let file = sandbox.write("stock.csv", format!("sku,product,stock,price\n{rows}"));
        sandbox.cs(&[&["import", &file], flags].concat()).run().done();
        let sheet = Sheet::of(&sandbox.ok(&["export", "stock", "-F", "csv"]));
        assert_eq!(sheet.column("price"), want, "{prices:?} {flags:?}");
    }
    let sandbox = Sandbox::new();
    let file = sandbox.write("stock.csv", "sku,product,stock,price\nS-1,cup,10,22.368\n");
    let run = sandbox.cs(&["import", &file]).run().ends_with(3);
    assert!(run.stderr.contains("stock.csv:2: price: "), "{}", run.stderr);
    assert!(run.stderr.contains("--decimal point"), "{}", run.stderr);
}

/// 3 × 0.335 is 1.005 and so 1.01, not 3 × 0.34; 1000 × 0.0049 is 4.90. The sum of two lines is that of rounded lines.
#[test]
fn a_line_is_rounded_once_after_the_multiplication() {
    let sandbox = Sandbox::new();
    let layout = sandbox.write(
        "mine.toml",
        "name = \"mine\"\ntitle = { zh = \"自己的\", en = \"mine\" }\nkind = \"orders\"\nplatform = \"own\"\n\
         grain = \"item\"\nsum = [\"payable\"]\nrequires = [\"order_no\"]\n[columns]\norder_no = [\"no\"]\n\
         [item]\nsku = [\"sku\"]\nquantity = [\"qty\"]\nprice = [\"unit\"]\n[add]\npayable = [\"qty * unit\"]\n",
    );
    let file = sandbox
        .write("lines.csv", "no,sku,qty,unit\n1,a,3,0.335\n2,b,1000,0.0049\n3,a,3,0.335\n3,c,1,0.005\n");
    let args = ["orders", "list", "-F", "csv", "--columns", "order_no,payable"];
    for out in super::both(&sandbox, &[&file], &args, &["--layout", &layout]) {
        let sheet = Sheet::of(&out.stdout);
        for (no, payable) in [("1", "1.01"), ("2", "4.90"), ("3", "1.02")] {
            assert_eq!(sheet.cell("order_no", no, "payable"), payable, "{no}");
        }
    }
}

/// A layout says for its files what `--round-amounts` says for one run.
#[test]
fn a_layout_may_ask_for_rounding() {
    let sandbox = Sandbox::new();
    let layout = sandbox.write(
        "mine.toml",
        "name = \"mine\"\ntitle = { zh = \"自己的\", en = \"mine\" }\nkind = \"orders\"\nplatform = \"own\"\n\
         decimal = \".\"\nround_amounts = true\nrequires = [\"order_no\"]\n[columns]\norder_no = [\"no\"]\n\
         payable = [\"sum\"]\ncurrency = [\"code\"]\n",
    );
    let file = sandbox.write("a.csv", "no,sum,code\n1,60.005,KWD\n2,-1.234,KWD\n");
    let args = ["orders", "list", "-F", "csv", "--columns", "order_no,payable"];
    for out in super::both(&sandbox, &[&file], &args, &["--layout", &layout]) {
        assert_eq!(Sheet::of(&out.stdout).column("payable"), ["60.01", "-1.23"]);
    }
}

/// A long file is read in parts on all cores; its end may tell what its beginning does not.
#[test]
fn long_files_are_read_as_short_ones_are() {
    let many = |amount: &str, last: &str, currency: &str| {
        let row = |at: usize, amount: &str| {
            format!("A-{at},paid,\"{amount}\",{currency},2026-11-20 10:00:00,2026-11-20 10:01:00\n")
        };
        let rows: String = (0..12_000).map(|at| row(at, amount)).collect();
        format!("{HEADER}{rows}{}", row(12_000, last))
    };
    for (currency, amount, last, want) in [
        ("KWD", "1.500", "1.500", Some("1.50")),
        ("KWD", "1.500", "1.234,50", Some("1500.00")),
        ("JPY", "1,500", "1,500", Some("1500.00")),
        ("USD", "1,500", "2.55", Some("1500.00")),
        ("USD", "1,500", "1,500", None),
    ] {
        let sandbox = Sandbox::new();
        let file = sandbox.write("long.csv", many(amount, last, currency));
        let run = sandbox.cs(&["orders", "list", &file, "-F", "csv", "--columns", "order_no,payable"]).run();
        match want {
            Some(want) => {
                assert_eq!(run.code, 0, "{}", run.stderr);
                assert_eq!(
                    Sheet::of(&run.stdout).cell("order_no", "A-0", "payable"),
                    want,
                    "{amount} {last}"
                );
            }
            None => assert_eq!(run.code, 3, "{amount} {last}"),
        }
    }
}
