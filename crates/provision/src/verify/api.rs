//! The public API (SPEC 2.6 and section 4).

use serde_json::Value;

use super::live::{Question, api_address, request};
use super::{Check, living, look};
use crate::inventory::Item;
use crate::inventory::view::{Answer, View, ensure, every, expect};
use crate::resource::{Kind, canonical, digest};
use crate::stack::{Answerer, PORT_TO_ZONE_B, Part, STAGE, STREAM_MILLIS, Zone, endpoints};

const AGAIN: &str = "Apply again";
const TOKENLESS: &str = "/conversations/nobody";

pub(super) const CHECKS: &[Check] = &[
    look("api.rest", "lks-api-gateway is a public REST API in us-east-1, regional", AGAIN, |view| {
        expect(the(view)?, "EndpointConfiguration.Types.0", "REGIONAL")
    }),
    look(
        "api.authorizer",
        "Its authorizer is the user pool lks-user-pool, by the header Authorization",
        AGAIN,
        authorizer,
    )
    .of(Part::Cognito),
    look("api.guarded", "Every method but OPTIONS asks for a token", AGAIN, guarded).of(Part::Cognito),
    look("api.list", "/conversations/{uid} has GET, POST and DELETE", AGAIN, |view| {
        lambda_path(view, "/conversations/{uid}")
    }),
    look("api.one", "/conversations/{uid}/{id} has GET, PUT and DELETE", AGAIN, |view| {
        lambda_path(view, "/conversations/{uid}/{id}")
    }),
    look("api.corrections", "/corrections has POST", AGAIN, |view| lambda_path(view, "/corrections")),
    look("api.region-a", "/us-east-1/x becomes /api/x in us-east-1, with GET and POST", AGAIN, |view| {
        region(view, Zone::A, 80)
    }),
    look("api.region-b", "/us-west-2/x becomes /api/x in us-west-2, with GET and POST", AGAIN, |view| {
        region(view, Zone::B, PORT_TO_ZONE_B)
    }),
    look("api.link", "The region endpoints go through a VPC link to lks-nlb-zone-a", AGAIN, link),
    look(
        "api.streaming",
        "Both region endpoints stream their answers (responseTransferMode STREAM)",
        AGAIN,
        |view| integrations(view, |integration| field(integration, "responseTransferMode", &"STREAM".into())),
    ),
    look("api.patience", "Their timeout is raised beyond 29 s", AGAIN, |view| {
        integrations(view, |integration| field(integration, "timeoutInMillis", &STREAM_MILLIS.into()))
    }),
    look("api.preflight", "OPTIONS answers every endpoint's CORS question without a token", AGAIN, preflight),
    look(
        "api.error-cors",
        "Errors of the API carry CORS headers and the contract's shape",
        AGAIN,
        error_cors,
    ),
    look(
        "api.published",
        "The stage serves the API as it is defined",
        "Apply again: it makes a new deployment",
        published,
    ),
    look("api.log", "The stage writes an access log to lks-logs-api", AGAIN, log),
    living(
        "api.live-guard",
        "A request without a token is answered 401",
        "See api.guarded",
        Question {
            ask: |view| Ok(vec![request("GET", api_address(view, TOKENLESS)?)]),
            judge: |_, answer| status(answer.code, 401),
        },
    )
    .of(Part::Cognito),
    living(
        "api.live-cors",
        "A preflight is answered 204",
        "See api.preflight",
        Question {
            ask: |view| Ok(vec![request("OPTIONS", api_address(view, TOKENLESS)?)]),
            judge: |_, answer| status(answer.code, 204),
        },
    ),
];

fn status(found: i32, wanted: i32) -> Answer {
    if found == wanted {
        Ok(format!("answered {found}"))
    } else {
        Err(format!("answered {found}, not {wanted}"))
    }
}

fn the<'a>(view: &'a View<'_>) -> Result<&'a Item, String> {
    view.in_a(Kind::RestApi, "lks-api-gateway")
}

fn body<'a>(view: &'a View<'_>) -> Result<&'a Value, String> {
    let body = the(view)?.at("Body");
    ensure(body.is_object(), || "its definition cannot be read".into())?;
    Ok(body)
}

