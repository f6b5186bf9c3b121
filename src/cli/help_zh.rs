//! Help in Chinese: the English of the doc comments is swapped when the tree of commands is built.
//!
//! English runs never come here. A test walks the whole tree, so that nothing new stays untranslated.

use super::help_zh_records as records;
use crate::model::Lang;
use clap::{Arg, ArgAction, Command};

/// One command: its path below `cs`, the short text, and the longer one where the English has one.
pub(super) type CommandText = (&'static str, &'static str, Option<&'static str>);

const COMMANDS: &[CommandText] = &[
    ("", "网店客服工具：导入平台报表，得出今天要办的事", None),
    (
        "import",
        "把导出的报表存进数据库",
        Some(
            "把导出的报表存进数据库\n\n类型、平台和店铺自动识别。一次导入要么全部成功，要么什么都不改；同一个文件再导一次不会有变化，\
             旧报表也不会覆盖较新的数据。",
        ),
    ),
    (
        "export",
        "把数据库里某一类数据全部导出",
        Some(
            "把数据库里某一类数据全部导出\n\n每个字段一列，后面是来源有哪些列（`have`）、没有用到的列（`extra`）和每行数据截至什么时候（`seen_at`）。\
             加 `--reveal` 导出的 CSV 可以原样导入回来；打了码的每行都写明（`cs_export`），任何命令都不会当作数据。\
             自己登记的记录里，只有按所指的事物区分的可以导出，要全部保留用 `cs db backup`。`--since`、`--until` 按下单、申请、评价的时间，或这一行自己的时间。",
        ),
    ),
    ("orders", "订单：列表、详情、查异常", None),
    (
        "orders list",
        "列出文件或数据库里的订单",
        Some(
            "列出文件或数据库里的订单\n\n默认全部列出，顺序和文件一致；用 `--since`、`--until`、`--status` 缩小范围。",
        ),
    ),
    ("orders show", "查看数据库里的一个订单，内容完整不打码", None),
    (
        "orders check-abnormal",
        "找出需要处理的订单：未付款、发货超时、重复下单、价格异常、备注未处理……",
        Some(
            "找出需要处理的订单：未付款、发货超时、重复下单、价格异常、备注未处理……\n\n检查所有未完结的订单，以及最近 30 天的其他订单。\
             每个订单的每条规则占一行。因为缺列而没法检查的规则，会在标准错误里说明缺哪一列。",
        ),
    ),
    ("remind", "催付：待办队列和跟进记录", None),
    (
        "remind unpaid",
        "列出该催付的买家，最急的在前，每人附一段可以直接粘贴的话术",
        Some(
            "列出该催付的买家，最急的在前，每人附一段可以直接粘贴的话术\n\n下单 12 小时还没付款的订单；平台关单时间较短的，过半就算。\
             除非加 `--all`，以下订单不列：已另拍并付款的、货到付款的、过了关单时间的、已经催过的。\
             没能检查的项目写在 `checks` 列里。本命令不会发送任何消息。",
        ),
    ),
    (
        "remind done",
        "登记已经催过的订单",
        Some(
            "登记已经催过的订单\n\n行号只认 `cs remind unpaid` 那张表。已经不是待付款的订单不收，整条命令都不写。\
             催完之后一天内付的：加 `--result paid`。或写明什么时候催的，例如 `--at 10:00`：必须早于付款；\
             之后没付就关闭的订单也可以这样补记。",
        ),
    ),
    ("remind skip", "把订单移出催付队列", None),
    ("refunds", "退款：列表、详情、统计", None),
    (
        "refunds list",
        "列出退款：轮到谁处理、到什么时候、超时会怎样",
        Some(
            "列出退款：轮到谁处理、到什么时候、超时会怎样\n\n来自退款报表；某个订单没有售后单时，看它的子订单和已退金额。最急的在前：\
             P0 轮到我们且已超时或 4 小时内到期，P1 12 小时内，P2 轮到我们但不急，P3 其余。`--since`、`--until`、`--date` 按申请时间。",
        ),
    ),
    ("refunds show", "查看数据库里的一笔退款，或一个订单的退款，内容完整不打码", None),
    (
        "refunds stats",
        "退款统计：多少笔、多少钱、多快、退款率",
        Some(
            "退款统计：多少笔、多少钱、多快、退款率\n\n退款率 = 有退款成功的订单 ÷ 已付订单，都是这段时间下的单；不足 30 单写成 n/m。\
             价保、返现、退差价、退运费不计入，单独统计。小时数从申请算到退款成功。",
        ),
    ),
    ("reviews", "评价：差评、列表、统计", None),
    (
        "reviews negative",
        "找出差评：看评分，也看文字",
        Some(
            "找出差评：看评分，也看文字\n\n一、二星算差评（`negative`），三星算中评（`neutral`）。不管几星，文字在抱怨的标为疑似（`suspected`），\
             追评也看。判断只靠写好的词表，不学习，也不发送任何东西；`cs reviews list` 会列出依据的词。",
        ),
    ),
    ("reviews list", "列出评价和从中看出的问题", None),
    (
        "reviews followup",
        "登记因为评价联系过的买家",
        Some(
            "登记因为评价联系过的买家\n\n差评之后一次聊天、一次电话，到此为止：同一方式再来一次会被拒绝，买家拒绝过的也不再联系。\
             同一订单的几条评价算同一个买家。行号只认评价的表。不要求买家改评价或删评价。",
        ),
    ),
    ("reviews stats", "按店铺统计评价，以及差评说的是什么", None),
    ("report", "报表：一天的数字", None),
    (
        "report daily",
        "一天的日报：销售、待处理、催付、发货、退款、评价、工单，每店和合计",
        Some(
            "一天的日报：销售、待处理、催付、发货、退款、评价、工单，每店和合计\n\n终端里是一份文档，管道里是 CSV，每个数字一行，并和前一天、上周同日比较。\
             数据没有覆盖到的，或缺列算不出的，一律留空并说明原因，绝不当作零。测试单和内部单不计入。\
             团队自己登记的（催付、工单、问题）只来自数据库，评价也可以来自评价文件。",
        ),
    ),
    ("metrics", "各个数字的含义", None),
    ("metrics list", "列出所有指标", None),
    ("metrics explain", "说明一个指标或一个词；不写则全部说明", None),
    ("rules", "异常订单规则", None),
    ("rules list", "列出所有规则", None),
    ("rules explain", "说明一条规则，或说明一个订单为什么被查出、为什么没有", None),
    ("formats", "报表格式", None),
    ("formats list", "列出内置的和自己写的格式", None),
    ("formats show", "打印一个格式，可以存下来再改", None),
    ("formats detect", "查看文件会被识别成什么：编码、表头、格式、列", None),
    (
        "formats new",
        "按一个文件的表头起草格式",
        Some(
            "按一个文件的表头起草格式\n\n字段按中英文的常用叫法来猜，拿不准的地方都带问号注释：通读一遍，再用 `cs formats test` 试读。",
        ),
    ),
    (
        "formats test",
        "用一个格式试读文件：读到什么，哪些看不懂",
        Some(
            "用一个格式试读文件：读到什么，哪些看不懂\n\n用到的列、没用的列、不认得的状态、被拒收的行，各占一行。不写数据库。",
        ),
    ),
    ("templates", "话术", None),
    ("templates list", "列出话术和各自的来源", None),
    ("templates show", "原样打印一段话术；存到配置目录里就可以改", None),
    ("config", "设置", None),
    ("config show", "列出所有设置", None),
    (
        "config trust",
        "信任一个项目的 cs.toml，照现在的内容",
        Some(
            "信任一个项目的 cs.toml，照现在的内容\n\n没有得到信任的项目文件只能设置 lang、zone，以及 [[shop]] 的 name、platform、files；\
             还有别的设置，命令就停下。先列出文件会设置什么，再询问。文件以后改过，要重新信任。信任记录在用户自己的文件夹里。",
        ),
    ),
    ("db", "数据库", None),
    ("db info", "数据库里有什么，数据截至什么时候", None),
    ("db check", "检查数据库文件的结构", None),
    (
        "db backup",
        "备份数据库，不影响别人正在使用",
        Some(
            "备份数据库，不影响别人正在使用\n\n备份会逐行核对。数据库有问题时备份照样留下，但命令以退出码 4 结束：这样的备份不能用来恢复。",
        ),
    ),
    (
        "db restore",
        "用备份恢复数据库",
        Some("用备份恢复数据库\n\n先逐行核对备份。现在的数据库改名留在旁边。要么全部恢复，要么什么都不改。"),
    ),
    (
        "db upgrade",
        "把旧版本的数据库升级到现在的结构",
        Some(
            "把旧版本的数据库升级到现在的结构\n\n原来的留在旁边，名字里带结构版本。不超过 10 万行的，其他命令也会这样顺手升级，并说一声。",
        ),
    ),
    ("doctor", "全面检查数据库，从文件结构到每一行", None),
    ("completions", "打印命令行补全脚本", None),
    ("man", "打印 cs 的手册页，或把全部手册页写到文件夹", None),
];

/// An argument by its id, whatever the command.
const ARGS: &[(&str, &str)] = &[
    ("help", "显示帮助"),
    ("version", "显示版本"),
    // 全局
    ("db", "数据库文件"),
    ("config", "配置文件，代替平时的配置"),
    ("no_project", "不读项目里的 cs.toml"),
    ("lang", "界面和消息的语言：zh 或 en"),
    ("now", "把这个时间当作现在"),
    ("tz", "店铺所在时区，例如 +08:00"),
    ("by", "操作人，写进记录"),
    ("color", "什么时候用颜色：auto 自动，always 总是，never 从不"),
    ("quiet", "只输出结果和错误"),
    ("verbose", "多说一些执行过程"),
    // 输出
    ("format", "输出格式；终端默认 table，管道默认 csv"),
    ("output", "写到文件，按扩展名决定格式；`-` 为标准输出"),
    ("force", "文件已存在时覆盖；链接、设备、数据库、正在读的文件不会覆盖"),
    ("columns", "要输出的列，按所写顺序；不带值则列出所有列"),
    ("sort", "按列排序；`-amount` 为倒序"),
    ("limit", "最多输出多少行"),
    ("all_rows", "终端上也显示全部，不只前 30 行"),
    ("reveal", "姓名、电话、地址不打码"),
    ("excel", "给表格软件用的 CSV：带 BOM，编号按文本保存"),
    ("meta", "JSON 外面套一层，带上说明"),
    ("exit_code", "查出异常时退出码为 1"),
    // 读取
    ("paths", "报表文件、文件夹或 zip；`-` 为标准输入。不写则读数据库"),
    ("layout", "格式的名称，或一个格式文件"),
    ("encoding", "文件编码"),
    ("dates", "03/04/2026 按什么顺序读"),
    ("decimal", "金额的小数点：点还是逗号"),
    ("exported_at", "报表的导出时间"),
    ("keep_going", "跳过有问题的行，继续处理（退出码 5）"),
    ("rejects", "把跳过的行原样（不打码）写到这个文件，只有自己能读"),
    // 筛选
    ("platform", "只看这个平台，可以写多次"),
    ("shop", "只看这个店铺，可以写多次"),
    ("since", "从这个时间起下单的"),
    ("until", "到这个时间为止下单的；只写日期则包含当天"),
    ("date", "在这一天或这个月下单的"),
    ("status", "只看这个状态的订单，可以写多次"),
    ("state", "只看这个状态的退款，可以写多次"),
    ("before_next_shift", "只看这个时间之前到期的未完结退款：18:00（下一个）、+8h、明天、日期（到当天结束）"),
    // 规则
    ("rule", "只用这条规则，可以写多次"),
    ("not_rule", "不用这条规则，可以写多次"),
    ("severity", "只看这个级别及更急的：P0、P1、P2、P3"),
    ("profile", "规则组；默认 morning，即 P0 到 P2 的全部结果"),
    // 各命令自己的
    ("kind", "只用这一类格式"),
    ("export_kind", "导出哪一类"),
    ("move_shop", "把记在别的店铺名下的订单移过来"),
    ("dry_run", "只显示会写什么，不写入"),
    ("yes", "所有询问都回答“是”"),
    ("order_no", "订单号"),
    ("number", "退款编号或订单号"),
    ("threshold", "文字分达到多少算疑似差评，0 到 100；50 找得更全，误判也更多"),
    ("after", "下单多久没付款，例如 6h"),
    ("all", "被排除的订单也列出，并说明原因"),
    ("per_order", "每个订单一行，不按买家合并"),
    ("as_known", "按 `--now` 那一刻已知的情况，不算之后的付款"),
    ("stale_ok", "数据太旧的店铺也算"),
    ("orders", "订单号，或催付队列的行号（1-20,23）；`-` 从标准输入读"),
    ("via", "联系方式：chat 聊天，sms 短信，phone 电话"),
    ("result", "结果：paid 已付，promised 答应付，no-answer 没回应，refused 拒绝"),
    ("note", "备注"),
    ("why", "原因"),
    ("refund_by", "退款算在哪一天：refund 退款成功那天，order 下单那天"),
    ("brief", "最多 20 行纯文字，用来发群"),
    ("explain", "附上每个数字的定义"),
    ("rows", "列出这个指标当天背后的订单、评价或登记"),
    ("metric", "指标或词"),
    ("subject", "规则编号，或数据库里的订单号"),
    ("name", "格式的名称"),
    ("to", "备份到哪个文件；文件必须还不存在"),
    ("from", "备份文件"),
    ("project", "哪个 cs.toml，或它所在的文件夹；默认当前文件夹所属项目的"),
    ("list_trusted", "列出信任的文件"),
    ("revoke", "不再信任这个文件"),
    ("origin", "说明每项由谁设定：参数、环境变量、文件和行号，或内置"),
    ("shell", "哪种 shell"),
    ("dir", "写到哪个文件夹；没有就新建；只替换 cs 自己的页"),
];

/// Arguments that mean something else in one command: path, id, text.
const OWN_ARGS: &[(&str, &str, &str)] = &[
    ("import", "paths", "报表文件、文件夹或 zip；`-` 为标准输入"),
    ("import", "platform", "文件里看不出平台时，指定平台"),
    ("import", "shop", "这些文件属于哪个店铺"),
    ("import", "dry_run", "只显示会有哪些变化，不写入"),
    ("refunds list", "due", "只看轮到我们、已超时或几小时内到期的"),
    ("refunds list", "owner", "只看轮到这一方的，可以写多次"),
    ("refunds stats", "group", "按什么统计"),
    ("refunds list", "kind", "只看这一类退款，可以写多次"),
    ("formats detect", "paths", "文件、文件夹或 zip；`-` 为标准输入"),
    ("formats new", "file", "文件；`-` 为标准输入"),
    ("formats new", "name", "格式的名字"),
    ("formats new", "output", "写到文件；`-` 为标准输出"),
    ("formats new", "encoding", "文件的编码"),
    ("formats test", "layout", "格式文件，或格式的名字"),
    ("formats test", "paths", "文件、文件夹或 zip；`-` 为标准输入"),
    ("report daily", "date", "哪一天；默认昨天"),
    ("report daily", "format", "输出格式；终端默认 text 文档，管道默认 csv"),
    ("templates show", "name", "话术的名称"),
];

const HEADINGS: &[(&str, &str)] =
    &[("Global", "全局"), ("Output", "输出"), ("Reading", "读取"), ("Selection", "筛选"), ("Rules", "规则")];

const EXIT_CODES: &str = "退出码：0 完成 · 1 有异常（加 --exit-code 时）· 2 用法错误 · 3 输入错误 · 4 数据库错误 · 5 有行被跳过 · 70 程序错误 · 130 被中断";

/// As clap's own, with the one heading that it has no setting for.
const TEMPLATE: &str =
    "{before-help}{about-with-newline}\n\u{1b}[1m\u{1b}[4m用法:\u{1b}[0m {usage}\n\n{all-args}{after-help}";

fn commands() -> impl Iterator<Item = &'static CommandText> {
    COMMANDS.iter().chain(records::COMMANDS)
}

