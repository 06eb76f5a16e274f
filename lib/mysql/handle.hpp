#pragma once
// Owners of the client library's objects; nothing else frees them.

#include "core/handle.hpp"
#include "mysql/client.hpp"

#include <unistd.h>

namespace mysync::mysql {

using Connection = Handle<MYSQL, &mysql_close>;
using Result = Handle<MYSQL_RES, &mysql_free_result>;
/// Closing one whose rows were not all read reads them all first: see Session::cut.
using StatementHandle = Handle<MYSQL_STMT, &mysql_stmt_close>;

/// A file descriptor of our own; -1: none.
class Descriptor {
public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  ~Descriptor()
  {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  int get() const noexcept { return number_; }

private:
  int number_;
};

} // namespace mysync::mysql
