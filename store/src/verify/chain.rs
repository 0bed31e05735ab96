//! The walk along the chain: numbers, hashes, canonical form, times, tree heads; each entry is replayed on the way.

use super::{Depth, Finding, Progress, Promise, Verifier, belt};
use crate::database::{Database, DatabaseFault, Lent, Statement};
use crate::merkle::{Checkpoint, Tree};
use crate::schema::{CheckpointRow, EntryRow, HeadRow};
use kernel::entry::leaf_hash;
use kernel::erasure::Erased;
use kernel::{Entry, Event, Hash, Instant, Registry};

/// A checkpoint that the walk has not reached yet.
struct Due {
    checkpoint: Checkpoint,
    /// The stored subtree roots; none for a checkpoint kept elsewhere.
    edge: Option<Vec<u8>>,
}

/// A row of the journal, read as far as it can be without its neighbours.
struct Leaf {
    /// The number that the row is kept under.
    row: u64,
    hash: Hash,
    /// The entry, or what is wrong with it.
    entry: Result<Entry, String>,
}

/// What the walk along the chain carries from entry to entry.
#[derive(Default)]
struct Walk {
    seq: u64,
    leaf: Hash,
    recorded: Instant,
    tree: Tree,
    /// An entry whose successor does not fit it: blamed when the successor itself is vouched for by the one after.
    doubt: Option<u64>,
    broken: bool,
}

