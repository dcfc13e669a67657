package io.integrationhost.host.delivery;

import io.integrationhost.host.delivery.AsideFiles.Aside;
import io.integrationhost.host.delivery.SuspectStore.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reading that was refused alone, and what is known of it. Confined to the thread that delivers.
 */
final class Suspect {

  private final Item item;
  private final Optional<AttributeOrder.Entity> held;
  private final Optional<byte[]> older;
  private final List<Waiting> behind = new ArrayList<>();
  private Optional<Aside> file = Optional.empty();
  private String reason;
  private boolean cutting;
  private int attempts;
  private int tries;
  private long firstTry;
  private int loneTries;
  private long firstLoneTry;
  private boolean again;
  private boolean passedBefore;
  private long nextTry;
  private boolean inFlight;
  private boolean settled;
  private boolean condemned;
  private boolean filing;

  /** Attributes of the same entity that wait for the verdict, in order. */
  record Waiting(Aside file, List<Item> items) {}

  Suspect(Item item, Kept kept, Optional<AttributeOrder.Entity> held, long now) {
    this.item = item;
    this.held = held;
    this.older = kept.older();
    this.reason = kept.reason();
    this.cutting = kept.cutting();
    this.nextTry = now;
  }

  /** The entity whose further attributes wait. */
  Optional<AttributeOrder.Entity> held() {
    return held;
  }

  /** Attributes that it replaced, needed should it be given up. */
  Optional<byte[]> older() {
    return older;
  }

  List<Waiting> behind() {
    return behind;
  }

  Aside file() {
    return file.orElseThrow();
  }

  void file(Aside written) {
    file = Optional.of(written);
  }

  boolean isCutting() {
    return cutting;
  }

  String reason() {
    return reason;
  }

  Item item() {
    return item;
  }

  Batch attempt() {
    inFlight = true;
    return Batch.trying(this, item);
  }

  void ended() {
    inFlight = false;
  }

  boolean isInFlight() {
    return inFlight;
  }

  boolean isDue(long now) {
    return canBeTried() && now - nextTry >= 0;
  }

  boolean canBeTried() {
    return !inFlight && !condemned && !settled;
  }

  long nextTry() {
    return nextTry;
  }

  void tryAt(long time) {
    nextTry = time;
  }

  void tryNoLaterThan(long time) {
    if (time - nextTry < 0) {
      nextTry = time;
    }
  }

  int attempts() {
    return attempts;
  }

  /**
   * Notes a refusal. Two in a row make a try, since a server that refuses now and then would else
   * meet the same reading five times by chance.
   *
   * @param passed whether something else passed just before
   * @return whether the try is complete
   */
  boolean refused(String text, boolean cut, boolean passed) {
    reason = text;
    cutting |= cut;
    if (!again) {
      passedBefore = passed;
    }
    again = !cut && !again;
    if (!again) {
      attempts++;
    }
    return !again;
  }

  boolean passedBefore() {
    return passedBefore;
  }

  /** A try counts: others passed around it. True when it was the last one. */
  boolean countTry(RefusalRules rules, long now) {
    if (tries++ == 0) {
      firstTry = now;
    }
    loneTries = 0;
    return tries >= rules.tries() && now - firstTry >= rules.period().toNanos();
  }

  /** A try counts: there is nothing else. True when it was the last one. */
  boolean countLoneTry(RefusalRules rules, long now) {
    if (loneTries++ == 0) {
      firstLoneTry = now;
    }
    return loneTries >= rules.loneTries() && now - firstLoneTry >= rules.lonePeriod().toNanos();
  }

  /** Something else came: it was not alone. */
  void notAlone() {
    loneTries = 0;
  }

  void condemn() {
    condemned = true;
  }

  boolean isCondemned() {
    return condemned && !settled;
  }

  boolean isFiling() {
    return filing;
  }

  void filing(boolean value) {
    filing = value;
  }

  /** It arrived, or is a dead letter; its file may be there for a moment. */
  void settle() {
    settled = true;
  }

  boolean isSettled() {
    return settled;
  }
}
