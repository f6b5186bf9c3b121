//! Layouts: what a platform's export looks like, as data. The same language serves the built-in layouts and
//! the ones that users write. Those of our own exports are made from the schemas of the records.

mod bind;
mod catalog;
mod draft;
mod guess;
mod index;
mod inline_items;
mod kind;
mod layout;
mod normalize;
mod own;
mod parts;

pub use bind::{Bound, ColumnSum, Condition, Fit, Summand, bind, fit, missing};
pub use catalog::{Candidate, Catalog};
pub use draft::{Sample, draft};
pub use guess::{Guess, any_table, guess};
pub use index::index_files;
pub use inline_items::InlineItems;
pub use kind::Kind;
pub use layout::{Confidence, Dates, Layout, Moved, Numbers, lookup};
pub(crate) use normalize::is_blank;
pub use normalize::{normalize_name, normalize_word};
pub use parts::{Grain, Term, When};

use std::sync::LazyLock;

/// Every built-in layout: its name and its text.
pub static ALL: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let own = own::all().map(|(name, text)| (&*name.leak(), &*text.leak()));
    FILES.iter().copied().chain(own).collect()
});

/// The layouts of other programs' exports, and of the lists that `cs` prints.
const FILES: &[(&str, &str)] = &[
    ("taobao-orders", include_str!("taobao-orders.toml")),
    ("taobao-items", include_str!("taobao-items.toml")),
    ("taobao-refunds", include_str!("taobao-refunds.toml")),
    ("taobao-reviews", include_str!("taobao-reviews.toml")),
    ("jd-orders", include_str!("jd-orders.toml")),
    ("pdd-orders", include_str!("pdd-orders.toml")),
    ("douyin-orders", include_str!("douyin-orders.toml")),
    ("jd-aftersales", include_str!("jd-aftersales.toml")),
    ("pdd-aftersales", include_str!("pdd-aftersales.toml")),
    ("douyin-aftersales", include_str!("douyin-aftersales.toml")),
    ("kuaishou-orders", include_str!("kuaishou-orders.toml")),
    ("kuaishou-aftersales", include_str!("kuaishou-aftersales.toml")),
    ("xiaohongshu-orders", include_str!("xiaohongshu-orders.toml")),
    ("weixin-orders", include_str!("weixin-orders.toml")),
    ("youzan-items", include_str!("youzan-items.toml")),
    ("jushuitan-orders", include_str!("jushuitan-orders.toml")),
    ("jushuitan-details", include_str!("jushuitan-details.toml")),
    ("erp-aftersales", include_str!("erp-aftersales.toml")),
    ("shopify-orders", include_str!("shopify-orders.toml")),
    ("woocommerce-orders", include_str!("woocommerce-orders.toml")),
    ("woocommerce-webtoffee", include_str!("woocommerce-webtoffee.toml")),
    ("woocommerce-skyverge", include_str!("woocommerce-skyverge.toml")),
    ("amazon-orders", include_str!("amazon-orders.toml")),
    ("amazon-unshipped", include_str!("amazon-unshipped.toml")),
    ("amazon-fba-returns", include_str!("amazon-fba-returns.toml")),
    ("amazon-fbm-returns", include_str!("amazon-fbm-returns.toml")),
    ("ebay-orders", include_str!("ebay-orders.toml")),
    ("etsy-orders", include_str!("etsy-orders.toml")),
    ("etsy-items", include_str!("etsy-items.toml")),
    ("tmall-report", include_str!("tmall-report.toml")),
    ("generic-orders", include_str!("generic-orders.toml")),
    ("generic-reviews", include_str!("generic-reviews.toml")),
    ("alipay-personal", include_str!("alipay-personal.toml")),
    ("alipay-fund", include_str!("alipay-fund.toml")),
    ("alipay-combo", include_str!("alipay-combo.toml")),
    ("alipay-trade", include_str!("alipay-trade.toml")),
    ("qianniu-funds", include_str!("qianniu-funds.toml")),
    ("wechat-personal", include_str!("wechat-personal.toml")),
    ("wechat-trade", include_str!("wechat-trade.toml")),
    ("pdd-funds", include_str!("pdd-funds.toml")),
    ("douyin-settlement", include_str!("douyin-settlement.toml")),
    ("douyin-funds", include_str!("douyin-funds.toml")),
    ("jd-settlement", include_str!("jd-settlement.toml")),
    ("express-bill", include_str!("express-bill.toml")),
    ("jd-warehouse", include_str!("jd-warehouse.toml")),
    ("sf-bill", include_str!("sf-bill.toml")),
    ("douyin-waybills", include_str!("douyin-waybills.toml")),
    ("generic-parcels", include_str!("generic-parcels.toml")),
    ("generic-messages", include_str!("generic-messages.toml")),
    ("generic-stock", include_str!("generic-stock.toml")),
    ("generic-promotions", include_str!("generic-promotions.toml")),
    ("generic-gifts", include_str!("generic-gifts.toml")),
    ("generic-roster", include_str!("generic-roster.toml")),
    ("generic-tracks", include_str!("generic-tracks.toml")),
    ("generic-notices", include_str!("generic-notices.toml")),
    ("generic-agent-days", include_str!("generic-agent-days.toml")),
    ("generic-shop-scores", include_str!("generic-shop-scores.toml")),
    ("generic-penalties", include_str!("generic-penalties.toml")),
    ("generic-areas-not-served", include_str!("generic-areas-not-served.toml")),
    ("generic-tariffs", include_str!("generic-tariffs.toml")),
    ("generic-bundles", include_str!("generic-bundles.toml")),
    ("generic-franchise-ratios", include_str!("generic-franchise-ratios.toml")),
    ("generic-holidays", include_str!("generic-holidays.toml")),
    ("cs-orders", include_str!("cs-orders.toml")),
];

