#ifndef LIBCHECK_TEMPLATE_EXPAND_H_
#define LIBCHECK_TEMPLATE_EXPAND_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/template/execute.h"
#include "libcheck/template/value.h"

namespace check::model {
struct FloatHistogram;
}

/// Labels and annotations of alerts, expanded as Prometheus expands them.
namespace check::gotemplate {

/// One element of what a query gave.
struct QuerySample {
  std::span<const TextPair> labels;  ///< Sorted by name; with `__name__`, if there is one.
  double value = 0;
  const model::FloatHistogram* histogram = nullptr;  ///< Counts instead of `value`, if not null.
};

/// Answers the queries of templates.
class QuerySource {
 public:
  QuerySource() = default;
  QuerySource(const QuerySource&) = delete;
  QuerySource& operator=(const QuerySource&) = delete;
  virtual ~QuerySource() = default;

  /// Evaluates an expression at an instant, in milliseconds. The samples, in the order that the
  /// engine gives them, are looked at before the next call; histograms and the text of labels must
  /// last until the template is done.
  virtual Result<std::span<const QuerySample>> Query(std::string_view expression,
                                                     std::int64_t time_ms) = 0;
};

/// The address of the server, for the functions externalURL and pathPrefix.
struct ExternalUrl {
  std::string_view text;  ///< As url.URL prints it.
  std::string_view path;  ///< Decoded.
};

/// What a template may know about an alert.
struct PrometheusTemplateInput {
  std::span<const TextPair> labels;           ///< Of the sample, with `__name__`; sorted by name.
  std::span<const TextPair> external_labels;  ///< Sorted by name.
  std::string_view external_url;              ///< `.ExternalURL`.
  double value = 0;
  const model::FloatHistogram* histogram = nullptr;  ///< Counts instead of `value`, if not null.
  std::int64_t time_ms = 0;
  QuerySource* queries = nullptr;  ///< Null: queries fail.
  /// Null, as in promtool's tests: externalURL and pathPrefix fail.
  const ExternalUrl* url = nullptr;
  BranchObserver* observer = nullptr;  ///< May be null.
};

/// The text of a label or annotation, parsed once to be expanded many times. Text without actions
/// costs next to nothing. May be used by several threads at once, each with its own memory.
class PrometheusTemplate {
 public:
  /// `alert` is the name of the alert, for messages.
  PrometheusTemplate(std::string_view text, std::string_view alert);
  PrometheusTemplate(PrometheusTemplate&&) noexcept;
  PrometheusTemplate& operator=(PrometheusTemplate&&) noexcept;
  ~PrometheusTemplate();

  /// The text holds no action and expands to itself.
  bool is_plain() const { return state_ == nullptr; }
  const std::string& text() const { return text_; }
  /// Null if the text is plain, or Prometheus would refuse it. Spans are offsets into text().
  const Tree* tree() const;

  /// The error reads as Prometheus's: "error executing template __alert_X: template: ...".
  Result<std::string> Expand(const PrometheusTemplateInput& input, ExecutionMemory& memory,
                             const ExecutionLimits& limits = {}) const;

  /// What happens to the label or annotation: if there is an error, that takes its place as
  /// "<error expanding template: ...>".
  std::string ExpandOrExplain(const PrometheusTemplateInput& input, ExecutionMemory& memory,
                              const ExecutionLimits& limits = {}) const;

 private:
  struct State;

  std::string text_;
  std::unique_ptr<State> state_;
};

/// What Prometheus makes the text of a label or annotation whose template fails.
std::string ExplainedError(const Error& error);

/// As PrometheusTemplate does it, for a template and data of any kind: `name` stands in messages as
/// it is, `dot` is the data. The environment's variables, if any, are taken from `input`.
Result<std::string> ExpandText(std::string_view text, std::string_view name,
                               const TemplateEnvironment& environment, const GoValue& dot,
                               const PrometheusTemplateInput& input, MissingKey missing_key,
                               ExecutionMemory& memory, const ExecutionLimits& limits = {});

extern const GoType kAlertDataType;  ///< Of `.`: an PrometheusTemplateInput.
extern const GoType kSampleType;     ///< template.sample: a SampleObject.
extern const GoType kSamplePointerType;
extern const GoType kQueryResultType;

/// What template.sample is here.
struct SampleObject {
  std::span<const TextPair> labels;
  GoValue value;
};

/// A number or a histogram, as `.Value` is.
GoValue MakeSampleValue(double value, const model::FloatHistogram* histogram);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_EXPAND_H_
