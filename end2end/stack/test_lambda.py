"""What only the deployed stack shows: the authorizer before the Lambda and the Lambda's own check behind it, TLS
to the database, other origins, starts, logs. The contract's own suite runs through the same stack (`run`)."""
import base64
import json
import time
import urllib.error
import urllib.request
import uuid

import pytest

from emulated import FUNCTION

PASSWORD = "Belajar-2026!"


class Learner:
    def __init__(self, stack):
        self.stack = stack
        self.cognito = stack.emulator.client("cognito-idp")
        self.email = f"{uuid.uuid4().hex}@sekolah.example"
        attributes = [{"Name": "email", "Value": self.email}, {"Name": "name", "Value": "Siti Aminah"}]
        self.cognito.sign_up(ClientId=stack.client_id, Username=self.email, Password=PASSWORD, UserAttributes=attributes)
        self.cognito.admin_confirm_sign_up(UserPoolId=stack.pool_id, Username=self.email)
        self.tokens = self.sign_in("USER_PASSWORD_AUTH", USERNAME=self.email, PASSWORD=PASSWORD)
        self.token = self.tokens["IdToken"]
        self.uid = claims(self.token)["sub"]

    def sign_in(self, flow, **parameters):
        answer = self.cognito.initiate_auth(ClientId=self.stack.client_id, AuthFlow=flow, AuthParameters=parameters)
        return answer["AuthenticationResult"]

    def ask(self, method, path, body=None, token=None):
        return ask(self.stack, method, path.replace("{uid}", self.uid), body, token or self.token)


@pytest.fixture
def learner(stack):
    return Learner(stack)


def claims(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))


