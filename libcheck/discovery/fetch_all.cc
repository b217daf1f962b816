#include "libcheck/discovery/fetch_all.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace check::discovery {

std::vector<Result<Json>> FetchAll(const Context& context,
                                   std::span<const http::HttpRequest> requests) {
  std::vector<Result<Json>> answers(requests.size(), Error{});
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < requests.size(); i = next++) {
      answers[i] = FetchJson(context, requests[i]);
    }
  };
  constexpr std::size_t kMostThreads = 8;
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < std::min(requests.size(), kMostThreads); ++i) {
    threads.emplace_back(work);
  }
  work();
  for (std::thread& thread : threads) thread.join();
  return answers;
}

}  // namespace check::discovery
