//! The text of a first layout for a table that no layout fits.

use super::guess::Guess;
use crate::model::amount::Amount;
use crate::model::{Field, Lang, Say};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

/// A table as it was found: its headings and some of its rows, as text.
pub struct Sample<'a> {
    pub name: &'a str,
    pub header: &'a [String],
    pub rows: &'a [Vec<String>],
}

impl Sample<'_> {
    /// Empty where there is no such column.
    fn heading(&self, column: usize) -> &str {
        self.header.get(column).map_or("", String::as_str)
    }
}

/// What belongs to the item, where rows are items.
const OF_ITEM: [Field; 7] =
    [Field::Items, Field::Sku, Field::Spec, Field::ProductId, Field::Quantity, Field::Price, Field::ItemNo];

const MONEY: [Field; 5] = [Field::Payable, Field::Paid, Field::Refunded, Field::Freight, Field::Price];

const TIMES: [Field; 4] = [Field::CreatedAt, Field::PaidAt, Field::ShippedAt, Field::CompletedAt];

/// Writes the draft, with a comment at every doubt. `status_of` gives the unified word for a status, if it is known.
pub fn draft(
    sample: &Sample<'_>,
    guesses: &[Guess],
    status_of: &dyn Fn(&str) -> Option<&'static str>,
    lang: Lang,
) -> String {
    let d = Draft { sample, guesses, lang };
    let mut out = String::new();
    d.top(&mut out);
    d.unused(&mut out);
    d.columns(&mut out);
    d.status(&mut out, status_of);
    out
}

struct Draft<'a> {
    sample: &'a Sample<'a>,
    guesses: &'a [Guess],
    lang: Lang,
}