/// None when the row has another shape.
fn entry_row(cells: &[Lent<'_>]) -> Option<EntryRow> {
    match cells {
        [Lent::Integer(seq), Lent::Bytes(bytes)] => Some(EntryRow { seq: *seq, bytes: bytes.to_vec() }),
        _ => None,
    }
}

impl Leaf {
    fn of(registry: &Registry, row: &EntryRow) -> Leaf {
        let entry = Leaf::entry(registry, &row.bytes);
        Leaf { row: row.seq.unsigned_abs(), hash: leaf_hash(&row.bytes), entry }
    }

    fn entry(registry: &Registry, bytes: &[u8]) -> Result<Entry, String> {
        let entry = Entry::from_bytes(bytes).map_err(|wrong| wrong.to_string())?;
        let known = registry.event(entry.kind, entry.version);
        let event = known
            .ok_or_else(|| format!("no fact has the number {} in version {}", entry.kind, entry.version))?;
        (event.check)(&entry.body).map_err(|wrong| format!("its body is no {}: {wrong}", event.name))?;
        Ok(entry)
    }

    /// The entry, if it is the one that comes next.
    fn after(self, walk: &Walk) -> Result<Entry, String> {
        let seq = walk.seq + 1;
        if self.row != seq {
            return Err(format!("it is missing: entry {} follows entry {}", self.row, walk.seq));
        }
        let entry = self.entry?;
        if entry.seq != seq {
            return Err(format!("it says that it is entry {}", entry.seq));
        }
        // An earlier time than the entry before is caught by the chain unless it was written so: then the writer erred.
        if entry.recorded < walk.recorded && entry.previous == walk.leaf {
            return Err("it was recorded before the entry before it".to_owned());
        }
        Ok(entry)
    }
}

impl Verifier<'_> {
    pub(super) fn chain(&mut self, database: &mut dyn Database) -> Result<(), DatabaseFault> {
        let heads =
            database.records::<HeadRow>("SELECT one, term, seq, leaf, recorded FROM head", Vec::new())?;
        let sql = "SELECT size, text, edge FROM checkpoint ORDER BY size";
        let stored = database.records::<CheckpointRow>(sql, Vec::new())?;
        let mut heads_due = self.checkpoints_due(&stored);
        let total = heads.first().map_or(0, |head| head.seq.unsigned_abs());
        let mut walk = Walk::default();
        self.check_heads(&walk.tree, &mut heads_due);
        let ask = Statement::new("SELECT seq, bytes FROM entry ORDER BY seq", Vec::new());
        let registry = self.registry;
        belt::carry(
            database,
            &ask,
            |batch: &mut Vec<_>, cells| batch.push(entry_row(cells)),
            |batch| batch.into_iter().map(|row| Some(Leaf::of(registry, &row?))).collect::<Vec<_>>(),
            |batch| {
                let is_sound = batch.into_iter().all(|leaf| {
                    match leaf {
                        Some(leaf) => self.step(&mut walk, leaf),
                        None => self.find(Finding::Entry {
                            seq: walk.seq + 1,
                            wrong: "its row has another shape".into(),
                        }),
                    }
                    self.check_heads(&walk.tree, &mut heads_due);
                    self.found.findings.is_empty()
                });
                (self.progress)(Progress { doing: "walking the chain", done: walk.seq, of: total });
                is_sound
            },
        )?;
        self.found.entries = walk.seq;
        self.end(&walk, heads.first());
        if self.found.findings.is_empty() {
            for Due { checkpoint, .. } in heads_due {
                let wrong = format!("the journal has only {} entries: its tail was cut", walk.seq);
                self.find(Finding::Checkpoint { size: checkpoint.size, wrong });
            }
        }
        Ok(())
    }

    /// Reads stored checkpoints and adds the one kept elsewhere, smallest last so that they are taken from the end.
    fn checkpoints_due(&mut self, stored: &[CheckpointRow]) -> Vec<Due> {
        let mut due = Vec::new();
        for row in stored {
            match self.against.verifier.read(&row.text) {
                Ok(checkpoint) if checkpoint.size == row.size.unsigned_abs() => {
                    due.push(Due { checkpoint, edge: Some(row.edge.clone()) })
                }
                Ok(_) => self.find(Finding::Checkpoint {
                    size: row.size.unsigned_abs(),
                    wrong: "its text speaks of another size".into(),
                }),
                Err(wrong) => {
                    self.find(Finding::Checkpoint { size: row.size.unsigned_abs(), wrong: wrong.to_string() })
                }
            }
        }
        due.extend(self.against.kept.clone().map(|checkpoint| Due { checkpoint, edge: None }));
        due.sort_by_key(|due| std::cmp::Reverse(due.checkpoint.size));
        due
    }

    fn check_heads(&mut self, tree: &Tree, due: &mut Vec<Due>) {
        while due.last().is_some_and(|due| due.checkpoint.size == tree.size()) {
            let Some(Due { checkpoint, edge }) = due.pop() else { return };
            self.found.checkpoints += 1;
            let wrong = if checkpoint.root != tree.root() {
                match edge {
                    None => {
                        "the journal up to here is not the one that this checkpoint was signed over: it was rewritten"
                    }
                    Some(_) => "its root is not the journal's",
                }
            } else if edge.is_some_and(|edge| edge != tree.edge()) {
                "its edge is not the journal's"
            } else {
                continue;
            };
            self.find(Finding::Checkpoint { size: checkpoint.size, wrong: wrong.into() });
        }
    }

    fn step(&mut self, walk: &mut Walk, leaf: Leaf) {
        let (seq, hash) = (walk.seq + 1, leaf.hash);
        let entry = match leaf.after(walk) {
            Ok(entry) => entry,
            Err(wrong) => {
                // The entry before it stays in doubt no longer: this one cannot be read itself.
                return self.find(Finding::Entry { seq, wrong });
            }
        };
        if let Some(doubted) = walk.doubt.take() {
            let (seq, wrong) = if entry.previous == walk.leaf {
                (doubted, "it was changed: the entry after it speaks of another".to_owned())
            } else {
                (doubted + 1, "it was changed: neither neighbour fits it".to_owned())
            };
            return self.find(Finding::Entry { seq, wrong });
        }
        if entry.previous != walk.leaf {
            walk.doubt = Some(seq - 1);
        }
        walk.broken |= walk.doubt.is_some();
        if !walk.broken && self.against.depth >= Depth::Tables {
            self.replay(walk, &entry);
        }
        walk.tree.push(hash);
        (walk.seq, walk.leaf, walk.recorded) = (seq, hash, entry.recorded);
    }

    fn replay(&mut self, walk: &Walk, entry: &Entry) {
        if let Err(wrong) = self.registry.apply(&mut self.expected, entry) {
            self.find(Finding::Entry { seq: walk.seq + 1, wrong: wrong.to_string() });
        }
        if self.against.depth < Depth::Everything {
            return;
        }
        if entry.kind == Erased::KIND {
            self.erased_at.insert(entry.subject, entry.seq);
        }
        for promise in &entry.commitments {
            let kept = Promise { seq: entry.seq, subject: promise.subject, hash: promise.hash };
            self.promises.insert((entry.act, i64::from(promise.slot)), kept);
        }
    }

    fn end(&mut self, walk: &Walk, head: Option<&HeadRow>) {
        if !self.found.findings.is_empty() {
            return;
        }
        let (seq, leaf) = head.map_or((0, Vec::new()), |head| (head.seq.unsigned_abs(), head.leaf.clone()));
        if let Some(doubted) = walk.doubt {
            // The last entry does not fit the one before it: whom the head row vouches for is the good one.
            let blamed = if leaf == walk.leaf.0 { doubted } else { doubted + 1 };
            self.find(Finding::Entry {
                seq: blamed,
                wrong: "it was changed: its neighbour does not fit it".into(),
            });
        } else if seq != walk.seq {
            let wrong = format!("it is missing: the head row speaks of {seq} entries");
            self.find(Finding::Entry { seq: walk.seq.min(seq) + 1, wrong });
        } else if head.is_some_and(|head| head.recorded != walk.recorded.0) {
            self.find(Finding::Entry {
                seq,
                wrong: "the head row speaks of another time of recording".into(),
            });
        } else if seq > 0 && leaf != walk.leaf.0 {
            self.find(Finding::Entry { seq, wrong: "it was changed: the head row speaks of another".into() });
        }
    }
}
