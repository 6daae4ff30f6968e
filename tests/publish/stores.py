"""Object stores on this machine's loopback: of Amazon's and Microsoft's kind from the registries, of Google's a stand-in."""

import base64
import email.utils
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import sys
import threading
import time
import urllib.parse
import xml.etree.ElementTree as tree
from xml.sax.saxutils import escape

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from servers import Inside, Quiet, Serving, free_port


def ask(port, method, path, body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    return answer.status, answer.read(), answer.headers


def texts(body, name):
    """What elements of a name hold, whatever their name space."""
    return [element.text or "" for element in tree.fromstring(body).iter() if element.tag.split("}")[-1] == name]


class S3(Serving):
    """moto: a server from the Python registry that answers as S3 does, conditions included."""

    def __init__(self):
        port = free_port()
        super().__init__([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port)

    def ask(self, method, path, body=None):
        # moto knows no secrets; it wants to see that there is one.
        login = {"Authorization": "AWS4-HMAC-SHA256 Credential=x/20200101/us-east-1/s3/aws4_request"}
        return ask(self.port, method, path, body, login)

    def make(self, bucket):
        return self.ask("PUT", f"/{bucket}")

    def put(self, bucket, key, body):
        return self.ask("PUT", f"/{bucket}/{urllib.parse.quote(key)}", body)

    def get(self, bucket, key, method="GET"):
        return self.ask(method, f"/{bucket}/{urllib.parse.quote(key)}")

    def keys(self, bucket):
        token = ""
        while True:
            query = "?list-type=2" + (f"&continuation-token={urllib.parse.quote(token)}" if token else "")
            body = self.ask("GET", f"/{bucket}{query}")[1]
            yield from texts(body, "Key")
            token = next(iter(texts(body, "NextContinuationToken")), "")
            if not token:
                return


def key_of(secret):
    """A secret in the form of Azure's keys."""
    return base64.b64encode(secret.encode()).decode()


class Azurite(Serving):
    """Azurite: Microsoft's own emulator of its store, from the registry of npm."""

    account = "desk"

    def __init__(self, folder, secret):
        port = free_port()
        folder.mkdir(parents=True)
        self.key = key_of(secret)
        program = pathlib.Path(__file__).with_name("node_modules") / "azurite/dist/src/blob/main.js"
        super().__init__(
            ["node", program, "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", folder]
            + ["--blobPort", str(port)],
            port,
            env=os.environ | {"AZURITE_ACCOUNTS": f"{self.account}:{self.key}"},
        )

    def ask(self, method, path, query=(), body=None, headers=()):
        """A request that is signed with the key, by the documented scheme `SharedKey`."""
        path = f"/{self.account}{path}"
        sent = dict(headers) | {"x-ms-date": email.utils.formatdate(usegmt=True), "x-ms-version": "2021-08-06"}
        length = str(len(body)) if body else ""
        own = "".join(f"{name}:{value}\n" for name, value in sorted(sent.items()))
        resource = f"/{self.account}{path}" + "".join(f"\n{name}:{value}" for name, value in sorted(query))
        text = f"{method}\n\n\n{length}\n\n{'text/plain' if body else ''}\n\n\n\n\n\n\n{own}{resource}"
        signature = hmac.new(base64.b64decode(self.key), text.encode(), hashlib.sha256).digest()
        sent["Authorization"] = f"SharedKey {self.account}:{base64.b64encode(signature).decode()}"
        if body:
            sent["Content-Type"] = "text/plain"
        return ask(self.port, method, path + (f"?{urllib.parse.urlencode(query)}" if query else ""), body, sent)

    def make(self, container):
        return self.ask("PUT", f"/{container}", [("restype", "container")])

    def put(self, container, key, body):
        path = f"/{container}/{urllib.parse.quote(key)}"
        return self.ask("PUT", path, body=body, headers={"x-ms-blob-type": "BlockBlob"})

    def get(self, container, key, method="GET"):
        return self.ask(method, f"/{container}/{urllib.parse.quote(key)}")

    def keys(self, container):
        marker = ""
        while True:
            query = [("restype", "container"), ("comp", "list")] + ([("marker", marker)] if marker else [])
            body = self.ask("GET", f"/{container}", query)[1]
            yield from (key for key in texts(body, "Name"))
            marker = next(iter(texts(body, "NextMarker")), "")
            if not marker:
                return


class Gcs(Inside):
    """A stand-in, not Google Cloud Storage: no registry carries an emulator that knows its XML interface. It follows the
    documents of that interface (objects, generations as conditions, listings in parts) and of self-signed tokens."""

    def __init__(self, folder):
        folder.mkdir(parents=True)
        self.folder = folder
        self.lock = threading.Lock()
        self.buckets = {}
        self.generation = 1000
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        super().__init__(GcsHandler)

    def account(self, name, port, key=None):
        """The file of a service account, as one gets it from Google, with the address of this server in it."""
        key = key or self.key
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path = self.folder / name
        path.write_text(
            json.dumps(
                {
                    "type": "service_account",
                    "private_key_id": "k1",
                    "private_key": pem.decode(),
                    "client_email": "desk@project.example",
                    "gcs_base_url": f"http://127.0.0.1:{port}",
                }
            )
        )
        return path

    def stranger(self, port):
        return self.account("stranger.json", port, rsa.generate_private_key(public_exponent=65537, key_size=2048))

    def knows(self, authorization):
        """Whether a token is signed with the key of the account, and still good."""
        try:
            head, claims, signature = (authorization or "").removeprefix("Bearer ").split(".")
            read = lambda part: base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
            message = f"{head}.{claims}".encode()
            self.key.public_key().verify(read(signature), message, padding.PKCS1v15(), hashes.SHA256())
            said = json.loads(read(claims))
            return said["iss"] == "desk@project.example" and said["exp"] > time.time()
        except (ValueError, KeyError, InvalidSignature):
            return False

    def make(self, bucket):
        self.buckets[bucket] = {}
        return 200, b"", {}

    def put(self, bucket, key, body, headers=()):
        self.generation += 1
        kept = dict(headers) | {
            "x-goog-generation": str(self.generation),
            "ETag": f'"{hashlib.md5(body).hexdigest()}"',
            "Last-Modified": email.utils.formatdate(usegmt=True),
        }
        self.buckets[bucket][key] = (body, kept)
        return kept

    def get(self, bucket, key, method="GET"):
        body, headers = self.buckets[bucket][key]
        return 200, body, headers

    def keys(self, bucket):
        return list(self.buckets[bucket])


class GcsHandler(Quiet):
    # What Google keeps of what is sent with an object, besides its own metadata.
    KEPT = ("content-type", "cache-control", "content-encoding", "content-disposition", "content-language")
    PAGE = 25

    def refuse(self, status, code):
        # As with S3, what was asked for may be in the answer.
        self.answer(status, f"<?xml version='1.0'?><Error><Code>{code}</Code></Error>".encode())

    def dispatch(self):
        store, body = self.server, self.body()
        path, _, query = self.path.partition("?")
        _, bucket, *rest = urllib.parse.unquote(path).split("/", 2)
        key = rest[0] if rest else ""
        if not store.knows(self.headers.get("Authorization")):
            return self.refuse(401, "AuthenticationRequired")
        with store.lock:
            if bucket not in store.buckets:
                return self.refuse(404, "NoSuchBucket")
            if not key:
                return self.listing(store.buckets[bucket], dict(urllib.parse.parse_qsl(query)))
            there = store.buckets[bucket].get(key)
            wanted = self.headers.get("x-goog-if-generation-match")
            if wanted is not None and wanted != (there[1]["x-goog-generation"] if there else "0"):
                return self.refuse(412, "PreconditionFailed")
            if self.command == "PUT":
                named = {name.title(): value for name, value in self.headers.items() if name.lower() in self.KEPT}
                own = {name: value for name, value in self.headers.items() if name.lower().startswith("x-goog-meta-")}
                kept = store.put(bucket, key, body, named | own)
                return self.answer(200, b"", [(name, kept[name]) for name in ("ETag", "x-goog-generation")])
            if there is None:
                return self.refuse(404, "NoSuchKey")
            if self.command == "DELETE":
                del store.buckets[bucket][key]
                return self.answer(204)
            return self.answer(200, there[0], there[1].items())

    def listing(self, objects, query):
        after = query.get("continuation-token", "")
        found = [key for key in sorted(objects) if key.startswith(query.get("prefix", "")) and key > after]
        page, more = found[: self.PAGE], len(found) > self.PAGE
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(objects[key][0])}</Size>"
            f"<LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>{escape(objects[key][1]['ETag'])}</ETag></Contents>"
            for key in page
        )
        token = f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if more else ""
        self.answer(
            200,
            f"<?xml version='1.0'?><ListBucketResult><IsTruncated>{str(more).lower()}</IsTruncated>{token}{rows}"
            "</ListBucketResult>".encode(),
        )

    do_GET = do_HEAD = do_PUT = do_DELETE = dispatch
