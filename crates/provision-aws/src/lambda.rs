//! AWS Lambda.

pub(crate) mod function;
pub(crate) mod permission;

use aws_sdk_lambda::types::FunctionConfiguration;
use lks_provision::stack::PREFIX;

use crate::aws::Site;
use crate::fault::Done;
use crate::pages::all;

/// The functions that can be ours, by their name; those of others are not looked into.
async fn candidates(site: Site<'_>) -> Done<Vec<FunctionConfiguration>> {
    let functions = all!(site.clients.lambda.list_functions())?;
    let named = |function: &FunctionConfiguration| {
        function.function_name().is_some_and(|name| name.starts_with(PREFIX))
    };
    Ok(functions.into_iter().filter(named).collect())
}
