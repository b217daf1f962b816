#include <algorithm>

#include "libcheck/api/alertmanager.h"
#include "libcheck/base/go_json_string.h"

namespace check::api::v2 {
namespace {

// An object or a list of JSON that is being written.
class Json {
 public:
  // Keys in the order in which they come.
  Json& Key(std::string_view name) {
    Separate();
    AppendGoJsonString(text_, name);
    text_ += ':';
    is_first_ = true;
    return *this;
  }
  Json& Text(std::string_view text) {
    Separate();
    AppendGoJsonString(text_, text);
    return *this;
  }
  Json& Time(OffsetTime time) { return Word('"' + FormatRfc3339Millis(time) + '"'); }
  Json& Bool(bool value) { return Word(value ? "true" : "false"); }
  Json& Null() { return Word("null"); }

  template <typename Members>
  Json& Object(Members&& members) {
    return In('{', members, '}');
  }
  template <typename List, typename Write>
  Json& Array(const List& list, Write&& write) {
    return In(
        '[',
        [&] {
          for (const auto& element : list) write(element);
        },
        ']');
  }
  Json& Texts(std::span<const std::string> texts) {
    return Array(texts, [&](const std::string& text) { Text(text); });
  }
  // As Go writes maps: in the order of keys, of which the last one counts.
  Json& Map(Pairs pairs) {
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    return Object([&] {
      for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (i + 1 < pairs.size() && pairs[i + 1].first == pairs[i].first) continue;
        Key(pairs[i].first).Text(pairs[i].second);
      }
    });
  }

  std::string Take() { return std::move(text_); }

 private:
  void Separate() {
    if (!is_first_) text_ += ',';
    is_first_ = false;
  }
  Json& Word(std::string_view word) {
    Separate();
    text_ += word;
    return *this;
  }
  template <typename Inside>
  Json& In(char open, Inside&& inside, char close) {
    Separate();
    text_ += open;
    is_first_ = true;
    inside();
    text_ += close;
    is_first_ = false;
    return *this;
  }

  std::string text_;
  bool is_first_ = true;  // Nothing is in front of the next value, so it needs no comma.
};

void WriteMatcher(Json& json, const SilenceMatcher& matcher) {
  json.Object([&] {
    json.Key("isEqual").Bool(matcher.is_equal);
    json.Key("isRegex").Bool(matcher.is_regex);
    json.Key("name").Text(matcher.name);
    json.Key("value").Text(matcher.value);
  });
}

// The members that silences have in both directions.
void WriteSilenceBody(Json& json, const Silence& silence) {
  const auto text = [&](std::string_view key, SilencePart part, const std::string& value) {
    json.Key(key);
    silence.lacks(part) ? json.Null() : json.Text(value);
  };
  const auto time = [&](std::string_view key, SilencePart part, OffsetTime value) {
    json.Key(key);
    silence.lacks(part) ? json.Null() : json.Time(value);
  };
  if (!silence.annotations.empty()) json.Key("annotations").Map(silence.annotations);
  text("comment", SilencePart::kComment, silence.comment);
  text("createdBy", SilencePart::kCreatedBy, silence.created_by);
  time("endsAt", SilencePart::kEndsAt, silence.ends_at);
  json.Key("matchers");
  if (silence.lacks(SilencePart::kMatchers)) {
    json.Null();
  } else {
    json.Array(silence.matchers, [&](const SilenceMatcher& one) { WriteMatcher(json, one); });
  }
  time("startsAt", SilencePart::kStartsAt, silence.starts_at);
}

void WriteSilence(Json& json, const Silence& silence) {
  json.Object([&] {
    json.Key("id").Text(silence.id);
    json.Key("status").Object([&] { json.Key("state").Text(silence.status); });
    json.Key("updatedAt").Time(silence.updated_at);
    WriteSilenceBody(json, silence);
  });
}

// What alerts have behind their other members.
void WriteAlertEnd(Json& json, const Alert& alert) {
  if (!alert.generator_url.empty()) json.Key("generatorURL").Text(alert.generator_url);
  json.Key("labels").Map(alert.labels);
}

void WriteAlertStatus(Json& json, const AlertStatus& status) {
  json.Object([&] {
    json.Key("inhibitedBy").Texts(status.inhibited_by);
    json.Key("mutedBy");
    status.tells_muted_by ? json.Texts(status.muted_by) : json.Null();
    json.Key("silencedBy").Texts(status.silenced_by);
    json.Key("state").Text(status.state);
  });
}

void WriteReceiver(Json& json, const std::string& name) {
  json.Object([&] { json.Key("name").Text(name); });
}

void WriteAlert(Json& json, const Alert& alert) {
  json.Object([&] {
    json.Key("annotations").Map(alert.annotations);
    json.Key("endsAt").Time(alert.ends_at);
    json.Key("fingerprint").Text(alert.fingerprint);
    json.Key("receivers").Array(alert.receivers, [&](const std::string& name) {
      WriteReceiver(json, name);
    });
    json.Key("startsAt").Time(alert.starts_at);
    json.Key("status");
    WriteAlertStatus(json, alert.status);
    json.Key("updatedAt").Time(alert.updated_at);
    WriteAlertEnd(json, alert);
  });
}

void WriteCluster(Json& json, const Status& status) {
  if (!status.cluster) {
    json.Null();
    return;
  }
  json.Object([&] {
    if (!status.cluster->name.empty()) json.Key("name").Text(status.cluster->name);
    json.Key("peers").Array(status.cluster->peers, [&](const Peer& peer) {
      json.Object([&] {
        json.Key("address").Text(peer.address);
        json.Key("name").Text(peer.name);
      });
    });
    json.Key("status").Text(status.cluster->status);
  });
}

}  // namespace

