//! `/admin/api/stack`: the choices as a form.

pub mod check;
mod choices;
mod form;
pub mod get;
pub mod save;