def ask(stack, method, path, body=None, token=None, **headers):
    request = urllib.request.Request(stack.url + path, method=method, data=None if body is None else json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def invoke(stack, event, function=FUNCTION):
    """Past API Gateway, as somebody with the account's credentials could."""
    answer = stack.functions.invoke(FunctionName=function, Payload=json.dumps(event).encode())
    return json.loads(answer["Payload"].read())


def event(uid, token, method="GET"):
    path = f"/conversations/{uid}"
    return {
        "resource": "/conversations/{uid}", "path": path, "httpMethod": method,
        "headers": {"Authorization": f"Bearer {token}"}, "multiValueHeaders": {"Authorization": [f"Bearer {token}"]},
        "queryStringParameters": None, "pathParameters": {"uid": uid}, "body": None, "isBase64Encoded": False,
        "requestContext": {"resourcePath": "/conversations/{uid}", "httpMethod": method, "stage": "lks-live", "identity": {}},
    }  # fmt: skip


def test_a_learner_reaches_only_what_is_hers(stack, learner):
    assert learner.ask("GET", "/conversations/{uid}")[0] == 200
    status, _, body = learner.ask("GET", f"/conversations/{uuid.uuid4()}")
    assert (status, json.loads(body)["status"]) == (403, "error")


@pytest.mark.parametrize("token", [None, "x.y.z"])
def test_the_authorizer_refuses_in_the_contracts_shape_with_cors(stack, token):
    status, headers, body = ask(stack, "GET", "/conversations/someone", token=token)
    assert status == 401
    assert json.loads(body)["status"] == "error"
    assert headers["Access-Control-Allow-Origin"] == stack.origin


def test_what_the_authorizer_lets_through_is_checked_again(stack, learner):
    """The gateway's authorizer takes access tokens and tokens for other clients of the pool; the Lambda does not."""
    assert learner.ask("GET", "/conversations/{uid}", token=learner.tokens["AccessToken"])[0] == 401
    other = learner.cognito.create_user_pool_client(
        UserPoolId=stack.pool_id, ClientName="other", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    tokens = learner.cognito.initiate_auth(
        ClientId=other, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": learner.email, "PASSWORD": PASSWORD}
    )["AuthenticationResult"]
    assert learner.ask("GET", "/conversations/{uid}", token=tokens["IdToken"])[0] == 401


def test_forged_tokens_are_refused_by_the_lambda_itself(stack, learner):
    assert invoke(stack, event(learner.uid, learner.token))["statusCode"] == 200
    head, body, signature = learner.token.split(".")
    changed = base64.urlsafe_b64encode(json.dumps(claims(learner.token) | {"sub": "root"}).encode()).decode().rstrip("=")
    for forged in ["", "x", f"{head}.{changed}.{signature}", f"{head}.{body}.{signature[:-4]}AAAA"]:
        assert invoke(stack, event("root" if changed in forged else learner.uid, forged))["statusCode"] == 401


def test_what_is_no_request_is_acknowledged(stack):
    for strange in [{}, [], "completion", {"type": "completion", "requestContext": {"requestId": "x"}}]:
        assert invoke(stack, strange)["statusCode"] == 200


def test_a_refreshed_token_is_as_good(learner):
    renewed = learner.sign_in("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=learner.tokens["RefreshToken"])
    assert learner.ask("GET", "/conversations/{uid}", token=renewed["IdToken"])[0] == 200


def test_browsers_of_the_clients_origin_may_ask_and_read_errors(stack, learner):
    status, headers, _ = ask(stack, "OPTIONS", f"/conversations/{learner.uid}", Origin=stack.origin)
    assert status in (200, 204)
    assert headers["Access-Control-Allow-Origin"] == stack.origin
    assert "Authorization" in headers["Access-Control-Allow-Headers"]
    assert {"GET", "POST", "PUT", "DELETE"} <= set(headers["Access-Control-Allow-Methods"].split(","))
    for path, expected in [("/conversations/{uid}", 200), (f"/conversations/{{uid}}/{uuid.uuid4()}", 404)]:
        status, headers, _ = ask(stack, "GET", path.replace("{uid}", learner.uid), token=learner.token, Origin=stack.origin)
        assert (status, headers["Access-Control-Allow-Origin"]) == (expected, stack.origin)


@pytest.mark.parametrize("region", ["us-east-1", "us-west-2"])
def test_a_regions_path_becomes_its_workers(learner, region):
    status, _, body = learner.ask("GET", f"/{region}/tags")
    assert status == 200 and json.loads(body)["models"]
    question = {"model": "practice-rules", "stream": False, "messages": [{"role": "user", "content": "Hello Sofya!"}]}
    status, _, body = learner.ask("POST", f"/{region}/chat", question)
    assert status == 200 and json.loads(body)["message"]["content"]
    assert ask(learner.stack, "GET", f"/{region}/tags")[0] == 401


def test_a_bad_body_is_refused_whoever_sees_it_first(learner):
    good = {"id": str(uuid.uuid4()), "title": "t", "conversation": []}
    for change in [{"id": "x"}, {"title": None}, {"conversation": "x"}, {"embedding": [1, 2]}, {"title": "x" * 501}]:
        status, _, body = learner.ask("POST", "/conversations/{uid}", good | change)
        assert (status, json.loads(body)["status"]) == (400, "error"), change
    assert learner.ask("POST", "/conversations/{uid}", good | {"title": "x" * 1_100_000})[0] == 413
    assert learner.ask("GET", "/conversations/{uid}")[2] == '{"status":"success","data":[]}'


def test_tls_to_the_database_is_verified(stack, learner):
    """A function that trusts another authority does not talk to the database, and neither does one without TLS."""
    assert stack.front.plain == 0
    for name, change in [("other-authority", {"DB_CA_FILE": stack.other_authority}), ("no-tls", {"DB_TLS": "off"}), ("other-name", {"DB_HOST": "127.0.0.1"})]:
        function = f"{FUNCTION}-{name}"
        stack.copy(function, change)
        answer = invoke(stack, event(learner.uid, learner.token), function)
        assert answer["statusCode"] == 503, name
        assert "cannot be reached" in answer["body"]


def test_vectors_are_kept_as_pgvector_has_them(stack, learner):
    conversation = {"id": str(uuid.uuid4()), "title": "t", "conversation": [], "embedding": [0.5] * 768}
    assert learner.ask("POST", "/conversations/{uid}", conversation)[0] == 200
    stored = json.loads(learner.ask("GET", "/conversations/{uid}")[2])["data"][0]
    assert stored["embedding"] == [0.5] * 768


def test_many_ask_at_once(stack, learner):
    from concurrent.futures import ThreadPoolExecutor

    def one(number):
        body = {"id": str(uuid.uuid4()), "title": str(number), "conversation": []}
        return learner.ask("POST", "/conversations/{uid}", body)[0]

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(one, range(24))) == {200}
    assert len(json.loads(learner.ask("GET", "/conversations/{uid}")[2])["data"]) == 24


def test_the_log_is_lines_of_json_with_metrics_and_without_secrets(stack, learner):
    secret = f"kucing-{uuid.uuid4().hex}"
    learner.ask("POST", "/corrections", {"text": f"She go with {secret}.", "language": "en"})
    learner.ask("POST", "/conversations/{uid}", {"id": str(uuid.uuid4()), "title": secret, "conversation": [{"content": secret}]})
    lines = [line for line in stack.log_lines() if line.strip().startswith("{")]
    requests = [json.loads(line) for line in lines if '"_aws"' in line]
    assert requests, "the requests' lines"
    for line in requests:
        metrics = line["_aws"]["CloudWatchMetrics"][0]["Metrics"]
        assert all(isinstance(line[metric["Name"]], (int, float)) for metric in metrics)
        assert line["route"].startswith("/") and learner.uid not in line["route"]
    text = "\n".join(stack.log_lines())
    for word in [secret, learner.token, learner.email, PASSWORD, stack.password]:
        assert word not in text


def test_figures(stack, learner):
    """Not a judgement: the figures of docs/LAMBDA.md are what this prints with `-s`."""
    def timed(*arguments):
        began = time.perf_counter()
        assert learner.ask(*arguments)[0] == 200
        return (time.perf_counter() - began) * 1000

    text = {"text": "Yesterday I go to market and buyed two fish.", "language": "id"}
    listing = sorted(timed("GET", "/conversations/{uid}") for _ in range(50))
    correcting = sorted(timed("POST", "/corrections", text) for _ in range(50))
    print(f"\nlist {listing[25]:.1f} ms, corrections {correcting[25]:.1f} ms (medians of 50 through the emulated gateway)")
    starts = [json.loads(line)["Start"] for line in stack.log_lines() if '"Start"' in line and line.startswith("{")]
    print(f"starts: {[round(start) for start in starts]} ms from main to ready, database and keys included")
