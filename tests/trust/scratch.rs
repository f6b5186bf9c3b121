//! What `cs` writes for itself is private from the first byte and gone afterwards.
