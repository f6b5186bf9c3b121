//! Digits of a text in pieces: what stands between them is a gap (blanks, punctuation) or parts them (letters).

use super::signs::{Sign, is_plain_digit};

/// At most so many signs between the pieces of one number.
const GAP: usize = 3;

/// Digits side by side. Digits in words or rings are a piece each, so that `周一13812345678` ends where it should.
pub(super) struct Piece {
    /// In the signs: the first, and behind the last.
    pub(super) from: usize,
    pub(super) to: usize,
    /// In the digits of the whole text.
    at: usize,
    /// What stands before it since the last piece; `None` parts them.
    gap: Option<[char; GAP]>,
}

/// At most so many blanks more.
const BLANKS: usize = 4;

const NOTHING: [char; GAP] = ['\0'; GAP];

pub(super) struct Pieces {
    digits: Vec<u8>,
    pieces: Vec<Piece>,
}

impl Piece {
    /// Nothing is joined to it before.
    pub(super) fn is_first(&self) -> bool {
        self.gap.is_none()
    }
}

/// At most so many pieces of one number between real gaps.
const GROUPS: usize = 24;
/// Fewer digits are never private, and more no number.
const SHORTEST: usize = 7;
const LONGEST: usize = 33;

/// Pieces from one piece to another, read as one number. Small, as many are looked at.
#[derive(Clone, Copy)]
pub(super) struct Span<'p> {
    /// Behind the last piece.
    pub(super) next: usize,
    /// ASCII digits.
    pub(super) digits: &'p [u8],
    groups: [u8; GROUPS],
    many: usize,
    /// Whether all gaps are written the same, from the first, the second, the third on.
    alike: [bool; 3],
    marks: Marks,
}

/// What stands in the gaps.
#[derive(Clone, Copy, Default)]
pub(super) struct Marks {
    pub(super) bracket: bool,
    pub(super) hyphen: bool,
    pub(super) dot: bool,
    pub(super) plus: bool,
    /// `*`, `x` or `×`, as sizes are written.
    pub(super) times: bool,
    pub(super) slash: bool,
}

impl<'p> Span<'p> {
    /// Lengths between real gaps.
    pub(super) fn groups(&self) -> &[u8] {
        self.groups.get(..self.many).unwrap_or_default()
    }

    /// All gaps are written the same.
    pub(super) fn alike(&self) -> bool {
        let [all, ..] = self.alike;
        all
    }

    pub(super) fn marks(&self) -> Marks {
        self.marks
    }

    /// The number without its first digits, and without the gap behind them.
    pub(super) fn without(&self, many: usize) -> Span<'p> {
        let (mut groups, mut kept, mut left, mut gone) = ([0_u8; GROUPS], 0, many, 0);
        for group in self.groups() {
            let cut = left.min(usize::from(*group));
            left -= cut;
            let rest = usize::from(*group) - cut;
            match groups.get_mut(kept).filter(|_| rest > 0) {
                Some(place) => {
                    *place = u8::try_from(rest).unwrap_or(u8::MAX);
                    kept += 1;
                }
                None => gone += 1,
            }
        }
        let alike = self.alike.get(gone).copied().unwrap_or(false);
        Span {
            digits: self.digits.get(many..).unwrap_or_default(),
            groups,
            many: kept,
            alike: [alike; 3],
            ..*self
        }
    }

    /// How someone would write a number in parts: all gaps the same, or no part of one or two.
    pub(super) fn is_one(&self) -> bool {
        let few = self.groups().len() <= 6 || self.groups().iter().all(|n| *n == 1);
        // `tb138123456_78` is a nick with a number behind it.
        let two = matches!(self.groups(), [a, b] if *a.min(b) < 3);
        // Prices in a row are written in all sorts of ways; who writes a number so begins with its first three.
        let mixed = self.groups().iter().all(|n| *n >= 3)
            && self.groups().first().is_some_and(|n| matches!(n, 3 | 11));
        (self.alike() && few && !two) || mixed
    }

    pub(super) fn text(&self) -> String {
        self.digits.iter().copied().map(char::from).collect()
    }
}

fn is_gap(c: char) -> bool {
    // Prices and percentages are no parts of a number.
    (!c.is_alphanumeric() && !matches!(c, '¥' | '$' | '€' | '£' | '%' | '‰' | '°' | '℃' | '元'))
        || matches!(c, '杠' | '横')
}

