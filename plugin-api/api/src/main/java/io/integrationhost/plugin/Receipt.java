package io.integrationhost.plugin;

import java.util.List;
import java.util.Objects;

/** What became of a published uplink. */
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
   * The host has stored the uplink and will deliver it.
   *
   * @param devices the names of the devices that it was stored for, each once; assets are not among
   *     them
   */
  record Stored(List<String> devices) implements Receipt {
    /**
     * Copies the list.
     *
     * @param devices as of the record
     */
    public Stored {
      devices = List.copyOf(devices);
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
   */
  record NoContent(List<String> devices) implements Receipt {
    /**
     * Copies the list.
     *
     * @param devices as of the record
     */
    public NoContent {
      devices = List.copyOf(devices);
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
   */
  record Rejected(Reason reason, String message) implements Receipt {
    /**
     * Refuses null.
     *
     * @param reason as of the record
     * @param message as of the record
     */
    public Rejected {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(message, "message");
    }
  }

  /** Why an uplink was refused. */
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
