//! Rows of people: offices, each with a role and a place. Who changes office is registered anew, and nobody is changed.

use crate::domain::state::Person;
use crate::domain::table::column::{self, Column, same_name_key};
use crate::domain::table::missing::{Home, Link, Names};
use crate::domain::table::projects::{FaultKind, Outcome};
use crate::domain::table::records::{Deed, Reading};
use crate::domain::trust::Role;

/// What becomes of a row, and the key by which a second one is the same person.
pub(super) fn read(reading: &mut Reading<'_>, names: &mut Names<'_>) -> (Outcome, Option<String>) {
    let name = reading.words(Column::PersonName);
    let role = reading.word(Column::Role, column::role).and_then(|word| Role::parse(&word));
    reading.require(Column::PersonName);
    reading.require(Column::Role);
    let place = reading.text(Column::District).to_owned();
    let district =
        if place.is_empty() { None } else { reading.link(Column::District, names.district(&place, None).and_then(|l| names.ticked(l))) };
    let home =
        district.map(|link| Home { key: if let Link::Known(known) = link { names.unit_key(&known) } else { same_name_key(&place) }, link });
    let office = reading.text(Column::Unit).to_owned();
    let unit = if office.is_empty() {
        None
    } else {
        let link = names.unit(&office, home.as_ref(), None).and_then(|l| names.ticked(l));
        reading.link(Column::Unit, link)
    };
    if matches!(role, Some(Role::District)) && place.is_empty() {
        reading.fault(Some(Column::District), FaultKind::Missing);
    }
    let (Some(name), Some(role)) = (name, role) else { return (Outcome::New, None) };
    if let Some(me) = reading.taker.me.as_ref().filter(|me| me.role != Role::City) {
        let is_mine =
            me.role == Role::District && matches!(role, Role::Secretary | Role::District) && me.district.map(Link::Known) == district;
        if !is_mine {
            reading.fault(Some(Column::PersonName), FaultKind::NotYours);
        }
    }
    let key = [same_name_key(&name), role.as_str().into(), same_name_key(&place), same_name_key(&office)].join("\u{1f}");
    let named = names.named(&same_name_key(&name));
    let is_it = |p: &&&Person| {
        p.role == role
            && (p.district.map(Link::Known) == district || place.is_empty())
            && (unit.is_none() || p.unit.map(Link::Known) == unit)
    };
    if named.iter().any(|p| is_it(&p)) {
        return (Outcome::Held, Some(key));
    }
    if let (Some(other), false) = (named.first(), reading.is_of_its_own()) {
        reading.fault(Some(Column::PersonName), FaultKind::OtherOffice { found: other.id });
    }
    reading.deeds.push(Deed::Person { name, role, district, unit });
    (Outcome::New, Some(key))
}
