//! Why a row can't become a record.

use crate::error::Error;
use crate::model::Say;
use crate::source::EncodingFault;

/// Why a row can't become a record.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The row is refused; with `--keep-going` it is set aside.
    Row {
        column: Option<usize>,
        reason: Say,
    },
    /// The bytes contradict the file's encoding: the file is refused.
    Text {
        column: usize,
        zh: String,
        en: String,
    },
    Fatal(Error),
}

impl Fault {
    pub(crate) fn row(column: Option<usize>, zh: String, en: String) -> Fault {
        Fault::Row { column, reason: Say::new(zh, en) }
    }

    pub(crate) fn at(column: usize, zh: String, en: String) -> Fault {
        Fault::row(Some(column), zh, en)
    }
}

pub(super) type Value<T> = Result<T, Fault>;

/// Bytes that are no text, as a fault of their cell.
pub(super) fn undecodable(fault: EncodingFault, column: usize) -> Fault {
    match fault {
        EncodingFault::Contradiction(e) => Fault::Text {
            column,
            zh: format!("这里的字节不是 {}，而文件开头是", e.name()),
            en: format!("these bytes are not {}, as the file is up to here", e.name()),
        },
        EncodingFault::Mixed(e) => Fault::Text {
            column,
            zh: format!("文件是 {}，这里却是另一种编码的文字", e.name()),
            en: format!("the file is {}, but here stands text of another encoding", e.name()),
        },
    }
}
