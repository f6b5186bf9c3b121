//! What decides whether a header fits a built-in layout, so that a run parses only the one it uses. The two texts are
//! made from the layouts and speak of them by name; they are used for these very layouts only. A test tells when they
//! are old, and until they are made anew each run makes its own.

use super::ALL;
use super::bind::{Fit, MOST, YUAN, is_export, stripped, ways};
use super::layout::Layout;
use crate::error::{Error, Result};
use crate::model::hash::quick_hash_of;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::LazyLock;

/// Each line: a normalized heading, and the layouts that know it, as `name:slots`.
const HEADINGS: &str = include_str!("index/headings.txt");

/// First a line that tells of which layouts all this was made. Each further line: a layout's name, kind, `export` or `-`, how many slots its signature and its requirements have; then, after
/// `|`, slots that several headings fill together.
const SHAPES: &str = include_str!("index/shapes.txt");

/// Bits: the fields of the signature, then the entries of the requirements.
type Slots = u64;

#[derive(Default)]
pub(super) struct Shape {
    pub(super) kind: &'static str,
    export: bool,
    signature: u32,
    requires: u32,
    together: Vec<(Slots, Vec<&'static str>)>,
}

struct Index {
    /// Heading → its line.
    headings: HashMap<&'static str, usize>,
    /// The same for those that name the unit, which is left out here.
    with_unit: HashMap<&'static str, usize>,
    /// Who knows the heading of a line.
    known_by: Vec<&'static str>,
    /// In the order of [`ALL`].
    shapes: Vec<Shape>,
    /// Layout → its place in [`ALL`].
    indexes: HashMap<&'static str, usize>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    if SHAPES.lines().next() == Some(made_of().as_str()) {
        return read_index(HEADINGS, SHAPES);
    }
    let made = index_files().unwrap_or_default();
    let text = |name: &str| {
        let text = made.iter().find(|file| file.0 == name).map(|file| file.1.clone()).unwrap_or_default();
        &*String::from_utf8(text).unwrap_or_default().leak()
    };
    read_index(text("headings.txt"), text("shapes.txt"))
});

/// The line that tells of which layouts an index was made: their names and all of their texts.
fn made_of() -> String {
    let parts = ALL.iter().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]);
    format!("made of {:016x}", quick_hash_of(parts))
}

fn read_index(all_headings: &'static str, all_shapes: &'static str) -> Index {
    let (mut headings, mut known_by) = (HashMap::with_capacity(2048), Vec::with_capacity(2048));
    let mut with_unit = HashMap::new();
    for (heading, by) in all_headings.lines().filter_map(|line| line.split_once(' ')) {
        headings.insert(heading, known_by.len());
        if let Some(unitless) = heading.strip_suffix(YUAN) {
            with_unit.insert(unitless, known_by.len());
        }
        known_by.push(by);
    }
    let mut by_name: HashMap<&str, &str> =
        all_shapes.lines().skip(1).filter_map(|l| l.split_once(' ')).collect();
    let shapes = ALL.iter().map(|(name, _)| by_name.remove(name).map(read_shape).unwrap_or_default());
    let indexes = ALL.iter().enumerate().map(|(nth, (name, _))| (*name, nth)).collect();
    Index { headings, with_unit, known_by, shapes: shapes.collect(), indexes }
}

/// A line behind its name.
fn read_shape(line: &'static str) -> Shape {
    let mut parts = line.split(" | ");
    let mut words = parts.next().unwrap_or_default().split(' ');
    let kind = words.next().unwrap_or_default();
    let export = words.next() == Some("export");
    let mut number = || words.next().and_then(|n| n.parse().ok()).unwrap_or(0);
    let (signature, requires) = (number(), number());
    let together = |part: &'static str| {
        let mut words = part.split(' ');
        (words.next().map_or(0, slots), words.collect())
    };
    Shape { kind, export, signature, requires, together: parts.map(together).collect() }
}

