"""`lks serve` before a stack in AWS: tokens are verified by the keys that the user pool publishes (moto is the pool
here), and what the contract has is handed on to the stack's API as it is."""
import base64
import contextlib
import hmac
import http.server
import json
import os
import subprocess
import threading
import time
import urllib.error
import urllib.request
import uuid

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from moto.utilities.utils import load_resource

from emulated import REGION, free_port

PASSWORD = "Belajar-2026!"


class Recorder(http.server.BaseHTTPRequestHandler):
    """A stack's API: notes what it is asked, answers slowly in lines."""

    protocol_version = "HTTP/1.1"
    asked = []

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.asked.append((self.command, self.path, headers, self.rfile.read(length)))
        self.send_response(418 if "teapot" in self.path else 200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number in range(3):
            line = f'{{"number":{number}}}\n'.encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
            self.wfile.flush()
            time.sleep(0.2)
        self.wfile.write(b"0\r\n\r\n")

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *_):
        pass


class Keys(http.server.BaseHTTPRequestHandler):
    """An issuer's keys, which may change."""

    published = {"keys": []}

    def do_GET(self):
        body = json.dumps(self.published).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serving(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def lks(folder, api, pool, client, keys_url):
    config = {
        "mode": "aws", "api": api,
        "identity": {"endpoint": f"https://cognito-idp.{REGION}.amazonaws.com/", "region": REGION, "userPoolId": pool, "clientId": client},
        "regions": [{"id": "us-east-1", "name": "N. Virginia"}, {"id": "us-west-2", "name": "Oregon"}],
    }  # fmt: skip
    file = folder / "config.json"
    file.write_text(json.dumps(config))
    port = free_port()
    command = [os.environ["LKS_BINARY"], "serve", "--addr", f"127.0.0.1:{port}", "--backend", str(file), "--backend-keys-url", keys_url]
    process = subprocess.Popen(command, cwd=folder, stderr=open(folder / "lks.log", "wb"))
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{url}/config.json", timeout=1)
                break
            assert process.poll() is None, (folder / "lks.log").read_text()
            time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def ask(url, path, token=None, method="GET", body=None):
    request = urllib.request.Request(url + path, method=method, data=body, headers={"Content-Type": "application/json"})
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def claims(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))


def hmac_signed(content, secret):
    def part(value):
        return base64.urlsafe_b64encode(value).decode().rstrip("=")

    head = json.dumps({"alg": "HS256", "kid": "dummy"}).encode()
    text = f"{part(head)}.{part(json.dumps(content).encode())}"
    return f"{text}.{part(hmac.digest(secret, text.encode(), 'sha256'))}"


