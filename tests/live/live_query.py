"""Queries: as JSON they are what the server says, as text what Debian's promtool prints, and the same from files."""
import json
import os
import subprocess

import servers

START = 1710028800  # 2024-03-10 00:00:00 UTC
QUERIES = ["up", "up == 0", "rate(http_requests_total[5m])", "sum by (job) (rate(http_requests_total[5m]))", "1 + 1", "time()", "nothing",
           "histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[5m])))", "label_replace(up, \"x\", \"<&>\", \"\", \"\")",
           "count_values(\"v\", up)", "topk(2, http_requests_total)", "http_requests_total[2m]", "temperature", "1 / (up - up)", "(-1) / (up - up)"]


def exposition():
    """An hour of a few series, every 30 seconds."""
    lines = ["# TYPE up gauge"]
    times = range(START, START + 3600 + 1, 30)
    for i in range(3):
        lines += ['up{job="node",instance="h%d"} %d %d' % (i, 0 if i == 2 and t > START + 1800 else 1, t) for t in times]
    lines.append("# TYPE http_requests counter")
    for i, code in enumerate(["200", "404", "500"]):
        lines += ['http_requests_total{job="api",code="%s"} %d %d' % (code, (t - START) * (i + 1) // 3 % 5000, t) for t in times]
    lines.append("# TYPE latency_seconds histogram")
    for n, le in enumerate(["0.1", "0.5", "1.0", "+Inf"]):
        lines += ['latency_seconds_bucket{job="api",le="%s"} %d %d' % (le, (t - START) // 30 * (n + 1), t) for t in times]
    lines.append("# TYPE temperature gauge")
    lines += ['temperature{room="a \\"b\\""} %r %d' % (20 + ((t - START) % 700) / 7, t) for t in times if not START + 600 < t < START + 1500]
    return "\n".join(lines + ["# EOF", ""])


def check(session):
    om = os.path.join(session.folder, "data.om")
    with open(om, "w", encoding="utf-8") as f:
        f.write(exposition())
    server = servers.prometheus(session.folder, blocks=om)
    try:
        instants(session, server)
        ranges(session, server)
        formats(session, server)
        mistakes(session, server)
    finally:
        server.stop()


def promtool(*args):
    done = subprocess.run(["promtool", *args], capture_output=True, text=True, timeout=servers.SECONDS, env=servers.ENVIRONMENT, check=False)
    return done.stdout


def sort(data):
    if isinstance(data.get("result"), list) and data["resultType"] in ("vector", "matrix"):
        data["result"].sort(key=lambda one: json.dumps(one, sort_keys=True))
    return data


def instants(session, server):
    time = str(START + 3000)
    for query in QUERIES:
        wanted = session.data(server, "/api/v1/query", query=query, time=time)
        status, out, err = session.run("query", "instant", server.url, query, "--time", time, "--format", "json")
        session.same("instant %s" % query, (status, sort(json.loads(out or "null") or {}), err), (0, sort(wanted), ""))
        status, out, err = session.run("query", "instant", "--data", "data.om", query, "--time", time, "--format", "json")
        if "[2m]" not in query:  # 2.42 has the sample at the beginning of a range, too.
            session.same("instant of files %s" % query, (status, sort(json.loads(out or "null") or {})), (0, sort(wanted)))
        if "<" not in query:
            text = session.run("promtool", "query", "instant", server.url, query, "--time", time)[1]
            session.same("promtool instant %s" % query, sorted(text.split("\n")), sorted(promtool("query", "instant", server.url, query, "--time", time).split("\n")))


def ranges(session, server):
    window = {"start": str(START + 300), "end": str(START + 3000), "step": "60"}
    flags = ["--start", window["start"], "--end", window["end"], "--step", "60s"]
    for query in QUERIES:
        if query.endswith("]"):
            continue
        wanted = session.data(server, "/api/v1/query_range", query=query, **window)
        status, out, err = session.run("query", "range", server.url, query, *flags, "--format", "json")
        session.same("range %s" % query, (status, sort(json.loads(out or "null") or {}), err), (0, sort(wanted), ""))
        text = session.run("promtool", "query", "range", server.url, query, "--start", window["start"], "--end", window["end"], "--step", "60s")[1]
        session.same("promtool range %s" % query, sorted(text.split("\n")),
                     sorted(promtool("query", "range", server.url, query, "--start", window["start"], "--end", window["end"], "--step", "60s").split("\n")))


def formats(session, server):
    time = str(START + 3000)
    status, out, err = session.run("query", "instant", server.url, "up", "--time", time, "--format", "csv")
    session.same("csv", (status, sorted(out.split())[-1].startswith("time") or out.startswith("time"), err), (0, True, ""))
    for command, query in (("instant", "up"), ("range", "temperature")):
        when = ["--time", time] if command == "instant" else ["--start", str(START), "--end", time, "--tz", "UTC"]
        for form in ("table", "promql", "json", "csv", "openmetrics", "plot"):
            status, out, err = session.run("query", command, server.url, query, *when, "--format", form)
            session.true("%s as %s" % (command, form), status == 0 and out and not err, (status, out[:200], err))
    status, out, err = session.run("query", "range", server.url, "temperature", "--start", str(START), "--end", time, "--svg", "t.svg")
    with open(os.path.join(session.folder, "t.svg"), encoding="utf-8") as f:
        svg = f.read()
    session.true("svg", status == 0 and out == "" and svg.startswith("<svg") and svg.rstrip().endswith("</svg>"), (status, out[:100], err, svg[:100]))


def mistakes(session, server):
    status, out, err = session.run("query", "instant", server.url, "rate(up[5m)")
    session.true("a mistake is found here", status == 1 and not out and "^" in err and "promql-syntax" in err, (status, out, err))
    status, out, err = session.run("query", "instant", server.url, "rate(up[5m)", "--no-check")
    session.true("a mistake is found there", status == 1 and not out and "^" in err and "query-refused" in err, (status, out, err))
    status, out, err = session.run("query", "instant", "http://127.0.0.1:%d" % servers.free_port(), "up", "--retries", "0")
    session.true("nobody listens", status == 2 and not out and "connection refused" in err, (status, out, err))
    status, out, err = session.run("query", "instant", server.url + "/prefix", "up")
    session.true("a path that is not there", status == 2 and not out and "404" in err, (status, out, err))
