//! Leases run by the clock on the wall; only builds with the feature `plant` can be told another one.

#[cfg(not(feature = "plant"))]
mod faults {
    use crate::sandbox::{Sandbox, Sheet};

    /// `--now` moves neither the end of a colleague's lease into the past nor one's own into the future.
    #[test]
    fn a_lease_ends_by_no_working_time() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["cases", "add", "b1", "x"]);
        let at =
            |by: &str, time: &str, args: &[&str]| sandbox.cs(args).env("CS_BY", by).now(time).run().done();
        at("a", "2026-11-21T09:00:00+08:00", &["cases", "take", "C-0001"]);
        let said = at("b", "2099-01-01T09:00:00+08:00", &["cases", "take", "C-0001"]).stderr;
        assert!(said.contains("a has it until"), "{said}");
        let free = at("b", "2099-01-01T09:00:00+08:00", &["cases", "list", "--free"]).stdout;
        assert_eq!(Sheet::of(&free).len(), 0);
    }
}

#[cfg(not(feature = "plant"))]
mod keeps {
    use crate::sandbox::{Sandbox, Sheet};

    #[test]
    fn a_normal_build_has_no_ear_for_another_clock() {
        let sandbox = Sandbox::new();
        sandbox.cs(&["log", "add", "x", "y"]).env("CS_TEST_CLOCK", "0").run().done();
        sandbox.cs(&["log", "add", "x", "y"]).env("CS_TEST_CLOCK", "no clock").run().done();
        let text = sandbox.ok(&["audit"]);
        assert_eq!(Sheet::of(&text).len(), 2);
        assert!(!text.contains("1970"), "{text}");
    }
}

#[cfg(feature = "plant")]
mod faults {
    use crate::sandbox::{Output, Sandbox, Sheet};

    fn at(sandbox: &Sandbox, clock: &str, args: &[&str]) -> Output {
        sandbox.cs(args).env("CS_TEST_CLOCK", clock).run()
    }

    #[test]
    fn a_lease_and_the_audit_tell_the_same_clock() {
        let sandbox = Sandbox::new();
        let take = |clock: &str, by: &str| {
            at(&sandbox, clock, &["cases", "take", "C-0001", "--by", by]).done().stderr
        };
        at(&sandbox, "1795222800", &["cases", "add", "b1", "x"]).done();
        take("2026-11-21T09:00:00+08:00", "a");
        assert!(take("2026-11-21T09:29:59+08:00", "b").contains("a has it until 11-21 09:30"));
        assert!(take("2026-11-21T09:30:00+08:00", "b").contains("yours until 11-21 10:00"));
        let audit = Sheet::of(&sandbox.ok(&["audit"]));
        let wall = ["2026-11-21T09:00:00+08:00", "2026-11-21T09:00:00+08:00", "2026-11-21T09:30:00+08:00"];
        assert_eq!(audit.column("wall_at"), wall);
    }

    #[test]
    fn a_step_can_be_taken_back_for_a_day() {
        let sandbox = Sandbox::new();
        at(&sandbox, "1795222800", &["log", "add", "x", "y"]).done();
        at(&sandbox, "1795309201", &["undo"]).ends_with(3);
        at(&sandbox, "1795309200", &["undo"]).done();
    }

    #[test]
    fn a_clock_that_can_not_be_read_is_told() {
        let sandbox = Sandbox::new();
        let e = at(&sandbox, "noon", &["log", "list"]).ends_with(2).stderr;
        assert!(e.contains("CS_TEST_CLOCK"), "{e}");
    }
}
