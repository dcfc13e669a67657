package io.integrationhost.plugins.modbus.frame;

/**
 * One message of either side, out of its frame.
 *
 * @param transaction 0 to 65535; 0 where the framing has none
 * @param unit 0 to 255
 * @param pdu function code and what follows it, 1 to 253 bytes; not copied
 */
public record Frame(int transaction, int unit, byte[] pdu) {

  /** No PDU is longer. */
  public static final int LONGEST_PDU = 253;

  /** The function code as sent: with its highest bit set when it is an exception. */
  public int function() {
    return pdu[0] & 0xFF;
  }
}
