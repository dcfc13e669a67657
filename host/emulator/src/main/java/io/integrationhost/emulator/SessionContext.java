package io.integrationhost.emulator;

import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What all sessions share.
 *
 * @param open the streams that have not ended
 * @param maxOwedAnswers a stream is not read on while it owes more answers
 * @param evictsAnySession faithful to facts 2.3: the end of one stream evicts whichever is
 *     registered
 */
record SessionContext(
    Directory directory,
    UplinkProcessor processor,
    ScheduledExecutorService scheduler,
    Set<Session> open,
    int maxOwedAnswers,
    boolean evictsAnySession) {

  void later(Runnable task, long delay, TimeUnit unit) {
    var unused = scheduler.schedule(task, delay, unit);
  }
}
