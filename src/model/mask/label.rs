//! What the words before a number say that it is.

use super::signs::Sign;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Label {
    /// A phone of some kind.
    Phone,
    /// A place whose numbers are short.
    Region,
    /// An order, a waybill, goods.
    Number,
    IdCard,
    BankCard,
    /// A country whose numbers are known by nothing else.
    America,
    /// How many, how large, how much.
    Count,
}

/// How many signs before a number are looked at, blanks and punctuation not counted.
const REACH: usize = 16;

pub(super) const WORDS: &[(Label, &[&str])] = &[
    (
        Label::BankCard,
        &[
            "银行卡",
            "储蓄卡",
            "信用卡",
            "借记卡",
            "卡号",
            "银联卡",
            "行卡",
            "账户",
            "帐户",
            "账号",
            "帐号",
            "賬號",
            "帳號",
        ],
    ),
    (Label::IdCard, &["身份证", "身份証", "身份证件", "身份号", "证件", "證件", "驾驶证", "驾照", "駕駛證"]),
    (
        Label::Number,
        &[
            "订单",
            "訂單",
            "单号",
            "運單",
            "运单",
            "快递",
            "物流",
            "面单",
            "编号",
            "货号",
            "编码",
            "条码",
            "款号",
            "型号",
            "发票",
            "税号",
            "流水",
            "批号",
            "序列号",
            "商品",
            "order",
            "orderno",
            "tracking",
            "waybill",
            "sku",
            "invoice",
            "imei",
            "sn",
            "退款",
            "补单",
            "工单",
            "交易",
        ],
    ),
    (
        Label::Phone,
        &[
            "电话",
            "電話",
            "座机",
            "座機",
            "固话",
            "固定",
            "热线",
            "手机",
            "手機",
            "联系方式",
            "联系",
            "联络",
            "tel",
            "telephone",
            "phone",
            "mobile",
            "cell",
            "call",
            "contact",
            "contactus",
            "whatsapp",
            "致电",
            "拨打",
            "回电",
            "来电",
            "传真",
            "傳真",
            "fax",
            "打我",
            "打给我",
            "回拨",
            "☎",
        ],
    ),
    (
        Label::Region,
        &["香港", "澳门", "澳門", "台湾", "臺灣", "台灣", "hk", "hongkong", "macau", "macao", "taiwan"],
    ),
    (Label::America, &["美国", "美國", "usa", "us", "加拿大", "america", "canada"]),
    (Label::Count, &["件数", "数量", "尺寸", "规格", "单价", "价格"]),
];

/// Words between what a number is and the number.
pub(super) const BETWEEN: &[&str] = &[
    "号码",
    "號碼",
    "号",
    "號",
    "码",
    "是",
    "为",
    "改成",
    "改为",
    "换成",
    "更改为",
    "变更为",
    "no",
    "number",
    "请打",
    "打",
    "叫",
    "有",
    "家里",
    "家",
    "我的",
];

pub(super) struct Before {
    /// Small letters without blanks and punctuation, as far as looked at.
    text: String,
    /// An ASCII letter right before the number.
    pub(super) glued: bool,
    /// A letter or hyphen right before it: `CUP-`.
    linked: bool,
}

impl Before {
    pub(super) fn of(signs: &[Sign], at: usize) -> Before {
        let before = signs.get(..at).unwrap_or_default();
        // A digit parts words from the number, as a line end or full stop does.
        let near = before
            .iter()
            .rev()
            .take(2 * REACH)
            .take_while(|s| s.digit.is_none() && !matches!(s.c, '。' | '!' | '?' | ';'));
        let mut text: Vec<char> = near
            .map(|s| if is_telephone(s.c) { '☎' } else { s.c })
            .filter(|c| c.is_alphanumeric() || *c == '☎')
            .take(REACH)
            .collect();
        text.reverse();
        let glued = before.last().is_some_and(|s| s.c.is_ascii_alphabetic());
        let linked = glued || before.last().is_some_and(|s| s.c == '-');
        Before { text: text.into_iter().collect(), glued, linked }
    }

    pub(super) fn label(&self) -> Option<Label> {
        let mut rest = self.text.as_str();
        if rest.is_empty() {
            return None;
        }
        // A bare "number" is somebody's; that of an invoice is none.
        let bare = rest.ends_with("号码") || rest.ends_with("號碼");
        for _ in 0..4 {
            let word = WORDS.iter().find(|(_, words)| words.iter().any(|w| ends_with_word(rest, w)));
            if let Some((label, _)) = word {
                return Some(*label);
            }
            let Some(less) = BETWEEN.iter().find_map(|w| rest.strip_suffix(w)) else { break };
            rest = less;
        }
        bare.then_some(Label::Phone)
    }

    /// `订单号：`: not only a word near a number, but the number's name.
    pub(super) fn is_numbered(&self) -> bool {
        let named = ["号", "号码", "编号", "号是", "号为", "no"].iter().any(|end| self.text.ends_with(end));
        named && self.label() == Some(Label::Number)
    }

    /// A mobile has no eight digits, a day has.
    pub(super) fn is_mobile(&self) -> bool {
        self.text.ends_with("手机") || self.text.ends_with("手機")
    }

    /// `JDVA`: letters before a carrier's eleven digits; or `运单号ZTO`, a word for a number with letters behind it.
    pub(super) fn is_carrier(&self) -> bool {
        let rest = self.text.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let letters = self.text.get(rest.len()..).unwrap_or_default();
        // Other carriers' numbers are longer than a mobile, so what stands behind their letters is somebody's.
        let known = matches!(letters, "jdv" | "jdva" | "jdvb");
        let named =
            || Before { text: rest.to_owned(), glued: false, linked: false }.label() == Some(Label::Number);
        (self.glued && known) || (self.linked && letters.len() >= 2 && named())
    }
}

fn is_telephone(c: char) -> bool {
    matches!(c, '☎' | '☏' | '📞' | '📱' | '📠' | '✆')
}

/// Latin words begin where no letter stands before them.
fn ends_with_word(text: &str, word: &str) -> bool {
    // The last byte tells most words apart.
    text.as_bytes().last() == word.as_bytes().last()
        && text
            .strip_suffix(word)
            .is_some_and(|rest| !word.is_ascii() || !rest.ends_with(|c: char| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::super::signs::signs;
    use super::*;

    #[test]
    fn words_say_what_a_number_is() {
        for (text, label) in [
            ("跟订单号： ", Some(Label::Number)),
            ("Tel.", Some(Label::Phone)),
            ("香港电话", Some(Label::Phone)),
            ("香港 ", Some(Label::Region)),
            ("家里电话号码是 ", Some(Label::Phone)),
            ("退到银行卡", Some(Label::BankCard)),
            ("身 份 证号：", Some(Label::IdCard)),
            ("hotel", None),
            ("谢谢", None),
            ("电话。", None),
        ] {
            let signs = signs(text);
            assert_eq!(Before::of(&signs, signs.len()).label(), label, "{text}");
        }
    }
}
