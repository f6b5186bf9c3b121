//! Every spelling is read as [`super::slow`] reads it.

use super::super::{DateOrder, Stamp, Zone, columns};
use super::{read, slow};
use proptest::prelude::*;

/// Texts that are dates, nearly dates, or put together of what dates are made of.
fn written() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "2026",
        "26",
        "0000",
        "1900",
        "9999",
        "10000",
        "1",
        "5",
        "05",
        "11",
        "12",
        "13",
        "20",
        "30",
        "31",
        "99",
        "45962",
        "46082.5",
        "/",
        "-",
        ".",
        " ",
        "  ",
        "T",
        ",",
        ", ",
        ":",
        "日",
        "年",
        "月",
        "时",
        "分",
        "秒",
        "点",
        "AM",
        "pm",
        "a.m.",
        "P.M.",
        "上午",
        "下午",
        "Z",
        "+08:00",
        "-0400",
        "+8:0",
        "UTC",
        "GMT",
        "PDT",
        "JST",
        "Nov",
        "sept",
        "SEPTEMBER",
        "Oct.",
        "may",
        "st",
        "rd",
        "th",
        "Wed",
        "Thursday",
        "at ",
        "星期一",
        "周日",
        "（",
        "）",
        "週",
        "礼拜天",
        "：",
        "／",
        "－",
        "２",
        "０",
        "\u{3000}",
        "\u{a0}",
        "\t",
        "é",
        "İ",
        "K",
        "无",
    ]);
    let clock = "( |  |T)?( ?(AM|pm|上午|下午) ?)?[0-9]{1,2}([:：时][0-9]{1,2}([:：分][0-9]{0,2}([.秒][0-9]{0,3})?)?)?\
         ( ?(AM|pm|a\\.m\\.|上午|下午))?( ?(Z|UTC|[+-][0-9]{2}:?[0-9]{2}))?";
    let year_first = "[0-9]{4}[-/.年－][0-9]{1,2}[-/.月][0-9]{1,3}日?( ?[（(]?(星期|周)[一日八][）)]?)?";
    let year_last =
        "[0-9]{1,2}(st|th)?[-/. ]([0-9]{1,2}|[A-Za-z]{3}|Nov|june)[-/., ]{1,2}([0-9]{2}|[0-9]{4})";
    let compact =
        "[12][0-9]{7}|[12][0-9]{11}|[12][0-9]{13}|[2-7][0-9]{4}(\\.[0-9]{1,9})?|2026[01][0-9][0-3][0-9][ T]";
    let spelled = "((Mon|wed|SUNDAY),? )?(Nov|August|May\\.) [0-3]?[0-9](st|nd|rd|th)?,? [0-9]{4}( at)?";
    prop_oneof![
        (year_first, clock).prop_map(|(day, clock)| day + &clock),
        (year_last, clock).prop_map(|(day, clock)| day + &clock),
        (spelled, clock).prop_map(|(day, clock)| day + &clock),
        (compact, prop::option::of(clock)).prop_map(|(day, clock)| day + &clock.unwrap_or_default()),
        prop_oneof![year_first, year_last, spelled],
        prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat()),
        "\\PC{0,24}",
    ]
}

/// The same with one sign put in, left out or turned into another.
fn mangled() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(" /-.:,T0129aAmMpPzZ年月日秒上午\u{3000}".chars().collect::<Vec<char>>());
    (written(), any::<prop::sample::Index>(), 0_u8..3, sign).prop_map(|(text, at, how, sign)| {
        let mut signs: Vec<char> = text.chars().collect();
        if !signs.is_empty() {
            let at = at.index(signs.len());
            match how {
                0 => signs.insert(at, sign),
                1 => drop(signs.remove(at)),
                _ => signs[at] = sign,
            }
        }
        signs.into_iter().collect()
    })
}

fn same_as_slowly_read(text: &str, zone: Zone) {
    for order in [DateOrder::Open, DateOrder::Year, DateOrder::DayMonth, DateOrder::MonthDay] {
        assert_eq!(Stamp::parse(text, zone, order), slow::parse(text, zone, order), "{text:?} by {order:?}");
    }
    let [fast, plainly] = [columns::readings(text), slow::readings(text)];
    assert_eq!(fast, plainly, "{text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn every_spelling_is_read_as_it_is_slowly(text in prop_oneof![written(), mangled()], hours in -12_i32..=14) {
        same_as_slowly_read(&text, Zone(hours * 3600));
    }

    #[test]
    fn what_spreadsheets_write_is_read_from_its_bytes(
        y in 1890_u32..10_000, m in 0_u32..14, d in 0_u32..33, h in 0_u32..26, n in 0_u32..62, s in 0_u32..62,
        sign in "[-/.]", between in "[ T]",
    ) {
        let day = format!("{y:04}{sign}{m}{sign}{d}");
        for text in [
            day.clone(),
            format!("{day}{between}{h}:{n:02}"),
            format!("{day}{between}{h}:{n}:{s}"),
            format!("{y:04}{sign}{m:02}{sign}{d:02}{between}{h:02}:{n:02}:{s:02}"),
        ] {
            let plainly = slow::parse(&text, Zone::CHINA, DateOrder::Open).ok();
            prop_assert_eq!(Stamp::year_first(text.as_bytes(), Zone::CHINA), plainly, "{}", text);
        }
    }

    #[test]
    fn what_is_read_from_its_bytes_is_so_read_elsewhere(text in "[0-9]{4}[-/. ]?[0-9]{0,3}[-/.:]?[0-9]{0,3}[ T:]?[0-9:]{0,9}") {
        if let Some(at) = Stamp::year_first(text.as_bytes(), Zone::CHINA) {
            prop_assert_eq!(slow::parse(&text, Zone::CHINA, DateOrder::Open), Ok(at), "{}", text);
        }
    }
}

#[test]
fn a_date_with_much_around_it_is_still_one() {
    for text in [
        format!("2026-03-01 12:30:00.{}", "1".repeat(200)),
        format!("2026年3月1日{}12:30", "\u{3000}".repeat(200)),
        format!("{}2026-03-01 （星期日） 12:30{}", "\u{a0}".repeat(90), " ".repeat(90)),
        format!("2026-03-01 12:30:00.{}", "秒".repeat(23)),
        format!("2026-03-01 12:30:00.{}", "秒".repeat(24)),
        format!("2026-03-01 12:30:00.{}", "秒".repeat(27)),
    ] {
        assert_eq!(read(&text).as_deref(), Ok("2026-03-01T12:30:00+08:00"), "{text}");
        same_as_slowly_read(&text, Zone::CHINA);
    }
}
