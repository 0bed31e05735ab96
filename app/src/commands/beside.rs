//! What works beside the doors, each on threads of its own: calls, letters, exchange and messages to senders.

use crate::doors::core::House;
use calling::{Couriers, Equipment};
use exchange::Exchange;

/// How each of them reaches the world.
pub(crate) struct Reach {
    pub(crate) calling: Equipment,
    pub(crate) hosts: takedown::Settings,
    pub(crate) platforms: letters::Settings,
    pub(crate) senders: platforms::Settings,
    /// None where hotlines are not exchanged with.
    pub(crate) exchange: Option<exchange::Settings>,
}

/// All of them at work.
pub(crate) struct Beside {
    couriers: Couriers,
    to_hosts: takedown::Outreach,
    to_platforms: letters::Outreach,
    to_senders: platforms::Deliveries,
    exchange: Option<Exchange>,
}

impl Beside {
    pub(crate) fn start(house: &House, reach: Reach) -> Beside {
        let (node, catalogue) = (&house.node, || house.desk.looks().catalogue());
        Beside {
            to_hosts: takedown::Outreach::start(node, catalogue(), reach.hosts),
            to_platforms: letters::Outreach::start(node, catalogue(), reach.platforms),
            to_senders: platforms::Deliveries::start(node, reach.senders),
            exchange: reach.exchange.map(|settings| Exchange::start(node, settings)),
            couriers: Couriers::start(node, catalogue(), reach.calling),
        }
    }

    /// Ends what is under way and waits for it.
    pub(crate) fn stop(self) {
        self.couriers.stop();
        self.to_hosts.stop();
        self.to_platforms.stop();
        self.to_senders.stop();
        if let Some(exchange) = self.exchange {
            exchange.stop();
        }
    }
}
