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
