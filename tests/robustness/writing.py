"""Cases about what files are written to."""
import os
import shutil
import stat
import subprocess

UGLY = "groups:\n- name: a\n  rules:\n  - record: job:up:sum\n    expr: sum(  up  )\n"
PRETTY = UGLY.replace("(  up  )", "(up)")
TEST = "rule_files: []\ntests:\n  - promql_expr_test:\n      - {expr: vector(1), exp_samples: [{labels: '{}', value: 1}]}\n"
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def works(command):
    """Whether the command can be had here."""
    if os.geteuid() != 0 or shutil.which(command[0]) is None:
        return False
    return subprocess.run([*command, "true"], check=False, capture_output=True).returncode == 0


def register(case):
    @case
    def written_where_it_is(run):
        """Folders that are not writable, files of others, and read-only files."""
        os.chmod(run.folder, 0o755)
        read_only = run.write("read_only.yml", UGLY)
        os.chmod(read_only, 0o444)
        run.expect(2, "cannot write `read_only.yml`: it is read-only", "fmt", "read_only.yml")
        run.check(read(read_only) == UGLY, "a read-only file is changed")
        if not works(NOBODY) or subprocess.run([*NOBODY, run.program, "--version"], check=False,
                                               capture_output=True).returncode != 0:
            print("skipped: nobody else can be had here")
            return
        own = run.write("own.yml", UGLY)
        os.chown(own, 65534, 65534)
        run.expect(0, None, "fmt", "own.yml", prefix=NOBODY)
        run.check(read(own) == PRETTY, "the file is not written")
        os.mkdir(os.path.join(run.folder, "open"))
        os.chmod(os.path.join(run.folder, "open"), 0o777)
        other = run.write("open/other.yml", UGLY)
        run.expect(2, "cannot write `open/other.yml`: permission denied", "fmt", "open/other.yml", prefix=NOBODY)
        os.chmod(other, 0o666)
        run.expect(0, None, "fmt", "open/other.yml", prefix=NOBODY)
        run.check(read(other) == PRETTY and os.stat(other).st_uid == 0, "the file changed hands")
        os.chown(other, 65534, 1)
        os.chmod(other, 0o640)
        run.write("open/other.yml", UGLY)
        run.expect(0, None, "fmt", "open/other.yml")
        info = os.stat(other)
        run.check((info.st_uid, info.st_gid, stat.S_IMODE(info.st_mode)) == (65534, 1, 0o640), "root took the file")
        run.check(sorted(os.listdir(os.path.join(run.folder, "open"))) == ["other.yml"], "something is left behind")

    @case
    def mounted_files(run):
        """A file that is mounted cannot be renamed over, and a full disk leaves what was there."""
        if not works(["unshare", "-m"]):
            print("skipped: nothing can be mounted here")
            return
        run.write("source.yml", UGLY)
        run.write("target.yml", "")
        script = ('set -e; mount --bind source.yml target.yml; "$0" fmt target.yml; grep -q "sum(up)" source.yml; ls -A; '
                  'mkdir small; mount -t tmpfs -o size=64k none small; cp big.yml small/r.yml; '
                  'if "$0" test rules --junit small/x.xml t.yml; then exit 9; fi; if "$0" fmt small/r.yml; then exit 9; fi; '
                  'cmp big.yml small/r.yml; ls -A small; mount -o remount,ro small; if "$0" fmt small/r.yml; then exit 9; fi')
        run.write("big.yml", UGLY + "#" * 64_000 + "\n")
        run.write("t.yml", TEST)
        result = subprocess.run(["unshare", "-m", "sh", "-c", script, run.program], cwd=run.folder, check=False,
                                capture_output=True, text=True)
        run.check(result.returncode == 0, "status %d: %s%s" % (result.returncode, result.stdout, result.stderr))
        run.check(".tmp" not in result.stdout, "something is left behind: %s" % result.stdout)
        run.check(result.stderr.count("no space left on device") == 2, "says %r" % result.stderr)
        run.check("read-only file system" in result.stderr, "says %r" % result.stderr)

    @case
    def devices_and_pipes(run):
        """Whatever is no regular file is written to and stays what it is."""
        run.write("t.yml", TEST)
        os.mkfifo(os.path.join(run.folder, "pipe"))
        # Would be replaced by a regular file, were it /dev/null itself.
        os.symlink(os.devnull, os.path.join(run.folder, "null"))
        os.symlink("/dev/stdout", os.path.join(run.folder, "out"))
        reader = os.open(os.path.join(run.folder, "pipe"), os.O_RDONLY | os.O_NONBLOCK)
        flags = (["test", "rules", "--junit", "%s", "t.yml"],
                 ["test", "rules", "--coverage-file", "%s", "t.yml"],
                 ["check", "rules", "--write-baseline", "%s", "good.yml"])
        run.write("good.yml", PRETTY)
        for flag in flags:
            to = lambda path, flag=flag: [word.replace("%s", path) for word in flag]
            run.expect(0, None, *to("null"))
            run.check(stat.S_ISCHR(os.stat(os.devnull).st_mode), "/dev/null is gone")
            run.expect(0, None, *to("pipe"))
            run.check(len(os.read(reader, 1 << 16)) > 10, "nothing in the pipe")
            run.expect(2, "cannot write `/dev/full`: no space left on device", *to("/dev/full"))
            for path in ("out", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
                with open(os.path.join(run.folder, "both"), "w+b") as both:
                    both.write(b"before\n")
                    both.flush()
                    code, _, _ = run.finish(run.start(*to(path), stdout=both, stderr=subprocess.DEVNULL))
                    both.seek(0)
                    text = both.read()
                run.check(code == 0 and text.startswith(b"before\n") and len(text) > 15, "%s: %r" % (path, text[:80]))
            run.check(os.path.islink(os.path.join(run.folder, "out")), "the link is gone")
        os.close(reader)
        run.check(stat.S_ISFIFO(os.lstat(os.path.join(run.folder, "pipe")).st_mode), "the pipe is gone")
        target = os.path.join(run.folder, "later.xml")
        os.symlink("later.xml", os.path.join(run.folder, "link"))
        run.expect(0, None, "test", "rules", "--junit", "link", "t.yml")
        run.check(os.path.isfile(target) and os.path.islink(os.path.join(run.folder, "link")), "the link is gone")