impl Pieces {
    pub(super) fn of(signs: &[Sign]) -> Pieces {
        let (mut digits, mut pieces): (Vec<u8>, Vec<Piece>) = (Vec::new(), Vec::new());
        let mut gap: Option<([char; GAP], usize)> = None;
        let (mut plain, mut blanks) = (false, 0);
        for (at, sign) in signs.iter().enumerate() {
            let Some(digit) = sign.digit else {
                let next = || signs.get(at + 1).is_some_and(|s| s.digit.is_some());
                gap = match gap {
                    // Blanks around a mark say nothing more than one.
                    Some((seen, many))
                        if sign.c == ' '
                            && blanks < BLANKS
                            && many > 0
                            && seen.get(many - 1) == Some(&' ') =>
                    {
                        blanks += 1;
                        Some((seen, many))
                    }
                    // Between two digits, with nothing around, what else stands for a price or a size.
                    Some((NOTHING, 0)) if matches!(sign.c, '%' | '$' | 'x') && next() => {
                        Some(([sign.c, '\0', '\0'], 1))
                    }
                    Some((mut seen, many)) if is_gap(sign.c) && many < GAP => {
                        if let Some(place) = seen.get_mut(many) {
                            *place = sign.c;
                        }
                        Some((seen, many + 1))
                    }
                    _ => None,
                };
                continue;
            };
            // Full-width and ASCII digits are written together.
            let here = is_plain_digit(sign.c);
            match pieces.last_mut().filter(|_| here && plain && gap == Some((NOTHING, 0))) {
                Some(last) => last.to = at + 1,
                None => pieces.push(Piece { from: at, to: at + 1, at: digits.len(), gap: gap.map(|g| g.0) }),
            }
            digits.push(b'0' + digit);
            (gap, blanks) = (Some((NOTHING, 0)), 0);
            plain = here;
        }
        Pieces { digits, pieces }.without_masked(signs)
    }

    /// The tail of `138****5678` is no beginning of another number, nor its head the end of one.
    fn without_masked(mut self, signs: &[Sign]) -> Pieces {
        let stars = |from: usize, to: usize| {
            to - from >= 4
                && to - from <= 5
                && signs.get(from..to).is_some_and(|gap| {
                    let hyphen = usize::from(gap.first().is_some_and(|s| s.c == '-'));
                    gap.len() == 4 + hyphen && gap.iter().skip(hyphen).all(|s| s.c == '*')
                })
        };
        let short = |piece: &Piece| piece.to - piece.from <= 4;
        let masked: Vec<bool> = self
            .pieces
            .windows(2)
            .map(|two| matches!(two, [a, b] if short(a) && short(b) && a.to < b.from && stars(a.to, b.from)))
            .collect();
        for (at, _) in masked.iter().enumerate().filter(|(_, masked)| **masked) {
            for part in [at, at + 1, at + 2] {
                if let Some(piece) = self.pieces.get_mut(part) {
                    piece.gap = None;
                }
            }
        }
        self
    }

    pub(super) fn get(&self, at: usize) -> Option<&Piece> {
        self.pieces.get(at)
    }

    /// Every number that begins with the piece, short to long.
    pub(super) fn spans(&self, first: usize) -> Vec<Span<'_>> {
        let mut out = Vec::new();
        let begin = self.get(first).map_or(0, |p| p.at);
        let (mut groups, mut many) = ([0_u8; GROUPS], 1);
        let (mut gaps, mut alike) = ([NOTHING; 3], [true; 3]);
        let mut marks = Marks::default();
        for (next, piece) in self.pieces.iter().enumerate().skip(first) {
            if next > first {
                match piece.gap {
                    None => break,
                    Some(NOTHING) => {}
                    Some(gap) => {
                        compare(many - 1, gap, &mut gaps, &mut alike);
                        marks.add(gap);
                        many += 1;
                    }
                }
            }
            let end = piece.at + piece.to - piece.from;
            let Some(last) = groups.get_mut(many - 1).filter(|_| end - begin <= LONGEST) else { break };
            *last += u8::try_from(piece.to - piece.from).unwrap_or(0);
            if end - begin >= SHORTEST {
                let digits = self.digits.get(begin..end).unwrap_or_default();
                out.push(Span { next: next + 1, digits, groups, many, alike, marks });
            }
        }
        out
    }
}

/// Takes note of the gap with this number.
fn compare(number: usize, gap: [char; GAP], gaps: &mut [[char; GAP]; 3], alike: &mut [bool; 3]) {
    for (from, (first, same)) in gaps.iter_mut().zip(alike).enumerate() {
        if number == from {
            *first = gap;
        } else if number > from {
            *same &= *first == gap;
        }
    }
}

impl Marks {
    fn add(&mut self, gap: [char; GAP]) {
        self.bracket |= gap.contains(&')') || gap.contains(&'）');
        self.hyphen |= gap.contains(&'-');
        self.dot |= gap.contains(&'.');
        self.plus |= gap.contains(&'+');
        self.times |= gap.iter().any(|c| matches!(c, '*' | 'x' | '×'));
        self.slash |= gap.contains(&'/');
    }
}
