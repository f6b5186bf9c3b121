//! Runs chosen rules over a stream of orders in one pass.

use super::{Comparison, Finding, Hit, RuleEntry, Seen, Verdict, entries, twins};
use crate::model::{Field, Fields, Severity, Status, time};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::{FindingArena, Subject, Subjects};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// A running check. Memory: the findings, and a small key for each order that a comparing rule keeps.
pub struct Check<'s> {
    scope: &'s Scope,
    /// Rules whose findings are listed.
    listed: Vec<RuleEntry>,
    /// Rules that look at one order at a time, and the columns that each needs.
    rules: Vec<(RuleEntry, Fields)>,
    /// Findings less severe than this are not listed.
    pub least: Severity,
    comparisons: Vec<(RuleEntry, Fields, Box<dyn Comparison>)>,
    arena: FindingArena,
    hits: Vec<Found>,
    skipped: BTreeMap<(RuleEntry, Field), u64>,
    older: BTreeMap<RuleEntry, u64>,
    seen: u64,
}

/// A hit, and where its order is kept.
struct Found {
    rule: RuleEntry,
    index: u32,
    hit: Hit,
}

/// What a check found.
pub struct Outcome {
    /// Sorted: severity, minutes left (none last), amount descending, order number.
    pub findings: Vec<Finding>,
    /// (rule, missing column) → orders on which the rule could not run.
    pub skipped: BTreeMap<(RuleEntry, Field), u64>,
    /// Rules → orders whose items are too old to say anything.
    pub older: BTreeMap<RuleEntry, u64>,
    /// Orders looked at.
    pub seen: u64,
}

