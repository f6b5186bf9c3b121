//! Which terminal this is: a shift is opened in one, and tables remember their rows for one.

use std::path::{Path, PathBuf};

/// `CS_TERMINAL`, else the terminal's device, else what its program or the connection says; with the login name,
/// because devices are given out again. `None` without a terminal: cron says `--by`.
pub(crate) fn key() -> Option<String> {
    let said = |name: &str| std::env::var(name).ok().filter(|v| !v.trim().is_empty());
    if let Some(name) = said("CS_TERMINAL") {
        return Some(name.trim().to_owned());
    }
    let place = device()
        .or_else(|| ["TERM_SESSION_ID", "WT_SESSION", "SSH_TTY"].iter().find_map(|name| said(name)))?;
    Some(match ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| said(name)) {
        Some(user) => format!("{user}@{place}"),
        None => place,
    })
}

/// The device behind one of the three standard streams, where the system shows it as a file.
fn device() -> Option<String> {
    ["0", "1", "2"].iter().find_map(|number| {
        let link: PathBuf = std::fs::read_link(Path::new("/proc/self/fd").join(number)).ok()?;
        let name = link.to_str()?;
        (name.starts_with("/dev/pts/") || name.starts_with("/dev/tty")).then(|| name.to_owned())
    })
}

/// The account that the process runs under, as the system knows it; where the environment claims another one, that too:
/// `root (li)`.
pub(crate) fn login() -> String {
    let claimed = super::context::login();
    match whoami::username() {
        Ok(name) if claimed.is_empty() || claimed == name => name,
        Ok(name) => format!("{name} ({claimed})"),
        Err(_) => claimed,
    }
}
