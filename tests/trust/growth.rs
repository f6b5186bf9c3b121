//! Hostile text costs no more than its length: every rule, mask, matcher and parser.
//!
//! Counted in instructions under valgrind, never in time: the test program runs itself there with texts of n and 2n
//! characters and looks at every function with all that it calls. So what is new in `rules::ALL` or `render::ALL`, or is
//! called from there, is looked at without being named here.

mod callgrind;
mod cases;
mod texts;

use callgrind::Counts;

/// Doubling the text may cost so much more; the square of the length would cost 4.
const MOST: f64 = 2.5;

/// Characters of the shortest text.
const SHORT: usize = 80;
/// Masks look so far around each sign that a text has to be longer before it costs what its length does.
const WINDOWS: usize = 5;

/// Instructions below which a step now and then, of a table that is made larger or of a longer sort, would count too much.
const LEAST: u64 = 3_000_000;

const SIZE: &str = "CS_GROWTH_SIZE";

#[test]
fn nothing_costs_more_than_its_text_is_long() {
    if !callgrind::is_there() {
        return crate::skip("nothing_costs_more_than_its_text_is_long", "no valgrind");
    }
    let runs: Vec<Counts> = std::thread::scope(|scope| {
        let all = [1, 2].map(|times| scope.spawn(move || run(SHORT * times)));
        all.into_iter().filter_map(|one| one.join().expect("a run that ends")).collect()
    });
    let Ok([short, long]) = <[Counts; 2]>::try_from(runs) else {
        return crate::skip("nothing_costs_more_than_its_text_is_long", "valgrind can't run this program");
    };
    let mut steep: Vec<(u64, String)> = Vec::new();
    for (function, most) in long.into_iter().filter(|counted| counted.1 > LEAST) {
        let least = short.get(&function).copied().unwrap_or(0);
        let growth = most as f64 / least.max(1) as f64;
        if growth > MOST {
            steep.push((most, format!("{growth:.1} {least} {most} {function}")));
        }
    }
    steep.sort_unstable_by(|a, b| b.cmp(a));
    let told: Vec<&str> = steep.iter().map(|s| s.1.as_str()).collect();
    assert!(told.is_empty(), "grow faster than their text:\n{}", told.join("\n"));
}

fn run(size: usize) -> Option<Counts> {
    let folder = tempfile::tempdir().expect("a folder");
    let program = std::env::current_exe().expect("this program");
    let output = callgrind::command(folder.path())
        .arg(program)
        .args(["--exact", "growth::feeds_everything", "--test-threads=1"])
        .env(SIZE, size.to_string())
        .output()
        .ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    callgrind::counts(folder.path())
}

/// What the test above counts; by itself it only shows that nothing of it fails.
#[test]
fn feeds_everything() {
    let size: usize = std::env::var(SIZE).ok().and_then(|size| size.parse().ok()).unwrap_or(8);
    for word in texts::words() {
        cases::all_rules(&texts::repeated(&word, size));
        cases::masks(&texts::repeated(&word, size * WINDOWS));
    }
    for word in texts::signs() {
        let text = texts::repeated(word, size);
        cases::all_rules(&text);
        cases::masks(&texts::repeated(word, size * WINDOWS));
        cases::parsers(&text);
    }
    for word in texts::of_files() {
        let text = texts::repeated(word, size);
        cases::renderers(&text);
        cases::files(&text);
    }
    for lead in ["", "不", "12345678,"] {
        let text = texts::different(lead, size);
        cases::all_rules(&text);
        cases::masks(&texts::different(lead, size * WINDOWS));
        cases::parsers(&text);
        cases::headers(&text);
    }
    cases::workbooks(&texts::different("", size));
    // Rules that look at some hundreds of orders at most have reached them all.
    cases::many(size * 4);
}

mod faults {
    use super::callgrind;
    use crate::sandbox::Sandbox;

    /// Instructions of a check over one order more, whose note is the word so many times.
    fn checked(rule: &str, columns: &str, word: &str, times: usize) -> Option<u64> {
        let sandbox = Sandbox::new();
        let file = sandbox.write(
            "orders.csv",
            format!(
                "order_no,status,paid,created_at,{columns}\n1001,paid,1.00,2026-11-20 10:00:00,{}{}\n",
                word.repeat(times),
                ",".repeat(columns.matches(',').count())
            ),
        );
        let plain =
            sandbox.cs(&["orders", "check-abnormal", &file, "--rule", rule, "-F", "csv"]).into_command();
        let mut command = callgrind::command(&sandbox.work());
        command.arg(plain.get_program()).args(plain.get_args()).current_dir(sandbox.work()).env_clear();
        command.envs(plain.get_envs().filter_map(|(key, value)| Some((key, value?))));
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        let output = command.output().ok()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        callgrind::total(&sandbox.work())
    }

    #[track_caller]
    fn grows_with_its_length(test: &str, rule: &str, columns: &str, word: &str) {
        if !callgrind::is_there() {
            return crate::skip(test, "no valgrind");
        }
        let counted: Vec<u64> =
            [500, 1000, 2000].iter().filter_map(|n| checked(rule, columns, word, *n)).collect();
        let Ok(counted) = <[u64; 3]>::try_from(counted) else {
            return crate::skip(test, "valgrind can't run this program");
        };
        let growth = callgrind::growth(counted);
        assert!(growth <= super::MOST, "{rule}, {word}: {growth:.2} {counted:?}");
    }

    #[test]
    fn a_wish_repeated() {
        grows_with_its_length("a_wish_repeated", "ADR-04", "buyer_note,seller_note", "改");
    }

    #[test]
    fn a_day_repeated() {
        grows_with_its_length("a_day_repeated", "NOTE-03", "seller_note", "今天");
    }
}
