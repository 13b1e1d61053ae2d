#!/usr/bin/env python3
"""The story of a stack on an emulated account, by the real program: story.py BINARY ENDPOINT FOLDER.

plan -> apply -> the second plan is empty -> what somebody changed by hand through AWS's own interface is
found -> apply mends it -> a new build of the Lambda is uploaded -> verify -> destroy -> nothing is left, in both regions. Parts that the emulator
lacks are left out: Amplify, SSM associations and EFS's automatic backups.
"""
import base64
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import time
import zipfile

import boto3

BINARY, ENDPOINT, FOLDER = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
WITHOUT = "amplify,ssm,backup"
REGIONS = ("us-east-1", "us-west-2")


def client(service, region="us-east-1"):
    return boto3.client(service, endpoint_url=ENDPOINT, region_name=region)


def lks(*arguments, expect=0):
    command = [BINARY, *arguments, "--cloud", "aws", "--data-dir", str(FOLDER), "--without", WITHOUT]
    began = time.time()
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    print(f"  lks {arguments[0]}: {done.returncode} in {time.time() - began:.0f} s", flush=True)
    if done.returncode != expect:
        print(done.stdout[-6000:], done.stderr[-3000:], sep="\n")
        raise SystemExit(f"lks {' '.join(arguments)} ended with {done.returncode}, not {expect}")
    return done.stdout


def say(text):
    print(f"-- {text}", flush=True)


def look():
    say("the account is looked at before anything is made")
    done = subprocess.run([BINARY, "doctor", "--without", WITHOUT], capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0 or "account 123456789012" not in done.stdout:
        raise SystemExit(f"lks doctor ended with {done.returncode}\n{done.stdout}{done.stderr}")


def build():
    say("an empty account is planned and built")
    lks("plan", expect=2)
    lks("apply", "--yes")
    say("the second plan is empty")
    lks("plan")


def drift():
    """One change by hand in every service that can be changed in the emulator, in both regions."""
    say("what somebody changed by hand is found, and mended")
    changed = []
    for region in REGIONS:
        ec2 = client("ec2", region)
        groups = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["lks-sg-llm"]}])
        group = groups["SecurityGroups"][0]["GroupId"]
        ec2.authorize_security_group_ingress(
            GroupId=group, IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0"
        )
        changed.append("sgr-")
        tables = ec2.describe_route_tables(Filters=[{"Name": "tag:Name", "Values": ["lks-rtb-private"]}])
        table = tables["RouteTables"][0]["RouteTableId"]
        ec2.delete_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")
        changed.append("lks-route-nat")
        balancing = client("elbv2", region)
        letter = "a" if region == "us-east-1" else "b"
        group = balancing.describe_target_groups(Names=[f"lks-tg-chat-zone-{letter}"])["TargetGroups"][0]
        balancing.modify_target_group(TargetGroupArn=group["TargetGroupArn"], HealthCheckPath="/elsewhere")
        changed.append(f"lks-tg-chat-zone-{letter}")
        client("logs", region).put_retention_policy(logGroupName="lks-logs-workers", retentionInDays=3)
        changed.append("lks-logs-workers")
    client("rds").modify_db_instance(DBInstanceIdentifier="lks-rds", DeletionProtection=False)
    changed.append("lks-rds")
    client("lambda").update_function_configuration(FunctionName="lks-lambda-conversations", Timeout=3)
    changed.append("lks-lambda-conversations")
    client("cloudwatch").delete_alarms(AlarmNames=["lks-alarm-api-5xx"])
    changed.append("lks-alarm-api-5xx")
    api = client("apigateway")
    rest = next(one["id"] for one in api.get_rest_apis()["items"] if one["name"] == "lks-api-gateway")
    paths = {one["path"]: one["id"] for one in api.get_resources(restApiId=rest)["items"]}
    api.delete_method(restApiId=rest, resourceId=paths["/corrections"], httpMethod="POST")
    changed.append("lks-api-gateway")
    shown = lks("drift", expect=2)
    missing = sorted({name for name in changed if name not in shown})
    if missing:
        print(shown)
        raise SystemExit(f"drift does not show {', '.join(missing)}")
    lks("apply", "--yes")
    lks("plan")
    lks("drift")


def rebuild():
    """The Lambda's code is built anew: the plan says so, and what runs then is the new one."""
    say("what was built again is uploaded again")
    code = pathlib.Path(os.environ["LKS_ARTIFACTS_DIR"]) / "lambda.zip"
    with zipfile.ZipFile(code, "w") as packed:
        packed.writestr("bootstrap", "#!/bin/sh\nexit 0\n")
    shown = lks("plan", expect=2)
    if "lks-lambda-code" not in shown or "lks-lambda-conversations" not in shown:
        raise SystemExit(f"the plan does not show the new code:\n{shown}")
    lks("apply", "--yes")
    lks("plan")
    running = client("lambda").get_function(FunctionName="lks-lambda-conversations")["Configuration"]["CodeSha256"]
    if running != base64.b64encode(hashlib.sha256(code.read_bytes()).digest()).decode():
        raise SystemExit(f"the function runs other code: {running}")


