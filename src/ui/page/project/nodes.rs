//! The nodes of a project as a trail, with all that was said of each, and what was taken back.

use leptos::prelude::*;

use super::excuse::ExcuseForm;
use crate::domain::calendar::Day;
use crate::domain::id::{ProjectId, Ref};
use crate::domain::rules::light::Light;
use crate::domain::rules::node::Why;
use crate::domain::state::Verdict;
use crate::screen::form::project::Writer;
use crate::screen::plan::{Audit, DRAWN, Gone, GoneWhat, NodeView, PlanView, Standing, gone, plan};
use crate::screen::project::Reader;
use crate::screen::report::{may_report, report};
use crate::screen::route::Route;
use crate::text::{Text, fill};
use crate::ui::ctx::ctx;
use crate::ui::page::items::{Acts, StoredPhotos, Ways, back_line, said_by};
use crate::ui::part::{Drawn, Icon, If, LightForm, LightMark, More, live};

#[component]
pub fn Nodes(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let view: Memo<Option<PlanView>> = Memo::new(move |_| {
        let (snapshot, me) = (ctx.snapshot(), ctx.me());
        let project = snapshot.state.project(&id)?;
        Some(plan(&snapshot.state, project, Reader { me: me.as_ref(), own: ctx.own() }, ctx.today.get()))
    });
    let standing = Memo::new(move |_| view.with(|view| view.as_ref().map_or(Standing::NoPlan, |view| view.standing)));
    let counts = move || matches!(standing.get(), Standing::Counts { .. });
    let heading = move || if counts() { ctx.t().plan_standing(standing.get()) } else { ctx.t().plan().nodes.to_string() };
    let weight = move || view.with(|view| view.as_ref().filter(|_| counts()).map(|view| ctx.t().weight_done(view.weight)));
    // What was taken back stands apart, further down.
    let ids = Memo::new(move |_| {
        view.with(|view| view.iter().flat_map(|v| &v.nodes).filter(|n| n.taken_back.is_none()).map(|n| n.id).collect::<Vec<_>>())
    });
    // The first that is under way, or is to be, carries the way to its report.
    let at = Memo::new(move |_| {
        let open = |n: &&NodeView| n.done.is_none() && n.taken_back.is_none() && n.light.is_some();
        may_report(ctx.me().as_ref()).then(|| view.with(|view| view.iter().flat_map(|v| &v.nodes).find(open).map(|n| n.id))).flatten()
    });
    let drawn = Drawn::new(DRAWN);
    view! {
        <section aria-labelledby="h-node">
            <div class="sec-h"><h2 id="h-node">{live(heading)}</h2><span>{live(weight)}</span></div>
            <If when=move || !counts()><p class="hint none">{live(move || ctx.t().plan_standing(standing.get()))}</p></If>
            <If when=move || !ids.with(Vec::is_empty)>
                <ol class="card trail pad">
                    <For each=move || drawn.of(ids.get()) key=|node| *node let:node>
                        {
                            let held = Memo::new(move |_| view.with(|v| v.iter().flat_map(|v| &v.nodes).find(|n| n.id == node).cloned()));
                            let first = Signal::derive(move || at.get() == Some(node));
                            view! { <NodeItem id node=held first/> }
                        }
                    </For>
                </ol>
                <More drawn all=Signal::derive(move || ids.with(Vec::len)) words=move |left| ctx.t().rest(left)/>
            </If>
            <a class="btn more" href=Route::Plan(id).print()>{ctx.t().plan().to_plan}<Icon name="next"/></a>
        </section>
    }
}

/// The way to the report, where there is something to report and the role may.
#[component]
pub fn ReportLink(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let some = move || {
        let (snapshot, me, today) = (ctx.snapshot(), ctx.me(), ctx.today.get());
        report(&snapshot.state, &id, me.as_ref(), today).is_some_and(|view| view.may && !view.rows.is_empty())
    };
    view! { <If when=some><a class="btn" href=Route::Report(id).print()>{ctx.t().plan().report}</a></If> }
}

/// Where a node stands in the trail.
fn state_of(node: &NodeView) -> &'static str {
    match node.light.map(|light| light.why) {
        Some(Why::Done { .. }) => "done",
        Some(Why::Late { .. }) => "late",
        Some(Why::Overdue { .. }) => "over",
        Some(Why::Reported { .. } | Why::Unreported { .. }) => "now",
        Some(Why::NotStarted { .. } | Why::Excused { .. }) | None => "next",
    }
}

