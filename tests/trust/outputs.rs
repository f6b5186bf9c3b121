//! What a command may write over, and where.
