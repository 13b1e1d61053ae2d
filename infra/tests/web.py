"""A web server that answers every GET with the address it was asked from, and /large with 8 MiB.

    web.py PORT…
"""
import http.server
import sys
import threading


class Echo(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = bytes(8 << 20) if self.path == "/large" else self.client_address[0].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


for port in sys.argv[1:]:
    server = http.server.ThreadingHTTPServer(("0.0.0.0", int(port)), Echo)
    threading.Thread(target=server.serve_forever).start()
