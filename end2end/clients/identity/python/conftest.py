"""boto3 pointed at the server, as /config.json says."""
import json
import os
import time
import urllib.request
import uuid

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config

URL = os.environ["LKS_URL"]
PASSWORD = "rahasia-123"
ADMIN = {"email": "guru@example.com", "password": "rahasia-guru-1"}


def get(path, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urllib.request.urlopen(urllib.request.Request(URL + path, headers=headers), timeout=10) as answer:
        return json.load(answer)


@pytest.fixture(scope="session")
def config():
    return get("/config.json")["identity"]


@pytest.fixture(scope="session")
def cognito(config):
    return boto3.client(
        "cognito-idp",
        region_name=config["region"],
        endpoint_url=config["endpoint"],
        config=Config(signature_version=UNSIGNED, retries={"max_attempts": 0}),
    )


class Learner:
    """An account of its own and what it can ask for."""

    def __init__(self, cognito, client, email=None, password=PASSWORD):
        self.cognito, self.client, self.password = cognito, client, password
        self.email = email or f"siti-{uuid.uuid4()}@example.com"

    def sign_up(self):
        return self.cognito.sign_up(
            ClientId=self.client,
            Username=self.email,
            Password=self.password,
            UserAttributes=[{"Name": "name", "Value": "Siti"}, {"Name": "email", "Value": self.email}],
        )

    def sign_in(self, password=None):
        answer = self.cognito.initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH",
            ClientId=self.client,
            AuthParameters={"USERNAME": self.email, "PASSWORD": password or self.password},
        )
        return answer["AuthenticationResult"]

    def refresh(self, token):
        answer = self.cognito.initiate_auth(
            AuthFlow="REFRESH_TOKEN_AUTH",
            ClientId=self.client,
            AuthParameters={"REFRESH_TOKEN": token, "CLIENT_ID": self.client},
        )
        return answer["AuthenticationResult"]


@pytest.fixture(scope="session", autouse=True)
def admin(cognito, config):
    """The first account of the server."""
    teacher = Learner(cognito, config["clientId"], ADMIN["email"], ADMIN["password"])
    try:
        teacher.sign_up()
    except cognito.exceptions.UsernameExistsException:
        pass
    return teacher


@pytest.fixture
def learner(cognito, config, admin):
    someone = Learner(cognito, config["clientId"])
    someone.sign_up()
    return someone


@pytest.fixture
def code_for(admin):
    """The code that was last sent to an address, from the outbox."""

    def look(email):
        token = admin.sign_in()["IdToken"]
        for _ in range(20):
            for mail in get("/admin/outbox", token)["data"]:
                if mail["recipient"] == email and mail["code"]:
                    return mail["code"]
            time.sleep(0.1)
        raise AssertionError("no code in the outbox")

    return look
