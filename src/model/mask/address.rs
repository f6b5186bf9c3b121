//! Addresses, kept down to the street office (街道, 镇, 乡).

use super::clean::after_cleaning;
use super::hidden::HIDDEN;
use crate::model::text::is_han;
use std::borrow::Cow;

const PROVINCES: [&str; 34] = [
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
];

const PROVINCE_ENDS: [&str; 8] =
    ["省", "市", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "特别行政区", ""];

/// What a part of an address may end with, and how many signs may stand before that.
struct Level {
    ends: &'static [&'static str],
    longest: usize,
}

const CITY: Level = Level { ends: &["自治州", "地区", "市", "盟"], longest: 11 };
const DISTRICT: Level = Level { ends: &["自治县", "自治旗", "区", "县", "市", "旗"], longest: 15 };
const STREET: Level = Level { ends: &["街道", "镇", "乡", "苏木"], longest: 6 };

/// `浙江省杭州市余杭区文一西路969号` → `浙江省杭州市余杭区***`; what can't be read is hidden whole.
pub fn address(value: &str) -> Cow<'_, str> {
    after_cleaning(value, |value| {
        if value.trim().is_empty() {
            Cow::Borrowed(value)
        } else {
            masked(value).unwrap_or(Cow::Borrowed(HIDDEN))
        }
    })
}

/// Signs of the longest address.
pub(super) const LONGEST: usize = 120;

/// The region and stars; `None` if no region is read.
pub(super) fn masked(value: &str) -> Option<Cow<'_, str>> {
    let mut end = match province(value) {
        Some(end) => end,
        // Without a province only a short city with a district behind it is sure to be one.
        None => part(value, 0, &Level { longest: 4, ..CITY })
            .filter(|at| part(value, *at, &DISTRICT).is_some())?,
    };
    for level in [&CITY, &CITY, &DISTRICT, &STREET] {
        end = part(value, end, level).unwrap_or(end);
    }
    let (kept, rest) = value.split_at_checked(end)?;
    // Stars alone are a mask already.
    Some(match rest.trim() {
        "" => Cow::Borrowed(value),
        stars if stars.chars().all(|c| matches!(c, '*' | '＊' | '●')) => Cow::Borrowed(value),
        _ => Cow::Owned(format!("{}{HIDDEN}", kept.trim_end())),
    })
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '/' | ',' | '，' | '、')
}

fn province(value: &str) -> Option<usize> {
    let body = value.trim_start().trim_start_matches("中国").trim_start_matches(is_gap);
    let rest = PROVINCES.iter().find_map(|p| body.strip_prefix(p))?;
    let rest = PROVINCE_ENDS.iter().find_map(|e| rest.strip_prefix(e))?;
    Some(value.len() - rest.len())
}

/// The end of a part of this level that starts at `from`, after blanks.
fn part(value: &str, from: usize, level: &Level) -> Option<usize> {
    let rest = value[from..].trim_start_matches(is_gap);
    let from = value.len() - rest.len();
    if rest.starts_with("市辖区") {
        return Some(from + "市辖区".len());
    }
    for (n, (at, c)) in rest.char_indices().enumerate() {
        if n > level.longest || !is_han(c) {
            return None;
        }
        let (before, here) = rest.split_at(at);
        let end = level.ends.iter().find(|e| here.starts_with(**e)).map(|e| e.len());
        if let Some(len) = end.filter(|len| n > 0 && is_part(before, &here[..*len], &here[*len..])) {
            return Some(from + at + len);
        }
        // Signs of a street or a house; some districts begin with one (路桥区, 道里区), some end with 楼区.
        let street = matches!(c, '号' | '巷' | '弄' | '村' | '栋' | '幢' | '室' | '组')
            || (n > 0 && matches!(c, '路' | '道' | '街'))
            || (c == '楼' && !here.starts_with("楼区"));
        if street {
            return None;
        }
    }
    None
}

/// Not the 区 of 小区, the 市 of 市场 or the 镇 of 镇海路.
fn is_part(before: &str, end: &str, after: &str) -> bool {
    match end {
        "区" => !before.ends_with(['小', '社', '园', '校', '厂', '院', '片', '景', '地']),
        "市" => !before.ends_with(['超', '城', '夜', '菜']) && !after.starts_with(['场', '辖', '民', '政']),
        "镇" | "乡" => {
            !after.starts_with(['路', '街', '巷', '道', '大', '中', '小', '东', '西', '南', '北'])
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_end_at_the_street_office() {
        for (plain, masked) in [
            ("浙江省 杭州市 余杭区 五常街道未来路1号(310000)", "浙江省 杭州市 余杭区 五常街道***"),
            ("浙江省杭州市余杭区文一西路969号", "浙江省杭州市余杭区***"),
            ("浙江省 杭州市 余杭区 文一西路969号", "浙江省 杭州市 余杭区***"),
            ("上海市上海市浦东新区张江镇科苑路88号", "上海市上海市浦东新区张江镇***"),
            ("上海 上海市 浦东新区 科苑路88号", "上海 上海市 浦东新区***"),
            ("北京市朝阳区建国路1号", "北京市朝阳区***"),
            ("北京市市辖区朝阳区建国路1号", "北京市市辖区朝阳区***"),
            ("江苏省苏州市昆山市花桥镇光明路1号", "江苏省苏州市昆山市花桥镇***"),
            ("广东省东莞市南城街道阳光小区3栋", "广东省东莞市南城街道***"),
            ("浙江省台州市路桥区银座街2号", "浙江省台州市路桥区***"),
            ("江苏省南京市鼓楼区中山路3号", "江苏省南京市鼓楼区***"),
            (
                "内蒙古自治区呼伦贝尔市鄂温克族自治旗巴彦托海镇5号",
                "内蒙古自治区呼伦贝尔市鄂温克族自治旗巴彦托海镇***",
            ),
            ("杭州市余杭区文一西路969号", "杭州市余杭区***"),
            ("浙江省杭州市阳光小区3幢", "浙江省杭州市***"),
            ("浙江省", "浙江省"),
            ("文一西路969号", "***"),
            ("王小明 13812345678 浙江省杭州市余杭区文一西路969号", "***"),
            ("1 Infinite Loop, Cupertino", "***"),
            ("浙江省杭州市余杭区***", "浙江省杭州市余杭区***"),
            ("浙江省杭州市余杭区**路1号", "浙江省杭州市余杭区***"),
            ("", ""),
        ] {
            assert_eq!(address(plain), masked, "{plain}");
        }
    }

    proptest! {
        #[test]
        fn digits_never_stay(value in "(浙江省|上海市|)[杭州市余区 ]{0,8}[\\p{Han}0-9路号 ]{0,16}") {
            let masked = address(&value);
            prop_assert!(!masked.chars().any(|c| c.is_ascii_digit()), "{}", masked);
        }
    }
}
