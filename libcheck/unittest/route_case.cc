#include "libcheck/unittest/route_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "libcheck/alertmanager/muting.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/unittest/route_codes.h"
#include "libcheck/unittest/route_reasons.h"

namespace check::unittest {
namespace {

namespace am = check::alertmanager;
using schema::Values;
using Lines = std::vector<std::string>;
using Names = std::vector<std::string>;

std::string Quoted(const Names& names) {
  if (names.empty()) return "none";
  return fmt::format("`{}`", fmt::join(names, "`, `"));
}

Names TextsOf(const Values& section, const yaml::Entry& list) {
  Names texts;
  for (const yaml::Node& item : list.value.items()) texts.emplace_back(section.TextOf(item));
  return texts;
}

Names Sorted(Names names) {
  std::sort(names.begin(), names.end());
  return names;
}

// What was expected and what is there, line by line. What both have in one place is shown once.
Lines Difference(const Names& expected, const Names& got) {
  Lines lines;
  for (std::size_t i = 0; i < std::max(expected.size(), got.size()); ++i) {
    const bool has_both = i < expected.size() && i < got.size();
    if (has_both && expected[i] == got[i]) {
      lines.push_back("  " + expected[i]);
      continue;
    }
    if (i < expected.size()) lines.push_back("- " + expected[i]);
    if (i < got.size()) lines.push_back("+ " + got[i]);
  }
  return lines;
}

class Judge {
 public:
  Judge(const RoutingUnderTest& config, const FiringAlerts& alerts, std::size_t alert)
      : config_(config),
        tree_(config.routing.routes),
        alerts_(alerts),
        alert_(alert),
        labels_(alerts.labels[alert]),
        section_(alerts.sections[alert]),
        ends_(tree_.Match(labels_)) {}

  std::vector<report::TestFailure> Run() {
    CheckReceivers();
    CheckRoutes();
    CheckMuted();
    CheckInhibited();
    CheckInhibitedBy();
    return std::move(failures_);
  }

 private:
  Diagnostic About(const CodeInfo& info, const yaml::Node& at, std::string message) const {
    return {.info = &info,
            .severity = info.severity,
            .where = {&section_.input().file, at.span},
            .message = std::move(message)};
  }
  void Add(const Diagnostic& diagnostic, Lines lines = {}) {
    failures_.push_back({ToFinding(diagnostic), std::move(lines)});
  }

  void CheckReceivers() {
    const yaml::Entry* entry = section_.Find("expected_receivers");
    if (entry == nullptr) return;
    const Names expected = TextsOf(section_, *entry);
    Names got;
    for (const std::uint32_t route : ends_) got.push_back(tree_[route].receiver);
    if (got == expected) return;
    const bool is_order = Sorted(got) == Sorted(expected);
    if (is_order && section_.Bool("any_order")) return;
    Diagnostic problem = About(kRouteDiffers, entry->value,
                               expected.empty() ? fmt::format("the alert goes to {}", Quoted(got))
                                                : fmt::format("the alert goes to {}, expected {}",
                                                              Quoted(got), Quoted(expected)));
    if (is_order) {
      problem.notes.emplace_back("set `any_order: true` if the order does not matter");
    } else {
      AddReceiverReasons(config_, labels_, expected, problem);
    }
    Add(problem, Difference(expected, got));
  }

  void CheckRoutes() {
    const yaml::Entry* entry = section_.Find("expected_routes");
    if (entry == nullptr) return;
    const std::span<const yaml::Node> expected = entry->value.items();
    if (expected.size() != ends_.size()) {
      Diagnostic problem = About(
          kRouteDiffers, entry->value,
          fmt::format("the alert ends in {} routes, expected {}", ends_.size(), expected.size()));
      for (const std::uint32_t route : ends_) {
        problem.labels.push_back({PlaceOf(config_, route), "it ends here"});
      }
      Add(problem);
    }
    for (std::size_t i = 0; i < std::min(expected.size(), ends_.size()); ++i) {
      if (expected[i].IsMapping()) CheckRoute(section_.Of(expected[i]), ends_[i]);
    }
  }

