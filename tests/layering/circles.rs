//! Refuses circles between files of `src`: each can be read, and taken out, with what lies below it.
//!
//! Names are followed through re-exports to the file that has the item: a `mod.rs` that declares, re-exports and lists
//! stands in no circle as long as its children take nothing from it that it has itself. Tests don't count.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::path::Path;

type ModulePath = Vec<String>;

/// A module: a file, or what is declared in braces within one.
#[derive(Default)]
struct Module {
    file: String,
    /// Names of the items that it has.
    items: HashSet<String>,
    /// By the name that it has here, what is imported, as it was written.
    imports: HashMap<String, Vec<String>>,
    /// What is imported for others; this makes no arrow until the name is used here too.
    handed_on: HashSet<String>,
    /// Modules of which all is handed on.
    all_of: Vec<Vec<String>>,
    /// Paths that its code names, and the line of each.
    paths: Vec<(Vec<String>, usize)>,
}

/// All that is declared below `src`.
#[derive(Default)]
struct Modules {
    all: BTreeMap<ModulePath, Module>,
    only_tests: Vec<ModulePath>,
}

/// From file to file, with where and by which path the one names the other.
type Arrows = BTreeMap<String, BTreeMap<String, String>>;

impl Modules {
    /// Reads a file, named below `src`: `rules/mod.rs`.
    fn add(&mut self, file: &str, text: &str) {
        let mut path: ModulePath = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if path.last().is_some_and(|last| ["mod", "lib"].contains(&last.as_str())) {
            path.pop();
        }
        let tokens = text.parse::<TokenStream>().unwrap_or_else(|e| panic!("{file}: {e}"));
        self.add_module(file, path, tokens);
    }

    fn add_module(&mut self, file: &str, path: ModulePath, body: TokenStream) {
        let mut module = Module { file: file.to_owned(), ..Module::default() };
        self.walk(body, &path, &mut module);
        self.all.insert(path, module);
    }

    fn walk(&mut self, body: TokenStream, path: &ModulePath, module: &mut Module) {
        let tokens: Vec<TokenTree> = body.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let (before, rest) = tokens.split_at(at);
            at += match (token, rest.get(1)) {
                (TokenTree::Punct(p), Some(TokenTree::Group(g))) if p.as_char() == '#' && is_test(g) => {
                    self.skip_test(rest, path)
                }
                (TokenTree::Ident(word), Some(TokenTree::Ident(name)))
                    if DECLARES.iter().any(|w| word == w) =>
                {
                    module.items.insert(name.to_string());
                    match rest.get(2) {
                        Some(TokenTree::Group(inner)) if word == "mod" => {
                            self.add_module(&module.file, joined(path, [name.to_string()]), inner.stream());
                            3
                        }
                        _ => 2,
                    }
                }
                // `pub(in crate::store)` says who may use it, and uses nothing.
                (TokenTree::Ident(word), Some(TokenTree::Group(_))) if word == "pub" => 2,
                // `impl Trait + use<'_>` imports nothing.
                (TokenTree::Ident(word), next) if word == "use" && !is_punct(next, '<') => {
                    let end = rest.iter().position(|t| is_punct(Some(t), ';')).unwrap_or(1);
                    import(&rest[1..end], &[], is_public(before), module);
                    end
                }
                (TokenTree::Ident(_), _) => {
                    let (named, taken) = path_at(rest);
                    if !is_of_another(before) {
                        module.paths.push((named, token.span().start().line));
                    }
                    taken
                }
                (TokenTree::Group(group), _) => {
                    self.walk(group.stream(), path, module);
                    1
                }
                _ => 1,
            };
        }
    }

    /// Passes over what stands below `#[cfg(test)]`; tells how many tokens that are.
    fn skip_test(&mut self, tokens: &[TokenTree], path: &ModulePath) -> usize {
        let ends = |t: &TokenTree| match t {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            other => is_punct(Some(other), ';'),
        };
        let end = tokens.iter().position(ends).unwrap_or(tokens.len() - 1);
        if let [.., TokenTree::Ident(word), TokenTree::Ident(name), _] = &tokens[..=end]
            && word == "mod"
        {
            self.only_tests.push(joined(path, [name.to_string()]));
        }
        end + 1
    }

    /// The path from `src`, of one that is written in this module; `None` for one into another crate.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<ModulePath> {
        let mut base = module.to_vec();
        let mut rest = path;
        match rest.first().map(String::as_str)? {
            "crate" => (base, rest) = (Vec::new(), &rest[1..]),
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first().is_some_and(|word| word == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            first => {
                if !self.all.contains_key(&joined(&base, [first.to_owned()])) {
                    let import =
                        self.all.get(module)?.imports.get(first).filter(|import| import[0] != first)?;
                    base = self.absolute(module, import)?;
                    rest = &rest[1..];
                }
            }
        }
        Some(joined(&base, rest.iter().cloned()))
    }

    /// The file that has the item, through whatever hands it on.
    fn file_of(&self, path: &[String], hops: usize) -> Option<&str> {
        let end = (0..=path.len()).rev().find(|end| self.all.contains_key(&path[..*end]))?;
        let (module, rest) = path.split_at(end);
        let has = self.all.get(module)?;
        if hops < 16
            && let Some((name, rest)) = rest.split_first()
            && let Some(to) = self.handed_on_from(module, has, name)
            && let Some(file) = self.file_of(&joined(&to, rest.iter().cloned()), hops + 1)
        {
            return Some(file);
        }
        Some(&has.file)
    }

    /// Where a name leads that the module has from elsewhere.
    fn handed_on_from(&self, path: &[String], module: &Module, name: &str) -> Option<ModulePath> {
        if let Some(import) = module.imports.get(name) {
            return self.absolute(path, import);
        }
        if module.items.contains(name) {
            return None;
        }
        let has = |to: &ModulePath| self.all.get(to).is_some_and(|m| m.items.contains(name));
        let to = module.all_of.iter().filter_map(|all| self.absolute(path, all)).find(has)?;
        Some(joined(&to, [name.to_owned()]))
    }

    fn arrows(&self) -> Arrows {
        let mut out = Arrows::new();
        for (path, module) in &self.all {
            if self.only_tests.iter().any(|tests| path.starts_with(tests)) {
                continue;
            }
            let arrows = out.entry(module.file.clone()).or_default();
            for (named, line) in &module.paths {
                let to = match named.as_slice() {
                    // A single word is that of an import, whose arrow stands, or of one that is handed on.
                    [name] if module.handed_on.contains(name) || !module.all_of.is_empty() => {
                        self.handed_on_from(path, module, name)
                    }
                    [_] => None,
                    _ => self.absolute(path, named),
                };
                let to = to.as_ref().and_then(|to| self.file_of(to, 0));
                if let Some(to) = to.filter(|to| *to != module.file) {
                    let says = || format!("{}:{line} {} -> {to}", module.file, named.join("::"));
                    arrows.entry(to.to_owned()).or_insert_with(says);
                }
            }
        }
        out
    }
}

