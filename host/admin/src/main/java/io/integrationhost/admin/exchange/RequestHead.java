package io.integrationhost.admin.exchange;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request without its body.
 *
 * @param id names it in answers and in the log
 * @param path as it was sent, with its escapes
 * @param query the first value of each parameter, without escapes; one whose escapes are none is
 *     the name of the only parameter, as it was sent
 * @param headers the first value of each, by its name in lower case
 * @param remoteAddress of the peer
 * @param secure whether it came over TLS
 * @param certificate the subject of the client's certificate, if it has a trusted one
 */
public record RequestHead(
    String id,
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    String remoteAddress,
    boolean secure,
    Optional<String> certificate) {

  public RequestHead {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether it only reads. */
  public boolean isSafe() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /**
   * Whether the peer is on this machine, at a loopback address: such packets no network carries.
   */
  public boolean isFromHere() {
    try {
      // Text of an address, never a name: nothing is looked up.
      return InetAddress.getByName(remoteAddress).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Without headers and parameters: they may hold secrets. */
  @Override
  public String toString() {
    return id + " " + method + " " + path;
  }
}