#[component]
fn NodeItem(
    id: ProjectId,
    node: Memo<Option<NodeView>>,
    /// The first that is not done.
    first: Signal<bool>,
) -> impl IntoView {
    let ctx = ctx();
    let state = move || node.with(|node| node.as_ref().map(state_of));
    let open = RwSignal::new(false);
    let words = move || node.get().map(|node| head(node, ctx.t(), ctx.today.get()));
    let lines = Memo::new(move |_| node.with(|node| node.as_ref().map_or(0, count)));
    let details = move || node.get().map(|node| history(id, node, ctx.t(), ctx.today.get()));
    let coordinates = move || {
        let me = ctx.me()?;
        let snapshot = ctx.snapshot();
        Writer::of(me.role, me.district, snapshot.state.project(&id)?).filter(|writer| *writer == Writer::Coordinator)
    };
    let excusable =
        move || coordinates().is_some() && node.with(|node| node.as_ref().is_some_and(|n| n.done.is_none() && n.light.is_some()));
    let toggle = move |event: web_sys::Event| {
        let element: web_sys::HtmlDetailsElement = event_target(&event);
        open.set(element.open());
    };
    view! {
        <li data-state=crate::ui::part::attr(state)>
            {live(words)}
            <If when=first><p><a class="btn" data-kind="soft" href=Route::Report(id).print()>{ctx.t().plan().report}</a></p></If>
            <details class="was" on:toggle=toggle><summary>{live(move || fill(ctx.t().plan().history, &[&lines.get().to_string()]))}</summary>
                <If when=move || open.get()>
                    {live(details)}
                    <If when=excusable><ExcuseForm id node/></If>
                </If>
            </details>
        </li>
    }
}

/// How many things were said of a node.
fn count(node: &NodeView) -> usize {
    let audits = node.moves.iter().filter(|m| m.audit.is_some()).count() + usize::from(node.audit.is_some());
    1 + audits + node.moves.len() + node.reports.len() + usize::from(node.excuse.is_some())
}

/// The name with its tags, and what is to be known of it at once.
fn head(node: NodeView, t: &'static Text, today: Day) -> impl IntoView {
    let w = t.plan();
    let tag = |tone: &'static str, words: String| view! { <span class="tag" data-tone=tone>{words}</span> };
    let due = match node.light.map(|light| light.why) {
        Some(Why::Late { done, due }) => Some(tag("yellow", fill(w.late_tag, &[&t.days(done.days_since(due))]))),
        Some(Why::Overdue { days, .. }) => Some(tag("red", t.days_to(-days))),
        Some(Why::Reported { .. } | Why::Unreported { .. }) => Some(tag("accent", t.days_to(node.dates.due.days_since(today)))),
        _ => None,
    };
    // A light of its own is shown where the trail's shape does not say it.
    let light = node.light.filter(|light| !light.is_late() && matches!(state_of(&node), "now" | "over") && light.light != Light::Grey);
    let light = light.map(|light| view! { <LightMark light=light.light word=t.node_light(&light) form=LightForm::Tag/> });
    let moved = (node.moved_times() > 0).then(|| tag("line", t.moved_times(node.moved_times())));
    let asked = node.waiting().next().is_some().then(|| tag("yellow", w.move_asked.into()));
    let audit = match node.audit.as_ref().map(|audit| audit.verdict) {
        None => Some(tag("line", w.not_audited.into())),
        Some(Verdict::Returned) => Some(tag("yellow", w.returned.into())),
        Some(Verdict::Accepted) => None,
    };
    let excused = matches!(node.light.map(|light| light.why), Some(Why::Excused { .. })).then(|| tag("line", w.excuse.into()));
    let why = match node.light {
        Some(light) => t.node_why(light.why, today),
        None => t.due_on(node.dates.due, today),
    };
    let returned = node.audit.as_ref().filter(|audit| audit.verdict == Verdict::Returned).map(|audit| t.audit(Some(audit), today));
    // An excuse says the same as its light, with the reason.
    let excuse = node.excuse.as_ref().filter(|_| excused.is_some()).map(|excuse| t.excuse_line(excuse, today));
    let why = excuse.is_none().then_some(why);
    view! {
        <h3><bdi>{node.title}</bdi>{light}{due}{moved}{asked}{audit}{excused}</h3>
        {why.map(|why| view! { <p>{why}</p> })}
        {excuse.or(returned).map(|words| view! { <p><bdi>{words}</bdi></p> })}
        {own_mark(node.audit.as_ref(), t)}
    }
}

/// An audit of what one asked for oneself is marked, and so is one about which others said otherwise.
fn own_mark(audit: Option<&Audit>, t: &'static Text) -> impl IntoView + use<> {
    let (own, conflict) = audit.map_or((false, false), |audit| (audit.own, audit.conflict));
    view! {
        {own.then(|| view! { <p><span class="tag" data-tone="line">{t.plan().own_audit}</span></p> })}
        {conflict.then(|| view! { <p><span class="tag" data-tone="yellow">{t.plan().audit_conflict}</span></p> })}
    }
}

