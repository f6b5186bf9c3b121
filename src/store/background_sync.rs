//! A file that is being filled goes to the disk meanwhile, so that nobody has to wait for all of it at the end.

use std::fs::File;
use std::io::Result;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// How often it is looked whether there is something to do.
const LOOK: Duration = Duration::from_millis(100);
/// Bytes that are worth a way to the disk.
const WORTH: u64 = 32 << 20;

/// Asks the disk, in a thread of its own, to keep what was written so far.
pub(super) struct BackgroundSync {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<Result<()>>>,
}

impl BackgroundSync {
    pub(super) fn begin(file: &File) -> Result<BackgroundSync> {
        BackgroundSync::each(file, WORTH, LOOK)
    }

    fn each(file: &File, worth: u64, look: Duration) -> Result<BackgroundSync> {
        let file = file.try_clone()?;
        let (stop, stopped) = channel::<()>();
        // Where no thread can be had, all of it goes to the disk at the end.
        let thread = Builder::new().spawn(move || {
            let mut kept = 0;
            while stopped.recv_timeout(look) == Err(RecvTimeoutError::Timeout) {
                let size = file.metadata()?.len();
                if size >= kept + worth {
                    file.sync_data()?;
                    kept = size;
                }
            }
            Ok(())
        });
        Ok(BackgroundSync { stop: Some(stop), thread: thread.ok() })
    }

    /// Ends it. An error counts: the disk tells it once, to whoever asked first.
    pub(super) fn end(mut self) -> Result<()> {
        self.wait()
    }

    fn wait(&mut self) -> Result<()> {
        self.stop = None;
        let gone = |_| Err(std::io::Error::other("a thread is gone"));
        self.thread.take().map_or(Ok(()), |thread| thread.join().unwrap_or_else(gone))
    }
}

impl Drop for BackgroundSync {
    fn drop(&mut self) {
        let _ = self.wait();
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_the_disk_refuses_is_told_at_the_end() {
        // It takes everything and can keep nothing.
        let file = File::open("/dev/null").expect("opened");
        let begun = |worth| BackgroundSync::each(&file, worth, Duration::from_millis(1)).expect("begun");
        let refused = begun(0);
        while refused.thread.as_ref().is_some_and(|thread| !thread.is_finished()) {
            std::thread::yield_now();
        }
        refused.end().expect_err("it can't be kept");
        begun(1).end().expect("nobody asked it to keep anything");
    }
}
