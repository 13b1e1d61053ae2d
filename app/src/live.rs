//! Pieces of a view that follow their signals.

use leptos::prelude::*;

/// A reactive piece of a view, boxed: views are generic over their closures, and each closure type
/// of its own would cost every first visit kilobytes of WebAssembly.
pub type Live = Box<dyn FnMut() -> AnyView + Send>;

/// A piece that is made anew whenever a signal that it reads changes.
pub fn live<V: IntoAny>(piece: impl Fn() -> V + Send + 'static) -> Live {
    Box::new(move || piece().into_any())
}

/// A piece that is there only sometimes.
pub fn live_if<V: IntoAny>(piece: impl Fn() -> Option<V> + Send + 'static) -> Live {
    Box::new(move || piece().map_or_else(|| ().into_any(), IntoAny::into_any))
}

/// What a button does, boxed for the same reason.
pub fn pressed(work: impl Fn() + 'static) -> Box<dyn FnMut(leptos::ev::MouseEvent)> {
    Box::new(move |_| work())
}
