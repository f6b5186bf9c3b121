//! Going back to a backup loses nothing that was acknowledged.
