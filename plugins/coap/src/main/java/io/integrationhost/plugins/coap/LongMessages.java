package io.integrationhost.plugins.coap;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.MessageFormatException;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.serialization.UdpDataParser;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.eclipse.californium.elements.RawData;

/**
 * Datagrams that are longer than a message may be: who sent one is told to send it in blocks.
 * Thread-safe.
 */
final class LongMessages {

  /** As RFC 7959 writes a block of 1,024 bytes. */
  private static final int BLOCK_SIZE = 6;

  private final int mostBytes;
  private final Function<List<String>, Optional<CoapTransport>> whose;
  private final Consumer<RawData> sender;
  private final UdpDataParser parser = new UdpDataParser();
  private final UdpDataSerializer serializer = new UdpDataSerializer();
  private final AtomicInteger nextId = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();

  /**
   * Of one port.
   *
   * @param mostBytes of a body
   * @param whose finds who has a path
   * @param sender sends without waiting
   */
  LongMessages(
      int mostBytes,
      Function<List<String>, Optional<CoapTransport>> whose,
      Consumer<RawData> sender) {
    this.mostBytes = mostBytes;
    this.whose = whose;
    this.sender = sender;
  }

  /** Datagrams that were too long. */
  long refused() {
    return refused.get();
  }

  /** Counts one, and answers it when it is a request. */
  void refuse(RawData raw) {
    refused.incrementAndGet();
    Message message;
    try {
      message = parser.parseMessage(raw);
    } catch (MessageFormatException isNone) {
      return;
    }
    if (message instanceof Request request) {
      whose
          .apply(Port.segments(request))
          .ifPresent(each -> each.tooLong(raw.getInetSocketAddress(), raw.getBytes()));
      sender.accept(serializer.serializeResponse(answer(request)));
    }
  }

  private Response answer(Request request) {
    Response response = Answers.tooLong(mostBytes);
    response.getOptions().setBlock1(BLOCK_SIZE, false, 0);
    response.setType(request.isConfirmable() ? CoAP.Type.ACK : CoAP.Type.NON);
    response.setMID(
        request.isConfirmable() ? request.getMID() : nextId.getAndIncrement() & Message.MAX_MID);
    response.setToken(request.getToken());
    response.setDestinationContext(request.getSourceContext());
    return response;
  }
}
