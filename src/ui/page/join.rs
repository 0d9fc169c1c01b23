//! A starter was opened: is it for you? Nothing is written before the answer.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::inbox;
use crate::browser::worker::{Locked, Source};
use crate::domain::bundle::plan::{Incoming, Plan, Proof};
use crate::domain::id::Ref;
use crate::later::{Invitation, Starter};
use crate::screen::join::{self, Join as View, Validity};
use crate::screen::route::Route;
use crate::session::Failure;
use crate::text::{fill, text};
use crate::ui::ctx::{Ctx, Joining, ctx};
use crate::ui::part::{AskPassphrase, Code, Icon, If, Tried, attr, live};

/// What the file says, and the private half that proves one was given it.
#[derive(Clone, PartialEq)]
struct Invited {
    person: Ref,
    jwk: String,
    view: View,
    refused: bool,
}

fn invited(plan: &Plan, today: crate::domain::calendar::Day) -> Option<Invited> {
    let preview = plan.preview(&Default::default());
    let envelope = plan.envelopes().flatten().find(|e| e.invite.is_some())?;
    let invite = envelope.invite.as_ref()?;
    // A join that others made by the same invitation stands in the ledger with a good proof.
    let used = plan.offers().iter().any(|offer| offer.person == invite.person && offer.proof == Proof::Good);
    let view = join::join(&preview.state, invite.person, &invite.key, envelope.from, used, today)?;
    let refused = preview.files.iter().any(|file| file.refused > 0 || !file.problems.is_empty());
    Some(Invited { person: invite.person, jwk: invite.jwk.clone(), view, refused })
}

/// Reads a starter on the first page. `Err` has the words for what is wrong with it; nothing is written.
pub async fn read_starter(ctx: Ctx, name: String, source: Source) -> Result<Starter, String> {
    let mut read = ctx.read_file(name, source).await;
    match read.locked.pop() {
        Some(locked) => Ok(Starter::Invites(drawn(Step::Locked(locked)))),
        None => look(ctx, read.incoming).await,
    }
}

/// Reads a starter that was shared with the app or opened with it. It stays kept until it is used, refused or left.
pub async fn read_shared(ctx: Ctx) -> Option<Result<Starter, String>> {
    if inbox::was_refused() {
        return Some(Err(text(ctx.lang.get_untracked()).ways().unkept.into()));
    }
    let file = inbox::starter().await?;
    let read = read_starter(ctx, file.name(), Source::File(file)).await;
    if read.is_err() {
        inbox::starter_done().await;
    }
    Some(read)
}

/// Looks at what was read, and opened where it was encrypted.
async fn look(ctx: Ctx, incoming: Vec<Incoming>) -> Result<Starter, String> {
    let t = text(ctx.lang.get_untracked());
    if let Some(problem) = incoming.iter().find_map(|file| file.outcome.as_ref().err()) {
        return Err(t.problem(problem).into());
    }
    let mut plan = Plan::fresh(incoming).ok_or_else(|| t.start().not_starter.to_string())?;
    if ctx.open_held(plan.workspace()).await.map_err(|failure| t.failure(&failure))? {
        return Ok(Starter::Held);
    }
    if !plan.envelopes().flatten().any(|envelope| envelope.invite.is_some()) {
        return Err(t.start().not_starter.into());
    }
    ctx.verify(&mut plan).await;
    Ok(Starter::Invites(drawn(Step::Read(Rc::new(plan)))))
}

/// How far a starter was read.
enum Step {
    /// To its end.
    Read(Rc<Plan>),
    /// It asks for its passphrase first.
    Locked(Locked),
}

fn drawn(step: Step) -> Invitation {
    let step = Rc::new(step);
    Rc::new(move |close| {
        let close = Callback::new(move |()| {
            spawn_local(inbox::starter_done());
            close.run(());
        });
        match &*step {
            Step::Read(plan) => view! { <Join plan=plan.clone() close/> }.into_any(),
            Step::Locked(locked) => view! { <Unlock locked=locked.clone() close/> }.into_any(),
        }
    })
}

