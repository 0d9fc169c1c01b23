//! The first page: founding a workspace.

/// What was typed to found a workspace.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct FoundForm {
    pub name: String,
    pub person: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FoundFault {
    NoName,
    NoPerson,
}

/// A workspace that can be founded. Made by [`FoundForm::validate`] alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    name: String,
    person: String,
}

impl Found {
    /// The ledger's name and the person's.
    pub fn into_parts(self) -> (String, String) {
        (self.name, self.person)
    }
}

impl FoundForm {
    pub fn validate(&self) -> Result<Found, Vec<FoundFault>> {
        let (name, person) = (self.name.trim(), self.person.trim());
        let mut faults = Vec::new();
        if name.is_empty() {
            faults.push(FoundFault::NoName);
        }
        if person.is_empty() {
            faults.push(FoundFault::NoPerson);
        }
        if faults.is_empty() { Ok(Found { name: name.into(), person: person.into() }) } else { Err(faults) }
    }
}
