"""Stands between the program and a wiki: counts requests, and lets something happen at one of them.

A gate passes on what it gets. `gate.before` is a function of the number, the method, the path and the body of a request; what
it gives is answered in place of the wiki: a pair of status and headers, `CUT` to pass nothing on and answer nothing, or `LOST`
to pass it on and answer nothing.
"""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CUT, LOST = object(), object()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.server.lock:
            self.server.number += 1
            number = self.server.number
        said = self.server.before(number, self.command, self.path, body)
        if said is LOST:
            self.passed_on(body)
        if said in (CUT, LOST):
            self.close_connection = True
            self.connection.close()
            return
        if said is not None:
            status, headers, data = said[0], list(said[1].items()), b"{}"
        else:
            status, headers, data = self.passed_on(body)
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_POST = do_PUT = do_GET

    def passed_on(self, body):
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("connection", "host")}
        line.request(self.command, self.path, body, headers | {"Connection": "close"})
        answer = line.getresponse()
        data = answer.read()
        dropped = ("connection", "content-length", "transfer-encoding", "keep-alive")
        return answer.status, [pair for pair in answer.getheaders() if pair[0].lower() not in dropped], data


class Server(ThreadingHTTPServer):
    def handle_error(self, *_):
        """A program that was killed has left its line; nothing is wrong with that."""


class Gate:
    """A gate to the server at a port of this machine."""

    def __init__(self, port):
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.port, self.server.lock = port, threading.Lock()
        self.open()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def open(self):
        """Nothing happens any more; counting begins anew."""
        self.server.number, self.server.before = 0, lambda *_: None

    def hold(self, before):
        self.server.number, self.server.before = 0, before

    @property
    def requests(self):
        return self.server.number
