//! `tutela show`: what a page shows, as JSON: one report, one case, its names, a lead, the live figures.

use super::Common;
use super::act::As;
use super::client::{Live, SignIn, sign_in};
use super::node::{Reached, reach};
use super::secrets::{code, password};
use super::serve::{listen, runtime};
use crate::doors::core::{self, House};
use crate::fault::Fault;
use clap::Args;
use kernel::Purpose;
use std::process::ExitCode;

/// Shows what a page shows, as JSON. Personal data are shown after a look that is recorded, as on the page.
#[derive(Args)]
#[command(
    after_help = "Example: tutela show reports/0f8fad5bd9cb469fa165708677289501\n         tutela show cases/0f8fad5bd9cb469fa165708677289501/names\n         tutela show 'demand-map/live?period=2023/2025'"
)]
pub(crate) struct Show {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    by: As,
    /// Paths below /api; several are answered one a line
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
}

impl Show {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        match reach(&self.common)? {
            Reached::Live(live) => self.print(&live)?,
            Reached::Files(house) => at_the_door(*house, &self.by, |live| self.print(live))?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn print(&self, live: &Live) -> Result<(), Fault> {
        for path in &self.paths {
            let path = path.trim_start_matches('/').trim_start_matches("api/");
            let shown = live.get(&format!("/api/{path}"))?;
            let shown: serde_json::Value = serde_json::from_str(&shown)
                .map_err(|_| Fault::Input(format!("{path}: is no JSON; a path below /api is wanted")))?;
            if self.common.json || self.paths.len() > 1 {
                println!("{shown}");
            } else {
                println!("{shown:#}");
            }
        }
        Ok(())
    }
}

/// Without a running node its staff door is opened for this one question, on this machine alone: the same policy, the same
/// traces.
///
/// # Errors
/// [`Fault`] when nobody is let in, or what `ask` tells.
pub(crate) fn at_the_door(
    house: House,
    by: &As,
    ask: impl FnOnce(&Live) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let user = by.user()?.to_owned();
    let (password, purpose) = (password()?, by.purpose()?.unwrap_or(Purpose::NotStated));
    let runtime = runtime()?;
    let (listener, staff) = runtime.block_on(listen("127.0.0.1:0"))?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = runtime.spawn(core::serve(house, listener, async move { drop(stopped.await) }));
    let asked = SignIn { user: &user, password: &password, code: &code(), purpose, known: "", before: "" };
    let shown = sign_in(&staff, &asked).and_then(|told| ask(&Live::at(staff.clone(), told.token)));
    drop(stop);
    let served = runtime.block_on(serving).unwrap_or(Ok(()));
    runtime.shutdown_background();
    shown.and(served)
}
