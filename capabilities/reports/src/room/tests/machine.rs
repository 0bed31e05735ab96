//! A report by machine at the desk. All is fictional.

use super::*;
use crate::acts::RateUsefulness;
use crate::testing::{SENDER, of_machine, sender};
use facts::machine::Needed;

#[test]
fn what_would_have_made_a_report_useful_stands_on_its_own_page() {
    on_both(|home| {
        let house = House::with(home, &a_report());
        let (token, account) = house.account(Role::Analyst, Purpose::Triage);
        house.enter(&of_machine(OTHER), sender(SENDER), &[(SLOT_TEXT, "A fictional report of a platform")]);
        let page = format!("/reports/{OTHER}?lang=en");
        assert!(!house.get(&token, &page).1.contains("The network address, with port and time"));
        let rate = RateUsefulness { report: OTHER, needed: vec![Needed::NetworkAddress, Needed::Time] };
        house.enter(&rate, Actor { id: account, role: Role::Analyst, unit: UNIT }, &[]);
        let (status, shown) = house.get(&token, &page);
        assert_eq!(status, StatusCode::OK, "{shown}");
        assert!(shown.contains("The network address, with port and time"), "{shown}");
        let told = house.json(&token, &format!("/api/reports/{OTHER}"));
        assert_eq!(told["needed"], json!(["network-address", "time"]));
        house.node.stop();
    });
}
