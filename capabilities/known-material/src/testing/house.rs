//! A real node with this room, and a stand-in for the reports room: its table of picture hashes, and reports that fill it.

use super::{Elsewhere, a_list, a_report, analyst};
use crate::matcher::PictureHashes;
use desk::{Desk, NewAccount};
use face::{Catalogue, Looks};
use kernel::{Act, ActSpec, Actor, Charter, Id, Outcome, Purpose, Record, Registry, Role, record};
use std::sync::Arc;
use store::Node;
use store::testing::Home;

record! {
    /// As the reports room declares it.
    pub struct PictureRow in "picture_hash", Sealed, key 2, indexes [] {
        /// The report.
        report: Id, Internal;
        /// The picture's place in the report, from 0.
        n: i64, Internal;
        /// SHA-256 of the file.
        sha256: Vec<u8>, Sealed;
        /// MD5 of the file.
        md5: Vec<u8>, Sealed;
        /// PDQ of the picture, 32 bytes for each position.
        pdq: Vec<u8>, Sealed;
        /// Quality of the PDQ.
        quality: i64, Internal;
    }
}

impl PictureRow {
    pub(crate) fn of(report: Id, picture: &PictureHashes) -> PictureRow {
        PictureRow {
            report,
            n: i64::from(picture.picture),
            sha256: picture.digests.sha256.to_vec(),
            md5: picture.digests.md5.to_vec(),
            pdq: picture.pdq.iter().flat_map(|pdq| pdq.hash.0).collect(),
            quality: picture.pdq.first().map_or(0, |pdq| i64::from(pdq.quality)),
        }
    }
}

fn reports_stand_in() -> Charter {
    Charter {
        name: "reports-stand-in",
        acts: vec![ActSpec::of::<Elsewhere>()],
        tables: vec![PictureRow::TABLE],
        ..Charter::default()
    }
}

pub(crate) struct House {
    pub(crate) node: Arc<Node>,
}

impl House {
    pub(crate) fn open(home: &Home) -> House {
        let charters =
            vec![facts::charter(), rules::charter(), desk::charter(), crate::charter(), reports_stand_in()];
        let node = Node::open(home.config(), Registry::new(charters).unwrap()).unwrap();
        House { node: Arc::new(node) }
    }

    /// With the list of [`a_list`].
    pub(crate) fn with_list(home: &Home) -> House {
        let house = House::open(home);
        house.enter(&a_list(), analyst(1));
        house
    }

    pub(crate) fn enter<A: Act>(&self, act: &A, actor: Actor) {
        let deed = self.node.deed(self.node.new_id().unwrap(), act, actor, Purpose::Triage).build();
        let outcome = self.node.enter_now(deed).unwrap().outcome;
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    /// Files a report with these pictures.
    pub(crate) fn file(&self, report: Id, pictures: &[PictureHashes]) {
        let filed = a_report(report, u32::try_from(pictures.len()).unwrap());
        let act = Elsewhere::of(&filed);
        let id = self.node.new_id().unwrap();
        let mut deed = self.node.deed(id, &act, Actor::SYSTEM, Purpose::Intake);
        for picture in pictures {
            deed = deed.row(report, &PictureRow::of(report, picture)).unwrap();
        }
        let outcome = self.node.enter_now(deed.build()).unwrap().outcome;
        assert!(matches!(outcome, Outcome::Entered { .. }), "{outcome:?}");
    }

    pub(crate) fn rows<R: Record>(&self) -> Vec<R> {
        let sql = store::database::TableSql::of(R::TABLE).all;
        self.node.read(|database| database.records::<R>(&sql, Vec::new())).unwrap()
    }

    /// The staff door with this room, and the bearer token of an account.
    pub(crate) fn door(&self, user: &str, role: Role, purpose: Purpose) -> (axum::Router, String) {
        let unit = super::UNIT;
        let known = NewAccount { user, role, unit, password: "a fictional password" };
        desk::add_account(&self.node, &known).unwrap();
        let token = desk::add_token(&self.node, user, purpose, Desk::now()).unwrap();
        let mut rooms = [crate::room()];
        let texts: Vec<_> =
            desk::texts::resources().into_iter().chain(std::mem::take(&mut rooms[0].texts)).collect();
        let looks = Looks::new(Catalogue::new(&texts).unwrap(), "about:blank");
        let desk = Desk::new(Arc::clone(&self.node), looks, &mut rooms);
        let [room] = rooms;
        (desk::door(&desk, room.pages.and(room.api)), token)
    }
}

/// A list file with so many entries; the number of each is in its hash.
pub(crate) fn csv(entries: u32) -> String {
    let lines = (0..entries).map(|n| format!("{n:064x},baseline\n"));
    std::iter::once("sha256,grade\n".to_owned()).chain(lines).collect()
}