impl Draft<'_> {
    fn say(&self, say: &Say) -> String {
        say.in_lang(self.lang).to_owned()
    }

    fn of(&self, field: Field) -> Option<&Guess> {
        self.guesses.iter().find(|g| g.field == field)
    }

    fn heading(&self, field: Field) -> Option<&str> {
        self.of(field).map(|g| self.sample.heading(g.column))
    }

    fn values(&self, field: Field) -> impl Iterator<Item = &str> {
        let column = self.of(field).map(|g| g.column);
        self.sample
            .rows
            .iter()
            .filter_map(move |row| row.get(column?).map(String::as_str))
            .filter(|v| !v.is_empty())
    }

    fn top(&self, out: &mut String) {
        let name = quote(self.sample.name);
        let _ = writeln!(out, "name = {name}\ntitle = {{ zh = {name}, en = {name} }}");
        let doubt = Say::new("改成平台名", "the platform's name");
        let _ = writeln!(out, "platform = \"mine\" # {}", self.say(&doubt));
        out.push_str("kind = \"orders\"\n");
        let zone = Say::new(
            "没写时区的时间按哪个时区；删掉就用运行时的时区",
            "the zone of times without one; leave it out for the run's own",
        );
        let _ = writeln!(out, "zone = \"+08:00\" # ? {}", self.say(&zone));
        if let Some(order) = self.date_order() {
            out.push_str(&order);
        }
        if self.decimal_comma() {
            out.push_str("decimal = \",\"\n");
        }
        if self.by_item() {
            out.push_str("grain = \"item\"\n");
            if self.sums() {
                out.push_str("sum = [\"payable\"]\n");
            }
        }
        if self.of(Field::Status).is_none() && self.of(Field::PaidAt).is_some() {
            out.push_str("status_from_payment = true\n");
        }
        let amount = match (self.of(Field::Payable), self.of(Field::Paid)) {
            (None, Some(_)) => "paid",
            _ => "payable",
        };
        if self.of(Field::OrderNo).is_none() {
            let say = Say::new(
                "没认出订单号那一列：没有它不行",
                "the column of the order number was not found: it is needed",
            );
            let _ = writeln!(out, "# ?! {}", self.say(&say));
        }
        let _ = writeln!(out, "requires = [\"order_no\", \"{amount}\"]");
    }

    fn unused(&self, out: &mut String) {
        let used = |column: usize| self.guesses.iter().any(|g| g.column == column);
        let headings = self.sample.header.iter().enumerate();
        let names: Vec<String> = headings
            .filter(|(column, heading)| !used(*column) && !heading.is_empty())
            .map(|(_, heading)| quote(heading))
            .collect();
        if !names.is_empty() {
            let say = Say::new(
                "没有用到的列，导入时原样保存",
                "columns that no field uses; their values are kept at import",
            );
            let _ = writeln!(out, "# {}\nalso = [{}]", self.say(&say), names.join(", "));
        }
    }

    fn columns(&self, out: &mut String) {
        let item = |field: Field| {
            OF_ITEM.contains(&field) && (self.by_item() || !matches!(field, Field::Items | Field::Quantity))
        };
        for (title, of_item) in [("columns", false), ("item", true)] {
            let here: Vec<&Guess> = self.guesses.iter().filter(|g| item(g.field) == of_item).collect();
            if here.is_empty() && of_item {
                continue;
            }
            let _ = writeln!(out, "\n[{title}]");
            for guess in here {
                let doubt =
                    Say::new("只凭表头的一部分猜的，请核对", "guessed by a part of the heading: check it");
                let note = if guess.sure { String::new() } else { format!(" # ? {}", self.say(&doubt)) };
                let heading = quote(self.sample.heading(guess.column));
                let _ = writeln!(out, "{} = [{heading}]{note}", guess.field.key());
            }
        }
        if self.multiplies()
            && let (Some(count), Some(price)) = (self.heading(Field::Quantity), self.heading(Field::Price))
        {
            let say = Say::new("没有金额列：件数 × 单价", "there is no column of amounts: count times price");
            let _ = writeln!(
                out,
                "\n# ? {}\n[add]\npayable = [{}]",
                self.say(&say),
                quote(&format!("{count} * {price}"))
            );
        }
    }

    fn status(&self, out: &mut String, status_of: &dyn Fn(&str) -> Option<&'static str>) {
        let mut words: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for value in self.values(Field::Status) {
            let list = words.entry(status_of(value).unwrap_or("unknown")).or_default();
            if !list.contains(&value) && list.len() < 30 {
                list.push(value);
            }
        }
        if words.is_empty() {
            return;
        }
        out.push_str("\n[words.status]\n");
        if words.contains_key("unknown") {
            let say = Say::new(
                "unknown 里的词请移到：unpaid part_paid paid risk_hold part_shipped shipped delivered finished closed",
                "move the words of `unknown` to: unpaid part_paid paid risk_hold part_shipped shipped delivered finished closed",
            );
            let _ = writeln!(out, "# ? {}", self.say(&say));
        }
        for (status, list) in words {
            let list: Vec<String> = list.into_iter().map(quote).collect();
            let _ = writeln!(out, "{status} = [{}]", list.join(", "));
        }
    }

    /// Whether an order number stands in several rows.
    fn by_item(&self) -> bool {
        let mut seen = HashMap::new();
        self.values(Field::OrderNo).any(|no| seen.insert(no, ()).is_some())
    }

    fn multiplies(&self) -> bool {
        self.of(Field::Payable).is_none()
            && self.of(Field::Paid).is_none()
            && self.of(Field::Quantity).is_some()
            && self.of(Field::Price).is_some()
    }

    /// Whether the amounts differ between the rows of an order: then they are of the row.
    fn sums(&self) -> bool {
        let (Some(no), Some(amount)) = (self.of(Field::OrderNo), self.of(Field::Payable)) else {
            return self.multiplies();
        };
        let mut first: HashMap<&str, &str> = HashMap::new();
        self.sample.rows.iter().any(|row| {
            let (Some(no), Some(amount)) = (row.get(no.column), row.get(amount.column)) else { return false };
            !amount.is_empty() && *first.entry(no).or_insert(amount) != amount
        })
    }

    /// Whether amounts can be read with a decimal comma only.
    fn decimal_comma(&self) -> bool {
        let amounts = || MONEY.into_iter().flat_map(|field| self.values(field));
        let read = |comma: bool| amounts().all(|text| Amount::parse(text, comma).is_some());
        amounts().next().is_some() && !read(false) && read(true)
    }

    /// A line about the order of day and month, where dates are written that way.
    fn date_order(&self) -> Option<String> {
        let (mut day_first, mut month_first, mut any) = (false, false, false);
        for value in TIMES.into_iter().flat_map(|field| self.values(field)) {
            let date = value.split([' ', 'T']).next().unwrap_or_default();
            let parts: Vec<u32> = date.split(['/', '-', '.']).filter_map(|p| p.parse().ok()).collect();
            if let [a, b, _] = parts[..]
                && a <= 31
            {
                any = true;
                day_first |= a > 12;
                month_first |= b > 12;
            }
        }
        let doubt = Say::new(
            "日和月分不清：去掉下一行的 #，或写成 mdy",
            "day and month can't be told apart: take the # off the next line, or write mdy",
        );
        match (any, day_first, month_first) {
            (false, ..) => None,
            (_, true, false) => Some("dates = \"dmy\"\n".to_owned()),
            (_, false, true) => Some("dates = \"mdy\"\n".to_owned()),
            _ => Some(format!("# ? {}\n# dates = \"dmy\"\n", self.say(&doubt))),
        }
    }
}

