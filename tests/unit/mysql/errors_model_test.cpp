// What must hold for every error number, known or not.

#include "mysql/errors.hpp"
#include "support/steps.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>

using namespace mysync;
using namespace mysync::mysql;

TEST_CASE("model: no number is both an account's refusal and one that passes by itself")
{
  std::mt19937_64 random(tests::model_seed());
  for (std::uint64_t step = 0; step < tests::model_steps(); ++step) {
    // All that are known and their neighbours, then any.
    auto const number =
        step < 10'000 ? static_cast<unsigned>(step) : static_cast<unsigned>(random());
    bool const connecting = is_transient(number, During::connecting);
    bool const use = is_transient(number, During::use);
    bool const wrong = (connecting && !use) || (use && is_access_denied(number)) ||
                       (use && wants_tls(number)) ||
                       (is_access_denied(number) && wants_tls(number)) || (number > 6000 && use);
    if (wrong) FAIL("number " << number);
  }
  SUCCEED();
}

TEST_CASE("model: an error's message has what was done and the number, and is classed by the "
          "number alone")
{
  std::mt19937_64 random(tests::model_seed());
  for (std::uint64_t step = 0; step < tests::model_steps() / 30; ++step) {
    auto const number = static_cast<unsigned>(random() % 6000 + 1);
    auto const during = random() % 2 == 0 ? During::connecting : During::use;
    std::string said(random() % 40, ' ');
    for (char& c : said) c = static_cast<char>(1 + random() % 255); // the library's C string
    auto const error = source_error("reading orders", number, said, during);
    std::string const what = error.what();
    bool const right =
        error.fault() == Fault::source && error.transient() == is_transient(number, during) &&
        what.starts_with("reading orders: ") && what.ends_with("(" + std::to_string(number) + ")");
    if (!right) FAIL("number " << number << ": " << what);
  }
  SUCCEED();
}