fn slots(hex: &str) -> Slots {
    Slots::from_str_radix(hex, 16).unwrap_or(0)
}

pub(super) fn shape(nth: usize) -> &'static Shape {
    static NONE: LazyLock<Shape> = LazyLock::new(Shape::default);
    INDEX.shapes.get(nth).unwrap_or(&NONE)
}

/// The same as `fit` of every built-in layout, by its place. `normalized`: headings without the empty ones.
pub(super) fn fits(normalized: &[String]) -> Vec<Fit> {
    let index = &*INDEX;
    let own: Lines = normalized.iter().map(|h| index.line(h)).collect();
    let other = |heading: &String| {
        let (bare, unitless) = stripped(heading);
        let marked = if bare == heading { None } else { index.line(bare) };
        let other_unit = if unitless == bare { None } else { index.line(unitless) };
        [marked, other_unit, index.with_unit.get(unitless).copied()]
    };
    let others: Vec<[Option<usize>; 3]> =
        if normalized.len() > MOST { Vec::new() } else { normalized.iter().map(other).collect() };
    let known = index.known(own.iter().chain(others.iter().flatten()).flatten().copied().collect());
    let plain = is_export(&|name| index.has(&own, name));
    let fit = |(shape, known): (&Shape, &Vec<(usize, Slots)>)| {
        let there = as_known(&own, &others, known);
        let filled = there.iter().flatten().filter_map(|line| slots_of(known, *line));
        let (count, mut all) = filled.fold((0, 0), |(count, all), slots| (count + 1, all | slots));
        for (slots, headings) in &shape.together {
            all |= if headings.iter().all(|h| index.has(&there, h)) { *slots } else { 0 };
        }
        let export = match &there {
            Cow::Borrowed(_) => plain,
            Cow::Owned(there) => is_export(&|name| index.has(there, name)),
        };
        let signed = (all & low(shape.signature)).count_ones() as usize;
        let required = ((all >> shape.signature) & low(shape.requires)).count_ones();
        Fit {
            known: count,
            total: normalized.len(),
            signed: (signed, shape.signature as usize),
            missing: shape.requires.saturating_sub(required) as usize,
            foreign: shape.export != export,
        }
    };
    index.shapes.iter().zip(&known).map(fit).collect()
}

/// For each heading of a file its line, if any layout knows it.
type Lines = Vec<Option<usize>>;

impl Index {
    fn line(&self, heading: &str) -> Option<usize> {
        self.headings.get(heading).copied()
    }

    fn has(&self, there: &[Option<usize>], heading: &str) -> bool {
        self.line(heading).is_some_and(|line| there.contains(&Some(line)))
    }

    /// Of each layout: those lines that it knows, in order, and the slots that they fill.
    fn known(&self, mut lines: Vec<usize>) -> Vec<Vec<(usize, Slots)>> {
        let mut known = vec![Vec::new(); self.shapes.len()];
        lines.sort_unstable();
        lines.dedup();
        for line in lines {
            for word in self.known_by.get(line).into_iter().flat_map(|by| by.split(' ')) {
                let (name, filled) = word.split_once(':').unwrap_or((word, "0"));
                if let Some(of) = self.indexes.get(name).and_then(|nth| known.get_mut(*nth)) {
                    of.push((line, slots(filled)));
                }
            }
        }
        known
    }
}

fn slots_of(known: &[(usize, Slots)], line: usize) -> Option<Slots> {
    known.binary_search_by_key(&line, |k| k.0).ok().and_then(|at| known.get(at)).map(|k| k.1)
}

