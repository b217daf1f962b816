"""Cases about memory, and about work that must not grow with the square of its input."""
import os
import re
import resource
import subprocess
import time

LABELS = 500_000
AT = 1_700_000_000  # A time, in seconds.


def within(run, seconds, *arguments, **expected):
    """Runs the program, which has to be done in so many seconds, and says how long it took."""
    start = time.monotonic()
    result = run.expect(expected.get("status", 0), expected.get("message"), *arguments)
    taken = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print("%s: %.1f s, peak of all so far %d MB" % (" ".join(arguments)[:60], taken, peak))
    run.check(taken < seconds, "%s takes %.1f s" % (" ".join(arguments)[:60], taken))
    return result


def register(case):
    @case
    def many_labels(run):
        """A series with half a million labels, wherever series are read."""
        labels = ",".join('l%d="x"' % i for i in range(LABELS))
        run.write("m.prom", "# HELP a One.\n# TYPE a gauge\na{%s} 1\na{%s,m=\"y\"} 2\n" % (labels, labels))
        run.write("m.om", "# HELP a One.\n# TYPE a gauge\na{%s} 1 %d\na{z=\"y\",%s} 2 %d\n# EOF\n" % (labels, AT, labels, AT))
        run.write("twice.prom", "# HELP a One.\n# TYPE a gauge\na{%s,l7=\"y\"} 1\n" % labels)
        run.write("r.yml", "groups:\n  - name: a\n    rules:\n      - record: job:x:sum\n        expr: sum(a{%s})\n"
                  "        labels:\n%s" % (labels, "".join("          l%d: x\n" % i for i in range(LABELS))))
        run.write("t.yml", "rule_files: []\ntests:\n  - input_series:\n      - series: 'a{%s}'\n        values: 1 2 3\n"
                  "    promql_expr_test:\n      - expr: count(a)\n        eval_time: 1m\n"
                  "        exp_samples: [{labels: '{}', value: 1}]\n" % labels)
        within(run, 30, "check", "metrics", "m.prom")
        within(run, 30, "check", "metrics", "--extended", "m.prom")
        within(run, 30, "check", "metrics", "m.om")
        within(run, 30, "check", "metrics", "twice.prom", status=1, message="duplicate label `l7`")
        within(run, 30, "check", "rules", "r.yml")
        within(run, 30, "test", "rules", "t.yml")
        out, _ = within(run, 30, "query", "instant", "--data", "m.om", "--time", str(AT), "count(a)")
        run.check(re.search(r"\b2\b", out), "counts %r" % out[:80])

    @case
    def relabel_that_doubles(run):
        run.write("p.yml", "scrape_configs:\n  - job_name: x\n    static_configs: [{targets: ['a:1']}]\n    relabel_configs:\n"
                  "      - {target_label: v, replacement: xxxxxxxxxxxxxxxx}\n"
                  + "      - {source_labels: [v, v], separator: '', target_label: v}\n" * 60)
        out, _ = within(run, 10, "check", "relabel", "p.yml", status=1)
        run.check("makes the labels larger than 1 MiB" in out, "says %r" % out[-200:])
        within(run, 10, "check", "config", "--syntax-only", "p.yml")
        run.write("names.yml", "scrape_configs:\n  - job_name: x\n    static_configs: [{targets: ['a:1']}]\n"
                  "    relabel_configs:\n" + "      - {action: labelmap, regex: (.+), replacement: 'a_${1}_$1'}\n" * 60)
        out, _ = within(run, 20, "check", "relabel", "names.yml", status=1)
        run.check("makes the labels larger than 1 MiB" in out, "says %r" % out[-200:])

    @case
    def many_ors(run):
        """200 operands of 20,000 series each: the same series, and others each time."""
        run.write("m.prom", "".join('m{i="%d"} 1 %d000\n' % (i, AT) for i in range(20_000)))
        same = " or ".join('m{i!="x%d"}' % i for i in range(200))
        out, _ = within(run, 90, "query", "instant", "--data", "m.prom", "--time", str(AT), "count(%s)" % same)
        run.check("20000" in out, "counts %r" % out[:80])
        others = ['label_replace(m, "k", "%d", "", "")' % i for i in range(200)]
        out, _ = within(run, 90, "query", "instant", "--data", "m.prom", "--time", str(AT), "count(%s)" % " or ".join(others[:40]))
        run.check("800000" in out, "counts %r" % out[:80])
        within(run, 90, "query", "instant", "--data", "m.prom", "--time", str(AT), "count(%s)" % " or ".join(others),
               status=1, message="query would make labels of more than 268435456 bytes")

    @case
    def input_without_end(run):
        zeros = ["cat", "/dev/zero"]
        commands = ((["check", "rules", "-"], zeros), (["check", "-"], ["yes", "groups:"]), (["check", "metrics", "-"], zeros),
                    (["check", "metrics", "-"], ["yes", 'up{a="b"} 1']), (["fmt", "-"], zeros),
                    (["query", "instant", "--data", "-", "up"], ["yes", 'up{a="b"} 1']),
                    (["query", "shell", "--data", os.devnull], zeros), (["silence", "import", "-"], zeros))
        for command, *sources in commands:
            for source in sources:
                with subprocess.Popen(source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as feed:
                    process = subprocess.Popen([run.program, *command], cwd=run.folder, stdin=feed.stdout,
                                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                    feed.stdout.close()
                    code, out, err = run.finish(process)
                    feed.kill()
                what = "%s from %s: status %s, %r" % (" ".join(command), source[0], code, (out + err)[-200:])
                # The shell has answered what came before.
                run.check(code in ((0,) if "shell" in command else (1, 2)) and "error: " in out + err, what)

    @case
    def long_messages(run):
        """Names and values of 100 KB in messages of a few lines."""
        long = "x" * 100_000
        run.write("r.yml", "groups:\n  - name: a\n    rules:\n      - record: job:x:sum\n        expr: %s %s\n" % (long, long))
        run.write("f.yml", "groups:\n  - name: a\n    %s: 1\n    rules: []\n" % long)
        run.write("d.yml", "groups:\n  - name: a\n    interval: %s\n    rules: []\n" % long)
        run.write("m.prom", 'a{%s="%s",%s="1"} 1\n' % (long, long, long))
        run.write("p.yml", "scrape_configs:\n  - job_name: a\n    scheme: %s\n    %s: 1\n" % (long, long))
        for command in (["check", "rules", "r.yml"], ["check", "rules", "f.yml"], ["check", "rules", "d.yml"],
                        ["check", "metrics", "m.prom"], ["check", "config", "p.yml"], ["check", "rules", "%s.yml" % long[:4000]],
                        ["check", "rules", long], ["--%s" % long], [long], ["promql", "format", long[:60_000] + " " + long[:60_000]],
                        ["query", "instant", "--data", "m.prom", long[:60_000] + " y"], ["check", "rules", "--format", "concise", "f.yml"]):
            process = subprocess.Popen([run.program, *command], cwd=run.folder, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            code, out, err = run.finish(process)
            longest = max(map(len, (out + err).split("\n")))
            shown = " ".join(command)[:40]
            run.check(code in (1, 2), "%s: status %s" % (shown, code))
            run.check(longest < 3000, "%s: a line of %d bytes" % (shown, longest))

    @case
    def out_of_memory(run):
        """One message and status 2, whenever memory ends."""
        long = "".join('m{i="%d",j="%d"} 1 %d000\n' % (i, i, AT) for i in range(200_000))
        run.write("m.prom", long)
        run.write("r.yml", "groups:\n" + "".join(
            "  - name: g%d\n    rules:\n      - record: job:m%d:sum\n        expr: sum by (job) (rate(m%d[5m]))\n" % (i, i, i)
            for i in range(20_000)))
        run.write("t.yml", "rule_files: [r.yml]\ntests:\n  - input_series:\n      - series: m\n        values: 0+1x2000000\n"
                  "    promql_expr_test:\n      - {expr: m, eval_time: 1m, exp_samples: []}\n")
        for name in ("promtool", "amtool"):
            os.symlink(run.program, os.path.join(run.folder, name))
        commands = ([run.program, "check", "metrics", "--extended", "m.prom"], [run.program, "check", "rules", "r.yml"],
                    [run.program, "fmt", "--check", "r.yml"], [run.program, "test", "rules", "t.yml"],
                    [run.program, "query", "instant", "--data", "m.prom", "--time", str(AT), "m or m"],
                    ["./promtool", "check", "rules", "r.yml"], ["./promtool", "test", "rules", "t.yml"],
                    ["./amtool", "check-config", "r.yml"])
        ran_out = 0
        for megabytes in (60, 70, 80, 100, 130, 170, 220, 300, 400, 600):
            limit = megabytes << 20

            def limited(limit=limit):
                resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

            ready = subprocess.run([run.program, "--version"], check=False, capture_output=True, preexec_fn=limited)
            if ready.returncode != 0:
                run.check(ready.returncode in (2, 127), "--version: status %d, %r" % (ready.returncode, ready.stderr[-200:]))
                continue
            for command in commands:
                process = subprocess.Popen(command, cwd=run.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                           stderr=subprocess.PIPE, preexec_fn=limited)
                code, _, err = run.finish(process)
                what = "%s in %d MB: status %s, %r" % (" ".join(command), megabytes, code, err[-200:])
                run.check(code is not None and code >= 0, what)
                if "memory" in err:
                    ran_out += 1
                    program = os.path.basename(command[0]) if command[0] != run.program else "pronoia"
                    run.check(code == 2 and err.endswith("error: out of memory\n") or "thread" in err, what)
                    run.check(err.count("memory") == 1 and program in err, what)
        print("out of memory %d times" % ran_out)
        # Sanitizers want more than there is.
        run.check(ran_out > 5 or ready.returncode != 0, "ran out of memory only %d times" % ran_out)
