package io.integrationhost.kit;

import io.integrationhost.plugin.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** What a peer is told of an uplink. */
@FunctionalInterface
public interface Answer {

  /** Nothing, whatever the receipt. */
  Answer NONE = receipt -> new byte[0];

  /**
   * The answer to a receipt; called on the connection's loop, in the order of the frames.
   *
   * @param receipt what became of the uplink; without a word of the host: rejected as unavailable
   * @return the bytes to write; empty: none
   */
  byte[] to(Receipt receipt);

  /**
   * An answer as text.
   *
   * @param text of a receipt
   * @return the same in UTF-8
   */
  static Answer text(Function<Receipt, String> text) {
    return receipt -> text.apply(receipt).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The same answer to every receipt.
   *
   * @param bytes what to write
   * @return that answer
   */
  static Answer always(byte[] bytes) {
    return receipt -> bytes;
  }
}
