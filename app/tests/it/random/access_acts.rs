//! Random acts about who works here: units, accounts, recoveries.

use super::{Acts, officer};
use access::acts::{
    ApproveAccount, ApproveRecovery, CloseAccount, EndMachineKey, EndSessions, Found, OpenMachineKey,
    OpenUnit, ProposeAccount, ProposeRecovery, SetMachineQuota, SetNames, SucceedMachineKey, SuspendAccount,
};
use facts::unit::UnitKind;
use kernel::{Actor, AnyAct, Id, Role};

/// The unit of some who act, opened for oversight.
pub(super) const HEARS: Id = Id([201; 16]);

impl Acts {
    pub(super) fn found(&mut self) -> Box<dyn AnyAct> {
        let (administrator, overseer) = (Id([161; 16]), Id([162; 16]));
        let (administration, oversight) = (Id([151; 16]), Id([152; 16]));
        Box::new(Found { administrator, administration, overseer, oversight, second_factor: true })
    }
    pub(super) fn open_unit(&mut self) -> Box<dyn AnyAct> {
        // The units of those who act, and of whom reports are referred to, too.
        let of_work = Id([200 + self.numbers.below(5) as u8; 16]);
        let unit = if self.numbers.chance(50) { of_work } else { self.fresh() };
        self.units.push(unit);
        let word = if self.numbers.chance(95) { format!("unit-{}", unit.short()) } else { "No word".into() };
        // One of the units of those who act is for oversight, so that somebody hears complaints.
        let kind = if unit == HEARS { UnitKind::Oversight } else { self.numbers.code::<UnitKind>() };
        Box::new(OpenUnit { unit, word, kind })
    }
    pub(super) fn account(&mut self) -> Id {
        self.some(|acts| &acts.accounts)
    }
    pub(super) fn propose_account(&mut self) -> Box<dyn AnyAct> {
        if self.numbers.chance(30) {
            let Actor { id: account, role, unit } = officer(Role::Analyst, self.numbers.below(3) as u8);
            self.proposals.push((account, self.act_id()));
            return Box::new(ProposeAccount { account, staff_role: role, unit });
        }
        let account = if self.numbers.chance(40) { self.fresh() } else { self.account() };
        self.accounts.push(account);
        self.proposals.push((account, self.act_id()));
        let unit = self.some(|acts| &acts.units);
        Box::new(ProposeAccount { account, staff_role: self.numbers.code::<Role>(), unit })
    }
    /// A recent proposal, sometimes one of nothing.
    pub(super) fn proposal(&mut self, of: fn(&Acts) -> &Vec<(Id, Id)>) -> (Id, Id) {
        let known = of(self).len();
        if known == 0 || self.numbers.chance(3) {
            return (self.account(), self.fresh());
        }
        let back = self.numbers.below(known.min(3));
        of(self)[known - 1 - back]
    }
    pub(super) fn approve_account(&mut self) -> Box<dyn AnyAct> {
        let (account, proposal) = self.proposal(|acts| &acts.proposals);
        Box::new(ApproveAccount { account, proposal })
    }
    pub(super) fn suspend_account(&mut self) -> Box<dyn AnyAct> {
        Box::new(SuspendAccount { account: self.account() })
    }
    pub(super) fn close_account(&mut self) -> Box<dyn AnyAct> {
        Box::new(CloseAccount { account: self.account() })
    }
    pub(super) fn end_sessions(&mut self) -> Box<dyn AnyAct> {
        Box::new(EndSessions { account: self.account() })
    }
    pub(super) fn set_names(&mut self) -> Box<dyn AnyAct> {
        Box::new(SetNames { account: self.account() })
    }
    pub(super) fn propose_recovery(&mut self) -> Box<dyn AnyAct> {
        let account = self.account();
        self.recoveries.push((account, self.act_id()));
        Box::new(ProposeRecovery { account })
    }
    pub(super) fn approve_recovery(&mut self) -> Box<dyn AnyAct> {
        let (account, proposal) = self.proposal(|acts| &acts.recoveries);
        Box::new(ApproveRecovery { account, proposal })
    }
    pub(super) fn open_machine_key(&mut self) -> Box<dyn AnyAct> {
        // Sometimes a key that is there already.
        let key = if self.numbers.chance(90) { self.fresh() } else { self.some(|acts| &acts.machine_keys) };
        self.machine_keys.push(key);
        let unit = self.some(|acts| &acts.units);
        let (environment, bytes_a_day) = (self.numbers.code(), self.numbers.chance(50).then_some(1 << 30));
        Box::new(OpenMachineKey { key, unit, environment, per_minute: Some(60), bytes_a_day })
    }
    pub(super) fn set_machine_quota(&mut self) -> Box<dyn AnyAct> {
        let key = self.some(|acts| &acts.machine_keys);
        Box::new(SetMachineQuota { key, per_minute: self.numbers.below(100) as u32, bytes_a_day: 1 << 30 })
    }
    /// By the key that opens it, whose number the actor bears.
    pub(super) fn succeed_machine_key(&mut self) -> Box<dyn AnyAct> {
        let key = self.fresh();
        self.succeeding = self.machine_keys.last().copied();
        self.machine_keys.push(key);
        Box::new(SucceedMachineKey { key, at_once: self.numbers.chance(30) })
    }
    pub(super) fn end_machine_key(&mut self) -> Box<dyn AnyAct> {
        Box::new(EndMachineKey { key: self.some(|acts| &acts.machine_keys) })
    }
}
