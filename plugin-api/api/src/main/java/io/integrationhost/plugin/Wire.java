package io.integrationhost.plugin;

/**
 * Where a transport tells the host what passes on its sockets, for metrics, the list of sessions,
 * the tap and the log of bytes. Never blocks, never throws for what it is told, and keeps texts
 * only, never an object of the plugin. A transport that tells nothing works all the same.
 */
@ProvidedByHost
public interface Wire {

  /** Hears nothing. */
  Wire SILENT = new SilentWire();

  /**
   * A session began: a connection was accepted or made, or a peer without connections was heard for
   * the first time. May be called from any thread.
   *
   * @param source what the uplinks of the session bear
   * @param remoteAddress of the peer, for people, such as {@code 192.0.2.7:50123}
   * @return where all else of this session is told; close it when the session ends. The host closes
   *     what is open when the transport has stopped
   */
  Line opened(Source source, String remoteAddress);

  /**
   * A peer was turned away before a session began. May be called from any thread.
   *
   * @param why the kind of reason
   */
  void refused(Refusal why);

  /** Why a peer was turned away. */
  enum Refusal {
    /** As many connections are open as the transport allows, in all or of one address. */
    LIMIT,
    /** Its address is not allowed. */
    ADDRESS,
    /** TLS did not come about. */
    TLS,
    /** The header of the PROXY protocol is missing, wrong, or from somebody not trusted. */
    PROXY,
    /** It did not say who it is, or not in time, or is nobody known. */
    LOGIN,
    /** Anything else. */
    OTHER
  }

  /** What was wrong with what a peer sent. The session may go on. */
  enum Fault {
    /** A message is longer than allowed. */
    TOO_LONG,
    /** It is not what the protocol expects. */
    MALFORMED,
    /** A message was not finished, or an answer did not come, in time. */
    TIMEOUT,
    /** It would have had the transport keep more than there is memory for. */
    MEMORY,
    /** Anything else. */
    OTHER
  }

  /** Why a session ended. */
  enum End {
    /** The peer closed it. */
    DEVICE,
    /** Nothing was heard for too long. */
    IDLE,
    /** The connection broke, or a fault ended it. */
    ERROR,
    /** Somebody else needed its place, such as a newcomer or the same device's next session. */
    LIMIT,
    /** The transport stops. */
    STOPPED,
    /** Anything else. */
    OTHER
  }

  /**
   * One session. Its methods are called by one thread at a time, such as that of its event loop;
   * {@link #isWatched} by any. None blocks. After {@link #closed} all calls are ignored.
   */
  @ProvidedByHost
  interface Line {

    /**
     * Bytes have come from the peer, counted after TLS was taken off.
     *
     * @param bytes how many, of one read
     */
    void received(int bytes);

    /**
     * Bytes have been handed to the peer's connection, counted before TLS was put on.
     *
     * @param bytes how many, of one write
     */
    void sent(int bytes);

    /**
     * Whether somebody looks at this session, so that copies are wanted. One volatile read: ask for
     * each read and write.
     *
     * @return false as a rule
     */
    boolean isWatched();

    /**
     * What has come, in clear, while the session is watched. The host cuts it to what it shows.
     *
     * @param bytes a copy; must not be changed after the call
     */
    void receivedCopy(byte[] bytes);

    /**
     * What was sent, in clear, while the session is watched. The host cuts it to what it shows.
     *
     * @param bytes a copy; must not be changed after the call
     */
    void sentCopy(byte[] bytes);

    /**
     * Whose session it is, as soon as that is known; the last name counts.
     *
     * @param name the device's name in ThingsBoard
     */
    void device(String name);

    /**
     * Something was wrong with what the peer sent.
     *
     * @param why the kind of fault
     */
    void fault(Fault why);

    /**
     * Whether the transport has stopped reading the peer, since uplinks are under way or memory is
     * scarce.
     *
     * @param now true when reading stops, false when it goes on
     */
    void paused(boolean now);

    /**
     * The session has ended. Only the first call counts.
     *
     * @param why the kind of reason
     */
    void closed(End why);
  }
}
