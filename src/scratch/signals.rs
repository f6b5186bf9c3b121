//! A signal ends the program as it would without us, after what it would leave has been taken away.
//!
//! A thread waits for it, from the first scratch file on: commands that make none start none. What was said to be
//! ignored when the program was started (`nohup`, `&` in a script) stays ignored.

use std::sync::Once;

/// Waits for signals from now on.
#[cfg(unix)]
pub(super) fn watch() {
    use signal_hook::iterator::Signals;
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let (ready, is_ready) = std::sync::mpsc::channel();
        let wait = move || {
            // In here: without a thread to hear them, signals that were caught would end nothing.
            let signals = Signals::new(wanted());
            let _ = ready.send(());
            if let Some(signal) = signals.ok().and_then(|mut signals| signals.forever().next()) {
                let _desk = super::desk::stop();
                // At once: what other threads are at is over, and a transaction that is not committed never was.
                signal_hook::low_level::exit(128 + signal);
            }
        };
        if std::thread::Builder::new().name("signals".to_owned()).spawn(wait).is_ok() {
            let _ = is_ready.recv();
        }
    });
}

#[cfg(unix)]
fn wanted() -> Vec<i32> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let status = std::fs::read_to_string("/proc/self/status").ok();
    let ignored = status.as_deref().and_then(ignored_by);
    let all = [SIGINT, SIGTERM, SIGHUP];
    match ignored {
        Some(mask) => all.into_iter().filter(|signal| mask >> (signal - 1) & 1 == 0).collect(),
        None if is_at_terminal() => all.to_vec(),
        None => vec![SIGTERM],
    }
}

/// Signals that the process ignores, as Linux tells: bit n − 1 for signal n.
#[cfg(unix)]
fn ignored_by(status: &str) -> Option<u64> {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(mask.trim(), 16).ok()
}

/// Where the system does not tell what is ignored: a program that still has its terminal on both sides was neither put
/// into the background of a script nor made to outlive the terminal.
#[cfg(unix)]
fn is_at_terminal() -> bool {
    use std::io::IsTerminal;
    let is = |path: &str| std::fs::File::open(path).is_ok_and(|file| file.is_terminal());
    is("/dev/stdin") && is("/dev/stderr")
}

#[cfg(windows)]
#[expect(clippy::exit, reason = "a signal ends the program, whatever its other threads are at")]
pub(super) fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _ = ctrlc::set_handler(|| {
            let _desk = super::desk::stop();
            std::process::exit(130);
        });
    });
}

#[cfg(not(any(unix, windows)))]
pub(super) fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {});
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn ignored_signals_are_read() {
        let status = "Name:\tcs\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000001003\nSigCgt:\t0000\n";
        assert_eq!(ignored_by(status), Some(0x1003));
        assert_eq!(ignored_by("Name:\tcs\n"), None);
        assert_eq!(ignored_by("SigIgn:\tnone\n"), None);
    }
}
