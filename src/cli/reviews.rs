//! `cs reviews`: negative, list, stats, followup.

mod followup;

use super::args::{InputArgs, Output};
use super::context::Context;
use super::load::{self, Loaded};
use super::show::Show;
use super::{rows, when};
use crate::error::Result;
use crate::layouts::Kind;
use crate::load::{reviews_of_files, stored_reviews};
use crate::model::Say;
use crate::records::Review;
use crate::render::Meta;
use crate::tasks::reviews::followup::Book;
use crate::tasks::reviews::{self, Judged};
use clap::{Args, Subcommand};

#[derive(Subcommand, Debug)]
pub(crate) enum ReviewsCommand {
    Negative(NegativeArgs),
    List(ReviewListArgs),
    Stats(ReviewStatsArgs),
    Followup(followup::FollowupArgs),
}

/// Find bad reviews, by their stars or by what the text says
///
/// One and two stars are `negative`, three are `neutral`. A text that complains is `suspected`, whatever its stars;
/// follow-ups are read too. Nothing is learned and nothing is sent: `cs reviews list` shows the words it went by.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs reviews negative reviews.csv\n  cs reviews negative --since 昨天 --threshold 50"
)]
pub(crate) struct NegativeArgs {
    #[command(flatten)]
    from: InputArgs,
    #[command(flatten)]
    strict: Strict,
    #[command(flatten)]
    output: Output,
}

/// List reviews, with what was found in each
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs reviews list reviews.csv\n  cs reviews list --columns rating,content,score,words"
)]
pub(crate) struct ReviewListArgs {
    #[command(flatten)]
    from: InputArgs,
    #[command(flatten)]
    strict: Strict,
    #[command(flatten)]
    output: Output,
}

/// Count reviews by shop, and what the bad ones are about
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs reviews stats --since 2026-11-01")]
pub(crate) struct ReviewStatsArgs {
    #[command(flatten)]
    from: InputArgs,
    #[command(flatten)]
    strict: Strict,
    #[command(flatten)]
    output: Output,
}

#[derive(Args, Clone, Copy, Debug)]
struct Strict {
    /// From which score on a text is suspected, 0 to 100; 50 finds more, and more that are none
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=100), help_heading = "Selection")]
    threshold: Option<u8>,
}

impl Strict {
    fn value(self) -> u8 {
        self.threshold.unwrap_or(reviews::THRESHOLD)
    }
}

pub(crate) fn run(cx: &Context, command: ReviewsCommand) -> Result<u8> {
    match command {
        ReviewsCommand::Negative(args) => listed(cx, &args.from, args.strict.value(), &args.output, false),
        ReviewsCommand::List(args) => listed(cx, &args.from, args.strict.value(), &args.output, true),
        ReviewsCommand::Stats(args) => stats(cx, &args),
        ReviewsCommand::Followup(args) => followup::run(cx, &args),
    }
}

fn listed(cx: &Context, from: &InputArgs, threshold: u8, output: &Output, all: bool) -> Result<u8> {
    let columns = if all { reviews::LIST_COLUMNS } else { reviews::COLUMNS };
    let title = if all { Say::new("评价", "Reviews") } else { Say::new("差评", "Negative reviews") };
    let Some(show) = Show::over(cx, from, output, title, columns, "review_id")? else { return Ok(0) };
    let show = show.remembered_as(rows::REVIEWS);
    let (mut list, loaded) = judged(cx, from, threshold, true)?;
    list.retain(|judged| all || judged.stand.is_bad());
    reviews::sort(&mut list);
    let written = show.run(|emit| {
        for judged in &list {
            let row = reviews::row(judged, cx.now);
            if !emit(row.get(..columns.len()).unwrap_or(&row))? {
                break;
            }
        }
        Ok(Meta::default())
    })?;
    written.tell_of(cx, list.len());
    end(cx, from, &loaded, output.force)
}

fn stats(cx: &Context, args: &ReviewStatsArgs) -> Result<u8> {
    let title = Say::new("评价统计", "Reviews in figures");
    let Some(show) = Show::over(cx, &args.from, &args.output, title, reviews::STATS_COLUMNS, "shop")? else {
        return Ok(0);
    };
    let (list, loaded) = judged(cx, &args.from, args.strict.value(), false)?;
    let written = show.rows(reviews::stats(&list).iter().map(reviews::stats_row), Meta::default())?;
    written.tell(cx);
    end(cx, &args.from, &loaded, args.output.force)
}

fn end(cx: &Context, from: &InputArgs, loaded: &Loaded, force: bool) -> Result<u8> {
    load::write_rejects(cx, &from.reading, &loaded.rejects, force)?;
    load::tell_age(cx, loaded, i64::MAX);
    Ok(if loaded.rejects.is_empty() { 0 } else { 5 })
}

/// Every review that the arguments ask for, judged. `followed`: one that was added to within the window is asked for,
/// too, whenever it was written.
fn judged(cx: &Context, from: &InputArgs, threshold: u8, followed: bool) -> Result<(Vec<Judged>, Loaded)> {
    let pick = &from.pick;
    let window =
        when::window(pick.since.as_deref(), pick.until.as_deref(), pick.date.as_deref(), cx.now, cx.zone)?;
    let (list, loaded) = if from.is_database() { database(cx, from)? } else { files(cx, from)? };
    let mut list: Vec<Judged> = list
        .into_iter()
        .filter(|review| {
            let added = followed && review.append_at.is_some() && window.holds(review.append_at);
            pick.takes(&review.platform, &review.shop) && (added || window.holds(review.created_at))
        })
        .map(|review| reviews::judged(review, threshold))
        .collect();
    if let Some(store) = cx.store()?.filter(|_| from.is_database()) {
        let (followups, cases) = (store.followups()?, store.cases()?);
        let book = Book::new(&followups, &cases, cx.now);
        list.iter_mut().for_each(|judged| judged.work = book.of(&judged.review));
    }
    Ok((list, loaded))
}

fn database(cx: &Context, from: &InputArgs) -> Result<(Vec<Review>, Loaded)> {
    let Some(store) = cx.store()? else {
        cx.hint(
            "还没有数据库；先用 cs import 导入，或直接给出导出文件",
            "there is no database yet: run `cs import`, or name the export files",
        );
        return Ok((Vec::new(), Loaded::default()));
    };
    stored_reviews(&store, &load::query(cx, from)?)
}

/// The reviews of the files, see [`reviews_of_files`].
fn files(cx: &Context, from: &InputArgs) -> Result<(Vec<Review>, Loaded)> {
    let catalog = load::catalog(&from.reading)?;
    let mut tables = load::open_all(cx, from, &catalog, true)?;
    tables.retain(|table| table.kind() == Kind::Reviews);
    if tables.is_empty() {
        cx.note(
            "这些文件里没有评价；格式认错了就用 --layout generic-reviews",
            "there are no reviews in these files; if one was taken for something else, say `--layout generic-reviews`",
        );
    }
    reviews_of_files(&load::Desk::new(cx), &load::query(cx, from)?, tables)
}
