#include "libcheck/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "libcheck/base/deep_stack.h"

namespace check {

std::size_t ThreadCount() {
  static const std::size_t count = std::max(1U, std::thread::hardware_concurrency());
  return count;
}

void ParallelFor(std::size_t count, const std::function<void(std::size_t, std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&](std::size_t worker) {
    for (std::size_t i = next++; i < count; i = next++) work(i, worker);
  };

  std::vector<DeepThread> others;
  for (std::size_t worker = 1; worker < std::min(ThreadCount(), count); ++worker) {
    others.emplace_back([&run, worker] { run(worker); });
  }
  run(0);
}

}  // namespace check
