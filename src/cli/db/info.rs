//! `cs db info`: what is in the database, and how new it is.

use super::open::open;
use crate::cli::args::Output;
use crate::cli::context::Context;
use crate::cli::show::Show;
use crate::error::Result;
use crate::layouts::Kind;
use crate::model::{Cell, Column, Lang, Say, Titled, platform};
use crate::records::{
    self, CASES, CONSULTS, CONTACTS, HANDOVERS, ITEMS, LOG, MANUAL_MESSAGES, ORDERS, REFUNDS, REVIEWS,
    SHIFTS, STAFF, Schema, TODO_STATES,
};
use crate::render::Meta;
use clap::Args;

/// What is in the database, and how new it is
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs db info")]
pub(crate) struct InfoArgs {
    #[command(flatten)]
    output: Output,
}

const COLUMNS: &[Column] = &[Column::new("key", "项目", "What"), Column::new("value", "值", "Value")];

/// What people call a kind of records.
fn called(kind: &str) -> Say {
    match Kind::by_key(kind) {
        Some(kind) => Say::new(kind.title(Lang::Zh), kind.title(Lang::En)),
        None => Say::new(kind.to_owned(), kind.to_owned()),
    }
}

pub(super) fn info(cx: &Context, args: &InfoArgs) -> Result<u8> {
    let info = open(cx)?.info()?;
    let Some(show) = Show::new(cx, &args.output, Say::new("数据库", "Database"), COLUMNS, "key")? else {
        return Ok(0);
    };
    let own = |(key, zh, en): Titled, value: String| (key.to_owned(), Say::new(zh, en), value);
    let path = crate::model::redact::redact(&info.path.display().to_string()).into_owned();
    let of_kind = |schema: &Schema| (schema.key.to_owned(), called(schema.key), info.of(schema).to_string());
    let of_team = |schema: &Schema| own((schema.key, schema.zh, schema.en), info.of(schema).to_string());
    let mut rows = vec![
        own(("path", "文件", "path"), path),
        own(("bytes", "字节", "bytes"), info.size.to_string()),
        own(("schema", "结构版本", "schema"), info.schema.to_string()),
    ];
    rows.extend([&ORDERS, &ITEMS, &REFUNDS, &REVIEWS].map(of_kind));
    rows.extend(records::generic().filter(|schema| info.of(schema) > 0).map(of_kind));
    rows.push(own(("imports", "导入的文件", "imports"), info.imports.to_string()));
    rows.push(of_team(&CONTACTS));
    rows.push(own(("audit", "操作记录", "audit"), info.audit.to_string()));
    rows.extend([&CASES, &CONSULTS, &LOG, &SHIFTS, &HANDOVERS, &STAFF, &MANUAL_MESSAGES].map(of_team));
    // States of work are counted by those who work.
    let is_counted = |schema: &&Schema| **schema != TODO_STATES && info.of(schema) > 0;
    rows.extend(records::portable().filter(is_counted).map(of_team));
    for (platform, shop, kind, at) in &info.as_of {
        let joined = |parts: [&str; 3]| {
            let shown = parts.iter().filter(|n| !n.is_empty()).map(|n| platform::shown(n));
            shown.collect::<Vec<_>>().join(" ")
        };
        let (zh, en) = platform::names(platform);
        let of = called(kind);
        let say = Say::new(
            format!("{} 数据截至", joined([zh, shop, &of.zh])),
            format!("{} as of", joined([en, shop, &of.en])),
        );
        rows.push((format!("as_of {}", joined([platform, shop, kind])), say, at.iso(cx.zone)));
    }
    let cells =
        |(key, say, value): (String, Say, String)| [Cell::Told(key.into(), say.into()), Cell::own_id(value)];
    show.whole().rows(rows.into_iter().map(cells), Meta::default())?;
    Ok(0)
}
