//! A configuration file, key by key, each with its line.

use crate::model::redact::redact;
use std::borrow::Cow;
use toml::de::{DeTable, DeValue, Error};

/// A key that a file sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConfigEntry {
    /// From the top: `thresholds.high_value`, `shop.1.name`.
    pub(crate) key: String,
    /// As people read it, without passwords; `None` of a table that sets nothing.
    pub(crate) value: Option<String>,
    /// The first is 1.
    pub(crate) line: usize,
}

/// What a file sets, in the order of its lines.
pub(crate) fn entries(text: &str) -> Result<Vec<ConfigEntry>, Error> {
    let line_ends = memchr::memchr_iter(b'\n', text.as_bytes()).collect();
    let mut reader = Reader { text, line_ends, found: Vec::new() };
    reader.table(DeTable::parse(text)?.get_ref(), "");
    reader.found.sort_by_key(|entry| entry.line);
    Ok(reader.found)
}

struct Reader<'a> {
    text: &'a str,
    /// Where they stand, in bytes: counting them anew for each key would take its square.
    line_ends: Vec<usize>,
    found: Vec<ConfigEntry>,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>, above: &str) {
        for (name, value) in table.iter() {
            let name_text = name.get_ref();
            // A dot within a name is none between two.
            let key = match name_text.contains('.') {
                true => format!("{above}\"{name_text}\""),
                false => format!("{above}{name_text}"),
            };
            let at = name.span().start;
            match value.get_ref() {
                DeValue::Table(inner) if inner.is_empty() => self.add(key, None, at),
                DeValue::Table(inner) => self.table(inner, &format!("{key}.")),
                DeValue::Array(list) if list.iter().any(|v| v.get_ref().is_table()) => {
                    for (n, item) in list.iter().enumerate() {
                        match item.get_ref() {
                            DeValue::Table(inner) if !inner.is_empty() => {
                                self.table(inner, &format!("{key}.{}.", n + 1));
                            }
                            _ => self.add(format!("{key}.{}", n + 1), None, item.span().start),
                        }
                    }
                }
                DeValue::String(text) => self.add(key, Some(redact(text).into_owned()), at),
                other => self.add(key, Some(self.written(other, &value.span())), at),
            }
        }
    }

    /// A value as a file has it. Texts are taken as they are meant: what is escaped may be a password too.
    fn written(&self, value: &DeValue<'_>, span: &std::ops::Range<usize>) -> String {
        match value {
            DeValue::String(text) => toml::Value::String(redact(text).into_owned()).to_string(),
            DeValue::Array(list) => {
                let items: Vec<String> =
                    list.iter().map(|item| self.written(item.get_ref(), &item.span())).collect();
                format!("[{}]", items.join(", "))
            }
            _ => redact(self.text.get(span.clone()).unwrap_or_default()).into_owned(),
        }
    }

    fn add(&mut self, key: String, value: Option<String>, at: usize) {
        let line = 1 + self.line_ends.partition_point(|end| *end < at);
        self.found.push(ConfigEntry { key: shown(&key).into_owned(), value, line });
    }
}

/// Names of keys come from outside too.
fn shown(key: &str) -> Cow<'_, str> {
    if key.len() <= 80 && key.bytes().all(|b| b.is_ascii_graphic()) {
        return Cow::Borrowed(key);
    }
    Cow::Owned(crate::model::text::one_line(&redact(key), 80))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_lines_and_values_no_passwords() {
        let text = "db = \"postgres://u:s3cret@h/d\"\n\n[alias]\nam = [\"a\",\n \"--db\", \"postgres:\\u002f/u:s3cret@h\"]\n\n[[shop]]\nname = \"甲\"\n[day]\n";
        let found = entries(text).expect("TOML");
        let plain: Vec<_> =
            found.iter().map(|e| (e.key.as_str(), e.value.as_deref().unwrap_or("-"), e.line)).collect();
        assert_eq!(
            plain,
            [
                ("db", "postgres://u:***@h/d", 1),
                ("alias.am", "[\"a\", \"--db\", \"postgres://u:***@h\"]", 4),
                ("shop.1.name", "甲", 8),
                ("day", "-", 9),
            ]
        );
    }
}
