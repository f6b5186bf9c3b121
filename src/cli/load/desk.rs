//! Who asks: the command line, with its terminal.

use super::tell::tell;
use crate::cli::context::Context;
use crate::cli::progress::Progress;
use crate::load::{self, Caller, Note};
use crate::source::Input;
use crate::store::Who;
use std::cell::Cell;

/// The command line, as whoever reads for it knows it.
pub(crate) struct Desk<'a> {
    cx: &'a Context,
    may_vary: Option<&'a Cell<bool>>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(cx: &'a Context) -> Desk<'a> {
        Desk { cx, may_vary: None }
    }

    /// One that keeps whether orders may be in several currencies.
    pub(super) fn keeping(cx: &'a Context, may_vary: &'a Cell<bool>) -> Desk<'a> {
        Desk { cx, may_vary: Some(may_vary) }
    }
}

impl Caller for Desk<'_> {
    fn tell(&self, note: &Note) {
        tell(self.cx, note);
    }

    fn may_vary_in_currency(&self, may: bool) {
        if let Some(may_vary) = self.may_vary {
            may_vary.set(may);
        }
    }

    fn standard_input(&self) -> Input {
        self.cx.hint("正在读标准输入……", "reading standard input …");
        Input::stream(Box::new(std::io::stdin()))
    }

    fn progress(&self, size: Option<u64>) -> Box<dyn load::Progress> {
        Box::new(Progress::new(size, self.cx.global.quiet))
    }

    fn who(&self) -> Who {
        self.cx.who("import")
    }
}
