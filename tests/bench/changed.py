#!/usr/bin/env python3
"""Times `pronoia check --changed` in a repository of many rule files with one changed, beside checking that one
file alone: what has to be short is the difference. See README.md."""
import argparse
import os
import statistics
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def write_rules(folder, files, rules):
    """Each file records metrics, and has alerts on its own and on those of the file before."""
    os.makedirs(folder)
    for i in range(files):
        lines = ["groups:", f"  - name: service-{i}", "    rules:"]
        for k in range(rules // 2):
            lines += [f"      - record: service:requests_{i}_{k}:rate5m",
                      f"        expr: sum by (job) (rate(requests_{i}_{k}_total{{env=\"prod\"}}[5m]))"]
        for k in range(rules - rules // 2):
            of = max(i - 1, 0) if k == 0 else i
            lines += [f"      - alert: ServiceSlow{i}x{k}",
                      f"        expr: service:requests_{of}_{k}:rate5m > {k + 1}",
                      "        for: 5m",
                      "        labels: {severity: warning}",
                      "        annotations:",
                      "          summary: '{{ $labels.job }} gets {{ $value }} requests a second'"]
        with open(f"{folder}/service_{i:04}.yml", "w", encoding="utf8") as out:
            out.write("\n".join(lines) + "\n")


def git(folder, *arguments):
    subprocess.run(["git", "-C", folder, "-c", "user.email=bench@example.org", "-c", "user.name=bench",
                    "-c", "commit.gpgsign=false", *arguments], check=True, stdout=subprocess.DEVNULL)


def seconds(command, folder):
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: {done.stderr.decode()}")
    return time.perf_counter() - begin


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pronoia", default=os.path.join(HERE, "../../build/tools/pronoia"))
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--rules", type=int, default=20, help="in each file")
    parser.add_argument("--runs", type=int, default=21)
    options = parser.parse_args()
    pronoia = os.path.abspath(options.pronoia)
    with tempfile.TemporaryDirectory() as folder:
        write_rules(f"{folder}/rules", options.files, options.rules)
        git(folder, "init", "--quiet")
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message=all")
        changed = f"rules/service_{options.files // 2:04}.yml"
        with open(f"{folder}/{changed}", encoding="utf8") as file:
            text = file.read()
        with open(f"{folder}/{changed}", "w", encoding="utf8") as out:
            out.write(text.replace("[5m]", "[10m]", 1))
        commands = {
            "one file": [pronoia, "check", changed],
            "--changed": [pronoia, "check", "--changed"],
            "all files": [pronoia, "check"],
            "git diff": ["git", "diff", "--quiet", "HEAD", "--", "rules/none"],
        }
        times = {name: [] for name in commands}
        for _ in range(options.runs):  # In turns, so that what else runs concerns all of them.
            for name, command in commands.items():
                times[name].append(seconds(command, folder))
        for name, each in times.items():
            print(f"{name:10} {statistics.median(each) * 1000:8.1f} ms  (least {min(each) * 1000:.1f} ms)")
        more = statistics.median(b - a for a, b in zip(times["one file"], times["--changed"]))
        print(f"--changed takes {more * 1000:.1f} ms more than the one file")


if __name__ == "__main__":
    main()
