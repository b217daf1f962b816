#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "libcheck/base/deep_stack.h"

// On such a thread as the program itself uses.
int main(int argc, char** argv) {
  int status = 0;
  {
    const check::DeepThread thread([&] { status = doctest::Context(argc, argv).run(); });
  }
  return status;
}