/// The headings as one layout spells them: the same as in `bind`.
fn as_known<'o>(
    own: &'o [Option<usize>],
    others: &[[Option<usize>; 3]],
    known: &[(usize, Slots)],
) -> Cow<'o, [Option<usize>]> {
    let mut there = Cow::Borrowed(own);
    if known.is_empty() {
        return there;
    }
    for (nth, spelled) in others.iter().enumerate() {
        if there.get(nth).copied().flatten().is_some_and(|line| slots_of(known, line).is_some()) {
            continue;
        }
        let free = |line: &&usize| slots_of(known, **line).is_some() && !there.contains(&Some(**line));
        if let Some(line) = spelled.iter().flatten().find(free).copied()
            && let Some(heading) = there.to_mut().get_mut(nth)
        {
            *heading = Some(line);
        }
    }
    there
}

/// That many bits.
fn low(bits: u32) -> Slots {
    Slots::MAX.checked_shr(Slots::BITS.saturating_sub(bits)).unwrap_or(0)
}

/// The two texts, as they should be: file name and text.
pub fn index_files() -> Result<Vec<(String, Vec<u8>)>> {
    let mut headings: BTreeMap<String, String> = BTreeMap::new();
    let mut shapes = made_of() + "\n";
    for (name, text) in ALL.iter() {
        let layout = Layout::parse(text)?;
        let mut alone: BTreeMap<&str, Slots> = layout.known.iter().map(|h| (h.as_str(), 0)).collect();
        let mut together: BTreeMap<Vec<&str>, Slots> = BTreeMap::new();
        let requires = layout.requires.iter().map(Vec::as_slice);
        for (slot, fields) in layout.signature.iter().map(std::slice::from_ref).chain(requires).enumerate() {
            let slot = 1_u64.checked_shl(slot as u32).ok_or_else(|| Error::bug("too many slots"))?;
            for way in fields.iter().flat_map(|field| ways(&layout, *field)) {
                match way[..] {
                    [heading] => *alone.entry(heading).or_default() |= slot,
                    _ => *together.entry(way).or_default() |= slot,
                }
            }
        }
        for (heading, slots) in alone.into_iter().filter(|(heading, _)| !heading.is_empty()) {
            let line = headings.entry(heading.to_owned()).or_insert_with(|| heading.to_owned());
            let _ = if slots == 0 { write!(line, " {name}") } else { write!(line, " {name}:{slots:x}") };
        }
        let export = if layout.export { "export" } else { "-" };
        let (signature, requires) = (layout.signature.len(), layout.requires.len());
        let _ = write!(shapes, "{name} {} {export} {signature} {requires}", layout.kind.key());
        for (way, slots) in together {
            let _ = write!(shapes, " | {slots:x} {}", way.join(" "));
        }
        shapes.push('\n');
    }
    let headings: String = headings.into_values().map(|line| line + "\n").collect();
    Ok(vec![("headings.txt".into(), headings.into_bytes()), ("shapes.txt".into(), shapes.into_bytes())])
}

#[cfg(test)]
mod tests {
    use super::super::bind::{fit_normalized, normalize_header};
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::{Index as Choice, select};
    use std::path::Path;

    static PARSED: LazyLock<Vec<Layout>> =
        LazyLock::new(|| ALL.iter().map(|(name, text)| Layout::parse(text).expect(name)).collect());

    fn differs(header: &[String]) -> Option<String> {
        let normalized = normalize_header(header);
        let by_index = fits(&normalized);
        assert_eq!(by_index.len(), ALL.len());
        PARSED.iter().zip(by_index).find_map(|(layout, quick)| {
            let whole = fit_normalized(layout, &normalized);
            (whole != quick).then(|| format!("{}: {quick:?}, not {whole:?}: {header:?}", layout.name))
        })
    }

