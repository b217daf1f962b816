"""Pushes: what Prometheus and the Pushgateway have stored is what was pushed. For version 2 of remote write, which
Debian's release does not know, put another `prometheus` in front of PATH."""
import contextlib
import json
import tempfile
import time

import servers

NOW = int(time.time())
OPENMETRICS = """\
# TYPE jobs counter
# HELP jobs Jobs done.
jobs_total{queue="a",path="C:\\\\x"} 5 %(before)d # {trace_id="abc"} 1 %(before)d
jobs_total{queue="a",path="C:\\\\x"} 7.5 %(now)d
jobs_total{queue="b"} 1 %(now)d
# TYPE wait_seconds histogram
# UNIT wait_seconds seconds
wait_seconds_bucket{le="0.5"} 1 %(now)d
wait_seconds_bucket{le="+Inf"} 3 %(now)d
wait_seconds_sum 4.25 %(now)d
wait_seconds_count 3 %(now)d
# TYPE odd gauge
odd{kind="nan"} NaN %(now)d
odd{kind="inf"} -Inf %(now)d
odd{kind="small",job="own"} 1e-300 %(now)d
# EOF
""" % {"before": NOW - 60, "now": NOW}
STORED = {
    '__name__="jobs_total", job="t", path="C:\\\\x", queue="a"': [(NOW - 60, "5"), (NOW, "7.5")],
    '__name__="jobs_total", job="t", queue="b"': [(NOW, "1")],
    '__name__="odd", job="own", kind="small"': [(NOW, "1e-300")],
    '__name__="odd", job="t", kind="inf"': [(NOW, "-Inf")],
    '__name__="odd", job="t", kind="nan"': [(NOW, "NaN")],
    '__name__="wait_seconds_bucket", job="t", le="+Inf"': [(NOW, "3")],
    '__name__="wait_seconds_bucket", job="t", le="0.5"': [(NOW, "1")],
    '__name__="wait_seconds_count", job="t"': [(NOW, "3")],
    '__name__="wait_seconds_sum", job="t"': [(NOW, "4.25")],
}


def check(session):
    with receiver(session) as server:
        knows_2 = not session.data(server, "/api/v1/status/buildinfo")["version"].startswith("2.4")
    for protocol, used in [("auto", 2 if knows_2 else 1), ("1", 1)] + ([("2", 2)] if knows_2 else []):
        openmetrics(session, protocol, used)
        histograms(session, protocol)
        as_promtool(session, "prometheus.WriteRequest" if used == 1 else "io.prometheus.write.v2.Request")
    refused(session)
    many(session)
    if not knows_2:
        only_version_1(session)
    pushgateway(session)
    nobody(session)


@contextlib.contextmanager
def running(session, start):
    with tempfile.TemporaryDirectory(dir=session.folder) as folder:
        server = start(folder)
        try:
            yield server
        finally:
            server.stop()


def receiver(session):
    return running(session, servers.prometheus)


def push(session, server, *args, stdin=""):
    return session.run("push", "metrics", server.url, "-", *args, stdin=stdin)


def stored(session, server, selector='{__name__!=""}'):
    """Samples of the last hours by series."""
    result = session.data(server, "/api/v1/query", query=selector + "[3h]", time=NOW + 60)["result"]
    return {", ".join("%s=%s" % (name, json.dumps(value)) for name, value in sorted(one["metric"].items())):
            [(int(t), v) for t, v in one["values"]] for one in result}


def openmetrics(session, protocol, used):
    what = "protocol %s: " % protocol
    with receiver(session) as server:
        wanted = "pushed 10 samples of 9 series to `%s/api/v1/write` with remote write %d\n" % (server.url, used)
        session.same(what + "pushed", push(session, server, "--label", "job=t", "--protocol", protocol, stdin=OPENMETRICS), (0, wanted, ""))
        session.same(what + "stored", stored(session, server), STORED)
        exemplars = session.data(server, "/api/v1/query_exemplars", query="jobs_total", start=NOW - 600, end=NOW + 60)
        session.same(what + "exemplars", [e["exemplars"][0]["labels"] for e in exemplars], [{"trace_id": "abc"}])
        # The same samples once more change nothing, though the server refuses those that are not the newest.
        push(session, server, "--label", "job=t", stdin=OPENMETRICS)
        session.same(what + "pushed again", stored(session, server), STORED)


def histograms(session, protocol):
    """An answer to query_range, with native histograms, some of them with counts that are not whole."""
    def histogram(count):
        return {"count": count, "sum": "5", "buckets": [[0, "0.5", "1", count]]}
    answer = {"status": "success", "data": {"resultType": "matrix", "result": [
        {"metric": {"__name__": "h", "kind": "whole"}, "histograms": [[NOW - 30, histogram("2")], [NOW, histogram("3")]]},
        {"metric": {"__name__": "h", "kind": "half"}, "histograms": [[NOW, histogram("1.5")]]},
        {"metric": {"__name__": "f"}, "values": [[NOW, "7"]]}]}}
    with receiver(session) as server:
        status, _, err = push(session, server, "--protocol", protocol, stdin=json.dumps(answer))
        session.same("histograms, protocol " + protocol, (status, err), (0, ""))
        result = session.data(server, "/api/v1/query", query='{__name__=~"h|f"}[5m]', time=NOW)["result"]
        wanted = sorted((one["metric"].get("kind", ""), one.get("values") or one["histograms"]) for one in answer["data"]["result"])
        session.same("stored histograms, protocol " + protocol, sorted((one["metric"].get("kind", ""), one.get("values") or one["histograms"])
                                                                       for one in result), wanted)


