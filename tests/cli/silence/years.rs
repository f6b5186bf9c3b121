//! A year that no shop has seen is refused with the calendar it may be of; it silences no rule.

use crate::sandbox::Sandbox;

fn orders(first: &str) -> String {
    format!(
        "order_no,status,payable,paid,created_at,paid_at\nA-1,paid,10.00,10.00,{first},{first}\nA-2,paid,10.00,10.00,2026-11-10 10:00:00,2026-11-10 10:00:00\n"
    )
}

#[track_caller]
fn refused(date: &str, year: &str, calendar: &str) {
    let sandbox = Sandbox::new();
    sandbox.write("orders.csv", orders(date));
    for args in [&["orders", "check-abnormal", "orders.csv"][..], &["import", "orders.csv"]] {
        let output = sandbox.cs(args).run().ends_with(3);
        for word in ["orders.csv:2", "created_at", year, calendar] {
            assert!(output.stderr.contains(word), "{date} {word}: {}", output.stderr);
        }
    }
    assert!(!sandbox.database().exists());
    let zh = sandbox.cs(&["import", "orders.csv"]).zh().run().ends_with(3);
    assert!(zh.stderr.contains(year), "{}", zh.stderr);
    sandbox.cs(&["import", "orders.csv", "--keep-going", "--rejects", "bad.csv"]).run().ends_with(5);
    assert!(sandbox.read("bad.csv").contains(date));
}

#[test]
fn of_the_buddhist_calendar() {
    refused("2569-11-10 10:00:00", "2569", "Buddhist");
    refused("2569/11/10 10:00", "2569", "Buddhist");
    refused("25/11/2569 10:00", "2569", "Buddhist");
}

#[test]
fn of_the_persian_and_the_islamic_one() {
    refused("1405-08-19 10:00:00", "1405", "Persian");
    refused("1448-05-29 10:00:00", "1448", "Islamic");
}

#[test]
fn of_the_republic_of_china() {
    refused("115-11-10 10:00:00", "115", "Republic of China");
    refused("115/11/10 10:00", "115", "Republic of China");
    refused("民國115年11月10日", "115", "Republic of China");
}

#[test]
fn of_japan() {
    refused("令和8年11月10日", "令和8", "Japanese");
    refused("R8/11/10", "R8", "Japanese");
}

#[test]
fn of_the_hebrew_and_indian_ones() {
    refused("5787-08-10 10:00:00", "5787", "Hebrew");
    refused("1948-08-19 10:00:00", "1948", "Saka");
    refused("2083-07-24 10:00:00", "2083", "Bikram");
}

#[test]
fn of_no_calendar() {
    refused("1970-11-10 10:00:00", "1970", "shop");
    refused("2206-11-10 10:00:00", "2206", "shop");
    refused("1989-11-10 10:00:00", "1989", "shop");
}

#[test]
fn dates_that_mean_never_stay_what_they_are() {
    for date in [
        "1970-01-01 00:00:00",
        "1970-01-01 08:00:00",
        "1900-01-01",
        "2000-01-01 00:00:00",
        "9999-12-31 23:59:59",
        "2099-12-31 23:59:59",
    ] {
        let sandbox = Sandbox::new();
        let text = orders("2026-11-10 10:00:00").replacen(
            "2026-11-10 10:00:00,2026",
            &format!("2026-11-10 10:00:00,{date}\n#2026"),
            1,
        );
        let text: String =
            text.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
        sandbox.write("orders.csv", text);
        let list =
            sandbox.ok(&["orders", "list", "orders.csv", "-F", "csv", "--columns", "order_no,paid_at"]);
        assert!(list.contains("A-1,\n"), "{date}: {list}");
    }
}
