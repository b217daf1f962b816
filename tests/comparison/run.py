#!/usr/bin/env python3
"""Asks programs that Debian ships what they make of mutants of our inputs, and holds pronoia to their verdicts.

    run.py --pronoia build/tools/pronoia               all parts, as the tests do
    run.py --pronoia ... --seed 7 --count 2000 web     one part with other mutants, to look for what nobody knows yet
    run.py --pronoia ... --amtool PATH alertmanager matchers routes   beside amtool 0.34, where nothing may differ

Each part prints how many mutants got the same verdict. A difference has to be in differences.py, with the reason.
Programs that are not installed are not run, which is reported and does not fail.
"""
import argparse
import os
import re
import shutil
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import alertmanager
import differences
import mutate
import peers

HERE = os.path.dirname(os.path.abspath(__file__))
INPUTS = os.path.join(HERE, "..", "..", "testdata", "comparison")


class Run:
    """Where a part works: a folder of its own, the program, and what to make mutants from."""

    def __init__(self, folder, pronoia, seed, count, pool, amtool=None):
        self.folder, self.pronoia, self.seed, self.count, self.pool = folder, pronoia, seed, count, pool
        self.amtool = amtool

    def mutants(self, names, count, change=mutate.mutant):
        """Writes the inputs themselves, then mutants, and what lies beside them to be asked as it is, in also/. Gives the
        names of the files."""
        numbers, paths = mutate.Numbers(self.seed), []
        for i in range(self.count or count):
            name = names[i % len(names)]
            text = self.read(os.path.join(INPUTS, name))
            if i >= len(names):
                text = change(numbers, text)
            paths.append("m%04d%s" % (i, os.path.splitext(name)[1]))
            self.write(paths[-1], text)
        also = os.path.join(INPUTS, os.path.dirname(names[0]), "also")
        for i, name in enumerate(sorted(os.listdir(also)) if os.path.isdir(also) else []):
            paths.append("m%04d%s" % (9000 + i, os.path.splitext(name)[1]))
            self.write(paths[-1], self.read(os.path.join(also, name)))
        return paths

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read().decode("utf-8", "surrogateescape")

    def ours(self, command, paths):
        """Pronoia's verdict on each: the errors it reports."""
        def ask(path):
            status, out = peers.run([self.pronoia, *command, "--no-config", "--format", "concise", path], self.folder)
            errors = re.findall(r"(?m)^\S*: error: (.*)$", out)
            if (status == 1) != bool(errors) or status not in (0, 1):
                errors = ["status %s: %s" % (status, out)]
            return peers.Verdict(not errors, errors)
        return dict(zip(paths, self.pool.map(ask, paths)))

    def compare(self, title, paths, theirs, ours):
        """Prints a line of counts, and each difference without a reason. Gives whether there was none."""
        differences.compared(title)
        explained, faults, accepted = 0, [], 0
        for path in paths:
            a, b = theirs[path], ours[path]
            accepted += a.accepted
            if a.accepted == b.accepted:
                continue
            refuser, verdict = ("ours", b) if a.accepted else ("theirs", a)
            unexplained = [m for m in verdict.messages if not differences.explains(title, refuser, m)]
            if unexplained:
                faults.append((path, "only pronoia refuses" if a.accepted else "only pronoia accepts", unexplained))
            else:
                explained += 1
        print("comparison: %s: %d of %d agree (%d accepted), %d explained, %d not"
              % (title, len(paths) - explained - len(faults), len(paths), accepted, explained, len(faults)), flush=True)
        for path, what, messages in faults:
            print("  %s: %s" % (path, what))
            for message in messages[:3]:
                print("    " + message.replace("\n", "\n    "))
        return faults


def prometheus(run):
    if not peers.is_there("promtool", "2.42"):
        return []
    paths = run.mutants(["prometheus/%s.yml" % name for name in ("scrape", "relabel", "remote", "clouds")], 400)
    faults = []
    for options in ([], ["--syntax-only"]):
        ours = run.ours(["check", "config", "--target-version", "2.42", *options], paths)
        theirs = peers.promtool_config(paths, options, run.folder)
        faults += run.compare(" ".join(["prometheus check config", *options]), paths, theirs, ours)
    return faults


