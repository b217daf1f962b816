#include "libcheck/api/alertmanager_read.h"

#include <fmt/format.h>

#include <algorithm>

namespace check::api::v2 {
namespace {

// A list of things that `read` reads one of; anything else is told to be no list.
template <typename T>
bool ReadList(JsonStream& json, std::vector<T>& list, bool (*read)(JsonStream&, T&)) {
  if (json.TakeNull()) return true;
  if (const char c = json.Peek(); c != '[' && c != '\0') return json.Fail("it is not a list");
  return json.Array([&] { return read(json, list.emplace_back()); });
}

// `member(key)` reads a value, which is not null.
template <typename Member>
bool ReadObject(JsonStream& json, Member&& member) {
  if (json.TakeNull()) return true;
  if (const char c = json.Peek(); c != '{' && c != '\0') return json.Fail("it is not an object");
  return json.Object([&](std::string_view key) { return json.TakeNull() || member(key); });
}

bool ReadText(JsonStream& json, std::string& text) { return json.Text(text); }

bool ReadTime(JsonStream& json, OffsetTime& time) {
  std::string_view text;
  if (!json.String(text)) return false;
  const std::optional<OffsetTime> read = ParseRfc3339(text);
  if (!read) return json.Fail("a time in it is not RFC 3339");
  time = *read;
  return true;
}

// In the order of their names, as servers write them.
bool ReadPairs(JsonStream& json, Pairs& pairs) {
  const bool ok = ReadObject(json, [&](std::string_view key) {
    return json.Text(pairs.emplace_back(std::string(key), "").second);
  });
  if (!std::is_sorted(pairs.begin(), pairs.end())) std::sort(pairs.begin(), pairs.end());
  return ok;
}

bool ReadName(JsonStream& json, std::string& name) {
  return ReadObject(
      json, [&](std::string_view key) { return key == "name" ? json.Text(name) : json.Skip(); });
}

bool ReadAlertStatus(JsonStream& json, AlertStatus& status) {
  return ReadObject(json, [&](std::string_view key) {
    if (key == "state") return json.Text(status.state);
    if (key == "silencedBy") return ReadList(json, status.silenced_by, ReadText);
    if (key == "inhibitedBy") return ReadList(json, status.inhibited_by, ReadText);
    if (key != "mutedBy") return json.Skip();
    status.tells_muted_by = true;
    return ReadList(json, status.muted_by, ReadText);
  });
}

bool ReadAlert(JsonStream& json, Alert& alert) {
  return ReadObject(json, [&](std::string_view key) {
    if (key == "labels") return ReadPairs(json, alert.labels);
    if (key == "annotations") return ReadPairs(json, alert.annotations);
    if (key == "startsAt") return ReadTime(json, alert.starts_at);
    if (key == "endsAt") return ReadTime(json, alert.ends_at);
    if (key == "updatedAt") return ReadTime(json, alert.updated_at);
    if (key == "generatorURL") return json.Text(alert.generator_url);
    if (key == "fingerprint") return json.Text(alert.fingerprint);
    if (key == "receivers") return ReadList(json, alert.receivers, ReadName);
    if (key == "status") return ReadAlertStatus(json, alert.status);
    return json.Skip();
  });
}

bool ReadGroup(JsonStream& json, AlertGroup& group) {
  return ReadObject(json, [&](std::string_view key) {
    if (key == "labels") return ReadPairs(json, group.labels);
    if (key == "routeLabels") return ReadPairs(json, group.route_labels);
    if (key == "receiver") return ReadName(json, group.receiver);
    if (key == "alerts") return ReadList(json, group.alerts, ReadAlert);
    return json.Skip();
  });
}

bool ReadMatcher(JsonStream& json, SilenceMatcher& matcher) {
  return ReadObject(json, [&](std::string_view key) {
    if (key == "name") return json.Text(matcher.name);
    if (key == "value") return json.Text(matcher.value);
    if (key == "isRegex") return json.Boolean(matcher.is_regex);
    if (key == "isEqual") return json.Boolean(matcher.is_equal);
    return json.Skip();
  });
}

bool ReadPeer(JsonStream& json, Peer& peer) {
  return ReadObject(json, [&](std::string_view key) {
    if (key == "name") return json.Text(peer.name);
    if (key == "address") return json.Text(peer.address);
    return json.Skip();
  });
}

bool ReadCluster(JsonStream& json, Status::Cluster& cluster) {
  return ReadObject(json, [&](std::string_view key) {
    if (key == "name") return json.Text(cluster.name);
    if (key == "status") return json.Text(cluster.status);
    if (key == "peers") return ReadList(json, cluster.peers, ReadPeer);
    return json.Skip();
  });
}

}  // namespace

bool ReadStatus(JsonStream& json, Status& status) {
  return ReadObject(json, [&](std::string_view key) {
    if (key == "cluster") return ReadCluster(json, status.cluster.emplace());
    if (key == "config") {
      return ReadObject(json, [&](std::string_view part) {
        return part == "original" ? json.Text(status.config.emplace()) : json.Skip();
      });
    }
    if (key == "versionInfo") return ReadPairs(json, status.version);
    if (key == "uptime") return ReadTime(json, status.uptime);
    return json.Skip();
  });
}

bool ReadReceivers(JsonStream& json, std::vector<std::string>& names) {
  return ReadList(json, names, ReadName);
}

bool ReadAlerts(JsonStream& json, std::vector<Alert>& alerts) {
  return ReadList(json, alerts, ReadAlert);
}

bool ReadAlertGroups(JsonStream& json, std::vector<AlertGroup>& groups) {
  return ReadList(json, groups, ReadGroup);
}

bool ReadSilence(JsonStream& json, Silence& silence) {
  std::uint8_t found = 0;
  const auto find = [&](SilencePart part, bool ok) {
    found |= static_cast<std::uint8_t>(part);
    return ok;
  };
  const bool ok = ReadObject(json, [&](std::string_view key) {
    if (key == "id") return json.Text(silence.id);
    if (key == "matchers") {
      return find(SilencePart::kMatchers, ReadList(json, silence.matchers, ReadMatcher));
    }
    if (key == "startsAt") return find(SilencePart::kStartsAt, ReadTime(json, silence.starts_at));
    if (key == "endsAt") return find(SilencePart::kEndsAt, ReadTime(json, silence.ends_at));
    if (key == "updatedAt") return ReadTime(json, silence.updated_at);
    if (key == "createdBy") return find(SilencePart::kCreatedBy, json.Text(silence.created_by));
    if (key == "comment") return find(SilencePart::kComment, json.Text(silence.comment));
    if (key == "annotations") return ReadPairs(json, silence.annotations);
    if (key != "status") return json.Skip();
    return ReadObject(json, [&](std::string_view part) {
      return part == "state" ? json.Text(silence.status) : json.Skip();
    });
  });
  constexpr std::uint8_t kAll = 31;
  silence.missing = static_cast<std::uint8_t>(kAll & ~found);
  return ok;
}

bool ReadSilenceList(JsonStream& json, std::vector<Silence>& silences) {
  return ReadList(json, silences, ReadSilence);
}

bool ReadSilenceId(JsonStream& json, std::string& id) {
  return ReadObject(json,
                    [&](std::string_view key) {
                      return key == "silenceID" ? json.Text(id) : json.Skip();
                    }) &&
         (!id.empty() || json.Fail("it has no `silenceID`"));
}

}  // namespace check::api::v2
