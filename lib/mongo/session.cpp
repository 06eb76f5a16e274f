#include "mongo/session.hpp"

#include "core/secret.hpp"
#include "mongo/errors.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <thread>

namespace mysync::mongo {

namespace {

using namespace std::chrono_literals;

// Long enough for an election, short enough that an operator sees what is wrong.
constexpr auto server_selection_timeout = 10s;
// A silent peer ends in an error, not in a hang; a slow bulk write fits easily.
constexpr auto socket_timeout = 120s;
// After this a majority that does not answer is an error, and the batch is sent again.
constexpr auto write_timeout = 60s;
// The code of a unique index's refusal.
constexpr std::uint32_t duplicate_key = 11000;

void set_default(mongoc_uri_t& uri, char const* option, std::chrono::milliseconds value)
{
  if (!mongoc_uri_has_option(&uri, option)) {
    mongoc_uri_set_option_as_int32(&uri, option, static_cast<std::int32_t>(value.count()));
  }
}

Uri usable_uri(Secret const& text)
{
  bson_error_t error;
  Uri uri(mongoc_uri_new_with_error(text.reveal(), &error));
  if (!uri) {
    throw failure(Fault::config, "mongodb.uri cannot be used: {}; write mongodb://host:27017/",
                  scrubbed(static_cast<char const*>(error.message)));
  }
  set_default(*uri, MONGOC_URI_SERVERSELECTIONTIMEOUTMS, server_selection_timeout);
  set_default(*uri, MONGOC_URI_SOCKETTIMEOUTMS, socket_timeout);
  // Such a client looks for a server once by default; an election lasts longer than one look.
  if (!mongoc_uri_has_option(uri.get(), MONGOC_URI_SERVERSELECTIONTRYONCE)) {
    mongoc_uri_set_option_as_bool(uri.get(), MONGOC_URI_SERVERSELECTIONTRYONCE, false);
  }
  if (mongoc_uri_get_appname(uri.get()) == nullptr) mongoc_uri_set_appname(uri.get(), "mysync");
  return uri;
}

std::string first_host(mongoc_uri_t const& uri)
{
  mongoc_host_list_t const* const hosts = mongoc_uri_get_hosts(&uri);
  if (hosts != nullptr)
    return fmt::format("mongodb {}", static_cast<char const*>(hosts->host_and_port));
  char const* const service = mongoc_uri_get_srv_hostname(&uri);
  return fmt::format("mongodb {}", service == nullptr ? "?" : service);
}

Bson simple_command(char const* name) { return Builder().add(name, 1).take(); }

} // namespace

LentClient::~LentClient()
{
  if (client_) target_->give(std::move(client_), version_);
}

Target::Target(config::Mongodb const& options, config::Credentials const* credentials)
    : database_(options.database), credentials_(credentials), uri_(usable_uri(options.uri)),
      version_(credentials ? credentials->version() : 0)
{
  where_ = first_host(*uri_);
}

/// Each client says good-bye and waits for the answer: all at once, for a target far away.
Target::~Target()
{
  std::vector<std::jthread> ending;
  ending.reserve(idle_.size());
  try {
    for (auto& client : idle_) ending.emplace_back([&client] { client.reset(); });
  } catch (std::system_error const&) { // no more threads to be had: the others one by one
  }
}

/// Clients are made and ended outside the lock: a name may have to be looked up for the one, and
/// the other says good-bye.
LentClient Target::client() const
{
  std::vector<Client> outdated;
  std::unique_lock lock(mutex_);
  if (auto const wanted = wanted_version(); wanted != version_) {
    outdated.swap(idle_);
    uri_ = usable_uri(credentials_->uri());
    version_ = wanted;
  }
  auto const version = version_;
  if (!idle_.empty()) {
    Client client = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(client), version};
  }
  Uri const uri(mongoc_uri_copy(uri_.get()));
  lock.unlock();
  Client client(mongoc_client_new_from_uri(uri.get()));
  if (!client) throw failure(Fault::config, "{}: the driver refuses mongodb.uri", where_);
  mongoc_client_set_error_api(client.get(), MONGOC_ERROR_API_VERSION_2);
  return {*this, std::move(client), version};
}

void Target::give(Client client, unsigned version) const
{
  std::lock_guard const lock(mutex_);
  if (version == version_) idle_.push_back(std::move(client));
}

void Target::ping() const { command(*simple_command("ping").get(), where_); }

void Target::command(bson_t const& command, std::string const& doing) const
{
  Reply reply;
  bson_error_t error;
  if (!ask(database_.c_str(), command, reply, &error)) throw target_error(doing, error);
}

bool Target::ask(char const* database, bson_t const& command, Reply& reply,
                 bson_error_t* error) const
{
  auto const client = this->client();
  auto const asked = std::chrono::steady_clock::now();
  if (!mongoc_client_command_simple(client.get(), database, &command, nullptr, reply.out(), error))
    return false;
  auto const took = std::chrono::steady_clock::now() - asked;
  quickest_ = std::min(quickest_.load(), std::chrono::ceil<std::chrono::microseconds>(took));
  return true;
}

