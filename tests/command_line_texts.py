#!/usr/bin/env python3
"""Compares the texts about the command line: help, the manual page, and the completions of bash,
zsh and fish. Each is read back by itself, as `{"check rules": {"--format": (placeholder, values)}}`;
for every command all five have to name the same flags and arguments, placeholders and values.

    python3 tests/command_line_texts.py --pronoia build/tools/pronoia [--source .]
"""

import argparse
import os
import re
import subprocess
import sys

LISTED = "(a command lists them)"  # In help and the manual: values that are too many for a text.
FILES = "(files)"
OTHER_PROGRAMS = ("amtool", "promtool")  # Have command lines and help of their own.


class Examples(list):
    """Values besides which there are others."""


def values_in(doc):
    """The values that a sentence of help or of the manual names."""
    doc = re.sub(r"( \((default: [^()]*|may be given several times)\))+$", "", doc.rstrip("."))
    found = re.search(r"; (one of|one or more of|such as|only) (.*)$", doc)
    if found:
        values = found.group(2).removesuffix(", separated by commas").split(", ")
        return Examples(values) if found.group(1) == "such as" else values
    return LISTED if re.search(r"; `[^`]*` lists the \w+$", doc) else None


def read_term(entry, term, doc):
    """Adds "-f, --flag NAME" or "[NAME]..." to `entry`."""
    if not term.startswith("-"):
        entry[re.sub(r"^\[(.*)\]$", r"\1", term.removesuffix("..."))] = ("", values_in(doc))
        return
    names = re.match(r"-[^, =[]+(?:, -[^, =[]+)*", term).group(0)
    placeholder = re.sub(r"^\[=(.*)\]$", r"\1", term[len(names):].strip())
    for name in names.split(", "):
        entry[name] = (placeholder, values_in(doc))


def read_help(pronoia, path):
    """{"check rules": {...}} of what --help prints, for `path` and all commands below it."""
    text = subprocess.run([pronoia, *path, "--help"], capture_output=True, text=True, check=True,
                          env={**os.environ, "COLUMNS": "100"}).stdout
    commands, entry, section, rows = {}, {}, "", []
    for line in text.splitlines():
        if re.fullmatch(r"[A-Z]\w+:", line):
            section, rows = line, []
        elif section in ("Options:", "Arguments:", "Commands:") and line.startswith("  "):
            row = re.match(r"  (?:    (?=--))?(\S.*?)(?:  +(.*))?$", line)
            if row:
                rows.append([section, row.group(1), row.group(2) or ""])
            else:
                rows[-1][2] = (rows[-1][2] + " " + line.strip()).strip()
        elif not line:
            for kind, term, doc in rows:
                if kind == "Commands:" and term in OTHER_PROGRAMS:
                    commands[term] = None
                elif kind == "Commands:":
                    commands.update(read_help(pronoia, [*path, term]))
                else:
                    read_term(entry, term, doc)
            rows = []
    for kind, term, doc in rows:
        read_term(entry, term, doc)
    return {**commands, " ".join(path): entry}


def read_man(text):
    """The page names only commands that do something by themselves."""
    # `words` in bold are code in help.
    marked = re.sub(r"\\fB([^\\]*(?:\\-[^\\]*)*)\\fR lists", r"`\1` lists", text)
    marked = re.sub(r"\\f[BIR]", "", marked).replace("\\-", "-").replace("\\&", "")
    commands = {}
    entry = None
    lines = marked.replace("\\e", "\\").splitlines()
    for number, line in enumerate(lines):
        if line.startswith(".SS "):
            words = line[4:].split()[1:]
            last = next((i for i, w in enumerate(words) if not re.match(r"[a-z]", w)), len(words))
            entry = commands.setdefault(" ".join(words[:last]), {"-h": ("", None), "--help": ("", None)})
        elif line == ".SH OPTIONS":
            entry = commands.setdefault("", {})
        elif line.startswith(".SH"):
            entry = None
        elif line == ".TP" and entry is not None:
            doc = re.sub(r"( Default: .*| Can be given several times\.)+$", "", lines[number + 2])
            read_term(entry, lines[number + 1], doc)
    return commands


def words_of(action):
    if action in ("@files", "_files"):
        return FILES
    if action in ("@nothing", "", " "):
        return None
    return action.strip("()").split(" ")


def read_bash(text):
    tables = {}
    for function, body in re.findall(r"^__pronoia_(\w+)\(\) \{\n  case [^\n]* in\n(.*?)  esac", text,
                                     re.M | re.S):
        tables[function] = dict(re.findall(r'^    "(.*?)"\) echo "(.*)" ;;$', body, re.M))
    commands = {}
    for path, flags in tables["flags"].items():
        values = {name: tables["values"].get(f"{path} {name}", tables["values"].get(f"{path} {name}="))
                  for name in flags.split()}
        commands[path] = {name: (what is not None, words_of(what or ""))
                          for name, what in values.items()}
        if path in tables["arguments"]:
            commands[path]["argument"] = (True, words_of(tables["arguments"][path]))
    return commands


def unescaped(text):
    return re.sub(r"\\(.)", r"\1", text or "")


