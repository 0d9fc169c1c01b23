//! A run: one file after the other into a folder or a zip, until all are there, the user stops it, or it fails.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Blob;

use crate::browser::outbox::{Outbox, Trouble, Zip, choose_folder};
use crate::browser::share::{self, Outcome};
use crate::crypto::closing::Lock;
use crate::domain::bundle::export::{FileKind, file_stem};
use crate::domain::calendar::Day;
use crate::domain::filename::{again, folders};
use crate::domain::id::Ref;
use crate::domain::table::delimited;
use crate::screen::many::{Ended, left};
use crate::session::Failure;
use crate::store::{Exchange, SentHow};
use crate::ui::ctx::Ctx;
use crate::ui::part::{Icon, If, live};

/// How many files are noted in one transaction: where a page is killed, so many may have left without a line.
const NOTED_TOGETHER: usize = 25;

/// A file that is where it should be.
#[derive(Clone, PartialEq, Debug)]
pub struct Written {
    pub person: Ref,
    pub path: String,
    pub bytes: u64,
}

/// What is made for each.
#[derive(Clone)]
pub struct Job {
    pub people: Vec<Ref>,
    pub what: What,
    /// The passphrase of all of them.
    pub words: Option<Lock>,
}

#[derive(Clone, Copy, PartialEq)]
pub enum What {
    /// What they lack, or everything; encrypted to the devices of each, unless there is a passphrase or it is open.
    Letters { full: bool, to_devices: bool },
    /// Good up to a day, for those who have none that waits.
    Starters { until: Day },
}

#[derive(Clone, Copy, PartialEq)]
pub enum Goal {
    Folder,
    Zip,
}

#[derive(Clone, PartialEq)]
enum Why {
    Trouble(Trouble),
    Failure(Failure),
}

impl From<Trouble> for Why {
    fn from(trouble: Trouble) -> Why {
        Why::Trouble(trouble)
    }
}

impl From<Failure> for Why {
    fn from(failure: Failure) -> Why {
        Why::Failure(failure)
    }
}

#[derive(Clone)]
enum Step {
    Idle,
    Going {
        all: usize,
    },
    /// Made, and waiting for the tap that saves it.
    Zipped {
        blob: Blob,
        bytes: u64,
        name: String,
        sent: Vec<Exchange>,
    },
    ZipSaved,
    Ended {
        job: Job,
        ended: Ended<Why>,
        noted: Option<Failure>,
    },
    /// Before the first file.
    NotBegun(Why),
    NotSaved,
}

#[derive(Clone, Copy)]
pub struct Run {
    ctx: Ctx,
    step: RwSignal<Step, LocalStorage>,
    pub written: RwSignal<Vec<Written>>,
    stop: StoredValue<bool>,
}

impl Run {
    pub fn new(ctx: Ctx) -> Run {
        Run { ctx, step: RwSignal::new_local(Step::Idle), written: RwSignal::new(Vec::new()), stop: StoredValue::new(false) }
    }

    pub fn is_going(self) -> bool {
        self.step.with(|step| matches!(step, Step::Going { .. }))
    }

    /// Starts within a tap: only then a folder can be asked for.
    pub fn start(self, job: Job, goal: Goal) {
        if untrack(|| self.is_going()) || job.people.is_empty() {
            return;
        }
        spawn_local(async move {
            let outbox = match goal {
                Goal::Zip => Outbox::Zip(Zip::default()),
                Goal::Folder => match choose_folder().await {
                    Ok(Some(folder)) => folder,
                    Ok(None) => return,
                    Err(trouble) => return drop(self.step.try_set(Step::NotBegun(trouble.into()))),
                },
            };
            self.written.set(Vec::new());
            self.stop.set_value(false);
            self.step.set(Step::Going { all: job.people.len() });
            self.go(job, outbox).await;
        });
    }

