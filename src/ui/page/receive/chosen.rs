//! What the files bring, file by file and person by person, each line opening to what is in it.

use leptos::prelude::*;

use super::{By, Taking, take_id};
use crate::domain::bundle::plan::{Standing, Verdict};
use crate::domain::bundle::problem::Problem;
use crate::screen::fresh::{Fresh, Line};
use crate::screen::projects::may_assign;
use crate::screen::receive::{FileRow, Gap, PersonRow, Totals};
use crate::screen::route::Route;
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Icon, Tile, Tone, VerdictMark, attr, live, split};

#[component]
pub fn Tiles(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let tiles = move || {
        let t = ctx.t();
        let w = t.receive();
        let Totals { new, known, waiting, pending, refused, .. } =
            taking.view.with(|view| view.as_ref().map(|v| v.totals)).unwrap_or_default();
        view! {
            <Tile count=t.thousands(new) label=w.new hint=w.new_hint/>
            <Tile count=t.thousands(known) label=w.known hint=w.known_hint/>
            <Tile count=t.thousands(waiting) label=w.waiting hint=w.waiting_hint tone=Tone::Yellow.unless_zero(waiting)/>
            <Tile count=t.thousands(pending) label=w.pending hint=w.pending_hint tone=Tone::Yellow.unless_zero(pending)/>
            <Tile count=t.thousands(refused) label=w.refused hint=w.refused_hint tone=Tone::Red.unless_zero(refused)/>
        }
    };
    view! { <section class="tiles t5" aria-label=ctx.t().receive().totals>{live(tiles)}</section> }
}

/// The table of the desk: of the files, or of those who wrote what is in them.
#[component]
pub fn ChosenTable(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let w = move || ctx.t().receive();
    let way = move |by: By, words: &'static str| {
        let pressed = move || (taking.by.get() == by).to_string();
        let choose = move |_| {
            taking.by.set(by);
            taking.selected.set(0);
        };
        view! { <button class="chip" type="button" aria-pressed=attr(pressed) on:click=choose>{words}</button> }
    };
    let table = move || match taking.by.get() {
        By::File => view! { <FileTable taking/> }.into_any(),
        By::Person => view! { <PersonTable taking/> }.into_any(),
    };
    view! {
        <section class="card tablebox" aria-label=w().files_table>
            <div class="filters"><div class="chips" role="group" aria-label=w().files_table>
                {way(By::File, w().by_file)}{way(By::Person, w().by_person)}
            </div></div>
            <div class="scroll" tabindex="0" role="region" aria-label=w().files_table>{live(table)}</div>
        </section>
    }
}

#[component]
fn FileTable(taking: Taking) -> impl IntoView {
    let w = move || taking.ctx.t().receive();
    let rows = move || {
        let files = taking.view.get().map(|view| view.files).unwrap_or_default();
        files.into_iter().enumerate().map(|(at, row)| file_line(taking, at, row)).collect_view()
    };
    view! {
        <table class="grid files">
            <thead><tr>
                <th scope="col">{w().take_col}</th>
                <th scope="col">{w().from}</th>
                <th scope="col" class="num">{w().number}</th>
                <th scope="col">{w().made}</th>
                <th scope="col" class="num">{w().new}</th>
                <th scope="col" class="num">{w().known}</th>
                <th scope="col" class="num">{w().waiting}</th>
                <th scope="col">{w().verdict}</th>
            </tr></thead>
            <tbody>{live(rows)}</tbody>
        </table>
    }
}

