//! `tutela serve`: core in this process, the public door in one of its own.

use super::Common;
use super::beside::{Beside, Reach};
use super::client::DOORS_FILE;
use super::public::DoorLimits;
use super::reaching::Reaching;
use crate::checkpoints::{Delivery, Pace, Place};
use crate::doors::core::{self, House};
use crate::doors::machine;
use crate::fault::Fault;
use crate::metrics;
use crate::provider::furnish;
use crate::settings;
use clap::Args;
use desk::Site;
use std::net::SocketAddr;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use store::{Duty, Post};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Serves a node.
#[derive(Args)]
#[command(after_help = "Example: tutela serve --public 0.0.0.0:8080 --staff 127.0.0.1:8081 \
    --checkpoint-to /mnt/overseer/ --checkpoint-to https://keeper.example/tutela --metrics 127.0.0.1:9090")]
pub(crate) struct Serve {
    #[command(flatten)]
    common: Common,
    /// Address of the public door; "none" when it is served by 'tutela public' under another user
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS", value_parser = settings::door)]
    public: String,
    /// Address of the staff door
    #[arg(long, default_value = "127.0.0.1:8081", value_name = "ADDRESS", value_parser = settings::address)]
    staff: String,
    /// Address of the machine door, where platforms and partners send reports by their keys: /ispws. Without it there is none.
    /// A proxy must see to TLS
    #[arg(long, value_name = "ADDRESS", value_parser = settings::address)]
    machine: Option<String>,
    /// Largest file of a report at the machine door, in mebibytes. It is sealed as it comes, and is never in memory as a whole
    #[arg(long, default_value_t = platforms::limits::FILE_MEBIBYTES, value_name = "MIB", value_parser = clap::value_parser!(u32).range(1..=i64::from(platforms::limits::MOST_FILE_MEBIBYTES)))]
    largest_file: u32,
    /// The address at which browsers find the staff door, https://HOST: passkeys belong to it, and its cookies go by TLS alone.
    /// Without it: http://localhost and the port
    #[arg(long, value_name = "ORIGIN")]
    staff_origin: Option<String>,
    /// Staff may also sign in by a provider of identities over OpenID Connect, which this file names: see docs/operations.md
    #[arg(long, value_name = "FILE")]
    provider: Option<std::path::PathBuf>,
    /// Where signed checkpoints go, again and again: a file, a directory, an http or https address that takes PUT, or @FILE
    /// for an address with a password, which would stand in the list of processes. May be given many times
    #[arg(long, value_name = "PLACE", value_parser = Place::read)]
    checkpoint_to: Vec<Place>,
    /// A checkpoint is signed after so many minutes, if the journal grew
    #[arg(long, default_value_t = 60, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=10_080))]
    checkpoint_every: u32,
    /// Serve beside another process on the same PostgreSQL database and data directory: one of them is the writer, the other
    /// hands its acts on and takes the writer's place when that ends. Give it to both
    #[arg(long)]
    standby: bool,
    /// Tells figures in the Prometheus text format at this address of this machine: http://ADDRESS/metrics
    #[arg(long, value_name = "ADDRESS", value_parser = settings::of_this_machine)]
    metrics: Option<SocketAddr>,
    /// The registry that is asked by RDAP where hosts are reached, and nobody else: https://rdap.example, or http on this machine
    #[arg(long, value_name = "URL", value_parser = registry_address)]
    rdap: Option<String>,
    /// The address of the machine door as hosts reach it: notices bring a link to the host's own page below it. Without it they bring none
    #[arg(long, value_name = "URL", value_parser = pages_address)]
    host_pages: Option<String>,
    /// So many connections to hosts are open at once, at most, while the status of addresses is looked at
    #[arg(long, default_value_t = takedown::CONNECTIONS as u32, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=256))]
    check_connections: u32,
    /// Webhooks of senders' systems may lead into private networks, too, and to this machine without TLS: for a network of authorities,
    /// and for trying
    #[arg(long)]
    webhooks_to_private: bool,
    #[command(flatten)]
    reaching: Reaching,
    #[command(flatten)]
    limits: DoorLimits,
}

fn pages_address(typed: &str) -> Result<String, String> {
    if couriers::hook::is_address(typed) {
        Ok(typed.to_owned())
    } else {
        Err("is no address of a door; https://machine.example, or http:// on this machine, is wanted"
            .to_owned())
    }
}

