//! A first import keeps all rows or leaves nothing, whatever the disk refuses.

mod keeps {
    use crate::sandbox::{MORNING, Sandbox};

    #[test]
    fn a_first_import_keeps_its_rows() {
        let sandbox = Sandbox::new();
        let file = sandbox.fixture(MORNING);
        sandbox.cs(&["import", &file]).run().done();
        sandbox.cs(&["doctor"]).run().done();
        assert!(sandbox.database().is_file());
    }
}
