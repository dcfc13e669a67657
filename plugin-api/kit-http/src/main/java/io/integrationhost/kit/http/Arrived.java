package io.integrationhost.kit.http;

import io.integrationhost.kit.Fault;
import java.util.Optional;

/** What the reader of a connection finds. */
sealed interface Arrived {

  /** A client asks whether to send its body, and may. */
  record Asked() implements Arrived {}

  /**
   * A request that is not looked at further.
   *
   * @param reply what the client is told
   * @param head what could be read of it; empty when nothing could
   * @param address whose request it was; empty when nobody's
   * @param bytes of its head
   * @param ends whether nothing more can be read of this connection
   * @param fault what is wrong with it; empty when it was refused only
   */
  record Turned(
      Reply reply,
      Optional<Head> head,
      Optional<Sites.Address> address,
      int bytes,
      boolean ends,
      Optional<Fault> fault)
      implements Arrived {}

  /**
   * A whole request.
   *
   * @param head before the body
   * @param address whose it is
   * @param body without chunks, maybe compressed
   * @param bytes that it took
   */
  record Whole(Head head, Sites.Address address, byte[] body, int bytes) implements Arrived {}
}