def test_tokens_of_the_pool_are_taken_and_every_forgery_is_refused(moto, moto_url, tmp_path):
    cognito = moto("cognito-idp")
    pool = cognito.create_user_pool(PoolName="lks-user-pool", UsernameAttributes=["email"])["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="c", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])
    client = client["UserPoolClient"]["ClientId"]
    email = f"{uuid.uuid4().hex}@sekolah.example"
    cognito.sign_up(ClientId=client, Username=email, Password=PASSWORD, UserAttributes=[{"Name": "email", "Value": email}])
    cognito.admin_confirm_sign_up(UserPoolId=pool, Username=email)
    tokens = cognito.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": email, "PASSWORD": PASSWORD})
    tokens = tokens["AuthenticationResult"]
    good = claims(tokens["IdToken"])
    # The emulator's own key is public: with it a token can be wrong in one way at a time.
    key = RSAKey.import_key(load_resource("cognitoidp/resources/jwks-private.json"))
    head = {"alg": "RS256", "kid": "dummy"}

    def forged(**change):
        return jwt.encode(head, {name: value for name, value in (good | change).items() if value is not None}, key)

    other = RSAKey.generate_key(2048)
    none = base64.urlsafe_b64encode(b'{"alg":"none","kid":"dummy"}').decode().rstrip("=")
    public = key.as_pem(private=False)
    with serving(Recorder) as api, lks(tmp_path, api, pool, client, f"{moto_url}/{pool}/.well-known/jwks.json") as url:
        assert ask(url, f"/conversations/{good['sub']}", tokens["IdToken"])[0] == 200
        assert ask(url, f"/conversations/{good['sub']}", forged())[0] == 200
        Recorder.asked.clear()
        for name, token in {
            "nothing": None,
            "access token": tokens["AccessToken"],
            "issuer": forged(iss="https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other"),
            "audience": forged(aud="another-client"),
            "use": forged(token_use="access"),
            "expired": forged(exp=int(time.time()) - 60),
            "no expiry": forged(exp=None),
            "key": jwt.encode(head, good, other),
            "unknown key": jwt.encode(head | {"kid": "other"}, good, other),
            "none": f"{none}.{tokens['IdToken'].split('.')[1]}.",
            "HS256 with the public key as the secret": hmac_signed(good, public),
        }.items():
            status, body = ask(url, f"/conversations/{good['sub']}", token)
            assert (status, json.loads(body)["status"]) == (401, "error"), name
        assert Recorder.asked == [], "nothing forged reaches the stack"


def test_keys_rotate_without_a_restart(tmp_path):
    first, second = RSAKey.generate_key(2048), RSAKey.generate_key(2048)
    pool, client = "us-east-1_rotating", "client"
    good = {
        "sub": "someone", "iss": f"https://cognito-idp.{REGION}.amazonaws.com/{pool}", "aud": client, "token_use": "id",
        "exp": int(time.time()) + 600,
    }  # fmt: skip

    def published(*keys):
        return {"keys": [key.as_dict(private=False) | {"kid": kid, "alg": "RS256", "use": "sig"} for kid, key in keys]}

    Keys.published = published(("first", first))
    with serving(Keys) as keys, serving(Recorder) as api, lks(tmp_path, api, pool, client, f"{keys}/jwks.json") as url:
        old = jwt.encode({"alg": "RS256", "kid": "first"}, good, first)
        new = jwt.encode({"alg": "RS256", "kid": "second"}, good, second)
        assert ask(url, "/conversations/someone", old)[0] == 200
        assert ask(url, "/conversations/someone", new)[0] == 401
        Keys.published = published(("first", first), ("second", second))
        # Forged tokens with made-up keys must not make the server ask the issuer at every one of them.
        for _ in range(40):
            if ask(url, "/conversations/someone", new)[0] == 200:
                break
            time.sleep(0.5)
        assert ask(url, "/conversations/someone", new)[0] == 200
        assert ask(url, "/conversations/someone", old)[0] == 200


def test_requests_are_handed_on_as_they_are_and_answers_come_as_they_are_made(tmp_path):
    key = RSAKey.generate_key(2048)
    pool, client = "us-east-1_pool", "client"
    good = {"sub": "me", "iss": f"https://cognito-idp.{REGION}.amazonaws.com/{pool}", "aud": client, "token_use": "id", "exp": int(time.time()) + 600}
    Keys.published = {"keys": [key.as_dict(private=False) | {"kid": "k", "alg": "RS256"}]}
    token = jwt.encode({"alg": "RS256", "kid": "k"}, good, key)
    with serving(Keys) as keys, serving(Recorder) as api, lks(tmp_path, f"{api}/lks-live", pool, client, keys) as url:
        config = json.loads(ask(url, "/config.json")[1])
        assert (config["mode"], config["api"], config["transport"]) == ("aws", url, "direct")
        Recorder.asked.clear()
        assert ask(url, "/us-west-2/chat?x=%20y", token, "POST", b'{"model":"m"}')[0] == 200
        [(method, path, headers, body)] = Recorder.asked
        assert (method, path, body) == ("POST", "/lks-live/us-west-2/chat?x=%20y", b'{"model":"m"}')
        assert headers["authorization"] == f"Bearer {token}"
        assert "cookie" not in headers
        assert ask(url, "/us-east-1/teapot", token)[0] == 418
        for method, path in [("GET", "/conversations/me"), ("PUT", "/conversations/me/1"), ("DELETE", "/conversations/me"), ("POST", "/corrections")]:
            assert ask(url, path, token, method, b"{}")[0] == 200
            assert Recorder.asked[-1][:2] == (method, f"/lks-live{path}")
        request = urllib.request.Request(f"{url}/us-east-1/chat", data=b"{}", headers={"Authorization": f"Bearer {token}"})
        times = []
        with urllib.request.urlopen(request) as answer:
            while answer.readline():
                times.append(time.monotonic())
        assert len(times) == 3 and times[-1] - times[0] > 0.2, "line by line"
        assert ask(url, "/us-east-1/chat", token, "POST", b"x" * (1024 * 1024 + 1))[0] == 413


def test_a_stack_that_is_gone_is_a_bad_gateway(tmp_path):
    key = RSAKey.generate_key(2048)
    good = {"sub": "me", "iss": f"https://cognito-idp.{REGION}.amazonaws.com/us-east-1_p", "aud": "c", "token_use": "id", "exp": int(time.time()) + 600}
    Keys.published = {"keys": [key.as_dict(private=False) | {"kid": "k", "alg": "RS256"}]}
    token = jwt.encode({"alg": "RS256", "kid": "k"}, good, key)
    with serving(Keys) as keys, lks(tmp_path, "http://127.0.0.1:9", "us-east-1_p", "c", keys) as url:
        status, body = ask(url, "/conversations/me", token)
        assert (status, json.loads(body)["status"]) == (502, "error")


@pytest.mark.parametrize("content", ["{", '{"mode":"local"}', None])
def test_a_wrong_config_is_told_before_anything_starts(tmp_path, content):
    file = tmp_path / "config.json"
    if content is not None:
        file.write_text(content)
    ended = subprocess.run([os.environ["LKS_BINARY"], "serve", "--backend", str(file)], cwd=tmp_path, capture_output=True, text=True, timeout=20)
    assert ended.returncode != 0
    assert "config.json" in ended.stderr
