#!/usr/bin/env python3
"""The story of a stack on an emulated account, from the web console: console.py BINARY ENDPOINT FOLDER.

Starts `lks serve`, signs the first admin up, connects the emulator with pasted keys, and then does by the
console's own interface what its pages do: plan, approve and apply, drift, verify, destroy. The server's
environment names no account, so whatever it reaches it reaches by the keys that were handed to it; after
all of it no file of it and no line of its log holds a part of them.
"""
import datetime
import json
import os
import subprocess
import time
import urllib.error
import urllib.request

import story

ENDPOINT, FOLDER = story.ENDPOINT, story.FOLDER
KEYS = {
    "access_key_id": "ASIAEMULATEDCONSOLE",
    "secret_access_key": "hush/console+secret=",
    "session_token": "hush-console-token==",
}
NEWER = {name: value.replace("hush", "newer") for name, value in KEYS.items()}
EMAIL, PASSWORD = "guru@sekolah.example", "Belajar-2026!"
LIVE = {"running", "paused", "waiting", "cancelling"}


class Console:
    """A server and an admin in front of it."""

    def __init__(self):
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.log = open(FOLDER.parent / "serve.log", "w")
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        environment |= {
            "LKS_DATA_DIR": str(FOLDER), "LKS_ADDR": f"127.0.0.1:{port}", "LKS_OLLAMA_URL": "off", "LKS_MODEL": "off",
            "AWS_EC2_METADATA_DISABLED": "true", "HOME": str(FOLDER.parent),
        }
        self.process = subprocess.Popen([story.BINARY, "serve"], env=environment, stdout=self.log, stderr=self.log)
        self.token = None
        self.wait_until_ready()
        self.token = self.sign_up()

    def wait_until_ready(self):
        for _ in range(300):
            if self.process.poll() is not None:
                raise SystemExit("lks serve ended:\n" + self.said())
            try:
                return self.send("GET", "/config.json")
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise SystemExit("lks serve does not answer:\n" + self.said())

    def said(self):
        return (FOLDER.parent / "serve.log").read_text()

    def send(self, method, path, body=None, headers=None):
        """Status and JSON of an answer."""
        headers = {"Content-Type": "application/json", **(headers or {})}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.loads(refusal.read() or b"null")

    def sign_up(self):
        identity = self.send("GET", "/config.json")[1]["identity"]
        client = {"ClientId": identity["clientId"]}

        def operation(name, body):
            headers = {
                "Content-Type": "application/x-amz-json-1.1",
                "X-Amz-Target": f"AWSCognitoIdentityProviderService.{name}",
            }
            status, answer = self.send("POST", identity["endpoint"].removeprefix(self.url), client | body, headers)
            expect(status == 200, f"{name}: {status} {answer}")
            return answer

        attributes = [{"Name": "email", "Value": EMAIL}, {"Name": "name", "Value": "Guru"}]
        operation("SignUp", {"Username": EMAIL, "Password": PASSWORD, "UserAttributes": attributes})
        parameters = {"USERNAME": EMAIL, "PASSWORD": PASSWORD}
        tokens = operation("InitiateAuth", {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters})
        return tokens["AuthenticationResult"]["IdToken"]

    def get(self, path):
        status, answer = self.send("GET", path)
        expect(status == 200, f"GET {path}: {status} {answer}")
        return answer["data"]

    def job(self, path, body):
        """Begins work and waits for its end."""
        status, answer = self.send("POST", path, body)
        expect(status == 202, f"POST {path}: {status} {answer}")
        until = time.time() + 600
        while time.time() < until:
            job = self.get(f"/admin/api/jobs/{answer['data']['id']}?wait=20")
            if job["state"] != "running":
                return job
        raise SystemExit(f"POST {path} does not end")

    def done(self, path, body):
        began = time.time()
        job = self.job(path, body)
        expect(job["state"] == "done", f"POST {path}: {job}")
        print(f"  {path.removeprefix('/admin/api/')}: {time.time() - began:.0f} s", flush=True)

    def plan(self, removal=False):
        self.done("/admin/api/plan", {"removal": removal})
        return self.get("/admin/api/plan")

    def run(self, plan, meanwhile=lambda: None):
        """Approves a plan and waits until all of it is done."""
        began = time.time()
        approval = {"digest": plan["digest"], "typed": (plan.get("confirmation") or {}).get("text")}
        status, answer = self.send("POST", "/admin/api/runs", approval)
        expect(status == 201, f"the approval: {status} {answer}")
        run = answer["data"]
        meanwhile()
        while run["state"] in LIVE:
            expect(time.time() - began < 900, f"the run is still {run['state']}")
            time.sleep(0.5)
            run = self.get(f"/admin/api/runs/{run['id']}")
        expect(run["state"] == "done", f"the run: {run['state']} {run.get('message')} {run.get('left')}")
        print(f"  a run of {run['of']} steps: {time.time() - began:.0f} s", flush=True)
        return run

    def stop(self):
        self.process.terminate()
        code = self.process.wait(timeout=60)
        self.log.close()
        return code


