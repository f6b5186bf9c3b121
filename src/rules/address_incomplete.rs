//! ADR-03 address incomplete
//!
//! Finds orders whose parcel can't be delivered as the address stands: the name, the phone, or a part of
//! the address is lacking.
//!
//! When: not shipped, and one of these is true. The receiver's name is empty; the phone is neither an 11-digit
//! mobile (`+86` allowed, virtual numbers with an extension count) nor a landline with its area code;
//! province, city or district is missing; less than 5 characters follow them. Cities without districts
//! (东莞, 昆山 …) need none.
//!
//! Why: such a parcel comes back or waits in a depot. Asking now costs one message, later two freights.
//!
//! Not when: virtual goods; orders in another currency, or from a platform outside China whose address has no
//! Chinese characters or ends with another country. A masked name, phone or address is not judged, and the order counts as skipped unless
//! an unmasked one is already incomplete.
//!
//! ---
//! ADR-03 地址不完整
//!
//! 找出按现有收货信息送不到的订单：收货人、电话或地址缺一部分。
//!
//! 条件：还没发货，并且出现下列任意一种：收货人为空；电话既不是 11 位手机号（可带 +86，带分机的虚拟号算有效），
//! 也不是带区号的座机；缺省、市或区县；详细地址不足 5 个字。东莞、昆山这类不设区的城市不要求写区。
//!
//! 原因：这样的包裹会被退回或滞留在网点。现在问一句，省得来回付两趟运费。
//!
//! 不报：虚拟商品；外币订单；境外平台且地址里没有汉字、或末尾写着别国的订单。打码的姓名、电话、地址不判断，
//! 除非没打码的部分已经能看出不完整，否则记为“未检查”。

use super::{Hit, Profile, Rule, Verdict, address, phone};
use crate::model::text::{is_han, is_masked};
use crate::model::{Field, Fields, Lang, OrderKind, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct AddressIncomplete;

const CHINESE_PLATFORMS: &[&str] =
    &["taobao", "jd", "pdd", "douyin", "kuaishou", "xiaohongshu", "weixin", "youzan"];
const LEAST_DETAIL: usize = 5;

/// Machine word, Chinese, English.
const PARTS: &[(&str, &str, &str)] = &[
    ("receiver", "收货人", "the receiver's name"),
    ("phone", "有效电话", "a whole phone number"),
    ("province", "省份", "the province"),
    ("city", "城市", "the city"),
    ("district", "区县", "the district"),
    ("detail", "详细地址", "the street address"),
];

pub(super) const REQUIRED: Fields = Fields::of(&[Field::Receiver, Field::Phone, Field::Address]);

/// What is lacking, as machine words; `Err` with the masked field where nothing is provably lacking.
pub(super) fn lacking(order: &Order) -> Result<Vec<&'static str>, Field> {
    let mut lacks = Vec::new();
    if order.kind == OrderKind::Virtual || !is_chinese(order) {
        return Ok(lacks);
    }
    let mut masked = None;
    for (field, text) in
        [(Field::Receiver, &order.receiver), (Field::Phone, &order.phone), (Field::Address, &order.address)]
    {
        if is_masked(text) {
            masked = masked.or(Some(field));
            continue;
        }
        match field {
            Field::Receiver if text.trim().is_empty() => lacks.push("receiver"),
            Field::Phone if !phone::is_complete(text) => lacks.push("phone"),
            Field::Address => lacks.extend(address_lacks(text)),
            _ => {}
        }
    }
    match masked {
        Some(field) if lacks.is_empty() => Err(field),
        _ => Ok(lacks),
    }
}

fn address_lacks(text: &str) -> Vec<&'static str> {
    let a = address::split(text);
    let long = a.detail.chars().filter(|c| !c.is_whitespace()).count() >= LEAST_DETAIL;
    [
        ("province", !a.province.is_empty()),
        ("city", !a.city.is_empty()),
        ("district", !a.district.is_empty() || a.undivided),
        ("detail", long),
    ]
    .into_iter()
    .filter_map(|(part, there)| (!there).then_some(part))
    .collect()
}

fn is_chinese(order: &Order) -> bool {
    CHINESE_PLATFORMS.contains(&order.platform.as_str())
        || matches!(order.currency.as_str(), "" | "CNY")
            && order.address.chars().any(is_han)
            && !names_a_country_abroad(&order.address)
}

/// `東京都 … JP`: exports of platforms outside China end addresses with the country.
fn names_a_country_abroad(address: &str) -> bool {
    let last = address.rsplit(' ').next().unwrap_or_default();
    last.len() >= 2
        && last.bytes().all(|b| b.is_ascii_alphabetic())
        && !["CN", "China", "PRC"].iter().any(|home| home.eq_ignore_ascii_case(last))
}

