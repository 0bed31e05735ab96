//! `tutela public`: the public door, without any private key.

use super::Common;
use super::reaching::secret_file;
use super::serve::{listen, log, runtime, told_to_stop};
use crate::doors::onion::Onion;
use crate::doors::public::{self, AlsoBy};
use crate::fault::Fault;
use crate::metrics;
use crate::settings::DOOR_HEADING;
use clap::Args;
use reports::door::{Limits, Pace, Phones};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

/// Serves the public door of a node whose core runs on this machine.
#[derive(Args)]
#[command(after_help = "Example: tutela public --listen 0.0.0.0:8080 --data /var/lib/tutela")]
pub(crate) struct Public {
    #[command(flatten)]
    common: Common,
    /// Its address
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS", value_parser = crate::settings::address)]
    listen: String,
    #[command(flatten)]
    limits: DoorLimits,
    /// Ends when standard input is closed: the process that started it is gone
    #[arg(long, hide = true)]
    with_parent: bool,
}

/// What telephones come in by, and the file that says so.
#[derive(Clone)]
pub(crate) struct PhoneSecret {
    file: String,
    phones: Phones,
}

impl PhoneSecret {
    /// What it says, for whoever looks after the node; never a secret.
    pub(crate) fn told(&self) -> String {
        let older = self.phones.count() - 1;
        format!("the public door takes them under {}; older secrets that open threads: {older}", self.file)
    }
}

impl std::fmt::Debug for PhoneSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PhoneSecret(@{})", self.file)
    }
}

/// Reads the file of the secret that a gateway of telephones signs with.
///
/// # Errors
/// What is wrong and what would be right.
pub(crate) fn phone_secret(typed: &str) -> Result<PhoneSecret, String> {
    let (file, text) = secret_file(typed)?;
    let phones = Phones::read(&text).map_err(|fault| format!("{file}: {fault}"))?;
    Ok(PhoneSecret { file, phones })
}

/// How fast the public door takes in, for `tutela public` and for the door that `tutela serve` starts.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = DOOR_HEADING)]
pub(crate) struct DoorLimits {
    /// So many reports, messages and opened threads in a second, over time; more are slowed down, and nobody is shut out
    #[arg(long, default_value_t = 20, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    door_per_second: u32,
    /// So many at once before anybody waits
    #[arg(long, default_value_t = 200, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    door_burst: u32,
    /// So many wait at most; then whoever opened their form last is asked to try again
    #[arg(long, default_value_t = 1_000, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    door_waiting: u32,
    /// Nobody waits longer, in seconds; then they are asked to try again and keep their place
    #[arg(long, default_value_t = 8, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=60))]
    door_patience: u32,
    /// The onion address at which tor serves this door, too: pages that are read over https name it
    #[arg(long, value_name = "ADDRESS")]
    door_onion: Option<Onion>,
    /// The file that holds the secret which the operator's gateway of text messages, menus and calls knows, too: whsec_..., 32 bytes
    /// at least, the newest first. Without it the door takes no telephones: see docs/phones.md
    #[arg(long, value_name = "@FILE", value_parser = phone_secret)]
    door_phone_secret: Option<PhoneSecret>,
    /// Tells the door's figures in the Prometheus text format at this address of this machine: http://ADDRESS/metrics
    #[arg(long, value_name = "ADDRESS", value_parser = crate::settings::of_this_machine)]
    door_metrics: Option<SocketAddr>,
}

impl DoorLimits {
    /// As options for a process of its own.
    pub(crate) fn words(&self) -> Vec<String> {
        let mut words = vec![
            format!("--door-per-second={}", self.door_per_second),
            format!("--door-burst={}", self.door_burst),
            format!("--door-waiting={}", self.door_waiting),
            format!("--door-patience={}", self.door_patience),
        ];
        words.extend(self.door_onion.as_ref().map(|onion| format!("--door-onion={onion}")));
        words.extend(self.door_phone_secret.as_ref().map(|one| format!("--door-phone-secret=@{}", one.file)));
        words.extend(self.door_metrics.map(|address| format!("--door-metrics={address}")));
        words
    }

    fn pace(&self) -> Pace {
        Pace::new(Limits {
            per_second: self.door_per_second,
            burst: self.door_burst,
            waiting: usize::try_from(self.door_waiting).unwrap_or(usize::MAX),
            patience: Duration::from_secs(u64::from(self.door_patience)),
        })
    }
}

/// Ends when the terminal says stop or, under a parent, when the parent is gone.
async fn told_or_orphaned(stop: impl Future<Output = ()>, with_parent: bool) {
    if !with_parent {
        return stop.await;
    }
    let (gone, orphaned) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        drop(std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
        drop(gone);
    });
    tokio::select! {
        () = stop => {}
        _ = orphaned => {}
    }
}

impl Public {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        log(&self.common, self.common.quiet);
        let runtime = runtime()?;
        let stop = told_to_stop(&runtime);
        let (listener, url) = runtime.block_on(listen(&self.listen))?;
        // The routes are built before the URL is told: who reads it finds the door open.
        let pace = self.limits.pace();
        let also = AlsoBy {
            onion: self.limits.door_onion.as_ref(),
            phones: self.limits.door_phone_secret.as_ref().map(|one| &one.phones),
        };
        drop(public::routes(&self.common.data, &self.common.exit, &pace, also)?);
        let mut told_at = None;
        if let Some(address) = self.limits.door_metrics {
            let (listener, url) = runtime.block_on(listen(&address.to_string()))?;
            told_at = Some(format!("{url}/metrics"));
            runtime.spawn(metrics::serve_door(listener, pace.clone()));
        }
        if self.common.json {
            println!("{}", serde_json::json!({ "public": url, "metrics": told_at }));
        } else if !self.common.quiet {
            println!("Public door: {url}");
        }
        let served = runtime.block_on(public::serve(
            &self.common.data,
            &self.common.exit,
            &pace,
            also,
            listener,
            told_or_orphaned(stop, self.with_parent),
        ));
        runtime.shutdown_background();
        served.map(|()| ExitCode::SUCCESS)
    }
}
