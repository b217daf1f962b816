#!/usr/bin/env python3
"""Compares pronoia, called through a link named amtool, with amtool 0.34: output, errors and exit status have to be the same.

    amtool.py --pronoia build/tools/pronoia                        recordings beside the repository or in $PRONOIA_SHARED
    amtool.py --pronoia ... --only c127                            some of them, by id or command line
    amtool.py --pronoia ... --amtool PATH --lines 3000 --seed 1    random command lines, beside amtool itself
    amtool.py --pronoia ... --amtool PATH --configs 1000           random configurations, likewise
"""
import argparse
import json
import os
import random
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from amtool_program import FIELDS, Tally, lines, read, run, shared, write
from amtool_recordings import recordings

def corpus(program, only):
    top = shared("corpus", "alertmanager")
    if top is None:
        print("skipped:   files of others with amtool's output for them (corpus/alertmanager)")
        return False
    tally = Tally()
    folder = os.path.join(top, "files")
    for row in lines(os.path.join(top, "corpus.jsonl")):
        name = os.path.basename(row["file"])
        if not re.search(only, name):
            continue
        commands = {"check_config": ["check-config", name], "routes_show": ["config", "routes", "show", "--config.file=" + name]}
        for kind, args in commands.items():
            if kind in row:
                tally.add(name, args, row[kind], run(program, folder, args, home="/nonexistent"))
        if "check_config_of_wrapper" in row:
            wrapper = row["check_config_of_wrapper"]
            with tempfile.TemporaryDirectory() as work:
                write(work, {"wrap.yml": wrapper["config"], name: read(os.path.join(folder, name))})
                tally.add(name, ["check-config", "wrap.yml"], wrapper, run(program, work, ["check-config", "wrap.yml"]))
    return tally.report("corpus/alertmanager")


def upstream_cases(program):
    """What amtool's own tests ask of it."""
    top = shared("conformance", "amtool")
    if top is None:
        print("skipped:   cases of amtool's own tests (conformance/amtool)")
        return False
    tally = Tally()
    for row in lines(os.path.join(top, "check_config.jsonl")):
        got = run(program, top, ["check-config", row["file"]])
        tally.add(row["id"], [row["file"]], dict(got, exit=0 if row["ok"] else 1), got)
    for row in lines(os.path.join(top, "routes_test.jsonl")):
        args = ["config", "routes", "test", "--config.file=" + row["file"], *("%s=%s" % pair for pair in row["labels"].items())]
        wanted = {"stdout": ",".join(row["receivers"]) + "\n", "stderr": "", "exit": 0}
        tally.add(row["id"], args, wanted, run(program, top, args))
    return tally.report("amtool")