def free_port():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def expect(holds, sentence):
    if not holds:
        raise SystemExit(sentence)


def connect(console):
    story.say("the account is connected by pasted keys")
    offers = {offer["kind"]: offer["available"] for offer in console.get("/admin/api/account")["on_offer"]}
    expect(all(offers.values()) and len(offers) == 5, f"on offer: {offers}")
    nowhere = {"kind": "endpoint", "url": "http://127.0.0.1:9", **KEYS}
    job = console.job("/admin/api/account", nowhere)
    expect(job["state"] == "failed" and job["problem"], f"an address where nobody is: {job}")
    expect(not any(secret in json.dumps(job) for secret in KEYS.values()), f"a key is repeated: {job}")
    print(f"  where nobody is: {job['problem']}", flush=True)
    console.done("/admin/api/account", {"kind": "endpoint", "url": ENDPOINT, **KEYS})
    there = console.get("/admin/api/account")["connection"]
    expect(there["account"] == "123456789012" and there["caller"].startswith("arn:aws:"), there)
    expect((there["kind"], there["endpoint"], there["simulated"]) == ("endpoint", ENDPOINT, False), there)
    allowed = {permission["id"]: permission["allowed"] for permission in there["permissions"]}
    expect(allowed["ec2"] is True and allowed["rds"] is True, allowed)


def build(console):
    story.say("the stack is planned, approved and built")
    status, answer = console.send("PUT", "/admin/api/stack", {"values": {"without": story.WITHOUT.split(",")}})
    expect(status == 200 and not answer["data"]["problems"], f"the choices: {status} {answer}")
    plan = console.plan()
    expect(len(plan["steps"]) > 100, f"a plan of {len(plan['steps'])} steps")
    run = console.run(plan, lambda: renew(console))
    expect(run["done"] == run["of"] == len(plan["steps"]), run["message"])
    logged = [line for step in run["steps"] for line in step["log"]]
    expect(any(line.get("request_id") for line in logged), "no step tells AWS's number of its request")
    expect(console.plan()["steps"] == [], "the second plan is not empty")
    expect(console.get("/admin/api/overview")["stack"]["state"] == "standing", "the stack does not stand")


def renew(console):
    """New keys of the same account in the middle of a run: it goes on with them."""
    before = console.get("/admin/api/account")["connection"]
    console.done("/admin/api/account", {"kind": "endpoint", "url": ENDPOINT, **NEWER})
    after = console.get("/admin/api/account")["connection"]
    expect(after["account"] == before["account"] and after["connected_at"] > before["connected_at"], after)
    live = console.get("/admin/api/runs")[0]
    expect(live["state"] == "running", f"the keys came when the run was {live['state']}")


def drift(console):
    story.say("what somebody changed by hand is found, and mended")
    story.client("logs").put_retention_policy(logGroupName="lks-logs-workers", retentionInDays=3)
    console.done("/admin/api/drift", {})
    found = json.dumps(console.get("/admin/api/drift"))
    expect("lks-logs-workers" in found, found)
    console.run(console.plan())
    console.done("/admin/api/drift", {})
    expect("lks-logs-workers" not in json.dumps(console.get("/admin/api/drift").get("changed")), "it is not mended")


