//! A command that waits for others who write says so, and for whom.

use super::clock;
use crate::model::Lang;
use crate::store::{Holder, Store, Waiting};

/// Has a database tell `note` when it makes a command wait.
pub(crate) fn tell(store: &mut Store, lang: Lang, note: impl Fn(&str) + 'static) {
    store.on_waiting(move |waiting| {
        let (zh, en) = words(waiting, clock::wall().ok().map(|now| now.0));
        note(lang.pick(&zh, &en));
    });
}

/// `now`: Unix seconds by the clock on the wall, where it is known.
fn words(waiting: &Waiting, now: Option<i64>) -> (String, String) {
    let waited = waiting.waited.as_secs();
    let Some(Holder { since, command, by }) = &waiting.holder else {
        return (
            format!("另一条命令正在写数据库，已等 {waited} 秒"),
            format!("another command is writing to the database: waited {waited} s so far"),
        );
    };
    let (by_zh, by_en) = if by.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("{by} 的"), format!(" of {by}"))
    };
    let (began_zh, began_en) = match now.map(|now| now.saturating_sub(since.0)).filter(|ago| *ago >= 0) {
        Some(ago) => (format!("（{ago} 秒前开始）"), format!(", begun {ago} s ago,")),
        None => (String::new(), String::new()),
    };
    (
        format!("{by_zh} cs {command}{began_zh} 正在写数据库，已等 {waited} 秒").trim_start().to_owned(),
        format!("`cs {command}`{by_en}{began_en} is writing to the database: waited {waited} s so far"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stamp;
    use std::time::Duration;

    #[test]
    fn it_says_who_writes_and_for_how_long() {
        let holder = |by: &str| Holder { since: Stamp(100), command: "import".into(), by: by.into() };
        let waiting = |holder| Waiting { holder, waited: Duration::from_millis(1_200) };
        for (holder, now, zh, en) in [
            (
                None,
                Some(105),
                "另一条命令正在写数据库，已等 1 秒",
                "another command is writing to the database: waited 1 s so far",
            ),
            (
                Some(holder("小王")),
                Some(105),
                "小王 的 cs import（5 秒前开始） 正在写数据库，已等 1 秒",
                "`cs import` of 小王, begun 5 s ago, is writing to the database: waited 1 s so far",
            ),
            // Its clock is ahead of ours.
            (
                Some(holder("")),
                Some(99),
                "cs import 正在写数据库，已等 1 秒",
                "`cs import` is writing to the database: waited 1 s so far",
            ),
        ] {
            assert_eq!(words(&waiting(holder), now), (zh.to_owned(), en.to_owned()));
        }
    }
}
