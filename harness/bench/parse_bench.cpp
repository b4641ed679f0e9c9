// The yardstick of load.py: what nlohmann/json alone needs to parse a file into a document.

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: pepbench-parse FILE\n", stderr);
        return 2;
    }
    std::ifstream stream(argv[1]);
    const nlohmann::json document = nlohmann::json::parse(stream, nullptr, false);
    std::printf("%zu\n", document.size());
    std::fflush(stdout);
    std::_Exit(document.is_discarded() ? 2 : 0);  // without the time that it takes to free the document
}
