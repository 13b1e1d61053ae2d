//! The pages: rendered here, taken over by the browser, with their static files beside them.

use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use leptos::config::LeptosOptions;
use leptos_axum::{LeptosRoutes, generate_route_list};
use tower::{ServiceBuilder, ServiceExt};
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::config::Config;

/// All pages and static files in front of `api`, which gets every path that is neither. Where the
/// API knows no such path either and a browser asked for a page, the answer is the page for that.
pub fn router(config: &Config, api: Router) -> Router {
    let options = options(config, "lks");
    let not_found = {
        let options = options.clone();
        move |request: Request| api_or_page(api.clone(), options.clone(), request)
    };
    learners_pages(options)
        .merge(admins_pages(self::options(config, "lks-admin")))
        .layer(revalidated())
        .merge(files(&config.site_dir))
        .fallback(not_found)
}

/// Of one of the two applications; `name` is that of its package files.
fn options(config: &Config, name: &'static str) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name(name)
        .site_root(config.site_dir.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .site_addr(config.addr)
        .build()
}

fn learners_pages(options: LeptosOptions) -> Router {
    let routes = generate_route_list(lks_app::App);
    let shell = {
        let options = options.clone();
        move || lks_app::shell(options.clone())
    };
    Router::new().leptos_routes(&options, routes, shell).with_state(options)
}

fn admins_pages(options: LeptosOptions) -> Router {
    let routes = generate_route_list(lks_console::Console);
    let shell = {
        let options = options.clone();
        move || lks_console::shell(options.clone())
    };
    Router::new().leptos_routes(&options, routes, shell).with_state(options)
}

async fn api_or_page(api: Router, options: LeptosOptions, request: Request) -> Response {
    if !asks_for_page(&request) {
        return infallible(api.oneshot(request).await);
    }
    let mut again = Request::new(Body::empty());
    *again.uri_mut() = request.uri().clone();
    *again.headers_mut() = request.headers().clone();
    let answer = infallible(api.oneshot(request).await);
    if answer.status() != StatusCode::NOT_FOUND {
        return answer;
    }
    let render = leptos_axum::render_app_to_stream(move || lks_app::shell(options.clone()));
    let mut page = render(again).await;
    *page.status_mut() = StatusCode::NOT_FOUND;
    page
}

fn infallible(answer: Result<Response, std::convert::Infallible>) -> Response {
    answer.unwrap_or_else(|never| match never {})
}

fn asks_for_page(request: &Request) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    request.method() == Method::GET && accept.is_some_and(|accept| accept.contains("text/html"))
}

/// Pages and files are small or answered with 304; asking anew keeps a page and its files together.
fn revalidated() -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))
}

fn files(site: &Path) -> Router {
    let package = ServeDir::new(site.join("pkg")).precompressed_br().precompressed_gzip();
    let package = ServiceBuilder::new().layer(revalidated()).service(package);
    let router = Router::new().nest_service("/pkg", package);
    public_files(site).into_iter().fold(router, |router, name| {
        let file = ServeFile::new(site.join(&name)).precompressed_br().precompressed_gzip();
        router.route_service(&format!("/{name}"), ServiceBuilder::new().layer(revalidated()).service(file))
    })
}

/// Files that lie at the top of the site folder, compressed copies left out.
fn public_files(site: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(site).into_iter().flatten().flatten();
    let names = entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| entry.file_name().into_string().ok());
    names
        .filter(|name| !name.ends_with(".br") && !name.ends_with(".gz") && !name.contains(['{', '}']))
        .collect()
}

/// Says how to get the pages where the front end was not built.
pub fn missing_site(config: &Config) -> Option<String> {
    let wasm = config.site_dir.join("pkg").join("lks.wasm");
    (!wasm.exists()).then(|| {
        format!(
            "the pages are not built ({} is missing): start with ./run, or set LKS_SITE_DIR",
            wasm.display()
        )
    })
}
