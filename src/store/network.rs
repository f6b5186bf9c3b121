//! Folders of another computer, on which no database is made.

use super::failure::{disk, wrong};
use crate::error::Result;
use crate::scratch::folder_of;
use std::fs;
use std::path::Path;

/// Locks over a network are not to be trusted. Seen on Linux by the mount table, on Windows by the path.
pub(super) fn refuse_network(path: &Path) -> Result<()> {
    let folder = fs::canonicalize(folder_of(path)).map_err(|e| disk(path, e))?;
    let text = folder.to_string_lossy();
    let share = text.starts_with(r"\\") && !text.starts_with(r"\\?\") || text.starts_with(r"\\?\UNC\");
    let mounts = if cfg!(target_os = "linux") { fs::read_to_string("/proc/mounts").ok() } else { None };
    let kind = mounts.as_deref().and_then(|table| mounted_as(table, &folder));
    if share || kind.is_some_and(is_network) {
        return Err(wrong(path, "数据库不能放在网络盘上", "a database can't be on a network drive")
            .hint("把它放到本机磁盘上", "put it on a local disk"));
    }
    Ok(())
}

/// The type of the file system that a folder is on: the longest mount point above it, the last one of these.
fn mounted_as<'a>(table: &'a str, folder: &Path) -> Option<&'a str> {
    table
        .lines()
        .filter_map(|line| {
            let mut parts = line.split(' ').skip(1);
            let point = parts.next()?.replace("\\040", " ");
            let kind = parts.next()?;
            folder.starts_with(&point).then_some((point.len(), kind))
        })
        .max_by_key(|(length, _)| *length)
        .map(|(_, kind)| kind)
}

fn is_network(kind: &str) -> bool {
    matches!(
        kind,
        "nfs" | "nfs4" | "cifs" | "smb3" | "smbfs" | "ncpfs" | "afs" | "ceph" | "glusterfs" | "davfs"
    ) || matches!(kind.strip_prefix("fuse."), Some("sshfs" | "glusterfs" | "s3fs" | "rclone" | "davfs2"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_mounts_are_seen() {
        let table = "/dev/sda1 / ext4 rw 0 0\nhost:/a /mnt/team\\040x nfs4 rw 0 0\n";
        assert_eq!(mounted_as(table, Path::new("/mnt/team x/db")), Some("nfs4"));
        assert_eq!(mounted_as(table, Path::new("/mnt/teams")), Some("ext4"));
        assert!(is_network("nfs4") && is_network("fuse.sshfs") && !is_network("ext4"));
    }
}
