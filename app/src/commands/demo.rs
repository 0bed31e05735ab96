//! `tutela demo`: a fictional State to look at, or the whole story once.

use super::Common;
use super::beside::{Beside, Reach};
use super::serve::{PublicProcess, listen, local_site, log, runtime, told_to_stop, write_doors};
use crate::demo::{Amount, DemoClock, Staff, Told, beginning, gateway, open_ways, seed, staff, tell};
use crate::demo::{phones, platforms, takedown as hosts};
use crate::doors::core::{self, DEMO_MARKER, House, PSEUDO_LINE};
use crate::doors::machine;
use crate::fault::Fault;
use crate::provider::furnish;
use calling::Equipment;
use clap::Args;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use store::postgres::TemporaryDatabase;

/// Seeds a fictional State and serves both doors; --once runs the whole story through them and ends.
#[derive(Args)]
#[command(after_help = "Example: tutela demo --reports 300 --cases 100\n         tutela demo --once --json")]
pub(crate) struct Demo {
    #[command(flatten)]
    common: Common,
    /// Runs the story on a temporary database and ends: 0 only if every step holds
    #[arg(long)]
    once: bool,
    /// Port of the staff door; the public door takes the next one. 0 for any two free ones
    #[arg(long, default_value_t = 8081)]
    port: u16,
    /// The same number gives the same State
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many reports
    #[arg(long, default_value_t = 200)]
    reports: u32,
    /// How many cases
    #[arg(long, default_value_t = 80)]
    cases: u32,
    /// Only so many reports and cases: no hash list, leads, refusals, alarms or statistics
    #[arg(long)]
    plain: bool,
    /// As 'tutela serve --provider'
    #[arg(long, value_name = "FILE")]
    provider: Option<std::path::PathBuf>,
    /// Speaks no language: every text is accented, longer and in brackets, so that what nobody could translate and what is cut
    /// off can be seen. In English and the other languages from left to right, in Arabic from right to left
    #[arg(long)]
    pseudo: bool,
}

/// The demo's world: everybody it reaches stands on this machine, and time is its own.
fn near(gateway: calling::Gateway, clock: &DemoClock, machine: &str) -> Reach {
    let own_time = || {
        let clock = clock.clone();
        Arc::new(move || clock.now())
    };
    Reach {
        calling: Equipment { gateway: Some(gateway), ..Equipment::default() },
        hosts: takedown::Settings {
            also_private: true,
            pages: Some(machine.to_owned()),
            clock: own_time(),
            ..takedown::Settings::default()
        },
        platforms: letters::Settings { clock: own_time(), ..letters::Settings::default() },
        senders: ::platforms::Settings { also_private: true, ..::platforms::Settings::default() },
        exchange: None,
    }
}

/// A running demo.
pub(crate) struct Running {
    pub(crate) public: String,
    pub(crate) staff_url: String,
    pub(crate) staff: Vec<Staff>,
    pub(crate) house: std::sync::Arc<store::Node>,
    pub(crate) machine: String,
    /// Name and secret of the fictional platform's keys, by environment.
    pub(crate) machine_keys: serde_json::Value,
    /// The fictional host, of which addresses are taken down.
    pub(crate) host: hosts::SimulatedHost,
}

