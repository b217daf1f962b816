"""Silences and alerts of an Alertmanager: made, shown, changed and ended by commands, and read back without them."""
import contextlib
import datetime
import json
import os
import pty
import subprocess
import threading
import time

import servers

CONFIG = """route:
  receiver: web
  group_by: [alertname]
  group_wait: 1s
  routes:
  - {receiver: db, matchers: ['team = db']}
receivers: [{name: web}, {name: db}]
inhibit_rules:
- {source_matchers: ['severity = critical'], target_matchers: ['severity = info'], equal: [instance]}
"""
LABELS = (("Down", "db1", "critical", "db"), ("Slow", "db1", "info", "db"), ("Slow", "web1", "warning", "web"), ("Full", "web2", "warning", "web"))


class Asked:
    """Alertmanager's API without pronoia, and pronoia's commands with it."""

    def __init__(self, session, server):
        self.session, self.server = session, server

    def api(self, path, data=None, method=None):
        body = None if data is None else json.dumps(data).encode()
        status, text = servers.fetch(self.server.url + "/api/v2" + path, body, {"Content-Type": "application/json"}, method)
        if status != 200:
            raise RuntimeError("%s: %d %s" % (path, status, text[:300]))
        return json.loads(text) if text.strip() else None

    def silences(self, *states):
        return [s for s in self.api("/silences") if s["status"]["state"] in (states or ("active", "pending"))]

    def run(self, *args, stdin=None, env=None):
        return self.session.run(*args, stdin=stdin, env={"PRONOIA_ALERTMANAGER_URL": self.server.url, **(env or {})})

    def good(self, *args, stdin=None, words=()):
        """Standard output of a command that has to succeed and to say `words`."""
        status, out, err = self.run(*args, stdin=stdin)
        self.session.true(" ".join(args), status == 0 and all(w in out for w in words), (status, out[:800], err))
        return out


def on_terminal(session, asked, *args, env=None):
    """What a command writes on a terminal."""
    here, there = pty.openpty()
    process = subprocess.Popen([session.pronoia, *args], cwd=session.folder, stdin=subprocess.DEVNULL, stdout=there, stderr=there,
                               env={**servers.ENVIRONMENT, "TERM": "xterm", "HOME": session.folder, "XDG_CONFIG_HOME": "", "PRONOIA_ALERTMANAGER_URL": asked.server.url,
                                    **(env or {})})
    os.close(there)
    shown = b""
    # The terminal ends with the last that writes to it.
    with contextlib.suppress(OSError):
        while piece := os.read(here, 65536):
            shown += piece
    os.close(here)
    process.wait(servers.SECONDS)
    return shown.decode()


def check(session):
    server = servers.alertmanager(session.folder, CONFIG)
    try:
        asked = Asked(session, server)
        alerts(session, asked)
        add(session, asked)
        change(session, asked)
        expire(session, asked)
        status(session, asked)
        clusters(session, asked)
        faults(session, asked)
    finally:
        server.stop()
    killed(session)


