#include "libcheck/api/alertmanager.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/api/alertmanager_read.h"
#include "libcheck/api/envelope.h"
#include "libcheck/api/faults.h"
#include "libcheck/api/json_stream.h"
#include "libcheck/base/text.h"

namespace check::api::v2 {
namespace {

// A whole document. A fault says no more than why.
template <typename T>
Reply<T> ReadDocument(JsonStream& json, bool (*read)(JsonStream&, T&)) {
  T value;
  if (read(json, value) && json.End()) return value;
  Fault fault = NotUsable(json.why());
  if (json.source_error() != nullptr) {
    fault.kind = Fault::Kind::kConnection;
    fault.connection.why = json.source_error()->why();
  }
  return fault;
}

template <typename T>
Reply<T> ReadAnswer(const Server& server, Reply<http::HttpResponse> answer,
                    bool (*read)(JsonStream&, T&)) {
  if (!answer) return std::move(answer.fault);
  JsonStream json(*answer->body);
  Reply<T> reply = ReadDocument(json, read);
  if (reply) return reply;
  if (reply.fault.kind == Fault::Kind::kConnection) {
    return ConnectionFault({.url = answer->url, .fault = answer->fault}, *json.source_error(),
                           server.timeout(), server.api());
  }
  return NotTheApi(answer->url, reply.fault.message, json.Head(), server.api());
}

// Of an answer whose success is all that counts. It is read, so that its connection can be used for
// the next question.
Reply<Done> Finish(Reply<http::HttpResponse> answer, const Server& server) {
  if (!answer) return std::move(answer.fault);
  constexpr std::size_t kMost = std::size_t{64} << 10;
  const Result<std::string> body = http::ReadBody(*answer->body, kMost);
  // Of something that answers in the place of the API.
  if (body && TrimSpace(*body).starts_with('<')) {
    return NotTheApi(answer->url, "is a page", TrimSpace(*body), server.api());
  }
  return Done();
}

std::string_view Word(bool value) { return value ? "true" : "false"; }

Form AlertForm(const AlertFilter& filter, bool of_groups) {
  Form form = {{"active", std::string(Word(filter.active))}};
  for (const std::string& matcher : filter.matchers) form.emplace_back("filter", matcher);
  form.emplace_back("inhibited", Word(filter.inhibited));
  if (of_groups) form.emplace_back("muted", Word(filter.muted));
  if (!filter.receiver.empty()) form.emplace_back("receiver", filter.receiver);
  form.emplace_back("silenced", Word(filter.silenced));
  if (!of_groups) form.emplace_back("unprocessed", Word(filter.unprocessed));
  return form;
}

std::string SilencePath(std::string_view id) { return "/api/v2/silence/" + PathEncode(id); }

std::string_view Find(const Pairs& pairs, std::string_view name) {
  const auto at = std::ranges::find_if(pairs, [&](const auto& pair) { return pair.first == name; });
  return at == pairs.end() ? std::string_view() : std::string_view(at->second);
}

}  // namespace

std::string ToString(const SilenceMatcher& matcher) {
  return model::MatcherText(model::MatchTypeOf(matcher.is_regex, !matcher.is_equal), matcher.name,
                            matcher.value);
}

SilenceMatcher FromMatcher(const model::AlertMatcher& matcher) {
  return {.name = matcher.name(),
          .value = matcher.value(),
          .is_regex = model::IsRegexp(matcher.type()),
          .is_equal = !model::IsNegated(matcher.type())};
}

Result<model::AlertMatcher> ToMatcher(const SilenceMatcher& matcher) {
  return model::AlertMatcher::Make(model::MatchTypeOf(matcher.is_regex, !matcher.is_equal),
                                   matcher.name, matcher.value);
}

std::string_view Alert::Label(std::string_view name) const { return Find(labels, name); }
std::string_view Alert::Annotation(std::string_view name) const { return Find(annotations, name); }

Reply<Status> ServerStatus(const Server& server) {
  return ReadAnswer<Status>(server, server.Get("/api/v2/status"), ReadStatus);
}

Reply<std::vector<std::string>> Receivers(const Server& server) {
  return ReadAnswer(server, server.Get("/api/v2/receivers"), ReadReceivers);
}

Reply<std::vector<Alert>> Alerts(const Server& server, const AlertFilter& filter) {
  return ReadAnswer<std::vector<Alert>>(
      server, server.Get("/api/v2/alerts", AlertForm(filter, false)), ReadAlerts);
}

Reply<std::vector<AlertGroup>> AlertGroups(const Server& server, const AlertFilter& filter) {
  return ReadAnswer(server, server.Get("/api/v2/alerts/groups", AlertForm(filter, true)),
                    ReadAlertGroups);
}

Reply<Done> PostAlerts(const Server& server, std::span<const Alert> alerts) {
  return Finish(server.PostJson("/api/v2/alerts", PostableAlertsJson(alerts) + "\n", Repeat::kSafe),
                server);
}

Reply<std::vector<Silence>> Silences(const Server& server, const SilenceFilter& filter) {
  Form form;
  // What is true is so by default.
  if (!filter.active) form.emplace_back("active", "false");
  if (!filter.expired) form.emplace_back("expired", "false");
  for (const std::string& matcher : filter.matchers) form.emplace_back("filter", matcher);
  if (!filter.pending) form.emplace_back("pending", "false");
  return ReadAnswer(server, server.Get("/api/v2/silences", form), ReadSilenceList);
}

Reply<Silence> FindSilence(const Server& server, std::string_view id) {
  constexpr auto kRead = [](JsonStream& json, Silence& silence) {
    return ReadSilence(json, silence) && (!silence.id.empty() || json.Fail("it has no `id`"));
  };
  return ReadAnswer<Silence>(server, server.Get(SilencePath(id)), kRead);
}

Reply<std::string> PostSilence(const Server& server, const Silence& silence) {
  return ReadAnswer(
      server,
      server.PostJson("/api/v2/silences", PostableSilenceJson(silence) + "\n", Repeat::kUnsafe),
      ReadSilenceId);
}

Reply<Done> ExpireSilence(const Server& server, std::string_view id) {
  return Finish(server.Delete(SilencePath(id)), server);
}

Reply<std::vector<Silence>> ReadSilences(ByteSource& body) {
  JsonStream json(body);
  return ReadDocument(json, ReadSilenceList);
}

Reply<Silence> ReadSilence(ByteSource& body) {
  JsonStream json(body);
  return ReadDocument<Silence>(json, ReadSilence);
}

Reply<std::vector<Alert>> ReadAlerts(ByteSource& body) {
  JsonStream json(body);
  return ReadDocument<std::vector<Alert>>(json, ReadAlerts);
}

Reply<Status> ReadStatus(ByteSource& body) {
  JsonStream json(body);
  return ReadDocument<Status>(json, ReadStatus);
}

}  // namespace check::api::v2
