"""Object stores as targets: what each is called in dateline.toml, how to look behind it, how to bring it into trouble."""

import gzip

import servers
import stores
from media import media_type
from targets import FOREIGN, MANIFEST, PROGRAM, SECRET, WORK, Web, expect, run


class Store(Web):
    """A bucket that has files of others, in the folder that is published to and outside of it."""

    kill_every = 11
    scheme = "?"
    denied = "?"

    def begin(self, server):
        self.server = server
        self.between = servers.Between(server.port)
        status, body, _ = server.make("briefings")
        expect(status in (200, 201), f"{self.name}: no bucket", body)
        server.put("briefings", f"desk/{FOREIGN[0]}", FOREIGN[1])
        server.put("briefings", "elsewhere.txt", b"outside")

    def config(self):
        return f'to = "{self.scheme}://briefings/desk"'

    def tree(self):
        objects = {key: self.server.get("briefings", key)[1] for key in self.server.keys("briefings")}
        expect(objects.pop("elsewhere.txt", b"") == b"outside", f"{self.name}: an object outside the prefix is gone")
        return {key.removeprefix("desk/"): body for key, body in objects.items()}

    def fill(self):
        self.between.refuse = lambda method, path: (507,) if method == "PUT" and "index" in path else None
        return self.between.clear

    def headers(self, path):
        return self.server.get("briefings", f"desk/{path}", "HEAD")[2]

    def special(self, site):
        """Headers and digests, as they are kept."""
        digests = dict(reversed(line.split("  ", 1)) for line in site.tree()[MANIFEST].decode().splitlines())
        for path, digest in digests.items():
            headers = self.headers(path)
            expect(headers["Content-Type"] == media_type(path), f"{self.name}: content type of {path}", str(headers))
            kept = "max-age=31536000, immutable" if "0a1b2c3d" in path else "max-age=300, must-revalidate"
            expect(headers["Cache-Control"] == f"public, {kept}", f"{self.name}: cache of {path}", str(headers))
            expect(self.digest(headers) == digest, f"{self.name}: digest of {path}", str(headers))
        self.ok("--compress", "instead")
        _, body, headers = self.server.get("briefings", "desk/index.html")
        page = site.tree()["index.html"]
        expect(headers["Content-Encoding"] == "gzip", f"{self.name}: not compressed", str(headers))
        expect(gzip.decompress(body) == page, f"{self.name}: what readers get is another page")
        expect(self.digest(headers) == digests["index.html"], f"{self.name}: digest of a compressed page")
        expect("nothing to publish" in self.ok("--compress", "instead"), f"{self.name}: compressed twice")
        self.ok()
        self.equal(site, "compressed, and back")

    def digest(self, headers):
        return headers["x-amz-meta-blake3"]

    def nowhere(self, site):
        """A bucket that does not exist."""
        path = site.folder / "dateline.toml"
        written = path.read_text()
        path.write_text(written.replace("://briefings", "://nowhere"))
        run([PROGRAM, "build", site.folder], check=True)
        done = self.publish()
        expect(done.returncode == 2 and "check the address" in done.stderr, f"{self.name}: no such bucket", done.stderr)
        path.write_text(written)

    def end(self):
        self.between.end()
        self.server.end()


class Amazon(Store):
    name = "S3"
    scheme = "s3"
    region = 'region = "us-east-1"'

    def __init__(self):
        self.begin(stores.S3())
        self.home = WORK / "home"
        (self.home / ".aws").mkdir(parents=True)

    def config(self):
        return f'{super().config()}\nendpoint = "http://127.0.0.1:{self.between.port}"\n{self.region}'

    def environment(self):
        return {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": SECRET, "HOME": str(self.home)}

    def wrong(self):
        # moto takes any key; the answer is put in its mouth, with the key in it as Amazon does.
        body = f"<Error><Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>{SECRET}</AWSAccessKeyId></Error>".encode()
        self.between.refuse = lambda *_: (403, body)
        return {"AWS_ACCESS_KEY_ID": SECRET}

    def special(self, site):
        super().special(site)
        self.profiles(site)

    def profiles(self, site):
        """Keys and region from ~/.aws, by the profile that the environment names."""
        (self.home / ".aws/credentials").write_text(
            f"[default]\naws_access_key_id = AKIDDEFAULT\naws_secret_access_key = {SECRET}\n"
            f"[desk]\naws_access_key_id = AKIDDESK\naws_secret_access_key = {SECRET}\n"
        )
        (self.home / ".aws/config").write_text("[profile desk]\nregion = eu-north-1\n[profile sso]\nsso_session = x\n")
        environment, self.environment = self.environment(), lambda: {"HOME": str(self.home)}
        path = site.folder / "dateline.toml"
        path.write_text(path.read_text().replace(self.region, ""))
        for profile, key in (("", "AKIDDEFAULT/"), ("desk", "AKIDDESK/")):
            self.between.clear()
            done = self.publish("--allow", "stale", environment={"AWS_PROFILE": profile})
            expect(done.returncode == 0, f"{self.name}: the profile `{profile}`", done.stderr)
            login = " ".join(self.between.logins)
            expect(key in login, f"{self.name}: the profile `{profile}` is not used", login)
            expect(("/eu-north-1/" in login) == (profile == "desk"), f"{self.name}: its region", login)
        self.between.refuse = lambda *_: (403, f"<Error><Code>AccessDenied</Code>{SECRET}</Error>".encode())
        for profile, said in (("desk", "403"), ("nobody", "no profile `nobody`"), ("sso", "`sso_session`")):
            done = self.publish("--allow", "stale", environment={"AWS_PROFILE": profile})
            expect(done.returncode == 2 and said in done.stderr, f"{self.name}: the profile `{profile}`", done.stderr)
            expect(SECRET not in done.stderr, f"{self.name}: a secret of a profile was shown", done.stderr)
        self.environment = lambda: environment


class Google(Store):
    name = "Google Cloud Storage (stand-in)"
    scheme = "gs"

    def __init__(self):
        self.begin(stores.Gcs(WORK / "gcs"))
        self.account = self.server.account("account.json", self.between.port)
        self.stranger = self.server.stranger(self.between.port)

    def environment(self):
        return {"GOOGLE_APPLICATION_CREDENTIALS": str(self.account), "GOOGLE_ALLOW_HTTP": "true"} | {
            "GOOGLE_BASE_URL": f"http://127.0.0.1:{self.between.port}"
        }

    def digest(self, headers):
        return headers["x-goog-meta-blake3"]

    def wrong(self):
        return {"GOOGLE_APPLICATION_CREDENTIALS": str(self.stranger)}


class Microsoft(Store):
    name = "Azure"
    scheme = "az"

    def __init__(self):
        self.begin(stores.Azurite(WORK / "azurite", SECRET))

    def environment(self):
        return {
            "AZURE_STORAGE_USE_EMULATOR": "true",
            "AZURITE_BLOB_STORAGE_URL": f"http://127.0.0.1:{self.between.port}",
            "AZURE_STORAGE_ACCOUNT_NAME": self.server.account,
            "AZURE_STORAGE_ACCOUNT_KEY": self.server.key,
        }

    def digest(self, headers):
        return headers["x-ms-meta-blake3"]

    def wrong(self):
        return {"AZURE_STORAGE_ACCOUNT_KEY": stores.key_of(SECRET[::-1])}


ALL = (Amazon, Google, Microsoft)
