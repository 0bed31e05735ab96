//! `tutela match-server`: the match service alone, with its lists in the memory of a process of its own.

use super::Common;
use super::node::must_be_there;
use super::serve::{listen, log, runtime, told_to_stop};
use crate::doors::core::House;
use crate::doors::machine;
use crate::fault::Fault;
use crate::settings;
use clap::Args;
use known_material::service;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Answers machines that ask whether a hash or a file is listed: the calls of a hasher-matcher-actioner, and POST /v1/match. On SQLite it
/// opens a node that nobody serves; beside a served node it wants --beside and PostgreSQL.
#[derive(Args)]
#[command(after_help = "Example: tutela match-server --listen 127.0.0.1:8085\n         \
    tutela match-server --beside --database postgres://tutela@host/tutela --listen 127.0.0.1:8085")]
pub(crate) struct MatchServer {
    #[command(flatten)]
    common: Common,
    /// Where it answers. A proxy must see to TLS
    #[arg(long, default_value = "127.0.0.1:8085", value_name = "ADDRESS", value_parser = settings::address)]
    listen: String,
    /// Beside 'tutela serve --standby' on the same PostgreSQL database and data directory: it hands its acts on, and never becomes the
    /// writer
    #[arg(long)]
    beside: bool,
}

impl MatchServer {
    pub(crate) fn run(self) -> Result<ExitCode, Fault> {
        log(&self.common, self.common.quiet);
        must_be_there(&self.common)?;
        let (config, exit) = (self.common.config(), &self.common.exit);
        let house =
            if self.beside { House::open_following(config, exit)? } else { House::open(config, exit)? };
        let runtime = runtime()?;
        let stop = told_to_stop(&runtime);
        let (listener, url) = runtime.block_on(listen(&self.listen))?;
        if self.common.json {
            println!("{}", serde_json::json!({ "match": url }));
        } else if !self.common.quiet {
            println!("Match service: {url}");
        }
        let (node, desk) = (Arc::clone(&house.node), house.desk.clone());
        let routes = service::routes(desk.clone()).merge(service::status_routes(desk.clone()));
        runtime.block_on(machine::with_matching(listener, desk, routes, stop));
        node.stop();
        runtime.shutdown_timeout(Duration::from_secs(1));
        Ok(ExitCode::SUCCESS)
    }
}
