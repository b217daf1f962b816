#!/usr/bin/env python3
"""What other programs make of our formats: validators of JSON schemas, XML and SARIF.

  run.py --pronoia PATH schemas    JSON schemas agree with `pronoia check` about files
  run.py --pronoia PATH nulls      and about a null in the place of each value
  run.py --pronoia PATH junit      JUnit reports pass Jenkins' schema, junit-10.xsd beside this file

Needs python3-jsonschema, python3-yaml and libxml2-utils; without them it ends with status 77, for "skipped".
With PRONOIA_SHARED, files of the conformance data are taken as well.
"""

import argparse
import functools
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77
ROOT = pathlib.Path(__file__).resolve().parents[2]
# Of files that a configuration names; the shape is all that counts here.
ABOUT_OTHER_FILES = {"config-missing-file", "config-missing-file-later", "config-empty-pattern"}

# What the server loads and cannot use, the schemas refuse.
UNUSABLE = {
    "also/scheme.yml": "a scheme other than HTTP",
    "also/numbers.yml": "a limit of -1.5",
}

# Kinds by their schema, with the command that checks them and where files are, good and bad.
KINDS = {
    "prometheus": ("config --syntax-only", ["testdata/config/prometheus/good/*.yml",
                              "testdata/comparison/prometheus/**/*.yml"],
                   ["prometheus_config/testdata/*.yml"]),
    "alertmanager": ("alertmanager", ["testdata/comparison/alertmanager/*.yml"],
                     ["alertmanager_config/testdata/*.yml"]),
    "blackbox": ("blackbox", ["testdata/comparison/blackbox/**/*.yml"],
                 ["blackbox_config/testdata/*.yml"]),
    "web-config": ("web-config --syntax-only", ["testdata/comparison/web/**/*.yml"],
                   ["web_config/testdata/*.y*ml"]),
    "rules": ("rules", ["testdata/comparison/prometheus/rules/*.yml"], ["rulefmt/testdata/*.yaml"]),
    "targets": ("targets", ["testdata/comparison/targets/*.yml"], []),
}


def loader():
    """A YAML loader that leaves times alone, as those of editors do."""
    import yaml

    class Loader(yaml.SafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rows if not tag.endswith(":timestamp")]
        for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return Loader


class Judge:
    """Asks `pronoia check` and the JSON schema of a kind about the same value."""

    def __init__(self, pronoia, kind):
        import jsonschema

        self.pronoia = pronoia
        self.command = KINDS[kind][0].split()
        schema = json.loads(subprocess.run([pronoia, "schema", kind], capture_output=True,
                                           check=True).stdout)
        validator = jsonschema.validators.validator_for(schema)
        validator.check_schema(schema)
        self.validator = validator(schema)

    def checked(self, value):
        """The errors of `pronoia check`."""
        ran = subprocess.run(
            [self.pronoia, "check", *self.command, "--format", "json", "-"],
            input=json.dumps(value), capture_output=True, text=True)
        return [f["message"] for f in json.loads(ran.stdout)["findings"]
                if f["severity"] == "error" and f["code"] not in ABOUT_OTHER_FILES]

    def refused(self, value):
        """The errors of the schema."""
        return ["%s: %s" % ("/".join(map(str, e.absolute_path)), e.message[:200])
                for e in self.validator.iter_errors(value)]


def files(kind):
    shared = os.environ.get("PRONOIA_SHARED")
    found = [p for pattern in KINDS[kind][1] for p in ROOT.glob(pattern)]
    if shared:
        conformance = pathlib.Path(shared) / "conformance"
        found += [p for pattern in KINDS[kind][2] for p in conformance.glob(pattern)]
    return sorted(found)


def read(path):
    """The first document of a file as JSON has it; nothing if it is none."""
    import yaml

    try:
        documents = list(yaml.load_all(path.read_text(encoding="utf-8"), loader()))
        return json.loads(json.dumps(documents[0])) if len(documents) == 1 else None
    except (yaml.YAMLError, ValueError, TypeError):
        return None


def schemas(pronoia):
    """Every file that `pronoia check` accepts is accepted by its schema, which refuses some others."""
    faults = 0
    count = 0
    both = 0
    for kind in KINDS:
        judge = Judge(pronoia, kind)
        for path in files(kind):
            value = read(path)
            if value is None:
                continue
            if judge.checked(value):
                both += bool(judge.refused(value))
                continue
            count += 1
            if "/".join(path.parts[-2:]) in UNUSABLE:
                continue
            for error in judge.refused(value)[:3]:
                print(f"{path}: {error}")
                faults += 1
    print(f"{count} good files, {faults} faults; {both} bad ones refused")
    return 1 if faults or not count else 0