fn authorizer(view: &View<'_>) -> Answer {
    let pool = view.in_a(Kind::UserPool, "lks-user-pool")?;
    let schemes = body(view)?["components"]["securitySchemes"].as_object().into_iter().flatten();
    let right = |scheme: &Value| {
        let arns = &scheme["x-amazon-apigateway-authorizer"]["providerARNs"];
        scheme["name"] == "Authorization"
            && scheme["in"] == "header"
            && scheme["x-amazon-apigateway-authtype"] == "cognito_user_pools"
            && arns
                .as_array()
                .is_some_and(|arns| arns.len() == 1 && arns[0].as_str().is_some_and(|arn| pool.is(arn)))
    };
    let schemes: Vec<&String> =
        schemes.into_iter().filter(|(_, scheme)| right(scheme)).map(|(name, _)| name).collect();
    let name = schemes.first().ok_or("no authorizer asks lks-user-pool")?;
    Ok(format!("{name} asks lks-user-pool"))
}

/// What answers the methods that a path has not, as it is written and as it is read back.
const OTHERS: [&str; 2] = ["x-amazon-apigateway-any-method", "any"];

/// Every method as path, verb and definition, those that a path has not left out.
fn methods(body: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    all_methods(body).filter(|(_, verb, _)| !OTHERS.contains(verb))
}

fn all_methods(body: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = body["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let verbs = item.as_object().into_iter().flatten().filter(|(verb, _)| *verb != "parameters");
        verbs.map(move |(verb, method)| (path.as_str(), verb.as_str(), method))
    })
}

fn guarded(view: &View<'_>) -> Answer {
    let body = body(view)?;
    let schemes = &body["components"]["securitySchemes"];
    let asks = |method: &Value| {
        let requirements = method["security"].as_array();
        requirements.is_some_and(|list| {
            !list.is_empty()
                && list.iter().all(|one| {
                    one.as_object().is_some_and(|one| one.keys().any(|name| schemes[name].is_object()))
                })
        })
    };
    let guarded: Vec<(&str, &str, &Value)> =
        all_methods(body).filter(|(_, verb, _)| *verb != "options").collect();
    let open: Vec<String> = guarded
        .iter()
        .filter(|(_, _, method)| !asks(method))
        .map(|(path, verb, _)| format!("{} {path}", verb.to_uppercase()))
        .collect();
    ensure(open.is_empty(), || format!("no token is asked for by {}", open.join(", ")))?;
    ensure(!guarded.is_empty(), || "it has no method".into())?;
    Ok(format!("all {} methods ask for a token", guarded.len()))
}

fn verbs<'a>(body: &'a Value, path: &str) -> Vec<&'a str> {
    let mut verbs: Vec<&str> = methods(body)
        .filter(|(at, verb, _)| *at == path && *verb != "options")
        .map(|(_, verb, _)| verb)
        .collect();
    verbs.sort_unstable();
    verbs
}

fn has_verbs(body: &Value, path: &str, wanted: &[&str]) -> Answer {
    let found = verbs(body, path);
    let mut wanted = wanted.to_vec();
    wanted.sort_unstable();
    ensure(found == wanted, || format!("{path} has {}", found.join(", ")))?;
    Ok(format!("{path} has {}", found.join(", ")))
}

fn lambda_path(view: &View<'_>, path: &str) -> Answer {
    let contract = endpoints();
    let endpoint = contract.iter().find(|known| known.path == path && known.answerer == Answerer::Lambda);
    let endpoint = endpoint.ok_or("the contract has no such path")?;
    let wanted: Vec<&str> = endpoint.methods.iter().map(|(method, _)| method.as_str()).collect();
    let (body, function) = (body(view)?, view.in_a(Kind::Function, "lks-lambda-conversations")?);
    let to_lambda = |method: &Value| {
        let integration = &method["x-amazon-apigateway-integration"];
        let uri = integration["uri"].as_str().unwrap_or_default();
        integration["type"] == "aws_proxy" && uri.contains(&function.id)
    };
    let astray: Vec<&str> = methods(body)
        .filter(|(at, verb, method)| *at == path && *verb != "options" && !to_lambda(method))
        .map(|(_, verb, _)| verb)
        .collect();
    ensure(astray.is_empty(), || format!("{path}: {} does not reach the Lambda", astray.join(", ")))?;
    has_verbs(body, path, &wanted)
}

fn region(view: &View<'_>, zone: Zone, port: u16) -> Answer {
    let body = body(view)?;
    let path = format!("/{}/{{proxy+}}", zone.region());
    let end = format!(":{port}/api/{{proxy}}");
    let nlb = view.balancer(Zone::A, "nlb")?;
    let host = nlb
        .attributes
        .get("DNSName")
        .and_then(Value::as_str)
        .map_or_else(|| format!("{}.DNSName", nlb.id), str::to_owned);
    let wanted = format!("http://{host}{end}");
    for (_, verb, method) in methods(body).filter(|(at, verb, _)| *at == path && *verb != "options") {
        let uri = method["x-amazon-apigateway-integration"]["uri"].as_str().unwrap_or_default();
        ensure(uri == wanted, || format!("{verb} {path} goes to {uri}"))?;
    }
    has_verbs(body, &path, &["get", "post"])
}

