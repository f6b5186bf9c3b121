//! What a review's text alone lets one suspect: words of a hand-written lexicon, what turns them around and what
//! strengthens them. Whole numbers only, nothing is learned.

mod lexicon;

pub(super) use lexicon::topic;
use lexicon::{LexiconEntry, Mark};
use std::collections::HashSet;
use std::sync::LazyLock;

/// What a text says, as far as words tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// 0–100; at 50 a complaint is as likely as not, where both are equally many.
    pub score: u8,
    /// What the complaints are about.
    pub topics: Vec<&'static str>,
    /// The words of complaint that were found, with what turned them around.
    pub words: Vec<String>,
}

/// From this score on a text is suspected by default: at most 2 of 100 positive texts reach it.
pub const STRICT: u8 = 76;

static LEXICON: LazyLock<lexicon::Lexicon> = LazyLock::new(lexicon::Lexicon::built_in);

/// What a text has to complain beyond its praise: long ones name small things even where all is well. In tenths.
const START: i64 = -8;
const PER_CLAUSE: i64 = 9;

/// How far back a turning word reaches, in characters.
const REACH: usize = 4;

/// Judges a text; `None` where it says nothing at all.
pub fn judge(text: &str) -> Option<Verdict> {
    let text = plain(text);
    if text.is_empty() || is_default(&text) {
        return None;
    }
    let mut tally = WordTally::default();
    for clause in text.split(ENDS) {
        tally.clause(clause);
    }
    Some(tally.verdict())
}

/// Texts that platforms put in for buyers who wrote nothing.
fn is_default(text: &str) -> bool {
    const DEFAULTS: &[&str] = &[
        "此用户没有填写评价",
        "该用户没有填写评价",
        "此用户未填写评价",
        "用户未填写评价",
        "系统默认好评",
        "默认好评",
        "评价方未及时做出评价,系统默认好评!",
        "评价方未及时做出评价",
    ];
    let bare = text.trim_end_matches(['。', '.', '!', ' ']);
    DEFAULTS.iter().any(|default| bare == default.trim_end_matches('!'))
}

/// Where clauses end.
const ENDS: &[char] =
    &['。', '!', ',', ';', '?', '、', '~', '…', '\n', '.', ':', '—', '-', '(', ')', '"', '“', '”', ' '];

/// Lower case and narrow punctuation; a question mark stays with its clause as `吗`.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.trim().chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c == '?' {
            out.push('吗');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[derive(Default)]
struct WordTally {
    /// In tenths.
    complaint: i64,
    praise: i64,
    topics: Vec<&'static str>,
    words: Vec<String>,
    /// The same words, to be found again at once: what stands between two of the lexicon can differ each time.
    told: HashSet<String>,
    seen: Vec<&'static str>,
    clauses: i64,
}

/// What stands before a word in its clause.
#[derive(Default)]
struct Before {
    /// Where the last turning word ended, in characters, and where it began in bytes.
    not: Option<(usize, usize)>,
    very: Option<(usize, usize)>,
    little: Option<usize>,
    wish: bool,
}

