package io.integrationhost.runtime.meter;

import io.integrationhost.plugin.Counter;
import java.util.concurrent.atomic.LongAdder;

/** One series. */
final class Count implements Counter {

  private final LongAdder sum = new LongAdder();

  @Override
  public void add(long amount) {
    if (amount > 0) {
      sum.add(amount);
    }
  }

  @Override
  public Counter of(String value) {
    return this;
  }

  long sum() {
    return sum.sum();
  }
}
