//! Splits a mainland address into province, city, district and the rest, with or without blanks between.

use crate::model::hash::HashMap;
use std::sync::LazyLock;

/// The parts of an address; empty where not found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Address<'a> {
    pub(super) province: &'a str,
    pub(super) city: &'a str,
    /// A town or street office where the city has no districts.
    pub(super) district: &'a str,
    /// Without the post code in brackets.
    pub(super) detail: &'a str,
    /// A city without districts: county-level, or one of the few prefectures that have none.
    pub(super) undivided: bool,
}

/// Name and suffix; exports leave the suffix out (`浙江杭州市…`).
const PROVINCES: &[(&str, &str)] = &[
    ("北京", "市"),
    ("上海", "市"),
    ("天津", "市"),
    ("重庆", "市"),
    ("河北", "省"),
    ("山西", "省"),
    ("辽宁", "省"),
    ("吉林", "省"),
    ("黑龙江", "省"),
    ("江苏", "省"),
    ("浙江", "省"),
    ("安徽", "省"),
    ("福建", "省"),
    ("江西", "省"),
    ("山东", "省"),
    ("河南", "省"),
    ("湖北", "省"),
    ("湖南", "省"),
    ("广东", "省"),
    ("海南", "省"),
    ("四川", "省"),
    ("贵州", "省"),
    ("云南", "省"),
    ("陕西", "省"),
    ("甘肃", "省"),
    ("青海", "省"),
    ("内蒙古", "自治区"),
    ("广西", "壮族自治区"),
    ("西藏", "自治区"),
    ("宁夏", "回族自治区"),
    ("新疆", "维吾尔自治区"),
    ("台湾", "省"),
    ("香港", "特别行政区"),
    ("澳门", "特别行政区"),
];

const DIRECT_RUN: usize = 4;
const OVERSEAS: usize = 31;

/// Prefectures that have districts or counties below them; any other 市 is one without.
const PREFECTURES: &str = "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 \
呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安 锡林郭勒 阿拉善 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 \
盘锦 铁岭 朝阳 葫芦岛 长春 吉林 四平 辽源 通化 白山 松原 白城 延边 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 \
大兴安岭 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 \
蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 \
新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 \
鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 \
衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 潮州 \
揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 \
南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山 贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 \
楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆 拉萨 日喀则 昌都 林芝 山南 那曲 阿里 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 金昌 白银 \
天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南 西宁 海东 海北 黄南 果洛 玉树 海西 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 \
博尔塔拉 巴音郭楞 阿克苏 克孜勒苏 喀什 和田 伊犁 塔城 阿勒泰";

/// The prefectures by their first character.
static PREFECTURES_BY_SIGN: LazyLock<HashMap<char, Vec<&str>>> = LazyLock::new(|| {
    let mut all: HashMap<char, Vec<&str>> = HashMap::default();
    for name in PREFECTURES.split_whitespace() {
        if let Some(first) = name.chars().next() {
            all.entry(first).or_default().push(name);
        }
    }
    all
});

/// What exports write where a county has no prefecture.
const NO_PREFECTURE: &[&str] = &[
    "省直辖县级行政区划",
    "省直辖县级行政单位",
    "省直辖行政单位",
    "省直辖县",
    "自治区直辖县级行政区划",
    "自治区直辖县级行政单位",
    "自治区直辖县",
];

/// Districts whose names begin with a word that else belongs to a street.
const STREETLIKE: &[&str] =
    &["路桥区", "路北区", "路南区", "道里区", "道外区", "二道区", "二道江区", "红旗区"];

/// How far into the text the end of a name is looked for, in characters.
const REACH: usize = 16;

