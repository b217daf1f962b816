"""Recordings of amtool 0.34 with the requests that it made, played to pronoia in its place. See amtool.py.

What is compared: requests, one after another, with their headers and bodies; output, errors and exit status. Some results depend on the time of day:
their recordings are moved to today, answers included. What amtool gets wrong (addresses in memory in place of texts) is put right.
"""
import datetime
import json
import os
import pwd
import re
import tempfile

import fake_server
from amtool_program import lines, normal, read, run, shared, Tally, write

PORT = "127.0.0.1:9093"
ISO = re.compile(r"\b(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(\.\d+)?(Z| UTC)")
SECONDS = 60


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def move(text, by):
    """`text` with all times later by a time."""
    def later(found):
        at = datetime.datetime.fromisoformat("%s %s" % (found[1], found[3])) + by
        return at.strftime("%Y-%m-%d") + found[2] + at.strftime("%H:%M:%S") + (found[4] or "") + found[5]
    return ISO.sub(later, text) if text else text


def moved(case):
    """The case as if it had been recorded a moment ago, if that counts."""
    if not case.get("now_dependent"):
        return case
    by = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) - moment(case["recorded_at"]).replace(microsecond=0)
    by -= datetime.timedelta(seconds=2)  # What had happened by then must not lie ahead.
    case = json.loads(json.dumps(case))
    case["stdout"] = move(case["stdout"], by)
    for request in case["requests"]:
        request["body"] = move(request["body"], by)
        request["response"]["body"] = move(request["response"]["body"], by)
    return case


def corrected(case):
    """Output as amtool 0.34 would have it: with a version of its own, and texts where it prints addresses."""
    stdout, stderr = normal(case["stdout"]), normal(case["stderr"])
    answers = [json.loads(r["response"]["body"] or "null") for r in case["requests"] if r["response"]["content_type"] == "application/json"]
    if "stdout: pointer values 0x.." in case.get("mask", ()):
        last = answers[-1]
        if "silenceID" in last:
            stdout = last["silenceID"] + "\n"
        else:
            stdout = re.sub("0x[0-9a-f]+", lambda _: last["config"]["original"], stdout, 1)
            stdout = re.sub(r"(?m)^(\w+) 0x[0-9a-f]+$", lambda found: "%s %s" % (found[1], last["versionInfo"][found[1]]), stdout)
    if case["requests"] and case["requests"][0]["path"].endswith("/status") and "--no-version-check" not in case["args"]:
        version = (answers[0].get("versionInfo") or {}).get("version", "")
        if version and not version.startswith("0.34."):
            stderr = "Warning: amtool version (0.34.0) and alertmanager version (%s) are different.\n" % version + stderr
    return {"stdout": stdout, "stderr": stderr, "exit": case["exit"]}


def same_body(wanted, got, case):
    """Whether two bodies say the same. Silences that begin now may do so a little later."""
    if wanted == got or not wanted or not got:
        return (wanted or "") == (got or "")
    wanted, got = json.loads(wanted), json.loads(got)
    if isinstance(wanted, dict) and isinstance(got, dict):
        if wanted.get("createdBy") == "root" and not {"-a", "--author"} & set(case["args"]):
            wanted["createdBy"] = pwd.getpwuid(os.getuid()).pw_name
        if any(m.endswith("body.startsAt") for m in case.get("mask", ())):
            late = moment(got.get("startsAt", "")) - moment(wanted["startsAt"])
            if abs(late.total_seconds()) > SECONDS or moment(got["endsAt"]) - moment(wanted["endsAt"]) != late:
                return False
            got["startsAt"], got["endsAt"] = wanted["startsAt"], wanted["endsAt"]
    return json.dumps(wanted) == json.dumps(got)  # In the same order, too.


def differing_requests(case, asked):
    """What is to be said of requests that are not the recorded ones."""
    found = []
    for number in range(max(len(asked), len(case["requests"]))):
        if number >= len(asked) or number >= len(case["requests"]):
            return found + ["%d requests in place of %d" % (len(asked), len(case["requests"]))]
        wanted, got = case["requests"][number], asked[number]
        line = "%s %s%s" % (wanted["method"], wanted["path"], "?" + wanted["query"] if wanted["query"] else "")
        if line != "%s %s" % (got["method"], got["target"]):
            found.append("asked `%s %s` in place of `%s`" % (got["method"], got["target"], line))
        headers = {n: re.sub(r"^(Basic|Bearer) .*", r"\1 <masked>", v) for n, v in got["headers"] if n != "Accept-Encoding"}
        if headers != dict(wanted["headers"]):
            found.append("%s: headers %s in place of %s" % (line, headers, wanted["headers"]))
        if not same_body(wanted["body"], got["body"].decode(), case):
            found.append("%s: body %s in place of %s" % (line, got["body"].decode(), wanted["body"]))
    return found


def replay(program, case, files):
    """What `program` does in a recorded case, and what is expected of it."""
    case = moved(case)
    with tempfile.TemporaryDirectory() as folder:
        work, home = os.path.join(folder, "work"), os.path.join(folder, "home")
        os.makedirs(work)
        os.makedirs(home)
        exchange = [{"response": dict(r["response"], body=r["response"]["body"] or "", headers=[["Content-Type", r["response"]["content_type"]]])}
                    for r in case["requests"]]
        with fake_server.FakeServer(exchange) as server:
            write(work, {name: read(os.path.join(files, name)) for name in case["files"]})
            if case.get("home_config_yml"):
                write(home, {".config/amtool/config.yml": case["home_config_yml"].replace(PORT, server.host)})
            args = [a.replace(PORT, server.host) for a in case["args"]]
            got = run(program, work, args, case["stdin"] or "", home)
        for field in ("stdout", "stderr"):
            got[field] = got[field].replace(server.host, PORT).replace(work, "$PWD").replace(home, "$HOME")
        got["stderr"] += "".join("REQUESTS: %s\n" % line for line in differing_requests(case, server.requests))
        return corrected(case), got


def recordings(program, pool, only):
    top = shared("conformance", "amtool_recordings")
    if top is None:
        print("skipped:   recordings of amtool (conformance/amtool_recordings)")
        return False
    cases = [c for c in lines(os.path.join(top, "commands.jsonl")) if re.search(only, "%s %s" % (c["id"], " ".join(c["args"])))]
    tally = Tally()
    for case, (wanted, got) in zip(cases, pool.map(lambda c: replay(program, c, os.path.join(top, "files")), cases)):
        tally.add(case["id"], case["args"], wanted, got)
    return tally.report("amtool_recordings")
