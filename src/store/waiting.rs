//! What is told to those who wait for their turn to write: who has it, and since when. It stands in the file of the queue as
//! long as somebody writes who takes long; where nobody may read a file that another has locked, nobody is named.

use crate::model::Stamp;
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

/// Longer is nothing that we wrote.
const MOST: u64 = 512;
/// Waits that are shorter are not told.
const FIRST: Duration = Duration::from_secs(1);
const AGAIN: Duration = Duration::from_secs(5);

/// Somebody waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Who writes meanwhile; `None`: not known.
    pub holder: Option<Holder>,
    /// How long the waiting took so far.
    pub waited: Duration,
}

/// Who writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// By the clock on the wall.
    pub since: Stamp,
    pub command: String,
    pub by: String,
}

/// Tells a person that their command waits.
#[derive(Default)]
pub(super) struct Teller(Option<Box<dyn Fn(&Waiting)>>);

impl Teller {
    pub(super) fn new(tell: impl Fn(&Waiting) + 'static) -> Teller {
        Teller(Some(Box::new(tell)))
    }

    /// Tells it, where anybody is to be told.
    pub(super) fn tell(&self, lock: &Path, waited: Duration) {
        if let Some(tell) = &self.0 {
            tell(&Waiting { holder: read(lock), waited });
        }
    }
}

impl fmt::Debug for Teller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Teller" } else { "nobody" })
    }
}

/// How long until it is told for the first time, and then for the next.
pub(super) fn next(told: u32) -> Duration {
    if told == 0 { FIRST } else { AGAIN }
}

/// Notes who has the turn. What can't be noted is not told; nothing else hangs on it.
pub(super) fn write(mut file: &File, holder: &Holder) {
    let clean = |text: &str| text.chars().filter(|c| !c.is_control()).take(64).collect::<String>();
    let text = format!("{}\t{}\t{}\n", holder.since.0, clean(&holder.command), clean(&holder.by));
    let _ = clear(file)
        .and_then(|()| file.seek(SeekFrom::Start(0)))
        .and_then(|_| file.write_all(text.as_bytes()));
}

/// Takes back what was noted, also by one who died.
pub(super) fn clear(file: &File) -> io::Result<()> {
    if file.metadata()?.len() > 0 { file.set_len(0) } else { Ok(()) }
}

fn read(lock: &Path) -> Option<Holder> {
    let mut text = String::new();
    File::open(lock).ok()?.take(MOST).read_to_string(&mut text).ok()?;
    let mut parts = text.strip_suffix('\n')?.splitn(3, '\t');
    let since = Stamp(parts.next()?.parse().ok()?);
    Some(Holder { since, command: parts.next()?.to_owned(), by: parts.next()?.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_the_turn_is_told_until_it_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("w.db.lock");
        let file = File::create(&path).expect("made");
        assert_eq!(read(&path), None);
        for _ in 0..2 {
            write(&file, &Holder { since: Stamp(7), command: "import".into(), by: "小\t王\u{1b}".into() });
        }
        let holder = Holder { since: Stamp(7), command: "import".into(), by: "小王".into() };
        assert_eq!(read(&path), Some(holder));
        clear(&file).expect("cleared");
        assert_eq!(read(&path), None);
        std::fs::write(&path, "x".repeat(4096)).expect("written");
        assert_eq!(read(&path), None, "nothing of ours");
    }
}
