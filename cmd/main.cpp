#include "cmd/app.hpp"

#include <cstdio>

int main(int argc, char** argv) { return mysync::cmd::run_app(argc, argv, stdout, stderr); }
