package io.integrationhost.admin.access;

import io.integrationhost.admin.exchange.Caller;
import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import io.integrationhost.admin.exchange.RequestHead;
import io.integrationhost.admin.exchange.RequestWatch;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.host.settings.AdminIdentity;
import io.integrationhost.host.settings.AdminScope;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Decides whether a request is answered, and as whose. Safe for any thread. */
public final class Gate {

  private final boolean open;
  private final boolean metricsOpen;
  private final OwnPages pages;
  private final Tokens tokens;
  private final List<AdminIdentity> certificates;
  private final BrowserSessions sessions;
  private final LoginLimit limit;
  private final RequestWatch watch;

  /**
   * A gate.
   *
   * @param open whether everything may be served at all, since the address is loopback, or
   *     encrypted, or the operator wants so
   * @param metricsOpen whether metrics need no token
   * @param certificates what owners of client certificates may
   */
  public Gate(
      boolean open,
      boolean metricsOpen,
      OwnPages pages,
      Tokens tokens,
      List<AdminIdentity> certificates,
      BrowserSessions sessions,
      LoginLimit limit,
      RequestWatch watch) {
    this.open = open;
    this.metricsOpen = metricsOpen;
    this.pages = pages;
    this.tokens = tokens;
    this.certificates = List.copyOf(certificates);
    this.sessions = sessions;
    this.limit = limit;
    this.watch = watch;
  }

  /**
   * Lets a request for a file of the console in.
   *
   * @throws ProblemException when it may not pass
   */
  public void admitPage(RequestHead head) {
    counted(head, false, false);
  }

  /**
   * Lets a request in before anything is looked for: what is there is nobody's business who may not
   * ask.
   *
   * @throws ProblemException when it may not pass
   */
  public void admitUnknown(RequestHead head) {
    counted(head, true, false);
    if (!identify(head).isKnown()) {
      throw unauthenticated();
    }
  }

  /**
   * Lets a request in.
   *
   * @return who asks
   * @throws ProblemException when it may not pass
   */
  public Caller admit(RequestHead head, Route route) {
    if (route.isHealth()) {
      // A probe asks under any name; without a token it learns no reasons.
      return isOpenTo(head) ? known(head) : Caller.UNKNOWN;
    }
    counted(head, true, route.isMetrics());
    if (route.isMetrics()) {
      return metricsOpen ? Caller.UNKNOWN : allowed(identify(head), AdminScope.READ);
    }
    return route.scope().map(scope -> allowed(identify(head), scope)).orElse(Caller.UNKNOWN);
  }

  /** What comes from this machine, or from inside the same container, has passed no network. */
  private boolean isOpenTo(RequestHead head) {
    return open || head.isFromHere();
  }