/// A basic string of TOML.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layouts::{Grain, Layout, guess};

    fn of(table: &[&str]) -> (String, Layout) {
        let cells = |line: &&str| line.split('|').map(str::to_owned).collect::<Vec<String>>();
        let header = cells(&table[0]);
        let rows: Vec<Vec<String>> = table[1..].iter().map(cells).collect();
        let sample = Sample { name: "mine", header: &header, rows: &rows };
        let known = |word: &str| (word == "已发货").then_some("shipped");
        let text = draft(&sample, &guess(&header), &known, Lang::En);
        let layout = Layout::parse(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        (text, layout)
    }

    #[test]
    fn a_draft_is_a_layout_that_can_be_used() {
        let (text, layout) = of(&[
            "InvoiceNo|StockCode|Quantity|InvoiceDate|UnitPrice|Colour \"x\"",
            "1|A|2|25/11/2026 10:00|1.50|",
            "1|B|1|25/11/2026 10:00|2.00|",
        ]);
        assert_eq!(layout.grain, Grain::Item);
        assert!(layout.sum.has(Field::Payable) && layout.known.contains("colour\"x\""));
        assert!(text.contains("dates = \"dmy\"\n"), "{text}");
        assert!(text.contains("payable = [\"Quantity * UnitPrice\"]"), "{text}");
    }

    #[test]
    fn a_decimal_comma_is_found_and_an_undecided_date_is_left_to_the_reader() {
        let (text, layout) = of(&["order_no|date|total", "1|03/04/2026|1.234,56 €", "2|05/06/2026|9,90 €"]);
        assert_eq!(
            (layout.decimal, layout.dates),
            (Some(crate::model::decimal::Decimal::Comma), <_>::default()),
            "{text}"
        );
        assert!(text.contains("# dates = \"dmy\""), "{text}");
        assert_eq!(of(&["order_no|total", "1|1,234.56", "2|9.90"]).1.decimal, <_>::default());
    }

    #[test]
    fn an_amount_that_stands_the_same_in_every_row_is_of_the_order() {
        let (text, layout) = of(&["订单编号|总金额|订单状态", "1|9.00|已发货", "1|9.00|怪状态"]);
        assert!(!layout.sum.has(Field::Payable));
        assert!(text.contains("shipped = [\"已发货\"]") && text.contains("unknown = [\"怪状态\"]"), "{text}");
    }
}