/// All that was said of a node, the plan first: every earlier date stays readable.
fn history(project: ProjectId, node: NodeView, t: &'static Text, today: Day) -> impl IntoView {
    let w = t.plan();
    let day = |day: Day| t.day(day, today);
    let acts = move |name: Ref| view! { <Acts project ways=Ways::back(name)/> };
    let audit = move |audit: Option<Audit>| {
        let mark = own_mark(audit.as_ref(), t);
        audit.map(|audit| view! { <li><span><bdi>{t.audit(Some(&audit), today)}</bdi></span>{mark}</li> })
    };
    let planned = fill(w.planned_as, &[&day(node.planned.start), &day(node.planned.due)]);
    let moves = node.moves.into_iter().map(move |moved| {
        let (dates, ahead) = (t.move_dates(&moved, today), t.move_ahead(moved.ahead));
        view! {
            <li><span>{dates}{t.comma()}{ahead}</span><span class="sm t-2"><bdi>{moved.reason}</bdi></span>
                <span class="xs t-3">{said_by(t.project().written, moved.by, &moved.at)}</span>{moved.own.then(|| acts(moved.id))}</li>
            {audit(moved.audit)}
        }
    });
    let reports = node.reports.into_iter().map(move |report| {
        let line = t.report_line(&report, today);
        view! {
            <li><span><bdi>{line}</bdi>{report.in_force.then(|| view! { " "<span class="tag" data-tone="accent">{t.project().in_force}</span> })}</span>
                {report.text.map(|text| view! { <span class="sm t-2"><bdi>{text}</bdi></span> })}
                {(!report.files.is_empty()).then(|| view! { <StoredPhotos files=report.files/> })}
                <span class="xs t-3">{said_by(t.project().written, report.by, &report.at)}</span>{report.own.then(|| acts(report.id))}</li>
        }
    });
    view! {
        <ul class="said">
            {reports.collect_view()}
            {node.excuse.map(|excuse| view! { <li><span><bdi>{t.excuse_line(&excuse, today)}</bdi></span><span class="xs t-3">{said_by(t.project().written, excuse.by, &excuse.at)}</span></li> })}
            {moves.collect_view()}
            <li><span>{planned}{t.comma()}{t.weight(node.weight)}</span>{node.text.map(|text| view! { <span class="sm t-2"><bdi>{text}</bdi></span> })}
                <span class="xs t-3">{said_by(t.project().written, node.by, &node.at)}</span>{node.own.then(|| acts(node.id))}</li>
            {audit(node.audit)}
        </ul>
    }
}

/// Plans, new dates and reports that were taken back: they stay readable, and their author may restore them.
#[component]
pub fn GoneNodes(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let drawn = Drawn::new(DRAWN);
    let list = Memo::new(move |_| {
        let (snapshot, me) = (ctx.snapshot(), ctx.me());
        let reader = Reader { me: me.as_ref(), own: ctx.own() };
        snapshot.state.project(&id).map(|project| gone(&snapshot.state, project, reader)).unwrap_or_default()
    });
    let line = move |one: Gone| {
        let (t, today) = (ctx.t(), ctx.today.get());
        let w = t.plan();
        let what = match one.what {
            GoneWhat::Plan { due } => fill(w.gone_plan, &[&t.day(due, today)]),
            GoneWhat::Move { due } => fill(w.gone_move, &[&t.day(due, today)]),
            GoneWhat::Report { done: Some(done), .. } => fill(w.gone_done, &[&t.day(done, today)]),
            GoneWhat::Report { percent, done: None } => fill(w.gone_percent, &[&percent.to_string()]),
        };
        let ways = Ways::restored(one.name, &one.back);
        view! {
            <li class="item" data-struck="">
                <h3><del><bdi>{one.title}</bdi></del></h3>
                <p class="item-t"><del>{what}</del></p>
                <p class="xs t-3">{said_by(t.project().written, one.by, &one.at)}</p>
                {back_line(one.back)}
                {ways.map(|ways| view! { <Acts project=id ways/> })}
            </li>
        }
    };
    let shown = move || {
        let list = list.get();
        let all = list.len();
        (!list.is_empty()).then(|| {
            let heading = fill(ctx.t().plan().gone, &[&list.len().to_string()]);
            view! {
                <section aria-labelledby="h-gone">
                    <div class="sec-h"><h2 id="h-gone">{heading}</h2></div>
                    <ul class="card items">{drawn.of(list).map(line).collect_view()}</ul>
                    <More drawn all=Signal::derive(move || all) words=move |left| ctx.t().rest(left)/>
                </section>
            }
        })
    };
    live(shown)
}
