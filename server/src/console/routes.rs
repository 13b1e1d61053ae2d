//! A router that remembers what it routes, so that a test can ask every route who may call it.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, on};

use super::Console;

/// A method and a path with its parameters in braces.
pub type Route = (Method, &'static str);

/// Routes with their handlers.
#[derive(Default)]
pub struct Routes {
    router: Router<Console>,
    known: Vec<Route>,
}

impl Routes {
    /// Looks.
    #[must_use]
    pub fn get<H: Handler<T, Console>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on((Method::GET, path), MethodFilter::GET, handler)
    }

    /// Does something.
    #[must_use]
    pub fn post<H: Handler<T, Console>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on((Method::POST, path), MethodFilter::POST, handler)
    }

    /// Puts something in place of what is there.
    #[must_use]
    pub fn put<H: Handler<T, Console>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on((Method::PUT, path), MethodFilter::PUT, handler)
    }

    /// Changes a part.
    #[must_use]
    pub fn patch<H: Handler<T, Console>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on((Method::PATCH, path), MethodFilter::PATCH, handler)
    }

    /// Removes.
    #[must_use]
    pub fn delete<H: Handler<T, Console>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.on((Method::DELETE, path), MethodFilter::DELETE, handler)
    }

    fn on<H: Handler<T, Console>, T: 'static>(
        mut self,
        route: Route,
        filter: MethodFilter,
        handler: H,
    ) -> Self {
        self.router = self.router.route(route.1, on(filter, handler));
        self.known.push(route);
        self
    }

    /// What is routed.
    pub fn known(&self) -> &[Route] {
        &self.known
    }

    /// The router.
    pub fn into_router(self) -> Router<Console> {
        self.router
    }
}