impl<'s> Check<'s> {
    pub fn new(scope: &'s Scope, rules: &[RuleEntry], least: Severity) -> Check<'s> {
        let mut comparisons = Vec::new();
        let mut by_row = Vec::new();
        // A rule that another one silences is not asked alone: the other runs too, unlisted.
        let mut running = rules.to_vec();
        for rule in entries() {
            let silences_one = rule.silences().iter().any(|id| rules.iter().any(|r| r.id() == *id));
            if silences_one && !rules.contains(&rule) {
                running.push(rule);
            }
        }
        for &rule in &running {
            match rule.comparison() {
                Some(comparison) => comparisons.push((rule, rule.required(), comparison)),
                None => by_row.push((rule, rule.required())),
            }
        }
        Check {
            scope,
            rules: by_row,
            listed: rules.to_vec(),
            least,
            comparisons,
            arena: FindingArena::default(),
            hits: Vec::new(),
            skipped: BTreeMap::new(),
            older: BTreeMap::new(),
            seen: 0,
        }
    }

    /// The columns that these rules want to see.
    pub fn fields(&self) -> Fields {
        let all = self.rules.iter().map(|r| r.0).chain(self.comparisons.iter().map(|c| c.0));
        all.fold(Fields::NONE, |all, r| all.or(r.required()).or(r.reads()))
    }

    pub fn see(&mut self, order: &Order) {
        if !self.takes(order) {
            return;
        }
        let only_refunds = order.is_only_refunds();
        self.seen += u64::from(!only_refunds);
        let index = self.arena.len() as u32;
        let before = self.hits.len();
        for &(rule, required) in &self.rules {
            if only_refunds && !rule.is_about_refunds() {
                continue;
            }
            match judge_row(rule, required, order, self.scope) {
                Verdict::Clean => {}
                Verdict::Skipped(field) => *self.skipped.entry((rule, field)).or_default() += 1,
                Verdict::Older => *self.older.entry(rule).or_default() += 1,
                // What nobody will see, and what silences nobody, need not be kept.
                Verdict::Hit(hit)
                    if (hit.severity > self.least || !self.listed.contains(&rule))
                        && rule.silences().is_empty() => {}
                Verdict::Hit(hit) => self.hits.push(Found { rule, index, hit }),
            }
        }
        if !only_refunds && self.compare(order, index) || self.hits.len() > before {
            self.arena.push(order);
        }
    }

    /// Whether the order is looked at; what decides that is known of every order.
    pub fn takes(&self, order: &Order) -> bool {
        !order.kind.is_excluded() && self.scope.holds(order)
    }

    /// Takes over what another check of the same rules has seen of the orders that follow.
    pub fn absorb(&mut self, later: Check<'s>) {
        let offset = self.arena.len() as u32;
        for ((_, _, mine), (_, _, comparison)) in self.comparisons.iter_mut().zip(later.comparisons) {
            mine.absorb(comparison, offset);
        }
        self.arena.absorb(later.arena);
        let moved = later.hits.into_iter().map(|found| Found { index: found.index + offset, ..found });
        twins::append(&mut self.hits, moved);
        for (what, orders) in later.skipped {
            *self.skipped.entry(what).or_default() += orders;
        }
        for (rule, orders) in later.older {
            *self.older.entry(rule).or_default() += orders;
        }
        self.seen += later.seen;
    }

    /// Whether a comparison may name the order.
    fn compare(&mut self, order: &Order, index: u32) -> bool {
        let mut keep = false;
        for (rule, required, comparison) in &mut self.comparisons {
            let seen = match gate(*rule, *required, order, self.scope) {
                Gate::Shut => Seen::Ignored,
                Gate::Lacks(field) => Seen::Skipped(field),
                Gate::Open => comparison.see(order, index, self.scope),
            };
            match seen {
                Seen::Ignored | Seen::Noted => {}
                Seen::Skipped(field) => *self.skipped.entry((*rule, field)).or_default() += 1,
                Seen::Kept => keep = true,
            }
        }
        keep
    }

    pub fn finish(mut self) -> Outcome {
        for (rule, _, comparison) in std::mem::take(&mut self.comparisons) {
            let (hits, undecided) = comparison.finish_all(self.scope);
            for field in undecided {
                *self.skipped.entry((rule, field)).or_default() += 1;
            }
            self.hits.extend(hits.into_iter().map(|(index, hit)| Found { rule, index, hit }));
        }
        let mut findings = self.findings();
        silence(&mut findings);
        let Check { least, listed, .. } = self;
        findings.retain(|f| f.severity <= least && listed.contains(&f.rule));
        self.skipped.retain(|(rule, _), _| listed.contains(rule));
        self.older.retain(|rule, _| listed.contains(rule));
        sort(&mut findings, self.scope);
        Outcome { findings, skipped: self.skipped, older: self.older, seen: self.seen }
    }

    /// The hits with their orders.
    fn findings(&mut self) -> Vec<Finding> {
        let (arena, hits) = (std::mem::take(&mut self.arena), std::mem::take(&mut self.hits));
        let mut subjects = Subjects::of(arena);
        let mut last: Option<(u32, Arc<Subject>)> = None;
        let mut findings = Vec::with_capacity(hits.len());
        for Found { rule, index, hit } in hits {
            let subject = match last.take().filter(|last| last.0 == index) {
                Some((_, subject)) => subject,
                None => match subjects.get(index as usize) {
                    Some(subject) => Arc::new(subject),
                    None => continue,
                },
            };
            findings.push(finding(rule, subject.clone(), hit));
            last = Some((index, subject));
        }
        findings
    }
}

/// Drops findings that others silence.
fn silence(findings: &mut Vec<Finding>) {
    let mut quiet = HashSet::new();
    for found in findings.iter() {
        for id in found.rule.silences() {
            let s = &found.subject;
            quiet.insert((*id, s.platform.clone(), s.shop.clone(), s.order_no.to_owned()));
        }
    }
    if !quiet.is_empty() {
        findings.retain(|f| {
            let s = &f.subject;
            !quiet.contains(&(f.rule.id(), s.platform.clone(), s.shop.clone(), s.order_no.to_owned()))
        });
    }
}

/// Severity, then minutes left (none last), then amount descending, then order number, rule and item.
fn sort(findings: &mut [Finding], scope: &Scope) {
    let left = |f: &Finding| f.due.map_or(i64::MAX, |due| time::minutes_left(due, scope.now));
    findings.sort_by(|a, b| {
        (a.severity, left(a))
            .cmp(&(b.severity, left(b)))
            .then_with(|| b.subject.amount.cmp(&a.subject.amount))
            .then_with(|| a.subject.order_no.cmp(&b.subject.order_no))
            .then_with(|| a.rule.cmp(&b.rule))
            .then_with(|| a.item_no.cmp(&b.item_no))
            .then_with(|| (&a.subject.platform, &a.subject.shop).cmp(&(&b.subject.platform, &b.subject.shop)))
    });
}

fn finding(rule: RuleEntry, subject: Arc<Subject>, hit: super::Hit) -> Finding {
    let (due, due_source) = match hit.due {
        Some(due) => (Some(due.at), due.source.label()),
        None => (None, String::new()),
    };
    Finding { rule, severity: hit.severity, subject, item_no: hit.item_no, due, due_source, facts: hit.facts }
}

enum Gate {
    Shut,
    Lacks(Field),
    Open,
}

/// A rule runs on an order that it applies to and whose columns it has. Of an order whose status is not known
/// nobody can say that the rule does not apply.
fn gate(rule: RuleEntry, required: Fields, order: &Order, scope: &Scope) -> Gate {
    if required.has(Field::Status) && order.status == Status::Unknown {
        return Gate::Lacks(Field::Status);
    }
    if !rule.applies(order, scope) {
        return Gate::Shut;
    }
    match order.lacks(required) {
        Some(field) => Gate::Lacks(field),
        None => Gate::Open,
    }
}

/// What one rule says of one order by itself: a comparing rule can only say `Clean` or `Skipped`.
pub fn judge(rule: RuleEntry, order: &Order, scope: &Scope) -> Verdict {
    let required = rule.required();
    let Some(mut comparison) = rule.comparison() else { return judge_row(rule, required, order, scope) };
    match gate(rule, required, order, scope) {
        Gate::Shut => Verdict::Clean,
        Gate::Lacks(field) => Verdict::Skipped(field),
        Gate::Open => match comparison.see(order, 0, scope) {
            Seen::Skipped(field) => Verdict::Skipped(field),
            Seen::Ignored | Seen::Noted | Seen::Kept => Verdict::Clean,
        },
    }
}

fn judge_row(rule: RuleEntry, required: Fields, order: &Order, scope: &Scope) -> Verdict {
    match gate(rule, required, order, scope) {
        Gate::Shut => Verdict::Clean,
        Gate::Lacks(field) => Verdict::Skipped(field),
        Gate::Open if order.items_overtaken && rule.holds_items_against_order() => Verdict::Older,
        Gate::Open => rule.check(order, scope),
    }
}
