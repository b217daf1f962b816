#include "tools/compat/amtool_silence.h"

#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "tools/compat/amtool_client.h"
#include "tools/compat/amtool_log.h"
#include "tools/compat/amtool_print.h"
#include "tools/compat/amtool_words.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

using check::Error;
using check::OffsetTime;
using check::Result;

std::int64_t ToMs(check::Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

// When something that lasts as long as `text` says ends.
Result<OffsetTime> EndAfter(const std::string& text, OffsetTime start) {
  const auto duration = check::ParsePrometheusDuration(text);
  if (!duration) return duration.error();
  if (duration->count() == 0) return Error{"silence duration must be greater than 0"};
  return OffsetTime{start.ms + ToMs(*duration)};
}

std::optional<Error> OrderProblem(const v2::Silence& silence) {
  if (silence.starts_at.ms <= silence.ends_at.ms) return std::nullopt;
  return Error{"silence cannot start after it ends"};
}

// What the flags --start, --end and --duration say, of which the last one counts where there is no
// end.
std::optional<Error> SetTimes(const Parsed& parsed, bool keeps_end, v2::Silence& silence) {
  if (const std::string start = parsed.Text("start"); !start.empty()) {
    const auto time = ReadTime(start);
    if (!time) return time.error();
    silence.starts_at = *time;
  }
  const std::string end = parsed.Text("end");
  const std::string duration = parsed.Text("duration");
  if (!end.empty() || !duration.empty() || !keeps_end) {
    const auto time = end.empty() ? EndAfter(duration, silence.starts_at) : ReadTime(end);
    if (!time) return time.error();
    silence.ends_at = *time;
  }
  return OrderProblem(silence);
}

Result<v2::Silence> ReadSilence(const Parsed& parsed) {
  const MatcherLog log(parsed);
  const auto matchers = ReadMatchers(WithAlertName(parsed.Arguments("matcher-groups"), log), log);
  if (!matchers) return matchers.error();
  if (matchers->empty()) return Error{"no matchers specified"};
  v2::Silence silence;
  for (const auto& matcher : *matchers) silence.matchers.push_back(v2::FromMatcher(matcher));
  silence.starts_at = UtcNow();
  if (auto error = SetTimes(parsed, false, silence)) return *error;
  silence.created_by = parsed.Text("author");
  silence.comment = parsed.Text("comment");
  if (parsed.Switch("require-comment") && silence.comment.empty()) {
    return Error{"comment required by config"};
  }
  auto annotations = ReadPairs(parsed.List("annotation"), "annotations", log);
  if (!annotations) return annotations.error();
  silence.annotations = std::move(*annotations);
  return silence;
}

// Changes one silence. The client asks for the version each time, as amtool makes one anew.
Result<v2::Silence> Update(const Parsed& parsed, AmtoolClient& client, const std::string& id) {
  auto silence = client.FindSilence(id);
  if (!silence) return silence;
  if (silence->missing != 0) return Error{"the server's response is not a complete silence"};
  if (auto error = SetTimes(parsed, true, *silence)) return *error;
  if (std::string comment = parsed.Text("comment"); !comment.empty()) {
    silence->comment = std::move(comment);
  }
  client.CheckVersion();
  AmtoolClient::Posted posted = client.PostSilence(*silence);
  if (!posted.error.empty()) return Error{std::move(posted.error)};
  silence->id = std::move(posted.id);
  return silence;
}

void Print(const Parsed& parsed, std::vector<v2::Silence> silences) {
  if (!parsed.Switch("quiet")) {
    const AmtoolOutput output(parsed);
    output.Write(output.Silences(std::move(silences)));
    return;
  }
  std::string ids;
  for (const v2::Silence& silence : silences) ids += silence.id + "\n";
  WriteOut(ids);
}

}  // namespace

bool SilenceChoice::Has(const v2::Silence& silence, std::int64_t now_ms) const {
  const std::int64_t end = silence.ends_at.ms;
  const std::int64_t most = ToMs(within);
  if (expired ? end > now_ms : end < now_ms) return false;
  if (within.count() > 0 && (expired ? end < now_ms - most : end > now_ms + most)) return false;
  return (created_by.empty() || silence.created_by == created_by) &&
         (id.empty() || silence.id == id);
}

int AmtoolQuerySilences(const Parsed& parsed) {
  const SilenceChoice choice = {.expired = parsed.Switch("expired"),
                                .created_by = parsed.Text("created-by"),
                                .id = parsed.Text("id"),
                                .within = parsed.Time("within")};
  const v2::SilenceFilter filter = {
      .matchers = WithAlertName(parsed.Arguments("matcher-groups"), MatcherLog(parsed)),
      .active = !choice.expired,
      .pending = !choice.expired,
      .expired = choice.expired};
  const auto client = AmtoolClient::Make(parsed);
  if (!client) return EndAsAmtool(client.error().message);
  auto silences = client->Silences(filter);
  if (!silences) return FailAsAmtool(silences.error().message);
  const std::int64_t now = UtcNow().ms;
  std::erase_if(*silences, [&](const v2::Silence& one) { return !choice.Has(one, now); });
  Print(parsed, std::move(*silences));
  return 0;
}

int AmtoolAddSilence(const Parsed& parsed) {
  const auto silence = ReadSilence(parsed);
  if (!silence) return FailAsAmtool(silence.error().message);
  const auto client = AmtoolClient::Make(parsed);
  if (!client) return EndAsAmtool(client.error().message);
  const AmtoolClient::Posted posted = client->PostSilence(*silence);
  if (!posted.error.empty()) return FailAsAmtool(posted.error);
  WriteOut(posted.id + "\n");
  return 0;
}

int AmtoolExpireSilences(const Parsed& parsed) {
  const std::span<const std::string> ids = parsed.Arguments("silence-ids");
  if (ids.empty()) return FailAsAmtool("no silence IDs specified");
  const auto client = AmtoolClient::Make(parsed);
  if (!client) return EndAsAmtool(client.error().message);
  for (const std::string& id : ids) {
    if (const auto error = client->ExpireSilence(id)) return FailAsAmtool(error->message);
  }
  return 0;
}

int AmtoolUpdateSilences(const Parsed& parsed) {
  const std::span<const std::string> ids = parsed.Arguments("update-ids");
  if (ids.empty()) return FailAsAmtool("no silence IDs specified");
  auto client = AmtoolClient::Make(parsed);
  if (!client) return EndAsAmtool(client.error().message);
  std::vector<v2::Silence> updated;
  for (const std::string& id : ids) {
    auto silence = Update(parsed, *client, id);
    if (!silence) return FailAsAmtool(silence.error().message);
    updated.push_back(std::move(*silence));
  }
  Print(parsed, std::move(updated));
  return 0;
}

}  // namespace tools::compat
