//! The board: counts, filters, order, groups, days that are past, addresses, and one field of many changed at once.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use lianxin::cli::{Size, check_bytes, sample};
use lianxin::domain::calendar::{Day, Month};
use lianxin::domain::command::{Command, Refusal};
use lianxin::domain::ledger::Ledger;
use lianxin::domain::rules::group::{self, By};
use lianxin::domain::rules::light::Light;
use lianxin::domain::rules::project::{Grey, project_light};
use lianxin::domain::state::{Person, State};
use lianxin::domain::table::seed;
use lianxin::domain::trust::{Role, View as Trusted};
use lianxin::screen::board::{
    Aside, BEFORE, Column, GroupBy, Item, MONTHS, Order, Rows, Shown, View, WHOLE, columns, counts, districts, items, keep_columns,
    keep_view, kept, lits, month_days, on_time, ordered, parse_query, print_query, read_views, rows, sections, window, write_views, year,
};
use lianxin::screen::bulk::{self, FIELDS, Preview};
use lianxin::screen::form::project::Field;
use lianxin::screen::keys::{PAGES, page_of};
use lianxin::screen::projects::{Filter, Line, Only, lines};
use lianxin::screen::route::Route;
use lianxin::session::{Along, Failure};
use lianxin::text::{EN, ZH};

use crate::exchange::Chance;
use crate::session::{day, two};
use crate::table::Desk;
use crate::world::says;

fn today() -> Day {
    day("2018-11-15")
}

/// A city of seventy-two projects with nodes, investment and visits, and its events.
fn city() -> &'static (State, Vec<lianxin::domain::bundle::read::Piece>, Ledger) {
    static CITY: OnceLock<(State, Vec<lianxin::domain::bundle::read::Piece>, Ledger)> = OnceLock::new();
    CITY.get_or_init(|| {
        let made = sample(&Size { projects: 72, people: 12, visits: 100, months: 11, nodes: 3 }, "board").unwrap();
        let checked = check_bytes(made.bundle).unwrap();
        let mut ledger = Ledger::new(checked.workspace);
        ledger.devices.extend(checked.devices);
        let mut state = State::fold(&mut ledger, Trusted::default());
        state.take(&mut ledger, &checked.pieces);
        (state, checked.pieces, ledger)
    })
}

fn by_code_points(names: &mut dyn Iterator<Item = &str>) -> Vec<usize> {
    let names: Vec<&str> = names.collect();
    names.iter().map(|name| names.iter().filter(|other| *other < name).count()).collect()
}

fn board(state: &State, day: Day) -> Rows {
    rows(&lines(state, None), &lits(state, day))
}

fn in_order(rows: &Rows) -> Vec<usize> {
    sorted(rows, Order::default())
}

fn sorted(rows: &Rows, order: Order) -> Vec<usize> {
    let names = by_code_points(&mut rows.iter().map(|r| r.line.name.as_str()));
    ordered(rows, &names, order, &by_code_points)
}

#[test]
fn the_lights_of_a_day_and_of_the_week_before_are_those_of_the_rules() {
    let (state, ..) = city();
    let settings = &state.roster.settings;
    for on in ["2018-05-31", "2018-08-06", "2018-11-15"].map(day) {
        let months = month_days(on);
        assert_eq!((months[MONTHS - 1], months.len()), (on, MONTHS));
        assert_eq!(months[MONTHS - 2], Month::of(on).previous().unwrap().last());
        for (project, lit) in state.shown_projects().zip(lits(state, on)) {
            let light = |day| project_light(project, settings, day).light;
            assert_eq!((lit.light, lit.before), (light(on), light(on.plus(-BEFORE))));
            assert_eq!(lit.months, months.map(light));
            assert_eq!(lit.grey.is_some(), lit.light == Light::Grey);
            let first = project.nodes.iter().filter(|n| n.counts() && n.done_on(on).is_none()).map(|n| n.dates().due).min();
            assert_eq!(lit.due.as_ref().map(|due| due.on), first);
            assert_eq!(lit.due.map(|due| due.days), first.map(|due| due.days_since(on)));
        }
    }
}

