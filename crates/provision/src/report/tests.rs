//! The sheet as text and as a page.

use lks_domain::correction::Language;

use super::*;
use crate::inventory::Inventory;
use crate::stack::{Part, Stack, graph};
use crate::verify::{Live, sheet};

fn occasion() -> Occasion {
    Occasion {
        stack: "A <b>class</b> & more".into(),
        account: "000000000000".into(),
        simulated: true,
        at: Timestamp::from_millis(1_795_456_800_000),
    }
}

fn some_sheet() -> Sheet {
    let stack = Stack { without: vec![Part::Amplify], ..Stack::default() };
    let mut world = Inventory::of_graph(&graph(&stack).unwrap());
    let rds = world.items_mut().iter_mut().find(|item| item.name == "lks-rds").unwrap();
    rds.fields.insert("PubliclyAccessible".into(), true.into());
    sheet(&world, &stack, &Live::silent())
}

#[test]
fn the_text_says_what_was_seen_and_what_to_do() {
    let text = text(&some_sheet(), Ink::PLAIN);
    let part: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("Database")).take(9).collect();
    insta::assert_snapshot!(part.join("\n"), @r"
    Database (12 of 13)
      pass    database.engine                lks-rds is PostgreSQL in us-east-1
      pass    database.available             It is available
      pass    database.version               Its version has pgvector with HNSW (15.4 or newer)
      pass    database.class                 Its class is the chosen one, in a single zone, on gp2 up to 100 GB
      pass    database.subnets               It stands in both private subnets of zone a
      fail    database.private               It is not publicly accessible
              seen: lks-rds: PubliclyAccessible is true, not false
              do:   Set PubliclyAccessible to false
    ");
    let last = text.lines().last().unwrap();
    assert!(last.contains("2 failed"), "the policy fails too: {last}");
}

#[test]
fn colour_is_only_where_it_is_asked_for() {
    assert!(!text(&some_sheet(), Ink::PLAIN).contains('\u{1b}'));
    assert!(text(&some_sheet(), Ink::COLOURED).contains("\u{1b}[31;1mfail"));
}

#[test]
fn the_page_needs_nothing_else_and_escapes_what_it_is_given() {
    let page = html(&some_sheet(), &occasion(), Language::En);
    assert!(page.contains("<title>Verification of A &lt;b&gt;class&lt;/b&gt; &amp; more"));
    assert!(page.contains("Simulated account"));
    for outside in ["<script", "http://", "https://", "<link", "src="] {
        let found = page.find(outside).map(|at| page[at..].chars().take(60).collect::<String>());
        assert_eq!(found, None, "{outside}");
    }
}

#[test]
fn every_requirement_is_a_row_with_its_own_address() {
    let sheet = some_sheet();
    let page = html(&sheet, &occasion(), Language::En);
    for check in &sheet.checks {
        assert_eq!(page.matches(&format!("<tr id=\"{}\"", check.id)).count(), 1, "{}", check.id);
    }
    assert_eq!(page.matches("<h1>").count(), 1);
}

#[test]
fn the_page_is_written_in_bahasa_indonesia_from_title_to_remedy() {
    let page = html(&some_sheet(), &occasion(), Language::Id);
    assert!(page.contains("<html lang=\"id\">"));
    let shown = &page[page.find("<title>").unwrap()..];
    let (title, body) = shown.split_once("</title>").unwrap();
    assert!(title.starts_with("<title>Pemeriksaan A &lt;b&gt;class&lt;/b&gt; &amp; more: "), "{title}");
    let body = &body[body.find("<body>").unwrap()..];
    let texts = body.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim());
    let english = html(&some_sheet(), &occasion(), Language::En);
    let same: Vec<&str> = texts
        .filter(|text| english.contains(&format!(">{text}<")))
        .filter(|text| !lks_bahasa::unsaid(text).is_empty())
        .collect();
    assert_eq!(same, [""; 0], "not translated");
    assert!(page.contains("Cara memperbaiki: Setel PubliclyAccessible ke false"));
}

#[test]
fn evidence_of_several_things_is_a_list() {
    let sheet = some_sheet();
    let several = sheet.checks.iter().find(|check| lks_bahasa::sentences(&check.evidence).len() > 2).unwrap();
    let page = html(&sheet, &occasion(), Language::En);
    let row = page.lines().find(|line| line.contains(&format!("<tr id=\"{}\"", several.id))).unwrap();
    assert!(row.matches("<li>").count() > 2, "{row}");
}

#[test]
fn what_failed_is_told_first_and_leads_to_its_row() {
    let page = html(&some_sheet(), &occasion(), Language::En);
    let list = &page[page.find("<h2 id=\"failed\">2 requirements are not met</h2>").unwrap()..];
    assert!(list.find("<a href=\"#database.private\">").unwrap() < list.find("<h2 id=\"network\">").unwrap());
    let stack = Stack::default();
    let sound = sheet(&Inventory::of_graph(&graph(&stack).unwrap()), &stack, &Live::silent());
    assert!(!html(&sound, &occasion(), Language::En).contains("id=\"failed\""));
}
