"""Files of silences: planned, applied, changed and pruned on an Alertmanager that is read without pronoia."""
import datetime
import json
import os
import threading

import servers
from live_silences import CONFIG, Asked, on_terminal

FILE = """name: db-team
horizon: 15d
time_zone: Europe/Berlin
created_by: db-team
silences:
- name: patches
  matchers: ['team="db"', 'severity!="critical"']
  comment: patches
  weekly: saturday 22:00
  duration: 3h
- name: disks
  matchers: [instance="db3"]
  comment: disks
  starts_at: 2020-01-01 00:00
  until: 2090-01-01 00:00
"""


class Planned(Asked):
    """An Alertmanager, and a file of silences for it."""

    def write(self, text):
        with open(os.path.join(self.session.folder, "s.yml"), "w", encoding="utf-8") as f:
            f.write(text)

    def ours(self):
        return sorted((s["comment"], s["startsAt"], s["endsAt"], s["id"]) for s in self.silences() if s["createdBy"] == "db-team")

    def check(self, what, wanted, args, out_words=(), err_words=()):
        status, out, err = self.run(*args)
        self.session.true(what, status == wanted and all(w in out for w in out_words) and all(w in err for w in err_words), (status, out, err))
        return out


def check(session):
    server = servers.alertmanager(session.folder, CONFIG)
    try:
        planned = Planned(session, server)
        apply(session, planned)
        change(session, planned)
        terminal(session, planned)
        which(session, planned)
        faults(session, planned)
    finally:
        server.stop()
    killed(session)


def apply(session, planned):
    planned.write(FILE)
    planned.api("/silences", {"matchers": [{"name": "a", "value": "b", "isRegex": False}], "startsAt": "2026-01-01T00:00:00Z", "endsAt": "2090-01-01T00:00:00Z",
                              "createdBy": "somebody", "comment": "by hand [pronoia:other-team/x]"})
    planned.check("a plan", 1, ["silence", "plan", "s.yml"], ["  + patches  20", "  + disks    20", "db-team (s.yml)\n"], ["0 to change, 0 to expire"])
    planned.check("without --yes", 1, ["silence", "apply", "s.yml"], ["+ disks"], ["nothing was changed; use --yes"])
    session.same("nothing was made", planned.ours(), [])
    out = planned.check("apply", 0, ["silence", "apply", "s.yml", "--yes"], ["created db-team/disks "], ["applied "])
    made = planned.ours()
    session.true("the windows of 15 days", len(made) in (3, 4) and out.count("created db-team/patches/") == len(made) - 1, made)
    for comment, start, end, _ in made[1:]:
        begin, over = (datetime.datetime.fromisoformat(t.replace("Z", "+00:00")) for t in (start, end))
        session.true("a window of three hours", comment.startswith("patches [pronoia:db-team/patches/20") and over - begin == datetime.timedelta(hours=3)
                     and begin.strftime("%H:%M") in ("20:00", "21:00"), (comment, start, end))
    session.same("plan again", planned.run("silence", "plan", "s.yml"), (0, "", "plan: 0 to create, 0 to change, 0 to expire; %d up to date\n" % len(made)))
    planned.check("apply again", 0, ["silence", "apply", "s.yml", "--yes", "--exit-code"], [], ["0 to create"])
    session.same("all is as it was", planned.ours(), made)


def change(session, planned):
    before = planned.ours()
    planned.write(FILE.replace("comment: disks", "comment: new disks").replace("2090", "2091"))
    planned.check("a plan of changes", 1, ["silence", "plan", "s.yml"], ["  ~ disks  20", 'comment: "disks" -> "new disks"'], ["0 to create, 1 to change"])
    planned.check("apply changes", 1, ["silence", "apply", "s.yml", "--yes", "--exit-code"], ["changed db-team/disks"])
    after = planned.ours()
    session.true("the same silence", (after[0][0], after[0][2], after[0][3], after[1:]) ==
                 ("new disks [pronoia:db-team/disks]", "2090-12-31T23:00:00.000Z", before[0][3], before[1:]), after)
    planned.write(FILE.split("- name: disks")[0].replace("saturday", "friday"))
    planned.check("windows that move", 0, ["silence", "apply", "s.yml", "--yes"], ["expired db-team/patches/", "created db-team/patches/"],
                  ["1 of the silences with the mark `db-team` is no longer in `s.yml`; --prune expires it"])
    session.true("one is left alone", after[0] in planned.ours() and not set(after[1:]) & set(planned.ours()), planned.ours())
    answer = json.loads(planned.check("a plan as JSON", 1, ["silence", "plan", "s.yml", "--prune", "--format", "json"]))["files"][0]
    session.same("what is pruned", [(s["action"], s["key"], s["before"]["id"]) for s in answer["steps"]], [("expire", "db-team/disks", after[0][3])])
    out = planned.check("prune", 0, ["silence", "apply", "s.yml", "--prune", "--yes", "--format", "json"])
    session.same("what came of it", [s["outcome"] for s in json.loads(out)["files"][0]["steps"]], ["applied"])
    session.true("it is pruned", after[0] not in planned.ours(), planned.ours())
    planned.write("name: db-team\nsilences: []\n")
    status, out, err = planned.run("silence", "apply", "s.yml", "--prune", "--yes")
    session.true("a file without silences", status == 2 and "silences" in err, (status, out, err))
    session.same("somebody's own is there", [s["comment"] for s in planned.silences() if s["createdBy"] == "somebody"], ["by hand [pronoia:other-team/x]"])


