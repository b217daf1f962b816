"""Cases about what terminals obey, in answers of servers, in files and in arguments."""
import http.server
import json
import os
import re
import subprocess
import threading
import urllib.parse

EVIL = "a\x1b]0;owned\x07b\x1b[2Jc\x9b31md\u202ee\u2066f\x7fg\x08h\rX\x85"
# All of it, as bytes: C0 but line breaks and tabs, DEL, C1, embeddings, overrides and isolates.
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LABELS = {"__name__": "up", "job": EVIL, "instance": "x" + EVIL}
TIME = "2024-01-01T00:00:00.000Z"
LATER = "2099-01-01T00:00:00.000Z"
ALERT = {"labels": {"alertname": EVIL, "severity": EVIL}, "annotations": {"summary": EVIL, "description": EVIL},
         "startsAt": TIME, "endsAt": LATER, "updatedAt": TIME, "fingerprint": "0123456789abcdef", "generatorURL": "http://x/" + EVIL,
         "receivers": [{"name": EVIL}], "status": {"state": "active", "silencedBy": [], "inhibitedBy": [], "mutedBy": []}}
SILENCE = {"id": "01234567-89ab-cdef-0123-456789abcdef", "comment": EVIL, "createdBy": EVIL, "startsAt": TIME, "endsAt": LATER,
           "updatedAt": TIME, "status": {"state": "active"}, "annotations": {EVIL: EVIL},
           "matchers": [{"name": "alertname", "value": EVIL, "isRegex": False, "isEqual": True}]}
RULE = {"type": "alerting", "name": EVIL, "query": "up == 0", "duration": 60, "labels": {"severity": EVIL},
        "annotations": {"summary": EVIL}, "alerts": [], "health": "err", "lastError": EVIL, "state": "firing",
        "evaluationTime": 0.1, "lastEvaluation": TIME}
CONFIG = "route:\n  receiver: a\nreceivers:\n  - name: a # %s\n" % EVIL
TARGET = {"discoveredLabels": {"__address__": EVIL}, "labels": LABELS, "scrapePool": EVIL, "scrapeUrl": "http://" + EVIL,
          "globalUrl": "http://" + EVIL, "lastError": EVIL, "lastScrape": TIME, "lastScrapeDuration": 0.1, "health": "down",
          "scrapeInterval": "15s", "scrapeTimeout": "10s"}
DATA = {
    "query": {"resultType": "vector", "result": [{"metric": LABELS, "value": [1, "1"]}]},
    "query_range": {"resultType": "matrix", "result": [{"metric": LABELS, "values": [[1, "1"], [61, "2"]]}]},
    "series": [LABELS], "labels": [EVIL, "job"], "values": [EVIL],
    "rules": {"groups": [{"name": EVIL, "file": EVIL, "interval": 60, "rules": [RULE], "evaluationTime": 0.1, "lastEvaluation": TIME}]},
    "alerts": {"alerts": [{"labels": {"alertname": EVIL}, "annotations": {"summary": EVIL}, "state": "firing", "activeAt": TIME, "value": "1e+00"}]},
    "targets": {"activeTargets": [TARGET], "droppedTargets": []},
    "metadata": {"up": [{"type": "gauge", "help": EVIL, "unit": EVIL}]},
    "query_exemplars": [{"seriesLabels": LABELS, "exemplars": [{"labels": {"trace": EVIL}, "value": "1", "timestamp": 1}]}],
    "config": {"yaml": CONFIG}, "flags": {"web.listen-address": EVIL}, "buildinfo": {"version": EVIL, "revision": EVIL},
    "runtimeinfo": {"startTime": TIME, "CWD": EVIL}, "tsdb": {"headStats": {"numSeries": 1}, "seriesCountByMetricName": [{"name": EVIL, "value": 1}]},
}


