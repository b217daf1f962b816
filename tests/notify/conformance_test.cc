#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libcheck/base/sha256.h"
#include "libcheck/config/alertmanager/routing.h"
#include "libcheck/notify/group.h"
#include "libcheck/notify/mail_text.h"
#include "libcheck/notify/notification.h"
#include "tests/notify/setup.h"
#include "tests/support/shared.h"
#include "tests/template/alertmanager_values.h"

namespace check::notify {
namespace {

using nlohmann::json;

constexpr gotemplate::GoTime kNow = {1'795'860'000};  // 2026-11-28

std::string ReadText(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A configuration with one receiver beside that of the root, and one route to it.
struct Setup : test_setup::Setup {
  explicit Setup(const std::filesystem::path& path)
      : test_setup::Setup(path.string(), ReadText(path)) {
    auto routing = config::alertmanager::MakeRouting(*config);
    REQUIRE(routing);
    routes = std::move(routing->routes);
  }

  std::optional<alertmanager::RouteTree> routes;
};

struct Alert {
  json labels;
  gotemplate::AlertOfGroup of_group;

  bool IsResolved() const {
    return gotemplate::Subtract(of_group.ends_at, gotemplate::kZeroTime) != 0;
  }
};

// What is left of a group between its notifications.
struct GroupState {
  std::map<std::string, Alert> alerts;  // By their labels.
  std::set<std::string> firing;         // That were notified.
  std::set<std::string> resolved;
  bool was_notified = false;
  std::map<std::string, std::string> memory;
};

void Post(const json& alerts, Arena& memory, GroupState& group) {
  for (const json& posted : alerts) {
    Alert alert;
    alert.labels = posted.at("labels");
    const auto time = [&](const char* name) {
      return gotemplate::test_values::Time(gotemplate::test_values::Get(posted, name), memory);
    };
    alert.of_group = {
        .labels = gotemplate::test_values::Pairs(alert.labels, memory),
        .annotations = gotemplate::test_values::Pairs(posted.value("annotations", json()), memory),
        .starts_at = time("startsAt"),
        .ends_at = time("endsAt"),
        .generator_url =
            gotemplate::test_values::Text(posted.value("generatorURL", json()), memory)};
    group.alerts[alert.labels.dump()] = alert;
  }
}

// Why there is a notification now; empty if there is none.
std::string Reason(GroupState& group, bool sends_resolved) {
  std::set<std::string> firing;
  std::set<std::string> resolved;
  for (const auto& [labels, alert] : group.alerts) {
    (alert.IsResolved() ? resolved : firing).insert(labels);
  }
  const auto is_part = [](const std::set<std::string>& part, const std::set<std::string>& all) {
    return std::includes(all.begin(), all.end(), part.begin(), part.end());
  };
  std::string reason;
  if (!group.was_notified) {
    reason = firing.empty() ? "" : "first notification";
  } else if (!is_part(firing, group.firing)) {
    reason = group.firing.empty() ? "first notification" : "new alerts added";
  } else if (firing.empty()) {
    reason = group.firing.empty() ? "" : "all alerts resolved";
  } else if (sends_resolved && !is_part(resolved, group.resolved)) {
    reason = "some alerts resolved";
  }
  group.was_notified = true;
  group.firing = firing;
  group.resolved = resolved;
  return reason;
}

std::string Masked(const std::string& name, const std::string& value) {
  if (name == "Authorization") return value.substr(0, value.find(' ')) + " <masked>";
  if (name == "X-Auth-Token" || name == "X-User-Id") return "<masked>";
  if (name == "User-Agent" && value.starts_with("Alertmanager/")) return "Alertmanager/";
  if (name == "Amz-Sdk-Invocation-Id" || name == "X-Amz-Date") return "<varies>";
  if (name == "Date") return "<date>";
  if (name == "Message-Id" && value == "<random>") return "<message-id>";
  const std::size_t boundary = value.find("boundary=");
  if (boundary != std::string::npos) return value.substr(0, boundary) + "boundary=<boundary>";
  return value;
}

json HeadersJson(const std::vector<Header>& headers) {
  json object = json::object();
  for (const Header& header : headers) object[header.name] = Masked(header.name, header.value);
  return object;
}

json RequestJson(const Request& request, const json& like) {
  json described = {{"protocol", "http"},
                    {"method", request.method},
                    {"url", request.url},
                    {"headers", HeadersJson(request.headers)}};
  if (like.contains("body_sha256")) {
    described["body_length"] = request.body.size();
    described["body_sha256"] = Sha256Hex(request.body);
  } else {
    described["body"] = request.body;
  }
  if (like.contains("json")) described["json"] = json::parse(request.body, nullptr, false);
  return described;
}

// With line breaks as they were written down.
std::string WithoutReturns(std::string text) {
  for (std::size_t at = 0; (at = text.find("\r\n", at)) != std::string::npos;) text.erase(at, 1);
  return text;
}

json MailJson(const Mail& mail, const json& like) {
  json parts = json::array();
  for (const MailPart& part : mail.parts) {
    parts.push_back(
        {{"headers",
          {{"Content-Transfer-Encoding", "quoted-printable"}, {"Content-Type", part.content_type}}},
         {"raw", WithoutReturns(QuotedPrintable(part.text))},
         {"decoded", WithoutReturns(part.text)}});
  }
  // Of long parts, what was sent over the wire was not written down.
  for (std::size_t i = 0; i < parts.size() && i < like.value("parts", json::array()).size(); ++i) {
    if (like["parts"][i]["raw"].is_null()) parts[i]["raw"] = nullptr;
  }
  std::vector<std::string> commands = mail.commands;
  for (std::string& command : commands) {
    if (command.starts_with("AUTH ")) command = command.substr(0, command.rfind(' ')) + " <masked>";
  }
  return {{"protocol", "smtp"},
          {"commands", commands},
          {"headers", HeadersJson(mail.headers)},
          {"parts", parts}};
}

// Answers as the server did that was notified when this was recorded.
class Recording {
 public:
  explicit Recording(const json& requests) {
    for (const json& request : requests) {
      if (!request.contains("answer")) continue;
      const json& answer = request["answer"];
      answers_.push_back({answer.value("status", 200), answer.value("content_type", ""),
                          answer.value("body", "")});
    }
  }
  const Answer* Next() { return next_ < answers_.size() ? &answers_[next_++] : nullptr; }

 private:
  std::vector<Answer> answers_;
  std::size_t next_ = 0;
};

class Replay {
 public:
  explicit Replay(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // All that is sent for the last of `alerts`, which are posted one after another. `recorded`: what
  // was for each.
  json Run(const std::string& config, const std::vector<std::string>& alerts,
           const std::vector<json>& recorded) {
    Setup setup(folder_ / config);
    GroupState group;
    json sent;
    for (std::size_t i = 0; i < alerts.size(); ++i) {
      Post(json::parse(ReadText(folder_ / alerts[i])), setup.arena, group);
      sent = Flush(setup, group, i < recorded.size() ? recorded[i] : json::array());
    }
    return sent;
  }

 private:
  json Flush(const Setup& setup, GroupState& group, const json& recorded) {
    const config::alertmanager::Integration& integration =
        setup.config->receivers.at(1).integrations.at(0);
    const std::string reason =
        Reason(group, integration.section.Bool("send_resolved", *integration.type->section));
    json sent = json::array();
    if (!reason.empty()) sent = Send(setup, group, integration, reason, recorded);
    std::erase_if(group.alerts, [](const auto& entry) { return entry.second.IsResolved(); });
    return sent;
  }

  json Send(const Setup& setup, GroupState& group,
            const config::alertmanager::Integration& integration, const std::string& reason,
            const json& recorded) {
    Arena memory;
    std::vector<gotemplate::AlertOfGroup> alerts;
    for (const auto& [labels, alert] : group.alerts) alerts.push_back(alert.of_group);
    SortAlerts(alerts);
    model::LabelTable table;
    std::vector<model::Label> labels;
    for (const gotemplate::TextPair& label : alerts.at(0).labels) {
      labels.push_back({table.Intern(label.name), table.Intern(label.value)});
    }
    const model::Labels first = table.Make(labels);
    const std::vector<std::uint32_t> routes = setup.routes->Match(first);
    const model::Labels group_labels = setup.routes->GroupLabels(routes.at(0), first, table);
    const std::string key = setup.routes->GroupKey(routes.at(0), group_labels);
    std::vector<gotemplate::TextPair> pairs;
    for (const model::Label& label : group_labels.list()) {
      pairs.push_back({label.name->text, label.value->text});
    }
    gotemplate::NotificationData data = gotemplate::MakeNotificationData(
        setup.config->receivers.at(1).name, memory.Copy(pairs), {}, reason, alerts,
        "http://alertmanager.example:9093", kNow, memory);
    data.route_labels_are_rendered = true;
    Recording recording(recorded);
    const Notification notification =
        Notify(integration, setup.config->global, {data, key},
               {.templates = templates_,
                .now = kNow,
                .shows_secrets = true,
                .answer = [&](const Request&) { return recording.Next(); },
                .memory = &group.memory});
    CHECK(notification.error == "");
    json sent = json::array();
    for (const Request& request : notification.requests) {
      const std::size_t i = sent.size();
      sent.push_back(RequestJson(request, i < recorded.size() ? recorded[i] : json::object()));
    }
    for (const Mail& mail : notification.mails) {
      sent.push_back(MailJson(mail, recorded.empty() ? json::object() : recorded[0]));
    }
    return sent;
  }

  std::filesystem::path folder_;
  gotemplate::NotificationTemplates templates_;
};

// Forms and queries say no more than bodies and URLs, which are compared as they are.
json Comparable(json requests) {
  for (json& request : requests) {
    for (const char* name : {"answer", "form", "query"}) request.erase(name);
  }
  return requests;
}

TEST_CASE("all receivers send what Alertmanager sent") {
  const auto folder = test::Shared("conformance/alertmanager_notify", "notifications");
  if (!folder) return;
  std::vector<json> rows;
  std::map<std::pair<std::string, json>, json> recorded;  // By configuration and posted alerts.
  for (const std::string& line : test::Lines(*folder / "notifications.jsonl")) {
    const json& row = rows.emplace_back(json::parse(line));
    recorded[{row["config"], row["alerts"]}] = row["requests"];
  }
  Replay replay(*folder);
  std::size_t agreed = 0;
  for (const json& row : rows) {
    const std::string id = row["id"];
    CAPTURE(id);
    const std::vector<std::string> alerts = row["alerts"];
    std::vector<json> answers;
    for (std::size_t i = 1; i <= alerts.size(); ++i) {
      answers.push_back(recorded[{
          row["config"], std::vector<std::string>(
                             alerts.begin(), alerts.begin() + static_cast<std::ptrdiff_t>(i))}]);
    }
    const json sent = replay.Run(row["config"], alerts, answers);
    const json expected = Comparable(row["requests"]);
    const bool same = sent == expected;
    CHECK_MESSAGE(same, json::diff(expected, sent).dump().substr(0, 1500));
    agreed += same ? 1 : 0;
  }
  test::PrintConformance("alertmanager_notify/notifications.jsonl", agreed, rows.size());
}

TEST_CASE("nothing is sent where Alertmanager sent nothing") {
  const auto folder = test::Shared("conformance/alertmanager_notify", "notifications");
  if (!folder) return;
  Replay replay(*folder);
  std::size_t agreed = 0;
  const json rows = json::parse(ReadText(*folder / "nothing_sent.json"));
  for (const json& row : rows) {
    CAPTURE(row.dump());
    std::vector<std::string> alerts;
    for (int phase = 1; phase <= row["phase"].get<int>(); ++phase) {
      alerts.push_back(fmt::format("alerts/{}.{}.json", row["set"].get<std::string>(), phase));
    }
    const json sent =
        replay.Run("configs/" + row["config"].get<std::string>() + ".yml", alerts, {});
    CHECK(sent == json::array());
    agreed += sent.empty() ? 1 : 0;
  }
  test::PrintConformance("alertmanager_notify/nothing_sent.json", agreed, rows.size());
}

}  // namespace
}  // namespace check::notify
