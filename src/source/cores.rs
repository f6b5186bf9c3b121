//! How many threads read a file.

/// How many threads read a file.
pub(crate) fn cores() -> usize {
    // More would wait for the disk.
    const MOST: usize = 16;
    std::thread::available_parallelism().map_or(1, usize::from).min(MOST)
}
