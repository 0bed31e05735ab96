//! Random acts about what goes to other hotlines and comes from them.

use super::Acts;
use super::takedown_acts::HOSTS;
use exchange::acts::{
    ApprovePeer, BeginSend, ClosePeer, HoldBack, ProposePeer, TakeOver, TellHeard, TellPull, TellSend,
    TryAgain,
};
use exchange::codes::ExchangeTried;
use exchange::events::Heard;
use facts::address::HostKind;
use kernel::{AnyAct, Id, Instant};

impl Acts {
    fn hotline(&mut self) -> Id {
        self.some(|acts| &acts.hotlines)
    }
    pub(super) fn propose_peer(&mut self) -> Box<dyn AnyAct> {
        let proposal = self.new_number("proposal");
        // One hotline, changed again and again: a second one for the same State is not approved.
        let peer = self.spoken_with.filter(|_| self.numbers.chance(80)).unwrap_or_default();
        self.hotlines.push(proposal);
        Box::new(ProposePeer {
            proposal,
            peer,
            name: "Fictional hotline".into(),
            endpoint: "https://hotline.example/api".into(),
            countries: "FR".into(),
            unit: self.some(|acts| &acts.units),
        })
    }
    pub(super) fn approve_peer(&mut self) -> Box<dyn AnyAct> {
        let proposal = self.hotline();
        self.approving_hotline = Some(proposal);
        Box::new(ApprovePeer { proposal })
    }
    pub(super) fn close_peer(&mut self) -> Box<dyn AnyAct> {
        // Mostly the one that is spoken with.
        let first = self.spoken_with.filter(|_| self.numbers.chance(80));
        Box::new(ClosePeer { peer: first.unwrap_or_else(|| self.hotline()) })
    }
    /// The word about an address is the first one, as often as the address itself.
    fn word(&mut self, address: Id) -> Id {
        if self.numbers.chance(25) { address.derive("exchange.word", 0) } else { Id::NONE }
    }
    pub(super) fn begin_send(&mut self) -> Box<dyn AnyAct> {
        let back = self.numbers.below(self.graded.len().min(20));
        let graded = self.graded.iter().rev().nth(back).copied().filter(|_| self.numbers.chance(80));
        let address = graded.unwrap_or_else(|| self.address());
        let word = self.word(address);
        let peer = self.spoken_with.unwrap_or_default();
        self.beginning = Some((address, word));
        Box::new(BeginSend { address, word, peer, attempt: 1 + u32::from(self.numbers.chance(25)) })
    }
    pub(super) fn tell_send(&mut self) -> Box<dyn AnyAct> {
        let last = self.begun.len().saturating_sub(1 + self.numbers.below(3));
        let (address, word) = self.begun.get(last).copied().unwrap_or_default();
        let tried = match self.numbers.below(10) {
            0..=2 => ExchangeTried::Taken,
            // What is refused for good is what people try again.
            3..=8 => ExchangeTried::RefusedForGood,
            _ => self.numbers.code(),
        };
        let content_no = if tried == ExchangeTried::Taken && self.numbers.chance(70) {
            self.numbers.below(1_000) as i64
        } else {
            0
        };
        let attempt = 1 + u32::from(self.numbers.chance(25));
        Box::new(TellSend { address, word, attempt, tried, code: 200, report_no: 0, content_no })
    }
    pub(super) fn take_over(&mut self) -> Box<dyn AnyAct> {
        Box::new(TakeOver {
            // Mostly one that is new here: what is graded here goes out.
            address: if self.numbers.chance(85) { self.fresh() } else { self.address() },
            host: HOSTS[self.numbers.below(2)].into(),
            kind: HostKind::Name,
            peer: self.spoken_with.unwrap_or_default(),
            report_no: 0,
            content_no: 1_000 + self.numbers.below(1_000_000) as i64,
            grade: self.numbers.code(),
        })
    }
    pub(super) fn tell_pull(&mut self) -> Box<dyn AnyAct> {
        Box::new(TellPull {
            peer: self.spoken_with.unwrap_or_default(),
            tried: self.numbers.code(),
            code: 200,
            until: Instant(self.numbers.below(1_000_000) as i64),
            taken: 0,
            unreadable: self.numbers.below(2) as u32,
        })
    }
    pub(super) fn tell_heard(&mut self) -> Box<dyn AnyAct> {
        let (number, at) = (1 + self.numbers.below(1_000) as i64, Instant(1));
        Box::new(TellHeard {
            address: self.address(),
            heard: vec![Heard { number, action: self.numbers.code(), at }],
        })
    }
    pub(super) fn hold_back(&mut self) -> Box<dyn AnyAct> {
        Box::new(HoldBack { address: self.address(), back: self.numbers.chance(60) })
    }
    pub(super) fn try_again(&mut self) -> Box<dyn AnyAct> {
        let last = self.begun.len().saturating_sub(1 + self.numbers.below(20));
        let begun = self.begun.get(last).map(|(address, _)| *address).filter(|_| self.numbers.chance(70));
        Box::new(TryAgain { address: begun.unwrap_or_else(|| self.address()) })
    }
}
