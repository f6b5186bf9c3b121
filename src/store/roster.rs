//! Who may write: once there is a roster, whoever stands on it, and `cron`.

use super::{Store, Who};
use crate::error::{Error, Result, nearest};
use crate::model::text::one_line;

/// Writes without a person.
const CRON: &str = "cron";

/// Commands that also others may run: the roster could not be begun or mended without the one, and who was struck off
/// could not end a shift without the other. Their audit lines say by which login, in which terminal.
const FREE: [&str; 2] = ["shift roster", "shift close"];

impl Store {
    /// Refuses whoever is not on the roster; asked inside of the writing transaction. Without a roster any name goes.
    pub(super) fn admits(&self, who: &Who) -> Result<()> {
        if who.by == CRON || FREE.contains(&who.command.as_str()) {
            return Ok(());
        }
        let staff = self.staff()?;
        if staff.is_empty() || staff.iter().any(|one| one.name == who.by) {
            return Ok(());
        }
        if who.by.is_empty() {
            return Err(nobody());
        }
        let shown = one_line(&who.by, 40);
        let e = Error::usage(
            format!("名单里没有「{shown}」，没有记"),
            format!("there is no `{shown}` on the roster: nothing was recorded"),
        );
        let by_number = staff.iter().find(|one| !who.by.is_empty() && one.number == who.by);
        let meant = by_number.map(|one| one.name.as_str());
        let near = meant.or_else(|| nearest(&who.by, staff.iter().map(|one| one.name.as_str())));
        let (zh, en) = near.map_or_else(Default::default, |name| {
            (format!("是不是 {name}？"), format!("did you mean {name}? "))
        });
        Err(e.hint(
            format!("{zh}登记：cs shift roster --add 姓名 --number 工号 --by 登记人；定时任务用 CS_BY=cron"),
            format!(
                "{en}put them on it: `cs shift roster --add NAME --number NUMBER --by WHO`; scheduled jobs say `CS_BY=cron`"
            ),
        ))
    }
}

/// Where nobody is known to be typing, the roster is no help.
fn nobody() -> Error {
    Error::usage("不知道是谁在操作，没有记", "nobody is known to be typing: nothing was recorded").hint(
        "先 cs shift open 姓名，或用 --by 姓名、CS_BY；定时任务用 CS_BY=cron",
        "`cs shift open NAME` first, or say `--by NAME` or set CS_BY; scheduled jobs say `CS_BY=cron`",
    )
}
