//! Money in integer cents (fen).

use super::Lang;
use std::fmt;

/// An amount in cents of the order's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(pub i64);

impl fmt::Display for Cents {
    /// `128.00`, `-0.05`: two places, no separators.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let abs = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", abs / 100, abs % 100)
    }
}

impl Cents {
    /// A spreadsheet's floating point number; `None` unless it lies on a cent.
    pub fn from_f64(value: f64) -> Option<Cents> {
        let cents = (value * 100.0).round();
        let near = (value * 100.0 - cents).abs() < 1e-4;
        (near && cents.abs() < 9e15).then_some(Cents(cents as i64))
    }

    /// Without its minus.
    pub fn abs(self) -> Cents {
        Cents(self.0.saturating_abs())
    }

    pub fn checked_add(self, other: Cents) -> Option<Cents> {
        self.0.checked_add(other.0).map(Cents)
    }
}

/// A sum of amounts that is known as long as it has room: beyond that it is no figure at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total(Option<Cents>);

impl Default for Total {
    fn default() -> Self {
        Total(Some(Cents(0)))
    }
}

impl Total {
    pub fn add(&mut self, amount: Cents) {
        self.0 = self.0.and_then(|sum| sum.checked_add(amount));
    }

    /// `None`: more than there is room for.
    pub fn cents(self) -> Option<Cents> {
        self.0
    }

    /// The sum, or in words that there is none.
    pub fn said(self, lang: Lang) -> String {
        match self.0 {
            Some(sum) => sum.to_string(),
            None => lang.pick("太大，算不出", "too large to add up").to_owned(),
        }
    }
}

/// The ISO code that a cell of a currency column means: `usd`, `RMB`, `人民币`, `US$`. What is not known stays as it is, so
/// that it is never taken for another.
pub fn currency(text: &str) -> String {
    let upper = text.trim().to_ascii_uppercase();
    match upper.as_str() {
        "RMB" | "CNH" | "人民币" | "元" | "人民币元" => "CNY".to_owned(),
        "US$" | "美元" => "USD".to_owned(),
        "€" | "欧元" => "EUR".to_owned(),
        "£" | "英镑" => "GBP".to_owned(),
        "HK$" | "港币" | "港元" => "HKD".to_owned(),
        "日元" => "JPY".to_owned(),
        _ => upper,
    }
}

/// Currencies of which the smallest unit is a thousandth.
const THOUSANDTHS: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// Currencies that have no smaller unit, as ISO 4217 lists them.
const WHOLE: &[&str] = &[
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF",
    "XPF",
];

/// How many decimals amounts of a currency have, by its ISO code; `None` where it is no code.
pub fn places(code: &str) -> Option<u8> {
    let is_code = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
    match code {
        _ if !is_code => None,
        _ if THOUSANDTHS.contains(&code) => Some(3),
        _ if WHOLE.contains(&code) => Some(0),
        _ => Some(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals_follow_the_currency() {
        for (code, want) in [
            ("KWD", Some(3)),
            ("BHD", Some(3)),
            ("OMR", Some(3)),
            ("JOD", Some(3)),
            ("TND", Some(3)),
            ("JPY", Some(0)),
            ("KRW", Some(0)),
            ("VND", Some(0)),
            ("CNY", Some(2)),
            ("EUR", Some(2)),
            ("kwd", None),
            ("¥", None),
            ("", None),
        ] {
            assert_eq!(places(code), want, "{code}");
        }
    }

    #[test]
    fn shapes_seen_in_exports() {
        for (text, cents) in [
            ("59.9", 5990),
            ("60", 6000),
            ("1,234.50", 123450),
            ("¥59.90", 5990),
            ("￥59.90", 5990),
            ("59.90元", 5990),
            ("０元", 0),
            ("５９．９０", 5990),
            ("0.00", 0),
            ("-59.90", -5990),
            ("(59.90)", -5990),
            ("59.9000", 5990),
            (".5", 50),
            ("+59.90", 5990),
            ("−59.90", -5990),
        ] {
            assert_eq!(Cents::parse(text), Some(Cents(cents)), "{text}");
        }
    }

    #[test]
    fn currencies_are_codes() {
        for (text, code) in [(" usd ", "USD"), ("人民币", "CNY"), ("rmb", "CNY"), ("¥", "¥"), ("", "")] {
            assert_eq!(currency(text), code, "{text}");
        }
    }

    #[test]
    fn what_is_not_exact_is_refused() {
        for text in [
            "59.905",
            "5.99E+01",
            "NaN",
            "inf",
            "0x3C",
            "92233720368547758.08",
            "1.2.3",
            "59,90",
            "1.234,50",
            "五十九元",
            "--5",
            "#REF!",
            "10%",
            "٥٩",
            ".",
            "",
            "5.",
            "1,23,456",
        ] {
            assert_eq!(Cents::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_sum_without_room_is_none_and_stays_so() {
        let mut sum = Total::default();
        for (amount, want) in [(i64::MAX, Some(i64::MAX)), (0, Some(i64::MAX)), (1, None), (-5, None)] {
            sum.add(Cents(amount));
            assert_eq!(sum.cents(), want.map(Cents));
        }
    }

    #[test]
    fn spreadsheet_numbers_must_lie_on_a_cent() {
        assert_eq!(Cents::from_f64(59.900000000000006), Some(Cents(5990)));
        assert_eq!(Cents::from_f64(59.905), None);
    }

    proptest! {
        #[test]
        fn printed_amounts_read_back(cents in -10_000_000_000_i64..10_000_000_000) {
            prop_assert_eq!(Cents::parse(&Cents(cents).to_string()), Some(Cents(cents)));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,12}") {
            let _ = Cents::parse(&text);
        }
    }
}