CONFIG = """global: {resolve_timeout: 5m}
route:
  receiver: default
  group_by: [alertname]
  routes:
  - matchers: [team="db", env=~"prod|stg"]
    receiver: db
    continue: true
    routes:
    - matchers: [severity="critical"]
      receiver: page
  - match_re: {service: web.*}
    receiver: web
  - matchers: ['team!~"db|web"', 'team!=""', "odd=a b"]
    receiver: default
receivers:
- name: default
- name: db
  webhook_configs: [{url: "http://hooks.example/db"}]
- name: page
- name: web
templates: ["t/*.tmpl"]
inhibit_rules:
- source_matchers: [severity="critical"]
  target_matchers: ['severity="warning",a="b\\tc"']
  equal: [instance]
"""
FILES = {
    "am.yml": CONFIG, "bad.yml": "route: {receiver: a, nosuch: b}\nreceivers: [{name: a}]\n", "empty.yml": "", "noyaml.yml": "a: [",
    "tmpl.yml": "route: {receiver: a}\nreceivers: [{name: a}]\ntemplates: [t/a.tmpl, b.tmpl]\n", "t/a.tmpl": '{{ define "a" }}x{{ end }}\n',
    "b.tmpl": '{{ define "b" }}{{ nosuch }}{{ end }}\n', "glob.yml": "route: {receiver: a}\nreceivers: [{name: a}]\ntemplates: ['[']\n",
    "words": "# a comment\n\n--config.file=am.yml\nteam=db\n", "folder/x": "", "data.json": '{"receiver": "r", "status": "firing"}\n',
    "http.yml": "basic_auth: {username: a, password: b}\n",
}
WORDS = (
    "alert", "query", "add", "silence", "expire", "import", "update", "check-config", "cluster", "config", "show", "routes", "test", "template",
    "render", "help", "nosuch", "team=db", "env=prod", "severity=critical", "service=web1", "a!=b", "a=~b", "a=b,", "a=b,c=d", "a", "{a=b}", "é=ü",
    "a=", 'a="b\tc"', 'a="b\\tc"', "a b=c", "@words", "@nosuch", "@", "-", "--", "", "am.yml", "bad.yml", "empty.yml", "noyaml.yml", "tmpl.yml",
    "glob.yml", "nosuch.yml", "folder", "/dev/null", "x y",
)
FLAGS = (
    "--config.file=am.yml", "--config.file", "--config.file=nosuch.yml", "--config.file=folder", "--config.file=bad.yml", "--tree", "--no-tree",
    "--verify.receivers=db", "--verify.receivers=default", "--verify.receivers=", "-v", "--verbose", "--no-verbose", "-o", "-ojson", "-oyaml",
    "--output=extended", "--output", "--timeout=5", "--timeout=1d", "--timeout=1y", "--timeout", "--date.format=x", "--alertmanager.url=",
    "--alertmanager.url=http://[::1", "--alertmanager.url=127.0.0.1:9093", "--version-check", "--no-version-check", "--enable-feature=classic-mode",
    "--enable-feature=utf8-strict-mode", "--enable-feature=classic-mode,utf8-strict-mode", "--enable-feature=nosuch", "--enable-feature=",
    "--enable-feature=event-recorder", "--http.config.file=http.yml", "--http.config.file=nosuch", "--expired", "--no-expired", "-q", "-i", "-s",
    "-a", "-u", "-ia", "-ra", "-r", "-d1h", "-d", "-w", "-wx", "-w1.5", "--worker=2", "--force", "--within=1d", "--within=x", "--id=a", "--id",
    "--nosuch", "-x", "-xv", "--no-nosuch", "--no-output", "--template.glob=t/*.tmpl", "--template.text=x", "--template.type=html",
    "--template.type=odd", "--template.data=data.json", "--template.data=nosuch", "--require-comment", "--no-require-comment", "--annotation=a=b",
    "--comment=x", "-cx", "--start=x", "--verbose=true", "--tree=x",
)
SEEDS = (
    ["config", "routes", "test", "--config.file=am.yml", "team=db"], ["config", "routes", "--config.file=am.yml"], ["check-config", "am.yml"],
    ["config", "routes", "show", "--config.file=am.yml"], ["check-config", "tmpl.yml", "bad.yml"], ["alert", "query", "a=b"], ["silence", "a=b"],
    ["silence", "add", "a=b", "-c", "x"], ["silence", "update", "-q", "x"], ["silence", "import", "data.json"], ["cluster"], ["config"],
    ["template", "render", "--template.glob=t/*.tmpl", "--template.text=x"], ["alert", "add", "x"], ["silence", "expire"], ["check-config"], [],
)
SETTINGS = (
    "", "", "", "", "output: json\n", "output: yaml\n", "verbose: true\n", "version-check: no\n", "config.file: am.yml\n", "enable-feature: classic-mode\n",
    "alertmanager.url: 'http://127.0.0.1:1/'\n", "alertmanager.url: '127.0.0.1:1'\n", "timeout: 5\n", "output: [a]\n", "- a\n", "a: [", "output: null\n",
    "tree: true\n", "verify.receivers: db\n", "comment_required: false\n", "comment_required: x\nrequire-comment: true\n", "template.glob: 't/*.tmpl'\n",
    "template.text: 7\n", "worker: x\n", "expired: maybe\n", "author: me\n", "? [a]\n: b\n", "output: simple\noutput: json\n", "nosuch: {a: b}\n", "~",
    "http.config.file: nosuch\n", "date.format: 2006\n", "text", "help: x\n", "a: &x b\nc: *x\n<<: {output: json}\n",
)


def mutate(args):
    args = list(args)
    for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3, 4))):
        at = random.randrange(len(args) + 1)
        action = random.random()
        if action < 0.35:
            args.insert(at, random.choice(FLAGS))
        elif action < 0.6:
            args.insert(at, random.choice(WORDS))
        elif action < 0.7 and args:
            del args[at % len(args)]
        elif action < 0.8 and args:
            args.insert(at, random.choice(args))
        elif action < 0.9 and len(args) > 1:
            i, j = random.randrange(len(args)), random.randrange(len(args))
            args[i], args[j] = args[j], args[i]
        else:
            # Parts of words, and values in words of their own.
            word = random.choice(FLAGS)
            args[at:at] = word.split("=", 1) if random.random() < 0.7 else [word[:random.randrange(1, len(word) + 1)]]
    return args


def says_help(got):
    return re.search(r"(?m)^(usage: |\.TH amtool)", got["stdout"])


