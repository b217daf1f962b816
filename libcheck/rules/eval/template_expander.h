#ifndef LIBCHECK_RULES_EVAL_TEMPLATE_EXPANDER_H_
#define LIBCHECK_RULES_EVAL_TEMPLATE_EXPANDER_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/rules/eval/ahead_plan.h"
#include "libcheck/rules/eval/alert.h"
#include "libcheck/rules/eval/text_queries.h"
#include "libcheck/template/expand.h"

namespace check::rules {

/// What templates know of the server that evaluates them.
struct ServerIdentity {
  std::vector<gotemplate::TextPair> external_labels;  ///< Sorted by name.
  std::string_view external_url;                      ///< Of `$externalURL`.
};

/// The templates that failed, and how each first did, in Go's words.
using TemplateFaults = std::map<const gotemplate::PrometheusTemplate*, std::string>;

/// Executes the templates of alerts.
class TemplateExpander final : private gotemplate::QuerySource {
 public:
  /// `branches` may be null.
  TemplateExpander(const ServerIdentity& server, TextQueries& queries,
                   gotemplate::BranchObserver* branches)
      : server_(server), queries_(queries), branches_(branches) {}

  /// Never fails: what went wrong becomes the text, as in Prometheus.
  std::string Expand(const gotemplate::PrometheusTemplate& text, const AlertSample& sample);

  TemplateFaults& faults() { return faults_; }

  /// From now on templates are watched: series are in the store before their time.
  void Guard(const AheadPlan& plan) { guarded_ = plan.any(); }
  /// Whether a template has seen, or may have, what it should not.
  bool has_looked_ahead() const { return looked_ahead_; }

 private:
  Result<std::span<const gotemplate::QuerySample>> Query(std::string_view expression,
                                                         std::int64_t time_ms) override;

  const ServerIdentity& server_;
  TextQueries& queries_;
  gotemplate::BranchObserver* branches_;
  bool guarded_ = false;
  bool looked_ahead_ = false;
  std::vector<gotemplate::TextPair> labels_;
  gotemplate::ExecutionMemory memory_;
  TemplateFaults faults_;

  // What the last query gave. Histograms have to last until the template is done.
  std::vector<gotemplate::QuerySample> found_;
  std::vector<gotemplate::TextPair> found_labels_;
  std::vector<promql::Vector> results_;
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_TEMPLATE_EXPANDER_H_
