#include "url_server/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <semaphore>

namespace pepbench {
namespace {

TEST(UrlServerWorkerPool, WorksOffEverything) {
    std::atomic<int> done = 0;
    WorkerPool pool(3);
    for (int job = 0; job < 1000; ++job) {
        pool.enqueue([&] { ++done; });
    }
    pool.shutdown();
    EXPECT_EQ(done, 1000);
    pool.shutdown();
    pool.enqueue([&] { ++done; });
    EXPECT_EQ(done, 1000) << "too late";
}

TEST(UrlServerWorkerPool, JobsRunAtOnce) {
    std::latch all_started(4);
    WorkerPool pool(4);  // ends before what its jobs use
    for (int job = 0; job < 4; ++job) {
        pool.enqueue([&] { all_started.arrive_and_wait(); });
    }
    all_started.wait();
}

TEST(UrlServerWorkerPool, WaitsForRoomWhenFull) {
    std::counting_semaphore<8> go(0);
    std::atomic<int> enqueued = 0;
    std::atomic<int> done = 0;
    WorkerPool pool(2);
    std::thread producer([&] {
        for (int job = 0; job < 8; ++job) {
            pool.enqueue([&] {
                go.acquire();
                ++done;
            });
            ++enqueued;
        }
    });
    // Two under way and two waiting is all that fits; the producer cannot have got further, however long this
    // takes.
    while (enqueued < 4) {
        std::this_thread::yield();
    }
    EXPECT_LE(enqueued, 4);
    EXPECT_EQ(done, 0);
    go.release(8);
    producer.join();
    pool.shutdown();
    EXPECT_EQ(enqueued, 8);
    EXPECT_EQ(done, 8);
}

TEST(UrlServerWorkerPool, ShutdownFreesAProducerThatWaits) {
    WorkerPool pool(1);
    std::binary_semaphore started(0);
    std::binary_semaphore go(0);
    pool.enqueue([&] {
        started.release();
        go.acquire();
    });
    started.acquire();
    pool.enqueue([] {});
    std::thread producer([&] { pool.enqueue([] {}); });
    std::thread ender([&] { pool.shutdown(); });
    producer.join();
    go.release();
    ender.join();
}

}  // namespace
}  // namespace pepbench
