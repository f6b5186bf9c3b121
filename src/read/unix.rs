//! Numbers in columns of times.

use super::columns::Columns;
use super::fault::{Fault, Value};
use crate::model::{Stamp, quote, unix};

impl Columns {
    /// A number that is no date as a Unix time, where the layout or the whole column says so. `Err(())`: never.
    pub(super) fn unix(&self, column: usize, text: &str) -> Value<Option<Result<Stamp, ()>>> {
        if !unix::is_never(text) && unix::read(text).is_none() {
            return Ok(None);
        }
        if !self.told.unix.contains(&column) {
            match self.found().unix.get(&column) {
                Some(Ok(())) => {}
                Some(Err(Some(line))) if unix::read(text).is_some() => {
                    return Err(mixed(column, text, Some(*line)));
                }
                None if unix::read(text).is_some() => return Err(mixed(column, text, None)),
                _ => return Ok(None),
            }
        }
        Ok(Some(unix::read(text).ok_or(())))
    }
}

/// It may be one, but nothing says so.
fn mixed(column: usize, text: &str, line: Option<u64>) -> Fault {
    let told = quote::cell(text);
    let (zh, en) = line.map_or_else(Default::default, |line| {
        (format!("，而第 {line} 行不是"), format!(", and line {line} is none"))
    });
    Fault::at(
        column,
        format!("{}不是日期时间；像是 Unix 时间{zh}；若整列都是，在自己的格式里写 unix = [字段]", told.zh),
        format!(
            "{} is no date and time; it may be a Unix time{en}; where all of the column are, a layout of your own says so with `unix`",
            told.en
        ),
    )
}
