package io.integrationhost.kit.transport;

import io.integrationhost.kit.run.FollowedTls;
import io.integrationhost.plugin.Endpoint;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** How a transport meets its peers: a port that it listens on, or a peer that it dials. */
interface Way {

  /** Once; completes when the port is bound, or when dialling has begun. */
  CompletableFuture<Void> open();

  /** Takes nothing more; completes when all is closed. */
  CompletionStage<Void> stop();

  void pause(boolean now);

  /** Why nobody is served on this way; empty when all is well. */
  Optional<String> problem();

  /** Of a port that listens. */
  Optional<Endpoint> endpoint();

  Optional<FollowedTls> tls();

  void forEachLedger(Consumer<Ledger> action);

  /** How many peers there are now. */
  int size();

  /** How many were turned away. */
  long refused();

  /** How many messages were dropped, unread. */
  default long lost() {
    return 0;
  }

  /** The bound port; only while listening. */
  int number();
}
