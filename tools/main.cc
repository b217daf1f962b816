#include <cstdio>

int main() {
  std::puts("pronoia " PRONOIA_VERSION);
  return 0;
}
