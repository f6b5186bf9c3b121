//! Ways around the one door where text is cleaned and masked: other formats, notes, errors, rejects.
