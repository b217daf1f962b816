#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "libcheck/api/envelope.h"
#include "libcheck/api/faults.h"
#include "libcheck/api/json_stream.h"
#include "libcheck/api/label_reader.h"
#include "libcheck/api/prometheus.h"
#include "libcheck/base/text.h"
#include "libcheck/files/read_ahead.h"

namespace check::api {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// "1435781430.781": seconds.
std::string Seconds(std::int64_t milliseconds) {
  const std::uint64_t size = milliseconds < 0 ? -static_cast<std::uint64_t>(milliseconds)
                                              : static_cast<std::uint64_t>(milliseconds);
  std::string text = fmt::format("{}{}", milliseconds < 0 ? "-" : "", size / 1000);
  if (size % 1000 == 0) return text;
  text += fmt::format(".{:03}", size % 1000);
  return text.substr(0, text.find_last_not_of('0') + 1);
}

void AddTime(const char* name, const std::optional<std::int64_t>& milliseconds, Form& form) {
  if (milliseconds) form.emplace_back(name, Seconds(*milliseconds));
}

void AddNumber(const char* name, const std::optional<std::int64_t>& number, Form& form) {
  if (number) form.emplace_back(name, std::to_string(*number));
}

void AddLimits(const QueryLimits& limits, Form& form) {
  AddTime("timeout", limits.timeout, form);
  AddTime("lookback_delta", limits.lookback_delta, form);
  AddNumber("limit", limits.limit, form);
}

Form SelectionForm(const Selection& selection) {
  Form form;
  for (const std::string& match : selection.matches) form.emplace_back("match[]", match);
  AddTime("start", selection.start, form);
  AddTime("end", selection.end, form);
  AddNumber("limit", selection.limit, form);
  return form;
}

// What a fault in an answer is, with who gave it.
Fault Complete(Fault fault, const Server& server, const http::HttpResponse& answer,
               JsonStream& json) {
  switch (fault.kind) {
    case Fault::Kind::kConnection:
      return ConnectionFault({.url = answer.url, .fault = answer.fault}, *json.source_error(),
                             server.timeout());
    case Fault::Kind::kApi:
      fault.message = fmt::format("`{}` responds with {}", server.name(), fault.message);
      fault.status = answer.status;
      return fault;
    default:
      return NotTheApi(answer.url, fault.message, json.Head());
  }
}

// `read(json, value)` reads the data of an answer.
template <typename T, typename Read>
Reply<T> ReadAnswer(const Server& server, Reply<http::HttpResponse> answer, const Read& read) {
  if (!answer) return std::move(answer.fault);
  JsonStream json(*answer->body);
  Reply<T> reply;
  T value;
  if (ReadEnvelope(json, reply, [&] { return json.TakeNull() || read(json, value); })) {
    reply.value = std::move(value);
  } else {
    reply.fault = Complete(std::move(reply.fault), server, *answer, json);
  }
  return reply;
}

Reply<promql::Value> ReadQuery(const Server& server, Reply<http::HttpResponse> answer,
                               model::LabelTable& labels) {
  if (!answer) return std::move(answer.fault);
  // Unpacking takes longer than reading what was packed.
  ReadAhead body(*answer->body);
  JsonStream json(body);
  Reply<promql::Value> reply = ReadQueryAnswer(json, labels);
  if (!reply) reply.fault = Complete(std::move(reply.fault), server, *answer, json);
  return reply;
}

// An object that is nothing without one of two members: an answer of something else has neither.
template <typename Member>
bool ReadObjectWith(JsonStream& json, std::string_view one, std::string_view other,
                    const Member& member) {
  bool has = false;
  const bool ok = json.Object([&](std::string_view key) {
    has = has || key == one || key == other;
    return member(key);
  });
  return ok && (has || json.Fail(fmt::format("has no `{}`", one)));
}

bool ReadTexts(JsonStream& json, std::vector<std::string>& texts) {
  return json.Array([&] { return json.Text(texts.emplace_back()); });
}

bool ReadPairs(JsonStream& json, Pairs& pairs) {
  return json.TakeNull() || json.Object([&](std::string_view key) {
    return json.Text(pairs.emplace_back(std::string(key), "").second);
  });
}

// A list of things that `read` reads one of.
template <typename T>
bool ReadList(JsonStream& json, std::vector<T>& list, bool (*read)(JsonStream&, T&)) {
  return json.TakeNull() || json.Array([&] { return read(json, list.emplace_back()); });
}

bool ReadTarget(JsonStream& json, Target& target) {
  return json.Object([&](std::string_view key) {
    if (key == "scrapePool") return json.Text(target.pool);
    if (key == "scrapeUrl") return json.Text(target.url);
    if (key == "health") return json.Text(target.health);
    if (key == "lastError") return json.Text(target.last_error);
    if (key == "lastScrape") return json.Text(target.last_scrape);
    if (key == "lastScrapeDuration") return json.Number(target.last_duration);
    if (key == "labels") return ReadPairs(json, target.labels);
    if (key == "discoveredLabels") return ReadPairs(json, target.discovered);
    return json.Skip();
  });
}

bool ReadDroppedTarget(JsonStream& json, Target& target) {
  target.dropped = true;
  return ReadTarget(json, target);
}

bool ReadAlert(JsonStream& json, Alert& alert) {
  return json.Object([&](std::string_view key) {
    if (key == "labels") return ReadPairs(json, alert.labels);
    if (key == "annotations") return ReadPairs(json, alert.annotations);
    if (key == "state") return json.Text(alert.state);
    if (key == "activeAt") return json.Text(alert.active_at);
    if (key == "value") return json.Text(alert.value);
    return json.Skip();
  });
}

bool ReadRule(JsonStream& json, Rule& rule) {
  return json.Object([&](std::string_view key) {
    if (key == "type") return json.Text(rule.type);
    if (key == "name") return json.Text(rule.name);
    if (key == "query") return json.Text(rule.query);
    if (key == "duration") return json.Number(rule.hold);
    if (key == "keepFiringFor") return json.Number(rule.keep_firing_for);
    if (key == "labels") return ReadPairs(json, rule.labels);
    if (key == "annotations") return ReadPairs(json, rule.annotations);
    if (key == "state") return json.Text(rule.state);
    if (key == "health") return json.Text(rule.health);
    if (key == "lastError") return json.Text(rule.last_error);
    if (key == "lastEvaluation") return json.Text(rule.last_evaluation);
    if (key == "evaluationTime") return json.Number(rule.evaluation_time);
    if (key == "alerts") return ReadList(json, rule.alerts, ReadAlert);
    return json.Skip();
  });
}

// What is said of the group may stand behind its rules.
bool ReadGroup(JsonStream& json, std::vector<Rule>& rules) {
  Rule group;
  const std::size_t first = rules.size();
  const bool ok = json.Object([&](std::string_view key) {
    if (key == "file") return json.Text(group.file);
    if (key == "name") return json.Text(group.group);
    if (key == "interval") return json.Number(group.interval);
    if (key == "rules") return ReadList(json, rules, ReadRule);
    return json.Skip();
  });
  for (std::size_t i = first; i < rules.size(); ++i) {
    rules[i].file = group.file;
    rules[i].group = group.group;
    rules[i].interval = group.interval;
  }
  return ok;
}

bool ReadExemplar(JsonStream& json, ExemplarSeries::Exemplar& exemplar) {
  return json.Object([&](std::string_view key) {
    if (key == "labels") return ReadPairs(json, exemplar.labels);
    if (key == "value") return json.Number(exemplar.value);
    if (key == "timestamp") return ReadTime(json, exemplar.time);
    return json.Skip();
  });
}

bool ReadEntry(JsonStream& json, Cardinality::Entry& entry) {
  return json.Object([&](std::string_view key) {
    if (key == "name") return json.Text(entry.name);
    if (key == "value") return json.Number(entry.value);
    return json.Skip();
  });
}

bool ReadMilliseconds(JsonStream& json, std::int64_t& time) {
  double number = 0;
  if (!json.Number(number)) return false;
  if (std::abs(number) < 9e18) time = static_cast<std::int64_t>(number);
  return true;
}

}  // namespace

