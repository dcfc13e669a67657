package io.integrationhost.plugins.opcua;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;

/**
 * Keeps a server from making the library work without end: it asks at once again for what was
 * refused, and asks for each message in a gap of numbers, of which there are four thousand million.
 */
final class WaryTransport extends OpcTcpClientTransport {

  private static final long PAUSE_MILLIS = 500;
  private static final int MOST_MISSING = 1_000;
  private static final int MOST_SUBSCRIPTIONS = 10_000;

  private final Executor later;
  private final Map<UInteger, Long> numbers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UInteger, Long> eldest) {
          return size() > MOST_SUBSCRIPTIONS;
        }
      };

  WaryTransport(OpcTcpClientTransportConfig config) {
    super(config);
    later =
        task -> {
          var unused =
              config.getScheduledExecutor().schedule(task, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        };
  }

  @Override
  public CompletableFuture<UaResponseMessageType> sendRequestMessage(UaRequestMessageType request) {
    CompletableFuture<UaResponseMessageType> sent = super.sendRequestMessage(request);
    if (!(request instanceof PublishRequest)) {
      return sent;
    }
    var answered = new CompletableFuture<UaResponseMessageType>();
    var unused =
        sent.whenComplete(
            (response, failure) -> {
              if (failure != null) {
                later.execute(() -> answered.completeExceptionally(failure));
              } else if (response instanceof PublishResponse publish && leavesGap(publish)) {
                later.execute(
                    () ->
                        answered.completeExceptionally(
                            new UaException(StatusCodes.Bad_SequenceNumberInvalid)));
              } else {
                answered.complete(response);
              }
            });
    return answered;
  }

  private boolean leavesGap(PublishResponse response) {
    UInteger subscription = response.getSubscriptionId();
    long number = response.getNotificationMessage().getSequenceNumber().longValue();
    synchronized (numbers) {
      if (number - numbers.getOrDefault(subscription, 0L) > MOST_MISSING) {
        return true;
      }
      numbers.put(subscription, number);
      return false;
    }
  }
}