/// The text of a built-in layout, ready to be saved and changed.
pub fn text_of(name: &str) -> Option<&'static str> {
    ALL.iter().find(|(n, _)| *n == name).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{Schema, exported, headings};

    #[test]
    fn every_layout_parses_and_bears_its_name() {
        for (name, text) in ALL.iter() {
            let layout = Layout::parse(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(layout.name, *name);
        }
    }

    #[test]
    fn every_kind_is_exported_with_the_columns_that_its_layout_reads() {
        for kind in Kind::all() {
            let name = format!("cs-export-{}", kind.key());
            let layout = Layout::parse(text_of(&name).unwrap_or_else(|| panic!("no {name}"))).expect(&name);
            assert!(layout.export && layout.trusted && layout.kind == kind, "{name}");
            let schema = Schema::by_key(kind.key()).unwrap_or_else(|| panic!("no records of {name}"));
            let mut columns: Vec<&str> = headings(schema).iter().map(|c| c.key).collect();
            let mut known: Vec<&str> = layout.known.iter().map(String::as_str).collect();
            columns.sort_unstable();
            known.sort_unstable();
            assert_eq!(known, columns, "{name}");
        }
        assert_eq!(exported().count(), Kind::all().count());
    }

    #[test]
    fn an_export_is_taken_for_no_other_file_and_no_other_file_for_an_export() {
        let catalog = Catalog::new(&[]).expect("the layouts");
        for kind in Kind::all() {
            let schema = Schema::by_key(kind.key()).expect("records");
            let all: Vec<String> = headings(schema).iter().map(|c| c.key.to_owned()).collect();
            let without = |gone: &[&str]| -> Vec<String> {
                all.iter().filter(|c| !gone.contains(&c.as_str())).cloned().collect()
            };
            let found = |header: &[String]| {
                let best = catalog.rank(header).into_iter().next().filter(|c| c.fit.fits());
                best.map(|c| catalog.name(c.at).to_owned())
            };
            let own = Some(format!("cs-export-{}", kind.key()));
            assert_eq!(found(&all), own);
            assert_eq!(found(&without(&["cs_export"])), own, "where somebody took the mark away, too");
            assert_eq!(found(&without(&["have", "seen_at", "extra"])), own);
            let plain = found(&without(&["cs_export", "have", "seen_at", "sentinels", "extra"]));
            assert!(!plain.is_some_and(|name| name.starts_with("cs-export")), "{kind:?}");
        }
    }
}
