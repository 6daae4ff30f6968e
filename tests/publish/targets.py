"""The targets: what each is called in dateline.toml, how to look behind it, and how to bring it into trouble."""

import os
import pathlib
import shutil
import subprocess
import sys

import servers

PROGRAM, WORK = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
SECRET = "hunter2-0123456789abcdef"
MANIFEST = ".dateline-manifest"
FOREIGN = ("of-others/notes.txt", b"not by dateline\n")
OURS_EXTRA = {".nojekyll", "CNAME"}


def article(number, text):
    return f"date 2021-04-{number:02}\n\nTitle {number}\n\nTERN BAY: {text}\n"


def files(folder):
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and ".git" not in path.relative_to(folder).parts:
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def run(arguments, check=False, **options):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, **options)
    if check and done.returncode != 0:
        sys.exit(f"{arguments}: {done.stdout}{done.stderr}")
    return done


def expect(truth, what, more=""):
    if not truth:
        sys.exit(f"publish: {what}\n{more}")


class Target:
    """One kind of target, and how a test looks behind it."""

    name = "?"
    kill_every = 1

    def environment(self):
        return {}

    def config(self):
        raise NotImplementedError

    def publish(self, *flags, environment=None):
        return run(
            [PROGRAM, "publish", "live", "--site", WORK / "site", *flags],
            env=os.environ | self.environment() | (environment or {}),
        )

    def ok(self, *flags):
        done = self.publish(*flags)
        expect(done.returncode == 0, f"{self.name}: {flags} failed", done.stderr)
        expect(SECRET not in done.stdout + done.stderr, f"{self.name}: a secret was shown", done.stderr)
        return done.stderr

    def start(self, before=()):
        return subprocess.Popen(
            [*before, str(PROGRAM), "publish", "live", "--site", str(WORK / "site")],
            env=os.environ | self.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def equal(self, site, what):
        """All that is there is what was built and what others put there."""
        there, built = self.tree(), site.tree()
        expect(there.pop(FOREIGN[0], None) == FOREIGN[1], f"{self.name}, {what}: the file of others is gone")
        manifest = there.pop(MANIFEST, b"").decode().splitlines()
        lines = built.pop(MANIFEST).decode().splitlines()
        expect(set(lines) <= set(manifest), f"{self.name}, {what}: the manifest is another")
        extra = {line.split("  ", 1)[1] for line in set(manifest) - set(lines)}
        expect(extra <= OURS_EXTRA, f"{self.name}, {what}: the manifest lists {extra}")
        there = {path: bytes for path, bytes in there.items() if path not in OURS_EXTRA}
        different = sorted(path for path in there.keys() | built.keys() if there.get(path) != built.get(path))
        expect(not different, f"{self.name}, {what}: {different}")

    # What a target has: a way to count and to kill, or none.
    def requests(self):
        return None

    def start_killed(self, number):
        """A run that is killed after so many requests, or files."""
        raise NotImplementedError

    def calm(self):
        pass

    def flaky(self):
        return False

    def wrong(self):
        """An environment with wrong credentials."""
        return None

    def fill(self):
        """Leaves no room; what then makes room again."""
        return None

    def end(self):
        pass


class Web(Target):
    """A target behind the server that counts and kills."""

    def requests(self):
        count, self.between.count = self.between.count, 0
        return count

    def start_killed(self, number):
        self.between.clear()
        self.between.kill_after = number
        self.between.victim = self.start()
        return self.between.victim

    def calm(self):
        self.between.clear()

    def flaky(self):
        self.between.clear()
        self.between.flaky = 4
        return True


class Dav(Web):
    name = "WebDAV"
    kill_every = 7

    def __init__(self):
        self.folder = WORK / "dav"
        self.server = servers.Apache(self.folder, "editor", SECRET)
        self.between = servers.Between(self.server.port)
        path = self.server.web / "desk" / FOREIGN[0]
        path.parent.mkdir(parents=True)
        path.write_bytes(FOREIGN[1])
        for path in self.server.web.rglob("*"):
            shutil.chown(path, *(["www-data"] if os.getuid() == 0 else [os.getuid()]))

    def config(self):
        return f'to = "webdav:http://127.0.0.1:{self.between.port}/desk"'

    def environment(self):
        return {"WEBDAV_USERNAME": "editor", "WEBDAV_PASSWORD": SECRET}

    def tree(self):
        return {path: body for path, body in files(self.server.web / "desk").items() if not path.startswith(".DAV")}

    def special(self, site):
        """Collections that a publish has emptied are gone; those of others, and what they hold, stay."""
        web = self.server.web / "desk"
        theirs = web / "articles" / "theirs"
        theirs.mkdir()
        shutil.chown(theirs, *(["www-data"] if os.getuid() == 0 else [os.getuid()]))
        site.build({"b1.txt": article(1, "The council met.")})
        self.ok("--max-deletes", "999")
        empty = [path.relative_to(web).as_posix() for path in web.rglob("*") if path.is_dir() and not any(path.iterdir())]
        expect(empty == ["articles/theirs"], "WebDAV: empty folders", str(empty))

    def wrong(self):
        return {"WEBDAV_PASSWORD": SECRET + "-wrong"}

    def fill(self):
        self.between.refuse = lambda method, path: (507,) if method == "PUT" and path.endswith("index.html") else None
        return self.between.clear

    def end(self):
        self.between.end()
        self.server.end()


class Digests(Web):
    name = "Netlify (stand-in)"

    def __init__(self):
        self.server = servers.Netlify(SECRET)
        self.server.preset(*FOREIGN)
        self.between = servers.Between(self.server.port)

    def config(self):
        return 'to = "netlify:desk"'

    def environment(self):
        return {"NETLIFY_AUTH_TOKEN": SECRET, "NETLIFY_API_URL": f"http://127.0.0.1:{self.between.port}"}

    def tree(self):
        return self.server.tree()

    def requests(self):
        # Besides the manifest, the site and its list of files are asked for.
        return super().requests() - 2

    def wrong(self):
        return {"NETLIFY_AUTH_TOKEN": SECRET + "-wrong"}

    def fill(self):
        # Too large for the account.
        self.between.refuse = lambda method, path: (413,) if method == "PUT" else None
        return self.between.clear

    def end(self):
        self.between.end()
        self.server.end()


class Shell(Target):
    """A target that is reached by a program: a wrapper of it, first in the path, counts and kills."""

    program = "?"

    def wrapper(self, folder, text):
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / self.program
        # A program that runs cannot be written to.
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            path.chmod(0o755)
        return {"PATH": f"{folder}:{os.environ['PATH']}"}


class Sftp(Shell):
    name = "SFTP"
    program = "ssh"
    kill_every = 27

    def __init__(self):
        self.server = servers.Ssh(WORK / "ssh")
        self.folder = WORK / "remote" / "www"
        path = self.folder / FOREIGN[0]
        path.parent.mkdir(parents=True)
        path.write_bytes(FOREIGN[1])
        self.plan = WORK / "ssh" / "plan"
        self.key = "key"
        self.calm()

    def config(self):
        return f'to = "sftp://desk{self.folder}"'

    def environment(self):
        relay = pathlib.Path(__file__).with_name("relay.py")
        return self.wrapper(
            WORK / "ssh" / "bin",
            f'#!/bin/sh\nexec "{sys.executable}" "{relay}" "{self.plan}" '
            f'/usr/bin/ssh -F "{self.server.client(self.key)}" "$@"\n',
        )

    def tree(self):
        return files(self.folder)

    def calm(self):
        self.plan.write_text("pass 0")

    def start_killed(self, number):
        self.plan.write_text(f"kill {number}")
        return self.start()

    def flaky(self):
        # The connection breaks now and then, and is slow.
        self.plan.write_text("break 40")
        return True

    def wrong(self):
        return self.wrapper(WORK / "ssh" / "wrong-bin", f'#!/bin/sh\nexec /usr/bin/ssh -F "{self.server.client("wrong")}" "$@"\n')

    def fill(self):
        return full_disk(self.folder)

    def end(self):
        self.server.end()


class Git(Shell):
    name = "git over a file"
    program = "git"
    kill_every = 3
    history = "orphan"

    def __init__(self):
        self.bare = WORK / "pages.git"
        run(["git", "init", "--quiet", "--bare", self.bare], check=True)
        self.seed()
        self.plan = WORK / "git-plan"
        self.calm()

    def seed(self):
        seed = WORK / "seed"
        shutil.rmtree(seed, ignore_errors=True)
        path = seed / FOREIGN[0]
        path.parent.mkdir(parents=True)
        path.write_bytes(FOREIGN[1])
        for arguments in (
            ["init", "--quiet", "--initial-branch", "pages"],
            ["add", "."],
            ["-c", "user.name=x", "-c", "user.email=x@desk.example", "commit", "--quiet", "-m", "theirs"],
            ["push", "--quiet", self.bare, "pages"],
        ):
            run(["git", "-C", seed, *arguments], check=True)

    def config(self):
        return f'to = "git:{self.bare}#pages"\nhistory = "{self.history}"\ndomain = "desk.example"'

    def environment(self):
        real = shutil.which("git")
        counter = WORK / "git-count"
        return self.wrapper(
            WORK / "git-bin",
            f'#!/bin/sh\nread what n < "{self.plan}"\n'
            f'echo x >> "{counter}"\n'
            f'if [ "$what" = kill ] && [ "$(wc -l < "{counter}")" -gt "$n" ]; then kill -9 $PPID; exit 1; fi\n'
            f'exec "{real}" "$@"\n',
        )

    def tree(self):
        clone = WORK / "clone"
        shutil.rmtree(clone, ignore_errors=True)
        run(["git", "clone", "--quiet", "--branch", "pages", self.bare, clone], check=True)
        return files(clone)

    def commits(self):
        return int(run(["git", "-C", self.bare, "rev-list", "--count", "pages"], check=True).stdout)

    def calm(self):
        self.plan.write_text("pass 0\n")

    def fill(self):
        return full_disk(self.bare)

    def start_killed(self, number):
        (WORK / "git-count").unlink(missing_ok=True)
        self.plan.write_text(f"kill {number}\n")
        return self.start()

    def special(self, site):
        expect(self.commits() == 1, "git: an orphan branch has one commit")
        there = self.tree()
        expect(there["CNAME"] == b"desk.example\n" and there[".nojekyll"] == b"", "git: CNAME and .nojekyll")
        # The site in a repository of its own: work tree, index and branches stay as they are.
        def state():
            head = run(["git", "-C", site.folder, "status", "--porcelain", "--branch"], check=True).stdout
            return head + run(["git", "-C", site.folder, "branch"], check=True).stdout

        run(["git", "-C", site.folder, "init", "--quiet"], check=True)
        run(["git", "-C", site.folder, "remote", "add", "origin", self.bare], check=True)
        before, commits = state(), self.history
        self.history = "append"
        text = self.config().replace(str(self.bare), "origin")
        (site.folder / "dateline.toml").write_text(f'title = "The Desk"\n\n[publish.live]\n{text}\n')
        (site.folder / "content/articles/a9.txt").write_text(article(9, "One more."))
        run([PROGRAM, "build", site.folder], check=True)
        self.ok()
        expect(self.commits() == 2, "git: an appended commit")
        self.ok()
        expect(self.commits() == 2, "git: nothing changed, and there is a commit")
        expect(state() == before, "git: the site's own repository was touched", state())
        self.equal(site, "from the site's own repository")
        self.history = commits
        shutil.rmtree(site.folder / ".git")


class GitOverSsh(Git):
    name = "git over ssh"
    kill_every = 5

    def __init__(self):
        self.server = servers.Ssh(WORK / "git-ssh")
        super().__init__()

    def config(self):
        return f'to = "git:ssh://desk{self.bare}#pages"'

    def environment(self):
        client = self.server.client("key")
        return super().environment() | {"GIT_SSH_COMMAND": f"ssh -oBatchMode=yes -F {client}"}

    def fill(self):
        # As over a file.
        return None

    def wrong(self):
        return {"GIT_SSH_COMMAND": f"ssh -oBatchMode=yes -F {self.server.client('wrong')}"}

    def special(self, site):
        pass

    def end(self):
        self.server.end()


class Folder(Target):
    name = "folder"
    # By one of four threads.
    kill_every = 2

    def __init__(self):
        self.folder = WORK / "share" / "www"
        path = self.folder / FOREIGN[0]
        path.parent.mkdir(parents=True)
        path.write_bytes(FOREIGN[1])

    def config(self):
        return f'to = "{self.folder}"'

    def tree(self):
        return files(self.folder)

    def start_killed(self, number):
        # As many calls of one kind by one thread: a file that comes into its place, or goes.
        calls = "rename,renameat,renameat2,unlink,unlinkat,rmdir,link,linkat,symlink,symlinkat"
        inject = f"inject={calls}:signal=KILL:when={number + 1}"
        return self.start(["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e", inject])

    def fill(self):
        return full_disk(self.folder)

    def special(self, site):
        page = next(self.folder.glob("index.html"))
        expect(page.stat().st_mode & 0o044 == 0o044, "folder: a web server may read what was published")
        self.ok("--compress")
        names = files(self.folder).keys()
        expect({"index.html.gz", "index.html.br"} <= names, "folder: compressed copies", str(names))
        checked = run(["b3sum", "--check", "--quiet", MANIFEST], cwd=self.folder)
        expect(checked.returncode == 0, "folder: the digests of compressed copies", checked.stdout + checked.stderr)
        self.ok("--max-deletes", "999")


class Swapped(Folder):
    name = "folder that is swapped"
    kill_every = 13

    def __init__(self):
        self.folder = WORK / "swapped"
        path = self.folder / "releases" / "1" / FOREIGN[0]
        path.parent.mkdir(parents=True)
        path.write_bytes(FOREIGN[1])
        (self.folder / "current").symlink_to("releases/1")

    def config(self):
        return f'to = "{self.folder}"\nswap = true'

    def tree(self):
        return files(self.folder / "current")

    def special(self, site):
        releases = sorted(path.name for path in (self.folder / "releases").iterdir())
        expect(len(releases) == 2, "swapped: this release and the one before", str(releases))


def full_disk(folder):
    """Puts a small disk in place of a folder, with what is in it and nearly no room; only an administrator can."""
    kept = folder.with_name("kept")
    shutil.move(folder, kept)
    folder.mkdir()
    size = sum(len(body) for body in files(kept).values()) + 64 * 1024 + 4096 * 3 * len(files(kept))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], stderr=subprocess.DEVNULL
    )
    if mounted.returncode != 0:
        folder.rmdir()
        shutil.move(kept, folder)
        return None
    # With links as they are.
    run(["cp", "-a", f"{kept}/.", folder], check=True)
    filler = folder.joinpath("filler").open("wb")
    try:
        while filler.write(b"x" * 4096):
            filler.flush()
    except OSError:
        pass

    def undo():
        try:
            filler.close()
        except OSError:
            pass
        (folder / "filler").unlink()
        back = folder.with_name("back")
        run(["cp", "-a", folder, back], check=True)
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()
        shutil.rmtree(kept)
        shutil.move(back, folder)

    return undo


# The slowest first.
ALL = (Sftp, Git, GitOverSsh, Folder, Swapped, Dav, Digests)