def verify():
    """What cannot be looked at in an emulator (machines, live requests) does not pass; nothing else may fail."""
    say("every requirement is looked at")
    command = [BINARY, "verify", "--json", "--cloud", "aws", "--data-dir", str(FOLDER), "--without", WITHOUT]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    sheet = json.loads(done.stdout)
    (FOLDER / "sheet.json").write_text(json.dumps(sheet, indent=1))
    counts = {}
    for check in find_checks(sheet):
        counts.setdefault(check.get("outcome") or check.get("status") or check.get("verdict"), []).append(check)
    print("  " + ", ".join(f"{len(found)} {name}" for name, found in counts.items()))
    for check in counts.get("fail", []):
        print(f"  fails: {check.get('id')}: {check.get('requirement')}: {check.get('evidence') or check.get('found') or check}")
    only_what_lives([check["id"] for check in counts.get("fail", [])])


def only_what_lives(failed):
    """An emulator has nothing that runs: what is asked of machines and of the API fails, and nothing else may."""
    others = [name for name in failed if ".live" not in name]
    if others:
        raise SystemExit(f"requirements that are not met: {', '.join(others)}")


def find_checks(value):
    if isinstance(value, dict):
        if "requirement" in value:
            yield value
        for inner in value.values():
            yield from find_checks(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from find_checks(inner)


def destroy():
    say("everything is removed")
    lks("destroy", "--yes")
    left = leftovers()
    if left:
        raise SystemExit("left behind:\n" + "\n".join(left))
    say("nothing is left")


def leftovers():
    """What is in the account past the provisioner's own eyes, by AWS's interface."""
    left = []
    for region in REGIONS:
        ec2 = client("ec2", region)
        tagged = [{"Name": "tag:Project", "Values": ["lks-llm"]}]
        left += [one["VpcId"] for one in ec2.describe_vpcs(Filters=tagged)["Vpcs"]]
        left += [one["SubnetId"] for one in ec2.describe_subnets(Filters=tagged)["Subnets"]]
        left += [one["GroupId"] for one in ec2.describe_security_groups(Filters=tagged)["SecurityGroups"]]
        left += [one["RouteTableId"] for one in ec2.describe_route_tables(Filters=tagged)["RouteTables"]]
        left += [one["InternetGatewayId"] for one in ec2.describe_internet_gateways(Filters=tagged)["InternetGateways"]]
        left += [one["AllocationId"] for one in ec2.describe_addresses()["Addresses"]]
        left += [one["VolumeId"] for one in ec2.describe_volumes()["Volumes"]]
        peerings = ec2.describe_vpc_peering_connections()["VpcPeeringConnections"]
        left += [one["VpcPeeringConnectionId"] for one in peerings if one["Status"]["Code"] not in ("deleted", "deleting")]
        for reservation in ec2.describe_instances()["Reservations"]:
            left += [one["InstanceId"] for one in reservation["Instances"] if one["State"]["Name"] != "terminated"]
        left += [one["LoadBalancerArn"] for one in client("elbv2", region).describe_load_balancers()["LoadBalancers"]]
        left += [one["TargetGroupArn"] for one in client("elbv2", region).describe_target_groups()["TargetGroups"]]
        left += [one["logGroupName"] for one in client("logs", region).describe_log_groups()["logGroups"]]
        left += [one["AlarmName"] for one in client("cloudwatch", region).describe_alarms()["MetricAlarms"]]
        left += [one["DashboardName"] for one in client("cloudwatch", region).list_dashboards()["DashboardEntries"]]
        left += [one["FileSystemId"] for one in client("efs", region).describe_file_systems()["FileSystems"]]
        left += [one["DBInstanceIdentifier"] for one in client("rds", region).describe_db_instances()["DBInstances"]]
        left += [one["DBSubnetGroupName"] for one in client("rds", region).describe_db_subnet_groups()["DBSubnetGroups"]]
        left += [one["FunctionName"] for one in client("lambda", region).list_functions()["Functions"]]
        left += [one["id"] for one in client("apigateway", region).get_rest_apis()["items"]]
        left += [one["id"] for one in client("apigateway", region).get_vpc_links()["items"]]
        left += [one["Id"] for one in client("cognito-idp", region).list_user_pools(MaxResults=60)["UserPools"]]
        names = client("ssm", region).describe_parameters()["Parameters"]
        left += [one["Name"] for one in names if one["Name"].startswith("lks-")]
    left += [one["Name"] for one in client("s3").list_buckets()["Buckets"]]
    return left


if __name__ == "__main__":
    os.environ.setdefault("LKS_AWS_EMULATOR_PACE", "200")
    look()
    build()
    drift()
    rebuild()
    verify()
    destroy()
