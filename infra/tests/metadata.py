"""What the metadata service of EC2 says to a worker, version 2 of it (a token first), on port 80 of
169.254.169.254 in the namespace it is started in.

    metadata.py AVAILABILITY_ZONE_ID REGION KIND_FILE
"""
import http.server
import pathlib
import secrets
import sys

TOKEN = secrets.token_urlsafe()
zone, region, kind = sys.argv[1:]


class Metadata(http.server.BaseHTTPRequestHandler):
    def answer(self, status, text=""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def do_PUT(self):
        asked = self.path == "/latest/api/token" and self.headers["X-aws-ec2-metadata-token-ttl-seconds"]
        self.answer(200, TOKEN) if asked else self.answer(400)

    def do_GET(self):
        said = {
            "placement/availability-zone-id": zone,
            "placement/region": region,
            "tags/instance/WorkerKind": pathlib.Path(kind).read_text().strip(),
        }
        if self.headers["X-aws-ec2-metadata-token"] != TOKEN:
            return self.answer(401)
        text = said.get(self.path.removeprefix("/latest/meta-data/"))
        self.answer(404) if text is None else self.answer(200, text)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("169.254.169.254", 80), Metadata).serve_forever()
