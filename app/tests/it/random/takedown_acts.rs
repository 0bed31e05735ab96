//! Random acts about addresses that are to be taken down.

use super::Acts;
use kernel::codes::Country;
use kernel::{AnyAct, Id};
use takedown::acts::{
    AddAddress, AnswerDisowned, ApproveScheme, AskPreservation, ClaimRemoval, DecideAppeal, DecideFound,
    Disown, EndHold, EndLink, FollowMove, GradeAddress, LodgeAppeal, PlaceHold, ProposeScheme, RenewLink,
    SendNotice, SetContact, SetHook, TellChecks, TellLetter, TellMove, TellRegistry,
};
use takedown::address::host_number;
use takedown::codes::{AddressGrade, CheckFound, ContactSource, HostKind, RegistryFound};
use takedown::events::{Checked, LawLabel};

pub(super) const HOSTS: [&str; 2] = ["host.example", "other.example"];

impl Acts {
    pub(super) fn address(&mut self) -> Id {
        self.some(|acts| &acts.addresses)
    }
    pub(super) fn add_address(&mut self) -> Box<dyn AnyAct> {
        if self.addresses.is_empty() || self.numbers.chance(40) {
            let fresh = self.fresh();
            self.addresses.push(fresh);
        }
        Box::new(AddAddress {
            address: self.address(),
            host: HOSTS[self.numbers.below(2)].into(),
            kind: HostKind::Name,
            source: self.numbers.code(),
            report: if self.numbers.chance(20) { self.report() } else { Id::NONE },
            told_in: None,
            unit: None,
        })
    }
    pub(super) fn grade_address(&mut self) -> Box<dyn AnyAct> {
        let label = if self.numbers.chance(90) { "baseline" } else { "not-illegal" };
        let country = Country::from_alpha2("FR").expect("a country");
        let address = self.address();
        self.grading = Some(address);
        Box::new(GradeAddress { address, country, label: label.into() })
    }
    pub(super) fn ask_preservation(&mut self) -> Box<dyn AnyAct> {
        Box::new(AskPreservation { address: self.address() })
    }
    pub(super) fn place_hold(&mut self) -> Box<dyn AnyAct> {
        Box::new(PlaceHold { address: self.address(), days: self.numbers.below(4) as u16 })
    }
    pub(super) fn end_police_hold(&mut self) -> Box<dyn AnyAct> {
        Box::new(EndHold { address: self.address() })
    }
    pub(super) fn send_notice(&mut self) -> Box<dyn AnyAct> {
        // Where it is entered, this is the number of its letter.
        self.letters.push(self.act_id().derive("notice", 0));
        Box::new(SendNotice { address: self.address(), ground: self.numbers.code() })
    }
    pub(super) fn tell_letter(&mut self) -> Box<dyn AnyAct> {
        let letter = self.some(|acts| &acts.letters);
        Box::new(TellLetter { letter, attempt: 1, tried: self.numbers.code(), code: 250 })
    }
    pub(super) fn tell_checks(&mut self) -> Box<dyn AnyAct> {
        let address = self.address();
        let moves = self.numbers.chance(50);
        let found = if moves { CheckFound::Elsewhere } else { self.numbers.code() };
        if found == CheckFound::Elsewhere {
            self.moved.push(address);
        }
        Box::new(TellChecks { checks: vec![Checked { address, found, status: 200 }] })
    }
    pub(super) fn claim_removal(&mut self) -> Box<dyn AnyAct> {
        Box::new(ClaimRemoval { address: self.address() })
    }
    pub(super) fn decide_found(&mut self) -> Box<dyn AnyAct> {
        Box::new(DecideFound { address: self.address(), found: self.numbers.code() })
    }
    pub(super) fn lodge_appeal(&mut self) -> Box<dyn AnyAct> {
        Box::new(LodgeAppeal { address: self.address(), by: self.numbers.code() })
    }
    pub(super) fn decide_appeal(&mut self) -> Box<dyn AnyAct> {
        Box::new(DecideAppeal { address: self.address(), mistaken: self.numbers.chance(50) })
    }
    pub(super) fn set_contact(&mut self) -> Box<dyn AnyAct> {
        Box::new(SetContact {
            host: host_number(HOSTS[self.numbers.below(2)]),
            source: ContactSource::ByHand,
            country: Country::from_alpha2("FR").ok(),
            registrar: String::new(),
        })
    }
    /// Labels that are the shared words, so that grading goes on by every table.
    pub(super) fn propose_scheme(&mut self) -> Box<dyn AnyAct> {
        let proposal = self.new_number("proposal");
        self.schemes.push(proposal);
        let country = Country::from_alpha2("FR").expect("a country");
        let label = |label: &str, grade| LawLabel { country, label: label.into(), grade };
        let labels =
            vec![label("baseline", AddressGrade::Baseline), label("not-illegal", AddressGrade::NotIllegal)];
        Box::new(ProposeScheme { proposal, labels })
    }
    pub(super) fn approve_scheme(&mut self) -> Box<dyn AnyAct> {
        Box::new(ApproveScheme { proposal: self.schemes.last().copied().unwrap_or_default() })
    }
    pub(super) fn tell_registry(&mut self) -> Box<dyn AnyAct> {
        let n = self.numbers.below(2);
        Box::new(TellRegistry {
            host: host_number(HOSTS[n]),
            found: RegistryFound::Found,
            // Seldom somebody else: their addresses wait for preservation again then.
            operator: if self.numbers.chance(5) { "ORG-2" } else { "ORG-1" }.into(),
            registrar: "Fictional Registrar".into(),
            country: None,
            contact: Id([7; 16]),
            pause_s: 0,
        })
    }
    pub(super) fn set_hook(&mut self) -> Box<dyn AnyAct> {
        Box::new(SetHook { host: host_number(HOSTS[self.numbers.below(2)]) })
    }
    pub(super) fn tell_move(&mut self) -> Box<dyn AnyAct> {
        Box::new(TellMove { address: self.address() })
    }
    pub(super) fn follow_move(&mut self) -> Box<dyn AnyAct> {
        // What a look found lately: it may still lead elsewhere, and who tries first may not be who can.
        let last = if self.numbers.chance(25) { self.moved.pop() } else { self.moved.last().copied() };
        let address = last.unwrap_or_default();
        let (to, same) = (self.fresh(), self.numbers.chance(50));
        Box::new(FollowMove { address, to, host: HOSTS[1].into(), kind: HostKind::Name, same })
    }
    pub(super) fn renew_link(&mut self) -> Box<dyn AnyAct> {
        Box::new(RenewLink { address: self.address() })
    }
    pub(super) fn end_link(&mut self) -> Box<dyn AnyAct> {
        Box::new(EndLink { host: host_number(HOSTS[self.numbers.below(2)]) })
    }
    pub(super) fn disown(&mut self) -> Box<dyn AnyAct> {
        let address = self.address();
        self.disowned.push(address);
        Box::new(Disown { address })
    }
    pub(super) fn answer_disowned(&mut self) -> Box<dyn AnyAct> {
        let address = self.disowned.pop().unwrap_or_default();
        Box::new(AnswerDisowned { address, theirs: self.numbers.chance(70) })
    }
}
