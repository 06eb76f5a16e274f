// Runs a command and prints what it and its children took: "seconds CPU-seconds peak-KiB" as the
// last line of standard error. A small process of its own, since a child's peak memory counts from
// the moment it was forked, and then is that of its parent.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace {

double seconds(timeval const& time)
{
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

} // namespace

int main(int argc, char** argv)
{
  if (argc < 2) return 2;
  using Clock = std::chrono::steady_clock;
  auto const began = Clock::now();
  auto const child = ::fork();
  if (child == 0) {
    ::execvp(argv[1], argv + 1);
    std::perror(argv[1]);
    ::_exit(127);
  }
  int status = 0;
  rusage used{};
  if (child < 0 || ::wait4(child, &status, 0, &used) != child) return 1;
  std::chrono::duration<double> const elapsed = Clock::now() - began;
  std::fprintf(stderr, "\n%f %f %ld\n", elapsed.count(),
               seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
