//! Amounts as exports write them: with signs and codes of currencies, separators of thousands, and minus in every form.

use super::money::Cents;

/// An amount, and the currency that its cell names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    pub cents: Cents,
    pub unit: Option<Unit>,
}

/// A sign or code of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    pub sign: &'static str,
    /// The ISO codes that it may stand for.
    pub codes: &'static [&'static str],
}

const fn unit(sign: &'static str, codes: &'static [&'static str]) -> Unit {
    Unit { sign, codes }
}

/// Longer ones first where one begins or ends with another.
const SIGNS: &[Unit] = &[
    unit("US $", &["USD"]),
    unit("US$", &["USD"]),
    unit("AU $", &["AUD"]),
    unit("AU$", &["AUD"]),
    unit("CA $", &["CAD"]),
    unit("CA$", &["CAD"]),
    unit("NZ $", &["NZD"]),
    unit("NZ$", &["NZD"]),
    unit("HK $", &["HKD"]),
    unit("HK$", &["HKD"]),
    unit("NT$", &["TWD"]),
    unit("SG$", &["SGD"]),
    unit("MX$", &["MXN"]),
    unit("A $", &["AUD"]),
    unit("A$", &["AUD"]),
    unit("C $", &["CAD"]),
    unit("C$", &["CAD"]),
    unit("S$", &["SGD"]),
    unit("R$", &["BRL"]),
    unit("$", &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP"]),
    unit("£", &["GBP"]),
    unit("€", &["EUR"]),
    unit("¥", &["CNY", "JPY"]),
    unit("元", &["CNY", "HKD", "TWD"]),
    unit("円", &["JPY"]),
    unit("₩", &["KRW"]),
    unit("₹", &["INR"]),
    unit("₽", &["RUB"]),
    unit("₺", &["TRY"]),
    unit("฿", &["THB"]),
    unit("₫", &["VND"]),
    unit("₱", &["PHP"]),
    unit("zł", &["PLN"]),
    unit("Kč", &["CZK"]),
    unit("kr", &["SEK", "NOK", "DKK"]),
    unit("RMB", &["CNY"]),
    unit("RM", &["MYR"]),
    unit("Rp", &["IDR"]),
    unit("Rs.", &["INR"]),
];

macro_rules! codes {
    ($($code:literal)*) => { &[$(unit($code, &[$code])),*] };
}

const CODES: &[Unit] = codes! {
    "AED" "ARS" "AUD" "BHD" "BRL" "CAD" "CHF" "CLP" "CNY" "COP" "CZK" "DKK" "EUR" "GBP" "HKD" "HUF" "IDR" "ILS" "INR" "JOD" "JPY"
    "KRW" "KWD" "MXN" "MYR" "NOK" "NZD" "OMR" "PHP" "PLN" "RON" "RUB" "SAR" "SEK" "SGD" "THB" "TND" "TRY" "TWD" "UAH" "USD" "VND" "ZAR"
};

/// More signs and codes than stand around any amount (`US $12.00 USD`).
const MOST_UNITS: usize = 4;

impl Amount {
    /// Reads `1,234.50`, `¥59.9`, `US $12.00`, `12.50 €`, `EUR 12,50` (with `comma`), `(5.00)`, `-$5`, full-width digits.
    /// `None` where the text is not an exact amount in cents: more than two decimals (unless the rest are zeros),
    /// exponents, misplaced separators, two different currencies, more cents than an `i64` holds.
    pub fn parse(text: &str, comma: bool) -> Option<Amount> {
        if !comma && let Some(cents) = plain(text.as_bytes()) {
            return Some(Amount { cents: Cents(cents), unit: None });
        }
        Fine::parse(text, comma).and_then(Fine::exact)
    }
}

impl Cents {
    /// Reads `1,234.50`, `¥59.9`, `59.90元`, `(5.00)`, full-width digits; see [`Amount::parse`].
    pub fn parse(text: &str) -> Option<Cents> {
        Amount::parse(text, false).map(|amount| amount.cents)
    }
}

/// Digits with at most two decimals; nothing else.
fn plain(bytes: &[u8]) -> Option<i64> {
    if !bytes.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let dot = bytes.iter().position(|b| *b == b'.').unwrap_or(bytes.len());
    let frac = bytes.get(dot + 1..).unwrap_or(&[]);
    if frac.len() > 2 || (dot < bytes.len() && frac.is_empty()) {
        return None;
    }
    let mut value: i64 = 0;
    for b in bytes.get(..dot).unwrap_or(bytes).iter().chain(frac) {
        if !b.is_ascii_digit() {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(i64::from(b - b'0'))?;
    }
    for _ in frac.len()..2 {
        value = value.checked_mul(10)?;
    }
    Some(value)
}

/// Millionths in a cent.
const CENT: i128 = 10_000;

/// A number as exact as it was written, and the currency that its cell names: prices of one piece have fractions of a
/// cent, and amounts in some currencies three decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fine {
    pub millionths: i128,
    pub unit: Option<Unit>,
}

impl From<Amount> for Fine {
    fn from(amount: Amount) -> Fine {
        Fine { millionths: i128::from(amount.cents.0) * CENT, unit: amount.unit }
    }
}

impl Fine {
    /// As [`Amount::parse`], with up to six decimals.
    pub fn parse(text: &str, comma: bool) -> Option<Fine> {
        let folded: String = text.chars().map(fold).collect();
        let (mut rest, mut negative, mut signed) = (folded.as_str(), false, false);
        let mut found: Option<Unit> = None;
        let mut units = 0;
        loop {
            rest = rest.trim();
            if let Some(inner) = rest.strip_prefix('(').and_then(|s| s.strip_suffix(')')).filter(|_| !signed)
            {
                (rest, negative, signed) = (inner, true, true);
            } else if let Some(after) = rest.strip_prefix(['-', '+']).filter(|_| !signed) {
                (negative, signed) = (rest.starts_with('-'), true);
                rest = after;
            } else if let Some((after, unit)) = outer_unit(rest).filter(|_| units < MOST_UNITS) {
                units += 1;
                if found.is_some_and(|known| !known.codes.iter().any(|code| unit.codes.contains(code))) {
                    return None;
                }
                // `US $12.00 USD`: the one that says more.
                found = found.filter(|known| known.codes.len() <= unit.codes.len()).or(Some(unit));
                rest = after;
            } else {
                break;
            }
        }
        let millionths = number(rest, comma)?;
        Some(Fine { millionths: if negative { -millionths } else { millionths }, unit: found })
    }

    /// So many of it.
    pub fn times(self, count: i64) -> Option<Fine> {
        Some(Fine { millionths: self.millionths.checked_mul(i128::from(count))?, ..self })
    }

    /// The same in cents; `None` where it lies between two, or is too large.
    pub fn exact(self) -> Option<Amount> {
        if self.millionths % CENT == 0 { self.rounded() } else { None }
    }

    /// The nearest cent, of two equally near the one farther from zero; `None` where it is too large.
    pub fn rounded(self) -> Option<Amount> {
        let half = if self.millionths < 0 { -CENT / 2 } else { CENT / 2 };
        let cents = i64::try_from((self.millionths + half) / CENT).ok()?;
        Some(Amount { cents: Cents(cents), unit: self.unit })
    }
}

/// A currency before or behind the digits.
fn outer_unit(text: &str) -> Option<(&str, Unit)> {
    if text.is_empty() || text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) {
        return None;
    }
    SIGNS.iter().find_map(|unit| Some((strip(text, unit.sign)?, *unit))).or_else(|| {
        let bare = |code: &str| -> Option<&str> {
            let before = text.get(..3).filter(|s| s.eq_ignore_ascii_case(code)).and(text.get(3..));
            let at = text.len().checked_sub(3)?;
            before.or_else(|| text.get(at..).filter(|s| s.eq_ignore_ascii_case(code)).and(text.get(..at)))
        };
        CODES.iter().find_map(|unit| Some((bare(unit.sign)?, *unit)))
    })
}

/// A sign is one where no letter runs on: `kr` is none in `krone`.
fn strip<'t>(text: &'t str, sign: &str) -> Option<&'t str> {
    let ended = |rest: &&str| !rest.starts_with(char::is_alphabetic);
    let begun = |rest: &&str| !rest.ends_with(char::is_alphabetic);
    text.strip_prefix(sign).filter(ended).or_else(|| text.strip_suffix(sign).filter(begun))
}

