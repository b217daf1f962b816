#ifndef LIBCHECK_CONFIG_ALERTMANAGER_TEMPLATE_CASES_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_TEMPLATE_CASES_H_

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/template/alertmanager.h"

/// Notifications that templates are tried with.
namespace check::config::alertmanager {

/// What the values of labels and annotations look like.
enum class SampleStyle : std::uint8_t {
  kWord,
  kNumber,
  kTime,  ///< RFC 3339
  kBase64,
  kSpecial,  ///< With quotes, a backslash, blanks and what means something in a URL.
};

/// The value that every label and annotation has in the style kSpecial.
inline constexpr std::string_view kSpecialSample = R"(a "b" \c & d=e # f<g>)";

/// The number of alerts in the largest of the cases.
inline constexpr std::size_t kManyAlerts = 12;

struct NotificationCase {
  std::string description;  ///< "12 alerts": what follows "for".
  gotemplate::NotificationData data;
  bool is_resolved = false;  ///< All of its alerts are.
};

/// What templates read by name: the alerts have these labels and annotations.
struct SampleNames {
  std::set<std::string_view> labels = {"alertname", "instance", "job", "severity"};
  std::set<std::string_view> annotations = {"description", "summary"};
};

/// One alert that fires, with all its labels and annotations.
NotificationCase MakeUsualCase(const SampleNames& names, SampleStyle style, Arena& memory);

/// All the others: many alerts, alerts without labels, resolved ones, without each of the
/// annotations, of which at most eight are tried.
std::vector<NotificationCase> MakeEdgeCases(const SampleNames& names, SampleStyle style,
                                            Arena& memory);

/// The time of these notifications.
inline constexpr gotemplate::GoTime kSampleTime = {1'767'225'600};

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_TEMPLATE_CASES_H_
