//! Thresholds as they are written: durations such as "12h", amounts such as "2000".

use super::bad_word::bad_word;
use crate::error::{Error, Result};
use crate::model::Cents;
use crate::rules::Thresholds;
use serde::Deserialize;

/// Thresholds of rules: durations such as "12h", amounts such as "2000".
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Limits {
    unpaid_after: Option<String>,
    closing_soon: Option<String>,
    high_value: Option<String>,
    odd_quantity: Option<i64>,
    ship_soon: Option<String>,
    stale_paid: Option<String>,
    twin_window: Option<String>,
    odd_price_percent: Option<i64>,
    odd_price: Option<String>,
    amount_tolerance: Option<String>,
    cod_unconfirmed: Option<String>,
    stale_data: Option<String>,
    ship_within: Option<String>,
    close_after: Option<String>,
    refund_answer: Option<String>,
    refund_soon: Option<String>,
}

impl Limits {
    /// The thresholds, over those that hold without them.
    pub(super) fn over(&self, base: &Thresholds) -> Result<Thresholds> {
        let mut t = base.clone();
        let time = |slot: &mut i64, key: &str, value: &Option<String>| -> Result<()> {
            if let Some(text) = value {
                *slot = duration(text).ok_or_else(|| bad_value(key, text))?;
            }
            Ok(())
        };
        time(&mut t.closing_soon, "closing_soon", &self.closing_soon)?;
        time(&mut t.ship_soon, "ship_soon", &self.ship_soon)?;
        time(&mut t.stale_paid, "stale_paid", &self.stale_paid)?;
        time(&mut t.twin_window, "twin_window", &self.twin_window)?;
        time(&mut t.cod_unconfirmed, "cod_unconfirmed", &self.cod_unconfirmed)?;
        time(&mut t.stale_data, "stale_data", &self.stale_data)?;
        time(&mut t.refund_soon, "refund_soon", &self.refund_soon)?;
        for (slot, key, value) in [
            (&mut t.unpaid_after, "unpaid_after", &self.unpaid_after),
            (&mut t.ship_within, "ship_within", &self.ship_within),
            (&mut t.close_after, "close_after", &self.close_after),
            (&mut t.refund_answer, "refund_answer", &self.refund_answer),
        ] {
            if let Some(text) = value {
                *slot = Some(duration(text).ok_or_else(|| bad_value(key, text))?);
            }
        }
        for (slot, key, value) in [
            (&mut t.high_value, "high_value", &self.high_value),
            (&mut t.odd_price, "odd_price", &self.odd_price),
            (&mut t.amount_tolerance, "amount_tolerance", &self.amount_tolerance),
        ] {
            if let Some(text) = value {
                *slot =
                    Cents::parse(text).filter(|cents| cents.0 >= 0).ok_or_else(|| bad_value(key, text))?;
            }
        }
        t.odd_quantity = self.odd_quantity.unwrap_or(t.odd_quantity);
        t.odd_price_percent = self.odd_price_percent.unwrap_or(t.odd_price_percent);
        Ok(t)
    }
}

fn bad_value(key: &str, value: &str) -> Error {
    bad_word(key, value)
        .hint("时长写 12h、30m、2d，金额写 2000", "write durations as 12h, 30m, 2d and amounts as 2000")
}

/// `12h`, `90m`, `2d`, `45s`; in seconds.
pub(crate) fn duration(text: &str) -> Option<i64> {
    let (number, unit) = text.trim().split_at_checked(text.trim().len().checked_sub(1)?)?;
    let n: i64 = number.trim().parse().ok().filter(|n| *n >= 0)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    n.checked_mul(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(duration("12h"), Some(43_200));
        assert_eq!(duration("90m"), Some(5400));
        assert_eq!(duration("h"), None);
        assert_eq!(duration("12小时"), None);
        assert_eq!(duration(""), None);
    }
}
