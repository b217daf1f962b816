#include "libcheck/cel/check.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

void FuzzCel(std::string_view bytes) {
  const cel::Checked checked = cel::CheckExpression(bytes, {"body"});
  Require(checked.faults.size() <= cel::kMaxFaults, "faults are limited");
  Require(!checked.faults.empty() || !checked.type.empty(), "what compiles has a type");
  std::uint32_t last = 0;
  for (const cel::Fault& fault : checked.faults) {
    Require(fault.begin <= fault.end && fault.end <= bytes.size(), "a fault is inside the text");
    Require(fault.begin >= last, "faults are sorted");
    Require(!fault.message.empty(), "a fault has a message");
    last = fault.begin;
  }
  // A body cannot change what an expression in parentheses means.
  if (checked.faults.empty() && bytes.size() < 1000) {
    const std::string inner = "(" + std::string(bytes) + "\n)";
    const cel::Checked again = cel::CheckExpression(inner, {"body"});
    const bool is_deeper =
        !again.faults.empty() && again.faults[0].message.find("nests more") != std::string::npos;
    Require(is_deeper || again.type == checked.type, "parentheses do not change the type");
  }
}

}  // namespace check::fuzz
