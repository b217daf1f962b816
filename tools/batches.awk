# Divides sources into batches that can be compiled as one file each, and prints the number of a
# batch before each source. What an unnamed namespace declares is seen by everything that follows in
# the batch, so two sources come together only where neither uses, itself or through the headers it
# includes, a name from the other's unnamed namespaces.
#
#   awk -v root=FOLDER -v limit=BYTES -f batches.awk SOURCE...
#
# `root` is where includes start from; `limit` is the most that a batch holds, in bytes.

# Whether names in namespace `outer`, written as "::check::slo::", are seen in `inner`.
function is_inside(inner, outer) { return index(inner, outer) == 1 }

function declare(id, name, what) {
  if (name !~ /[a-z]/ && what != "macro") return  # A macro that is used.
  if (name == "operator" || (id, name) in meaning) return
  meaning[id, name] = what
  declared[id] = declared[id] " " name
}

# The name that a line outside of any function declares.
function declared_name(line) {
  while (sub(/^template <[^<>]*(<[^<>]*>[^<>]*)*> ?/, "", line)) {}
  if (sub(/^(struct|class|enum class|enum|union) /, "", line)) {
    sub(/[^A-Za-z0-9_].*/, "", line)
    return line
  }
  if (line ~ /^using .* = /) sub(/^using /, "", line)
  sub(/[({=\[;].*/, "", line)
  sub(/ +$/, "", line)
  if (line ~ /::~?[A-Za-z0-9_]+$/ || line !~ /[A-Za-z0-9_]$/) return ""  # Declared elsewhere.
  sub(/.*[^A-Za-z0-9_]/, "", line)
  return line
}

# Reads a file that was not read before, and the headers it includes.
function read(path, id,   line, is_unnamed, words, n, i, lines) {
  while ((getline line < path) > 0) {
    size[id] += length(line) + 1
    if (line ~ /^ *\/\//) continue
    lines[++n_lines[id]] = line
  }
  close(path)
  for (i = 1; i <= n_lines[id]; ++i) {
    line = lines[i]
    if (line ~ /^#include "/) {
      split(line, words, "\"")
      included[id] = included[id] " " words[2]
    } else if (line ~ /^#define /) {
      split(line, words, /[ (]/)
      declare(id, words[2], "macro")
    } else if (line ~ /^namespace [a-z0-9_:]+ \{/) {
      split(line, words, " ")
      if (space[id] == "") space[id] = "::" words[2] "::"
    } else if (line ~ /^namespace \{/) {
      is_unnamed = 1
    } else if (line ~ /^\} +\/\/ namespace$/) {
      is_unnamed = 0
    } else if (line ~ /^namespace [a-z0-9_]+ = /) {
      split(line, words, " ")
      declare(id, words[2], words[4])
    } else if ((is_unnamed || line ~ /^static /) && line ~ /^[A-Za-z_]/) {
      declare(id, declared_name(line), "")
    }
    n = split(line, words, /[^A-Za-z0-9_]+/)
    for (n = n; n > 0; --n) {
      if ((id, words[n]) in uses) continue
      uses[id, words[n]] = 1
      users[words[n]] = users[words[n]] " " id
    }
  }
}

# Notes all headers that the file `of` leads to by way of `id`.
function include_all(of, id,   names, n, path) {
  n = split(included[id], names, " ")
  for (; n > 0; --n) {
    if (!(names[n] in header)) {
      header[names[n]] = ++count
      path[count] = names[n]
      read(root "/" names[n], count)
    }
    if ((of, header[names[n]]) in reaches) continue
    reaches[of, header[names[n]]] = 1
    include_all(of, header[names[n]])
  }
}

# Notes the headers that would read differently after `id`.
function find_disturbed(id,   names, n, ids, m) {
  n = split(declared[id], names, " ")
  for (; n > 0; --n) {
    m = split(users[names[n]], ids, " ")
    for (; m > 0; --m) {
      if (ids[m] <= sources || (id, ids[m]) in reaches) continue
      if (meaning[id, names[n]] == "macro" || is_inside(space[ids[m]], space[id])) {
        disturbed[id] = disturbed[id] " " ids[m]
      }
    }
  }
}

# Whether `other` would read differently after `one`.
function disturbs(one, other,   names, n, what) {
  n = split(declared[one], names, " ")
  for (; n > 0; --n) {
    if (!((other, names[n]) in uses)) continue
    what = meaning[one, names[n]]
    if (what == "macro") return 1
    if (!is_inside(space[other], space[one])) continue
    # A short name for the same namespace.
    if (what == "" || !((other, names[n]) in meaning) || what != meaning[other, names[n]]) return 1
  }
  n = split(disturbed[one], names, " ")
  for (; n > 0; --n) {
    if ((other, names[n]) in reaches) return 1
  }
  return 0
}

function fits(id, batch,   members, n) {
  if (bytes[batch] + size[id] > limit) return 0
  n = split(content[batch], members, " ")
  for (; n > 0; --n) {
    if (disturbs(members[n], id) || disturbs(id, members[n])) return 0
  }
  return 1
}

# How many sources declare the commonest of a source's names: that many batches it takes at least.
function commonest(id,   names, n, most) {
  most = 0
  n = split(declared[id], names, " ")
  for (; n > 0; --n) {
    if (common[space[id], names[n]] > most) most = common[space[id], names[n]]
  }
  return most
}

BEGIN {
  sources = count = ARGC - 1
  for (id = 1; id <= sources; ++id) read(ARGV[id], id)
  for (id = 1; id <= sources; ++id) include_all(id, id)
  for (id = 1; id <= sources; ++id) {
    find_disturbed(id)
    n = split(declared[id], names, " ")
    for (; n > 0; --n) ++common[space[id], names[n]]
  }
  most = 0
  for (id = 1; id <= sources; ++id) {
    rank[id] = commonest(id)
    if (rank[id] > most) most = rank[id]
  }
  # Those that need the most batches come first; the others fill these.
  for (; most >= 0; --most) {
    for (id = 1; id <= sources; ++id) {
      if (rank[id] != most) continue
      for (batch = 1; batch <= last; ++batch) {
        if (fits(id, batch)) break
      }
      if (batch > last) last = batch
      bytes[batch] += size[id]
      content[batch] = content[batch] " " id
      print batch, ARGV[id]
    }
  }
}
