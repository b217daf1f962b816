#ifndef LIBCHECK_BASE_SHARED_LIBRARY_H_
#define LIBCHECK_BASE_SHARED_LIBRARY_H_

#include <cstring>
#include <initializer_list>

namespace check {

/// A library that is loaded when it is first needed, because linking it would cost every command
/// the time to load it and what it stands on. It stays loaded to the end of the process: some of
/// what libraries load cannot be unloaded.
class SharedLibrary {
 public:
  /// The first of `names` that can be loaded: "libcurl.so.4".
  explicit SharedLibrary(std::initializer_list<const char*> names);

  bool is_loaded() const { return handle_ != nullptr; }

  /// Sets `function` to the one called `name`, or to null and says no. C++ functions have the name
  /// that linkers know.
  template <typename Function>
  bool Find(const char* name, Function& function) const {
    void* symbol = Symbol(name);
    std::memcpy(&function, &symbol, sizeof function);
    return symbol != nullptr;
  }

 private:
  void* Symbol(const char* name) const;

  void* handle_ = nullptr;
};

}  // namespace check

#endif  // LIBCHECK_BASE_SHARED_LIBRARY_H_
