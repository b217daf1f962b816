"""The shell, with questions from a pipe and from a terminal."""
import os
import pty
import select
import subprocess
import time

import live_query
import servers


def check(session):
    with open(os.path.join(session.folder, "data.om"), "w", encoding="utf-8") as f:
        f.write(live_query.exposition())
    script = "\\format promql\nsum by (job) (\n  up\n)\n\\time 2024-03-10T00:40:00Z\nup == 0\n\\labels job\n\\series up{instance=\"h1\"}\n\\format nothing\n\\explain rate(up[5m])\n"
    status, out, err = session.run("query", "shell", "--data", "data.om", "--tz", "UTC", stdin=script)
    session.true("a script", status == 2 and '{job="node"} => 2 @[' in out and 'up{instance="h2", job="node"} => 0 @[1710031200]' in out and "api\nnode\n" in out,
                 (status, out, err))
    session.true("a command that is wrong", "\\format: choose from" in err, err)
    terminal(session)


def terminal(session):
    primary, secondary = pty.openpty()
    # libedit keeps the names of functions that are added to it.
    env = {**servers.ENVIRONMENT, "HOME": session.folder, "XDG_STATE_HOME": "", "TERM": "xterm", "LC_ALL": "C.UTF-8", "ASAN_OPTIONS": "detect_leaks=0"}
    process = subprocess.Popen([session.pronoia, "query", "shell", "--data", "data.om", "--tz", "UTC", "--color", "never"], cwd=session.folder, env=env,
                               stdin=secondary, stdout=secondary, stderr=secondary, start_new_session=True)
    os.close(secondary)
    seen = b""

    def until(text):
        nonlocal seen
        deadline = time.monotonic() + servers.SECONDS
        while text not in seen and time.monotonic() < deadline:
            if select.select([primary], [], [], 0.1)[0]:
                try:
                    seen += os.read(primary, 65536)
                except OSError:
                    break
        session.true("the terminal shows %r" % text, text in seen, seen[-500:])
        seen = b""

    until(b"> ")
    os.write(primary, b"tempera\t\n")  # One metric begins so.
    until(b"temperature")
    os.write(primary, b"temperature{ro\t=\"\t\n")
    until(b"room")
    os.write(primary, b"\\plot temperature\n")
    until(b"max")
    os.write(primary, b"\\quit\n")
    session.same("the shell ends", process.wait(servers.SECONDS), 0)
    os.close(primary)
    with open(os.path.join(session.folder, ".local", "state", "pronoia", "history"), encoding="utf-8") as f:
        session.true("history is kept", "plot" in f.read())
