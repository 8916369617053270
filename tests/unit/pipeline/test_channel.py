from __future__ import annotations

import threading

import pytest

from svfap_core.pipeline.channel import Channel, Overflow


def test_waiting_loses_nothing() -> None:
    channel = Channel[int](2, Overflow.WAIT)

    def produce() -> None:
        for number in range(500):
            assert channel.put(number)
        channel.close()

    producer = threading.Thread(target=produce)
    producer.start()
    assert list(channel) == list(range(500))
    producer.join()
    assert channel.dropped == 0


def test_dropping_keeps_the_newest_and_counts() -> None:
    channel = Channel[int](3, Overflow.DROP_OLDEST)
    for number in range(10):
        assert channel.put(number)
    channel.close()
    assert list(channel) == [7, 8, 9]
    assert channel.dropped == 7


def test_an_error_comes_after_the_items_before_it() -> None:
    channel = Channel[int](5, Overflow.WAIT)
    channel.put(1)
    channel.close(ValueError("broken"))
    items = iter(channel)
    assert next(items) == 1
    with pytest.raises(ValueError, match="broken"):
        next(items)


def test_put_after_the_end_is_refused() -> None:
    channel = Channel[int](5, Overflow.WAIT)
    channel.close()
    assert not channel.put(1)
    assert list(channel) == []


def test_abandon_frees_a_waiting_producer() -> None:
    channel = Channel[int](1, Overflow.WAIT)
    channel.put(1)
    answers: list[bool] = []
    producer = threading.Thread(target=lambda: answers.append(channel.put(2)))
    producer.start()
    channel.abandon()
    producer.join(timeout=5)
    assert answers == [False]
    assert list(channel) == []


def test_abandon_frees_a_waiting_consumer() -> None:
    channel = Channel[int](1, Overflow.WAIT)
    consumer = threading.Thread(target=lambda: list(channel))
    consumer.start()
    channel.abandon()
    consumer.join(timeout=5)
    assert not consumer.is_alive()


def test_only_the_first_end_counts() -> None:
    channel = Channel[int](1, Overflow.WAIT)
    channel.close()
    channel.close(ValueError("late"))
    assert list(channel) == []


def test_a_channel_needs_room() -> None:
    with pytest.raises(ValueError, match="capacity"):
        Channel[int](0, Overflow.WAIT)
