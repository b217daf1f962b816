#ifndef LIBCHECK_BASE_PARALLEL_H_
#define LIBCHECK_BASE_PARALLEL_H_

#include <cstddef>
#include <functional>

namespace check {

/// How many threads work can be spread over on this machine, at least 1.
std::size_t ThreadCount();

/// Calls `work(index, worker)` once for each index below `count`, on up to ThreadCount() threads
/// (the calling one among them). `worker` is below ThreadCount() and never used by two threads at
/// once, so it may select scratch memory. Returns when all are done. With one item, or one core,
/// no thread is started.
void ParallelFor(std::size_t count, const std::function<void(std::size_t, std::size_t)>& work);

}  // namespace check

#endif  // LIBCHECK_BASE_PARALLEL_H_