def as_promtool(session, message):
    with receiver(session) as server:
        text = '# TYPE a counter\na{job="x"} 2 %d\n' % (NOW * 1000)
        done = session.run("promtool", "push", "metrics", server.url, "--protobuf_message=" + message, stdin=text)
        session.same("promtool, " + message, done, (0, "Parsing standard input\n  SUCCESS: metrics pushed to remote write.\n", ""))
        session.same("stored by promtool, " + message, stored(session, server, "a"), {'__name__="a", exported_job="x", job="promtool"': [(NOW, "2")]})


def refused(session):
    with receiver(session) as server:
        push(session, server, stdin="a 1 %d\n" % (NOW * 1000))
        status, out, err = push(session, server, "--protocol", "1", stdin="a 2 %d\n" % (NOW * 1000))
        session.same("another value for the same time", (status, out, "responds with 400 Bad Request: `" in err), (2, "", True))
        session.same("the first value stays", stored(session, server, "a"), {'__name__="a"': [(NOW, "1")]})
        status, out, err = push(session, server, stdin="b 1\nb x\n")
        session.same("a text with a fault", (status, out, stored(session, server, "b")), (1, "", {}))
        status, out, err = session.run("push", "metrics", server.url + "/nowhere", "-", stdin="c 1\n")
        session.same("no such path", (status, "404 Not Found" in err, "/api/v1/push for Mimir" in err), (2, True, True))


def many(session):
    """More than goes into one request."""
    with receiver(session) as server:
        text = "".join('m{n="%d"} %d %d\n' % (i, i, NOW * 1000) for i in range(12000))
        status, out, err = push(session, server, stdin=text)
        session.same("many", (status, out.endswith(", in 3 requests\n"), err), (0, True, ""))
        session.same("many stored", session.data(server, "/api/v1/query", query="sum(m)", time=NOW)["result"][0]["value"][1], str(sum(range(12000))))


def only_version_1(session):
    with receiver(session) as server:
        status, out, err = push(session, server, "--protocol", "2", stdin="a 1\n")
        session.same("version 2 to a server of version 1", (status, out, "may only support remote write 1.0" in err), (2, "", True))
        status, out, err = session.run("promtool", "push", "metrics", server.url, "--protobuf_message=io.prometheus.write.v2.Request", stdin="a 1\n")
        session.same("the same as promtool", (status, "sent v2 request; got 2xx" in err, stored(session, server, "a")), (1, True, {}))


def pushgateway(session):
    with running(session, servers.pushgateway) as server:
        def group(name, *args, stdin=""):
            return push(session, server, *args, "--pushgateway", name, stdin=stdin)

        def shown():
            lines = servers.fetch(server.url + "/metrics")[1].decode().splitlines()
            return [line for line in lines if not line.startswith(("#", "go_", "process_", "push_", "pushgateway_"))]
        session.same("a group", group("batch/instance/a", stdin="# TYPE x counter\n# HELP x X.\nx 1\ny 2"),
                     (0, "pushed 2 samples to `%s/metrics/job/batch/instance/a`\n" % server.url, ""))
        session.same("a group with a slash", group("batch/dir/%2Ftmp", "--label", "k=v", stdin="z 3\n")[0], 0)
        both = ['x{instance="a",job="batch"} 1', 'y{instance="a",job="batch"} 2', 'z{dir="/tmp",instance="",job="batch",k="v"} 3']
        session.same("pushed", shown(), both)
        session.same("a metric again", group("batch/instance/a", stdin="# TYPE x counter\n# HELP x X.\nx 10\n")[0], 0)
        session.same("only that is replaced", shown(), ['x{instance="a",job="batch"} 10', *both[1:]])
        session.same("OpenMetrics", group("batch/instance/a", "--replace", stdin="# TYPE c counter\nc_total 5\nc_created 1\n# EOF\n")[0], 0)
        left = ['c_created{instance="a",job="batch"} 1', 'c_total{instance="a",job="batch"} 5']
        session.same("all is replaced", shown(), [*left, both[2]])
        status, _, err = group("batch/instance/a", stdin="x 1 1000\n")
        session.same("times", (status, "samples with times" in err), (2, True))
        status, _, err = group("batch/instance/b", stdin="# TYPE c_total gauge\nc_total 1\n")
        session.same("another type", (status, "responds with 400 Bad Request" in err), (2, True))
        session.same("delete", session.run("push", "metrics", server.url, "--pushgateway", "batch/dir/%2Ftmp", "--delete"),
                     (0, "deleted `%s/metrics/job/batch/dir@base64/L3RtcA`\n" % server.url, ""))
        session.same("deleted", shown(), left)


def nobody(session):
    """A server that is not there."""
    started = time.monotonic()
    status, out, err = session.run("push", "metrics", "127.0.0.1:1", "-", "--retries", "1", stdin="a 1\n")
    session.same("nobody", (status, out, "error: cannot reach `http://127.0.0.1:1`: connection refused" in err), (2, "", True))
    session.same("nobody, as promtool", session.run("promtool", "push", "metrics", "http://127.0.0.1:1", stdin="a 1\n"),
                 (1, "Parsing standard input\n", '  FAILED: Post "http://127.0.0.1:1/api/v1/write": dial tcp 127.0.0.1:1: connect: connection refused\n'))
    session.true("nobody for long", time.monotonic() - started < 10)
