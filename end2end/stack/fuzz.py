"""Fuzzes the deployed conversations API and /corrections from the routers' own document, as a signed-in learner."""
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request

from emulated import free_port
from running import running
from test_lambda import Learner

KEPT = r"^/(conversations/\{uid\}(/\{id\})?|corrections)$"


def contract(folder):
    """The document as `lks serve` answers it."""
    port = free_port()
    command = [os.environ["LKS_BINARY"], "serve", "--addr", f"127.0.0.1:{port}", "--data-dir", folder]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL, env=os.environ | {"LKS_OLLAMA_URL": "off"})
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/openapi.json", timeout=1) as answer:
                    return json.load(answer)
            except OSError:
                time.sleep(0.1)
        sys.exit("lks serve did not start")
    finally:
        process.terminate()
        process.wait(20)


def main():
    with tempfile.TemporaryDirectory() as folder, running() as stack:
        file = os.path.join(folder, "openapi.json")
        with open(file, "w", encoding="utf-8") as out:
            json.dump(contract(folder), out)
        learner = Learner(stack)
        tool = os.path.join(os.path.dirname(sys.executable), "schemathesis")
        command = [tool, "--config-file", "../contract/schemathesis.toml", "run", file, "--url", stack.url]
        environment = os.environ | {"LKS_UID": learner.uid, "LKS_TOKEN": learner.token}
        # Who made what is guessed from names by the tool: with these paths alone it takes the learner's `uid` for a
        # conversation's `id`, and misses an emptied list as if it were a thing that was deleted. What follows from what
        # is looked at before `lks serve` (end2end/contract), which has the same routers and more paths.
        command += ["--include-path-regex", KEPT, "--phases", "examples,coverage,fuzzing"]
        sys.exit(subprocess.run(command, env=environment).returncode)


main()
