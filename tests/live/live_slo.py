"""Burn rates and budgets from a server are those from a file with the same samples, counted one by one."""
import json
import os

import servers

START = 1710028800  # 2024-03-10 00:00:00 UTC
DAYS = 2
SELECTORS = ["--errors", 'requests_total{code="500"}', "--total", "requests_total"]
EXPRESSIONS = ["--errors", 'sum(rate(requests_total{code="500"}[{{.window}}]))', "--total", "sum(rate(requests_total[{{.window}}]))"]


def exposition():
    """Two days, every 60 seconds: a restart, a missing hour, and a release whose series begin anew."""
    ok, wrong = [], []
    good = bad = 0
    for i in range(DAYS * 1440 + 1):
        if i == 700:
            good = bad = 0
        good += 50 if 480 <= i % 1440 < 1200 else 5
        bad += 2 if 900 <= i < 960 or i % 97 == 0 else 0
        if 1000 < i < 1060:
            continue
        version = "v1" if i < 2000 else "v2"
        if i == 2000:
            good = bad = 3
        time = START + 60 * i
        ok.append('requests_total{job="api",code="200",version="%s"} %d %d' % (version, good, time))
        wrong.append('requests_total{job="api",code="500",version="%s"} %d %d' % (version, bad, time))
    return "\n".join(["# TYPE requests counter", *ok, *wrong, "# EOF", ""])


def check(session):
    om = os.path.join(session.folder, "data.om")
    with open(om, "w", encoding="utf-8") as f:
        f.write(exposition())
    server = servers.prometheus(session.folder, blocks=om)
    try:
        compare(session, server, om)
        mistakes(session, server)
    finally:
        server.stop()


def without_promql(done):
    """Ranges of Prometheus 2 hold the sample at their beginning, too, so that its PromQL gives other figures than ours."""
    status, out, err = done
    figures = json.loads(out)
    for window in figures[0]["windows"]:
        window.pop("promql", None)
    return status, figures, err


def compare(session, server, om):
    end = str(START + DAYS * 86400)
    common = ["--objective", "99", "--window", "1d", "--tz", "UTC"]
    for queries in (SELECTORS, EXPRESSIONS):
        for args in (["burn", "--at", end, "--format", "csv"],
                     ["burn", "--start", str(START + 86400), "--end", end, "--step", "3h", "--format", "csv"],
                     ["budget", "--start", str(START + 86400), "--end", end, "--step", "3h", "--format", "csv"]):
            asked = ["slo", args[0], *common, *queries, *args[1:]]
            session.same("%s of a server" % args, session.run(*asked, "--server", server.url), session.run(*asked, "--data", om))
        asked = ["slo", "burn", *common, *queries, "--at", end, "--format", "json"]
        session.same("JSON of a server", without_promql(session.run(*asked, "--server", server.url)), without_promql(session.run(*asked, "--data", om)))
    status, out, err = session.run("slo", "burn", *common, *SELECTORS, "--at", end, "--compare", "promql", "--server", server.url)
    session.true("beside PromQL", status == 0 and "PROMQL" in out and not err, (status, out, err))


def mistakes(session, server):
    for args, words in ((["--errors", "none", "--total", "none"], "no series in the data matches `none`"),
                        (["--errors", "a{", "--total", "b"], "not a valid expression")):
        status, out, err = session.run("slo", "burn", "--objective", "99", *args, "--server", server.url, "--at", str(START + 3600))
        session.true("burn of %s" % args, status == 2 and words in err and not out, (status, out, err))
    status, out, err = session.run("slo", "burn", "--objective", "99", *SELECTORS, "--server", "127.0.0.1:1", "--retries", "0")
    session.true("nobody is there", status == 2 and "connection refused" in err, (status, err))
