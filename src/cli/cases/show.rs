//! `cs cases show`: a case in full, with its history.

use super::CaseShowArgs;
use super::find::find;
use super::list::{COLUMNS, row};
use crate::cli::audit::step_in_chinese;
use crate::cli::context::{Context, no_database};
use crate::cli::records::{numbered, print};
use crate::cli::rows::{Want, names};
use crate::cli::show::for_people;
use crate::error::Result;
use crate::model::{Cell, Column, Lang, Say};
use crate::records::CaseStep;

const HISTORY: Column = Column::new("history", "经过", "History");

pub(super) fn show(cx: &Context, args: CaseShowArgs) -> Result<u8> {
    let Some(store) = cx.store()? else { return Err(no_database()) };
    let mut output = args.output;
    output.reveal = true;
    if output.format.is_none() && output.file().is_none() {
        output.format = Some("text".into());
    }
    let mut rows = Vec::new();
    let names = names(cx, &args.which.cases, args.which.file.path(), Want::Case)?;
    let staff = store.staff()?;
    let chinese = cx.lang == Lang::Zh && for_people(cx, &output)?;
    let said = |step: &CaseStep| {
        let in_chinese = step_in_chinese(&step.action, &step.text).filter(|_| chinese);
        in_chinese.unwrap_or_else(|| format!("{} {}", step.action, step.text).trim_end().to_owned())
    };
    let people = for_people(cx, &output)?;
    let when = |at: crate::model::Stamp| {
        if people { at.short(cx.zone, cx.now) } else { at.iso(cx.zone) }
    };
    let mut cases = find(&store, &names, false).or_else(|_| find(&store, &names, true))?;
    for case in cases.drain(..) {
        let steps = store.steps(&case.id)?;
        let lines: Vec<String> = steps
            .iter()
            .map(|s| {
                let parts = [when(s.at), numbered(&staff, &s.by), said(s)];
                parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
            })
            .collect();
        let mut cells = row(&case, cx, case.next_due());
        cells.push(Cell::own_text(lines.join("; ")));
        rows.push(cells);
    }
    drop(store);
    let columns: Vec<Column> = COLUMNS.iter().copied().chain([HISTORY]).collect();
    print(cx, &output, Say::new("工单", "Case"), &columns, "id", rows)
}
