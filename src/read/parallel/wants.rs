//! The fields of an order that are read at once, and those that can wait.

use super::work::{Rest, Work};
use crate::layouts::Bound;
use crate::model::Fields;
use crate::read::fault::{Fault, Value};
use crate::read::order;
use crate::read::reading::Reading;
use crate::read::row_source::{Scratch, Source};
use crate::read::want::{Want, later, with_helpers};
use crate::records::Order;
use std::ops::ControlFlow;

/// The fields of an order that are read at once, and those that can wait.
pub(super) struct Wants {
    pub(super) all: Want,
    pub(super) now: Want,
    pub(super) later: Want,
}

impl Wants {
    pub(super) fn of(bound: &Bound, reading: &Reading) -> Wants {
        let all = with_helpers(&bound.layout, reading.want);
        let later = Fields(all.0 & later().0);
        let now = Fields(all.0 & !later.0);
        let [all, now, later] = [all, now, later].map(|fields| Want::of(bound, fields));
        Wants { all, now, later }
    }

    pub(super) fn read(&self, source: &Source<'_>, scratch: &mut Scratch, order: &mut Order) -> Value<()> {
        order.clear();
        order::fill(source, &self.now, scratch, order)?;
        order::finish(source.bound, order);
        Ok(())
    }

    /// Of several faults in a row the one that a reading of all its cells meets first.
    pub(super) fn first_fault(&self, source: &Source<'_>, scratch: &mut Scratch, fault: Fault) -> Fault {
        if matches!(fault, Fault::Fatal(_)) {
            return fault;
        }
        order::fill(source, &self.all, scratch, &mut Order::default()).err().unwrap_or(fault)
    }

    pub(super) fn see<S>(
        &self,
        source: &Source<'_>,
        scratch: &mut Scratch,
        order: &mut Order,
        made: &mut S,
        work: &Work<'_, S>,
    ) -> Value<ControlFlow<()>> {
        let mut read = |order: &mut Order| order::cells(source, &self.later, scratch, order);
        let mut rest = Rest { read: Some(&mut read), fault: None };
        match (work.see)(made, order, &mut rest) {
            Ok(()) => Ok(ControlFlow::Continue(())),
            Err(e) => Err(rest.fault.unwrap_or(Fault::Fatal(e))),
        }
    }
}
