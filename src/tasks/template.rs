//! Texts with places: `{name}` is filled in, `{name|else}` has a stand-in, `[ … ]` is left out when a place in it
//! stays empty.

use std::fmt::Write as _;

pub const UNPAID_ZH: &str = "您好，您[在{shop}]拍下的{product|商品}（订单尾号{tail}）还未付款[，预计{closes_at}关闭]。如有疑问可以直接回复；不需要可忽略，我们不再提醒。";
pub const UNPAID_EN: &str = "Hello, your order of {product|goods}[ at {shop}] (number ending in {tail}) is not paid yet[ and is expected to close at {closes_at}]. Just reply if you have a question; if you don't need it any more, ignore this and we won't remind you again.";

/// Places that the unpaid text knows.
pub const UNPAID_PLACES: &[&str] = &["shop", "product", "tail", "closes_at", "amount", "orders"];

/// What is wrong with a template: an unknown place, an open bracket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    UnknownPlace(String),
    Unbalanced,
}

/// Fills a template.
pub fn render(template: &str, value: &dyn Fn(&str) -> Option<String>) -> Result<String, Fault> {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['[', '{', ']', '}']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        match rest.as_bytes().get(at) {
            Some(b'{') => {
                let end = tail.find('}').ok_or(Fault::Unbalanced)?;
                let _ = write!(out, "{}", place(&tail[..end], value)?.0);
                rest = &tail[end + 1..];
            }
            Some(b'[') => {
                let end = tail.find(']').ok_or(Fault::Unbalanced)?;
                out.push_str(&clause(&tail[..end], value)?);
                rest = &tail[end + 1..];
            }
            _ => return Err(Fault::Unbalanced),
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// The text of a place, and whether there was any.
fn place(inner: &str, value: &dyn Fn(&str) -> Option<String>) -> Result<(String, bool), Fault> {
    let (name, other) = inner.split_once('|').unwrap_or((inner, ""));
    let found = value(name.trim()).ok_or_else(|| Fault::UnknownPlace(name.trim().to_owned()))?;
    if found.is_empty() { Ok((other.to_owned(), !other.is_empty())) } else { Ok((found, true)) }
}

fn clause(inner: &str, value: &dyn Fn(&str) -> Option<String>) -> Result<String, Fault> {
    let mut out = String::new();
    let mut rest = inner;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let end = tail.find('}').ok_or(Fault::Unbalanced)?;
        let (text, there) = place(&tail[..end], value)?;
        if !there {
            return Ok(String::new());
        }
        out.push_str(&text);
        rest = &tail[end + 1..];
    }
    if rest.contains(['[', '}']) {
        return Err(Fault::Unbalanced);
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fill(template: &str, shop: &str, closes: &str) -> Result<String, Fault> {
        let (shop, closes) = (shop.to_owned(), closes.to_owned());
        render(template, &|name| match name {
            "shop" => Some(shop.clone()),
            "product" => Some(String::new()),
            "tail" => Some("5678".into()),
            "closes_at" => Some(closes.clone()),
            _ => None,
        })
    }

    #[test]
    fn a_clause_goes_when_its_place_is_empty() {
        assert_eq!(
            fill(UNPAID_ZH, "青禾小铺", "11-22 09:30").as_deref(),
            Ok(
                "您好，您在青禾小铺拍下的商品（订单尾号5678）还未付款，预计11-22 09:30关闭。如有疑问可以直接回复；不需要可忽略，我们不再提醒。"
            )
        );
        assert_eq!(
            fill(UNPAID_ZH, "", "").as_deref(),
            Ok(
                "您好，您拍下的商品（订单尾号5678）还未付款。如有疑问可以直接回复；不需要可忽略，我们不再提醒。"
            )
        );
    }

    #[test]
    fn faults_are_named() {
        assert_eq!(fill("{buyer}", "", ""), Err(Fault::UnknownPlace("buyer".into())));
        assert_eq!(fill("[{shop}", "", ""), Err(Fault::Unbalanced));
    }

    proptest! {
        #[test]
        fn any_template_is_filled_or_refused(text in "[a{}\\[\\]|你]{0,20}") {
            let _ = fill(&text, "s", "");
        }
    }
}
