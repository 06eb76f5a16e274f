#pragma once
// Batches into documents: one unordered bulk write each, told apart operation by operation.

#include "core/batch.hpp"
#include "mongo/list_size.hpp"
#include "mongo/session.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mysync::mongo {

/// Which of a batch's documents: indexes into Batch::documents.
using Selection = std::vector<std::uint32_t>;

struct WriteError {
  std::uint32_t document = 0; ///< index into Batch::documents
  std::int32_t code = 0;
  std::string message;
  bool duplicate_key() const noexcept { return code == 11000; }
};

/// What the majority acknowledged, and what the server refused for good. Everything selected is
/// either counted or in `errors`.
struct WriteOutcome {
  std::uint64_t created = 0, updated = 0, unchanged = 0;
  std::vector<WriteError> errors;
};

enum class WriteMode : std::uint8_t { insert, replace };

/// Writes the selected documents: `insert` leaves what exists and reports it as a duplicate key,
/// `replace` puts each in the place of the one with its `_id`, or adds it. Throws Error
/// (Fault::target) when the outcome is unknown or the write was not acknowledged; writing the same
/// again is safe.
WriteOutcome write(Documents const& documents, Batch const& batch, Selection const& selection,
                   WriteMode mode);

enum class Presence : std::uint8_t { absent, different, equal, superseded };

/// For each document of the batch, what the collection holds under its `_id`, compared octet by
/// octet. Where the collection has an `_id` in another form of the same value, `different` stands
/// for `absent` too. `superseded`: a later document of the batch has the same `_id`; only that one
/// may be written, since an unordered write promises no order. `lists`: how many ids to ask for at
/// once, kept for the next batch.
std::vector<Presence> compare(Documents const& documents, Batch const& batch, ListSize& lists);

/// Removes the documents with these ids (each a BSON `_id` element); returns how many went.
std::uint64_t remove_ids(Documents const& documents,
                         std::vector<std::vector<std::uint8_t>> const& ids);

/// Calls `each` with the `_id` element's octets of every document, in no order that means anything,
/// until it returns false.
void for_each_id(Documents const& documents,
                 std::function<bool(std::span<std::uint8_t const>)> const& each);

} // namespace mysync::mongo
