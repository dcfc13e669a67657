package io.integrationhost.plugin;

/** Hears nothing; one line does for all sessions. */
final class SilentWire implements Wire {

  private static final Line LINE =
      new Line() {
        @Override
        public void received(int bytes) {}

        @Override
        public void sent(int bytes) {}

        @Override
        public boolean isWatched() {
          return false;
        }

        @Override
        public void receivedCopy(byte[] bytes) {}

        @Override
        public void sentCopy(byte[] bytes) {}

        @Override
        public void device(String name) {}

        @Override
        public void fault(Fault why) {}

        @Override
        public void paused(boolean now) {}

        @Override
        public void closed(End why) {}
      };

  @Override
  public Line opened(Source source, String remoteAddress) {
    return LINE;
  }

  @Override
  public void refused(Refusal why) {}

  @Override
  public String toString() {
    return "Wire.SILENT";
  }
}
