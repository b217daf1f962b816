#include "tools/compat/amtool_alert.h"

#include <string>
#include <utility>
#include <vector>

#include "tools/compat/amtool_client.h"
#include "tools/compat/amtool_log.h"
#include "tools/compat/amtool_print.h"
#include "tools/compat/amtool_words.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

check::Result<v2::Alert> ReadAlert(const Parsed& parsed) {
  const MatcherLog log(parsed);
  auto labels = ReadPairs(WithAlertName(parsed.Arguments("labels"), log), "labels", log);
  if (!labels) return labels.error();
  auto annotations = ReadPairs(parsed.List("annotation"), "annotations", log);
  if (!annotations) return annotations.error();
  v2::Alert alert;
  for (const auto& [flag, time] :
       {std::pair("start", &alert.starts_at), std::pair("end", &alert.ends_at)}) {
    const std::string text = parsed.Text(flag);
    if (text.empty()) continue;
    const auto read = ReadTime(text);
    if (!read) return read.error();
    *time = *read;
  }
  alert.labels = std::move(*labels);
  alert.annotations = std::move(*annotations);
  alert.generator_url = parsed.Text("generator-url");
  return alert;
}

}  // namespace

int AmtoolQueryAlerts(const Parsed& parsed) {
  v2::AlertFilter filter = {
      .active = parsed.Switch("active"),
      .silenced = parsed.Switch("silenced"),
      .inhibited = parsed.Switch("inhibited"),
      .unprocessed = parsed.Switch("unprocessed"),
      .receiver = parsed.Text("receiver"),
      .matchers = WithAlertName(parsed.Arguments("matcher-groups"), MatcherLog(parsed))};
  if (!filter.silenced && !filter.inhibited && !filter.unprocessed) filter.active = true;
  const auto client = AmtoolClient::Make(parsed);
  if (!client) return EndAsAmtool(client.error().message);
  auto alerts = client->Alerts(filter);
  if (!alerts) return FailAsAmtool(alerts.error().message);
  const AmtoolOutput output(parsed);
  if (!*alerts && output.is_json()) {
    WriteOut("null\n");
  } else {
    output.Write(output.Alerts(std::move(*alerts).value_or(std::vector<v2::Alert>())));
  }
  return 0;
}

int AmtoolAddAlert(const Parsed& parsed) {
  const auto alert = ReadAlert(parsed);
  if (!alert) return FailAsAmtool(alert.error().message);
  const auto client = AmtoolClient::Make(parsed);
  if (!client) return EndAsAmtool(client.error().message);
  if (const auto error = client->PostAlerts({*alert})) return FailAsAmtool(error->message);
  return 0;
}

}  // namespace tools::compat
