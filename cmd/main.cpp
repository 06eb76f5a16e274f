#include "cmd/app.hpp"
#include "cmd/stale_counters.hpp"

#include <cstdio>

// The loader calls it before the constructors of the libraries.
[[gnu::section(".preinit_array"), gnu::used]] static void (*const before_libraries)() noexcept =
    &mysync::cmd::forget_stale_counters;

int main(int argc, char** argv) { return mysync::cmd::run_app(argc, argv, stdout, stderr); }
