#include "url_server/worker_pool.h"

#include <utility>

namespace pepbench {

WorkerPool::WorkerPool(std::size_t threads) : most_waiting_(threads) {
    threads_.reserve(threads);
    try {
        for (std::size_t thread = 0; thread < threads; ++thread) {
            threads_.emplace_back([this] { work(); });
        }
    } catch (...) {
        // No destructor runs for an object that was not finished, and a thread left over would end the
        // program.
        stop_threads();
        throw;
    }
}

WorkerPool::~WorkerPool() { stop_threads(); }

void WorkerPool::enqueue(std::function<void()> job) {
    {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [this] { return ending_ || jobs_.size() < most_waiting_; });
        if (ending_) {
            return;
        }
        jobs_.push_back(std::move(job));
    }
    job_waits_.notify_one();
}

void WorkerPool::shutdown() { stop_threads(); }

void WorkerPool::stop_threads() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    job_waits_.notify_all();
    room_.notify_all();
    for (auto& thread : threads_) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

void WorkerPool::work() {
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock(mutex_);
            job_waits_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
            if (jobs_.empty()) {
                return;
            }
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        room_.notify_one();
        job();
    }
}

}  // namespace pepbench
