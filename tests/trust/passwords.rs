//! No password of a database is printed, wherever it was written and whoever complains about it.

use crate::sandbox::{MORNING, Run, Sandbox};

const FORMS: &[&str] = &[
    "postgres://cs:Q9-s3cret@db.lan/shop",
    "postgresql://cs:Q9 s3cret@db.lan:5432/shop",
    "postgresql://db.lan/shop?user=cs&password=Q9-s3cret",
    "host=db.lan user=cs password=Q9-s3cret",
    "host=db.lan password = 'Q9 s3cret' user=cs",
    "mysql://cs:Q9-s3cret@db.lan/shop",
];

fn says_nothing(run: Run) -> String {
    let out = run.run();
    for text in [&out.stdout, &out.stderr] {
        assert!(!text.contains("Q9") && !text.contains("s3cret"), "{text}");
    }
    out.stdout + &out.stderr
}

/// Stars stand in its place; Markdown writes them so that they stay stars.
fn hides(said: &str) -> bool {
    said.replace('\\', "").contains("***")
}

mod faults {
    use super::*;

    #[test]
    fn settings_show_no_password() {
        for form in FORMS {
            let sandbox = Sandbox::new();
            let escaped = form.replace("://", ":\\u002f\\u002f");
            sandbox
                .config(&format!("db = \"{form}\"\n[alias]\nam = [\"orders\", \"--db\", \"{escaped}\"]\n"));
            for format in ["csv", "tsv", "json", "jsonl", "md", "html", "table", "text"] {
                for origin in [&[][..], &["--origin"]] {
                    let show = |more: &[&str]| {
                        let args = [&["config", "show", "-F", format], origin, more].concat();
                        sandbox.cs(&args)
                    };
                    assert!(hides(&says_nothing(show(&[]))));
                    assert!(hides(&says_nothing(show(&["--db", form]))));
                    assert!(hides(&says_nothing(show(&[]).env("CS_DB", form))));
                }
            }
            std::fs::remove_file(sandbox.work().join("../config/cs/config.toml")).expect("the file");
            sandbox.write("cs.toml", format!("db = \"{form}\"\n"));
            assert!(says_nothing(sandbox.cs(&["config", "trust", "-n"])).contains("***"));
            says_nothing(sandbox.cs(&["config", "show"]));
        }
    }

    #[test]
    fn errors_show_no_password() {
        let sandbox = Sandbox::new();
        let file = sandbox.fixture(MORNING);
        for form in FORMS {
            for args in [&["db", "info"][..], &["doctor"], &["import", &file], &["orders", "list"]] {
                says_nothing(sandbox.cs(args).env("CS_DB", form));
                says_nothing(sandbox.cs(&[args, &["--db", form]].concat()));
            }
            // In the wrong place, or written wrongly.
            says_nothing(sandbox.cs(&[form]));
            says_nothing(sandbox.cs(&[form]).zh());
            says_nothing(sandbox.cs(&["orders", "list", form]));
            says_nothing(sandbox.cs(&["config", "show", "--config", form]));
            sandbox.config(&format!("db = {form}\n"));
            says_nothing(sandbox.cs(&["config", "show"]));
            sandbox.config(&format!("lang = \"{form}\"\n"));
            says_nothing(sandbox.cs(&["config", "show"]));
            sandbox.config("");
        }
    }

    #[test]
    fn no_file_is_called_like_a_server() {
        let sandbox = Sandbox::new();
        let file = sandbox.fixture(MORNING);
        for form in ["host=db.lan password=Q9-s3cret", "dbname=shop"] {
            sandbox.cs(&["import", &file, "--db", form]).run().ends_with(2);
            assert!(!sandbox.work().join(form).exists(), "{form}");
        }
    }
}
