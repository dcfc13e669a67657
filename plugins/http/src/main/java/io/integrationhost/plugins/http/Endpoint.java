package io.integrationhost.plugins.http;

import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.http.Head;
import io.integrationhost.kit.http.Replies;
import io.integrationhost.kit.http.Reply;
import io.integrationhost.kit.http.Request;
import io.integrationhost.kit.http.Site;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Counter;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Uplink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Requests of one integration. Thread-safe. */
final class Endpoint implements Site {

  private static final String[] STATUSES = {
    "200", "204", "400", "401", "403", "404", "405", "413", "415", "429", "500", "503"
  };

  private final Settings settings;
  private final TransportContext context;
  private final Metadata metadata;
  private final Answers answers;
  private final Rate rate;
  private final Publishing publishing;
  private final Replies replies;
  private final Optional<Sender> sender;
  private final Counter counter;

  Endpoint(Settings settings, TransportContext context, Optional<Sender> sender) {
    this.settings = settings;
    this.context = context;
    this.sender = sender;
    this.metadata = new Metadata(settings, context.config());
    this.answers = new Answers(settings);
    this.rate = new Rate(settings.maxRequestsPerSecond());
    this.publishing = new Publishing(context.uplinks());
    this.replies = new Replies(context.scheduler(), settings.downlinkWait());
    this.counter =
        context.counter("answers", "Answers to requests by their status", "status", STATUSES);
  }

  @Override
  public Optional<Reply> refusal(Head head, String rest) {
    Optional<Reply> refusal =
        Methods.refusal(settings.kind(), head, rest)
            .or(
                () ->
                    Content.isLook(settings.kind(), head.method(), head.query(), rest)
                        ? Optional.empty()
                        : settings.credentials().refusal(head).or(rate::refusal));
    refusal.ifPresent(reply -> counter.of(Integer.toString(reply.status())).increment());
    return refusal;
  }

  @Override
  public int mostBytes() {
    return settings.maxBodySize();
  }

  @Override
  public boolean isSecret(String name) {
    return metadata.isSecret(name);
  }

  @Override
  public CompletionStage<Reply> answer(Request request) {
    CompletionStage<Reply> said;
    try {
      said = handle(request);
    } catch (NotTaken e) {
      said =
          CompletableFuture.completedFuture(
              e.getMessage().isEmpty()
                  ? Reply.of(e.status())
                  : Reply.text(e.status(), e.getMessage() + "\n"));
    }
    return said.thenApply(
        reply -> {
          counter.of(Integer.toString(reply.status())).increment();
          return reply;
        });
  }

  private CompletionStage<Reply> handle(Request request) {
    Head head = request.head();
    if (Content.isLook(settings.kind(), head.method(), head.query(), request.rest())) {
      return CompletableFuture.completedFuture(Reply.of(200));
    }
    if (!settings.credentials().isSigned(request)) {
      throw new NotTaken(403, "");
    }
    if (settings.credentials().signed().isPresent() && Content.isOfQuery(settings.kind(), head)) {
      throw new NotTaken(403, "no signature is of a query; send all in the body");
    }
    Optional<Content> content = Content.of(settings.kind(), request);
    if (content.isEmpty()) {
      return CompletableFuture.completedFuture(Reply.of(200));
    }
    boolean isRead = settings.requestMetadata() || settings.kind().told == Kind.Told.NETWORK;
    Map<String, String> query = isRead ? query(head) : Map.of();
    check(request, content.get(), query);
    Metadata.Told told = metadata.of(request, query);
    ContentType type = content.get().type();
    return publishing
        .publish(
            parts(content.get()),
            part ->
                new Uplink.Payload(
                    part, type, told.all(), request.source(), Optional.empty(), told.secret()))
        .thenCompose(receipt -> answer(receipt, content.get()));
  }

  private static Map<String, String> query(Head head) {
    try {
      return head.query().isEmpty() ? Map.of() : Query.parse(head.query());
    } catch (IllegalArgumentException e) {
      throw new NotTaken(400, "the query cannot be read: " + e.getMessage());
    }
  }

  private void check(Request request, Content content, Map<String, String> query) {
    boolean may =
        switch (settings.kind().check) {
          case NONE, HEADERS -> true;
          case KPN -> mayByToken(request, content);
          case THINGPARK ->
              settings
                  .network()
                  .map(one -> one.holdsFor(query, Json.parse(content.bytes())))
                  .orElse(true);
          case TPE ->
              settings
                  .network()
                  .map(
                      one ->
                          one.holdsForEnterprise(
                              query, Json.parse(content.bytes()), settings.sentKey()))
                  .orElse(true);
        };
    if (!may) {
      throw new NotTaken(403, "");
    }
  }

  private boolean mayByToken(Request request, Content content) {
    if (settings.kpnSecret().isEmpty()) {
      return true;
    }
    byte[] secret =
        settings
            .kpnSecret()
            .flatMap(FreshSecret::value)
            .orElse("")
            .getBytes(StandardCharsets.UTF_8);
    String token = request.head().headers().first("things-message-token").orElse("");
    // The vendor hashes the body as it sends it, ThingsBoard's own integration as it writes it
    // again.
    return secret.length > 0
        && Hashes.isOneOf(
            token, Hashes.sha256(request.body(), secret), Hashes.sha256(content.bytes(), secret));
  }

  private List<byte[]> parts(Content content) {
    if (settings.splitArrays()
        && content.type() == ContentType.JSON
        && content.bytes()[0] == '['
        && Json.parse(content.bytes()) instanceof List<?> list
        && list.size() > 1) {
      return list.stream().map(Json::write).toList();
    }
    return List.of(content.bytes());
  }

  private CompletionStage<Reply> answer(Receipt receipt, Content content) {
    boolean mayCarry =
        settings.kind().repliesWithDownlinks()
            && receipt.downlinksWaiting() > 0
            && answers.isOk(receipt);
    Optional<String> id = mayCarry ? answers.sigfoxId(content) : Optional.empty();
    if (!mayCarry || (settings.kind().down == Kind.Down.SIGFOX_REPLY && id.isEmpty())) {
      return CompletableFuture.completedFuture(answers.of(receipt));
    }
    return replies
        .await(receipt.devices())
        .thenApply(
            met ->
                met.map(one -> answers.carrying(one.downlink(), id).told(one.outcome()))
                    .orElseGet(() -> answers.of(receipt)));
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    return sender
        .map(one -> one.send(downlink))
        .orElseGet(
            () ->
                settings.kind().repliesWithDownlinks()
                    ? replies.offer(downlink)
                    : Refusal.reject(
                        "integrations of type "
                            + settings.kind()
                            + " send nothing to devices, neither here nor in ThingsBoard; remove"
                            + " the downlink converter"));
  }

  @Override
  public Health health() {
    return sender.map(Sender::health).orElseGet(Health::up);
  }

  @Override
  public void close() {
    replies.close();
    sender.ifPresent(Sender::close);
  }

  @Override
  public String toString() {
    return context.integration();
  }
}
