#pragma once
// What is wrong with a configuration, with its places, collected so that all of it is shown at
// once.

#include <cstddef>
#include <string>
#include <vector>

namespace mysync::config {

/// Where a value was written: a line of a file, a variable, or a variable in a line of a file.
struct Place {
  std::size_t rank = 0; ///< among the sources; a larger one overrides a smaller one
  std::string file;     ///< empty: the environment
  unsigned line = 0;    ///< 0: the file as a whole
  unsigned column = 0;  ///< 0: the line as a whole
  std::string variable; ///< empty: not from a variable

  /// `sync.toml:12:1`, `MYSQL_PORT`, `.env:3: MYSQL_PORT`; empty for no place at all.
  std::string text() const;
};

class Problems {
public:
  void add(Place const& place, std::string const& text);
  bool empty() const noexcept { return problems_.empty(); }
  /// One line each, in the order of their places, joined by `\n`.
  std::string text() const;

private:
  struct Problem {
    Place place;
    std::string text;
  };
  std::vector<Problem> problems_;
};

} // namespace mysync::config
