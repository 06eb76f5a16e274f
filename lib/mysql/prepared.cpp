#include "mysql/prepared.hpp"

#include "mysql/errors.hpp"

#include <utility>

namespace mysync::mysql {

Prepared::Prepared(Session& session, std::string const& sql, std::string doing)
    : session_(&session), doing_(std::move(doing)), statement_(mysql_stmt_init(session.get()))
{
  if (!statement_) throw session_->error(doing_);
  if (mysql_stmt_prepare(statement_.get(), sql.data(), sql.size()) != 0)
    throw session_->error(doing_, statement_.get());
}

Prepared::~Prepared()
{
  if (streaming_) session_->cut();
}

Prepared::Prepared(Prepared&& other) noexcept
    : session_(other.session_), doing_(std::move(other.doing_)),
      statement_(std::move(other.statement_)), bound_(other.bound_),
      streaming_(std::exchange(other.streaming_, false)), failed_(other.failed_)
{}

void Prepared::execute(std::vector<Parameter> const& parameters, RowBuffers& into)
{
  Parameters values(parameters);
  // A `?` in the configuration's SQL would take a value that belongs to another.
  if (mysql_stmt_param_count(statement_.get()) != values.size())
    throw failure(Fault::config, "{}: the configured SQL must not contain a parameter mark (?)",
                  doing_);
  if (values.size() != 0 && mysql_stmt_bind_param(statement_.get(), values.binds()) != 0)
    throw session_->error(doing_, statement_.get());
  if (mysql_stmt_execute(statement_.get()) != 0) throw session_->error(doing_, statement_.get());
  streaming_ = true;
  check_columns(into);
  if (!bound_ && mysql_stmt_bind_result(statement_.get(), into.binds()) != 0)
    throw session_->error(doing_, statement_.get());
  bound_ = true;
}

void Prepared::check_columns(RowBuffers& into)
{
  Result const described(mysql_stmt_result_metadata(statement_.get()));
  if (!described) throw session_->error(doing_, statement_.get());
  if (mysql_num_fields(described.get()) != into.size())
    throw failure(Fault::source, "{}: the statement has another number of columns", doing_);
  if (auto const* column = into.misfit(mysql_fetch_fields(described.get())); column != nullptr)
    throw failure(Fault::source, "{}: column {} is no longer {}: the table was altered", doing_,
                  column->name, column->declared);
}

bool Prepared::fetch(RowBuffers& into)
{
  if (std::exchange(failed_, true)) throw source_error(doing_, 0, {}, During::use);
  switch (mysql_stmt_fetch(statement_.get())) {
  case MYSQL_DATA_TRUNCATED: // said of long cells too; `take` looks at each
  case 0:
    if (!into.take(statement_.get())) break;
    failed_ = false;
    return true;
  case MYSQL_NO_DATA:
    // A killed connection may end like this, with the error on the connection alone.
    if (mysql_errno(session_->get()) != 0) break;
    streaming_ = failed_ = false;
    mysql_stmt_free_result(statement_.get());
    return false;
  default: break;
  }
  // What is left of the stream has no use; the destructor cuts it off.
  throw session_->error(doing_, statement_.get());
}

} // namespace mysync::mysql
