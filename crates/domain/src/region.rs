//! The two regions and the kinds of workers in each (SPEC sections 2.1 and 2.4).

use serde::{Deserialize, Serialize};

/// A region that serves learners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Region {
    /// N. Virginia, zone a.
    #[serde(rename = "us-east-1")]
    UsEast1,
    /// Oregon, zone b.
    #[serde(rename = "us-west-2")]
    UsWest2,
}

impl Region {
    /// Both regions, in the order of the specification.
    pub const ALL: [Self; 2] = [Self::UsEast1, Self::UsWest2];

    /// AWS's code of the region, which is also its path in the contract.
    pub const fn id(self) -> &'static str {
        match self {
            Self::UsEast1 => "us-east-1",
            Self::UsWest2 => "us-west-2",
        }
    }

    /// AWS's name of the region.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UsEast1 => "N. Virginia",
            Self::UsWest2 => "Oregon",
        }
    }

    /// The region with this code.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.id() == id)
    }
}

impl std::fmt::Display for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

/// What a worker is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum WorkerKind {
    /// Embedding, pulling, listing models, all else.
    Llm,
    /// Feedback and scores: `generate`.
    Scoring,
    /// Streaming chat.
    Chat,
}

impl WorkerKind {
    /// All kinds, in the order of the specification.
    pub const ALL: [Self; 3] = [Self::Llm, Self::Scoring, Self::Chat];

    /// The kind's name in configuration, metrics and tags.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Llm => "llm",
            Self::Scoring => "scoring",
            Self::Chat => "chat",
        }
    }

    /// The kind that answers `/api/{path}`: the load balancers' rules of SPEC 2.4
    /// (`/api/generate*` scoring, `/api/chat*` chat, any other llm).
    pub fn for_path(path: &str) -> Self {
        if path.starts_with("generate") {
            Self::Scoring
        } else if path.starts_with("chat") {
            Self::Chat
        } else {
            Self::Llm
        }
    }
}

impl std::fmt::Display for WorkerKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_reach_the_kind_that_the_load_balancer_would_choose() {
        for (path, kind) in [
            ("generate", WorkerKind::Scoring),
            ("chat", WorkerKind::Chat),
            ("chat/", WorkerKind::Chat),
            ("tags", WorkerKind::Llm),
            ("embed", WorkerKind::Llm),
            ("", WorkerKind::Llm),
        ] {
            assert_eq!(WorkerKind::for_path(path), kind, "{path}");
        }
    }

    #[test]
    fn a_region_is_found_by_its_code_alone() {
        assert_eq!(Region::from_id("us-west-2"), Some(Region::UsWest2));
        assert_eq!(Region::from_id("us-west-1"), None);
    }
}