fn args() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    ARGS.iter().chain(records::ARGS)
}

/// Puts Chinese in place of the English help.
pub(super) fn translate(command: Command, lang: Lang) -> Command {
    match lang {
        Lang::En => command,
        Lang::Zh => walk(command, ""),
    }
}

fn walk(mut command: Command, path: &str) -> Command {
    if let Some((_, about, long)) = commands().find(|c| c.0 == path) {
        command = command.about(*about).long_about(*long);
    }
    if path.is_empty() {
        command = command.after_help(EXIT_CODES).disable_version_flag(true);
    } else if let Some(examples) = command.get_after_help().map(ToString::to_string) {
        let examples = examples.replacen("Examples:", "例子：", 1).replacen("Example:", "例子：", 1);
        command = command.after_help(examples);
    }
    command = command.mut_args(|arg| arg_in_chinese(arg, path));
    command = command.disable_help_flag(true).arg(own("help", 'h', ArgAction::Help, path));
    if path.is_empty() {
        command = command.arg(own("version", 'V', ArgAction::Version, path));
    }
    command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_subcommand(true);
    command.mut_subcommands(|sub| {
        let below = below(path, sub.get_name());
        walk(sub, &below)
    })
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path} {name}") }
}

/// `--help` and `--version`, which clap otherwise adds in English.
fn own(name: &'static str, short: char, action: ArgAction, path: &str) -> Arg {
    // Last of all, as in English.
    let arg = Arg::new(name).long(name).short(short).action(action).help_heading("Global").display_order(900);
    arg_in_chinese(arg, path)
}

