//! What can go wrong, as a user meets it: a kind with an exit code, a sentence in both languages, hints.

use crate::model::redact::redact;
use crate::model::{Lang, Say};
use std::fmt;

/// The kinds of failure; each has its documented exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The command line is wrong.
    Usage,
    /// A file, a layout, a row is wrong.
    Input,
    /// The database can't be used.
    Database,
    /// Done, with rows set aside.
    Partial,
    /// Broken invariant.
    Bug,
    /// The reader of our output went away: not a failure.
    ClosedPipe,
}

impl Kind {
    pub fn exit_code(self) -> u8 {
        match self {
            Kind::ClosedPipe => 0,
            Kind::Usage => 2,
            Kind::Input => 3,
            Kind::Database => 4,
            Kind::Partial => 5,
            Kind::Bug => 70,
        }
    }
}

/// Findings exist and `--exit-code` asked for them to be told by the exit code.
pub const EXIT_FINDINGS: u8 = 1;

#[derive(Debug)]
pub struct Error {
    pub kind: Kind,
    pub what: Say,
    pub hints: Vec<Say>,
    pub cause: Option<anyhow::Error>,
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    fn new(kind: Kind, what: Say) -> Error {
        Error { kind, what, hints: Vec::new(), cause: None }
    }

    pub fn usage(zh: impl Into<String>, en: impl Into<String>) -> Error {
        Error::new(Kind::Usage, Say::new(zh.into(), en.into()))
    }

    pub fn input(zh: impl Into<String>, en: impl Into<String>) -> Error {
        Error::new(Kind::Input, Say::new(zh.into(), en.into()))
    }

    pub fn database(zh: impl Into<String>, en: impl Into<String>) -> Error {
        Error::new(Kind::Database, Say::new(zh.into(), en.into()))
    }

    pub fn bug(what: impl Into<String>) -> Error {
        let what = what.into();
        Error::new(Kind::Bug, Say::new(format!("程序内部错误：{what}"), format!("internal error: {what}")))
    }

    /// A file or stream could not be read or written; a closed pipe stays a closed pipe.
    pub fn io(zh: impl Into<String>, en: impl Into<String>, cause: std::io::Error) -> Error {
        let kind = if is_closed_pipe(&cause) { Kind::ClosedPipe } else { Kind::Input };
        Error::new(kind, Say::new(zh.into(), en.into())).because(cause)
    }

    pub fn because(mut self, cause: impl Into<anyhow::Error>) -> Error {
        self.cause = Some(cause.into());
        self
    }

    pub fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Error {
        self.hints.push(Say::new(zh.into(), en.into()));
        self
    }

    /// What is wrong with a TOML text, in our own words; what the parser says comes after it.
    pub fn in_toml(mut self, e: &toml::de::Error, text: &str) -> Error {
        let said = e.message();
        let quoted = said.split('`').nth(1).unwrap_or_default();
        let (mut zh, mut en) = match said {
            _ if said.starts_with("unknown field") => {
                (format!("不认识「{quoted}」"), format!("`{quoted}` is not known"))
            }
            _ if said.starts_with("unknown variant") => {
                (format!("不接受「{quoted}」"), format!("`{quoted}` is not accepted"))
            }
            _ if said.starts_with("missing field") => {
                (format!("缺少「{quoted}」"), format!("`{quoted}` is missing"))
            }
            _ if said.starts_with("duplicate key") => ("同一项写了两次".into(), "a key stands twice".into()),
            _ if said.contains("must be quoted") || said.ends_with("expected a string") => {
                ("文字的值要加引号".into(), "a text has to stand in quotes".into())
            }
            _ if said.starts_with("invalid type") => {
                ("值的类型不对".into(), "the value is of the wrong type".into())
            }
            _ => ("写法有误".into(), "this is not TOML".into()),
        };
        // What is missing stands nowhere.
        if let Some(span) = e.span().filter(|_| !said.starts_with("missing field")) {
            let line = 1 + text.get(..span.start).unwrap_or_default().matches('\n').count();
            (zh, en) = (format!("第 {line} 行{zh}"), format!("line {line}: {en}"));
        }
        self.what = Say::new(format!("{}：{zh}", self.what.zh), format!("{}: {en}", self.what.en));
        if said.starts_with("unknown")
            && let Some(near) = nearest(quoted, said.split('`').skip(3).step_by(2))
        {
            self = self.hint(format!("是不是 {near}？"), format!("did you mean `{near}`?"));
        }
        // Not the line itself: what was taken for a configuration may be a list of buyers, or hold a password.
        let said = match said.split_once(", expected ").filter(|_| said.starts_with("invalid ")) {
            Some((_, wanted)) => format!("expected {wanted}"),
            None => said.to_owned(),
        };
        self.because(anyhow::anyhow!("{said}"))
    }

    /// Puts what we were doing before the sentence: `a.csv: …`.
    pub fn within(mut self, place: &str) -> Error {
        if self.kind != Kind::ClosedPipe {
            self.what = Say::new(format!("{place}：{}", self.what.zh), format!("{place}: {}", self.what.en));
        }
        self
    }

