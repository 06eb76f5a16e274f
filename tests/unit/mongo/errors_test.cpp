#include "mongo/errors.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <vector>

using namespace mysync;
using namespace mysync::mongo;

namespace {

bson_error_t error_of(std::uint32_t domain, std::uint32_t code, char const* message = "it failed")
{
  bson_error_t error{};
  bson_set_error(&error, domain, code, "%s", message);
  return error;
}

} // namespace

TEST_CASE("elections, shutdowns, interruptions and write conflicts may pass by themselves")
{
  for (std::int32_t const code : {6, 7, 24, 64, 89, 91, 112, 134, 189, 262, 317, 358, 9001, 10107,
                                  11600, 11602, 13388, 13435, 13436}) {
    CAPTURE(code);
    CHECK(is_transient_code(code));
  }
}

TEST_CASE("what the server says of the command, the document or the account stays")
{
  for (std::int32_t const code : {
           0,     // no code at all
           2,     // BadValue
           9,     // FailedToParse
           13,    // Unauthorized
           18,    // AuthenticationFailed
           59,    // CommandNotFound
           121,   // DocumentValidationFailure
           10334, // BSONObjectTooLarge
           11000, // DuplicateKey
           -6,
       }) {
    CAPTURE(code);
    CHECK_FALSE(is_transient_code(code));
  }
}

TEST_CASE("whether an error may pass follows from where it arose")
{
  struct Example {
    std::uint32_t domain, code;
    bool transient;
  };
  for (auto const& [domain, code, transient] : std::vector<Example>{
           {MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_SOCKET, true},
           {MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_NAME_RESOLUTION, true},
           {MONGOC_ERROR_SERVER_SELECTION, MONGOC_ERROR_SERVER_SELECTION_FAILURE, true},
           {MONGOC_ERROR_SERVER, 11600, true},
           {MONGOC_ERROR_SERVER, 11000, false},
           {MONGOC_ERROR_SERVER, 13, false},
           {MONGOC_ERROR_WRITE_CONCERN, 64, true},
           {MONGOC_ERROR_CLIENT, MONGOC_ERROR_CLIENT_AUTHENTICATE, false},
           {MONGOC_ERROR_CLIENT, MONGOC_ERROR_STREAM_NOT_ESTABLISHED, false},
           {MONGOC_ERROR_BSON, MONGOC_ERROR_BSON_INVALID, false},
       }) {
    CAPTURE(domain, code);
    CHECK(is_transient(error_of(domain, code)) == transient);
  }
}

TEST_CASE("a target's error says what was done, what was answered, and the code")
{
  auto const error =
      target_error("writing collection orders", error_of(MONGOC_ERROR_SERVER, 13, "not allowed"));
  CHECK(error.what() == std::string("writing collection orders: not allowed (13)"));
  CHECK(error.fault() == Fault::target);
  CHECK_FALSE(error.transient());
  CHECK(target_error("x", error_of(MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_SOCKET)).transient());
}

TEST_CASE("a target's error shows no password and stays one line")
{
  auto const error =
      target_error("connecting", error_of(MONGOC_ERROR_SERVER, 18,
                                          "no way to mongodb://app:hunter2@db1:27017/\nat all"));
  CHECK_THAT(error.what(), !Catch::Contains("hunter2") && Catch::Contains("db1:27017"));
  CHECK_THAT(error.what(), !Catch::Contains("\n") && Catch::Contains("at all"));
}
