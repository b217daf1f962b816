#!/usr/bin/env python3
"""Plays recordings of promtool 3.14 against pronoia in its place: requests, output, exit status and files have to be the same.

    replay.py --program build/tools/pronoia cases.jsonl           what differs, beyond what DIFFERENCES explains
    replay.py --program ... --only 'pr-1234|query labels' -v FILE  some cases, by id or command line, with all that differs
    replay.py --program PROMTOOL --record cases.jsonl             writes down what promtool itself does with these cases
    replay.py --program ... --shared                              the recordings beside the repository or in $PRONOIA_SHARED

A case is a line of JSON: a command line, what a server answers, and what came of it. `{{HOST}}` stands for the server;
`{{NOW}}`, `{{NOW-5m}}` for times; `{{PORT}}`, `{{VERSION}}` for what they say.
"""
import argparse
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import fake_server

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS = 120
LONG = 1 << 15
# What is meant to differ: command line, field, what promtool does in it (patterns), and why. In place of the field, "answers": all fields,
# if the server's answers are such. Each is in pronoia-compat(7).
DIFFERENCES = (
    (r"^debug ", "files_left", "not readable as an archive", "promtool empties debug.tar.gz before it asks"),
    (r"^query ", "stderr", "connection reset by peer", "a connection that is reset reads as one that is closed"),
    (r"^push metrics .*write\.v2", "requests", "timeseries", "promtool sends version 1 of remote write and calls it version 2"),
    (r"^push metrics ", "answers", r'"status": 30[123]', "promtool goes where the redirect leads without what it pushes, and reports success"),
    (r"^push metrics ", "answers", r'"status": 50[0245]|"drop"|"delay_ms"', "promtool pushes again what may have been taken"),
)
# The same, of servers that no recording of others has.
OWN_DIFFERENCES = (
    (r"^query ", "stderr", r"\\u0000", "what a terminal could obey is replaced in text"),
)
UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}


