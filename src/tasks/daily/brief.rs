//! The report for a group chat: a few plain lines without any buyer.

use super::document::state_word;
use super::{FigureLine, Outcome, State, Unit};
use crate::model::{Cents, Lang};

/// A group reads no more.
const MOST: usize = 20;

/// What each line tells.
const LINES: &[&[&str]] = &[
    &["orders_created", "amount_created"],
    &["orders_paid", "paid_amount"],
    &["received_paid"],
    &["refunded_orders", "refund_amount"],
    &["refund_rate"],
    &["shipped"],
    &["unpaid", "unshipped", "overdue", "open_refunds"],
    &["reminded_orders", "reminded_paid", "remind_success_rate"],
    &["reviews_new", "reviews_negative", "reviews_waiting"],
    &["cases_opened", "cases_closed", "cases_open", "promises_overdue"],
    &["problems"],
    &["next_ship", "next_refunds", "next_promises", "next_cases", "next_leads"],
];

/// At most 20 lines.
pub fn brief(outcome: &Outcome, lang: Lang) -> Vec<String> {
    let date = outcome.calendar.date();
    let mut out = vec![lang.pick(&format!("{date} 日报"), &format!("Daily report {date}")).to_owned()];
    let mut unknown = Vec::new();
    for keys in LINES {
        let lines = keys.iter().filter_map(|key| outcome.line("", key));
        let (told, silent): (Vec<&FigureLine>, Vec<&FigureLine>) =
            lines.partition(|l| l.value.is_some() || l.state == State::Small);
        if !told.is_empty() {
            out.push(joined(told.iter().map(|l| part(l, lang)), lang));
        }
        unknown.extend(silent.iter().map(|l| l.metric.title().in_lang(lang).to_owned()));
    }
    if !unknown.is_empty() {
        out.push(
            lang.pick("数据里看不出：", "not in the data: ").to_owned() + &joined(unknown.into_iter(), lang),
        );
    }
    out.extend(outcome.age.iter().take(3).map(|note| note.in_lang(lang).to_owned()));
    if outcome.shops.len() > 1 {
        let room = MOST.saturating_sub(out.len());
        let cut = if outcome.shops.len() > room { room.saturating_sub(1) } else { room };
        for (shop, name) in outcome.shops.iter().take(cut) {
            let name = name.in_lang(lang);
            let lines = ["orders_created", "received_paid"].iter().filter_map(|key| outcome.line(shop, key));
            let parts = joined(lines.map(|line| part(line, lang)), lang);
            out.push(format!("{name}{}{parts}", lang.pick("：", ": ")));
        }
        if let Some(rest) = outcome.shops.len().checked_sub(cut).filter(|n| *n > 0) {
            out.push(
                lang.pick(
                    &format!("另有 {rest} 个店铺"),
                    &if rest == 1 { "and 1 more shop".to_owned() } else { format!("and {rest} more shops") },
                )
                .to_owned(),
            );
        }
    }
    out.truncate(MOST);
    out
}

fn joined(parts: impl Iterator<Item = String>, lang: Lang) -> String {
    parts.collect::<Vec<_>>().join(lang.pick("，", ", "))
}

/// `下单数 3416（+3.2%）`
fn part(line: &FigureLine, lang: Lang) -> String {
    let metric = line.metric;
    let value = match (line.value, metric.unit) {
        (None, _) => "—".to_owned(),
        (Some(n), Unit::Count) => n.to_string(),
        (Some(n), Unit::Money) => Cents(n).to_string(),
        (Some(n), Unit::Percent | Unit::Hours) => decimal(n),
    };
    let beside = match (line.change, state_word(line.state)) {
        (_, Some(state)) => state.in_lang(lang).to_owned(),
        (Some(change), None) => {
            let sign = if change < 0 { "" } else { "+" };
            format!("{sign}{}%", decimal(change))
        }
        (None, None) => String::new(),
    };
    let title = lang.pick(metric.zh, metric.en);
    match (beside.as_str(), lang) {
        ("", _) => format!("{title} {value}"),
        (beside, Lang::Zh) => format!("{title} {value}（{beside}）"),
        (beside, Lang::En) => format!("{title} {value} ({beside})"),
    }
}

fn decimal(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    format!("{sign}{}.{}", tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10)
}