#[test]
fn counts_are_exact_and_what_filters_does_not_empty_its_own_choices() {
    let (state, ..) = city();
    let board = board(state, today());
    let order = in_order(&board);
    let times = (today(), 7);
    let all = counts(&board, &order);
    assert_eq!((all.now.all(), all.before.all()), (72, 72));
    let lights = [Light::Red, Light::Yellow, Light::Green, Light::Grey];
    assert!(lights.iter().filter(|l| all.now.of(**l) > 0).count() > 1, "{all:?}");
    assert_eq!(lights.iter().map(|l| all.change(*l)).sum::<i64>(), 0, "what one light gained others lost");
    for light in lights {
        let filter = Filter { light: Some(light), ..Filter::default() };
        assert_eq!(kept(&board, &order, &filter, Aside::Nothing, times).len(), all.now.of(light));
        assert_eq!(kept(&board, &order, &filter, Aside::Light, times).len(), 72);
    }
    let found = districts(&board, &order, &by_code_points);
    assert!(found.is_sorted_by(|a, b| a.rows.len() >= b.rows.len()));
    assert_eq!(found.iter().map(|d| d.lights.all()).sum::<usize>(), 72);
    for one in &found {
        let filter = Filter { district: Some(one.name.clone()), light: Some(Light::Red), ..Filter::default() };
        assert_eq!(kept(&board, &order, &filter, Aside::Nothing, times).len(), one.lights.red, "{}", one.name);
        assert_eq!(kept(&board, &order, &filter, Aside::District, times).len(), all.now.red);
    }
    let last = &year(&board, &order)[MONTHS - 1];
    assert_eq!(lights.map(|l| last.of(l)), lights.map(|l| all.now.of(l)));
    // Of the seed nothing was planned: all are grey for one reason.
    let desk = Desk::founded();
    desk.takes_text(seed::PROJECTS);
    let seeded = desk.state(|s| self::board(s, today()));
    let grey = counts(&seeded, &in_order(&seeded)).now;
    assert_eq!((grey.grey, grey.grey_for(Grey::NoPlan)), (30, 30));
    let no_plan = Filter { light: Some(Light::Grey), grey: Some(Grey::NotAudited), ..Filter::default() };
    assert!(kept(&seeded, &in_order(&seeded), &no_plan, Aside::Nothing, times).is_empty());
}

#[test]
fn kinds_are_asked_for_together() {
    let (state, ..) = city();
    let board = board(state, today());
    let mut filter = Filter::default();
    filter.toggle(Only::Unvisited);
    filter.toggle(Only::Key);
    assert_eq!(filter.only, [Only::Key, Only::Unvisited]);
    let both = kept(&board, &in_order(&board), &filter, Aside::Nothing, (today(), 7));
    assert!(!both.is_empty() && both.iter().all(|at| board[*at].line.key));
    filter.toggle(Only::Key);
    assert!(filter.is_on(Only::Unvisited) && !filter.is_on(Only::Key) && !filter.is_on(Only::All));
    filter.toggle(Only::All);
    assert!(filter.is_on(Only::All) && !filter.is_chosen());
}

#[test]
fn red_comes_first_and_of_the_red_what_is_longest_overdue() {
    let (state, ..) = city();
    let board = board(state, today());
    let order = in_order(&board);
    let held: Vec<_> = order.iter().map(|at| (&board[*at].lit.light, board[*at].lit.due.as_ref().map(|due| due.on))).collect();
    assert!(held.is_sorted_by_key(|(light, due)| (std::cmp::Reverse(**light), due.is_none(), *due)), "{held:?}");
}

#[test]
fn every_column_orders_all_rows_and_leaves_what_is_not_said_at_the_end() {
    let (state, ..) = city();
    let board = board(state, today());
    let is_missing = |column: Column, at: usize| {
        let (line, lit) = (&board[at].line, &board[at].lit);
        match column {
            Column::Unit => line.unit.is_empty(),
            Column::Leader => line.leader.is_empty(),
            Column::Secretary => line.secretary.is_empty(),
            Column::Phase => line.phase.is_none(),
            Column::Total => line.total.is_none(),
            Column::Done => lit.done.is_none(),
            Column::Next | Column::Due => lit.due.is_none(),
            _ => false,
        }
    };
    for by in Column::ALL {
        for down in [false, true] {
            let order = sorted(&board, Order { by, down });
            assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), 72, "{by:?}");
            let missing: Vec<bool> = order.iter().map(|at| is_missing(by, *at)).collect();
            assert!(missing.is_sorted(), "{by:?} {down}");
        }
        assert_eq!(Column::parse(by.as_str()), Some(by));
    }
    let names = |down| sorted(&board, Order { by: Column::Name, down });
    let reversed: Vec<_> = names(true).into_iter().rev().map(|at| &board[at].line.name).collect();
    assert_eq!(names(false).into_iter().map(|at| &board[at].line.name).collect::<Vec<_>>(), reversed);
    let order = Order::default().pressed(Column::Total);
    assert_eq!(
        (order, order.pressed(Column::Total).down, order.pressed(Column::Total).pressed(Column::Due).down),
        (Order { by: Column::Total, down: false }, true, false)
    );
}

