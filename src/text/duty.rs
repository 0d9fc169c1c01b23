//! Words of duties: instructions, and what became of them.

use crate::text::Text;

impl Text {
    /// A state's word; one that is not known is shown as itself.
    pub fn duty_state(&self, state: &str) -> String {
        match state {
            "issued" => self.pick("已下达", "Issued").into(),
            "received" => self.pick("已签收", "Received").into(),
            "reported" => self.pick("已报", "Reported").into(),
            "returned" => self.pick("退回重报", "Returned").into(),
            "closed" => self.pick("办结", "Closed").into(),
            other => other.into(),
        }
    }
}