/// Asks for the passphrase of a starter; nothing is written.
#[component]
fn Unlock(locked: Locked, close: Callback<()>) -> impl IntoView {
    let ctx = ctx();
    let opened = RwSignal::new_local(None::<Invitation>);
    let name = locked.name.clone();
    let locked = StoredValue::new_local(Rc::new(locked));
    let tried = RwSignal::new(Tried::NotYet);
    let failed = RwSignal::new(None::<String>);
    let go = UnsyncCallback::new(move |words: String| {
        tried.set(Tried::Opening);
        failed.set(None);
        spawn_local(async move {
            let locked = locked.get_value();
            let Some(incoming) = ctx.unlock(&locked, &words).await else {
                let _ = tried.try_set(Tried::Wrong);
                return;
            };
            match look(ctx, vec![incoming]).await {
                Ok(Starter::Invites(read)) => {
                    let _ = opened.try_set(Some(read));
                }
                // The ledger is open now, in place of this page.
                Ok(Starter::Held) => {}
                Err(words) => {
                    let _ = tried.try_set(Tried::NotYet);
                    let _ = failed.try_set(Some(words));
                }
            }
        });
    });
    let t = ctx.t();
    let asking = move || {
        view! {
            <header class="bar">
                <button class="back" type="button" aria-label=t.common().back on:click=move |_| close.run(())><Icon name="back"/></button>
            </header>
            <main id="main" class="join">
                <h1>{t.lock().title}</h1>
                <AskPassphrase number=0 name=name.clone() tried=tried.into() go t/>
                <div role="alert">{live(move || failed.get().map(|words| view! { <p class="notice" data-tone="red"><Icon name="alert"/><span>{words}</span></p> }))}</div>
            </main>
        }
    };
    move || match opened.get() {
        Some(invitation) => invitation(close),
        None => asking().into_any(),
    }
}

#[component]
fn Join(plan: Rc<Plan>, close: Callback<()>) -> impl IntoView {
    let ctx = ctx();
    let held = invited(&plan, ctx.today.get_untracked());
    let workspace = plan.workspace();
    let plan = StoredValue::new_local(plan);
    let failed = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let keys = LocalResource::new({
        let person = held.as_ref().map(|held| held.person);
        move || async move {
            match person {
                Some(person) => ctx.begin_join(workspace, person).await.ok(),
                None => None,
            }
        }
    });
    let go = {
        let held = held.clone();
        Callback::new(move |()| {
            let Some(held) = held.clone().filter(|held| held.view.validity == Validity::Open && !busy.get_untracked()) else { return };
            busy.set(true);
            failed.set(None);
            spawn_local(async move {
                match ctx.join(plan.get_value(), held.person, held.jwk).await {
                    // Afterwards this page is gone.
                    Ok(()) => {
                        inbox::starter_done().await;
                        // There is nothing more to take in.
                        if ctx.route.get_untracked() == Route::Receive {
                            ctx.go(Route::Today);
                        }
                    }
                    Err(failure) => {
                        let _ = failed.try_set(Some(failure));
                        let _ = busy.try_set(false);
                    }
                }
            });
        })
    };
    let open = held.as_ref().is_some_and(|held| held.view.validity == Validity::Open);
    let w = move || ctx.t().join();
    view! {
        <header class="bar">
            <button class="back" type="button" aria-label=ctx.t().common().back on:click=move |_| close.run(())><Icon name="back"/></button>
            <span class="grow"></span>
            <If when=move || !ctx.online.get()><span class="status"><Icon name="offline"/>{w().offline}</span></If>
        </header>
        <main id="main" class="join">
            <h1>{w().title}</h1>
            {match held {
                Some(held) => view! { <Card held/> }.into_any(),
                None => view! { <p class="notice" data-tone="red" role="alert"><Icon name="alert"/>{w().not_here}</p> }.into_any(),
            }}
            {open.then(|| view! { <Say keys=Signal::derive(move || keys.get().flatten())/> })}
        </main>
        <footer class="thumb"><div class="thumb-in">
            <div role="alert">{live(move || failed.get().map(|failure| view! { <p class="status" data-state="failed"><Icon name="alert"/>{ctx.t().failure(&failure)}</p> }))}</div>
            {open.then(|| view! {
                <button class="btn" data-kind="main" data-size="lg" type="button" aria-busy=attr(move || busy.get().then_some("true"))
                    aria-disabled=attr(move || keys.get().flatten().is_none().then_some("true")) on:click=move |_| go.run(())>
                    {live(move || if busy.get() { w().joining } else { w().go })}
                </button>
            })}
            <p class="status c">{w().not_you}</p>
        </div></footer>
    }
}

