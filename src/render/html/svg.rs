//! Charts as SVG: told apart by dashes, marks and hatching, so that colour is never needed, with the values in print.

use super::super::{Style, cells, table_rows};
use super::element::{escape, value};
use crate::model::report::{Bar, Series};
use std::fmt::Write;

/// Units of the drawing; a phone shows about one pixel for each.
const WIDTH: f64 = 360.0;
/// From one bar to the next.
const STEP: f64 = 38.0;
/// Of a line chart's plot: left, right, top, bottom.
const PLOT: [f64; 4] = [56.0, 346.0, 12.0, 172.0];

fn begin(title: &str, height: f64, text: &mut String) {
    let title = escape(title);
    let _ = writeln!(text, "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\">");
}

fn pattern(number: usize, text: &mut String) {
    let _ = writeln!(
        text,
        "<defs><pattern id=\"hatch{number}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <path class=\"hatch\" d=\"M0 6L6 0\"/></pattern></defs>"
    );
}

/// Each bar stands below its label and value; what is below zero goes to the left and is hatched.
pub(super) fn bars(title: &str, number: usize, all: &[Bar], style: &Style, text: &mut String) {
    begin(title, all.len() as f64 * STEP + 4.0, text);
    let sizes: Vec<f64> = all.iter().map(|b| cells::measure(&b.value).unwrap_or(0.0)).collect();
    let low = sizes.iter().fold(0.0, |m: f64, v| m.min(*v));
    let high = sizes.iter().fold(0.0, |m: f64, v| m.max(*v));
    if low < 0.0 {
        pattern(number, text);
    }
    let scale = if high > low { (WIDTH - 4.0) / (high - low) } else { 0.0 };
    let zero = 2.0 - low * scale;
    for (n, (bar, size)) in all.iter().zip(&sizes).enumerate() {
        let top = n as f64 * STEP;
        let said = value(&bar.value, style);
        let whole = cells::say(&bar.label, style);
        let room = 52_usize.saturating_sub(table_rows::width(&said, style));
        let label = table_rows::cut(&whole, room, style);
        let _ = write!(text, "<g><title>{} {}</title>", escape(&whole), escape(&said));
        let _ = write!(text, "<text x=\"2\" y=\"{:.1}\">{}</text>", top + 14.0, escape(&label));
        let _ = write!(
            text,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            WIDTH - 2.0,
            top + 14.0,
            escape(&said)
        );
        let (class, from) = match *size < 0.0 {
            true => (format!("class=\"minus\" fill=\"url(#hatch{number})\""), zero + size * scale),
            false => ("class=\"bar\"".to_owned(), zero),
        };
        let length = size.abs() * scale;
        if length > 0.0 {
            let _ = write!(
                text,
                "<rect {class} x=\"{from:.1}\" y=\"{:.1}\" width=\"{length:.1}\" height=\"11\"/>",
                top + 20.0
            );
        }
        let _ =
            writeln!(text, "<path class=\"zero\" d=\"M{zero:.1} {:.1}V{:.1}\"/></g>", top + 18.0, top + 33.0);
    }
    text.push_str("</svg>\n");
}

