//! The layouts of one run. The built-in ones are chosen by their index, and only parsed where one is looked into.

use super::bind::{Fit, fit_normalized, normalize_header};
use super::layout::Layout;
use super::{ALL, index};
use crate::error::{Error, Result, nearest};
use std::cmp::Reverse;
use std::sync::{LazyLock, OnceLock};

/// The layouts of one run: the user's own first, then the built-in ones.
pub struct Catalog {
    own: Vec<Layout>,
    /// Places in [`ALL`].
    built_in: Vec<usize>,
}

/// A layout of a catalog, and how well it fits a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its place in the catalog.
    pub at: usize,
    pub fit: Fit,
}

impl Catalog {
    /// `own` are texts of the user's layouts: (where it stands, text). A user's layout replaces the built-in one
    /// of the same name.
    pub fn new(own: &[(String, String)]) -> Result<Catalog> {
        let parse = |(nth, text): &(String, String)| Layout::parse(text).map_err(|e| e.within(nth));
        let own: Vec<Layout> = own.iter().map(parse).collect::<Result<_>>()?;
        let replaced = |name: &str| own.iter().any(|l| l.name == name);
        let kept = ALL.iter().enumerate().filter(|(_, (name, _))| !replaced(name));
        let built_in = kept.map(|(nth, _)| nth).collect();
        Ok(Catalog { own, built_in })
    }

    /// A catalog without any layout.
    pub fn empty() -> Catalog {
        Catalog { own: Vec::new(), built_in: Vec::new() }
    }

    /// Only the layouts of one kind.
    pub fn of_kind(mut self, kind: &str) -> Catalog {
        self.own.retain(|l| l.kind.key() == kind);
        self.built_in.retain(|nth| index::shape(*nth).kind == kind);
        self
    }

    /// Every layout.
    pub fn all(&self) -> Result<Vec<&Layout>> {
        (0..self.len()).map(|at| self.layout(at)).collect()
    }

    /// The first of the user's own.
    pub fn first_own(&self) -> Option<&Layout> {
        self.own.first()
    }

    pub fn by_name(&self, name: &str) -> Result<&Layout> {
        if let Some(at) = (0..self.len()).find(|at| self.name(*at) == name) {
            return self.layout(at);
        }
        let e = Error::usage(format!("没有名为「{name}」的格式"), format!("there is no layout `{name}`"));
        Err(match nearest(name, (0..self.len()).map(|at| self.name(at))) {
            Some(near) => e.hint(format!("是不是 {near}？"), format!("did you mean `{near}`?")),
            None => e.hint("用 cs formats list 查看", "see `cs formats list`"),
        })
    }

    /// Every layout by how well it fits, best first.
    pub fn rank(&self, header: &[String]) -> Vec<Candidate> {
        let normalized = normalize_header(header);
        let own = self.own.iter().map(|layout| fit_normalized(layout, &normalized));
        let of_built_in = index::fits(&normalized);
        let built_in = self.built_in.iter().map(|nth| of_built_in.get(*nth).copied().unwrap_or_default());
        let mut all: Vec<Candidate> =
            own.chain(built_in).enumerate().map(|(at, fit)| Candidate { at, fit }).collect();
        // A stable sort keeps the user's own layouts ahead of the built-in ones at equal rank.
        all.sort_by_cached_key(|c| Reverse(c.fit.rank()));
        all
    }

    /// The name of the layout at a place.
    pub fn name(&self, at: usize) -> &str {
        match self.own.get(at) {
            Some(own) => &own.name,
            None => {
                let nth = self.built_in.get(at - self.own.len());
                nth.and_then(|nth| ALL.get(*nth)).map_or("", |layout| layout.0)
            }
        }
    }

    /// The layout at a place.
    pub fn layout(&self, at: usize) -> Result<&Layout> {
        match (self.own.get(at), self.built_in.get(at.saturating_sub(self.own.len()))) {
            (Some(own), _) => Ok(own),
            (None, Some(nth)) => parsed(*nth),
            (None, None) => Err(nowhere()),
        }
    }

    fn len(&self) -> usize {
        self.own.len() + self.built_in.len()
    }
}

/// A built-in layout, parsed once in the life of the program.
fn parsed(nth: usize) -> Result<&'static Layout> {
    static PARSED: LazyLock<Vec<OnceLock<Box<Layout>>>> =
        LazyLock::new(|| ALL.iter().map(|_| OnceLock::new()).collect());
    let (Some((name, text)), Some(slot)) = (ALL.get(nth), PARSED.get(nth)) else { return Err(nowhere()) };
    match slot.get() {
        Some(layout) => Ok(layout),
        None => {
            let layout = Layout::parse(text).map_err(|e| e.within(name))?;
            Ok(slot.get_or_init(|| Box::new(layout)))
        }
    }
}

fn nowhere() -> Error {
    Error::bug("no layout at this place")
}
