//! What may be done in an account: each service is asked one harmless question.

use lks_domain::console::Words;
use lks_domain::console::account::Permission;
use lks_domain::region::Region;
use lks_provision::cloud::ErrorClass;
use lks_provision::connection::Connection;
use lks_provision::resource::Kind;

/// A kind that is listed to learn whether its service may be used, and the service's name.
const QUESTIONS: [(Kind, &str, &str); 14] = [
    (Kind::Vpc, "ec2", "Amazon EC2 (VPC)"),
    (Kind::LoadBalancer, "elasticloadbalancing", "Elastic Load Balancing"),
    (Kind::FileSystem, "elasticfilesystem", "Amazon EFS"),
    (Kind::DbInstance, "rds", "Amazon RDS"),
    (Kind::Function, "lambda", "AWS Lambda"),
    (Kind::RestApi, "apigateway", "Amazon API Gateway"),
    (Kind::UserPool, "cognito", "Amazon Cognito"),
    (Kind::App, "amplify", "AWS Amplify Hosting"),
    (Kind::Bucket, "s3", "Amazon S3"),
    (Kind::Association, "ssm", "AWS Systems Manager"),
    (Kind::Alarm, "cloudwatch", "Amazon CloudWatch"),
    (Kind::LogGroup, "logs", "CloudWatch Logs"),
    (Kind::Topic, "sns", "Amazon SNS"),
    (Kind::Parameter, "ssm.parameters", "Parameter Store"),
];

/// The answers, one a service.
pub fn asked(connection: &Connection) -> Vec<Permission> {
    let cloud = connection.cloud();
    let questions = QUESTIONS.map(|(kind, ..)| cloud.list(Region::UsEast1, kind));
    let Ok(answers) = connection.block(futures::future::join_all(questions)) else { return Vec::new() };
    let answers = answers.into_iter().map(|answer| match answer {
        Ok(_) => Some(true),
        Err(error) if error.class == ErrorClass::AccessDenied => Some(false),
        Err(_) => None,
    });
    QUESTIONS.into_iter().zip(answers).map(|((_, id, name), allowed)| permission(id, name, allowed)).collect()
}

fn permission(id: &str, name: &str, allowed: Option<bool>) -> Permission {
    let words = match allowed {
        Some(true) => Words::new(
            format!("{name} answers and may be read."),
            format!("{name} menjawab dan boleh dibaca."),
        ),
        Some(false) => Words::new(
            format!("This account may not use {name}. Leave the part out, or ask for the permission."),
            format!("Akun ini tidak boleh memakai {name}. Lewati bagian itu, atau mintalah izinnya."),
        ),
        None => Words::new(
            format!("{name} did not answer clearly. Try again in a moment."),
            format!("{name} tidak menjawab dengan jelas. Coba lagi sebentar."),
        ),
    };
    Permission { id: id.to_owned(), allowed, words }
}
