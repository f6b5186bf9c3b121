//! Reviews judged: by their stars, else by their text; as rows of `reviews negative`, `list` and `stats`.

pub mod followup;

use super::orders::filled;
use super::verdict::{self, judge, topic};
use crate::model::platform;
use crate::model::time::DAY;
use crate::model::{Cell, Column, Stamp, Titled};
use crate::records::Review;
use followup::Work;
use std::collections::BTreeMap;

/// What `reviews negative` shows; other programs rely on it.
pub const COLUMNS: &[Column] = &[
    Column::new("platform", "平台", "Platform").telling(),
    Column::new("shop", "店铺", "Shop").alike(),
    Column::new("review_id", "评价编号", "Review").hidden(),
    Column::new("order_no", "订单号", "Order"),
    Column::new("buyer", "买家", "Buyer"),
    Column::new("product", "商品", "Product"),
    Column::new("rating", "评分", "Stars").right(),
    Column::new("verdict", "判断", "Verdict"),
    Column::new("score", "文字分", "Score").right(),
    Column::new("topics", "问题", "Topics"),
    Column::new("content", "评价", "Review text"),
    Column::new("append_content", "追评", "Follow-up"),
    Column::new("created_at", "评价时间", "Created"),
    Column::new("append_at", "追评时间", "Followed up").hidden(),
    Column::new("has_media", "有图", "Pictures").hidden(),
    Column::new("replied_at", "回复时间", "Replied").hidden(),
    Column::new("reply_due_at", "回复截止", "Reply by").hidden(),
    Column::new("can_change", "可修改", "Can change").hidden(),
    Column::new("attempts", "已联系次数", "Attempts").right().hidden(),
    Column::new("last_contact_at", "上次联系", "Last contact").hidden(),
    Column::new("assignee", "跟进人", "Assignee").hidden(),
    Column::new("case_no", "工单", "Case").hidden(),
];

/// `reviews list` has the same columns, and these after them.
pub const LIST_COLUMNS: &[Column] = &{
    let mut all = [Column::new("", "", ""); 25];
    all.split_at_mut(COLUMNS.len()).0.copy_from_slice(COLUMNS);
    all[22] = Column::new("sku", "规格", "Variant").hidden();
    all[23] = Column::new("reply", "商家回复", "Reply").hidden();
    all[24] = Column::new("words", "依据的词", "Words").hidden();
    all
};

/// How a review is to be taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stand {
    /// One or two stars.
    Negative,
    /// The text complains, whatever the stars.
    Suspected,
    /// Three stars.
    Neutral,
    #[default]
    Positive,
    /// Neither stars nor a text that complains.
    Unrated,
}

impl Stand {
    pub fn cell(self) -> Cell<'static> {
        match self {
            Stand::Negative => Cell::Word("negative", "差评", "negative"),
            Stand::Suspected => Cell::Word("suspected", "疑似差评", "suspected"),
            Stand::Neutral => Cell::Word("neutral", "中评", "neutral"),
            Stand::Positive => Cell::Word("positive", "好评", "positive"),
            Stand::Unrated => Cell::Empty,
        }
    }

    /// Somebody should look at it.
    pub fn is_bad(self) -> bool {
        self <= Stand::Neutral
    }
}

/// A review with what was found in it.
#[derive(Clone, Debug)]
pub struct Judged {
    pub review: Review,
    pub stand: Stand,
    /// Of the text or of the follow-up, whichever complains more; `None` without any text.
    pub score: Option<u8>,
    pub topics: Vec<&'static str>,
    pub words: Vec<String>,
    /// What the team did about it; nothing where only files were read.
    pub work: Work,
}

/// Judges a review. A follow-up counts like the first text: good that turned bad is bad.
pub fn judged(review: Review, threshold: u8) -> Judged {
    let first = judge(&review.content);
    let then = judge(&review.append_content);
    let score = first.iter().chain(&then).map(|v| v.score).max();
    let (mut topics, mut words) = (Vec::new(), Vec::new());
    for found in first.into_iter().chain(then) {
        topics.extend(found.topics);
        words.extend(found.words);
    }
    let mut seen = Vec::new();
    topics.retain(|topic| {
        !seen.contains(topic) && {
            seen.push(*topic);
            true
        }
    });
    let stand = match review.rating {
        Some(..=2) => Stand::Negative,
        Some(3) => Stand::Neutral,
        _ if score.is_some_and(|score| score >= threshold) => Stand::Suspected,
        Some(_) => Stand::Positive,
        None => Stand::Unrated,
    };
    Judged { review, stand, score, topics, words, work: Work::default() }
}

/// The threshold that nobody named.
pub const THRESHOLD: u8 = verdict::STRICT;

