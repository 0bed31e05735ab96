//! Random acts about letters to platforms.

use super::Acts;
use facts::letter::LetterTried;
use kernel::codes::Country;
use kernel::{AnyAct, Day, Id, Span};
use letters::acts::{
    AddPlatform, ApproveBasis, Draft, MendPlatform, ProposeBasis, RecordAnswer, ReviewEmergency, Send,
    SentByHand, TellClock, TellSending, Withdraw,
};
use letters::codes::{
    AskedAbout, Asks, ClockFound, Danger, LetterAnswer, LetterWay, OrderOf, SendingKind, WhyRefused,
};

/// A letter, as far as the maker knows it.
#[derive(Clone, Copy)]
pub(super) struct Drafted {
    record: Id,
    letter: Id,
    platform: Id,
    preserves: bool,
}

impl Acts {
    fn platform(&mut self) -> Id {
        self.some(|acts| &acts.platforms)
    }
    fn basis(&mut self) -> Id {
        self.some(|acts| &acts.bases)
    }
    /// One of the newest letters, mostly.
    fn a_letter(&mut self) -> Drafted {
        let none = Drafted { record: Id::NONE, letter: Id::NONE, platform: Id::NONE, preserves: true };
        let back = self.numbers.below(self.to_platforms.len().min(4));
        let known = self.to_platforms.len().checked_sub(back + 1).map(|at| self.to_platforms[at]);
        known.unwrap_or(none)
    }
    pub(super) fn add_platform(&mut self) -> Box<dyn AnyAct> {
        let platform = self.new_number("platform");
        self.platforms.push(platform);
        Box::new(AddPlatform {
            platform,
            platform_name: "Fictional Platform".into(),
            country: self.numbers.code::<Country>(),
            way: if self.numbers.chance(60) { LetterWay::Mail } else { self.numbers.code() },
            language: self.numbers.code(),
        })
    }
    pub(super) fn mend_platform(&mut self) -> Box<dyn AnyAct> {
        let way = if self.numbers.chance(60) { LetterWay::Mail } else { self.numbers.code() };
        Box::new(MendPlatform { platform: self.platform(), way, language: self.numbers.code() })
    }
    pub(super) fn propose_basis(&mut self) -> Box<dyn AnyAct> {
        let replaces = if self.numbers.chance(20) { self.basis() } else { Id::NONE };
        let basis = self.new_number("basis");
        self.bases.push(basis);
        Box::new(ProposeBasis {
            basis,
            replaces,
            country: self.numbers.code::<Country>(),
            law: "Fictional Code, article 12".into(),
            allows: vec![Asks::Preserve, Asks::Extend, Asks::Subscriber, Asks::Content, Asks::Emergency],
            order: if self.numbers.chance(90) { OrderOf::Prosecutor } else { self.numbers.code() },
            preserved_days: 90,
            answer_days: 10,
        })
    }
    pub(super) fn approve_basis(&mut self) -> Box<dyn AnyAct> {
        Box::new(ApproveBasis { legal_basis: self.basis() })
    }
    pub(super) fn draft_letter(&mut self) -> Box<dyn AnyAct> {
        let before = self.a_letter();
        let asks = match self.numbers.below(10) {
            0..4 => Asks::Preserve,
            4..7 => Asks::Emergency,
            _ => self.numbers.code(),
        };
        let extends = asks == Asks::Extend || (before.preserves && self.numbers.chance(5));
        let record = match extends {
            true => before.record,
            false if self.numbers.chance(50) => self.report(),
            false => self.case(),
        };
        let platform = if extends { before.platform } else { self.platform() };
        let danger = asks == Asks::Emergency && self.numbers.chance(95);
        let suspect = self.numbers.chance(10);
        let letter = self.new_number("letter");
        self.drafting = Some(Drafted { record, letter, platform, preserves: asks.preserves() });
        Box::new(Draft {
            record,
            letter,
            asks_for: asks,
            platform,
            legal_basis: self.basis(),
            in_name_of: "Police of a fictional State".into(),
            period: Span::on(Day(19_000)),
            order: if self.numbers.chance(80) { OrderOf::Court } else { self.numbers.code() },
            in_danger: if danger { Danger::Child } else { Danger::Nobody },
            follows: if extends { before.letter } else { Id::NONE },
            about: if suspect { AskedAbout::Suspect } else { AskedAbout::Unknown },
            person: if suspect { self.person() } else { Id::NONE },
            conduct: if suspect { self.conduct() } else { None },
        })
    }
    pub(super) fn sign_letter(&mut self) -> Box<dyn AnyAct> {
        let Drafted { record, letter, .. } = self.a_letter();
        Box::new(Send { record, letter })
    }
    pub(super) fn review_emergency(&mut self) -> Box<dyn AnyAct> {
        let Drafted { record, letter, .. } = self.a_letter();
        Box::new(ReviewEmergency { record, letter, upheld: self.numbers.chance(80) })
    }
    pub(super) fn tell_sending(&mut self) -> Box<dyn AnyAct> {
        let tried = if self.numbers.chance(70) { LetterTried::Taken } else { self.numbers.code() };
        Box::new(TellSending { sending: self.a_letter().letter, attempt: 1, tried, code: 250 })
    }
    pub(super) fn sent_by_hand(&mut self) -> Box<dyn AnyAct> {
        let Drafted { record, letter, .. } = self.a_letter();
        let sent_what = if self.numbers.chance(90) { SendingKind::Letter } else { SendingKind::Withdrawal };
        let on = Span::on(Day::of(2026, 11, 1).expect("a date"));
        Box::new(SentByHand { record, letter, sent_what, way: LetterWay::Portal, on })
    }
    pub(super) fn record_answer(&mut self) -> Box<dyn AnyAct> {
        let Drafted { record, letter, preserves, .. } = self.a_letter();
        let usual = if preserves { LetterAnswer::Preserved } else { LetterAnswer::Disclosed };
        let answer = if self.numbers.chance(50) { usual } else { self.numbers.code() };
        Box::new(RecordAnswer {
            record,
            letter,
            platform_answer: answer,
            preserved_until: (answer == LetterAnswer::Preserved).then(|| self.until()),
            why_refused: WhyRefused::NotSaid,
            disclosed_hash: None,
        })
    }
    pub(super) fn withdraw_letter(&mut self) -> Box<dyn AnyAct> {
        let Drafted { record, letter, .. } = self.a_letter();
        Box::new(Withdraw { record, letter })
    }
    pub(super) fn tell_clock(&mut self) -> Box<dyn AnyAct> {
        let found: ClockFound = self.numbers.code();
        Box::new(TellClock { letter: self.a_letter().letter, found })
    }
}
