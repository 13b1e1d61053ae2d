//! docs/VERIFY.md: what verify and check look at, written from the tables themselves.

use super::all;
use crate::check;
use crate::reachability::{FLOWS, Flow, Role};

const HEAD: &str = "# What verify and check look at

Written from the tables in `crates/provision/src/verify`, `check` and `reachability/matrix.rs`; a test fails when \
it is out of step, and `UPDATE_DOCS=1 cargo test -p lks-provision document` writes it anew.

`lks verify` looks at the account and gives each requirement of SPEC section 2 a line: its status, what was seen, \
and what to do. A requirement is worth one point. *unknown* is what was left out with `--without`, or what only a \
living machine could have answered and none did; it gets no point. `lks verify --json` gives the same as data, and \
the report as an HTML page is written from it.

`lks plan` and `lks apply` look at the *policy* first, over the graph that is wished for; what is an error there \
blocks. The same policy is part of what verify sees in the account.

Who reaches whom is not guessed from single rules: every place (machines, balancers, mount targets, database, \
Lambda, any other host a subnet could hold, the internet) is compared with every other, over security groups, \
route tables, the peering, NAT instances and network ACLs, from one address of every range that some rule could \
treat differently. The result is compared with the declared matrix in both directions.
";

/// The whole page.
pub fn document() -> String {
    let checks = all();
    let title = format!("\n## Requirements ({})\n", checks.len());
    [HEAD.to_owned(), title, requirements(&checks), policy(), matrix()].concat()
}

fn requirements(checks: &[(&str, &str, &str)]) -> String {
    let mut page = String::new();
    let mut before = "";
    for (id, requirement, remedy) in checks {
        let group = id.split('.').next().unwrap_or_default();
        if group != before {
            page += &format!("\n### {group}\n\n| id | requirement | to mend it |\n|---|---|---|\n");
            before = group;
        }
        page += &format!("| `{id}` | {} | {} |\n", cell(requirement), cell(remedy));
    }
    page
}

fn policy() -> String {
    let rules = check::all();
    let rows: String = rules
        .iter()
        .map(|(id, severity, requirement)| format!("| `{id}` | {} | {severity} |\n", cell(requirement)))
        .collect();
    format!("\n## Policy ({})\n\n| id | requirement | severity |\n|---|---|---|\n{rows}", rules.len())
}

fn matrix() -> String {
    let row = |flow: &Flow| {
        let ports: Vec<String> = flow.ports.iter().map(ToString::to_string).collect();
        let word = if flow.needed { "needed" } else { "tolerated" };
        format!(
            "| {} | {} | {} | {word} | {} |\n",
            roles(flow.from),
            roles(flow.to),
            ports.join(", "),
            flow.because
        )
    };
    let rows: String = FLOWS.iter().map(row).collect();
    format!(
        "\n## Who may reach whom\n\nTCP only; what is not here must not pass.\n\n| from | to | ports | | because |\n|---|---|---|---|---|\n{rows}"
    )
}

fn roles(roles: &[Role]) -> String {
    roles.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Text as a table's cell has it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('*', "\\*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_in_step_with_the_tables() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/VERIFY.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, document()).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == document(), "write it anew: UPDATE_DOCS=1 cargo test -p lks-provision document");
    }
}
