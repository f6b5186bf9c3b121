//! `cs reviews followup`: what was done about reviews.

use crate::cli::args::titled;
use crate::cli::context::{Context, no_database};
use crate::cli::records::{self, FromFile, Writing};
use crate::cli::rows::{self, Want};
use crate::cli::when;
use crate::error::{Error, Result};
use crate::model::{Stamp, mask, quote, word};
use crate::records::{FOLLOWED, Review, ReviewContact, WAYS};
use crate::store::{OrderFilter, Store};
use crate::tasks::reviews::followup::{Book, Refusal};
use clap::Args;
use std::ops::ControlFlow;

/// Note that buyers were contacted because of their reviews
///
/// One chat and one call after a bad review, then stop: the same way a second time is refused, and so is everything
/// once the buyer has refused. Reviews of one order are one buyer's. Row numbers are those of a table of reviews. Never
/// ask for a review to be changed or deleted.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs reviews followup 1-3 --via chat --result settled\n  cs reviews followup 3512345678901234567 --via phone --result no-answer\n  cs reviews negative -F name | cs reviews followup - --via chat -n"
)]
pub(crate) struct FollowupArgs {
    /// Reviews by their ids or orders, or rows of a table of reviews (1-20,23); `-` reads standard input
    #[arg(value_name = "REVIEW", required_unless_present = "from_file")]
    reviews: Vec<String>,
    #[command(flatten)]
    file: FromFile,
    /// How: chat, phone
    #[arg(long = "via", value_name = "WAY", value_parser = titled(&WAYS[..2]))]
    contact_via: String,
    /// What came of it
    #[arg(long = "result", value_name = "RESULT", value_parser = titled(FOLLOWED))]
    outcome_of: Option<String>,
    /// When, if not now: 10:00, or a date with time
    #[arg(long = "at", value_name = "TIME", allow_hyphen_values = true)]
    reminded_at: Option<String>,
    /// A remark
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The shop, where the number stands in several
    #[arg(long = "shop", value_name = "NAME")]
    of_shop: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(cx: &Context, args: &FollowupArgs) -> Result<u8> {
    let names = rows::names(cx, &args.reviews, args.file.path(), Want::Review)?;
    if cx.store()?.is_none() {
        return Err(no_database());
    }
    let at = args.reminded_at.as_deref().map(|word| when::past(word, cx.now, cx.zone)).transpose()?;
    let at = at.unwrap_or(cx.now);
    let told = records::write(cx, "reviews followup", args.writing, |w| {
        let found = find(w.store, &names, args.of_shop.as_deref())?;
        let mut done = w.store.followups()?;
        let (mut told, mut refused) = (Vec::new(), Vec::new());
        for review in &found {
            // What this command has written counts, too: two reviews of one order are one buyer's.
            if let Err(why) = Book::new(&done, &[], cx.now).may_contact(review, &args.contact_via, at) {
                refused.push((review.review_id.clone(), why));
                continue;
            }
            let one = ReviewContact {
                id: w.id(),
                platform: review.platform.clone(),
                shop: review.shop.clone(),
                review_id: review.review_id.clone(),
                order_no: review.order_no.clone(),
                at,
                by: w.who().by.clone(),
                via: args.contact_via.clone(),
                result: args.outcome_of.clone().unwrap_or_default(),
                note: args.note.clone().unwrap_or_default(),
            };
            w.put(&one)?;
            w.say(format!("review {} {}", one.via, one.review_id));
            told.push((one.review_id.clone(), review.buyer.clone()));
            done.push(one);
        }
        if refused.is_empty() { Ok(told) } else { Err(refuse(cx, &refused, found.len(), &args.contact_via)) }
    })?;
    if !args.writing.dry_run {
        let way = &args.contact_via;
        let (zh, en) = word(WAYS, way).map_or((way.as_str(), way.as_str()), |w| (w.1, w.2));
        for (id, buyer) in &told {
            let buyer = mask::nick(buyer);
            cx.note(
                &format!("{buyer} 的评价 {id}：已记录{zh}"),
                &format!("review {id} of {buyer}: {en} recorded"),
            );
        }
    }
    Ok(0)
}

/// The reviews of these ids, else of these orders; each has to be one.
fn find(store: &Store, names: &[String], shop: Option<&str>) -> Result<Vec<Review>> {
    let mut near: Vec<Review> = Vec::new();
    store.each_review(&OrderFilter::default(), &mut |review| {
        let named = |name: &String| *name == review.review_id || *name == review.order_no;
        if shop.is_none_or(|shop| shop == review.shop) && names.iter().any(named) {
            near.push(std::mem::take(review));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let mut out: Vec<Review> = Vec::new();
    for name in names {
        let mut mine: Vec<&Review> = near.iter().filter(|review| review.review_id == *name).collect();
        if mine.is_empty() {
            mine = near.iter().filter(|review| review.order_no == *name).collect();
        }
        let shown = quote::number(name);
        match mine.as_slice() {
            [] => {
                return Err(Error::input(
                    format!("数据库里没有评价 {shown}"),
                    format!("the database has no review {shown}"),
                )
                .hint("先用 cs import 导入评价", "import the reviews first: `cs import FILE`"));
            }
            [one] if out.iter().any(|known| known == *one) => {}
            [one] => out.push((*one).clone()),
            several => {
                let ids: Vec<&str> = several.iter().map(|review| review.review_id.as_str()).collect();
                return Err(Error::input(
                    format!("{shown} 有 {} 条评价：{}", several.len(), ids.join("、")),
                    format!("{shown} has {} reviews: {}", several.len(), ids.join(", ")),
                )
                .hint(
                    "写出评价编号，或用 --shop 指定店铺",
                    "name one by its id, or its shop with `--shop`",
                ));
            }
        }
    }
    Ok(out)
}

/// Every review that is refused, with its reason; nothing of the command is written.
fn refuse(cx: &Context, refused: &[(String, Refusal)], of: usize, via: &str) -> Error {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    let (said, way) = if via == "chat" { ("聊过", "a chat") } else { ("打过电话", "a call") };
    for (id, why) in refused {
        let when = |at: &Stamp| at.short(cx.zone, cx.now);
        let (a, b) = match why {
            Refusal::Contacted(at, by) => (
                format!("{by} 在 {} 已经{said}", when(at)),
                format!("had {way} already, by {by} at {}", when(at)),
            ),
            Refusal::Refused(at, by) => (
                format!("买家在 {} 拒绝了联系（{by} 登记）", when(at)),
                format!("the buyer refused at {}, as {by} recorded", when(at)),
            ),
            Refusal::NotYet(at) => {
                (format!("{} 才评价", when(at)), format!("was not written before {}", when(at)))
            }
        };
        zh.push(format!("{id} {a}"));
        en.push(format!("{id}: {b}"));
    }
    let (count, zh, en) = (refused.len(), zh.join("；"), en.join("; "));
    let error = match of {
        1 => Error::input(format!("没有记录：{zh}"), format!("nothing was recorded: {en}")),
        _ => Error::input(
            format!("{of} 条评价都没有记录，其中 {count} 条不能记：{zh}"),
            format!("none of the {of} reviews was recorded, for {count} can't be: {en}"),
        ),
    };
    error.hint("差评之后一次聊天、一次电话，到此为止", "one chat and one call after a bad review, then stop")
}