Reply<promql::Value> QueryInstant(const Server& server, const InstantQuery& query,
                                  model::LabelTable& labels) {
  Form form = {{"query", query.query}};
  AddTime("time", query.time, form);
  AddLimits(query.limits, form);
  return ReadQuery(server, server.Post("/api/v1/query", form), labels);
}

Reply<promql::Value> QueryRange(const Server& server, const RangeQuery& query,
                                model::LabelTable& labels) {
  Form form = {{"query", query.query},
               {"start", Seconds(query.start)},
               {"end", Seconds(query.end)},
               {"step", Seconds(query.step)}};
  AddLimits(query.limits, form);
  return ReadQuery(server, server.Post("/api/v1/query_range", form), labels);
}

Reply<std::vector<model::Labels>> FindSeries(const Server& server, const Selection& selection,
                                             model::LabelTable& labels) {
  LabelReader reader(labels);
  return ReadAnswer<std::vector<model::Labels>>(
      server, server.Post("/api/v1/series", SelectionForm(selection)),
      [&](JsonStream& json, std::vector<model::Labels>& series) {
        return json.Array([&] { return reader.Read(json, series.emplace_back(labels.Empty())); });
      });
}

Reply<std::vector<std::string>> LabelNames(const Server& server, const Selection& selection) {
  return ReadAnswer<std::vector<std::string>>(
      server, server.Post("/api/v1/labels", SelectionForm(selection)), ReadTexts);
}

