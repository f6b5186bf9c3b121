//! Facts as one readable text, `column=value;column=value`: what a duty was raised for, what an import changed. Columns by
//! their keys, sorted; never by position.

use std::collections::{BTreeMap, BTreeSet};

/// Column → value.
pub type Facts = BTreeMap<String, String>;

/// The text. A `;`, a `=`, a `\` or the end of a line in a value gets a `\` in front.
pub fn write(facts: &Facts) -> String {
    let mut out = String::new();
    for (column, value) in facts {
        if !out.is_empty() {
            out.push(';');
        }
        escape(column, &mut out);
        out.push('=');
        escape(value, &mut out);
    }
    out
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            ';' | '=' | '\\' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
}

/// What [`write`] wrote. An entry without a `=` states nothing.
pub fn read(text: &str) -> Facts {
    let (mut facts, mut column, mut part) = (Facts::new(), None, String::new());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => part.extend(chars.next().map(|c| if c == 'n' { '\n' } else { c })),
            '=' if column.is_none() => column = Some(std::mem::take(&mut part)),
            ';' => end(&mut facts, &mut column, &mut part),
            c => part.push(c),
        }
    }
    end(&mut facts, &mut column, &mut part);
    facts
}

fn end(facts: &mut Facts, column: &mut Option<String>, part: &mut String) {
    let value = std::mem::take(part);
    if let Some(column) = column.take() {
        facts.insert(column, value);
    }
}

/// The columns in which two differ: only those that both state, so that an export with fewer columns or another version
/// of the program changes nothing.
pub fn differing(before: &Facts, after: &Facts) -> BTreeSet<String> {
    let differs =
        |(column, value): &(&String, &String)| after.get(*column).is_some_and(|after| after != *value);
    before.iter().filter(differs).map(|(column, _)| column.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn facts(list: &[(&str, &str)]) -> Facts {
        list.iter().map(|(column, value)| ((*column).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn it_reads_as_what_it_says() {
        let text = write(&facts(&[("status", "paid"), ("paid", "590"), ("seller_note", "a;b=c\n\\")]));
        assert_eq!(text, "paid=590;seller_note=a\\;b\\=c\\n\\\\;status=paid");
        assert_eq!(read("status=paid;;nothing"), facts(&[("status", "paid")]));
    }

    #[test]
    fn only_what_both_state_can_differ() {
        let before = facts(&[("status", "paid"), ("paid", "590"), ("flag", "red")]);
        let after = facts(&[("status", "shipped"), ("paid", "590"), ("rating", "5")]);
        assert_eq!(differing(&before, &after).into_iter().collect::<Vec<_>>(), ["status"]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(facts in proptest::collection::btree_map("[a-z_=;]{1,5}", "[ab;=\\\\\n甲]{0,6}", 0..5)) {
            prop_assert_eq!(read(&write(&facts)), facts);
        }
    }
}
