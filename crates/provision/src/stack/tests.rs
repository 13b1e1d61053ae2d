use super::*;

#[test]
fn an_empty_file_is_the_stack_of_the_specification() {
    assert_eq!(Stack::from_toml("").unwrap(), Stack::default());
}
