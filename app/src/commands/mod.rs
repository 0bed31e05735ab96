//! The command line: one file a command.

mod account;
mod act;
mod addresses;
mod backup;
mod beside;
mod candidates;
mod checkpoint;
mod client;
mod completions;
mod config;
mod custody;
mod demo;
mod doctor;
mod erase;
mod exchange;
pub(crate) mod gateway;
mod hashes;
mod init;
mod intake;
mod keys;
mod list;
mod login;
mod machine_key;
mod man;
mod match_audit;
mod match_server;
mod material;
mod migrate;
mod node;
mod overseer;
mod phone;
mod prove;
mod public;
mod reaching;
mod restore;
mod roles;
mod rules;
mod secrets;
mod serve;
mod sessions;
mod show;
mod token;
mod verify;
mod views;
mod watch;
mod ways;

use crate::fault::Fault;
use crate::settings::{self, Settings};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use store::NodeConfig;

pub(crate) use client::agent;
pub(crate) use demo::Running;
pub(crate) use phone::Handset;
pub(crate) use public::phone_secret;
pub(crate) use rules::rules_of;
pub(crate) use serve::{listen, write_for_this_user};
pub(crate) use verify::verify_node;

/// Tutela: from a report to an outcome that counts.
#[derive(Parser)]
#[command(name = "tutela", version, about, long_about = None, arg_required_else_help = true,
    after_help = "Example: tutela demo\nExit codes: 0 done, 1 found something wrong, 2 bad input.")]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Common {
    /// The node's data directory: keys, socket, sessions, and the database unless --database names another
    #[arg(
        id = "data-directory",
        long = "data",
        global = true,
        default_value = "./tutela-data",
        value_name = "DIR"
    )]
    pub(crate) data: PathBuf,
    /// A PostgreSQL URL for the main database: postgres://user@host/name, or @FILE for one with a password
    #[arg(long, global = true, value_name = "URL", value_parser = settings::database)]
    pub(crate) database: Option<String>,
    /// The file of settings; without it DIR/tutela.toml or /etc/tutela/tutela.toml, where one is there
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Answers as JSON, one object a line
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// No progress, no notes; only the answer
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// The name that signs the node's checkpoints, given when the node is made; the node knows it from then on
    #[arg(id = "origin", long = "name", global = true, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// How the log is written, to standard error: text or json
    #[arg(long, global = true, default_value = "text", value_name = "FORMAT", value_parser = settings::format)]
    pub(crate) log: String,
    /// How much is logged: error, warn, info, debug or trace; info, or error with --quiet, when nothing is said
    #[arg(long, global = true, value_name = "LEVEL", value_parser = settings::level)]
    pub(crate) log_level: Option<tracing::Level>,
    /// Where "Exit this page" leads
    #[arg(long, global = true, default_value = "https://www.wikipedia.org/", value_name = "URL")]
    pub(crate) exit: String,
}

impl Common {
    pub(crate) fn config(&self) -> NodeConfig {
        let name = self.name.clone().or_else(|| store::node_name(&self.data));
        NodeConfig {
            data: self.data.clone(),
            database: self.database.clone(),
            name: name.unwrap_or_else(|| "tutela.local".to_owned()),
        }
    }

    /// Progress goes to standard error, and only when somebody looks at it.
    pub(crate) fn shows_progress(&self) -> bool {
        use std::io::IsTerminal;
        !self.quiet && !self.json && std::io::stderr().is_terminal()
    }
}

