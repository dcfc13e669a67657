package io.integrationhost.bench;

import io.grpc.ClientCall;
import java.util.List;

/** Keeps a window of messages in flight; called by the one network thread. */
final class BareCall extends ClientCall.Listener<byte[]> {
  private final ClientCall<byte[], byte[]> call;
  private final List<byte[]> requests;
  private final int window;
  private volatile boolean stopped;
  private volatile long sent;
  private volatile long answered;
  private boolean accepted;
  private int next;

  BareCall(ClientCall<byte[], byte[]> call, List<byte[]> requests, int window) {
    this.call = call;
    this.requests = requests;
    this.window = window;
  }

  long sent() {
    return sent;
  }

  long answered() {
    return answered;
  }

  void stop() {
    stopped = true;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  public void onMessage(byte[] response) {
    if (accepted) {
      answered++;
    }
    accepted = true;
    while (!stopped && sent - answered < window) {
      call.sendMessage(requests.get(next));
      next = (next + 1) % requests.size();
      sent++;
    }
    call.request(1);
  }
}