    /// Puts the file's name before the sentence, unless it stands there: errors of rows name it themselves.
    pub fn of_file(self, name: &str) -> Error {
        if self.what.en.starts_with(name) { self } else { self.within(name) }
    }

    /// The whole message, ready for standard error.
    pub fn report(&self, lang: Lang) -> String {
        let what = redact(self.what.in_lang(lang));
        let mut out = format!("{}{what}\n", lang.pick("错误：", "error: "));
        if let Some(cause) = &self.cause {
            for link in cause.chain() {
                let link = redact(&in_words(link, lang)).replace('\n', "\n    ");
                out.push_str(&format!("  {}{link}\n", lang.pick("原因：", "because: ")));
            }
        }
        for hint in &self.hints {
            let hint = redact(hint.in_lang(lang));
            out.push_str(&format!("  {}{hint}\n", lang.pick("提示：", "hint: ")));
        }
        out
    }
}

/// The system speaks English only: our own words first.
fn in_words(cause: &(dyn std::error::Error + 'static), lang: Lang) -> String {
    use std::io::ErrorKind;
    let text = cause.to_string();
    let Some(io) = cause.downcast_ref::<std::io::Error>() else { return text };
    // A temporary name of ours says nothing to anybody.
    let text = text.split_once(" at path ").map_or(text.as_str(), |(before, _)| before);
    let zh = match io.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::IsADirectory => "这是文件夹",
        ErrorKind::NotADirectory => "路径里有一段不是文件夹",
        ErrorKind::StorageFull => "磁盘满了",
        ErrorKind::ReadOnlyFilesystem => "这里只能读",
        ErrorKind::UnexpectedEof => "文件不完整",
        ErrorKind::InvalidFilename => "文件名不能用",
        ErrorKind::FileTooLarge => "文件太大",
        _ => return text.to_owned(),
    };
    if lang == Lang::Zh { format!("{zh}（{text}）") } else { text.to_owned() }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&redact(&self.what.en))
    }
}

impl std::error::Error for Error {}

/// Writing to the output door: only a closed pipe is expected.
impl From<std::io::Error> for Error {
    fn from(cause: std::io::Error) -> Error {
        Error::io("写不出结果", "can't write the output", cause)
    }
}

/// A closed pipe, also where a writer has wrapped it.
fn is_closed_pipe(e: &(dyn std::error::Error + 'static)) -> bool {
    if let Some(io) = e.downcast_ref::<std::io::Error>() {
        return io.kind() == std::io::ErrorKind::BrokenPipe
            || io.get_ref().is_some_and(|inner| is_closed_pipe(inner));
    }
    // The csv crate shows its cause in words only.
    if let Some(csv::ErrorKind::Io(io)) = e.downcast_ref::<csv::Error>().map(csv::Error::kind) {
        return is_closed_pipe(io);
    }
    e.source().is_some_and(is_closed_pipe)
}

/// `did you mean`: the nearest of the known names, if it is near.
///
/// Nobody mistypes a text of hundreds of signs: comparing such ones would take their lengths times one another.
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 200;
    if wanted.len() > LONGEST {
        return None;
    }
    let wanted = wanted.to_lowercase();
    known
        .into_iter()
        .filter(|name| name.len() <= LONGEST)
        .map(|name| (strsim::jaro_winkler(&wanted, &name.to_lowercase()), name))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_quiet_success() {
        let e = Error::from(std::io::Error::from(std::io::ErrorKind::BrokenPipe));
        assert_eq!(e.kind.exit_code(), 0);
    }

    #[test]
    fn the_systems_words_come_after_ours() {
        let gone = std::io::Error::from_raw_os_error(2);
        let told = Error::input("写不了", "can't write").because(gone).report(Lang::Zh);
        assert!(told.contains("原因：没有这个文件或文件夹（"), "{told}");
        #[derive(serde::Deserialize, Debug)]
        #[serde(deny_unknown_fields)]
        struct One {
            #[allow(dead_code)]
            high_value: String,
        }
        for (text, zh) in [
            ("\nhigh_valu = \"1\"", "有错：第 2 行不认识「high_valu」\n"),
            ("high_value = abc", "有错：第 1 行文字的值要加引号\n"),
            ("high_value = 5", "有错：第 1 行文字的值要加引号\n"),
            ("", "有错：缺少「high_value」\n"),
            ("[", "有错：第 1 行写法有误\n"),
        ] {
            let e = toml::from_str::<One>(text).expect_err("wrong");
            let told = Error::usage("有错", "is wrong").in_toml(&e, text).report(Lang::Zh);
            assert!(told.starts_with(&format!("错误：{zh}  原因：")), "{told}");
            assert_eq!(told.contains("是不是 high_value"), text.contains("high_valu "), "{told}");
        }
    }

    #[test]
    fn reports_name_cause_and_hint() {
        let e = Error::input("坏行", "bad row").within("a.csv").hint("改它", "mend it");
        assert_eq!(e.report(Lang::Zh), "错误：a.csv：坏行\n  提示：改它\n");
        assert_eq!(e.report(Lang::En), "error: a.csv: bad row\n  hint: mend it\n");
    }
}
