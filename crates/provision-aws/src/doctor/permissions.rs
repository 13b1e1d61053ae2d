//! What this account may do. EC2 has a dry run; elsewhere a creation is asked for with a parameter that
//! the service must refuse: who may not create at all is told so before the parameter is looked at.
//! Nothing here can succeed.

use aws_sdk_ec2::types::{IamInstanceProfileSpecification, InstanceType};
use lks_domain::region::Region;
use lks_provision::cloud::CloudError;
use lks_provision::stack::{self, Part, Stack};

use super::{Finding, may};
use crate::aws::{Aws, Site};
use crate::ec2;
use crate::fault::{self, Done};

/// A name that no service takes: spaces, a slash, a sign.
const IMPOSSIBLE: &str = "lks probe / \u{0}";

/// How one permission was found.
struct Probe {
    subject: &'static str,
    /// What the account cannot have without it; `None`: the stack cannot do without.
    part: Option<Part>,
    answer: Done<()>,
}

pub(super) async fn examine(aws: &Aws, stack: &Stack, account: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for region in Region::ALL {
        let site = aws.site(region);
        let probes = [
            network(site).await,
            machines(site, stack).await,
            balancers(site).await,
            associations(site).await,
        ];
        found.extend(probes.into_iter().map(|probe| graded(probe, Some(region))));
    }
    let site = aws.site(Region::UsEast1);
    let probes = [
        files(site).await,
        backups(site).await,
        database(site, account).await,
        parameters(site).await,
        bucket(site).await,
        function(site, account).await,
        api(site).await,
        users(site).await,
        client(site).await,
        alarms(site).await,
        logs(site).await,
    ];
    found.extend(probes.into_iter().map(|probe| graded(probe, None)));
    found.retain(|finding| finding.part.is_none_or(|part| stack.has(part)));
    found
}

fn graded(probe: Probe, region: Option<Region>) -> Finding {
    let subject =
        region.map_or_else(|| probe.subject.to_owned(), |region| format!("{}, {region}", probe.subject));
    let verdict = match &probe.answer {
        Ok(()) => Some(true),
        Err(error) => verdict(error),
    };
    match (verdict, probe.answer) {
        (Some(true), _) => Finding::good(subject, "may be made"),
        (Some(false), Err(error)) => {
            let advice =
                probe.part.map(|part| format!("; leave it out: --without {part}")).unwrap_or_default();
            Finding {
                part: probe.part,
                ..Finding::bad(subject, format!("this account may not make them{advice} ({})", error.code))
            }
        }
        (_, answer) => {
            let why = answer.err().map(|error| error.to_string()).unwrap_or_default();
            Finding::note(subject, format!("could not be found out: {why}"))
        }
    }
}

/// EC2 answers a dry run that would have succeeded with an error of this name.
fn verdict(error: &CloudError) -> Option<bool> {
    if error.code == "DryRunOperation" { Some(true) } else { may(error.class) }
}

async fn network(site: Site<'_>) -> Probe {
    let asked = site.clients.ec2.create_vpc().cidr_block("10.255.255.0/28").dry_run(true);
    let answer = asked.send().await.map_err(fault::of).map(drop);
    Probe { subject: "networks", part: None, answer }
}

/// With the lab's profile, so that it shows too whether that may be passed.
async fn machines(site: Site<'_>, stack: &Stack) -> Probe {
    let answer = async {
        let image = ec2::image::resolve(site, &stack::image(&stack.ubuntu)).await?;
        let profile = IamInstanceProfileSpecification::builder().name("LabInstanceProfile").build();
        let asked = site.clients.ec2.run_instances().min_count(1).max_count(1).image_id(image);
        let asked = asked.instance_type(InstanceType::from(stack.workers.instance_type.as_str()));
        asked.iam_instance_profile(profile).dry_run(true).send().await.map_err(fault::of).map(drop)
    };
    Probe { subject: "instances with the profile", part: None, answer: answer.await }
}

async fn balancers(site: Site<'_>) -> Probe {
    let asked = site.clients.balancing.create_load_balancer().name("-").subnets("subnet-0");
    let answer = asked.send().await.map_err(fault::of).map(drop);
    Probe { subject: "load balancers", part: None, answer }
}

async fn associations(site: Site<'_>) -> Probe {
    let asked = site.clients.ssm.create_association().name("lks-no-such-document").instance_id("i-0");
    let answer = asked.send().await.map_err(fault::of).map(drop);
    Probe { subject: "SSM associations", part: Some(Part::Ssm), answer }
}

async fn files(site: Site<'_>) -> Probe {
    let mode = aws_sdk_efs::types::PerformanceMode::from("lks-no-such-mode");
    let asked = site.clients.efs.create_file_system().creation_token("lks-probe").performance_mode(mode);
    let answer = asked.send().await.map_err(fault::of).map(drop);
    Probe { subject: "file systems", part: None, answer }
}