#[derive(Subcommand)]
enum Command {
    /// Seed a fictional State and serve both doors, or run the whole story once
    Demo(demo::Demo),
    /// Serve a node: core with the staff door, and the public door as a process of its own
    Serve(Box<serve::Serve>),
    /// Serve the public door of a node whose core runs elsewhere on this machine
    Public(public::Public),
    /// Check chain, checkpoints, sealed things and every derived row; reads, never writes
    Verify(verify::Verify),
    /// Sign and print a checkpoint, to be kept elsewhere
    Checkpoint(checkpoint::Checkpoint),
    /// Back up the database, beside a running node or without one
    Backup(backup::Backup),
    /// Make a node of backups, verified, with erasures made since honoured
    Restore(restore::Restore),
    /// Move a node to the other database
    Migrate(migrate::Migrate),
    /// Show ages and counts of keys, replace the node key, back the key store up
    Keys(keys::Keys),
    /// Tell what each role may do and read
    Roles(roles::Roles),
    /// List the rights rules: paragraph, basis, state, refusals and violations
    Rules(rules::Rules),
    /// Erase a report's or person's sealed data: asked by one, confirmed by the overseer
    Erase(erase::Erase),
    /// Enter any act of any room
    Act(act::Act),
    /// Go over the looks now, and put what stands out before the overseer
    Watch(watch::Watch),
    Gateway(gateway::Simulator),
    Phone(phone::Phone),
    Custody(custody::CustodyCommand),
    /// Prove that an entry stands in the journal, without what it says
    Prove(prove::Prove),
    /// Tell the overseer what is new, or explain one entry
    Overseer(overseer::Overseer),
    /// Read any list of any room
    List(list::List),
    Exchange(exchange::Exchange),
    /// Look up who is known already by a name, before a person is entered
    Candidates(candidates::Candidates),
    /// Show a report, a case, its names, a lead: what its page shows, as JSON
    Show(show::Show),
    /// Bring a hash list in from CSV, or write one out
    Hashes(hashes::Hashes),
    Material(material::Material),
    Intake(intake::Intake),
    Addresses(addresses::Addresses),
    /// Make a node: its first administrator and its first overseer get one-time links
    Init(init::Init),
    /// Staff accounts and units: proposed by one, approved by another, stopped by one
    Account(account::AccountCommand),
    /// See and end one's own sessions
    Sessions(sessions::Sessions),
    /// List, save and remove one's own saved views of lists
    Views(views::Views),
    /// See and change one's own ways to sign in: passkeys, password, recovery codes
    Ways(ways::Ways),
    /// Make a machine's token for what it names, shown once; list and withdraw tokens
    Token(token::Token),
    MachineKey(machine_key::MachineKey),
    MatchServer(match_server::MatchServer),
    MatchAudit(match_audit::MatchAudit),
    /// Sign in to a running node and keep a short token (mode 0600)
    Login(login::Login),
    /// Look whether a node is set up as it should be, and say what to do
    Doctor(doctor::Doctor),
    /// Print every setting in force and where it comes from
    Config(config::Config),
    /// Print completions for a shell
    Completions(completions::Completions),
    /// Print the man page
    Man(man::Man),
}

/// Runs a command.
///
/// # Errors
/// [`Fault`], said in one line.
pub(crate) fn run(cli: Cli, settings: &Settings) -> Result<ExitCode, Fault> {
    match cli.command {
        Command::Demo(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Public(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::Checkpoint(command) => command.run(),
        Command::Backup(command) => command.run(),
        Command::Restore(command) => command.run(),
        Command::Migrate(command) => command.run(),
        Command::Keys(command) => command.run(),
        Command::Roles(command) => command.run(),
        Command::Rules(command) => command.run(),
        Command::Erase(command) => command.run(),
        Command::Act(command) => command.run(),
        Command::Watch(command) => command.run(),
        Command::Gateway(command) => command.run(),
        Command::Phone(command) => command.run(),
        Command::Custody(command) => command.run(),
        Command::Prove(command) => command.run(),
        Command::Overseer(command) => command.run(),
        Command::List(command) => command.run(),
        Command::Exchange(command) => command.run(),
        Command::Candidates(command) => command.run(),
        Command::Show(command) => command.run(),
        Command::Hashes(command) => command.run(),
        Command::Material(command) => command.run(),
        Command::Intake(command) => command.run(),
        Command::Addresses(command) => command.run(),
        Command::Init(command) => command.run(),
        Command::Sessions(command) => command.run(),
        Command::Views(command) => command.run(),
        Command::Ways(command) => command.run(),
        Command::Account(command) => command.run(),
        Command::Token(command) => command.run(),
        Command::MachineKey(command) => command.run(),
        Command::MatchServer(command) => command.run(),
        Command::MatchAudit(command) => command.run(),
        Command::Login(command) => command.run(),
        Command::Doctor(command) => command.run(settings),
        Command::Config(command) => Ok(command.run(settings)),
        Command::Completions(command) => Ok(command.run()),
        Command::Man(command) => command.run(),
    }
}
