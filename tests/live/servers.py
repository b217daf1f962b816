"""Debian's servers on loopback, for tests that ask them: started in a folder of their own, and ended again."""
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

# No proxy between this machine and itself.
ENVIRONMENT = {**os.environ, "no_proxy": "*", "http_proxy": "", "https_proxy": "", "TZ": "UTC"}
SECONDS = 60


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A program that listens on a port; `url` is where."""

    def __init__(self, command, folder, ready, port):
        self.port = port
        self.url = "http://127.0.0.1:%d" % port
        self.log = os.path.join(folder, os.path.basename(command[0]) + ".log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + SECONDS
        while True:
            with contextlib.suppress(urllib.error.URLError, OSError):
                if fetch(self.url + ready)[0] == 200:
                    return
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                with open(self.log, encoding="utf-8", errors="replace") as log:
                    raise RuntimeError("%s does not start:\n%s" % (command[0], log.read()[-2000:]))
            time.sleep(0.05)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def fetch(url, data=None, headers=None, method=None):
    """Status and body, whatever the status."""
    request = urllib.request.Request(url, data=data, headers=headers or {}, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def prometheus(folder, blocks=None, config="scrape_configs: []\n", files=None):
    """Debian's server, with the receiver for remote write; `blocks` is an OpenMetrics file to begin with."""
    data = os.path.join(folder, "data")
    if blocks:
        subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", blocks, data], env=ENVIRONMENT, check=True,
                       stdout=subprocess.DEVNULL, timeout=SECONDS)
    for name, text in {**(files or {}), "prometheus.yml": config}.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(text)
    port = free_port()
    return Server(["prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=" + data, "--web.listen-address=127.0.0.1:%d" % port,
                   "--storage.tsdb.retention.time=100y", "--web.enable-remote-write-receiver", "--web.enable-lifecycle",
                   "--enable-feature=exemplar-storage,native-histograms", "--log.level=warn"], folder, "/-/ready", port)


def pushgateway(folder):
    port = free_port()
    return Server(["prometheus-pushgateway", "--web.listen-address=127.0.0.1:%d" % port, "--web.enable-admin-api",
                   "--persistence.file="], folder, "/-/ready", port)


def alertmanager(folder, config, port=None):
    """Debian's server; given the same folder and port, it is the one of before, started again."""
    with open(os.path.join(folder, "alertmanager.yml"), "w", encoding="utf-8") as f:
        f.write(config)
    port = port or free_port()
    return Server(["prometheus-alertmanager", "--config.file=alertmanager.yml", "--storage.path=" + os.path.join(folder, "am"),
                   "--web.listen-address=127.0.0.1:%d" % port, "--web.external-url=http://127.0.0.1:%d" % port,
                   "--cluster.listen-address=", "--log.level=warn"], folder, "/-/ready", port)


def are_there(*programs):
    """Whether all are installed; says which is not."""
    missing = [p for p in programs if not shutil.which(p)]
    for program in missing:
        print("skipped:   `%s` is not installed, so nothing was compared" % program)
    return not missing
