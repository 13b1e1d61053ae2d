"""The emulators, each started when the first test asks for it."""
import os
import subprocess
import sys
import time
import urllib.request

import boto3
import pytest

from emulated import REGION, free_port
from running import running


@pytest.fixture(scope="session")
def stack():
    with running() as stack:
        yield stack


@pytest.fixture(scope="session")
def moto_url():
    port = free_port()
    server = os.path.join(os.path.dirname(sys.executable), "moto_server")
    process = subprocess.Popen([server, "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{url}/moto-api/", timeout=1)
                break
            except OSError:
                assert process.poll() is None, "moto ended"
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def moto(moto_url):
    def client(service):
        return boto3.client(service, endpoint_url=moto_url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")

    return client
