#include "mysql/errors.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace mysync;
using namespace mysync::mysql;

TEST_CASE("an error number says whether trying again may help")
{
  struct {
    unsigned number;
    bool connecting, use;
  } const table[] = {
      {1040, true, true},
      {1047, true, true},
      {1053, true, true},
      {1077, true, true},
      {1079, true, true},
      {1135, true, true},
      {1158, true, true},
      {1159, true, true},
      {1160, true, true},
      {1161, true, true},
      {1180, true, true},
      {1203, true, true},
      {1205, true, true},
      {1213, true, true},
      {1226, true, true},
      {1317, true, true},
      {1412, true, true},
      {1461, true, true},
      {1615, true, true},
      {1927, true, true},
      {1969, true, true},
      {2002, true, true},
      {2003, true, true},
      {2005, true, true},
      {2006, true, true},
      {2012, true, true},
      {2013, true, true},
      {2055, true, true},
      {2057, true, true},
      {3024, true, true},
      {3032, true, true},
      {3168, true, true},
      {3169, true, true},
      {4031, true, true},
      {5013, true, true},
      // a certificate while connecting, a cut line later
      {2026, false, true},
      {2027, false, true},
      // somebody has to act
      {1044, false, false},
      {1045, false, false},
      {1049, false, false},
      {1054, false, false},
      {1064, false, false},
      {1129, false, false},
      {1130, false, false},
      {1142, false, false},
      {1143, false, false},
      {1146, false, false},
      {1227, false, false},
      {1698, false, false},
      {2014, false, false},
      {2020, false, false},
      {2059, false, false},
      {2061, false, false},
      {3159, false, false},
      {5010, false, false},
      {9999, false, false},
  };
  for (auto const& [number, connecting, use] : table) {
    INFO(number);
    CHECK(is_transient(number, During::connecting) == connecting);
    CHECK(is_transient(number, During::use) == use);
  }
}

TEST_CASE("an error says what was done, what the server said, and its number")
{
  auto const error = source_error("reading shop.orders from mysql db1:3306", 1146,
                                  "Table 'shop.orders' doesn't exist", During::use);
  CHECK(std::string(error.what()) ==
        "reading shop.orders from mysql db1:3306: Table 'shop.orders' doesn't exist (1146)");
  CHECK(error.fault() == Fault::source);
  CHECK_FALSE(error.transient());
}

TEST_CASE("a stream that ends without its end and without an error is a lost connection")
{
  auto const error = source_error("reading shop.orders", 0, "", During::use);
  CHECK(std::string(error.what()) == "reading shop.orders: connection lost while reading");
  CHECK(error.fault() == Fault::source);
  CHECK(error.transient());
}

TEST_CASE("an account's refusal is told from a method that wants TLS")
{
  for (unsigned const number : {1044U, 1045U, 1698U, 1862U, 3118U}) CHECK(is_access_denied(number));
  for (unsigned const number : {0U, 1049U, 2061U, 3159U}) CHECK_FALSE(is_access_denied(number));
  for (unsigned const number : {2061U, 3159U, 5010U}) CHECK(wants_tls(number));
  for (unsigned const number : {0U, 1045U, 2026U}) CHECK_FALSE(wants_tls(number));
}