#[component]
fn PersonTable(taking: Taking) -> impl IntoView {
    let t = taking.ctx.t();
    let w = t.receive();
    let line = move |(at, row): (usize, PersonRow)| {
        let selected = move || taking.selected.get() == at;
        view! {
            <tr aria-selected=attr(move || selected().to_string()) on:click=move |_| taking.selected.set(at)>
                <th scope="row"><button class="rowlink" type="button" aria-pressed=attr(move || selected().to_string())><bdi>{row.name.clone()}</bdi></button></th>
                <td class="num">{count(row.new, taking.ctx)}</td>
                <td class="num">{count(row.waiting, taking.ctx)}</td>
                <td class="num">{count(row.pending, taking.ctx)}</td>
                <td>{told(&row.lines, taking.ctx)}</td>
            </tr>
        }
    };
    let rows = move || {
        let people = taking.view.get().map(|view| view.people).unwrap_or_default();
        people.into_iter().enumerate().map(line).collect_view()
    };
    view! {
        <table class="grid files">
            <thead><tr>
                <th scope="col">{w.who}</th>
                <th scope="col" class="num">{w.new}</th>
                <th scope="col" class="num">{w.waiting}</th>
                <th scope="col" class="num">{w.pending}</th>
                <th scope="col">{w.inside}</th>
            </tr></thead>
            <tbody>{live(rows)}</tbody>
        </table>
    }
}

/// 走访、对接 3·新问题 1.
fn told(lines: &[Line], ctx: Ctx) -> String {
    let t = ctx.t();
    lines.iter().map(|line| format!("{} {}", t.what(line.what), t.thousands(line.count))).collect::<Vec<_>>().join(t.dot())
}

/// Nothing is not as loud as something.
fn count(n: u64, ctx: Ctx) -> impl IntoView {
    if n == 0 { view! { <span class="t-3">"0"</span> }.into_any() } else { ctx.t().thousands(n).into_any() }
}

fn sender(row: &FileRow) -> String {
    row.from.as_ref().map_or_else(|| row.name.clone(), |(_, name)| name.clone())
}

fn file_line(taking: Taking, at: usize, row: FileRow) -> impl IntoView {
    let t = taking.ctx.t();
    let today = taking.ctx.today.get();
    let count = |n| count(n, taking.ctx);
    let taken = row.verdict.is_some();
    // Nothing of it is taken, whatever is ticked.
    let useless = row.verdict == Some(Verdict::Refused);
    let take = move |event: web_sys::Event| taking.take_file(at, event_target_checked(&event));
    let selected = move || taking.selected.get() == at;
    view! {
        <tr aria-selected=attr(move || selected().to_string()) on:click=move |_| taking.selected.set(at)>
            <td><input type="checkbox" class="ck" id=take_id(at) aria-label=fill(t.receive().take_file, &[&sender(&row)]) prop:checked=taken && !useless disabled=useless
                on:click=move |event| event.stop_propagation() on:change=take/></td>
            <th scope="row"><button class="rowlink" type="button" aria-pressed=attr(move || selected().to_string())><bdi>{sender(&row)}</bdi></button></th>
            <td class="num t-2">{row.number.map_or("—".into(), |n| n.to_string())}</td>
            <td class="t-2">{row.made.as_ref().map_or("—".into(), |made| t.moment(made, today))}</td>
            <td class="num">{if row.new_photos == 0 { count(row.new).into_any() } else { t.brought(row.new, row.new_photos).into_any() }}</td>
            <td class="num t-2">{count(row.known)}</td>
            <td class="num">{count(row.waiting + row.pending)}</td>
            <td><VerdictMark verdict=row.verdict words=t.verdict(&row)/></td>
        </tr>
    }
}

#[component]
pub fn FileCard(at: usize, row: FileRow, taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let t = ctx.t();
    let number = row.number.map(|n| t.bundle(n));
    let made = row.made.as_ref().map(|made| t.moment(made, ctx.today.get()));
    // Where it is opened instead is seen at once.
    let touched = taking.touched.get_value() == Some(at);
    let open = touched || row.is_foreign() || row.is_table() || row.invites.is_some();
    let taken = row.verdict.is_some();
    let came = taken.then(|| t.came(&t.brought(row.new, row.new_photos), row.known, row.waiting));
    let line: Vec<String> = number.into_iter().chain(made).chain(came).collect();
    let way = if taken { t.receive().leave_out } else { t.receive().put_back };
    view! {
        <details class="card filecard" open=open>
            <summary class="row txt">
                <span>
                    <b><bdi>{sender(&row)}</bdi></b>
                    <span class="sm t-2 facts-line">{line.join(t.dot())}</span>
                    <VerdictMark verdict=row.verdict words=t.verdict(&row)/>
                </span>
            </summary>
            <div class="raise-in">
                <FileDetail row/>
                <p class="acts"><button class="btn" type="button" id=take_id(at) on:click=move |_| taking.take_file(at, !taken)>{way}</button></p>
            </div>
        </details>
    }
}

