"""A stand-in for DokuWiki's newer interface: JSON-RPC as releases since 2024 have it, in front of the wiki of Debian, which only
speaks XML-RPC. Each call becomes the older one of the same meaning; pages, rights and logins are the real wiki's.
"""

import json
import threading
import xmlrpc.client
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Transport(xmlrpc.client.Transport):
    """With the login of whoever asks."""

    def __init__(self, authorization):
        super().__init__()
        self.authorization = authorization

    def send_headers(self, connection, headers):
        super().send_headers(connection, headers)
        if self.authorization:
            connection.putheader("Authorization", self.authorization)


class Refusal(Exception):
    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code = status, code


def called(wiki, method, parameters):
    if method == "core.getAPIVersion":
        return 14
    if method == "core.login":
        return bool(wiki.dokuwiki.login(*parameters))
    if method == "core.aclCheck":
        return wiki.wiki.aclCheck(parameters[0])
    if method == "core.listPages":
        pages = wiki.dokuwiki.getPagelist(parameters[0], {"depth": parameters[1]})
        return [{"id": page["id"], "revision": page["rev"], "size": page["size"]} for page in pages]
    if method == "core.getPageInfo":
        info = wiki.wiki.getPageInfo(parameters[0])
        if not info:
            raise Refusal(400, 121, "The requested page does not exist")
        return {"id": info["name"], "revision": info["version"], "title": info["name"]}
    if method == "core.getPage":
        return wiki.wiki.getPage(parameters[0])
    if method == "core.savePage":
        page, text, summary, minor = parameters
        if wiki.wiki.putPage(page, text, {"sum": summary, "minor": minor}) is not True:
            raise Refusal(400, 133, "The page is currently locked")
        return True
    if method == "core.lockPages":
        return wiki.dokuwiki.setLocks({"lock": parameters[0], "unlock": []})["locked"]
    if method == "core.unlockPages":
        return wiki.dokuwiki.setLocks({"lock": [], "unlock": parameters[0]})["unlocked"]
    raise Refusal(400, -32601, "Method does not exist")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = {"jsonrpc": "2.0", "id": asked["id"]}
        url = f"http://127.0.0.1:{self.server.port}/lib/exe/xmlrpc.php"
        wiki = xmlrpc.client.ServerProxy(url, transport=Transport(self.headers.get("Authorization")))
        status = 200
        try:
            if self.path != "/lib/exe/jsonrpc.php":
                raise Refusal(404, 404, "Not Found")
            said["result"] = called(wiki, asked["method"], asked["params"])
        except Refusal as refusal:
            status, said["error"] = refusal.status, {"code": refusal.code, "message": str(refusal)}
        except xmlrpc.client.ProtocolError as error:
            status, said["error"] = error.errcode, {"code": -32604, "message": "server error. forbidden"}
        data = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def serve(port):
    """Starts it on loopback, in front of the wiki at a port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.port = port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]
