package io.integrationhost.host.board;

import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.LinkState;

/**
 * Where the two halves of an integration leave word for each other. The back tells of its link and
 * of what ThingsBoard sends; the front tells how it does. Confined to the control thread; never
 * blocks.
 */
public interface Board {

  /** The back: its link is in another state. */
  void linkChanged(LinkState state);

  /** The back: ThingsBoard accepted the integration, or sent a new configuration. */
  void configured(PushFigures.Source source, IntegrationConfiguration configuration);

  /** The back: a converter was edited; it may be of no interest to the integration. */
  void converterChanged(ConverterConfiguration edited);

  /** The front: it knows of this configuration, and uses it next if it can. Never fails. */
  void noted(IntegrationConfiguration configuration);

  /** The front: its state, which ThingsBoard is to hear of. */
  void stateChanged(Status status);
}
