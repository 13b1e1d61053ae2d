//! What a listener or a rule does with a request, both ways.

use aws_sdk_elasticloadbalancingv2::types::{Action, ActionTypeEnum, FixedResponseActionConfig};
use serde_json::{Value, json};

use crate::given::field;
use crate::seen::dense;

pub(super) fn read(actions: Option<&[Value]>) -> Option<Vec<Action>> {
    actions.map(|actions| actions.iter().map(one).collect())
}

fn one(action: &Value) -> Action {
    let answer = &action["FixedResponseConfig"];
    let answer = answer.is_object().then(|| {
        FixedResponseActionConfig::builder()
            .set_status_code(field(answer, "StatusCode"))
            .set_content_type(field(answer, "ContentType"))
            .set_message_body(field(answer, "MessageBody"))
            .build()
    });
    Action::builder()
        .set_type(field(action, "Type").map(|kind| ActionTypeEnum::from(kind.as_str())))
        .set_target_group_arn(field(action, "TargetGroupArn"))
        .set_fixed_response_config(answer)
        .build()
}

pub(super) fn shown(actions: &[Action]) -> Value {
    actions.iter().map(shown_one).collect()
}

fn shown_one(action: &Action) -> Value {
    let forward = action.forward_config();
    // A forward to a single group may be told in its longer form only.
    let group = action
        .target_group_arn()
        .or_else(|| forward.and_then(|forward| forward.target_groups().first()?.target_group_arn()));
    let groups = forward.map(|forward| {
        let groups = forward.target_groups().iter();
        groups.map(|group| json!({ "TargetGroupArn": group.target_group_arn() })).collect::<Vec<_>>()
    });
    let answer = action.fixed_response_config().map(|answer| {
        json!({
            "StatusCode": answer.status_code(), "ContentType": answer.content_type(),
            "MessageBody": answer.message_body(),
        })
    });
    dense(json!({
        "Type": action.r#type().map(|kind| kind.as_str()),
        "TargetGroupArn": group,
        "ForwardConfig": groups.map(|groups| json!({ "TargetGroups": groups })),
        "FixedResponseConfig": answer,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let actions = json!([
            { "Type": "forward", "TargetGroupArn": "arn:tg" },
            { "Type": "fixed-response", "FixedResponseConfig": {
                "StatusCode": "200", "ContentType": "text/plain", "MessageBody": "its worked!" } },
        ]);
        let read = read(actions.as_array().map(Vec::as_slice)).unwrap();
        assert_eq!(shown(&read), actions);
    }
}