def server(run):
    if not peers.is_there("prometheus", "2.42"):
        return []
    paths = run.mutants(["prometheus/%s.yml" % name for name in ("scrape", "relabel", "remote")], 240)
    # Nobody but this machine is to be asked for targets.
    paths = [path for path in paths if not re.search(r"(?<!file)(?<!http)_sd_configs", run.read(path))]
    with peers.Prometheus(run.folder) as running:
        theirs = {path: running.reload(run.read(path)) for path in paths}
    ours = run.ours(["check", "config", "--target-version", "2.42", "--missing-files=warn"], paths)
    return run.compare("prometheus reload", paths, theirs, ours)


def targets(run):
    if not peers.is_there("promtool", "2.42"):
        return []
    files = run.mutants(["targets/nodes.yml", "targets/shop.json"], 120)
    paths = []
    for name in files:
        paths.append("config-%s.yml" % name)
        run.write(paths[-1], "scrape_configs: [{job_name: a, file_sd_configs: [{files: [%s]}]}]\n" % name)
    theirs = peers.promtool_config(paths, [], run.folder)
    return run.compare("target files", paths, theirs, run.ours(["check", "config", "--target-version", "2.42"], paths))


def blackbox(run):
    if not peers.is_there("prometheus-blackbox-exporter", "0.23"):
        return []
    paths = run.mutants(["blackbox/blackbox.yml", "blackbox/others.yml"], 240)
    ours = run.ours(["check", "blackbox"], paths)
    theirs = dict(zip(paths, run.pool.map(lambda path: peers.blackbox_check(path, run.folder), paths)))
    faults = run.compare("blackbox --config.check", paths, theirs, ours)
    with peers.Blackbox(run.folder) as running:
        theirs = {path: running.reload(run.read(path)) for path in paths}
    return faults + run.compare("blackbox reload", paths, theirs, ours)


def web(run):
    if not peers.is_there("promtool", "2.42"):
        return []
    paths = run.mutants(["web/web.yml", "web/tls.yml"], 160)
    theirs = peers.promtool_web(paths, run.folder)
    return run.compare("web-config", paths, theirs, run.ours(["check", "web-config"], paths))


def metrics(run):
    if not peers.is_there("promtool", "2.42"):
        return []
    paths = run.mutants(["metrics/shop.prom"], 200, mutate.metrics_mutant)
    theirs = dict(zip(paths, run.pool.map(lambda path: peers.promtool_metrics(path, run.folder), paths)))
    return run.compare("metrics", paths, theirs, run.ours(["check", "metrics", "--input-format", "prometheus"], paths))


PARTS = {part.__name__: part for part in (prometheus, server, targets, blackbox, web, metrics, *alertmanager.PARTS)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pronoia", required=True)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--count", type=int, help="number of mutants of each part")
    parser.add_argument("--amtool", help="another amtool than Debian's, which must agree everywhere")
    parser.add_argument("--keep", help="folder to keep the mutants in")
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="parts to run (default: all)")
    arguments = parser.parse_args()
    started, faults = time.monotonic(), []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # By way of what cleans up.
    print("comparison: seed %d" % arguments.seed)
    top = arguments.keep or tempfile.mkdtemp(prefix="pronoia-comparison-")
    try:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for name in arguments.part or PARTS:
                folder = os.path.join(top, name)
                os.makedirs(folder)
                for beside in ("prometheus/rules", "prometheus/targets"):
                    shutil.copytree(os.path.join(INPUTS, beside), os.path.join(folder, os.path.basename(beside)))
                for beside in ("server.crt", "server.key", "other.key"):
                    shutil.copy(os.path.join(INPUTS, "web", beside), folder)
                faults += PARTS[name](Run(folder, os.path.abspath(arguments.pronoia), arguments.seed, arguments.count, pool,
                                               arguments.amtool))
    finally:
        if not arguments.keep:
            shutil.rmtree(top)
    # With the mutants of the tests each reason is needed. When a server crashes depends on what it had to do before, so
    # reasons that are for servers alone may lie idle.
    usual = arguments.count is None and arguments.seed == parser.get_default("seed")
    unused = differences.unused() if usual else []
    for reason in unused:
        print("comparison: differences.py explains a difference that does not occur: %s" % reason)
    print("comparison: %.1f seconds" % (time.monotonic() - started))
    sys.exit(1 if faults or any(not reason.startswith("prometheus reload") for reason in unused) else 0)


if __name__ == "__main__":
    main()