class Replay:
    def __init__(self, program, folder):
        self.folder = folder
        # The name it is called by decides the part it plays.
        self.program = os.path.join(folder, "promtool")
        os.symlink(os.path.abspath(program), self.program)
        self.tls = {"certificate": os.path.join(folder, "server.crt"), "key": os.path.join(folder, "server.key")}
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", self.tls["key"], "-out",
                        self.tls["certificate"]], check=True, capture_output=True)
        with open(self.tls["certificate"], encoding="ascii") as file:
            self.certificate = file.read()

    def play(self, case):
        """What the program did, in the form of a recording."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder, \
                fake_server.FakeServer(case["exchange"], self.tls if case.get("tls") else None) as server:
            def fill(text):
                return text.replace("{{HOST}}", server.host).replace("{{CA}}", self.certificate)
            for name, content in case.get("files", {}).items():
                path = os.path.join(folder, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8", newline="") as file:
                    file.write(fill(content))
            environment = {"PATH": os.environ["PATH"], "HOME": folder, **{k: fill(v) for k, v in case.get("env", {}).items()}}
            if "LLVM_PROFILE_FILE" in os.environ or "ASAN_OPTIONS" in os.environ:
                environment.update({k: v for k, v in os.environ.items() if k.endswith("_OPTIONS")})
            started = time.time()
            try:
                done = subprocess.run([self.program, *map(fill, case["args"])], cwd=folder, env=environment,
                                      input=case.get("stdin", "").encode(), capture_output=True, timeout=SECONDS, check=False)
                out, err, status = done.stdout, done.stderr, done.returncode
            except subprocess.TimeoutExpired as end:
                out, err, status = end.stdout or b"", end.stderr or b"", "no end after %d s" % SECONDS
            def text(data):
                return data.decode("utf-8", "surrogateescape").replace(server.host, "{{HOST}}")
            return {"requests": [self.request(asked, server.host) for asked in server.requests], "stdout": text(out),
                    "stdout_sha1": hashlib.sha1(out).hexdigest(),
                    "stderr": text(err), "exit": status, "files_left": self.files(folder, case), "started": started}

    @staticmethod
    def request(asked, host):
        shown = {"method": asked["method"], "target": asked["target"].replace(host, "{{HOST}}"),
                 "headers": [[n, v.replace(host, "{{HOST}}")] for n, v in asked["headers"]]}
        kinds = dict(asked["headers"])
        if kinds.get("Content-Encoding") == "snappy":
            try:
                shown["body_snappy_protobuf"] = fake_server.read_remote_write(asked["body"])
            except (ValueError, IndexError, UnicodeDecodeError) as error:
                shown["body_snappy_protobuf"] = "unreadable: %s" % error
        else:
            shown["body"] = asked["body"].decode("utf-8", "surrogateescape")
        return shown

    @staticmethod
    def files(folder, case):
        left = {}
        for top, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(top, name)
                name = os.path.relpath(path, folder)
                if name in case.get("files", {}):
                    continue
                with open(path, "rb") as file:
                    content = file.read()
                left[name] = content.decode("utf-8", "replace")
                if name.endswith(".tar.gz"):
                    left[name] = members(path, len(content))
        return left


def members(path, size):
    """The contents of an archive, as recordings show them."""
    try:
        with tarfile.open(path) as archive:
            return [{"name": m.name, "mode": oct(m.mode), "size": m.size, "mtime": m.mtime, "uid": m.uid, "uname": m.uname,
                     "content_base64": base64.b64encode(archive.extractfile(m).read()).decode()} for m in archive]
    except (tarfile.TarError, OSError, EOFError):
        return "not readable as an archive, %d bytes" % size


def expected(case):
    requests = []
    for exchange in case["exchange"]:
        request = {k: v for k, v in exchange["request"].items() if k in ("method", "target", "headers", "body", "body_snappy_protobuf")}
        if "body_snappy_protobuf" not in request:
            request.setdefault("body", "")
        requests.append(request)
    err = base64.b64decode(case["stderr_base64"]).decode("utf-8", "surrogateescape") if "stderr_base64" in case else case["stderr"]
    # Of long output, recordings have a hash.
    out = "stdout" if "stdout" in case else "stdout_sha1"
    return {"requests": requests, out: case[out], "stderr": err, "exit": case["exit"], "files_left": case.get("files_left", {})}


def agrees(wanted, got, started):
    """Whether `got` is what was recorded, where placeholders stand for what changes from run to run."""
    if isinstance(wanted, dict):
        return isinstance(got, dict) and wanted.keys() == got.keys() and all(agrees(wanted[k], got[k], started) for k in wanted)
    if isinstance(wanted, list):
        return isinstance(got, list) and len(wanted) == len(got) and all(agrees(w, g, started) for w, g in zip(wanted, got))
    if not isinstance(wanted, str) or "{{" not in wanted:
        return wanted == got
    times = []

    def pattern(mark):
        if mark[0] in ("{{PORT}}", "{{VERSION}}"):
            return r"\d+" if mark[0] == "{{PORT}}" else r"[\d.]*"
        if mark[1] is None:
            return re.escape(mark[0])
        offset = float(mark[2] or 0) * UNITS[mark[3] or ""]
        times.append(started + offset)
        return r"(\d+(?:\.\d+)?)"
    parts, at, regex = re.compile(r"\{\{(?:(NOW)([+-]\d+)?([smh])?|PORT|VERSION)\}\}"), 0, ""
    for mark in parts.finditer(wanted):
        regex += re.escape(wanted[at:mark.start()]) + pattern(mark)
        at = mark.end()
    found = re.fullmatch(regex + re.escape(wanted[at:]), str(got), re.DOTALL)
    if not found:
        return False
    values = [float(value) for value in found.groups()]
    return all(abs((value / 1000 if value > 1e11 else value) - near) < SECONDS for value, near in zip(values, times))


def differing(case, got):
    """Fields that are not as recorded."""
    wanted, varies = expected(case), case.get("varies", [])
    return [field for field in wanted if field not in varies and not agrees(wanted[field], got[field], got["started"])]


def explained(case, field):
    for row in DIFFERENCES + OWN_DIFFERENCES:
        command, of_field, says, _ = row
        does = [e["response"] for e in case["exchange"]] if of_field == "answers" else expected(case)[field]
        if of_field in (field, "answers") and re.search(command, " ".join(case["args"])) and re.search(says, json.dumps(does, ensure_ascii=False)):
            return row
    return None


def record(case, got):
    """`case` with what came of it now."""
    new = dict(case, exchange=[], stdout=got["stdout"], stderr=got["stderr"], exit=got["exit"])
    new.pop("stdout_sha1", None)
    if len(got["stdout"]) > LONG:
        del new["stdout"]
        new["stdout_sha1"] = got["stdout_sha1"]
    new.pop("files_left", None)
    for request, exchange in zip(got["requests"], case["exchange"]):
        new["exchange"].append({"request": request, "response": exchange["response"]})
    if len(got["requests"]) != len(case["exchange"]):
        sys.exit("%s: %d requests, %d answers" % (case["id"], len(got["requests"]), len(case["exchange"])))
    if got["files_left"]:
        new["files_left"] = got["files_left"]

    def mark(value):
        if isinstance(value, dict):
            return {k: mark(v) for k, v in value.items()}
        if isinstance(value, list):
            return [mark(v) for v in value]
        if isinstance(value, int) and abs(value / 1000 - got["started"]) < SECONDS:
            return "{{NOW}}"
        if not isinstance(value, str):
            return value
        value = re.sub(r"promtool/(?=$)", "promtool/{{VERSION}}", value)
        for name, offset in (("NOW", 0), ("NOW-5m", -300), ("NOW-1h", -3600), ("NOW-9999h", -9999 * 3600), ("NOW+9999h", 9999 * 3600)):
            value = re.sub(r"\b\d{10}\.\d+\b", lambda m: "{{%s}}" % name if abs(float(m[0]) - got["started"] - offset) < 60 else m[0], value)
        return value
    new["exchange"] = [{"request": mark(e["request"]), "response": e["response"]} for e in new["exchange"]]
    return new


def show(case, got, fields):
    wanted = expected(case)
    print("  %s: promtool %s" % (case["id"], " ".join(case["args"])))
    for field in fields:
        print("    %s recorded: %s" % (field, json.dumps(wanted[field], ensure_ascii=False)[:1500]))
        print("    %s now:      %s" % (field, json.dumps(got[field], ensure_ascii=False)[:1500]))


def shared():
    top = os.environ.get("PRONOIA_SHARED") or os.path.join(HERE, "..", "..", "..", "shared")
    path = os.path.join(top, "conformance", "promtool_remote", "cases.jsonl")
    return path if os.path.exists(path) else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--only", default="", help="regular expression for id and command line")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--shared", action="store_true")
    parser.add_argument("-j", type=int, default=4 * (os.cpu_count() or 1), help="cases at a time")
    parser.add_argument("-v", action="store_true", help="also show explained differences")
    parser.add_argument("cases", nargs="?")
    arguments = parser.parse_args()
    path = shared() if arguments.shared else arguments.cases
    if path is None:
        print("skipped:   recordings of promtool against servers (conformance/promtool_remote)")
        return 0
    with open(path, encoding="utf-8") as file:
        cases = [json.loads(line) for line in file if line.strip()]
    chosen = [case for case in cases if re.search(arguments.only, "%s %s" % (case["id"], " ".join(case["args"])))]
    with tempfile.TemporaryDirectory(prefix="pronoia-replay-") as folder, ThreadPoolExecutor(arguments.j) as pool:
        results = list(zip(chosen, pool.map(Replay(arguments.program, folder).play, chosen)))
    if arguments.record:
        with open(path, "w", encoding="utf-8") as file:
            for case, got in results:
                file.write(json.dumps(record(case, got), ensure_ascii=False) + "\n")
        return 0
    same, meant, faults, used = 0, 0, 0, set()
    for case, got in results:
        fields = differing(case, got)
        reasons = [explained(case, field) for field in fields]
        used.update(reasons)
        same, meant, faults = same + (not fields), meant + bool(fields and all(reasons)), faults + (not all(reasons))
        if fields and (arguments.v or not all(reasons)):
            show(case, got, [f for f, r in zip(fields, reasons) if arguments.v or not r])
    print("conformance: %s %d of %d, %d explained" % ("promtool_remote" if arguments.shared else os.path.basename(path), same, len(results), meant))
    unused = [row for row in DIFFERENCES if row not in used] if arguments.shared and not arguments.only else []
    for row in unused:
        print("replay.py explains a difference that does not occur: %s, %s: %s" % row[:3])
    return 1 if faults or unused else 0


if __name__ == "__main__":
    sys.exit(main())
