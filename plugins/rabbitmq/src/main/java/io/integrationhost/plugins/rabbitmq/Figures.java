package io.integrationhost.plugins.rabbitmq;

import io.integrationhost.plugin.Counter;
import io.integrationhost.plugin.TransportContext;
import java.util.concurrent.atomic.LongAdder;

/** What has passed through one transport, for metrics and people. Thread-safe. */
final class Figures {

  /** A number that only grows. */
  static final class Figure {
    private final LongAdder sum = new LongAdder();
    private final Counter counter;

    private Figure(Counter counter) {
      this.counter = counter;
    }

    void increment() {
      sum.increment();
      counter.increment();
    }

    long sum() {
      return sum.sum();
    }
  }

  private final TransportContext context;
  private final Figure received;
  private final Figure redelivered;
  private final Figure acknowledged;
  private final Figure rejected;
  private final Figure tooLong;
  private final Figure unreadable;
  private final Figure givenBack;
  private final Figure retried;
  private final Figure sent;
  private final Figure notSent;

  Figures(TransportContext context) {
    this.context = context;
    received = figure("messages_received", "Messages that queues handed over");
    redelivered =
        figure("messages_redelivered", "Of these, messages that had been handed over before");
    acknowledged = figure("messages_acknowledged", "Messages that RabbitMQ was told are stored");
    rejected = figure("messages_rejected", "Messages that were refused for good and rejected");
    tooLong = figure("messages_too_long", "Messages longer than maxMessageBytes, rejected");
    unreadable = figure("messages_unreadable", "Messages whose headers cannot be read, rejected");
    givenBack =
        figure("messages_given_back", "Messages given back since there was no room for them");
    retried = figure("messages_retried", "Times that a message was offered to the host again");
    sent = figure("downlinks_confirmed", "Downlinks that RabbitMQ has confirmed");
    notSent = figure("downlinks_failed", "Downlinks that were not sent or not confirmed");
  }

  private Figure figure(String name, String help) {
    return new Figure(context.counter(name, help));
  }

  Figure received() {
    return received;
  }

  Figure redelivered() {
    return redelivered;
  }

  Figure acknowledged() {
    return acknowledged;
  }

  Figure rejected() {
    return rejected;
  }

  Figure tooLong() {
    return tooLong;
  }

  Figure unreadable() {
    return unreadable;
  }

  Figure givenBack() {
    return givenBack;
  }

  Figure retried() {
    return retried;
  }

  Figure sent() {
    return sent;
  }

  Figure notSent() {
    return notSent;
  }
}