    async fn go(self, job: Job, mut outbox: Outbox) {
        let ctx = self.ctx;
        if let What::Starters { until } = job.what
            && let Err(failure) = ctx.invite_all(&job.people, until).await
        {
            return drop(self.step.try_set(Step::NotBegun(failure.into())));
        }
        let mut sent = Vec::new();
        let mut noted = Ok(());
        let is_zip = matches!(outbox, Outbox::Zip(_));
        let mut ended = self.write(&job, &mut outbox, &mut sent, &mut noted).await;
        if ended == Ended::All
            && matches!(job.what, What::Starters { .. })
            && let Err(trouble) = self.write_sheet(&job, &mut outbox).await
        {
            ended = Ended::Failed(job.people[job.people.len() - 1], trouble.into());
        }
        let next = match (outbox, ended) {
            (Outbox::Zip(zip), Ended::All) => match zip.finish() {
                Ok((blob, bytes)) => {
                    let kind = if matches!(job.what, What::Starters { .. }) { FileKind::Starter } else { FileKind::Bundle };
                    let name = format!("{}.zip", file_stem(&ctx.own(), ctx.day_of(ctx.now()), kind));
                    Step::Zipped { blob, bytes, name, sent }
                }
                Err(trouble) => Step::NotBegun(trouble.into()),
            },
            (_, ended) => {
                // Of a zip that was not finished nothing has left.
                if is_zip {
                    let _ = self.written.try_set(Vec::new());
                } else if noted.is_ok() {
                    noted = ctx.record_all(sent).await;
                }
                Step::Ended { job, ended, noted: noted.err() }
            }
        };
        let _ = self.step.try_set(next);
    }

    async fn write(self, job: &Job, outbox: &mut Outbox, sent: &mut Vec<Exchange>, noted: &mut Result<(), Failure>) -> Ended<Why> {
        let ctx = self.ctx;
        let Some(&first) = job.people.first() else { return Ended::All };
        let mailing = match ctx.begin_mailing().await {
            Ok(mailing) => mailing,
            Err(failure) => return Ended::Failed(first, failure.into()),
        };
        let places = folders(&ctx.snapshot_now().state.roster);
        for person in &job.people {
            // A page that was left stops too.
            if self.stop.try_get_value() != Some(false) {
                return Ended::Stopped;
            }
            let one = async {
                let lock = match job.what {
                    What::Letters { to_devices: true, .. } => Some(Lock::Devices(ctx.snapshot_now().boxes_of(person))),
                    What::Letters { .. } | What::Starters { .. } => job.words.clone(),
                };
                let full = match job.what {
                    What::Letters { full, .. } => full,
                    What::Starters { .. } => true,
                };
                let parcel = ctx.letter(&mailing, *person, full, lock).await?;
                let name = |number: u32| if number == 1 { parcel.name.clone() } else { again(&parcel.name, number) };
                let folder = places.get(person).cloned().unwrap_or_else(|| person.to_string());
                let name = outbox.put(Some(&folder), &name, &parcel.bytes).await?;
                sent.push(ctx.note_of(&parcel, SentHow::Downloaded));
                Ok::<Written, Why>(Written { person: *person, path: format!("{folder}/{name}"), bytes: parcel.bytes.len() as u64 })
            };
            match one.await {
                Ok(written) => drop(self.written.try_update(|all| all.push(written))),
                Err(why) => return Ended::Failed(*person, why),
            }
            if sent.len() >= NOTED_TOGETHER && matches!(outbox, Outbox::Folder(_)) && noted.is_ok() {
                *noted = ctx.record_all(std::mem::take(sent)).await;
            }
        }
        Ended::All
    }

    /// Whose file is which, for whoever hands them out.
    async fn write_sheet(self, job: &Job, outbox: &mut Outbox) -> Result<(), Trouble> {
        let ctx = self.ctx;
        let t = ctx.t();
        let snapshot = ctx.snapshot_now();
        let roster = &snapshot.state.roster;
        let paths: BTreeMap<Ref, String> =
            self.written.try_get_untracked().unwrap_or_default().into_iter().map(|one| (one.person, one.path)).collect();
        let mut rows = vec![t.many().sheet_head.map(String::from).to_vec()];
        for person in job.people.iter().filter_map(|person| roster.persons.get(person)) {
            let district = person.district.map(|district| roster.unit_name(&district)).unwrap_or_default();
            let until = ctx.invited_until(&person.id).await.unwrap_or_default();
            let path = paths.get(&person.id).cloned().unwrap_or_default();
            rows.push(vec![person.name.clone(), t.role(person.role).into(), district, path, until]);
        }
        let name = format!("{} {}.csv", t.many().sheet, ctx.day_of(ctx.now()));
        outbox
            .put(None, &|number| if number == 1 { name.clone() } else { again(&name, number) }, delimited::write(&rows).as_bytes())
            .await?;
        Ok(())
    }

    fn save_zip(self) {
        let Step::Zipped { blob, name, sent, .. } = self.step.get_untracked() else { return };
        if share::download(&blob, &name) != Outcome::Downloaded {
            return self.step.set(Step::NotSaved);
        }
        self.step.set(Step::ZipSaved);
        spawn_local(async move {
            if let Err(failure) = self.ctx.record_all(sent).await {
                let _ = self.step.try_set(Step::NotBegun(failure.into()));
            }
        });
    }

