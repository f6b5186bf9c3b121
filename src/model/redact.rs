//! Passwords of databases never stand in what is printed: `postgres://user:secret@host`, `?password=secret`,
//! `host=h password=secret`.

use std::borrow::Cow;

/// What stands where a password was.
const MASK: &str = "***";

/// Keys whose value is a secret end with one of these words.
const SECRETS: [&str; 6] = ["password", "passwd", "passphrase", "pwd", "secret", "token"];

/// The text with every password in it masked. What looks like one is masked too: rather a character too many.
///
/// Give it whole values: of a text that was cut off, the rest of a password can't be told from a name.
pub fn redact(text: &str) -> Cow<'_, str> {
    let text = without_user_info(text);
    match without_secret_values(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(clean) => Cow::Owned(clean),
    }
}

/// Whether this names a server and not a file: an address with a scheme, or the words of a connection
/// (`host=h dbname=d`).
pub fn is_server_address(text: &str) -> bool {
    const WORDS: [&str; 7] = ["host", "hostaddr", "port", "dbname", "user", "password", "service"];
    let text = text.trim_start();
    let scheme = text.split_once("://").is_some_and(|(before, _)| is_scheme(before));
    let word = text.split_once('=').is_some_and(|(key, _)| {
        let key = key.trim().to_ascii_lowercase();
        WORDS.contains(&key.as_str())
    });
    scheme || word
}

/// A drive letter is no scheme.
fn is_scheme(text: &str) -> bool {
    text.len() > 1 && text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(in_scheme)
}

fn in_scheme(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')
}

/// Masks what stands between the user's name and the last `@` behind an address: a password may hold any sign.
fn without_user_info(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut masked = false;
    let mut rest = text;
    // Looked for once: for each address anew would take the square of their number.
    let last_at = text.rfind('@');
    while let Some((before, behind)) = split_after_scheme(rest) {
        // A name may hold any sign too: some servers want `user@server` for it.
        let name = behind.find(|c: char| c == ':' || c.is_whitespace()).unwrap_or(behind.len());
        let (user, tail) = behind.split_at(name);
        out.push_str(before);
        out.push_str(user);
        rest = tail;
        let Some(tail) = tail.strip_prefix(':') else { continue };
        let done = text.len() - tail.len();
        let at = last_at.and_then(|at| at.checked_sub(done));
        let Some(end) = end_of_password(tail, at) else { continue };
        masked = true;
        out.push(':');
        out.push_str(MASK);
        rest = tail.get(end..).unwrap_or_default();
    }
    if !masked {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Parts a text behind the `:/` or `://` of an address; a path may have lost one of its slashes.
fn split_after_scheme(text: &str) -> Option<(&str, &str)> {
    text.match_indices(":/").find_map(|(at, _)| {
        let (before, behind) = text.split_at(at);
        // A drive (`C:/`) is too short for one.
        let scheme = before.split_at(before.trim_end_matches(in_scheme).len()).1;
        let scheme = scheme.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        let slashes = behind.len() - behind.get(1..)?.trim_start_matches('/').len();
        is_scheme(scheme).then(|| text.split_at(at + slashes))
    })
}

/// How long the password is that begins here; `None` for the number of a port. `last_at`: where the last `@` stands.
fn end_of_password(text: &str, last_at: Option<usize>) -> Option<usize> {
    if last_at.is_some() {
        return last_at;
    }
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#')).unwrap_or(text.len());
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (digits < end || end == 0)
        .then(|| text.find(char::is_whitespace).unwrap_or(text.len()))
        .filter(|n| *n > 0)
}

/// Masks the values of keys that name a secret.
fn without_secret_values(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices('=') {
        if at < done || !is_secret(text.get(..at).unwrap_or_default()) {
            continue;
        }
        let behind = text.get(at + 1..).unwrap_or_default();
        let blank = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        let from = at + 1 + blank;
        let value = text.get(from..).unwrap_or_default();
        let length = length_of_value(value, is_in_query(text.get(..at).unwrap_or_default()));
        if length == 0 {
            continue;
        }
        out.push_str(text.get(done..from).unwrap_or_default());
        out.push_str(MASK);
        done = from + length;
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

fn in_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '%')
}

/// The key that this text ends with, and what stands before it.
fn key_at_end(before: &str) -> (&str, &str) {
    let before = before.trim_end_matches([' ', '\t']);
    let at = before.trim_end_matches(in_key).len();
    before.split_at(at)
}

fn is_secret(before: &str) -> bool {
    let key = decoded(key_at_end(before).1).to_ascii_lowercase();
    SECRETS.iter().any(|word| key.ends_with(word))
}

fn is_in_query(before: &str) -> bool {
    key_at_end(before).0.ends_with(['?', '&'])
}

/// A quoted value ends with its quote, one in a query with `&`, any other with a blank; `\` takes the next sign along.
fn length_of_value(text: &str, in_query: bool) -> usize {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"') && !in_query);
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(usize::from(quote.is_some())) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if Some(c) == quote => return at + 1,
            '&' if in_query => return at,
            c if quote.is_none() && c.is_whitespace() => return at,
            _ => {}
        }
    }
    text.len()
}