def terminal(session, planned):
    planned.write(FILE)
    shown = on_terminal(session, planned, "silence", "plan", "s.yml")
    session.true("a plan in colours", "\x1b[" in shown and "disks" in shown, shown)
    shown = on_terminal(session, planned, "silence", "plan", "s.yml", env={"NO_COLOR": "1"})
    session.true("a plan without colours", "\x1b[" not in shown and "+" in shown, shown)


def which(session, planned):
    planned.api("/alerts", [{"labels": {"alertname": name, "instance": "db3", "a": a}} for name, a in (("Down", "b"), ("Up", "c"))])
    somebody = [s["id"] for s in planned.silences() if s["createdBy"] == "somebody"][0]
    planned.check("a silence of labels", 0, ["silence", "which", "Whatever", "a=b"], [somebody, "by hand"])
    planned.check("no silence of labels", 1, ["silence", "which", "Whatever", "a=c"], [], ["no silence matches this alert"])
    planned.check("silences of alerts", 1, ["silence", "which", "--alerts"], [somebody, "not silenced"])
    out = planned.check("silences of some alerts", 0, ["silence", "which", "--alerts", "Down", "--format", "json"])
    session.same("as JSON", [(a["labels"]["alertname"], a["silences"]) for a in json.loads(out)], [("Down", [somebody])])
    planned.check("nothing is stale", 0, ["silence", "query", "--stale"], [], ["no silences match"])
    planned.api("/silences", {"matchers": [{"name": "a", "value": "z", "isRegex": False}], "startsAt": "2026-01-01T00:00:00Z", "endsAt": "2090-01-01T00:00:00Z",
                              "createdBy": "me", "comment": "useless"})
    out = planned.check("what is stale", 0, ["silence", "query", "--stale", "--format", "json"])
    session.same("a silence that hits nothing", [s["comment"] for s in json.loads(out)], ["useless"])


def faults(session, planned):
    planned.write(FILE.replace("instance=", "instance!="))
    planned.check("a file that the server would refuse", 2, ["silence", "apply", "s.yml", "--yes"], [], ["s.yml:12:13: error: all matchers match an alert without labels"])
    planned.write(FILE)
    planned.check("two files of one name", 2, ["silence", "plan", "s.yml", "s.yml"], [], ["have the same `name`: `db-team`"])
    planned.check("nobody answers", 2, ["silence", "apply", "s.yml", "--yes", "--retries", "0", "--alertmanager", "http://127.0.0.1:1"], [], ["cannot reach"])
    planned.check("a horizon", 2, ["silence", "plan", "s.yml", "--horizon", "soon"], [], ["--horizon"])


def killed(session):
    """1,000 silences whose server is killed halfway; the next run does the rest."""
    folder = os.path.join(session.folder, "killed")
    os.mkdir(folder)
    server = servers.alertmanager(folder, CONFIG)
    with open(os.path.join(session.folder, "s.yml"), "w", encoding="utf-8") as f:
        f.write("name: many\ncomment: many\nsilences:\n")
        for i in range(1000):
            f.write("- {name: s%d, matchers: ['n=\"%d\"'], starts_at: 2020-01-01, until: 2090-01-01}\n" % (i, i))

    def kill():
        while True:
            _, body = servers.fetch(server.url + "/api/v2/silences?filter=n%3D%22300%22")
            if len(json.loads(body)) > 0:
                break
        # What it has been told is written when it ends.
        server.stop()

    flags = ["silence", "apply", "s.yml", "--yes", "--retries", "0", "--format", "json", "--alertmanager", server.url]
    try:
        killer = threading.Thread(target=kill)
        killer.start()
        status, out, err = session.run(*flags)
        killer.join()
        steps = json.loads(out)["files"][0]["steps"]
        applied = {s["key"] for s in steps if s["outcome"] == "applied"}
        named = {line.split(": ")[1] for line in err.splitlines() if line.startswith("not created: ")}
        session.true("a run that is cut short", status == 2 and 0 < len(applied) < 1000 and len(applied) + len(named) == 1000 and not applied & named,
                     (status, len(applied), len(named), err[-600:]))
        server = servers.alertmanager(folder, CONFIG, server.port)
        status, out, err = session.run(*flags)
        answer = json.loads(out)["files"][0]
        unsure = sum(s["outcome"] == "without an answer" for s in steps)
        # What the server takes while it ends, after it has written its state, it has forgotten when it is started again.
        session.true("the next one does the rest", status == 0 and len(answer["steps"]) + answer["kept"] == 1000
                     and 0 < answer["kept"] <= len(applied) + unsure, (status, len(applied), unsure, len(answer["steps"]), answer["kept"], err[-600:]))
        _, body = servers.fetch(server.url + "/api/v2/silences")
        there = [s["matchers"][0]["value"] for s in json.loads(body) if s["status"]["state"] == "active"]
        session.same("each is there once", sorted(there), sorted(str(i) for i in range(1000)))
        status, out, err = session.run(*flags)
        session.true("then nothing is left to do", status == 0 and json.loads(out)["files"][0]["kept"] == 1000, (status, err[-600:]))
    finally:
        server.stop()
