#ifndef LIBCHECK_BASE_INLINE_VECTOR_H_
#define LIBCHECK_BASE_INLINE_VECTOR_H_

#include <cassert>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

namespace check {

/// A stack or list of simple values, the first N of which need no memory from the heap.
template <typename T, std::size_t N>
class InlineVector {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  InlineVector() = default;
  InlineVector(const InlineVector&) = delete;
  InlineVector& operator=(const InlineVector&) = delete;

  void push_back(const T& value) {
    if (size_ == capacity_) Grow();
    ::new (static_cast<void*>(data_ + size_)) T(value);
    ++size_;
  }
  void pop_back() { assert(size_ > 0), --size_; }
  void clear() { size_ = 0; }
  /// Forgets all but the first `size` values.
  void truncate(std::size_t size) { assert(size <= size_), size_ = size; }

  T& back() { return assert(size_ > 0), data_[size_ - 1]; }
  T& operator[](std::size_t index) { return assert(index < size_), data_[index]; }
  const T& operator[](std::size_t index) const { return assert(index < size_), data_[index]; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }

  /// The values from `first` on. Good until the next push_back.
  std::span<const T> from(std::size_t first) const {
    return std::span<const T>(data_, size_).subspan(first);
  }

 private:
  void Grow() {
    const std::size_t capacity = capacity_ * 4;
    auto bytes = std::make_unique<std::byte[]>(capacity * sizeof(T));
    T* data = reinterpret_cast<T*>(bytes.get());
    for (std::size_t i = 0; i < size_; ++i) ::new (static_cast<void*>(data + i)) T(data_[i]);
    heap_ = std::move(bytes);
    data_ = data;
    capacity_ = capacity;
  }

  alignas(T) std::byte inline_[N * sizeof(T)];
  std::unique_ptr<std::byte[]> heap_;
  T* data_ = reinterpret_cast<T*>(inline_);
  std::size_t size_ = 0;
  std::size_t capacity_ = N;
};

}  // namespace check

#endif  // LIBCHECK_BASE_INLINE_VECTOR_H_
