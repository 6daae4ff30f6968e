"""Servers to publish to, on this machine's loopback, each started for one run of the tests and ended with it."""

import hashlib
import http.client
import http.server
import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process=None):
    for _ in range(600):
        if process is not None and process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"a server does not answer at port {port}")


class Serving:
    """A server that runs as a program of its own."""

    def __init__(self, arguments, port, **options):
        self.port = port
        self.process = subprocess.Popen(
            arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
        )
        wait_for(port, self.process)

    def end(self):
        self.process.terminate()
        self.process.wait()


class Apache(Serving):
    """Apache with WebDAV and a login."""

    def __init__(self, folder, user, password):
        port = free_port()
        web, state = folder / "www", folder / "apache"
        web.mkdir(parents=True)
        state.mkdir()
        subprocess.run(
            ["openssl", "passwd", "-apr1", "-stdin"],
            input=password.encode(),
            stdout=(state / "hash").open("wb"),
            check=True,
        )
        (state / "users").write_text(f"{user}:{(state / 'hash').read_text()}")
        modules = "/usr/lib/apache2/modules"
        names = "mpm_event authn_core authn_file authz_core authz_user auth_basic dav dav_fs mime".split()
        loads = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in names)
        if os.getuid() == 0:
            owner = pwd.getpwnam("www-data")
            for path in (folder, web, state):
                os.chown(path, owner.pw_uid, owner.pw_gid)
            loads += "User www-data\nGroup www-data\n"
        (state / "httpd.conf").write_text(
            f"{loads}ServerRoot {state}\nPidFile {state}/pid\nListen 127.0.0.1:{port}\nServerName localhost\n"
            f"TypesConfig /etc/mime.types\nErrorLog {state}/error.log\nDavLockDB {state}/lock\nDocumentRoot {web}\n"
            f'<Directory {web}>\nDav On\nAuthType Basic\nAuthName "desk"\nAuthUserFile {state}/users\n'
            f"Require valid-user\n</Directory>\n"
        )
        self.web = web
        super().__init__(["apache2", "-d", str(state), "-f", str(state / "httpd.conf"), "-DFOREGROUND"], port)


