#!/usr/bin/env python3
"""Times pronoia beside promtool and amtool: the same work, in turns, in one run. See README.md."""
import argparse
import contextlib
import glob
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import generate

HERE = os.path.dirname(os.path.abspath(__file__))

# Name, runs, arguments (None: the version), files below the data folder ("<": on standard input).
WORKLOADS = (
    ("start_version", 21, None, None),
    ("start_rules_tiny", 21, ("check", "rules"), "rules_tiny/tiny.yml"),
    ("rules_corpus_x40", 5, ("check", "rules"), "corpus_x40/*"),
    ("rules_many", 5, ("check", "rules"), "rules_many/*.yml"),
    ("rules_one", 5, ("check", "rules"), "rules_one/rules_50000.yml"),
    ("config_5000", 5, ("check", "config"), "config/prometheus_5000.yml"),
    ("config_sd50k", 5, ("check", "config"), "config/prometheus_sd.yml"),
    ("config_sdrun_2k", 1, ("check", "service-discovery"), "config/prometheus_sd2k.yml"),
    ("metrics_lint", 5, ("check", "metrics"), "<metrics/expo_1m.prom"),
    ("metrics_clean", 5, ("check", "metrics"), "<metrics/expo_1m_clean.prom"),
    ("metrics_extended", 5, ("check", "metrics", "--extended"), "<metrics/expo_1m_clean.prom"),
    ("test_small_1", 21, ("test", "rules"), "test_small/test_1.yml"),
    ("test_small_500", 3, ("test", "rules"), "test_small/test_500.yml"),
    ("test_small_500_split", 3, ("test", "rules"), "test_small/split/t*.yml"),
    ("test_7d", 1, ("test", "rules"), "test_long/test_7d.yml"),
    ("test_30d_light", 1, ("test", "rules"), "test_long/test_30d_light.yml"),
    ("test_30d_full", 1, ("test", "rules"), "test_long/test_30d.yml"),
    ("test_direct_2d", 1, ("test", "rules"), "test_long/test_direct_2d.yml"),
    ("test_engine", 1, ("test", "rules"), "test_engine/test_engine.yml"),
    ("test_kube", 1, ("test", "rules"), "test_kube/test_kube.yml"),
    ("slo_backtest", 1, (), "slo/test_30d.yml"),
    ("slo_backtest_100", 3, (), "slo/hundred.csv"),
    ("am_check", 21, (), "am/alertmanager_2000.yml"),
    ("am_routes_test", 21, (), "am/alertmanager_2000.yml"),
    ("am_routes_show", 21, (), "am/alertmanager_2000.yml"),
    ("am_silence_query", 9, (), None),
    ("am_silence_query_json", 9, (), None),
    ("am_silence_query_one", 21, (), None),
    ("am_silence_add", 21, (), None),
    ("am_silence_import", 3, (), "am/silences_5000.json"),  # The last one: it leaves 5,000 silences behind each time.
)
LABELS = ("team=t31", "service=quota-1571", "severity=critical")
# What amtool is asked, and pronoia, of the file in the place of `{}`.
OF_AMTOOL = {
    "am_check": (("check-config", "{}"), ("check", "alertmanager", "{}")),
    "am_routes_test": (("config", "routes", "test", "--config.file={}", *LABELS), ("routes", "test", "{}", *LABELS)),
    "am_routes_show": (("config", "routes", "show", "--config.file={}"), ("routes", "show", "{}")),
}
# What amtool, and pronoia in its place, ask Debian's Alertmanager on this machine, which has 5,000 silences. Theirs is the time of the CPU, as the
# server takes most of the other.
OF_SERVER = {
    "am_silence_query": ("silence", "query"),
    "am_silence_query_json": ("-o", "json", "silence", "query"),
    "am_silence_query_one": ("silence", "query", "alertname=Alert42"),
    "am_silence_add": ("silence", "add", "-a", "bench", "-c", "test", "-d", "1h", "alertname=Added", "instance=i1"),
    "am_silence_import": ("silence", "import", "{}"),
}
SHARED_STEPS = ("rules_tiny", "rules_many", "rules_one", "corpus", "config", "test_small", "test_long", "test_engine", "test_kube",
                "metrics", "am")


