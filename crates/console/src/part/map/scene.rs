//! Where everything stands on the drawn map: pure arithmetic from the map to boxes and lines.
//!
//! A region is a box: regional services on top, below them its networks; a network holds what spans
//! its subnets, the public subnet, the private ones side by side, and its rules as small chips.

use std::collections::BTreeMap;

use lks_domain::console::map::{EdgeKind, Map, MapNetwork, MapNode, MapRegion, MapSubnet};

/// Width of a region.
const REGION: f64 = 640.0;
/// Between boxes that contain, and inside them.
const PAD: f64 = 12.0;
/// Between cards.
const GAP: f64 = 8.0;
/// Height of a box's heading.
const HEAD: f64 = 26.0;
/// Smallest width of a card.
const CARD: f64 = 122.0;
/// Height of a card.
const CARD_HEIGHT: f64 = 38.0;
/// Side of a chip, and the space between two.
const CHIP: f64 = 18.0;
const CHIP_GAP: f64 = 5.0;

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    fn center(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

/// What sort of box contains others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enclosure {
    Region,
    Network,
    Public,
    Private,
}

/// A box around others.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    pub rect: Rect,
    pub sort: Enclosure,
    pub title: String,
    pub note: String,
    /// Key of its node, where it is a resource itself.
    pub key: Option<String>,
}

/// A resource on the drawn map.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    pub key: String,
    pub name: String,
    pub kind: String,
    pub rect: Rect,
    /// A chip has no text.
    pub chip: bool,
}

/// A line between two resources.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub from: String,
    pub to: String,
    pub kind: EdgeKind,
    pub label: String,
    pub path: String,
}

/// Everything that is drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    pub width: f64,
    pub height: f64,
    pub around: Vec<Around>,
    pub nodes: Vec<Placed>,
    pub lines: Vec<Line>,
}

/// The drawing of a map; regions one below the other where there is little width.
pub fn scene(map: &Map, narrow: bool) -> Scene {
    let mut drawing = Drawing { map, scene: Scene::default() };
    let (mut x, mut y) = (0.0, 0.0);
    for region in &map.regions {
        let height = drawing.region(region, x, y);
        drawing.scene.width = drawing.scene.width.max(x + REGION);
        drawing.scene.height = drawing.scene.height.max(y + height);
        if narrow { y += height + PAD } else { x += REGION + PAD * 2.0 }
    }
    drawing.level_regions(narrow);
    drawing.lines();
    drawing.scene
}

struct Drawing<'a> {
    map: &'a Map,
    scene: Scene,
}

