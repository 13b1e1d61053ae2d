//! What a stack costs.

use serde::{Deserialize, Serialize};

/// What something costs while it stands, and what is charged by use on top.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Cost {
    /// USD an hour.
    pub hourly_usd: f64,
    /// USD a day.
    pub daily_usd: f64,
    /// USD a month of 730 hours.
    pub monthly_usd: f64,
    /// By kind of resource, dearest first.
    pub lines: Vec<CostLine>,
    /// What is charged by use on top.
    pub by_use: Vec<UsePrice>,
    /// When the prices were collected.
    pub collected: String,
    /// Where they come from.
    pub source: String,
}

/// All resources of a kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CostLine {
    /// CloudFormation's type name.
    pub kind: String,
    /// How many of them cost something.
    pub count: usize,
    /// USD an hour in all.
    pub hourly_usd: f64,
}

/// A price by use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UsePrice {
    /// Of what.
    pub unit: String,
    /// USD.
    pub usd: f64,
}