class Server(http.server.BaseHTTPRequestHandler):
    """Prometheus and Alertmanager, both hostile. Below /refused nothing works, and the reason is hostile too."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        path = urllib.parse.urlparse(self.path).path
        name = path.rsplit("/", 1)[-1]
        if path.startswith("/refused"):
            return self.answer(400, {"status": "error", "errorType": EVIL, "error": EVIL, "code": 400, "message": EVIL})
        if path.startswith("/page"):
            return self.send(500, "text/html", "<html><title>%s</title>%s</html>" % (EVIL, EVIL))
        if "/api/v2/" in path:
            status = {"cluster": {"status": "ready", "name": EVIL, "peers": [{"name": EVIL, "address": EVIL}]}, "uptime": TIME,
                      "config": {"original": CONFIG},
                      "versionInfo": dict.fromkeys(("version", "revision", "branch", "buildUser", "buildDate", "goVersion"), EVIL)}
            groups = [{"labels": {"alertname": EVIL}, "receiver": {"name": EVIL}, "alerts": [ALERT]}]
            return self.answer(200, {"alerts": [ALERT], "silences": [SILENCE], "status": status, "groups": groups,
                                     "receivers": [{"name": EVIL}]}.get(name, SILENCE))
        if name == "metrics":
            return self.send(200, "text/plain", '# HELP up %s\nup{a="%s",a="1"} 1\n%s 1\n' % (EVIL.replace("\r", ""), EVIL.replace("\r", ""), EVIL))
        self.answer(200, {"status": "success", "data": DATA.get(name, DATA["query"]), "warnings": [EVIL], "infos": [EVIL]})

    do_POST = do_GET

    def answer(self, status, value):
        self.send(status, "application/json", json.dumps(value))

    def send(self, status, kind, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


QUOTED = json.dumps(EVIL)  # As YAML and PromQL have it, too.

FILES = {
    "rules.yml": "groups:\n  - name: %s\n    rules:\n      - alert: %s\n        expr: up{job=%s} == 0 or sum(\n        labels: {severity: %s}\n"
                 "      - record: %s\n        expr: up\n" % ((QUOTED,) * 5),
    "good.yml": "groups:\n  - name: %s\n    rules:\n      - alert: A\n        expr: up == 0\n        labels: {severity: %s}\n"
                "        annotations: {summary: %s}\n" % ((QUOTED,) * 3),
    "tests.yml": "rule_files: [good.yml]\ntests:\n  - name: %s\n    input_series:\n      - series: 'up{job=%s}'\n        values: 0 0 0\n"
                 "    alert_rule_test:\n      - alertname: A\n        eval_time: 1m\n        exp_alerts: [{exp_labels: {x: %s}}]\n"
                 "    promql_expr_test:\n      - expr: up\n        eval_time: 1m\n        exp_samples: [{labels: 'up{a=%s}', value: 2}]\n"
                 % ((QUOTED,) * 4),
    "config.yml": "scrape_configs:\n  - job_name: %s\n    scheme: %s\n    static_configs: [{targets: [%s]}]\n" % ((QUOTED,) * 3),
    "relabel.yml": "scrape_configs:\n  - job_name: %s\n    static_configs: [{targets: ['a:1'], labels: {x: %s}}]\n    relabel_configs:\n"
                   "      - {source_labels: [x], target_label: y}\n" % ((QUOTED,) * 2),
    "am.yml": "route:\n  receiver: %s\n  routes: [{matchers: ['a=b'], receiver: %s}]\nreceivers: [{name: %s}]\n" % ((QUOTED,) * 3),
    "raw.yml": "groups:\n  - name: %s\n" % EVIL,
    "raw.prom": '# HELP a b\na{b="%s"} x\n' % EVIL,
    "data.om": '# TYPE up gauge\nup{a="%s"} 1 1700000000\n# EOF\n' % EVIL.replace("\r", ""),
    "template.tmpl": '{{ define "x" }}%s{{ end }}' % EVIL,
}


def commands(url):
    prometheus = (["query", "instant", url, "up"], ["query", "instant", "--format", "table", url, "up"],
                  ["query", "instant", "--format", "plot", url, "up"],
                  ["query", "range", url, "up", "--start", "0", "--end", "100"], ["query", "series", url, "--match", "up"],
                  ["query", "labels", url], ["query", "labels", url, "job"], ["query", "rules", url], ["query", "alerts", url],
                  ["query", "targets", url], ["query", "metadata", url], ["query", "exemplars", url, "up", "--start", "0", "--end", "9"],
                  *(["query", "status", url, what] for what in ("build", "flags", "runtime", "tsdb")), ["check", "healthy", url],
                  ["check", "metrics", url + "/metrics"])
    flag = ["--alertmanager", url]
    alertmanager = (["alert", "query", *flag], ["alert", "query", "--wide", *flag], ["alert", "query", "--groups", *flag],
                    ["silence", "query", *flag], ["silence", "query", "--wide", *flag], ["silence", "show", SILENCE["id"], *flag],
                    ["silence", "which", "alertname=x", *flag], ["alert", "why", "alertname=x", *flag], ["cluster", "show", *flag],
                    ["silence", "add", "--comment", EVIL, "--author", "a", "alertname=x", *flag])
    files = (["check", "rules", "rules.yml"], ["check", "rules", "good.yml"], ["check", "rules", "--format", "concise", "rules.yml"],
             ["check", "rules", "raw.yml"], ["test", "rules", "tests.yml"], ["test", "rules", "--coverage", "tests.yml"],
             ["check", "config", "config.yml"], ["check", "relabel", "relabel.yml"], ["check", "alertmanager", "am.yml"],
             ["routes", "show", "am.yml"], ["routes", "test", "am.yml", "a=b"], ["routes", "explain", "am.yml", "a=b"],
             ["check", "metrics", "raw.prom"],
             ["query", "instant", "--data", "data.om", "up", "--time", "1700000000"],
             ["template", "render", "--template.glob", "template.tmpl", "--template.text", "{{ nothing | `%s` }}" % EVIL])
    arguments = [[*words, EVIL] for words in (["check", "rules"], ["check", "metrics"], ["query", "instant", "http://127.0.0.1:1"],
                                              ["promql", "format"], ["promql", "explain"], ["explain"], ["help"], [], ["--flag" + EVIL],
                                              ["check", "rules", "--format"], ["test", "rules", "--run"], ["fmt"], ["schema"])]
    refused = [["query", "instant", url + part, "up"] for part in ("/refused", "/page")]
    refused += [["silence", "query", "--alertmanager", url + part] for part in ("/refused", "/page")]
    return [*prometheus, *alertmanager, *files, *arguments, *refused]


def as_others(url):
    words = ["query", "instant", url, "up"], ["query", "series", url, "--match=up"], ["query", "labels", url, "job"], ["check", "rules", "rules.yml"], \
        ["check", "rules", "good.yml"], ["test", "rules", "tests.yml"], ["check", "config", "config.yml"], ["check", "rules", EVIL]
    for command in words:
        yield ["./promtool", *command]
    for command in (["alert", "query"], ["alert", "query", "-o", "extended"], ["silence", "query"], ["silence", "query", "-o", "extended"],
                    ["cluster", "show"]):
        yield ["./amtool", *command, "--alertmanager.url=" + url]
    yield ["./amtool", "check-config", "am.yml"]
    yield ["./amtool", "config", "routes", "show", "--config.file=am.yml"]


def on_terminal(run, command):
    """What the command writes to a terminal."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(command, cwd=run.folder, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.DEVNULL,
                               env=dict(os.environ, NO_COLOR="1"))
    os.close(theirs)
    text = b""
    while True:
        try:
            piece = os.read(ours, 1 << 16)
        except OSError:  # Nobody writes any more.
            piece = b""
        if not piece:
            break
        text += piece
    os.close(ours)
    process.wait()
    return text.replace(b"\r\n", b"\n").decode("utf-8", "backslashreplace")


