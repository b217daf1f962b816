"""Lists of what a server has, contexts, and whether it is well."""
import json
import os
import time

import servers

RULES = """groups:
- name: g
  interval: 1s
  rules:
  - {record: "one:sum", expr: vector(1)}
  - {alert: Always, expr: vector(7) > 1, labels: {severity: page}, annotations: {summary: 'seven is {{ $value }}'}}
  - {alert: Never, expr: vector(0) > 1, for: 5m}
"""
CONFIG = """global: {scrape_interval: 1s, scrape_timeout: 1s}
rule_files: [rules.yml]
scrape_configs:
- job_name: self
  static_configs: [{targets: ['127.0.0.1:%d']}]
- job_name: gone
  static_configs: [{targets: ['127.0.0.1:1']}]
  relabel_configs: [{source_labels: [__address__], regex: 'x', action: keep}]
- job_name: dead
  static_configs: [{targets: ['127.0.0.1:1']}]
"""


def check(session):
    server = servers.prometheus(session.folder, config="scrape_configs: []\n", files={"rules.yml": RULES})
    try:
        with open(os.path.join(session.folder, "prometheus.yml"), "w", encoding="utf-8") as f:
            f.write(CONFIG % server.port)
        servers.fetch(server.url + "/-/reload", data=b"", method="POST")
        for _ in range(servers.SECONDS * 4):
            alerts = session.data(server, "/api/v1/alerts")["alerts"]
            up = session.data(server, "/api/v1/query", query="up")["result"]
            if alerts and len(up) == 2:
                break
            time.sleep(0.25)
        lists(session, server)
        contexts(session, server)
        health(session, server)
    finally:
        server.stop()


def lists(session, server):
    run = session.run

    def parsed(*args):
        status, out, err = run(*args)
        session.true("status of %s" % " ".join(args), status == 0 and not err, (status, out[:200], err))
        return json.loads(out) if out else None

    session.same("labels", sorted(parsed("query", "labels", server.url, "--format", "json")), session.data(server, "/api/v1/labels"))
    session.same("label values", parsed("query", "labels", server.url, "job", "--format", "json"), session.data(server, "/api/v1/label/job/values"))
    key = lambda one: json.dumps(one, sort_keys=True)
    session.same("series", sorted(parsed("query", "series", server.url, "up", "--format", "json"), key=key),
                 sorted(session.data(server, "/api/v1/series", match=[], **{"match[]": "up"}), key=key))
    metadata = parsed("query", "metadata", server.url, "up_is_no_metric", "--format", "json")
    session.same("metadata", metadata, {})
    metadata = parsed("query", "metadata", server.url, "go_goroutines", "--format", "json")
    session.same("metadata of a metric", metadata, session.data(server, "/api/v1/metadata", metric="go_goroutines"))
    rules = parsed("query", "rules", server.url, "--format", "json")
    session.same("rules", [r["name"] for g in rules["groups"] for r in g["rules"]], ["one:sum", "Always", "Never"])
    targets = parsed("query", "targets", server.url, "--format", "json")
    session.same("targets", sorted(t["scrapePool"] for t in targets["activeTargets"]), ["dead", "self"])
    session.same("flags", parsed("query", "status", server.url, "flags", "--format", "json"), session.data(server, "/api/v1/status/flags"))

    for args, words in ((["targets"], ["up", "down", "connection refused", 'job="self"']), (["targets", "--state", "dropped"], ["dropped", "gone"]),
                        (["rules"], ["one:sum", "firing (1)", "inactive"]), (["alerts"], ["firing", "Always", 'severity="page"', "seven is 7"]),
                        (["metadata"], ["go_goroutines", "gauge"]), (["status"], ["version"]), (["status", "config"], ["job_name: self"]),
                        (["status", "tsdb"], ["headStats.numSeries", "seriesCountByMetricName."]), (["series", "up"], ["dead", "__name__"]),
                        (["labels"], ["job\n"]), (["exemplars", "up"], [])):
        status, out, err = run("query", args[0], server.url, *args[1:])
        session.true("query %s" % " ".join(args), status == 0 and all(w in out for w in words), (status, out[:600], err))
        if args[0] not in ("labels", "exemplars") and args != ["status", "config"]:
            status, out, err = run("query", args[0], server.url, *args[1:], "--format", "csv")
            session.true("query %s as CSV" % " ".join(args), status == 0 and out.count("\n") > 1 and "," in out.split("\n")[0], (status, out[:300], err))


def contexts(session, server):
    folder = os.path.join(session.folder, ".config", "pronoia")
    os.makedirs(folder)
    path = os.path.join(folder, "config.yml")
    with open(path, "w", encoding="utf-8") as f:
        f.write("# mine\ncontexts:\n  here: {url: '%s', format: json}\n  there: {url: 'http://me:hunter2@127.0.0.1:1', tenant: t}\n" % server.url)
    run = session.run
    session.same("context list", run("context", "list"), (0, "  here   %s\n  there  http://***@127.0.0.1:1\n" % server.url, ""))
    status, out, err = run("context", "use", "nowhere")
    session.true("an unknown context", status == 2 and "unknown context `nowhere`" in err, (status, out, err))
    session.same("context use", run("context", "use", "here")[:2], (0, ""))
    with open(path, encoding="utf-8") as f:
        session.true("the file is kept", f.read().startswith("current: here\n# mine\n"))
    status, out, err = run("context", "show", "there")
    session.true("context show", status == 0 and "hunter2" not in out and "tenant" in out, (status, out, err))
    wanted = '{"resultType":"scalar"'
    for args, env in ((["1"], {}), (["here", "1"], {}), (["1", "--context", "here"], {}), (["1"], {"PRONOIA_CONTEXT": "here"}),
                      ([server.url, "1", "--format", "json"], {}), (["1", "--format", "json"], {"PRONOIA_URL": server.url}),
                      (["127.0.0.1:%d" % server.port, "1", "--format", "json"], {})):
        status, out, err = run("query", "instant", *args, env=env)
        session.true("a server by %s %s" % (args, env), status == 0 and out.startswith(wanted), (status, out, err))
    status, out, err = run("query", "instant", "there", "1", "--retries", "0")
    session.true("another context", status == 2 and "connection refused" in err and "hunter2" not in err, (status, out, err))


def health(session, server):
    for word in ("healthy", "ready"):
        status, out, err = session.run("check", word, server.url)
        session.true("check " + word, status == 0 and out.startswith("`%s` is %s" % (server.url, word)) and not err, (status, out, err))
        status, out, err = session.run("promtool", "check", word, "--url=" + server.url)
        session.true("promtool check " + word, status == 0 and not out and "SUCCESS" in err, (status, out, err))
        status, out, err = session.run("check", word, "127.0.0.1:1", "--retries", "0")
        session.true("nobody is " + word, status == 2 and "connection refused" in err, (status, out, err))