#[test]
fn groups_hold_every_row_once_and_their_sub_totals_are_those_of_the_rules() {
    let (state, ..) = city();
    let board = board(state, today());
    let order = in_order(&board);
    let times = on_time(state, today());
    for by in GroupBy::ALL {
        let found = sections(&board, &order, by, &times, &by_code_points);
        let mut held: Vec<usize> = found.iter().flat_map(|s| s.rows.iter().copied()).collect();
        assert_eq!(held.len(), 72, "{by:?}");
        held.sort_unstable();
        held.dedup();
        assert_eq!(held.len(), 72, "{by:?}");
        assert!(found.iter().all(|s| s.lights.all() == s.rows.len()));
        assert!(found.iter().rev().skip(1).all(|s| !s.name.is_empty()), "what says nothing comes last: {by:?}");
        assert_eq!(GroupBy::parse(by.as_str()), Some(by));
    }
    let by_rules = group::groups(state, By::District, today());
    let found = sections(&board, &order, GroupBy::District, &times, &by_code_points);
    assert_eq!(found.len(), by_rules.len());
    for section in &found {
        let rule = by_rules.iter().find(|g| g.name == section.name).unwrap();
        assert_eq!((section.month.due, section.month.on_time), (rule.month.due, rule.month.on_time));
        assert_eq!(section.lights.red, rule.projects.red);
    }
    // A folded section keeps its heading; what is filtered out is in no section.
    let folded = vec![found[0].key.clone()];
    let all = items(&order, Some(&found), &folded);
    assert_eq!(all.len(), found.len() + 72 - found[0].rows.len());
    assert_eq!(&all[..2], [Item::Section(0), Item::Section(1)]);
    assert_eq!(items(&order, None, &folded).len(), 72);
}

#[test]
fn the_board_does_not_depend_on_the_order_of_arrival() {
    let (whole, pieces, held) = city();
    let expected = board(whole, today());
    for seed in 0..3 {
        let mut chance = Chance(seed);
        let mut parts = pieces.clone();
        chance.shuffle(&mut parts);
        let mut ledger = Ledger::new(held.workspace);
        ledger.devices = held.devices.clone();
        let mut state = State::fold(&mut ledger, Trusted::default());
        for some in parts.chunks(1 + chance.below(40)) {
            state.take(&mut ledger, some);
        }
        let found = board(&state, today());
        assert_eq!(found, expected);
        assert_eq!(in_order(&found), in_order(&expected));
        assert_eq!(on_time(&state, today()), on_time(whole, today()));
    }
}

#[test]
fn an_address_says_how_the_board_is_shown_and_unknown_words_are_passed_over() {
    let (state, ..) = city();
    let lines = lines(state, None);
    let mut chance = Chance(7);
    for _ in 0..300 {
        let line = &lines[chance.below(lines.len())];
        let light = [None, Some(Light::Red), Some(Light::Yellow), Some(Light::Green)][chance.below(4)];
        let (grey, light) = if chance.one_in(4) { (Some(Grey::ALL[chance.below(3)]), Some(Light::Grey)) } else { (None, light) };
        let mut filter = Filter {
            search: ["", "a b", "大连 & 湾=?#", "100%+1"][chance.below(4)].into(),
            light,
            grey,
            district: chance.one_in(2).then(|| line.district.clone()),
            category: chance.one_in(2).then(|| line.category.clone()),
            phase: line.phase.clone().filter(|_| chance.one_in(2)),
            unit: line.of.unit.filter(|_| chance.one_in(2)),
            secretary: line.of.secretary.filter(|_| chance.one_in(2)),
            leader: line.of.leader.filter(|_| chance.one_in(2)),
            ..Filter::default()
        };
        for only in Only::ALL {
            if chance.one_in(3) {
                filter.toggle(only);
            }
        }
        let shown = Shown {
            order: Order { by: Column::ALL[chance.below(14)], down: chance.one_in(2) },
            group: chance.one_in(2).then(|| GroupBy::ALL[chance.below(6)]),
            day: chance.one_in(2).then(|| day("2018-10-31")),
            ..Shown::default()
        };
        let query = print_query(&filter, &shown);
        assert!(query.is_ascii() && !query.contains(['#', ' ']), "{query}");
        assert_eq!(parse_query(&query), (filter, shown), "{query}");
        assert_eq!(Route::parse(&format!("#/projects?{query}")), Route::Projects);
    }
    assert_eq!(print_query(&Filter::default(), &Shown::default()), "");
    assert_eq!(parse_query("light=blue&sort=-x&day=2018-02-30&unit=%ff&only=all,x&&=&q"), (Filter::default(), Shown::default()));
}

