//! Client hosting (SPEC 2.7).

use super::live::{Question, request};
use super::{Check, living, look};
use crate::inventory::Item;
use crate::inventory::view::{Answer, View, ensure, expect};
use crate::resource::Kind;
use crate::stack::Part;

pub(super) const CHECKS: &[Check] = &[
    look("client.app", "Amplify Hosting has lks-client", "Apply again", |view| {
        expect(the(view)?, "Platform", "WEB")
    })
    .of(Part::Amplify),
    look("client.branch", "It has a branch that is published", "Apply again", branch).of(Part::Amplify),
    look(
        "client.pages",
        "Every page of the client is answered by /index.html, files aside",
        "Apply again",
        pages,
    )
    .of(Part::Amplify),
    look("client.wasm", "WebAssembly is served as application/wasm", "Apply again", wasm).of(Part::Amplify),
    living(
        "client.live",
        "The client is there, configured for this stack",
        "Apply again",
        Question {
            ask: |view| {
                let domain = the(view)?.text("DefaultDomain").ok_or("its address is not known")?;
                Ok(vec![request("GET", format!("https://lks-live.{domain}/config.json"))])
            },
            judge: |_, answer| {
                if answer.code == 200 && answer.output.contains("\"aws\"") {
                    Ok("config.json says aws".into())
                } else {
                    Err(format!("answered {}", answer.code))
                }
            },
        },
    )
    .of(Part::Amplify),
];

fn the<'a>(view: &'a View<'_>) -> Result<&'a Item, String> {
    view.in_a(Kind::App, "lks-client")
}

fn branch(view: &View<'_>) -> Answer {
    let app = the(view)?;
    let branch = view.world.referring(Kind::Branch, "AppId", app).next();
    let branch = branch.ok_or("lks-client has no branch")?;
    expect(branch, "Stage", "PRODUCTION")
}

fn pages(view: &View<'_>) -> Answer {
    let rules = the(view)?.list("CustomRules");
    let rule = rules.iter().find(|rule| rule["Target"] == "/index.html" && rule["Status"] == "200");
    let source =
        rule.and_then(|rule| rule["Source"].as_str()).ok_or("no rule leads to /index.html with 200")?;
    ensure(source.contains("wasm"), || "the rule does not leave out wasm files".into())?;
    Ok("pages lead to /index.html, files and wasm do not".into())
}

fn wasm(view: &View<'_>) -> Answer {
    let headers = the(view)?.text("CustomHeaders").unwrap_or_default();
    ensure(headers.contains("application/wasm"), || "no header says application/wasm".into())?;
    Ok("**/*.wasm is application/wasm".into())
}
