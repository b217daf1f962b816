#ifndef TOOLS_COMPAT_AMTOOL_PRINT_H_
#define TOOLS_COMPAT_AMTOOL_PRINT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "libcheck/api/alertmanager.h"
#include "tools/compat/kingpin.h"

namespace tools::compat {

/// How amtool prints what a server has answered: the flags --output and --date.format.
class AmtoolOutput {
 public:
  explicit AmtoolOutput(const Parsed& parsed);

  bool is_json() const { return form_ == Form::kJson; }

  /// Writes what one of the others gave to standard output.
  void Write(std::string_view text) const;

  /// Tables are in the order of times.
  ///@{
  std::string Silences(std::vector<check::api::v2::Silence> silences) const;
  std::string Alerts(std::vector<check::api::v2::Alert> alerts) const;
  ///@}
  std::string Cluster(const check::api::v2::Status& status) const;
  std::string Config(const check::api::v2::Status& status) const;

 private:
  enum class Form : std::uint8_t { kSimple, kExtended, kJson };

  std::string Date(check::OffsetTime time) const;
  /// `text`, and a tab behind it.
  void AddSilence(std::string& table, const check::api::v2::Silence& silence) const;
  void AddAlert(std::string& table, const check::api::v2::Alert& alert) const;

  Form form_ = Form::kSimple;
  std::string date_layout_;
};

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_PRINT_H_
