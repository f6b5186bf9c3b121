//! Names of other records than the one that is wanted.

use crate::model::Say;

/// What a name that is no case, log line … is instead, and which verb takes it.
pub(crate) fn elsewhere(name: &str) -> Option<Say> {
    let (letter, number) = name.split_once('-')?;
    if number.is_empty() || !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (zh, en) = match letter.to_ascii_uppercase().as_str() {
        "C" => ("这是工单：用 cs cases …", "that is a case: `cs cases …` takes it"),
        "L" => ("这是咨询：用 cs consult …", "that is a consultation: `cs consult …` takes it"),
        "G" => ("这是日志或留言：用 cs log close", "that is a line of the log: `cs log close` takes it"),
        "M" => ("这是一条聊天记录：用 cs messages list", "that is a message: `cs messages list` shows it"),
        "H" => ("这是一次交班：用 cs handover show", "that is a handover: `cs handover show` takes it"),
        _ => return None,
    };
    Some(Say::new(zh, en))
}
