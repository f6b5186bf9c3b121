//! With a roster only its names write, and `cron`.

mod faults {
    use crate::sandbox::{MORNING, Sandbox, Sheet};

    fn with_roster() -> Sandbox {
        let sandbox = Sandbox::new();
        for (name, number) in [("小李", "008"), ("小王", "012")] {
            sandbox.ok(&["shift", "roster", "--add", name, "--number", number]);
        }
        sandbox
    }

    #[test]
    fn others_write_nothing() {
        let sandbox = with_roster();
        let file = sandbox.fixture(MORNING);
        for args in [
            &["log", "add", "x", "y"][..],
            &["cases", "add", "b1", "x"],
            &["import", &file],
            &["handover", "new"],
            &["undo"],
        ] {
            let e = sandbox.cs(args).env("CS_BY", "小黄").run().ends_with(2).stderr;
            assert!(e.contains("no `小黄` on the roster") && e.contains("shift roster --add"), "{e}");
            let args = [args, &["--by", "小黄"]].concat();
            sandbox.cs(&args).run().ends_with(2);
        }
        let info = Sheet::of(&sandbox.ok(&["db", "info"]));
        for kind in ["orders", "log", "cases", "handovers"] {
            assert_eq!(info.cell("key", kind, "value"), "0", "{kind}");
        }
        for by in ["小李", "cron"] {
            sandbox.cs(&["import", &file]).env("CS_BY", by).run().done();
        }
        sandbox.cs(&["orders", "list", "--reveal"]).run().ends_with(2);
    }

    /// Work is given to nobody whom the roster does not know; a staff number stands for its name.
    #[test]
    fn nobody_else_is_given_work() {
        let sandbox = with_roster();
        let at = |args: &[&str]| sandbox.cs(args).env("CS_BY", "小李");
        at(&["cases", "add", "b1", "x"]).run().done();
        for args in [
            &["cases", "assign", "C-0001"][..],
            &["cases", "escalate", "C-0001", "--to"],
            &["cases", "add", "b2", "y", "--owner"],
            &["handover", "new", "--to"],
            &["handover", "new", "--from"],
        ] {
            let e = at(&[args, &["小黄"]].concat()).run().ends_with(2).stderr;
            assert!(
                e.contains("no `小黄` on the roster") && e.contains("shift roster --add"),
                "{args:?}: {e}"
            );
            let zh = at(&[args, &["小黄"]].concat()).zh().run().ends_with(2).stderr;
            assert!(zh.contains("名单里没有「小黄」"), "{zh}");
        }
        let info = Sheet::of(&sandbox.ok(&["db", "info"]));
        assert_eq!((info.cell("key", "cases", "value"), info.cell("key", "handovers", "value")), ("1", "0"));
        let owner = || Sheet::of(&sandbox.ok(&["cases", "list"])).column("owner")[0].to_owned();
        assert_eq!(owner(), "");
        for (said, name) in [("小王", "小王"), ("008", "小李"), ("cron", "cron")] {
            at(&["cases", "assign", "C-0001", said]).run().done();
            assert_eq!(owner(), name);
        }
        at(&["handover", "new", "--to", "012"]).run().done();
        let list = Sheet::of(&sandbox.ok(&["handover", "list"]));
        assert_eq!((list.column("from"), list.column("to")), (vec!["小李"], vec!["小王"]));
    }

    /// A name that is nearly right is told, a staff number is turned into its name, and the advice works.
    #[test]
    fn it_says_how_to_go_on() {
        let sandbox = with_roster();
        sandbox.ok(&["shift", "roster", "--add", "Alice", "--number", "013"]);
        let e = sandbox.cs(&["log", "add", "x", "y", "--by", "Alicf"]).run().ends_with(2).stderr;
        assert!(e.contains("did you mean Alice?"), "{e}");
        let e = sandbox.cs(&["log", "add", "x", "y", "--by", "008"]).run().ends_with(2).stderr;
        assert!(e.contains("did you mean 小李?"), "{e}");
        let e = sandbox.cs(&["log", "add", "x", "y", "--by", "小黄"]).zh().run().ends_with(2).stderr;
        assert!(e.contains("名单里没有「小黄」") && e.contains("cs shift roster --add"), "{e}");
        sandbox.cs(&["shift", "roster", "--add", "小黄", "--number", "014", "--by", "小黄"]).run().done();
        sandbox.cs(&["log", "add", "x", "y", "--by", "小黄"]).run().done();
    }
}

mod keeps {
    use crate::sandbox::{Sandbox, Sheet};

    #[test]
    fn without_a_roster_any_name_goes() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["log", "add", "x", "y", "--by", "谁都行"]);
        assert_eq!(Sheet::of(&sandbox.ok(&["log", "list"])).column("by"), ["谁都行"]);
    }

    #[test]
    fn without_a_roster_anybody_is_given_work() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["cases", "add", "b1", "x", "--owner", "谁都行"]);
        sandbox.ok(&["cases", "escalate", "C-0001", "--to", "主管"]);
        assert_eq!(Sheet::of(&sandbox.ok(&["cases", "list"])).column("owner"), ["主管"]);
    }

    /// A mistake on the roster can be mended by whoever made it, even where it left them off it.
    #[test]
    fn a_change_of_the_roster_is_taken_back() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["shift", "roster", "--add", "小李", "--number", "008"]);
        sandbox.ok(&["undo"]);
        sandbox.ok(&["log", "add", "x", "y"]);
    }

    #[test]
    fn lists_of_anybody_are_read() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["log", "add", "x", "y", "--by", "小黄"]);
        sandbox.ok(&["shift", "roster", "--add", "小李", "--number", "008"]);
        assert_eq!(Sheet::of(&sandbox.ok(&["log", "list", "--by", "小黄"])).len(), 1);
        assert_eq!(Sheet::of(&sandbox.ok(&["audit", "--by", "小黄"])).len(), 1);
    }
}
