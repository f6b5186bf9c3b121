//! `cs export`: the facts of one kind, out of the database.

use super::args::{InputArgs, Output, Pick};
use super::context::{Context, no_database};
use super::show::Show;
use super::{load, when};
use crate::error::Result;
use crate::load::known_shops;
use crate::model::Say;
use crate::records::{self, MARK, Schema};
use crate::render::Meta;
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::ops::ControlFlow;

/// Write everything of one kind out of the database
///
/// One column for each field, then what the source offered (`have`), its other columns (`extra`) and as of when each
/// row holds (`seen_at`). With `--reveal` the CSV is imported back as it was; a masked one says so in each row
/// (`cs_export`), and no command takes it for facts. Of our own records those go out that are told apart by what they
/// are about; `cs db backup` keeps everything. `--since` and `--until` go by the time of ordering, applying, writing,
/// or of the line.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs export orders --reveal -o orders.csv\n  cs export payments --shop 样例小铺 --since 2026-11-01 -o payments.csv"
)]
pub(crate) struct ExportArgs {
    /// What to export
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(kinds()))]
    export_kind: String,
    #[command(flatten)]
    pick: Pick,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(cx: &Context, args: ExportArgs) -> Result<u8> {
    let Some(schema) = Schema::by_key(&args.export_kind) else {
        return Err(crate::error::Error::bug("a kind that can't be exported"));
    };
    let title = Say::new(schema.zh, schema.en);
    let mut output = args.output;
    // Whichever columns are chosen: a file always says whether it is masked.
    if let Some(columns) = output.columns.as_mut().filter(|c| **c != [String::new()])
        && !columns.iter().any(|c| c.trim() == MARK)
    {
        columns.insert(0, MARK.to_owned());
    }
    let Some(show) = Show::new(cx, &output, title, &records::headings(schema), name_column(schema))? else {
        return Ok(0);
    };
    let from = InputArgs { pick: args.pick, ..InputArgs::default() };
    let pick = &from.pick;
    let window =
        when::window(pick.since.as_deref(), pick.until.as_deref(), pick.date.as_deref(), cx.now, cx.zone)?;
    let store = cx.store()?.ok_or_else(no_database)?;
    known_shops(&store, &load::query(cx, &from)?)?;
    let mut undated = 0_u64;
    let reveals = show.reveals();
    let written = show.run(|emit| {
        store.each_record(schema, &mut |record, seen_at| {
            let key = records::key(record);
            if !pick.takes(&key.platform, &key.shop) {
                return Ok(ControlFlow::Continue(()));
            }
            let at = records::moment(record);
            if !window.holds(at) {
                undated += u64::from(at.is_none());
                return Ok(ControlFlow::Continue(()));
            }
            let go_on = emit(&records::row(record, seen_at, reveals))?;
            Ok(if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(Meta::default())
    })?;
    if undated > 0 {
        cx.note(
            &format!("{undated} 行没有时间，不在任何时间段里，没有导出"),
            &format!("{undated} rows state no time, so they are in no span of time: not exported"),
        );
    }
    written.tell(cx);
    Ok(0)
}

/// Every kind that can be written.
fn kinds() -> impl Iterator<Item = &'static str> {
    records::exported().map(|schema| schema.key)
}

/// What `-F name` prints.
fn name_column(schema: &Schema) -> &'static str {
    schema.keys().next().map_or("", |column| column.key)
}
