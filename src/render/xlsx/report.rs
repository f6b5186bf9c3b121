//! A document as a workbook: a cover, then a sheet for each section, with charts that the program draws itself.
//!
//! Charts name their titles by the cells that hold them: a title given as text could be read as a formula.

use super::super::{Style, cells};
use super::grid::{Names, SheetGrid, column, failed, new_book, short};
use crate::model::report::{BESIDE, Bar, Body, Figure, Report, Section, Series};
use crate::model::{Cell, Column};
use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartDataLabel, ChartEmptyCells, ChartFormat, ChartLine,
    ChartLineDashType, ChartMarker, ChartMarkerType, ChartType, Format, Workbook, Worksheet, XlsxError,
};
use std::io;

const DASHES: [ChartLineDashType; 4] = [
    ChartLineDashType::Solid,
    ChartLineDashType::Dash,
    ChartLineDashType::RoundDot,
    ChartLineDashType::LongDashDot,
];
const MARKS: [ChartMarkerType; 4] =
    [ChartMarkerType::Circle, ChartMarkerType::Square, ChartMarkerType::Triangle, ChartMarkerType::X];

pub(super) fn book(report: &Report, style: &Style) -> io::Result<Workbook> {
    let title = cells::say(&report.title, style);
    let mut book = new_book(&title).map_err(failed)?;
    let mut names = Names::default();
    let name = names.take(style.lang.pick("概要", "Summary"));
    cover(book.add_worksheet().set_name(name).map_err(failed)?, report, &title, style).map_err(failed)?;
    for section in &report.sections {
        let name = names.take(&cells::say(&section.title, style));
        let sheet = book.add_worksheet().set_name(&name).map_err(failed)?;
        body(sheet, &name, section, style)?;
    }
    Ok(book)
}

