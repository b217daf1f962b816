#ifndef LIBCHECK_SLO_SPECS_OPEN_SLO_SOURCE_H_
#define LIBCHECK_SLO_SPECS_OPEN_SLO_SOURCE_H_

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/schema/reader.h"
#include "libcheck/slo/formats.h"
#include "libcheck/slo/slo.h"
#include "libcheck/slo/specs/open_slo.h"
#include "libcheck/slo/specs/prometheus_query.h"

namespace check::slo {

/// Follows the references of an SLO to other objects of the documents that are read together.
class OpenSloSource {
 public:
  OpenSloSource(const SpecDocument& document, OpenSloVersion version, Diagnostics& diagnostics)
      : document_(document), version_(version), diagnostics_(diagnostics) {}

  /// The whole document.
  schema::Values Root() { return Of(document_); }
  /// Where a node of `section` is written.
  static Location At(const schema::Values& section, const yaml::Node& node) {
    return {&section.input().file, node.span};
  }
  /// The text of a field, as far as it has one; of a list, with commas.
  static std::string TextOf(const schema::Values& section, const yaml::Node& node);

  /// The `spec` of what `entry` refers to by its name. Nothing if it is not in the documents, which
  /// is reported.
  std::optional<schema::Values> Find(std::string_view kind, const schema::Values& section,
                                     const yaml::Entry& entry);
  /// Of what either stands in `section` under `spec`, or is named by its field `reference`.
  std::optional<schema::Values> Resolve(std::string_view kind, const schema::Values& section,
                                        std::string_view reference);

  /// The indicator that the `spec` of an SLI describes. `objective` has what a threshold metric is
  /// compared with.
  Indicator ReadIndicator(const schema::Values& spec, const schema::Values& objective);

  /// A query of an object, as it is written and as it is read.
  Query ReadQuery(const schema::Values& section, const yaml::Node& node, ReadSeries series) const;

  /// Reports, once, that a metric source cannot be asked. `metric` has entries.
  void ReportSource(const schema::Values& metric, std::string message);

 private:
  schema::Values Of(const SpecDocument& document);
  const SpecDocument* FindObject(std::string_view kind, std::string_view name) const;
  bool IsPrometheus(const schema::Values& metric);
  std::optional<Query> ReadMetric(const schema::Values& section, ReadSeries series);

  const SpecDocument& document_;
  OpenSloVersion version_;
  Diagnostics& diagnostics_;
  std::deque<schema::Input> inputs_;  // At which values look.
  // What has been reported: references to what there is not, sources of other systems.
  std::set<const void*> reported_;
};

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SPECS_OPEN_SLO_SOURCE_H_
