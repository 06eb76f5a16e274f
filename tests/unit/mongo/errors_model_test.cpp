// What must hold for every error of the driver and of a server, known or not.

#include "mongo/errors.hpp"
#include "support/steps.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <string>

using namespace mysync;
using namespace mysync::mongo;

TEST_CASE("model: an error is the account's, or may pass, or neither, whatever its domain and code")
{
  std::mt19937_64 random(tests::model_seed());
  for (std::uint64_t step = 0; step < tests::model_steps() / 3; ++step) {
    bson_error_t error{};
    // The driver's domains, and the server's codes with their neighbours.
    error.domain = static_cast<std::uint32_t>(random() % 30);
    error.code = static_cast<std::uint32_t>(random() % 4 == 0 ? random() : random() % 15'000);
    auto const told = target_error("writing", error);
    bool const denied = is_access_denied(error);
    bool const right = told.fault() == Fault::target && told.denied() == denied &&
                       !(denied && is_transient(error)) && told.transient() == is_transient(error);
    if (!right) FAIL("domain " << error.domain << ", code " << error.code);
  }
  SUCCEED();
}

TEST_CASE("model: a password in the words of a driver or server is never repeated")
{
  std::mt19937_64 random(tests::model_seed());
  constexpr std::string_view letters = "abcXYZ019-._~!%:/+";
  for (std::uint64_t step = 0; step < tests::model_steps() / 100; ++step) {
    std::string password = "canary";
    for (auto n = random() % 12; n > 0; --n) password += letters[random() % letters.size()];
    std::string const text = "cannot reach mongodb://user:" + password + "@db1:27017/?x=1 now";
    bson_error_t error{};
    bson_set_error(&error, MONGOC_ERROR_STREAM, 1, "%s", text.c_str());
    std::string const told = target_error("writing", error).what();
    if (told.find("canary") != told.npos) FAIL(told);
  }
  SUCCEED();
}
