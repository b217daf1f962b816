#include "libcheck/base/deep_stack.h"

#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <utility>

namespace check {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__OPTIMIZE__)
constexpr std::size_t kFrames = 6;  // Such frames are larger, by this factor at most.
#else
constexpr std::size_t kFrames = 1;
#endif
// For a level of a tree: more than the largest frames of a recursion over it take together.
constexpr std::size_t kLevel = kFrames * (std::size_t{4} << 10);
constexpr std::size_t kDeepest = kFrames * (std::size_t{1} << 30);
// What the frames above and below a recursion need.
constexpr std::size_t kReserve = std::size_t{256} << 10;
// The stack of a thread that was not started here: the usual 8 MiB.
constexpr std::size_t kOrdinary = std::size_t{8} << 20;
constexpr std::size_t kSmallest = 2 * kOrdinary;

thread_local std::size_t stack_size = kOrdinary;

// Address space for a stack, with an inaccessible page below it.
struct Stack {
  void* memory = MAP_FAILED;
  std::size_t size = 0;
};

Stack ReserveStack() {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  for (std::size_t size = kDeepest; size >= kSmallest; size /= 2) {
    void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) continue;
    // Large pages would take more memory than most threads need.
    (void)madvise(memory, size, MADV_NOHUGEPAGE);
    (void)mprotect(memory, page, PROT_NONE);
    return {memory, size};
  }
  return {};
}

}  // namespace

struct DeepThread::State {
  std::function<void()> work;
  Stack stack = ReserveStack();
  pthread_t thread = {};
  bool running = false;

  static void* Run(void* argument) {
    const auto* state = static_cast<State*>(argument);
    if (state->stack.size > 0) stack_size = state->stack.size;
    state->work();
    return nullptr;
  }
};

DeepThread::DeepThread(std::function<void()> work) : state_(std::make_unique<State>()) {
  state_->work = std::move(work);
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) == 0) {
    const Stack& stack = state_->stack;
    const bool good =
        stack.size == 0 || pthread_attr_setstack(&attributes, stack.memory, stack.size) == 0;
    state_->running =
        good && pthread_create(&state_->thread, &attributes, State::Run, state_.get()) == 0;
    pthread_attr_destroy(&attributes);
  }
  if (!state_->running) state_->work();
}

DeepThread::DeepThread(DeepThread&&) noexcept = default;

DeepThread::~DeepThread() {
  if (state_ == nullptr) return;
  if (state_->running) pthread_join(state_->thread, nullptr);
  if (state_->stack.size > 0) munmap(state_->stack.memory, state_->stack.size);
}

std::size_t MaxTreeDepth() { return (stack_size - kReserve) / kLevel; }

}  // namespace check