    pub fn stop(self) {
        self.stop.set_value(true);
    }
}

/// How far it is, and how it ended.
#[component]
pub fn RunSaid(run: Run) -> impl IntoView {
    let ctx = run.ctx;
    let t = ctx.t();
    let w = t.many();
    let sum = move || t.bytes(run.written.with(|written| written.iter().map(|one| one.bytes).sum()));
    let said = move || {
        match run.step.get() {
        Step::Going { all } => {
            let done = move || run.written.with(Vec::len);
            view! {
                <div class="reading">
                    <span>{live(move || t.many_going(done(), all))}{t.dot()}{live(sum)}</span>
                    <span class="meter" aria-hidden="true"><i style:--v=move || (done() * 100).checked_div(all).unwrap_or(0).to_string()></i></span>
                    <button class="btn" type="button" on:click=move |_| run.stop()>{w.stop}</button>
                </div>
            }
            .into_any()
        }
        Step::Zipped { bytes, .. } => view! {
            <p class="status" data-state="unsent"><Icon name="clock"/><span>{w.zip_made}" "{t.bytes(bytes)}</span></p>
            <button class="btn" data-kind="main" type="button" on:click=move |_| run.save_zip()><Icon name="download"/>{w.save_zip}</button>
        }
        .into_any(),
        Step::ZipSaved => view! { <p class="status" data-state="unsent"><Icon name="download"/><span>{w.zip_saved}</span></p> }.into_any(),
        Step::Ended { job, ended: Ended::All, .. } => {
            view! { <p class="status" data-state="unsent"><Icon name="check"/><span>{t.many_written(job.people.len(), job.people.len())}" "{live(sum)}</span></p> }.into_any()
        }
        Step::Ended { job, ended: Ended::Stopped, .. } => view! { <p class="status" data-state="offline"><Icon name="info"/><span>{w.stopped}</span></p>{cut_off(run, job)} }.into_any(),
        Step::Ended { job, ended: Ended::Failed(..), .. } => cut_off(run, job).into_any(),
        Step::Idle | Step::NotBegun(_) | Step::NotSaved => ().into_any(),
    }
    };
    let failed = move || {
        match run.step.get() {
            Step::Ended { ended: Ended::Failed(person, why), .. } => Some(
                view! { <b>{w.failed}</b>" "<bdi>{ctx.snapshot().state.roster.person_name(&person)}</bdi>{t.comma()}{say(run, &why)} }
                    .into_any(),
            ),
            Step::Ended { noted: Some(failure), .. } => Some(view! { {w.not_noted}" "{t.failure(&failure)} }.into_any()),
            Step::NotBegun(why) => Some(say(run, &why).into_any()),
            Step::NotSaved => Some(w.not_saved.into_any()),
            Step::Ended { .. } | Step::Idle | Step::Going { .. } | Step::Zipped { .. } | Step::ZipSaved => None,
        }
        .map(|words| view! { <p class="status" data-state="failed"><Icon name="alert"/><span>{words}</span></p> })
    };
    view! { <div class="progress" role="status">{live(said)}</div><div class="progress" role="alert">{live(failed)}</div> }
}

fn say(run: Run, why: &Why) -> String {
    let t = run.ctx.t();
    match why {
        Why::Trouble(Trouble::Full) => t.many().full.into(),
        Why::Trouble(Trouble::NotAllowed) => t.many().not_allowed.into(),
        Why::Trouble(Trouble::Gone) => t.many().gone.into(),
        Why::Trouble(Trouble::Failed(name)) => format!("{} {name}", t.many().broken),
        Why::Failure(failure) => t.failure(failure),
    }
}

/// Exactly which were written, and the way to the rest.
fn cut_off(run: Run, job: Job) -> impl IntoView {
    let t = run.ctx.t();
    let written = run.written.get_untracked();
    let people: Vec<Ref> = written.iter().map(|one| one.person).collect();
    let rest = left(&job.people, &people);
    let said = t.many_written(written.len(), job.people.len());
    let any_left = !rest.is_empty();
    let go_on = move |_| run.start(Job { people: rest.clone(), ..job.clone() }, Goal::Folder);
    view! {
        <p>{said}</p>
        <ul class="plainlist sm written">{written.into_iter().map(|one| view! { <li><bdi>{one.path}</bdi></li> }).collect_view()}</ul>
        <If when=move || any_left && crate::browser::outbox::has_folders()>
            <button class="btn" data-kind="soft" type="button" on:click=go_on.clone()>{t.many().go_on}</button>
        </If>
    }
}
