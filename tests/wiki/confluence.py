"""A stand-in for Confluence: no part of it, only a server that answers as the documentation of its REST interface (version 1)
says, as far as `dateline push` asks. It keeps pages in memory, and like Confluence it writes what it is given in another way:
macros get attributes, markers stand in paragraphs, typographic signs become entities.
"""

import base64
import json
import re
import threading
import urllib.parse
import xml.etree.ElementTree as ET
from html.entities import codepoint2name, html5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SPACE = "DESK"
USER, PASSWORD, TOKEN = "editor@desk.example", "a-token-of-the-cloud", "a-personal-token"
# Fewer than any client asks for, so that lists come in parts.
MOST = 3


def stored(value):
    """How Confluence would write it."""
    count = iter(range(1, 10_000))
    value = re.sub(
        r'<ac:structured-macro ac:name="anchor">(.*?)</ac:structured-macro>',
        lambda found: '<p><ac:structured-macro ac:name="anchor" ac:schema-version="1" '
        f'ac:macro-id="00000000-{next(count):04}">{found[1]}</ac:structured-macro></p>',
        value,
        flags=re.S,
    )
    value = value.replace("<p><p>", "<p>").replace("</p></p>", "</p>")
    return "".join(f"&{codepoint2name[ord(c)]};" if ord(c) > 127 and ord(c) in codepoint2name else c for c in value)


def parsed(value):
    """The elements of a text; an error where it is no XML."""
    def named(found):
        name = found[1]
        return found[0] if name in ("lt", "gt", "amp", "quot", "apos") else html5[name + ";"]

    value = re.sub(r"&([A-Za-z][A-Za-z0-9]*);", named, value)
    return ET.fromstring(f'<root xmlns:ac="urn:ac" xmlns:ri="urn:ri">{value}</root>')


class Refusal(Exception):
    def __init__(self, status, message, headers=()):
        super().__init__(message)
        self.status, self.headers = status, dict(headers)


class Wiki:
    """Its pages, and what it does with a request."""

    def __init__(self):
        self.pages = {}
        self.lock = threading.Lock()
        self.next_id = 65537

    def write(self, title, value, page_id=None):
        """A new version of a page."""
        try:
            parsed(value)
        except (ET.ParseError, KeyError) as error:
            raise Refusal(400, f"Error parsing xhtml: {error}") from None
        if page_id is None:
            page_id, self.next_id = str(self.next_id), self.next_id + 1
            self.pages[page_id] = {"title": title, "versions": []}
        self.pages[page_id]["versions"].append(stored(value))
        return page_id

    def shown(self, page_id, body=True):
        page = self.pages[page_id]
        shown = {"id": page_id, "type": "page", "status": "current", "title": page["title"]}
        shown["version"] = {"number": len(page["versions"])}
        if body:
            shown["body"] = {"storage": {"value": page["versions"][-1], "representation": "storage"}}
        return shown

    def titled(self, title):
        return [page_id for page_id, page in self.pages.items() if page["title"].lower() == title.lower()]

    def answer(self, method, path, query, body):
        if path == "/rest/api/user/current":
            return {"type": "known", "username": USER}
        if found := re.fullmatch(r"/rest/api/space/([^/]+)", path):
            if found[1] != SPACE:
                raise Refusal(404, f"No space with key : {found[1]}")
            return {"key": SPACE, "name": "The desk"}
        if found := re.fullmatch(r"/rest/api/content/(\d+)", path):
            if found[1] not in self.pages:
                raise Refusal(404, f"No content found with id: ContentId{{id={found[1]}}}")
            return self.change(found[1], body) if method == "PUT" else self.shown(found[1])
        if path == "/rest/api/content":
            return self.make(body) if method == "POST" else self.list(query)
        raise Refusal(404, "null for uri")

    def change(self, page_id, body):
        page = self.pages[page_id]
        now, wanted = len(page["versions"]), body["version"]["number"]
        if wanted != now + 1:
            raise Refusal(409, f"Version must be incremented on update. Current version is: {now}")
        if [other for other in self.titled(body["title"]) if other != page_id]:
            raise Refusal(400, f"A page with this title already exists: {body['title']}")
        self.write(body["title"], body["body"]["storage"]["value"], page_id)
        return self.shown(page_id)

    def make(self, body):
        title = body["title"]
        if body["space"]["key"] != SPACE or not 0 < len(title.encode("utf-16-le")) // 2 <= 255:
            raise Refusal(400, "Title or space is not valid")
        if self.titled(title):
            raise Refusal(
                400,
                "A page with this title already exists: A page already exists with the title "
                f"{title} in the space with key {SPACE}",
            )
        return self.shown(self.write(title, body["body"]["storage"]["value"]))

    def list(self, query):
        if query.get("spaceKey") != SPACE:
            raise Refusal(404, "No space with that key")
        ids = self.titled(query["title"]) if "title" in query else sorted(self.pages, key=int)
        start, limit = int(query.get("start", 0)), min(int(query.get("limit", 25)), MOST)
        part = ids[start : start + limit]
        body = "body.storage" in query.get("expand", "")
        links = {"next": f"/rest/api/content?start={start + limit}"} if len(ids) > start + limit else {}
        return {
            "results": [self.shown(page_id, body) for page_id in part],
            "start": start,
            "limit": limit,
            "size": len(part),
            "_links": links,
        }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        try:
            self.check()
            with self.server.wiki.lock:
                status, said, headers = 200, self.server.wiki.answer(
                    self.command, url.path, query, json.loads(raw) if raw else None
                ), {}
        except Refusal as refusal:
            status, headers = refusal.status, refusal.headers
            said = {"statusCode": status, "message": str(refusal)}
        data = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    do_POST = do_PUT = do_GET

    def check(self):
        basic = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") not in (basic, f"Bearer {TOKEN}"):
            raise Refusal(401, "Basic Authentication Failure", {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"})


def serve():
    """Starts it on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.wiki = Wiki()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
