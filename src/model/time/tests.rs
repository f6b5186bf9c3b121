mod slow;
mod spellings;

use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Result<String, TimeError> {
    Stamp::parse(text, Zone::CHINA, DateOrder::Open).map(|s| s.iso(Zone::CHINA))
}

proptest! {
    #[test]
    fn plain_dates_are_what_the_calendar_says(
        y in 1890_u32..10_000, m in 0_u32..14, d in 0_u32..33, h in 0_u32..26, n in 0_u32..62, s in 0_u32..62,
    ) {
        let text = format!("{y:04}-{m:02}-{d:02} {h:02}:{n:02}:{s:02}");
        let slow = |hms| slow::stamp([y as i32, m as i32, d as i32], hms, Zone::CHINA).ok();
        prop_assert_eq!(Stamp::plain(text.as_bytes(), Zone::CHINA), slow([h, n, s]), "{}", text);
        prop_assert_eq!(Stamp::plain(&text.as_bytes()[..10], Zone::CHINA), slow([0; 3]), "{}", text);
    }

    #[test]
    fn what_is_no_plain_date_is_left_alone(at in 0_usize..19, sign in "[^0-9T]") {
        let mut text = "2026-11-21 09:30:00".to_owned();
        if !text[at..].starts_with(&sign) {
            text.replace_range(at..=at, &sign);
            prop_assert_eq!(Stamp::plain(text.as_bytes(), Zone::CHINA), None, "{}", text);
        }
    }
}

#[test]
fn shapes_seen_in_exports() {
    for (text, iso) in [
        ("2026-03-01 12:30:00", "2026-03-01T12:30:00+08:00"),
        ("2026/3/1 9:05", "2026-03-01T09:05:00+08:00"),
        ("2026/03/01 12:30:00", "2026-03-01T12:30:00+08:00"),
        ("2026-03-01", "2026-03-01T00:00:00+08:00"),
        ("20260301", "2026-03-01T00:00:00+08:00"),
        ("20260301123000", "2026-03-01T12:30:00+08:00"),
        ("2026-03-01T04:30:00Z", "2026-03-01T12:30:00+08:00"),
        ("2026-03-01T12:30:00+08:00", "2026-03-01T12:30:00+08:00"),
        ("2025-11-01 09:30:00 -0400", "2025-11-01T21:30:00+08:00"),
        ("2026年03月01日 12:30:00", "2026-03-01T12:30:00+08:00"),
        ("05-Nov-2025", "2025-11-05T00:00:00+08:00"),
        ("Nov-01-25 09:30:00", "2025-11-01T09:30:00+08:00"),
        ("46082.5208333", "2026-03-01T12:30:00+08:00"),
        ("2026-03-01 下午 1:30", "2026-03-01T13:30:00+08:00"),
        ("5/5/2026 12:30 AM", "2026-05-05T00:30:00+08:00"),
        ("2026/3/1 3:04:05 p.m.", "2026-03-01T15:04:05+08:00"),
        ("Nov 1, 2025 12:03:11 AM PDT", "2025-11-01T15:03:11+08:00"),
        ("5 November 2025, 13:45", "2025-11-05T13:45:00+08:00"),
        ("Wed, 05 Nov 2025 10:00:00 +0000", "2025-11-05T18:00:00+08:00"),
        ("Sept 3rd 2025", "2025-09-03T00:00:00+08:00"),
        ("OCT-01-25", "2025-10-01T00:00:00+08:00"),
        ("2025-Nov-05", "2025-11-05T00:00:00+08:00"),
        ("2025-11-01 13:04 UTC", "2025-11-01T21:04:00+08:00"),
        ("2025-11-01T13:04:21+00:00", "2025-11-01T21:04:21+08:00"),
        ("2026.3.1", "2026-03-01T00:00:00+08:00"),
        ("45962", "2025-11-01T00:00:00+08:00"),
        ("2026-03-01 12:30:00.123", "2026-03-01T12:30:00+08:00"),
        ("２０２６－０３－０１ １２：３０：００", "2026-03-01T12:30:00+08:00"),
        ("2024-02-29 00:00:00", "2024-02-29T00:00:00+08:00"),
        ("20260301 12:30:00", "2026-03-01T12:30:00+08:00"),
        ("20260301T123000", "2026-03-01T12:30:00+08:00"),
        ("2026年3月1日 12时30分05秒", "2026-03-01T12:30:05+08:00"),
        ("2026年3月1日9时5分", "2026-03-01T09:05:00+08:00"),
        ("2026年03月01日 下午1点30分", "2026-03-01T13:30:00+08:00"),
        ("2026-03-01 星期日 12:30:00", "2026-03-01T12:30:00+08:00"),
        ("2026年3月1日（周日） 12:30", "2026-03-01T12:30:00+08:00"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(iso), "{text}");
    }
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "2026-02-29 00:00:00",
        "2026-02-30 10:00:00",
        "2026-13-01",
        "2026-03-00",
        "2026-03-01 25:00:00",
        "2026-03-01 12:60:00",
        "10000-01-01",
        "-2026-03-01",
        "昨天",
        "########",
        "2026-03-01 12:30:00abc",
        "1772339400",
        "2026-03-01 24:00:00",
        "13:00 PM",
        "2026-03-01 13:00 PM",
        "2026-03-01 0:30 AM",
        "Nov 31, 2025",
        "Marble 5, 2025",
        "1.2.3",
        "1,5",
        "20261301 12:30",
        "2026-03-01 星期八 12:30",
        "2026年3月1日 9时",
        "12345678 ",
    ] {
        assert_eq!(read(text), Err(TimeError::Unreadable), "{text}");
    }
    for text in ["03/04/2026", "25/03/2026", "3-25-2026", "05.11.2025", "25/11/06", "11/06/25 9:30 PM"] {
        assert_eq!(read(text), Err(TimeError::Ambiguous), "{text}");
    }
    assert_eq!(read("00/00/0000"), Err(TimeError::Never));
    assert_eq!(read("0000-00-00 00:00:00"), Err(TimeError::Never));
}