/// What the line that is selected holds.
#[component]
pub fn Selected(taking: Taking) -> impl IntoView {
    let at = move || taking.selected.get();
    let file = Memo::new(move |_| taking.view.with(|view| view.as_ref()?.files.get(at()).cloned()));
    let person = Memo::new(move |_| taking.view.with(|view| view.as_ref()?.people.get(at()).cloned()));
    let card = |title: String, inside: AnyView| {
        view! { <section class="card pad grow1 scroll" tabindex="0" aria-labelledby="h-sel"><h2 id="h-sel"><bdi>{title}</bdi></h2>{inside}</section> }
    };
    let shown = move || match taking.by.get() {
        By::File => file.get().map(|row| {
            let number = row.number.map(|number| taking.ctx.t().bundle(number));
            let title = [Some(sender(&row)), number].into_iter().flatten().collect::<Vec<_>>().join(" ");
            card(title, view! { <FileDetail row/> }.into_any())
        }),
        By::Person => person.get().map(|row| card(row.name.clone(), person_detail(&row, taking.ctx))),
    };
    live(shown)
}

fn person_detail(row: &PersonRow, ctx: Ctx) -> AnyView {
    view! { <div class="lines sm inside">{lines(&row.lines, ctx)}</div>{gaps(&row.gaps, ctx)} }.into_any()
}

/// Everyone who wrote what is new, on a phone; where it is one person the file says it already.
#[component]
pub fn People(people: Vec<PersonRow>) -> impl IntoView {
    let ctx = ctx();
    let card = move |row: PersonRow| {
        view! {
            <details class="card filecard">
                <summary class="row txt"><span><b><bdi>{row.name.clone()}</bdi></b><span class="sm t-2 facts-line">{told(&row.lines, ctx)}</span></span></summary>
                <div class="raise-in">{person_detail(&row, ctx)}</div>
            </details>
        }
    };
    (people.len() > 1).then(|| {
        view! {
            <section class="field" aria-labelledby="l-people">
                <h2 class="label" id="l-people">{ctx.t().receive().by_person}</h2>
                {people.into_iter().map(card).collect_view()}
            </section>
        }
    })
}

/// What a file holds, lacks, and what is wrong with it.
#[component]
fn FileDetail(row: FileRow) -> impl IntoView {
    let ctx = ctx();
    let t = ctx.t();
    let w = t.receive();
    let photos = (row.photos > 0).then(|| view! { <p><span>{w.photos}</span><b>{t.photos(row.photos)}</b></p> });
    let empty = (row.lines.is_empty() && row.new_photos == 0 && row.verdict.is_some() && !row.is_refused())
        .then(|| view! { <p class="sm t-2">{w.nothing_inside}</p> });
    let forks = (row.forks > 0).then(|| view! { <p class="sm t-yellow">{fill(w.forks, &[&row.forks.to_string()])}</p> });
    let fault = |problem: &Problem| {
        view! { <li>{t.problem(problem)}" "<span class="t-3" translate="no">{fill(w.place, &[&problem.place])}</span></li> }
    };
    let problems = (!row.problems.is_empty()).then(|| {
        let more = (row.problems_more > 0).then(|| view! { <p class="sm t-2">{fill(w.more, &[&t.thousands(row.problems_more)])}</p> });
        view! { <div><h3 class="sm">{w.faults}</h3><ul class="sm faults">{row.problems.iter().map(fault).collect_view()}</ul>{more}</div> }
    });
    view! {
        <p class="sm t-2"><bdi>{row.name.clone()}</bdi>{t.dot()}{t.bytes(row.size)}</p>
        {elsewhere(&row, ctx)}
        {empty}
        <div class="lines sm inside">{lines(&row.lines, ctx)}{photos}</div>
        {gaps(&row.gaps, ctx)}
        {forks}
        {problems}
    }
}