def read_zsh(text, paths):
    """`paths` are of the other texts: names of functions do not tell `-` from a space."""
    by_function = {"_" + re.sub("[ -]", "_", ("pronoia " + path).strip()): path for path in paths}
    commands = {}
    for function, body in re.findall(r"^(_pronoia\w*)\(\) \{\n(.*?)^\}", text, re.M | re.S):
        entry = commands.setdefault(by_function[function], {})
        for spec in re.findall(r"^    '(.*)'(?: \\)?$", body, re.M):
            flag = re.fullmatch(r"\*?(-[^=+[]+)(=-|=|\+)?\[((?:\\.|[^\\\]])*)\](?:::?((?:\\.|[^:])*):(.*))?",
                                spec)
            argument = re.fullmatch(r"\*?:((?:\\.|[^:])+):(.*)", spec)
            if flag:
                entry[flag.group(1).rstrip("=+")] = (unescaped(flag.group(4)), words_of(flag.group(5) or ""))
            elif argument:
                entry[unescaped(argument.group(1))] = ("", words_of(argument.group(2)))
    return commands


def read_fish(text):
    commands = {}
    for line in text.splitlines():
        at = re.match(r"complete -c pronoia -n '__pronoia_at ?([^']*)'(.*)", line)
        if not at:
            continue
        entry = commands.setdefault(at.group(1), {})
        rest = re.sub(r" -d '(\\.|[^'\\])*'$", "", at.group(2))
        names = ["-" + n for n in re.findall(r" -s (\S+)", rest)]
        names += ["--" + n for n in re.findall(r" -l (\S+)", rest)]
        words = re.search(r" -a '([^']*)'", rest)
        takes = bool(words) or " -x" in rest or " -r" in rest
        values = FILES if " -F" in rest else words.group(1).split(" ") if words else None
        for name in names:
            entry[name] = (takes, values)
        if not names and (words or " -F" in rest):
            entry.setdefault("argument", (True, values))
    return commands


def differences(by_help, source):
    def read(name):
        with open(os.path.join(source, name), encoding="utf-8") as file:
            return file.read()

    by_help = {path: entry for path, entry in by_help.items() if entry is not None}
    by_man = read_man(read("man/pronoia.1"))
    by_zsh = read_zsh(read("completions/_pronoia"), [*by_help, *OTHER_PROGRAMS])
    others = {"bash": read_bash(read("completions/pronoia.bash")),
              "fish": read_fish(read("completions/pronoia.fish"))}
    for texts in (by_man, by_zsh, *others.values()):
        for program in OTHER_PROGRAMS:
            texts.pop(program, None)

    def compare(where, what, one, two, other):
        if one != two:
            yield f"{where}: {what} in help: {one}; {other}: {two}"

    def is_group(path):  # Has no page of its own.
        return set(by_help[path]) == {"-h", "--help"} and path not in by_man

    yield from compare("commands", "names", sorted(p for p in by_help if not is_group(p)),
                       sorted(by_man), "manual")
    for shell, texts in {"zsh": by_zsh, **others}.items():
        yield from compare("commands", "names", sorted(by_help), sorted(texts), shell)
    for path, entry in by_help.items():
        if path in by_man:
            yield from compare(path, "flags", sorted(entry), sorted(by_man[path]), "manual")
        zsh = by_zsh.get(path, {})
        yield from compare(path, "flags", sorted(n for n in entry if n[0] == "-" or n in zsh),
                           sorted(zsh), "zsh")
        for name, (placeholder, values) in entry.items():
            where = f"{path} {name}"
            if path in by_man:
                yield from compare(where, "value", (placeholder, values), by_man[path].get(name),
                                   "manual")
            if name in zsh:
                yield from compare(where, "placeholder", placeholder, zsh[name][0], "zsh")
                yield from compare_values(where, values, zsh[name][1], "zsh")
        for shell, texts in others.items():
            own = texts.get(path, {})
            yield from compare(path, "flags", sorted(n for n in entry if n[0] == "-"),
                               sorted(n for n in own if n[0] == "-"), shell)
            for name, (takes, values) in own.items():
                if name not in entry:
                    continue
                yield from compare(f"{path} {name}", "whether it has a value", entry[name][0] != "",
                                   takes, shell)
                yield from compare_values(f"{path} {name}", entry[name][1], values, shell)
            words = [v for n, (_, v) in entry.items() if n[0] != "-" and v not in (None, LISTED)]
            if words:
                yield from compare_values(path, words[0], own.get("argument", ("", None))[1], shell)


def compare_values(where, values, words, shell):
    if values == LISTED:
        fits = isinstance(words, list) and len(words) > 12
    else:
        fits = values == (None if words == FILES else words)
    if not fits:
        yield f"{where}: values in help: {values}; {shell}: {words}"


def not_refused(pronoia, by_help):
    """Flags that take a word which help does not list."""
    for path, entry in by_help.items():
        for name, (_, values) in (entry or {}).items():
            if type(values) is not list or not name.startswith("--"):
                continue
            result = subprocess.run([pronoia, *path.split(), f"{name}=no-such-word"],
                                    capture_output=True, text=True, stdin=subprocess.DEVNULL)
            refused = "`no-such-word` is not" in result.stderr or "missing argument" in result.stderr
            if result.returncode != 2 or not refused:
                yield f"{path} {name}: takes `no-such-word`"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pronoia", required=True)
    parser.add_argument("--source", default=os.path.join(os.path.dirname(__file__), ".."))
    options = parser.parse_args()
    pronoia = os.path.abspath(options.pronoia)
    by_help = read_help(pronoia, [])
    found = [*differences(by_help, options.source), *not_refused(pronoia, by_help)]
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
