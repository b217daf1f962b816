#include "libcheck/config/alertmanager/notification_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/config/common/json.h"

namespace check::config::alertmanager {
namespace {

using gotemplate::AlertOfGroup;
using gotemplate::GoTime;
using gotemplate::KeyValues;
using gotemplate::NotificationData;
using gotemplate::NotifiedAlert;
using gotemplate::TextPair;
using Kind = JsonValue::Kind;

constexpr std::string_view kRfc3339 = "2006-01-02T15:04:05Z07:00";

std::string_view KindName(Kind kind) {
  constexpr std::string_view kNames[] = {"null", "bool", "number", "string", "array", "object"};
  return kNames[static_cast<std::size_t>(kind)];
}

bool EqualFold(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return LowerAscii(x) == LowerAscii(y); });
}

// Reads as Go's encoding/json: after a value of a wrong type it goes on, and the first such fault
// is what it ends with.
class DataReader {
 public:
  DataReader(std::string_view text, Arena& memory) : text_(text), memory_(memory) {}

  const std::string& fault() const { return fault_; }

  void Read(const JsonValue& root, NotificationData& data) {
    if (root.kind == Kind::kNull) return;
    if (root.kind != Kind::kObject) {
      return Refuse(fmt::format("json: cannot unmarshal {} into Go value of type template.Data",
                                KindName(root.kind)));
    }
    struct {
      std::string_view name;
      std::string_view NotificationData::*field;
    } constexpr kTexts[] = {
        {"receiver", &NotificationData::receiver},
        {"status", &NotificationData::status},
        {"notification_reason", &NotificationData::notification_reason},
        {"externalURL", &NotificationData::external_url},
    };
    struct {
      std::string_view name;
      KeyValues NotificationData::*field;
    } constexpr kMaps[] = {
        {"groupLabels", &NotificationData::group_labels},
        {"commonLabels", &NotificationData::common_labels},
        {"commonAnnotations", &NotificationData::common_annotations},
        {"routeLabels", &NotificationData::route_labels},
    };
    for (const JsonMember& member : root.members) {
      for (const auto& row : kTexts) {
        if (EqualFold(member.key, row.name)) {
          ReadText(member.value, fmt::format("Data.{}", row.name), data.*row.field);
        }
      }
      for (const auto& row : kMaps) {
        if (EqualFold(member.key, row.name)) {
          ReadMap(member.value, fmt::format("Data.{}", row.name), data.*row.field);
        }
      }
      if (EqualFold(member.key, "alerts")) ReadAlerts(member.value, data);
    }
  }

 private:
  void Refuse(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
  }
  void WrongType(const JsonValue& value, std::string_view field, std::string_view type) {
    std::string shown(KindName(value.kind));
    Refuse(fmt::format("json: cannot unmarshal {} into Go struct field {} of type {}", shown, field,
                       type));
  }

  void ReadText(const JsonValue& value, std::string_view field, std::string_view& text) {
    if (value.kind == Kind::kNull) return;
    if (value.kind != Kind::kString) return WrongType(value, field, "string");
    text = value.text;
  }

  void ReadMap(const JsonValue& value, std::string_view field, KeyValues& pairs) {
    if (value.kind == Kind::kNull) {
      pairs = {};
      return;
    }
    if (value.kind != Kind::kObject) return WrongType(value, field, "template.KV");
    // A map that is there already is added to.
    std::vector<TextPair> read(pairs.begin(), pairs.end());
    for (const JsonMember& member : value.members) {
      std::string_view text;
      ReadText(member.value, field, text);
      read.push_back({member.key, text});
    }
    pairs = MakeKeyValues(std::move(read), memory_);
  }

  void ReadTime(const JsonValue& value, GoTime& time) {
    if (value.kind == Kind::kNull) return;
    if (value.kind != Kind::kString) {
      return Refuse("Time.UnmarshalJSON: input is not a JSON string");
    }
    std::string error;
    // Go: the text between the quotes, as it is written.
    const std::string_view raw =
        text_.substr(value.span.begin + 1, value.span.end - value.span.begin - 2);
    if (const auto read = gotemplate::ParseGoTime(kRfc3339, raw, memory_, error)) {
      time = *read;
    } else {
      Refuse(std::move(error));
    }
  }