Reply<std::vector<std::string>> LabelValues(const Server& server, std::string_view name,
                                            const Selection& selection) {
  return ReadAnswer<std::vector<std::string>>(
      server, server.Get("/api/v1/label/" + PathEncode(name) + "/values", SelectionForm(selection)),
      ReadTexts);
}

Reply<std::vector<MetricMetadata>> Metadata(const Server& server, std::string_view metric) {
  Form form;
  if (!metric.empty()) form.emplace_back("metric", metric);
  return ReadAnswer<std::vector<MetricMetadata>>(
      server, server.Get("/api/v1/metadata", form),
      [](JsonStream& json, std::vector<MetricMetadata>& list) {
        return json.Object([&](std::string_view key) {
          const std::string name(key);
          return json.TakeNull() || json.Array([&] {
            MetricMetadata& entry = list.emplace_back();
            entry.metric = name;
            return json.Object([&](std::string_view part) {
              if (part == "type") return json.Text(entry.type);
              if (part == "help") return json.Text(entry.help);
              if (part == "unit") return json.Text(entry.unit);
              return json.Skip();
            });
          });
        });
      });
}

Reply<std::vector<Target>> Targets(const Server& server, std::string_view state,
                                   std::string_view pool) {
  Form form;
  if (!state.empty()) form.emplace_back("state", state);
  if (!pool.empty()) form.emplace_back("scrapePool", pool);
  return ReadAnswer<std::vector<Target>>(
      server, server.Get("/api/v1/targets", form),
      [](JsonStream& json, std::vector<Target>& targets) {
        return ReadObjectWith(json, "activeTargets", "droppedTargets", [&](std::string_view key) {
          if (key == "activeTargets") return ReadList(json, targets, ReadTarget);
          if (key == "droppedTargets") return ReadList(json, targets, ReadDroppedTarget);
          return json.Skip();
        });
      });
}

Reply<std::vector<Alert>> Alerts(const Server& server) {
  return ReadAnswer<std::vector<Alert>>(
      server, server.Get("/api/v1/alerts"), [](JsonStream& json, std::vector<Alert>& alerts) {
        return ReadObjectWith(json, "alerts", {}, [&](std::string_view key) {
          return key == "alerts" ? ReadList(json, alerts, ReadAlert) : json.Skip();
        });
      });
}

