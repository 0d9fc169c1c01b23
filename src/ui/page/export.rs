//! Tables out of the ledger, for a spreadsheet: of each kind, or all in one workbook. Nothing is written to the ledger.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{js, share, sheets};
use crate::domain::id::{ProjectId, Ref};
use crate::domain::table::delimited;
use crate::domain::table::kind::TableKind;
use crate::screen::export::{self, Page};
use crate::screen::route::Route;
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Bar, Icon, If, attr, live};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Clone, PartialEq, Debug)]
enum Step {
    Idle,
    Making,
    Made(String),
    NotHere,
    Broken,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Format {
    Csv,
    Xlsx,
}

#[derive(Clone, Copy)]
struct Exporting {
    ctx: Ctx,
    step: RwSignal<Step>,
    district: RwSignal<Option<Ref>>,
}

impl Exporting {
    fn only(self) -> Option<BTreeSet<ProjectId>> {
        let district = self.district.get()?;
        let snapshot = self.ctx.snapshot();
        let projects = snapshot.state.shown_projects().filter(|p| p.fields.district == Some(district));
        Some(projects.map(|p| p.id).fold(BTreeSet::new(), |mut all, id| {
            all.insert(id);
            all
        }))
    }

    fn page(self, kind: TableKind) -> Page {
        export::page(kind, &self.ctx.snapshot().state, self.ctx.today.get(), self.only().as_ref())
    }

    /// Makes a file of one kind, or of all.
    fn make(self, kind: Option<TableKind>, format: Format) {
        if self.step.get_untracked() == Step::Making {
            return;
        }
        self.step.set(Step::Making);
        spawn_local(async move {
            js::painted().await;
            let (t, day) = untrack(|| (self.ctx.t(), self.ctx.today.get()));
            let pages: Vec<Page> =
                untrack(|| kind.map_or(TableKind::ALL.to_vec(), |kind| vec![kind]).into_iter().map(|k| self.page(k)).collect());
            let (bytes, media, ending) = match format {
                Format::Csv => {
                    let text = pages.first().map(|page| delimited::write(&t.export_rows(page, day))).unwrap_or_default();
                    (Ok(text.into_bytes()), "text/csv", "csv")
                }
                Format::Xlsx => (sheets::write(&t.export_book(&pages, day)).await, XLSX, "xlsx"),
            };
            let name = t.export_name(kind, day, ending);
            let step = match bytes {
                Err(sheets::Fault::NotHere) => Step::NotHere,
                Err(sheets::Fault::Broken) => Step::Broken,
                Ok(bytes) => match share::blob_of(&bytes, media).map(|blob| share::download(&blob, &name)) {
                    Some(share::Outcome::Downloaded) => Step::Made(name),
                    _ => Step::Broken,
                },
            };
            let _ = self.step.try_set(step);
        });
    }
}

#[component]
pub fn Export() -> impl IntoView {
    let ctx = ctx();
    let exporting = Exporting { ctx, step: RwSignal::new(Step::Idle), district: RwSignal::new(None) };
    let w = move || ctx.t().export();
    let body = move || {
        if ctx.desk.get() {
            view! {
                <main id="main" class="page">
                    <header class="top">
                        <a class="btn" data-kind="plain" href=Route::Projects.print()><Icon name="back"/>{ctx.t().common().ledger}</a>
                        <h1>{w().title}</h1><span class="t-2">{w().lead}</span>
                    </header>
                    <Progress exporting/>
                    <div class="scroll stackd exports"><All exporting/><Each exporting/></div>
                </main>
            }
            .into_any()
        } else {
            view! {
                <Bar back=Route::More.print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || w().title)/>
                <main id="main" class="stack exports"><p class="hint">{w().lead}</p><Progress exporting/><All exporting/><Each exporting/></main>
            }
            .into_any()
        }
    };
    live(body)
}

#[component]
fn Progress(exporting: Exporting) -> impl IntoView {
    let ctx = exporting.ctx;
    let shown = move || {
        let w = ctx.t().export();
        match exporting.step.get() {
            Step::Making => Some(view! { <p class="status" data-state="saving">{w.making}</p> }.into_any()),
            Step::Made(name) => {
                Some(view! { <p class="notice" data-tone="green"><Icon name="check"/><span>{fill(w.made, &[&name])}</span></p> }.into_any())
            }
            Step::Idle | Step::NotHere | Step::Broken => None,
        }
    };
    let failed = move || {
        let w = ctx.t().export();
        let why = match exporting.step.get() {
            Step::NotHere => w.not_here,
            Step::Broken => w.broken,
            Step::Idle | Step::Making | Step::Made(_) => return None,
        };
        Some(view! { <p class="notice" data-tone="red"><Icon name="alert"/><span><b>{w.not_made}</b>" "{why}</span></p> })
    };
    view! { <div class="progress" role="status">{live(shown)}</div><div class="progress" role="alert">{live(failed)}</div> }
}

/// Of which district, and all of it in one workbook.
#[component]
fn All(exporting: Exporting) -> impl IntoView {
    let ctx = exporting.ctx;
    let w = move || ctx.t().export();
    let districts = Memo::new(move |_| {
        let snapshot = ctx.snapshot();
        snapshot.state.roster.districts().map(|u| (u.id, u.name.clone())).collect::<Vec<_>>()
    });
    let choose = move |event: web_sys::Event| exporting.district.set(Ref::parse(&event_target_value(&event)));
    let options = move || {
        let chosen = exporting.district.get();
        let option = move |(id, name): (Ref, String)| view! { <option value=id.to_string() selected=chosen == Some(id)>{name}</option> };
        districts.get().into_iter().map(option).collect_view()
    };
    view! {
        <section class="card pad export-all">
            <If when=move || districts.with(|d| d.len() > 1)>
                <label class="field"><span class="label">{w().district}</span>
                    <select class="input" on:change=choose><option value="">{w().all_districts}</option>{live(options)}</select></label>
            </If>
            <button class="btn" data-kind="main" type="button" on:click=move |_| exporting.make(None, Format::Xlsx)><Icon name="table"/>{w().all_in_one}</button>
            <p class="sm t-2">{live(move || fill(w().as_known, &[&ctx.today.get().to_string()]))}{ctx.t().stop()}{w().again}</p>
            <p class="sm t-2">{w().hint}</p>
        </section>
    }
}

/// A line for each kind, with both formats.
#[component]
fn Each(exporting: Exporting) -> impl IntoView {
    let ctx = exporting.ctx;
    let w = move || ctx.t().export();
    let line = move |kind: TableKind| {
        let rows = Memo::new(move |_| exporting.page(kind).rows.len());
        let count = move || match rows.get() {
            0 => w().nothing.to_owned(),
            n => fill(w().rows, &[&ctx.t().thousands(n as u64)]),
        };
        let button = move |format: Format, name: &'static str| {
            let label = move || fill(w().as_format, &[ctx.t().table_kind(kind), name]);
            view! { <button class="btn" type="button" aria-label=attr(label) on:click=move |_| exporting.make(Some(kind), format)>{name}</button> }
        };
        view! {
            <li><span><b>{live(move || ctx.t().table_kind(kind))}</b><span class="sm t-2">{live(count)}</span></span>
                <span class="acts">{button(Format::Xlsx, "XLSX")}{button(Format::Csv, "CSV")}</span></li>
        }
    };
    view! {
        <section class="card" aria-labelledby="h-each">
            <h2 class="label pad" id="h-each">{w().one_table}</h2>
            <ul class="export-list">{TableKind::ALL.map(line).collect_view()}</ul>
        </section>
    }
}
