#include "tools/uncaught.h"

#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <initializer_list>
#include <new>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace tools {
namespace {

std::string_view program_name;
std::terminate_handler handler_before = nullptr;

// Needs no memory.
[[noreturn]] void EndWith(std::string_view message) {
  for (const std::string_view part :
       std::initializer_list<std::string_view>{program_name, ": error: ", message, "\n"}) {
    if (::write(STDERR_FILENO, part.data(), part.size()) < 0) break;
  }
  std::_Exit(2);
}

[[noreturn]] void OnTerminate() {
  try {
    if (const std::exception_ptr uncaught = std::current_exception()) {
      std::rethrow_exception(uncaught);
    }
  } catch (const std::bad_alloc&) {
    EndWith("out of memory");
  } catch (const std::length_error&) {
    EndWith("out of memory");
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::resource_unavailable_try_again) {
      EndWith("cannot start another thread: out of memory, or too many threads");
    }
  } catch (...) {
  }
  handler_before();
  std::abort();
}

}  // namespace

void ReportUncaughtExceptions(std::string_view program) {
  program_name = program;
  handler_before = std::set_terminate(OnTerminate);
}

}  // namespace tools