def beside(arguments, program, pool):
    """Random command lines, given to both."""
    random.seed(arguments.seed)
    cases = [(mutate(random.choice(SEEDS)), random.choice(SETTINGS), random.choice(("", CONFIG, "a: ["))) for _ in range(arguments.lines)]

    def both(case):
        args, settings, stdin = case
        results = []
        for each in (arguments.amtool, program):
            with tempfile.TemporaryDirectory() as folder:
                write(folder, FILES)
                if settings:
                    write(folder, {"home/.config/amtool/config.yml": settings})
                got = run(each, folder, args, stdin, os.path.join(folder, "home"))
                for field in ("stdout", "stderr"):
                    got[field] = got[field].replace(folder, "$PWD")
                results.append(got)
        # The text of help is ours.
        if all(says_help(r) for r in results):
            for got in results:
                got["stdout"] = re.sub(r"(?sm)^(usage: |\.TH ).*", lambda m: m[0].split("\n")[0][:20] + m[0][m[0].find("\nCommands:"):], got["stdout"])
        return results
    tally = Tally()
    for (args, settings, _), (wanted, got) in zip(cases, pool.map(both, cases)):
        tally.add(json.dumps(settings) if settings else "random", args, wanted, got)
    return tally.report("random command lines of amtool")


def configurations(arguments, program, pool):
    """Mutants of configurations, given to both."""
    random.seed(arguments.seed)
    seeds = [CONFIG] + [FILES[name] for name in ("tmpl.yml", "bad.yml")]
    for parts in (("corpus", "alertmanager", "files"), ("conformance", "amtool", "testdata")):
        top = shared(*parts)
        for name in sorted(os.listdir(top)) if top else ():
            if name.endswith(".yml"):
                seeds.append(read(os.path.join(top, name)).decode())
    pool_of_lines = [line for seed in seeds for line in seed.splitlines()]

    def mutant():
        text = random.choice(seeds).splitlines()
        for _ in range(random.choice((1, 1, 2, 3))):
            at = random.randrange(len(text) + 1)
            action = random.random()
            if action < 0.3 and text:
                del text[at % len(text)]
            elif action < 0.5:
                text.insert(at, random.choice(pool_of_lines))
            elif action < 0.75 and text:
                line = text[at % len(text)]
                pieces = re.split(r"([\s:\[\],{}\"']+)", line)
                pieces[random.randrange(len(pieces))] = random.choice(("", "x", "~", "[]", "{}", "1", "true", "a=b c", "'{{ x }}'", "[a, b]", "{a: b}", ": ", '"'))
                text[at % len(text)] = "".join(pieces)
            elif text:
                line = random.choice(text)
                text.insert(at, line)
        return "\n".join(text) + "\n"
    cases = [mutant() for _ in range(arguments.configs)]

    def both(text):
        results = []
        for each in (arguments.amtool, program):
            with tempfile.TemporaryDirectory() as folder:
                write(folder, dict(FILES, **{"x.yml": text}))
                got = run(each, folder, ["-v", "check-config", "x.yml"])
                more = run(each, folder, ["config", "routes", "--config.file=x.yml"])
                results.append({f: [got[f], more[f]] if f != "exit" else got[f] for f in FIELDS})
                results[-1]["stderr"] = json.dumps(results[-1]["stderr"])
        return results
    tally = Tally()
    for text, (wanted, got) in zip(cases, pool.map(both, cases)):
        if "nil pointer dereference" in wanted["stderr"]:
            tally.absent += 1
            continue
        before = tally.same
        tally.add("configuration", [], wanted, got)
        if arguments.keep and tally.same == before:
            write(arguments.keep, {"%d.yml" % tally.total: text})
    return tally.report("random configurations of Alertmanager")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pronoia", required=True)
    parser.add_argument("--amtool", help="amtool 0.34 to run as well")
    parser.add_argument("--lines", type=int, default=0, help="number of random command lines to compare")
    parser.add_argument("--configs", type=int, default=0, help="number of random configurations to compare")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="regular expression for the cases to replay")
    parser.add_argument("--keep", help="folder for configurations with different verdicts")
    parser.add_argument("-j", type=int, default=2 * (os.cpu_count() or 1), help="number of concurrent cases")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pronoia-amtool-") as folder, ThreadPoolExecutor(arguments.j) as pool:
        # The name it is called by decides whom it behaves like.
        program = os.path.join(folder, "amtool")
        os.symlink(os.path.abspath(arguments.pronoia), program)
        if arguments.amtool:
            arguments.amtool = os.path.abspath(arguments.amtool)
            failed = [beside(arguments, program, pool)] if arguments.lines else []
            failed += [configurations(arguments, program, pool)] if arguments.configs else []
        else:
            failed = [recordings(program, pool, arguments.only), corpus(program, arguments.only)]
            failed += [upstream_cases(program)] if not arguments.only else []
    return 1 if any(failed) else 0


if __name__ == "__main__":
    sys.exit(main())
