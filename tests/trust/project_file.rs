//! A `cs.toml` that came with a folder is not obeyed.