def alerts(session, asked):
    now = datetime.datetime.now(datetime.timezone.utc)
    asked.api("/alerts", [{"labels": dict(zip(("alertname", "instance", "severity", "team"), labels)),
                           "annotations": {"summary": "%s of %s" % labels[:2]}, "startsAt": (now - datetime.timedelta(minutes=5)).isoformat()} for labels in LABELS])
    asked.good("alert", "add", "Sent", "team=web", "--annotation", "summary=5 < 6", "--start", "-1h", "--end", "+1h", "--generator-url", "http://g/?a=1&b=2")
    sent = [a for a in asked.api("/alerts") if a["labels"]["alertname"] == "Sent"]
    session.same("what was sent", [(a["labels"], a["annotations"], a["generatorURL"]) for a in sent],
                 [({"alertname": "Sent", "team": "web"}, {"summary": "5 < 6"}, "http://g/?a=1&b=2")])
    # Inhibition and routes take a moment.
    for _ in range(servers.SECONDS * 4):
        if any(a["status"]["inhibitedBy"] for a in asked.api("/alerts")) and len(asked.api("/alerts/groups")) == 5:
            break
        time.sleep(0.25)

    def names(*args):
        return sorted(a["labels"]["alertname"] + " " + a["labels"].get("instance", "") for a in json.loads(asked.good("alert", "query", *args, "--format", "json")))

    session.same("active alerts", names(), ["Down db1", "Full web2", "Sent ", "Slow web1"])
    session.same("inhibited alerts", names("--state", "inhibited"), ["Slow db1"])
    session.same("all alerts", len(names("--state", "all")), 5)
    session.same("alerts of a name", names("Slow", "--state", "active,inhibited"), ["Slow db1", "Slow web1"])
    session.same("alerts by matchers", names("team=~web|x", "severity!=info", "instance!~web2"), ["Sent ", "Slow web1"])
    session.same("alerts of a receiver", names("--receiver", "d.*"), ["Down db1"])
    asked.good("alert", "query", words=("STATE", "active", "Down", 'instance="db1"', "Down of db1"))
    asked.good("alert", "query", "--wide", "--state", "all", words=("RECEIVERS", "inhibited", "HELD BACK BY", "http://g/?a=1&b=2"))
    groups = asked.good("alert", "query", "--group", words=('db {alertname="Down"}\n', 'web {alertname="Slow"}\n'))
    session.true("an inhibited alert is in no group", 'db {alertname="Slow"}' not in groups, groups)
    session.same("alerts as CSV", asked.good("alert", "query", "Full", "--format", "csv").split("\n")[0], "STATE,ALERT,FOR,LABELS,SUMMARY")
    session.same("no alerts", asked.run("alert", "query", "None"), (0, "", "no alerts match\n"))
    session.same("no alerts as JSON", asked.run("alert", "query", "None", "--format", "json"), (0, "[]\n", ""))


