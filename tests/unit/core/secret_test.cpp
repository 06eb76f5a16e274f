#include "core/secret.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cstring>
#include <new>
#include <ostream>
#include <type_traits>

using namespace mysync;

TEST_CASE("a secret comes out where it is revealed, and nowhere else")
{
  Secret const secret("hunter2");
  CHECK(std::string(secret.reveal()) == "hunter2");
  CHECK_FALSE(secret.empty());
  CHECK(Secret().empty());
  STATIC_REQUIRE_FALSE(fmt::is_formattable<Secret>::value);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<Secret, std::string>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, Secret>);
}

TEST_CASE("a secret is assigned and moved like a value")
{
  Secret a("first, and long enough to live on the heap"), b("second");
  a = b;
  CHECK(std::string(a.reveal()) == "second");
  CHECK(std::string(b.reveal()) == "second");
  b = Secret("third");
  auto const c = std::move(b);
  CHECK(std::string(c.reveal()) == "third");
}

TEST_CASE("a short secret leaves nothing in its memory, also when it was moved from")
{
  alignas(Secret) unsigned char memory[sizeof(Secret)];
  auto* const secret = new (memory) Secret("hunter2");
  {
    Secret const thief(std::move(*secret));
  }
  secret->~Secret();
  auto const* const begin = reinterpret_cast<char const*>(memory);
  CHECK(std::string_view(begin, sizeof memory).find("unter2") == std::string_view::npos);
}

TEST_CASE("passwords in URIs and assignments are hidden, and the rest is kept")
{
  struct Case {
    char const* text;
    char const* scrubbed;
  };
  auto const c = GENERATE(values<Case>({
      {"", ""},
      {"no secret here", "no secret here"},
      {"mongodb://db1:27017/shop", "mongodb://db1:27017/shop"},
      {"mongodb://sync@db1:27017/shop", "mongodb://sync@db1:27017/shop"},
      {"mongodb://sync:hunter2@db1:27017/shop", "mongodb://sync:***@db1:27017/shop"},
      {"mongodb+srv://sync:hunter2@db1", "mongodb+srv://sync:***@db1"},
      {"mongodb://sync:@db1", "mongodb://sync:***@db1"},
      {"mongodb://:hunter2@db1", "mongodb://:***@db1"},
      {"mongodb://sync:hun@ter/2@db1/x", "mongodb://sync:***@db1/x"},
      {"mongodb://sync:hunter:2@db1", "mongodb://sync:***@db1"},
      {"from mysql://a:hunter2@h to mongodb://b:hunter2@h end",
       "from mysql://a:***@h to mongodb://b:***@h end"},
      {"cannot reach mongodb://db1:27017: access denied for 'a'@'b'",
       "cannot reach mongodb://db1:27017: access denied for 'a'@'b'"},
      {"password=hunter2", "password=***"},
      {"a password = hunter2 b", "a password = *** b"},
      {"password = \"hunter 2\" b", "password = *** b"},
      {"password = 'hunter 2' b", "password = *** b"},
      {"password = \"hunter 2", "password = ***"},
      {"PASSWORD=hunter2&x=1", "PASSWORD=***&x=1"},
      {"MYSQL_PASSWORD=hunter2", "MYSQL_PASSWORD=***"},
      {"pwd=hunter2 passwd=hunter2", "pwd=*** passwd=***"},
      {"mongodb://h/?tlsCertificateKeyFilePassword=hunter2&w=1",
       "mongodb://h/?tlsCertificateKeyFilePassword=***&w=1"},
      {"password_file = /run/secrets/mysql", "password_file = /run/secrets/mysql"},
      {"access denied (using password: YES)", "access denied (using password: YES)"},
      {"password", "password"},
      {"password=", "password=***"},
      {"://", "://"},
      {"x://:@", "x://:***@"},
  }));
  CAPTURE(c.text);
  CHECK(scrubbed(c.text) == c.scrubbed);
  CHECK(scrubbed(c.scrubbed) == c.scrubbed);
}