def measure(command, null):
    """Seconds from start to end, peak resident kilobytes, exit status, seconds of the CPU. As the kernel has them."""
    words = [word for word in command if not word.startswith("<")]
    read = [os.open(word[1:], os.O_RDONLY) for word in command if word.startswith("<")]
    start = time.monotonic()
    pid = os.posix_spawn(words[0], words, os.environ,
                         file_actions=[(os.POSIX_SPAWN_DUP2, fd, i)
                                       for i, fd in enumerate([*(read or [null]), null, null])])
    for file in read:
        os.close(file)
    _, status, usage = os.wait4(pid, 0)
    return time.monotonic() - start, usage.ru_maxrss, os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime


def prepare(folder, shared):
    """Writes the inputs, with the shared pack's generator if there is one. Returns who made them."""
    pack = os.path.join(shared, "bench", "gen.py")
    if os.path.exists(pack):
        made = subprocess.run([sys.executable, pack, "--data", folder, *SHARED_STEPS],
                              stdout=subprocess.DEVNULL, check=False)
        if made.returncode == 0 and glob.glob(folder + "/corpus_x40/*"):
            generate.generate_slo(folder)
            return "the shared workload pack"
    generate.generate(folder)
    return "generate.py"


def in_today_s_words(path):
    """The folder of a test whose rules say holt_winters, copied with the name it has since 3.0."""
    old = os.path.dirname(path)
    new = old + "_today"
    os.makedirs(new, exist_ok=True)
    for name in os.listdir(old):
        with open(os.path.join(old, name), encoding="utf-8") as file:
            text = file.read()
        with open(os.path.join(new, name), "w", encoding="utf-8") as file:
            file.write(text.replace("holt_winters", "double_exponential_smoothing"))
    return os.path.join(new, os.path.basename(path))


def commands(name, pronoia, promtool, amtool, arguments, files, server):
    """What to run for each contender, by name."""
    if name in OF_AMTOOL:
        theirs, ours = [[word.replace("{}", files[0]) for word in words] for words in OF_AMTOOL[name]]
        return {"amtool": [amtool, *theirs], "pronoia": [pronoia, *ours], "pronoia amtool": [pronoia, "amtool", *theirs]}
    if name in OF_SERVER:
        words = ["--alertmanager.url=" + server, *(word.replace("{}", "".join(files)) for word in OF_SERVER[name])]
        return {"amtool": [amtool, *words], "pronoia amtool": [pronoia, "amtool", *words]}
    if name.startswith("slo_"):
        return slo_commands(name, pronoia, promtool, files)
    if name == "test_engine":
        # promtool 3 reads rules with such a function, and refuses to evaluate them. Nothing tests
        # most of the rules, which promtool evaluates all the same.
        return {"promtool": [promtool, *arguments, *files],
                "pronoia": [pronoia, *arguments, "--all-rules",
                            "--enable-feature=promql-experimental-functions",
                            in_today_s_words(files[0])]}
    if arguments is None:
        return {"promtool": [promtool, "--version"], "pronoia": [pronoia, "--version"],
                "pronoia promtool": [pronoia, "promtool", "--version"]}
    tail = list(arguments) + files + (["node"] if name == "config_sdrun_2k" else [])  # Its job.
    return {"promtool": [promtool] + tail, "pronoia": [pronoia] + tail,
            "pronoia promtool": [pronoia, "promtool"] + tail}


def slo_commands(name, pronoia, promtool, files):
    """The same month: as a unit test of rules, which both can run; as samples that these rules are evaluated over; as events."""
    folder = os.path.dirname(files[0])
    backtest = [pronoia, "slo", "backtest", "--interval", "15s"]
    if name == "slo_backtest_100":
        return {"pronoia, 100 SLOs": [*backtest, folder + "/hundred.yml", "--data", files[0]]}
    counters = ["--objective", "99.9", "--errors", "requests_failed_total", "--total", "requests_total", "--data", folder + "/samples.om"]
    return {"promtool": [promtool, "test", "rules", files[0]],
            "pronoia test": [pronoia, "test", "rules", "--all-rules", files[0]],
            "pronoia rules": [*backtest, *counters, "--rules", folder + "/rules_1d.yml"],
            "pronoia rules 3d": [*backtest, *counters, "--rules", folder + "/rules_3d.yml"],
            "pronoia samples": [*backtest, *counters],
            "pronoia events": [*backtest, "--objective", "99.9", "--data", folder + "/events.csv"]}


