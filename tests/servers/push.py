#!/usr/bin/env python3
"""Pushes to Prometheus and to the Pushgateway, and reads back what they have stored.

    push.py --pronoia build/tools/pronoia                        Debian's programs, as the tests do
    push.py --pronoia ... --prometheus PATH                      another release, with version 2 if it knows that

Programs that are not there are not asked, which is said; then nothing fails.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "comparison"))
import peers  # noqa: E402

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
    '{__name__="jobs_total", job="t", path="C:\\\\x", queue="a"}': [(NOW - 60, "5"), (NOW, "7.5")],
    '{__name__="jobs_total", job="t", queue="b"}': [(NOW, "1")],
    '{__name__="odd", job="own", kind="small"}': [(NOW, "1e-300")],
    '{__name__="odd", job="t", kind="inf"}': [(NOW, "-Inf")],
    '{__name__="odd", job="t", kind="nan"}': [(NOW, "NaN")],
    '{__name__="wait_seconds_bucket", job="t", le="+Inf"}': [(NOW, "3")],
    '{__name__="wait_seconds_bucket", job="t", le="0.5"}': [(NOW, "1")],
    '{__name__="wait_seconds_count", job="t"}': [(NOW, "3")],
    '{__name__="wait_seconds_sum", job="t"}': [(NOW, "4.25")],
}
faults = []


def check(what, got, wanted):
    if got != wanted:
        faults.append(what)
        print("%s:\n  wanted %s\n  got    %s" % (what, wanted, got))


class Receiver(peers.Prometheus):
    command = peers.Prometheus.command + ("--web.enable-remote-write-receiver", "--enable-feature=exemplar-storage")

    def ask(self, path, **parameters):
        url = "http://%s/api/v1/%s?%s" % (self.address, path, urllib.parse.urlencode(parameters))
        with self.opener.open(url, timeout=20) as answer:
            return json.load(answer)["data"]

    def stored(self, selector='{__name__!=""}'):
        """Samples of the last hours by series."""
        result = self.ask("query", query=selector + "[3h]", time=NOW + 60)["result"]
        return {"{%s}" % ", ".join("%s=%s" % (name, json.dumps(value)) for name, value in sorted(one["metric"].items())):
                [(int(t), v) for t, v in one["values"]] for one in result}


class Pushgateway(peers.Server):
    command = ("prometheus-pushgateway", "--web.listen-address={address}", "--persistence.file=")
    file = "unused"

    def text(self):
        with self.opener.open("http://%s/metrics" % self.address, timeout=20) as answer:
            lines = answer.read().decode().splitlines()
        return [line for line in lines if not line.startswith(("#", "go_", "process_", "push_", "pushgateway_"))]


class Tests:
    def __init__(self, pronoia, folder):
        self.folder, self.pronoia, self.promtool = folder, pronoia, os.path.join(folder, "promtool")
        os.symlink(pronoia, self.promtool)

    def run(self, *arguments, stdin="", program=None):
        done = subprocess.run([program or self.pronoia, "push", "metrics", *arguments], input=stdin.encode(), cwd=self.folder,
                              env=peers.ENVIRONMENT, capture_output=True, timeout=60, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def prometheus(self, protocol, used):
        with tempfile.TemporaryDirectory(dir=self.folder) as folder, Receiver(folder) as server:
            done = self.run(server.address, "-", "--label", "job=t", "--protocol", protocol, stdin=OPENMETRICS)
            check("push, protocol " + protocol, done, (0, "pushed 10 samples in 9 series to `http://%s/api/v1/write`, with version %s of "
                                                       "remote write\n" % (server.address, used), ""))
            check("stored, protocol " + protocol, server.stored(), STORED)
            exemplars = server.ask("query_exemplars", query="jobs_total", start=NOW - 600, end=NOW + 60)
            check("exemplars, protocol " + protocol, [e["exemplars"][0]["labels"] for e in exemplars], [{"trace_id": "abc"}])
            # The same samples once more change nothing, though the server refuses those that are not the newest.
            self.run(server.address, "-", "--label", "job=t", stdin=OPENMETRICS)
            check("stored again", server.stored(), STORED)

    def refused(self):
        with tempfile.TemporaryDirectory(dir=self.folder) as folder, Receiver(folder) as server:
            self.run(server.address, "-", stdin="a 1 %d\n" % (NOW * 1000))
            status, out, err = self.run(server.address, "-", "--protocol", "1", stdin="a 2 %d\n" % (NOW * 1000))
            check("another value for the same time", (status, out, "400 Bad Request: " in err), (2, "", True))
            check("the first value stays", server.stored("a"), {'{__name__="a"}': [(NOW, "1")]})
            status, out, err = self.run(server.address, "-", stdin="b 1\nb x\n")
            check("a text with a fault", (status, out, server.stored("b")), (1, "", {}))
            status, out, err = self.run("http://%s/nowhere" % server.address, "-", stdin="c 1\n")
            check("no such path", (status, "404 Not Found" in err, "--path" in err), (2, True, True))

    def only_version_1(self):
        with tempfile.TemporaryDirectory(dir=self.folder) as folder, Receiver(folder) as server:
            status, out, err = self.run(server.address, "-", "--protocol", "2", stdin="a 1\n")
            check("version 2 to a server that knows version 1", (status, out, "--protocol 1" in err, server.stored("a")), (2, "", True, {}))
            status, out, err = self.run("http://" + server.address, "--protobuf_message=io.prometheus.write.v2.Request", stdin="a 1\n",
                                        program=self.promtool)
            check("the same as promtool", (status, "sent v2 request; got 2xx" in err), (1, True))

    def many(self):
        """More than goes into one request."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder, Receiver(folder) as server:
            text = "".join('m{n="%d"} %d %d\n' % (i, i, NOW * 1000) for i in range(12000))
            status, out, err = self.run(server.address, "-", stdin=text)
            check("many", (status, out.endswith("in 3 requests\n"), err), (0, True, ""))
            check("many stored", server.ask("query", query="sum(m)", time=NOW)["result"][0]["value"][1], str(sum(range(12000))))

    def as_promtool(self, protocol):
        with tempfile.TemporaryDirectory(dir=self.folder) as folder, Receiver(folder) as server:
            done = self.run("http://" + server.address, "--protobuf_message=" + protocol, program=self.promtool,
                            stdin='# TYPE a counter\na{job="x"} 2 %d\n' % (NOW * 1000))
            check("promtool " + protocol, done, (0, "Parsing standard input\n  SUCCESS: metrics pushed to remote write.\n", ""))
            check("stored by promtool " + protocol, server.stored("a"), {'{__name__="a", exported_job="x", job="promtool"}': [(NOW, "2")]})

    def pushgateway(self):
        with tempfile.TemporaryDirectory(dir=self.folder) as folder, Pushgateway(folder) as server:
            def push(group, *more, stdin=""):
                return self.run(server.address, *more, "--pushgateway", group, stdin=stdin)
            check("group", push("batch/instance/a", stdin="# TYPE x counter\n# HELP x X.\nx 1\ny 2")[0], 0)
            check("group with a slash", push("batch/dir/%2Ftmp", "--label", "k=v", stdin="z 3\n")[0], 0)
            both = ['x{instance="a",job="batch"} 1', 'y{instance="a",job="batch"} 2', 'z{dir="/tmp",instance="",job="batch",k="v"} 3']
            check("pushed", server.text(), both)
            check("one metric", push("batch/instance/a", stdin="# TYPE x counter\n# HELP x X.\nx 10\n")[0], 0)
            check("one replaced", server.text(), ['x{instance="a",job="batch"} 10', *both[1:]])
            check("OpenMetrics", push("batch/instance/a", "--replace", stdin="# TYPE c counter\nc_total 5\nc_created 1\n# EOF\n")[0], 0)
            check("all replaced", server.text(), ['c_created{instance="a",job="batch"} 1', 'c_total{instance="a",job="batch"} 5', both[2]])
            status, _, err = push("batch/instance/a", stdin="x 1 1000\n")
            check("times", (status, "samples with times" in err), (2, True))
            status, _, err = push("batch/instance/a", stdin="# TYPE c_total gauge\nc_total 1\n# TYPE h histogram\nh_bucket{le=\"x\"} 1\n")
            check("refused", (status, "400 Bad Request" in err or "cannot be read" in err), (2, True))
            check("delete", push("batch/dir/%2Ftmp", "--delete")[:2],
                  (0, "deleted `http://%s/metrics/job/batch/dir@base64/L3RtcA`\n" % server.address))
            check("deleted", server.text(), ['c_created{instance="a",job="batch"} 1', 'c_total{instance="a",job="batch"} 5'])

    def nobody(self):
        """A server that is not there."""
        started = time.monotonic()
        status, out, err = self.run("127.0.0.1:1", "-", "--retries", "1", stdin="a 1\n")
        check("nobody", (status, out, "cannot push to `http://127.0.0.1:1/api/v1/write`: connection refused" in err), (2, "", True))
        done = self.run("http://127.0.0.1:1", stdin="a 1\n", program=self.promtool)
        check("nobody, as promtool", done, (1, "Parsing standard input\n", '  FAILED: Post "http://127.0.0.1:1/api/v1/write": dial tcp 127.0.0.1:1: '
                                            "connect: connection refused\n"))
        check("nobody for long", time.monotonic() - started < 10, True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pronoia", required=True)
    parser.add_argument("--prometheus")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tests = Tests(os.path.abspath(arguments.pronoia), folder)
        tests.nobody()
        if arguments.prometheus:
            Receiver.command = (os.path.abspath(arguments.prometheus), *Receiver.command[1:])
            tests.prometheus("auto", 2)
            tests.prometheus("2", 2)
            tests.prometheus("1", 1)
            tests.refused()
            tests.many()
            tests.as_promtool("io.prometheus.write.v2.Request")
            tests.as_promtool("prometheus.WriteRequest")
        elif peers.is_there("prometheus", "2.42"):
            tests.prometheus("auto", 1)
            tests.prometheus("1", 1)
            tests.refused()
            tests.only_version_1()
            tests.many()
            tests.as_promtool("prometheus.WriteRequest")
        if peers.is_there("prometheus-pushgateway", "1.5"):
            tests.pushgateway()
    print("push: %d faults" % len(faults))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