async fn backups(site: Site<'_>) -> Probe {
    let status = aws_sdk_efs::types::Status::from("LKS_NO_SUCH_STATUS");
    let answer = async {
        let policy =
            aws_sdk_efs::types::BackupPolicy::builder().status(status).build().map_err(fault::unbuilt)?;
        let asked = site.clients.efs.put_backup_policy().file_system_id("fs-00000000").backup_policy(policy);
        asked.send().await.map_err(fault::of).map(drop)
    };
    Probe { subject: "automatic backups", part: Some(Part::Backup), answer: answer.await }
}

async fn database(site: Site<'_>, _account: &str) -> Probe {
    let asked = site
        .clients
        .rds
        .create_db_instance()
        .db_instance_identifier("lks-probe")
        .engine("lks-no-such-engine");
    let answer = asked.db_instance_class("db.lks.none").send().await.map_err(fault::of).map(drop);
    Probe { subject: "databases", part: None, answer }
}

async fn parameters(site: Site<'_>) -> Probe {
    let asked = site.clients.ssm.put_parameter().name("lks probe").value("-");
    let asked = asked.r#type(aws_sdk_ssm::types::ParameterType::from("LksNoSuchType"));
    let answer = asked.send().await.map_err(fault::of).map(drop);
    Probe { subject: "SSM parameters", part: None, answer }
}

async fn bucket(site: Site<'_>) -> Probe {
    let answer =
        site.clients.s3.create_bucket().bucket("LKS_Probe..x").send().await.map_err(fault::of).map(drop);
    Probe { subject: "buckets", part: None, answer }
}

async fn function(site: Site<'_>, account: &str) -> Probe {
    let code = aws_sdk_lambda::types::FunctionCode::builder().s3_bucket("lks-probe").s3_key("none").build();
    let runtime = aws_sdk_lambda::types::Runtime::from("lks-no-such-runtime");
    let asked = site.clients.lambda.create_function().function_name("lks-probe").code(code).runtime(runtime);
    let asked = asked.role(format!("arn:aws:iam::{account}:role/LabRole")).handler("bootstrap");
    let answer = asked.send().await.map_err(fault::of).map(drop);
    Probe { subject: "functions", part: None, answer }
}

async fn api(site: Site<'_>) -> Probe {
    let asked = site.clients.apigateway.create_rest_api().name("lks-probe").clone_from("lks-no-such-api");
    let answer = asked.send().await.map_err(fault::of).map(drop);
    Probe { subject: "APIs", part: None, answer }
}

async fn users(site: Site<'_>) -> Probe {
    let mfa = aws_sdk_cognitoidentityprovider::types::UserPoolMfaType::from("LKS_NO_SUCH_WORD");
    let asked = site.clients.cognito.create_user_pool().pool_name("lks-probe").mfa_configuration(mfa);
    let answer = asked.send().await.map_err(fault::of).map(drop);
    Probe { subject: "user pools", part: Some(Part::Cognito), answer }
}

async fn client(site: Site<'_>) -> Probe {
    let platform = aws_sdk_amplify::types::Platform::from("LKS_NO_SUCH_PLATFORM");
    let asked = site.clients.amplify.create_app().name("lks-probe").platform(platform);
    let answer = asked.send().await.map_err(fault::of).map(drop);
    Probe { subject: "hosted clients", part: Some(Part::Amplify), answer }
}

async fn alarms(site: Site<'_>) -> Probe {
    let comparison = aws_sdk_cloudwatch::types::ComparisonOperator::from("LksNoSuchOperator");
    let asked = site.clients.cloudwatch.put_metric_alarm().alarm_name("lks-probe").evaluation_periods(1);
    let answer = asked.comparison_operator(comparison).send().await.map_err(fault::of).map(drop);
    Probe { subject: "alarms", part: Some(Part::Monitoring), answer }
}

async fn logs(site: Site<'_>) -> Probe {
    let answer = site
        .clients
        .logs
        .create_log_group()
        .log_group_name(IMPOSSIBLE)
        .send()
        .await
        .map_err(fault::of)
        .map(drop);
    Probe { subject: "log groups", part: None, answer }
}

#[cfg(test)]
mod tests {
    use lks_provision::cloud::ErrorClass;

    use super::*;

    fn probe(class: ErrorClass, code: &str) -> Finding {
        let answer = Err(CloudError::new(class, code, "said"));
        graded(Probe { subject: "hosted clients", part: Some(Part::Amplify), answer }, None)
    }

    #[test]
    fn a_refused_parameter_means_that_it_is_allowed() {
        assert_eq!(
            probe(ErrorClass::InvalidParameter, "BadRequestException").grade,
            super::super::Grade::Good
        );
        assert_eq!(probe(ErrorClass::InvalidParameter, "DryRunOperation").grade, super::super::Grade::Good);
    }

    #[test]
    fn a_denied_call_names_the_part_to_leave_out() {
        let finding = probe(ErrorClass::AccessDenied, "AccessDeniedException");
        assert_eq!(finding.part, Some(Part::Amplify));
        assert!(finding.words.contains("--without amplify"));
    }

    #[test]
    fn no_answer_proves_nothing() {
        assert_eq!(probe(ErrorClass::Throttled, "ThrottlingException").grade, super::super::Grade::Note);
    }
}
