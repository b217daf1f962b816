#include "libcheck/silences/import.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "libcheck/files/byte_source.h"
#include "libcheck/silences/selection.h"

namespace check::silences {
namespace {

using api::v2::Silence;
using Outcome = Imported::Outcome;

constexpr std::int64_t kNow = 1'000'000;

// An Alertmanager that keeps silences, and dies when it has taken so many.
class FakeAlertmanager final : public http::HttpTransport {
 public:
  explicit FakeAlertmanager(std::size_t lives) : lives_(lives) {}

  std::vector<Silence> Stored() const {
    std::vector<Silence> list;
    for (const auto& [id, silence] : silences_) list.push_back(silence);
    return list;
  }
  // As if started again.
  void Revive(std::size_t lives) { lives_ = lives; }
  // Takes the next silence and says nothing of it.
  void LoseAnswers() { loses_answers_ = true; }

  Result<http::HttpResponse> Send(const http::HttpRequest& request) override {
    const std::scoped_lock lock(mutex_);
    if (lives_ == 0) return Die(request, http::HttpFault::Kind::kRefused);
    const auto source = FromText("[" + request.body + "]");
    Silence silence = api::v2::ReadSilences(*source)->at(0);
    http::HttpResponse response;
    response.status = 200;
    if (silence.comment == "bad") {
      response.status = 400;
      response.body = FromText("\"bad silence\"");
    } else if (!silence.id.empty() && !silences_.contains(silence.id)) {
      response.status = 404;
      response.body = FromText("\"silence not found\"");
    } else {
      --lives_;
      if (silence.id.empty()) silence.id = fmt::format("new-{}", ++last_);
      // Silences do not begin in the past.
      silence.starts_at.ms = std::max(silence.starts_at.ms, kNow);
      silences_[silence.id] = silence;
      if (loses_answers_) return Die(request, http::HttpFault::Kind::kClosed);
      response.body = FromText("{\"silenceID\":\"" + silence.id + "\"}");
    }
    return response;
  }

 private:
  static Error Die(const http::HttpRequest& request, http::HttpFault::Kind kind) {
    request.fault->kind = kind;
    request.fault->why = "it is gone";
    return Error{"it is gone"};
  }

  std::mutex mutex_;
  std::size_t lives_;
  bool loses_answers_ = false;
  std::size_t last_ = 0;
  std::map<std::string, Silence> silences_;
};

Silence Made(std::string comment, std::int64_t start = 0, std::int64_t end = kNow + 1000) {
  return {.matchers = {{.name = "a", .value = "b"}, {.name = "c", .value = "d"}},
          .starts_at = {start},
          .ends_at = {end},
          .created_by = "anna",
          .comment = std::move(comment)};
}

std::vector<Imported> Run(FakeAlertmanager& alertmanager, const std::vector<Silence>& list,
                          ImportOptions options = {.workers = 4, .now_ms = kNow}) {
  const auto server =
      api::Server::Make({.url = "http://h", .most_retries = 0, .api = &api::kAlertmanagerApi},
                        NoFiles(), alertmanager);
  return Import(*server, list, alertmanager.Stored(), options);
}

std::size_t Count(const std::vector<Imported>& results, Outcome outcome) {
  return static_cast<std::size_t>(std::ranges::count(results, outcome, &Imported::outcome));
}

TEST_CASE("an import that a server's end has cut short is finished by the next one") {
  std::vector<Silence> list;
  for (int i = 0; i < 1000; ++i) list.push_back(Made(fmt::format("silence {}", i)));
  list[7].id = "of another server";
  FakeAlertmanager alertmanager(501);
  const auto first = Run(alertmanager, list);
  CHECK(Count(first, Outcome::kSent) == 501);
  CHECK(Count(first, Outcome::kRefused) >= 1);
  CHECK(Count(first, Outcome::kSent) + Count(first, Outcome::kRefused) +
            Count(first, Outcome::kNotTried) ==
        1000);
  alertmanager.Revive(1000);
  const auto second = Run(alertmanager, list);
  CHECK(Count(second, Outcome::kThere) == 501);
  CHECK(Count(second, Outcome::kSent) == 499);
  CHECK(alertmanager.Stored().size() == 1000);
  CHECK(Count(Run(alertmanager, list), Outcome::kThere) == 1000);
}

TEST_CASE("what got no answer is not made twice") {
  FakeAlertmanager alertmanager(10);
  alertmanager.LoseAnswers();
  const std::vector<Silence> list = {Made("a"), Made("b")};
  const auto results = Run(alertmanager, list, {.workers = 1, .now_ms = kNow});
  CHECK(results[0].outcome == Outcome::kUnknown);
  CHECK(!results[0].is_done());
  CHECK(results[1].outcome == Outcome::kNotTried);
  CHECK(Count(Run(alertmanager, list), Outcome::kThere) == 1);
}

TEST_CASE("a silence that is refused does not hinder others") {
  FakeAlertmanager alertmanager(10);
  const std::vector<Silence> list = {Made("a"), Made("bad"), Made("c"), Made("over", 0, kNow),
                                     Made("a")};
  const auto results = Run(alertmanager, list, {.workers = 1, .now_ms = kNow});
  CHECK(results[0].outcome == Outcome::kSent);
  CHECK(results[0].id == "new-1");
  CHECK(results[1].outcome == Outcome::kRefused);
  CHECK(results[1].fault.error == "bad silence");
  CHECK(results[2].outcome == Outcome::kSent);
  CHECK(results[3].outcome == Outcome::kExpired);
  // One that is there stands for one of the file.
  CHECK(results[4].outcome == Outcome::kSent);
  CHECK(alertmanager.Stored().size() == 3);
  CHECK(Count(Run(alertmanager, list), Outcome::kThere) == 3);
  const auto forced = Run(alertmanager, {Made("a")}, {.force = true, .now_ms = kNow});
  CHECK(forced[0].outcome == Outcome::kSent);
  CHECK(alertmanager.Stored().size() == 4);
}

TEST_CASE("silences are the same if they do the same from now on") {
  const Silence one = Made("a");
  Silence other = one;
  other.id = "x";
  other.status = "active";
  other.starts_at = {kNow};
  std::swap(other.matchers[0], other.matchers[1]);
  CHECK(IsSame(one, other, kNow));
  other.starts_at = {kNow + 1};
  CHECK(!IsSame(one, other, kNow));
  other = one;
  other.annotations = {{"k", "v"}};
  CHECK(!IsSame(one, other, kNow));
  other = one;
  other.matchers[0].is_equal = false;
  CHECK(!IsSame(one, other, kNow));
}

}  // namespace
}  // namespace check::silences
