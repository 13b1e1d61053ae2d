"""The stack with its database and the TLS before that, for as long as somebody needs it.

As a program it writes where the stack is to a file and runs a command beside it:
  running.py STACK.json COMMAND…"""
import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile

from database import Authority, Database, TlsFront
from emulated import FUNCTION, Emulator, Stack, free_port

ORIGIN = "https://lks-live.example.amplifyapp.com"


@contextlib.contextmanager
def running(origin=ORIGIN):
    zip_file = os.environ["LKS_LAMBDA_ZIP"]
    with tempfile.TemporaryDirectory(prefix="lks-lambda-") as folder, contextlib.ExitStack() as ending:
        database = Database(os.environ["LKS_TEST_POSTGRES_URL"])
        ending.callback(database.drop)
        # A name that the machine resolves to 127.0.0.1 and that the certificate is for.
        authority, other = Authority(folder, "authority", "localhost"), Authority(folder, "other", "localhost")
        front = TlsFront(authority.server, database.host, database.port)
        password = secrets.token_hex(12)
        variables = {
            "DB_USER": "postgres",
            "DB_PASSWORD": password,
            "DB_HOST": "localhost",
            "DB_PORT": str(front.port),
            "DB_NAME": database.name,
            "DB_CA_FILE": authority.file,
            "CLIENT_ORIGIN": origin,
        }
        workers = [ending.enter_context(worker()) for _ in range(2)]
        emulator = Emulator(folder)
        ending.callback(emulator.stop)
        stack = Tested(emulator, zip_file, variables, lambda stack: document(stack, origin, workers))
        stack.origin, stack.front, stack.password, stack.other_authority = origin, front, password, other.file
        yield stack


class Tested(Stack):
    """With what only tests ask of it."""

    def __init__(self, emulator, zip_file, variables, document):
        self.zip_file = zip_file
        super().__init__(emulator, zip_file, variables, document)
        self.variables = self.functions.get_function_configuration(FunctionName=FUNCTION)["Environment"]["Variables"]

    def copy(self, name, change):
        """The same function under another name with other settings."""
        with open(self.zip_file, "rb") as code:
            self.functions.create_function(
                FunctionName=name,
                Runtime="provided.al2023",
                Handler="bootstrap",
                Role="arn:aws:iam::000000000000:role/LabRole",
                Code={"ZipFile": code.read()},
                Environment={"Variables": self.variables | change},
            )

    def log_lines(self):
        logs = self.emulator.client("logs")
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{FUNCTION}")
        return [line for page in pages for event in page["events"] for line in event["message"].splitlines()]


def document(stack, origin, workers):
    """The API's document as the provisioner writes it, with this stack's names in it. The emulator has no VPC
    links, so the balancer's two ports become the workers' addresses."""
    command = [os.environ["LKS_API_DOCUMENT"], "--function", stack.function_arn, "--pool", stack.pool_arn, "--origin", origin]
    text = subprocess.run([*command, "--balancer", "balancer"], check=True, capture_output=True, text=True).stdout
    for port, worker in zip((80, 81), workers):
        assert f"http://balancer:{port}/api/" in text
        text = text.replace(f"http://balancer:{port}/", f"{worker}/")
    return json.loads(text)


@contextlib.contextmanager
def worker():
    """An embedded worker as a process of its own, as fast as it can."""
    port = free_port()
    command = [os.environ["LKS_BINARY"], "worker", "--addr", f"127.0.0.1:{port}", "--tokens-per-second", "0"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        # It waits for its open connections, which the emulator keeps.
        process.kill()
        process.wait(10)


def main():
    # Where the static client will be: the API lets no other page in.
    origin = f"http://localhost:{free_port()}"
    with running(origin) as stack:
        with open(sys.argv[1], "w", encoding="utf-8") as file:
            json.dump(stack.describe() | {"origin": origin}, file)
        sys.exit(subprocess.run(sys.argv[2:], env=os.environ | {"LKS_TEST_STACK": sys.argv[1]}).returncode)


if __name__ == "__main__":
    main()