/// The integrations of both region endpoints.
fn integrations(view: &View<'_>, one: impl Fn(&Value) -> Answer) -> Answer {
    let body = body(view)?;
    let paths = Zone::ALL.map(|zone| format!("/{}/{{proxy+}}", zone.region()));
    let theirs =
        methods(body).filter(|(path, verb, _)| *verb != "options" && paths.iter().any(|known| known == path));
    every(theirs.map(|(path, verb, method)| {
        one(&method["x-amazon-apigateway-integration"]).map_err(|why| format!("{verb} {path}: {why}"))
    }))
}

fn field(integration: &Value, name: &str, wanted: &Value) -> Answer {
    ensure(integration[name] == *wanted, || format!("{name} is {}, not {wanted}", integration[name]))?;
    Ok(format!("{name} is {wanted}"))
}

fn link(view: &View<'_>) -> Answer {
    let link = view.in_a(Kind::VpcLink, "lks-vpc-link")?;
    let nlb = view.balancer(Zone::A, "nlb")?;
    ensure(matches!(link.state.as_str(), "" | "AVAILABLE"), || format!("lks-vpc-link is {}", link.state))?;
    ensure(link.texts("TargetArns").iter().any(|arn| nlb.is(arn)), || {
        "lks-vpc-link does not lead to lks-nlb-zone-a".into()
    })?;
    integrations(view, |integration| {
        let through = integration["connectionType"] == "VPC_LINK"
            && integration["connectionId"].as_str().is_some_and(|id| link.is(id));
        ensure(through, || "does not go through lks-vpc-link".into())?;
        Ok("through lks-vpc-link".into())
    })
}

fn preflight(view: &View<'_>) -> Answer {
    let body = body(view)?;
    let paths = body["paths"].as_object().into_iter().flatten();
    let origin = "method.response.header.Access-Control-Allow-Origin";
    every(paths.map(|(path, item)| {
        let options = &item["options"];
        let answer =
            &options["x-amazon-apigateway-integration"]["responses"]["default"]["responseParameters"];
        ensure(options["security"].is_null(), || format!("{path}: OPTIONS asks for a token"))?;
        ensure(answer[origin].is_string(), || format!("{path}: OPTIONS answers without CORS headers"))?;
        Ok(path.clone())
    }))
}

fn error_cors(view: &View<'_>) -> Answer {
    let answers = &body(view)?["x-amazon-apigateway-gateway-responses"];
    every(["DEFAULT_4XX", "DEFAULT_5XX", "UNAUTHORIZED", "THROTTLED"].map(|name| {
        let answer = &answers[name];
        let cors =
            answer["responseParameters"]["gatewayresponse.header.Access-Control-Allow-Origin"].is_string();
        let shape = answer["responseTemplates"]["application/json"]
            .as_str()
            .is_some_and(|text| text.contains("\"status\":\"error\""));
        ensure(cors && shape, || format!("{name} lacks CORS headers or the contract's shape"))?;
        Ok(name.to_owned())
    }))
}

fn stage<'a>(view: &'a View<'_>) -> Result<&'a Item, String> {
    view.in_a(Kind::Stage, STAGE)
}

/// The deployment's description is the digest of the definition it was made from.
fn published(view: &View<'_>) -> Answer {
    let deployment = view.linked(stage(view)?, "DeploymentId", Kind::Deployment)?;
    let graph = crate::stack::graph(view.stack).map_err(|error| error.to_string())?;
    let wanted = graph
        .resources()
        .find(|resource| resource.key.kind == Kind::RestApi)
        .and_then(|api| api.properties.get("Body"));
    let wanted = wanted.map(|body| digest(canonical(body))).ok_or("the stack has no API")?;
    expect(deployment, "Description", wanted)
}

fn log(view: &View<'_>) -> Answer {
    let group = view.in_a(Kind::LogGroup, "lks-logs-api")?;
    let arn = stage(view)?.text("AccessLogSetting.DestinationArn").unwrap_or("nowhere");
    let bare = arn.trim_end_matches(":*");
    let right = group.is(arn) || group.is(bare) || bare.ends_with(":log-group:lks-logs-api");
    ensure(right, || format!("its access log goes to {arn}"))?;
    Ok("its access log goes to lks-logs-api".into())
}
