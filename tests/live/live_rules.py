"""Rule groups and an Alertmanager configuration in a server that behaves as Mimir's documentation says."""
import http.server
import json
import threading
import urllib.parse

RULES = """namespace: web
groups:
- name: api
  rules: [{alert: Slow, expr: 'rate(a_total[5m]) > 1', for: 5m, labels: {severity: page}, annotations: {summary: slow}}]
- name: sums
  rules: [{record: 'job:a:sum', expr: 'sum by (job) (a)'}]
"""
CONFIG = """route: {receiver: web}
receivers:
- name: web
  webhook_configs: [{url: 'http://127.0.0.1:1/', http_config: {authorization: {credentials: hunter2}}}]
templates: [a.tmpl]
"""


class Mimir(http.server.BaseHTTPRequestHandler):
    """Groups as the texts that were sent, and one configuration."""
    stored, config, changes, fails_after = {}, None, [], None

    def answer(self, status, body=""):
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/yaml")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.headers.get("X-Scope-OrgID") != "team-a":
            return self.answer(401, "no org id\n")
        if self.command != "GET":
            Mimir.changes.append((self.command, self.path))
            if Mimir.fails_after is not None and len(Mimir.changes) > Mimir.fails_after:
                return self.answer(500, "store is gone\n")
        if self.path == "/api/v1/alerts":
            return self.alerts(body)
        if not self.path.startswith("/prometheus/config/v1/rules"):
            return self.answer(404, "404 page not found\n")
        words = [urllib.parse.unquote(w) for w in self.path.split("/")[5:]]
        return self.rules(words, body)

    def alerts(self, body):
        if self.command == "POST":
            Mimir.config = body
            return self.answer(201)
        return self.answer(200, Mimir.config) if Mimir.config is not None else self.answer(404, "alertmanager storage object not found\n")

    def rules(self, words, body):
        if self.command == "GET":
            groups = {k: v for k, v in Mimir.stored.items() if v}
            text = "".join("%s:\n%s" % (json.dumps(ns), "".join("- " + g.rstrip("\n").replace("\n", "\n  ") + "\n" for g in held.values())) for ns, held in groups.items())
            return self.answer(200, text) if text else self.answer(404, "no rule groups found\n")
        held = Mimir.stored.setdefault(words[0], {})
        if self.command == "DELETE":
            return self.answer(202, "{}") if held.pop(words[1], None) is not None else self.answer(404, "group not found\n")
        name = [line for line in body.split("\n") if line.startswith("name: ")][0][6:]
        held[name] = body
        return self.answer(202, '{"status":"success"}')

    do_GET = do_POST = do_DELETE = handle_any


def check(session):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Mimir)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = "http://127.0.0.1:%d" % server.server_address[1]

    def write(path, text):
        with open(session.folder + "/" + path, "w", encoding="utf-8") as file:
            file.write(text)

    def run(*args, tenant="team-a"):
        return session.run(*args, "--tenant", tenant, "--retries", "0", env={"PRONOIA_URL": url + "/prometheus", "PRONOIA_ALERTMANAGER_URL": url + "/alertmanager"})

    try:
        rules(session, run, write)
        config(session, run, write)
    finally:
        server.shutdown()
        server.server_close()