class Ssh(Serving):
    """OpenSSH on loopback, for whoever runs the tests, by a key made for this run."""

    def __init__(self, folder):
        folder.mkdir(parents=True)
        folder.chmod(0o700)
        port = free_port()
        for name in ("host", "key", "wrong"):
            subprocess.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True
            )
        shutil.copy(folder / "key.pub", folder / "authorized")
        server = next(p for p in ("/usr/lib/openssh/sftp-server", "/usr/libexec/sftp-server") if os.path.exists(p))
        (folder / "sshd_config").write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile {folder}/pid\n"
            f"AuthorizedKeysFile {folder}/authorized\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
            f"PermitRootLogin prohibit-password\nSubsystem sftp {server}\n"
        )
        if os.getuid() == 0:
            pathlib.Path("/run/sshd").mkdir(exist_ok=True)
        self.folder = folder
        super().__init__([shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-f", str(folder / "sshd_config")], port)
        host = (folder / "host.pub").read_text().split()[:2]
        (folder / "known").write_text(f"[127.0.0.1]:{port} {' '.join(host)}\n")

    def client(self, key="key"):
        """A configuration for the client, as somebody would have it in ~/.ssh."""
        path = self.folder / f"client-{key}"
        user = pwd.getpwuid(os.getuid()).pw_name
        path.write_text(
            f"Host desk\nHostName 127.0.0.1\nPort {self.port}\nUser {user}\nIdentityFile {self.folder / key}\n"
            f"IdentitiesOnly yes\nUserKnownHostsFile {self.folder}/known\n"
        )
        return path


class Quiet(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body of an answer in one piece: the system holds a second one back until the first has arrived.
    wbufsize = 1 << 16

    def log_message(self, *_):
        pass

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Inside(http.server.ThreadingHTTPServer):
    """A server in a thread of the tests."""

    daemon_threads = True
    # As many connections come at once as the program likes; one that finds no place is tried again after a second.
    request_queue_size = 128

    def __init__(self, handler):
        super().__init__(("127.0.0.1", 0), handler)
        self.port = self.server_port
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        pass

    def end(self):
        self.shutdown()


class Between(Inside):
    """Stands between the program and a server: counts requests, kills the program after some, is slow, resets, answers
    500 or whatever it is told."""

    def __init__(self, port):
        self.upstream = port
        self.lock = threading.Lock()
        self.clear()
        super().__init__(Passing)

    def clear(self):
        self.count = 0
        self.kill_after = None
        self.victim = None
        self.flaky = 0
        self.refuse = None
        self.logins = set()

    def next(self, login):
        with self.lock:
            self.count += 1
            self.logins.add(login)
            return self.count


class Passing(Quiet):
    def handle_one_request(self):
        try:
            super().handle_one_request()
        except (ConnectionError, http.client.HTTPException):
            self.close_connection = True

    def passing(self):
        between, body = self.server, self.body()
        number = between.next(self.headers.get("Authorization"))
        if between.refuse and between.refuse(self.command, self.path):
            return self.answer(*between.refuse(self.command, self.path))
        if between.kill_after is not None and number > between.kill_after:
            # Half of the time the request was done and nobody learned of it.
            if between.kill_after % 2:
                self.forward(body)
            between.victim.send_signal(signal.SIGKILL)
            self.close_connection = True
            return None
        if between.flaky and number % between.flaky == 0:
            kind = (number // between.flaky) % 3
            if kind == 0:
                return self.answer(500)
            if kind == 1:
                self.forward(body)
                self.close_connection = True
                return self.connection.close()
            time.sleep(0.3)
        status, headers, answer = self.forward(body)
        return self.answer(status, answer, headers)

    def forward(self, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.upstream, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        dropped = ("content-length", "transfer-encoding", "connection")
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in dropped]
        if self.command == "HEAD":
            return answer.status, kept, b""
        return answer.status, kept, answer.read()

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = do_MKCOL = do_PROPFIND = passing


class Netlify(Inside):
    """A stand-in, not Netlify: it follows the documented interface for deploys by digest as far as dateline uses it."""

    def __init__(self, token):
        self.token = token
        self.lock = threading.Lock()
        self.files = {}
        self.blobs = {}
        self.deploys = {}
        self.published = None
        super().__init__(NetlifyHandler)

    def tree(self):
        return {path.lstrip("/"): self.blobs[sha] for path, sha in self.files.items()}

    def preset(self, path, body):
        sha = hashlib.sha1(body).hexdigest()
        self.blobs[sha] = body
        self.files["/" + path] = sha
        self.published = self.published or {"id": "d0", "state": "ready"}

    def settle(self, deploy):
        if all(sha in self.blobs for sha in deploy["files"].values()) and deploy["state"] != "ready":
            deploy["state"] = "ready"
            self.files = deploy["files"]
            self.published = deploy


class NetlifyHandler(Quiet):
    def json(self, value, status=200):
        self.answer(status, json.dumps(value).encode(), [("Content-Type", "application/json")])

    def do_GET(self):
        self.dispatch(self.body())

    do_POST = do_PUT = do_GET

    def dispatch(self, body):
        host = self.server
        if self.headers.get("Authorization") != f"Bearer {host.token}":
            return self.json({"code": 401, "message": "Access Denied"}, 401)
        parts = urllib.parse.unquote(self.path).split("/", 4)[1:]
        with host.lock:
            match (self.command, parts):
                case ("GET", ["sites", "desk"]):
                    shown = host.published and {"id": host.published["id"], "state": host.published["state"]}
                    return self.json({"id": "desk", "published_deploy": shown})
                case ("GET", ["sites", "desk", "files"]):
                    return self.json([{"path": path, "sha": sha} for path, sha in host.files.items()])
                case ("GET", ["sites", "desk", "files", path]):
                    if self.headers.get("Content-Type") != "application/vnd.bitballoon.v1.raw":
                        return self.json({"path": path})
                    return self.answer(200, host.blobs[host.files["/" + path]])
                case ("POST", ["sites", "desk", "deploys"]):
                    files = json.loads(body)["files"]
                    deploy = {"id": f"d{len(host.deploys) + 1}", "state": "preparing", "files": files}
                    host.deploys[deploy["id"]] = deploy
                    # As with `async`: what is missing is told once it is known.
                    return self.json({"id": deploy["id"], "state": "preparing"})
                case ("GET", ["deploys", name]):
                    deploy = host.deploys[name]
                    if deploy["state"] == "preparing":
                        deploy["state"] = "prepared"
                        deploy["required"] = sorted({sha for sha in deploy["files"].values() if sha not in host.blobs})
                    host.settle(deploy)
                    return self.json({"id": name, "state": deploy["state"], "required": deploy["required"]})
                case ("PUT", ["deploys", name, "files", path]):
                    sha = hashlib.sha1(body).hexdigest()
                    deploy = host.deploys[name]
                    # The path has no slash in front and is escaped, the type is that of bytes.
                    said = self.headers.get("Content-Type") == "application/octet-stream"
                    if not said or deploy["state"] == "preparing" or deploy["files"].get("/" + path) != sha:
                        return self.json({"message": "not of this deploy"}, 422)
                    deploy["state"] = "uploading"
                    host.blobs[sha] = body
                    return self.json({"path": "/" + path})
        return self.json({"code": 404, "message": "Not Found"}, 404)