fn cover(sheet: &mut Worksheet, report: &Report, title: &str, style: &Style) -> Result<(), XlsxError> {
    let wrap = Format::new().set_text_wrap();
    sheet.write_string_with_format(0, 0, short(title), &Format::new().set_bold().set_font_size(16))?;
    let mut row = 1;
    for line in report.subtitle.iter() {
        sheet.write_string_with_format(row, 0, short(&cells::say(line, style)), &wrap)?;
        row += 1;
    }
    row += 1;
    for note in &report.notes {
        sheet.write_string_with_format(row, 0, short(&cells::say(note, style)), &wrap)?;
        row += 1;
    }
    sheet.set_column_width(0, 90)?;
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn body(sheet: &mut Worksheet, name: &str, section: &Section, style: &Style) -> io::Result<()> {
    match &section.body {
        Body::Figures(all) => figures(sheet, all, style).map_err(failed),
        Body::Table { columns, rows } => {
            let mut grid = SheetGrid::new(style.clone());
            grid.head(sheet, columns).map_err(failed)?;
            rows.iter().try_for_each(|row| grid.row(sheet, row))?;
            grid.finish(sheet).map_err(failed)
        }
        Body::Text(lines) => {
            let wrap = Format::new().set_text_wrap();
            for (row, line) in (0..).zip(lines) {
                sheet
                    .write_string_with_format(row, 0, short(&cells::say(line, style)), &wrap)
                    .map_err(failed)?;
            }
            sheet.set_column_width(0, 90).map_err(failed)?;
            sheet.set_print_fit_to_pages(1, 0);
            Ok(())
        }
        Body::Bars(all) => bars(sheet, name, section, all, style),
        Body::Lines { labels, series, caption } => {
            let below = lines(sheet, name, section, labels, series, style)?;
            if let Some(caption) = caption {
                sheet.write_string(below, 0, short(&cells::say(caption, style))).map_err(failed)?;
            }
            Ok(())
        }
    }
}

fn figures(sheet: &mut Worksheet, all: &[Figure], style: &Style) -> Result<(), XlsxError> {
    let mut grid = SheetGrid::new(style.clone());
    let [first, second, third] = BESIDE.map(|(zh, en)| Column::new("beside", zh, en));
    grid.head(
        sheet,
        &[
            Column::new("figure", "项目", "Figure"),
            Column::new("value", "数值", "Value"),
            Column::new("change", "变化", "Change"),
            first,
            second,
            third,
            Column::new("note", "说明", "Note"),
        ],
    )?;
    let text = |grid: &mut SheetGrid, sheet: &mut Worksheet, index: usize, text: String| {
        let width = grid.cell(sheet, grid.next, index, &Cell::own_id(text))?;
        grid.widen(index, width);
        Ok::<(), XlsxError>(())
    };
    for figure in all {
        text(&mut grid, sheet, 0, cells::say(&figure.title, style))?;
        let width = grid.cell(sheet, grid.next, 1, &figure.value)?;
        grid.widen(1, width);
        if let Some(permille) = figure.change_permille {
            let change = permille as f64 / 1000.0;
            sheet.write_number_with_format(grid.next, column(2), change, &grid.formats.percent)?;
        }
        for (index, cell) in (3..).zip(&figure.beside) {
            let width = grid.cell(sheet, grid.next, index, cell)?;
            grid.widen(index, width);
        }
        if let Some(note) = &figure.note {
            text(&mut grid, sheet, 6, cells::say(note, style))?;
        }
        grid.next += 1;
    }
    grid.finish(sheet)
}

/// Labels are our own sentences, masked already: written as they stand.
fn labelled(label: String, values: impl Iterator<Item = Cell<'static>>) -> Vec<Cell<'static>> {
    std::iter::once(Cell::own_id(label)).chain(values).collect()
}

fn bars(sheet: &mut Worksheet, name: &str, section: &Section, all: &[Bar], style: &Style) -> io::Result<()> {
    let mut grid = SheetGrid::new(style.clone());
    let title = cells::say(&section.title, style);
    grid.titles(sheet, &[title.clone(), style.lang.pick("数值", "Value").to_owned()]).map_err(failed)?;
    for bar in all {
        grid.row(sheet, &labelled(cells::say(&bar.label, style), std::iter::once(bar.value.clone())))?;
    }
    grid.finish(sheet).map_err(failed)?;
    let last = grid.next - 1;
    if last == 0 {
        return Ok(());
    }
    let mut chart = Chart::new(ChartType::Bar);
    chart
        .add_series()
        .set_name((name, 0, 0))
        .set_categories((name, 1, 0, last, 0))
        .set_values((name, 1, 1, last, 1))
        .set_data_label(ChartDataLabel::new().show_value());
    chart.title().set_name((name, 0, 0));
    chart.legend().set_hidden();
    // The first bar on top, as in the table.
    chart.y_axis().set_reverse().set_label_position(ChartAxisLabelPosition::Low);
    chart.set_alt_text(title.as_str()).set_width(640).set_height((all.len() as u32 * 32 + 120).min(900));
    sheet.insert_chart(1, 3, &chart).map_err(failed)?;
    Ok(())
}

fn lines(
    sheet: &mut Worksheet,
    name: &str,
    section: &Section,
    labels: &[String],
    series: &[Series],
    style: &Style,
) -> io::Result<u32> {
    let mut grid = SheetGrid::new(style.clone());
    let title = cells::say(&section.title, style);
    let mut titles = vec![title.clone()];
    titles.extend(series.iter().map(|s| cells::say(&s.name, style)));
    grid.titles(sheet, &titles).map_err(failed)?;
    for (at, label) in labels.iter().enumerate() {
        let values = series.iter().map(|s| s.values.get(at).cloned().unwrap_or(Cell::Empty));
        grid.row(sheet, &labelled(cells::line(label, style), values))?;
    }
    grid.finish(sheet).map_err(failed)?;
    let last = grid.next - 1;
    if last == 0 || series.is_empty() {
        return Ok(grid.next + 1);
    }
    let mut chart = Chart::new(ChartType::Line);
    let kinds = DASHES.into_iter().zip(MARKS).cycle();
    for ((at, series), (dash, mark)) in (1..).zip(series).zip(kinds) {
        let mut line = ChartLine::new();
        line.set_width(2.25).set_dash_type(dash);
        // What is not the whole stands apart, as marks without a line.
        if series.partial {
            line.set_hidden(true);
        }
        chart
            .add_series()
            .set_name((name, 0, column(at)))
            .set_categories((name, 1, 0, last, 0))
            .set_values((name, 1, column(at), last, column(at)))
            .set_format(ChartFormat::new().set_line(&line))
            .set_marker(ChartMarker::new().set_type(mark).set_size(6));
    }
    chart.title().set_name((name, 0, 0));
    chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    chart.show_empty_cells_as(ChartEmptyCells::Gaps);
    chart.set_alt_text(title.as_str()).set_width(720).set_height(360);
    sheet.insert_chart(1, column(series.len() + 2), &chart).map_err(failed)?;
    Ok(grid.next + 1)
}
