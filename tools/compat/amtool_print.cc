#include "tools/compat/amtool_print.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>
#include <tuple>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/template/time_value.h"
#include "tools/compat/go_sort.h"
#include "tools/compat/go_tabwriter.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools::compat {
namespace {

namespace gt = check::gotemplate;
namespace v2 = check::api::v2;

// A line of a table: each cell ends with a tab.
void AddRow(std::string& table, std::initializer_list<std::string_view> cells) {
  for (const std::string_view cell : cells) {
    table += cell;
    table += '\t';
  }
  table += '\n';
}

// `a="b" c=~"d"`
std::string Matchers(const v2::Silence& silence, std::string_view separator) {
  std::string text;
  for (const v2::SilenceMatcher& matcher : silence.matchers) {
    if (!text.empty()) text += separator;
    text += v2::ToString(matcher);
  }
  return text;
}

// `a="b" c="d"`: values are not escaped.
std::string PairsText(const v2::Pairs& pairs) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : pairs) texts.push_back(fmt::format("{}=\"{}\"", name, value));
  std::ranges::sort(texts);
  return fmt::format("{}", fmt::join(texts, " "));
}

// Where a peer comes in the table: names that are no addresses first, then by address, IPv4 as part
// of IPv6, and port.
std::tuple<std::string, std::int64_t> PlaceOf(const v2::Peer& peer) {
  const std::size_t colon = peer.address.rfind(':');
  if (colon == std::string::npos) return {};
  std::string host = peer.address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto port = check::ParseGoInt(std::string_view(peer.address).substr(colon + 1), 10);
  std::array<char, 16> bytes = {};
  std::string address;
  if (::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1 ||
      ::inet_pton(AF_INET6, ("::ffff:" + host).c_str(), bytes.data()) == 1) {
    address.assign(bytes.data(), bytes.size());
  }
  return {std::move(address), port.value_or(0)};
}

std::string_view Find(const v2::Pairs& pairs, std::string_view name) {
  const auto at = std::ranges::find(pairs, name, &v2::Pairs::value_type::first);
  return at == pairs.end() ? std::string_view() : std::string_view(at->second);
}

}  // namespace

AmtoolOutput::AmtoolOutput(const Parsed& parsed) : date_layout_(parsed.Text("date.format")) {
  const std::string form = parsed.Text("output");
  if (form == "extended") form_ = Form::kExtended;
  if (form == "json") form_ = Form::kJson;
}

// Go: a time that was read keeps its offset, which has the name of the local zone if that has the
// same offset then.
void AmtoolOutput::Write(std::string_view text) const {
  is_json() ? WriteData(text) : WriteOut(text);
}

std::string AmtoolOutput::Date(check::OffsetTime time) const {
  std::int64_t seconds = time.ms / 1000;
  if (time.ms % 1000 < 0) --seconds;
  gt::GoTime at = {seconds, static_cast<std::int32_t>((time.ms - seconds * 1000) * 1'000'000),
                   nullptr};
  if (time.offset_minutes == 0) return gt::FormatGoTime(at, date_layout_);
  const int offset = time.offset_minutes * 60;
  const gt::GoLocation fixed = {.is_fixed = true, .offset = offset};
  at.location = &gt::kLocalTime;
  if (gt::Break(at).offset != offset) at.location = &fixed;
  return gt::FormatGoTime(at, date_layout_);
}

void AmtoolOutput::AddSilence(std::string& table, const v2::Silence& silence) const {
  if (form_ == Form::kSimple) {
    AddRow(table, {silence.id, Matchers(silence, " "), Date(silence.ends_at), silence.created_by,
                   silence.comment});
    return;
  }
  AddRow(table,
         {silence.id, fmt::format("{{{}}}", Matchers(silence, ",")), Date(silence.starts_at),
          Date(silence.ends_at), Date(silence.updated_at), silence.created_by, silence.comment});
}

std::string AmtoolOutput::Silences(std::vector<v2::Silence> silences) const {
  if (is_json()) return v2::SilencesJson(silences) + "\n";
  std::string table = form_ == Form::kSimple
                          ? "ID\tMatchers\tEnds At\tCreated By\tComment\t\n"
                          : "ID\tMatchers\tStarts At\tEnds At\tUpdated At\tCreated By\tComment\t\n";
  const auto ends_before = [](const v2::Silence& a, const v2::Silence& b) {
    return a.ends_at.ms < b.ends_at.ms;
  };
  for (const v2::Silence* silence : GoSorted(silences, ends_before)) AddSilence(table, *silence);
  silences = {};  // The table takes as much memory.
  return AlignTabs(table);
}

void AmtoolOutput::AddAlert(std::string& table, const v2::Alert& alert) const {
  if (form_ == Form::kSimple) {
    AddRow(table, {alert.Label("alertname"), Date(alert.starts_at), alert.Annotation("summary"),
                   alert.status.state});
    return;
  }
  AddRow(table, {PairsText(alert.labels), PairsText(alert.annotations), Date(alert.starts_at),
                 Date(alert.ends_at), alert.generator_url, alert.status.state});
}

std::string AmtoolOutput::Alerts(std::vector<v2::Alert> alerts) const {
  if (is_json()) return v2::AlertsJson(alerts) + "\n";
  std::string table = form_ == Form::kSimple
                          ? "Alertname\tStarts At\tSummary\tState\t\n"
                          : "Labels\tAnnotations\tStarts At\tEnds At\tGenerator URL\tState\t\n";
  const auto starts_before = [](const v2::Alert& a, const v2::Alert& b) {
    return a.starts_at.ms < b.starts_at.ms;
  };
  for (const v2::Alert* alert : GoSorted(alerts, starts_before)) AddAlert(table, *alert);
  alerts = {};
  return AlignTabs(table);
}

std::string AmtoolOutput::Cluster(const v2::Status& status) const {
  if (is_json()) return v2::ClusterJson(status) + "\n";
  const v2::Status::Cluster cluster = status.cluster.value_or(v2::Status::Cluster());
  std::string table =
      fmt::format("Cluster Status:\t{}\nNode Name:\t{}\n", cluster.status, cluster.name);
  if (form_ == Form::kSimple) return AlignTabs(table);
  table += "\nAddress\tName\n";
  const auto is_before = [](const v2::Peer& a, const v2::Peer& b) {
    return PlaceOf(a) < PlaceOf(b);
  };
  for (const v2::Peer* peer : GoSorted(cluster.peers, is_before)) {
    AddRow(table, {peer->address, peer->name});
  }
  return AlignTabs(table);
}

std::string AmtoolOutput::Config(const v2::Status& status) const {
  if (is_json()) return v2::StatusJson(status) + "\n";
  std::string text = status.config.value_or("") + "\n";
  if (form_ == Form::kSimple) return text;
  for (const std::string_view name :
       {"buildUser", "goVersion", "revision", "version", "branch", "buildDate"}) {
    text += fmt::format("{} {}\n", name, Find(status.version, name));
  }
  return text + fmt::format("uptime {}\n", check::FormatRfc3339Millis(status.uptime));
}

}  // namespace tools::compat
