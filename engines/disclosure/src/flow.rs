//! A table with its totals is a circulation: each sum that it states is a node where what flows in flows out.
//!
//! In two dimensions the nodes are the rows and the columns (the row and the column of totals among them); an
//! inner cell and the grand total flow from row to column, a total from column to row. In one dimension the
//! parts flow one way and the total back. So "how large can this cell be" is a maximum flow, in whole numbers.

use std::collections::VecDeque;

use crate::attack::Interval;
use crate::shape::Shape;

/// A room without a bound. Never added to, only compared.
pub(crate) const ENDLESS: i64 = i64::MAX;

/// What is known of one cell. `high` is `None` where nothing bounds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) low: i64,
    pub(crate) high: Option<i64>,
}

impl Bounds {
    pub(crate) fn exactly(count: i64) -> Self {
        Self { low: count, high: Some(count) }
    }

    pub(crate) fn from(low: i64) -> Self {
        Self { low, high: None }
    }
}

/// A cell as an arc between two sums.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arc {
    pub(crate) tail: usize,
    pub(crate) head: usize,
}

/// One arc as seen from a node: where it leads, and how much more can go that way.
pub(crate) struct Step {
    pub(crate) arc: usize,
    pub(crate) to: usize,
    pub(crate) room: i64,
}

/// A way to send flow: from where, to where, and the one arc it must not use.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) without: Option<usize>,
}

/// The sums of a table as nodes and its cells as arcs, in the order of the cells.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    arcs: Vec<Arc>,
    touching: Vec<Vec<usize>>,
}

impl Network {
    /// The network of a table of this shape.
    pub(crate) fn of(shape: &Shape) -> Self {
        let rows = shape.dimensions()[0].categories().len() + 1;
        let arcs = (0..shape.size()).map(|index| {
            let (row, column) = match shape.positions(index)[..] {
                [row, column] => (row, rows + column),
                _ => (0, 1),
            };
            let is_forward = shape.totals(index).is_multiple_of(2);
            if is_forward { Arc { tail: row, head: column } } else { Arc { tail: column, head: row } }
        });
        let columns = shape.dimensions().get(1).map_or(0, |columns| columns.categories().len() + 1);
        let nodes = if columns == 0 { 2 } else { rows + columns };
        Self::from_arcs(nodes, arcs.collect())
    }

    fn from_arcs(nodes: usize, arcs: Vec<Arc>) -> Self {
        let mut touching = vec![Vec::new(); nodes];
        for (index, arc) in arcs.iter().enumerate() {
            touching[arc.tail].push(index);
            touching[arc.head].push(index);
        }
        Self { arcs, touching }
    }

    pub(crate) fn nodes(&self) -> usize {
        self.touching.len()
    }

    /// The way back along everything but this arc: flow sent so makes the arc's own count larger.
    pub(crate) fn around(&self, arc: usize) -> Route {
        Route { from: self.arcs[arc].head, to: self.arcs[arc].tail, without: Some(arc) }
    }