/// `p%61ssword` is a key too.
fn decoded(key: &str) -> String {
    let mut parts = key.split('%');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(code) => {
                out.push(char::from(code));
                out.push_str(part.get(2..).unwrap_or_default());
            }
            None => out.push_str(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_form_of_a_password_is_masked() {
        for (text, clean) in [
            ("postgres://cs:s3cret@db.lan/shop", "postgres://cs:***@db.lan/shop"),
            ("postgresql://cs:p@ss/w:rd@db:5432/shop", "postgresql://cs:***@db:5432/shop"),
            ("postgres://cs:my secret@db/shop", "postgres://cs:***@db/shop"),
            ("postgres://:s3cret@db", "postgres://:***@db"),
            ("postgres://me@srv:s3cret@srv.lan/shop", "postgres://me@srv:***@srv.lan/shop"),
            ("postgres://lan/me'x:s3cret@srv", "postgres://lan/me'x:***@srv"),
            ("postgres:/cs:s3cret@db/shop", "postgres:/cs:***@db/shop"),
            ("can't open mysql://cs:s3cret@db/shop: gone", "can't open mysql://cs:***@db/shop: gone"),
            ("postgres://cs:s3cre…", "postgres://cs:***"),
            ("postgres://db/shop?user=cs&password=a,b'c&x=1", "postgres://db/shop?user=cs&password=***&x=1"),
            ("postgres://db/shop?p%61ssword=s3cret", "postgres://db/shop?p%61ssword=***"),
            ("postgres://db?sslpassword=s3cret", "postgres://db?sslpassword=***"),
            ("host=db password=s3cret dbname=shop", "host=db password=*** dbname=shop"),
            ("host=db password = 's3 \\'cret' user=cs", "host=db password = *** user=cs"),
            ("password=a\\ b&c user=cs", "password=*** user=cs"),
            ("PGPASSWORD=s3cret", "PGPASSWORD=***"),
            ("密码 password=s3cret", "密码 password=***"),
            ("没有命令「postgres://cs:s3cret@h」", "没有命令「postgres://cs:***@h」"),
            ("没有命令「password=s3cret」", "没有命令「password=***"),
        ] {
            assert_eq!(redact(text), clean);
        }
    }

    #[test]
    fn what_holds_no_password_stays() {
        for text in [
            "",
            "/home/me/cs.db",
            "C:/data/cs.db",
            "http://127.0.0.1:8080/x?page=2",
            "https://example.com/a@b",
            "postgres://db:5432/shop",
            "postgres://cs@db/shop",
            "see `cs config trust`: it is a=b",
            "password",
            "password=",
            "09:00-21:00 @ 3",
        ] {
            assert!(matches!(redact(text), Cow::Borrowed(same) if same == text), "{text}: {}", redact(text));
        }
    }

    #[test]
    fn servers_are_no_files() {
        for text in
            ["postgres://h/d", " POSTGRESQL://h", "mysql://h", "host=h dbname=d", "dbname = d", "Password=x"]
        {
            assert!(is_server_address(text), "{text}");
        }
        for text in ["cs.db", "C:/cs.db", "C://cs.db", "/a/b=c", "a=b.db", "x/host=1", "a b://c", ""] {
            assert!(!is_server_address(text), "{text}");
        }
    }

    proptest! {
        /// Any password, in any form, between any words.
        #[test]
        fn no_password_is_left(
            secret in "[!-~]{0,6}Q9[!-~]{0,6}Z7",
            spaced in "Q9[ -~]{0,6}Z7",
            user in "[a-z@/'?]{0,8}",
            before in "[a-z :「，]{0,9}",
            behind in "[a-z :]{0,9}",
        ) {
            let query = secret.replace(['&', '\\', '#'], "%");
            let word = secret.replace(['\\', '\'', '"'], "/");
            let quoted = spaced.replace('\\', "\\\\").replace('\'', "\\'");
            for text in [
                format!("{before}postgres://{user}:{secret}@host/db {behind}"),
                format!("{before} postgresql://{user}:{spaced}@host/db {behind}"),
                format!("{before} postgres://host/db?user={user}&password={query} {behind}"),
                format!("{before} host=h user={user} password={word} {behind}"),
                format!("{before} password = '{quoted}' {behind}"),
            ] {
                let clean = redact(&text).into_owned();
                prop_assert!(!clean.contains("Q9") && !clean.contains("Z7"), "{text} -> {clean}");
                prop_assert_eq!(redact(&clean), clean.as_str());
            }
        }

        #[test]
        fn it_ends_with_any_text(text in "\\PC{0,60}") {
            let _ = redact(&text);
        }
    }
}
