//! Whom the roster knows: the names that somebody types for a person.

use super::context::Context;
use crate::error::{Error, Result, nearest};
use crate::model::text::one_line;
use crate::records::Staff;

/// Who is meant where work is given to somebody: with a roster whoever stands on it, and `cron`, as for `--by`.
pub(crate) fn named(cx: &Context, said: &str) -> Result<String> {
    let said = said.trim();
    if said.is_empty() {
        return Ok(String::new());
    }
    on_roster(&cx.store()?.map_or(Ok(Vec::new()), |store| store.staff())?, said.to_owned())
}

/// The name that somebody goes by on the roster; without a roster whatever they say.
pub(crate) fn on_roster(staff: &[Staff], said: String) -> Result<String> {
    if staff.is_empty() || said == "cron" || staff.iter().any(|s| s.name == said) {
        return Ok(said);
    }
    if let Some(found) = staff.iter().find(|s| s.number == said) {
        return Ok(found.name.clone());
    }
    let shown = one_line(&said, 40);
    let e = Error::usage(format!("名单里没有「{shown}」"), format!("there is no `{shown}` on the roster"));
    Err(match nearest(&said, staff.iter().map(|s| s.name.as_str())) {
        Some(near) => e.hint(format!("是不是 {near}？"), format!("did you mean {near}?")),
        None => e.hint(
            "先登记：cs shift roster --add 姓名 --number 工号 --by 登记人",
            "put them on it: `cs shift roster --add NAME --number NUMBER --by WHO`",
        ),
    })
}
