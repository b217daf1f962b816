#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "libcheck/api/alertmanager.h"
#include "libcheck/silences/held_back.h"
#include "libcheck/silences/receiver_witness.h"
#include "tools/alert_words.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/query_list.h"
#include "tools/routing_file.h"

// The command that sends a test alert to a receiver.
namespace tools {
namespace {

namespace am = check::alertmanager;
namespace silences = check::silences;
namespace v2 = check::api::v2;
using check::Result;

// By which the alert is known, and which makes each test a new alert.
constexpr const char* kMark = "pronoia_test";
constexpr const char* kName = "PronoiaTest";

struct Options {
  std::string receiver;
  std::vector<std::string> labels;
  bool yes = false;
  bool dry_run = false;
  AlertmanagerFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

// Labels that reach the receiver, with the name of the test if they may have it.
Result<silences::ReceiverWitness> Witness(const am::RouteTree& tree, const std::string& receiver,
                                          v2::Pairs wanted, std::int64_t now_ms) {
  wanted.emplace_back(kMark, fmt::format("{}", now_ms / 1000));
  const bool is_named =
      std::ranges::any_of(wanted, [](const auto& label) { return label.first == "alertname"; });
  v2::Pairs named = wanted;
  if (!is_named) {
    named.emplace_back("alertname", kName);
    auto found = silences::FindReceiverWitness(tree, receiver, named);
    if (found) return found;
  }
  return silences::FindReceiverWitness(tree, receiver, wanted);
}

v2::Alert TestAlert(const silences::ReceiverWitness& witness, const am::Route& route,
                    const std::string& receiver, std::int64_t now_ms) {
  // It has to be firing when its group is due, be that a new one or not.
  const auto length = std::max(route.group_wait, route.group_interval) + std::chrono::minutes(1);
  return {
      .labels = witness.labels,
      .annotations = {{"description",
                       "This alert was sent by `pronoia am receivers test` and "
                       "ends by itself."},
                      {"summary", fmt::format("TEST of receiver {}: nothing is wrong", receiver)}},
      .starts_at = {now_ms},
      .ends_at = {now_ms + std::chrono::duration_cast<std::chrono::milliseconds>(length).count()}};
}

std::string PlanText(const v2::Alert& alert, const silences::HeldBack& held,
                     const am::RouteTree& tree, const Options& options) {
  std::string text = fmt::format("alert {{{}}}\n  ends by itself in {}\n", LabelText(alert.labels),
                                 SpanText((alert.ends_at.ms - alert.starts_at.ms) / 1000));
  for (const silences::Destination& destination : held.destinations) {
    const am::Route& route = tree[destination.route];
    const std::vector<std::string> reasons = held.ReasonsAt(destination);
    text += fmt::format("  {}{}: {}\n", route.receiver,
                        route.receiver == options.receiver ? "" : " (also routed there)",
                        reasons.empty()
                            ? fmt::format("after {} in a new group, within {} in an existing group",
                                          check::FormatPrometheusDuration(route.group_wait),
                                          check::FormatPrometheusDuration(route.group_interval))
                            : fmt::format("not notified: {}", fmt::join(reasons, ", ")));
  }
  return text;
}

// Whether the receiver itself would be notified.
bool IsNotified(const silences::HeldBack& held, const am::RouteTree& tree,
                const std::string& receiver) {
  return std::ranges::any_of(held.destinations, [&](const silences::Destination& destination) {
    return tree[destination.route].receiver == receiver && held.ReasonsAt(destination).empty();
  });
}

bool Agrees() {
  if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDERR_FILENO) != 1) {
    WriteErr("note: with --yes the alert is sent\n");
    return false;
  }
  WriteErr("send it? [y/N] ");
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "yes";
}

// What the server made of the alert.
Exit ShowArrival(const v2::Alert& alert, const check::api::Server& server) {
  constexpr int kMostAttempts = 20;
  constexpr std::chrono::milliseconds kPause(250);
  const std::string mark = fmt::format("{}=\"{}\"", kMark, alert.Label(kMark));
  for (int i = 0; i < kMostAttempts; ++i) {
    const auto found = v2::Alerts(server, {.matchers = {mark}});
    if (!found) return FailWith(found.fault);
    if (!found->empty() && found->front().status.state != "unprocessed") {
      const v2::Alert& there = found->front();
      WriteOut(fmt::format("sent: the server lists it as {} for {}, fingerprint {}\n",
                           there.status.state, fmt::join(there.receivers, ", "),
                           there.fingerprint));
      return Exit::kOk;
    }
    std::this_thread::sleep_for(kPause);
  }
  WriteErr("the server accepted the alert, but does not list it yet\n");
  return Exit::kOk;
}

Exit Run(const Options& options) {
  const auto labels = ReadPairs(options.labels, "label");
  if (!labels) return Fail(labels.error().message);
  const auto asked = options.server.Open();
  if (!asked) return Exit::kFailed;
  const check::api::Server& server = asked->server();
  const auto status = v2::ServerStatus(server);
  if (!status) return FailWith(status.fault);
  if (!status->config || status->config->empty()) {
    return Fail("the server does not report its configuration");
  }
  const auto routing = RoutingFile::OfServer(*status->config);
  if (!routing) return Exit::kFailed;
  const am::RouteTree& tree = routing->routing().routes;
  const std::int64_t now = Now();
  const auto witness = Witness(tree, options.receiver, *labels, now);
  if (!witness) return Fail(witness.error().message);
  const v2::Alert alert = TestAlert(*witness, tree[witness->route], options.receiver, now);

  const auto alerts = v2::Alerts(server, {});
  if (!alerts) return FailWith(alerts.fault);
  const auto list = v2::Silences(server, {.expired = false});
  if (!list) return FailWith(list.fault);
  check::model::LabelTable table;
  const silences::HeldBack held =
      silences::FindHeldBack(alert, false, {&routing->routing(), *alerts, *list, now}, table);
  WriteOut(PlanText(alert, held, tree, options));
  if (!IsNotified(held, tree, options.receiver)) {
    WriteError(fmt::format("`{}` would not be notified, so nothing is sent", options.receiver));
    return Exit::kProblems;
  }
  if (options.dry_run) return Exit::kOk;
  if (!options.yes && !Agrees()) return Exit::kProblems;
  const auto posted = v2::PostAlerts(server, {&alert, 1});
  return posted ? ShowArrival(alert, server) : FailWith(posted.fault);
}

constexpr Example kExamples[] = {
    {"pronoia am receivers test pager --dry-run",
     "Show who would be notified, without sending an alert"},
    {"pronoia am receivers test pager --label severity=page --yes",
     "Send a test alert that reaches `pager`"},
};

}  // namespace

extern const Command kAmReceiversTestCommand = {
    .path = "am receivers test",
    .summary = "Send a test alert that reaches a receiver",
    .description =
        "Find labels with which an alert reaches the receiver through the server's routes, show "
        "which other receivers get it too, ask for confirmation, and send one alert. It is called "
        "`PronoiaTest` where the routes allow this, and has the label `pronoia_test` and a summary "
        "that marks it as a test. The alert ends by itself. Nothing is sent if the receiver would "
        "not be notified because of a silence, a time interval, or an alert that inhibits "
        "it.\n\nWhether the notification arrives can be seen only at the receiving end and in the "
        "server's log.\n\nExit status: 0 the alert was sent, or could be sent (with --dry-run), 1 "
        "the receiver would not be notified or --yes is missing, 2 something failed.",
    .ending = kAlertmanagerEnding,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("receiver", &options->receiver, "RECEIVER", "Name of the receiver",
                     {.required = true});
      flags.Option("--label", &options->labels, "NAME=VALUE", "A label that the alert must have");
      flags.Switch("--dry-run", &options->dry_run, "Show what would be sent, without sending it");
      flags.Switch("--yes", &options->yes, "Send without asking");
      options->server.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
