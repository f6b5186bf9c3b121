//! What killed processes left: files of exactly our names, of this user, that nobody holds any more.

use super::desk::remove;
use super::names::{PREFIX, RANDOM, SIDES, SUFFIX, sides_of};
use std::fs;
use std::path::{Path, PathBuf};

/// Letters and digits in the names that earlier versions gave.
const EARLIER: usize = 6;

/// Takes them away. What can't be told from somebody's work stays; so does what this process holds.
pub(super) fn sweep(folder: &Path, held: &[PathBuf]) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(main) = name.to_str().and_then(main_of) else { continue };
        if !held.iter().any(|path| path.file_name().is_some_and(|held| held == main)) {
            take(&folder.join(main));
        }
    }
}

/// The name of the file that a file of this name belongs to, itself or a side file; `None` if it is not of ours.
fn main_of(name: &str) -> Option<&str> {
    let main = SIDES.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let random = main.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    let ours = [RANDOM, EARLIER].contains(&random.len()) && random.bytes().all(|b| b.is_ascii_alphanumeric());
    ours.then_some(main)
}

#[cfg(unix)]
fn take(main: &Path) {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    match fs::File::options().read(true).custom_flags(flags.bits().cast_signed()).open(main) {
        Ok(file) => {
            let mine = file.metadata().is_ok_and(|meta| is_mine(&meta));
            // Held until all is gone.
            if mine && file.try_lock().is_ok() {
                sides_of(main).filter(|side| is_my_file(side)).for_each(remove);
                remove(main.to_owned());
            }
        }
        // A file is there before its side files, and as long as somebody uses them.
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            sides_of(main).filter(|side| is_my_file(side)).for_each(remove);
        }
        Err(_) => {}
    }
}

#[cfg(unix)]
fn is_mine(meta: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    meta.is_file() && meta.uid() == rustix::process::geteuid().as_raw()
}

#[cfg(unix)]
fn is_my_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| is_mine(&meta))
}

/// Here a file that somebody works on can't be removed.
#[cfg(windows)]
fn take(main: &Path) {
    let is_file = |path: &Path| fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file());
    if is_file(main) {
        remove(main.to_owned());
    }
    if fs::symlink_metadata(main).is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound) {
        sides_of(main).filter(|side| is_file(side)).for_each(remove);
    }
}

#[cfg(not(any(unix, windows)))]
fn take(_: &Path) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_names_are_ours() {
        for name in [".cs-Killed.tmp", ".cs-Killed123456.tmp"] {
            assert_eq!(main_of(name), Some(name));
            for end in SIDES {
                assert_eq!(main_of(&format!("{name}{end}")), Some(name));
            }
        }
        for name in [
            ".cs-.tmp",
            ".cs-Kil.tmp",
            ".cs-Killed",
            "cs-Killed.tmp",
            ".cs-Kil_ed.tmp",
            ".cs-Kill\u{e9}.tmp",
            ".cs-Killed.tmp-wal-wal",
            ".cs-Killed.tmp-lock",
            ".cs-Killed1.tmp",
            ".cs-../../a.tmp",
        ] {
            assert_eq!(main_of(name), None, "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_nobody_holds_goes_and_the_rest_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["", "-wal", "-shm", "-journal"] {
            fs::write(at(&format!(".cs-Killed.tmp{name}")), "half").expect("written");
        }
        fs::write(at(".cs-Orphan.tmp-wal"), "half").expect("written");
        fs::write(at("precious"), "whole").expect("written");
        std::os::unix::fs::symlink("precious", at(".cs-Linked.tmp")).expect("a link");
        std::os::unix::fs::symlink("precious", at(".cs-Other1.tmp-wal")).expect("a link");
        fs::write(at(".cs-Worked.tmp"), "half").expect("written");
        fs::write(at(".cs-Worked.tmp-wal"), "half").expect("written");
        let worked = fs::File::open(at(".cs-Worked.tmp")).expect("opened");
        worked.try_lock_shared().expect("locked");
        sweep(folder.path(), &[]);
        let left = || {
            let entries = fs::read_dir(folder.path()).expect("a folder");
            let mut left: Vec<_> = entries.map(|e| e.expect("an entry").file_name()).collect();
            left.sort();
            left
        };
        let stay =
            [".cs-Linked.tmp", ".cs-Other1.tmp-wal", ".cs-Worked.tmp", ".cs-Worked.tmp-wal", "precious"];
        assert_eq!(left(), stay);
        drop(worked);
        sweep(folder.path(), &[at(".cs-Worked.tmp")]);
        assert_eq!(left(), stay, "what this process holds");
        sweep(folder.path(), &[]);
        assert_eq!(left(), [".cs-Linked.tmp", ".cs-Other1.tmp-wal", "precious"]);
    }
}
