//! What is private is masked in every format, and nothing else is altered.
//!
//! Two lists, written before the code: `hidden.tsv` (shapes × separators × places: what must not be readable, and where
//! it is obvious what stands instead) and `kept.tsv` (what looks private and is not). Signs that do not show are written
//! `\u{200E}`. `secret` is what must not be read when everything but letters and digits is left out and each digit is
//! taken for what it means. A third list is made by [`numbers`]: 10,000 numbers of orders, waybills and goods, dates
//! and amounts, from a seeded generator (splitmix64, seed 20261130), in their own columns and after their words in
//! notes, of which none may be altered. All of it is invented.

mod judge;
mod list;
mod numbers;

mod faults {
    use super::judge::hides;

    #[test]
    fn none_of_ten_thousand_numbers_is_altered() {
        super::numbers::none_is_altered();
    }

    #[test]
    fn what_only_looks_private_in_reviews() {
        super::judge::keeps("reviews");
    }

    #[test]
    fn what_only_looks_private_in_orders() {
        super::judge::keeps("orders");
    }

    #[test]
    fn separators_in_orders() {
        hides("separators", "orders");
    }

    #[test]
    fn separators_in_reviews() {
        hides("separators", "reviews");
    }

    #[test]
    fn separators_in_refunds() {
        hides("separators", "refunds");
    }

    #[test]
    fn digits_in_orders() {
        hides("digits", "orders");
    }

    #[test]
    fn digits_in_refunds() {
        hides("digits", "refunds");
    }

    #[test]
    fn digits_in_reviews() {
        hides("digits", "reviews");
    }

    #[test]
    fn signs_in_orders() {
        hides("signs", "orders");
    }

    #[test]
    fn signs_in_refunds() {
        hides("signs", "refunds");
    }

    #[test]
    fn signs_in_reviews() {
        hides("signs", "reviews");
    }

    #[test]
    fn glued_in_orders() {
        hides("glued", "orders");
    }

    #[test]
    fn glued_in_refunds() {
        hides("glued", "refunds");
    }

    #[test]
    fn glued_in_reviews() {
        hides("glued", "reviews");
    }

    #[test]
    fn country_in_orders() {
        hides("country", "orders");
    }

    #[test]
    fn country_in_reviews() {
        hides("country", "reviews");
    }

    #[test]
    fn abroad_in_orders() {
        hides("abroad", "orders");
    }

    #[test]
    fn abroad_in_refunds() {
        hides("abroad", "refunds");
    }

    #[test]
    fn abroad_in_reviews() {
        hides("abroad", "reviews");
    }

    #[test]
    fn landline_in_orders() {
        hides("landline", "orders");
    }

    #[test]
    fn landline_in_refunds() {
        hides("landline", "refunds");
    }

    #[test]
    fn landline_in_reviews() {
        hides("landline", "reviews");
    }

    #[test]
    fn papers_in_orders() {
        hides("papers", "orders");
    }

    #[test]
    fn papers_in_refunds() {
        hides("papers", "refunds");
    }

    #[test]
    fn papers_in_reviews() {
        hides("papers", "reviews");
    }

    #[test]
    fn online_in_orders() {
        hides("online", "orders");
    }

    #[test]
    fn online_in_refunds() {
        hides("online", "refunds");
    }

    #[test]
    fn online_in_reviews() {
        hides("online", "reviews");
    }

    #[test]
    fn names_in_refunds() {
        hides("names", "refunds");
    }

    #[test]
    fn names_in_reviews() {
        hides("names", "reviews");
    }

    #[test]
    fn names_in_orders() {
        hides("names", "orders");
    }

    #[test]
    fn nicks_in_orders() {
        hides("nicks", "orders");
    }

    #[test]
    fn nicks_in_refunds() {
        hides("nicks", "refunds");
    }

    #[test]
    fn nicks_in_reviews() {
        hides("nicks", "reviews");
    }

    #[test]
    fn streets_in_reviews() {
        hides("streets", "reviews");
    }

    #[test]
    fn streets_in_orders() {
        hides("streets", "orders");
    }

    #[test]
    fn streets_in_refunds() {
        hides("streets", "refunds");
    }
}

mod keeps {
    use super::judge::hides;

    #[test]
    fn country_in_refunds() {
        hides("country", "refunds");
    }

    #[test]
    fn addresses_in_orders() {
        hides("addresses", "orders");
    }

    #[test]
    fn plain_in_orders() {
        hides("plain", "orders");
    }

    #[test]
    fn plain_in_refunds() {
        hides("plain", "refunds");
    }

    #[test]
    fn plain_in_reviews() {
        hides("plain", "reviews");
    }

    #[test]
    fn what_only_looks_private_in_refunds() {
        super::judge::keeps("refunds");
    }

    /// A line of the list that no test reads would prove nothing.
    #[test]
    fn every_line_is_read() {
        let tests = include_str!("masking.rs");
        for line in super::list::hidden() {
            let call = format!("hides(\"{}\", \"{}\")", line.group, line.verb);
            assert!(tests.contains(&call), "line {}: no test says {call}", line.number);
        }
    }

    #[test]
    fn a_judge_that_reads_through_disguise() {
        use super::judge::squeezed;
        for text in [
            "138/1234-5678",
            "１３８①②③④五六七八",
            "幺三八 1\u{200e}2\u{301}34\\u200e5678",
            "138&#39;1234&amp;5678",
        ] {
            assert_eq!(squeezed(text), "13812345678", "{text}");
        }
        assert_eq!(squeezed("138****5678"), "1385678");
    }
}