  void ReadAlerts(const JsonValue& value, NotificationData& data) {
    if (value.kind == Kind::kNull) {
      data.alerts = {};
      return;
    }
    if (value.kind != Kind::kArray) return WrongType(value, "Data.alerts", "template.Alerts");
    std::vector<NotifiedAlert> alerts(value.items.size());
    for (std::size_t i = 0; i < alerts.size(); ++i) ReadAlert(value.items[i], alerts[i]);
    static NotifiedAlert none[1];
    data.alerts = alerts.empty() ? std::span<const NotifiedAlert>(none, 0)
                                 : std::span<const NotifiedAlert>(memory_.Copy(alerts));
  }

  void ReadAlert(const JsonValue& value, NotifiedAlert& alert) {
    if (value.kind == Kind::kNull) return;
    if (value.kind != Kind::kObject) return WrongType(value, "Data.alerts", "template.Alert");
    for (const JsonMember& member : value.members) {
      const auto is = [&](std::string_view name) { return EqualFold(member.key, name); };
      if (is("status")) ReadText(member.value, "Alert.alerts.status", alert.status);
      if (is("labels")) ReadMap(member.value, "Alert.alerts.labels", alert.labels);
      if (is("annotations")) ReadMap(member.value, "Alert.alerts.annotations", alert.annotations);
      if (is("startsAt")) ReadTime(member.value, alert.starts_at);
      if (is("endsAt")) ReadTime(member.value, alert.ends_at);
      if (is("generatorURL")) {
        ReadText(member.value, "Alert.alerts.generatorURL", alert.generator_url);
      }
      if (is("fingerprint")) {
        ReadText(member.value, "Alert.alerts.fingerprint", alert.fingerprint);
      }
    }
  }

  std::string_view text_;
  Arena& memory_;
  std::string fault_;
};

// Alerts of the API, read for people: what is wrong is said in our words.
class AlertReader {
 public:
  AlertReader(const GoTime& now, Arena& memory) : now_(now), memory_(memory) {}

  Result<std::vector<AlertOfGroup>> Read(const JsonValue& root) {
    if (root.kind != Kind::kArray) return Error{"expected a JSON list of alerts"};
    std::vector<AlertOfGroup> alerts;
    for (const JsonValue& item : root.items) {
      const std::string which = fmt::format("alert {}", alerts.size() + 1);
      if (item.kind != Kind::kObject) return Error{which + " is not a JSON object"};
      AlertOfGroup& alert = alerts.emplace_back();
      for (const JsonMember& member : item.members) {
        if (auto error = Field(member, alert)) {
          return Error{fmt::format("{}: `{}` {}", which, member.key, *error)};
        }
      }
      // Alertmanager does not say when an alert that fires is expected to end.
      if (gotemplate::Subtract(alert.ends_at, now_) > 0) alert.ends_at = gotemplate::kZeroTime;
    }
    return alerts;
  }

 private:
  std::optional<std::string> Field(const JsonMember& member, AlertOfGroup& alert) {
    if (member.key == "labels") return Pairs(member.value, alert.labels);
    if (member.key == "annotations") return Pairs(member.value, alert.annotations);
    if (member.key == "startsAt") return Time(member.value, alert.starts_at);
    if (member.key == "endsAt") return Time(member.value, alert.ends_at);
    if (member.key == "generatorURL" && member.value.kind == Kind::kString) {
      alert.generator_url = member.value.text;
    }
    return std::nullopt;
  }

  std::optional<std::string> Pairs(const JsonValue& value, KeyValues& pairs) {
    std::vector<TextPair> read;
    if (value.kind != Kind::kObject) return "is not a JSON object";
    for (const JsonMember& member : value.members) {
      if (member.value.kind != Kind::kString) return "has a value that is not a string";
      read.push_back({member.key, member.value.text});
    }
    pairs = MakeKeyValues(std::move(read), memory_);
    return std::nullopt;
  }

  std::optional<std::string> Time(const JsonValue& value, GoTime& time) {
    std::string ignored;
    const auto read = value.kind == Kind::kString
                          ? gotemplate::ParseGoTime(kRfc3339, value.text, memory_, ignored)
                          : std::nullopt;
    if (!read) return "is not a time such as 2026-01-02T15:04:05Z";
    time = *read;
    return std::nullopt;
  }

