#pragma once
// One prepared statement whose rows are streamed: nothing is buffered but the row at hand.

#include "mysql/parameters.hpp"
#include "mysql/row_buffers.hpp"
#include "mysql/session.hpp"

#include <string>
#include <vector>

namespace mysync::mysql {

class Prepared {
public:
  /// `doing` begins every error's message. Throws Error (Fault::source).
  Prepared(Session& session, std::string const& sql, std::string doing);
  /// A result that was not read to its end is left by Session::abandon.
  ~Prepared();
  Prepared(Prepared&& other) noexcept;
  Prepared& operator=(Prepared&&) = delete;

  /// Starts streaming. `into` has a column for each of the select list, and is bound the first
  /// time: it must be the same at every execution.
  void execute(std::vector<Parameter> const& parameters, RowBuffers& into);

  /// Whether there was one more row, now in `into`. False is the proven end of the result; anything
  /// else that is not a row is an Error (Fault::source), and there is nothing more to fetch after
  /// it: libmariadb reports an end then, and this another error.
  bool fetch(RowBuffers& into);

private:
  void check_columns(RowBuffers& into);

  Session* session_;
  std::string doing_;
  StatementHandle statement_;
  bool bound_ = false;
  bool streaming_ = false;
  bool failed_ = false;
};

} // namespace mysync::mysql
