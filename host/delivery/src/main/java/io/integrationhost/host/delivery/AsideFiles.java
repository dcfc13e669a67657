package io.integrationhost.host.delivery;

import io.integrationhost.host.delivery.SuspectStore.Kept;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes and removes what is set aside, and tries again what the disk did not take. Confined to the
 * thread that delivers; what stages bring is handed to {@code later}, which brings it there.
 */
final class AsideFiles {

  private static final int MOST_DOUBLINGS = 5;

  private final SuspectStore store;
  private final RefusalRules rules;
  private final Consumer<Runnable> later;
  private final Consumer<String> warn;
  private final Set<Aside> unwritten = new LinkedHashSet<>();
  private final Set<SuspectStore.Id> ids = new HashSet<>();
  private Optional<String> problem = Optional.empty();
  private long bytes;

  AsideFiles(
      SuspectStore store, RefusalRules rules, Consumer<Runnable> later, Consumer<String> warn) {
    this.store = store;
    this.rules = rules;
    this.later = later;
    this.warn = warn;
  }

  /** A file of its own; lives until it is removed. */
  static final class Aside {
    private Optional<Kept> content;
    private final SuspectStore.Id id;
    private Runnable then = () -> {};
    private boolean busy;
    private boolean changed;
    private int failures;
    private long notBefore;

    private Aside(Kept content) {
      this.content = Optional.of(content);
      this.id = content.id();
    }

    SuspectStore.Id id() {
      return id;
    }
  }

  /** One that an earlier run has written. */
  Aside known(Kept content) {
    ids.add(content.id());
    bytes += content.bytes();
    return new Aside(content);
  }

  /**
   * Writes one.
   *
   * @param then runs when it survives a kill and a power loss
   */
  Aside keep(Kept content, long now, Runnable then) {
    ids.add(content.id());
    bytes += content.bytes();
    Aside aside = new Aside(content);
    change(aside, now, then);
    return aside;
  }

  /** The id or, while a file of that name lives, another one of the same position. */
  SuspectStore.Id free(SuspectStore.Id wanted) {
    SuspectStore.Id id = wanted;
    while (ids.contains(id)) {
      id = new SuspectStore.Id(id.position(), id.checksum() + 1);
    }
    return id;
  }

  /** Puts something else in the place of one. */
  void replace(Aside aside, Kept content, long now, Runnable then) {
    aside.content.ifPresent(former -> bytes -= former.bytes());
    bytes += content.bytes();
    aside.content = Optional.of(content);
    change(aside, now, then);
  }

  void remove(Aside aside, long now, Runnable then) {
    aside.content.ifPresent(former -> bytes -= former.bytes());
    aside.content = Optional.empty();
    change(aside, now, then);
  }

  /** How many bytes of items are set aside. */
  long bytes() {
    return bytes;
  }

  /** Why the last write failed, if nothing was written since. */
  Optional<String> problem() {
    return problem;
  }

  /** Tries again what failed. */
  void retry(long now) {
    List.copyOf(unwritten).forEach(aside -> write(aside, now));
  }

  /** When the next retry is due. */
  OptionalLong nextTime() {
    return unwritten.stream()
        .filter(aside -> !aside.busy)
        .mapToLong(aside -> aside.notBefore)
        .min();
  }

  private void change(Aside aside, long now, Runnable then) {
    Runnable before = aside.then;
    aside.changed = true;
    aside.then =
        () -> {
          before.run();
          then.run();
        };
    unwritten.add(aside);
    write(aside, now);
  }

  private void write(Aside aside, long now) {
    if (aside.busy || !aside.changed || now - aside.notBefore < 0) {
      return;
    }
    aside.busy = true;
    aside.changed = false;
    Runnable then = aside.then;
    aside.then = () -> {};
    Optional<Kept> content = aside.content;
    CompletionStage<Void> stage =
        stage(() -> content.isPresent() ? store.keep(content.get()) : store.remove(aside.id));
    var unused =
        stage.whenComplete(
            (done, failure) ->
                later.accept(() -> written(aside, then, Optional.ofNullable(failure), now)));
  }

  /** Whatever a store throws is what its stage could have failed with. */
  static CompletionStage<Void> stage(Supplier<CompletionStage<Void>> action) {
    try {
      return action.get();
    } catch (Throwable thrown) {
      return CompletableFuture.failedFuture(thrown);
    }
  }

  private void written(Aside aside, Runnable then, Optional<Throwable> failure, long begun) {
    if (!aside.busy) {
      return;
    }
    aside.busy = false;
    if (failure.isPresent()) {
      notWritten(aside, then, failure.get(), begun);
      return;
    }
    problem = Optional.empty();
    aside.failures = 0;
    if (!aside.changed) {
      unwritten.remove(aside);
      if (aside.content.isEmpty()) {
        ids.remove(aside.id);
      }
    }
    try {
      then.run();
    } catch (Throwable e) {
      // It is settled again, for its place in the spool waits for it.
      aside.busy = true;
      throw e;
    }
    write(aside, begun);
  }

  private void notWritten(Aside aside, Runnable then, Throwable failure, long begun) {
    Runnable newer = aside.then;
    aside.then =
        () -> {
          then.run();
          newer.run();
        };
    aside.changed = true;
    long wait = rules.firstWait().toNanos() << Math.min(aside.failures++, MOST_DOUBLINGS);
    aside.notBefore = begun + Math.min(wait, rules.longestWait().toNanos());
    problem = Optional.of("readings cannot be set aside, trying again: " + text(failure));
    warn.accept(problem.get());
  }

  static String text(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
