//! Signs that nobody sees.

use unicode_width::UnicodeWidthChar;

/// Without a place of its own on the line: marks, joiners, fillers, signs of direction, tags.
pub(super) fn is_unseen(c: char) -> bool {
    !c.is_ascii() && !c.is_control() && (is_dropped(c) || c.width() == Some(0))
}

pub(super) fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}
