"""How amtool, and pronoia in its place, is run and compared. See amtool.py."""
import json
import os
import re
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS = 60
FIELDS = ("stdout", "stderr", "exit")


def shared(*parts):
    top = os.environ.get("PRONOIA_SHARED") or os.path.join(HERE, "..", "..", "..", "shared")
    path = os.path.join(top, *parts)
    return path if os.path.exists(path) else None


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def read(path):
    with open(path, "rb") as file:
        return file.read()


def normal(text):
    """Without what changes from run to run: times of log lines, and the order of flags that are missing."""
    text = re.sub(r"time=20\S+Z", "time=NOW", text)
    def in_order(found):
        return "required flag(s) " + ", ".join(sorted(found[1].split(", "))) + " not provided"
    return re.sub(r"required flag\(s\) (.*) not provided", in_order, text)


def run(program, folder, args, stdin="", home=None):
    environment = {"PATH": os.environ["PATH"], "HOME": home or folder}
    environment.update({k: v for k, v in os.environ.items() if k.endswith("_OPTIONS") or k == "LLVM_PROFILE_FILE"})
    try:
        done = subprocess.run([program, *args], cwd=folder, env=environment, input=stdin.encode("utf-8", "surrogateescape"),
                              capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {"stdout": "", "stderr": "", "exit": "no end after %d s" % SECONDS}
    return {"stdout": normal(done.stdout.decode("utf-8", "surrogateescape")),
            "stderr": normal(done.stderr.decode("utf-8", "surrogateescape")), "exit": done.returncode}


def write(folder, files):
    for name, content in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape"))


class Tally:
    def __init__(self):
        self.same, self.total, self.absent, self.failed = 0, 0, 0, False

    def add(self, name, args, wanted, got):
        self.total += 1
        differing = [f for f in FIELDS if wanted[f] != got[f]]
        if not differing:
            self.same += 1
            return
        self.failed = True
        print("  %s: amtool %s" % (name, " ".join(args)))
        for field in differing:
            print("    %s wanted: %s" % (field, json.dumps(wanted[field], ensure_ascii=False)[:3000]))
            print("    %s is:     %s" % (field, json.dumps(got[field], ensure_ascii=False)[:3000]))

    def report(self, what):
        print("conformance: %s %d of %d%s" % (what, self.same, self.total, ", %d left out" % self.absent if self.absent else ""))
        return self.failed