def register(case):
    @case
    def escapes(run):
        """No text output has a byte that a terminal obeys."""
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = "http://127.0.0.1:%d" % server.server_address[1]
        for name, text in FILES.items():
            run.write(name, text)
        for name in ("promtool", "amtool"):
            os.symlink(run.program, os.path.join(run.folder, name))
        answered = 0
        for command in [*([run.program, *words] for words in commands(url)), *as_others(url)]:
            process = subprocess.Popen(command, cwd=run.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       env=dict(os.environ, NO_COLOR="1", XDG_CONFIG_HOME=run.folder))
            try:
                out, err = process.communicate(timeout=run.seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                run.check(False, "%s hangs" % command[1:])
                continue
            text = (out + err).decode("utf-8", "backslashreplace")
            found = RAW.search(text)
            run.check(not found, "%s: %r" % (" ".join(command[1:])[:60], found and text[max(0, found.start() - 40):found.end() + 20]))
            run.check(process.returncode >= 0, "%s: status %d" % (command[1:], process.returncode))
            answered += "owned" in text
        # What people keep in files reaches them as it is, but not their terminals.
        for command in ([run.program, "query", "status", url, "config"],
                        ["./amtool", "config", "show", "--alertmanager.url=" + url]):
            kept = subprocess.run(command, cwd=run.folder, check=False, capture_output=True).stdout.decode()
            run.check(EVIL in kept, "%s: not kept as it is" % command[1:])
            text = on_terminal(run, command)
            run.check("owned" in text and not RAW.search(text), "%s: shows %r" % (command[1:], text))
        server.shutdown()
        print("%d of the commands showed it" % answered)
        run.check(answered > 40, "only %d commands showed anything of it" % answered)

    @case
    def secrets_of_several_lines(run):
        """A token file with a second line is refused before anything is sent."""
        run.write("token", "s3cr3tfirst\nX-Injected: s3cr3tsecond\n")
        run.write("bearer.yml", "authorization: {credentials_file: token}\n")
        run.write("basic.yml", "basic_auth: {username: me, password_file: token}\n")
        several = "`token` has several lines, expected only"
        dead = "http://127.0.0.1:1"
        for message, command in ((several, ["check", "metrics", "--bearer-token-file", "token", dead]),
                                 (several, ["query", "instant", "--http.config.file", "bearer.yml", dead, "up"]),
                                 (several, ["query", "instant", "--http.config.file", "basic.yml", dead, "up"]),
                                 (several, ["silence", "query", "--http.config.file", "bearer.yml", "--alertmanager", dead]),
                                 (several, ["push", "metrics", "--http.config.file", "bearer.yml", dead, "m.prom"])):
            run.write("m.prom", "# HELP a b\n# TYPE a gauge\na 1\n")
            out, err = run.expect(2, message, *command)
            run.check("s3cr3t" not in out + err, "shows the secret: %s" % (out + err))
        for name, command in (("promtool", ["query", "instant", "--http.config.file=bearer.yml", dead, "up"]),
                              ("amtool", ["silence", "query", "--http.config.file=bearer.yml", "--alertmanager.url=" + dead])):
            os.symlink(run.program, os.path.join(run.folder, name))
            result = subprocess.run(["./" + name, *command], cwd=run.folder, check=False, capture_output=True, text=True)
            run.check(result.returncode == 1 and 'net/http: invalid header field value for "Authorization"' in result.stderr,
                      "%s: status %d, %s" % (name, result.returncode, result.stderr))
            run.check("s3cr3t" not in result.stdout + result.stderr, "%s shows the secret" % name)
