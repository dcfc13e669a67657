package io.integrationhost.plugin;

import java.util.List;
import java.util.Objects;

/**
 * What became of a published uplink.
 *
 * <p>One rule for every protocol that can repeat a message: acknowledge it if, and only if, {@link
 * #isSettled}. Otherwise slow down and offer it again.
 */
public sealed interface Receipt {

  /**
   * The devices that the uplink was of, as far as the host knows: a plugin that cannot tell its
   * devices apart learns here whose connection it is, and where their downlinks go.
   *
   * @return names in ThingsBoard, each once; empty when no device was found
   */
  default List<String> devices() {
    return List.of();
  }

  /**
   * Whether the host is done with the uplink, so that the device or broker may forget it: it was
   * stored, held nothing to store, or was refused for good and filed where an operator finds it.
   *
   * @return whether to acknowledge it
   */
  default boolean isSettled() {
    return true;
  }

  /**
   * How many downlinks waited for {@link #devices} when this receipt was made; they are handed over
   * after it. Tells protocols that can answer only now, such as those of HTTP and of radios that
   * listen after sending, whether holding the answer is worth while.
   *
   * @return zero or more
   */
  default int downlinksWaiting() {
    return 0;
  }

  private static void notNegative(int downlinksWaiting) {
    if (downlinksWaiting < 0) {
      throw new IllegalArgumentException(
          "downlinksWaiting is " + downlinksWaiting + " (expected: 0 or more)");
    }
  }

  /**
   * The host has stored the uplink and will deliver it.
   *
   * @param devices the names of the devices that it was stored for, each once; assets are not among
   *     them
   * @param downlinksWaiting see {@link Receipt#downlinksWaiting}
   */
  record Stored(List<String> devices, int downlinksWaiting) implements Receipt {
    /**
     * Copies the list.
     *
     * @param devices as of the record
     * @param downlinksWaiting as of the record
     */
    public Stored {
      devices = List.copyOf(devices);
      notNegative(downlinksWaiting);
    }

    /**
     * With no downlink that waits.
     *
     * @param devices as of the record
     */
    public Stored(List<String> devices) {
      this(devices, 0);
    }

    /** Without devices. */
    public Stored() {
      this(List.of());
    }
  }

  /**
   * There is nothing to send, and nothing to repeat: the converter found nothing in the payload, or
   * nothing that has changed.
   *
   * @param devices the names of the devices that have nothing new to send, each once
   * @param downlinksWaiting see {@link Receipt#downlinksWaiting}
   */
  record NoContent(List<String> devices, int downlinksWaiting) implements Receipt {
    /**
     * Copies the list.
     *
     * @param devices as of the record
     * @param downlinksWaiting as of the record
     */
    public NoContent {
      devices = List.copyOf(devices);
      notNegative(downlinksWaiting);
    }

    /**
     * With no downlink that waits.
     *
     * @param devices as of the record
     */
    public NoContent(List<String> devices) {
      this(devices, 0);
    }

    /** Without devices. */
    public NoContent() {
      this(List.of());
    }
  }

  /**
   * The host did not take the uplink.
   *
   * @param reason what programs tell apart
   * @param message for people: what is wrong and what to do
   * @param filed whether it was kept as a dead letter, so that offering it again does no good
   */
  record Rejected(Reason reason, String message, boolean filed) implements Receipt {
    /**
     * Refuses null.
     *
     * @param reason as of the record
     * @param message as of the record
     * @param filed as of the record
     */
    public Rejected {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(message, "message");
    }

    /**
     * A refusal of what was not kept.
     *
     * @param reason as of the record
     * @param message as of the record
     */
    public Rejected(Reason reason, String message) {
      this(reason, message, false);
    }

    @Override
    public boolean isSettled() {
      return filed;
    }
  }

  /** Why an uplink was refused. More may come: a switch over it needs a default branch. */
  enum Reason {
    /** The integration is disabled in ThingsBoard. */
    DISABLED,
    /** The converter failed on this payload. */
    CONVERTER,
    /** The uplink is such that ThingsBoard would never accept it. */
    INVALID,
    /** The transport has more uplinks under way than the host allows. */
    OVERLOADED,
    /** The host cannot store now, for example because it is stopping or its disk failed. */
    UNAVAILABLE
  }
}