def measure(console):
    """What CloudWatch has is shown; what it has not is no nought; what is simulated is not on offer."""
    story.say("figures, alarms and logs of CloudWatch are shown")
    ec2, now = story.client("ec2"), datetime.datetime.now(datetime.timezone.utc)
    named = [{"Name": "tag:Name", "Values": ["lks-worker-chat-a-zone-a"]}]
    worker = ec2.describe_instances(Filters=named)["Reservations"][0]["Instances"][0]["InstanceId"]
    cloudwatch = story.client("cloudwatch")
    for minutes, value in ((12, 20.0), (7, 40.0)):
        dimensions = [{"Name": "InstanceId", "Value": worker}]
        at = now - datetime.timedelta(minutes=minutes)
        metric = {"MetricName": "CPUUtilization", "Dimensions": dimensions, "Timestamp": at, "Value": value, "Unit": "Percent"}
        cloudwatch.put_metric_data(Namespace="AWS/EC2", MetricData=[metric])
    cloudwatch.set_alarm_state(AlarmName="lks-alarm-api-5xx", StateValue="ALARM", StateReason="more than five a minute")
    view = console.get("/admin/api/monitor?source=aws&minutes=60")
    expect(view["sources"] == ["local", "aws"], view["sources"])
    charts = {(group["id"], chart["id"]): chart for group in view["groups"] for chart in group["charts"]}
    print(f"  {len(charts)} charts of {sum(len(chart['series']) for chart in charts.values())} lines", flush=True)
    lines = {line["name"]: line["points"] for line in charts["workers", "cpu"]["series"]}
    values = [point["value"] for point in lines.pop("lks-worker-chat-a-zone-a")]
    expect(values == [20.0, 40.0], f"the processor's figures: {values}")
    expect(len(lines) == 11 and not any(lines.values()), f"what was not measured has points: {lines}")
    unmeasured = [key for key, chart in charts.items() if key != ("workers", "cpu") and any(line["points"] for line in chart["series"])]
    expect(not unmeasured and len(charts) > 15, f"{len(charts)} charts; with points of nothing: {unmeasured}")
    states = {alarm["name"]: alarm["state"] for alarm in view["alarms"]}
    expect(states["lks-alarm-api-5xx"] == "alarm" and len(states) > 5, states)

    logs, millis = story.client("logs", "us-west-2"), int(now.timestamp() * 1000)
    logs.create_log_stream(logGroupName="lks-logs-workers", logStreamName="worker")
    events = [{"timestamp": millis - 3_600_000 + n * 1000, "message": f"INFO line {n} of the west"} for n in range(30)]
    events.append({"timestamp": millis - 1000, "message": json.dumps({"level": "error", "message": "a \"bad\" thing"})})
    logs.put_log_events(logGroupName="lks-logs-workers", logStreamName="worker", logEvents=events)
    page = console.get("/admin/api/logs?source=aws&limit=10")
    expect("us-west-2/lks-logs-workers" in page["groups"] and len(page["groups"]) >= 4, page["groups"])
    expect(page["lines"][0]["level"] == "ERROR" and len(page["lines"]) == 10 and page["next"], page)
    seen = list(page["lines"])
    while page["next"]:
        page = console.get(f"/admin/api/logs?source=aws&group=us-west-2/lks-logs-workers&limit=10&before={page['next']}")
        seen += page["lines"]
    expect(len(seen) == len({line["message"] for line in seen}) == 31, f"{len(seen)} lines of 31")
    found = console.get("/admin/api/logs?source=aws&search=line%207%20of")["lines"]
    expect([line["message"] for line in found] == ["INFO line 7 of the west"], found)
    status, refusal = console.send("GET", "/admin/api/logs?source=aws&group=us-east-1/nobody")
    expect(status == 404 and refusal["message"], refusal)


def verify(console):
    story.say("every requirement is looked at")
    console.done("/admin/api/verify", {})
    sheet = console.get("/admin/api/verify")
    print(f"  {sheet['passed']} pass, {sheet['failed']} fail, {sheet['unknown']} unknown", flush=True)
    failed = [check["id"] for group in sheet["groups"] for check in group["checks"] if check["state"] == "fail"]
    expect(sheet["passed"] > 140 and not sheet["simulated"], sheet["points"])
    story.only_what_lives(failed)



def destroy(console):
    story.say("everything is removed")
    run = console.run(console.plan(removal=True))
    expect(run["left"] == [], run["left"])
    left = story.leftovers()
    expect(not left, "left behind:\n" + "\n".join(left))
    story.say("nothing is left")


def keep_silence(console):
    """Credentials are in memory only."""
    said = console.said()
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    for secret in (given[name] for given in (KEYS, NEWER) for name in ("secret_access_key", "session_token")):
        expect(secret not in said, "the log holds a credential")
        for path in files:
            expect(secret.encode() not in path.read_bytes(), f"{path} holds a credential")
    expect("panicked" not in said, said[-3000:])
    story.say(f"{len(files)} files and the log hold no part of the keys")


def main():
    console = Console()
    try:
        connect(console)
        build(console)
        measure(console)
        drift(console)
        verify(console)
        destroy(console)
    except (Exception, SystemExit):
        print(console.said()[-3000:])
        raise
    finally:
        code = console.stop()
    keep_silence(console)
    expect(code == 0, f"lks serve ended with {code}")


main()
