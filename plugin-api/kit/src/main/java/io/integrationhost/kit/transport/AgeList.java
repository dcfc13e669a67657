package io.integrationhost.kit.transport;

/**
 * Connections in the order of a moment, the oldest first. Adding, moving and removing one costs the
 * same however many there are, and none needs a timer of its own. Belongs to one loop.
 */
final class AgeList {

  /** A connection's place in one list. */
  static final class Place {
    final Connection<?> owner;
    private Place before;
    private Place after;
    private long since;
    private boolean listed;

    Place(Connection<?> owner) {
      this.owner = owner;
    }

    long since() {
      return since;
    }

    boolean isListed() {
      return listed;
    }
  }

  private Place first;
  private Place last;

  /** Puts a place at the young end, wherever it was. */
  void touch(Place place, long now) {
    remove(place);
    place.since = now;
    place.listed = true;
    place.before = last;
    if (last == null) {
      first = place;
    } else {
      last.after = place;
    }
    last = place;
  }

  void remove(Place place) {
    if (!place.listed) {
      return;
    }
    place.listed = false;
    if (place.before == null) {
      first = place.after;
    } else {
      place.before.after = place.after;
    }
    if (place.after == null) {
      last = place.before;
    } else {
      place.after.before = place.before;
    }
    place.before = null;
    place.after = null;
  }

  /** Null when the list is empty. */
  Place oldest() {
    return first;
  }

  /** The next younger one; null after the youngest. */
  Place after(Place place) {
    return place.after;
  }
}
