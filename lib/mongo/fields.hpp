#pragma once
// Reads documents of the state that somebody may have edited by hand.

#include "mongo/document.hpp"

#include <string>

namespace mysync::mongo {

/// The fields of one document, by dotted path. One that is absent or null is nothing; one of a type
/// that mysync does not write there throws Error (Fault::target) with its name and `remedy`: a
/// watermark that is taken for none could lose rows.
class Fields {
public:
  Fields(bson_t const& document, std::string remedy);

  std::optional<std::string> text(std::string const& path) const;
  std::optional<std::int64_t> number(std::string const& path) const;
  std::optional<bool> flag(std::string const& path) const;
  std::optional<TimePoint> time(std::string const& path) const;
  /// Whether there is a document, an array.
  bool has_document(std::string const& path) const;
  bool has_array(std::string const& path) const;

  /// That this field, or the document as a whole (empty), makes no sense.
  [[noreturn]] void refuse(std::string const& path) const;

private:
  bool holds(std::string const& path, bson_type_t type) const;

  bson_t const* document_;
  std::string remedy_;
};

} // namespace mysync::mongo