std::string SilencesJson(std::span<const Silence> silences) {
  Json json;
  json.Array(silences, [&](const Silence& silence) { WriteSilence(json, silence); });
  return json.Take();
}

std::string AlertsJson(std::span<const Alert> alerts) {
  Json json;
  json.Array(alerts, [&](const Alert& alert) { WriteAlert(json, alert); });
  return json.Take();
}

std::string AlertGroupsJson(std::span<const AlertGroup> groups) {
  Json json;
  json.Array(groups, [&](const AlertGroup& group) {
    json.Object([&] {
      json.Key("alerts").Array(group.alerts, [&](const Alert& alert) { WriteAlert(json, alert); });
      json.Key("labels").Map(group.labels);
      json.Key("receiver");
      WriteReceiver(json, group.receiver);
      json.Key("routeLabels").Map(group.route_labels);
    });
  });
  return json.Take();
}

std::string ClusterJson(const Status& status) {
  Json json;
  WriteCluster(json, status);
  return json.Take();
}

std::string StatusJson(const Status& status) {
  Json json;
  json.Object([&] {
    json.Key("cluster");
    WriteCluster(json, status);
    json.Key("config");
    if (status.config) {
      json.Object([&] { json.Key("original").Text(*status.config); });
    } else {
      json.Null();
    }
    json.Key("uptime").Time(status.uptime);
    json.Key("versionInfo").Map(status.version);
  });
  return json.Take();
}

std::string PostableSilenceJson(const Silence& silence) {
  Json json;
  json.Object([&] {
    if (!silence.id.empty()) json.Key("id").Text(silence.id);
    WriteSilenceBody(json, silence);
  });
  return json.Take();
}

std::string PostableAlertsJson(std::span<const Alert> alerts) {
  Json json;
  json.Array(alerts, [&](const Alert& alert) {
    json.Object([&] {
      if (!alert.annotations.empty()) json.Key("annotations").Map(alert.annotations);
      json.Key("endsAt").Time(alert.ends_at);
      json.Key("startsAt").Time(alert.starts_at);
      WriteAlertEnd(json, alert);
    });
  });
  return json.Take();
}

}  // namespace check::api::v2
