package io.integrationhost.kit.settings;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Networks of addresses, such as {@code 10.0.0.0/8}, {@code fd00::/8} and {@code 192.168.1.7}.
 *
 * @param all of them
 */
public record Networks(List<Network> all) {

  /** No address. */
  public static final Networks NONE = new Networks(List.of());

  /**
   * Copies the list.
   *
   * @param all of them
   */
  public Networks {
    all = List.copyOf(all);
  }

  /**
   * Whether an address is in one of them. A v4 address within a v6 one is the v4 address.
   *
   * @param address of a peer
   * @return true if it is
   */
  public boolean contains(InetAddress address) {
    byte[] bytes = unwrapped(address.getAddress());
    for (Network each : all) {
      if (each.contains(bytes)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads an address without asking a name server: that would block.
   *
   * @param text an IP address or {@code localhost}
   * @return empty when it is none
   */
  public static Optional<InetAddress> address(String text) {
    if (text.equalsIgnoreCase("localhost")) {
      return Optional.of(InetAddress.getLoopbackAddress());
    }
    return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(text));
  }

  private static byte[] unwrapped(byte[] address) {
    if (address.length != 16 || (address[10] & address[11]) != -1) {
      return address;
    }
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return address;
      }
    }
    return new byte[] {address[12], address[13], address[14], address[15]};
  }

  /**
   * One network.
   *
   * @param text as it was written
   * @param start its first address
   * @param bits how many bits all its addresses have in common
   */
  public record Network(String text, InetAddress start, int bits) {

    /**
     * Reads a network.
     *
     * @param text {@code address/bits}, or an address alone
     * @return empty when it is none, or when its address has bits beyond those
     */
    public static Optional<Network> parse(String text) {
      int slash = text.indexOf('/');
      Optional<InetAddress> address =
          Optional.ofNullable(
              NetUtil.createInetAddressFromIpAddressString(
                  slash < 0 ? text : text.substring(0, slash)));
      if (address.isEmpty()) {
        return Optional.empty();
      }
      int most = address.get().getAddress().length * Byte.SIZE;
      int bits = slash < 0 ? most : bits(text.substring(slash + 1), most);
      return bits >= 0 && !hasBitsBeyond(address.get().getAddress(), bits)
          ? Optional.of(new Network(text, address.get(), bits))
          : Optional.empty();
    }

    private static int bits(String text, int most) {
      if (!text.matches("\\d{1,3}")) {
        return -1;
      }
      int bits = Integer.parseInt(text);
      return bits <= most ? bits : -1;
    }

    private static boolean hasBitsBeyond(byte[] address, int bits) {
      for (int bit = bits; bit < address.length * Byte.SIZE; bit++) {
        if ((address[bit / Byte.SIZE] & (0x80 >> bit % Byte.SIZE)) != 0) {
          return true;
        }
      }
      return false;
    }

    private boolean contains(byte[] address) {
      byte[] first = unwrapped(start.getAddress());
      if (first.length != address.length) {
        return false;
      }
      int common = bits - (start.getAddress().length - first.length) * Byte.SIZE;
      for (int bit = 0; bit < common; bit++) {
        if (((address[bit / Byte.SIZE] ^ first[bit / Byte.SIZE]) & (0x80 >> bit % Byte.SIZE))
            != 0) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
