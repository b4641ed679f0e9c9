"""Simulates customers in a chain of queues: many short-lived objects of several classes, chosen by class.

Every customer visits every counter, in order; each counter serves one at a time, first come first served.
"""

from collections import deque
from heapq import heappop, heappush
from random import Random

PARAMETERS = {"customers": 1500, "counters": 5}
TEST_PARAMETERS = {"customers": 30, "counters": 3}

SEED = 371


def drawn(customers, counters):
    """([time of each arrival, rising], [[time that each counter needs] for each customer])."""
    draw = Random(SEED).random
    arrivals = []
    now = 0
    for _ in range(customers):
        now += int(draw() * 120)
        arrivals.append(now)
    return arrivals, [[1 + int(draw() * 100) for _ in range(counters)] for _ in range(customers)]


class Customer:
    """Needs `needs[k]` at counter k, and adds up in `waited` the time spent in queues."""

    def __init__(self, needs):
        self.needs = needs
        self.waited = 0
        self.queued_since = 0


class Counter:
    """The counter `number`, with its queue and the one whom it serves."""

    def __init__(self, number):
        self.number = number
        self.queue = deque()
        self.serving = None


class Event:
    """Something that happens to a customer at a counter at a time. Of one time, what was planned first."""

    def __init__(self, time, serial, customer, counter):
        self.time = time
        self.serial = serial
        self.customer = customer
        self.counter = counter

    def __lt__(self, other):
        if self.time != other.time:
            return self.time < other.time
        return self.serial < other.serial


class Arrival(Event):
    """The customer joins the counter's queue."""


class Departure(Event):
    """The customer has been served there."""


class Simulation:
    """The events to come, and what each class of them does."""

    def __init__(self, counters):
        self.counters = [Counter(number) for number in range(counters)]
        self.events = []
        self.planned = 0
        self.now = 0
        self.handlers = {Arrival: self.arrive, Departure: self.depart}

    def plan(self, kind, time, customer, counter):
        """Have an event of this class happen at that time."""
        self.planned += 1
        heappush(self.events, kind(time, self.planned, customer, counter))

    def play(self):
        """Let everything happen that is planned, and what follows from it."""
        while self.events:
            event = heappop(self.events)
            self.now = event.time
            self.handlers[type(event)](event.customer, event.counter)

    def arrive(self, customer, counter):
        """Queue up, or be served at once."""
        customer.queued_since = self.now
        counter.queue.append(customer)
        if counter.serving is None:
            self.serve(counter)

    def serve(self, counter):
        """Turn to the first in the queue."""
        customer = counter.serving = counter.queue.popleft()
        customer.waited += self.now - customer.queued_since
        self.plan(Departure, self.now + customer.needs[counter.number], customer, counter)

    def depart(self, customer, counter):
        """Go on to the next counter, and let the next one be served."""
        counter.serving = None
        if counter.number + 1 < len(self.counters):
            self.plan(Arrival, self.now, customer, self.counters[counter.number + 1])
        if counter.queue:
            self.serve(counter)


def run(customers, counters):
    """The answer is [time of the last departure, time that all customers waited, events]."""
    arrivals, needs = drawn(customers, counters)
    simulation = Simulation(counters)
    everyone = [Customer(need) for need in needs]
    for time, customer in zip(arrivals, everyone):
        simulation.plan(Arrival, time, customer, simulation.counters[0])
    simulation.play()
    return [simulation.now, sum([customer.waited for customer in everyone]), simulation.planned]


def expected(customers, counters):
    """The same by D. V. Lindley's recursion (1952), one customer after the other, without a clock or a queue.

    Service begins when the customer is there and the one before has been served.
    """
    free_from = [0] * counters
    waited = 0
    for arrival, needs in zip(*drawn(customers, counters)):
        ready = arrival
        for counter, need in enumerate(needs):
            begin = max(ready, free_from[counter])
            waited += begin - ready
            ready = free_from[counter] = begin + need
    return [max(free_from), waited, 2 * customers * counters]
