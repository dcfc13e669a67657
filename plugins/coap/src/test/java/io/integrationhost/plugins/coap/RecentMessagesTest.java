package io.integrationhost.plugins.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.Exchange.Origin;
import org.eclipse.californium.core.network.KeyMID;
import org.junit.jupiter.api.Test;

class RecentMessagesTest {

  private final AtomicLong nanos = new AtomicLong();
  private final RecentMessages messages = new RecentMessages(10, nanos::get);

  private static Exchange exchange() {
    return new Exchange(Request.newPost(), "peer", Origin.REMOTE, Runnable::run);
  }

  @Test
  void knowsARepetition() {
    Exchange first = exchange();
    assertThat(messages.findPrevious(new KeyMID(1, "a"), first)).isNull();
    assertThat(messages.findPrevious(new KeyMID(1, "a"), exchange())).isSameAs(first);
    assertThat(messages.findPrevious(new KeyMID(1, "b"), exchange())).isNull();
    Exchange second = exchange();
    assertThat(messages.replacePrevious(new KeyMID(1, "a"), first, second)).isTrue();
    assertThat(messages.replacePrevious(new KeyMID(1, "a"), first, first)).isFalse();
    assertThat(messages.find(new KeyMID(1, "a"))).isSameAs(second);
  }

  @Test
  void forgetsWhatIsOld() {
    messages.findPrevious(new KeyMID(1, "a"), exchange());
    nanos.addAndGet(Duration.ofSeconds(248).toNanos());
    assertThat(messages.findPrevious(new KeyMID(1, "a"), exchange())).isNull();
    assertThat(messages.size()).isEqualTo(1);
  }

  @Test
  void keepsSoManyWhoeverSendsThem() {
    for (int i = 0; i < 1000; i++) {
      messages.findPrevious(new KeyMID(1, "spoofed " + i), exchange());
    }
    assertThat(messages.size()).isEqualTo(40);
    assertThat(messages.find(new KeyMID(1, "spoofed 999"))).isNotNull();
    messages.clear();
    assertThat(messages.isEmpty()).isTrue();
  }
}