    /// The steps with room out of a node.
    pub(crate) fn steps<'a>(
        &'a self,
        node: usize,
        bounds: &'a [Bounds],
        flow: &'a [i64],
    ) -> impl Iterator<Item = Step> + 'a {
        let step = move |&arc: &usize| {
            let Arc { tail, head } = self.arcs[arc];
            if tail == node {
                let room = bounds[arc].high.map_or(ENDLESS, |high| high - flow[arc]);
                Step { arc, to: head, room }
            } else {
                Step { arc, to: tail, room: flow[arc] - bounds[arc].low }
            }
        };
        self.touching[node].iter().map(step).filter(|step| step.room > 0)
    }

    /// Sends as much as goes along a route, at most `limit`, by shortest augmenting paths (Edmonds and Karp).
    /// Returns how much; [`ENDLESS`] where neither the network nor `limit` bounds it.
    pub(crate) fn push(&self, bounds: &[Bounds], flow: &mut [i64], route: Route, limit: i64) -> i64 {
        let mut pushed = 0;
        while pushed < limit {
            let Some((path, room)) = self.shortest(bounds, flow, route) else { break };
            if room == ENDLESS && limit == ENDLESS {
                return ENDLESS;
            }
            let amount = room.min(limit - pushed);
            self.send(flow, &path, route.from, amount);
            pushed += amount;
        }
        pushed
    }

    /// The least and the greatest count of one cell over all tables within the bounds, from one such table.
    pub(crate) fn interval(&self, bounds: &[Bounds], feasible: &[i64], arc: usize) -> Interval {
        let here = feasible[arc];
        let up = self.around(arc);
        let down = Route { from: up.to, to: up.from, without: Some(arc) };
        let most = bounds[arc].high.map_or(ENDLESS, |high| high - here);
        let rise = self.push(bounds, &mut feasible.to_vec(), up, most);
        let fall = self.push(bounds, &mut feasible.to_vec(), down, here - bounds[arc].low);
        Interval { min: here - fall, max: (rise != ENDLESS).then(|| here + rise) }
    }

    /// One table within the bounds, or `None` where there is none.
    pub(crate) fn feasible(&self, bounds: &[Bounds]) -> Option<Vec<i64>> {
        let mut flow: Vec<i64> = bounds.iter().map(|bound| bound.low).collect();
        if bounds.iter().any(|bound| bound.high.is_some_and(|high| high < bound.low)) {
            return None;
        }
        let mut excess = vec![0_i64; self.nodes()];
        for (arc, amount) in self.arcs.iter().zip(&flow) {
            excess[arc.head] += amount;
            excess[arc.tail] -= amount;
        }
        let (source, sink) = (self.nodes(), self.nodes() + 1);
        let mut arcs = self.arcs.clone();
        let mut bounds = bounds.to_vec();
        for (node, &surplus) in excess.iter().enumerate() {
            let (tail, head) = if surplus > 0 { (source, node) } else { (node, sink) };
            arcs.push(Arc { tail, head });
            bounds.push(Bounds { low: 0, high: Some(surplus.abs()) });
            flow.push(0);
        }
        let wanted: i64 = excess.iter().filter(|&&surplus| surplus > 0).sum();
        let route = Route { from: source, to: sink, without: None };
        let sent = Self::from_arcs(sink + 1, arcs).push(&bounds, &mut flow, route, wanted);
        flow.truncate(self.arcs.len());
        (sent == wanted).then_some(flow)
    }

    fn shortest(&self, bounds: &[Bounds], flow: &[i64], route: Route) -> Option<(Vec<usize>, i64)> {
        let mut came: Vec<Option<(usize, usize)>> = vec![None; self.nodes()];
        let mut rooms = vec![0; self.nodes()];
        rooms[route.from] = ENDLESS;
        let mut queue = VecDeque::from([route.from]);
        while let Some(node) = queue.pop_front() {
            if node == route.to {
                return Some((trace(&came, route.to), rooms[node]));
            }
            for step in self.steps(node, bounds, flow) {
                if Some(step.arc) != route.without && rooms[step.to] == 0 {
                    rooms[step.to] = step.room.min(rooms[node]);
                    came[step.to] = Some((node, step.arc));
                    queue.push_back(step.to);
                }
            }
        }
        None
    }

    fn send(&self, flow: &mut [i64], path: &[usize], from: usize, amount: i64) {
        let mut node = from;
        for &arc in path {
            let Arc { tail, head } = self.arcs[arc];
            let is_forward = tail == node;
            flow[arc] += if is_forward { amount } else { -amount };
            node = if is_forward { head } else { tail };
        }
    }
}

/// The arcs that led to a node, first to last.
pub(crate) fn trace(came: &[Option<(usize, usize)>], to: usize) -> Vec<usize> {
    let mut path = Vec::new();
    let mut node = to;
    while let Some((before, arc)) = came[node] {
        path.push(arc);
        node = before;
    }
    path.reverse();
    path
}