std::chrono::microseconds Target::round_trip() const noexcept
{
  auto const quickest = quickest_.load();
  return quickest == std::chrono::microseconds::max() ? std::chrono::microseconds(0) : quickest;
}

TimePoint Target::clock() const
{
  Reply reply;
  if (!ask("admin", *simple_command("hello").get(), reply)) return std::chrono::system_clock::now();
  return time_at(reply.get(), "localTime").value_or(std::chrono::system_clock::now());
}

std::string Target::version() const
{
  Reply reply;
  if (!ask("admin", *simple_command("buildInfo").get(), reply)) return {};
  return text_at(reply.get(), "version").value_or("");
}

std::vector<std::string> Target::missing_rights() const
{
  std::vector<std::string> missing{"find", "insert", "update", "remove"};
  Reply reply;
  Bson const status = Builder().add("connectionStatus", 1).add("showPrivileges", true).take();
  bson_iter_t privileges;
  bson_iter_t privilege;
  if (!ask("admin", *status.get(), reply) ||
      !find_at(reply.get(), "authInfo.authenticatedUserPrivileges", privileges) ||
      !bson_iter_recurse(&privileges, &privilege))
    return {};
  bool any = false;
  while (bson_iter_next(&privilege)) {
    any = true;
    std::uint32_t size = 0;
    std::uint8_t const* data = nullptr;
    bson_iter_document(&privilege, &size, &data);
    View const one(data, size);
    auto const where = text_at(one.get(), "resource.db").value_or("");
    bson_iter_t actions;
    bson_iter_t action;
    if (!where.empty() && where != database_) continue;
    if (!find_at(one.get(), "actions", actions) || !bson_iter_recurse(&actions, &action)) continue;
    while (bson_iter_next(&action))
      if (BSON_ITER_HOLDS_UTF8(&action)) std::erase(missing, bson_iter_utf8(&action, nullptr));
  }
  return any ? missing : std::vector<std::string>{};
}

Documents::Documents(Target const& target, std::string const& collection)
    : target_(&target), name_(collection),
      doing_(fmt::format("{}, collection {}", target.where(), collection))
{}

Line Documents::line() const
{
  auto client = target_->client();
  Collection collection(
      mongoc_client_get_collection(client.get(), target_->database().c_str(), name_.c_str()));
  WriteConcern concern(mongoc_write_concern_new());
  mongoc_write_concern_set_wmajority(
      concern.get(), static_cast<std::int32_t>(std::chrono::milliseconds(write_timeout).count()));
  mongoc_collection_set_write_concern(collection.get(), concern.get());
  // A secondary may be behind what was acknowledged: a state from yesterday would move a watermark
  // back, a document from before the last write would look like a difference.
  ReadPreference const primary(mongoc_read_prefs_new(MONGOC_READ_PRIMARY));
  mongoc_collection_set_read_prefs(collection.get(), primary.get());
  return {std::move(client), std::move(collection)};
}

void Documents::find(bson_t const& filter, bson_t const& options,
                     std::function<bool(Found)> const& each) const
{
  auto const line = this->line();
  Cursor const cursor(mongoc_collection_find_with_opts(line.get(), &filter, &options, nullptr));
  bson_t const* document = nullptr;
  while (mongoc_cursor_next(cursor.get(), &document)) {
    if (!each({*document})) return;
  }
  bson_error_t error;
  if (mongoc_cursor_error(cursor.get(), &error)) throw target_error(doing_, error);
}

bool Documents::insert(bson_t const& document) const
{
  bson_error_t error;
  if (mongoc_collection_insert_one(line().get(), &document, nullptr, nullptr, &error)) return true;
  if (error.code == duplicate_key) return false;
  throw target_error(doing_, error);
}

std::int64_t Documents::update_one(bson_t const& filter, bson_t const& update,
                                   bson_t const* options) const
{
  Reply reply;
  bson_error_t error;
  if (!mongoc_collection_update_one(line().get(), &filter, &update, options, reply.out(), &error)) {
    throw target_error(doing_, error);
  }
  return number_at(reply.get(), "matchedCount").value_or(0);
}

std::int64_t Documents::remove(bson_t const& filter) const
{
  Reply reply;
  bson_error_t error;
  if (!mongoc_collection_delete_many(line().get(), &filter, nullptr, reply.out(), &error)) {
    throw target_error(doing_, error);
  }
  return number_at(reply.get(), "deletedCount").value_or(0);
}

std::int64_t Documents::estimated_count() const
{
  bson_error_t error;
  auto const count =
      mongoc_collection_estimated_document_count(line().get(), nullptr, nullptr, nullptr, &error);
  if (count < 0) throw target_error(doing_, error);
  return count;
}

std::int64_t Documents::count(bson_t const& filter) const
{
  bson_error_t error;
  auto const count =
      mongoc_collection_count_documents(line().get(), &filter, nullptr, nullptr, nullptr, &error);
  if (count < 0) throw target_error(doing_, error);
  return count;
}

std::string client_version() { return mongoc_get_version(); }

} // namespace mysync::mongo