/// Lines over shared labels. A missing value is a gap, never a zero; one that is not whole is a hatched bar.
pub(super) fn lines(
    title: &str,
    number: usize,
    labels: &[String],
    series: &[Series],
    style: &Style,
    text: &mut String,
) {
    let [left, right, top, bottom] = PLOT;
    let legend = bottom + 34.0;
    begin(title, legend + series.len() as f64 * 18.0, text);
    let sizes = || series.iter().flat_map(|s| s.values.iter().filter_map(cells::measure));
    let (low, high) = (sizes().fold(0.0, |m: f64, v| m.min(v)), sizes().fold(0.0, |m: f64, v| m.max(v)));
    let step = step(high - low);
    let floor = (low / step).floor() * step;
    let ceiling = ((high / step).ceil() * step).max(floor + step);
    let y = |v: f64| bottom - (v - floor) / (ceiling - floor) * (bottom - top);
    let gaps = labels.len().saturating_sub(1).max(1) as f64;
    let x = |n: usize| left + 8.0 + n as f64 * (right - left - 16.0) / gaps;
    for n in 0..=((ceiling - floor) / step).round() as usize {
        let at = floor + n as f64 * step;
        let _ = writeln!(
            text,
            "<path class=\"axis\" d=\"M{left:.1} {0:.1}H{right:.1}\"/><text class=\"dim\" x=\"{1:.1}\" y=\"{2:.1}\" text-anchor=\"end\">{3}</text>",
            y(at),
            left - 4.0,
            y(at) + 4.0,
            tick(at, step)
        );
    }
    // As many labels as stand side by side: about 6.5 units a letter, and a blank.
    let widest = labels.iter().map(|l| table_rows::width(l, style)).max().unwrap_or(1).min(20);
    let fit = ((right - left) / (widest as f64 * 6.5 + 10.0)).floor().max(1.0) as usize;
    let every = labels.len().div_ceil(fit).max(1);
    for (n, label) in labels.iter().enumerate().filter(|(n, _)| n % every == 0) {
        let label = super::escape(&table_rows::cut(&crate::render::cells::line(label, style), 20, style));
        let anchor = if labels.len() > 1 && n + every >= labels.len() && n + 1 == labels.len() {
            "end"
        } else {
            "middle"
        };
        let _ = writeln!(
            text,
            "<text class=\"dim\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{label}</text>",
            x(n),
            bottom + 16.0
        );
    }
    if series.iter().any(|s| s.partial) {
        pattern(number, text);
    }
    for (which, one) in series.iter().enumerate() {
        let middle = legend + which as f64 * 18.0 + 5.0;
        let name = table_rows::cut(&cells::say(&one.name, style), 44, style);
        let _ = writeln!(
            text,
            "<text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            left + 44.0,
            middle + 4.0,
            escape(&name)
        );
        let class = which % 4;
        if one.partial {
            let mut bar = |from: f64, top: f64, height: f64, width: f64| {
                let _ = write!(
                    text,
                    "<rect class=\"part\" fill=\"url(#hatch{number})\" x=\"{from:.1}\" y=\"{top:.1}\" \
                     width=\"{width:.1}\" height=\"{height:.1}\"/>"
                );
            };
            for (n, cell) in one.values.iter().enumerate().take(labels.len()) {
                if let Some(size) = cells::measure(cell) {
                    let (top, base) = (y(size.max(0.0)), y(size.min(0.0)));
                    bar(x(n) - 5.0, top, (base - top).max(1.0), 10.0);
                }
            }
            bar(left, middle - 5.0, 10.0, 36.0);
            text.push('\n');
            continue;
        }
        let mut path = String::new();
        let mut marks = String::new();
        let mut apart = true;
        for (n, cell) in one.values.iter().enumerate().take(labels.len()) {
            let Some(size) = cells::measure(cell) else {
                apart = true;
                continue;
            };
            let _ = write!(path, "{}{:.1} {:.1}", if apart { "M" } else { "L" }, x(n), y(size));
            apart = false;
            let alone = one.values.len() == 1 || labels.len() <= 31;
            if alone {
                mark(class, x(n), y(size), &mut marks);
            }
        }
        let _ = writeln!(text, "<path class=\"line c{class}\" d=\"{path}\"/>{marks}");
        let _ = write!(text, "<path class=\"line c{class}\" d=\"M{left:.1} {middle:.1}h36\"/>");
        mark(class, left + 18.0, middle, text);
        text.push('\n');
    }
    text.push_str("</svg>\n");
}

/// Circle, square, triangle, cross: one for each kind of line.
fn mark(class: usize, x: f64, y: f64, text: &mut String) {
    let _ = match class {
        0 => write!(text, "<circle class=\"mark c0\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>"),
        1 => write!(
            text,
            "<rect class=\"mark c1\" x=\"{:.1}\" y=\"{:.1}\" width=\"6\" height=\"6\"/>",
            x - 3.0,
            y - 3.0
        ),
        2 => write!(text, "<path class=\"mark c2\" d=\"M{:.1} {:.1}h7l-3.5 -6.5z\"/>", x - 3.5, y + 3.0),
        _ => write!(text, "<path class=\"mark c3\" d=\"M{:.1} {:.1}l6 6m0 -6l-6 6\"/>", x - 3.0, y - 3.0),
    };
}

/// A round distance between the lines of the grid, for about four of them.
fn step(span: f64) -> f64 {
    if span <= 0.0 {
        return 1.0;
    }
    let rough = span / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let nice = [1.0, 2.0, 5.0, 10.0].into_iter().find(|n| n * power >= rough).unwrap_or(10.0);
    nice * power
}

fn tick(at: f64, step: f64) -> String {
    let at = if at == 0.0 { 0.0 } else { at };
    match (at.abs(), step) {
        (big, _) if big >= 1e12 => format!("{at:.0e}"),
        (_, step) if step >= 1.0 => format!("{at:.0}"),
        (_, step) if step >= 0.1 => format!("{at:.1}"),
        _ => format!("{at:.2}"),
    }
}
