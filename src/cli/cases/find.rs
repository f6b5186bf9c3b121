//! Which cases are meant: by their numbers, or by the order they are about.

use crate::cli::records::elsewhere;
use crate::error::{Error, Result};
use crate::records::Case;
use crate::store::Store;

/// Cases by their numbers, or by the order they are about.
pub(super) fn find(store: &Store, names: &[String], closed: bool) -> Result<Vec<Case>> {
    let all = store.cases()?;
    let mut out: Vec<Case> = Vec::new();
    for name in names {
        // The row of a promise, or of evidence, in a handover names its case.
        let name = name.strip_suffix(".p").or_else(|| name.strip_suffix(".e")).unwrap_or(name);
        let by_id = |c: &&Case| c.id.eq_ignore_ascii_case(name);
        let by_order = |c: &&Case| c.order_no == name && c.is_open() != closed;
        let mut found: Vec<&Case> = all.iter().filter(by_id).collect();
        if found.is_empty() {
            found = all.iter().filter(by_order).collect();
        }
        if found.is_empty() {
            let shown = crate::model::quote::number(name);
            return Err(missing(&shown));
        }
        out.extend(
            found.into_iter().filter(|c| !out.iter().any(|o| o.id == c.id)).cloned().collect::<Vec<_>>(),
        );
    }
    Ok(out)
}

fn missing(name: &str) -> Error {
    let number = name.len() >= 8 && name.bytes().all(|b| b.is_ascii_digit());
    if number {
        return Error::input(
            format!("订单 {name} 没有工单"),
            format!("there is no case about the order {name}"),
        )
        .hint(
            format!("登记一个：cs cases add {name} 内容"),
            format!("open one: `cs cases add {name} TEXT`"),
        );
    }
    let e = Error::input(format!("没有工单 {name}"), format!("there is no case {name}"));
    match elsewhere(name).filter(|_| !name.to_ascii_uppercase().starts_with('C')) {
        Some(say) => e.hint(say.zh, say.en),
        None => e.hint("用 cs cases list 查看", "see `cs cases list`"),
    }
}
