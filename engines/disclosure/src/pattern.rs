//! Which cells are hidden while that is being decided, and what hiding one more would cost.

use crate::flow::{Bounds, ENDLESS, Network, Route, trace};
use crate::table::Table;

/// The price of hiding an inner cell, a total, the grand total: twenty of one before one of the next.
const PRICES: [u64; 3] = [1_000, 20_000, 400_000];

/// A table with some of its cells hidden.
pub(crate) struct Pattern<'a> {
    table: &'a Table,
    network: Network,
    /// As a reader knows them: hidden ones from 1, all others exact.
    bounds: Vec<Bounds>,
    /// As if everything but the zeros were hidden.
    open: Vec<Bounds>,
    hidden: Vec<bool>,
    is_cheap: Vec<bool>,
    threshold: i64,
}

impl<'a> Pattern<'a> {
    /// Nothing hidden yet. Cells marked cheap are hidden before others.
    pub(crate) fn new(table: &'a Table, is_cheap: Vec<bool>, threshold: i64) -> Self {
        let counts = table.counts();
        let open = |&count: &i64| if count == 0 { Bounds::exactly(0) } else { Bounds::from(1) };
        Self {
            table,
            network: Network::of(table.shape()),
            bounds: counts.iter().map(|&count| Bounds::exactly(count)).collect(),
            open: counts.iter().map(open).collect(),
            hidden: vec![false; counts.len()],
            is_cheap,
            threshold,
        }
    }

    pub(crate) fn is_hidden(&self, cell: usize) -> bool {
        self.hidden[cell]
    }

    pub(crate) fn is_cheap(&self, cell: usize) -> bool {
        self.is_cheap[cell]
    }

    pub(crate) fn hide(&mut self, cell: usize) {
        self.hidden[cell] = true;
        self.bounds[cell] = Bounds::from(1);
    }

    pub(crate) fn show(&mut self, cell: usize) {
        self.hidden[cell] = false;
        self.bounds[cell] = Bounds::exactly(self.table.counts()[cell]);
    }

    /// How far the interval of a hidden cell falls short of the threshold; 0 where it is wide enough.
    pub(crate) fn shortfall(&self, cell: usize) -> i64 {
        let (up, down) = self.routes(cell);
        let rise = self.network.push(&self.bounds, &mut self.table.counts().to_vec(), up, self.threshold);
        let rest = (self.threshold - rise).min(self.table.counts()[cell] - 1);
        let fall = self.network.push(&self.bounds, &mut self.table.counts().to_vec(), down, rest);
        self.threshold - rise - fall
    }

    /// The cells to hide next so that the interval of this hidden cell, which is too narrow, grows.
    pub(crate) fn widen(&self, cell: usize) -> Vec<usize> {
        let need = self.shortfall(cell);
        let (up, down) = self.routes(cell);
        let rising = self.cheapest(up, ENDLESS, need);
        let falling = self.cheapest(down, self.table.counts()[cell] - 1, need);
        let path = rising.into_iter().chain(falling).min_by_key(|(price, _)| *price);
        let (_, path) = path.expect("through its totals a count that is not zero can always rise");
        path.into_iter().filter(|&arc| !self.hidden[arc]).collect()
    }

    fn routes(&self, cell: usize) -> (Route, Route) {
        let up = self.network.around(cell);
        (up, Route { from: up.to, to: up.from, without: Some(cell) })
    }

    /// The cheapest path that lets a count move further than what is hidden now does, at most by `most`.
    fn cheapest(&self, route: Route, most: i64, need: i64) -> Option<(u64, Vec<usize>)> {
        let mut flow = self.table.counts().to_vec();
        if self.network.push(&self.bounds, &mut flow, route, most.min(self.threshold)) >= most {
            return None;
        }
        let mut prices: Vec<Option<u64>> = vec![None; self.network.nodes()];
        let mut came = vec![None; self.network.nodes()];
        let mut done = vec![false; self.network.nodes()];
        prices[route.from] = Some(0);
        loop {
            let open = (0..prices.len()).filter(|&node| !done[node]);
            let (price, node) = open.filter_map(|node| Some((prices[node]?, node))).min()?;
            if node == route.to {
                return Some((price, trace(&came, node)));
            }
            done[node] = true;
            for step in self.network.steps(node, &self.open, &flow) {
                let through = price + self.price(step.arc, step.room < need);
                let is_better = prices[step.to].is_none_or(|known| through < known);
                if Some(step.arc) != route.without && is_better {
                    prices[step.to] = Some(through);
                    came[step.to] = Some((node, step.arc));
                }
            }
        }
    }

    /// A cell too small to give all that is needed counts double; among equals the smaller count is hidden.
    fn price(&self, cell: usize, is_short: bool) -> u64 {
        if self.hidden[cell] {
            return 0;
        }
        let size = self.table.counts()[cell].unsigned_abs().min(PRICES[0] - 1);
        if self.is_cheap[cell] {
            return 1 + size;
        }
        let base = PRICES[self.table.shape().totals(cell).min(PRICES.len() - 1)];
        base * if is_short { 2 } else { 1 } + size
    }
}
