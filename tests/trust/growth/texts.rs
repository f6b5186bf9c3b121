//! Hostile texts: each word that the sources look for, and each sign that means something to a parser, again and again.

use std::collections::BTreeSet;
use std::path::Path;

/// Where the words stand: every literal of these files is one that some rule or mask looks for.
const SOURCES: [&str; 3] = ["src/rules", "src/model/mask", "src/tasks/verdict"];

/// What means something to masks, parsers and renderers, whatever words they know.
const SIGNS: &[&str] = &[
    "1",
    "0",
    "13",
    "١",
    "１",
    "①",
    "一",
    "零〇",
    "a",
    "é",
    " ",
    "\t",
    "\u{3000}",
    "\n",
    "\r\n",
    "\r",
    "\"",
    "\"\"",
    "\",\"",
    "'",
    "''",
    ",",
    ";",
    "|",
    "||",
    ", ",
    "=",
    "+1",
    "-",
    "--",
    "-1",
    "@",
    "a@",
    "a@b.",
    ".",
    "..",
    "1.",
    "1,",
    "1.234,",
    "1,234.",
    "(",
    ")",
    "()",
    "（",
    "[",
    "[1]",
    "{",
    "}",
    "{a}",
    "[{a}]",
    "<",
    ">",
    "<a>",
    "</a>",
    "<!--",
    "&",
    "&amp;",
    "&#1",
    "*",
    "**",
    "a*",
    "\\",
    "`",
    "~",
    "_",
    "#",
    "%",
    "$",
    "$ ",
    "US $",
    "¥",
    "元",
    "1元",
    "kr",
    "\u{301}",
    "e\u{301}",
    "\u{200b}",
    "\u{200e}",
    "\u{202e}",
    "\u{feff}",
    "\u{fe0f}",
    "\u{e0041}",
    "\u{20dd}",
    "👩\u{200d}",
    "🇨🇳",
    "王",
    "王先生",
    "路1号",
    "138",
    "13800000001",
    "13800000001 ",
    "1 3 8 ",
    "0571-",
    "+86",
    "2026-",
    "2026年",
    "7月",
    "7/8 ",
    "10:",
    "今天",
    "改",
    "换",
    "今晚上",
    "今天1",
    "不甲好",
    "不",
    "没有",
    "a:b|",
    "a=1;",
    ": ",
    "http://",
    "![a](",
    "](",
    "'=",
    "null",
    "4.1E+",
    "E",
    "SF1234567890 ",
    "SF1234567890,",
    "12345678 ",
];

/// Words in one text: each is still repeated often enough to be seen.
const TOGETHER: usize = 8;

/// Texts of which each holds some of the words.
pub(super) fn words() -> Vec<String> {
    let all: Vec<String> = words_alone().into_iter().collect();
    all.chunks(TOGETHER).map(<[String]>::concat).collect()
}

/// All of them, each once.
fn words_alone() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = BTreeSet::new();
    for folder in SOURCES {
        for entry in std::fs::read_dir(root.join(folder)).expect(folder) {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|e| e == "rs") {
                literals(&std::fs::read_to_string(&path).expect("a source"), &mut all);
            }
        }
    }
    all
}

/// Signs alone.
pub(super) fn signs() -> impl Iterator<Item = &'static str> {
    SIGNS.iter().copied()
}

/// Those that mean something to the containers of tables, which cost much to open.
pub(super) fn of_files() -> impl Iterator<Item = &'static str> {
    [
        "\"",
        "\"\"",
        "\",\"",
        ",",
        "\n",
        "\r",
        "<",
        "<td>",
        "<!--",
        "&",
        "&#1",
        "rowspan=2 ",
        "1",
        "王",
        "\u{301}",
    ]
    .into_iter()
}

/// Short literals that are no prose: up to where the tests of the file begin.
fn literals(source: &str, all: &mut BTreeSet<String>) {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for literal in line.split('"').skip(1).step_by(2) {
            let han = literal.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
            if han && literal.chars().count() <= 6 && !literal.contains(['{', '\\']) {
                all.insert(literal.to_owned());
            }
        }
    }
}

/// About so many characters of it.
pub(super) fn repeated(word: &str, characters: usize) -> String {
    word.repeat(characters.div_ceil(word.chars().count().max(1)))
}

/// So many different ones, as nobody writes them: each word of the text is another.
pub(super) fn different(lead: &str, characters: usize) -> String {
    let mut out = String::new();
    let mut count = 0;
    for c in ('\u{4e00}'..='\u{9fa5}').take(characters) {
        out.push_str(lead);
        out.push(c);
        count += 1 + lead.chars().count();
        if count >= characters {
            break;
        }
    }
    out
}