def places(value, at=()):
    children = value.items() if isinstance(value, dict) else (
        enumerate(value) if isinstance(value, list) else ())
    for key, child in children:
        yield at + (key,)
        yield from places(child, at + (key,))


def put(value, at, new):
    copy = json.loads(json.dumps(value))
    inner = functools.reduce(lambda node, key: node[key], at[:-1], copy)
    inner[at[-1]] = new
    return copy


def nulls(pronoia):
    """A null in the place of a value is refused only where `pronoia check` refuses it.

    Some that it refuses depend on other values, which is beyond a schema.
    """
    faults = 0
    count = 0
    both = 0
    for kind in KINDS:
        judge = Judge(pronoia, kind)
        # The richest file has most fields in it.
        values = [v for v in map(read, files(kind)) if v is not None and not judge.checked(v)]
        value = max(values, key=lambda v: len(list(places(v))), default=None)
        for at in places(value):
            changed = put(value, at, None)
            checked, refused = judge.checked(changed), judge.refused(changed)
            count += 1
            both += bool(checked and refused)
            if refused and not checked:
                print(f"{kind}: null at {'/'.join(map(str, at))}: {refused[0]}")
                faults += 1
    print(f"{count} places, {faults} faults, {both} refused by both")
    return 1 if faults or not both else 0


def junit(pronoia):
    """Reports of every command that writes JUnit pass the schema."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        rules = folder / "rules.yml"
        rules.write_text("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 0\n"
                         "  - record: b\n    expr: '('\n", encoding="utf-8")
        good = folder / "good.yml"
        good.write_text("groups:\n- name: g\n  rules:\n  - record: a:b\n    expr: up\n",
                        encoding="utf-8")
        tests = folder / "tests.yml"
        tests.write_text(
            "rule_files: [good.yml]\ntests:\n- name: one\n  input_series:\n"
            "  - {series: up, values: '1 1'}\n  promql_expr_test:\n"
            "  - {expr: 'a:b', eval_time: 1m, exp_samples: [{labels: 'a:b', value: 1}]}\n"
            "- name: two\n  promql_expr_test:\n  - {expr: '1', eval_time: 0s, "
            "exp_samples: [{labels: '{}', value: 2}]}\n", encoding="utf-8")
        broken = folder / "broken.yml"
        broken.write_text("tests: 1\n", encoding="utf-8")
        alertmanager = folder / "alertmanager.yml"
        alertmanager.write_text("route: {receiver: a}\nreceivers: [{name: a}]\n", encoding="utf-8")
        routes = folder / "routes.yml"
        routes.write_text("config: alertmanager.yml\ntests:\n- name: r\n  alerts:\n"
                          "  - labels: {alertname: A}\n  expect:\n  - receiver: b\n",
                          encoding="utf-8")
        script = folder / "script.test"
        script.write_text("eval instant at 0 1\n  2\n", encoding="utf-8")
        commands = [
            ["check", "rules", "--format", "junit", "rules.yml", "good.yml"],
            ["check", "--format", "junit", "."],
            ["test", "rules", "--format", "junit", "tests.yml", "broken.yml"],
            ["test", "rules", "--junit", "out.xml", "tests.yml"],
            ["test", "routes", "--format", "junit", "routes.yml"],
            ["test", "promql", "--format", "junit", "script.test"],
        ]
        faults = 0
        for command in commands:
            ran = subprocess.run([pronoia, *command], cwd=folder, capture_output=True)
            report = (folder / "out.xml").read_bytes() if "--junit" in command else ran.stdout
            passed = subprocess.run(
                ["xmllint", "--noout", "--schema",
                 str(pathlib.Path(__file__).with_name("junit-10.xsd")), "-"],
                input=report, capture_output=True, text=False)
            if passed.returncode != 0:
                faults += 1
                print(" ".join(command), passed.stderr.decode(), ran.stderr.decode(), sep="\n")
    print(f"{len(commands)} reports, {faults} faults")
    return 1 if faults else 0


PARTS = {"schemas": schemas, "nulls": nulls, "junit": junit}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pronoia", default=str(ROOT / "build/tools/pronoia"))
    parser.add_argument("part", choices=PARTS)
    options = parser.parse_args()
    try:
        import jsonschema  # noqa: F401
        import yaml  # noqa: F401

        subprocess.run(["xmllint", "--version"], capture_output=True, check=True)
    except (ImportError, OSError) as missing:
        print(f"skipped: {missing}")
        return SKIPPED
    return PARTS[options.part](options.pronoia)


if __name__ == "__main__":
    sys.exit(main())
