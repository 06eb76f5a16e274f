#pragma once
// The way to the target: clients, one database, majority writes.

#include "config/config.hpp"
#include "config/credentials.hpp"
#include "mongo/document.hpp"
#include "mongo/handle.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace mysync::mongo {

class Target;

/// A client for one thread at a time, given back at its end.
class LentClient {
public:
  LentClient(Target const& target, Client client, unsigned version)
      : target_(&target), client_(std::move(client)), version_(version)
  {}
  ~LentClient();
  LentClient(LentClient&&) noexcept = default;
  LentClient(LentClient const&) = delete;
  LentClient& operator=(LentClient const&) = delete;
  LentClient& operator=(LentClient&&) = delete;

  mongoc_client_t* get() const noexcept { return client_.get(); }

private:
  Target const* target_;
  Client client_;
  unsigned version_;
};

/// Shared by all threads. Connects lazily: `ping` says whether the server answers. Keeps idle
/// clients itself: the driver's own pool watches the server in the background, and ending that
/// watch takes half a second, many times what a run without changes does.
class Target {
public:
  /// Throws Error (Fault::config) for a URI that cannot be used. `credentials` give the URI anew
  /// when they change; none: it stays.
  explicit Target(config::Mongodb const& options, config::Credentials const* credentials = nullptr);
  ~Target();
  Target(Target const&) = delete;
  Target& operator=(Target const&) = delete;

  LentClient client() const;
  std::string const& database() const noexcept { return database_; }
  /// `mongodb db1:27017`, for messages.
  std::string const& where() const noexcept { return where_; }

  /// Throws Error (Fault::target) unless the server answers a ping and accepts the credentials.
  void ping() const;
  /// The server's clock, or this machine's where the server does not tell.
  TimePoint clock() const;
  /// The server's version; empty where it does not tell.
  std::string version() const;
  /// How long the quickest answer to one of these questions has taken so far, which is how far away
  /// the server is; zero before the first.
  std::chrono::microseconds round_trip() const noexcept;
  /// What the account may not do of what runs need: "insert", "remove" …; empty where it may, where
  /// there are no accounts, or where the server does not tell.
  std::vector<std::string> missing_rights() const;
  /// Runs a command on the database with w: majority left to the caller; throws on an error reply.
  void command(bson_t const& command, std::string const& doing) const;

private:
  friend class LentClient;
  void give(Client client, unsigned version) const;
  unsigned wanted_version() const { return credentials_ ? credentials_->version() : version_; }
  bool ask(char const* database, bson_t const& command, Reply& reply,
           bson_error_t* error = nullptr) const;

  std::string database_;
  config::Credentials const* credentials_;
  std::string where_;
  mutable std::mutex mutex_;
  mutable Uri uri_;
  mutable unsigned version_ = 0; ///< of the credentials in `uri_`
  mutable std::vector<Client> idle_;
  mutable std::atomic<std::chrono::microseconds> quickest_ = std::chrono::microseconds::max();
};

/// One collection through a client of its own. For one thread.
class Line {
public:
  Line(LentClient client, Collection collection)
      : client_(std::move(client)), collection_(std::move(collection))
  {}
  mongoc_collection_t* get() const noexcept { return collection_.get(); }

private:
  LentClient client_; // outlives what was made of it
  Collection collection_;
};

/// One collection; reads ask the primary, whatever the URI prefers, writes wait for the majority.
/// Each question takes a client for as long as it lasts, so that a run has as many connections as
/// questions at once.
class Documents {
public:
  Documents(Target const& target, std::string const& collection);

  /// For one operation, which it must outlive.
  Line line() const;
  std::string const& name() const noexcept { return name_; }
  /// `mongodb db1:27017, collection orders`, for messages.
  std::string const& where() const noexcept { return doing_; }

  /// Calls `each` for every document that matches, until it returns false. `options` as for find.
  void find(bson_t const& filter, bson_t const& options,
            std::function<bool(Found)> const& each) const;
  /// Inserts; false when its `_id` is there already.
  bool insert(bson_t const& document) const;
  /// Updates at most one document; returns how many matched.
  std::int64_t update_one(bson_t const& filter, bson_t const& update,
                          bson_t const* options = nullptr) const;
  /// Removes all that match; returns how many.
  std::int64_t remove(bson_t const& filter) const;
  /// From the collection's metadata: fast, and right when nobody else writes.
  std::int64_t estimated_count() const;
  std::int64_t count(bson_t const& filter) const;

private:
  Target const* target_;
  std::string name_;
  std::string doing_;
};

/// "1.23.1": the driver's own version.
std::string client_version();

} // namespace mysync::mongo
