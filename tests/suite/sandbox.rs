//! A folder of its own for a test, and the program to run in it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The program under test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_dateline");

/// A temporary folder, removed at the end of the test.
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A sandbox with a site in it: `dateline.toml` and these files.
    pub(crate) fn site(files: &[(&str, &str)]) -> Self {
        let sandbox = Self::new();
        sandbox.write("dateline.toml", "title = \"The Desk\"\n");
        for (path, text) in files {
            sandbox.write(path, text);
        }
        sandbox
    }

    /// The folder, as the system names it.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root().join(below)
    }

    pub(crate) fn write(&self, below: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).unwrap_or_else(|error| panic!("{below}: {error}"))
    }

    /// The program, to be run in the folder, in an environment that says nothing about language or colours.
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        self.program_at(Path::new(PROGRAM), arguments)
    }

    fn program_at(&self, program: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.root()).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "LANG", "LC_ALL", "TZ", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        // No login of whoever runs the tests.
        for name in ["DATELINE_PUSH_USER", "DATELINE_PUSH_PASSWORD", "DATELINE_PUSH_TOKEN"] {
            command.env_remove(name);
        }
        command.env("NETRC", self.path("netrc"));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.program(arguments).output().unwrap())
    }

    /// Runs the program with these bytes on standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut command = self.program(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        // The program answers while it reads: both pipes have to move.
        let feeding = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        feeding.join().unwrap();
        Run::of(output)
    }

    /// Runs the program as somebody from whom files can be kept. The administrator may read and write everything, so tests
    /// that run as one run the program as nobody, to whom the sandbox then belongs.
    #[cfg(unix)]
    pub(crate) fn run_unprivileged(&self, arguments: &[&str]) -> Run {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, lchown};
        use std::os::unix::process::CommandExt;
        const NOBODY: u32 = 65_534;
        if fs::metadata(self.root()).unwrap().uid() != 0 {
            return self.run(arguments);
        }
        for entry in walkdir::WalkDir::new(self.root()).into_iter().flatten() {
            lchown(entry.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        // The program may lie where nobody else comes.
        let place = tempfile::tempdir().unwrap();
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let program = place.path().join("dateline");
        fs::copy(PROGRAM, &program).unwrap();
        let output = self.program_at(&program, arguments).uid(NOBODY).gid(NOBODY).output();
        Run::of(output.expect("the tests run as nobody or as a user without privileges"))
    }

    /// Runs the program, which has to end well.
    pub(crate) fn ok(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.status, 0, "dateline {}: {}", arguments.join(" "), run.stderr);
        run
    }

    /// All files below a folder with their bytes.
    pub(crate) fn tree(&self, below: &str) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path(below))
    }
}

/// All files below a folder with their bytes; empty where there is no folder.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            (below, fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// Says which files differ, if any do.
pub(crate) fn assert_same(expected: &BTreeMap<String, Vec<u8>>, found: &BTreeMap<String, Vec<u8>>, what: &str) {
    let names = expected.keys().chain(found.keys());
    let different: std::collections::BTreeSet<_> =
        names.filter(|name| expected.get(*name) != found.get(*name)).collect();
    assert!(different.is_empty(), "{what}: {different:?}");
}

impl Run {
    fn of(output: std::process::Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