  // Reports a field of an expected route.
  void Differs(const yaml::Entry& entry, std::uint32_t route, std::string_view expected,
               std::string_view got) {
    Diagnostic problem =
        About(kRouteDiffers, entry.value,
              fmt::format("`{}` is {}, expected {}", entry.key.scalar(), got, expected));
    problem.labels.push_back({PlaceOf(config_, route), "the alert ends in this route"});
    Add(problem);
  }

  void CheckRoute(const Values& expected, std::uint32_t number) {
    const am::Route& route = tree_[number];
    const yaml::Entry* receiver = expected.Find("receiver");
    if (receiver != nullptr && expected.TextOf(receiver->value) != route.receiver) {
      Differs(*receiver, number, Quoted({std::string(expected.TextOf(receiver->value))}),
              Quoted({route.receiver}));
    }
    if (const yaml::Entry* entry = expected.Find("group_by")) {
      const Names wanted = Sorted(TextsOf(expected, *entry));
      const Names got = route.group_by_all ? Names{"..."} : route.group_by;
      if (wanted != got) Differs(*entry, number, Quoted(wanted), Quoted(got));
    }
    if (const yaml::Entry* entry = expected.Find("group_labels")) {
      const model::Labels wanted = LabelsOf(expected.Sub("group_labels"), config_.labels);
      const model::Labels got = tree_.GroupLabels(number, labels_, config_.labels);
      if (wanted != got) {
        Differs(*entry, number, Quoted({wanted.ToString()}), Quoted({got.ToString()}));
      }
    }
    for (const auto& [field, got] : {std::pair("group_wait", route.group_wait),
                                     std::pair("group_interval", route.group_interval),
                                     std::pair("repeat_interval", route.repeat_interval)}) {
      const yaml::Entry* entry = expected.Find(field);
      if (entry == nullptr || expected.TimeOf(entry->value) == got) continue;
      Differs(*entry, number, Quoted({std::string(expected.TextOf(entry->value))}),
              Quoted({FormatPrometheusDuration(got)}));
    }
    const Values labels = expected.Sub("labels");
    for (const yaml::Entry& entry : labels.entries()) {
      const auto found = route.labels.find(std::string(entry.key.scalar()));
      const std::string got = found == route.labels.end() ? "" : found->second;
      if (got == labels.TextOf(entry.value)) continue;
      Differs(entry, number, Quoted({std::string(labels.TextOf(entry.value))}),
              got.empty() ? "not set" : Quoted({got}));
    }
    CheckMutingOf(expected, number);
  }

  // The time of the test. Null, with a report, if there is none.
  const std::int64_t* TimeFor(const yaml::Entry& entry) {
    if (alerts_.time) return &*alerts_.time;
    Diagnostic problem =
        About(kMutingNeedsTime, entry.key, fmt::format("`{}` needs a time", entry.key.scalar()));
    problem.notes.emplace_back("set `time` in the test, or pass `--at`");
    Add(problem);
    return nullptr;
  }

  am::Muting MutingOf(std::uint32_t route, std::int64_t time) const {
    return am::MutingAt(tree_[route], config_.routing.intervals, time);
  }

  void ReportMuting(const yaml::Entry& entry, std::uint32_t number, std::int64_t time,
                    std::string_view expected) {
    const am::Route& route = tree_[number];
    Diagnostic problem =
        About(kMutingDiffers, entry.value,
              fmt::format("the route of `{}` is {} at {}, expected {}", route.receiver,
                          MutingText(route, MutingOf(number, time)),
                          FormatTime(time, "UTC", TimeStyle::kRfc3339), expected));
    problem.labels.push_back({PlaceOf(config_, number), "the alert ends in this route"});
    if (route.mute_time_intervals.empty() && route.active_time_intervals.empty()) {
      problem.notes.emplace_back(
          "the route has no time intervals: they are not inherited from parent routes");
    }
    Add(problem);
  }

