//! One person: who it is, the devices, what one may do.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Roster;
use super::assign::Serving;
use super::list::StandingMark;
use super::starter::Invite;
use crate::domain::bundle::plan::Proof;
use crate::domain::command::Command;
use crate::domain::id::Ref;
use crate::screen::people::{DeviceRow, DeviceStanding, PersonRow};
use crate::session::{Along, Failure};
use crate::ui::part::{Code, Icon, If, attr, live};

#[component]
pub fn Detail(person: Ref, roster: Roster) -> impl IntoView {
    let row = roster.row(person);
    let may_invite = move || row.with(|row| row.as_ref().is_some_and(|row| row.manage.is_yes()));
    let serves = move || {
        row.with(|row| {
            row.as_ref().is_some_and(|row| {
                row.role == crate::domain::trust::Role::Secretary && row.whole.is_yes() && (row.assign.is_yes() || row.projects > 0)
            })
        })
    };
    view! {
        <Who row roster/>
        <Devices row roster/>
        <If when=may_invite><Invite person row roster/></If>
        <If when=serves><Serving person row roster/></If>
    }
}

#[component]
fn Who(row: Memo<Option<PersonRow>>, roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let body = move || {
        let row = row.get()?;
        let t = ctx.t();
        let district = row.district.map(|(_, name)| view! { <span class="tag"><bdi>{name}</bdi></span> });
        let unit = row.unit.map(|name| view! { <span class="tag"><bdi>{name}</bdi></span> });
        Some(view! {
            <h2 id="h-who"><bdi>{row.name}</bdi></h2>
            <p class="tags"><span class="tag" data-tone="accent">{t.role(row.role)}</span>{district}{unit}</p>
            <p class="sm"><StandingMark standing=row.standing words=t.standing(row.standing)/></p>
        })
    };
    view! {
        <section class="card pad who-box" aria-labelledby="h-who">
            {live(body)}
            <If when=move || ctx.desk.get()>
                <button class="btn" data-kind="plain" type="button" on:click=move |_| roster.select(None)><Icon name="close"/>{ctx.t().common().close}</button>
            </If>
        </section>
    }
}

#[component]
fn Devices(row: Memo<Option<PersonRow>>, roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    let failed = RwSignal::new(None::<Failure>);
    let devices = move || {
        row.with(|row| {
            row.as_ref()
                .map(|row| (row.clone(), row.devices.clone()))
                .map(|(row, devices)| devices.into_iter().map(|device| device_line(&row, device, roster, failed)).collect_view())
        })
    };
    let none = move || row.with(|row| row.as_ref().is_none_or(|row| row.devices.is_empty()));
    view! {
        <section class="card pad box" aria-labelledby="h-dev">
            <h2 id="h-dev">{w().devices}</h2>
            <If when=none><p class="sm t-2">{w().no_devices}</p></If>
            <ul class="devices">{live(devices)}</ul>
            <div role="alert">
                {live(move || failed.get().map(|failure| view! { <p class="status" data-state="failed"><Icon name="alert"/>{ctx.t().failure(&failure)}</p> }))}
            </div>
        </section>
    }
}

fn device_line(row: &PersonRow, device: DeviceRow, roster: Roster, failed: RwSignal<Option<Failure>>) -> impl IntoView + use<> {
    let ctx = roster.ctx;
    let (t, today) = (ctx.t(), ctx.today.get());
    let (tone, icon) = match device.standing {
        DeviceStanding::Waiting => ("t-yellow", "clock"),
        DeviceStanding::Admitted => ("t-green", "check"),
        DeviceStanding::Stopped => ("t-2", "lock"),
    };
    let own = device.own.is_yes().then(|| view! { " "<span class="tag">{t.people().this_device}</span> });
    let to_admit = device.standing == DeviceStanding::Waiting && row.manage.is_yes() && !device.own.is_yes();
    let (person, code) = (row.id, device.code.clone());
    view! {
        <li>
            <Code code/>
            <p class="sm"><span class=format!("st {tone}")><Icon name=icon/>{t.device_standing(device.standing)}</span>{own}
                " "<span class="t-2">{t.joined_at(&t.moment(&device.joined, today))}</span></p>
            {to_admit.then(|| view! { <Admit person device roster failed/> })}
        </li>
    }
}

/// Admitting by hand: what the starter proves is said, the rest is the coordinator's word.
#[component]
fn Admit(person: Ref, device: DeviceRow, roster: Roster, failed: RwSignal<Option<Failure>>) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    let busy = RwSignal::new(false);
    let id = device.id;
    let proof = move || roster.proofs.get().and_then(|proofs| proofs.get(&id).copied());
    let worth = move || {
        let t = ctx.t();
        match proof() {
            None => view! { <p class="sm t-2">{t.people().proof_checking}</p> }.into_any(),
            Some(Proof::Good) => view! { <p class="sm t-green"><Icon name="check"/>" "{t.proof(Proof::Good)}</p> }.into_any(),
            Some(proof) => view! {
                <p class="sm t-yellow"><Icon name="alert"/>" "{t.proof(proof)}</p>
                <p class="sm">{t.people().own_word}</p>
            }
            .into_any(),
        }
    };
    let admit = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        let devices = vec![(person, device.key.clone(), device.box_key.clone())];
        spawn_local(async move {
            if let Err(failure) = ctx.commit(Command::AdmitDevices { devices }, Along::default()).await {
                let _ = failed.try_set(Some(failure));
                let _ = busy.try_set(false);
            }
        });
    };
    let good = move || proof().is_none_or(|proof| proof == Proof::Good);
    let label = move || match (busy.get(), good()) {
        (true, _) => w().admitting,
        (false, true) => w().admit,
        (false, false) => w().admit_word,
    };
    view! {
        <p class="sm">{w().call}</p>
        {live(worth)}
        <button class="btn" data-kind=attr(move || good().then_some("main")) type="button" aria-busy=attr(move || busy.get().then_some("true")) on:click=admit>{live(label)}</button>
    }
}
