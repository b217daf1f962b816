#!/usr/bin/env python3
"""Runs random test suites with pronoia and with promtool and compares all that they print.

    cmake --build build --target pronoia random_suites
    tests/comparison/suites.py --promtool PATH [--pronoia build/tools/pronoia] [--maker build/tests/random_suites]
                         [--first 1] [--count 1000] [--keep FOLDER]

`--promtool` must be the release that pronoia replaces. Where promtool itself prints one thing and
then another, since it goes through maps, a suite is only counted if one of them is what pronoia
prints. Suites that differ are kept, with
both outputs, in FOLDER. Exit status: 1 if any differs.
"""
import argparse
import concurrent.futures
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile

REPETITIONS = 40
BYTES = 2 << 30  # That a program may use.


def output(command, folder):
    run = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600,
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES)))
    text = run.stdout.decode("utf-8", "replace")
    return "status %d\n%s" % (run.returncode, re.sub(r" finished, took \S+", " finished", text))


def compare(options, seed, folder):
    """What promtool and pronoia print if it differs; "chance" if promtool sometimes prints the same,
    "unstable" if it prints something else nearly every time."""
    tests = "test_%d.yml" % seed
    ours = output([options.pronoia, "test", "rules", "--compat=promtool", "--debug", tests], folder)
    theirs = output([options.promtool, "test", "rules", "--debug", tests], folder)
    if ours == theirs:
        return None
    seen = {theirs}
    for _ in range(REPETITIONS):
        seen.add(output([options.promtool, "test", "rules", "--debug", tests], folder))
        if ours in seen:
            return "chance"
    # What promtool prints now and then may still be something else.
    return "unstable" if len(seen) > REPETITIONS // 4 else (theirs, ours)


def keep(options, seed, folder, texts):
    os.makedirs(options.keep, exist_ok=True)
    for name in os.listdir(folder):
        if name == "test_%d.yml" % seed or name.startswith("rules_%d_" % seed):
            shutil.copy(os.path.join(folder, name), options.keep)
    for who, text in zip(("promtool", "pronoia"), texts):
        with open(os.path.join(options.keep, "%d.%s" % (seed, who)), "w") as file:
            file.write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promtool", required=True)
    parser.add_argument("--pronoia", default="build/tools/pronoia")
    parser.add_argument("--maker", default="build/tests/random_suites")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--keep")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    for name in ("promtool", "pronoia", "maker"):
        setattr(options, name, os.path.abspath(getattr(options, name)))
    different, chance, unstable = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([options.maker, str(options.first), str(options.count), folder], check=True)
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            seeds = range(options.first, options.first + options.count)
            for seed, result in zip(seeds, pool.map(lambda seed: compare(options, seed, folder), seeds)):
                if result == "chance":
                    chance.append(seed)
                elif result == "unstable":
                    unstable.append(seed)
                elif result is not None:
                    different.append(seed)
                    if options.keep:
                        keep(options, seed, folder, result)
    print("%d suites; in %d promtool prints this or something else, in %d nearly always something else"
          % (options.count, len(chance), len(unstable)))
    print("%d differ%s" % (len(different), ": " + " ".join(map(str, different)) if different else ""))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