  void CheckMutingOf(const Values& expected, std::uint32_t route) {
    if (const yaml::Entry* entry = expected.Find("muted")) {
      const std::int64_t* time = TimeFor(*entry);
      const bool is_muted = expected.Bool("muted");
      if (time != nullptr && MutingOf(route, *time).is_muted() != is_muted) {
        ReportMuting(*entry, route, *time, is_muted ? "muted" : "not muted");
      }
    }
    if (const yaml::Entry* entry = expected.Find("muted_by")) {
      const std::int64_t* time = TimeFor(*entry);
      const Names by = TextsOf(expected, *entry);
      if (time != nullptr && Sorted(MutingOf(route, *time).muted_by) != Sorted(by)) {
        ReportMuting(*entry, route, *time, "muted by " + Quoted(by));
      }
    }
  }

  void CheckMuted() {
    const yaml::Entry* entry = section_.Find("expected_muted");
    if (entry == nullptr) return;
    const std::int64_t* time = TimeFor(*entry);
    if (time == nullptr) return;
    const bool is_muted = section_.Bool("expected_muted");
    for (const std::uint32_t route : ends_) {
      if (MutingOf(route, *time).is_muted() == is_muted) continue;
      ReportMuting(*entry, route, *time, is_muted ? "muted" : "not muted");
    }
  }

  void CheckInhibited() {
    const yaml::Entry* entry = section_.Find("expected_inhibited");
    if (entry == nullptr) return;
    const auto& rules = config_.routing.inhibit_rules;
    const auto found = am::FindInhibition(rules, alerts_.labels, labels_);
    if (found.has_value() == section_.Bool("expected_inhibited")) return;
    if (found) {
      Diagnostic problem = About(
          kInhibitionDiffers, entry->value,
          fmt::format("the alert is inhibited by `{}`", alerts_.labels[found->source].ToString()));
      problem.labels.push_back(
          {FirstLine(config_.file, rules[found->rule].span), "by this inhibition rule"});
      Add(problem);
      return;
    }
    Diagnostic problem =
        About(kInhibitionDiffers, entry->value, "no alert of the test inhibits the alert");
    AddInhibitionReasons(config_, alerts_, alert_, problem);
    Add(problem);
  }

  void CheckInhibitedBy() {
    const yaml::Entry* entry = section_.Find("expected_inhibited_by");
    if (entry == nullptr) return;
    const model::Labels wanted = LabelsOf(section_.Sub("expected_inhibited_by"), config_.labels);
    const auto has_wanted = [&](model::Labels source) {
      const auto labels = wanted.list();
      return std::all_of(labels.begin(), labels.end(), [&](const model::Label& label) {
        return source.Get(label.name->text) == label.value->text;
      });
    };
    for (const model::Labels source : alerts_.labels) {
      if (!has_wanted(source)) continue;
      for (const am::InhibitRule& rule : config_.routing.inhibit_rules) {
        if (am::Inhibits(rule, source, labels_)) return;
      }
    }
    Diagnostic problem =
        About(kInhibitionDiffers, entry->value,
              fmt::format("no alert with `{}` inhibits the alert", wanted.ToString()));
    AddInhibitionReasons(config_, alerts_, alert_, problem);
    Add(problem);
  }

  const RoutingUnderTest& config_;
  const am::RouteTree& tree_;
  const FiringAlerts& alerts_;
  std::size_t alert_;
  model::Labels labels_;
  const Values& section_;
  std::vector<std::uint32_t> ends_;
  std::vector<report::TestFailure> failures_;
};

}  // namespace

model::Labels LabelsOf(const Values& labels, model::LabelTable& table) {
  std::vector<model::Label> list;
  for (const yaml::Entry& entry : labels.entries()) {
    const std::string_view value = labels.TextOf(entry.value);
    if (value.empty()) continue;
    list.push_back({table.Intern(entry.key.scalar()), table.Intern(value)});
  }
  return table.Make(list);
}

std::vector<report::TestFailure> JudgeAlert(const RoutingUnderTest& config,
                                            const FiringAlerts& alerts, std::size_t alert) {
  return Judge(config, alerts, alert).Run();
}

}  // namespace check::unittest
