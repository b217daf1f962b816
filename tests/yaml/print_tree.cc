#include "tests/yaml/print_tree.h"

#include <fmt/format.h>

#include <string_view>

#include "libcheck/base/quote.h"

namespace check::yaml {
namespace {

void Print(const SourceFile& file, const Stream& stream, const Node& node, std::string& out) {
  if (node.is_alias) out += "*";
  if (node.tag != 0) out += std::string(stream.TagOf(node)) + " ";
  const LineColumn place = file.PositionOf(node.span.begin);
  const std::string at = fmt::format("@{}:{}+{}", place.line, place.column, node.span.size());
  const auto separate = [&](bool first) { out += first ? "" : ", "; };
  switch (node.kind) {
    case Kind::kScalar: {
      constexpr std::string_view kStyles[] = {"", "'", "\"", "|", ">"};
      out += kStyles[static_cast<int>(node.style)];
      AppendGoQuote(out, node.scalar());
      break;
    }
    case Kind::kSequence:
      out += node.style == Style::kFlow ? "f[" : "[";
      for (const Node& item : node.items()) {
        separate(&item == node.items().data());
        Print(file, stream, item, out);
      }
      out += "]";
      break;
    case Kind::kMapping:
      out += node.style == Style::kFlow ? "f{" : "{";
      for (const Entry& entry : node.entries()) {
        separate(&entry == node.entries().data());
        Print(file, stream, entry.key, out);
        out += ": ";
        Print(file, stream, entry.value, out);
      }
      out += "}";
      break;
  }
  out += at;
}

std::string Place(const SourceFile& file, Span span) {
  const LineColumn place = file.PositionOf(span.begin);
  return span.size() == 0 ? fmt::format("{}:{}", place.line, place.column)
                          : fmt::format("{}:{}+{}", place.line, place.column, span.size());
}

}  // namespace

std::string PrintTree(const SourceFile& file, const Stream& stream) {
  std::string out;
  for (const Document& document : stream.documents) {
    out += out.empty() ? "" : " --- ";
    if (document.root != nullptr) Print(file, stream, *document.root, out);
  }
  return out;
}

std::string PrintProblem(const SourceFile& file, const Diagnostic& problem) {
  std::string out = fmt::format("{} {}: {}", Place(file, problem.where.span), problem.info->code,
                                problem.message);
  if (!problem.upstream.empty()) out += fmt::format(" [{}]", problem.upstream.str());
  for (const Label& label : problem.labels) {
    out += fmt::format(" {{{} {}}}", Place(file, label.where.span), label.message);
  }
  for (const std::string& note : problem.notes) out += fmt::format(" ({})", note);
  return out;
}

}  // namespace check::yaml