Reply<std::vector<Rule>> Rules(const Server& server, std::string_view type) {
  Form form;
  if (!type.empty()) form.emplace_back("type", type);
  return ReadAnswer<std::vector<Rule>>(
      server, server.Get("/api/v1/rules", form), [](JsonStream& json, std::vector<Rule>& rules) {
        return ReadObjectWith(json, "groups", {}, [&](std::string_view key) {
          if (key != "groups") return json.Skip();
          return json.TakeNull() || json.Array([&] { return ReadGroup(json, rules); });
        });
      });
}

Reply<std::vector<ExemplarSeries>> Exemplars(const Server& server, std::string_view query,
                                             std::int64_t start, std::int64_t end,
                                             model::LabelTable& labels) {
  LabelReader reader(labels);
  return ReadAnswer<std::vector<ExemplarSeries>>(
      server,
      server.Post(
          "/api/v1/query_exemplars",
          {{"query", std::string(query)}, {"start", Seconds(start)}, {"end", Seconds(end)}}),
      [&](JsonStream& json, std::vector<ExemplarSeries>& list) {
        return json.Array([&] {
          ExemplarSeries& series = list.emplace_back();
          series.series = labels.Empty();
          return json.Object([&](std::string_view key) {
            if (key == "seriesLabels") return reader.Read(json, series.series);
            if (key == "exemplars") return ReadList(json, series.exemplars, ReadExemplar);
            return json.Skip();
          });
        });
      });
}

Reply<Cardinality> TsdbStatus(const Server& server, std::int64_t limit) {
  return ReadAnswer<Cardinality>(
      server, server.Get("/api/v1/status/tsdb", {{"limit", std::to_string(limit)}}),
      [](JsonStream& json, Cardinality& status) {
        const auto head = [&](std::string_view key) {
          if (key == "numSeries") return json.Number(status.series);
          if (key == "numLabelPairs") return json.Number(status.label_pairs);
          if (key == "chunkCount") return json.Number(status.chunks);
          if (key == "minTime") return ReadMilliseconds(json, status.min_time);
          if (key == "maxTime") return ReadMilliseconds(json, status.max_time);
          return json.Skip();
        };
        return ReadObjectWith(json, "headStats", "seriesCountByMetricName",
                              [&](std::string_view key) {
                                if (key == "headStats") return json.TakeNull() || json.Object(head);
                                if (key == "seriesCountByMetricName") {
                                  return ReadList(json, status.series_by_metric, ReadEntry);
                                }
                                if (key == "labelValueCountByLabelName") {
                                  return ReadList(json, status.values_by_label, ReadEntry);
                                }
                                if (key == "memoryInBytesByLabelName") {
                                  return ReadList(json, status.bytes_by_label, ReadEntry);
                                }
                                if (key == "seriesCountByLabelValuePair") {
                                  return ReadList(json, status.series_by_pair, ReadEntry);
                                }
                                return json.Skip();
                              });
      });
}

Reply<std::string> Data(const Server& server, std::string_view path, const Form& form) {
  Reply<std::string> reply =
      ReadAnswer<std::string>(server, server.Get(path, form),
                              [](JsonStream& json, std::string& text) { return json.Raw(text); });
  if (reply && reply->empty()) reply.value = "null";
  return reply;
}

Reply<std::string> Probe(const Server& server, std::string_view path) {
  Reply<http::HttpResponse> answer = server.Get(path);
  if (!answer) return std::move(answer.fault);
  constexpr std::size_t kMost = std::size_t{64} << 10;
  std::string text(kMost, '\0');
  std::size_t size = 0;
  while (size < kMost) {
    const Result<std::size_t> got = answer->body->Read(text.data() + size, kMost - size);
    if (!got) {
      return ConnectionFault({.url = answer->url, .fault = answer->fault}, got.error(),
                             server.timeout(), server.api());
    }
    if (*got == 0) break;
    size += *got;
  }
  text.resize(size);
  const std::string_view trimmed = TrimSpace(text);
  // Of a proxy that asks who is there, or of something else altogether.
  if (trimmed.starts_with('<')) return NotTheApi(answer->url, "is a page", trimmed, server.api());
  return std::string(trimmed);
}

}  // namespace check::api
