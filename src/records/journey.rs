//! How far a parcel has come, by what its carrier said of it.

use super::GenericRecord;
use crate::model::{Field, Stamp};

/// Where a parcel is, from first to last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    /// Nobody says.
    #[default]
    Unknown,
    /// The carrier was told of it and does not have it yet.
    Announced,
    /// The carrier has it.
    Moving,
    /// The buyer, or somebody for him, has it.
    Signed,
    /// The buyer did not take it, or it is on its way back.
    Returning,
}

/// What all that was told of one tracking number comes to; the order in which it is told does not matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Journey {
    pub progress: Progress,
    /// When the newest of it happened.
    pub at: Option<Stamp>,
    pub picked_at: Option<Stamp>,
    pub signed_at: Option<Stamp>,
}

const ANNOUNCED: &[&str] =
    &["待揽", "等待揽", "未揽", "待取件", "已下单", "已接单", "已打单", "label created"];
const RETURNING: &[&str] =
    &["退回", "退件", "退签", "拒收", "拒签", "返件", "退货签收", "returned", "return to sender", "refused"];
/// Not the mere word: couriers ask for "签收" in every message before.
const SIGNED: &[&str] = &[
    "已签收",
    "签收人",
    "人签收",
    "代签收",
    "签收成功",
    "正常签收",
    "已妥投",
    "妥投成功",
    "已送达",
    "delivered to",
    "was delivered",
];
/// Where it is all that is said.
const SIGNED_ALONE: &[&str] = &["签收", "妥投", "delivered", "signed"];

impl Progress {
    /// By a carrier's words; `None` where they say nothing of it.
    fn of(words: &str) -> Option<Progress> {
        let words = words.trim().to_lowercase();
        let says = |list: &[&str]| list.iter().any(|word| words.contains(word));
        match () {
            () if words.is_empty() => None,
            () if says(ANNOUNCED) => Some(Progress::Announced),
            () if says(RETURNING) => Some(Progress::Returning),
            () if says(SIGNED) || SIGNED_ALONE.contains(&words.as_str()) => Some(Progress::Signed),
            () => Some(Progress::Moving),
        }
    }
}

impl Journey {
    /// What a scan tells.
    pub fn scanned(line: &GenericRecord) -> Journey {
        let words = |field| Progress::of(line.text(field));
        let at = line.time(Field::At);
        // A state is the platform's own word for it; the text is what the carrier wrote.
        let progress = words(Field::StatusRaw).filter(|p| *p != Progress::Moving);
        let progress = progress.or(words(Field::Content)).or(words(Field::StatusRaw)).unwrap_or_default();
        let of = |wanted: Progress| at.filter(|_| progress == wanted);
        Journey { progress, at, picked_at: of(Progress::Moving), signed_at: of(Progress::Signed) }
    }

    /// What a line of a table of parcels tells.
    pub fn listed(line: &GenericRecord) -> Journey {
        let words = |field| Progress::of(line.text(field));
        let (picked_at, signed_at) = (line.time(Field::PickedAt), line.time(Field::CompletedAt));
        let told = [words(Field::StatusRaw), words(Field::Content)].into_iter().flatten();
        // Of a parcel that was signed for only what says that it came back counts for more.
        let ended = told.clone().find(|p| matches!(p, Progress::Signed | Progress::Returning));
        let progress = match (ended, signed_at, told.clone().next()) {
            (Some(Progress::Returning), ..) => Progress::Returning,
            (Some(_), ..) | (_, Some(_), _) => Progress::Signed,
            // The word of a platform's list is not yet a carrier's scan.
            (_, _, Some(Progress::Announced)) if picked_at.is_none() => Progress::Announced,
            _ if picked_at.is_some() || !line.text(Field::Content).is_empty() => Progress::Moving,
            _ => Progress::Unknown,
        };
        let at = [line.time(Field::At), signed_at, picked_at].into_iter().flatten().max();
        Journey { progress, at, picked_at, signed_at }
    }

    /// Takes in what else is told of the same parcel: the newer tells where it is; what is not dated loses.
    pub fn join(&mut self, other: &Journey) {
        if (other.at, other.progress) > (self.at, self.progress) && other.progress != Progress::Unknown
            || self.progress == Progress::Unknown
        {
            (self.progress, self.at) = (other.progress, other.at);
        }
        self.picked_at = [self.picked_at, other.picked_at].into_iter().flatten().min();
        self.signed_at = self.signed_at.max(other.signed_at);
    }

    /// The carrier has it, or had it.
    pub fn is_collected(&self) -> bool {
        self.picked_at.is_some()
            || matches!(self.progress, Progress::Moving | Progress::Signed | Progress::Returning)
    }

    pub fn is_signed(&self) -> bool {
        self.progress == Progress::Signed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{TRACKS, Value};

    fn track(at: i64, status: &str, content: &str) -> Journey {
        let mut line = GenericRecord::new(&TRACKS);
        line.set(Field::At, Value::Number(at));
        line.set(Field::StatusRaw, Value::Text(status.into()));
        line.set(Field::Content, Value::Text(content.into()));
        Journey::scanned(&line)
    }

    #[test]
    fn words_of_carriers() {
        for (words, progress) in [
            ("", None),
            ("快件已由本人签收，签收人凭取货码签收", Some(Progress::Signed)),
            ("正在派件，请您准备签收", Some(Progress::Moving)),
            ("签收", Some(Progress::Signed)),
            ("Delivered", Some(Progress::Signed)),
            ("out for delivery", Some(Progress::Moving)),
            ("待揽收", Some(Progress::Announced)),
            ("已揽收", Some(Progress::Moving)),
            ("退回签收", Some(Progress::Returning)),
            ("客户拒收", Some(Progress::Returning)),
        ] {
            assert_eq!(Progress::of(words), progress, "{words}");
        }
    }

    #[test]
    fn the_newest_scan_counts_whichever_comes_first() {
        let scans = [track(1, "", "已揽收"), track(9, "", "已签收"), track(5, "", "派件中")];
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            let mut all = Journey::default();
            order.iter().for_each(|at| all.join(&scans[*at]));
            let told = (all.progress, all.picked_at, all.signed_at, all.at);
            assert_eq!(told, (Progress::Signed, Some(Stamp(1)), Some(Stamp(9)), Some(Stamp(9))));
        }
    }
}
