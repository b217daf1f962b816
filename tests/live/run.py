#!/usr/bin/env python3
"""Asks real servers on this machine, with pronoia and without it, and compares.

    python3 tests/live/run.py --pronoia build/tools/pronoia [PART...]

Without a PART, all of them. Servers are Debian's `prometheus`, `prometheus-pushgateway` and
`prometheus-alertmanager`, on loopback.
"""
import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import traceback
import urllib.parse

import servers

PARTS = ["query", "lists", "shell", "push", "record", "notifications", "silences", "silence_plan", "why", "rules", "slo", "hostile"]


class Session:
    """A folder, the program, and what was found to be wrong."""

    def __init__(self, pronoia, folder):
        self.pronoia, self.folder = os.path.abspath(pronoia), folder
        self.checks, self.failures = 0, []

    def run(self, *args, stdin=None, env=None):
        """Status, standard output and standard error of pronoia."""
        done = subprocess.run([self.pronoia, *args], cwd=self.folder, input=stdin, capture_output=True, text=True, timeout=servers.SECONDS, check=False,
                              env={**servers.ENVIRONMENT, "HOME": self.folder, "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": "", **(env or {})})
        return done.returncode, done.stdout, done.stderr

    def same(self, what, got, wanted):
        self.checks += 1
        if got != wanted:
            self.failures.append("%s:\n  got    %r\n  wanted %r" % (what, got, wanted))

    def true(self, what, holds, shown=""):
        self.checks += 1
        if not holds:
            self.failures.append("%s: %r" % (what, shown))

    def data(self, server, path, **params):
        """`data` of the server's answer."""
        pairs = [(k.rstrip("_"), v) for k, vs in params.items() for v in (vs if isinstance(vs, list) else [vs])]
        status, body = servers.fetch(server.url + path + ("?" + urllib.parse.urlencode(pairs) if pairs else ""))
        if status != 200:
            raise RuntimeError("%s: %d %s" % (path, status, body[:300]))
        return json.loads(body)["data"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pronoia", default="build/tools/pronoia")
    parser.add_argument("--list", action="store_true", help="print the parts")
    parser.add_argument("part", nargs="*")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(PARTS))
        return 0
    if not servers.are_there("prometheus", "promtool", "prometheus-pushgateway", "prometheus-alertmanager", "curl"):
        return 0
    failed = False
    for part in arguments.part or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            session = Session(arguments.pronoia, folder)
            try:
                importlib.import_module("live_" + part).check(session)
            except (RuntimeError, OSError, ValueError, subprocess.SubprocessError):
                session.failures.append(traceback.format_exc())
            print("comparison: live %s: %d of %d agree" % (part, session.checks - len(session.failures), session.checks))
            for failure in session.failures:
                print(failure)
            failed = failed or bool(session.failures) or session.checks == 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    sys.exit(main())
