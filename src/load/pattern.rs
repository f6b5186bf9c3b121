//! Patterns of file names, for the shop of a file.

/// `*` stands for any part of a name, `**` for any part of a path. A pattern may begin at any folder.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    walk(pattern, path, || ())
}

#[derive(Clone, Copy)]
enum PatternPart {
    One(char),
    WithinName,
    AnyPath,
}

/// Goes through the path once and remembers which places of the pattern it may stand at: for each character one look
/// at each place, however many stars there are. Trying one star after another would take for ever.
fn walk(pattern: &str, path: &str, mut look: impl FnMut()) -> bool {
    let begin = [PatternPart::AnyPath, PatternPart::One('/')];
    let parts: Vec<PatternPart> = begin.into_iter().chain(parts(pattern)).collect();
    let mut here = vec![false; parts.len() + 1];
    // At the beginning of the path, or behind any of its slashes.
    for start in [0, begin.len()] {
        if let Some(place) = here.get_mut(start) {
            *place = true;
        }
    }
    skip_stars(&parts, &mut here, &mut look);
    // A relative path stands in some folder too.
    let path = std::iter::once('/').chain(path.chars().map(|c| if c == '\\' { '/' } else { c }));
    let mut next = vec![false; here.len()];
    for c in path {
        next.fill(false);
        for (at, part) in parts.iter().enumerate().filter(|(at, _)| here.get(*at) == Some(&true)) {
            look();
            let to = match part {
                PatternPart::One(wanted) => (*wanted == c).then_some(at + 1),
                PatternPart::WithinName => (c != '/').then_some(at),
                PatternPart::AnyPath => Some(at),
            };
            if let Some(place) = to.and_then(|to| next.get_mut(to)) {
                *place = true;
            }
        }
        skip_stars(&parts, &mut next, &mut look);
        std::mem::swap(&mut here, &mut next);
    }
    here.last() == Some(&true)
}

fn parts(pattern: &str) -> impl Iterator<Item = PatternPart> {
    let mut signs = pattern.chars().peekable();
    std::iter::from_fn(move || match signs.next()? {
        '*' if signs.next_if_eq(&'*').is_some() => Some(PatternPart::AnyPath),
        '*' => Some(PatternPart::WithinName),
        c => Some(PatternPart::One(c)),
    })
}

/// A star may stand for nothing.
fn skip_stars(parts: &[PatternPart], places: &mut [bool], look: &mut impl FnMut()) {
    let mut before = false;
    for (at, place) in places.iter_mut().enumerate() {
        look();
        *place |= before;
        before = *place && matches!(parts.get(at), Some(PatternPart::WithinName | PatternPart::AnyPath));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What the stars mean, as plainly as can be, and as slowly.
    fn plainly(pattern: &str, path: &str) -> bool {
        fn step(p: &[char], t: &[char]) -> bool {
            match p {
                [] => t.is_empty(),
                ['*', '*', rest @ ..] => (0..=t.len()).any(|n| step(rest, &t[n..])),
                ['*', rest @ ..] => {
                    (0..=t.len()).take_while(|n| !t[..*n].contains(&'/')).any(|n| step(rest, &t[n..]))
                }
                [c, rest @ ..] => t.first() == Some(c) && step(rest, &t[1..]),
            }
        }
        let path: Vec<char> = format!("/{}", path.replace('\\', "/")).chars().collect();
        let pattern: Vec<char> = pattern.chars().collect();
        step(&pattern, &path) || step(&[&['*', '*', '/'], &pattern[..]].concat(), &path)
    }

    #[test]
    fn patterns_of_files() {
        assert!(matches("**/拼多多旗舰店/**", "/data/拼多多旗舰店/orders.csv"));
        assert!(matches("青禾*.csv", "/data/青禾20261121.csv"));
        assert!(matches("**/甲/**", "甲/a.csv"));
        assert!(matches("**/甲/**", "C:\\data\\甲\\a.csv"));
        assert!(!matches("青禾*.csv", "/data/青禾/20261121.csv"));
        assert!(!matches("", "a"));
    }

    proptest! {
        #[test]
        fn as_plainly_said(pattern in "[ab/*]{0,7}", path in "[ab/\\\\]{0,8}") {
            prop_assert_eq!(matches(&pattern, &path), plainly(&pattern, &path), "{} {}", pattern, path);
        }
    }

    fn looks(pattern: &str, path: &str) -> f64 {
        let mut n = 0_u32;
        walk(pattern, path, || n += 1);
        f64::from(n)
    }

    #[test]
    fn twice_the_path_or_the_pattern_takes_twice_the_looks() {
        for star in ["*a", "**a", "*", "**", "*a**", "a*", "**/*"] {
            for sign in ["a", "/", "a/", "b"] {
                let (pattern, path) = (star.repeat(40) + "!", sign.repeat(400));
                let once = looks(&pattern, &path);
                let longer_path = looks(&pattern, &path.repeat(2)) / once;
                let longer_pattern = looks(&(star.repeat(80) + "!"), &path) / once;
                assert!(
                    longer_path <= 2.5 && longer_pattern <= 2.5,
                    "{star} {sign}: {longer_path} {longer_pattern}"
                );
            }
        }
    }
}