/// Takes up a `use`, or a part of it in braces, behind the words before it.
fn import(tokens: &[TokenTree], before: &[String], handed_on: bool, module: &mut Module) {
    for part in tokens.split(|t| is_punct(Some(t), ',')).filter(|part| !part.is_empty()) {
        let mut words = before.to_vec();
        let mut name = None;
        let mut rest = part.iter();
        while let Some(token) = rest.next() {
            match token {
                TokenTree::Ident(word) if word == "as" => name = rest.next().map(ToString::to_string),
                TokenTree::Ident(word) if word == "self" && !words.is_empty() => {}
                TokenTree::Ident(word) => words.push(word.to_string()),
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    import(&inner, &words, handed_on, module);
                    words.clear();
                }
                star if is_punct(Some(star), '*') && handed_on => {
                    module.all_of.push(std::mem::take(&mut words))
                }
                star if is_punct(Some(star), '*') => words.push("*".to_owned()),
                _ => {}
            }
        }
        let Some(last) = words.last() else { continue };
        let name = name.unwrap_or_else(|| last.clone());
        if handed_on {
            module.handed_on.insert(name.clone());
        } else {
            module.paths.push((words.clone(), part[0].span().start().line));
        }
        module.imports.insert(name, words);
    }
}

/// Words before the name of an item.
const DECLARES: &[&str] = &["mod", "fn", "struct", "enum", "const", "static", "type", "trait"];

/// Whether what comes next is declared `pub` or `pub(…)`.
fn is_public(before: &[TokenTree]) -> bool {
    match before {
        [.., TokenTree::Ident(word)] => word == "pub",
        [.., TokenTree::Ident(word), TokenTree::Group(_)] => word == "pub",
        _ => false,
    }
}

/// Whether the word that comes next is a field, a method, or the end of a path that began with a type.
fn is_of_another(before: &[TokenTree]) -> bool {
    match before {
        [.., first, second] if is_punct(Some(first), '.') && is_punct(Some(second), '.') => false,
        [.., first, second] if is_joint_colon(first) && is_punct(Some(second), ':') => true,
        [.., last] => is_punct(Some(last), '.'),
        [] => false,
    }
}

fn joined(base: &[String], rest: impl IntoIterator<Item = String>) -> ModulePath {
    base.iter().cloned().chain(rest).collect()
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == sign)
}

fn is_joint_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(p) if p.as_char() == ':' && p.spacing() == proc_macro2::Spacing::Joint)
}

/// `[cfg(test)]`, `[cfg(all(test, unix))]`
fn is_test(attribute: &proc_macro2::Group) -> bool {
    let text: String = attribute.stream().to_string().split_whitespace().collect();
    text == "cfg(test)" || text.starts_with("cfg(all(test,")
}

/// The path that begins here, and how many tokens it takes.
fn path_at(tokens: &[TokenTree]) -> (Vec<String>, usize) {
    let mut words = vec![tokens[0].to_string()];
    let mut at = 1;
    while let [first, second, TokenTree::Ident(word), ..] = &tokens[at..]
        && is_joint_colon(first)
        && is_punct(Some(second), ':')
    {
        words.push(word.to_string());
        at += 3;
    }
    (words, at)
}

