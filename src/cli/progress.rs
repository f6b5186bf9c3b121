//! A bar over bytes read: on standard error, only on a terminal, only after 300 ms.

use crate::load;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

const WAIT: Duration = Duration::from_millis(300);

pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    began: Instant,
    last: Instant,
    size: Option<u64>,
    quiet: bool,
    /// Bytes of the files that are finished.
    before: u64,
}

impl Progress {
    pub(crate) fn new(size: Option<u64>, quiet: bool) -> Progress {
        let now = Instant::now();
        Progress { bar: None, began: now, last: now, size, quiet, before: 0 }
    }
}

impl load::Progress for Progress {
    /// Told often; draws seldom.
    fn at(&mut self, bytes: u64) {
        let now = Instant::now();
        if self.quiet || now - self.began < WAIT || now - self.last < Duration::from_millis(100) {
            return;
        }
        self.last = now;
        let size = self.size;
        let bar = self.bar.get_or_insert_with(|| {
            let bar = match size {
                Some(size) => ProgressBar::new(size),
                None => ProgressBar::new_spinner(),
            };
            bar.set_draw_target(ProgressDrawTarget::stderr());
            crate::scratch::when_stopped(clear_line);
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {eta}") {
                bar.set_style(style);
            }
            bar
        });
        bar.set_position(self.before + bytes);
    }

    fn file_done(&mut self, bytes: u64) {
        self.before += bytes;
    }
}

/// A bar that a signal breaks off leaves no half line.
fn clear_line() {
    let mut err = std::io::stderr();
    if err.is_terminal() {
        let _ = err.write_all(b"\r\x1b[2K");
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