impl Demo {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        log(&self.common, true);
        if !self.once {
            return self.serve(&self.common, |running, common, new| {
                // The story fills what reports and cases alone leave empty: lists and leads, refusals, alarms, statistics.
                if new && !self.plain && !tell(running, common, Told::Silently)? {
                    return Ok(Some(false));
                }
                Ok(None)
            });
        }
        let place = tempdir()?;
        let mut common =
            Common { data: place.0.clone(), name: Some("fictional.example".into()), ..self.common.clone() };
        // On a server's own database nothing is touched: the story has one of its own, gone afterwards.
        let temporary = self.common.database.as_deref().map(TemporaryDatabase::make).transpose()?;
        common.database = temporary.as_ref().map(|database| database.url().to_owned());
        let told = if self.common.json { Told::Lines } else { Told::Table };
        self.serve(&common, |running, common, _| tell(running, common, told).map(Some))
    }

    /// Opens a house, seeds it where it is empty, serves both doors; then either runs `story` or waits to be stopped.
    fn serve(
        &self,
        common: &Common,
        story: impl FnOnce(&Running, &Common, bool) -> Result<Option<bool>, Fault>,
    ) -> Result<ExitCode, Fault> {
        let clock = DemoClock::default();
        let house = House::open_demo(common.config(), &common.exit, clock.ticking(), self.pseudo)?;
        let node = std::sync::Arc::clone(&house.node);
        let new = node.entry(1)?.is_none();
        let marker = common.data.join(DEMO_MARKER);
        if !new && !marker.exists() {
            return Err(Fault::Input(format!(
                "--data {}: is no demo's node; the demo's accounts have known passwords and belong into a directory of their own",
                common.data.display()
            )));
        }
        let pseudo = if self.pseudo { format!("{PSEUDO_LINE}\n") } else { String::new() };
        std::fs::write(&marker, format!("This node is a demo. Nobody in it is real.\n{pseudo}"))
            .map_err(Fault::file(&marker))?;
        if new {
            clock.put(beginning());
        }
        let people = staff(&node)?;
        if new {
            self.seed(common, &node, &clock, &people)?;
            if !self.plain {
                open_ways(&node, &people)?;
            }
        }
        core::write_out(&node)?;
        let runtime = runtime()?;
        let port =
            |offset: u16| if self.port == 0 || self.once { 0 } else { self.port.saturating_add(offset) };
        let (listener, staff_url) = runtime.block_on(listen(&format!("127.0.0.1:{}", port(0))))?;
        furnish(&house.desk, local_site(&listener)?, self.provider.as_deref())?;
        let machine_keys = platforms::keys_of(&node, &common.data, &people)?;
        let (at_machine_door, machine) = runtime.block_on(listen(&format!("127.0.0.1:{}", port(2))))?;
        let (close_machine_door, closed) = tokio::sync::oneshot::channel::<()>();
        let closed = async move { drop(closed.await) };
        let machine_door = runtime.spawn(machine::serve(
            at_machine_door,
            house.desk.clone(),
            ::platforms::limits::FILE_BYTES,
            closed,
        ));
        let reach = near(runtime.block_on(gateway())?, &clock, &machine);
        let beside = Beside::start(&house, reach);
        let host = runtime.block_on(hosts::host())?;
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let serving = runtime.spawn(core::serve(house, listener, async move { drop(stopped.await) }));
        // The story tells faster than people do.
        drop(phones::secret_of(&common.data)?);
        let secret = format!("--door-phone-secret=@{}", phones::file_of(&common.data).display());
        let limits = ["--door-per-second=10000".to_owned(), "--door-burst=10000".to_owned(), secret];
        let (process, told) = PublicProcess::start(common, &format!("127.0.0.1:{}", port(1)), &limits)?;
        let public = told["public"].as_str().unwrap_or_default().to_owned();
        let running = Running { public, staff_url, staff: people, house: node, machine, machine_keys, host };
        let held = match story(&running, common, new)? {
            Some(held) => held,
            None => {
                platforms::let_match(&running.house, &running.staff, &running.machine_keys)?;
                self.announce(common, &running)?;
                runtime.block_on(told_to_stop(&runtime));
                true
            }
        };
        drop(process);
        drop(close_machine_door);
        // It has said itself what went wrong.
        drop(runtime.block_on(machine_door));
        drop(stop);
        let served = runtime.block_on(serving).unwrap_or(Ok(()));
        beside.stop();
        runtime.shutdown_background();
        served?;
        Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn seed(
        &self,
        common: &Common,
        node: &store::Node,
        clock: &DemoClock,
        people: &[Staff],
    ) -> Result<(), Fault> {
        let shows = common.shows_progress();
        let of = self.reports + self.cases;
        let mut told = |done: u32| {
            if shows && done.is_multiple_of(10) {
                eprint!("\rseeding a fictional State: {done} of {of}   ");
            }
        };
        let amount = Amount { seed: self.seed, reports: self.reports, cases: self.cases };
        seed(node, clock, people, amount, &mut told)?;
        if shows {
            eprintln!();
        }
        Ok(())
    }

    fn announce(&self, common: &Common, running: &Running) -> Result<(), Fault> {
        let accounts: Vec<serde_json::Value> = running.staff.iter().map(Staff::told).collect();
        let tokens =
            running.staff.iter().map(|one| serde_json::json!({ "name": one.user, "token": one.token }));
        let doors = serde_json::json!({
            "public": running.public,
            "staff": running.staff_url,
            "api": format!("{}/api", running.staff_url),
            "openapi": [format!("{}/openapi.json", running.staff_url), format!("{}/openapi.json", running.public)],
            "accounts": accounts,
            "tokens": tokens.collect::<Vec<_>>(),
            "data": common.data,
            "phone_secret": phones::file_of(&common.data),
            "cybertipline": told_cybertipline(running),
            "match": { "url": running.machine, "token": platforms::match_token(&running.machine_keys) },
            "host": { "page": running.host.page, "notices": running.host.notices, "inbox": running.host.inbox },
        });
        write_doors(common, &doors)?;
        if common.json {
            println!("{doors}");
            return Ok(());
        }
        println!("A fictional State, to look at. Nobody in it is real.\n");
        println!("  Public door   {}", running.public);
        println!("  Staff door    {}", running.staff_url);
        println!("  API           {}/openapi.json", running.staff_url);
        println!("  CyberTipline  {}/ispws", running.machine);
        println!("  Matching      {}/m/lookup", running.machine);
        let secret = phones::file_of(&common.data);
        println!("  A telephone   tutela phone --door {} --secret @{}\n", running.public, secret.display());
        println!("  Sign in as                       with");
        let insiders = running.staff.iter().filter(|one| !one.is_outsider());
        insiders.for_each(|one| println!("  {:32} {}", one.user, one.password()));
        println!("\n  Of another unit, which knows of none of these cases:");
        let outsiders = running.staff.iter().filter(|one| one.is_outsider());
        outsiders.for_each(|one| println!("  {:32} {}", one.user, one.password()));
        println!("\nCtrl-C stops it; the data stay in {}.", common.data.display());
        Ok(())
    }
}

/// Where a platform's system sends, and by which keys.
fn told_cybertipline(running: &Running) -> serde_json::Value {
    let keys = &running.machine_keys;
    serde_json::json!({
        "url": format!("{}/ispws", running.machine),
        "user": keys["production"]["user"],
        "password": keys["production"]["password"],
        "sandbox": keys["sandbox"],
    })
}

/// A directory that is removed when this goes.
struct Place(std::path::PathBuf);

fn tempdir() -> Result<Place, Fault> {
    let random: [u8; 8] = store::crypto::random().map_err(|error| Fault::Input(error.to_string()))?;
    let name: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let path = std::env::temp_dir().join(format!("tutela-demo-{name}"));
    std::fs::create_dir(&path).map_err(Fault::file(&path))?;
    Ok(Place(path))
}

impl Drop for Place {
    fn drop(&mut self) {
        remove(&self.0);
    }
}

fn remove(path: &Path) {
    if let Err(error) = std::fs::remove_dir_all(path) {
        tracing::warn!(%error, "the demo's directory was left over");
    }
}