fn registry_address(typed: &str) -> Result<String, String> {
    if couriers::hook::is_address(typed) {
        Ok(typed.to_owned())
    } else {
        Err("is no address of a registry; https://rdap.example, or http:// on this machine, is wanted"
            .to_owned())
    }
}

/// Begins to log to standard error, as the settings say.
pub(crate) fn log(common: &Common, quiet: bool) {
    crate::log::begin(&common.log, common.log_level, quiet);
}

/// Ends when the terminal or the system says stop. It is listened for from the call on, not from the first wait: who is told
/// that a door is open may say stop at once.
pub(crate) fn told_to_stop(
    runtime: &tokio::runtime::Runtime,
) -> impl Future<Output = ()> + Send + 'static + use<> {
    let _within = runtime.enter();
    let told = [SignalKind::terminate(), SignalKind::interrupt()].map(signal);
    async move {
        let [Ok(mut terminate), Ok(mut interrupt)] = told else { return std::future::pending().await };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}

/// The async runtime of a serving process.
///
/// # Errors
/// [`Fault::File`] when the system gives no threads.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Fault> {
    let made = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    made.map_err(|error| Fault::File("async runtime".into(), error))
}

/// Takes an address.
///
/// # Errors
/// [`Fault::Input`] names the address and why it cannot be had.
pub(crate) async fn listen(address: &str) -> Result<(TcpListener, String), Fault> {
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|error| {
        Fault::Input(format!("address {address}: {error}; HOST:PORT with a free port is wanted"))
    })?;
    let local = listener.local_addr().map_err(|error| Fault::File(address.to_owned(), error))?;
    Ok((listener, format!("http://{local}")))
}

/// The staff door's origin as it was given.
///
/// # Errors
/// [`Fault::Input`] says what would be right.
fn site_of(origin: &str) -> Result<Site, Fault> {
    Site::read(origin).map_err(|error| Fault::Input(format!("--staff-origin: {error}")))
}

/// Where a browser on this machine finds a staff door that nobody named.
///
/// # Errors
/// [`Fault`] when the listener has no address.
pub(crate) fn local_site(listener: &TcpListener) -> Result<Site, Fault> {
    let local = listener.local_addr().map_err(|error| Fault::File("staff door".into(), error))?;
    site_of(&format!("http://localhost:{}", local.port()))
}

/// A public door in a process of its own, ended when this goes.
pub(crate) struct PublicProcess(Child);

impl PublicProcess {
    /// Starts it on an address and waits until it tells its URL.
    ///
    /// # Errors
    /// [`Fault`] when the process does not start or tell.
    pub(crate) fn start(
        common: &Common,
        address: &str,
        limits: &[String],
    ) -> Result<(PublicProcess, serde_json::Value), Fault> {
        use std::io::BufRead;
        let program = std::env::current_exe().map_err(|error| Fault::File("this program".into(), error))?;
        let mut child = Command::new(program)
            .args([
                "public",
                "--with-parent",
                "--listen",
                address,
                "--exit",
                &common.exit,
                "--json",
                "--data",
            ])
            .arg(&common.data)
            .args(limits)
            .args(["--log", &common.log])
            .args(common.log_level.map(|level| format!("--log-level={level}")))
            .args(common.config.as_ref().map(|file| format!("--config={}", file.display())))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Fault::File("public door".into(), error))?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            std::io::BufReader::new(out)
                .read_line(&mut line)
                .map_err(|error| Fault::File("public door".into(), error))?;
        }
        let process = PublicProcess(child);
        let told: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
        if told["public"].is_string() {
            Ok((process, told))
        } else {
            Err(Fault::Input(format!("address {address}: the public door did not open there")))
        }
    }
}

