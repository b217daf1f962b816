"""What Debian's Alertmanager 0.25 sends by its default templates to a webhook, a Slack-like server and a mail server, beside
what `template render --receiver` says would be sent. Where 0.34 is meant to send something else, OMITTED and REWORDED say so."""
import difflib
import email
import email.policy
import http.server
import json
import os
import socketserver
import threading
import time

import servers

TEMPLATES = "/usr/share/prometheus/alertmanager/*.tmpl"  # Debian's server has none built in.
ALERTS = (
    [{"labels": {"alertname": "DiskFull", "instance": "db-1", "severity": "page"},
      "annotations": {"summary": "The disk is full", "runbook": "https://example.com/a?b=c&d=e"}, "generatorURL": "http://prometheus.example.com/graph?g0.expr=up&g0.tab=1"},
     {"labels": {"alertname": "DiskFull", "instance": "db-2", "severity": "page"}, "annotations": {"summary": "<b>Full</b> & \"quoted\""}}],
    [{"labels": {"alertname": "Lonely"}, "annotations": {}}],
    [{"labels": {"alertname": "Ünïcode ☃", "team": "a'b"}, "annotations": {"description": "two\nlines\tand more", "summary": "100 %"}}],
)
# What 0.34 says that 0.25 does not, and what it says in other words.
OMITTED = {"notification_reason"}
REWORDED = (("http://schema.org/EmailMessage", "https://schema.org/EmailMessage"),)


class Sink(http.server.BaseHTTPRequestHandler):
    """Keeps what is posted."""

    def do_POST(self):  # pylint: disable=invalid-name
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append((self.path, self.headers["Content-Type"], body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass


class Mail(socketserver.StreamRequestHandler):
    """Takes any mail."""

    def handle(self):
        self.wfile.write(b"220 sink\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"EHLO":
                self.wfile.write(b"250 sink\r\n")
            elif word == b"DATA":
                self.wfile.write(b"354 go\r\n")
                text = b""
                while not text.endswith(b"\r\n.\r\n"):
                    text += self.rfile.readline()
                self.server.mails.append(text[:-3].replace(b"\r\n..", b"\r\n."))
                self.wfile.write(b"250 ok\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")


def start(server):
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def config(http_port, mail_port, with_templates):
    return """
global: {smtp_smarthost: '127.0.0.1:%d', smtp_from: alerts@example.com, smtp_require_tls: false, slack_api_url: 'http://127.0.0.1:%d/slack'}
route: {receiver: all, group_by: [alertname], group_wait: 1s, group_interval: 1h, repeat_interval: 4h}
receivers:
  - name: all
    webhook_configs: [{url: 'http://127.0.0.1:%d/webhook'}]
    slack_configs: [{channel: '#alerts', send_resolved: true}]
    email_configs: [{to: team@example.com}]
%s""" % (mail_port, http_port, http_port, "templates: ['%s']\n" % TEMPLATES if with_templates else "")


def wait_for(condition):
    until = time.monotonic() + servers.SECONDS
    while not condition():
        if time.monotonic() > until:
            raise RuntimeError("the notifications do not come")
        time.sleep(0.05)


def flattened(value, path=""):
    """Each leaf of JSON with its path."""
    if isinstance(value, (dict, list)):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        return {k: v for key, each in pairs if key not in OMITTED for k, v in flattened(each, "%s.%s" % (path, key)).items()}
    return {path: value}


def parts_of(message):
    """The types and texts of a mail, as it was sent."""
    parsed = email.message_from_bytes(message, policy=email.policy.default)
    texts = [(part.get_content_type(), part.get_content().replace("\r\n", "\n").strip()) for part in parsed.walk() if not part.is_multipart()]
    for old, new in REWORDED:
        texts = [(kind, text.replace(old, new)) for kind, text in texts]
    return {name: parsed[name] for name in ("Subject", "From", "To")}, texts


def compare_group(session, alerts, posted, mails, server):
    name = alerts[0]["labels"]["alertname"]
    status, body = servers.fetch(server.url + "/api/v2/alerts")
    if status != 200:
        raise RuntimeError("the alerts cannot be had")
    group = [alert for alert in json.loads(body) if alert["labels"]["alertname"] == name]
    with open(os.path.join(session.folder, "alerts.json"), "w", encoding="utf-8") as file:
        json.dump(group, file)
    status, out, err = session.run("template", "render", "--config", "ours.yml", "--receiver", "all", "--alerts", "alerts.json",
                                   "--external-url", server.url, "--format", "json")
    session.true("%s: rendered" % name, status == 0, err)
    if status != 0:
        return
    ours = {sent["type"]: sent for sent in json.loads(out)["integrations"]}
    for kind, path in (("webhook_configs", "/webhook"), ("slack_configs", "/slack")):
        theirs = [json.loads(text) for where, _, text in posted if where == path and name in json.dumps(json.loads(text), ensure_ascii=False)]
        session.same("%s: notifications to %s" % (name, path), len(theirs), 1)
        if not theirs:
            continue
        request = ours[kind]["requests"][0]
        got, wanted = flattened(request["json"]), flattened(theirs[0])
        for field in sorted(set(got) | set(wanted)):
            session.same("%s: %s%s" % (name, path, field), got.get(field), wanted.get(field))
    theirs = [parts_of(mail) for mail in mails]
    theirs = [mail for mail in theirs if name in mail[0]["Subject"]]
    session.same("%s: mails" % name, len(theirs), 1)
    if theirs:
        mail = ours["email_configs"]["mails"][0]
        headers = {header["name"]: header["value"] for header in mail["headers"]}
        for field, wanted in theirs[0][0].items():
            shown = str(email.message_from_string("%s: %s\n\n" % (field, headers.get(field, "")), policy=email.policy.default)[field])
            session.same("%s: %s of the mail" % (name, field), shown, wanted)
        ours = [(part["content_type"].split(";")[0], part["text"].strip()) for part in mail["parts"]]
        session.same("%s: parts of the mail" % name, [kind for kind, _ in ours], [kind for kind, _ in theirs[0][1]])
        for (kind, got), (_, wanted) in zip(ours, theirs[0][1]):
            changes = [line for line in difflib.unified_diff(wanted.split("\n"), got.split("\n"), n=0, lineterm="") if line[:3] not in ("---", "+++")]
            session.same("%s: %s of the mail" % (name, kind), changes, [])


def check(session):
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sink)
    post = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail)
    web.posted, post.mails = [], []
    ports = start(web), start(post)
    with open(os.path.join(session.folder, "ours.yml"), "w", encoding="utf-8") as file:
        file.write(config(*ports, False))
    server = servers.alertmanager(session.folder, config(*ports, True))
    try:
        # The API shows times in milliseconds, and notifications all of them.
        starts = time.strftime("%Y-%m-%dT%H:%M:%S.125Z", time.gmtime())
        for alerts in [[{**alert, "startsAt": starts} for alert in group] for group in ALERTS]:
            status, body = servers.fetch(server.url + "/api/v2/alerts", json.dumps(alerts).encode(), {"Content-Type": "application/json"}, "POST")
            if status != 200:
                raise RuntimeError("%d %s" % (status, body))
        wait_for(lambda: len(web.posted) >= 2 * len(ALERTS) and len(post.mails) >= len(ALERTS))
        for alerts in ALERTS:
            compare_group(session, alerts, web.posted, post.mails, server)
    finally:
        server.stop()
        web.shutdown()
        post.shutdown()