#[test]
fn sentinels_are_known() {
    for text in ["2000-01-01 00:00:00", "1970-01-01 08:00:00", "9999-12-31 23:59:59"] {
        let at = Stamp::parse(text, Zone::CHINA, DateOrder::Year).expect(text);
        assert_eq!(at.era(Zone::CHINA), Era::Never, "{text}");
    }
    let at = Stamp::parse("2000-01-01 00:00:01", Zone::CHINA, DateOrder::Year).expect("a date");
    assert_eq!(at.era(Zone::CHINA), Era::Ordinary);
    for text in ["9999-12-31T23:59:59Z", "9999-12-31 23:59:59 -0800", "1900-01-01T00:00:00+14:00"] {
        assert_eq!(read(text), Err(TimeError::Never), "{text}");
    }
}

#[test]
fn the_order_that_was_told_decides() {
    let read = |text, order| Stamp::parse(text, Zone::UTC, order).map(|s| s.iso(Zone::UTC)[..10].to_owned());
    for (text, order, day) in [
        ("03/04/2026", DateOrder::DayMonth, "2026-04-03"),
        ("03/04/2026", DateOrder::MonthDay, "2026-03-04"),
        ("11/06/25", DateOrder::MonthDay, "2025-11-06"),
        ("25/11/06", DateOrder::Year, "2025-11-06"),
        ("2026/3/4", DateOrder::MonthDay, "2026-03-04"),
        ("05.11.2025", DateOrder::DayMonth, "2025-11-05"),
    ] {
        assert_eq!(read(text, order).as_deref(), Ok(day), "{text}");
    }
    assert_eq!(read("25/03/2026", DateOrder::MonthDay), Err(TimeError::Unreadable));
    assert_eq!(read("03/04/2026", DateOrder::Year), Err(TimeError::Ambiguous));
    assert_eq!(read("03/04/206", DateOrder::DayMonth), Err(TimeError::Unreadable));
}