fn text_of(path: &str, id: &str) -> Option<&'static str> {
    let own = OWN_ARGS.iter().find(|a| (a.0, a.1) == (path, id)).map(|a| a.2);
    own.or_else(|| args().find(|a| a.0 == id).map(|a| a.1))
}

fn arg_in_chinese(arg: Arg, path: &str) -> Arg {
    let Some(said) = text_of(path, arg.get_id().as_str()) else { return arg };
    let heading = match arg.get_help_heading() {
        Some(heading) => HEADINGS.iter().find(|h| h.0 == heading).map_or("选项", |h| h.1),
        None if arg.is_positional() => "参数",
        None => "选项",
    };
    let mut text = said.to_owned();
    let mut add = |what: &str, value: &str| text.push_str(&format!(" [{what}：{value}]"));
    let values = arg.get_possible_values();
    let takes_values = arg.get_action().takes_values();
    // Where the text itself goes through the values, they need no list.
    if takes_values && values.iter().any(|v| !said.contains(v.get_name())) {
        add("可选", &values.iter().map(named).collect::<Vec<_>>().join("、"));
    }
    if let Some(default) = arg.get_default_values().first().filter(|_| takes_values) {
        add("默认", &default.to_string_lossy());
    }
    if let Some(variable) = arg.get_env() {
        add("环境变量", &variable.to_string_lossy());
    }
    let arg = arg.help(text).long_help(None::<&'static str>).help_heading(heading).hide_env(true);
    if takes_values { arg.hide_possible_values(true).hide_default_value(true) } else { arg }
}

/// A value with the Chinese word that may stand for it.
pub(super) fn named(value: &clap::builder::PossibleValue) -> String {
    let names: Vec<&str> = value.get_name_and_aliases().take(2).collect();
    names.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory, FromArgMatches};
    use std::collections::{BTreeMap, BTreeSet};

    /// Every command of the English tree with its path.
    fn tree(command: &Command, path: &str, out: &mut Vec<(String, Command)>) {
        out.push((path.to_owned(), command.clone()));
        for sub in command.get_subcommands() {
            tree(sub, &below(path, sub.get_name()), out);
        }
    }

    fn english() -> Vec<(String, Command)> {
        let mut out = Vec::new();
        tree(&crate::cli::commands::Cli::command(), "", &mut out);
        out
    }

    #[test]
    fn every_command_has_a_chinese_text() {
        for (path, command) in english() {
            let Some(text) = commands().find(|c| c.0 == path) else { panic!("no text for `{path}`") };
            assert_eq!(text.2.is_some(), command.get_long_about().is_some(), "long text of `{path}`");
        }
    }

    #[test]
    fn every_argument_has_a_chinese_text_and_no_two_meanings_share_one() {
        let mut english_of = BTreeMap::new();
        for (path, command) in english() {
            for arg in command.get_arguments() {
                let id = arg.get_id().as_str().to_owned();
                assert!(text_of(&path, &id).is_some(), "no text for `{id}` of `{path}`");
                if let Some(heading) = arg.get_help_heading() {
                    assert!(HEADINGS.iter().any(|h| h.0 == heading), "no text for the heading {heading}");
                }
                if OWN_ARGS.iter().any(|a| (a.0, a.1) == (path.as_str(), id.as_str())) {
                    continue;
                }
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                let first = english_of.entry(id.clone()).or_insert_with(|| help.clone());
                assert_eq!(*first, help, "`{id}` of `{path}` needs a text of its own");
            }
        }
    }

    #[test]
    fn every_text_belongs_to_something() {
        let all = english();
        let paths: BTreeSet<&str> = all.iter().map(|c| c.0.as_str()).collect();
        let has = |path: &str, id: &str| {
            all.iter().any(|c| c.0 == path && c.1.get_arguments().any(|a| a.get_id().as_str() == id))
        };
        for text in commands() {
            assert!(paths.contains(text.0), "there is no command `{}`", text.0);
        }
        for (path, id, _) in OWN_ARGS {
            assert!(has(path, id), "`{path}` has no `{id}`");
        }
        for (id, _) in args().filter(|a| !matches!(a.0, "help" | "version")) {
            assert!(paths.iter().any(|p| has(p, id)), "no command has `{id}`");
        }
        for (heading, _) in HEADINGS {
            let used = |c: &Command| c.get_arguments().any(|a| a.get_help_heading() == Some(*heading));
            assert!(all.iter().any(|c| used(&c.1)), "nothing stands under {heading}");
        }
        let unique = |mut names: Vec<String>| {
            let before = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), before, "a text stands twice");
        };
        unique(commands().map(|c| c.0.to_owned()).collect());
        unique(args().map(|a| a.0.to_owned()).collect());
        unique(OWN_ARGS.iter().map(|a| format!("{} {}", a.0, a.1)).collect());
    }

    #[test]
    fn help_is_chinese_throughout() {
        let mut all = Vec::new();
        let mut command = super::super::command(Lang::Zh);
        command.build();
        tree(&command, "", &mut all);
        for (path, mut command) in all {
            for help in [command.render_help().to_string(), command.render_long_help().to_string()] {
                for english in [
                    "Usage:",
                    "Commands:",
                    "Arguments:",
                    "Options:",
                    "Example",
                    "Print ",
                    "[default",
                    "[possible",
                    "[env",
                    "Global",
                    "Exit codes",
                ] {
                    assert!(!help.contains(english), "`{path}` says {english}\n{help}");
                }
                assert!(help.contains("用法:"), "{help}");
            }
        }
    }

    #[test]
    fn both_languages_understand_the_same_lines() {
        for lang in [Lang::En, Lang::Zh] {
            let matches = super::super::command(lang)
                .try_get_matches_from(["cs", "orders", "list", "a.csv", "--lang", "zh", "-F", "csv", "-q"])
                .expect("a good command line");
            crate::cli::commands::Cli::from_arg_matches(&matches).expect("arguments");
            for (line, kind) in [
                (["cs", "db", "-h"], clap::error::ErrorKind::DisplayHelp),
                (["cs", "-q", "-V"], clap::error::ErrorKind::DisplayVersion),
            ] {
                let e = super::super::command(lang).try_get_matches_from(line).expect_err("an answer");
                assert_eq!(e.kind(), kind, "{line:?}");
            }
        }
    }
}
