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
    let (account, claimed) = (account(), claimed_login());
    if account.is_empty() || account == claimed || claimed.is_empty() {
        account
    } else {
        format!("{account} ({claimed})")
    }
}

/// The name that the environment claims for whoever is logged in.
pub(crate) fn claimed_login() -> String {
    ["USER", "LOGNAME", "USERNAME"].iter().find_map(|k| std::env::var(k).ok()).unwrap_or_default()
}

/// The name beside the number in the system's own list of accounts, else the number: `#12345`. Asking the system's library
/// would open a socket to whatever keeps accounts elsewhere, and could wait for it.
#[cfg(unix)]
fn account() -> String {
    let number = rustix::process::getuid().as_raw();
    let list = super::bounded::text(Path::new("/etc/passwd")).unwrap_or_default();
    named(&list, number).map_or_else(|| format!("#{number}"), str::to_owned)
}

/// `name:password:number:…`, a line each.
#[cfg(unix)]
fn named(list: &str, number: u32) -> Option<&str> {
    list.lines().find_map(|line| {
        let mut parts = line.split(':');
        let (name, _, uid) = (parts.next()?, parts.next()?, parts.next()?);
        (uid.parse() == Ok(number) && !name.is_empty()).then_some(name)
    })
}

#[cfg(not(unix))]
fn account() -> String {
    whoami::username().unwrap_or_default()
}

#[cfg(all(test, unix))]
mod tests {
    use super::named;

    #[test]
    fn an_account_is_told_by_its_number() {
        let list = "root:x:0:0:root:/root:/bin/sh\n# none\n::7:\nli:x:1000:1000::/home/li:/bin/sh\n";
        assert_eq!([0, 1000, 7, 12].map(|n| named(list, n)), [Some("root"), Some("li"), None, None]);
    }
}
