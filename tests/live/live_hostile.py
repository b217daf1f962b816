"""Servers that misbehave: every command that asks one ends in time, in little memory, with a message."""
import gzip
import json
import os
import resource
import socket
import subprocess
import threading
import time

import servers

TIMEOUT = 2  # What commands are told to wait, in seconds.
MOST_SECONDS = 12
MOST_KILOBYTES = 400 * 1024
SECRET = "sesame-8841"


def respond(body, status="200 OK", headers=""):
    return ("HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n" % (status, len(body), headers)).encode() + body


def endless(connection, head, piece):
    connection.sendall(head)
    while True:
        connection.sendall(piece)


def huge(connection):
    """A well-formed answer of a gigabyte."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + b'{"status":"success","data":{"resultType":"string","result":[0,"')
    for _ in range(1024):
        connection.sendall(b"x" * (1 << 20))
    connection.sendall(b'"]}}')


VECTOR = b'{"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":"b"},"value":[1,"1"]}]}}'


def bomb():
    """A gigabyte of blanks, compressed."""
    packed = gzip.compress(b" " * (64 << 20))
    return packed * 16  # Members that follow each other are one file.


MODES = {
    "drops": lambda c: None,
    "stalls": lambda c: time.sleep(MOST_SECONDS + 5),
    "stalls within": lambda c: (c.sendall(respond(VECTOR)[:-20]), time.sleep(MOST_SECONDS + 5)),
    "drips": lambda c: [(c.sendall(b), time.sleep(0.3)) for b in [respond(VECTOR)[i:i + 1] for i in range(200)]],
    "is no HTTP": lambda c: c.sendall(b"220 mail ESMTP\r\n"),
    "floods headers": lambda c: endless(c, b"HTTP/1.1 200 OK\r\n", b"X-Filler: " + b"y" * 8000 + b"\r\n"),
    "floods": lambda c: endless(c, b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", b"[" * 65536),
    "promises more": lambda c: c.sendall(respond(VECTOR).replace(b"Content-Length: ", b"Content-Length: 9")),
    "promises less": lambda c: c.sendall(respond(VECTOR).replace(b"Content-Length: %d" % len(VECTOR), b"Content-Length: 50")),
    "cuts": lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n" + VECTOR[:16] + b"\r\n"),
    "redirects": lambda c: c.sendall(respond(b"", "302 Found", "Location: /again\r\n")),
    "is large": huge,
    "is no UTF-8": lambda c: c.sendall(respond(VECTOR.replace(b'"b"', b'"\xff\xfe"').replace(b'"1"', b'"\xff"'))),
    "is a bomb": lambda c: c.sendall(respond(bomb(), headers="Content-Encoding: gzip\r\n")),
    "is no gzip": lambda c: c.sendall(respond(VECTOR, headers="Content-Encoding: gzip\r\n")),
    "is a page": lambda c: c.sendall(respond(b"<html><title>Sign in</title><body>token=%s</body></html>" % SECRET.encode())),
    "is busy": lambda c: c.sendall(respond(b"<html><h1>Service Unavailable</h1></html>", "503 Service Unavailable", "Retry-After: 3600\r\n")),
    "is other JSON": lambda c: c.sendall(respond(b'{"status":"success","data":{"resultType":"vector","result":{"a":[1,2]}}}')),
    "is deep": lambda c: c.sendall(respond(b'{"status":"success","data":' + b'{"a":[' * 200000)),
    "says no": lambda c: c.sendall(respond(b'{"error":"no"}', "401 Unauthorized", 'WWW-Authenticate: Basic realm="x"\r\n')),
}

COMMANDS = [["query", "instant", "{}", "up"], ["query", "range", "{}", "up", "--format", "plot"], ["query", "series", "{}", "up"],
            ["query", "labels", "{}"], ["query", "labels", "{}", "job", "--format", "json"], ["query", "metadata", "{}"], ["query", "targets", "{}"],
            ["query", "rules", "{}"], ["query", "alerts", "{}", "--format", "json"], ["query", "exemplars", "{}", "up"], ["query", "status", "{}"],
            ["query", "analyze", "{}"], ["query", "analyze", "{}", "--match", "up"], ["check", "ready", "{}"], ["push", "metrics", "{}", "one.prom"],
            ["debug", "metrics", "{}", "-o", "debug.tar.gz"],
            *([*words, "--alertmanager", "{}"] for words in (["alert", "query"], ["alert", "query", "--group", "--format", "json"], ["alert", "add", "a=b"],
                                                             ["silence", "query"], ["silence", "show", "x"], ["silence", "add", "a=b", "-c", "c", "--yes"],
                                                             ["silence", "expire", "x", "y"], ["silence", "extend", "x", "+1h"], ["cluster", "show"],
                                                             ["am", "config", "show"], ["am", "config", "get"], ["alert", "why", "a=b"],
                                                             ["am", "receivers", "test", "x", "--yes"], ["silence", "plan", "s.yml"],
                                                             ["silence", "apply", "s.yml", "--yes"], ["silence", "which", "a=b"], ["silence", "query", "--stale"])),
            ["rules", "list", "--server", "{}"]]


class Hostile:
    """Answers every request in the same way; remembers what was asked."""

    def __init__(self, answer):
        self.answer, self.seen = answer, []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = "http://user:%s@127.0.0.1:%d" % (SECRET, self.listener.getsockname()[1])
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.one, args=(connection,), daemon=True).start()

    def one(self, connection):
        with connection:
            try:
                connection.settimeout(MOST_SECONDS + 10)
                head = b""
                while b"\r\n\r\n" not in head:
                    more = connection.recv(65536)
                    if not more:
                        return
                    head += more
                self.seen.append(head)
                self.answer(connection)
            except OSError:
                pass

    def stop(self):
        self.listener.close()


def run(session, args):
    started = time.monotonic()
    process = subprocess.Popen([session.pronoia, *args, "--timeout", "%ds" % TIMEOUT, "--retries", "1"], cwd=session.folder, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**servers.ENVIRONMENT, "HOME": session.folder},
                               preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30)))
    try:
        out, err = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        return 99, "", "it does not end", 60
    return process.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), time.monotonic() - started


def takes(command, mode):
    """Whether the answer is one that the command has use for."""
    if command[0] == "debug":
        return True  # Any page may be what is wanted.
    if command[0] == "push" or command[1] == "expire" or command[:2] == ["alert", "add"]:
        return mode != "is a page"  # The status says it all, but for a proxy's page.
    if "--alertmanager" in command or "--server" in command:
        return False
    if mode == "is other JSON":
        return command[1] in ("ready", "status") or "json" in command  # Which shows what there is.
    # Servers of this machine are not asked for what is packed, and nothing is unpacked.
    return mode in ("is no gzip", "promises less", "is no UTF-8", "is large", "is a bomb", "drips") or (command[0] == "check" and mode != "is a page")


def check(session):
    with open(os.path.join(session.folder, "one.prom"), "w", encoding="utf-8") as f:
        f.write("up 1\n")
    with open(os.path.join(session.folder, "s.yml"), "w", encoding="utf-8") as f:
        f.write("name: n\nsilences:\n- {name: a, matchers: [a=b], weekly: 'mon-sun 00:00', duration: 1h}\n")
    lock = threading.Lock()

    def mode(name):
        server = Hostile(MODES[name])
        for command in COMMANDS:
            args = [a.replace("{}", server.url) for a in command]
            status, out, err, seconds = run(session, args)
            label = "%s, %s" % (name, " ".join(command))
            fine = status == 0 and takes(command, name)
            told = status in (1, 2) and 0 < len(err) < 4000 and "error" in err
            with lock:
                session.true("ends with a message: " + label, fine or told, (status, out[:200], err[:600]))
                session.true("in time: " + label, seconds < MOST_SECONDS, seconds)
                session.true("without the secret: " + label, SECRET not in out and SECRET not in err, (out[:300], err[:600]))
        server.stop()

    # Several at a time: most of them wait.
    names = list(MODES)
    threads = [threading.Thread(target=lambda part=part: [mode(n) for n in part]) for part in (names[::4], names[1::4], names[2::4], names[3::4])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    session.true("memory", peak < MOST_KILOBYTES, peak)
    elsewhere(session)


def elsewhere(session):
    """Credentials stay with the host that they are for."""
    other = Hostile(lambda c: c.sendall(respond(VECTOR)))
    port = other.listener.getsockname()[1]
    first = Hostile(lambda c: c.sendall(respond(b"", "307 Temporary Redirect", "Location: http://localhost:%d/api/v1/query\r\n" % port)))
    with open(os.path.join(session.folder, "http.yml"), "w", encoding="utf-8") as f:
        f.write(json.dumps({"authorization": {"credentials": SECRET}, "http_headers": {"X-Key": {"secrets": [SECRET]}}}))
    plain = first.url.replace("user:%s@" % SECRET, "")
    for args in (["query", "instant", first.url, "up", "--tenant", "t"], ["query", "instant", plain, "up", "--http.config.file", "http.yml"],
                 ["query", "instant", plain, "up", "--header", "Authorization: Bearer " + SECRET]):
        status, out, err, _ = run(session, args)
        session.true("a redirect is followed", status == 0 and "1" in out, (status, out, err))
    import base64
    secrets = [SECRET.encode(), base64.b64encode(("user:" + SECRET).encode())]
    # What changes something is sent nowhere else at all.
    asked_for = len(other.seen)
    for args in (["silence", "expire", "x"], ["silence", "add", "a=b", "-c", "c", "--yes"], ["alert", "add", "a=b"]):
        status, out, err, _ = run(session, [*args, "--alertmanager", first.url])
        session.true("a redirect is told: %s" % args, status == 2 and "307" in err and "redirects to" in err and SECRET not in err, (status, out, err))
    session.same("nothing was changed elsewhere", len(other.seen), asked_for)
    session.true("the first host has them", all(any(s in head for s in secrets) for head in first.seen), first.seen)
    session.true("the other host has not", other.seen and not any(s in head for head in other.seen for s in secrets), other.seen)
    first.stop()
    other.stop()
