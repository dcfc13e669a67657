package io.integrationhost.admin.access;

import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import io.integrationhost.admin.exchange.RequestHead;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps pages of others from asking with a user's browser: by the name that it asks for (DNS
 * rebinding), by the page's origin, and by what the browser tells of the request.
 */
public final class OwnPages {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.]+]");
  private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

  private final Set<String> names;

  /**
   * For a host of these names.
   *
   * @param names beside IP addresses and localhost
   */
  public OwnPages(Set<String> names) {
    this.names = Set.copyOf(names);
  }

  /**
   * The name in {@code Host}.
   *
   * @throws ProblemException when it is not ours
   */
  void checkHost(RequestHead head) {
    String name = name(head.header("host").orElse(""));
    if (!isOurs(name)) {
      throw new ProblemException(
          ProblemType.HOST_NOT_ALLOWED,
          "this host is not known by the name in Host; use its IP address or localhost, or add the"
              + " name to admin.host-names in its settings");
    }
  }

  private static String name(String host) {
    return PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT);
  }

  private boolean isOurs(String name) {
    return name.equals("localhost")
        || IPV4.matcher(name).matches()
        || IPV6.matcher(name).matches()
        || names.contains(name);
  }

  /**
   * Where the request comes from.
   *
   * @param withAnswer whether the answer is for scripts, or something is done
   * @throws ProblemException when that is another page
   */
  void checkOrigin(RequestHead head, boolean withAnswer) {
    Optional<String> origin = head.header("origin");
    if (origin.isPresent() && !isOurs(head, origin.get())) {
      throw refused("it comes from a page of another origin");
    }
    String site = head.header("sec-fetch-site").orElse("same-origin");
    boolean typed = site.equals("none") && head.isSafe();
    if (withAnswer && !site.equals("same-origin") && !typed) {
      throw refused("the browser says that it comes from another page (Sec-Fetch-Site)");
    }
  }

  private boolean isOurs(RequestHead head, String origin) {
    String host = head.header("host").orElse("").toLowerCase(Locale.ROOT);
    String given = origin.toLowerCase(Locale.ROOT);
    if (given.equals((head.secure() ? "https://" : "http://") + host)) {
      return true;
    }
    // Behind something that encrypts for us, under a name that the operator gave.
    return names.contains(name(host)) && given.equals("https://" + host);
  }

  /**
   * That a request which does something cannot have been sent by a form.
   *
   * @throws ProblemException when it can
   */
  void checkContentType(RequestHead head) {
    String type = head.header("content-type").orElse("");
    String kind = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!head.isSafe() && !kind.equals("application/json")) {
      throw refused("it needs Content-Type: application/json, also without a body");
    }
  }

  private static ProblemException refused(String why) {
    return new ProblemException(ProblemType.FORBIDDEN, "the request is refused, since " + why);
  }
}
