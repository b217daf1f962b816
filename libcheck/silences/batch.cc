#include "libcheck/silences/batch.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "libcheck/http/http.h"

namespace check::silences {
namespace {

using api::Fault;
using api::v2::Silence;
using Outcome = Imported::Outcome;

// Whether the next silence may fare better.
bool IsOfThisOne(const Fault& fault) {
  return fault.kind == Fault::Kind::kApi && fault.status != 429 && fault.status / 100 == 4;
}

// Whether the server surely did not take what was sent.
bool WasRefused(const Fault& fault) {
  if (fault.kind == Fault::Kind::kConnection) {
    using Connection = http::HttpFault::Kind;
    const Connection kind = fault.connection.kind;
    return kind == Connection::kRefused || kind == Connection::kNoHost ||
           kind == Connection::kUnreachable || kind == Connection::kTls;
  }
  return fault.status / 100 == 3 || fault.status / 100 == 4;
}

Imported Failed(Fault fault) {
  const Outcome outcome = WasRefused(fault) ? Outcome::kRefused : Outcome::kUnknown;
  return {.outcome = outcome, .fault = std::move(fault)};
}

}  // namespace

Imported Send(const api::Server& server, Silence silence) {
  api::Reply<std::string> reply = api::v2::PostSilence(server, silence);
  // The ID is of another server, or the silence has been forgotten.
  if (!reply && reply.fault.status == 404 && !silence.id.empty()) {
    silence.id.clear();
    reply = api::v2::PostSilence(server, silence);
  }
  if (reply) return {.outcome = Outcome::kSent, .id = std::move(*reply)};
  return Failed(std::move(reply.fault));
}

Imported End(const api::Server& server, const std::string& id) {
  api::Reply<api::v2::Done> reply = api::v2::ExpireSilence(server, id);
  // It is not there any more.
  if (reply || reply.fault.status == 404) return {.outcome = Outcome::kSent, .id = id};
  return Failed(std::move(reply.fault));
}

bool RunBatch(std::span<Imported> results, std::size_t workers,
              const std::function<Imported(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> has_failed = false;
  const auto run = [&] {
    for (;;) {
      if (has_failed) return;
      const std::size_t i = next++;
      if (i >= results.size()) return;
      if (results[i].outcome != Outcome::kNotTried) continue;
      results[i] = work(i);
      if (!results[i].is_done() && !IsOfThisOne(results[i].fault)) has_failed = true;
    }
  };
  std::vector<std::jthread> threads;
  constexpr std::size_t kMostWorkers = 64;
  workers = std::min({workers, results.size(), kMostWorkers});
  for (std::size_t i = 1; i < workers; ++i) threads.emplace_back(run);
  run();
  threads.clear();
  return !has_failed;
}

}  // namespace check::silences