def add(session, asked):
    out = asked.good("silence", "add", "Slow", "team=~web|x", "--for", "2h", "-c", "why <not>", "-a", "anna", "--dry-run", words=("1 of 5 alerts match now", "web1"))
    session.same("a dry run makes nothing", asked.silences(), [])
    session.true("the other alert is not hit", "db1" not in out, out)
    one = asked.good("silence", "add", "Slow", "team=~web|x", "--for", "2h", "-c", "why <not>", "-a", "anna").strip()
    silence = asked.api("/silence/" + one)
    session.same("the silence", (silence["matchers"], silence["comment"], silence["createdBy"]),
                 ([{"isEqual": True, "isRegex": False, "name": "alertname", "value": "Slow"},
                   {"isEqual": True, "isRegex": True, "name": "team", "value": "web|x"}], "why <not>", "anna"))
    length = datetime.datetime.fromisoformat(silence["endsAt"].replace("Z", "+00:00")) - datetime.datetime.fromisoformat(
        silence["startsAt"].replace("Z", "+00:00"))
    session.true("how long it lasts", abs(length.total_seconds() - 7200) < 5, length)
    asked.good("silence", "add", "env=staging", "--at", "2090-07-01 22:00..+2h", "--tz", "Europe/Berlin", "-c", "window")
    window = [s for s in asked.silences("pending")]
    session.same("a window", [(s["startsAt"], s["endsAt"]) for s in window], [("2090-07-01T20:00:00.000Z", "2090-07-01T22:00:00.000Z")])
    # Guards.
    for words, why in ((["alertname=~.+"], "nearly every alert"), (["severity!=nothing", "alertname=~.+"], "nearly every alert"),
                       (["alertname=~Down|Slow|Full|Sent"], "all 5 alerts")):
        status, out, err = asked.run("silence", "add", *words, "-c", "x")
        session.true("too broad: %s" % words, status == 1 and not out and why in err and "--yes" in err, (status, out, err))
    status, out, err = asked.run("silence", "add", "Slow", "-c", "x", "--max-alerts", "1")
    session.true("too many alerts", status == 1 and not out and "2 alerts" in err, (status, out, err))
    status, out, err = asked.run("silence", "add", "Nothing", "envv=~prod", "-c", "x", "--dry-run")
    session.true("odd matchers are told", status == 0 and "matches only one string" in err and "no alert has the label `envv`" in err, (status, out, err))
    session.same("guards make nothing", len(asked.silences()), 2)
    for args, why in ((["Slow"], "comment"), (["a=", "-c", "x"], "empty string"), (["Slow", "b=~(", "-c", "x"], "b=~("), (["Slow", "-c", "x", "--until", "-1h"], "after its start"),
                      (["Slow", "-c", "x", "--for", "1h", "--until", "18:00"], "--until"), (["Slow", "-c", "x", "--at", "2020-01-01..2020-01-02"], "already have ended")):
        status, out, err = asked.run("silence", "add", *args)
        session.true("refused: %s" % args, status == 2 and not out and why in err, (status, out, err))
    # Matchers of an alert, and the rules whose alerts it could hit.
    with open(os.path.join(session.folder, "rules.yml"), "w", encoding="utf-8") as f:
        f.write("groups: [{name: g, rules: [{alert: Full, expr: up, labels: {team: web}}, {alert: Full, expr: 'sum by (instance) (up)', labels: {team: web}},\n"
                "{alert: Slow, expr: up}]}]\n")
    fingerprint = [a["fingerprint"] for a in asked.api("/alerts") if a["labels"]["alertname"] == "Full"][0]
    asked.good("silence", "add", "--from-alert", fingerprint, "-c", "c", "--dry-run", "--rules", "rules.yml",
               words=('silence {alertname="Full", instance="web2", severity="warning", team="web"}', "1 of 5 alerts match now", "alerts of 1 of 3 rules can match\n",
                      "Full   sometimes  rules.yml:1\n"))
    asked.good("silence", "add", "Full", "team=web", "-c", "c", "--dry-run", "--rules", "rules.yml", words=("alerts of 2 of 3 rules can match\n", "Full   always   rules.yml:1\n"))
    status, out, err = asked.run("silence", "add", "--from-alert", "f00", "-c", "c")
    session.true("no such alert", status == 2 and not out and "no alert has the fingerprint `f00`" in err, (status, out, err))
    # On a terminal what it hits is shown first.
    shown = on_terminal(session, asked, "silence", "add", "Full", "--for", "5m", "-c", "seen")
    session.true("a preview", "1 of 5 alerts match now" in shown and 'instance="web2"' in shown and "\033[" in shown, shown)
    shown = on_terminal(session, asked, "silence", "add", "Full", "--for", "5m", "-c", "seen", env={"NO_COLOR": "1"})
    session.true("a preview without colour", "1 of 5 alerts match now" in shown and "\033[" not in shown, shown)
    asked.good("silence", "expire", "--matching", "Full", "--yes")
    held = json.loads(asked.good("alert", "query", "--state", "silenced", "--format", "json"))
    session.same("what is silenced", [(a["labels"]["instance"], a["status"]["silencedBy"]) for a in held], [("web1", [one])])


def change(session, asked):
    one = asked.silences("active")[0]["id"]
    asked.good("silence", "query", words=("active", one, 'alertname="Slow", team=~"web|x"', "anna", "why <not>", "pending"))
    asked.good("silence", "query", "--wide", "--tz", "Europe/Berlin", words=("STARTS", "2090-07-02 00:00:00"))
    for args, count in (([], 2), (["--state", "pending"], 1), (["--state", "all"], 4), (["--created-by", "anna"], 1), (["--id", one], 1), (["team=~web|x"], 1),
                        (["team=web"], 0), (["--within", "3h"], 1), (["--expiring", "1h"], 0), (["--expiring", "3h"], 1), (["--state", "expired"], 2)):
        session.same("silence query %s" % args, asked.good("silence", "query", "-q", *args).count("\n"), count)
    session.same("JSON of silences", json.loads(asked.good("silence", "query", "--format", "json", "--id", one)), [asked.api("/silence/" + one)])
    asked.good("silence", "show", one, words=("id:", "why <not>", "alerts:     1 of 5", "web1"))
    asked.good("silence", "extend", one, "+2h", words=(one, "anna"))
    asked.good("silence", "update", one, "-c", "new comment", words=("new comment",))
    silence = asked.api("/silence/" + one)
    left = datetime.datetime.fromisoformat(silence["endsAt"].replace("Z", "+00:00")) - datetime.datetime.now(datetime.timezone.utc)
    session.true("extended", abs(left.total_seconds() - 4 * 3600) < 60 and silence["comment"] == "new comment", silence)
    session.same("an update with -q", asked.good("silence", "update", "-q", one, "-a", "otto"), one + "\n")
    pending = asked.silences("pending")[0]["id"]
    asked.good("silence", "update", pending, "--for", "3h", words=(pending,))
    session.same("a longer window", asked.api("/silence/" + pending)["endsAt"], "2090-07-01T23:00:00.000Z")
    status, out, err = asked.run("silence", "update", one)
    session.true("nothing to change", status == 2 and "nothing to change" in err, (status, out, err))
    status, out, err = asked.run("silence", "extend", one, "11111111-2222-3333-4444-555555555555", "+1h")
    session.true("one of two is extended", status == 2 and one in out and "changed 1 of 2" in err and "404" in err, (status, out, err))


