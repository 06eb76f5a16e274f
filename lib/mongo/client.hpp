#pragma once
// The one place that knows which libmongoc this is: 1.23 (Debian 12) or 2.x. The calls used by
// mysync are in both; only where they live differs.

#if __has_include(<mongoc/mongoc.h>)
#include <mongoc/mongoc.h>
#else
#include <mongoc.h>
#endif
