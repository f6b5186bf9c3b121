//! Words by which buyers ask in a note for another address, courier or variant.

use super::phone;

const COURIERS: &[&str] =
    &["顺丰", "中通", "圆通", "韵达", "申通", "极兔", "德邦", "邮政", "EMS", "京东快递", "指定快递"];
/// Ordinary words that a courier's name is part of: 途中通知, 邮政编码.
const NO_COURIERS: &[&str] = &["中通知", "中通过", "中通话", "中通常", "中通电", "邮政编码"];

const CHANGES: &[&str] = &["改成", "改为", "换成"];
/// What can be changed, within a few characters of 改 or 换.
const CHANGEABLE: &[&str] =
    &["颜色", "尺码", "尺寸", "大小", "地址", "电话", "手机", "规格", "收货", "码", "款"];
/// Ordinary words with 改 or 换 in them.
const NO_CHANGES: &[&str] = &["改天", "改日", "改善", "改进", "改良", "换季", "换洗", "退换", "替换", "包换"];
const NEGATIONS: &[&str] = &[
    "不",
    "不用",
    "不要",
    "不想",
    "不需要",
    "不必",
    "不会",
    "不再",
    "没",
    "没有",
    "别",
    "无需",
    "勿",
    "未",
    "不能",
];
/// Questions that only look like negations.
const QUESTIONS: &[&str] = &["能不能", "可不可以", "要不要", "是不是", "好不好", "能否"];

const ADDRESSES: &[&str] = &["新地址", "地址错", "地址写错", "地址填错", "地址有误", "地址不对"];
const SENDING: &[&str] = &["寄到", "送到", "发到", "邮到", "寄往", "发往", "寄去", "改寄", "改送"];
const PLACES: &[&str] =
    &["号", "街道", "小区", "栋", "幢", "单元", "室", "路", "村", "镇", "驿站", "公司", "学校", "门店"];
const STREETS: &[&str] = &["路", "街", "巷", "弄", "村", "大道", "小区", "花园", "公寓", "大厦", "街道"];
const DOORS: &[&str] = &["号", "栋", "幢", "单元", "室"];

/// What a note asks for: the words that say so, each once; `phone` and `address` stand for such data
/// themselves, so that they are not carried into lists.
pub(super) fn find(note: &str) -> Vec<&'static str> {
    if may_ask(note) { all_that_is_found(note) } else { Vec::new() }
}

