#include "measure/affinity.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "environment/cores.h"
#include "measure/child_process.h"

namespace pepbench {
namespace {

/// The cores that a process may use.
std::vector<int> cores_of(pid_t process) {
    cpu_set_t set;
    CPU_ZERO(&set);
    std::vector<int> cores;
    if (::sched_getaffinity(process, sizeof set, &set) == 0) {
        for (int core = 0; core < CPU_SETSIZE; ++core) {
            if (CPU_ISSET(static_cast<std::size_t>(core), &set)) {
                cores.push_back(core);
            }
        }
    }
    return cores;
}

TEST(Affinity, MovesAProcessWithItsThreadsAndItsChildren) {
    const std::vector<int> all = read_affinity();
    // Tells the numbers of a second thread and of a child of that thread.
    ChildProcess process({"/usr/bin/python3", "-c", R"(
import subprocess, sys, threading
def work():
    child = subprocess.Popen(["sleep", "60"])
    print(threading.get_native_id(), flush=True)
    print(child.pid, flush=True)
    child.wait()
threading.Thread(target=work, daemon=True).start()
sys.stdin.read()
)"},
                         {{"PATH", "/usr/bin:/bin"}});
    std::string thread;
    std::string child;
    ASSERT_EQ(process.read_line(thread, std::chrono::seconds(60)), ChildProcess::Read::line);
    ASSERT_EQ(process.read_line(child, std::chrono::seconds(60)), ChildProcess::Read::line);
    const std::vector<int> last = {all.back()};
    EXPECT_EQ(keep_on_cores(process.pid(), last), 0);
    for (const pid_t moved : {process.pid(), std::stoi(thread), std::stoi(child)}) {
        EXPECT_EQ(cores_of(moved), last);
    }
    EXPECT_EQ(keep_on_cores(process.pid(), all), 0);
    EXPECT_EQ(cores_of(std::stoi(child)), all);
}

TEST(Affinity, TellsOfAProcessThatIsGoneAndOfACoreThatIsNot) {
    ChildProcess process({"/bin/true"}, {});
    process.wait(std::chrono::seconds(60));
    EXPECT_EQ(keep_on_cores(process.pid(), read_affinity()), ESRCH);
    EXPECT_EQ(keep_on_cores(::getpid(), {CPU_SETSIZE - 1}), EINVAL);
}

}  // namespace
}  // namespace pepbench
