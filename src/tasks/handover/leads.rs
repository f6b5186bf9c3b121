//! Consultations that nobody bought after: whom the next shift asks again.

use crate::model::Stamp;
use crate::model::text::is_identity;
use crate::records::{Consult, Order};

/// Consultations, compared with the orders that have come since.
pub struct Leads {
    all: Vec<Consult>,
}

impl Leads {
    pub fn new(all: Vec<Consult>) -> Leads {
        Leads { all }
    }

    pub fn any_open(&self) -> bool {
        self.all.iter().any(|c| c.state == "open")
    }

    /// Only orders that were paid from here on can settle a lead.
    pub fn open_since(&self) -> Option<Stamp> {
        self.all.iter().filter(|c| c.state == "open").map(|c| c.at).min()
    }

    /// A paid order of the buyer settles their open leads. A masked nick is nobody.
    pub fn see(&mut self, order: &Order, now: Stamp) {
        if !is_identity(&order.buyer) || !order.status.is_paid() && order.paid.is_none_or(|p| p.0 <= 0) {
            return;
        }
        let Some(paid) = order.paid_at.or(order.created_at).filter(|at| *at <= now) else { return };
        let place = |said: &str, is: &str| said.is_empty() || said == is;
        for lead in self.all.iter_mut().filter(|c| c.state == "open" && c.buyer == order.buyer) {
            if paid >= lead.at && place(&lead.platform, &order.platform) && place(&lead.shop, &order.shop) {
                lead.state = "paid".into();
                lead.closed_at = Some(paid);
            }
        }
    }

    pub fn finish(self) -> Vec<Consult> {
        self.all
    }
}
