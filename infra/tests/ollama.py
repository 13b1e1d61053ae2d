"""Stands in for Ollama's image where its registry cannot be reached: the two calls the playbook
makes, with Ollama's paths and shapes. A model is a file in OLLAMA_MODELS; each pull that really
happened is a line in its file `pulls`."""
import http.server
import json
import os
import pathlib
import signal
import time

MODELS = pathlib.Path(os.environ["OLLAMA_MODELS"])


class Ollama(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def say(self, *lines):
        self.send_response(200)
        self.end_headers()
        for line in lines:
            self.wfile.write(json.dumps(line).encode() + b"\n")

    def do_GET(self):
        names = sorted(file.stem for file in MODELS.glob("*.model"))
        self.say({"models": [{"name": f"{name}:latest"} for name in names]})

    def do_POST(self):
        name = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["model"]
        if name == "missing":
            return self.say({"status": "pulling manifest"}, {"error": "pull model manifest: file does not exist"})
        time.sleep(1)
        (MODELS / f"{name}.model").touch()
        with open(MODELS / "pulls", "a", encoding="utf-8") as pulls:
            pulls.write(f"{name}\n")
        self.say({"status": "pulling manifest"}, {"status": "success"})


signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
http.server.ThreadingHTTPServer(("0.0.0.0", 11434), Ollama).serve_forever()