#[test]
fn a_column_decides_by_all_of_its_dates() {
    let order = |cells: &[&str]| {
        let mut dates = ColumnDates::default();
        cells.iter().zip(2..).for_each(|(cell, line)| dates.look(cell, line));
        dates.order()
    };
    let told = ColumnOrder::Told;
    for (cells, want) in [
        (&["03/04/2026", "25/03/2026"][..], told(DateOrder::DayMonth)),
        (&["03/04/2026", "2026-03-04", "03/25/2026 9:30 PM"], told(DateOrder::MonthDay)),
        (&["", "03/04/2026", "04/03/2026"], ColumnOrder::Undecided(3)),
        (&["25/03/2026", "03/25/2026"], ColumnOrder::Contradiction(3, 2)),
        (&["05/05/2026", "06/06/2026"], told(DateOrder::DayMonth)),
        // With two digits the year may stand first as well.
        (&["11/13/25"], told(DateOrder::MonthDay)),
        (&["13/11/25"], ColumnOrder::Undecided(2)),
        (&["13/11/25", "01/12/2025"], told(DateOrder::DayMonth)),
        (&["31/11/25"], told(DateOrder::Year)),
        (&["12/11/45", "13/11/45"], told(DateOrder::DayMonth)),
        (&["30/02/2026", "x", "45962"], told(DateOrder::DayMonth)),
    ] {
        assert_eq!(order(cells), want, "{cells:?}");
    }
}

#[test]
fn minutes_are_floored() {
    assert_eq!(minutes_left(Stamp(119), Stamp(0)), 1);
    assert_eq!(minutes_left(Stamp(0), Stamp(1)), -1);
}

proptest! {
    #[test]
    fn iso_reads_back(at in 0_i64..4_102_444_800, hours in -11_i32..14) {
        let zone = Zone(hours * 3600);
        let text = Stamp(at).iso(zone);
        prop_assert_eq!(Stamp::parse(&text, Zone::UTC, DateOrder::Year), Ok(Stamp(at)));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,24}") {
        for order in [DateOrder::Open, DateOrder::Year, DateOrder::DayMonth, DateOrder::MonthDay] {
            let _ = Stamp::parse(&text, Zone::CHINA, order);
        }
        ColumnDates::default().look(&text, 1);
    }

    #[test]
    fn spelled_months_read_back(at in 946_771_200_i64..4_102_444_800) {
        let day = Stamp(at - at.rem_euclid(DAY));
        let local = Zone::UTC.local(day).expect("a moment");
        for shape in ["%d-%b-%Y", "%b-%d-%Y", "%B %-d, %Y", "%-d %b %Y", "%a, %d %b %Y"] {
            let text = local.format(shape).to_string();
            prop_assert_eq!(Stamp::parse(&text, Zone::UTC, DateOrder::Open), Ok(day), "{}", text);
        }
    }

    /// Whatever a column decides, every date is read as it was meant, or the column is refused.
    #[test]
    fn a_column_is_read_as_meant_or_refused(
        days in proptest::collection::vec(946_771_200_i64 / DAY..4_102_444_800 / DAY, 1..12),
        day_first in any::<bool>(),
        short in any::<bool>(),
    ) {
        let shape = match (day_first, short) {
            (true, false) => "%d/%m/%Y",
            (true, true) => "%d/%m/%y",
            (false, false) => "%m/%d/%Y",
            (false, true) => "%m/%d/%y",
        };
        let texts: Vec<String> = days
            .iter()
            .map(|d| Zone::UTC.local(Stamp(d * DAY)).expect("a moment").format(shape).to_string())
            .collect();
        let mut column = ColumnDates::default();
        texts.iter().zip(1..).for_each(|(text, line)| column.look(text, line));
        if let ColumnOrder::Told(order) = column.order() {
            for (text, day) in texts.iter().zip(&days) {
                let read = Stamp::parse(text, Zone::UTC, order);
                // A short year is one of this century.
                prop_assert_eq!(read, Ok(Stamp(day * DAY)), "{} by {:?}", text, order);
            }
        }
    }
}