/// Negative, suspected, neutral, the rest; then the newest.
pub fn sort(list: &mut [Judged]) {
    list.sort_by(|a, b| {
        let latest = |j: &Judged| j.review.append_at.max(j.review.created_at);
        a.stand
            .cmp(&b.stand)
            .then_with(|| latest(b).cmp(&latest(a)))
            .then_with(|| b.score.cmp(&a.score))
            .then_with(|| key(a).cmp(&key(b)))
    });
}

fn key(judged: &Judged) -> (&str, &str, &str) {
    (&judged.review.platform, &judged.review.shop, &judged.review.review_id)
}

/// Until when the shop may answer in public; `None` where it did, or nobody knows the platform's clock.
pub fn reply_due(review: &Review) -> Option<Stamp> {
    let days = match review.platform.as_str() {
        // Not after the follow-up.
        "taobao" if review.append_content.is_empty() => 30,
        "douyin" => 90,
        _ => return None,
    };
    if review.is_replied() {
        return None;
    }
    review.created_at.map(|at| Stamp(at.0 + days * DAY))
}

/// Whether the buyer can still change the review: once, in 30 days. Nothing a shop may ask for.
pub fn can_change(review: &Review, now: Stamp) -> Option<bool> {
    let (at, "taobao") = (review.created_at?, review.platform.as_str()) else { return None };
    Some(now.0 < at.0 + 30 * DAY)
}

/// The cells of one review, in the order of [`LIST_COLUMNS`]; the first of them are those of [`COLUMNS`].
pub fn row(judged: &Judged, now: Stamp) -> [Cell<'_>; 25] {
    let review = &judged.review;
    let yes = |value: Option<bool>| {
        value.map_or(Cell::Empty, |yes| {
            if yes { Cell::Word("yes", "是", "yes") } else { Cell::Word("no", "否", "no") }
        })
    };
    [
        platform::cell(&review.platform),
        Cell::text(&review.shop),
        Cell::id(&review.review_id),
        Cell::id(&review.order_no),
        filled(&review.buyer, Cell::Nick),
        Cell::text(&review.product),
        Cell::int(review.rating),
        judged.stand.cell(),
        Cell::int(judged.score.map(i64::from)),
        Cell::words(judged.topics.iter().map(|key| topic(key)).collect()),
        Cell::text(&review.content),
        Cell::text(&review.append_content),
        Cell::time(review.created_at),
        Cell::time(review.append_at),
        yes(review.has_media),
        Cell::time(review.replied_at),
        Cell::time(reply_due(review)),
        yes(can_change(review, now)),
        Cell::int(Some(judged.work.attempts).filter(|n| *n > 0)),
        Cell::time(judged.work.last),
        Cell::text(&judged.work.assignee),
        Cell::id(&judged.work.case_no),
        Cell::text(&review.sku),
        Cell::text(&review.reply),
        Cell::own_text(judged.words.join(" ")),
    ]
}

pub const STATS_COLUMNS: &[Column] = &[
    Column::new("platform", "平台", "Platform"),
    Column::new("shop", "店铺", "Shop"),
    Column::new("topic", "问题", "Topic"),
    Column::new("reviews", "评价数", "Reviews").right(),
    Column::new("rated", "有评分", "Rated").right(),
    Column::new("negative", "差评", "Negative").right(),
    Column::new("neutral", "中评", "Neutral").right(),
    Column::new("suspected", "疑似差评", "Suspected").right(),
    Column::new("negative_pct", "差评率%", "Negative %").right(),
    Column::new("unreplied", "待回复", "To answer").right(),
];

/// Counts of one shop, or of one topic in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicTally {
    pub platform: String,
    pub shop: String,
    /// Empty: all reviews of the shop.
    pub topic: &'static str,
    pub reviews: i64,
    pub rated: i64,
    pub negative: i64,
    pub neutral: i64,
    pub suspected: i64,
    /// Bad ones that the shop has not answered; `None` where no export tells.
    pub unreplied: Option<i64>,
}

/// By shop: all reviews, then the topics of the bad ones, the most frequent first.
pub fn stats(list: &[Judged]) -> Vec<TopicTally> {
    let mut shops: BTreeMap<(&str, &str), BTreeMap<&'static str, TopicTally>> = BTreeMap::new();
    for judged in list {
        let review = &judged.review;
        let shop = shops.entry((&review.platform, &review.shop)).or_default();
        count(shop.entry("").or_default(), judged);
        if judged.stand.is_bad() {
            for topic in &judged.topics {
                count(shop.entry(topic).or_default(), judged);
            }
        }
    }
    let mut out = Vec::new();
    for ((platform, shop), topics) in shops {
        let mut lines: Vec<TopicTally> = topics
            .into_iter()
            .map(|(topic, tally)| TopicTally {
                platform: platform.to_owned(),
                shop: shop.to_owned(),
                topic,
                ..tally
            })
            .collect();
        lines.sort_by_key(|line| (!line.topic.is_empty(), std::cmp::Reverse(line.reviews), line.topic));
        out.extend(lines);
    }
    out
}

