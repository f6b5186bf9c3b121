//! How urgent a finding is, and whose work it is.

use super::Lang;

/// `P0` money or a penalty is running · `P1` today · `P2` this week · `P3` information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    P0,
    P1,
    P2,
    P3,
}

impl Severity {
    pub const ALL: [Severity; 4] = [Severity::P0, Severity::P1, Severity::P2, Severity::P3];

    pub fn key(self) -> &'static str {
        match self {
            Severity::P0 => "P0",
            Severity::P1 => "P1",
            Severity::P2 => "P2",
            Severity::P3 => "P3",
        }
    }

    pub fn by_key(key: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|s| s.key().eq_ignore_ascii_case(key))
    }

    pub fn meaning(self, lang: Lang) -> &'static str {
        match self {
            Severity::P0 => lang.pick("马上处理：正在罚款或损失", "act now: a penalty or a loss is running"),
            Severity::P1 => lang.pick("今天处理", "today"),
            Severity::P2 => lang.pick("本周处理", "this week"),
            Severity::P3 => lang.pick("供参考", "for information"),
        }
    }
}

/// Who has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    Service,
    Warehouse,
    Finance,
    Supervisor,
}

impl Desk {
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Desk::Service => lang.pick("客服", "service"),
            Desk::Warehouse => lang.pick("仓库", "warehouse"),
            Desk::Finance => lang.pick("财务", "finance"),
            Desk::Supervisor => lang.pick("主管", "supervisor"),
        }
    }

    pub fn key(self) -> &'static str {
        match self {
            Desk::Service => "service",
            Desk::Warehouse => "warehouse",
            Desk::Finance => "finance",
            Desk::Supervisor => "supervisor",
        }
    }
}