def rules(session, run, write):
    write("rules.yml", RULES)
    session.same("no groups", run("rules", "list"), (0, "", "no rule groups\n"))
    status, out, err = run("rules", "list", tenant="team-b")
    session.true("another tenant", status == 2 and "no org id" in err, (status, out, err))
    Mimir.stored = {"web": {"old": "name: old\nrules: []"}, "other": {"kept": "name: kept\nrules: []"}}
    status, out, err = run("rules", "diff", "rules.yml")
    session.true("a diff", status == 1 and "+ web/api  1 rule\n+ web/sums  1 rule\n" in out and "web/old  in no file" in out and "2 to create, 0 to update, 0 to delete, 0 unchanged" in out, (status, out, err))
    session.same("a diff sends nothing", Mimir.changes, [])
    Mimir.fails_after = 1
    status, out, err = run("rules", "sync", "rules.yml", "--prune")
    session.true("a sync that fails", status == 2 and "store is gone" in err and "sent 1 of 3 changes: `web/api`\nnot sent: `web/sums`, `web/old`\n" in err, (status, out, err))
    Mimir.fails_after, Mimir.changes = None, []
    status, out, err = run("rules", "diff", "rules.yml", "--prune", "--format", "json")
    planned = [("DELETE", "/web/" + c["group"]) if c["action"] == "delete" else ("POST", "/" + c["namespace"]) for c in json.loads(out)["changes"]]
    session.same("what is left to do", planned, [("POST", "/web"), ("DELETE", "/web/old")])
    status, out, err = run("rules", "sync", "rules.yml", "--prune")
    session.same("what is sent is what the diff said", (status, Mimir.changes), (0, [(m, "/prometheus/config/v1/rules" + p) for m, p in planned]))
    session.same("another namespace is not touched", list(Mimir.stored["other"]), ["kept"])
    Mimir.changes = []
    status, out, err = run("rules", "sync", "rules.yml", "--prune")
    session.same("once more", (status, out, Mimir.changes), (0, "0 to create, 0 to update, 0 to delete, 2 unchanged\n", []))
    write("rules.yml", RULES.replace("> 1", "> 2"))
    status, out, err = run("rules", "diff", "rules.yml")
    session.true("a changed rule", status == 1 and "~ web/api" in out and "alert `Slow`: expr\n        rate(a_total[5m]) > 1\n     -> rate(a_total[5m]) > 2\n" in out, (status, out, err))
    write("bad.yml", "groups: [{name: a, rules: [{alert: A, expr: 'rate('}]}]\n")
    status, out, err = run("rules", "sync", "rules.yml", "bad.yml")
    session.true("a file with errors", status == 1 and not out and "bad.yml" in err and Mimir.changes == [], (status, out, err, Mimir.changes))
    status, out, err = run("rules", "list")
    session.true("the list", status == 0 and "NAMESPACE" in out and "sums" in out and out.count("\n") == 4, (status, out, err))


def config(session, run, write):
    write("am.yml", CONFIG)
    write("a.tmpl", '{{ define "a" }}x{{ end }}')
    status, out, err = run("am", "config", "get")
    session.true("no configuration", status == 1 and not out and "no Alertmanager configuration" in err, (status, out, err))
    Mimir.changes = []
    status, out, err = run("am", "config", "load", "am.yml")
    session.true("a configuration is loaded", status == 0 and Mimir.changes == [("POST", "/api/v1/alerts")] and "hunter2" in Mimir.config and "hunter2" not in out + err, (status, out, err))
    status, out, err = run("am", "config", "diff", "am.yml")
    session.true("nothing differs", status == 0 and not out and err.endswith("no differences\n"), (status, out, err))
    status, out, err = run("am", "config", "get")
    session.true("it is shown without secrets", status == 0 and "<secret>" in out and "hunter2" not in out and "receiver: web" in out, (status, out, err))
    session.same("it is given whole", run("am", "config", "get", "--with-secrets"), (0, CONFIG, ""))
    session.same("its template", run("am", "config", "get", "--template", "a.tmpl"), (0, '{{ define "a" }}x{{ end }}', ""))
    write("am.yml", CONFIG.replace("receiver: web}", "receiver: web, group_wait: 1m}"))
    status, out, err = run("am", "config", "diff", "am.yml")
    session.true("what differs", status == 1 and "  - route: {receiver: web}\n  + route: {receiver: web, group_wait: 1m}\n" in out and "hunter2" not in out, (status, out, err))
    write("am.yml", CONFIG.replace("receiver: web}", "receiver: nobody}"))
    Mimir.changes = []
    status, out, err = run("am", "config", "load", "am.yml")
    session.true("one with errors is not sent", status == 1 and not out and "nobody" in err and Mimir.changes == [], (status, out, err))
