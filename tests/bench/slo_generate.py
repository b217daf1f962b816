#!/usr/bin/env python3
"""Times `pronoia slo generate` beside Sloth on the same specifications, in turns, in one run. See README.md."""
import argparse
import os
import shutil
import statistics
import sys
import tempfile

import compare

HERE = os.path.dirname(os.path.abspath(__file__))

SPEC = """version: prometheus/v1
service: service%(i)d
labels: {owner: team%(team)d}
slos:
  - name: requests
    objective: %(objective)s
    description: Requests of service %(i)d succeed.
    sli:
      events:
        error_query: sum(rate(http_requests_total{job="service%(i)d",code=~"(5..|429)"}[{{.window}}]))
        total_query: sum(rate(http_requests_total{job="service%(i)d"}[{{.window}}]))
    alerting:
      name: Service%(i)dErrors
      labels: {category: availability}
      annotations: {summary: 'errors of {{ $labels.sloth_service }}'}
      page_alert: {labels: {severity: page}}
      ticket_alert: {labels: {severity: ticket}}
"""
OBJECTIVES = ("99", "99.5", "99.9", "99.95", "99.99")


def write_specs(folder, count):
    os.makedirs(folder)
    for i in range(count):
        with open("%s/service%04d.yml" % (folder, i), "w", encoding="utf-8") as file:
            file.write(SPEC % {"i": i, "team": i % 20, "objective": OBJECTIVES[i % len(OBJECTIVES)]})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pronoia", default=HERE + "/../../build/tools/pronoia")
    parser.add_argument("--sloth", default=shutil.which("sloth"), help="built from its repository: go build ./cmd/sloth")
    parser.add_argument("--specs", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    for program in (arguments.pronoia, arguments.sloth):
        if not program or not os.access(program, os.X_OK):
            sys.exit("no program `%s`" % program)
    pronoia, sloth = os.path.abspath(arguments.pronoia), os.path.abspath(arguments.sloth)

    with tempfile.TemporaryDirectory(prefix="pronoia-bench-slo-") as folder:
        write_specs(folder + "/specs", arguments.specs)
        for who in ("sloth", "pronoia"):
            os.makedirs(folder + "/" + who)
        contenders = {
            "sloth": [sloth, "generate", "-i", folder + "/specs", "-o", folder + "/sloth"],
            "pronoia": [pronoia, "slo", "generate", folder + "/specs", "-o", folder + "/pronoia/"],
            "pronoia --tests": [pronoia, "slo", "generate", folder + "/specs", "-o", folder + "/pronoia/",
                                "--tests", folder + "/rules_test.yml"],
        }
        null = os.open(os.devnull, os.O_RDWR)
        taken = {who: [] for who in contenders}
        for _ in range(arguments.runs + 1):  # The first round warms the page cache.
            for who, command in contenders.items():
                taken[who].append(compare.measure(command, null))
        print("%d specifications; ratios are to the first program" % arguments.specs)
        print("%-17s %9s %8s %9s %9s  %s" % ("program", "seconds", "faster", "CPU s", "peak MB", "exit"))
        base = None
        for who, results in taken.items():
            seconds, cpu = [statistics.median(r[column] for r in results[1:]) for column in (0, 3)]
            base = base or seconds
            print("%-17s %9.3f %7.1fx %9.3f %9.1f  %s"
                  % (who, seconds, base / seconds, cpu, max(r[1] for r in results) / 1024,
                     ",".join(sorted({str(r[2]) for r in results}))))


if __name__ == "__main__":
    main()
