//! Workbooks: what is read of them, what is refused before it is unpacked, and that what is exported changes nothing
//! when it is taken in again.

use std::fs;
use std::io::{Cursor, Write as _};

use lianxin::domain::calendar::{Day, Month};
use lianxin::domain::command::{Command, NodeDraft, ProblemDraft, VisitDraft};
use lianxin::domain::money::Fen;
use lianxin::domain::state::YearPlan;
use lianxin::domain::table::book::Sheet;
use lianxin::domain::table::column::Column;
use lianxin::domain::table::kind::TableKind;
use lianxin::domain::table::projects::Counts;
use lianxin::domain::table::{delimited, seed};
use lianxin::screen::export::{Head, page};
use lianxin::screen::table::{Draft, Encoding, Unreadable, open, open_book};
use lianxin::text::{Lang, text};
use lianxin_sheets::{Book, Fault, Out, read, write};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use crate::table::Desk;
use crate::table_kinds::{city, seeded, takes};

fn fixture(name: &str) -> Vec<u8> {
    fs::read(format!("{}/tests/fixtures/books/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn rows(book: &Book, sheet: usize) -> Vec<(u32, Vec<&str>)> {
    book.sheets[sheet].rows.iter().map(|row| (row.line, row.cells.iter().map(String::as_str).collect())).collect()
}

/// As the worker's answer reaches the page.
fn answer(bytes: &[u8]) -> String {
    match read(bytes) {
        Ok(book) => serde_json::json!({ "book": book }).to_string(),
        Err(fault) => serde_json::json!({ "fault": fault }).to_string(),
    }
}

#[test]
fn every_format_is_read_alike() {
    let days =
        [vec!["项目名称", "节点", "计划完成日期", "实际完成日期", "权重"], vec!["凯丹广场", "封顶", "2018-09-30", "2018-09-28", "30"]];
    for (name, last) in
        [("old.xls", vec!["大湖山语", "主体", "2018-11-30", "", "70.5"]), ("open.ods", vec!["大湖山语", "主体", "2018-11-30", "", "70"])]
    {
        let book = read(&fixture(name)).unwrap();
        let expected: Vec<(u32, Vec<&str>)> = vec![(1, days[0].clone()), (2, days[1].clone()), (3, last)];
        assert_eq!(rows(&book, 0), expected, "{name}");
    }
    let mac = read(&fixture("mac-1904.xlsx")).unwrap();
    assert_eq!(rows(&mac, 0)[1].1[2], "2018-09-30");
}

#[test]
fn merged_cells_hidden_rows_and_sheets_are_told() {
    let book = read(&fixture("merged.xlsx")).unwrap();
    let sheet = &book.sheets[0];
    assert_eq!(
        (sheet.name.as_str(), sheet.hidden, sheet.hidden_rows, sheet.merged.as_slice()),
        ("节点计划", false, 1, &[[0, 0, 0, 4], [2, 0, 4, 0]][..])
    );
    assert_eq!(book.sheets.iter().map(|s| s.hidden).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(rows(&book, 0)[3], (4, vec!["", "安装", "2018/10/31", "", "30"]));

    // The header is found below the title; the value of merged cells belongs to the first, until the user says otherwise.
    let desk = seeded();
    let opened = open_book("b.xlsx", &answer(&fixture("merged.xlsx"))).unwrap();
    assert_eq!((opened.encoding, opened.table.header_line, opened.table.rows.len()), (Encoding::Workbook, 2, 4));
    let draft = Draft::new(opened);
    assert_eq!(draft.kind, TableKind::Nodes);
    let counted = |draft: &Draft| desk.state(|s| draft.plan(s, &city()).counts());
    assert_eq!(counted(&draft), Counts { new: 2, faults: 2, ..Counts::default() });
    let filled = draft.turn_to(0, true).unwrap();
    assert_eq!(counted(&filled), Counts { new: 4, ..Counts::default() });
    assert_eq!(counted(&filled.turn_to(0, false).unwrap()), counted(&draft));
    // Another sheet is another table.
    assert_eq!(draft.turn_to(2, false).unwrap().opened.table.rows.len(), 1);
    assert_eq!(draft.turn_to(1, false).unwrap_err(), Unreadable::NoRows);
}

#[test]
fn numbers_texts_formulas_and_errors_as_a_spreadsheet_shows_them() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    sheet.write_number(0, 0, 0.1 + 0.2).unwrap();
    sheet.write_string(0, 1, "0012").unwrap();
    sheet.write_datetime_with_format(0, 2, ExcelDateTime::from_ymd(2018, 6, 11).unwrap(), &day).unwrap();
    sheet.write_formula(0, 3, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_boolean(0, 4, true).unwrap();
    sheet.write_number(0, 5, 1e15).unwrap();
    sheet
        .write_datetime_with_format(
            0,
            6,
            ExcelDateTime::from_ymd(2018, 6, 11).unwrap().and_hms(9, 30, 0).unwrap(),
            &Format::new().set_num_format("yyyy-mm-dd hh:mm"),
        )
        .unwrap();
    sheet.write_string(0, 7, "=SUM(A1)").unwrap();
    let book = read(&book.save_to_buffer().unwrap()).unwrap();
    let shown = ["0.3", "0012", "2018-06-11", "2", "yes", "1000000000000000", "2018-06-11 09:30:00", "=SUM(A1)"];
    assert_eq!(rows(&book, 0), [(1, shown.to_vec())]);
}

/// A zip of files with these contents.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn percentages_are_read_as_a_spreadsheet_shows_them() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let formats = ["0%", "0.00%", "0.0\"%\"", "0\\%", "General", "[Red]0%;-0", "0;0%"];
    for (column, format) in (0..).zip(formats) {
        let format = Format::new().set_num_format(format);
        for (row, n) in [0.35, 1.0, 0.07, 0.125].into_iter().enumerate() {
            sheet.write_number_with_format(row as u32, column, n, &format).unwrap();
        }
    }
    let shown = read(&book.save_to_buffer().unwrap()).unwrap();
    let shown = |line: usize| rows(&shown, 0)[line].1.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>();
    assert_eq!(shown(0), ["35%", "35%", "0.35", "0.35", "0.35", "35%", "0.35"]);
    assert_eq!(shown(1), ["100%", "100%", "1", "1", "1", "100%", "1"]);
    assert_eq!((shown(2)[0].as_str(), shown(3)[1].as_str()), ("7%", "12.5%"));

    let mut book = Workbook::new();
    let (sheet, percent) = (book.add_worksheet(), Format::new().set_num_format("0%"));
    for (at, head) in ["项目名称", "节点", "计划完成日期", "完成百分比"].iter().enumerate() {
        sheet.write_string(0, at as u16, *head).unwrap();
    }
    for (row, (node, done)) in (1..).zip([("封顶", 0.35), ("竣工", 1.0)]) {
        sheet.write_string(row, 0, "凯丹广场").unwrap();
        sheet.write_string(row, 1, node).unwrap();
        sheet.write_string(row, 2, "2018-12-31").unwrap();
        sheet.write_number_with_format(row, 3, done, &percent).unwrap();
    }
    let desk = seeded();
    let draft = Draft::new(open_book("b.xlsx", &answer(&book.save_to_buffer().unwrap())).unwrap());
    desk.takes(desk.state(|s| draft.plan(s, &city()))).unwrap();
    let project = desk.project("凯丹广场");
    let reports: Vec<i64> = project.nodes.iter().flat_map(|node| node.reports.iter().map(|r| r.percent)).collect();
    assert_eq!(reports, [35, 100]);
}

#[test]
fn a_text_longer_than_a_cell_is_cut_and_says_so() {
    let page = |text: &str| -> lianxin_sheets::Page {
        let page = serde_json::json!({"name": "a", "columns": [{"title": "b", "width": 8}], "rows": [[text]], "cut": "…（略）"});
        serde_json::from_value(page).unwrap()
    };
    let back = |text: &str| read(&write(&[page(text)]).unwrap()).unwrap().sheets[0].rows[1].cells[0].clone();
    for whole in ["x".repeat(32_767), "人".repeat(32_767), "𠮷".repeat(16_383)] {
        assert_eq!(back(&whole), whole);
    }
    for (text, kept) in [("x".repeat(32_768), 32_763), ("人".repeat(40_000), 32_763), ("𠮷".repeat(16_384), 16_381)] {
        let cut = back(&text);
        let rest = cut.strip_suffix("…（略）").unwrap();
        assert_eq!(rest.chars().count(), kept);
        assert!(cut.encode_utf16().count() <= 32_767 && text.starts_with(rest));
    }
    // The words of the mark are those of the page.
    let empty = lianxin::screen::export::Page { kind: TableKind::Visits, heads: Vec::new(), rows: Vec::new() };
    let json = text(Lang::Zh).export_book(&[empty], Day::parse("2018-12-31").unwrap());
    assert!(json.contains("太长"), "{json}");
}

#[test]
fn merged_cells_that_overlap_are_filled_once() {
    let sheet = |rows: usize, merged: &[[u32; 4]]| -> Sheet {
        let line = |n: usize| match n {
            0 => serde_json::json!(["项目名称", "节点", "计划完成日期", "权重"]),
            1 => serde_json::json!(["甲", "乙", "丙", "丁"]),
            _ => serde_json::json!(["", "", "", "1"]),
        };
        let lines: Vec<_> = (0..rows).map(|n| serde_json::json!({"line": n + 1, "cells": line(n)})).collect();
        let told = serde_json::json!({"hidden": false, "hidden_rows": 0, "too_long": false, "broken": false});
        let mut sheet = serde_json::json!({"name": "s", "rows": lines, "merged": merged});
        sheet.as_object_mut().unwrap().extend(told.as_object().unwrap().clone());
        serde_json::from_value(sheet).unwrap()
    };
    let cells = |sheet: &Sheet, line: usize| sheet.table(true).unwrap().rows[line - 2].cells.clone();
    let some = sheet(6, &[[1, 0, 3, 0], [1, 1, 2, 2], [2, 2, 5, 2], [4, 0, 5, 0], [0, 3, 5, 3], [1, 5, 2, 90]]);
    assert_eq!(cells(&some, 3), ["甲", "乙", "乙", "1"]);
    assert_eq!(cells(&some, 4), ["甲", "", "", "1"]);
    assert_eq!(cells(&some, 6), ["", "", "", "1"]);

    // Cell by cell of each of them these would not come to an end.
    let many = sheet(50_000, &vec![[1, 0, 49_999, 2]; 50_000]);
    assert_eq!(cells(&many, 50_000), ["甲", "甲", "甲", "1"]);
    let staggered: Vec<[u32; 4]> = (1..50_000).map(|top| [top, 0, 49_999, 2]).collect();
    assert_eq!(cells(&sheet(50_000, &staggered), 50_000), ["甲", "甲", "甲", "1"]);
}

#[test]
fn what_unpacks_to_too_much_is_refused_before_and_while_it_is_unpacked() {
    let nothing = vec![b' '; 210_000_000];
    let bomb = zipped(&[("xl/workbook.xml", &nothing)]);
    assert!(bomb.len() < 1_000_000);
    assert_eq!(read(&bomb), Err(Fault::Bomb));
    assert_eq!(open_book("b.xlsx", &answer(&bomb)), Err(Unreadable::Bomb));
    // The same with sizes that claim less: what is really unpacked counts, or the file is not whole.
    let size = 210_000_000_u32.to_le_bytes();
    let mut liar = bomb.clone();
    let places: Vec<usize> = liar.windows(4).enumerate().filter(|(_, part)| *part == size).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    places.into_iter().for_each(|at| liar[at..at + 4].copy_from_slice(&100_u32.to_le_bytes()));
    assert!(matches!(read(&liar), Err(Fault::Bomb | Fault::Broken { .. })));
}

#[test]
fn passwords_and_broken_files_have_a_line_of_their_own() {
    assert_eq!(read(&fixture("locked.xlsx")), Err(Fault::Password));
    assert_eq!(open_book("b.xlsx", &answer(&fixture("locked.xlsx"))), Err(Unreadable::Password));
    let whole = fixture("merged.xlsx");
    for cut in [10, 100, whole.len() / 2, whole.len() - 10] {
        assert!(matches!(read(&whole[..cut]), Err(Fault::Broken { .. })), "{cut}");
    }
    for bytes in [&b"PK\x03\x04"[..], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &zipped(&[("word/document.xml", b"<w/>")])] {
        assert!(matches!(read(bytes), Err(Fault::Broken { .. })));
    }
    assert_eq!(open_book("b.xlsx", "{}"), Err(Unreadable::Broken));
    // Nothing that a damaged file says makes the reader fail otherwise.
    for (at, name) in ["merged.xlsx", "old.xls", "open.ods"].into_iter().enumerate() {
        let whole = fixture(name);
        for n in 0..60 {
            let mut bytes = whole.clone();
            let place = (n * 7919 + at * 31) % bytes.len();
            bytes[place] ^= 0x5a;
            let _ = read(&bytes);
        }
    }
}

#[test]
fn more_rows_than_are_taken_in_are_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..=50_001 {
        sheet.write_string(row, 0, "项目名称").unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    assert!(read(&bytes).unwrap().sheets[0].too_long);
    assert_eq!(open_book("b.xlsx", &answer(&bytes)), Err(Unreadable::TooManyRows));
    let text = format!("项目名称,节点\n{}", "甲,乙\n".repeat(50_001));
    assert_eq!(open("t.csv", text.as_bytes(), |_| None).map(|o| o.table.rows.len()), Err(Unreadable::TooManyRows));
}

/// A city with something of everything.
fn full() -> Desk {
    let desk = seeded();
    for (kind, text) in [
        (TableKind::Nodes, seed::NODES),
        (TableKind::Visits, seed::VISITS),
        (TableKind::Problems, seed::PROBLEMS),
        (TableKind::Investment, "项目名称,年度,年度计划(万元),1月累计,10月累计\n凯丹广场,2018,1200.5,90,1000\n大湖山语,2018,300,,\n"),
        (
            TableKind::Permits,
            "项目名称,要件,要件类别,办理部门,时限(工作日),申请日期,取得日期,有效期至,办理状态,状态日期\n\
             国宏普兰店热电厂,施工许可证,证照,住建局,15,2018-11-20,2018-12-07,2020-12-06,,\n\
             国宏普兰店热电厂,供水,外部条件,,,2018-10-08,,,,\n\
             国宏普兰店热电厂,环评,要件,,,,,,退回,2018-09-01\n\
             国宏普兰店热电厂,待办的,要件,,,,,,,\n",
        ),
        (
            TableKind::Visits,
            "项目名称,日期,方式,参加人,记录\n凯丹广场,2018-07-01,走访,甲,\"'=1+1\"\n凯丹广场,2018-07-02,走访,,\"两\n行\"\n",
        ),
    ] {
        takes(&desk, kind, text);
    }
    desk
}

#[test]
fn what_is_exported_and_taken_in_again_changes_nothing() {
    let (desk, day) = (full(), Day::parse("2018-12-31").unwrap());
    assert!(TableKind::ALL.iter().all(|kind| desk.state(|s| !page(*kind, s, day, None).rows.is_empty())));
    assert_stays(&desk, day, "everything");
}

/// Takes in again what is exported, in both languages and formats.
fn assert_stays(desk: &Desk, day: Day, about: &str) {
    for lang in [Lang::Zh, Lang::En] {
        let t = text(lang);
        for kind in TableKind::ALL {
            let exported = desk.state(|s| page(kind, s, day, None));
            if exported.rows.is_empty() {
                continue;
            }
            let csv = delimited::write(&t.export_rows(&exported, day));
            let book: Vec<lianxin_sheets::Page> = serde_json::from_str(&t.export_book(std::slice::from_ref(&exported), day)).unwrap();
            let xlsx = write(&book).unwrap();
            let opened = [open("t.csv", csv.as_bytes(), |_| None).unwrap(), open_book("t.xlsx", &answer(&xlsx)).unwrap()];
            for opened in opened {
                let draft = Draft::new(opened);
                assert_eq!(draft.kind, kind, "{lang:?} {:?}", draft.opened.table.header);
                // Each column that is read is read again, and no other is.
                let read: Vec<Column> = draft.mapping.iter().flatten().copied().collect();
                let wanted: Vec<Column> =
                    exported.heads.iter().filter_map(|head| if let Head::Column(column) = head { Some(*column) } else { None }).collect();
                assert_eq!(read, wanted, "{lang:?} {kind:?}");
                let plan = desk.state(|s| draft.plan(s, &city()));
                let same = Counts { same: exported.rows.len(), ..Counts::default() };
                assert_eq!(
                    (plan.counts(), plan.faults().collect::<Vec<_>>()),
                    (same, vec![]),
                    "{about:?} {lang:?} {kind:?} {:?}",
                    draft.opened.encoding
                );
            }
        }
    }
}

/// Texts that a table can't bring as they are, or that look like something else in one.
const ODD: [&str; 21] = [
    "'=1+1",
    "=1+1",
    "''=1+1",
    "'''-",
    "' =1",
    " '=1+1",
    "\t'=1",
    "'",
    "'a",
    " 前后有空格 ",
    "甲\r\n乙",
    "甲\r乙\n",
    "\t制表",
    "\r=1",
    "_x000D_行",
    "_x0041_B",
    "_x005F_x000D_",
    "响铃\u{7}",
    "\u{feff}头",
    "  ",
    "\"引\",；;",
];

#[test]
fn odd_texts_and_amounts_stay_as_they_are_when_they_are_taken_in_again() {
    let day = Day::parse("2018-12-31").unwrap();
    for odd in ODD {
        let desk = seeded();
        let of = desk.project("凯丹广场").id;
        let does = |project, set: serde_json::Value| {
            desk.does(Command::ChangeProject { project, set: set.as_object().unwrap().clone(), reason: None });
        };
        does(
            of,
            serde_json::json!({"total": 123_456_789_051i64, "enterprise": odd, "field": odd, "place": odd, "code": odd, "phase": odd}),
        );
        does(desk.project("大湖山语").id, serde_json::json!({"phase": "Construction", "name": format!("{odd}某项目")}));
        desk.does(Command::PlanInvestment { project: of, year: 2018, plan: YearPlan { amount: Fen(100_000_001), months: None } });
        desk.does(Command::ReportInvestment { project: of, month: Month::parse("2018-03").unwrap(), done: Fen(1_234_567) });
        let (title, text) = (format!("{odd}题"), Some(odd.to_owned()));
        let visit = VisitDraft { on: day, at: None, kind: "phone".into(), people: text.clone(), text: text.clone(), files: Vec::new() };
        desk.does(Command::LogVisit { project: of, visit, problems: Vec::new() });
        let problem = ProblemDraft { title: title.clone(), on: day, text, category: "other".into() };
        desk.does(Command::RaiseProblem { project: of, problem });
        let node = NodeDraft { title, due: day, start: None, weight: None, stage: None, text: None };
        desk.does(Command::PlanNodes { project: of, nodes: vec![node] });
        assert_stays(&desk, day, odd);
    }
}

#[test]
fn cells_of_a_workbook_keep_their_types_and_none_is_a_formula() {
    let desk = full();
    let day = Day::parse("2018-12-31").unwrap();
    let pages = desk.state(|s| TableKind::ALL.map(|kind| page(kind, s, day, None)));
    let json = text(Lang::Zh).export_book(&pages, day);
    let book: Vec<lianxin_sheets::Page> = serde_json::from_str(&json).unwrap();
    let nodes = &book[1];
    assert_eq!(nodes.name, "节点");
    let of = |title: &str| nodes.columns.iter().position(|c| c.title == title).unwrap();
    assert!(nodes.rows.iter().all(|row| matches!(row[of("计划完成日期")], Out::Day { .. }) && matches!(row[of("权重")], Out::Number(_))));
    let bytes = write(&book).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let xml = |zip: &mut zip::ZipArchive<_>, n: usize| {
        std::io::read_to_string(zip.by_name(&format!("xl/worksheets/sheet{n}.xml")).unwrap()).unwrap()
    };
    for n in 1..=pages.len() {
        let xml = xml(&mut zip, n);
        assert!(
            !xml.contains("<f>") && xml.contains("state=\"frozen\"") && xml.contains("<autoFilter") && xml.contains("<cols>"),
            "sheet {n}"
        );
    }
    // What begins like a formula is a text, in both formats.
    let visits = desk.state(|s| page(TableKind::Visits, s, day, None));
    assert!(delimited::write(&text(Lang::Zh).export_rows(&visits, day)).contains(",'=1+1,"));
}
