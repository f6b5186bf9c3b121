//! Layouts of what `cs export` writes: made from the schemas of the records, so that a kind needs no file of its own here.

use crate::records::{self, Column, MARK, SEEN_AT, Schema};
use std::fmt::Write as _;

/// The layouts of our own exports, one per kind: name and text.
pub(super) fn all() -> impl Iterator<Item = (String, String)> {
    records::exported().map(|schema| (name(schema), text(schema)))
}

fn name(schema: &Schema) -> String {
    format!("cs-export-{}", schema.key)
}

fn text(schema: &Schema) -> String {
    let (key, zh, en) = (schema.key, schema.zh, schema.en);
    let mut out = format!(
        "# What `cs export {key} --reveal` writes: read back as it stands.\n\
         name = \"{}\"\n\
         title = {{ zh = \"cs 导出的{zh}\", en = \"{en} as cs exports them\" }}\n\
         platform = \"\"\n\
         kind = \"{key}\"\n\
         dates = \"ymd\"\n\
         numbers = \"shop\"\n\
         trusted = true\n\
         export = true\n\
         requires = [{}]\n\
         also = [{}]\n\
         \n\
         [columns]\n",
        name(schema),
        quoted(required(schema)),
        quoted(also(schema).map(str::to_owned)),
    );
    for column in schema.columns.iter().filter(|c| c.field.is_some()) {
        let _ = writeln!(out, "{0} = [\"{0}\"]", column.key);
    }
    out
}

/// Without these a header is none of this kind: all that a record must state, or only the first of it where a column of
/// the kind tells it from the others.
fn required(schema: &Schema) -> Vec<String> {
    let keys = schema.keys().filter(|c| c.field.is_some()).map(|c| c.key.to_owned());
    let any = |fields: &&[crate::model::Field]| {
        fields.iter().map(|field| field.key()).collect::<Vec<_>>().join(" | ")
    };
    let mut all: Vec<String> = keys.chain(schema.required.iter().map(any)).collect();
    if let Some(telling) = schema.columns.iter().find(|c| c.telling) {
        all.truncate(1);
        all.push(telling.key.to_owned());
    }
    all
}

/// Headings of an export that no field has.
fn also(schema: &Schema) -> impl Iterator<Item = &'static str> {
    let own = schema.columns.iter().filter(|c: &&Column| c.field.is_none()).map(|c| c.key);
    std::iter::once(MARK).chain(own).chain([SEEN_AT])
}

fn quoted(words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{ITEMS, MESSAGES, STOCK};

    #[test]
    fn a_kind_is_known_by_what_it_needs_and_by_the_column_that_tells_it() {
        assert_eq!(required(&ITEMS), ["order_no", "item_no"]);
        assert_eq!(required(&MESSAGES), ["at", "content | media"]);
        assert_eq!(required(&STOCK), ["sku | product_id", "warehouse"]);
    }

    #[test]
    fn a_kind_has_one_telling_column_at_most() {
        for schema in records::ALL {
            let telling = schema.columns.iter().filter(|c| c.telling);
            assert!(telling.count() < 2, "{}: only the first would be asked for", schema.key);
        }
    }

    #[test]
    fn the_text_is_a_layout_to_be_saved_and_changed() {
        let text = text(&STOCK);
        let head =
            "# What `cs export stock --reveal` writes: read back as it stands.\nname = \"cs-export-stock\"\n";
        assert!(text.starts_with(head), "{text}");
        let title = "title = { zh = \"cs 导出的库存\", en = \"stock as cs exports them\" }\n";
        assert!(text.contains(title), "{text}");
        let also = "also = [\"cs_export\", \"line_no\", \"extra\", \"have\", \"seen_at\"]\n\n[columns]\nplatform = [\"platform\"]\n";
        assert!(text.contains(also), "{text}");
        assert!(text.ends_with("detail = [\"detail\"]\n"), "{text}");
    }
}
