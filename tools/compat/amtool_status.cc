#include "tools/compat/amtool_status.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "tools/compat/amtool_client.h"
#include "tools/compat/amtool_print.h"
#include "tools/compat/amtool_words.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools::compat {
namespace {

// `has_part` says whether the answer has what is to be printed. amtool crashes where it has not.
int Show(const Parsed& parsed, bool (*has_part)(const v2::Status&), std::string_view part,
         std::string (AmtoolOutput::*print)(const v2::Status&) const) {
  const auto client = AmtoolClient::Make(parsed);
  if (!client) return EndAsAmtool(client.error().message);
  const auto status = client->Status();
  if (!status) return FailAsAmtool(status.error().message);
  const AmtoolOutput output(parsed);
  if (!output.is_json() && !has_part(*status)) {
    return FailAsAmtool(fmt::format("the server's status has no `{}`", part));
  }
  const std::string text = (output.*print)(*status);
  if (print == &AmtoolOutput::Config) {
    WriteKept(text);
  } else {
    output.Write(text);
  }
  return 0;
}

}  // namespace

int AmtoolShowCluster(const Parsed& parsed) {
  return Show(
      parsed, [](const v2::Status& status) { return status.cluster.has_value(); }, "cluster",
      &AmtoolOutput::Cluster);
}

int AmtoolShowConfig(const Parsed& parsed) {
  return Show(
      parsed, [](const v2::Status& status) { return status.config.has_value(); }, "config.original",
      &AmtoolOutput::Config);
}

}  // namespace tools::compat