pub(super) fn split(text: &str) -> Address<'_> {
    let mut out = Address::default();
    let mut rest = skip(without_post_code(text));
    let place = province(rest);
    if let Some((at, len)) = place {
        (out.province, rest) = (&rest[..len], skip(&rest[len..]));
        if at >= OVERSEAS {
            return Address { city: out.province, undivided: true, detail: rest, ..out };
        }
        if let Some((name, _)) = PROVINCES.get(at).filter(|_| at < DIRECT_RUN) {
            rest = skip_repeated(rest, name);
            out.city = out.province;
        }
    }
    if out.city.is_empty()
        && let Some((len, divided)) = city(rest)
    {
        (out.city, rest) = (&rest[..len], skip(&rest[len..]));
        out.undivided = !divided;
    }
    if let Some(len) = district(rest) {
        (out.district, rest) = (&rest[..len], skip(&rest[len..]));
        // Counties that stand right under their province.
        let direct = out.province.starts_with("海南") || out.district == "神农架林区";
        if out.city.is_empty() && direct {
            out.city = out.district;
        }
    } else if out.undivided
        && let Some(len) = town(rest)
    {
        (out.district, rest) = (&rest[..len], skip(&rest[len..]));
    }
    out.detail = rest;
    out
}

fn skip(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | '/' | '-' | '_'))
}

fn without_post_code(text: &str) -> &str {
    let text = text.trim_end();
    let Some(body) = text.strip_suffix([')', '）']) else { return text };
    match body.rfind(['(', '（']) {
        Some(at) => {
            let code = body[at..].trim_start_matches(['(', '（']);
            let is_code = code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit());
            if is_code || code.is_empty() { body[..at].trim_end() } else { text }
        }
        None => text,
    }
}

/// Place in the table, and length.
fn province(text: &str) -> Option<(usize, usize)> {
    PROVINCES.iter().enumerate().find_map(|(at, (name, suffix))| {
        let rest = text.strip_prefix(name)?;
        for end in [*suffix, "省", "自治区"] {
            if let Some(rest) = rest.strip_prefix(end) {
                return Some((at, text.len() - rest.len()));
            }
        }
        // `吉林市`, `河北区`, `海南藏族自治州`: another place of that name.
        let other = ['市', '区', '县', '路', '街', '藏'].iter().any(|c| rest.starts_with(*c));
        (!other).then_some((at, name.len()))
    })
}

/// `上海 上海市 徐汇区`, `重庆 县 云阳县`: the city again, or a filler.
fn skip_repeated<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    if let Some(after) = rest.strip_prefix(name) {
        let bare = after.starts_with(char::is_whitespace);
        rest = after.strip_prefix('市').unwrap_or(if bare { after } else { rest });
    }
    rest = skip(rest);
    for filler in ["市辖区", "城区 ", "郊县 ", "县 "] {
        rest = rest.strip_prefix(filler).unwrap_or(rest);
    }
    skip(rest)
}

/// Length, and whether there are districts below it.
fn city(text: &str) -> Option<(usize, bool)> {
    if let Some(filler) = NO_PREFECTURE.iter().find(|f| text.starts_with(**f)) {
        return Some((filler.len(), true));
    }
    let first = text.chars().next()?;
    for name in PREFECTURES_BY_SIGN.get(&first).into_iter().flatten() {
        let Some(rest) = text.strip_prefix(name) else { continue };
        for suffix in ["市", "地区", "盟", "州"] {
            if rest.starts_with(suffix) {
                return Some((name.len() + suffix.len(), true));
            }
        }
        if let Some(end) = end_of(rest, "自治州") {
            return Some((name.len() + end, true));
        }
        if ['区', '县', '旗', '路', '街'].iter().any(|c| rest.starts_with(*c)) {
            continue;
        }
        return Some((name.len(), true));
    }
    for (n, (at, c)) in text.char_indices().take(REACH).enumerate() {
        match c {
            '市' if n > 0 && !text[..at].ends_with(['城', '超', '集']) => {
                return Some((at + c.len_utf8(), false));
            }
            '区' | '县' | '旗' if n > 0 => return None,
            _ if ends_names(c) => return None,
            _ => {}
        }
    }
    None
}

/// Where a suffix ends, if it stands near and no blank comes before it.
fn end_of(text: &str, suffix: &str) -> Option<usize> {
    let at = text.find(suffix)?;
    let near = text[..at].chars().count() < REACH && !text[..at].contains(ends_names);
    near.then_some(at + suffix.len())
}

