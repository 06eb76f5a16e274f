#include "sync/rows.hpp"

#include <utility>

namespace mysync::sync {

Rows::Rows(Loan& session, Retries retries, mysql::ReadSpec spec, std::optional<Position> after)
    : session_(&session), retries_(std::move(retries)), spec_(std::move(spec)),
      after_(std::move(after))
{}

void Rows::open()
{
  if (reader_) {
    auto position = reader_->position();
    bool const progress = position && !position->empty() && position != after_;
    if (progress) {
      after_ = std::move(position);
      retries_.succeeded();
    }
    reader_.reset(); // gives its session up when it has not come to its end
  }
  session_->repair();
  reader_.emplace(**session_, spec_, after_, rows_per_page);
}

std::optional<Row> Rows::next()
{
  bool broken = !reader_;
  for (;;) {
    try {
      if (broken) open();
      return reader_->next();
    } catch (Error const& error) {
      retries_.wait_or_throw(error);
      broken = true;
    }
  }
}

Position Rows::position() const
{
  auto position = reader_ ? reader_->position() : after_;
  return position ? *std::move(position) : Position{};
}

} // namespace mysync::sync