fn fold(c: char) -> char {
    match c {
        '０'..='９' | '．' | '，' | '（' | '）' | '－' | '＋' | '＄' => {
            char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
        }
        '￥' => '¥',
        '￡' => '£',
        '−' => '-',
        '\u{3000}' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\t' => ' ',
        '’' => '\'',
        _ => c,
    }
}

/// Most digits before the decimals: more than any amount has, and room for millionths of it.
const MOST_DIGITS: usize = 30;
const DECIMALS: usize = 6;

/// Millionths, of digits with separators of thousands, every three digits, and at most six decimals.
fn number(text: &str, comma: bool) -> Option<i128> {
    let (point, group) = if comma { (',', '.') } else { ('.', ',') };
    let (whole, frac) = text.split_once(point).unwrap_or((text, ""));
    let frac = frac.trim_end_matches('0');
    if frac.len() > DECIMALS || text.ends_with(point) || (whole.is_empty() && !text.starts_with(point)) {
        return None;
    }
    let whole = ungroup(whole, group)?;
    let digits = format!("{whole}{frac:0<DECIMALS$}");
    if whole.len() > MOST_DIGITS || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// Takes separators of thousands out: one sort, every three digits. No number with thousands begins with a zero.
fn ungroup(whole: &str, group: char) -> Option<String> {
    let Some(sign) = [group, ' ', '\''].into_iter().find(|sign| whole.contains(*sign)) else {
        return Some(whole.to_owned());
    };
    let mut parts = whole.split(sign);
    let first = parts.next().filter(|p| (1..=3).contains(&p.len()) && !p.starts_with('0'))?;
    parts.try_fold(first.to_owned(), |all, part| (part.len() == 3).then(|| all + part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn currencies_stand_before_and_behind() {
        for (text, cents, code) in [
            ("US $12.00", 1200, "USD"),
            ("C $12.00", 1200, "CAD"),
            ("£12.50", 1250, "GBP"),
            ("12.50 €", 1250, "EUR"),
            ("12.50 EUR", 1250, "EUR"),
            ("eur 12.50", 1250, "EUR"),
            ("USD1,277.58", 127_758, "USD"),
            ("-$5", -500, "USD"),
            ("$-5.00", -500, "USD"),
            ("($12.00)", -1200, "USD"),
            ("$(12.00)", -1200, "USD"),
            ("US $12.00 USD", 1200, "USD"),
            ("1 234.50 zł", 123_450, "PLN"),
            ("1'234.50 CHF", 123_450, "CHF"),
            ("￥59.90", 5990, "CNY"),
            ("５９元", 5900, "CNY"),
            ("RMB 8", 800, "CNY"),
            ("RM8", 800, "MYR"),
        ] {
            let amount = Amount::parse(text, false).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(amount.cents, Cents(cents), "{text}");
            assert!(amount.unit.is_some_and(|u| u.codes[0] == code), "{text}: {:?}", amount.unit);
        }
    }

    #[test]
    fn a_decimal_comma_is_read_where_it_was_told() {
        for (text, cents) in [
            ("1.234,56", Some(123_456)),
            ("1234,5", Some(123_450)),
            ("EUR 12,50", Some(1250)),
            ("-12,50 €", Some(-1250)),
            ("1 234,56", Some(123_456)),
            ("1.234", Some(123_400)),
            ("12", Some(1200)),
            ("12.50", None),
            ("1,234.56", None),
            ("1,234", None),
            ("12,500", Some(1250)),
        ] {
            assert_eq!(Amount::parse(text, true).map(|a| a.cents.0), cents, "{text}");
        }
        for text in ["1,5", "1.234,56", "12,50 €"] {
            assert_eq!(Amount::parse(text, false), None, "{text} is not guessed");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "€",
            "$",
            "12 € 5",
            "£12 €",
            "USD 5 EUR",
            "-(5)",
            "(-5)",
            "+-5",
            "5 krone",
            "ABC 5",
            "5-",
            "1 23",
            "1,234'567",
        ] {
            assert_eq!(Amount::parse(text, false), None, "{text}");
        }
    }

    #[test]
    fn fractions_of_a_cent_are_told_from_thousands() {
        for (text, comma, millionths) in [
            ("0.125", false, Some(125_000)),
            ("0.125", true, None),
            ("12.345", false, Some(12_345_000)),
            ("12.345", true, Some(12_345_000_000)),
            ("KWD 60.005", false, Some(60_005_000)),
            ("(0.001)", false, Some(-1_000)),
            ("0.0000001", false, None),
            ("012.345", true, None),
        ] {
            assert_eq!(Fine::parse(text, comma).map(|f| f.millionths), millionths, "{text} {comma}");
        }
        assert_eq!(Amount::parse("0.125", true), None);
        let rounded = |text| Fine::parse(text, false).and_then(Fine::rounded).map(|a| a.cents.0);
        assert_eq!(
            ["0.125", "0.124", "-0.125", "0.005"].map(rounded),
            [Some(13), Some(12), Some(-13), Some(1)]
        );
        let most = format!("{}", Cents(i64::MAX));
        assert_eq!(Amount::parse(&most, false).map(|a| a.cents.0), Some(i64::MAX));
        assert_eq!(Amount::parse("92233720368547758.08", false), None);
        assert!(Fine::parse("92233720368547758.08", false).is_some(), "a number, but too large");
    }

    proptest! {
        #[test]
        fn both_decimals_read_what_was_written(cents in 0_i64..10_000_000_000, minus in any::<bool>()) {
            let whole = (cents / 100).to_string();
            let group = |sign: &str| {
                let groups: Vec<&str> = whole.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).expect("digits")).collect();
                groups.join(sign)
            };
            let want = Some(Cents(if minus { -cents } else { cents }));
            for (text, comma) in [
                (format!("{}.{:02}", group(","), cents % 100), false),
                (format!("US $ {}.{:02}", group(","), cents % 100), false),
                (format!("{},{:02} €", group("."), cents % 100), true),
                (format!("{},{:02}", group("\u{a0}"), cents % 100), true),
            ] {
                let text = if minus { format!("-{text}") } else { text };
                prop_assert_eq!(Amount::parse(&text, comma).map(|a| a.cents), want, "{}", text);
            }
        }

        /// What one decimal sign reads, the other reads alike or refuses, unless it groups thousands.
        #[test]
        fn the_two_decimals_never_disagree_about_cents(text in "[0-9]{1,4}[.,][0-9]{1,2}") {
            let (point, comma) = (Amount::parse(&text, false), Amount::parse(&text, true));
            prop_assert!(point.is_none() || comma.is_none());
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,12}", comma in any::<bool>()) {
            let _ = Amount::parse(&text, comma);
        }
    }
}