/// A character that no name of a city or district goes beyond.
fn ends_names(c: char) -> bool {
    c.is_whitespace()
        || c.is_ascii_alphanumeric()
        || matches!(c, '路' | '街' | '道' | '巷' | '弄' | '号' | '，' | ',' | '、' | '(' | '（' | '*' | '＊')
}

fn district(text: &str) -> Option<usize> {
    if let Some(name) = STREETLIKE.iter().find(|name| text.starts_with(**name)) {
        return Some(name.len());
    }
    for (n, (at, c)) in text.char_indices().take(REACH).enumerate() {
        if ends_names(c) {
            return None;
        }
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        match c {
            _ if n == 0 => {}
            '区' if before.ends_with(['小', '社', '校', '厂', '景', '库', '院', '片', '宅', '活']) =>
            {
                return None;
            }
            // `红旗区` and the like.
            '旗' if after.starts_with('区') || before.ends_with('红') => {}
            '市' if before.ends_with(['超', '城', '集']) => return None,
            // `沙市区`, `新市区`, `津市市`.
            '市' if after.starts_with(['区', '市']) => return Some(at + 2 * c.len_utf8()),
            '区' | '县' | '旗' | '市' => return Some(at + c.len_utf8()),
            _ => {}
        }
    }
    None
}

