//! Unmapped columns of the further rows of an order, where no item takes them.

use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};

/// Between what several rows say under one heading.
const BETWEEN: &str = "；";

/// What several rows say under one heading, each once, as it came.
#[derive(Default)]
struct Said {
    texts: Vec<String>,
    seen: HashSet<String>,
}

/// Adds what further rows say to what the order's first row says, heading by heading. All are JSON objects.
pub(super) fn add(extra: &mut String, further: &[String]) {
    if further.is_empty() {
        return;
    }
    let mut said: BTreeMap<String, Said> = BTreeMap::new();
    for object in std::iter::once(&*extra).chain(further) {
        for (heading, value) in serde_json::from_str::<Map<String, Value>>(object).unwrap_or_default() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let of = said.entry(heading).or_default();
            if of.seen.insert(text.clone()) {
                of.texts.push(text);
            }
        }
    }
    let whole = said.into_iter().map(|(heading, of)| (heading, Value::from(of.texts.join(BETWEEN))));
    *extra = Value::from(whole.collect::<Map<String, Value>>()).to_string();
}

#[cfg(test)]
mod tests {
    use super::add;

    fn added(extra: &str, further: &[&str]) -> String {
        let (mut extra, further) =
            (extra.to_owned(), further.iter().map(|f| (*f).to_owned()).collect::<Vec<_>>());
        add(&mut extra, &further);
        extra
    }

    #[test]
    fn each_text_stands_once_under_its_heading() {
        assert_eq!(added("", &[]), "");
        assert_eq!(added(r#"{"a":"1"}"#, &[]), r#"{"a":"1"}"#);
        assert_eq!(added("", &[r#"{"a":"1"}"#]), r#"{"a":"1"}"#);
        let told = added(r#"{"a":"1","b":"x"}"#, &[r#"{"a":"2","b":"x"}"#, r#"{"a":"1","c":"\"y"}"#]);
        assert_eq!(told, r#"{"a":"1；2","b":"x","c":"\"y"}"#);
    }
}