impl Drawing<'_> {
    /// Draws a region at a place; its height.
    fn region(&mut self, region: &MapRegion, x: f64, y: f64) -> f64 {
        let at = self.open(Enclosure::Region, region.name.clone(), region.id.to_string(), None);
        let inner = REGION - 2.0 * PAD;
        let here =
            |node: &&MapNode| node.region == region.id && node.network.is_none() && !self.encloses(node);
        let services: Vec<MapNode> = self.map.nodes.iter().filter(here).cloned().collect();
        let mut bottom = self.fill(&services, x + PAD, y + HEAD + PAD, inner);
        for network in &region.networks {
            bottom = self.network(network, x + PAD, bottom, inner) + PAD;
        }
        self.close(at, Rect { x, y, width: REGION, height: bottom - y })
    }

    fn network(&mut self, network: &MapNetwork, x: f64, y: f64, width: f64) -> f64 {
        let at = self.open(
            Enclosure::Network,
            network.name.clone(),
            network.cidr.clone(),
            Some(network.node.clone()),
        );
        let inner = width - 2.0 * PAD;
        let (left, mut bottom) = (x + PAD, y + HEAD + PAD);
        let (public, private): (Vec<&MapSubnet>, Vec<&MapSubnet>) =
            network.subnets.iter().partition(|subnet| subnet.public);
        bottom = self.subnets(&public, left, bottom, inner);
        let spanning = |level: fn(u8) -> bool| {
            let here = move |node: &&MapNode| {
                node.network.as_ref() == Some(&network.node) && node.subnets.len() != 1 && level(node.level)
            };
            let found = self.map.nodes.iter().filter(here).filter(|node| !self.encloses(node));
            found.cloned().collect::<Vec<_>>()
        };
        let (cards, chips) = (spanning(|level| level < 3), spanning(|level| level >= 3));
        bottom = self.fill(&cards, left, bottom, inner);
        bottom = self.subnets(&private, left, bottom, inner);
        bottom = self.fill(&chips, left, bottom, inner);
        y + self.close(at, Rect { x, y, width, height: bottom - y })
    }

    /// Subnets side by side, equally high; where the next thing begins.
    fn subnets(&mut self, subnets: &[&MapSubnet], x: f64, y: f64, width: f64) -> f64 {
        if subnets.is_empty() {
            return y;
        }
        let count = subnets.len() as f64;
        let each = (width - PAD * (count - 1.0)) / count;
        let mut opened = Vec::new();
        let mut bottom = y;
        for (place, subnet) in subnets.iter().enumerate() {
            let left = x + place as f64 * (each + PAD);
            let sort = if subnet.public { Enclosure::Public } else { Enclosure::Private };
            let note = format!("{} · {}", subnet.cidr, subnet.zone);
            let at = self.open(sort, subnet.name.clone(), note, Some(subnet.node.clone()));
            let inside = |node: &&MapNode| node.subnets.as_slice() == [subnet.node.clone()];
            let nodes: Vec<MapNode> =
                self.map.nodes.iter().filter(inside).filter(|node| !self.encloses(node)).cloned().collect();
            bottom = bottom.max(self.fill(&nodes, left + PAD, y + HEAD + 16.0 + GAP, each - 2.0 * PAD));
            opened.push((at, left));
        }
        for (at, left) in opened {
            self.close(at, Rect { x: left, y, width: each, height: bottom - y });
        }
        bottom + PAD
    }

    /// Cards in rows, then chips in rows; where the next thing begins.
    fn fill(&mut self, nodes: &[MapNode], x: f64, y: f64, width: f64) -> f64 {
        let (cards, chips): (Vec<&MapNode>, Vec<&MapNode>) = nodes.iter().partition(|node| node.level < 3);
        let mut bottom = y;
        let columns = ((width + GAP) / (CARD + GAP)).floor().max(1.0);
        let card = ((width - GAP * (columns - 1.0)) / columns, CARD_HEIGHT);
        bottom = self.rows(&cards, (x, bottom), columns, card, GAP, false);
        let columns = ((width + CHIP_GAP) / (CHIP + CHIP_GAP)).floor().max(1.0);
        self.rows(&chips, (x, bottom), columns, (CHIP, CHIP), CHIP_GAP, true)
    }

    fn rows(
        &mut self,
        nodes: &[&MapNode],
        (x, y): (f64, f64),
        columns: f64,
        (width, height): (f64, f64),
        gap: f64,
        chip: bool,
    ) -> f64 {
        if nodes.is_empty() {
            return y;
        }
        for (place, node) in nodes.iter().enumerate() {
            let (row, column) = ((place as f64 / columns).floor(), place as f64 % columns);
            let rect = Rect { x: x + column * (width + gap), y: y + row * (height + gap), width, height };
            let (key, name, kind) = (node.key.clone(), node.name.clone(), node.kind.clone());
            self.scene.nodes.push(Placed { key, name, kind, rect, chip });
        }
        let rows = (nodes.len() as f64 / columns).ceil();
        y + rows * (height + gap) - gap + PAD
    }

    fn encloses(&self, node: &MapNode) -> bool {
        let mut networks = self.map.regions.iter().flat_map(|region| &region.networks);
        networks.any(|network| {
            network.node == node.key || network.subnets.iter().any(|subnet| subnet.node == node.key)
        })
    }

    /// Boxes are drawn before what is in them, though they are measured after.
    fn open(&mut self, sort: Enclosure, title: String, note: String, key: Option<String>) -> usize {
        self.scene.around.push(Around { rect: Rect::default(), sort, title, note, key });
        self.scene.around.len() - 1
    }

    fn close(&mut self, at: usize, rect: Rect) -> f64 {
        if let Some(around) = self.scene.around.get_mut(at) {
            around.rect = rect;
        }
        rect.height
    }

    /// Regions side by side are equally high.
    fn level_regions(&mut self, narrow: bool) {
        if narrow {
            return;
        }
        let height = self.scene.height;
        let regions = self.scene.around.iter_mut().filter(|around| around.sort == Enclosure::Region);
        regions.for_each(|region| region.rect.height = height);
    }

    fn lines(&mut self) {
        let places: BTreeMap<&str, Rect> =
            (self.scene.nodes.iter().map(|node| (node.key.as_str(), node.rect)))
                .chain(
                    self.scene.around.iter().filter_map(|around| Some((around.key.as_deref()?, around.rect))),
                )
                .collect();
        let drawn = self.map.edges.iter().filter(|edge| edge.kind != EdgeKind::Needs);
        let lines = drawn.filter_map(|edge| {
            let path = curve(*places.get(edge.from.as_str())?, *places.get(edge.to.as_str())?);
            let (from, to) = (edge.from.clone(), edge.to.clone());
            Some(Line { from, to, kind: edge.kind, label: edge.label.clone(), path })
        });
        self.scene.lines = lines.collect();
    }
}

/// From the edge of one box to the edge of another, leaving upright or sideways, whichever is further.
fn curve(from: Rect, to: Rect) -> String {
    let ((ax, ay), (bx, by)) = (from.center(), to.center());
    let (dx, dy) = (bx - ax, by - ay);
    if dy.abs() >= (from.height + to.height) / 2.0 {
        let (start, end) = (ay + dy.signum() * from.height / 2.0, by - dy.signum() * to.height / 2.0);
        let middle = f64::midpoint(start, end);
        format!("M{ax:.0} {start:.0}C{ax:.0} {middle:.0} {bx:.0} {middle:.0} {bx:.0} {end:.0}")
    } else {
        let (start, end) = (ax + dx.signum() * from.width / 2.0, bx - dx.signum() * to.width / 2.0);
        let middle = f64::midpoint(start, end);
        format!("M{start:.0} {ay:.0}C{middle:.0} {ay:.0} {middle:.0} {by:.0} {end:.0} {by:.0}")
    }
}