/// The shortest way from a file back to itself, one arrow a line.
fn circle<'a>(arrows: &'a Arrows, file: &str) -> Option<Vec<&'a str>> {
    let mut came: HashMap<&str, (&str, &str)> = HashMap::new();
    let mut todo = VecDeque::from([arrows.get_key_value(file)?.0.as_str()]);
    while let Some(from) = todo.pop_front() {
        for (to, says) in &arrows[from] {
            if came.contains_key(to.as_str()) || !arrows.contains_key(to) {
                continue;
            }
            came.insert(to, (from, says));
            if to == file {
                let back = |step: &(&'a str, &'a str)| (step.0 != file).then(|| came[step.0]);
                let mut way: Vec<&str> =
                    std::iter::successors(Some((from, says.as_str())), back).map(|s| s.1).collect();
                way.reverse();
                return Some(way);
            }
            todo.push_back(to);
        }
    }
    None
}

/// What is wrong: circles of files that are not listed, and files listed that stand in none.
fn faults(arrows: &Arrows) -> Vec<String> {
    let mut out = Vec::new();
    let mut told = BTreeSet::new();
    for file in arrows.keys() {
        let Some(mut way) = circle(arrows, file) else { continue };
        let text = format!("src/{file} stands in a circle:\n    {}", way.join("\n    "));
        way.sort_unstable();
        // Once for all its files.
        if told.insert(way) {
            out.push(text);
        }
    }
    out
}

fn modules(files: &[(&str, &str)]) -> Modules {
    let mut out = Modules::default();
    for (file, text) in files {
        out.add(file, text);
    }
    out
}

#[test]
fn no_file_needs_itself() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    super::files(&src, &mut all);
    let mut modules = Modules::default();
    for path in all.iter().filter(|path| !path.ends_with("main.rs")) {
        let text = std::fs::read_to_string(path).expect("a file of the source");
        let below = path.strip_prefix(&src).expect("below src").to_string_lossy().replace('\\', "/");
        modules.add(&below, &text);
    }
    let arrows = modules.arrows();
    let count: usize = arrows.values().map(BTreeMap::len).sum();
    assert!(count > 1000, "only {count} arrows were found");
    let found = faults(&arrows);
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn circles_are_found() {
    for files in [
        [("a.rs", "use crate::b::B; pub struct A(B);"), ("b.rs", "use super::a::A; pub struct B(A);")],
        [("a.rs", "fn f() { crate::b::g() }"), ("b.rs", "pub fn g() { println!(\"{}\", super::a::f()) }")],
        [("a/mod.rs", "mod b; pub struct A; fn f() { b::g() }"), ("a/b.rs", "use super::A;")],
        [("a.rs", "pub use self::b::B; pub struct A(B); mod b;"), ("a/b.rs", "use super::*;")],
        [
            ("a.rs", "use crate::{b::{self, c}}; fn f(x: b::B) {}"),
            ("b.rs", "mod inner { use super::super::a::f; }"),
        ],
        [("a.rs", "pub use b::*; mod b; fn f() { g() }"), ("a/b.rs", "pub fn g() { super::f() }")],
        [("a.rs", "#[arg(value_parser = crate::b::parse)] struct A;"), ("b.rs", "use crate::a::A as Other;")],
    ] {
        assert_eq!(faults(&modules(&files).arrows()).len(), 1, "{files:?}");
    }
}

#[test]
fn what_is_no_circle_is_left_alone() {
    for files in [
        // What is handed on belongs to whom has it.
        [("a/mod.rs", "mod b; mod c; pub use c::C; const ALL: &[C] = &[b::B];"), ("a/b.rs", "use super::C;")],
        [("a/mod.rs", "mod b; pub use c::*; mod c; fn f() { b::g() }"), ("a/b.rs", "fn g() -> super::C {}")],
        [("a/mod.rs", "pub use b::B; mod b;"), ("a/b.rs", "use super::A; struct B(A);")],
        [("a.rs", "use crate::b::B;"), ("b.rs", "#[cfg(test)]\nmod tests { use crate::a::A; }")],
        [
            ("a.rs", "use crate::b::B;"),
            ("b.rs", "//! See [`crate::a::A`].\nconst TEXT: &str = \"crate::a::A\";"),
        ],
        [("a.rs", "use crate::b::B;"), ("b.rs", "fn f(x: X) { x.a::<u8>(); std::a::f() }")],
    ] {
        let third = ("a/c.rs", "pub struct C;");
        let files = [files[0], files[1], third];
        assert_eq!(faults(&modules(&files).arrows()), Vec::<String>::new(), "{files:?}");
    }
    let tests =
        [("a.rs", "use crate::b::B; #[cfg(test)] mod tests;"), ("b.rs", ""), ("a/tests.rs", "use super::f;")];
    assert_eq!(faults(&modules(&tests).arrows()), Vec::<String>::new());
}