#[test]
fn a_window_holds_what_is_in_sight_and_no_more_than_it_must() {
    assert_eq!(window(WHOLE, 32.0, 0.0, 500.0), (0, WHOLE));
    assert_eq!(window(719, 0.0, 0.0, 500.0), (0, 719), "without a height all are drawn");
    for (line, height) in [(32.0, 560.0), (44.0, 300.0), (64.0, 900.0)] {
        for top in [0.0, 10.0, 999.0, 5000.0, 719.0 * line - height, 1e9, -50.0] {
            let (from, to) = window(719, line, top, height);
            assert!(from <= to && to <= 719 && to - from < 60, "{line} {top}: {from}..{to}");
            let (first, last) = ((top.max(0.0) / line) as usize, ((top.max(0.0) + height) / line).ceil() as usize);
            assert!(from <= first.min(719) && to >= last.min(719), "{line} {top}: {from}..{to}");
        }
    }
}

#[test]
fn columns_and_views_are_kept_as_they_were_chosen() {
    assert_eq!(columns(""), Column::PRESET);
    let chosen = [Column::Light, Column::Name, Column::Unit, Column::Due];
    assert_eq!(columns(&keep_columns(&chosen)), chosen);
    assert_eq!(columns("nonsense"), [Column::Light, Column::Name], "what tells a row is always there");
    let mut views = read_views("not json");
    assert!(views.is_empty());
    let view = |name: &str, query: &str| View { name: name.into(), query: query.into() };
    keep_view(&mut views, view("红", "light=red"));
    keep_view(&mut views, view("绿", "light=green"));
    keep_view(&mut views, view("红", "light=red&group=unit"));
    assert_eq!(views, [view("绿", "light=green"), view("红", "light=red&group=unit")]);
    assert_eq!(read_views(&write_views(&views)), views);
}

#[test]
fn letters_lead_to_one_page_each() {
    assert_eq!(PAGES.iter().map(|(key, _)| key).collect::<BTreeSet<_>>().len(), PAGES.len());
    for (key, route) in PAGES {
        assert_eq!(page_of(key), Some(route));
    }
    assert_eq!(page_of('?'), None);
}

/// A coordinator's desk with the seed's thirty projects.
fn desk() -> (Desk, Person, Vec<Line>) {
    let desk = Desk::founded();
    desk.takes_text(seed::PROJECTS);
    let me = desk.state(|s| s.roster.persons.values().find(|p| p.role == Role::City).unwrap().clone());
    let lines = desk.state(|s| lines(s, Some(&me)));
    (desk, me, lines)
}

#[test]
fn one_field_of_many_is_changed_in_one_save_with_one_entry_for_each() {
    let (desk, me, all) = desk();
    let ticked: BTreeSet<_> = all.iter().map(|l| l.id).collect();
    for field in FIELDS {
        let now = desk.state(|s| lines(s, Some(&me)));
        let choices = desk.state(|s| bulk::choices(s, Some(&me), field));
        // There is no leader in the seed.
        let Some(value) = choices.first().map(|c| c.value.clone()) else { continue };
        let preview = bulk::preview(&now, &ticked, field, &value);
        assert_eq!((preview.ticked, preview.changing + preview.same), (30, 30));
        let before = desk.session.snapshot().last_row;
        let written = desk.does(bulk::command(&ticked, field, &value).unwrap());
        assert_eq!(written.len(), preview.changing, "{field:?}: one entry for each that changes");
        assert_eq!(desk.session.snapshot().last_row, before + 1, "one save");
        let then = desk.state(|s| lines(s, Some(&me)));
        assert!(then.iter().all(|l| bulk::value_of(l, field) == value), "{field:?}");
        assert_eq!(bulk::preview(&then, &ticked, field, &value), Preview { ticked: 30, changing: 0, same: 30 });
        let command = bulk::command(&ticked, field, &value).unwrap();
        let again = pollster::block_on(desk.session.commit(&command, || desk.stamp(1), Along::default()));
        assert_eq!(again.map(drop), Err(Failure::Refused(Refusal::NothingToDo)));
        assert_eq!(bulk::command(&ticked, field, "").is_some(), !field.is_required(), "{field:?}");
    }
    desk.does(bulk::command(&ticked, Field::Secretary, "").unwrap());
    assert!(desk.state(|s| lines(s, Some(&me))).iter().all(|l| l.secretary.is_empty()));
}

