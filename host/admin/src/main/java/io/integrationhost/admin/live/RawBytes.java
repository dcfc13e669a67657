package io.integrationhost.admin.live;

import io.integrationhost.runtime.wire.SessionView;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What has come on each session since its last frame: a bounded part, of so many sessions at most.
 * Safe for any thread.
 */
final class RawBytes {

  private static final int MOST_SESSIONS = 512;

  private final Map<Key, Since> sessions = new ConcurrentHashMap<>();

  private record Key(String transport, String session) {}

  /** Bytes of one session, the first ones of so many, with whose they are. Guarded by itself. */
  private static final class Since {
    private final ByteArrayOutputStream first = new ByteArrayOutputStream(64);
    private long length;
    private String remote = "";
    private Optional<String> device = Optional.empty();
  }

  /**
   * What belongs to one frame.
   *
   * @param bytes the first ones
   * @param length of all
   */
  record Part(byte[] bytes, long length, String remote, Optional<String> device) {}

  void came(String transport, SessionView session, byte[] bytes, int length) {
    Since since = since(new Key(transport, session.source()));
    synchronized (since) {
      since.first.write(
          bytes, 0, Math.max(0, Math.min(bytes.length, TapFrame.MOST_BYTES - since.first.size())));
      since.length += length;
      since.remote = session.remote();
      since.device = session.device();
    }
  }

  private Since since(Key key) {
    Since known = sessions.get(key);
    if (known != null) {
      return known;
    }
    if (sessions.size() >= MOST_SESSIONS) {
      // Any: one that is heard again only has the bytes from then on.
      sessions.keySet().stream().findAny().ifPresent(sessions::remove);
    }
    return sessions.computeIfAbsent(key, each -> new Since());
  }

  /** What came for the frame that is there now; the next one begins. */
  Optional<Part> take(String transport, String session) {
    Since since = sessions.get(new Key(transport, session));
    if (since == null) {
      return Optional.empty();
    }
    synchronized (since) {
      if (since.length == 0) {
        return Optional.empty();
      }
      Part part = new Part(since.first.toByteArray(), since.length, since.remote, since.device);
      since.first.reset();
      since.length = 0;
      return Optional.of(part);
    }
  }
}