/// A name without what all names of the stack have: `worker-chat-a`.
pub fn short(name: &str) -> &str {
    let name = name.strip_prefix("lks-").unwrap_or(name);
    name.strip_suffix("-zone-a").or_else(|| name.strip_suffix("-zone-b")).unwrap_or(name)
}

/// A name that fits so many pixels of small text, its end cut off if need be.
pub fn fitted(name: &str, width: f64) -> String {
    let room = (width / 7.0).floor().max(3.0) as usize;
    if name.chars().count() <= room {
        return name.to_owned();
    }
    name.chars().take(room - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lks_domain::console::map::MapEdge;
    use lks_domain::region::Region;

    fn node(key: &str, network: Option<&str>, subnets: &[&str], level: u8) -> MapNode {
        MapNode {
            key: key.into(),
            kind: "AWS::EC2::Instance".into(),
            name: key.into(),
            region: Region::UsEast1,
            component: "worker".into(),
            network: network.map(Into::into),
            subnets: subnets.iter().map(|key| (*key).to_owned()).collect(),
            action: None,
            level,
        }
    }

    fn map() -> Map {
        let subnet = |node: &str, public| MapSubnet {
            node: node.into(),
            name: node.into(),
            cidr: "172.32.0.0/24".into(),
            zone: "use1-az1".into(),
            public,
        };
        let network = MapNetwork {
            node: "vpc".into(),
            name: "lks-vpc-zone-a".into(),
            cidr: "172.32.0.0/23".into(),
            subnets: vec![subnet("public", true), subnet("a", false), subnet("b", false)],
        };
        let region = MapRegion { id: Region::UsEast1, name: "N. Virginia".into(), networks: vec![network] };
        let mut nodes = vec![
            node("vpc", None, &[], 1),
            node("public", Some("vpc"), &["public"], 1),
            node("api", None, &[], 2),
            node("alarm", None, &[], 3),
            node("alb", Some("vpc"), &["a", "b"], 2),
            node("rule", Some("vpc"), &[], 3),
        ];
        nodes.extend((0..6).map(|n| node(&format!("worker-{n}"), Some("vpc"), &[["a", "b"][n % 2]], 2)));
        let edge = |from: &str, to: &str, kind| MapEdge {
            from: from.into(),
            to: to.into(),
            kind,
            label: String::new(),
        };
        let edges = vec![
            edge("alb", "worker-0", EdgeKind::Flow),
            edge("alb", "vpc", EdgeKind::Needs),
            edge("alb", "nowhere", EdgeKind::Flow),
        ];
        Map { regions: vec![region], nodes, edges }
    }

    fn inside(inner: Rect, outer: Rect) -> bool {
        inner.x >= outer.x
            && inner.y >= outer.y
            && inner.x + inner.width <= outer.x + outer.width + 0.01
            && inner.y + inner.height <= outer.y + outer.height + 0.01
    }

    fn apart(a: Rect, b: Rect) -> bool {
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
    }

    #[test]
    fn everything_is_drawn_once_inside_its_box_and_nothing_overlaps() {
        let scene = scene(&map(), false);
        assert_eq!(scene.nodes.len(), 10, "networks and subnets are boxes");
        let whole = Rect { x: 0.0, y: 0.0, width: scene.width, height: scene.height };
        for around in &scene.around {
            assert!(inside(around.rect, whole), "{}", around.title);
        }
        for (at, node) in scene.nodes.iter().enumerate() {
            assert!(
                scene.nodes.iter().skip(at + 1).all(|other| apart(node.rect, other.rect)),
                "{}",
                node.key
            );
        }
        let place =
            |key: &str| scene.nodes.iter().find(|node| node.key == key).map(|node| node.rect).unwrap();
        let subnet =
            |key: &str| scene.around.iter().find(|around| around.key.as_deref() == Some(key)).unwrap().rect;
        assert!(inside(place("worker-0"), subnet("a")) && inside(place("worker-1"), subnet("b")));
        assert!(inside(place("alb"), subnet("vpc")) && apart(place("alb"), subnet("a")));
        assert!(apart(place("api"), subnet("vpc")));
    }

    #[test]
    fn only_flows_and_routes_between_what_is_there_are_lines() {
        let scene = scene(&map(), false);
        assert_eq!(scene.lines.len(), 1);
        assert!(scene.lines[0].path.starts_with('M'));
    }

    #[test]
    fn names_lose_what_they_all_have_and_fit() {
        assert_eq!(short("lks-worker-chat-a-zone-b"), "worker-chat-a");
        assert_eq!(fitted("artifacts-123456789012-lks", 70.0), "artifacts…");
    }
}
