#include "libcheck/config/blackbox/expressions.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "libcheck/cel/check.h"
#include "libcheck/schema/codes.h"

namespace check::config::blackbox {
namespace {

void CheckExpression(const yaml::Node& node, const schema::Values& probe,
                     Diagnostics& diagnostics) {
  if (!node.IsScalar()) return;  // Reported as a value of a wrong type.
  const schema::Input& input = probe.input();
  const std::string_view text = probe.TextOf(node);
  // Text that had to be decoded has no places in the file.
  const bool has_places = text == node.scalar();
  const SourceFile* embedded = has_places ? yaml::Embed(input.file, node, input.arena) : nullptr;
  const auto where = [&](Span span) {
    return has_places ? Location{embedded, span} : Location{&input.file, node.span};
  };
  const cel::Checked checked = cel::CheckExpression(text, {"body"});
  bool is_first = true;
  for (const cel::Fault& fault : checked.faults) {
    Diagnostic& problem = diagnostics.Report(schema::kBadValue, where({fault.begin, fault.end}),
                                             "invalid CEL expression: " + fault.message);
    if (!fault.note.empty()) problem.notes.push_back(fault.note);
    if (is_first) {
      problem.upstream = fmt::format("\"Could not compile CEL program\" expression=\"{}\"", text);
    }
    is_first = false;
  }
  if (!checked.faults.empty() || checked.type == "bool" || checked.type == "dyn" ||
      checked.type == "wrapper(bool)") {
    return;
  }
  // The exporter: accepts it, and fails when it probes.
  diagnostics.Report(
      schema::kFailsLater, where({0, static_cast<std::uint32_t>(text.size())}),
      fmt::format("the CEL expression returns `{}`, not `bool`, so every probe fails",
                  checked.type));
}

}  // namespace

void CheckExpressions(const schema::Values& config, Diagnostics& diagnostics) {
  const schema::Values modules = config.Sub("modules");
  for (const yaml::Entry& module : modules.entries()) {
    if (!module.value.IsMapping()) continue;
    const schema::Values probe = modules.Of(module.value).Sub("http");
    for (const std::string_view field :
         {"fail_if_body_json_matches_cel", "fail_if_body_json_not_matches_cel"}) {
      if (const yaml::Entry* entry = probe.Find(field)) {
        CheckExpression(entry->value, probe, diagnostics);
      }
    }
  }
}

}  // namespace check::config::blackbox