fn count(tally: &mut TopicTally, judged: &Judged) {
    use crate::model::Field;
    let review = &judged.review;
    tally.reviews += 1;
    tally.rated += i64::from(review.rating.is_some());
    tally.negative += i64::from(judged.stand == Stand::Negative);
    tally.neutral += i64::from(judged.stand == Stand::Neutral);
    tally.suspected += i64::from(judged.stand == Stand::Suspected);
    if review.have.has(Field::Reply) || review.have.has(Field::RepliedAt) {
        let open = judged.stand.is_bad() && !review.is_replied();
        tally.unreplied = Some(tally.unreplied.unwrap_or(0) + i64::from(open));
    }
}

fn titled((key, zh, en): Titled) -> Cell<'static> {
    Cell::Word(key, zh, en)
}

/// The cells of one line, in the order of [`STATS_COLUMNS`].
pub fn stats_row(tally: &TopicTally) -> [Cell<'_>; 10] {
    let percent = match tally.rated {
        _ if !tally.topic.is_empty() => String::new(),
        ..30 => "n/m".to_owned(),
        rated => {
            let tenths = tally.negative * 1000 / rated;
            format!("{}.{}", tenths / 10, tenths % 10)
        }
    };
    [
        platform::cell(&tally.platform),
        Cell::text(&tally.shop),
        titled(if tally.topic.is_empty() { ("", "全部", "all") } else { topic(tally.topic) }),
        Cell::Int(tally.reviews),
        Cell::Int(tally.rated),
        Cell::Int(tally.negative),
        Cell::Int(tally.neutral),
        Cell::Int(tally.suspected),
        Cell::own_text(percent),
        Cell::int(tally.unreplied),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rating: Option<i64>, content: &str, append: &str) -> Stand {
        let review =
            Review { rating, content: content.into(), append_content: append.into(), ..Review::default() };
        judged(review, THRESHOLD).stand
    }

    #[test]
    fn stars_go_before_the_text() {
        assert_eq!(of(Some(1), "很好，很满意", ""), Stand::Negative);
        assert_eq!(of(Some(2), "", ""), Stand::Negative);
        assert_eq!(of(Some(3), "垃圾，上当了", ""), Stand::Neutral);
        assert_eq!(of(Some(5), "很好，很满意", ""), Stand::Positive);
        assert_eq!(of(None, "很好，很满意", ""), Stand::Unrated);
        assert_eq!(of(None, "", ""), Stand::Unrated);
    }

    #[test]
    fn text_alone_is_only_suspected() {
        assert_eq!(of(None, "质量太差，垃圾，上当了", ""), Stand::Suspected);
        assert_eq!(of(Some(5), "质量太差，垃圾，上当了", ""), Stand::Suspected);
    }

    #[test]
    fn a_follow_up_that_turns_bad_counts() {
        assert_eq!(of(Some(5), "很好，很满意", "用了两天就坏了，客服不理人，太差了"), Stand::Suspected);
        assert_eq!(of(Some(5), "很好，很满意", "追加：用了一个月依然很好"), Stand::Positive);
    }

    #[test]
    fn the_worst_stand_first_then_the_newest() {
        let one =
            |rating, at| judged(Review { rating, created_at: Some(Stamp(at)), ..Review::default() }, 72);
        let mut list = vec![one(Some(3), 9), one(Some(1), 1), one(Some(1), 2), one(Some(5), 10)];
        sort(&mut list);
        let order: Vec<_> =
            list.iter().map(|j| (j.review.rating, j.review.created_at.map(|a| a.0))).collect();
        assert_eq!(order, [(Some(1), Some(2)), (Some(1), Some(1)), (Some(3), Some(9)), (Some(5), Some(10))]);
    }

    #[test]
    fn clocks_of_platforms() {
        let mut review =
            Review { platform: "taobao".into(), created_at: Some(Stamp(0)), ..Review::default() };
        assert_eq!(reply_due(&review), Some(Stamp(30 * DAY)));
        assert_eq!(can_change(&review, Stamp(30 * DAY)), Some(false));
        review.append_content = "追评".into();
        assert_eq!(reply_due(&review), None);
        review.platform = "else".into();
        assert_eq!((reply_due(&review), can_change(&review, Stamp(0))), (None, None));
    }

    #[test]
    fn small_numbers_make_no_rate() {
        let list: Vec<Judged> =
            (0..30).map(|n| judged(Review { rating: Some(1 + n % 5), ..Review::default() }, 72)).collect();
        assert_eq!(stats_row(&stats(&list)[0])[8], Cell::Text("40.0".into()));
        assert_eq!(stats_row(&stats(&list[..29])[0])[8], Cell::Text("n/m".into()));
    }
}
