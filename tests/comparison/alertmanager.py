"""What amtool and Alertmanager make of configurations, matchers and label sets, beside pronoia."""
import json
import os
import re

import mutate
import peers

INPUTS = ("routes", "receivers")  # Of testdata/comparison/alertmanager: what 0.25 knows.
NEWER = "newer"

NAMES = ("team", "severity", "env", "role", "instance", "alertname", "cluster")
WORDS = ("db", "web", "api", "api2", "page", "warning", "info", "prod", "stage", "replica", "primary", "test-1", "node-1", "DiskDown", "", "\u00e9", "a b")


class Amtool:
    """An amtool to ask: Debian's, or another one that --amtool names."""

    def __init__(self, given):
        self.program = os.path.abspath(given) if given else "amtool"
        self.version = "given" if given else "0.25"

    def is_there(self):
        return self.version == "given" or peers.is_there("amtool", self.version)

    def title(self, what):
        return "amtool %s %s" % (self.version, what)

    def check(self, paths, folder):
        """The verdict on each configuration, in as few processes as can be: what crashes one is asked about alone."""
        verdicts = {}
        while len(verdicts) < len(paths):
            known, rest = len(verdicts), paths[len(verdicts):][:50]
            _, out = peers.run([self.program, "check-config", *rest], folder)
            marks = [m for m in re.finditer(r"(?m)^Checking '(\S+?)'", out) if m.group(1) in rest]
            for m, after in zip(marks, [*marks[1:], None]):
                said = out[m.end():after.start() if after else len(out)]
                failed = re.search(r"(?s)FAILED: (.*?)(?:\n\n|\namtool: error|$)", said) or re.search(r"(?s)(panic: [^\n]*)", said)
                verdicts[m.group(1)] = peers.Verdict(not failed, peers.reasons(failed.group(1)) if failed else [])
            if len(verdicts) == known:
                raise RuntimeError(out)
        return verdicts

    def receivers(self, config, words, folder):
        """What `config routes test` prints for labels, or that it fails."""
        status, out = peers.run([self.program, "config", "routes", "test", "--config.file=" + config, *words], folder)
        lines = [line for line in out.split("\n") if line and "level=" not in line]
        return peers.Verdict(status == 0, [lines[-1] if lines else ""])


def configurations(run, amtool):
    names = INPUTS + ((NEWER,) if amtool.version == "given" else ())
    return run.mutants(["alertmanager/%s.yml" % name for name in names], 450)


def alertmanager(run):
    amtool = Amtool(run.amtool)
    if not amtool.is_there():
        return []
    paths = configurations(run, amtool)
    return run.compare(amtool.title("check-config"), paths, amtool.check(paths, run.folder), run.ours(["check", "alertmanager"], paths))


def alertmanager_server(run):
    if run.amtool or not peers.is_there("prometheus-alertmanager", "0.25"):
        return []
    # The server reads files that a configuration names, and starts receivers: the routes are for it.
    paths = run.mutants(["alertmanager/routes.yml"], 120)
    with peers.Alertmanager(run.folder) as running:
        theirs = {path: running.reload(run.read(path)) for path in paths}
    return run.compare("alertmanager 0.25 reload", paths, theirs, run.ours(["check", "alertmanager"], paths))


def matchers(run):
    """Matchers, each as the one of a route."""
    amtool = Amtool(run.amtool)
    if not amtool.is_there():
        return []
    numbers, paths = mutate.Numbers(run.seed), []
    pieces = ("a", "b", "team", "=", "=~", "!=", "!~", '"', "\\", "{", "}", ",", " ", "x|y", "(", "[", ".*", "\u00e9", "1", "-", ":", "'", "\\n", "\\d", "!", "~")
    for i in range(run.count or 300):
        text = "".join(numbers.pick(pieces) for _ in range(1 + numbers.below(7)))
        if numbers.below(2):
            text = numbers.pick(("a", "team", "a_b")) + numbers.pick(("=", "!=", "=~", "!~")) + text
        paths.append("m%04d.yml" % i)
        run.write(paths[-1], json.dumps({"route": {"receiver": "a", "routes": [{"matchers": [text]}]}, "receivers": [{"name": "a"}]}, ensure_ascii=False))
    theirs = amtool.check(paths, run.folder)
    return run.compare(amtool.title("matchers"), paths, theirs, run.ours(["check", "alertmanager"], paths))


def routes(run):
    """Label sets through the routes of mutants that both accept: who is notified."""
    amtool = Amtool(run.amtool)
    if not amtool.is_there():
        return []
    paths = run.mutants(["alertmanager/routes.yml"], 80)
    theirs, ours = amtool.check(paths, run.folder), run.ours(["check", "alertmanager"], paths)
    paths = [path for path in paths if theirs[path].accepted and ours[path].accepted]
    numbers, asked = mutate.Numbers(run.seed + 1), []
    for i in range((run.count or 300)):
        labels = {}
        for _ in range(numbers.below(5)):
            labels[numbers.pick(NAMES)] = numbers.pick(WORDS)
        asked.append((i, numbers.pick(paths), ['%s="%s"' % label for label in labels.items()]))

    def ask(question):
        _, path, words = question
        status, out = peers.run([run.pronoia, "routes", "test", "--format", "json", path, *words], run.folder)
        if status != 0:
            return amtool.receivers(path, words, run.folder), peers.Verdict(False, [out])
        matches = json.loads(out)["alerts"][0]["matches"]
        return amtool.receivers(path, words, run.folder), peers.Verdict(True, [",".join(match["receiver"] for match in matches)])

    faults, answers = [], list(run.pool.map(ask, asked))
    for (_, path, words), (a, b) in zip(asked, answers):
        if a != b:
            faults.append(("%s %s" % (path, " ".join(words)), "other receivers", ["%s, not %s" % (a.messages, b.messages)]))
    print("comparison: %s: %d of %d agree" % (amtool.title("routes test"), len(asked) - len(faults), len(asked)), flush=True)
    for fault in faults:
        print("  %s: %s: %s" % (fault[0], fault[1], fault[2][0]))
    return faults


PARTS = (alertmanager, alertmanager_server, matchers, routes)
