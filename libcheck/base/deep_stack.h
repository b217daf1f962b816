#ifndef LIBCHECK_BASE_DEEP_STACK_H_
#define LIBCHECK_BASE_DEEP_STACK_H_

#include <cstddef>
#include <functional>
#include <memory>

namespace check {

/// A thread whose stack is large enough for trees that are hundreds of thousands of levels deep.
/// Address space is reserved for all of the stack; memory is used for the part that is needed.
class DeepThread {
 public:
  /// Starts `work`. If no thread can be started, `work` runs now, on the calling thread.
  explicit DeepThread(std::function<void()> work);
  /// Waits for the work to be done.
  ~DeepThread();
  DeepThread(DeepThread&&) noexcept;
  DeepThread& operator=(DeepThread&&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Levels of a tree that functions may go down by recursion on the calling thread: some 260,000
/// on a DeepThread, less where address space is short, and some 2,000 on any other thread.
std::size_t MaxTreeDepth();

}  // namespace check

#endif  // LIBCHECK_BASE_DEEP_STACK_H_
