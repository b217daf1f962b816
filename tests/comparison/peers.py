"""The programs that are asked, each in its own way, and their verdicts."""
import ctypes
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

# Nothing that is asked here may ask a cloud where it runs, or take a proxy to this machine.
ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true", "no_proxy": "*", "TZ": "UTC"}
SECONDS = 120

missing = []  # Programs that are not there, or not as differences.py takes them to be.


@dataclass
class Verdict:
    accepted: bool
    messages: list = field(default_factory=list)  # Why not.


def is_there(program, version):
    """Whether `program` is installed in a release that begins with `version`; says so if it is not."""
    found = shutil.which(program)
    says = run([found, "--version"], "/")[1] if found else ""
    is_right = re.search(r"version %s\b" % re.escape(version), says)
    if not is_right and program not in missing:
        missing.append(program)
        print("comparison: %s, so it is not run" % ("`%s` is not %s" % (program, version) if found else "`%s` is not installed" % program))
    return bool(is_right)


def run(command, folder, stdin=None):
    """The exit status, and everything that is printed, in order."""
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, stdin=stdin or subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=SECONDS, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def reasons(text):
    """One for each line of an error, but for the line that announces others."""
    return [line.strip() for line in text.split("\n") if line.strip() and not line.endswith("unmarshal errors:")] or ["no reason"]


def promtool_config(paths, options, folder):
    """All in as few processes as can be: one that crashes is started again with the next file."""
    verdicts = {}
    while len(verdicts) < len(paths):
        rest = paths[len(verdicts):]
        _, out = run(["promtool", "check", "config", *options, *rest], folder)
        marks = [m for m in re.finditer(r"(?m)^Checking (\S+)$", out) if m.group(1) in paths]
        for m, after in zip(marks, [*marks[1:], None]):
            said = out[m.end():after.start() if after else len(out)]
            failed = re.search(r"(?s)  FAILED:(.*?)(?:\n\n|$)", said) or re.search(r"(?s)(panic: .*)", said)
            verdicts[m.group(1)] = Verdict(not failed, reasons(failed.group(1)) if failed else [])
        if not marks:
            raise RuntimeError(out)
    return verdicts


def promtool_web(paths, folder):
    _, out = run(["promtool", "check", "web-config", *paths], folder)
    verdicts = {}
    for m in re.finditer(r"(?ms)^(m\S+) (SUCCESS|FAILED:)(.*?)(?=^m\d+\.\S+ (?:SUCCESS|FAILED:)|\Z)", out):
        accepted = m.group(2) == "SUCCESS"
        verdicts[m.group(1)] = Verdict(accepted, [] if accepted else reasons(m.group(3)))
    return verdicts


def promtool_metrics(path, folder):
    with open(os.path.join(folder, path), "rb") as file:
        status, out = run(["promtool", "check", "metrics"], folder, file)
    return Verdict(status in (0, 3), reasons(out))


def blackbox_check(path, folder):
    status, out = run(["prometheus-blackbox-exporter", "--config.check", "--config.file", path], folder)
    return Verdict(status == 0, [line for line in reasons(out) if "level=info" not in line] or ["no reason"])


def end_with_parent():
    """To be called in a new process: it ends when this script does, whatever ends that."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG, of Linux.


class Server:
    """A server on this machine, with a configuration that can be exchanged. Ends with the block it is made in."""

    file, command, first = "", (), ""

    def __init__(self, folder):
        self.folder, self.process = folder, None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = "127.0.0.1:%d" % probe.getsockname()[1]
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.log = os.path.join(folder, "server.log")

    def __enter__(self):
        self.write(self.first)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([part.format(address=self.address) for part in self.command], cwd=self.folder,
                                            env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            preexec_fn=end_with_parent)
        try:
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def wait(self):
        until = time.monotonic() + 60
        while True:
            try:
                self.opener.open("http://%s/-/ready" % self.address if os.path.basename(self.command[0]) == "prometheus" else "http://%s/" % self.address,
                                 timeout=5).close()
                return
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    with open(self.log, encoding="utf-8", errors="replace") as file:
                        raise RuntimeError("the server does not start\n" + file.read()[-2000:]) from None
                time.sleep(0.05)

    def write(self, text):
        with open(os.path.join(self.folder, self.file), "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))

    def reload(self, text, again=True):
        """The verdict on a configuration. A server that does not answer begins anew."""
        self.write(text)
        logged = os.path.getsize(self.log)
        request = urllib.request.Request("http://%s/-/reload" % self.address, data=b"", method="POST")
        try:
            self.opener.open(request, timeout=10).close()
            return Verdict(True)
        except TimeoutError:
            # Prometheus 2.42: queues of no shards, which the configuration before may have asked for, never end.
            self.begin_anew()
            return self.reload(text, again=False) if again else Verdict(False, ["no answer"])
        except (urllib.error.URLError, http.client.HTTPException, ConnectionError) as error:
            if not isinstance(error, urllib.error.HTTPError):
                self.process.wait(20)
                said = re.search(r"(?m)^panic: .*", self.logged(logged))
                self.begin_anew()
                return Verdict(False, [said.group(0) if said else "the server is gone"])
            body = error.read().decode("utf-8", "replace").strip()
        if "applying the new configuration" in body:  # Why is in the log alone.
            lines = self.logged(logged).split("\n")
            return Verdict(False, [line for line in lines if "level=error" in line] or [body])
        return Verdict(False, reasons(body))

    def begin_anew(self):
        self.process.kill()
        self.process.wait()
        self.__enter__()

    def logged(self, since):
        with open(self.log, "rb") as file:
            file.seek(since)
            return file.read().decode("utf-8", "replace")


class Prometheus(Server):
    file, first = "served.yml", "{}\n"
    command = ("prometheus", "--config.file=served.yml", "--web.listen-address={address}", "--web.enable-lifecycle",
               "--storage.tsdb.path=data", "--storage.remote.flush-deadline=10ms", "--log.level=info")


class Blackbox(Server):
    file, first = "served.yml", "modules: {}\n"
    command = ("prometheus-blackbox-exporter", "--config.file=served.yml", "--web.listen-address={address}")


class Alertmanager(Server):
    file, first = "served.yml", "route: {receiver: a}\nreceivers: [{name: a}]\n"
    command = ("prometheus-alertmanager", "--config.file=served.yml", "--web.listen-address={address}", "--storage.path=data",
               "--cluster.listen-address=", "--log.level=info")
