package io.integrationhost.plugins.http;

import io.integrationhost.kit.settings.Secret;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A secret that requests are compared with. It may stand in a file, which a loop must not read: it
 * is looked at now and then beside. Thread-safe.
 */
final class FreshSecret {

  private static final long PERIOD_SECONDS = 30;

  private final Secret secret;
  private final TransportContext context;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Optional<String> value = Optional.empty();

  FreshSecret(Secret secret, TransportContext context) {
    this.secret = secret;
    this.context = context;
    look();
  }

  private void look() {
    try {
      value = secret.value();
    } catch (TransportException unreadable) {
      // What was known goes on: the file is being replaced, or its lack is told by the host.
    }
  }

  /** Empty when it is lost: then nobody may. */
  Optional<String> value() {
    if (looking.compareAndSet(false, true)) {
      lookAgain();
    }
    return value;
  }

  /** From the first use on, so that a transport that is never started leaves nothing behind. */
  private void lookAgain() {
    try {
      var unused =
          context
              .scheduler()
              .scheduleWithFixedDelay(this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException ending) {
      // Nobody asks for it any more.
    }
  }
}
