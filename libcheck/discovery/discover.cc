#include "libcheck/discovery/discover.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "libcheck/discovery/codes.h"

namespace check::discovery {
namespace {

// What is to be asked, and where the answer goes.
struct Question {
  const Mechanism* mechanism = nullptr;
  const yaml::Node* section = nullptr;
  Asked* asked = nullptr;
};

void Ask(const Question& question, const config::prometheus::ScrapeJob& job,
         const Context& context) {
  Asked& asked = *question.asked;
  // Reading values may decode text, for which each thread needs memory of its own.
  Arena arena;
  const schema::Input& shared = job.section.input();
  const schema::Input input = {shared.file, shared.stream, arena};
  const schema::Values section(*question.section, input, yaml::Dialect::kGoYamlV2);
  Result<Found> found = question.mechanism->discover(section, context);
  if (!found) {
    asked.outcome = Outcome::kFailed;
    asked.why = found.error().message;
    return;
  }
  asked.found = std::move(*found);
  std::stable_sort(asked.found.groups.begin(), asked.found.groups.end(),
                   [](const auto& a, const auto& b) { return a.source < b.source; });
}

// The questions of a job; `asked` gets an item for each, and for each that cannot be asked.
std::vector<Question> QuestionsOf(const config::prometheus::ScrapeJob& job,
                                  std::vector<Asked>& asked) {
  std::vector<Question> questions;
  for (const yaml::Entry& entry : job.section.entries()) {
    const std::string_view field = entry.key.scalar();
    const Mechanism* mechanism = FindMechanism(field);
    if (mechanism == nullptr) continue;
    for (const yaml::Node& item : entry.value.items()) {
      if (!item.IsMapping()) continue;
      const Span first = item.entries().empty() ? item.span : item.entries()[0].key.span;
      asked.push_back({field, {&job.section.input().file, first}});
      if (mechanism->discover == nullptr) {
        asked.back().outcome = Outcome::kImpossible;
        asked.back().why = fmt::format("`{}` cannot be queried: {}", field, mechanism->why_not);
      } else {
        questions.push_back({mechanism, &item});
      }
    }
  }
  std::size_t next = 0;
  for (Asked& each : asked) {
    if (each.outcome == Outcome::kAnswered) questions[next++].asked = &each;
  }
  return questions;
}

// Prometheus: the lists of a job count as one, and are told apart by their places in it.
void NumberStaticGroups(std::vector<Asked>& asked) {
  std::size_t number = 0;
  for (Asked& each : asked) {
    if (each.field != "static_configs") continue;
    for (TargetGroup& group : each.found.groups) group.source = std::to_string(number);
    ++number;
  }
}

std::string Folder(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos
             ? std::string()
             : std::string(path.substr(0, std::max<std::size_t>(slash, 1)));
}

}  // namespace

std::vector<Asked> Discover(const config::prometheus::ScrapeJob& job, http::HttpTransport& http,
                            const DiscoverOptions& options) {
  const auto deadline = std::chrono::steady_clock::now() + options.timeout;
  const Context context = {http, *options.files, Folder(job.path), deadline};
  std::vector<Asked> asked;
  const std::vector<Question> questions = QuestionsOf(job, asked);

  std::mutex mutex;
  std::condition_variable changed;
  std::size_t next = 0;
  std::vector<bool> answered(questions.size());
  const auto work = [&] {
    std::unique_lock lock(mutex);
    while (next < questions.size()) {
      const std::size_t i = next++;
      lock.unlock();
      Ask(questions[i], job, context);
      lock.lock();
      answered[i] = true;
      changed.notify_one();
    }
  };
  constexpr std::size_t kMostThreads = 16;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < std::min(questions.size(), kMostThreads); ++i) {
    threads.emplace_back(work);
  }
  std::unique_lock lock(mutex);
  while (std::find(answered.begin(), answered.end(), false) != answered.end()) {
    constexpr auto kNowAndThen = std::chrono::milliseconds(250);
    if (changed.wait_for(lock, kNowAndThen) == std::cv_status::no_timeout) continue;
    if (!options.progress) continue;
    std::vector<std::string_view> waiting;
    for (std::size_t i = 0; i < questions.size(); ++i) {
      if (!answered[i]) waiting.push_back(questions[i].asked->field);
    }
    options.progress(waiting);
  }
  lock.unlock();
  for (std::thread& thread : threads) thread.join();
  NumberStaticGroups(asked);
  return asked;
}

config::RelabelLabels LabelsOf(const config::JobSettings& job, const TargetGroup& group,
                               const Labels& target) {
  // Prometheus: a label of the target hides that of the group even if it is empty.
  config::LabelPairs labels = group.labels;
  labels.insert(labels.end(), target.begin(), target.end());
  std::stable_sort(labels.begin(), labels.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  config::LabelPairs last;
  for (auto& label : labels) {
    if (!last.empty() && last.back().first == label.first) last.pop_back();
    last.push_back(std::move(label));
  }
  std::erase_if(last, [](const auto& label) { return label.second.empty(); });
  return config::DiscoveredLabels(job, std::move(last));
}

void ReportFailures(std::span<const Asked> asked, Diagnostics& diagnostics) {
  for (const Asked& each : asked) {
    if (each.outcome == Outcome::kFailed) {
      diagnostics.Report(kDiscoveryFailed, each.where, each.why);
    } else if (each.outcome == Outcome::kImpossible) {
      diagnostics.Report(kDiscoveryImpossible, each.where, each.why);
    }
    for (const std::string& warning : each.found.warnings) {
      diagnostics.Report(kDiscoveryIncomplete, each.where, warning);
    }
  }
}

}  // namespace check::discovery