impl Rule for AddressIncomplete {
    fn id(&self) -> &'static str {
        "ADR-03"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("地址不完整", "address incomplete")
    }

    fn severity(&self) -> Severity {
        Severity::P1
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Audit]
    }

    fn required(&self) -> Fields {
        REQUIRED.or(Fields::of(&[Field::Status]))
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Kind, Field::Currency])
    }

    fn doc(&self) -> &'static str {
        include_str!("address_incomplete.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status.is_before_shipping()
    }

    fn check(&self, order: &Order, _: &Scope) -> Verdict {
        match lacking(order) {
            Err(field) => Verdict::Skipped(field),
            Ok(lacks) if lacks.is_empty() => Verdict::Clean,
            Ok(lacks) => Verdict::Hit(Hit::new(self.severity()).facts(Facts::text(lacks.join(" ")))),
        }
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let parts: Vec<&str> = PARTS
            .iter()
            .filter(|(key, ..)| facts.text.split(' ').any(|word| word == *key))
            .map(|(_, zh, en)| lang.pick(zh, en))
            .collect();
        match lang {
            Lang::Zh => format!("收货信息缺{}", parts.join("、")),
            Lang::En => format!("lacks {}", parts.join(", ")),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("联系买家补全收货信息，确认后再发货", "ask the buyer for what is lacking before shipping")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{hits, order, says, without};
    use super::*;
    use crate::model::Status;

    fn lacks(order: &Order) -> String {
        match says("ADR-03", order) {
            Verdict::Hit(hit) => hit.facts.text,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn each_part_is_missed() {
        let address = |text: &str| Order { address: text.into(), ..order() };
        assert_eq!(lacks(&Order { receiver: " ".into(), ..order() }), "receiver");
        assert_eq!(lacks(&Order { phone: "1380000000".into(), ..order() }), "phone");
        assert_eq!(lacks(&address("")), "province city district detail");
        assert_eq!(lacks(&address("杭州市余杭区五常街道未来路1号")), "province");
        assert_eq!(lacks(&address("浙江省余杭区五常街道未来路1号")), "city");
        assert_eq!(lacks(&address("浙江省杭州市五常街道未来路1号")), "district");
        assert_eq!(lacks(&address("浙江省 杭州市 余杭区 未来路1(310000)")), "detail");
    }

    #[test]
    fn five_characters_are_enough() {
        assert!(!hits(
            "ADR-03",
            &Order { address: "浙江省 杭州市 余杭区 未来路1号(310000)".into(), ..order() }
        ));
        assert!(!hits("ADR-03", &order()));
    }

    #[test]
    fn near_misses() {
        for changed in [
            Order { phone: "13812345678-1234".into(), ..order() },
            Order { phone: "0571-88886666".into(), ..order() },
            Order { address: "广东省东莞市南城街道宏图路1号".into(), ..order() },
            Order { kind: OrderKind::Virtual, address: String::new(), ..order() },
            Order { status: Status::Shipped, address: String::new(), ..order() },
            Order { platform: "shopify".into(), address: "1 Main St, Springfield".into(), ..order() },
            Order { platform: "amazon".into(), address: "東京都 港区1 JP".into(), ..order() },
            Order {
                platform: "amazon".into(),
                currency: "JPY".into(),
                address: "東京都港区1".into(),
                ..order()
            },
        ] {
            assert_eq!(says("ADR-03", &changed), Verdict::Clean, "{changed:?}");
        }
    }

    #[test]
    fn masked_or_absent_is_skipped() {
        let masked = Order { address: "浙江省 杭州市 余杭区 五常******".into(), ..order() };
        assert_eq!(says("ADR-03", &masked), Verdict::Skipped(Field::Address));
        assert_eq!(lacks(&Order { phone: "12345".into(), ..masked }), "phone");
        assert_eq!(says("ADR-03", &without(order(), Field::Phone)), Verdict::Skipped(Field::Phone));
        let unknown = Order { status: Status::Unknown, ..order() };
        assert_eq!(says("ADR-03", &unknown), Verdict::Skipped(Field::Status));
    }

    #[test]
    fn the_sentence_names_the_parts() {
        let facts = Facts::text("phone detail");
        assert_eq!(AddressIncomplete.why(&facts, Lang::Zh), "收货信息缺有效电话、详细地址");
        assert_eq!(AddressIncomplete.why(&facts, Lang::En), "lacks a whole phone number, the street address");
    }
}