fn all_that_is_found(note: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    if phone::is_in(note) {
        found.push("phone");
    }
    if is_sent_elsewhere(note) || has_door(note) {
        found.push("address");
    }
    found.extend(ADDRESSES.iter().filter(|w| note.contains(**w)));
    found.extend(COURIERS.iter().filter(|w| names_courier(note, w)));
    if refuses_courier(note) {
        found.push("不要…快递");
    }
    for (at, verb) in note.match_indices(['改', '换']) {
        if is_negated(&note[..at]) || is_part_of(note, at, NO_CHANGES) {
            continue;
        }
        let tail = &note[at..];
        if let Some(word) = CHANGES.iter().find(|w| tail.starts_with(**w)) {
            found.push(word);
        }
        let (after, before) = (clause(&tail[verb.len()..], 5), last(&note[..at], 4));
        found.extend(CHANGEABLE.iter().find(|w| after.contains(**w) || before.contains(*w)));
    }
    let mut seen = Vec::new();
    for word in found {
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen
}

/// Whether any character stands in the note with which something to be found begins; nearly all notes have none.
fn may_ask(note: &str) -> bool {
    note.contains([
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'e', 'E', '改', '换', '不', '别', '顺', '中', '圆',
        '韵', '申', '极', '德', '邮', '京', '指', '新', '地', '寄', '送', '发', '路', '街', '巷', '弄', '村',
        '大', '小', '花', '公',
    ])
}

/// The first characters, up to a stop.
fn clause(text: &str, most: usize) -> String {
    text.chars().take_while(|c| !is_stop(*c)).take(most).collect()
}

/// The last characters, back to a stop.
fn last(text: &str, most: usize) -> String {
    let back: Vec<char> = text.chars().rev().take_while(|c| !is_stop(*c)).take(most).collect();
    back.into_iter().rev().collect()
}

fn is_stop(c: char) -> bool {
    "，。！？；,.!?;~～\n\r".contains(c) || c.is_whitespace()
}

fn is_negated(before: &str) -> bool {
    let before = before.trim_end_matches(['更', '修', '再', '给', '我']);
    NEGATIONS.iter().any(|n| before.ends_with(n)) && !QUESTIONS.iter().any(|q| before.ends_with(q))
}

/// Whether the word at this place is part of one of these longer words. Looks only as far around as they reach, so that a
/// note of one word repeated is read once.
fn is_part_of(note: &str, at: usize, longer: &[&str]) -> bool {
    let begins = |word: &str, offset: usize| {
        let from = at.checked_sub(offset).and_then(|from| note.get(from..));
        from.is_some_and(|rest| rest.starts_with(word))
    };
    longer.iter().any(|word| word.char_indices().any(|(offset, _)| begins(word, offset)))
}

fn names_courier(note: &str, word: &str) -> bool {
    if word == "EMS" {
        // Not as a part of ITEMS or SYSTEMS.
        let note = note.to_ascii_uppercase();
        return note.split(|c: char| !c.is_ascii_alphanumeric()).any(|w| w == "EMS");
    }
    note.match_indices(word).any(|(at, _)| !is_part_of(note, at, NO_COURIERS))
}

/// `不要发百世快递`
fn refuses_courier(note: &str) -> bool {
    ["不要", "别发", "不发"]
        .iter()
        .any(|no| note.match_indices(no).any(|(at, no)| clause(&note[at + no.len()..], 8).contains("快递")))
}

/// `寄到…号`: a bare `什么时候送到` asks for nothing.
fn is_sent_elsewhere(note: &str) -> bool {
    SENDING.iter().any(|verb| {
        note.match_indices(verb).any(|(at, verb)| {
            let place = clause(&note[at + verb.len()..], 30);
            PLACES.iter().any(|p| place.contains(p)) && !is_date_only(&place)
        })
    })
}

/// `送到…号` can also mean a day: `15号之前`.
fn is_date_only(place: &str) -> bool {
    let names = PLACES.iter().filter(|p| place.contains(**p)).count();
    names == 1
        && place.contains('号')
        && ["号前", "号之前", "号以前", "号左右", "号吗"].iter().any(|d| place.contains(d))
}

/// `天河北路233号`, `阳光小区3幢`: a street or estate, then at once a number and a door.
fn has_door(note: &str) -> bool {
    STREETS.iter().any(|street| {
        note.match_indices(street).any(|(at, street)| {
            let after = &note[at + street.len()..];
            let number = after.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
            number.len() < after.len()
                && DOORS.iter().any(|door| number.starts_with(door))
                && !["号前", "号之前", "号到", "号公交"].iter().any(|no| number.starts_with(no))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wishes_are_found() {
        for (note, word) in [
            ("麻烦发顺丰,谢谢", "顺丰"),
            ("请用ems寄", "EMS"),
            ("不要发百世快递", "不要…快递"),
            ("改地址：天河北路233号1801室", "address"),
            ("帮我改一下地址", "地址"),
            ("地址改到公司", "地址"),
            ("能不能换个颜色", "颜色"),
            ("尺码换大一号", "尺码"),
            ("改成红色的", "改成"),
            ("换大一码", "码"),
            ("电话换了 13800000001", "phone"),
            ("家里座机0571-88886666", "phone"),
            ("请寄到阳光小区3栋2单元", "address"),
            ("寄到五常街道", "address"),
            ("地址写错了", "地址写错"),
            ("不要红的，换黑色款", "款"),
        ] {
            assert!(find(note).contains(&word), "{note}: {:?}", find(note));
        }
        assert_eq!(find("改成红色，改成红色，发顺丰"), ["顺丰", "改成"]);
    }

    #[test]
    fn ordinary_notes_are_left_alone() {
        for note in [
            "",
            "谢谢老板",
            "不用改",
            "不用改地址",
            "没有换颜色",
            "地址不用改",
            "改天收货",
            "换季款好看",
            "请在途中通知我",
            "邮政编码310000",
            "什么时候能送到",
            "请在15号之前送到",
            "能送到15号之前吗",
            "周末送货",
            "路上小心，15号前要到",
            "支持七天退换吗，码数正吗",
            "items look good",
            "送给妈妈的生日礼物，包装好一点",
            "要2个红色的",
            "别改款式了",
        ] {
            assert!(find(note).is_empty(), "{note}: {:?}", find(note));
        }
    }

    proptest! {
        #[test]
        fn what_asks_for_something_is_looked_at(
            words in proptest::collection::vec(proptest::sample::select(
                [COURIERS, CHANGES, CHANGEABLE, ADDRESSES, SENDING, PLACES, STREETS, DOORS, NEGATIONS].concat()
            ), 0..6),
            number in "[0-9１-３-]{0,12}",
        ) {
            let note = format!("{}{number}ems", words.concat());
            for note in [note.as_str(), note.trim_end_matches("ems")] {
                prop_assert!(may_ask(note) || all_that_is_found(note).is_empty(), "{}", note);
            }
        }

        #[test]
        fn any_note_is_read(note in "\\PC{0,40}") {
            let _ = find(&note);
        }

        #[test]
        fn any_heap_of_words_is_read(note in "[改换地址中通知路号不要快递成码，1EMS退]{0,24}") {
            let _ = find(&note);
        }
    }
}
