//! Orders of a chunk, handed from the core that read them to the one that looks at them.

use crate::records::Order;

/// Orders of a chunk of a file, and room that earlier ones have left.
#[derive(Default)]
pub(super) struct Batch {
    room: Vec<Order>,
    filled: usize,
}

impl Batch {
    /// Takes an order; what is left in its place is to be cleared.
    pub(super) fn push(&mut self, order: &mut Order) {
        match self.room.get_mut(self.filled) {
            Some(slot) => std::mem::swap(slot, order),
            None => self.room.push(std::mem::take(order)),
        }
        self.filled += 1;
    }

    pub(super) fn orders(&mut self) -> impl Iterator<Item = &mut Order> {
        self.room.iter_mut().take(self.filled)
    }

    /// Fills its room anew.
    pub(super) fn empty(&mut self) {
        self.filled = 0;
    }
}
