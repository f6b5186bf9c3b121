//! `cs consult`: buyers who asked and have not bought yet.

use super::args::Output;
use super::context::Context;
use super::records::{
    self, PlaceArgs, Span, Writing, about, by_them, due_of, elsewhere, id, nick, print, text, word,
};
use super::rows::{Want, names};
use crate::error::{Error, Result};
use crate::load::each_of_selection;
use crate::model::{Cell, Column, Say, Selection, platform};
use crate::records::{CONSULT_STATES, CONSULTS, Consult};
use crate::store::Store;
use crate::tasks::handover::Leads;
use clap::{Args, Subcommand};
use std::ops::ControlFlow;

#[derive(Subcommand, Debug)]
pub(crate) enum ConsultCommand {
    Add(ConsultAddArgs),
    List(ConsultListArgs),
    Lost(LostArgs),
}

/// Note a buyer who asked about a product
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs consult add 买家昵称 陶瓷杯 --concern 嫌贵 --follow-up 明天")]
pub(crate) struct ConsultAddArgs {
    /// The buyer
    #[arg(value_name = "BUYER")]
    buyer: String,
    /// What they asked about
    #[arg(value_name = "PRODUCT", allow_hyphen_values = true)]
    product: String,
    /// What holds them back
    #[arg(long, value_name = "TEXT")]
    concern: Option<String>,
    /// When to ask again: +2h, 18:00, 明天, 2026-11-22
    #[arg(long, value_name = "TIME")]
    follow_up: Option<String>,
    /// The shop, where the number stands in several
    #[arg(long = "shop", value_name = "NAME")]
    of_shop: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// List consultations; a buyer who has paid since counts as paid
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs consult list --open")]
pub(crate) struct ConsultListArgs {
    /// Only those that have neither paid nor gone
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    span: Span,
    #[command(flatten)]
    places: PlaceArgs,
    #[command(flatten)]
    output: Output,
}

/// Note that buyers will not buy
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs consult lost L-0001")]
pub(crate) struct LostArgs {
    /// Numbers such as L-0001
    #[arg(value_name = "CONSULT", required = true)]
    consults: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

const COLUMNS: &[Column] = &[
    Column::new("id", "编号", "Id"),
    Column::new("state", "状态", "State"),
    Column::new("platform", "平台", "Platform").hidden(),
    Column::new("shop", "店铺", "Shop").hidden(),
    Column::new("buyer", "买家", "Buyer"),
    Column::new("product", "商品", "Product"),
    Column::new("concern", "顾虑", "Concern"),
    Column::new("at", "时间", "At"),
    Column::new("by", "登记人", "By"),
    Column::new("follow_up_at", "跟进时间", "Follow up"),
];

pub(crate) fn run(cx: &Context, command: ConsultCommand) -> Result<u8> {
    match command {
        ConsultCommand::Add(args) => add(cx, args),
        ConsultCommand::List(args) => list(cx, &args),
        ConsultCommand::Lost(args) => lost(cx, &args),
    }
}

fn add(cx: &Context, args: ConsultAddArgs) -> Result<u8> {
    let follow_up_at = due_of(cx, args.follow_up.as_ref())?;
    let number = records::write(cx, "consult add", args.writing, |w| {
        let about = about(cx, w.store, &args.buyer, args.of_shop.as_deref())?;
        let buyer = if about.buyer.is_empty() { about.order_no } else { about.buyer };
        let consult = Consult {
            id: w.number(&CONSULTS)?,
            platform: about.platform,
            shop: about.shop,
            buyer,
            product: args.product,
            concern: args.concern.unwrap_or_default(),
            state: "open".into(),
            at: cx.now,
            by: w.who().by.clone(),
            follow_up_at,
            closed_at: None,
        };
        w.put(&consult)?;
        // Who it is stands in the consultation: the audit keeps numbers.
        w.say(format!("{} consult", consult.id));
        Ok(consult.id)
    })?;
    cx.note(&format!("已登记 {number}"), &format!("recorded as {number}"));
    Ok(0)
}

/// Consultations as they stand: who has paid since is told by the orders.
pub(crate) fn up_to_date(cx: &Context, store: &Store) -> Result<Vec<Consult>> {
    let mut leads = Leads::new(store.consults()?);
    if leads.any_open() {
        let selection = Selection { paid_since: leads.open_since(), ..Selection::default() };
        each_of_selection(store, selection, &mut |order| {
            leads.see(order, cx.now);
            Ok(ControlFlow::Continue(()))
        })?;
    }
    Ok(leads.finish())
}

fn list(cx: &Context, args: &ConsultListArgs) -> Result<u8> {
    let mut consults = match cx.store()? {
        Some(store) => up_to_date(cx, &store)?,
        None => Vec::new(),
    };
    let window = args.span.window(cx)?;
    consults.retain(|c| {
        (!args.open || c.state == "open")
            && window.holds(Some(c.at))
            && args.places.takes(&c.platform, &c.shop)
            && by_them(cx, &[&c.by])
    });
    let rows: Vec<_> = consults
        .iter()
        .map(|c| {
            vec![
                id(&c.id),
                word(CONSULT_STATES, &c.state),
                platform::cell(&c.platform).into_owned(),
                text(&c.shop),
                nick(&c.buyer),
                text(&c.product),
                text(&c.concern),
                Cell::Time(c.at),
                text(&c.by),
                Cell::time(c.follow_up_at),
            ]
        })
        .collect();
    print(cx, &args.output, Say::new("咨询", "Consultations"), COLUMNS, "id", rows)
}

fn lost(cx: &Context, args: &LostArgs) -> Result<u8> {
    let names = names(cx, &args.consults, None, Want::Name)?;
    let told = records::write(cx, "consult lost", args.writing, |w| {
        let mut all = w.store.consults()?;
        let mut told = Vec::new();
        for name in &names {
            let Some(consult) = all.iter_mut().find(|c| c.id.eq_ignore_ascii_case(name)) else {
                let shown = crate::model::quote::number(name);
                let e =
                    Error::input(format!("没有咨询 {shown}"), format!("there is no consultation {shown}"));
                return Err(match elsewhere(name).filter(|_| !name.to_ascii_uppercase().starts_with('L')) {
                    Some(say) => e.hint(say.zh, say.en),
                    None => e.hint("用 cs consult list 查看", "see `cs consult list`"),
                });
            };
            if consult.state == "open" {
                consult.state = "lost".into();
                consult.closed_at = Some(cx.now);
                w.put(consult)?;
                w.say(format!("{} lost", consult.id));
            }
            told.push(consult.id.clone());
        }
        Ok(told)
    })?;
    for number in told {
        cx.note(&format!("{number} 已记录"), &format!("{number} recorded"));
    }
    Ok(0)
}