fn town(text: &str) -> Option<usize> {
    for (n, (at, c)) in text.char_indices().take(REACH).enumerate() {
        let end = at + c.len_utf8();
        match c {
            '镇' | '乡' if n > 0 => return Some(end),
            '街' if n > 0 && text[end..].starts_with('道') => return Some(end + '道'.len_utf8()),
            _ if ends_names(c) => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_as_exports_write_them() {
        for (text, parts) in [
            (
                "浙江省 杭州市 余杭区 五常街道未来路1号(310000)",
                ["浙江省", "杭州市", "余杭区", "五常街道未来路1号"],
            ),
            ("浙江省杭州市余杭区文一西路969号", ["浙江省", "杭州市", "余杭区", "文一西路969号"]),
            ("浙江杭州市余杭区五常街道未来路1号", ["浙江", "杭州市", "余杭区", "五常街道未来路1号"]),
            ("浙江省杭州市 余杭区 未来路1号（310000）", ["浙江省", "杭州市", "余杭区", "未来路1号"]),
            ("上海 上海市 徐汇区 漕河泾测试弄3号(200000)", ["上海", "上海", "徐汇区", "漕河泾测试弄3号"]),
            ("上海市徐汇区漕溪北路18号", ["上海市", "上海市", "徐汇区", "漕溪北路18号"]),
            ("上海市 市辖区 浦东新区 世纪大道1号", ["上海市", "上海市", "浦东新区", "世纪大道1号"]),
            ("北京 北京市 其它区 测试胡同4号(100000)", ["北京", "北京", "其它区", "测试胡同4号"]),
            ("北京朝阳区三环到四环之间望京街9号", ["北京", "北京", "朝阳区", "三环到四环之间望京街9号"]),
            ("重庆 县 云阳县 双江街道1号", ["重庆", "重庆", "云阳县", "双江街道1号"]),
            (
                "广西壮族自治区 南宁市 青秀区 民族大道2号",
                ["广西壮族自治区", "南宁市", "青秀区", "民族大道2号"],
            ),
            ("广西南宁市青秀区民族大道2号", ["广西", "南宁市", "青秀区", "民族大道2号"]),
            (
                "内蒙古自治区 锡林郭勒盟 正镶白旗 明安图镇1号",
                ["内蒙古自治区", "锡林郭勒盟", "正镶白旗", "明安图镇1号"],
            ),
            (
                "湖北省恩施土家族苗族自治州恩施市舞阳大道5号",
                ["湖北省", "恩施土家族苗族自治州", "恩施市", "舞阳大道5号"],
            ),
            ("四川省 凉山州 西昌市 航天大道8号", ["四川省", "凉山州", "西昌市", "航天大道8号"]),
            (
                "新疆维吾尔自治区 喀什地区 疏附县 托克扎克镇7号",
                ["新疆维吾尔自治区", "喀什地区", "疏附县", "托克扎克镇7号"],
            ),
            ("江苏省苏州市昆山市前进西路100号", ["江苏省", "苏州市", "昆山市", "前进西路100号"]),
            ("湖北省荆州市沙市区北京中路3号", ["湖北省", "荆州市", "沙市区", "北京中路3号"]),
            ("湖南省 常德市 津市市 孟姜女大道1号", ["湖南省", "常德市", "津市市", "孟姜女大道1号"]),
            ("山东省济南市市中区经四路12号", ["山东省", "济南市", "市中区", "经四路12号"]),
            ("黑龙江省哈尔滨市道里区中央大街9号", ["黑龙江省", "哈尔滨市", "道里区", "中央大街9号"]),
            ("浙江省台州市路桥区银安街3号", ["浙江省", "台州市", "路桥区", "银安街3号"]),
            ("河南省新乡市红旗区平原路3号", ["河南省", "新乡市", "红旗区", "平原路3号"]),
            ("吉林省 吉林市 船营区 解放大路1号", ["吉林省", "吉林市", "船营区", "解放大路1号"]),
            ("江苏省苏州市工业园区星湖街1号", ["江苏省", "苏州市", "工业园区", "星湖街1号"]),
            (
                "海南省 保亭黎族苗族自治县 保城镇1号",
                ["海南省", "保亭黎族苗族自治县", "保亭黎族苗族自治县", "保城镇1号"],
            ),
            (
                "海南省 省直辖县级行政区划 定安县 定城镇1号",
                ["海南省", "省直辖县级行政区划", "定安县", "定城镇1号"],
            ),
            ("浙江杭州余杭区文一西路969号", ["浙江", "杭州", "余杭区", "文一西路969号"]),
        ] {
            let a = split(text);
            assert_eq!([a.province, a.city, a.district, a.detail], parts, "{text}");
        }
    }

    #[test]
    fn cities_without_districts() {
        for (text, city, district, detail) in [
            ("广东省 东莞市 南城街道 宏图路1号(523000)", "东莞市", "南城街道", "宏图路1号"),
            ("广东省中山市小榄镇民安路2号", "中山市", "小榄镇", "民安路2号"),
            ("江苏省昆山市玉山镇前进西路100号", "昆山市", "玉山镇", "前进西路100号"),
            ("江苏省昆山市前进西路100号", "昆山市", "", "前进西路100号"),
            ("河南省济源市沁园路1号", "济源市", "", "沁园路1号"),
        ] {
            let a = split(text);
            assert!(a.undivided, "{text}");
            assert_eq!([a.city, a.district, a.detail], [city, district, detail], "{text}");
        }
        assert_eq!(split("香港特别行政区 九龙弥敦道1号").detail, "九龙弥敦道1号");
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        for (text, found) in [
            ("浙江省杭州市文一西路969号阳光小区", ["浙江省", "杭州市", ""]),
            ("浙江省杭州市阳光小区3幢", ["浙江省", "杭州市", ""]),
            ("杭州市余杭区文一西路969号", ["", "杭州市", "余杭区"]),
            ("吉林市船营区解放大路1号", ["", "吉林市", "船营区"]),
            ("浙江省余杭区文一西路969号", ["浙江省", "", "余杭区"]),
            ("文一西路969号", ["", "", ""]),
            ("吉林省朝阳区重庆路1号", ["吉林省", "", "朝阳区"]),
            ("", ["", "", ""]),
        ] {
            let a = split(text);
            assert_eq!([a.province, a.city, a.district], found, "{text}");
            assert!(!a.undivided, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_split(text in "\\PC{0,40}") {
            let a = split(&text);
            prop_assert!(text.contains(a.detail));
        }

        #[test]
        fn any_heap_of_suffixes_is_split(text in "[省市区县旗盟州自治地路道街镇上海东杭州吉林()（） *1]{0,24}") {
            let _ = split(&text);
        }
    }
}
