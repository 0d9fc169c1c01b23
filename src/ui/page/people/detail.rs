//! One person: who it is, the devices, what one may do.

use leptos::prelude::*;

use super::Roster;
use super::assign::Serving;
use super::list::StandingMark;
use super::starter::Invite;
use crate::domain::id::Ref;
use crate::screen::people::{DeviceRow, DeviceStanding, PersonRow};
use crate::screen::route::Route;
use crate::session::Failure;
use crate::ui::page::admit::Admit;
use crate::ui::part::{Code, Icon, If, live};

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
    // A lost one is stopped where one sees what that changes.
    let to_stop = device.standing == DeviceStanding::Admitted && row.manage.is_yes() && !device.own.is_yes();
    let (person, code) = (row.id, device.code.clone());
    view! {
        <li>
            <Code code/>
            <p class="sm"><span class=format!("st {tone}")><Icon name=icon/>{t.device_standing(device.standing)}</span>{own}
                " "<span class="t-2">{t.joined_at(&t.moment(&device.joined, today))}</span></p>
            {to_stop.then(|| view! { <a class="btn" data-kind="plain" href=Route::Trust.print()>{t.trust().stop_title}</a> })}
            {to_admit.then(|| view! { <Admit person id=device.id keys=(device.key, device.box_key) proofs=roster.proofs failed/> })}
        </li>
    }
}
