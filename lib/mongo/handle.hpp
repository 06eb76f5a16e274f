#pragma once
// Owners of libmongoc's objects: the only file that destroys them.

#include "core/handle.hpp"
#include "mongo/client.hpp"

#include <utility>

namespace mysync::mongo {

using Uri = Handle<mongoc_uri_t, &mongoc_uri_destroy>;
using Client = Handle<mongoc_client_t, &mongoc_client_destroy>;
using Database = Handle<mongoc_database_t, &mongoc_database_destroy>;
using Collection = Handle<mongoc_collection_t, &mongoc_collection_destroy>;
using Cursor = Handle<mongoc_cursor_t, &mongoc_cursor_destroy>;
using Bulk = Handle<mongoc_bulk_operation_t, &mongoc_bulk_operation_destroy>;
using Text = Handle<char, &bson_free>; ///< JSON that libbson made
using ReadPreference = Handle<mongoc_read_prefs_t, &mongoc_read_prefs_destroy>;
using WriteConcern = Handle<mongoc_write_concern_t, &mongoc_write_concern_destroy>;

/// Owns a bson_t. Not a Handle: the type is over-aligned and a template argument would drop that.
class Bson {
public:
  Bson() : bson_(bson_new()) {}
  explicit Bson(bson_t* owned) noexcept : bson_(owned) {}
  Bson(Bson&& other) noexcept : bson_(std::exchange(other.bson_, nullptr)) {}
  Bson& operator=(Bson&& other) noexcept
  {
    std::swap(bson_, other.bson_);
    return *this;
  }
  Bson(Bson const&) = delete; // copying a document is never what a caller here wants
  Bson& operator=(Bson const&) = delete;
  ~Bson()
  {
    if (bson_ != nullptr) bson_destroy(bson_);
  }

  bson_t* get() const noexcept { return bson_; }

private:
  bson_t* bson_;
};

/// A reply that libmongoc fills in and the caller must release, whatever the outcome of the call.
class Reply {
public:
  Reply() { bson_init(&bson_); }
  ~Reply() { bson_destroy(&bson_); }
  Reply(Reply const&) = delete;
  Reply& operator=(Reply const&) = delete;

  /// For a call that initialises its reply itself.
  bson_t* out() noexcept
  {
    bson_destroy(&bson_);
    return &bson_;
  }
  bson_t const& get() const noexcept { return bson_; }

private:
  bson_t bson_;
};

/// libmongoc's global state; one, in the program's main function, around everything else.
class Library {
public:
  Library()
  {
    mongoc_init();
    // Its own messages go to standard output and error, over the results; what matters is thrown.
    mongoc_log_set_handler(nullptr, nullptr);
  }
  ~Library() { mongoc_cleanup(); }
  Library(Library const&) = delete;
  Library& operator=(Library const&) = delete;
};

} // namespace mysync::mongo
