//! `cs formats new`: a first layout for a table that none fits.

use crate::cli::args::{ENCODINGS, InputArgs, ReadingArgs, file_named};
use crate::cli::context::Context;
use crate::cli::load;
use crate::cli::outfile::Readers;
use crate::error::{Error, Result};
use crate::layouts::{Catalog, Layout, Sample, any_table, draft, guess};
use clap::{Args, ValueHint};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Rows that are looked at for status words and dates.
const ROWS: usize = 2000;

/// Draft a layout from the header and the first rows of a file
///
/// Fields are guessed by the usual words in Chinese and English. Every doubt has a comment with a question mark:
/// read it through, then try it with `cs formats test`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs formats new orders.csv > mine.toml\n  cs formats new orders.csv -o mine.toml --name my-shop"
)]
pub(crate) struct FormatNewArgs {
    /// The file; `-` is standard input
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    file: PathBuf,
    /// The layout's name
    #[arg(long, value_name = "NAME", default_value = "mine")]
    name: String,
    /// Write to a file; `-` is standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Replace the file if it is there: never a link, a device, the database, nor a file that is read
    #[arg(long)]
    force: bool,
    /// Encoding of the file
    #[arg(long, value_parser = ENCODINGS)]
    encoding: Option<String>,
}

pub(super) fn run(cx: &Context, args: FormatNewArgs) -> Result<u8> {
    let any = Layout::parse(&any_table())?;
    let none = Catalog::empty();
    let reading = ReadingArgs { encoding: args.encoding, ..ReadingArgs::default() };
    let from = InputArgs { paths: vec![args.file], reading, ..InputArgs::default() };
    let mut tables = load::open_as(cx, &from, &none, &any)?;
    let [table] = &mut tables[..] else {
        return Err(Error::usage("只能给一个文件", "only one file at a time"));
    };
    let header = table.bound.header.clone();
    let mut rows = Vec::new();
    table.each(&mut |row| {
        rows.push((0..header.len()).map(|i| row.text(i).unwrap_or_default()).collect());
        Ok(if rows.len() < ROWS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    let known = load::layouts_with(&[])?;
    let known = known.all()?;
    let status_of =
        |word: &str| known.iter().map(|l| l.status_of(word)).find(|s| *s != <_>::default()).map(|s| s.key());
    let sample = Sample { name: &args.name, header: &header, rows: &rows };
    let text = draft(&sample, &guess(&header), &status_of, cx.lang);
    let place = file_named(args.output.as_deref());
    match place {
        None => write!(std::io::stdout().lock(), "{text}")?,
        Some(path) => {
            let mut file = cx.output_place(path, args.force, Readers::Usual).begin()?;
            file.write_all(text.as_bytes()).map_err(|e| file.unwritable(e))?;
            file.end()?;
        }
    }
    let doubts = text.matches("# ?").count();
    let file = place.map_or("mine.toml".to_owned(), |p| p.display().to_string());
    cx.hint(
        &format!("{doubts} 处标了问号，请核对；再用 cs formats test {file} 文件 检查"),
        &format!(
            "{doubts} doubts are marked with a question mark; check them, then `cs formats test {file} FILE`"
        ),
    );
    Ok(0)
}