def expire(session, asked):
    exported = asked.good("silence", "export")
    session.same("an export", sorted(s["id"] for s in json.loads(exported)), sorted(s["id"] for s in asked.silences()))
    status, out, err = asked.run("silence", "import", stdin=exported)
    session.true("an import of what is there", status == 0 and out.count("\n") == 2 and "imported 0 of 2 silences, 2 already there" in err, (status, out, err))
    active, pending = asked.silences("active")[0]["id"], asked.silences("pending")[0]["id"]
    session.same("expire", asked.run("silence", "expire", active), (0, "", ""))
    session.same("expire again", asked.run("silence", "expire", active), (0, "", ""))
    session.same("it has expired", asked.api("/silence/" + active)["status"]["state"], "expired")
    asked.good("silence", "query", "--state", "expired", "--within", "1h", words=(active, "ago"))
    status, out, err = asked.run("silence", "expire", pending, "11111111-2222-3333-4444-555555555555")
    session.true("one of two is expired", status == 2 and "expired 1 of 2 silences: `%s`" % pending in err, (status, out, err))
    status, out, err = asked.run("silence", "import", "-", stdin=exported)
    session.true("an import of what is gone", status == 0 and "imported 2 of 2 silences" in err, (status, out, err))
    session.same("two are there again", sorted(s["comment"] for s in asked.silences()), ["new comment", "window"])
    status, out, err = asked.run("silence", "expire", "--matching", "env=staging")
    session.true("what would be expired", status == 1 and "window" in out and "--yes" in err and len(asked.silences()) == 2, (status, out, err))
    session.same("expire what matches", asked.run("silence", "expire", "--matching", "env=staging", "--yes"), (0, "", ""))
    session.same("one is left", [s["comment"] for s in asked.silences()], ["new comment"])
    session.same("expire all", asked.run("silence", "expire", "--all", "--yes"), (0, "", ""))
    session.same("none is left", asked.silences(), [])


def status(session, asked):
    asked.good("cluster", "show", words=("status:  disabled",))
    session.same("cluster as JSON", json.loads(asked.good("cluster", "show", "--format", "json"))["status"], "disabled")
    wanted = asked.api("/status")
    session.same("configuration", asked.good("am", "config", "show").rstrip("\n"), wanted["config"]["original"].rstrip("\n"))
    session.same("status as JSON", json.loads(asked.good("am", "config", "show", "--format", "json"))["versionInfo"], wanted["versionInfo"])
    out = asked.good("routes", "test", "-", "team=db", stdin=asked.good("am", "config", "show"))
    session.true("routes of a running server", out.startswith("db\n"), out)


