"""Why alerts are held back, by a real Alertmanager: its routes, inhibition, intervals and silences; and test alerts that reach receivers."""
import datetime
import http.server
import json
import threading
import time

import servers
from live_silences import Asked

CONFIG = """route:
  receiver: web
  group_by: [alertname]
  group_wait: 1s
  group_interval: 1s
  routes:
  - {receiver: db, matchers: ['team = db'], continue: true}
  - {receiver: night, matchers: ['team = db'], mute_time_intervals: [always]}
  - {receiver: office, matchers: ['team =~ "off.+"', 'severity != info'], active_time_intervals: [never]}
  - {receiver: pager, matchers: ['team =~ "pag.+"', 'alertname = Page']}
receivers:
- name: web
  webhook_configs: [{url: 'http://127.0.0.1:1/hunter2', http_config: {basic_auth: {username: a, password: hunter2}}}]
- {name: db}
- {name: night}
- {name: office}
- {name: pager}
- {name: nobody}
inhibit_rules:
- {source_matchers: ['severity = critical'], target_matchers: ['severity = info'], equal: [instance]}
time_intervals:
- {name: always, time_intervals: [{weekdays: ['sunday:saturday']}]}
- {name: never, time_intervals: [{years: ['2000']}]}
"""
# What 0.34 prints of a configuration that has no `api_url`, and would not read again.
PRINTED = """global: {slack_app_token: <secret>}
route: {receiver: chat}
receivers:
- name: chat
  slack_configs: [{api_url: <secret>, app_token: <secret>, channel: '#a'}]
"""
LABELS = ({"alertname": "Down", "instance": "db1", "severity": "critical", "team": "db"}, {"alertname": "Slow", "instance": "db1", "severity": "info", "team": "db"},
          {"alertname": "Slow", "instance": "o1", "team": "office"}, {"alertname": "Full", "instance": "web1", "team": "web"})


def check(session):
    server = servers.alertmanager(session.folder, CONFIG)
    try:
        asked = Asked(session, server)
        now = datetime.datetime.now(datetime.timezone.utc)
        asked.api("/alerts", [{"labels": labels, "startsAt": (now - datetime.timedelta(minutes=5)).isoformat()} for labels in LABELS])
        for words in (["instance=web1"], ["instance=db1", "severity=info"]):
            asked.good("silence", "add", *words, "-c", "disk is replaced", "--yes")
        for _ in range(servers.SECONDS * 4):
            if len([a for a in asked.api("/alerts") if a["status"]["silencedBy"] or a["status"]["inhibitedBy"]]) == 2:
                break
            time.sleep(0.25)
        why(session, asked)
        receivers(session, asked)
    finally:
        server.stop()
    printed(session)


class Printing(http.server.BaseHTTPRequestHandler):
    """A server without alerts, whose configuration is PRINTED."""

    def do_GET(self):
        status = {"cluster": {"status": "disabled", "peers": []}, "config": {"original": PRINTED}, "uptime": "2026-01-01T00:00:00Z",
                  "versionInfo": {"version": "0.34.0", "revision": "", "branch": "", "buildUser": "", "buildDate": "", "goVersion": ""}}
        data = json.dumps(status if self.path.endswith("/status") else []).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def printed(session):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Printing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        status, out, err = session.run("alert", "why", "Down", "--alertmanager", "http://127.0.0.1:%d" % server.server_address[1])
        session.true("a configuration as the server prints it", status == 0 and "chat: notified" in out and not err, (status, out, err))
    finally:
        server.shutdown()
        server.server_close()


def why(session, asked):
    def account(status, *args, words=()):
        got, out, err = asked.run("alert", "why", *args)
        session.true("alert why %s" % (args,), got == status and all(w in out for w in words) and "hunter2" not in out + err, (got, out, err))

    account(0, "Down", words=("firing since", "default-route  matches", "receiver: db", "not inhibited", "night: muted by `always`", "not silenced", "db: notified\n",
                              "night: not notified: muted\n", "group {alertname=\"Down\"}: first after 1s"))
    account(1, "Slow", "instance=db1", words=("inhibited by {alertname=\"Down\"", "rule 1, line", "with equal instance", "by root: disk is replaced", "db: not notified: inhibited, silenced"))
    account(1, "Slow", "team=office", words=("office: muted outside of `never`", "not silenced", "office: not notified: muted"))
    account(1, "Full", words=("silenced until", "web: not notified: silenced"))
    account(0, "Other", "team=x", words=("the server has no such alert", "no match: `team` is `x`, not `db`", "web: notified"))
    account(2, "0123456789abcdef")
    full = [a for a in asked.api("/alerts") if a["labels"]["alertname"] == "Full"][0]
    got, out, _ = asked.run("alert", "why", full["fingerprint"], "--format", "json")
    found = json.loads(out)["alerts"]
    session.same("JSON of why", (got, [a["labels"] for a in found], [s["id"] for s in found[0]["silenced_by"]], [(r["receiver"], r["notified"], r["reasons"]) for r in found[0]["receivers"]]),
                 (1, [LABELS[3]], full["status"]["silencedBy"], [("web", False, ["silenced"])]))
    with open(session.folder + "/other.yml", "w", encoding="utf-8") as file:
        file.write("route: {receiver: all}\nreceivers: [{name: all}]\n")
    account(0, "Down", "--config", "other.yml", words=("all: notified",))


def receivers(session, asked):
    def tried(*args):
        return asked.run("am", "receivers", "test", *args)

    before = len(asked.api("/alerts"))
    for args, status, words in ((["nobody"], 2, "no route uses the receiver"), (["office"], 1, "would not be notified"), (["db", "--label", "team=web"], 2, "no alert with these labels"),
                                (["pager"], 1, "with --yes")):
        got, out, err = tried(*args)
        session.true("not sent: %s" % args, got == status and words in err, (got, out, err))
    got, out, err = tried("db", "--dry-run")
    session.true("a dry run", got == 0 and 'team="db"' in out and "night (also routed there): not notified: muted" in out and 'alertname="PronoiaTest"' in out, (got, out, err))
    session.same("nothing is sent", len(asked.api("/alerts")), before)
    got, out, err = tried("pager", "--label", "env=test", "--yes")
    sent = [a for a in asked.api("/alerts") if "pronoia_test" in a["labels"]]
    session.true("a test alert", got == 0 and "for pager, fingerprint" in out, (got, out, err))
    session.same("what was sent", [(a["labels"]["alertname"], a["labels"]["env"], [r["name"] for r in a["receivers"]], "TEST" in a["annotations"]["summary"]) for a in sent],
                 [("Page", "test", ["pager"], True)])
