//! `tutela public`: the public door, without any private key.

use super::Common;
use super::serve::{listen, log, runtime, told_to_stop};
use crate::doors::public;
use crate::fault::Fault;
use clap::Args;
use std::process::ExitCode;

/// Serves the public door of a node whose core runs on this machine.
#[derive(Args)]
#[command(after_help = "Example: tutela public --listen 0.0.0.0:8080 --data /var/lib/tutela")]
pub(crate) struct Public {
    #[command(flatten)]
    common: Common,
    /// Its address
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS", value_parser = crate::settings::address)]
    listen: String,
    /// Ends when standard input is closed: the process that started it is gone
    #[arg(long, hide = true)]
    with_parent: bool,
}

/// Ends when the terminal says stop or, under a parent, when the parent is gone.
async fn told_or_orphaned(with_parent: bool) {
    if !with_parent {
        return told_to_stop().await;
    }
    let (gone, orphaned) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        drop(std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
        drop(gone);
    });
    tokio::select! {
        () = told_to_stop() => {}
        _ = orphaned => {}
    }
}

impl Public {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        log(self.common.quiet);
        let runtime = runtime()?;
        let (listener, url) = runtime.block_on(listen(&self.listen))?;
        // The routes are built before the URL is told: who reads it finds the door open.
        drop(public::routes(&self.common.data, &self.common.exit)?);
        if self.common.json {
            println!("{}", serde_json::json!({ "public": url }));
        } else if !self.common.quiet {
            println!("Public door: {url}");
        }
        let served = runtime.block_on(public::serve(
            &self.common.data,
            &self.common.exit,
            listener,
            told_or_orphaned(self.with_parent),
        ));
        runtime.shutdown_background();
        served.map(|()| ExitCode::SUCCESS)
    }
}
