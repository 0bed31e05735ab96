//! Long and counted things: lists with filter, order, pages and export, and charts with their tables.

mod asked;
mod chart;
mod filter;
mod pages;
mod table;

pub use asked::{Asked, Order};
pub use chart::BarChart;
pub use filter::Filter;
pub use pages::Pages;
pub use table::{Column, Table};
