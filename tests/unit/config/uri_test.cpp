#include "config/uri.hpp"

#include <catch2/catch.hpp>

using namespace mysync::config;

TEST_CASE("a URI needs its scheme, a host and no spaces")
{
  auto const good =
      GENERATE("mongodb://h", "mongodb://h:27017/db?w=majority", "mongodb+srv://h.example",
               "mongodb://a:b@h1,h2:27018/?replicaSet=r", "mongodb://%2Ftmp%2Fs.sock",
               "mongodb://a:p@h/?appName=x@y", "mongodb://a:p%40q@h/db?tlsCAFile=/etc/x",
               "mongodb://h/db?appName=x@y", "mongodb://[::1]/db", "mongodb://[::1]:27017,h:1?w=1");
  CHECK_FALSE(uri_complaint(good));
  auto const bad = GENERATE("", "h", "http://h", "mongodb:/h", "mongodb://", "mongodb:///db",
                            "mongodb://?w=1", "mongodb://a:b@", "mongodb://a:b@/db",
                            "mongodb://h h", "mongodb://h\n", "MONGODB//h", "mongodb://a:p@q@h/db",
                            "mongodb://a:p@q@h", "mongodb://a:p?x@q@h/?w=1", "mongodb://a:p/q@h/",
                            "mongodb://a:p/q@h/?w=1", "mongodb://a:p/q?r@h/");
  CAPTURE(bad);
  CHECK(uri_complaint(bad));
}

TEST_CASE("options that give up what is promised are found, however they are spelt")
{
  struct Case {
    char const* uri;
    std::vector<std::string> found;
  };
  auto const c = GENERATE(values<Case>({
      {"mongodb://h", {}},
      {"mongodb://h/?w=1", {}},
      {"mongodb://h/?w=majority&wtimeoutMS=0", {}},
      {"mongodb://h/?w=0", {"w=0"}},
      {"mongodb://h?w=0", {"w=0"}},
      {"mongodb://h/?W=0", {"w=0"}},
      {"mongodb://h/?w=%30", {"w=0"}},
      {"mongodb://h/?%77=0", {"w=0"}},
      {"mongodb://h/?a=b&w=0&c=d", {"w=0"}},
      {"mongodb://h/?a=b;w=0", {"w=0"}},
      {"mongodb://h/?tls=true&tlsInsecure=true", {"tlsInsecure=true"}},
      {"mongodb://h/?tlsInsecure=false", {}},
      {"mongodb://h/?TLSINSECURE=TRUE", {"tlsInsecure=true"}},
      {"mongodb://h/?tlsAllowInvalidCertificates=true", {"tlsAllowInvalidCertificates=true"}},
      {"mongodb://h/?tlsAllowInvalidHostnames=true", {"tlsAllowInvalidHostnames=true"}},
      {"mongodb://h/?sslAllowInvalidCertificates=true", {"sslAllowInvalidCertificates=true"}},
      {"mongodb://h/?sslAllowInvalidHostnames=true&w=0", {"sslAllowInvalidHostnames=true", "w=0"}},
      {"mongodb://u:w=0@h/", {}},
      {"mongodb://u:p@h/?appName=a@b&w=0", {"w=0"}},
      {"mongodb://h/w=0", {}},
      {"mongodb://h/?w=00", {}},
      {"mongodb://h/?w", {}},
      {"mongodb://h/?&&=&w=0", {"w=0"}},
      {"", {}},
  }));
  CAPTURE(c.uri);
  CHECK(insecure_options(c.uri) == c.found);
}
