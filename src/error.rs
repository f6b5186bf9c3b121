//! What can go wrong, as a user meets it: a kind with an exit code, a sentence in both languages, hints.

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

    /// Puts what we were doing before the sentence: `a.csv: …`.
    pub fn within(mut self, place: &str) -> Error {
        if self.kind != Kind::ClosedPipe {
            self.what = Say::new(format!("{place}：{}", self.what.zh), format!("{place}: {}", self.what.en));
        }
        self
    }

    /// The whole message, ready for standard error.
    pub fn report(&self, lang: Lang) -> String {
        let mut out = format!("{}{}\n", lang.pick("错误：", "error: "), self.what.in_lang(lang));
        if let Some(cause) = &self.cause {
            for link in cause.chain() {
                out.push_str(&format!("  {}{link}\n", lang.pick("原因：", "because: ")));
            }
        }
        for hint in &self.hints {
            out.push_str(&format!("  {}{}\n", lang.pick("提示：", "hint: "), hint.in_lang(lang)));
        }
        out
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what.en)
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
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    known
        .into_iter()
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
    fn reports_name_cause_and_hint() {
        let e = Error::input("坏行", "bad row").within("a.csv").hint("改它", "mend it");
        assert_eq!(e.report(Lang::Zh), "错误：a.csv：坏行\n  提示：改它\n");
        assert_eq!(e.report(Lang::En), "error: a.csv: bad row\n  hint: mend it\n");
    }
}
