#include "mongo/fields.hpp"

#include "core/error.hpp"

#include <cmath>
#include <utility>

namespace mysync::mongo {

Fields::Fields(bson_t const& document, std::string remedy)
    : document_(&document), remedy_(std::move(remedy))
{}

void Fields::refuse(std::string const& path) const
{
  auto const field =
      path.empty() ? std::string() : fmt::format(": {} is not as mysync writes it", path);
  throw failure(Fault::target, "the state document '{}' cannot be understood{}; {}",
                text_at(*document_, "_id").value_or("?"), field, remedy_);
}

bool Fields::holds(std::string const& path, bson_type_t type) const
{
  bson_iter_t at;
  if (!find_at(*document_, path.c_str(), at) || BSON_ITER_HOLDS_NULL(&at)) return false;
  if (bson_iter_type(&at) != type) refuse(path);
  return true;
}

std::optional<std::string> Fields::text(std::string const& path) const
{
  if (!holds(path, BSON_TYPE_UTF8)) return std::nullopt;
  return text_at(*document_, path.c_str());
}

/// Some programs make a double of every number that they write back.
std::optional<std::int64_t> Fields::number(std::string const& path) const
{
  constexpr double exact = 9007199254740992; // 2^53: above, a double skips whole numbers
  bson_iter_t at;
  if (!find_at(*document_, path.c_str(), at) || BSON_ITER_HOLDS_NULL(&at)) return std::nullopt;
  if (!BSON_ITER_HOLDS_NUMBER(&at)) refuse(path);
  if (BSON_ITER_HOLDS_DOUBLE(&at)) {
    double const value = bson_iter_double(&at);
    if (!(std::abs(value) <= exact) || value != std::trunc(value)) refuse(path);
  }
  return bson_iter_as_int64(&at);
}

std::optional<bool> Fields::flag(std::string const& path) const
{
  if (!holds(path, BSON_TYPE_BOOL)) return std::nullopt;
  return flag_at(*document_, path.c_str());
}

std::optional<TimePoint> Fields::time(std::string const& path) const
{
  if (!holds(path, BSON_TYPE_DATE_TIME)) return std::nullopt;
  return time_at(*document_, path.c_str());
}

bool Fields::has_document(std::string const& path) const { return holds(path, BSON_TYPE_DOCUMENT); }

bool Fields::has_array(std::string const& path) const { return holds(path, BSON_TYPE_ARRAY); }

} // namespace mysync::mongo
