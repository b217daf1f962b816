#include "libcheck/mimir/ruler.h"

#include <fmt/format.h>

#include <utility>

#include "libcheck/api/faults.h"
#include "libcheck/base/text.h"
#include "libcheck/http/http.h"
#include "libcheck/mimir/config_api.h"

namespace check::mimir {
namespace {

// Of the groups of a tenant: far more than any server lets one have.
constexpr std::size_t kMostBytes = std::size_t{64} << 20;

}  // namespace

std::string Ruler::PathOf(std::string_view name_space) const {
  return path_ + "/" + PathEncode(name_space);
}

api::Reply<std::vector<RuleGroup>> Ruler::Groups(std::string_view name_space) const {
  auto answer = server_->Get(name_space.empty() ? path_ : PathOf(name_space));
  if (!answer) {
    // "no rule groups found": a path that is not there has another text.
    const bool is_empty = answer.fault.status == 404 &&
                          answer.fault.message.find("no rule group") != std::string::npos;
    if (is_empty) return std::vector<RuleGroup>();
    return std::move(answer.fault);
  }
  const Result<std::string> body = http::ReadBody(*answer->body, kMostBytes);
  if (!body) {
    return api::ConnectionFault({.url = answer->url, .fault = answer->fault}, body.error(),
                                server_->timeout(), server_->api());
  }
  Result<std::vector<RuleGroup>> groups = ReadRuleGroups(*body);
  if (!groups) {
    return api::NotTheApi(answer->url, groups.error().message, *body, server_->api());
  }
  return std::move(*groups);
}

std::optional<api::Fault> Ruler::Apply(const GroupChange& change) const {
  const RuleGroup& group = change.group();
  if (change.after != nullptr) {
    return PostYaml(*server_, PathOf(group.name_space), change.after->yaml);
  }
  auto answer = server_->Delete(PathOf(group.name_space) + "/" + PathEncode(group.name));
  if (answer) return NoSuccess(*answer, *server_);
  // Somebody else was faster.
  if (answer.fault.status == 404) return std::nullopt;
  return std::move(answer.fault);
}

Applied Apply(const Ruler& ruler, const RulePlan& plan) {
  Applied applied;
  for (const GroupChange& change : plan.changes) {
    applied.fault = ruler.Apply(change);
    if (applied.fault) return applied;
    ++applied.done;
  }
  return applied;
}

}  // namespace check::mimir
