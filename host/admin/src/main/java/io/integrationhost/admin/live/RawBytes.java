package io.integrationhost.admin.live;

import io.integrationhost.runtime.wire.SessionView;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What has come on each session since its last frame: a bounded part, of the sessions that were
 * heard last. Safe for any thread.
 */
final class RawBytes {

  private static final int MOST_SESSIONS = 512;

  private final Map<Key, Since> sessions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Since> eldest) {
          return size() > MOST_SESSIONS;
        }
      };

  private record Key(String transport, String session) {}

  /** Bytes of one session, the first ones of so many, with whose they are. */
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

  synchronized void came(String transport, SessionView session, byte[] bytes, int length) {
    Since since =
        sessions.computeIfAbsent(new Key(transport, session.source()), key -> new Since());
    since.first.write(
        bytes, 0, Math.max(0, Math.min(bytes.length, TapFrame.MOST_BYTES - since.first.size())));
    since.length += length;
    since.remote = session.remote();
    since.device = session.device();
  }

  /** What came for the frame that is there now; the next one begins. */
  synchronized Optional<Part> take(String transport, String session) {
    Since since = sessions.get(new Key(transport, session));
    if (since == null || since.length == 0) {
      return Optional.empty();
    }
    Part part = new Part(since.first.toByteArray(), since.length, since.remote, since.device);
    since.first.reset();
    since.length = 0;
    return Optional.of(part);
  }
}
