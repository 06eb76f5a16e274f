#pragma once
// What the measured programs that are not mysync are told, in BENCH_…, and their connections.

#include <mongoc/mongoc.h>
#include <mysql.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace bench {

inline std::string told(char const* name)
{
  char const* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

[[noreturn]] inline void give_up(char const* reason)
{
  std::fprintf(stderr, "%s\n", reason);
  std::exit(1);
}

inline MYSQL* connect_source()
{
  auto* const source = mysql_init(nullptr);
  if (mysql_real_connect(source, told("BENCH_HOST").c_str(), told("BENCH_USER").c_str(),
                         told("BENCH_PASSWORD").c_str(), told("BENCH_DATABASE").c_str(),
                         static_cast<unsigned>(std::stoul(told("BENCH_PORT"))), nullptr,
                         0) == nullptr)
    give_up(mysql_error(source));
  mysql_set_character_set(source, "utf8mb4");
  return source;
}

struct Place {
  mongoc_client_t* client;
  mongoc_collection_t* collection;
};

/// Writes wait for the majority.
inline Place connect_target()
{
  auto* const client = mongoc_client_new(told("BENCH_URI").c_str());
  if (client == nullptr) give_up("the driver refuses BENCH_URI");
  auto* const collection = mongoc_client_get_collection(client, told("BENCH_TARGET").c_str(),
                                                        told("BENCH_TABLE").c_str());
  auto* const majority = mongoc_write_concern_new();
  mongoc_write_concern_set_wmajority(majority, 60'000);
  mongoc_collection_set_write_concern(collection, majority);
  mongoc_write_concern_destroy(majority);
  return {client, collection};
}

inline void close(Place const& place)
{
  mongoc_collection_destroy(place.collection);
  mongoc_client_destroy(place.client);
}

} // namespace bench
