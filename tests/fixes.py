#!/usr/bin/env python3
"""Fixes copies of files and holds the result against what `--fix` promises:

- only lines that a finding with a fix names are changed,
- a second run changes nothing,
- what promtool or amtool accepted before, it accepts afterwards,
- no finding that is an error is new.

    python3 tests/fixes.py --pronoia build/tools/pronoia [--promtool P] [--amtool A]
                           [rules=FOLDER] [alertmanager=FOLDER] [config=FOLDER] [tests=FOLDER]...

Without folders: those of testdata that hold such files. In testdata/fix all files have to change.
"""

import argparse
import collections
import difflib
import json
import os
import shutil
import subprocess
import sys
import tempfile

TESTDATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "testdata")
DEFAULT = ["rules=" + os.path.join(TESTDATA, "fix", "rules"),
           "alertmanager=" + os.path.join(TESTDATA, "fix", "alertmanager"),
           "config=" + os.path.join(TESTDATA, "fix", "config"),
           "rules=" + os.path.join(TESTDATA, "rules"),
           "rules=" + os.path.join(TESTDATA, "lint"),
           "alertmanager=" + os.path.join(TESTDATA, "routes"),
           "config=" + os.path.join(TESTDATA, "config", "prometheus"),
           "tests=" + os.path.join(TESTDATA, "unittest")]
# By kind: the command of pronoia, the program that judges, and what it is asked.
KINDS = {
    "rules": (["check", "rules"], "promtool", [["check", "rules", "--lint=none"]]),
    "alertmanager": (["check", "alertmanager"], "amtool", [["check-config"]]),
    "config": (["check", "config", "--syntax-only"], "promtool",
               [["check", "config", "--syntax-only", "--lint=none"]]),
    "tests": (["check"], "promtool", [["test", "rules"], ["check", "rules", "--lint=none"]]),
}


def run(words, folder):
    return subprocess.run(words, cwd=folder, capture_output=True, timeout=300, check=False)


def findings_of(pronoia, words, path, folder):
    result = run([pronoia, *words, "--no-config", "--format", "json", path], folder)
    try:
        return json.loads(result.stdout)["findings"]
    except (ValueError, KeyError):
        return None


def named_lines(findings):
    """By file, the lines (from 0) that edits of fixes touch."""
    lines = collections.defaultdict(set)
    for finding in findings:
        for edit in finding.get("fix", {}).get("edits", []):
            where = edit["location"]
            lines[where["path"]].update(range(where["begin"]["line"] - 1, where["end"]["line"]))
    return lines


def changed_lines(before, after):
    old, new = before.split(b"\n"), after.split(b"\n")
    for tag, first, last, _, _ in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if tag != "equal":
            yield from range(first, max(last, first + 1))


def errors(findings):
    return collections.Counter(f["code"] for f in findings if f["severity"] == "error")


class Corpus:
    def __init__(self, options):
        self.options = options
        self.counts = collections.Counter()
        self.codes = collections.Counter()
        self.faults = []

    def accepts(self, kind, path, folder):
        """How many of its questions the judge answers with yes."""
        _, program, questions = KINDS[kind]
        judge = getattr(self.options, program)
        return sum(run([judge, *words, path], folder).returncode == 0
                   for words in questions if judge)

    def fix(self, kind, folder, path):
        words = KINDS[kind][0]
        before_findings = findings_of(self.options.pronoia, words, path, folder)
        if before_findings is None:
            return
        self.counts["files"] += 1
        lines = named_lines(before_findings)
        files = {p: open(os.path.join(folder, p), "rb").read() for p in lines if p != "-"}
        if not files:
            return
        self.counts["files with fixes"] += 1
        accepted = self.accepts(kind, path, folder)
        run([self.options.pronoia, *words, "--no-config", "--fix", path], folder)
        after = {p: open(os.path.join(folder, p), "rb").read() for p in files}
        for name, text in files.items():
            stray = set(changed_lines(text, after[name])) - lines[name]
            if stray:
                self.faults.append(f"{name}: lines {sorted(n + 1 for n in stray)} were not named")
            self.counts["changed lines"] += len(set(changed_lines(text, after[name])))
        if files != after:
            self.counts["files changed"] += 1
        left = findings_of(self.options.pronoia, words, path, folder) or []
        fixed = collections.Counter(f["code"] for f in before_findings if "fix" in f)
        fixed.subtract(f["code"] for f in left if "fix" in f)
        self.codes.update(fixed)
        more = errors(left) - errors(before_findings)
        if more and not errors(before_findings):
            self.faults.append(f"{path}: new errors {dict(more)}")
        run([self.options.pronoia, *words, "--no-config", "--fix", path], folder)
        if after != {p: open(os.path.join(folder, p), "rb").read() for p in files}:
            self.faults.append(f"{path}: a second run changes it again")
        if accepted:
            self.counts["accepted before"] += 1
            if self.accepts(kind, path, folder) < accepted:
                self.faults.append(f"{path}: {KINDS[kind][1]} refuses it now")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pronoia", required=True)
    parser.add_argument("--promtool", default=shutil.which("promtool"))
    parser.add_argument("--amtool", default=os.environ.get("PRONOIA_AMTOOL"))
    parser.add_argument("folders", nargs="*", default=DEFAULT)
    options = parser.parse_args()
    options.pronoia = os.path.abspath(options.pronoia)
    failed = False
    for item in options.folders:
        kind, _, source = item.partition("=")
        corpus = Corpus(options)
        with tempfile.TemporaryDirectory() as folder:
            copy = os.path.join(folder, "files")
            shutil.copytree(source, copy)
            subprocess.run(["chmod", "-R", "u+w", copy], check=True)
            for where, folders, names in os.walk(copy):
                folders.sort()
                for name in sorted(names):
                    if name.endswith((".yml", ".yaml", ".rules")):
                        corpus.fix(kind, copy, os.path.relpath(os.path.join(where, name), copy))
        print(item, dict(corpus.counts), {c: n for c, n in corpus.codes.items() if n})
        if os.sep + "fix" + os.sep in source:
            unchanged = corpus.counts["files"] - corpus.counts["files changed"]
            if unchanged or not corpus.counts["files"]:
                corpus.faults.append(f"{unchanged} files are as they were")
        for fault in corpus.faults:
            print("  " + fault)
        failed = failed or bool(corpus.faults)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