    fn text_files(folder: &Path, out: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("fixtures") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                text_files(&path, out);
            } else if path.extension().is_some_and(|e| e == "csv" || e == "txt" || e == "tsv") {
                let bytes = std::fs::read(&path).expect("a fixture");
                out.push(match String::from_utf8(bytes) {
                    Ok(text) => text,
                    Err(e) => encoding_rs::GB18030.decode(e.as_bytes()).0.into_owned(),
                });
            }
        }
    }

    #[test]
    fn an_index_of_other_layouts_is_not_used() {
        assert_eq!(SHAPES.lines().next(), Some(made_of().as_str()), "the index is old");
        // By name, in whatever order the lines stand.
        let text = |name: &str| {
            let (_, bytes) =
                index_files().expect("the layouts").into_iter().find(|f| f.0 == name).expect(name);
            String::from_utf8(bytes).expect("UTF-8")
        };
        let shapes = text("shapes.txt");
        let mut lines: Vec<&str> = shapes.lines().skip(1).collect();
        lines.reverse();
        let turned = read_index(text("headings.txt").leak(), format!("made\n{}", lines.join("\n")).leak());
        for (nth, shape) in turned.shapes.iter().enumerate() {
            let one = super::shape(nth);
            assert_eq!(
                (shape.kind, shape.export, shape.signature, shape.requires, &shape.together),
                (one.kind, one.export, one.signature, one.requires, &one.together)
            );
        }
        for line in HEADINGS.lines() {
            let (_, by) = line.split_once(' ').expect("a heading and layouts");
            let name = |word: &str| word.split(':').next().unwrap_or_default().to_owned();
            assert!(by.split(' ').all(|word| INDEX.indexes.contains_key(name(word).as_str())), "{line}");
        }
    }

    #[test]
    fn the_first_lines_of_every_fixture_fit_as_the_layouts_say() {
        let mut texts = Vec::new();
        text_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut texts);
        assert!(texts.len() > 30);
        let mut found = 0;
        for line in texts.iter().flat_map(|t| t.lines().take(6)) {
            let header: Vec<String> =
                line.split([',', '\t']).map(|h| h.trim_matches('"').to_owned()).collect();
            assert_eq!(differs(&header), None);
            found += usize::from(fits(&normalize_header(&header)).iter().any(Fit::fits));
        }
        assert!(found > 30, "{found} headers");
    }

    #[test]
    fn a_layout_fits_its_own_headings() {
        for layout in PARSED.iter() {
            let all: Vec<String> = layout.known.iter().cloned().collect();
            assert_eq!(differs(&all), None);
        }
        assert_eq!(differs(&[]), None);
        assert!(PARSED.iter().all(|l| !l.requires.is_empty()), "else a layout could fit without any heading");
    }

    /// Headings of one layout for the most part, some of them decorated, some of other layouts, some of none.
    fn header() -> impl Strategy<Value = Vec<String>> {
        let words = |layout: usize| {
            let mut known: Vec<String> = PARSED[layout].known.iter().cloned().collect();
            known.sort_unstable();
            known
        };
        const STRANGE: &[&str] =
            &["have", "seen_at", "sentinels", "line_no", "cs_export", "", "x", "(元)", "*", "13800000000"];
        let cell = (any::<Choice>(), 0..12_u8, any::<Choice>(), select(STRANGE), any::<Choice>());
        (0..ALL.len(), prop::collection::vec(cell, 0..24)).prop_map(move |(layout, cells)| {
            let own = words(layout);
            let cell = |(nth, how, other, strange, unit): (Choice, u8, Choice, &str, Choice)| {
                let name = own[nth.index(own.len())].clone();
                let bare = name.trim_end_matches("(元)");
                match how {
                    0 => format!("*{name}"),
                    1 => format!("{bare}{}", ["(元)", "（元）", "(¥)", "(CNY)", "(单位：元)"][unit.index(5)]),
                    2 => bare.to_uppercase(),
                    3 => strange.to_owned(),
                    4 => {
                        let others = words(other.index(ALL.len()));
                        others[nth.index(others.len())].clone()
                    }
                    5 => format!("*{bare} (元)*"),
                    _ => name,
                }
            };
            cells.into_iter().map(cell).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn any_header_fits_as_the_layouts_say(header in header()) {
            prop_assert_eq!(differs(&header), None);
        }
    }
}