impl Drop for PublicProcess {
    fn drop(&mut self) {
        // It may have ended by itself already.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Writes a file anew that this user alone can read.
///
/// # Errors
/// [`Fault::File`].
pub(crate) fn write_for_this_user(file: &std::path::Path, bytes: &[u8]) -> Result<(), Fault> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    // There may be none yet.
    drop(std::fs::remove_file(file));
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    made.map_err(Fault::file(file))?.write_all(bytes).map_err(Fault::file(file))
}

/// Writes where the doors are, for commands beside the running node.
///
/// # Errors
/// [`Fault::File`].
pub(crate) fn write_doors(common: &Common, doors: &serde_json::Value) -> Result<(), Fault> {
    let file = common.data.join(DOORS_FILE);
    // The demo's doors hold its passwords: nobody else may read them, not even while they are written.
    write_for_this_user(&file, doors.to_string().as_bytes())
}

/// Of several processes, commands speak to the writer: each that becomes it writes where its doors are.
async fn keep_doors_written(mut post: watch::Receiver<Post>, common: Common, doors: serde_json::Value) {
    loop {
        core::has_duty(&mut post, Duty::Writer).await;
        if let Err(fault) = write_doors(&common, &doors) {
            tracing::error!(%fault, "commands do not find this node");
        }
        core::has_duty(&mut post, Duty::Standby).await;
    }
}

/// Says where the doors are, as the user wants to hear it.
fn announce(common: &Common, doors: &serde_json::Value) {
    if common.json {
        println!("{doors}");
    } else if !common.quiet {
        let of = |door: &str| doors[door].as_str().unwrap_or("served elsewhere").to_owned();
        println!("Public door: {}\nStaff door:  {}", of("public"), of("staff"));
    }
}

impl Serve {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        log(&self.common, self.common.quiet);
        let site = self.staff_origin.as_deref().map(site_of).transpose()?;
        let (config, exit) = (self.common.config(), &self.common.exit);
        let house =
            if self.standby { House::open_beside_others(config, exit)? } else { House::open(config, exit)? };
        core::write_out(&house.node)?;
        let runtime = runtime()?;
        let stop = told_to_stop(&runtime);
        let mut told_at = None;
        if let Some(address) = self.metrics {
            let (listener, url) = runtime.block_on(listen(&address.to_string()))?;
            told_at = Some(format!("{url}/metrics"));
            runtime.spawn(metrics::serve(listener, Arc::clone(&house.node), house.failed.clone()));
        }
        let (listener, staff) = runtime.block_on(listen(&self.staff))?;
        let machine = self.machine.as_deref().map(|address| runtime.block_on(listen(address))).transpose()?;
        let site = site.map_or_else(|| local_site(&listener), Ok)?;
        let exchange = self.reaching.exchange()?;
        let equipment = self.reaching.equipment(site.origin())?;
        furnish(&house.desk, site, self.provider.as_deref())?;
        let public = if self.public == "none" {
            None
        } else {
            Some(PublicProcess::start(&self.common, &self.public, &self.limits.words())?)
        };
        let told = public.as_ref().map(|(_, told)| told.clone()).unwrap_or_default();
        let url = told["public"].as_str();
        let openapi = format!("{staff}/openapi.json");
        let machine_url = machine.as_ref().map(|(_, url)| url.clone());
        if let Some((listener, _)) = machine {
            runtime.spawn(machine::serve(
                listener,
                house.desk.clone(),
                u64::from(self.largest_file) << 20,
                told_to_stop(&runtime),
            ));
        }
        let doors = serde_json::json!({ "public": url, "staff": staff, "machine": machine_url, "openapi": openapi, "metrics": told_at, "door_metrics": told["metrics"] });
        if !house.node.is_standby() {
            write_doors(&self.common, &doors)?;
        }
        if self.standby {
            runtime.spawn(keep_doors_written(house.node.post(), self.common.clone(), doors.clone()));
        }
        announce(&self.common, &doors);
        let delivery =
            Delivery::start(&house.node, self.checkpoint_to, Pace::minutes(self.checkpoint_every))?;
        let by_mail = equipment.mail.clone().map(|server| (server.server, server.from));
        let reach = Reach {
            calling: equipment,
            hosts: takedown::Settings {
                mail: by_mail.clone(),
                registry: self.rdap,
                pages: self.host_pages,
                at_once: usize::try_from(self.check_connections).unwrap_or(takedown::CONNECTIONS),
                ..takedown::Settings::default()
            },
            platforms: letters::Settings { mail: by_mail, ..letters::Settings::default() },
            senders: platforms::Settings {
                also_private: self.webhooks_to_private,
                ..platforms::Settings::default()
            },
            exchange: Some(exchange),
        };
        let beside = Beside::start(&house, reach);
        let served = runtime.block_on(core::serve(house, listener, stop));
        beside.stop();
        delivery.finish();
        runtime.shutdown_background();
        served.map(|()| ExitCode::SUCCESS)
    }
}
