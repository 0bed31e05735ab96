//! `tutela exchange`: what goes to other hotlines and comes from them.

use super::Common;
use super::act::As;
use super::list::{How, List};
use crate::fault::Fault;
use clap::{Args, Subcommand};
use std::process::ExitCode;

/// Lists addresses between this hotline and others, words about them, and with whom this one speaks. No address itself is told.
#[derive(Args)]
#[command(
    after_help = "Example: tutela exchange list --filter exchange_state=waiting\n         tutela exchange peers\n         tutela exchange words --filter word_state=given-up"
)]
pub(crate) struct Exchange {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    by: As,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Addresses that go to other hotlines or come from them, and how far each is
    List(How),
    /// Hotlines with which addresses are exchanged, and how that goes
    Peers(How),
    /// What was done about addresses, told and heard
    Words(How),
    /// Hotlines that somebody proposed
    Proposals(How),
}

impl Exchange {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        let (name, how) = match self.what {
            What::List(how) => ("exchange.addresses", how),
            What::Peers(how) => ("exchange.peers", how),
            What::Words(how) => ("exchange.words", how),
            What::Proposals(how) => ("exchange.proposals", how),
        };
        List::of(self.common, self.by, name, how).run()
    }
}
