package io.integrationhost.remote;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.integrationhost.remote.proto.IntegrationTransport;
import io.integrationhost.remote.proto.ResponseMsg;
import java.io.InputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The connection that all links to one server share. gRPC would also retry it in its own rhythm; by
 * becoming idle after each failure the channel connects only when a link makes an attempt, and
 * tells it this attempt's failure, not an older one. Thread-safe.
 */
final class SharedChannel {
  /**
   * How many bytes may wait for the network before a call is not ready. gRPC's 32 KiB is less than
   * one good batch.
   */
  private static final int READY_BYTES = 256 * 1024;

  private static final long CLOSE_SECONDS = 2;

  private final ManagedChannel channel;
  private final Executor apart;
  private final AtomicLong generation = new AtomicLong();

  /**
   * @param apart runs what is too much for a thread of the network
   */
  SharedChannel(ManagedChannel channel, Executor apart) {
    this.channel = channel;
    this.apart = apart;
  }

  /** Runs it on another thread than that of the network; here when there is none any more. */
  void apart(Runnable task) {
    try {
      apart.execute(task);
    } catch (RejectedExecutionException closed) {
      task.run();
    }
  }

  ClientCall<Outbound, ResponseMsg> newCall() {
    calmDown();
    return channel.newCall(
        LinkMethod.HANDLE_MSGS, CallOptions.DEFAULT.withOnReadyThreshold(READY_BYTES));
  }

  /** Which connection new calls use now; they may share it with others. */
  long generation() {
    return generation.get();
  }

  /**
   * Gives up a connection on which nothing comes back, unless that happened already. gRPC sends no
   * pings of its own (facts 2.1), so it would go on using it. Streams that still live on the old
   * connection stay there.
   */
  void abandon(long silentGeneration) {
    if (generation.compareAndSet(silentGeneration, silentGeneration + 1)) {
      channel.enterIdle();
    }
  }

  /** Ends gRPC's own attempts after a failed one. */
  void calmDown() {
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.enterIdle();
    }
  }

  void shutdown() {
    channel.shutdown();
  }

  void shutdownNow() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The link's method as its client uses it: writes only, so it never decodes what it sent. */
  private static final class LinkMethod {
    static final MethodDescriptor<Outbound, ResponseMsg> HANDLE_MSGS =
        IntegrationTransport.handleMsgs().toBuilder(
                new WriteOnly(), IntegrationTransport.handleMsgs().getResponseMarshaller())
            .build();

    private LinkMethod() {}

    private static final class WriteOnly implements Marshaller<Outbound> {
      @Override
      public InputStream stream(Outbound message) {
        return new OutboundStream(message);
      }

      @Override
      public Outbound parse(InputStream stream) {
        throw new UnsupportedOperationException("a client does not receive requests");
      }
    }
  }
}