/// What the file is instead, and where that is opened.
fn elsewhere(row: &FileRow, ctx: Ctx) -> impl IntoView + use<> {
    let w = ctx.t().receive();
    let foreign = row.is_foreign().then(|| {
        view! {
            <p class="sm">{w.foreign}</p>
            <p class="acts"><button class="btn" data-kind="soft" type="button" on:click=move |_| ctx.to_start()><Icon name="bridge"/>{w.to_start}</button></p>
        }
    });
    let table = row.is_table().then(|| {
        let way = may_assign(untrack(|| ctx.me()).as_ref()).then(|| {
            view! { <p class="acts"><a class="btn" data-kind="soft" href=Route::Table.print()><Icon name="table"/>{ctx.t().common().table_in}</a></p> }
        });
        view! { <p class="sm">{if way.is_some() { w.is_table } else { w.is_table_plain }}</p>{way} }
    });
    let (before, after) = split(w.invites);
    let invites = row.invites.clone().map(|name| {
        view! { <p class="sm t-yellow"><Icon name="alert"/>" "{before}<bdi>{name}</bdi>{after}</p> }
    });
    view! { {foreign}{table}{invites} }
}

/// How many new entries there are of each kind; each line opens to them.
fn lines(lines: &[Line], ctx: Ctx) -> impl IntoView + use<> {
    let t = ctx.t();
    let today = ctx.today.get_untracked();
    let entry = move |one: &Fresh| {
        let words = [t.told(&one.what), one.words.clone()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(t.dot());
        let project = one.project.clone().map(|name| view! { <b><bdi>{name}</bdi></b> });
        let standing = match one.standing {
            Standing::Counts => None,
            Standing::Waiting => Some(t.receive().waiting),
            Standing::Pending => Some(t.receive().pending),
        };
        view! {
            <li>{project}
                <span class="facts-line"><bdi>{words}</bdi></span>
                <span class="facts-line t-2">{t.day(one.on, today)}{t.dot()}<bdi>{one.by.clone()}</bdi>{standing.map(|words| view! { {t.dot()}<span class="t-yellow">{words}</span> })}</span>
            </li>
        }
    };
    let line = |line: &Line| {
        let more = (line.more() > 0).then(|| view! { <p class="sm t-2">{fill(t.receive().unlisted, &[&t.thousands(line.more())])}</p> });
        view! {
            <details class="fresh">
                <summary><span>{t.what(line.what)}</span><b>{t.entries(line.count)}</b></summary>
                <ul class="sm">{line.listed.iter().map(entry).collect_view()}</ul>
                {more}
            </details>
        }
    };
    lines.iter().map(line).collect_view()
}

const GAPS_SHOWN: usize = 100;

fn gaps(gaps: &[Gap], ctx: Ctx) -> Option<impl IntoView + use<>> {
    let t = ctx.t();
    let line = |gap: &Gap| {
        let project = gap.project.clone().map(|name| view! { {t.dot()}<bdi>{name}</bdi> });
        view! { <li><bdi>{gap.who.clone()}</bdi>{project}" "{t.gap(gap)}</li> }
    };
    // Whoever has a key can leave as many as they like.
    let more = gaps.len().saturating_sub(GAPS_SHOWN) as u64;
    (!gaps.is_empty()).then(|| {
        view! {
            <div>
                <h3 class="sm">{t.receive().missing}</h3>
                <ul class="sm t-yellow">{gaps.iter().take(GAPS_SHOWN).map(line).collect_view()}</ul>
                {(more > 0).then(|| view! { <p class="sm t-2">{fill(t.receive().more, &[&t.thousands(more)])}</p> })}
                <p class="sm t-2">{t.receive().missing_hint}</p>
            </div>
        }
    })
}
