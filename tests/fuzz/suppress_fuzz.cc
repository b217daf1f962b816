#include <algorithm>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/comments.h"
#include "libcheck/diagnostic/suppress.h"
#include "libcheck/yaml/parse.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

// Where `node` is, and every scalar below it.
void GatherScalars(const yaml::Node& node, std::vector<Span>& scalars, std::string& values) {
  if (node.IsScalar() || node.is_alias) {
    scalars.push_back(node.span);
    values += std::string(node.scalar()) + ";";
    return;
  }
  for (const yaml::Node& item : node.items()) GatherScalars(item, scalars, values);
  for (const yaml::Entry& entry : node.entries()) {
    GatherScalars(entry.key, scalars, values);
    GatherScalars(entry.value, scalars, values);
  }
}

// The scalars of YAML that can be read, and that has no line breaks but those that we know.
bool ReadScalars(std::string_view text, std::vector<Span>& scalars, std::string& values) {
  const SourceBuffer file("fuzz", std::string(text));
  Arena arena;
  Diagnostics diagnostics;
  const yaml::Stream stream = yaml::Parse(file, arena, diagnostics);
  if (!stream.complete || diagnostics.HasErrors() || !stream.odd_breaks.empty()) return false;
  for (const yaml::Document& document : stream.documents) {
    if (document.root == nullptr) continue;
    GatherScalars(*document.root, scalars, values);
  }
  std::sort(scalars.begin(), scalars.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
  return true;
}

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// What we call a comment and what the reader of YAML calls one are the same.
void CompareWithYaml(std::string_view text) {
  // These have comments of their own in their values.
  for (const std::string_view word : {"expr", ".yml", ".yaml", ".rules", "\xEF\xBB\xBF"}) {
    if (text.find(word) != text.npos) return;
  }
  std::vector<Span> scalars;
  std::string values;
  if (!ReadScalars(text, scalars, values)) return;

  std::string without(text);  // What the comments say.
  const std::vector<Comment> comments = FindComments(text, "#");
  for (const Comment& comment : comments) {
    std::fill(without.begin() + comment.span.begin + 1, without.begin() + comment.span.end, 'x');
  }
  const auto inside_scalar = [&](std::uint32_t at) {
    return std::any_of(scalars.begin(), scalars.end(),
                       [&](const Span& span) { return span.begin <= at && at < span.end; });
  };
  std::vector<bool> is_comment(text.size());
  for (const Comment& comment : comments) is_comment[comment.span.begin] = true;
  for (std::uint32_t at = 0; at < without.size(); ++at) {
    if (is_comment[at]) continue;
    const bool begins = without[at] == '#' && (at == 0 || IsBlank(without[at - 1]));
    Require(!begins || inside_scalar(at), "what is not a comment is text");
  }
  std::vector<Span> after;
  std::string values_after;
  Require(ReadScalars(without, after, values_after), "comments do not matter");
  Require(values == values_after, "comments are not part of what is read");
}

constexpr CodeInfo kCode = {
    .code = "x", .severity = Severity::kWarning, .summary = "", .explanation = ""};

}  // namespace

void FuzzSuppress(std::string_view bytes) {
  std::uint32_t last = 0;
  for (const Comment& comment : FindComments(bytes, "")) {
    Require(comment.span.begin < comment.span.end && comment.span.end <= bytes.size(),
            "a comment is inside the text");
    Require(bytes[comment.span.begin] == '#', "a comment begins with a hash");
    Require(comment.span.begin >= last, "comments come in order");
    last = comment.span.end;
  }
  CompareWithYaml(bytes);

  const SourceBuffer file("fuzz", std::string(bytes));
  std::vector<const CodeInfo*> codes = {&kCode};
  for (const CodeInfo* code : SuppressionCodes()) codes.push_back(code);
  Suppressions suppressions = Suppressions::Read(file, codes);
  Diagnostics diagnostics;
  diagnostics.Report(kCode, {&file, {0, static_cast<std::uint32_t>(bytes.size() / 2)}}, "m");
  std::vector<Finding> findings = {ToFinding(diagnostics.found()[0])};
  suppressions.Remove(findings);
  for (const Finding& complaint : suppressions.Complaints({})) {
    Require(complaint.where.bytes.end <= bytes.size(), "a complaint has a place");
    Require(complaint.where.marked.end <= complaint.where.excerpt.size(), "a mark is in its line");
  }
}

}  // namespace check::fuzz