  private void counted(RequestHead head, boolean withAnswer, boolean metrics) {
    try {
      pages.checkHost(head);
    } catch (ProblemException e) {
      watch.refused("host");
      throw e;
    }
    try {
      pages.checkOrigin(head, withAnswer);
      pages.checkContentType(head);
    } catch (ProblemException e) {
      watch.refused("origin");
      throw e;
    }
    if (!metrics && !isOpenTo(head)) {
      watch.refused("forbidden");
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "only /health/* and /metrics are served at this address without encryption; set admin.tls"
              + " in the settings of the host, or admin.address = \"127.0.0.1\" (or admin.insecure"
              + " = true, if nobody else can listen)");
    }
  }

  private Caller allowed(Caller caller, AdminScope scope) {
    if (!caller.isKnown()) {
      throw unauthenticated();
    }
    if (!caller.may(scope)) {
      watch.refused("forbidden");
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "token '"
              + caller.name()
              + "' has not the scope '"
              + scope.word()
              + "', which this needs; use another one, or add the scope to admin.tokens."
              + caller.name()
              + ".scopes");
    }
    return caller;
  }

  private ProblemException unauthenticated() {
    watch.refused("unauthenticated");
    return new ProblemException(
        ProblemType.UNAUTHENTICATED,
        "send a token as 'Authorization: Bearer TOKEN'; 'integration-host token' prints that of"
            + " this host, on its machine");
  }

  /** As {@link #identify}; one that is not known is nobody. */
  private Caller known(RequestHead head) {
    try {
      return identify(head);
    } catch (ProblemException e) {
      return Caller.UNKNOWN;
    }
  }

  private Caller identify(RequestHead head) {
    Optional<String> header = head.header("authorization");
    if (header.isPresent()) {
      return byToken(bearer(header.get()), head.remoteAddress());
    }
    Optional<Caller> browser = cookie(head).flatMap(sessions::find);
    return browser.or(() -> byCertificate(head)).orElse(Caller.UNKNOWN);
  }

  /**
   * Whether the token, or the session, with which a request was let in still counts.
   *
   * @param caller as whose it was let in
   */
  public boolean stillKnows(RequestHead head, Caller caller) {
    if (caller.expires().isPresent()) {
      return cookie(head).flatMap(sessions::find).isPresent();
    }
    return head.header("authorization")
        .map(header -> tokens.find(bearer(header)).isPresent())
        .orElse(true);
  }

  private static String bearer(String header) {
    String text = header.strip();
    return text.regionMatches(true, 0, "Bearer ", 0, 7) ? text.substring(7).strip() : "";
  }

  private Caller byToken(String token, String address) {
    int wait = limit.secondsToWait(address);
    if (wait > 0) {
      watch.refused("limit");
      throw new ProblemException(
              ProblemType.TOO_MANY,
              "too many tokens that are not known came from this address; try again in "
                  + wait
                  + " s")
          .after(wait);
    }
    Optional<Caller> caller = tokens.find(token);
    if (caller.isEmpty()) {
      limit.failed(address);
      throw unauthenticated();
    }
    return caller.get();
  }

  private Optional<Caller> byCertificate(RequestHead head) {
    return head.certificate()
        .flatMap(Gate::distinguished)
        .flatMap(
            subject ->
                certificates.stream()
                    .filter(each -> subject.equals(name(each.proof())))
                    .findFirst())
        .map(each -> new Caller(each.name(), each.scopes(), Optional.empty()));
  }

  private static LdapName name(String subject) {
    return distinguished(subject).orElse(null);
  }

  private static Optional<LdapName> distinguished(String subject) {
    try {
      return Optional.of(new LdapName(subject));
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> cookie(RequestHead head) {
    for (String pair : head.header("cookie").orElse("").split(";", -1)) {
      String[] parts = pair.strip().split("=", 2);
      if (parts.length == 2 && parts[0].equals(BrowserSessions.COOKIE)) {
        return Optional.of(parts[1]);
      }
    }
    return Optional.empty();
  }

  /**
   * Makes a cookie for whoever shows a token.
   *
   * @return the header to set, and whom it stands for
   * @throws ProblemException when the token is not known
   */
  public Login login(RequestHead head, String token) {
    BrowserSessions.Opened opened = sessions.open(byToken(token, head.remoteAddress()), token);
    return new Login(
        setCookie(opened.cookie(), BrowserSessions.LENGTH.toSeconds(), head), opened.caller());
  }

  /** A cookie with its owner. */
  public record Login(String setCookie, Caller caller) {

    /** Without the cookie. */
    @Override
    public String toString() {
      return "Login[" + caller + "]";
    }
  }

  /** Ends the session of a browser; the header to set. */
  public String logout(RequestHead head) {
    cookie(head).ifPresent(sessions::close);
    return setCookie("", 0, head);
  }

  private static String setCookie(String value, long seconds, RequestHead head) {
    return BrowserSessions.COOKIE
        + "="
        + value
        + "; Path=/; Max-Age="
        + seconds
        + "; HttpOnly; SameSite=Strict"
        + (head.secure() ? "; Secure" : "");
  }
}
