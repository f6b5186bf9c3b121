//! What is to be done with the orders that are read.

use crate::error::Result;
use crate::read::fault::{Fault, Value};
use crate::records::Order;
use std::ops::ControlFlow;

/// What is to be done with the orders.
pub struct Work<'w, S> {
    /// An empty collection, for the orders of one chunk.
    pub fresh: &'w (dyn Fn() -> S + Sync),
    /// Takes one order in.
    pub see: &'w See<'w, S>,
}

type See<'w, S> = dyn Fn(&mut S, &mut Order, &mut Rest<'_>) -> Result<()> + Sync + 'w;

/// Texts of an order that are read only where somebody asks for them.
pub struct Rest<'r> {
    pub(super) read: Option<&'r mut dyn FnMut(&mut Order) -> Value<()>>,
    pub(super) fault: Option<Fault>,
}

impl Rest<'_> {
    /// Of an order that is whole already.
    pub fn none() -> Rest<'static> {
        Rest { read: None, fault: None }
    }

    /// Reads what was left out. The error is to be passed on.
    pub fn fill(&mut self, order: &mut Order) -> Result<()> {
        let Some(read) = self.read.take() else { return Ok(()) };
        read(order).map_err(|fault| {
            self.fault = Some(fault);
            crate::error::Error::input("这一行读不了", "the row can't be read")
        })
    }
}

/// Orders that come one after another, in collections of a few.
pub struct Pieces<'w, S> {
    work: &'w Work<'w, S>,
    made: S,
    orders: u32,
}

/// Orders of a collection: about as many as stand in a chunk.
const PIECE: u32 = 4096;

impl<'w, S> Pieces<'w, S> {
    pub fn new(work: &'w Work<'w, S>) -> Pieces<'w, S> {
        Pieces { work, made: (work.fresh)(), orders: 0 }
    }

    /// Takes an order that is whole.
    pub fn take(&mut self, order: &mut Order, absorb: &mut Absorb<'_, S>) -> Result<ControlFlow<()>> {
        (self.work.see)(&mut self.made, order, &mut Rest::none())?;
        self.orders += 1;
        if self.orders < PIECE {
            return Ok(ControlFlow::Continue(()));
        }
        self.orders = 0;
        absorb(std::mem::replace(&mut self.made, (self.work.fresh)()))
    }

    pub fn finish(self, absorb: &mut Absorb<'_, S>) -> Result<ControlFlow<()>> {
        absorb(self.made)
    }
}

/// Takes a collection; may stop the reading.
pub type Absorb<'a, S> = dyn FnMut(S) -> Result<ControlFlow<()>> + 'a;