def clusters(session, asked):
    url = asked.server.url
    for flags, env in ((["--alertmanager", "http://127.0.0.1:1," + url], {}), (["--alertmanager", "http://127.0.0.1:1", "--alertmanager", url], {}),
                       ([], {"PRONOIA_ALERTMANAGER_URL": "http://127.0.0.1:1," + url}), (["--alertmanager", url.replace("http://", "")], {})):
        status, out, err = asked.run("cluster", "show", "-v", *flags, env=env)
        session.true("the first that answers: %s" % flags, status == 0 and "asking `%s`" % url in err, (status, out, err))
    status, out, err = asked.run("cluster", "show", "--alertmanager", "http://127.0.0.1:1,http://me:hunter2@127.0.0.1:2")
    session.true("none answers", status == 2 and "none of 2 Alertmanagers responds" in err and "hunter2" not in err, (status, out, err))
    folder = os.path.join(session.folder, ".config", "pronoia")
    os.makedirs(folder)
    with open(os.path.join(folder, "config.yml"), "w", encoding="utf-8") as f:
        f.write("current: here\ncontexts:\n  here: {url: 'http://127.0.0.1:1', alertmanager: 'http://127.0.0.1:2,%s', time_zone: Europe/Berlin}\n"
                "  bare: {url: 'http://127.0.0.1:1'}\n  only: {alertmanager: '%s'}\n" % (url, url))
    nobody = {"PRONOIA_ALERTMANAGER_URL": ""}
    for flags in ([], ["--context", "only"], ["--alertmanager", "here"]):
        status, out, err = asked.run("cluster", "show", *flags, env=nobody)
        session.true("a context: %s" % flags, status == 0 and out == "status:  disabled\n" and not err, (status, out, err))
    session.same("a context without Alertmanager", asked.run("cluster", "show", "--context", "bare", env=nobody),
                 (2, "", "pronoia: error: context `bare` has no `alertmanager`\n"))
    session.same("a context without Prometheus", session.run("query", "labels", "--context", "only"), (2, "", "pronoia: error: context `only` has no `url`\n"))
    session.same("contexts", session.run("context", "list")[1], "* here  http://127.0.0.1:1\n  bare  http://127.0.0.1:1\n  only  %s\n" % url)
    session.true("a context is shown", "alertmanager:     http://127.0.0.1:2,%s\n" % url in session.run("context", "show")[1], session.run("context", "show"))


def faults(session, asked):
    none = "11111111-2222-3333-4444-555555555555"
    for args, words in ((["silence", "show", none], ["404"]), (["silence", "show", "x"], ["422", "uuid"]), (["silence", "expire", "x"], ["422"]),
                        (["alert", "query", "--receiver", "("], ["400"]), (["alert", "add", "x=", "--annotation", "a=b"], ["400", "label"]),
                        (["cluster", "show", "--alertmanager", asked.server.url + "/prefix"], ["404", "--web.external-url"])):
        status, out, err = asked.run(*args)
        session.true("fault: %s" % args, status == 2 and not out and all(w in err for w in words), (status, out, err))
    for text, why in (("", "standard input"), ("{}", "not a list"), ("[{}]", "no `matchers`"), ("[", "ends in the middle")):
        status, out, err = asked.run("silence", "import", stdin=text)
        session.true("import of %r" % text, status == 2 and not out and why in err, (status, out, err))


def killed(session):
    """An import of 1,000 silences whose server is killed halfway; the next run finishes it."""
    server = servers.alertmanager(session.folder, CONFIG)
    silences = [{"matchers": [{"name": "n", "value": str(i), "isRegex": False, "isEqual": True}], "startsAt": "2026-01-01T00:00:00.000Z",
                 "endsAt": "2090-01-01T00:00:00.000Z", "createdBy": "me", "comment": "silence %d" % i} for i in range(1000)]

    def kill():
        while True:
            _, body = servers.fetch(server.url + "/api/v2/silences?filter=n%3D%22300%22")
            if len(json.loads(body)) > 0:
                break
        # What it has been told is written when it ends.
        server.stop()

    try:
        killer = threading.Thread(target=kill)
        killer.start()
        flags = ["silence", "import", "--retries", "0", "--alertmanager", server.url]
        status, out, err = session.run(*flags, stdin=json.dumps(silences))
        killer.join()
        session.true("an import that is cut short", status == 2 and 0 < out.count("\n") < 1000 and "missing: " in err, (status, out.count("\n"), err[-600:]))
        server = servers.alertmanager(session.folder, CONFIG, server.port)
        status, out, err = session.run(*flags, stdin=json.dumps(silences))
        session.true("the next one finishes it", status == 0 and out.count("\n") == 1000 and "already there" in err, (status, out.count("\n"), err[-600:]))
        _, body = servers.fetch(server.url + "/api/v2/silences")
        there = [s["comment"] for s in json.loads(body) if s["status"]["state"] == "active" and s["createdBy"] == "me"]
        session.same("each is there once", sorted(there), sorted(s["comment"] for s in silences))
    finally:
        server.stop()