#[component]
fn Card(held: Invited) -> impl IntoView {
    let ctx = ctx();
    let view = StoredValue::new(held.view);
    let w = move || ctx.t().join();
    let tags = move || {
        let t = ctx.t();
        view.with_value(|v| {
            let district = v.district.clone().map(|d| view! { <span class="tag"><bdi>{d}</bdi></span> });
            view! { <p class="tags"><span class="tag" data-tone="accent">{t.role(v.role)}</span>{district}<span class="tag">{t.project_count(v.projects)}</span></p> }
        })
    };
    let first = move || {
        let t = ctx.t();
        view.with_value(|v| {
            v.first.clone().map(|p| {
                let key = p.key.then(|| format!("{}{}", t.dot(), t.join().key));
                view! { <div class="row"><div><b><bdi>{p.name}</bdi></b><p>{t.category(&p.category)}{key}</p></div></div> }
            })
        })
    };
    let more = move || {
        view.with_value(|v| {
            (v.first.is_some() && v.projects > 1).then(|| {
                view! { <p class="more sm t-2">{fill(ctx.t().today().more, &[&(v.projects - 1).to_string()])}</p> }
            })
        })
    };
    let until = move || {
        let t = text(ctx.lang.get());
        let day = view.with_value(|v| v.until).map(|day| t.day(day, ctx.today.get()));
        day.map_or_else(|| t.join().nobody.to_string(), |day| fill(t.join().until_day, &[&day]))
    };
    let refusal = move || view.with_value(|v| ctx.t().join_refused(v.validity));
    let (ledger, sender) = view.with_value(|v| (v.ledger.clone(), v.sender.clone()));
    let name = view.with_value(|v| v.name.clone());
    let refused = held.refused;
    view! {
        <section class="card who-card" aria-labelledby="h-you">
            <span class="sm t-2" id="h-you">{w().you_are}</span>
            <b><bdi>{name}</bdi></b>
            {live(tags)}{live(first)}{live(more)}
        </section>
        <section class="card lines" aria-label=w().this_ledger>
            <p><span class="t-2">{w().ledger}</span><b><bdi>{ledger}</bdi></b></p>
            <p><span class="t-2">{w().sender}</span><b><bdi>{live(move || sender.clone().unwrap_or_else(|| w().nobody.into()))}</bdi></b></p>
            <p><span class="t-2">{w().until}</span><b>{live(until)}</b></p>
            {if refused {
                view! { <p><span class="st t-yellow"><Icon name="alert"/>{w().refused_some}</span></p> }.into_any()
            } else {
                view! { <p><span class="st t-green"><Icon name="seal"/>{w().sealed}</span></p> }.into_any()
            }}
        </section>
        {live(move || refusal().map(|words| view! { <p class="notice" data-tone="red" role="alert"><Icon name="alert"/>{words}</p> }))}
    }
}

#[component]
fn Say(keys: Signal<Option<Joining>>) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().join();
    view! {
        <section class="card say" aria-labelledby="h-say">
            <p id="h-say"><b>{w().code}</b></p>
            {live(move || keys.get().map(|joining| view! { <Code code=joining.code/> }))}
            <p class="sm t-2">{w().code_hint}</p>
        </section>
        <ul class="plain-facts">
            <li><Icon name="saved"/><span>{w().fact_wait}</span></li>
            <li><Icon name="key"/><span>{w().fact_key}</span></li>
        </ul>
    }
}