  const GoTime now_;
  Arena& memory_;
};

GoTime Before(const GoTime& now, std::int64_t seconds) {
  return {now.seconds - seconds, now.nanoseconds, now.location};
}

}  // namespace

KeyValues MakeKeyValues(std::vector<TextPair> pairs, Arena& memory) {
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const TextPair& a, const TextPair& b) { return a.name < b.name; });
  std::vector<TextPair> kept;
  for (const TextPair& pair : pairs) {
    if (!kept.empty() && kept.back().name == pair.name) kept.pop_back();
    kept.push_back(pair);
  }
  return kept.empty() ? gotemplate::NoKeyValues() : KeyValues(memory.Copy(kept));
}

Result<NotificationData> ReadNotificationData(std::string_view text, Arena& memory) {
  JsonValue root;
  if (auto fault = ParseJson(text, memory, root)) return Error{std::move(fault->upstream)};
  NotificationData data;
  DataReader reader(text, memory);
  reader.Read(root, data);
  if (!reader.fault().empty()) return Error{reader.fault()};
  return data;
}

Result<std::vector<AlertOfGroup>> ReadAlerts(std::string_view text, const GoTime& now,
                                             Arena& memory) {
  JsonValue root;
  if (const auto fault = ParseJson(text, memory, root)) {
    const auto line = 1 + std::count(text.begin(), text.begin() + fault->at, '\n');
    return Error{fmt::format("invalid JSON in line {}: {}", line, fault->upstream)};
  }
  return AlertReader(now, memory).Read(root);
}

NotificationData ExampleNotificationData(const GoTime& now, Arena& memory) {
  static constexpr TextPair kCommonLabels[] = {{"commonlabelkey1", "commonlabelvalue1"},
                                               {"commonlabelkey2", "commonlabelvalue2"}};
  static constexpr TextPair kCommonAnnotations[] = {
      {"commonannotationkey1", "commonannotationvalue1"},
      {"commonannotationkey2", "commonannotationvalue2"}};
  static constexpr TextPair kGroupLabels[] = {{"grouplabelkey1", "grouplabelvalue1"},
                                              {"grouplabelkey2", "grouplabelvalue2"}};
  static constexpr TextPair kFiring[] = {
      {"instance", "foo.bar:1234"}, {"label1", "value1"}, {"label2", "value2"}};
  static constexpr TextPair kResolved[] = {{"baz", "qux"}, {"foo", "bar"}};
  static constexpr TextPair kFiringNotes[] = {{"annotation1", "value1"}, {"annotation2", "value2"}};
  static constexpr TextPair kResolvedNotes[] = {{"aaa", "bbb"}, {"ccc", "ddd"}};
  const auto with = [&](std::span<const TextPair> own, std::span<const TextPair> common) {
    std::vector<TextPair> pairs(own.begin(), own.end());
    std::copy(common.begin(), common.end(), std::back_inserter(pairs));
    return MakeKeyValues(std::move(pairs), memory);
  };
  const NotifiedAlert alerts[] = {{.status = "firing",
                                   .labels = with(kFiring, kCommonLabels),
                                   .annotations = with(kFiringNotes, kCommonAnnotations),
                                   .starts_at = Before(now, 300),
                                   .ends_at = now,
                                   .generator_url = "https://generatorurl.com",
                                   .fingerprint = "fingerprint1"},
                                  {.status = "resolved",
                                   .labels = with(kResolved, kCommonLabels),
                                   .annotations = with(kResolvedNotes, kCommonAnnotations),
                                   .starts_at = Before(now, 600),
                                   .ends_at = now,
                                   .generator_url = "https://generatorurl.com",
                                   .fingerprint = "fingerprint2"}};
  return {.receiver = "receiver",
          .status = "alertstatus",
          .alerts = memory.Copy(std::span<const NotifiedAlert>(alerts)),
          .group_labels = kGroupLabels,
          .common_labels = kCommonLabels,
          .common_annotations = kCommonAnnotations,
          .external_url = "https://example.com"};
}

}  // namespace check::config::alertmanager
