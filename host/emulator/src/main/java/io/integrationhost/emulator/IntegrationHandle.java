package io.integrationhost.emulator;

import java.util.List;

/**
 * One integration of a running emulator: what it received, how it answers, its streams. Obtained
 * from {@link Emulator#integration}; stays the same when the routing key changes. Thread-safe.
 */
public final class IntegrationHandle {
  private final Directory directory;
  private final ReceivedLog log;
  private final IntegrationState state;

  IntegrationHandle(Directory directory, ReceivedLog log, IntegrationState state) {
    this.directory = directory;
    this.log = log;
    this.state = state;
  }

  /** The configuration of now. */
  public EmulatedIntegration configuration() {
    return state.integration();
  }

  /**
   * Changes the configuration without telling the client, as an edit while it is offline or a
   * switch to local does.
   */
  public void save(EmulatedIntegration changed) {
    directory.save(state, changed);
  }

  /**
   * Saves a changed integration or converter and sends it, or sends a downlink (facts 2.7). A
   * converter that is not the integration's is sent all the same.
   *
   * @return false when no session is registered: nothing was sent, and never will be
   */
  public boolean push(Push push) {
    synchronized (state) {
      directory.save(state, push);
      return state
          .registered()
          .map(session -> session.send(Wire.push(push, state.integration())))
          .orElse(false);
    }
  }

  /** Saves and sends this once between the registration and the answer of the next connection. */
  public void pushBeforeConnectResponse(Push push) {
    state.beforeConnectResponse().add(push);
  }

  /** Deletes the integration: nothing is sent, streams stay, the next connection is refused. */
  public void delete() {
    directory.remove(state);
  }

  /** How the next connections fail, until {@link ConnectFault#NONE}. */
  public void fault(ConnectFault fault) {
    state.fault(fault);
  }

  /** Sets how uplinks are answered from the next one on. */
  public void answers(AnswerPolicy policy) {
    state.rules(new AnswerRules(policy));
  }

  /** Processes uplinks but holds the answers back. */
  public void holdAnswers() {
    state.gate().hold();
  }

  /** Lets held answers go, and all later ones. */
  public void releaseAnswers() {
    state.gate().open();
    state.streams().forEach(Session::sendAnswers);
  }

  /** Lets only so many more answers go. */
  public void releaseAnswers(int count) {
    state.gate().let(count);
    state.streams().forEach(Session::sendAnswers);
  }

  /** Answers that are owed now, held or delayed. */
  public int owedAnswers() {
    return state.streams().stream().mapToInt(Session::owedAnswers).sum();
  }

  /** The streams of now and the connections so far. */
  public Sessions sessions() {
    return state.sessions();
  }

  /** Fails all streams with UNAVAILABLE; answers in flight are lost. */
  public void cut() {
    state.streams().forEach(session -> session.cut(false));
  }

  /** Answers what is in flight, then fails all streams with UNAVAILABLE. */
  public void answerThenCut() {
    state.streams().forEach(session -> session.cut(true));
  }

  /** Ends all streams with status OK. */
  public void complete() {
    state.streams().forEach(Session::complete);
  }

  /** Makes the session deaf: it goes on, but no push reaches it any more (facts 2.3). */
  public void forgetSession() {
    state.forgetSession();
  }

  /** The items under the present routing key that are still kept, in order of arrival. */
  public List<ReceivedItem> received() {
    String key = state.integration().routingKey();
    return log.items(item -> item.routingKey().equals(key));
  }

  /** Exact counts since the start. */
  public ReceivedCounts counts() {
    return state.totals().sum();
  }
}
