#include "mysql/innodb_status.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace mysync::mysql;

namespace {

/// As both servers write it, with an older deadlock's transactions before the list.
std::string status(std::string const& list, std::string const& end = "END OF INNODB MONITOR OUTPUT")
{
  return "=====\nLATEST DETECTED DEADLOCK\n*** (1) TRANSACTION:\nTRANSACTION 7, ACTIVE 900 sec\n"
         "undo log entries 4\nLIST OF TRANSACTIONS FOR EACH SESSION:\n" +
         list + "--------\nFILE I/O\n--------\n" + end + "\n============================\n";
}

std::string entry(std::string const& head, std::string const& middle, std::string const& thread)
{
  return "---TRANSACTION " + head + "\n" + middle + "\n" + thread;
}

std::string const locks = "1 lock struct(s), heap size 1128, 0 row lock(s)";
std::string const changes = locks + ", undo log entries 3";
std::string const thread_8 =
    "MySQL thread id 8, OS thread handle 139, query id 20 localhost 127.0.0.1 root\n";

} // namespace

TEST_CASE("transactions that changed rows are found with their connection and age")
{
  auto const found = changing_transactions(
      status(entry("421, not started", locks, "") + entry("1232, ACTIVE 7 sec", locks, thread_8) +
             entry("1233, ACTIVE 12 sec inserting", changes, thread_8) +
             entry("1234, ACTIVE 0 sec", changes, "MariaDB thread id 9, OS thread handle 139\n") +
             entry("1235, ACTIVE (PREPARED) 93 sec recovered trx", changes, "")));
  REQUIRE(found);
  REQUIRE(found->size() == 3);
  CHECK((*found)[0].connection == 8);
  CHECK((*found)[0].seconds == 12);
  CHECK((*found)[1].connection == 9);
  CHECK((*found)[1].seconds == 0);
  CHECK((*found)[2].connection == 0);
  CHECK((*found)[2].seconds == 93);
}

TEST_CASE("an empty list is complete")
{
  auto const found = changing_transactions(status(""));
  REQUIRE(found);
  CHECK(found->empty());
}

TEST_CASE("a list that was cut, or is not understood, is none")
{
  auto const one = entry("1233, ACTIVE 12 sec", changes, thread_8);
  CHECK_FALSE(changing_transactions(""));
  CHECK_FALSE(changing_transactions("no list\nEND OF INNODB MONITOR OUTPUT\n"));
  CHECK_FALSE(changing_transactions(status(one, "")));
  CHECK_FALSE(changing_transactions(status("... truncated...\n" + one)));
  CHECK_FALSE(changing_transactions(status(entry("1233, COMMITTED IN MEMORY", changes, thread_8))));
}

TEST_CASE("a statement's text cannot hide a transaction behind it")
{
  auto const feigned = thread_8 + "UPDATE t SET a = '\n--------\nFILE I/O\n--------\n'\n";
  auto const found = changing_transactions(status(entry("1, ACTIVE 2 sec", changes, feigned) +
                                                  entry("2, ACTIVE 50 sec", changes, thread_8)));
  REQUIRE(found);
  REQUIRE(found->size() == 2);
  CHECK((*found)[1].seconds == 50);
}
