#!/usr/bin/env python3
"""Feeds pronoia what nobody should feed it: each case has to end soon, with one clear message and the right status.

    run.py --pronoia build/tools/pronoia NAME...    run these cases
    run.py --list                                   name them all
"""
import argparse
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time

import escapes
import limits
import writing

SECONDS = 60  # Far more than any case needs, also with sanitizers on a busy machine.

HEAD = "groups:\n  - name: a\n    rules:\n      - record: job:up:sum\n        expr: "
GOOD = HEAD + "sum by (job) (up)\n"

CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


class Run:
    """One case at work: a folder, the program, and what came of it."""

    def __init__(self, program, folder, megabytes):
        self.program, self.folder, self.megabytes = program, folder, megabytes
        self.seconds, self.faults = SECONDS, []

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def start(self, *arguments, **options):
        return subprocess.Popen([self.program, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, **options)

    def finish(self, process):
        try:
            out, err = process.communicate(timeout=self.seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.faults.append("still running after %d seconds" % self.seconds)
            return None, "", ""
        return process.returncode, (out or b"").decode(errors="replace"), (err or b"").decode(errors="replace")

    def expect(self, status, message, *arguments, prefix=()):
        """Runs the program; `message` is a pattern for its only line that says `error:`, or None if all is well."""
        command = [*prefix, self.program, *arguments]
        process = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        code, out, err = self.finish(process)
        errors = [line for line in (out + err).split("\n") if "error: " in line]
        self.check(code == status, "status %s, not %s\n%s%s" % (code, status, out[-800:], err[-800:]))
        self.check(len(errors) == (message is not None), "%d messages: %s" % (len(errors), errors[:4]))
        for line in errors[:1]:
            self.check(message is None or re.search(message, line), "says %r, not %r" % (line[-300:], message))
        self.check("\x00" not in out + err, "prints a NUL byte")
        return out, err

    def check(self, holds, fault):
        if not holds:
            self.faults.append(fault)


def nested(opening, inner, closing, times=100000):
    return HEAD + opening * times + inner + closing * times + "\n"


@case
def deep_parentheses(run):
    run.write("r.yml", nested("(", "1", ")"))
    run.expect(0, None, "check", "rules", "r.yml")
    run.expect(0, None, "fmt", "r.yml")
    run.write("r.yml", nested("(", "1", ")", 400000))
    run.expect(1, "nested too deeply", "check", "rules", "r.yml")
    run.expect(1, "nested too deeply", "fmt", "r.yml")


@case
def deep_calls(run):
    run.write("r.yml", nested("abs(", "up", ")"))
    run.expect(0, None, "check", "rules", "r.yml")
    run.write("r.yml", nested("abs(", "up", ")", 400000))
    run.expect(1, "nested too deeply", "check", "rules", "r.yml")


@case
def deep_signs(run):
    run.write("r.yml", HEAD + '"' + "-" * 400000 + 'up"\n')
    run.expect(1, "nested too deeply", "check", "rules", "r.yml")


@case
def long_sum(run):
    run.write("r.yml", HEAD + "1" + " + 1" * 100000 + "\n")
    run.expect(0, None, "check", "rules", "r.yml")
    run.write("r.yml", HEAD + "1" + " + 1" * 400000 + "\n")
    run.expect(1, "nested too deeply", "check", "rules", "r.yml")


@case
def unclosed(run):
    run.write("r.yml", HEAD + "(" * 100000 + "\n")
    run.expect(1, "nested too deeply|unclosed left parenthesis", "check", "rules", "r.yml")


@case
def deep_brackets_in_yaml(run):
    run.write("r.yml", "groups: " + "[" * 100000 + "]" * 100000 + "\n")
    run.expect(1, "nested more than", "check", "rules", "r.yml")


@case
def deep_lists_in_yaml(run):
    run.write("r.yml", "groups:\n" + "- " * 100000 + "a\n")
    run.expect(1, "nested more than", "check", "rules", "r.yml")


@case
def deep_template(run):
    text = "{{ if true }}" * 100000 + "{{ end }}" * 100000
    run.write("r.yml", "groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: up == 0\n        for: 5m\n"
              "        annotations:\n          summary: \"%s\"\n" % text)
    run.expect(1, "deep", "check", "rules", "r.yml")


@case
def billion_laughs(run):
    names = "abcdefghij"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]\n"]
    for name, before in zip(names[1:], names):
        lines.append("%s: &%s [%s]\n" % (name, name, ", ".join(["*" + before] * 10)))
    run.write("r.yml", "".join(lines) + "groups: *j\n")
    run.expect(1, "aliases would expand", "check", "rules", "r.yml")
    run.expect(1, "aliases would expand", "fmt", "r.yml")


@case
def invalid_utf8(run):
    run.write("r.yml", (HEAD + "up\n        labels: {a: \"").encode() + b"\xff\xfe\x80\"}\n")
    run.expect(1, "not UTF-8", "check", "rules", "r.yml")
    run.expect(1, "not UTF-8", "fmt", "r.yml")


@case
def nul_bytes(run):
    run.write("r.yml", (HEAD + "up").encode() + b"\0\0\0\n")
    run.expect(1, "U\\+0000", "check", "rules", "r.yml")
    run.write("nothing_else.yml", b"\0" * 100000)
    run.expect(1, "U\\+0000", "check", "rules", "nothing_else.yml")


@case
def empty_file(run):
    run.write("r.yml", "")
    run.expect(0, None, "check", "rules", "r.yml")
    run.expect(0, None, "fmt", "--check", "r.yml")


@case
def one_line_of_20_megabytes(run):
    run.write("r.yml", "x" * 20_000_000)
    run.expect(1, "", "check", "rules", "r.yml")
    run.write("expr.yml", HEAD + "x" * 20_000_000 + " y\n")
    run.expect(1, "unexpected identifier", "check", "rules", "expr.yml")


@case
def folder_loop(run):
    os.makedirs(os.path.join(run.folder, "rules/deeper"))
    os.symlink("..", os.path.join(run.folder, "rules/deeper/up"))
    run.write("rules/good.yml", GOOD)
    run.expect(0, None, "check", "rules", "rules")


@case
def link_to_itself(run):
    os.symlink("r.yml", os.path.join(run.folder, "r.yml"))
    run.expect(2, "cannot read `r.yml`: too many levels of symbolic links", "check", "rules", "r.yml")


@case
def pipe_without_writer(run):
    os.mkfifo(os.path.join(run.folder, "r.yml"))
    run.expect(2, "cannot read `r.yml`: is a named pipe that nothing writes to", "check", "rules", "r.yml")
    run.expect(2, "cannot read `r.yml`: is a named pipe that nothing writes to", "fmt", "r.yml")


@case
def device(run):
    run.expect(2, "cannot read `/dev/zero`", "check", "rules", "/dev/zero")


@case
def no_permission(run):
    path = run.write("r.yml", GOOD)
    os.chmod(path, 0)
    prefix = ()
    if os.geteuid() == 0:
        os.chmod(run.folder, 0o755)
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        try:
            works = subprocess.run([*nobody, run.program, "--version"], check=False, capture_output=True).returncode == 0
        except FileNotFoundError:
            works = False
        if not works:
            print("skipped: root may read everything, and setpriv cannot make us somebody else here")
            return
        prefix = nobody
    run.expect(2, "cannot read `r.yml`: permission denied", "check", "rules", "r.yml", prefix=prefix)


@case
def folder_named_like_a_file(run):
    os.mkdir(os.path.join(run.folder, "r.yml"))
    run.expect(2, "no files in `r.yml`", "check", "rules", "r.yml")


@case
def missing_file(run):
    run.expect(2, "cannot read `r.yml`: no such file or directory", "check", "rules", "r.yml")
    run.expect(2, "cannot read `r.yml`: no such file or directory", "fmt", "r.yml")


def many_problems(run):
    """A file with more to say about it than a pipe holds."""
    rules = "".join("      - record: r%d\n        expr: sum(\n" % i for i in range(3000))
    run.write("r.yml", "groups:\n  - name: a\n    rules:\n" + rules)


@case
def reader_goes_away(run):
    many_problems(run)
    # More than a pipe holds.
    process = run.start("check", "rules", "--max-findings", "0", "r.yml", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    code, _, err = run.finish(process)
    # As other programs do. Nobody is left to be told anything.
    run.check(code == -signal.SIGPIPE, "status %s" % code)
    run.check(err == "", "says %r" % err)


@case
def closed_output(run):
    many_problems(run)
    process = run.start("check", "rules", "r.yml", stderr=subprocess.PIPE, preexec_fn=lambda: os.close(1))
    code, _, err = run.finish(process)
    run.check(code == 2, "status %s" % code)
    run.check(re.fullmatch(r"pronoia: error: cannot write .*\n", err), "says %r" % err)


@case
def full_disk(run):
    many_problems(run)
    with open("/dev/full", "wb") as full:
        process = run.start("check", "rules", "r.yml", stdout=full, stderr=subprocess.PIPE)
        code, _, err = run.finish(process)
    run.check(code == 2, "status %s" % code)
    run.check(re.fullmatch(r"pronoia: error: cannot write .*no space left on device\n", err), "says %r" % err)


@case
def closed_input(run):
    process = run.start("check", "rules", "-", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                        preexec_fn=lambda: os.close(0))
    code, _, err = run.finish(process)
    run.check(code == 2, "status %s" % code)
    run.check(len(err.strip().split("\n")) == 1 and "error: cannot read" in err, "says %r" % err)


@case
def metrics_on_one_line(run):
    run.write("m.prom", 'a{b="' + "x" * 70_000_000)
    run.expect(2, "a line is longer than 64 MiB", "check", "metrics", "m.prom")
    run.write("n.prom", 'a{b="' + "x" * 60_000_000 + "\n")
    run.expect(1, "not closed on its line", "check", "metrics", "n.prom")
    run.write("labels.prom", "a{" + ",".join('l%d="x"' % i for i in range(3000)) + "} 1\n")
    run.expect(0, None, "check", "metrics", "labels.prom")


@case
def metrics_that_are_none(run):
    run.write("m.prom", os.urandom(3_000_000))
    process = run.start("check", "metrics", "m.prom", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    code, _, err = run.finish(process)
    run.check(code == 1, "status %s: %s" % (code, err[-300:]))
    run.expect(2, "cannot read `/dev/zero`", "check", "metrics", "/dev/zero")


@case
def many_metrics(run):
    """Prints what it takes: memory must not grow with the size of the file, only with its series."""
    path = os.path.join(run.folder, "m.prom")
    with open(path, "w", encoding="utf-8") as file:
        file.write("# HELP a_total One metric.\n# TYPE a_total counter\n")
        while file.tell() < run.megabytes * 1_000_000:
            file.write("".join('a_total{some="label",another="label with a long value"} %d %d\n' % (i, i)
                               for i in range(10000)))
    start = time.monotonic()
    run.expect(0, None, "check", "metrics", "m.prom")
    seconds = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print("%d MB: %.1f s, peak %d MB" % (os.path.getsize(path) / 1e6, seconds, peak))
    run.check(peak < 150, "takes %d MB" % peak)


@case
def large_file(run):
    """Prints what it takes: a valid file, and then one with a fault at its very end."""
    run.seconds = 300
    path = os.path.join(run.folder, "r.yml")
    groups = 0
    with open(path, "w", encoding="utf-8") as file:
        file.write("groups:\n")
        while file.tell() < run.megabytes * 1_000_000:
            file.write("".join(
                "  - name: group%d\n    rules:\n" % (groups + g) + "".join(
                    "      - alert: Alert%dOf%d\n        expr: |\n"
                    "          sum by (job) (rate(errors_total{job=\"job%d\", code=~\"5..\"}[5m]))\n"
                    "            / sum by (job) (rate(requests_total{job=\"job%d\"}[5m])) > 0.0%d\n"
                    "        for: 10m\n        labels:\n          severity: page\n        annotations:\n"
                    "          summary: \"{{ $labels.job }} has {{ $value | humanizePercentage }} errors.\"\n"
                    % (r, groups + g, groups + g, groups + g, r + 1) for r in range(20)) for g in range(100)))
            groups += 100
    for fault in (False, True):
        if fault:
            with open(path, "a", encoding="utf-8") as file:
                file.write("  - name: last\n    rules:\n      - record: x\n        expr: up +\n")
        start = time.monotonic()
        run.expect(1 if fault else 0, "unexpected end of input" if fault else None, "check", "rules", "r.yml")
        seconds = time.monotonic() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print("%d MB, %d rules: %.1f s, peak %d MB" % (os.path.getsize(path) / 1e6, groups * 20, seconds, peak))
    # The file, its YAML tree and little else. Sanitizers multiply that.
    run.check(peak < 300 + 40 * run.megabytes, "takes %d MB" % peak)


escapes.register(case)
limits.register(case)
writing.register(case)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pronoia")
    parser.add_argument("--megabytes", type=int, default=200, help="how large the large file is")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("name", nargs="*")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(CASES))
        return
    program = os.path.abspath(arguments.pronoia)
    bad = 0
    for name in arguments.name or CASES:
        with tempfile.TemporaryDirectory(prefix="pronoia-robustness-") as folder:
            run = Run(program, folder, arguments.megabytes)
            CASES[name](run)
            os.chmod(folder, 0o700)
        print("%s: %s" % (name, "; ".join(run.faults) or "ok"))
        bad += bool(run.faults)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
