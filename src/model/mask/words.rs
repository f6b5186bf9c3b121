//! Finding words in a text that someone may have spread out.

use super::signs::Sign;

/// Blanks and punctuation between the letters of a word: `微 信`, `微/信`.
const SPREAD: usize = 2;

/// Where the word that begins at a sign ends.
pub(super) fn word_at(signs: &[Sign], at: usize, word: &str) -> Option<usize> {
    let mut here = at;
    for (n, c) in word.chars().enumerate() {
        if n > 0 {
            here += signs.iter().skip(here).take(SPREAD).take_while(|s| is_spread(s.c)).count();
        }
        signs.get(here).filter(|s| s.c == c)?;
        here += 1;
    }
    Some(here)
}

fn is_spread(c: char) -> bool {
    matches!(c, ' ' | '.' | '-' | '_' | '*' | '/' | '·' | '~' | '|')
}

fn blanks(signs: &[Sign], at: usize, most: usize) -> usize {
    signs.iter().skip(at).take(most).take_while(|s| s.c == ' ').count()
}

/// The first of these words that begins here.
pub(super) fn any_at(signs: &[Sign], at: usize, words: &[&str]) -> Option<usize> {
    words.iter().find_map(|word| word_at(signs, at, word))
}

/// Behind words and punctuation that lead to what is looked for, and whether there was more than blanks.
pub(super) fn led(signs: &[Sign], from: usize, words: &[&str]) -> (usize, bool) {
    let (mut at, mut said) = (from, false);
    for _ in 0..6 {
        at += blanks(signs, at, 3);
        let Some(sign) = signs.get(at) else { break };
        if matches!(
            sign.c,
            ':' | '='
                | '-'
                | ','
                | '.'
                | '～'
                | '~'
                | '→'
                | '('
                | '['
                | '【'
                | '\n'
                | '\r'
                | '\t'
                | '>'
                | '<'
                | '"'
                | '\''
                | '“'
                | '”'
                | '「'
                | '『'
                | '《'
                | '_'
                | '|'
                | '/'
                | '、'
                | '➡'
                | '⇒'
        ) {
            at += 1;
            said = true;
        } else if let Some(end) = any_at(signs, at, words) {
            at = end;
            said = true;
        } else {
            break;
        }
    }
    (at, said)
}
