#!/usr/bin/env python3
"""Puts into an emulated account what a Learner Lab brings along: LabRole and LabInstanceProfile.

seed.py ENDPOINT. The Ubuntu images come from images.json, which moto reads when it starts.
"""
import json
import sys

import boto3

iam = boto3.client("iam", endpoint_url=sys.argv[1], region_name="us-east-1")
services = ["ec2.amazonaws.com", "lambda.amazonaws.com", "apigateway.amazonaws.com", "ssm.amazonaws.com"]
trust = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": services}, "Action": "sts:AssumeRole"}],
}
iam.create_role(RoleName="LabRole", AssumeRolePolicyDocument=json.dumps(trust))
iam.create_instance_profile(InstanceProfileName="LabInstanceProfile")
iam.add_role_to_instance_profile(InstanceProfileName="LabInstanceProfile", RoleName="LabRole")
