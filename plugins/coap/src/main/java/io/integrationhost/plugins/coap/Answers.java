package io.integrationhost.plugins.coap;

import io.integrationhost.plugin.Downlink;
import java.util.concurrent.CompletableFuture;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;

/** What devices are told. */
final class Answers {

  private Answers() {}

  /** Come again. */
  static Response later(int seconds, String why) {
    Response response = refused(ResponseCode.SERVICE_UNAVAILABLE, why);
    response.getOptions().setMaxAge(seconds);
    return response;
  }

  /** A code with a few words, or without. */
  static Response refused(ResponseCode code, String why) {
    var response = new Response(code);
    if (!why.isEmpty()) {
      response.setPayload(Metadata.diagnostic(why));
    }
    return response;
  }

  static Response tooLong(int mostBytes) {
    var response = new Response(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
    response.getOptions().setSize1(mostBytes);
    return response;
  }

  /** A downlink, and its content format. */
  static Response content(ResponseCode code, Downlink downlink) {
    var response = new Response(code);
    response.getOptions().setContentFormat(Metadata.contentFormat(downlink.contentType()));
    response.setPayload(downlink.payload());
    return response;
  }

  /**
   * Gives an answer, whatever comes of it.
   *
   * @return completes when it has left, or cannot; for good, never with a failure
   */
  static CompletableFuture<Void> leaves(Exchange exchange, Response response) {
    var gone = new CompletableFuture<Void>();
    response.addMessageObserver(
        new MessageObserverAdapter() {
          @Override
          public void onSent(boolean retransmission) {
            gone.complete(null);
          }

          @Override
          protected void failed() {
            gone.complete(null);
          }
        });
    try {
      exchange.sendResponse(response);
    } catch (RuntimeException e) {
      gone.complete(null);
    }
    return gone;
  }
}
