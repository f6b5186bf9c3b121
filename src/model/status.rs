//! The unified order status. The platform's own words stay in `status_raw`.

use super::Lang;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    #[default]
    Unknown,
    Unpaid,
    PartPaid,
    Paid,
    RiskHold,
    PartShipped,
    Shipped,
    Delivered,
    Finished,
    ClosedUnpaid,
    ClosedRefunded,
    Closed,
}

impl Status {
    const ALL: [Status; Status::Closed as usize + 1] = [
        Status::Unknown,
        Status::Unpaid,
        Status::PartPaid,
        Status::Paid,
        Status::RiskHold,
        Status::PartShipped,
        Status::Shipped,
        Status::Delivered,
        Status::Finished,
        Status::ClosedUnpaid,
        Status::ClosedRefunded,
        Status::Closed,
    ];

    pub fn all() -> impl Iterator<Item = Status> {
        Status::ALL.into_iter()
    }

    /// Its key, its Chinese and its English name.
    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Status::Unknown => ("unknown", "未知", "unknown"),
            Status::Unpaid => ("unpaid", "待付款", "unpaid"),
            Status::PartPaid => ("part_paid", "已付定金", "part paid"),
            Status::Paid => ("paid", "待发货", "paid"),
            Status::RiskHold => ("risk_hold", "平台锁定", "on hold"),
            Status::PartShipped => ("part_shipped", "部分发货", "part shipped"),
            Status::Shipped => ("shipped", "已发货", "shipped"),
            Status::Delivered => ("delivered", "已签收", "delivered"),
            Status::Finished => ("finished", "交易成功", "finished"),
            Status::ClosedUnpaid => ("closed_unpaid", "未付款关闭", "closed unpaid"),
            Status::ClosedRefunded => ("closed_refunded", "退款关闭", "closed refunded"),
            Status::Closed => ("closed", "已关闭", "closed"),
        }
    }

    pub fn key(self) -> &'static str {
        self.names().0
    }

    pub fn title(self, lang: Lang) -> &'static str {
        let (_, zh, en) = self.names();
        lang.pick(zh, en)
    }
}

impl Status {
    pub fn by_key(key: &str) -> Option<Status> {
        Status::all().find(|s| s.key() == key)
    }

    /// The status of an order by the statuses of its items: closed ones do not count while others live.
    pub fn of_parts(parts: impl Iterator<Item = Status> + Clone) -> Status {
        if parts.clone().any(|s| s == Status::Unknown) {
            return Status::Unknown;
        }
        let live = parts.clone().filter(|s| !s.is_closed());
        let Some(lowest) = live.clone().min() else {
            let mut all = parts.clone();
            return match all.next() {
                None => Status::Unknown,
                Some(first) if all.all(|s| s == first) => first,
                _ if parts.clone().any(|s| s == Status::Closed) => Status::Closed,
                _ => Status::ClosedRefunded,
            };
        };
        let highest = live.max().unwrap_or(lowest);
        if lowest == Status::Paid && highest >= Status::PartShipped { Status::PartShipped } else { lowest }
    }

    /// Not finished and not closed: somebody still has to do something. Unknown counts as open.
    pub fn is_open(self) -> bool {
        !matches!(self, Status::Finished | Status::ClosedUnpaid | Status::ClosedRefunded | Status::Closed)
    }

    pub fn is_closed(self) -> bool {
        matches!(self, Status::ClosedUnpaid | Status::ClosedRefunded | Status::Closed)
    }

    /// Nothing, or not everything, has left the warehouse yet.
    pub fn is_before_shipping(self) -> bool {
        matches!(
            self,
            Status::Unpaid | Status::PartPaid | Status::Paid | Status::RiskHold | Status::PartShipped
        )
    }

    /// Paid and still to be shipped, wholly or in part.
    pub fn awaits_shipping(self) -> bool {
        matches!(self, Status::Paid | Status::PartShipped)
    }

    /// Paid for and not closed.
    pub fn is_paid(self) -> bool {
        matches!(
            self,
            Status::Paid
                | Status::RiskHold
                | Status::PartShipped
                | Status::Shipped
                | Status::Delivered
                | Status::Finished
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_round_trip() {
        for (index, status) in Status::all().enumerate() {
            assert_eq!(status as usize, index);
            assert_eq!(Status::by_key(status.key()), Some(status));
        }
    }

    #[test]
    fn statuses_of_items_add_up() {
        let of = |list: &[Status]| Status::of_parts(list.iter().copied());
        assert_eq!(of(&[Status::Paid, Status::Shipped]), Status::PartShipped);
        assert_eq!(of(&[Status::Shipped, Status::Finished]), Status::Shipped);
        assert_eq!(of(&[Status::ClosedUnpaid, Status::ClosedUnpaid]), Status::ClosedUnpaid);
        assert_eq!(of(&[Status::ClosedUnpaid, Status::ClosedRefunded]), Status::ClosedRefunded);
        assert_eq!(of(&[Status::Closed, Status::ClosedRefunded]), Status::Closed);
        assert_eq!(of(&[Status::Unpaid, Status::ClosedUnpaid]), Status::Unpaid);
        assert_eq!(of(&[Status::Unknown, Status::Paid]), Status::Unknown);
        assert_eq!(of(&[]), Status::Unknown);
    }
}
