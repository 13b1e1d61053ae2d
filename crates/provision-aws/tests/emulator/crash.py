#!/usr/bin/env python3
"""Kills the real program with SIGKILL at random moments: crash.py BINARY ENDPOINT FOLDER [KILLS] [SEED].

Runs that build and runs that remove are killed in turn; in between the stack is built to its end and looked at
by AWS's own interface - nothing twice, nothing that the program does not know - and removed to its end, until
nothing is left. Exit code 1 and a sentence if anything is otherwise.
"""
import collections
import os
import random
import subprocess
import sys
import time

import story

KILLS = int(sys.argv[4]) if len(sys.argv) > 4 else 50
SEED = int(sys.argv[5]) if len(sys.argv) > 5 else 20261125


def command(verb):
    arguments = [story.BINARY, verb, "--cloud", "aws", "--data-dir", str(story.FOLDER), "--without", story.WITHOUT]
    return arguments + (["--yes"] if verb in ("apply", "destroy") else [])


def run_until_killed(verb, moment):
    """Whether it was killed, and not done before."""
    process = subprocess.Popen(command(verb), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(timeout=moment)
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True


def to_the_end(verb):
    began = time.time()
    done = subprocess.run(command(verb), capture_output=True, text=True, timeout=1800, check=False)
    if done.returncode != 0:
        print(done.stdout[-5000:], done.stderr[-2000:])
        raise SystemExit(f"{verb} after kills ended with {done.returncode}")
    return time.time() - began


def doubles():
    """Names of the stack's resources that are there more than once, by AWS's own interface."""
    names = collections.Counter()
    for region in story.REGIONS:
        ec2 = story.client("ec2", region)
        live = [one for reservation in ec2.describe_instances()["Reservations"] for one in reservation["Instances"]]
        live = [one for one in live if one["State"]["Name"] not in ("terminated", "shutting-down")]
        peerings = [p for p in ec2.describe_vpc_peering_connections()["VpcPeeringConnections"]
                    if p["RequesterVpcInfo"].get("Region", region) == region and p["Status"]["Code"] not in ("deleted", "deleting")]
        lists = {
            "instance": live, "vpc": ec2.describe_vpcs()["Vpcs"], "subnet": ec2.describe_subnets()["Subnets"],
            "table": ec2.describe_route_tables()["RouteTables"], "address": ec2.describe_addresses()["Addresses"],
            "gateway": ec2.describe_internet_gateways()["InternetGateways"], "peering": peerings,
            "group": ec2.describe_security_groups()["SecurityGroups"],
        }
        for kind, found in lists.items():
            for one in found:
                name = next((tag["Value"] for tag in one.get("Tags", []) if tag["Key"] == "Name"), None)
                if name:
                    names[region, kind, name] += 1
        balancing = story.client("elbv2", region)
        for one in balancing.describe_load_balancers()["LoadBalancers"]:
            names[region, "balancer", one["LoadBalancerName"]] += 1
        for one in balancing.describe_target_groups()["TargetGroups"]:
            names[region, "target group", one["TargetGroupName"]] += 1
        for one in story.client("efs", region).describe_file_systems()["FileSystems"]:
            names[region, "file system", one.get("Name")] += 1
        for one in story.client("apigateway", region).get_rest_apis()["items"]:
            names[region, "api", one["name"]] += 1
        for one in story.client("apigateway", region).get_vpc_links()["items"]:
            names[region, "link", one["name"]] += 1
        for one in story.client("cognito-idp", region).list_user_pools(MaxResults=60)["UserPools"]:
            names[region, "pool", one["Name"]] += 1
    return [f"{count} times {' '.join(map(str, name))}" for name, count in names.items() if count > 1]


def main():
    os.environ.setdefault("LKS_AWS_EMULATOR_PACE", "200")
    chance = random.Random(SEED)
    longest = {"apply": 20.0, "destroy": 12.0}
    killed = rounds = 0
    while killed < KILLS:
        rounds += 1
        for verb in ("apply", "destroy"):
            goal = min(KILLS, killed + 6)
            idle = 0
            while killed < goal and idle < 3:
                if run_until_killed(verb, chance.uniform(0.2, longest[verb])):
                    killed += 1
                else:
                    idle += 1
            took = to_the_end(verb)
            longest[verb] = max(3.0, min(longest[verb], took * 1.2))
            twice = doubles() if verb == "apply" else story.leftovers()
            if twice:
                raise SystemExit(f"after {killed} kills and {verb}: " + "; ".join(twice))
            if verb == "apply":
                story.lks("plan")
            print(f"-- {killed} kills; {verb} to its end in {took:.0f} s: nothing wrong", flush=True)
    print(f"{killed} kills in {rounds} rounds, seed {SEED}: no orphan, no double", flush=True)


main()