#[test]
fn what_one_may_not_write_is_refused_as_a_whole() {
    let (_, li, project) = two();
    let before = li.snapshot().last_row;
    let set = serde_json::json!({"category": "social"}).as_object().unwrap().clone();
    let refused = li.commit(&Command::ChangeProjects { projects: vec![project], set }, Along::default());
    assert!(matches!(refused.map(drop), Err(Failure::Refused(Refusal::Rule { .. }))));
    assert_eq!(li.snapshot().last_row, before, "nothing was written");
}

#[test]
fn the_filters_are_said_in_words() {
    let (state, ..) = city();
    let lines = lines(state, None);
    let line = lines.iter().find(|l| !l.secretary.is_empty()).unwrap();
    let filter = Filter {
        light: Some(Light::Red),
        only: vec![Only::Key],
        district: Some(line.district.clone()),
        secretary: line.of.secretary,
        search: " 湾 ".into(),
        ..Filter::default()
    };
    let name = |of: &lianxin::domain::id::Ref| state.roster.person_name(of);
    assert_eq!(
        ZH.print_heading(&ZH.filter_in_words(&filter, 7, name), &Shown { group: Some(GroupBy::Unit), ..Shown::default() }),
        format!("红灯；市级重点；{}；{}；“湾”；按责任单位分组；红灯在前，超期久的在前", line.district, line.secretary)
    );
    assert_eq!(EN.print_heading(&[], &Shown::default()), "All projects; Red first, longest overdue first");
    assert_eq!((ZH.week_change(6), ZH.week_change(-11), ZH.week_change(0)), ("比上周 +6".into(), "比上周 −11".into(), "与上周持平".into()));
    assert_eq!((ZH.days_left(-46), ZH.days_left(0), EN.days_left(-1)), ("超 46 天".into(), "今天".into(), "1 day over".into()));
    assert_eq!(ZH.big_amount(lianxin::domain::money::Fen(74_682_000_000_000)), "7,468.2");
}

/// What the whole city costs, at a tenth of its size unless `LIANXIN_COSTS` asks for all of it: printed, and not judged.
#[test]
#[expect(clippy::disallowed_methods, reason = "what is measured here is time")]
fn a_day_that_is_past_is_looked_at_again() {
    let full = std::env::var_os("LIANXIN_COSTS").is_some();
    let whole;
    let (state, projects) = if full {
        let made = sample(&Size { projects: 719, people: 378, visits: 2_000, months: 11, nodes: 6 }, "board").unwrap();
        let checked = check_bytes(made.bundle).unwrap();
        let mut ledger = Ledger::new(checked.workspace);
        ledger.devices.extend(checked.devices);
        let mut state = State::fold(&mut ledger, Trusted::default());
        state.take(&mut ledger, &checked.pieces);
        whole = state;
        (&whole, 719)
    } else {
        (&city().0, 72)
    };
    let started = std::time::Instant::now();
    let past = lits(state, day("2018-08-31"));
    let lit = started.elapsed();
    let rows = rows(&lines(state, None), &past);
    let started = std::time::Instant::now();
    let order = in_order(&rows);
    let kept = kept(&rows, &order, &Filter { light: Some(Light::Red), ..Filter::default() }, Aside::Nothing, (today(), 7));
    let sorted = started.elapsed();
    says(&format!(
        "the lights of {projects} projects on a day, a week before and by {MONTHS} months: {lit:?}; sorted and filtered: {sorted:?}, {} red",
        kept.len()
    ));
    assert_eq!(past.len(), projects);
    assert_ne!(past, lits(state, today()), "another day has other lights");
}