def compare(name, runs, contenders, null):
    taken = {who: [] for who in contenders}
    for command in contenders.values():
        if runs > 1:  # What runs once takes too long for a second time.
            measure(command, null)  # Warm the page cache.
    for _ in range(runs):  # In turns, so that a busy machine is unfair to nobody.
        for who, command in contenders.items():
            taken[who].append(measure(command, null))
    base = first_cpu = None
    for who, results in taken.items():
        wall = statistics.median(r[3 if name in OF_SERVER else 0] for r in results)
        peak = max(r[1] for r in results)
        statuses = ",".join(str(s) for s in sorted({r[2] for r in results}))
        base = base or (wall, peak)
        print("%-20s %-17s %9.4f %7.1fx %9.1f %7.2fx  %s"
              % (name, who, wall, base[0] / wall, peak / 1024, peak / base[1], statuses), flush=True)
        if name.startswith("slo_"):
            cpu = statistics.median(r[3] for r in results)
            first_cpu = first_cpu or cpu
            print("%-20s %-17s %9.4f %7.1fx" % ("", "its CPU", cpu, first_cpu / cpu), flush=True)


@contextlib.contextmanager
def alertmanager(folder, amtool):
    """Debian's Alertmanager, with the silences of the workload."""
    server = shutil.which("prometheus-alertmanager")
    silences = folder + "/am/silences_5000.json"
    if not server or not os.path.exists(silences):
        yield None
        return
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = "127.0.0.1:%d" % free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="pronoia-bench-am-") as state:
        process = subprocess.Popen([server, "--config.file=" + folder + "/am/alertmanager_min.yml", "--storage.path=" + state,
                                    "--web.listen-address=" + address, "--cluster.listen-address=", "--log.level=error"])
        try:
            for _ in range(100):
                loaded = subprocess.run([amtool, "--alertmanager.url=http://" + address, "silence", "import", silences],
                                        capture_output=True, check=False)
                if loaded.returncode == 0 and loaded.stdout.count(b"\n") == 5000:
                    break
                time.sleep(0.1)
            yield "http://" + address
        finally:
            process.terminate()
            process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pronoia", default=HERE + "/../../build/tools/pronoia")
    parser.add_argument("--promtool", default=shutil.which("promtool"))
    parser.add_argument("--amtool", default=shutil.which("amtool"))
    parser.add_argument("--runs", type=int, help="number of runs, instead of the workload's")
    parser.add_argument("--data", help="folder to keep the inputs in, and to reuse them from")
    parser.add_argument("workload", nargs="*", help="workloads to run (default: all)")
    arguments = parser.parse_args()
    wanted = [w[0] for w in WORKLOADS if not arguments.workload or w[0] in arguments.workload]
    programs = [arguments.pronoia] + [arguments.promtool] * any(w not in OF_AMTOOL and w not in OF_SERVER for w in wanted)
    for program in programs + [arguments.amtool] * any(w in OF_AMTOOL or w in OF_SERVER for w in wanted):
        if not program or not os.access(program, os.X_OK):
            sys.exit("no program `%s`" % program)
    unknown = set(arguments.workload) - {w[0] for w in WORKLOADS}
    if unknown:
        sys.exit("no workload `%s`" % sorted(unknown)[0])
    pronoia, promtool, amtool = [os.path.abspath(program or "") for program in (arguments.pronoia, arguments.promtool, arguments.amtool)]

    shared = os.environ.get("PRONOIA_SHARED", HERE + "/../../../shared")
    folder = arguments.data or tempfile.mkdtemp(prefix="pronoia-bench-")
    try:
        if not glob.glob(folder + "/metrics/*"):
            print("inputs by %s" % prepare(folder, shared))
        floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print("peak memory cannot be seen below this script's own, %.1f MB; ratios are to the first program" % floor)
        print("%-20s %-17s %9s %8s %9s %8s  %s" % ("workload", "program", "seconds", "faster", "peak MB", "of it", "exit"))
        null = os.open(os.devnull, os.O_RDWR)
        with contextlib.ExitStack() as stack:
            server = any(w in OF_SERVER for w in wanted) and stack.enter_context(alertmanager(folder, amtool))
            for name, runs, command, pattern in WORKLOADS:
                if name not in wanted:
                    continue
                mark = "<" if pattern and pattern.startswith("<") else ""
                files = [mark + f for f in sorted(glob.glob(folder + "/" + pattern.lstrip("<")))] if pattern else []
                if (pattern and not files) or (name in OF_SERVER and not server):
                    print("%-20s only the shared workload pack has its input, and Debian's packages its server" % name)
                    continue
                compare(name, arguments.runs or runs, commands(name, pronoia, promtool, amtool, command, files, server), null)
    finally:
        if not arguments.data:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
