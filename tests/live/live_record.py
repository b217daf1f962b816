"""Recordings: files have the samples that the server has; tests pass as they are written, here and in promtool, and fail
once a threshold is another."""
import os
import subprocess

import servers

START = 1710028800  # 2024-03-10 00:00:00 UTC
# Ranges end between two samples, since those of Prometheus 2 hold the one at their beginning, too; and counters do not
# begin at 0, where its rate() is another.
RULES = """groups:
- name: sums
  rules:
  - {record: "code:requests:rate", expr: 'sum by (code) (rate(http_requests_total{job="api"}[110s]))'}
- name: alerts
  rules:
  - alert: Errors
    expr: 'code:requests:rate{code="500"} / ignoring (code) group_left sum without (code) (code:requests:rate) > 0.25'
    for: 2m
    labels: {severity: page}
    annotations: {summary: 'errors: {{ $value | humanizePercentage }} of {{ $labels.code }}'}
  - alert: Down
    expr: up == 0
    annotations: {summary: '{{ $labels.instance }} is down'}
  - {alert: Never, expr: up > 1}
"""


def exposition():
    """An hour, every 15 seconds and 137 ms: errors from the 20th minute to the 35th; a host that is down, and one that ends."""
    lines = []
    times = [(i, "%d.137" % (START + 15 * i)) for i in range(241)]
    for host, bad in (("a:80", range(0)), ("b:80", range(100, 130))):
        lines += ['up{job="api",instance="%s"} %d %s' % (host, i not in bad, t) for i, t in times]
    lines += ['up{job="old",instance="\\"c\\""} 1 %s' % t for i, t in times if i < 60]
    total = 0
    ok, wrong = [], []
    for i, t in times:
        total += 10
        ok.append('http_requests_total{job="api",code="200"} %d %s' % (total - (0 if i < 80 else min(i - 80, 60) * 5), t))
        wrong.append('http_requests_total{job="api",code="500"} %d %s' % (1000 + min(max(i - 80, 0), 60) * 5, t))
    return "\n".join(lines + ok + wrong + ["# EOF", ""])


def check(session):
    om = os.path.join(session.folder, "data.om")
    with open(om, "w", encoding="utf-8") as f:
        f.write(exposition())
    with open(os.path.join(session.folder, "rules.yml"), "w", encoding="utf-8") as f:
        f.write(RULES)
    server = servers.prometheus(session.folder, blocks=om)
    try:
        samples(session, server, om)
        tests(session, server)
        mistakes(session, server)
    finally:
        server.stop()


def spans(start, end):
    return ["--start", str(START + start), "--end", str(START + end), "--tz", "UTC"]


def samples(session, server, om):
    status, _, err = session.run("query", "record", server.url, '{__name__=~".+"}', "-o", "all.om", *spans(0, 3700))
    session.true("record all", status == 0 and "all.om: 5 series with" in err, (status, err))
    for query in ("up", "rate(http_requests_total[5m])", "http_requests_total offset 1h"):
        asked = ["query", "range", query, *spans(0, 3600), "--step", "61s", "--format", "json"]
        session.same("%s of what was recorded" % query, session.run(*asked, "--data", "all.om"), session.run(*asked, "--data", om))
    with open(os.path.join(session.folder, "all.om"), encoding="utf-8") as f:
        session.same("number of samples", sum(not line.startswith("#") for line in f), len(exposition().split("\n")) - 2)
    session.run("query", "record", server.url, "sum(up)", "-o", "sum.om", "--step", "1m", *spans(0, 600))
    with open(os.path.join(session.folder, "sum.om"), encoding="utf-8") as f:
        lines = f.read().split("\n")
    session.true("an expression has its values at each step", sum(not line.startswith("#") for line in lines if line) == 10 and lines[-2] == "# EOF", lines)
    folder = os.path.join(session.folder, ".config", "pronoia")
    os.makedirs(folder)
    with open(os.path.join(folder, "config.yml"), "w", encoding="utf-8") as f:
        f.write("contexts: {here: {url: '%s'}}\n" % server.url)
    status, out, err = session.run("query", "record", "here", 'up{instance="a:80"}', *spans(0, 60))
    session.true("a context is a server", status == 0 and out.count('up{') == 4 and not err, (status, out, err))
    status, _, err = session.run("query", "record", server.url, "--rules", "rules.yml", "-o", "needed.om", *spans(1200, 1800))
    session.true("what rules need", status == 0 and "needed.om: 4 series" in err, (status, err))


def verdicts(session, name):
    """Whether pronoia and promtool pass the test."""
    ours, out, err = session.run("test", "rules", name)
    theirs = subprocess.run(["promtool", "test", "rules", name], cwd=session.folder, capture_output=True, text=True, timeout=servers.SECONDS,
                            env=servers.ENVIRONMENT, check=False)
    return (ours == 0, theirs.returncode == 0), (out, err, theirs.stdout + theirs.stderr)


def tests(session, server):
    status, _, err = session.run("query", "record", server.url, "--rules", "rules.yml", "--as-test", "-o", "recorded_test.yml", *spans(900, 2700))
    session.true("record a test", status == 0 and "alerts that fired: Down, Errors" in err, (status, err))
    with open(os.path.join(session.folder, "recorded_test.yml"), encoding="utf-8") as f:
        text = f.read()
    session.true("a series that has ended", "stale" in text, text[:2000])
    holds, shown = verdicts(session, "recorded_test.yml")
    session.same("the test passes", holds, (True, True))
    if holds != (True, True):
        session.true("what is said of it", False, shown)
    for before, after in (("> 0.25", "> 0.9"), ("> 0.25", "> 0.01"), ("for: 2m", "for: 3m"), ("up == 0", "up == 1")):
        with open(os.path.join(session.folder, "rules.yml"), "w", encoding="utf-8") as f:
            f.write(RULES.replace(before, after))
        session.same("the test fails with `%s`" % after, verdicts(session, "recorded_test.yml")[0], (False, False))
    with open(os.path.join(session.folder, "rules.yml"), "w", encoding="utf-8") as f:
        f.write(RULES)
    os.mkdir(os.path.join(session.folder, "below"))
    status, _, err = session.run("query", "record", server.url, "--rules", "rules.yml", "--as-test", "-o", "below/test.yml", *spans(0, 300))
    session.true("a test without alerts", status == 0 and "no alert fired" in err, (status, err))
    session.same("it passes from its folder", verdicts(session, "below/test.yml")[0], (True, True))


def mistakes(session, server):
    for args, words in ((["nothing_like_it"], "the server has no such samples"), ([], "nothing to record"),
                        (["up", "--as-test"], "--as-test needs --rules"), (["up{"], "unexpected end of input inside braces"),
                        (["up", "--rules", "none.yml"], "none.yml"), (["up", "--start", "now", "--end=-1h"], "--start is not before --end"),
                        (["up", "--start", "5 o'clock"], "invalid time `5 o'clock`")):
        status, out, err = session.run("query", "record", server.url, *args, "-o", "never.om")
        session.true("record %s" % args, status in (1, 2) and words in err and not out, (status, out, err))
        session.true("nothing is left", not os.path.exists(os.path.join(session.folder, "never.om")))
    status, out, err = session.run("query", "record", "127.0.0.1:1", "up", "--retries", "0", "-o", "never.om")
    session.true("nobody is there", status == 2 and "connection refused" in err, (status, err))