impl WordTally {
    fn clause(&mut self, clause: &str) {
        if clause.is_empty() {
            return;
        }
        self.clauses += 1;
        let question = clause.ends_with('吗');
        let mut before = Before::default();
        let (mut place, mut count) = (0, 0);
        while let Some(c) = clause[place..].chars().next() {
            let Some(entry) = LEXICON.at(&clause[place..]) else {
                place += c.len_utf8();
                count += 1;
                continue;
            };
            let length = entry.word.chars().count();
            match entry.mark {
                Mark::Not => {
                    before.not = match before.not {
                        // Twice turned is not turned.
                        Some((end, _)) if end == count => None,
                        _ => Some((count + length, place)),
                    };
                }
                Mark::Very => before.very = Some((count + length, place)),
                Mark::Little => before.little = Some(count + length),
                Mark::Wish => before.wish = true,
                Mark::But => {
                    self.praise = self.praise * 6 / 10;
                    self.complaint = self.complaint * 8 / 10;
                    before = Before::default();
                }
                Mark::Weight(weight) => {
                    self.word(entry, i64::from(weight), clause, place, count, &before, question);
                    if weight != 0 {
                        before = Before { wish: before.wish, ..Before::default() };
                    }
                }
            }
            place += entry.word.len();
            count += length;
        }
        // What is not there, though nothing of the lexicon follows.
        if before.not.is_some() {
            self.complaint += 8;
        }
        if before.little.is_some() {
            self.complaint += 6;
        }
        if before.wish {
            self.complaint += 5;
        }
        if question {
            self.complaint += 8;
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a place in a clause is what it is")]
    fn word(
        &mut self,
        entry: &LexiconEntry,
        weight: i64,
        clause: &str,
        place: usize,
        count: usize,
        before: &Before,
        question: bool,
    ) {
        if weight == 0 {
            return;
        }
        let near = |end: usize| count - end <= REACH;
        let not = before.not.filter(|(end, _)| if weight > 0 { count - end <= 1 } else { near(*end) });
        let very = before.very.filter(|(end, _)| count - end <= 2);
        let mut value = weight * 10;
        let mut from = place;
        if let Some((_, start)) = not {
            value = if weight > 0 { -value / 2 } else { -value + 5 };
            from = start;
        }
        if very.is_some() {
            value = value * 13 / 10;
        }
        if before.little.is_some_and(near) {
            value = if value > 0 { value * 8 / 10 } else { value / 2 + 10 };
        }
        if before.wish && value < 0 {
            value /= 4;
        }
        if question && value < 0 {
            value /= 3;
        }
        if self.seen.contains(&entry.word) {
            value /= 3;
        } else {
            self.seen.push(entry.word);
        }
        if value > 0 {
            self.complaint += value;
            if value >= 15 {
                let word = &clause[from..place + entry.word.len()];
                if !self.told.contains(word) {
                    self.told.insert(word.to_owned());
                    self.words.push(word.to_owned());
                }
                if !entry.topic.is_empty() && !self.topics.contains(&entry.topic) {
                    self.topics.push(entry.topic);
                }
            }
        } else {
            self.praise -= value;
        }
    }

    fn verdict(self) -> Verdict {
        let talk = START + PER_CLAUSE * self.clauses.min(15);
        let balance = self.complaint - self.praise - talk;
        let weight = 40 + (self.complaint + self.praise) / 4;
        let score = (50 + balance * 50 / (balance.abs() + weight)).clamp(0, 100);
        Verdict { score: u8::try_from(score).unwrap_or(100), topics: self.topics, words: self.words }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(text: &str) -> u8 {
        judge(text).map_or(0, |verdict| verdict.score)
    }

    #[test]
    fn complaints_and_praise_are_told_apart() {
        for bad in [
            "质量太差，用了两天就坏了",
            "客服不理人，退货也不给退",
            "买到假货，上当了",
            "等了一个小时才送到，菜都凉了",
            "房间又脏又吵，再也不会来",
        ] {
            assert!(score(bad) >= STRICT, "{bad}: {}", score(bad));
        }
        for good in ["很好，很喜欢，下次还会再来", "物流很快，包装完好，质量不错", "性价比高，值得购买"]
        {
            assert!(score(good) < 30, "{good}: {}", score(good));
        }
    }

    #[test]
    fn negation_turns_a_word_around() {
        assert!(score("一点都不甜") > 50 && score("很甜") < 50);
        assert!(score("没有破损，不贵") < 50);
        assert!(score("不错") < 50 && score("不好") > 50);
        assert!(score("没有想象中好") > 50);
    }

    #[test]
    fn words_inside_others_are_not_found() {
        assert!(judge("房间很干净").is_some_and(|v| v.words.is_empty()));
        assert!(judge("很小巧").is_some_and(|v| v.words.is_empty()));
        assert!(judge("医生和学生").is_some_and(|v| v.words.is_empty()));
    }

    #[test]
    fn what_comes_after_but_weighs_more() {
        assert!(score("味道不错，但是太慢了") > score("太慢了，但是味道不错"));
    }

    #[test]
    fn praise_that_is_asked_or_wished_counts_less() {
        assert!(score("这也叫质量好？") > score("质量好"));
        assert!(score("希望质量好") > score("质量好"));
    }

    #[test]
    fn topics_and_words_are_told() {
        let found = judge("包装破损，客服不理人").unwrap_or_default();
        assert_eq!(found.topics, ["packaging", "service"]);
        assert_eq!(found.words, ["包装破损", "不理人"]);
    }

    #[test]
    fn nothing_said_is_nothing_judged() {
        for text in ["", "  ", "此用户没有填写评价。", "系统默认好评"] {
            assert_eq!(judge(text), None, "{text}");
        }
        assert!(score("杯子") < 60);
        assert!(score("ＯＫ！！！") < 60);
    }
}
