#pragma once

#include <httplib.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace pepbench {

/// A fixed number of threads that work off connections. Unlike the library's own pool its queue is bounded:
/// when every thread is busy and as many connections wait, `enqueue` waits too, so that no more connections
/// are accepted and what one process can be made to hold open stays bounded.
class WorkerPool final : public httplib::TaskQueue {
  public:
    /// Throws std::system_error if the system gives no more threads.
    explicit WorkerPool(std::size_t threads);
    ~WorkerPool() override;
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    WorkerPool(WorkerPool&&) = delete;
    WorkerPool& operator=(WorkerPool&&) = delete;

    /// Waits for room in the queue. After `shutdown` the job is dropped.
    void enqueue(std::function<void()> job) override;

    /// Works off what is queued and ends the threads. Can be called again.
    void shutdown() override;

  private:
    void work();
    void stop_threads();

    const std::size_t most_waiting_;
    std::mutex mutex_;
    std::condition_variable job_waits_;
    std::condition_variable room_;
    std::deque<std::function<void()>> jobs_;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace pepbench
