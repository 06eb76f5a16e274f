#pragma once
// The MongoDB server, or one that speaks its protocol, that tests run against: MYSYNC_TEST_MONGODB,
// a `mongodb://` URI. Without it a test fails; it is not skipped.

#include "core/error.hpp"
#include "mongo/session.hpp"

#include "support/bson_text.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace mysync::test {

inline std::string mongodb_uri()
{
  char const* const uri = std::getenv("MYSYNC_TEST_MONGODB");
  if (uri == nullptr || *uri == '\0')
    throw std::runtime_error("MYSYNC_TEST_MONGODB is not set: integration tests need a server");
  return uri;
}

/// A database of this process's own, dropped at the end unless MYSYNC_KEEP_TEST_DB=1.
class MongoDatabase {
public:
  MongoDatabase() : options_(own_options()), target_(options_) {}
  ~MongoDatabase()
  {
    char const* const keep = std::getenv("MYSYNC_KEEP_TEST_DB");
    if (keep != nullptr && std::string_view(keep) == "1") return;
    auto const client = target_.client();
    mongo::Bson const drop = mongo::Builder().add("dropDatabase", 1).take();
    mongoc_client_command_simple(client.get(), options_.database.c_str(), drop.get(), nullptr,
                                 nullptr, nullptr);
  }
  MongoDatabase(MongoDatabase const&) = delete;
  MongoDatabase& operator=(MongoDatabase const&) = delete;

  config::Mongodb const& options() const noexcept { return options_; }
  mongo::Target const& target() const noexcept { return target_; }

  /// Every document of a collection, in the order of its text, as canonical Extended JSON.
  std::vector<std::string> texts(std::string const& collection) const
  {
    std::vector<std::string> result;
    mongo::Documents(target_, collection)
        .find(*mongo::Bson().get(), *mongo::Bson().get(), [&](mongo::Found found) {
          result.push_back(bson_text({bson_get_data(&found.document), found.document.len}));
          return true;
        });
    std::sort(result.begin(), result.end());
    return result;
  }

  /// An index over one field that lets each of its values stand once.
  void create_unique_index(std::string const& collection, std::string const& field) const
  {
    using mongo::Builder;
    mongo::Bson const key = Builder().add(field, 1).take();
    mongo::Bson const index =
        Builder().add("name", field).add("key", key).add("unique", true).take();
    mongo::Bson const command = Builder()
                                    .add("createIndexes", collection)
                                    .add_array("indexes", Builder().add("0", index).take())
                                    .take();
    target_.command(*command.get(), "creating an index");
  }

  /// Whether a replacement by the same counts as no change; FerretDB counts it as one.
  bool tells_same_from_changed() const
  {
    auto const client = target_.client();
    mongo::Reply reply;
    mongo::Bson const ask = mongo::Builder().add("buildInfo", 1).take();
    bson_iter_t at;
    return mongoc_client_command_simple(client.get(), "admin", ask.get(), nullptr, reply.out(),
                                        nullptr) &&
           !mongo::find_at(reply.get(), "ferretdb", at);
  }

private:
  static config::Mongodb own_options()
  {
    static mongo::Library const library;
    static unsigned count = 0;
    config::Mongodb options;
    options.uri = Secret(mongodb_uri());
    options.database = fmt::format("mysync_test_{}_{}", ::getpid(), ++count);
    return options;
  }

  config::Mongodb options_;
  mongo::Target target_;
};

} // namespace mysync::test
